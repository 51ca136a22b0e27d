//! Joins the layers with terminals, services and features into the parts of a network.

use crate::attach::{Attach, split_at};
use crate::raw::{Layer, RawLink};
use anyhow::{Context, Result, bail};
use corridor_network::fact::{Area, AreaKind, ServiceKind, Terminal, TerminalKind, Waypoint};
use corridor_network::format::stored_precision;
use corridor_network::nearest::Foot;
use corridor_network::{
    Columns, CountryCode, Facts, Feature, FeatureId, FeatureKind, FeatureSetId, Id, IdVec, LngLat,
    Metres, Mode, NodeId, Parts, Place, PlaceId, TerminalId,
};
use corridor_routing::order_of;
use corridor_sea::Mesh;
use std::collections::BTreeMap;

/// How far a terminal may stand from the links of a mode and still be served by it, km.
///
/// Ports are given as a point of the town or the roads; quays stretch for kilometres. Road access
/// is told with its distance; rail farther off than this needs a spur in the tables.
const REACH_KM: [(Mode, f64); 3] =
    [(Mode::Rail, 12.0), (Mode::Road, 40.0), (Mode::InlandWater, 12.0)];

/// What joining did and could not do.
#[derive(Clone, Debug, Default)]
pub struct CompileReport {
    /// Terminals by the modes that serve them, such as `sea+rail+road`.
    pub access: BTreeMap<String, usize>,
    /// Terminals that nothing but one mode serves, with why.
    pub alone: Vec<String>,
    /// Waypoints that no link passes.
    pub empty_waypoints: Vec<String>,
    /// Areas at war that no link of land touches.
    pub empty_areas: Vec<String>,
    /// Lanes, tracks and roads whose stated length was below their geodesic and was raised to it.
    pub raised_lengths: usize,
}

/// What the stages made.
pub struct Stages {
    /// Lanes, canals and approaches.
    pub sea: Layer,
    /// Node in `sea` of each terminal, where it has one; parallel to `facts.terminals`.
    pub port_node: Vec<Option<u32>>,
    /// Tracks.
    pub rail: Layer,
    /// Roads.
    pub road: Layer,
    /// Inland waterways.
    pub water: Layer,
    /// Course and length of each service, parallel to `facts.services`: bends and km.
    pub service_course: Vec<(Vec<LngLat>, f64)>,
    /// Tables.
    pub facts: Facts,
    /// Gazetteer.
    pub places: IdVec<PlaceId, Place>,
    /// Coast rings.
    pub coast: Vec<Vec<LngLat>>,
}

/// Joins everything.
///
/// # Errors
/// When ids collide, a link names an unknown feature or source, or a service an unknown terminal.
pub fn compile(stages: Stages) -> Result<(Parts, CompileReport)> {
    let Stages { sea, port_node, rail, road, water, service_course, facts, places, coast } = stages;
    let mut report = CompileReport::default();
    let features = feature_table(&facts)?;
    let mut layer = sea;
    for other in [rail, road, water] {
        append(&mut layer, other);
    }
    let gates = add_terminals(&mut layer, &facts, &port_node, &mut report);
    add_services(&mut layer, &facts, &gates, &service_course)?;
    crate::piped::add_pipelines(&mut layer, &facts, &gates)?;
    tag_waypoints(&mut layer, &facts.waypoints, &mut report);
    tag_war(&mut layer, &facts.areas, &mut report);
    let columns = columns(&layer, &facts, &features, &gates, &mut report)?;
    let orders =
        corridor_network::Layer::EVERY.map(|layer| (layer, order_of(&columns, layer))).into();
    // Of the coast as it will come back from the file.
    let stored: Vec<Vec<LngLat>> =
        coast.iter().map(|ring| ring.iter().copied().map(stored_precision).collect()).collect();
    let mesh = if stored.is_empty() { Vec::new() } else { Mesh::pack(&stored, &facts.walls)? };
    Ok((Parts { columns, facts, features, places, coast: stored, mesh, orders }, report))
}

fn append(layer: &mut Layer, other: Layer) {
    let offset = layer.nodes.len() as u32;
    layer.nodes.extend(other.nodes);
    layer.links.extend(other.links.into_iter().map(|link| RawLink {
        a: link.a + offset,
        b: link.b + offset,
        ..link
    }));
}

