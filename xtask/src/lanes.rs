//! `cargo xtask lanes`: distances over the lanes against exact ones over the visibility graph of the
//! sea, between ports, with passages closed, from points at sea and round areas.

use anyhow::{Context, Result};
use corridor::{DistanceOptions, Engine, LngLat, Met, Mode, ModeRouter, Outcome};
use corridor_network::fact::{Line, Passage, TerminalKind};
use corridor_network::{Id, Network, TerminalId};
use corridor_sea::Walled;
use corridor_sea::lanes::Waters;
use corridor_sea::lanes::exact::Exact;
use rayon::prelude::*;
use std::path::Path;

/// Closures that the lanes were not made for.
const CLOSURES: [&[&str]; 8] = [
    &["gibraltar"],
    &["bab-el-mandeb"],
    &["suez", "malacca"],
    &["suez", "good-hope"],
    &["panama", "malacca"],
    &["hormuz", "sunda"],
    &["dover"],
    &["suez", "panama", "malacca"],
];
/// Areas gone round, one at a time.
const AREAS: usize = 4;
/// Goals of each source.
const GOALS: usize = 50;
/// Points that are attached to the graph: ports, and as many at sea.
const POINTS: usize = 1_000;
/// Ports farther than this from drawn water, km, stand on rivers that lanes do not reach.
const SHORE_KM: f64 = 25.0;
/// The bit of the passages that are closed unless asked for; those of [`CLOSURES`] follow.
const BY_REQUEST: u32 = 1;

/// Measures and prints. `pairs` are asked for of ports and of closures, a tenth of that of points at
/// sea, a hundredth for each area, where the product searches the mesh itself for seconds a pair.
pub(crate) fn run(file: &Path, pairs: usize, worst: usize) -> Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let engine = Engine::open(&bytes)?;
    let network = engine.network();
    let walled = Walled::new(network, |_| false, &[])?;
    let mut random = Random(20_261_123);
    let points = Points::choose(network, &walled, &mut random)?;
    let lines: Vec<Line> = sea_lines(network);
    let closable: Vec<&str> = closable();
    let bits = |passage: &Passage| {
        let named = closable.iter().position(|id| *id == passage.id).map_or(0, |k| 2 << k);
        named | if passage.open_by_default { 0 } else { BY_REQUEST }
    };
    let facts = network.facts();
    let mut exact = Exact::new(waters(network, &walled, &lines), &points.at, bits);
    drop(walled);
    println!("{} ports and {} points at sea in the graph", points.ports.len(), POINTS);

    let sea = points.ports.len()..points.at.len();
    let ports = 0..points.ports.len();
    let measure = Measure { engine: &engine, points: &points, worst };
    exact.close(BY_REQUEST);
    let asked = random.pairs(&ports, &ports, pairs, GOALS);
    measure.lanes(&exact, &[], &asked, "ports")?;
    let asked = random.pairs(&ports, &sea, pairs / 10, GOALS / 10);
    measure.lanes(&exact, &[], &asked, "points at sea")?;
    let mut all = Vec::new();
    for closed in CLOSURES {
        let bit = |id: &&str| closable.iter().position(|c| c == id).map_or(0, |k| 2 << k);
        exact.close(closed.iter().map(bit).fold(BY_REQUEST, |a, b: u32| a | b));
        let asked = random.pairs(&ports, &ports, pairs / CLOSURES.len(), GOALS);
        all.extend(measure.lanes(
            &exact,
            closed,
            &asked,
            &format!("without {}", closed.join("+")),
        )?);
    }
    summary("all closures", all);
    drop(exact);

    let mut all = Vec::new();
    for row in 0..facts.areas.len().min(AREAS) {
        let row = row * facts.areas.len() / AREAS;
        let id = facts.areas[row].id.as_str();
        let by_request = |id: &str| facts.passages.iter().any(|p| p.id == id && !p.open_by_default);
        let walled = Walled::new(network, by_request, &[row])?;
        let mut exact = Exact::new(waters(network, &walled, &lines), &points.at, bits);
        exact.close(BY_REQUEST);
        let asked = random.pairs(&ports, &ports, pairs / 100, GOALS / 10);
        all.extend(measure.lanes(&exact, &[id], &asked, &format!("round {id}"))?);
    }
    summary("all areas", all);
    Ok(())
}

/// The passages that some closure closes.
fn closable() -> Vec<&'static str> {
    let mut ids: Vec<&str> = CLOSURES.concat();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn sea_lines(network: &Network) -> Vec<Line> {
    network.facts().lines.iter().filter(|l| l.mode == Mode::Sea).cloned().collect()
}

fn waters<'a>(network: &'a Network, walled: &'a Walled, lines: &'a [Line]) -> Waters<'a> {
    Waters { mesh: &walled.mesh, passages: &network.facts().passages, areas: &[], lines }
}

/// Points of the graph: ports first, then points at sea.
struct Points {
    at: Vec<LngLat>,
    ports: Vec<TerminalId>,
}

