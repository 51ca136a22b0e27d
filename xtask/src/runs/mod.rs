//! Plans with default parameters beside what was published of actual runs, transit times and prices.
//!
//! Nothing is tuned here: a row names places, a day and a corridor, and the first itinerary along it
//! counts. What was published stands in `data/published-runs.toml`.

mod pictures;
mod published;

use anyhow::{Context, Result, ensure};
use corridor::scenarios::ScenarioSource;
use corridor::{Certainty, Engine, ItineraryView, PlanRequest};
use corridor_planning::Parameters;
use published::{Confidence, Run, Scope};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

/// A plan may lie outside the published range by this part of its nearer end.
const TOLERANCE: f64 = 0.15;
/// Draws of the comparison, and of the timing.
const DRAWS: u32 = 10_000;

/// One figure of a row beside ours.
struct Compared<'a> {
    run: &'a Run,
    what: &'static str,
    published: [f64; 2],
    /// Ours, or why there is none.
    ours: Result<f64, String>,
}

impl Compared<'_> {
    /// Ours over the nearer end of the published range; 1 inside.
    fn ratio(&self) -> Option<f64> {
        let [low, high] = self.published;
        let ours = *self.ours.as_ref().ok()?;
        Some(if ours < low { ours / low } else { (ours / high).max(1.0) })
    }

    fn is_hit(&self) -> bool {
        self.ratio().is_some_and(|ratio| (ratio - 1.0).abs() <= TOLERANCE)
    }
}

/// What is compared with what.
pub struct Options {
    /// Network file.
    pub network: PathBuf,
    /// Table of what was published.
    pub runs: PathBuf,
    /// Folder with the parameters.
    pub parameters: PathBuf,
    /// Rows to show leg by leg, and no others.
    pub rows: Vec<String>,
    /// Least share of hits, percent.
    pub least: f64,
    /// Folder to draw ours beside the published figures into, as SVG.
    pub pictures: Option<PathBuf>,
}

/// Runs all comparisons and prints them.
pub fn run(options: &Options) -> Result<()> {
    let text = std::fs::read_to_string(&options.runs)
        .with_context(|| format!("cannot read {}", options.runs.display()))?;
    let mut runs = published::read(&text)?;
    if !options.rows.is_empty() {
        runs.retain(|run| options.rows.contains(&run.id));
        ensure!(!runs.is_empty(), "no row is called {}", options.rows.join(" or "));
    }
    let engine = Engine::open(&std::fs::read(&options.network)?)?
        .with_parameters(Parameters::read_dir(&options.parameters)?);
    let mut supposed: BTreeMap<&str, Engine> = BTreeMap::new();
    for id in runs.iter().map(|run| run.scenario.as_str()).filter(|id| !id.is_empty()) {
        if !supposed.contains_key(id) {
            supposed.insert(id, engine.supposing(&[ScenarioSource::Id(id.to_owned())])?);
        }
    }
    let mut all = Vec::new();
    for run in &runs {
        let plan = itinerary(supposed.get(run.scenario.as_str()).unwrap_or(&engine), run);
        if let (Ok(plan), false) = (&plan, options.rows.is_empty()) {
            legs(run, plan);
        }
        if let Some(published) = run.days {
            let ours = plan.as_ref().map(|found| days(found, run.scope)).map_err(Clone::clone);
            all.push(Compared { run, what: "days", published, ours });
        }
        if let Some(published) = run.usd {
            let ours = plan.as_ref().map(|found| usd(found, run)).map_err(Clone::clone);
            all.push(Compared { run, what: "USD", published, ours });
        }
    }
    println!("| row | trust | published | ours | ratio | |\n|---|---|---|---|---|---|");
    for compared in &all {
        println!("{}", row(compared));
    }
    if !options.rows.is_empty() {
        return Ok(());
    }
    println!();
    summary("all rows", all.iter());
    let sure = |c: &&Compared<'_>| c.run.confidence != Confidence::C;
    summary("of trust A or B", all.iter().filter(sure));
    let counted = |c: &&Compared<'_>| sure(c) && c.run.not_counted.is_empty();
    let share = summary("counted", all.iter().filter(counted));
    let free = |c: &&Compared<'_>| counted(c) && c.run.parameter.is_none();
    summary("counted, no parameter made from them", all.iter().filter(free));
    let known = |c: &&Compared<'_>| counted(c) && !c.run.later;
    summary("counted, known when the parameters were set", all.iter().filter(known));
    let found = |c: &&Compared<'_>| counted(c) && c.run.later && c.run.parameter.is_none();
    summary("counted, found later and no parameter made from them", all.iter().filter(found));
    if let Some(folder) = &options.pictures {
        pictures::draw(folder, &all)?;
    }
    draws(&engine)?;
    ensure!(
        share >= options.least,
        "{share:.0} % of the counted figures, {} wanted",
        options.least
    );
    Ok(())
}

