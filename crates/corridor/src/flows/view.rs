//! The answer: its shape in JSON.

use super::difference::{FacilityChange, GainView, LossView, PaidView};
use super::figures::FigureView;
use crate::scenarios::AppliedView;
use corridor_network::{LngLat, Mode};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FlowsResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// What it rests on.
    pub meta: FlowsMeta,
    /// What became of the rows of demand.
    pub rows: RowsView,
    /// Tonnes a year asked to be shipped.
    pub demand_t: f64,
    /// Tonnes a year shipped.
    pub shipped_t: f64,
    /// Tonnes a year not shipped; with `shipped_t` they sum to `demand_t`, to the gram.
    pub unserved_t: f64,
    /// How much the cost of flows that fit can be above the least, as a share of it.
    pub relative_gap: f64,
    /// Tonnes above capacities, as a share of all flow through facilities.
    pub excess: f64,
    /// Waits at facilities with room, as a share of waits times capacities.
    pub complementarity: f64,
    /// Whether the solver reached its own limits of these two.
    pub converged: bool,
    /// Facilities that something goes through, the fullest flows first.
    pub facilities: Vec<FacilityView>,
    /// How many of them have a known capacity.
    pub known: KnownView,
    /// Tonnes shipped by the mode that carries them over most kilometres.
    pub modes: BTreeMap<String, f64>,
    /// CO2e of what is shipped, well to wheel, tonnes a year.
    pub co2e_t: f64,
    /// Who is paid for it, by the countries of its ends, US dollars a year.
    pub payments: Vec<PaidView>,
    /// Counted shares of modes beside modelled ones, of markets that the demand has.
    pub counts: Vec<CountView>,
    /// What is not shipped, by pair and goods, and why; what is less than a tonne each is left out.
    pub unserved: Vec<UnservedView>,
    /// All pairs and goods.
    pub od: Vec<OdView>,
    /// All ways, those of one pair and goods together.
    pub routes: Vec<RouteView>,
    /// Who uses the facilities asked for.
    pub selected: Vec<SelectView>,
    /// The sums of the world without the scenarios and without what is avoided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<SumsView>,
    /// Facilities that gain or lose against it, the greatest changes first.
    pub changes: Vec<FacilityChange>,
    /// What is shipped in it and not in the world asked for.
    pub losses: Vec<LossView>,
    /// What users gain against it, USD a year by the rule of half; those that ship in one of the worlds
    /// only are not in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gain_usd: Option<f64>,
    /// The same by the logsum, with those that ship in one of the worlds only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gain_logsum_usd: Option<f64>,
    /// What users gain by the countries of the two ends and goods.
    pub gains: Vec<GainView>,
    /// Figures that it rests on.
    pub parameters: Vec<FigureView>,
    /// Sources of the demand and of the capacities that count.
    pub sources: Vec<String>,
    /// Flow by link of the network.
    #[serde(skip)]
    pub links: Vec<LinkView>,
}

/// What became of the rows of demand tables: `read` is `used` and what is left out together.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "FlowsRows")]
pub struct RowsView {
    /// Rows read.
    pub read: usize,
    /// Rows that are in the demand.
    pub used: usize,
    /// Rows that are not, by reason.
    pub left_out: Vec<LeftOutView>,
    /// What is wrong with those of reason `refused`, each with its line, up to twenty.
    pub refused: Vec<String>,
}

/// Rows of demand that do not count for one reason.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LeftOutView {
    /// The reason.
    pub why: String,
    /// Rows.
    pub rows: usize,
    /// Their tonnes, as far as they tell them.
    pub tonnes: f64,
    /// Their value, US dollars, as far as they tell it.
    pub value_usd: f64,
}

/// What an answer rests on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FlowsMeta {
    /// Network file and its build id.
    pub dataset: String,
    /// Ids of the scenarios in force joined by `+`; `base` for the world as it is.
    pub scenario: String,
    /// The scenarios in force.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<AppliedView>,
    /// What is avoided.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub avoid: Vec<String>,
    /// Version of the program.
    pub engine: String,
    /// Currency and price year of all amounts.
    pub prices: String,
    /// Day of departure.
    pub depart: String,
    /// Day of the world planned in.
    pub as_of: String,
    /// Whether capacities count.
    pub with_capacities: bool,
    /// Tables read, with the SHA-256 of their text in hex.
    pub inputs: BTreeMap<String, String>,
    /// Loadings of all demand that it took.
    pub loadings: usize,
    /// What holds for the whole answer.
    pub warnings: Vec<String>,
}

/// A facility, or a part of its traffic that has a limit of its own.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FacilityView {
    /// Id of the facility; followed by the direction and the kind of cargo where only these are counted.
    pub id: String,
    /// Id of the facility alone.
    pub facility: String,
    /// `terminal`, `border`, `passage`, `waterway`, `line`, `service` or `corridor`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The direction counted: `both`, `in`, `out` or the like of `KZ>CN`.
    pub direction: String,
    /// The kind of cargo counted; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cargo: Option<String>,
    /// Tonnes a year through it.
    pub flow_t: f64,
    /// Tonnes a year that it can carry of the demand, without what others take; null where that is not
    /// known.
    pub capacity_t: Option<f64>,
    /// Tonnes a year that others than the demand take of it, as the question says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preload_t: Option<f64>,
    /// Hours of wait at it.
    pub wait_h: f64,
    /// Tonnes a year that are reported to go through it, of all trade; no capacity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub throughput_t: Option<f64>,
    /// The capacity as its source has it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub capacity: String,
    /// Where capacity and throughput come from.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// How sure: `H`, `M` or `L`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub confidence: String,
}

