//! The answer.

use crate::compare::{ChangeView, FromTo, SumView};
use crate::effect::PairCarriageView;
use crate::flows::FacilityChange;
use crate::plan::WarningView;
use crate::scenarios::ChangeMadeView;
use crate::season::Passability;
use corridor_network::fact::Evidence;
use corridor_trade::Source;
use schemars::JsonSchema;
use serde::Serialize;

/// What was said, what stands of it on two days, and what each part and all of them would change.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BriefingResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// Network file and its build id.
    pub dataset: String,
    /// The day on which it was said.
    pub then: String,
    /// The day it is asked for.
    pub now: String,
    /// Duties supposed under agreements that are supposed.
    pub suppose: Vec<String>,
    /// The demand whose flows are told; absent where none is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demand: Option<DemandView>,
    /// What is moved.
    pub shipments: Vec<BriefedShipment>,
    /// Its parts.
    pub items: Vec<ItemView>,
    /// All parts together; absent where no scenario supposes them all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together: Option<SupposedView>,
    /// What is not known of the whole.
    pub unknown: Vec<String>,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

/// A demand whose flows are told.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DemandView {
    /// The table.
    pub table: String,
    /// Countries of the two sides, ISO 3166-1 alpha-2.
    pub between: [Vec<String>; 2],
    /// Tonnes a year.
    pub tonnes: f64,
    /// Where it comes from.
    pub sources: Vec<String>,
    /// What a reader should know of its flows.
    pub warnings: Vec<String>,
}

/// What is moved to measure parts by.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BriefedShipment {
    /// Its id.
    pub id: String,
    /// What it is.
    pub name: String,
    /// Code of the goods, where landed cost is reckoned.
    pub hs: Option<String>,
    /// Value, US dollars.
    pub value_usd: f64,
}

/// A part of what was said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ItemView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What was said.
    pub said: String,
    /// Who reports it.
    pub sources: Vec<Evidence>,
    /// The agreements behind it.
    pub agreements: Vec<AgreementThenNow>,
    /// The corridors that it is about.
    pub corridors: Vec<CorridorThenNow>,
    /// What it would change; absent where nothing can be supposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supposed: Option<SupposedView>,
    /// Shipments as they are, of items of which nothing can be supposed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub as_it_is: Vec<AsItIs>,
    /// Whether investments are protected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub investments: Vec<InvestmentView>,
    /// What a treaty is said to take off the price of capital; nothing is counted of it here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub premiums: Vec<PremiumEvidence>,
    /// What is not known.
    pub unknown: Vec<String>,
}

/// An agreement on both days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AgreementThenNow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// State on the day of the talks; null where it was not there yet.
    pub then: Option<String>,
    /// State on the day asked for.
    pub now: Option<String>,
    /// What happened between.
    pub since: Vec<Happened>,
    /// What no source was found for.
    pub unknown: Vec<String>,
    /// Where this comes from.
    pub sources: Vec<Source>,
}

/// Something that happened to an agreement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Happened {
    /// When, as exact as the source.
    pub date: String,
    /// The state it led to.
    pub state: String,
    /// What happened.
    pub report: String,
}

/// A corridor on both days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CorridorThenNow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// State on the day of the talks.
    pub then: String,
    /// State on the day asked for.
    pub now: String,
    /// What is reported of it on the day asked for.
    pub reports: Vec<WarningView>,
    /// What was reported of it on the day of the talks, and no longer is.
    pub reports_then: Vec<WarningView>,
}

/// What a supposition changes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SupposedView {
    /// The scenario.
    pub scenario: String,
    /// What it supposes.
    pub about: String,
    /// What it changes in the world as it is.
    pub changes: Vec<ChangeMadeView>,
    /// What it does to shipments, by day and shipment.
    pub shipments: Vec<ShipmentEffect>,
    /// Half months in which ships may sail, by day and ice class.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seasons: Vec<SeasonEffect>,
    /// What it does to trade and real income, by day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trade: Vec<TradeEffectOn>,
    /// What it does to the flows of the demand, by day; none where it changes no way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flows: Vec<FlowsOn>,
    /// What the works are worth, by day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub works: Vec<WorksView>,
}

/// What a supposition does to the flows of the demand.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FlowsOn {
    /// The day whose world counts.
    pub day: String,
    /// Tonnes a year by main mode, as it is and as supposed.
    pub modes: Vec<ModeChange>,
    /// Facilities and corridors that gain or lose most.
    pub facilities: Vec<FacilityChange>,
    /// Tonnes a year that are not shipped.
    pub unserved_t: FromTo,
    /// CO2e of what is shipped, tonnes a year.
    pub co2e_t: FromTo,
    /// What users gain by the rule of half, US dollars a year.
    pub gain_half_usd: f64,
    /// The same by the logsum.
    pub gain_logsum_usd: f64,
    /// What countries in between are paid, US dollars a year, where it changes.
    pub transit: Vec<TransitOn>,
}

/// Tonnes of a mode.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "BriefedMode")]
pub struct ModeChange {
    /// The mode of most kilometres.
    pub mode: String,
    /// Tonnes a year, as it is and as supposed.
    pub tonnes: FromTo,
}

/// What a country in between is paid for freight that goes through: revenue, not profit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TransitOn {
    /// The country.
    pub country: String,
    /// US dollars a year, as it is and as supposed.
    pub usd: FromTo,
}

