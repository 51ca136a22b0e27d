//! How long freight flows take: a demand drawn between the largest cities, then again with a scenario.

use anyhow::{Result, anyhow};
use corridor::flows::{FlowsRequest, TextFile, WaySearch};
use corridor::scenarios::ScenarioSource;
use corridor::{Engine, PlanRequest};
use jiff::civil::date;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Instant;

/// Headings of the Harmonized System that classes are made of, of goods that any city with a road can send: one a
/// class.
const CODES: [&str; 20] = [
    "8471", "3901", "8703", "6109", "8429", "0805", "3004", "4407", "8517", "2008", "8708", "9403",
    "0203", "4011", "6403", "8418", "3304", "9503", "0901", "4819",
];
/// Seed of the demand.
const SEED: u64 = 20_261_130;

/// What is measured.
pub struct Options<'a> {
    /// Network file.
    pub network: &'a Path,
    /// Cities, the largest of the world.
    pub zones: usize,
    /// Classes of goods.
    pub classes: usize,
    /// Rows of demand drawn from all pairs and classes; all of them when absent.
    pub rows: Option<usize>,
    /// Which ways are looked for; as the program does it when absent.
    pub search: Option<WaySearch>,
    /// A scenario whose flows are asked for beside the others.
    pub scenario: Option<&'a str>,
}

/// Runs and prints a row of Markdown for each question.
pub fn run(options: &Options<'_>) -> Result<()> {
    let engine = Engine::open(&std::fs::read(options.network)?)?;
    let demand = demand(&engine, options);
    let rows = demand.lines().count() - 1;
    let file = TextFile { name: "demand".to_owned(), text: demand };
    let conditions = PlanRequest::new("", "", date(2026, 12, 1));
    let mut request =
        FlowsRequest { search: options.search, ..FlowsRequest::new(vec![file], conditions) };
    println!(
        "| zones x classes | world | demands | ways | shipped, Mt | full | gap | seconds | of ways | processor | memory |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let scenarios = [None, options.scenario];
    for scenario in &scenarios[..if options.scenario.is_some() { 2 } else { 1 }] {
        request.scenarios =
            scenario.iter().map(|id| ScenarioSource::Id((*id).to_owned())).collect();
        let (started, before) = (Instant::now(), processor());
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
            "| {} x {} | {} | {rows} | {} | {:.1} | {} | {:.1e} | {seconds:.1} | {:.1} | {:.1} | {} |",
            options.zones,
            options.classes,
            answer.meta.scenario,
            answer.routes.len(),
            answer.shipped_t / 1e6,
            answer.known.full,
            answer.relative_gap,
            planned.get().copied().unwrap_or(seconds),
            processor() - before,
            memory()
        );
    }
    Ok(())
}

/// Pairs of the largest cities by classes of goods, drawn without replacement; amounts fall off as those of
/// trade do.
fn demand(engine: &Engine, options: &Options<'_>) -> String {
    let mut cities: Vec<_> = engine.network().places().iter().collect();
    cities.sort_by_key(|place| std::cmp::Reverse(place.population));
    let points: Vec<String> = cities
        .into_iter()
        .take(options.zones)
        .map(|place| place.at().degrees())
        .map(|[lng, lat]| format!("\"{lng},{lat}\""))
        .collect();
    let zones = points.len();
    let classes = options.classes.min(CODES.len());
    let mut random = Random(SEED);
    let all = zones * zones.saturating_sub(1) * classes;
    let wanted = options.rows.unwrap_or(all).min(all);
    let mut drawn: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
    if wanted == all {
        for class in 0..classes {
            for from in 0..zones {
                drawn.extend((0..zones).filter(|to| *to != from).map(|to| (class, from, to)));
            }
        }
    }
    while drawn.len() < wanted {
        let (class, from, to) = (random.below(classes), random.below(zones), random.below(zones));
        if from != to {
            drawn.insert((class, from, to));
        }
    }
    let mut table = String::from("origin,destination,commodity,tonnes\n");
    for (class, from, to) in drawn {
        let tonnes = 1_000_000 / (1 + random.below(10_000));
        let _ = writeln!(table, "{},{},{},{tonnes}", points[from], points[to], CODES[class]);
    }
    table
}

/// Numbers that look random and are the same each time (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }
}

/// Seconds of processor that the process took so far, where the system tells it.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after.split_whitespace().collect();
    // Fields 14 and 15 of the whole, in hundredths of seconds.
    let ticks = fields.iter().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The most memory that the process had so far, where the system tells it.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(|| "not told".to_owned(), |peak| peak.trim().to_owned())
}