fn feature_table(facts: &Facts) -> Result<IdVec<FeatureId, Feature>> {
    let mut table: IdVec<FeatureId, Feature> = IdVec::new();
    let mut seen = BTreeMap::new();
    let mut add = |id: &str, kind: FeatureKind, row: usize| -> Result<()> {
        if let Some(other) = seen.insert(id.to_owned(), kind) {
            bail!("the id {id:?} names both a {other:?} and a {kind:?}; rename one in the tables");
        }
        table.push(Feature { id: id.to_owned(), kind, row: row as u32 });
        Ok(())
    };
    macro_rules! rows {
        ($field:ident, $kind:ident) => {
            for (row, fact) in facts.$field.iter().enumerate() {
                add(&fact.id, FeatureKind::$kind, row)?;
            }
        };
    }
    rows!(passages, Passage);
    rows!(areas, Area);
    rows!(borders, Border);
    rows!(services, Service);
    rows!(lines, Line);
    rows!(waterways, Waterway);
    rows!(pipelines, Pipeline);
    rows!(waypoints, Waypoint);
    rows!(terminals, Terminal);
    Ok(table)
}

/// Whether links of a mode may serve a terminal: landings have a road, and rails if a rail ferry calls;
/// stations of pipelines have pipelines alone.
fn may_serve(mode: Mode, terminal: &Terminal, facts: &Facts) -> bool {
    let rails = || {
        facts.services.iter().any(|service| {
            service.kind == ServiceKind::RailFerry
                && (service.from == terminal.id || service.to == terminal.id)
        })
    };
    match (terminal.kind, mode) {
        (TerminalKind::Landing, Mode::Rail) => rails(),
        (TerminalKind::Landing, mode) => mode == Mode::Road,
        (TerminalKind::PipelineStation, _) => false,
        _ => true,
    }
}

/// Adds the gate of every terminal and its transfers; returns the gates.
fn add_terminals(
    layer: &mut Layer,
    facts: &Facts,
    port_node: &[Option<u32>],
    report: &mut CompileReport,
) -> Vec<u32> {
    let mut access: Vec<Vec<(Mode, u32, f64)>> = vec![Vec::new(); facts.terminals.len()];
    for (terminal, node) in port_node.iter().enumerate() {
        if let Some(node) = *node {
            let km = layer.nodes[node as usize].at.geodesic_km(facts.terminals[terminal].at);
            access[terminal].push((Mode::Sea, node, km));
        }
    }
    for (mode, reach_km) in REACH_KM {
        // Planned and closed lines are no access.
        let usable = |link: &RawLink| {
            !link
                .features
                .iter()
                .any(|f| facts.lines.iter().any(|line| line.id == *f && !line.status.is_empty()))
        };
        let attach = Attach::new(layer, mode, usable);
        let mut who = Vec::new();
        let mut feet: Vec<Foot> = Vec::new();
        for (terminal, fact) in facts.terminals.iter().enumerate() {
            if !may_serve(mode, fact, facts) {
                continue;
            }
            // Both banks of a river that is a border are at its water.
            let country = if mode == Mode::InlandWater { CountryCode::NONE } else { fact.country };
            if let Some(foot) = attach.nearest(fact.at, country, reach_km) {
                who.push(terminal);
                feet.push(foot);
            }
        }
        for ((terminal, foot), node) in who.iter().zip(&feet).zip(split_at(layer, &feet)) {
            access[*terminal].push((mode, node, foot.km));
        }
    }
    let mut gates = Vec::new();
    for (terminal, access) in facts.terminals.iter().zip(access) {
        let gate = layer.add_node(terminal.at, terminal.country);
        gates.push(gate);
        let modes: Vec<&str> = access.iter().map(|(mode, ..)| mode.name()).collect();
        *report.access.entry(modes.join("+")).or_default() += 1;
        if modes.len() < 2 && terminal.kind != TerminalKind::PipelineStation {
            let kind = match terminal.kind {
                TerminalKind::Port => "port",
                TerminalKind::RailTerminal => "rail terminal",
                TerminalKind::Landing => "landing",
                TerminalKind::PipelineStation => "pipeline station",
            };
            let served = if modes.is_empty() { "nothing".to_owned() } else { modes.join(" and ") };
            report
                .alone
                .push(format!("{kind} {} ({}): {served} within reach", terminal.name, terminal.id));
        }
        for (mode, node, km) in access {
            // Roads and rails to the gate bend as others do; water is joined where it is met.
            let detour = if matches!(mode, Mode::Rail | Mode::Road) { 1.2 } else { 1.0 };
            layer.links.push(RawLink {
                a: gate,
                b: node,
                mode: Mode::Transfer,
                length_km: km * detour,
                bends: Vec::new(),
                features: vec![terminal.id.clone()],
                source: "tables",
            });
        }
    }
    gates
}

