//! What charts are drawn from: how far, how long and how dear after each leg, and round marks.

use crate::plan::ItineraryView;

/// Where a shipment stands after a leg, counted from the start.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CoursePoint {
    /// Kilometres travelled.
    pub km: f64,
    /// Days passed, on average.
    pub days: f64,
    /// US dollars spent.
    pub usd: f64,
}

/// The start of an itinerary and where it stands after each of its legs.
pub fn course(itinerary: &ItineraryView) -> Vec<CoursePoint> {
    let mut at = CoursePoint::default();
    let mut points = vec![at];
    for leg in &itinerary.legs {
        at.km += leg.distance_m as f64 / 1000.0;
        at.days += leg.duration_s as f64 / 86_400.0;
        at.usd += leg.cost_usd;
        points.push(at);
    }
    points
}

/// Round numbers from 0 up to `most` in about `parts` equal steps of 1, 2 or 5 times a power of ten.
pub fn ticks(most: f64, parts: usize) -> Vec<f64> {
    let rough = (most / parts.max(1) as f64).max(1e-9);
    let power = 10_f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0].map(|step| step * power);
    let step = steps.into_iter().find(|step| *step >= rough).unwrap_or(10.0 * power);
    let count = (most / step * (1.0 + 1e-9)).clamp(0.0, 100.0) as u32;
    (0..=count).map(|n| f64::from(n) * step).collect()
}
