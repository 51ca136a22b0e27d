//! What is to be moved, and the vehicles it is reckoned with.

use crate::cargo::{Cargo, Commodity};
use crate::parameters::Parameters;
use crate::rates::Rates;
use crate::vehicle::{Ship, Vehicle, VehicleKind, Vehicles};
use std::fmt;

pub use crate::ice_class::IceClass;

mod size;

/// Tonnes that stand for one 40-foot unit where cargo is not in boxes: about what one carries.
const UNIT_T: f64 = 25.0;

/// What a question says of a shipment; what it leaves out follows from the tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    /// Kind of cargo.
    pub cargo: Cargo,
    /// Twenty-foot units; boxes only.
    pub teu: Option<f64>,
    /// Mass, t.
    pub mass_t: Option<f64>,
    /// Volume, m3.
    pub volume_m3: Option<f64>,
    /// Cars; ro-ro only.
    pub units: Option<f64>,
    /// Value, US dollars.
    pub value_usd: Option<f64>,
    /// Group of goods, by id.
    pub commodity: Option<String>,
    /// What a day in transit is worth, percent of the value.
    pub time_percent_per_day: Option<f64>,
    /// Class of ship, by id.
    pub ship: Option<String>,
    /// Least ice class of the ship.
    pub ice_class: IceClass,
}

/// What is wrong with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Amounts that are none or contradict each other, things that do not go together.
    Invalid,
    /// No such group of goods.
    NoCommodity,
    /// No such class of ships.
    NoShip,
    /// No vehicle carries it.
    Unsupported,
}

/// Why an order cannot be moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShipmentError {
    /// What is wrong.
    pub refusal: Refusal,
    /// The value and the reason.
    pub reason: String,
    /// What to do.
    pub action: String,
}

impl fmt::Display for ShipmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.reason, self.action)
    }
}

impl std::error::Error for ShipmentError {}

/// The vehicles of a shipment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fleet {
    /// The ship; none for boxes on liners of any size.
    pub ship: Option<Ship>,
    /// Voyages it takes.
    pub voyages: u32,
    /// The train; none where the cargo does not go by rail.
    pub train: Option<Vehicle>,
    /// The lorry.
    pub lorry: Option<Vehicle>,
    /// The barge.
    pub barge: Option<Vehicle>,
    /// Which ferries take it: rail ferries, ro-ro ferries, feeders.
    pub ferries: [bool; 3],
}

/// A shipment.
#[derive(Clone, Debug, PartialEq)]
pub struct Shipment {
    /// Kind of cargo.
    pub cargo: Cargo,
    /// Twenty-foot units: 2 is one 40-foot container; 0 where cargo is not in boxes.
    pub teu: f64,
    /// Mass of the cargo, t.
    pub mass_t: f64,
    /// Value of the cargo, US dollars; 0 where nothing is said.
    pub value_usd: f64,
    /// What a day in transit is worth, percent of the value; the parameter where nothing is said.
    pub time_percent_per_day: Option<f64>,
    /// What it is moved with.
    pub fleet: Fleet,
}

impl Shipment {
    /// Boxes on liners of any size.
    pub fn containers(teu: f64, mass_t: f64, value_usd: f64) -> Self {
        Self {
            cargo: Cargo::Container,
            teu,
            mass_t,
            value_usd,
            time_percent_per_day: None,
            fleet: Fleet::of(Cargo::Container, mass_t, None, 1, Vehicles::shipped()),
        }
    }

