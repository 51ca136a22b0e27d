//! User equilibrium of a road problem in the TNTP format or as GMNS tables.

use super::clock::Clock;
use super::{make_folder, problem};
use crate::args::{FlowsArgs, RouteChoiceArg};
use crate::command::print_json;
use crate::output;
use crate::render::{emphasis, table, wrapped};
use anyhow::Result;
use corridor::Problem;
use corridor_flows::Fault;
use corridor_flows::road::{Equilibrium, Network, Options, RouteChoice, Trips, solve};
use corridor_flows::tntp::Weights;
use corridor_flows::{gmns, tntp};
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Relative gap to reach where the question does not say.
const TOLERANCE: f64 = 1e-6;
/// Searches for new routes at most where the question does not say.
const MOST_ROUNDS: usize = 500;
/// Links shown to people.
const MOST_LINKS: usize = 10;

/// A road problem, whatever it was read from.
struct Read {
    name: String,
    network: Network,
    trips: Vec<Trips>,
    weights: Weights,
    notes: Vec<String>,
    /// Capacity of every link that was read; the network may have more links, which join zones.
    capacities: Vec<f64>,
    /// Ids of nodes and links; without, nodes have numbers from 1 on and links no name.
    ids: Option<[Vec<String>; 2]>,
}

impl Read {
    fn of(args: &FlowsArgs) -> Result<Self, Fault> {
        if let Some(folder) = &args.gmns {
            let gmns::Problem { name, network, nodes, links, capacities, trips, weights, notes } =
                gmns::read(folder, args.toll_factor)?;
            let ids = Some([nodes, links]);
            return Ok(Self { name, network, trips, weights, notes, capacities, ids });
        }
        let folder = args.tntp.as_deref().unwrap_or(Path::new("."));
        let tntp::Problem { name, network, capacities, trips, weights, notes } =
            tntp::read(folder, args.toll_factor, args.distance_factor)?;
        Ok(Self { name, network, trips, weights, notes, capacities, ids: None })
    }

    fn node(&self, node: u32) -> String {
        let named = self.ids.as_ref().map(|[nodes, _]| nodes[node as usize].clone());
        named.unwrap_or_else(|| (node + 1).to_string())
    }
}

/// The answer as JSON.
#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    network: &'a str,
    route_choice: &'static str,
    zones: usize,
    nodes: usize,
    links: usize,
    trips: f64,
    trips_within_zones: f64,
    beckmann: f64,
    total_cost: f64,
    relative_gap: f64,
    tolerance: f64,
    converged: bool,
    rounds: usize,
    paths: usize,
    toll_factor: f64,
    distance_factor: f64,
    factors_from: &'a str,
    /// Processor seconds of solving, without reading; null where the system does not tell.
    cpu_s: Option<f64>,
    wall_s: f64,
    notes: &'a [String],
}

/// Solves and shows.
pub fn run(args: &FlowsArgs) -> Result<ExitCode> {
    let tolerance = args.tolerance.unwrap_or(TOLERANCE);
    if !(tolerance > 0.0 && tolerance < 1.0) {
        return Err(Problem::bad_input(
            "tolerance-invalid",
            format!("--tolerance {tolerance} is not between 0 and 1"),
            "give a share such as 1e-6",
        )
        .into());
    }
    let read = Read::of(args).map_err(problem)?;
    let choice = match args.route_choice {
        None | Some(RouteChoiceArg::UserEquilibrium) => RouteChoice::UserEquilibrium,
        Some(RouteChoiceArg::AllOrNothing) => RouteChoice::AllOrNothing,
        Some(RouteChoiceArg::PathSizeLogit) => {
            return Err(Problem::bad_input(
                "flows-invalid",
                "--route-choice path-size-logit is not offered for roads",
                "give user-equilibrium or all-or-nothing",
            )
            .into());
        }
    };
    let most_rounds = args.max_rounds.unwrap_or(MOST_ROUNDS);
    let options = Options { choice, tolerance, most_rounds };
    let clock = Clock::start();
    let found = solve(&read.network, &read.trips, options).map_err(problem)?;
    let report = report(options, &read, &found, &clock);
    if let Some(folder) = &args.output {
        write(folder, &read, &found, &report)?;
    }
    for note in &read.notes {
        eprintln!("note: {note}");
    }
    if args.json {
        print_json(&report)?;
    } else {
        show(&read, &found, &report)?;
    }
    if found.has_converged {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "warning: the relative gap {:.1e} is above {:.1e} after {} rounds\n  try: a larger --max-rounds",
        found.relative_gap, tolerance, found.rounds
    );
    Ok(ExitCode::from(1))
}

