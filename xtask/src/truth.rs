//! `cargo xtask truth`: distances of the network against tables of distances made by others.
//!
//! The tables are not part of the product; a folder with `sea_distances.csv` and
//! `land_distances.csv` is given. Only error statistics leave.

use anyhow::{Context, Result};
use corridor::{DistanceOptions, Engine, LngLat, Mode, ModeRouter, Outcome};
use rayon::prelude::*;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct SeaRow {
    origin: String,
    dest: String,
    olat: f64,
    olon: f64,
    dlat: f64,
    dlon: f64,
    distance_nm: f64,
    via: String,
    source: String,
}

#[derive(Deserialize)]
struct LandRow {
    origin: String,
    dest: String,
    mode: String,
    origin_country: String,
    dest_country: String,
    olat: f64,
    olon: f64,
    dlat: f64,
    dlon: f64,
    distance_km: f64,
    via: String,
    source: String,
}

/// Measures one table.
type Measure = fn(&Engine, &Path, usize) -> Result<()>;

/// A distance to compare with.
struct Pair {
    name: String,
    from: LngLat,
    to: LngLat,
    km: f64,
    /// Whether the table leads it by a border that it names.
    by_border: bool,
    /// Whether an end lies in Ukraine, where the table leads round the war.
    ukraine: bool,
}

/// Measures and prints.
pub(crate) fn run(network: &Path, tables: &Path, worst: usize) -> Result<()> {
    let bytes =
        std::fs::read(network).with_context(|| format!("cannot read {}", network.display()))?;
    let engine = Engine::open(&bytes)?;
    let measures: [(&str, Measure); 2] = [("sea_distances.csv", sea), ("land_distances.csv", land)];
    for (file, measure) in measures {
        let path = tables.join(file);
        if path.exists() {
            measure(&engine, &path, worst)?;
        } else {
            println!("{file}: not there");
        }
    }
    Ok(())
}

fn options(mode: Mode, avoid: &[&str], allow: &[&str]) -> DistanceOptions {
    DistanceOptions {
        mode,
        avoid: avoid.iter().map(|a| (*a).to_owned()).collect(),
        allow: allow.iter().map(|a| (*a).to_owned()).collect(),
        on: jiff::civil::date(2026, 11, 1),
        strict_status: false,
        max_snap_km: 50.0,
    }
}

fn sea(engine: &Engine, path: &Path, worst: usize) -> Result<()> {
    // What the table says of the way is honoured: (avoided, allowed).
    let mut groups: Vec<(&[&str], &[&str], Vec<Pair>)> = vec![
        (&["suez"], &[], Vec::new()),
        (&["panama"], &[], Vec::new()),
        (&[], &["corinth"], Vec::new()),
        (&[], &["kiel"], Vec::new()),
        (&["oresund"], &[], Vec::new()),
        (&[], &[], Vec::new()),
    ];
    for row in csv::Reader::from_path(path)?.deserialize() {
        let row: SeaRow = row?;
        // The cleanest subset: table rows whose reverse agrees and that no check flags.
        if !row.source.contains("Pub.151")
            || !row.source.contains("port")
            || !row.source.contains("reciprocal")
            || row.source.contains("check:")
            || row.distance_nm < 100.0
        {
            continue;
        }
        let via = row.via.to_lowercase();
        let pair = Pair {
            name: format!("{} - {} {}", row.origin, row.dest, row.via),
            from: LngLat::new(row.olon, row.olat)?,
            to: LngLat::new(row.dlon, row.dlat)?,
            km: row.distance_nm * 1.852,
            by_border: false,
            ukraine: false,
        };
        let group = [
            via.contains("good hope"),
            via.contains("magellan") || via.contains("horn"),
            via.contains("corinth"),
            via.contains("kiel"),
            via.contains("store baelt"),
            true,
        ];
        let group = group.iter().position(|fits| *fits).unwrap_or_default();
        groups[group].2.push(pair);
    }
    let mut all = Vec::new();
    for (avoid, allow, pairs) in groups {
        let router = engine.mode_router(&options(Mode::Sea, avoid, allow))?;
        all.extend(measure(&router, pairs));
    }
    report("sea >= 100 nm", &all, |p| p.km >= 185.2, worst);
    report("sea 100-500 nm", &all, |p| p.km < 926.0, 0);
    report("sea 500-1500 nm", &all, |p| (926.0..2778.0).contains(&p.km), 0);
    report("sea >= 1500 nm", &all, |p| p.km >= 2778.0, worst);
    Ok(())
}