    /// The shipment of an order, with the smallest ship that takes it in one voyage unless the order
    /// names one.
    ///
    /// # Errors
    /// When amounts are none or contradict each other, the commodity or ship is not known or does
    /// not go with the cargo.
    pub fn new(
        order: &Order,
        parameters: &Parameters,
        vehicles: &Vehicles,
    ) -> Result<Self, ShipmentError> {
        let commodity =
            order.commodity.as_deref().map(|id| commodity(id, order.cargo)).transpose()?;
        let size = size::of(order, commodity, parameters)?;
        let value_usd = match (order.value_usd, commodity.and_then(|c| c.value_usd_per_t)) {
            (Some(value), _) => size::amount("--value-usd", value, 1e11)?,
            (None, Some(per_t)) => per_t * size.mass_t,
            (None, None) if order.cargo == Cargo::Container => {
                size.teu / 2.0 * parameters.get("shipment.default_value_usd")
            }
            (None, None) => 0.0,
        };
        let said = order.time_percent_per_day.map(|p| size::amount("--time-value", p, 100.0));
        let by_goods = commodity.map(|c| c.percent_per_day);
        // Bulk waits in heaps and tanks: its time is worth nothing unless the question says so.
        let unsaid = (order.cargo != Cargo::Container).then_some(0.0);
        let ship = ship(order, &size, vehicles)?;
        let voyages = ship.map_or(1, |ship| size.voyages(ship));
        Ok(Self {
            cargo: order.cargo,
            teu: size.teu,
            mass_t: size.mass_t,
            value_usd,
            time_percent_per_day: said.transpose()?.or(by_goods).or(unsaid),
            fleet: Fleet::of(order.cargo, size.mass_t, ship.cloned(), voyages, vehicles),
        })
    }

    /// Units that prices and weights are reckoned in: 40-foot containers, elsewhere 25 t each.
    pub fn units(&self) -> f64 {
        if self.teu > 0.0 { self.teu / 2.0 } else { self.mass_t / UNIT_T }
    }

    /// Forty-foot equivalent units of boxes; see [`Self::units`] for other cargo.
    pub fn feu(&self) -> f64 {
        self.units()
    }

    /// Forty-foot containers that boxes are paid as where a twenty-foot one costs `ratio` of one of
    /// them: twenty-foot units go in pairs, as 40-foot containers, and one that is left over alone;
    /// part of a box pays its part. [`Self::units`] for other cargo.
    pub fn boxes(&self, ratio: f64) -> f64 {
        let alone = self.teu % 2.0;
        let paid = if alone <= 1.0 { alone * ratio } else { ratio + (alone - 1.0) * (1.0 - ratio) };
        if self.teu > 0.0 { (self.teu / 2.0).floor() + paid } else { self.units() }
    }

    /// Lorries: one carries one 40-foot or two 20-foot containers, or its payload.
    pub fn lorries(&self) -> f64 {
        match &self.fleet.lorry {
            Some(lorry) if self.teu <= 0.0 => (self.mass_t / lorry.payload_t).ceil(),
            _ => self.units().ceil(),
        }
    }

    /// What an hour in transit is worth, US dollars for the whole shipment.
    pub fn usd_per_hour(&self, rates: &Rates) -> f64 {
        let share = self
            .time_percent_per_day
            .map_or(rates.time_value_per_h, |percent| percent / 100.0 / 24.0);
        self.value_usd * share
    }

    /// The ice class that counts: the one asked for, or the ship's own if that is stronger.
    pub fn ice_class(&self, asked: IceClass) -> IceClass {
        self.fleet.ship.as_ref().map_or(asked, |ship| ship.ice_class.max(asked))
    }

    /// What an answer has to say of the vehicles chosen.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let fleet = &self.fleet;
        if let Some(ship) = &fleet.ship {
            let voyages = match fleet.voyages {
                1 => "one voyage".to_owned(),
                n => format!("{n} voyages; times are those of one"),
            };
            notes.push(format!("by sea in a {} ({}): {voyages}", ship.name, ship.id));
        }
        if self.cargo != Cargo::Container {
            notes.push(format!(
                "which ports handle {} is not in the tables: every port is taken to that is deep \
                 enough as far as known",
                self.cargo
            ));
        }
        let refused: Vec<&str> = [
            ("rail", fleet.train.is_none()),
            ("road", fleet.lorry.is_none()),
            ("inland water", fleet.barge.is_none()),
        ]
        .iter()
        .filter(|mode| mode.1)
        .map(|mode| mode.0)
        .collect();
        if !refused.is_empty() {
            notes.push(format!(
                "{:.0} t of {} cargo are not offered by {}",
                self.mass_t,
                self.cargo,
                refused.join(", ")
            ));
        }
        notes
    }
}

