//! What ways are weighed by, as whole numbers.
//!
//! Weights are per unit of the shipment (40-foot containers), so that a large one does not leave
//! their range: seconds, thousandths of dollars, grams of CO2e.

use crate::rates::Rates;
use crate::shipment::Shipment;
use corridor_routing::Weight;

/// The criteria a way can be best by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Criterion {
    /// Time door to door.
    Time,
    /// Money paid.
    Cost,
    /// CO2e, well to wheel.
    Emissions,
    /// Money paid, and what the time is worth.
    Generalised,
}

impl Criterion {
    /// In the order in which tables have them.
    pub(crate) const ALL: [Self; 4] = [Self::Time, Self::Cost, Self::Emissions, Self::Generalised];
}

/// Weighs what things take for one shipment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weigher {
    units: f64,
    /// Thousandths of dollars an hour is worth to one unit.
    per_hour: f64,
}

impl Weigher {
    pub(crate) fn new(shipment: &Shipment, rates: &Rates) -> Self {
        let units = shipment.units();
        Self { units, per_hour: shipment.usd_per_hour(rates) / units * 1000.0 }
    }

    /// The weight of hours, dollars and kilograms that the whole shipment takes.
    pub(crate) fn weigh(&self, by: Criterion, hours: f64, usd: f64, kg: f64) -> Weight {
        let milli_usd = usd / self.units * 1000.0;
        let value = match by {
            Criterion::Time => hours * 3600.0,
            Criterion::Cost => milli_usd,
            Criterion::Emissions => kg / self.units * 1000.0,
            Criterion::Generalised => milli_usd + hours * self.per_hour,
        };
        // What does not fit is too far to go; a bound on requests keeps it from happening.
        Weight::new(value.round().clamp(0.0, f64::from(u32::MAX)) as u32)
    }
}
