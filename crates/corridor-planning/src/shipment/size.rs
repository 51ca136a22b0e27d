//! How much a shipment is, from what the question says.

use super::{Order, Refusal, ShipmentError};
use crate::cargo::{Cargo, Commodity};
use crate::parameters::Parameters;
use crate::vehicle::Ship;

/// The heaviest cargo a twenty-foot unit carries, t: 30.48 t gross less 2.3 t of box (ISO 668).
const HEAVIEST_TEU_T: f64 = 28.2;
/// Cubic metres inside a twenty-foot unit (ISO 668).
const TEU_M3: f64 = 33.2;
/// Most boxes of one shipment: a whole ship.
const MOST_TEU: f64 = 20_000.0;
/// Most tonnes of one shipment; beyond, the unit is wrong.
const MOST_T: f64 = 5e6;
/// Most cars of one shipment.
const MOST_UNITS: f64 = 1e5;
/// How far mass and volume may be from the usual density before they contradict each other.
const DENSITY_BAND: f64 = 2.0;

/// How much a shipment is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Size {
    pub teu: f64,
    pub mass_t: f64,
    /// Where it counts for the ship: m3 of gas, cars.
    pub measure: Option<f64>,
}

impl Size {
    /// What of the cargo's measure the ship takes.
    pub fn taken(&self, ship: &Ship) -> f64 {
        let capacity = &ship.capacity;
        if self.teu > 0.0 {
            return capacity.teu.unwrap_or(0.0);
        }
        let by_measure = capacity.m3.or(capacity.units);
        match (self.measure, by_measure) {
            (Some(_), Some(measure)) => measure,
            _ => capacity.t.unwrap_or(0.0),
        }
    }

    /// Voyages of the ship that the cargo takes.
    pub fn voyages(&self, ship: &Ship) -> u32 {
        let capacity = &ship.capacity;
        let whole = if self.teu > 0.0 {
            self.teu
        } else {
            match (self.measure, capacity.m3.or(capacity.units)) {
                (Some(measure), Some(_)) => measure,
                _ => self.mass_t,
            }
        };
        let taken = self.taken(ship);
        if taken > 0.0 { (whole / taken - 1e-9).ceil().max(1.0) as u32 } else { u32::MAX }
    }
}

/// An amount of zero or more.
pub(super) fn amount(flag: &str, value: f64, most: f64) -> Result<f64, ShipmentError> {
    if !value.is_finite() || value < 0.0 {
        return Err(invalid(format!("{flag} {value} is no amount"), "give a number of 0 or more"));
    }
    if value > most {
        return Err(invalid(format!("{flag} {value} is beyond {most}"), "check the unit"));
    }
    Ok(value)
}

fn invalid(reason: String, action: impl Into<String>) -> ShipmentError {
    ShipmentError { refusal: Refusal::Invalid, reason, action: action.into() }
}

fn given(flag: &str, value: Option<f64>, most: f64) -> Result<Option<f64>, ShipmentError> {
    value.map(|value| amount(flag, value, most)).transpose()
}

/// The size of an order.
pub(super) fn of(
    order: &Order,
    commodity: Option<&Commodity>,
    parameters: &Parameters,
) -> Result<Size, ShipmentError> {
    let cargo = order.cargo;
    let mass = given("--mass-t", order.mass_t, MOST_T)?;
    let volume = given("--volume-m3", order.volume_m3, 2.0 * MOST_T)?;
    if let (Some(teu), false) = (order.teu, cargo == Cargo::Container) {
        return Err(invalid(
            format!("--teu {teu} counts boxes, and {cargo} cargo is not in boxes"),
            "give --mass-t, or --cargo container",
        ));
    }
    if let (Some(units), false) = (order.units, cargo == Cargo::RoRo) {
        return Err(invalid(
            format!("--units {units} counts cars, and {cargo} cargo is not counted so"),
            "give --mass-t, or --cargo ro-ro",
        ));
    }
    match cargo {
        Cargo::Container => boxes(order, mass, volume, parameters),
        Cargo::RoRo => {
            let car_t = parameters.get("shipment.car_mass_t");
            let units = given("--units", order.units, MOST_UNITS)?;
            let mass_t = mass.or(units.map(|units| units * car_t));
            let Some(mass_t) = mass_t.filter(|mass| *mass > 0.0) else {
                return Err(invalid("how many cars is not said".to_owned(), "give --units"));
            };
            Ok(Size { teu: 0.0, mass_t, measure: units.or(Some(mass_t / car_t)) })
        }
        _ => {
            let density = commodity.or_else(|| cargo.usual()).and_then(|c| c.t_per_m3);
            let by_volume = match (volume, density) {
                (Some(volume), Some(density)) => Some(volume * density),
                (Some(volume), None) if mass.is_none() => {
                    return Err(invalid(
                        format!("--volume-m3 {volume} has no mass without a density"),
                        "give --mass-t, or --commodity",
                    ));
                }
                _ => None,
            };
            if let (Some(mass), Some(usual)) = (mass, by_volume)
                && (mass > usual * DENSITY_BAND || usual > mass * DENSITY_BAND)
            {
                return Err(invalid(
                    format!(
                        "--mass-t {mass} and --volume-m3 contradict each other: about {usual:.0} t is usual"
                    ),
                    "give one of them",
                ));
            }
            let Some(mass_t) = mass.or(by_volume).filter(|mass| *mass > 0.0) else {
                return Err(invalid(
                    format!("how much {cargo} cargo is not said"),
                    "give --mass-t",
                ));
            };
            let measure =
                (cargo == Cargo::Lng).then(|| volume.or(density.map(|density| mass_t / density)));
            Ok(Size { teu: 0.0, mass_t, measure: measure.flatten() })
        }
    }
}

fn boxes(
    order: &Order,
    mass: Option<f64>,
    volume: Option<f64>,
    parameters: &Parameters,
) -> Result<Size, ShipmentError> {
    let teu = order.teu.unwrap_or(2.0);
    if !teu.is_finite() || teu <= 0.0 || teu > MOST_TEU {
        return Err(invalid(
            format!("--teu {teu} is outside (0, {MOST_TEU}]"),
            "one 40-foot container is 2 TEU; split what exceeds a ship",
        ));
    }
    let usual = || teu / 2.0 * parameters.get("shipment.default_mass_t_per_feu");
    let mass_t = mass.unwrap_or_else(usual);
    if mass_t > teu * HEAVIEST_TEU_T {
        return Err(invalid(
            format!("{mass_t} t do not fit into {teu} TEU"),
            "a twenty-foot unit carries at most 28.2 t: raise --teu",
        ));
    }
    if let Some(volume) = volume.filter(|volume| *volume > teu * TEU_M3 * 1.05) {
        return Err(invalid(
            format!("{volume} m3 do not fit into {teu} TEU"),
            "a twenty-foot unit holds 33.2 m3: raise --teu",
        ));
    }
    Ok(Size { teu, mass_t, measure: None })
}