fn report<'a>(options: Options, read: &'a Read, found: &Equilibrium, clock: &Clock) -> Report<'a> {
    Report {
        schema_version: 1,
        network: &read.name,
        route_choice: match options.choice {
            RouteChoice::UserEquilibrium => "user-equilibrium",
            RouteChoice::AllOrNothing => "all-or-nothing",
        },
        zones: read.network.zones,
        nodes: read.network.nodes,
        links: read.capacities.len(),
        trips: found.trips,
        trips_within_zones: found.trips_within,
        beckmann: found.beckmann,
        total_cost: found.total_cost,
        relative_gap: found.relative_gap,
        tolerance: options.tolerance,
        converged: found.has_converged,
        rounds: found.rounds,
        paths: found.paths,
        toll_factor: read.weights.toll,
        distance_factor: read.weights.distance,
        factors_from: &read.weights.source,
        cpu_s: clock.cpu_s(),
        wall_s: clock.wall_s(),
        notes: &read.notes,
    }
}

/// Writes `links.csv` and `report.json`.
fn write(folder: &Path, read: &Read, found: &Equilibrium, report: &Report<'_>) -> Result<()> {
    make_folder(folder)?;
    output::whole(&folder.join("links.csv"), |out| {
        let mut rows = csv::Writer::from_writer(out);
        let columns = ["from", "to", "flow", "capacity", "cost", "cost_empty"];
        let links = read.ids.as_ref().map(|[_, links]| links);
        rows.write_record(links.map(|_| "link_id").into_iter().chain(columns))?;
        let of_problem = read.network.links.iter().take(read.capacities.len());
        for (at, link) in of_problem.enumerate() {
            let id = links.map(|links| links[at].clone());
            rows.write_record(id.into_iter().chain([
                read.node(link.from),
                read.node(link.to),
                found.flows[at].to_string(),
                read.capacities[at].to_string(),
                found.costs[at].to_string(),
                link.delay.at(0.0).0.to_string(),
            ]))?;
        }
        Ok(rows.flush()?)
    })?;
    output::whole(&folder.join("report.json"), |out| {
        serde_json::to_writer_pretty(&mut *out, report)?;
        Ok(out.write_all(b"\n")?)
    })
}

/// The answer for people: the sums, and the links where most is lost.
fn show(read: &Read, found: &Equilibrium, report: &Report<'_>) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    writeln!(out, "{}", emphasis(&format!("{}: {}", read.name, report.route_choice)))?;
    let counts = format!("{} zones, {} nodes, {} links", report.zones, report.nodes, report.links);
    writeln!(
        out,
        "{counts}; {} trips, {} more within zones",
        report.trips, report.trips_within_zones
    )?;
    let mut rows = table(&["", ""], &[1]);
    rows.add_row(["Beckmann objective", &format!("{:.6}", report.beckmann)]);
    rows.add_row(["total cost", &format!("{:.6}", report.total_cost)]);
    rows.add_row(["relative gap", &format!("{:.2e}", report.relative_gap)]);
    rows.add_row(["rounds, paths used", &format!("{}, {}", report.rounds, report.paths)]);
    rows.add_row(["seconds", &format!("{:.3}", report.wall_s)]);
    writeln!(out, "{rows}")?;
    let factors = [report.toll_factor, report.distance_factor];
    let text = format!("a unit of toll counts as {}, of length as {}", factors[0], factors[1]);
    wrapped(&mut out, &format!("{text} ({})", report.factors_from))?;
    let lost =
        |at: usize| found.flows[at] * (found.costs[at] - read.network.links[at].delay.at(0.0).0);
    let mut by_loss: Vec<usize> = (0..report.links).filter(|&at| lost(at) > 0.0).collect();
    by_loss.sort_by(|&a, &b| lost(b).total_cmp(&lost(a)));
    if !by_loss.is_empty() {
        let headers = ["link", "flow", "cost", "cost empty", "lost by all"];
        let mut rows = table(&headers, &[1, 2, 3, 4]);
        for &at in by_loss.iter().take(MOST_LINKS) {
            let link = &read.network.links[at];
            rows.add_row([
                format!("{} to {}", read.node(link.from), read.node(link.to)),
                format!("{:.1}", found.flows[at]),
                format!("{:.3}", found.costs[at]),
                format!("{:.3}", link.delay.at(0.0).0),
                format!("{:.1}", lost(at)),
            ]);
        }
        writeln!(out, "\n{rows}")?;
    }
    Ok(out.flush()?)
}
