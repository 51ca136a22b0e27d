//! The stages in order: from packages and tables to the parts of a network.

use crate::compile::{CompileReport, Stages, compile};
use crate::package::{Packages, read_list};
use crate::raw::Layer;
use crate::{land, places, rail, road, sea, tables, terminals, water};
use anyhow::{Context, Result};
use corridor_network::Countries;
use corridor_network::fact::{Area, AreaKind, Service, Terminal, TerminalKind};
use corridor_network::{Facts, LngLat, Mode, Parts};
use corridor_sea::Mesh;
use corridor_sea::coast::{Coast, Detail};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The packages that are read.
const WANTED: [&str; 7] = [
    "scgraph-railways",
    "scgraph-highways",
    "osm-lands",
    "geonames",
    "world-port-index",
    "searoute-ports",
    "world-countries",
];

/// Builds the parts of the world network. `stage` is told each stage as it begins; the report is
/// text for people, the same for the same inputs.
///
/// # Errors
/// When a package cannot be had, a table is wrong, or the layers do not fit together.
pub fn build(data: &Path, cache: &Path, stage: &dyn Fn(&str)) -> Result<(Parts, String)> {
    let mut report = String::new();
    stage("packages");
    let list = read_list(&data.join("sources.toml"))?;
    let packages = Packages::open(&list, &WANTED, cache)?;
    stage("tables");
    let mut tables = tables::read(data)?;
    let walls = walls(data)?;
    let countries = Countries::new()?;

    stage("railways");
    let exclusions = exclusions(data)?;
    let (rail, rail_borders, rail_report) = rail::layer(
        packages.bytes("scgraph-railways", "railways")?,
        &of_mode(&tables.lines, Mode::Rail),
        &exclusions,
        &borders_of(&tables.borders, Mode::Rail),
        &tables.gauges,
        &countries,
    )?;
    writeln!(report, "# Railways\n{rail_report:#?}")?;
    // Lines that were only marked stand in the tables from here on; before, they would be added anew.
    tables.lines.extend(exclusions.iter().filter_map(land::Exclusion::line));
    stage("roads");
    let (road, road_borders, road_report) = road::layer(
        packages.bytes("scgraph-highways", "highways")?,
        &of_mode(&tables.lines, Mode::Road),
        &borders_of(&tables.borders, Mode::Road),
        &countries,
    )?;
    writeln!(report, "# Roads\n{road_report:#?}")?;
    stage("inland waterways");
    let (water, water_report) = water::layer(&tables.waterways, &countries)?;
    writeln!(report, "# Inland waterways\n{water_report:#?}")?;

    stage("terminals");
    let cities = places::cities(packages.bytes("geonames", "cities15000")?)?;
    let of_kind = |kind| -> Vec<Terminal> {
        tables.terminals.iter().filter(|t| t.kind == kind).cloned().collect()
    };
    let [hand_ports, hand_rail, landings, stations] = [
        TerminalKind::Port,
        TerminalKind::RailTerminal,
        TerminalKind::Landing,
        TerminalKind::PipelineStation,
    ]
    .map(of_kind);
    let (ports, port_report) = terminals::ports(
        packages.bytes("world-port-index", "ports")?,
        packages.bytes("searoute-ports", "ports")?,
        &hand_ports,
        &countries,
    )?;
    writeln!(report, "# Ports\n{port_report:#?}")?;
    let rail_nodes: Vec<_> = rail.nodes.iter().map(|n| (n.at, n.country)).collect();
    let rail_terminals = terminals::rail(&rail_nodes, &cities, &hand_rail);
    let mut all: Vec<Terminal> = ports;
    all.extend(rail_terminals);
    all.extend(landings);
    all.extend(stations);
    all.sort_by(|a, b| a.id.cmp(&b.id));

    stage("gazetteer");
    let small = places::cities(packages.bytes("geonames", "cities500")?)?;
    let hand_places = places::hand_list(&read(data, "places.toml")?)?;
    let names = places::countries(packages.bytes("world-countries", "countries")?, &cities)?;
    let (places, place_report) = places::gazetteer(&cities, &small, &all, &hand_places);
    writeln!(report, "# Places\n{place_report:#?}")?;

    stage("coast");
    let coast =
        Coast::from_land_polygons(packages.bytes("osm-lands", "lands")?, Detail::default())?;
    writeln!(report, "# Coast\n{:#?}", coast.report)?;
    let port_rows: Vec<usize> =
        (0..all.len()).filter(|row| all[*row].kind == TerminalKind::Port).collect();
    let port_list: Vec<Terminal> = port_rows.iter().map(|row| all[*row].clone()).collect();
    let mesh = Mesh::build(&coast.rings, &walls, &[])?;
    writeln!(report, "# Mesh\n{:#?}", mesh.report())?;
    writeln!(report, "walls that leak: {:?}", mesh.wall_leaks(&walls))?;
    let is_sea = |area: &&Area| area.kind != AreaKind::War;
    let waters: Vec<Area> = tables.areas.iter().filter(is_sea).cloned().collect();
    let sea_tables =
        sea::SeaTables { passages: &tables.passages, areas: &waters, lines: &tables.lines };
    let (sea, nodes, sea_report) = sea::lanes(&mesh, sea_tables, &port_list, stage)?;
    writeln!(report, "# Sea lanes\n{sea_report:#?}")?;
    let mut port_node = vec![None; all.len()];
    let joined: BTreeSet<u32> = sea.links.iter().flat_map(|link| [link.a, link.b]).collect();
    for (row, node) in port_rows.iter().zip(nodes) {
        port_node[*row] = joined.contains(&node).then_some(node);
    }

    stage("services");
    let service_course = service_courses(&tables.services, &all, &port_node, &sea);
    stage("joining");
    let waypoints = tables.waypoints().cloned().collect();
    let mut borders = rail_borders;
    borders.extend(road_borders);
    let facts = Facts {
        sources: list.iter().map(crate::package::Package::source).collect(),
        passages: tables.passages,
        areas: tables.areas,
        borders,
        services: tables.services,
        lines: tables.lines,
        waterways: tables.waterways,
        pipelines: tables.pipelines,
        waypoints,
        terminals: all,
        corridors: tables.corridors,
        events: tables.events,
        walls,
        gauges: tables.gauges,
        unions: tables.unions,
        countries: names,
        way_classes: Vec::new(),
    };
    let stages = Stages {
        sea,
        port_node,
        rail,
        road,
        water,
        service_course,
        facts,
        places,
        coast: coast.rings,
    };
    let (parts, compile_report) = compile(stages)?;
    let CompileReport { access, alone, empty_waypoints, empty_areas, raised_lengths } =
        &compile_report;
    writeln!(report, "# Joining\nterminals by access: {access:#?}")?;
    writeln!(report, "waypoints that no link passes: {empty_waypoints:?}")?;
    writeln!(report, "areas at war that no link touches: {empty_areas:?}")?;
    writeln!(report, "lengths raised to the geodesic: {raised_lengths}")?;
    writeln!(report, "terminals that stand alone: {alone:#?}")?;
    Ok((parts, shortened(&report)))
}

