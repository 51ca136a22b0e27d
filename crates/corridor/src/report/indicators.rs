//! The four trade facilitation indicators of CAREC's corridor monitoring, for one itinerary.
//!
//! Definitions: Asian Development Bank, CAREC Corridor Performance Measurement and Monitoring, report
//! of 2023 (cpmm.carecprogram.org/2023-report): hours and charges at a border crossing, cost of 500 km
//! for 20 t, speed with and without delays. They speak of road and rail; legs by water are left out.

use crate::plan::LegView;
use schemars::JsonSchema;
use serde::Serialize;

/// Kilometres that the third indicator is given for.
const SECTION_KM: f64 = 500.0;

/// Indicators of an itinerary; absent where it has no border, or goes nowhere by land.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct IndicatorsView {
    /// Border crossings by land.
    pub borders: u32,
    /// TFI1: hours at a border crossing, mean of all crossings.
    pub tfi1_border_hours: Option<f64>,
    /// TFI2: US dollars at a border crossing for a 40-foot container or lorry, mean of all crossings.
    pub tfi2_border_usd: Option<f64>,
    /// TFI3: US dollars for 500 km by rail and road with their borders, for a 40-foot container or
    /// lorry, which stands for 20 t.
    pub tfi3_usd_per_500_km: Option<f64>,
    /// TFI4: km/h by rail and road while moving.
    pub tfi4_speed_kmh: Option<f64>,
    /// TFI4 with delay: the same with borders, and with terminals and waits between land legs.
    pub tfi4_speed_with_delay_kmh: Option<f64>,
}

/// The indicators of a chain of legs that carries `units` 40-foot containers or lorries.
pub(crate) fn indicators(legs: &[LegView], units: f64) -> IndicatorsView {
    let mut sums = Sums::default();
    let mut by_land = false;
    // Hours that count only if the chain goes on by land.
    let mut pending = 0.0;
    for leg in legs {
        let hours = leg.duration_s as f64 / 3600.0;
        match leg.kind.as_str() {
            "rail" | "road" => {
                sums.moving_h += hours;
                sums.km += leg.distance_m as f64 / 1000.0;
                sums.usd += leg.cost_usd;
                sums.delay_h += if by_land { pending } else { 0.0 };
                (by_land, pending) = (true, 0.0);
            }
            "border" => {
                sums.borders += 1;
                sums.border_h += hours;
                sums.border_usd += leg.cost_usd;
            }
            "transfer" | "wait" => pending += hours,
            _ => (by_land, pending) = (false, 0.0),
        }
    }
    sums.view(units)
}

#[derive(Default)]
struct Sums {
    borders: u32,
    km: f64,
    moving_h: f64,
    delay_h: f64,
    usd: f64,
    border_h: f64,
    border_usd: f64,
}

impl Sums {
    fn view(&self, units: f64) -> IndicatorsView {
        let units = units.max(f64::MIN_POSITIVE);
        let crossed = f64::from(self.borders);
        let at_border = |sum: f64| (self.borders > 0).then(|| round(sum / crossed));
        let by_land = self.km >= 1.0 && self.moving_h > 0.0;
        let on_land = |value: f64| by_land.then(|| round(value));
        let whole_h = self.moving_h + self.border_h + self.delay_h;
        IndicatorsView {
            borders: self.borders,
            tfi1_border_hours: at_border(self.border_h),
            tfi2_border_usd: at_border(self.border_usd / units),
            tfi3_usd_per_500_km: on_land(
                (self.usd + self.border_usd) / units * SECTION_KM / self.km,
            ),
            tfi4_speed_kmh: on_land(self.km / self.moving_h),
            tfi4_speed_with_delay_kmh: on_land(self.km / whole_h),
        }
    }
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