fn land(engine: &Engine, path: &Path, worst: usize) -> Result<()> {
    let mut rail = Vec::new();
    let mut road = Vec::new();
    for row in csv::Reader::from_path(path)?.deserialize() {
        let row: LandRow = row?;
        if row.distance_km < 100.0 {
            continue;
        }
        let pair = Pair {
            name: format!("{} - {}", row.origin, row.dest),
            from: LngLat::new(row.olon, row.olat)?,
            to: LngLat::new(row.dlon, row.dlat)?,
            km: row.distance_km,
            by_border: !row.via.is_empty(),
            ukraine: [&row.origin_country, &row.dest_country].contains(&&"UA".to_owned()),
        };
        match row.mode.as_str() {
            "rail" if row.source.contains("Tariff Guide") => rail.push(pair),
            "road" => road.push(pair),
            _ => {}
        }
    }
    for (mode, name, pairs) in
        [(Mode::Rail, "rail tariff guide > 100 km", rail), (Mode::Road, "road > 100 km", road)]
    {
        let router = engine.mode_router(&options(mode, &[], &[]))?;
        let all = measure(&router, pairs);
        report(name, &all, |_| true, worst);
        if mode == Mode::Rail {
            report("rail, without Ukraine", &all, |p| !p.ukraine, 0);
            report("rail, no border named", &all, |p| !p.by_border, 0);
            report("rail, neither", &all, |p| !p.ukraine && !p.by_border, 0);
        }
    }
    Ok(())
}

/// The error of each pair, as a share of the table's distance; `None` when there is no way.
fn measure(router: &ModeRouter<'_>, pairs: Vec<Pair>) -> Vec<(Pair, Option<f64>)> {
    pairs
        .into_par_iter()
        .map_init(
            || router.search(),
            |search, pair| {
                let (from, to) = (router.meet(pair.from), router.meet(pair.to));
                let error = match router.outcome(search, &from, &to).0 {
                    Outcome::Found(metres) => Some(metres as f64 / 1000.0 / pair.km - 1.0),
                    _ => None,
                };
                (pair, error)
            },
        )
        .collect()
}

fn report(name: &str, all: &[(Pair, Option<f64>)], of: impl Fn(&Pair) -> bool, worst: usize) {
    let chosen: Vec<_> = all.iter().filter(|(pair, _)| of(pair)).collect();
    let mut errors: Vec<f64> = chosen.iter().filter_map(|(_, e)| *e).collect();
    if errors.is_empty() {
        println!("{name}: no pairs");
        return;
    }
    let lost = chosen.len() - errors.len();
    let bias = errors.iter().sum::<f64>() / errors.len() as f64;
    for error in &mut errors {
        *error = error.abs();
    }
    errors.sort_by(f64::total_cmp);
    let at = |share: f64| 100.0 * errors[((errors.len() - 1) as f64 * share).round() as usize];
    println!(
        "{name}: n {}, median {:.2} %, p90 {:.2} %, p95 {:.2} %, max {:.0} %, mean signed {:+.2} %, unreachable {} ({:.2} %)",
        chosen.len(),
        at(0.5),
        at(0.9),
        at(0.95),
        at(1.0),
        100.0 * bias,
        lost,
        100.0 * lost as f64 / chosen.len() as f64
    );
    let mut by_error = chosen;
    by_error.sort_by(|a, b| {
        let size = |e: &Option<f64>| e.map_or(f64::INFINITY, f64::abs);
        size(&b.1).total_cmp(&size(&a.1))
    });
    for (pair, error) in by_error.iter().take(worst) {
        let told = error.map_or("no way".to_owned(), |e| format!("{:+.1} %", 100.0 * e));
        println!("    {told} {} ({:.0} km)", pair.name, pair.km);
    }
}