/// Entries of a list that are shown.
const SHOWN: usize = 8;

/// The report with long lists cut: what is left out is counted.
fn shortened(report: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut short = String::new();
    // How many lines of the same depth came in a row, by depth.
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for line in report.lines() {
        let depth = indent(line);
        while let Some(&(deeper, count)) = runs.last()
            && deeper > depth
        {
            if count > SHOWN {
                short.push_str(&" ".repeat(deeper));
                short.push_str("... ");
                short.push_str(&(count - SHOWN).to_string());
                short.push_str(" more\n");
            }
            runs.pop();
        }
        let closes = line.trim_start().starts_with(['}', ']', ')']);
        if !closes && depth > 4 {
            match runs.last_mut() {
                Some((same, count)) if *same == depth => *count += 1,
                _ => runs.push((depth, 1)),
            }
        }
        if runs.iter().all(|(_, count)| *count <= SHOWN) {
            short.push_str(line);
            short.push('\n');
        }
    }
    short
}

fn read(data: &Path, file: &str) -> Result<String> {
    let path = data.join(file);
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

fn of_mode(
    lines: &[corridor_network::fact::Line],
    mode: Mode,
) -> Vec<corridor_network::fact::Line> {
    lines.iter().filter(|line| line.mode == mode).cloned().collect()
}

fn borders_of(
    borders: &[corridor_network::fact::Border],
    mode: Mode,
) -> Vec<corridor_network::fact::Border> {
    borders.iter().filter(|border| border.mode == mode).cloned().collect()
}

fn walls(data: &Path) -> Result<Vec<corridor_network::fact::Wall>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        wall: Vec<corridor_network::fact::Wall>,
    }
    let table: Table = toml::from_str(&read(data, "walls.toml")?).context("in walls.toml")?;
    Ok(table.wall)
}

