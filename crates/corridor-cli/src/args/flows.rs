//! The options of `flows`.

use super::{ParameterOptions, ScenarioOptions};
use clap::{Args as ClapArgs, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// How routes are chosen.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteChoiceArg {
    /// Cheaper ways get more, and ways that share links count less; of freight
    PathSizeLogit,
    /// No trip can save by another way; of roads
    UserEquilibrium,
    /// All take the cheapest way on the empty network; of roads
    AllOrNothing,
}

/// Which ways of a demand are looked for.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaysArg {
    /// All that a plan is chosen from
    All,
    /// The best by time, cost, emissions and both together, and through each corridor
    Best,
    /// The best by time, cost and both, and over what makes corridors or has a limit, of all demands at once
    Together,
}

/// Options of `flows`.
#[derive(ClapArgs, Debug)]
#[command(
    after_help = "A demand table is CSV or Parquet with the columns origin, destination, commodity (a group of goods \
or an HS code) and tonnes (or teu, or value_usd) a year, or a table of CEPII's BACI or UN Comtrade as it is. Places are \
names, UN/LOCODEs, longitude,latitude or countries. `sample` is the table that ships.\n\
A capacity table is CSV: facility,direction,cargo,unit,capacity,throughput,from,until,source,date,\
confidence,note; facilities are ids as the answer has them. A preload is CSV: facility,direction,cargo,unit,\
amount,source,note.\n\
A folder in the TNTP format holds one NAME_net.tntp and one NAME_trips.tntp. What a unit of toll and of \
length counts as is read from the metadata of the network, else from the section \"Generalized Cost \
Weights\" of a README.md beside it, else it is 0.\n\
GMNS: node.csv has node_id and zone_id; link.csv link_id, from_node_id, to_node_id, directed, lanes, capacity (of \
a lane), vdf_fftt in minutes or length and free_speed, vdf_alpha, vdf_beta, toll; demand.csv o_zone_id, d_zone_id, \
volume.\n\
Exit code 1: the tolerance was not reached; the answer is shown all the same.\n\n\
Examples:\n  corridor flows --demand sample\n  corridor flows --demand sample --scenario suez-closed\n  \
corridor flows --demand trade.csv --avoid IR --select middle-corridor --output flows/\n  corridor flows \
--tntp FOLDER --tolerance 1e-10"
)]
#[group(id = "problem", args = ["demand", "tntp", "gmns"], required = true, multiple = false)]
pub struct FlowsArgs {
    /// Table of demand, or `sample` for the one that ships (repeatable)
    #[arg(long, value_name = "FILE")]
    pub demand: Vec<String>,
    #[command(flatten)]
    pub freight: FreightOptions,
    /// Folder with one road problem in the TNTP format
    #[arg(long, value_name = "FOLDER")]
    pub tntp: Option<PathBuf>,
    /// Folder with one road problem as GMNS tables: node.csv, link.csv, demand.csv, and config.csv for units
    #[arg(long, value_name = "FOLDER")]
    pub gmns: Option<PathBuf>,
    /// How routes are chosen [default: path-size-logit for freight, user-equilibrium for roads]
    #[arg(long, value_enum)]
    pub route_choice: Option<RouteChoiceArg>,
    /// Relative gap to reach: the share of the total cost that could still be saved; of roads
    /// [default: 1e-6]
    #[arg(long, value_name = "GAP", conflicts_with = "demand")]
    pub tolerance: Option<f64>,
    /// Searches for new routes at most; of roads [default: 500]
    #[arg(long, value_name = "N", conflicts_with = "demand")]
    pub max_rounds: Option<usize>,
    /// What a unit of toll counts as in the unit of time; of roads
    #[arg(long, value_name = "TIME", conflicts_with = "demand")]
    pub toll_factor: Option<f64>,
    /// What a unit of length counts as in the unit of time; of roads in the TNTP format
    #[arg(long, value_name = "TIME", conflicts_with_all = ["demand", "gmns"])]
    pub distance_factor: Option<f64>,
    /// Folder to write into: facilities, od, routes, links (GeoParquet), skims and changes for freight, links.csv for
    /// roads; and report.json
    #[arg(long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}

/// The options of freight alone.
#[derive(ClapArgs, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct FreightOptions {
    #[command(flatten)]
    pub supposed: ScenarioOptions,
    /// Passage, country, port, corridor or other named thing not to be used (repeatable)
    #[arg(long, value_name = "X", value_delimiter = ',', conflicts_with_all = ["tntp", "gmns"])]
    pub avoid: Vec<String>,
    /// Passage that freight does not sail unasked, such as northwest-passage (repeatable)
    #[arg(long, value_name = "X", value_delimiter = ',', conflicts_with_all = ["tntp", "gmns"])]
    pub allow: Vec<String>,
    /// Facility whose users are told, an id of the answer (repeatable)
    #[arg(long, visible_alias = "select-link", value_name = "ID", conflicts_with_all = ["tntp", "gmns"])]
    pub select: Vec<String>,
    /// Capacities of your own, CSV; they go in place of those that ship for the same facilities
    #[arg(long, value_name = "FILE", conflicts_with_all = ["tntp", "gmns"])]
    pub capacities: Option<PathBuf>,
    /// What others than the demand take of capacities, CSV: facility,direction,cargo,unit,amount
    #[arg(long, value_name = "FILE", conflicts_with_all = ["tntp", "gmns", "no_capacities"])]
    pub preload: Option<PathBuf>,
    /// Leave capacities out
    #[arg(long, conflicts_with_all = ["tntp", "gmns", "capacities"])]
    pub no_capacities: bool,
    /// Leave out rows of demand that are refused, and tell them; without, one of them refuses the question
    #[arg(long, conflicts_with_all = ["tntp", "gmns"])]
    pub skip_bad_rows: bool,
    /// Places over which the trade of a country is split, CSV: country,place,share
    #[arg(long, value_name = "FILE", conflicts_with_all = ["tntp", "gmns"])]
    pub zones: Option<PathBuf>,
    /// Of two ways that differ by a tenth in cost, what the cheaper one gets, percent [default: 65]
    #[arg(long, value_name = "PERCENT", conflicts_with_all = ["tntp", "gmns"])]
    pub split_at_10_percent: Option<f64>,
    /// Which ways of each demand are looked for [default: all, and together of more than 2,000 plans]
    #[arg(long, value_enum, conflicts_with_all = ["tntp", "gmns"])]
    pub ways: Option<WaysArg>,
    /// Fit the constants of modes to counted shares on this demand, in place of those that ship
    #[arg(long, conflicts_with_all = ["tntp", "gmns", "no_constants"])]
    pub fit: bool,
    /// Counts of your own to fit to, CSV: id,mode,cargo,from,to,share,year,source
    #[arg(long, value_name = "FILE", conflicts_with_all = ["tntp", "gmns", "no_constants"])]
    pub counts: Option<PathBuf>,
    /// Leave constants of modes out: money and time alone decide
    #[arg(long, conflicts_with_all = ["tntp", "gmns"])]
    pub no_constants: bool,
    /// Plan also what a state has declared barred between the two countries
    #[arg(long, conflicts_with_all = ["tntp", "gmns"])]
    pub with_restricted: bool,
    /// Leave out what is reported disrupted on the day of departure
    #[arg(long, conflicts_with_all = ["tntp", "gmns"])]
    pub strict_status: bool,
    /// Day of departure, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE", conflicts_with_all = ["tntp", "gmns"])]
    pub depart: Option<String>,
    /// Day whose world is planned in [default: the day of departure]
    #[arg(long, value_name = "DATE", conflicts_with_all = ["tntp", "gmns"])]
    pub as_of: Option<String>,
    /// Farthest a place may lie from the network, km [default: 50]
    #[arg(long, value_name = "KM", conflicts_with_all = ["tntp", "gmns"])]
    pub max_snap: Option<f64>,
    /// Write a page with the flows as bands on the map, before and after, `-` for stdout
    #[arg(long, value_name = "FILE", conflicts_with_all = ["tntp", "gmns"])]
    pub html: Option<PathBuf>,
    #[command(flatten)]
    pub own: ParameterOptions,
    /// Threads [default: one for each core]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
}
