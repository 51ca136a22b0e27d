//! The briefings that ship, in outline: what was said, and what to ask of each part. Nothing is reckoned.

use super::file::{Briefing, BriefingSource, Item, Shipment, shipped_ids};
use crate::problem::Problem;
use corridor_network::fact::Evidence;
use schemars::JsonSchema;
use serde::Serialize;

/// The briefings that ship.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BriefingsResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// Each of them.
    pub briefings: Vec<Outline>,
}

/// A briefing in outline.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "BriefingOutline")]
pub struct Outline {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// The day on which it was said.
    pub day: String,
    /// Its parts.
    pub items: Vec<ItemOutline>,
    /// The scenario that supposes all parts.
    pub together: Option<String>,
    /// Duties under agreements that scenarios suppose: `india-eaeu-fta=0`.
    pub suppose: Vec<String>,
    /// What is moved to measure the parts by.
    pub shipments: Vec<ShipmentOutline>,
}

/// A part.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "BriefingItem")]
pub struct ItemOutline {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What was said.
    pub said: String,
    /// Who reports it.
    pub sources: Vec<Evidence>,
    /// The scenario that supposes it; null where nothing can be supposed.
    pub scenario: Option<String>,
    /// Ids of the shipments that it is measured by.
    pub shipments: Vec<String>,
}

/// A shipment, by the fields of a question for a plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "BriefingShipment")]
pub struct ShipmentOutline {
    /// Its id.
    pub id: String,
    /// What it is.
    pub name: String,
    /// Where from.
    pub from: String,
    /// Where to.
    pub to: String,
    /// Kind of cargo; a container when null.
    pub cargo: Option<String>,
    /// Twenty-foot units.
    pub teu: Option<f64>,
    /// Tonnes.
    pub mass_t: Option<f64>,
    /// US dollars.
    pub value_usd: f64,
    /// Ice class of the ship.
    pub ice_class: Option<String>,
    /// Month and day of departure, `02-15`; any when null.
    pub depart_on: Option<String>,
    /// Code of the goods, for landed cost.
    pub hs: Option<String>,
    /// Country they originate in.
    pub origin: Option<String>,
}

/// The briefings that ship.
///
/// # Errors
/// When one is damaged.
pub fn outlines() -> Result<BriefingsResponse, Problem> {
    let of = |id: &str| Briefing::read(&BriefingSource::Id(id.to_owned())).map(Outline::from);
    Ok(BriefingsResponse {
        schema_version: 1,
        briefings: shipped_ids().map(of).collect::<Result<_, _>>()?,
    })
}

impl From<Briefing> for Outline {
    fn from(briefing: Briefing) -> Self {
        let item = |item: &Item| ItemOutline {
            id: item.id.clone(),
            name: item.name.clone(),
            said: item.said.clone(),
            sources: briefing
                .sources
                .iter()
                .filter(|source| item.sources.contains(&source.id))
                .map(super::file::Source::evidence)
                .collect(),
            scenario: item.scenario.clone(),
            shipments: item.shipments.clone(),
        };
        Self {
            items: briefing.items.iter().map(item).collect(),
            id: briefing.id,
            name: briefing.name,
            about: briefing.about,
            day: briefing.day.to_string(),
            together: briefing.together,
            suppose: briefing.suppose,
            shipments: briefing.shipments.into_iter().map(ShipmentOutline::from).collect(),
        }
    }
}

impl From<Shipment> for ShipmentOutline {
    fn from(shipment: Shipment) -> Self {
        Self {
            id: shipment.id,
            name: shipment.name,
            from: shipment.from,
            to: shipment.to,
            cargo: shipment.cargo,
            teu: shipment.teu,
            mass_t: shipment.mass_t,
            value_usd: shipment.value_usd,
            ice_class: shipment.ice_class,
            depart_on: shipment.depart_on,
            hs: shipment.hs,
            origin: shipment.origin,
        }
    }
}
