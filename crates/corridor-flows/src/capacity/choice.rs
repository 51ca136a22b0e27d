//! What share of a demand takes which route, given the waits.

use super::{Demand, Nests};

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
    /// By nest: its expected cost, then its share.
    nests: Vec<f64>,
}

impl Choice {
    pub fn new() -> Self {
        Self { shares: Vec::new(), shipped: 0.0, expected: 0.0, least: 0.0, nests: Vec::new() }
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
        self.expected = match &demand.nests {
            None => best - divide(&mut self.shares, best, scale).ln() / scale,
            Some(nests) => self.in_nests(nests, best, scale),
        };
        let dearer = demand.forgone_scale * (self.expected - demand.forgone);
        self.shipped = 1.0 / (1.0 + dearer.exp());
        self.least = demand.least(self.expected);
    }
}

impl Choice {
    /// Turns costs into shares, nest by nest; returns the expected cost.
    fn in_nests(&mut self, nests: &Nests, best: f64, scale: f64) -> f64 {
        let count = nests.count();
        let routes = || nests.of.iter().map(|nest| *nest as usize);
        self.nests.clear();
        self.nests.resize(2 * count, 0.0);
        let (costs, sums) = self.nests.split_at_mut(count);
        costs.fill(f64::INFINITY);
        for (nest, cost) in routes().zip(&self.shares) {
            costs[nest] = costs[nest].min(*cost);
        }
        for (nest, share) in routes().zip(&mut self.shares) {
            *share = (-nests.scale * (*share - costs[nest])).exp();
            sums[nest] += *share;
        }
        for (cost, sum) in costs.iter_mut().zip(&*sums) {
            *cost -= sum.ln() / nests.scale;
        }
        let total = divide(costs, best, scale);
        for (nest, share) in routes().zip(&mut self.shares) {
            *share *= costs[nest] / sums[nest];
        }
        best - total.ln() / scale
    }
}

/// Turns costs into shares by a logit; returns the sum of exponentials over that of `best`.
fn divide(costs: &mut [f64], best: f64, scale: f64) -> f64 {
    let mut total = 0.0;
    for cost in costs.iter_mut() {
        *cost = (-scale * (*cost - best)).exp();
        total += *cost;
    }
    for cost in costs.iter_mut() {
        *cost /= total;
    }
    total
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
            nests: None,
        };
        let shipped = |cost: f64| 1.0 / (1.0 + (0.02 * (cost - 300.0)).exp());
        let area: f64 =
            (0..100_000).map(|n| 0.002 * shipped(200.0 + 0.002 * (f64::from(n) + 0.5))).sum();
        assert!((demand.least(400.0) - demand.least(200.0) - area).abs() < 1e-6);
        // Without a way it is what not shipping costs.
        assert_eq!(demand.least(f64::INFINITY), 300.0);
    }
}
