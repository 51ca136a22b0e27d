//! `cargo xtask lanes`: distances over the lanes against exact paths over the mesh.

use anyhow::{Context, Result};
use corridor::{DistanceOptions, Engine, Mode, Outcome};
use corridor_network::fact::{TerminalKind, Wall};
use corridor_network::{LngLat, Network};
use corridor_sea::{Mesh, SeaLink, Search, WaterPoint};
use rayon::prelude::*;
use std::path::Path;

/// Closures that the lanes were not made for, besides the world as it is.
const CLOSURES: [&[&str]; 8] = [
    &[],
    &["gibraltar"],
    &["bab-el-mandeb"],
    &["suez", "malacca"],
    &["good-hope"],
    &["suez", "good-hope"],
    &["panama", "malacca"],
    &["hormuz", "sunda"],
];

/// A canal joins the water where its ends lie this near to it, km.
const NEAR_KM: f64 = 10.0;

/// Measures and prints.
pub(crate) fn run(file: &Path, pairs: usize) -> Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let engine = Engine::open(&bytes)?;
    let network = engine.network();
    let mut random = Random(20_261_123);
    let ports: Vec<LngLat> = network
        .facts()
        .terminals
        .iter()
        .filter(|t| t.kind == TerminalKind::Port && t.containers)
        .map(|t| t.at)
        .collect();
    for closed in CLOSURES {
        let (mesh, links) = exact(network, closed)?;
        let chosen: Vec<(LngLat, LngLat)> = (0..pairs)
            .map(|_| (ports[random.below(ports.len())], ports[random.below(ports.len())]))
            .collect();
        let name = if closed.is_empty() {
            "ports".to_owned()
        } else {
            format!("ports, closed {}", closed.join("+"))
        };
        compare(&engine, &mesh, &links, closed, &chosen, &name)?;
        if closed.is_empty() {
            let mut at_sea = Vec::new();
            while at_sea.len() < pairs {
                let at = random.point()?;
                // Open water of the oceans, not a lake.
                if mesh.locate(at).is_some_and(|p| mesh.body_at(&p) == 0) {
                    at_sea.push((at, ports[random.below(ports.len())]));
                }
            }
            compare(&engine, &mesh, &links, closed, &at_sea, "points at sea to ports")?;
        }
    }
    Ok(())
}

/// The mesh with the gates of closed passages as walls, and the canals that are open.
fn exact(network: &Network, closed: &[&str]) -> Result<(Mesh, Vec<SeaLink>)> {
    let facts = network.facts();
    let is_closed = |id: &str| {
        let passage = facts.passages.iter().find(|p| p.id == id);
        closed.contains(&id) || passage.is_some_and(|p| !p.open_by_default)
    };
    let mut walls = facts.walls.clone();
    for passage in facts.passages.iter().filter(|p| is_closed(&p.id)) {
        walls.extend(passage.gates.iter().map(|gate| Wall {
            id: passage.id.clone(),
            name: passage.name.clone(),
            line: gate.clone(),
            between: None,
            at_least_km: 0.0,
            evidence: passage.evidence.clone(),
        }));
    }
    let mesh = Mesh::build(network.coast(), &walls, &[])?;
    let open = |line: &&corridor_network::fact::Line| {
        line.mode == Mode::Sea && !line.passage.as_deref().is_some_and(is_closed)
    };
    let links = facts
        .lines
        .iter()
        .filter(open)
        .filter_map(|line| {
            let end = |at: LngLat| mesh.nearest_water(at).filter(|snap| snap.km <= NEAR_KM);
            let (a, b) = (end(*line.course.first()?)?, end(*line.course.last()?)?);
            Some(SeaLink { a: a.point, b: b.point, length_km: line.km() })
        })
        .collect();
    Ok((mesh, links))
}

fn compare(
    engine: &Engine,
    mesh: &Mesh,
    links: &[SeaLink],
    closed: &[&str],
    pairs: &[(LngLat, LngLat)],
    name: &str,
) -> Result<()> {
    let options = DistanceOptions {
        mode: Mode::Sea,
        avoid: closed.iter().map(|id| (*id).to_owned()).collect(),
        allow: Vec::new(),
        on: jiff::civil::date(2026, 11, 1),
        max_snap_km: 50.0,
    };
    let router = engine.mode_router(&options)?;
    let water = |at: LngLat| -> Option<(WaterPoint, f64)> {
        mesh.nearest_water(at).filter(|s| s.km <= 50.0).map(|s| (s.point, s.km))
    };
    let found: Vec<Option<(Option<f64>, Option<f64>)>> = pairs
        .par_iter()
        .map_init(
            || (router.search(), Search::new(mesh, links)),
            |(over_lanes, over_mesh), (from, to)| {
                let ((a, a_km), (b, b_km)) = (water(*from)?, water(*to)?);
                let exact = over_mesh.shortest(&a, &b, &[]).map(|r| r.length_km + a_km + b_km);
                let (met_from, met_to) = (router.meet(*from), router.meet(*to));
                let lanes = match router.outcome(over_lanes, &met_from, &met_to).0 {
                    Outcome::Found(metres) => Some(metres as f64 / 1000.0),
                    _ => None,
                };
                Some((lanes, exact))
            },
        )
        .collect();
    let both =
        found.iter().flatten().filter_map(|(lanes, exact)| Some((*lanes)? / (*exact)? - 1.0));
    let mut errors: Vec<f64> = both.filter(|e| e.is_finite()).map(|e| 100.0 * e).collect();
    errors.sort_by(f64::total_cmp);
    let only = |lanes: bool| {
        found
            .iter()
            .flatten()
            .filter(
                |(l, e)| {
                    if lanes { l.is_some() && e.is_none() } else { l.is_none() && e.is_some() }
                },
            )
            .count()
    };
    let at = |share: f64| {
        errors
            .get(((errors.len().max(1) - 1) as f64 * share).round() as usize)
            .copied()
            .unwrap_or(f64::NAN)
    };
    println!(
        "{name}: n {}, signed error min {:.2}, p05 {:.3}, median {:.3}, p95 {:.3}, p99 {:.3}, max {:.2} %; only by lanes {}, only by mesh {}",
        errors.len(),
        at(0.0),
        at(0.05),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
        only(true),
        only(false)
    );
    Ok(())
}

/// A small generator: the same pairs in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
    fn point(&mut self) -> Result<LngLat> {
        let share = |n: u64| (n % 1_000_000) as f64 / 1e6;
        let (lng, z) = (share(self.next()) * 360.0 - 180.0, share(self.next()) * 1.8 - 0.95);
        Ok(LngLat::new(lng, z.asin().to_degrees())?)
    }
}
