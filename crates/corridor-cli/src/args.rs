//! The command line as typed.

mod appraise;
mod briefing;
mod build;
mod effect;
mod flows;
mod gravity;
mod many;
mod parameters;
mod question;
mod scenario;
mod serve;
mod shipment;
mod tables;
mod trade;

pub use appraise::{AppraiseArgs, LedgerBy};
pub use briefing::BriefingArgs;
pub use build::BuildArgs;
pub use effect::TradeEffectArgs;
pub use flows::{FlowsArgs, FreightOptions, RouteChoiceArg, WaysArg};
pub use gravity::GravityArgs;
pub use many::ManyOptions;
pub use parameters::{ParameterOptions, ParametersArgs};
pub use question::QuestionOptions;
pub use scenario::{CompareArgs, ScenarioOptions, ScenariosArgs, SeasonArgs};
pub use serve::{LogLevel, ServeArgs};
pub use shipment::CargoOptions;
pub use tables::{
    LayoutArg, MatrixArgs, MatrixMode, PairsArgs, TableFormat, TableOptions, WeightArg,
};
pub use trade::{GoodsOptions, LandedCostArgs, LocalContentArgs, OriginArgs, RateOptions, ValueIs};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

/// Plan freight over the world's trade corridors, and see what opening, closing or changing one does.
#[derive(Parser, Debug)]
#[command(name = "corridor", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "A place is a UN/LOCODE (INNSA), a name in any script (Mumbai, Мумбаи), \
`Mumbai, IN` or lon,lat (72.95,18.95).\n\
Exit codes: 0 ok, 1 a check failed, 2 bad input, 3 no route, 130 interrupted.")]
pub struct Args {
    /// Network file to use instead of the one inside the program
    #[arg(long, global = true, value_name = "FILE")]
    pub network: Option<PathBuf>,
    #[command(subcommand)]
    pub verb: Verb,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Verb {
    /// Door-to-door itineraries over all modes, with legs, days, cost and CO2e
    Plan(Box<PlanArgs>),
    /// What scenarios change: the same question in several worlds
    Compare(Box<CompareArgs>),
    /// The shortest path in one mode, as distance tables have it
    Distance(DistanceArgs),
    /// Distances of many pairs in one mode, CSV or Parquet in and out
    Pairs(PairsArgs),
    /// Distances of all origins to all destinations in one mode, CSV or Parquet in and out
    Matrix(MatrixArgs),
    /// Look up places by name, UN/LOCODE or prefix
    Places(PlacesArgs),
    /// The corridors: course, status on a day, sources
    Corridors(CorridorsArgs),
    /// What goods cost at the buyer's door by each way: freight, duty, taxes, with and without agreements
    LandedCost(Box<LandedCostArgs>),
    /// Whether a good originates under agreements, by its bill of materials
    Origin(OriginArgs),
    /// The local content of a good and the class it gives in public procurement
    LocalContent(LocalContentArgs),
    /// What a project or a cash flow is worth, to whom: present value, rates of return, ledger, risk
    Appraise(Box<AppraiseArgs>),
    /// What an agreement, a duty or another cost of trade does to trade and real income by country
    TradeEffect(TradeEffectArgs),
    /// What explains trade, estimated from your flows: distance, borders, agreements; and what a change does
    Gravity(GravityArgs),
    /// What was agreed at talks, item by item: what stands of it, what changed since, what each would change
    Briefing(BriefingArgs),
    /// The agreements behind corridors and trade: parties, state on a day, what they switch
    Agreements(AgreementsArgs),
    /// What states have declared may not be traded between two countries, by goods and day
    Restrictions(RestrictionsArgs),
    /// What can be supposed: closures, openings, new lines, other figures, with sources
    Scenarios(ScenariosArgs),
    /// Who ships what by which corridor, and where it is full: demand over the network, or trips over roads
    Flows(FlowsArgs),
    /// When in the year a way with ice or locks can be sailed
    Season(SeasonArgs),
    /// The figures answers rest on: speeds, dwell, prices, emissions, each with its source
    Parameters(ParametersArgs),
    /// The map in the browser, and the answers of all verbs over HTTP
    Serve(ServeArgs),
    /// The engine as tools of an AI assistant (Model Context Protocol over standard input and output)
    #[command(after_help = "An assistant starts it itself: give it the command `corridor mcp`. \
See docs/methods/assistants.md.")]
    Mcp,
    /// Completions of this command line for a shell, to standard output
    #[command(after_help = "For bash: corridor completions bash > \
~/.local/share/bash-completion/completions/corridor")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// The manual, a page for each verb, as files for `man`
    Manual {
        /// Folder to write them into; made where it is not there
        folder: PathBuf,
    },
    /// The network itself
    Data {
        #[command(subcommand)]
        verb: DataVerb,
    },
}

/// Options of `plan`.
#[expect(clippy::option_option, reason = "an option that may be given alone or with a file")]
#[derive(ClapArgs, Debug)]
pub struct PlanArgs {
    /// Where from
    #[arg(allow_hyphen_values = true, required_unless_present = "input", requires = "to")]
    pub from: Option<String>,
    /// Where to
    #[arg(allow_hyphen_values = true, required_unless_present = "input")]
    pub to: Option<String>,
    #[command(flatten)]
    pub question: QuestionOptions,
    #[command(flatten)]
    pub supposed: ScenarioOptions,
    /// Show the legs of every itinerary
    #[arg(long)]
    pub legs: bool,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
    /// Write the courses of all legs as GeoJSON
    #[arg(long, value_name = "FILE")]
    pub geojson: Option<PathBuf>,
    /// Write one self-contained page with map, chart and legs; works offline
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write the map of the itineraries as an SVG picture
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Draw days and dollars against kilometres; with =FILE as an SVG picture
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    pub chart: Option<Option<PathBuf>>,
    /// Draw the chain of legs by day; with =FILE as an SVG picture
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    pub gantt: Option<Option<PathBuf>>,
    /// Show the trade facilitation indicators TFI1 to TFI4 of CAREC's corridor monitoring
    #[arg(long)]
    pub indicators: bool,
    /// Write the emissions of every element of the chains after ISO 14083, as .csv or .json
    #[arg(long, value_name = "FILE")]
    pub emissions: Option<PathBuf>,
    #[command(flatten)]
    pub many: ManyOptions,
    #[command(flatten)]
    pub goods: GoodsOptions,
}

/// A mode with distances of its own.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum ModeArg {
    Sea,
    Rail,
    Road,
}

