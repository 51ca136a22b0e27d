//! `/v1/plan`.

use super::{PlaceRef, Question, Work, check_snap, default_snap, settle_day, settled_day};
use corridor::{Engine, IceClass, PlanRequest, PlanResponse, Problem};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Door-to-door itineraries between two places.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PlanRequest")]
pub(crate) struct PlanQuestion {
    /// Where from.
    from: PlaceRef,
    /// Where to.
    to: PlaceRef,
    /// Day of departure, YYYY-MM-DD; today unless given.
    #[serde(default)]
    depart: Option<String>,
    /// Kind of cargo.
    #[serde(default = "container")]
    cargo: String,
    /// Twenty-foot equivalent units; 2 is one 40-foot container.
    #[serde(default = "two")]
    teu: f64,
    /// Mass of the cargo, t; 12 for each 40-foot container unless given.
    #[serde(default)]
    mass_t: Option<f64>,
    /// Value of the cargo, US dollars; 50000 for each 40-foot container unless given.
    #[serde(default)]
    value_usd: Option<f64>,
    /// Ice class of the ship: `none`, `Ice1` to `Ice3`, `Arc4` to `Arc9`.
    #[serde(default = "none")]
    ice_class: String,
    /// Passages, countries, ports, corridors and other named things not to be used.
    #[serde(default)]
    avoid: Vec<String>,
    /// Passages that freight does not sail unasked, such as `northwest-passage`.
    #[serde(default)]
    allow: Vec<String>,
    /// Leave out what is reported disrupted on the day of departure.
    #[serde(default)]
    strict_status: bool,
    /// Farthest a place may lie from the network, km.
    #[serde(default = "default_snap")]
    max_snap_km: f64,
    /// Whether the courses of the legs are told.
    #[serde(default)]
    geometry: Geometry,
}

/// How courses are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Geometry {
    /// Not at all.
    #[default]
    None,
    /// As a GeoJSON feature collection (RFC 7946, cut at the antimeridian), a feature for each leg.
    Geojson,
}

/// The answer of `plan`, with the courses if they were asked for.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PlanAnswer")]
pub(crate) struct PlanAnswer {
    #[serde(flatten)]
    plan: PlanResponse,
    /// Courses of the legs: a GeoJSON feature collection whose features have the properties
    /// `itinerary`, `leg` (number in the itinerary, from 0), `kind`, `name` and `corridors`.
    #[serde(skip_serializing_if = "Option::is_none")]
    geometry: Option<Value>,
}

fn container() -> String {
    "container".to_owned()
}
fn two() -> f64 {
    2.0
}
fn none() -> String {
    "none".to_owned()
}

impl Question for PlanQuestion {
    type Answer = PlanAnswer;
    const NAME: &'static str = "plan";
    const SUMMARY: &'static str = "Door-to-door itineraries over all modes";
    const WORK: Work = Work::Search;

    fn settle(&mut self, engine: &Engine, today: Date) -> Result<(), Problem> {
        if self.cargo != "container" {
            return Err(Problem::bad_input(
                "cargo-unsupported",
                format!("--cargo {:?} cannot be planned yet", self.cargo),
                "only `container` has vehicles and rates so far",
            ));
        }
        let feu = self.teu / 2.0;
        let default = |id| feu * engine.parameters().get(id);
        self.mass_t.get_or_insert_with(|| default("shipment.default_mass_t_per_feu"));
        self.value_usd.get_or_insert_with(|| default("shipment.default_value_usd"));
        check_snap(self.max_snap_km)?;
        settle_day(&mut self.depart, "depart", today).map(|_| ())
    }

    fn answer(&self, engine: &Engine) -> Result<PlanAnswer, Problem> {
        let ice_class: IceClass = self.ice_class.parse().map_err(|e: String| {
            Problem::bad_input("ice-class-unknown", e, "leave ice_class away for an ordinary ship")
        })?;
        let mut plan = engine.plan(&PlanRequest {
            from: self.from.0.clone(),
            to: self.to.0.clone(),
            order: corridor::Order {
                teu: Some(self.teu),
                mass_t: self.mass_t,
                value_usd: self.value_usd,
                ice_class,
                ..corridor::Order::default()
            },
            depart: settled_day(self.depart.as_deref())?,
            as_of: None,
            avoid: self.avoid.clone(),
            via: Vec::new(),
            allow: self.allow.clone(),
            strict_status: self.strict_status,
            max_snap_km: self.max_snap_km,
            certainty: corridor::Certainty::default(),
        })?;
        let geometry = (self.geometry == Geometry::Geojson).then(|| plan.geojson.take());
        Ok(PlanAnswer { plan, geometry })
    }
}
