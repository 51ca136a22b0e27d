//! The answer with itineraries: its shape in JSON.

use super::ShipmentView;
use super::certainty::ReliabilityView;
use crate::parameters::ParameterFileView;
use crate::place::Resolved;
use crate::report::IndicatorsView;
use crate::scenarios::AppliedView;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// An end of the answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EndView {
    /// What the place was understood as.
    pub name: String,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Longitude and latitude, degrees.
    pub at: [f64; 2],
    /// Metres to the network.
    pub snap_m: u32,
    /// What it was chosen over, when the name was not unique.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl EndView {
    /// How a place is shown that lies so many metres from the network.
    pub(crate) fn new(place: &Resolved, snap_m: u32) -> Self {
        Self {
            name: place.label.clone(),
            country: place.country.to_string(),
            at: place.at.degrees(),
            snap_m,
            note: place.note.clone(),
        }
    }
}

/// A report that an itinerary rests on in spite of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WarningView {
    /// Stable code.
    pub code: String,
    /// What is reported.
    pub text: String,
    /// By whom.
    pub source: String,
    /// When.
    pub date: String,
}

impl WarningView {
    /// Whether both tell what the same pages report.
    pub(super) fn is_of_one_report_with(&self, other: &Self) -> bool {
        (&self.code, &self.source, &self.date) == (&other.code, &other.source, &other.date)
    }

    /// The place of the warning among others, the gravest first: what bars the trade, then war, what is
    /// shut, what is hindered, what is only told.
    pub fn gravity(&self) -> usize {
        const ORDER: [&str; 9] = [
            "trade-barred",
            "trade-restricted",
            "war",
            "reported-closed",
            "reported-suspended",
            "reported-bilateral",
            "reported-limited",
            "reported-disrupted",
            "planned",
        ];
        ORDER.iter().position(|known| *known == self.code).unwrap_or(ORDER.len())
    }
}

/// A named point of a leg.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PointView {
    /// Terminal, border or town; empty at sea or in the open country.
    pub name: String,
    /// Longitude and latitude, degrees.
    pub at: [f64; 2],
}

/// A part of the cost of a leg.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CostView {
    /// What it is paid for: `freight`, `handling`, `toll`, `fee` or `escort`.
    #[serde(rename = "for")]
    pub component: String,
    /// US dollars.
    pub usd: f64,
}

/// A leg as shown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LegView {
    /// `sea`, `rail`, `road`, `inland_water`, `ferry`, `pipeline`, `transfer`, `border` or `wait`.
    pub kind: String,
    /// What it is about: the service, the terminal, the border.
    pub name: String,
    /// Where it starts.
    pub from: PointView,
    /// Where it ends.
    pub to: PointView,
    /// Metres.
    pub distance_m: u64,
    /// Seconds.
    pub duration_s: u64,
    /// US dollars.
    pub cost_usd: f64,
    /// What they are paid for.
    pub costs: Vec<CostView>,
    /// Kilograms of CO2e, well to wheel.
    pub co2e_kg: f64,
    /// Of these, from tank to wheel: what is burnt on the way.
    pub co2e_ttw_kg: f64,
    /// Of these, from well to tank: making the fuel or current.
    pub co2e_wtt_kg: f64,
    /// Class of the ship, train, lorry, barge or ferry; absent where nothing moves, and for liners
    /// of any size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<String>,
    /// The distance that the intensity of emission is meant for: `actual`, `sfd` (shortest feasible)
    /// or `gcd` (great circle).
    pub distance_basis: String,
    /// Countries gone through.
    pub countries: Vec<String>,
    /// Passages gone through.
    pub passages: Vec<String>,
    /// Network data and parameters it rests on.
    pub sources: Vec<String>,
}

/// An itinerary as shown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ItineraryView {
    /// Number within the answer, from `1`, in the order of generalised cost.
    pub id: String,
    /// Its modes and the places where they change, such as `sea via Suez to Novorossiysk, rail`; no
    /// other itinerary of the answer is called so.
    pub name: String,
    /// Corridors it went through.
    pub corridors: Vec<String>,
    /// What is declared of the trade and reported of what it uses; the gravest first, of equal ones the
    /// newest.
    pub warnings: Vec<WarningView>,
    /// Seconds door to door, planned: the mean.
    pub duration_s: u64,
    /// How surely it arrives.
    #[serde(flatten)]
    pub reliability: ReliabilityView,
    /// Metres.
    pub distance_m: u64,
    /// US dollars.
    pub cost_usd: f64,
    /// Kilograms of CO2e, well to wheel.
    pub co2e_kg: f64,
    /// Passages gone through, in order.
    pub passages: Vec<String>,
    /// Countries gone through, in order.
    pub countries: Vec<String>,
    /// Whether it is the `fastest`, `cheapest` or `cleanest` of the answer.
    pub best_by: Vec<String>,
    /// Trade facilitation indicators of the ways by land, as CAREC's monitoring defines them.
    pub indicators: IndicatorsView,
    /// Legs in order.
    pub legs: Vec<LegView>,
}

/// A corridor that is not among the itineraries.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NotOfferedView {
    /// The corridor.
    pub corridor: String,
    /// Why, in a sentence.
    pub reason: String,
    /// Why, as a stable code.
    pub code: String,
    /// What its best itinerary takes, where one was found and is not shown.
    pub figures: Option<BeatenView>,
}

/// What an itinerary takes that was found and is not shown.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BeatenView {
    /// Seconds that half of the shipments do not exceed.
    pub duration_p50_s: u64,
    /// Seconds that nine in ten do not exceed.
    pub duration_p90_s: u64,
    /// US dollars.
    pub cost_usd: f64,
    /// Kilograms of CO2e, well to wheel.
    pub co2e_kg: f64,
}

/// What the answer rests on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MetaView {
    /// Network file and its build id.
    pub dataset: String,
    /// Ids of the scenarios in force joined by `+`; `base` for the world as it is.
    pub scenario: String,
    /// The scenarios in force, in order, with their hashes and what each changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<AppliedView>,
    /// Version of the program.
    pub engine: String,
    /// Currency and price year of all amounts.
    pub prices: String,
    /// Day of departure.
    pub depart: String,
    /// Day of the world planned in.
    pub as_of: String,
    /// How near the itineraries come to all the ways there are.
    pub completeness: CompletenessView,
    /// The shipment as understood.
    pub shipment: ShipmentView,
    /// Users' files of figures that the answer rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameter_files: Vec<ParameterFileView>,
    /// What holds for the whole answer.
    pub warnings: Vec<String>,
}

/// How near an answer comes to all the ways there are, by time, cost and emissions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CompletenessView {
    /// Ways that are better than one found by less than this share in every criterion were not looked
    /// for.
    pub epsilon: f64,
    /// Proven: for every way there is, one shown takes at most this share more of each; unless names
    /// to be avoided or gone through have taken ways out of the answer.
    pub bound: f64,
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// What it rests on.
    pub meta: MetaView,
    /// Where from.
    pub from: EndView,
    /// Where to.
    pub to: EndView,
    /// Ways to go, best generalised cost first.
    pub itineraries: Vec<ItineraryView>,
    /// Corridors not offered.
    pub not_offered: Vec<NotOfferedView>,
    /// Courses of the legs, as a GeoJSON feature collection; not part of the JSON answer.
    #[serde(skip)]
    pub geojson: Value,
}