/// What a supposition does to a shipment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ShipmentEffect {
    /// The shipment.
    pub shipment: String,
    /// The day whose world counts.
    pub day: String,
    /// The day of departure.
    pub depart: String,
    /// Why there is no answer, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// The best, fastest, cheapest and cleanest ways, and that of least landed cost.
    pub sums: Vec<SumView>,
    /// Corridors whose best way changes, without their legs.
    pub corridors: Vec<ChangeView>,
}

/// A shipment of which nothing is supposed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AsItIs {
    /// The shipment.
    pub shipment: String,
    /// The day whose world counts.
    pub day: String,
    /// Why there is no way, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Corridors of the best way.
    pub corridors: Vec<String>,
    /// Seconds that half of the voyages take at most.
    pub duration_p50_s: Option<u64>,
    /// US dollars.
    pub cost_usd: Option<f64>,
    /// Kilograms of CO2e, well to wheel.
    pub co2e_kg: Option<f64>,
}

/// How much of a year an ice class may sail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SeasonEffect {
    /// The day whose world counts; its year is told.
    pub day: String,
    /// Ice class.
    pub ice_class: String,
    /// Half months of 24 open without help, as it is and as supposed.
    pub open: [usize; 2],
    /// Half months behind an icebreaker, as it is and as supposed.
    pub escorted: [usize; 2],
}

impl SeasonEffect {
    /// Counts the halves of a state.
    pub(super) fn count(row: &crate::season::SeasonRow, state: Passability) -> usize {
        row.halves.iter().filter(|half| half.state == state).count()
    }
}

/// What a supposition does to trade and real income.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TradeEffectOn {
    /// The day whose world, agreements and tariffs hold.
    pub day: String,
    /// The table of flows.
    pub table: String,
    /// The countries of the briefing.
    pub countries: Vec<CountryEffectOn>,
    /// Flows between them.
    pub pairs: Vec<PairEffectOn>,
    /// Carriage between them, where the ways of the network change.
    pub carriage: Vec<PairCarriageView>,
    /// What a reader should know of these figures.
    pub warnings: Vec<String>,
}

/// A country.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CountryEffectOn {
    /// Its id.
    pub id: String,
    /// Change of real income, per cent.
    pub real_income_percent: f64,
    /// Change of exports, per cent.
    pub exports_percent: f64,
    /// Change of imports, per cent.
    pub imports_percent: f64,
}

/// A flow.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PairEffectOn {
    /// Where from.
    pub origin: String,
    /// Where to.
    pub destination: String,
    /// Before, US dollars of the table's year.
    pub before_usd: f64,
    /// After.
    pub after_usd: f64,
    /// Change, per cent.
    pub change_percent: f64,
}

/// What works are worth to users of their corridor.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WorksView {
    /// The works.
    pub name: String,
    /// The day whose world counts.
    pub day: String,
    /// What they cost, US dollars.
    pub cost_usd: f64,
    /// What a tonne by the corridor saves in carriage, US dollars; negative where it costs more.
    pub saving_usd_per_t: Option<f64>,
    /// What the time that it saves is worth, US dollars a tonne.
    pub time_usd_per_t: Option<f64>,
    /// Tonnes a year that are hoped for.
    pub tonnes_a_year: f64,
    /// Net present value if all of these went by the corridor already and saved that, US dollars.
    pub npv_usd: Option<f64>,
    /// Tonnes a year from which on the works are worth their cost; null where no freight makes them so.
    pub break_even_tonnes_a_year: Option<f64>,
    /// Who gains and who pays at the tonnes hoped for, by country, present US dollars.
    pub by_country: Vec<CountryShare>,
    /// The same for the flows of the demand, all other freight left out; absent without flows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_demand: Option<WorksOfDemand>,
    /// Rate of discount.
    pub preset: String,
    /// Where cost, tonnes and years are from.
    pub evidence: Evidence,
    /// What to know of the figure.
    pub note: String,
}

/// What works are worth to the flows of the demand.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WorksOfDemand {
    /// What users gain a year by the logsum, US dollars.
    pub gain_usd: f64,
    /// Net present value of that gain less the cost of the works, US dollars.
    pub npv_usd: f64,
    /// Who gains and who pays, by country, present US dollars.
    pub by_country: Vec<CountryShare>,
}

/// A country's gain.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CountryShare {
    /// Its code.
    pub country: String,
    /// Gains less losses, present US dollars.
    pub pv_usd: f64,
}

/// Whether an investment is protected.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InvestmentView {
    /// The day on which it was made.
    pub invested: String,
    /// The day for which it is asked.
    pub day: String,
    /// Whether the treaty of the scenario is supposed to be in force from that day on.
    pub supposed: bool,
    /// Whether a treaty protects it; null when that is not known.
    pub covered: Option<bool>,
    /// By which, until when, or why not.
    pub summary: String,
}

/// What a study finds of a treaty.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PremiumEvidence {
    /// Id for `treaty_cut` of a project.
    pub id: String,
    /// Points off the premium of a country, per cent.
    pub percent: f64,
    /// Where it comes from.
    pub source: String,
    /// `H`, `M` or `L`.
    pub confidence: String,
    /// What to know besides.
    pub note: String,
}