fn exclusions(data: &Path) -> Result<Vec<land::Exclusion>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        exclusion: Vec<land::Exclusion>,
    }
    let text = read(data, "rail-exclusions.toml")?;
    let table: Table = toml::from_str(&text).context("in rail-exclusions.toml")?;
    Ok(table.exclusion)
}

/// Bends and length of each service: the shortest way over all lanes, or the great circle where the
/// ports are not joined by water that lanes cover (lakes left out of the coast).
fn service_courses(
    services: &[Service],
    terminals: &[Terminal],
    port_node: &[Option<u32>],
    sea: &Layer,
) -> Vec<(Vec<LngLat>, f64)> {
    let mut out = vec![Vec::new(); sea.nodes.len()];
    for (i, link) in sea.links.iter().enumerate() {
        out[link.a as usize].push((link.b, i));
        out[link.b as usize].push((link.a, i));
    }
    let row = |id: &str| terminals.iter().position(|t| t.id == id);
    services
        .iter()
        .map(|service| {
            let (Some(a), Some(b)) = (row(&service.from), row(&service.to)) else {
                return (Vec::new(), 0.0);
            };
            let straight = || (Vec::new(), terminals[a].at.geodesic_km(terminals[b].at));
            let (Some(from), Some(to)) = (port_node[a], port_node[b]) else { return straight() };
            shortest(sea, &out, from, to).unwrap_or_else(straight)
        })
        .collect()
}

fn shortest(
    sea: &Layer,
    out: &[Vec<(u32, usize)>],
    from: u32,
    to: u32,
) -> Option<(Vec<LngLat>, f64)> {
    // Metres as integers order exactly; the queue is a sorted set since the searches are few.
    let mut distance = vec![u64::MAX; out.len()];
    let mut parent = vec![None; out.len()];
    let mut queue = BTreeSet::from([(0u64, from)]);
    distance[from as usize] = 0;
    while let Some((metres, node)) = queue.pop_first() {
        if node == to {
            break;
        }
        for &(next, link) in &out[node as usize] {
            let there = metres + (sea.links[link].length_km * 1000.0) as u64;
            if there < distance[next as usize] {
                distance[next as usize] = there;
                parent[next as usize] = Some((node, link));
                queue.insert((there, next));
            }
        }
    }
    if distance[to as usize] == u64::MAX {
        return None;
    }
    let mut bends = vec![sea.nodes[to as usize].at];
    let mut at = to;
    while let Some((before, link)) = parent[at as usize] {
        let link = &sea.links[link];
        let mut between = link.bends.clone();
        if link.a == before {
            between.reverse();
        }
        bends.extend(between);
        bends.push(sea.nodes[before as usize].at);
        at = before;
    }
    bends.reverse();
    Some((bends, distance[to as usize] as f64 / 1000.0))
}
