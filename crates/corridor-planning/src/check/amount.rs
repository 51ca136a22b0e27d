//! What a part of a leg takes.

use std::ops::{Add, AddAssign, Mul};

/// Hours, US dollars and kilograms of CO2e for the whole shipment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Amount {
    pub hours: f64,
    pub usd: f64,
    /// From tank to wheel.
    pub ttw_kg: f64,
    /// From well to tank.
    pub wtt_kg: f64,
}

impl Amount {
    pub fn of(hours: f64, usd: f64) -> Self {
        Self { hours, usd, ..Self::default() }
    }

    /// The same with what tonne-kilometres emit at an intensity in grams, from tank and from well.
    pub fn emitting(self, tkm: f64, [ttw_g, wtt_g]: [f64; 2]) -> Self {
        Self { ttw_kg: tkm * ttw_g / 1000.0, wtt_kg: tkm * wtt_g / 1000.0, ..self }
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            hours: self.hours + other.hours,
            usd: self.usd + other.usd,
            ttw_kg: self.ttw_kg + other.ttw_kg,
            wtt_kg: self.wtt_kg + other.wtt_kg,
        }
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul<f64> for Amount {
    type Output = Self;
    fn mul(self, by: f64) -> Self {
        Self {
            hours: self.hours * by,
            usd: self.usd * by,
            ttw_kg: self.ttw_kg * by,
            wtt_kg: self.wtt_kg * by,
        }
    }
}
