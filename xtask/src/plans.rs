//! How long plans take, on the network that ships: random pairs of cities, asked of an engine that is
//! warm, one thread; and what a change of the world costs.

use anyhow::Result;
use corridor::{Engine, PlanRequest};
use corridor_network::Network;
use corridor_planning::scenario::shipped;
use jiff::civil::date;
use std::path::Path;
use std::time::{Duration, Instant};

/// Cities with fewer inhabitants are not asked for.
const LEAST_INHABITANTS: u32 = 300_000;

/// Runs and prints the measurements.
pub fn run(network: &Path, pairs: usize, exhaustive: usize) -> Result<()> {
    // One thread, as the numbers to reach are stated.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    let started = Instant::now();
    let engine = Engine::open(&std::fs::read(network)?)?;
    println!("opened in {:.0} ms", started.elapsed().as_secs_f64() * 1000.0);
    let first = Instant::now();
    engine.plan(&request("Mumbai", "Moscow"))?;
    println!("first plan {:.0} ms", first.elapsed().as_secs_f64() * 1000.0);
    let asked = cities(engine.network(), pairs);
    let mut times = Vec::new();
    let (mut offered, mut unreachable) = (0, 0);
    for (from, to) in &asked {
        let start = Instant::now();
        match engine.plan(&request(from, to)) {
            Ok(answer) => offered += answer.itineraries.len(),
            Err(_) => unreachable += 1,
        }
        times.push((start.elapsed(), format!("{from} - {to}")));
    }
    times.sort();
    let reached = asked.len() - unreachable;
    against_all(&engine, &asked[..asked.len().min(exhaustive)])?;
    println!(
        "{} pairs, {unreachable} without a way, {:.1} itineraries each: {}",
        asked.len(),
        offered as f64 / reached.max(1) as f64,
        quantiles(&times)
    );
    for (time, pair) in times.iter().rev().take(3) {
        println!("  slowest: {pair} {:.0} ms", time.as_secs_f64() * 1000.0);
    }
    changes(&engine)
}

fn request(from: &str, to: &str) -> PlanRequest {
    PlanRequest::new(from, to, date(2026, 6, 10))
}

/// Labels after which the peer gives up.
const MOST_LABELS: usize = 10_000_000;

/// Plans beside exact searches for all ways that no other beats, without the hierarchy: how much
/// longer these take, and what plans miss.
fn against_all(engine: &Engine, asked: &[(String, String)]) -> Result<()> {
    for bounded in [true, false] {
        let (mut ratios, mut missed, mut given_up, mut broken) = (Vec::new(), Vec::new(), 0, 0);
        for (from, to) in asked {
            let asked = request(from, to);
            let start = Instant::now();
            let Ok(answer) = engine.plan(&asked) else { continue };
            let ours = start.elapsed().as_secs_f64();
            let start = Instant::now();
            let all = engine.exhaustive(&asked, bounded, MOST_LABELS)?;
            let theirs = start.elapsed().as_secs_f64();
            given_up += usize::from(all.settled >= MOST_LABELS);
            ratios.push((theirs / ours, theirs));
            for way in &all.ways {
                let worse = |i: &corridor::ItineraryView| {
                    let hours = i.duration_s as f64 / 3600.0;
                    let parts = [hours / way.hours, i.cost_usd / way.usd, i.co2e_kg / way.kg];
                    parts.into_iter().fold(0.0, f64::max) - 1.0
                };
                let nearest = answer.itineraries.iter().map(worse).fold(f64::INFINITY, f64::min);
                broken += usize::from(nearest > answer.meta.completeness.bound + 0.001);
                missed.push(nearest);
            }
        }
        ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
        missed.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let i = ((missed.len() as f64 * share) as usize).min(missed.len().saturating_sub(1));
            missed.get(i).copied().unwrap_or(f64::NAN)
        };
        let (middle, seconds) = ratios.get(ratios.len() / 2).copied().unwrap_or_default();
        let bounds = if bounded { "bounds by Dijkstra" } else { "no bounds" };
        println!(
            "{} exact searches, {bounds}: median ratio {middle:.0} ({seconds:.1} s), {given_up} given \
             up after {MOST_LABELS} labels",
            ratios.len(),
        );
        println!(
            "  {} ways: the nearest offered is worse by median {:.3}, p90 {:.3}, p99 {:.3}, most \
             {:.3}; {broken} beyond the bound told",
            missed.len(),
            at(0.5),
            at(0.9),
            at(0.99),
            at(1.0)
        );
    }
    Ok(())
}

/// What the new world and its first answer take, for each scenario that ships.
fn changes(engine: &Engine) -> Result<()> {
    let mut times = Vec::new();
    for (from, to) in [("Mumbai", "Moscow"), ("Rotterdam", "Shanghai"), ("Almaty", "Hamburg")] {
        let request = request(from, to);
        engine.plan(&request)?;
        for scenario in shipped() {
            let start = Instant::now();
            let changed = engine.with_scenarios(std::slice::from_ref(scenario))?;
            let made = start.elapsed();
            changed.plan(&request)?;
            let whole = start.elapsed();
            let id = &scenario.id;
            println!(
                "  {id}, {from} - {to}: world {:.0} ms, with its answer {:.0} ms",
                made.as_secs_f64() * 1000.0,
                whole.as_secs_f64() * 1000.0
            );
            times.push((whole, format!("{id}, {from} - {to}")));
        }
    }
    times.sort();
    println!("scenario and new answer: {}", quantiles(&times));
    Ok(())
}

fn quantiles(sorted: &[(Duration, String)]) -> String {
    let at = |share: f64| {
        let i = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
        sorted.get(i).map_or(0.0, |t| t.0.as_secs_f64() * 1000.0)
    };
    format!(
        "median {:.1} ms, p90 {:.1}, p99 {:.1}, longest {:.1}",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    )
}

/// Pairs of cities chosen at random, the same ones every time.
fn cities(network: &Network, pairs: usize) -> Vec<(String, String)> {
    let places = network.places().iter().filter(|p| p.population >= LEAST_INHABITANTS);
    let points: Vec<String> =
        places.map(|p| p.at().degrees()).map(|[lng, lat]| format!("{lng},{lat}")).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        // Xorshift: any spread will do.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % points.len() as u64) as usize
    };
    (0..pairs).map(|_| (points[next()].clone(), points[next()].clone())).collect()
}