/// What `distance`, `pairs` and `matrix` share.
#[derive(ClapArgs, Debug)]
pub struct ModeOptions {
    /// Mode of transport
    #[arg(long, value_enum, default_value = "sea")]
    pub mode: ModeArg,
    #[command(flatten)]
    pub open: OpenOptions,
}

/// What is open to a question, and how far from the network it may be asked.
#[derive(ClapArgs, Debug)]
pub struct OpenOptions {
    /// Passage, country, port not to be used (repeatable, or separated by commas)
    #[arg(long, value_name = "X", value_delimiter = ',')]
    pub avoid: Vec<String>,
    /// Passage or group that tables leave out: kiel, corinth, arctic, inland, ... (repeatable)
    #[arg(long, value_name = "X", value_delimiter = ',')]
    pub allow: Vec<String>,
    /// Day whose status of lines and borders counts, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Keep off railways, roads and borders that are closed or suspended on the day; tables of
    /// distances count them as open
    #[arg(long)]
    pub strict_status: bool,
    /// Farthest a point may lie from the network, km
    #[arg(long, value_name = "KM", default_value_t = 50.0)]
    pub max_snap: f64,
}

/// Options of `distance`.
#[derive(ClapArgs, Debug)]
pub struct DistanceArgs {
    /// Where from
    #[arg(allow_hyphen_values = true)]
    pub from: String,
    /// Where to
    #[arg(allow_hyphen_values = true)]
    pub to: String,
    #[command(flatten)]
    pub options: ModeOptions,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
    /// Write the course as GeoJSON
    #[arg(long, value_name = "FILE")]
    pub geojson: Option<PathBuf>,
}

/// Options of `places`.
#[derive(ClapArgs, Debug)]
pub struct PlacesArgs {
    /// Name, beginning of a name, UN/LOCODE or lon,lat
    #[arg(allow_hyphen_values = true)]
    pub text: String,
    /// Most places shown
    #[arg(long, default_value_t = 10)]
    pub limit: usize,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}

