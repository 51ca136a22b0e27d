//! `/v1/plan`.

use crate::way::Way;
use crate::worlds::{ScenarioRef, Worlds};
use crate::{Question, Work};
use corridor::{PlanRequest, PlanResponse, Problem};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Door-to-door itineraries between two places.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PlanRequest", extend("additionalProperties" = false))]
pub struct PlanQuestion {
    #[serde(flatten)]
    way: Way,
    /// Country the goods originate in, for what may be traded; that of `from` when absent.
    #[serde(default)]
    origin: Option<String>,
    /// Scenarios to suppose, later ones over earlier ones.
    #[serde(default)]
    scenario: Vec<ScenarioRef>,
    /// Whether the courses of the legs are told.
    #[serde(default)]
    geometry: Geometry,
}

/// How courses are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Geometry {
    /// Not at all.
    #[default]
    None,
    /// As a GeoJSON feature collection (RFC 7946, cut at the antimeridian), a feature for each leg.
    Geojson,
}

/// The answer of `plan`, with the courses if they were asked for.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PlanAnswer")]
pub struct PlanAnswer {
    #[serde(flatten)]
    plan: PlanResponse,
    /// Courses of the legs: a GeoJSON feature collection whose features have the properties
    /// `itinerary`, `leg` (number in the itinerary, from 0), `kind`, `name` and `corridors`.
    #[serde(skip_serializing_if = "Option::is_none")]
    geometry: Option<Value>,
}

impl Question for PlanQuestion {
    type Answer = PlanAnswer;
    const NAME: &'static str = "plan";
    const SUMMARY: &'static str = "Door-to-door itineraries over all modes";
    const WORK: Work = Work::Search;

    fn settle(&mut self, today: Date) -> Result<(), Problem> {
        self.way.settle(today)
    }

    fn answer(&self, worlds: &Worlds) -> Result<PlanAnswer, Problem> {
        let mut plan = worlds.supposing(&self.scenario)?.plan(&self.request()?)?;
        let geometry = (self.geometry == Geometry::Geojson).then(|| plan.geojson.take());
        Ok(PlanAnswer { plan, geometry })
    }
}

impl PlanQuestion {
    /// The question as the engine takes it, once it is settled.
    ///
    /// # Errors
    /// When a word is not known.
    pub fn request(&self) -> Result<PlanRequest, Problem> {
        Ok(PlanRequest { origin: self.origin.clone(), ..self.way.request()? })
    }

    /// What is supposed.
    pub fn scenario(&self) -> &[ScenarioRef] {
        &self.scenario
    }
}
