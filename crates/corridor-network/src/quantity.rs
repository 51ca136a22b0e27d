//! Quantities of the search: integers with their unit in the type.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident($repr:ty)) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        #[repr(transparent)]
        pub struct $name(pub $repr);

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self::default(), Add::add)
            }
        }
    };
}

quantity!(
    /// A length in metres. Sums saturate.
    Metres(u32)
);
quantity!(
    /// A duration in seconds. Sums saturate.
    Seconds(u32)
);

impl Metres {
    /// Rounds a length in kilometres to whole metres.
    pub fn from_km(km: f64) -> Self {
        Self((km * 1000.0).round().clamp(0.0, u32::MAX as f64) as u32)
    }
    /// Kilometres.
    pub fn km(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
    /// Nautical miles of 1,852 m.
    pub fn nautical_miles(self) -> f64 {
        f64::from(self.0) / 1852.0
    }
}

impl Seconds {
    /// Rounds a duration in hours to whole seconds.
    pub fn from_hours(hours: f64) -> Self {
        Self((hours * 3600.0).round().clamp(0.0, u32::MAX as f64) as u32)
    }
    /// Hours.
    pub fn hours(self) -> f64 {
        f64::from(self.0) / 3600.0
    }
    /// Days of 24 hours.
    pub fn days(self) -> f64 {
        f64::from(self.0) / 86_400.0
    }
}

impl fmt::Display for Metres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} km", self.km())
    }
}