impl Points {
    fn choose(network: &Network, walled: &Walled, random: &mut Random) -> Result<Self> {
        let terminals = network.facts().terminals.iter().enumerate();
        let mut ports: Vec<TerminalId> = terminals
            .filter(|(_, t)| t.kind == TerminalKind::Port)
            .filter(|(_, t)| walled.mesh.nearest_water(t.at).is_some_and(|s| s.km <= SHORE_KM))
            .map(|(row, _)| TerminalId::from_index(row))
            .collect();
        for k in (1..ports.len()).rev() {
            ports.swap(k, random.below(k + 1));
        }
        ports.truncate(POINTS);
        let of = |t: &TerminalId| network.facts().terminals[t.index()].at;
        let mut at: Vec<LngLat> = ports.iter().map(of).collect();
        while at.len() < ports.len() + POINTS {
            let point = random.point()?;
            // Open water of the oceans, not a lake.
            if walled.mesh.locate(point).is_some_and(|p| walled.mesh.body_at(&p) == 0) {
                at.push(point);
            }
        }
        Ok(Self { at, ports })
    }

    fn meet(&self, router: &ModeRouter<'_>, point: usize) -> Met {
        match self.ports.get(point) {
            Some(port) => router.meet_terminal(*port),
            None => router.meet(self.at[point]),
        }
    }
}

struct Measure<'a> {
    engine: &'a Engine,
    points: &'a Points,
    worst: usize,
}

/// A pair, by position among the points, and its distance by the product and exact, km.
type Found = (usize, usize, Option<f64>, Option<f64>);

/// A source with its goals, by position among the points.
type Asked = Vec<(usize, Vec<usize>)>;

impl Measure<'_> {
    /// The errors of the product's distances with `avoid`, percent; prints their statistics.
    fn lanes(&self, exact: &Exact, avoid: &[&str], asked: &Asked, name: &str) -> Result<Vec<f64>> {
        let options = DistanceOptions {
            mode: Mode::Sea,
            avoid: avoid.iter().map(|id| (*id).to_owned()).collect(),
            allow: Vec::new(),
            on: jiff::civil::date(2026, 11, 1),
            strict_status: false,
            max_snap_km: 50.0,
        };
        let router = self.engine.mode_router(&options)?;
        let found: Vec<Vec<Found>> = asked
            .par_iter()
            .map_init(
                || (router.search(), exact.search()),
                |(by_lanes, by_sight), (from, goals)| {
                    let true_km = exact.distances(by_sight, *from);
                    let start = self.points.meet(&router, *from);
                    let of = |goal: &usize| {
                        let end = self.points.meet(&router, *goal);
                        let lanes = match router.outcome(by_lanes, &start, &end).0 {
                            Outcome::Found(metres) => Some(metres as f64 / 1000.0),
                            _ => None,
                        };
                        (*from, *goal, lanes, true_km[*goal])
                    };
                    goals.iter().map(of).collect()
                },
            )
            .collect();
        let found: Vec<_> = found.into_iter().flatten().collect();
        let mut errors: Vec<(f64, usize, usize)> = found
            .iter()
            .filter_map(|(from, goal, lanes, exact)| {
                let error = 100.0 * ((*lanes)? / (*exact)? - 1.0);
                error.is_finite().then_some((error, *from, *goal))
            })
            .collect();
        errors.sort_by(|a, b| b.0.total_cmp(&a.0));
        let only_lanes = found.iter().filter(|f| f.2.is_some() && f.3.is_none()).count();
        let only_sight = found.iter().filter(|f| f.2.is_none() && f.3.is_some()).count();
        let told = format!("{name} (only by lanes {only_lanes}, only exact {only_sight})");
        let plain: Vec<f64> = errors.iter().map(|e| e.0).collect();
        summary(&told, plain.clone());
        let shortest = errors.iter().rev().take(self.worst.min(3));
        for (error, from, goal) in errors.iter().take(self.worst).chain(shortest) {
            println!("    {error:+.2} % {} to {}", self.name(*from), self.name(*goal));
        }
        let lost = found.iter().filter(|f| f.2.is_some() != f.3.is_some()).take(self.worst);
        for (from, goal, lanes, exact) in lost {
            let (from, goal) = (self.name(*from), self.name(*goal));
            println!("    lanes {lanes:?} km, exact {exact:?} km, {from} to {goal}");
        }
        Ok(plain)
    }

    fn name(&self, point: usize) -> String {
        let at = self.points.at[point];
        let terminals = &self.engine.network().facts().terminals;
        let port = self.points.ports.get(point).map(|port| &terminals[port.index()].name);
        format!("{} {:.3},{:.3}", port.map_or("sea", |name| name), at.lng(), at.lat())
    }
}

fn summary(name: &str, mut errors: Vec<f64>) {
    errors.sort_by(f64::total_cmp);
    let Some(last) = errors.len().checked_sub(1) else {
        println!("{name}: no pairs");
        return;
    };
    let at = |share: f64| errors[(last as f64 * share).round() as usize];
    println!(
        "{name}: n {}, signed error min {:.2}, p05 {:.3}, median {:.3}, p95 {:.3}, p99 {:.3}, max {:.2} %; over 1 %: {}, under -1 %: {}",
        errors.len(),
        at(0.0),
        at(0.05),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
        errors.iter().filter(|e| **e > 1.0).count(),
        errors.iter().filter(|e| **e < -1.0).count()
    );
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
    /// So many pairs between the ranges, each source with so many goals.
    fn pairs(
        &mut self,
        from: &std::ops::Range<usize>,
        to: &std::ops::Range<usize>,
        pairs: usize,
        goals: usize,
    ) -> Asked {
        let goals = goals.max(1);
        let source = |_| {
            let source = from.start + self.below(from.len());
            let goal = |_| to.start + self.below(to.len());
            (source, (0..goals).map(goal).filter(|goal| *goal != source).collect())
        };
        (0..pairs.div_ceil(goals)).map(source).collect()
    }
}
