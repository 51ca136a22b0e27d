//! The question for itineraries, and what of it is refused.

use crate::problem::Problem;
use corridor_planning::{IceClass, Shipment};
use jiff::civil::Date;

/// A question for itineraries.
#[derive(Clone, Debug)]
pub struct PlanRequest {
    /// Where from, as the user wrote it.
    pub from: String,
    /// Where to.
    pub to: String,
    /// Twenty-foot equivalent units.
    pub teu: f64,
    /// Mass of the cargo, t.
    pub mass_t: f64,
    /// Value of the cargo, US dollars.
    pub value_usd: f64,
    /// Day of departure.
    pub depart: Date,
    /// Ice class of the ship.
    pub ice_class: IceClass,
    /// Passages, countries, ports, corridors not to be used.
    pub avoid: Vec<String>,
    /// Passages that freight does not sail unasked, to be used all the same.
    pub allow: Vec<String>,
    /// Leave out what is reported disrupted on the day.
    pub strict_status: bool,
    /// Farthest a place may lie from the network, km.
    pub max_snap_km: f64,
}

/// The heaviest cargo a twenty-foot unit carries, t: 30.48 t gross less 2.3 t of box (ISO 668).
const HEAVIEST_TEU_T: f64 = 28.2;

pub(crate) fn shipment(teu: f64, mass_t: f64, value_usd: f64) -> Result<Shipment, Problem> {
    let bad =
        |what: String, action: &str| Err(Problem::bad_input("shipment-invalid", what, action));
    for (name, value) in [("--teu", teu), ("--mass-t", mass_t), ("--value-usd", value_usd)] {
        if !value.is_finite() || value < 0.0 {
            return bad(format!("{name} {value} is no amount"), "give a number of 0 or more");
        }
    }
    if teu <= 0.0 || teu > 20_000.0 {
        return bad(
            format!("--teu {teu} is outside (0, 20000]"),
            "one 40-foot container is 2 TEU; split what exceeds a ship",
        );
    }
    if mass_t > teu * HEAVIEST_TEU_T {
        return bad(
            format!("{mass_t} t do not fit into {teu} TEU"),
            "a twenty-foot unit carries at most 28.2 t: raise --teu",
        );
    }
    if value_usd > 1e10 {
        return bad(format!("--value-usd {value_usd} is beyond 10 billion"), "check the unit");
    }
    Ok(Shipment { teu, mass_t, value_usd })
}
