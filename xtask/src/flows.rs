//! How long freight flows take: every pair of the largest cities by some groups of goods, then again with a
//! scenario.

use anyhow::{Result, anyhow};
use corridor::flows::{FlowsRequest, TextFile};
use corridor::scenarios::ScenarioSource;
use corridor::{Engine, PlanRequest};
use jiff::civil::date;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Instant;

/// Groups of goods, those of the largest trades first.
const GOODS: [&str; 8] = [
    "machinery",
    "paper-plastics-textiles",
    "chemicals",
    "food",
    "electronics",
    "steel",
    "vehicles",
    "clothing",
];
/// Tonnes a year of each pair and group.
const TONNES: u32 = 10_000;

/// What is measured.
pub struct Options<'a> {
    /// Network file.
    pub network: &'a Path,
    /// Cities, the largest of the world.
    pub zones: usize,
    /// Groups of goods.
    pub classes: usize,
    /// Only the best ways of each demand, or all; as the program does it when absent.
    pub only_best: Option<bool>,
    /// A scenario whose flows are asked for beside the others.
    pub scenario: Option<&'a str>,
}

/// Runs and prints a row of Markdown for each question.
pub fn run(options: &Options<'_>) -> Result<()> {
    let engine = Engine::open(&std::fs::read(options.network)?)?;
    let demand = demand(&engine, options.zones, options.classes);
    let rows = demand.lines().count() - 1;
    let file = TextFile { name: "demand".to_owned(), text: demand };
    let conditions = PlanRequest::new("", "", date(2026, 12, 1));
    let mut request = FlowsRequest {
        only_best_ways: options.only_best,
        ..FlowsRequest::new(vec![file], conditions)
    };
    println!(
        "| zones x classes | world | demands | ways | seconds | of planning | demands a second | memory |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let scenarios = [None, options.scenario];
    for scenario in &scenarios[..if options.scenario.is_some() { 2 } else { 1 }] {
        request.scenarios =
            scenario.iter().map(|id| ScenarioSource::Id((*id).to_owned())).collect();
        let started = Instant::now();
        let planned: OnceLock<f64> = OnceLock::new();
        let answer = engine.flows(&request, &|done, all| {
            if done == all {
                planned.get_or_init(|| started.elapsed().as_secs_f64());
            }
            ControlFlow::Continue(())
        });
        let answer = answer.map_err(|problem| anyhow!("{problem}"))?;
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "| {} x {} | {} | {rows} | {} | {seconds:.1} | {:.1} | {:.1} | {} |",
            options.zones,
            options.classes,
            answer.meta.scenario,
            answer.routes.len(),
            planned.get().copied().unwrap_or(seconds),
            rows as f64 / seconds,
            memory()
        );
    }
    Ok(())
}

/// All pairs of the largest cities, by goods.
fn demand(engine: &Engine, zones: usize, classes: usize) -> String {
    let mut cities: Vec<_> = engine.network().places().iter().collect();
    cities.sort_by_key(|place| std::cmp::Reverse(place.population));
    let points: Vec<String> = cities
        .into_iter()
        .take(zones)
        .map(|place| place.at().degrees())
        .map(|[lng, lat]| format!("\"{lng},{lat}\""))
        .collect();
    let mut table = String::from("origin,destination,commodity,tonnes\n");
    for goods in GOODS.iter().take(classes) {
        for from in &points {
            for to in points.iter().filter(|to| *to != from) {
                let _ = writeln!(table, "{from},{to},{goods},{TONNES}");
            }
        }
    }
    table
}

/// The most memory that the process had so far, where the system tells it.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(|| "not told".to_owned(), |peak| peak.trim().to_owned())
}