fn row(compared: &Compared<'_>) -> String {
    let Compared { run, what, published: [low, high], .. } = compared;
    let number = |n: f64| if n < 100.0 { format!("{n:.1}") } else { format!("{n:.0}") };
    let range =
        if low == high { number(*low) } else { format!("{}-{}", number(*low), number(*high)) };
    let mark = match (compared.is_hit(), run.not_counted.as_str()) {
        (true, "") => String::new(),
        (false, "") => "**miss**".to_owned(),
        (hit, why) => format!("{}not counted: {why}", if hit { "" } else { "miss, " }),
    };
    let from = if run.parameter.is_some() { " (parameter)" } else { "" };
    let (ours, ratio) = match (&compared.ours, compared.ratio()) {
        (Ok(ours), Some(ratio)) => (number(*ours), format!("{ratio:.2}")),
        (Err(why), _) => (why.clone(), String::new()),
        _ => (String::new(), String::new()),
    };
    format!(
        "| {}{from} | {:?} | {range} {what} | {ours} | {ratio} | {mark} |",
        run.id, run.confidence
    )
}

/// Prints the share of hits, percent, and returns it.
fn summary<'a>(of: &str, compared: impl Iterator<Item = &'a Compared<'a>>) -> f64 {
    let all: Vec<_> = compared.collect();
    let hits = all.iter().filter(|c| c.is_hit()).count();
    let part = 100.0 * hits as f64 / all.len().max(1) as f64;
    println!("{of}: {hits} of {} inside the range or within 15 % ({part:.0} %)", all.len());
    part
}

/// Prints the legs of an itinerary that counts for a row.
fn legs(run: &Run, plan: &ItineraryView) {
    println!("{}: {} -> {}, {:?}", run.id, run.from, run.to, plan.corridors);
    for leg in &plan.legs {
        println!(
            "  {:<10} {:>7.0} km {:>7.1} h {:>7.0} USD  {} -> {} {}",
            leg.kind,
            leg.distance_m as f64 / 1000.0,
            leg.duration_s as f64 / 3600.0,
            leg.cost_usd,
            leg.from.name,
            leg.to.name,
            leg.name
        );
    }
}

/// The first itinerary that goes the way of the row; or why there is none.
fn itinerary(engine: &Engine, run: &Run) -> Result<ItineraryView, String> {
    let mut request = PlanRequest::new(&run.from, &run.to, run.depart);
    request.order.teu = run.teu;
    request.order.mass_t = run.mass_t;
    if !run.cargo.is_empty() {
        request.order.cargo = run.cargo.parse().map_err(|e: String| e)?;
    }
    request.order.ice_class = run.ice_class.parse().map_err(|e: String| e)?;
    request.avoid.clone_from(&run.avoid);
    request.via.clone_from(&run.via);
    request.certainty = Certainty { draws: DRAWS, ..Certainty::default() };
    // A cell of a table holds the reason, not what to try next.
    let reason = |e: String| e.lines().next().unwrap_or_default().to_owned();
    let answer = engine.plan(&request).map_err(|e| reason(e.to_string()))?;
    let goes = |itinerary: &ItineraryView| {
        let main = |leg: &&corridor::LegView| {
            leg.distance_m > 100_000 && !matches!(leg.kind.as_str(), "transfer" | "wait" | "border")
        };
        let told = |leg: &corridor::LegView| {
            leg.name.to_lowercase().contains(&run.through)
                || leg.to.name.to_lowercase().contains(&run.through)
        };
        (run.corridor.is_empty() || itinerary.corridors.contains(&run.corridor))
            && (run.only.is_empty()
                || itinerary.legs.iter().filter(main).all(|leg| run.only.contains(&leg.kind)))
            && (run.through.is_empty() || itinerary.legs.iter().any(told))
    };
    let refused = answer.not_offered.iter().find(|not| not.corridor == run.corridor);
    let why = refused.map_or("not offered".to_owned(), |not| format!("not offered: {}", not.code));
    answer.itineraries.into_iter().find(goes).ok_or(why)
}

fn days(itinerary: &ItineraryView, scope: Scope) -> f64 {
    let seconds = match scope {
        Scope::Door => itinerary.reliability.duration_p50_s,
        Scope::Transit => itinerary.reliability.transit_p50_s,
    };
    seconds as f64 / 86_400.0
}

/// What is paid: all, or for the main carriage, with what is paid for being taken at all.
fn usd(itinerary: &ItineraryView, run: &Run) -> f64 {
    match run.scope {
        Scope::Door => itinerary.cost_usd,
        Scope::Transit => {
            let carried = |leg: &&corridor::LegView| leg.kind != "road" && leg.kind != "transfer";
            itinerary.legs.iter().filter(carried).map(|leg| leg.cost_usd).sum()
        }
    }
}

/// How long the draws of one Pareto set take.
fn draws(engine: &Engine) -> Result<()> {
    let mut request = PlanRequest::new("Mumbai", "Moscow, RU", jiff::civil::date(2026, 6, 10));
    let mut timed = |draws: u32| -> Result<(f64, usize)> {
        request.certainty.draws = draws;
        let mut best = f64::INFINITY;
        let mut offered = 0;
        for _ in 0..5 {
            let start = Instant::now();
            offered = engine.plan(&request)?.itineraries.len();
            best = best.min(start.elapsed().as_secs_f64() * 1000.0);
        }
        Ok((best, offered))
    };
    let (few, _) = timed(100)?;
    let (many, offered) = timed(DRAWS)?;
    ensure!(offered > 0, "no itinerary to draw for");
    println!(
        "\n{DRAWS} draws for {offered} itineraries Mumbai-Moscow and their main carriages: {:.0} ms",
        many - few
    );
    Ok(())
}