/// The counted share of a mode in a market beside the modelled one, in the world without scenarios.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "FlowsCount")]
pub struct CountView {
    /// Id of the count.
    pub id: String,
    /// The mode whose share is counted.
    pub mode: String,
    /// The kind of cargo counted; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cargo: Option<String>,
    /// Countries where the market begins.
    pub from: Vec<String>,
    /// Countries where it ends.
    pub to: Vec<String>,
    /// Share that is counted.
    pub counted: f64,
    /// Share in these flows.
    pub modelled: f64,
    /// Share in flows without constants.
    pub without: f64,
    /// Tonnes a year shipped in the market.
    pub shipped_t: f64,
    /// What speaks for the mode in the market beyond money and time, logarithm of odds; 0 for nothing.
    pub constant: f64,
    /// Whether the constant was fitted to this demand.
    pub is_fitted: bool,
    /// Year of the count.
    pub year: String,
    /// Where it comes from.
    pub source: String,
    /// Date of the source.
    pub date: String,
    /// How sure: `H`, `M` or `L`.
    pub confidence: String,
}

/// How many facilities have a known capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KnownView {
    /// Facilities used.
    pub facilities: usize,
    /// Of these, with a capacity, be it for a direction or a kind of cargo alone.
    pub with_capacity: usize,
    /// Of these, full.
    pub full: usize,
}

/// What is not shipped of a demand.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct UnservedView {
    /// Where from.
    pub origin: String,
    /// Where to.
    pub destination: String,
    /// Group of goods.
    pub commodity: String,
    /// Tonnes a year.
    pub tonnes: f64,
    /// Stable code: `full`, `too-dear`, or that of the problem of a plan, such as `trade-barred`.
    pub code: String,
    /// The reason.
    pub reason: String,
}

/// A pair and goods.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OdView {
    /// Where from.
    pub origin: String,
    /// Where to.
    pub destination: String,
    /// Countries of the two, ISO 3166-1 alpha-2.
    pub countries: [String; 2],
    /// Group of goods.
    pub commodity: String,
    /// Heading of the Harmonized System, where the table gave one and one only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs: Option<String>,
    /// Kind of cargo.
    pub cargo: String,
    /// Tonnes of the shipment that was planned.
    pub parcel_t: f64,
    /// Tonnes a year asked to be shipped.
    pub demand_t: f64,
    /// Tonnes a year shipped.
    pub shipped_t: f64,
    /// Tonnes a year not shipped.
    pub unserved_t: f64,
    /// Expected generalised cost of a tonne shipped, waits included (the logsum), USD; null without a way.
    pub expected_usd_per_t: Option<f64>,
    /// Cost from which on it is rather not shipped, USD a tonne.
    pub forgone_usd_per_t: f64,
    /// Ways there are.
    pub routes: usize,
}

fn texts<S: Serializer>(texts: &[Arc<str>], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(texts.iter().map(|text| &**text))
}

/// A way of a pair and goods.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RouteView {
    /// Row of the pair in `od`, from 0.
    pub od: usize,
    /// Mode of most kilometres.
    pub mode: String,
    /// Modes in order.
    pub modes: Vec<String>,
    /// Tonnes a year.
    pub tonnes: f64,
    /// Share of what is shipped.
    pub share: f64,
    /// Money paid, USD a tonne.
    pub usd_per_t: f64,
    /// Money and time, USD a tonne, without waits for room.
    pub generalised_usd_per_t: f64,
    /// Hours, without waits for room.
    pub hours: f64,
    /// Hours of wait for room.
    pub wait_h: f64,
    /// Kilometres.
    pub km: f64,
    /// CO2e, kg a tonne.
    pub co2e_kg_per_t: f64,
    /// Facilities used.
    #[serde(serialize_with = "texts")]
    #[schemars(with = "Vec<String>")]
    pub facilities: Vec<Arc<str>>,
}

/// Who uses a facility.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SelectView {
    /// The facility, or the part of its traffic.
    pub id: String,
    /// Tonnes a year through it: the sum of its users.
    pub flow_t: f64,
    /// Tonnes a year shipped that do not use it.
    pub not_using_t: f64,
    /// Its users, the largest first.
    pub users: Vec<UserView>,
}

/// A user of a facility.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct UserView {
    /// Where from.
    pub origin: String,
    /// Where to.
    pub destination: String,
    /// Group of goods.
    pub commodity: String,
    /// Tonnes a year through the facility.
    pub tonnes: f64,
    /// Tonnes a year shipped in all.
    pub shipped_t: f64,
}

/// The sums of another world.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SumsView {
    /// Tonnes a year shipped.
    pub shipped_t: f64,
    /// Tonnes a year not shipped.
    pub unserved_t: f64,
    /// As in the answer.
    pub relative_gap: f64,
    /// As in the answer.
    pub excess: f64,
    /// As in the answer.
    pub complementarity: f64,
    /// Tonnes shipped by main mode.
    pub modes: BTreeMap<String, f64>,
    /// CO2e of what is shipped, well to wheel, tonnes a year.
    pub co2e_t: f64,
}

/// A link with what goes over it, in both directions.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkView {
    /// Its mode.
    pub mode: Mode,
    /// Its course.
    pub course: Vec<LngLat>,
    /// Country, empty at sea.
    pub country: String,
    /// Kilometres.
    pub km: f64,
    /// Tonnes a year.
    pub flow_t: f64,
    /// Tonnes a year in the world without; 0 where nothing is compared.
    pub before_t: f64,
}

impl LinkView {
    /// Its course in pieces, cut at the antimeridian, longitude and latitude in degrees.
    pub fn pieces(&self) -> Vec<Vec<[f64; 2]>> {
        crate::geojson::pieces(&self.course)
    }
}