fn add_services(
    layer: &mut Layer,
    facts: &Facts,
    gates: &[u32],
    courses: &[(Vec<LngLat>, f64)],
) -> Result<()> {
    let gate = |id: &str, service: &str| {
        let row = facts.terminals.iter().position(|t| t.id == id);
        row.map(|row| gates[row])
            .with_context(|| format!("service {service} names the unknown terminal {id:?}"))
    };
    for (service, (bends, length_km)) in facts.services.iter().zip(courses) {
        layer.links.push(RawLink {
            a: gate(&service.from, &service.id)?,
            b: gate(&service.to, &service.id)?,
            mode: Mode::Ferry,
            length_km: *length_km,
            bends: bends.clone(),
            features: vec![service.id.clone()],
            source: "tables",
        });
    }
    Ok(())
}

fn tag_waypoints(layer: &mut Layer, waypoints: &[Waypoint], report: &mut CompileReport) {
    for waypoint in waypoints {
        let near = |at: LngLat| at.sphere_km(waypoint.at) <= waypoint.radius_km;
        let inside: Vec<bool> = layer.nodes.iter().map(|n| near(n.at)).collect();
        let mut tagged = 0;
        for link in &mut layer.links {
            let met = inside[link.a as usize]
                || inside[link.b as usize]
                || link.bends.iter().any(|b| near(*b));
            if link.mode == waypoint.mode && met {
                link.features.push(waypoint.id.clone());
                tagged += 1;
            }
        }
        if tagged == 0 {
            report.empty_waypoints.push(waypoint.id.clone());
        }
    }
}

/// Links of land, ferries and transfers that touch land at war carry its id.
fn tag_war(layer: &mut Layer, areas: &[Area], report: &mut CompileReport) {
    for area in areas.iter().filter(|area| area.kind == AreaKind::War) {
        let inside: Vec<bool> = layer.nodes.iter().map(|n| n.at.is_within(&area.ring)).collect();
        let mut tagged = 0;
        for link in layer.links.iter_mut().filter(|link| link.mode != Mode::Sea) {
            let touched = inside[link.a as usize]
                || inside[link.b as usize]
                || link.bends.iter().any(|bend| bend.is_within(&area.ring));
            if touched {
                link.features.push(area.id.clone());
                tagged += 1;
            }
        }
        if tagged == 0 {
            report.empty_areas.push(area.id.clone());
        }
    }
}

fn columns(
    layer: &Layer,
    facts: &Facts,
    features: &IdVec<FeatureId, Feature>,
    gates: &[u32],
    report: &mut CompileReport,
) -> Result<Columns> {
    let by_id: BTreeMap<&str, FeatureId> =
        features.enumerate().map(|(id, f)| (f.id.as_str(), id)).collect();
    let mut columns = Columns { first_bend: vec![0], ..Columns::default() };
    columns.feature_sets.push(Vec::new());
    let mut sets: BTreeMap<Vec<FeatureId>, FeatureSetId> = BTreeMap::new();
    sets.insert(Vec::new(), FeatureSetId::from_index(0));
    for node in &layer.nodes {
        columns.node_at.push(stored_precision(node.at));
        columns.node_country.push(node.country);
    }
    for link in &layer.links {
        let mut set = link
            .features
            .iter()
            .map(|f| {
                by_id
                    .get(f.as_str())
                    .copied()
                    .with_context(|| format!("a link belongs to {f:?}, which is in no table"))
            })
            .collect::<Result<Vec<_>>>()?;
        set.sort_unstable();
        set.dedup();
        let set = *sets.entry(set).or_insert_with_key(|set| columns.feature_sets.push(set.clone()));
        let source = facts.sources.iter().position(|s| s.id == link.source);
        let source =
            source.with_context(|| format!("a link names the unknown source {:?}", link.source))?;
        let (a, b) = (NodeId::from_index(link.a as usize), NodeId::from_index(link.b as usize));
        let geodesic = columns.node_at[a].geodesic_km(columns.node_at[b]);
        if link.length_km + 0.002 < geodesic {
            report.raised_lengths += 1;
        }
        columns.link_a.push(a);
        columns.link_b.push(b);
        columns.link_mode.push(link.mode);
        columns.link_length.push(Metres((link.length_km.max(geodesic) * 1000.0).ceil() as u32));
        columns.link_features.push(set);
        columns.link_source.push(source as u8);
        columns.bends.extend(link.bends.iter().map(|b| stored_precision(*b)));
        columns.first_bend.push(columns.bends.len() as u32);
    }
    columns.terminal_node =
        gates.iter().map(|n| NodeId::from_index(*n as usize)).collect::<IdVec<TerminalId, _>>();
    Ok(columns)
}
