//! The question for itineraries, and what an answer says of the shipment.

use super::Certainty;
use crate::engine::Engine;
use crate::problem::Problem;
use corridor_planning::{Order, Refusal, Shipment, ShipmentError, Vehicles};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

/// A question for itineraries.
#[derive(Clone, Debug)]
pub struct PlanRequest {
    /// Where from, as the user wrote it.
    pub from: String,
    /// Where to.
    pub to: String,
    /// What is to be moved, and the ship asked for.
    pub order: Order,
    /// Day of departure.
    pub depart: Date,
    /// Day of the world planned in; that of departure when absent.
    pub as_of: Option<Date>,
    /// Passages, countries, ports, corridors not to be used.
    pub avoid: Vec<String>,
    /// Passages, countries, ports, corridors to go through, in order.
    pub via: Vec<String>,
    /// Passages that freight does not sail unasked, to be used all the same.
    pub allow: Vec<String>,
    /// Code of the goods in the Harmonized System, for what may be traded; that of the group of goods
    /// of the order when absent.
    pub hs: Option<String>,
    /// Country the goods were made in, for what may be traded; that of `from` when absent.
    pub origin: Option<String>,
    /// Plan trade that a state has declared barred, and say so first.
    pub with_restricted: bool,
    /// Leave out what is reported disrupted on the day.
    pub strict_status: bool,
    /// Farthest a place may lie from the network, km.
    pub max_snap_km: f64,
    /// How sureness of arrival is reckoned.
    pub certainty: Certainty,
}

impl PlanRequest {
    /// What is asked when nothing else is said: one 40-foot container with the mass and value of the
    /// parameters, by a ship without ice class.
    pub fn new(from: impl Into<String>, to: impl Into<String>, depart: Date) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            order: Order::default(),
            depart,
            as_of: None,
            avoid: Vec::new(),
            via: Vec::new(),
            allow: Vec::new(),
            hs: None,
            origin: None,
            with_restricted: false,
            strict_status: false,
            max_snap_km: 50.0,
            certainty: Certainty::default(),
        }
    }
}

impl PlanRequest {
    /// Day of the world planned in.
    pub fn as_of(&self) -> Date {
        self.as_of.unwrap_or(self.depart)
    }
}

/// The shipment as understood, with the ship chosen.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ShipmentView {
    /// Kind of cargo.
    pub cargo: String,
    /// Twenty-foot units; 0 where cargo is not in boxes.
    pub teu: f64,
    /// Mass, t.
    pub mass_t: f64,
    /// Value, US dollars; 0 where nothing is said.
    pub value_usd: f64,
    /// What a day in transit is worth, US dollars.
    pub time_usd_per_day: f64,
    /// Class of the ship; none for boxes on liners of any size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship: Option<String>,
    /// Voyages of the ship that the shipment takes.
    pub voyages: u32,
    /// Ice class that counts.
    pub ice_class: String,
}

impl Engine {
    /// The shipment of an order, with the vehicles chosen for it.
    ///
    /// # Errors
    /// When the order makes no sense or no vehicle carries it.
    pub fn shipment(&self, order: &Order) -> Result<Shipment, Problem> {
        Shipment::new(order, self.parameters(), Vehicles::shipped()).map_err(Problem::from)
    }

    /// A shipment as shown.
    pub(crate) fn shipment_view(&self, shipment: &Shipment, order: &Order) -> ShipmentView {
        ShipmentView {
            cargo: shipment.cargo.name().to_owned(),
            teu: shipment.teu,
            mass_t: shipment.mass_t,
            value_usd: shipment.value_usd,
            time_usd_per_day: shipment.usd_per_hour(self.planner().rates()) * 24.0,
            ship: shipment.fleet.ship.as_ref().map(|ship| ship.id.clone()),
            voyages: shipment.fleet.voyages,
            ice_class: shipment.ice_class(order.ice_class).name().to_owned(),
        }
    }
}

impl From<ShipmentError> for Problem {
    fn from(error: ShipmentError) -> Self {
        let ShipmentError { refusal, reason, action } = error;
        match refusal {
            Refusal::Invalid => Self::bad_input("shipment-invalid", reason, action),
            Refusal::NoCommodity => Self::bad_input("commodity-unknown", reason, action),
            Refusal::NoShip => Self::bad_input("ship-unknown", reason, action),
            Refusal::Unsupported => Self::bad_input("cargo-unsupported", reason, action),
        }
    }
}