impl Fleet {
    fn of(
        cargo: Cargo,
        mass_t: f64,
        ship: Option<Ship>,
        voyages: u32,
        vehicles: &Vehicles,
    ) -> Self {
        let carrying = |kind| vehicles.carrying(cargo, mass_t, kind).cloned();
        let ferries = [VehicleKind::RailFerry, VehicleKind::RoRoFerry, VehicleKind::Feeder];
        Self {
            ship,
            voyages,
            train: carrying(VehicleKind::Train),
            lorry: carrying(VehicleKind::Lorry),
            barge: carrying(VehicleKind::Barge),
            ferries: ferries.map(|kind| vehicles.carrying(cargo, mass_t, kind).is_some()),
        }
    }
}

fn commodity(id: &str, cargo: Cargo) -> Result<&'static Commodity, ShipmentError> {
    let Some(commodity) = Commodity::named(id) else {
        let all = Commodity::all();
        let ids: Vec<_> =
            all.iter().filter(|c| c.cargo.contains(&cargo)).map(|c| c.id.as_str()).collect();
        return Err(ShipmentError {
            refusal: Refusal::NoCommodity,
            reason: format!("there is no commodity {id:?}"),
            action: format!("for {cargo} cargo give one of {}", ids.join(", ")),
        });
    };
    if commodity.cargo.contains(&cargo) {
        return Ok(commodity);
    }
    let kinds: Vec<_> = commodity.cargo.iter().map(|c| c.name()).collect();
    Err(ShipmentError {
        refusal: Refusal::Invalid,
        reason: format!("{} does not come as {cargo} cargo", commodity.id),
        action: format!("give --cargo {}", kinds.join(" or ")),
    })
}

/// The ship of an order: the one it names, else the smallest that takes all, else the largest; none
/// for boxes.
fn ship<'v>(
    order: &Order,
    size: &size::Size,
    vehicles: &'v Vehicles,
) -> Result<Option<&'v Ship>, ShipmentError> {
    let carries = |ship: &&Ship| ship.cargo.contains(&order.cargo);
    let ids = || {
        let ids: Vec<_> = vehicles.ships().iter().filter(carries).map(|s| s.id.as_str()).collect();
        format!("for {} cargo give one of {}", order.cargo, ids.join(", "))
    };
    if let Some(id) = &order.ship {
        let Some(ship) = vehicles.ships().iter().find(|s| s.id.eq_ignore_ascii_case(id)) else {
            return Err(ShipmentError {
                refusal: Refusal::NoShip,
                reason: format!("there is no class of ships {id:?}"),
                action: ids(),
            });
        };
        if !carries(&ship) {
            return Err(ShipmentError {
                refusal: Refusal::Invalid,
                reason: format!(
                    "a {} ({}) does not carry {} cargo",
                    ship.name, ship.id, order.cargo
                ),
                action: ids(),
            });
        }
        return Ok(Some(ship));
    }
    if order.cargo == Cargo::Container {
        return Ok(None);
    }
    // A class for the ice asked for comes first, if there is one; otherwise an ordinary one is taken
    // for strengthened. Dear Arctic ships are not hired for open water.
    let strong = |ship: &&Ship| carries(ship) && ship.ice_class >= order.ice_class;
    let any_strong =
        vehicles.ships().iter().any(|s| strong(&s)) && order.ice_class >= IceClass::Arc4;
    let ordinary = |ship: &&Ship| carries(ship) && ship.ice_class < IceClass::Arc4;
    let mut able: Vec<&Ship> = vehicles
        .ships()
        .iter()
        .filter(|s| if any_strong { strong(s) } else { ordinary(s) })
        .collect();
    able.sort_by(|a, b| size.taken(a).total_cmp(&size.taken(b)));
    let enough = able.iter().find(|ship| size.voyages(ship) == 1).or(able.last());
    match enough {
        Some(ship) => Ok(Some(*ship)),
        None => Err(ShipmentError {
            refusal: Refusal::Unsupported,
            reason: format!("no ship of the tables carries {} cargo", order.cargo),
            action: "choose another kind of cargo".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests;
