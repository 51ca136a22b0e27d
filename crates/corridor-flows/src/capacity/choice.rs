//! What share of a demand takes which route, given the waits.

use super::Demand;

/// The scale of a logit in which an alternative that costs a tenth more of `cost` leaves `share` to the
/// cheaper one: 0.65 for 65 to 35.
///
/// `None` unless the share lies between a half and one and the cost is above 0.
pub fn scale_for(share: f64, cost: f64) -> Option<f64> {
    let is_sound = share > 0.5 && share < 1.0 && cost > 0.0 && cost.is_finite();
    is_sound.then(|| (share / (1.0 - share)).ln() / (0.1 * cost))
}

/// Shares of one demand.
pub struct Choice {
    /// Share of each route in what is shipped.
    pub shares: Vec<f64>,
    /// Share that is shipped.
    pub shipped: f64,
    /// Expected cost of a tonne that is shipped, USD.
    pub expected: f64,
    /// The same with the alternative not to ship.
    pub least: f64,
}

impl Choice {
    pub fn new() -> Self {
        Self { shares: Vec::new(), shipped: 0.0, expected: 0.0, least: 0.0 }
    }

    /// Chooses anew, keeping the room.
    pub fn make(&mut self, demand: &Demand, waits: &[f64]) {
        let scale = demand.scale;
        self.shares.clear();
        for route in &demand.routes {
            let wait: f64 = route.facilities.iter().map(|&f| waits[f as usize]).sum();
            self.shares.push(route.cost + demand.hour * wait - route.log_size / scale);
        }
        let best = self.shares.iter().copied().fold(f64::INFINITY, f64::min);
        if best == f64::INFINITY {
            (self.shipped, self.expected, self.least) = (0.0, f64::INFINITY, demand.forgone);
            return;
        }
        let mut total = 0.0;
        for share in &mut self.shares {
            *share = (-scale * (*share - best)).exp();
            total += *share;
        }
        for share in &mut self.shares {
            *share /= total;
        }
        self.expected = best - total.ln() / scale;
        let dearer = demand.forgone_scale * (self.expected - demand.forgone);
        self.shipped = 1.0 / (1.0 + dearer.exp());
        self.least = demand.least(self.expected);
    }
}

impl Demand {
    /// What a tonne costs at least, USD, where shipping it is expected to cost so much and it need not be
    /// shipped: a softened minimum, concave in the expected cost whatever its scale. The fall of it from
    /// one world to another, times the amount, is what users gain.
    pub fn least(&self, expected: f64) -> f64 {
        let dearer = self.forgone_scale * (expected - self.forgone);
        if dearer < 0.0 {
            expected - dearer.exp().ln_1p() / self.forgone_scale
        } else {
            self.forgone - (-dearer).exp().ln_1p() / self.forgone_scale
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::Grams;

    #[test]
    fn what_users_gain_is_the_area_under_their_demand() {
        let demand = Demand {
            amount: Grams(1_000_000),
            hour: 1.0,
            scale: 0.05,
            forgone: 300.0,
            forgone_scale: 0.02,
            routes: Vec::new(),
        };
        let shipped = |cost: f64| 1.0 / (1.0 + (0.02 * (cost - 300.0)).exp());
        let area: f64 =
            (0..100_000).map(|n| 0.002 * shipped(200.0 + 0.002 * (f64::from(n) + 0.5))).sum();
        assert!((demand.least(400.0) - demand.least(200.0) - area).abs() < 1e-6);
        // Without a way it is what not shipping costs.
        assert_eq!(demand.least(f64::INFINITY), 300.0);
    }
}