/// Options of `corridors`.
#[derive(ClapArgs, Debug)]
pub struct CorridorsArgs {
    /// Id of a corridor to show whole
    pub id: Option<String>,
    /// Day whose status is shown, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}

/// Options of `restrictions`.
#[derive(ClapArgs, Debug)]
pub struct RestrictionsArgs {
    /// Country the goods come from: IN, India, or a place in it
    pub from: String,
    /// Country they go to
    pub to: String,
    /// Code of the goods in the Harmonized System, two digits or more [default: all goods]
    #[arg(long, value_name = "CODE")]
    pub hs: Option<String>,
    /// Day whose declarations hold, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}

/// Options of `agreements`.
#[derive(ClapArgs, Debug)]
pub struct AgreementsArgs {
    /// Id or short name of an agreement to show whole
    pub id: Option<String>,
    /// Day whose state is shown, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Only those that this country or union takes part in: IN, India, EAEU (repeatable: all of them)
    #[arg(long, value_name = "CC")]
    pub party: Vec<String>,
    /// Say which treaty protects an investment made on this day between two parties, and until when
    #[arg(long, value_name = "DATE", requires = "party")]
    #[arg(conflicts_with_all = ["id", "kind", "status", "timeline", "svg"])]
    pub invested: Option<String>,
    /// Only this kind: corridor, transit, free-trade, customs-union, investment, ...
    #[arg(long)]
    pub kind: Option<String>,
    /// Only this state: proposed, negotiating, signed, in-force, suspended, ended
    #[arg(long)]
    pub status: Option<String>,
    /// Agreement of your own to lay over the register, TOML, such as a hypothetical one (repeatable)
    #[arg(long, value_name = "FILE")]
    pub with: Vec<PathBuf>,
    /// Draw the history of each
    #[arg(long)]
    pub timeline: bool,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
    /// Write the history as an SVG picture
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}

/// What to do with the network.
#[derive(Subcommand, Debug)]
pub enum DataVerb {
    /// What the network holds: sizes, sources, features, what is cut off
    Info {
        /// Write the answer as JSON to stdout
        #[arg(long)]
        json: bool,
    },
    /// Check the network: digests, lengths, closures, components
    Verify {
        /// Write the answer as JSON to stdout
        #[arg(long)]
        json: bool,
    },
    /// Licences and attributions of the data
    Licences,
    /// Write the network as GMNS node and link tables, or a layer as GeoJSON
    Export(ExportArgs),
    /// Join an OpenStreetMap extract, GMNS tables or lines to the network: one file to plan over
    Build(BuildArgs),
}

/// Options of `data export`.
#[derive(ClapArgs, Debug)]
pub struct ExportArgs {
    /// gmns writes node.csv and link.csv into a folder; geojson one file; edges the graph that is
    /// searched, as tail,head,metres
    #[arg(long, value_enum, default_value = "gmns")]
    pub format: ExportFormat,
    /// Only this mode
    #[arg(long)]
    pub mode: Option<String>,
    /// Only what has an end inside west,south,east,north
    #[arg(long, value_name = "BOX", allow_hyphen_values = true)]
    pub area: Option<String>,
    /// Folder (gmns) or file (geojson, edges) to write
    #[arg(long, value_name = "PATH")]
    pub output: PathBuf,
}

/// Formats of `data export`.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum ExportFormat {
    Gmns,
    Geojson,
    Edges,
}

/// The day a flag names, or today.
///
/// # Errors
/// When the text is no day.
pub fn day(text: Option<&str>, flag: &str) -> Result<Date, corridor::Problem> {
    let Some(text) = text else { return Ok(jiff::Zoned::now().date()) };
    let day: Date = text.parse().map_err(|_| {
        corridor::Problem::bad_input(
            "date-invalid",
            format!("{flag} {text:?} is no day"),
            "write it as YYYY-MM-DD, such as 2026-09-10",
        )
    })?;
    // What the tables know begins and ends here.
    if !(1990..=2100).contains(&day.year()) {
        return Err(corridor::Problem::bad_input(
            "date-invalid",
            format!("{flag} {day} is outside 1990 to 2100"),
            "check the year",
        ));
    }
    Ok(day)
}
