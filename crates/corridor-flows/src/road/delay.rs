//! The delay function of the Bureau of Public Roads, with a part that does not depend on flow.

/// Cost of a link: `fixed + free * (1 + b * (flow / capacity)^power)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delay {
    constant: f64,
    /// `free * b`, the time added when the flow is the capacity.
    at_capacity: f64,
    per_capacity: f64,
    power: f64,
}

impl Delay {
    /// A delay; `fixed` is what tolls and length cost in the unit of time.
    ///
    /// With `b` or `power` zero the cost is constant. `None` if a figure is negative or not finite, if
    /// the capacity is zero where it matters, or if the power lies between 0 and 1: the slope at no
    /// flow would be infinite.
    pub fn new(free: f64, fixed: f64, b: f64, capacity: f64, power: f64) -> Option<Self> {
        let sound = |x: f64| x.is_finite() && x >= 0.0;
        if ![free, fixed, b, capacity, power].into_iter().all(sound) {
            return None;
        }
        let at_capacity = free * b;
        if at_capacity == 0.0 || power == 0.0 {
            let constant = free + fixed + at_capacity;
            return Some(Self { constant, at_capacity: 0.0, per_capacity: 0.0, power: 1.0 });
        }
        if capacity == 0.0 || power < 1.0 {
            return None;
        }
        Some(Self { constant: free + fixed, at_capacity, per_capacity: capacity.recip(), power })
    }

    /// A link that is passed for nothing, whatever its flow.
    pub fn nothing() -> Self {
        Self { constant: 0.0, at_capacity: 0.0, per_capacity: 0.0, power: 1.0 }
    }

    /// Cost and its slope at a flow.
    #[inline]
    pub fn at(&self, flow: f64) -> (f64, f64) {
        if self.at_capacity == 0.0 {
            return (self.constant, 0.0);
        }
        let x = flow.max(0.0) * self.per_capacity;
        let below = self.raised(x, self.power - 1.0);
        (
            self.constant + self.at_capacity * below * x,
            self.at_capacity * self.power * self.per_capacity * below,
        )
    }

    /// Cost summed over the flow from none on: the link's part of the Beckmann objective.
    pub fn sum_to(&self, flow: f64) -> f64 {
        if self.at_capacity == 0.0 {
            return self.constant * flow;
        }
        let x = flow.max(0.0) * self.per_capacity;
        let risen = self.raised(x, self.power) * x / (self.power + 1.0);
        self.constant * flow + self.at_capacity * risen / self.per_capacity
    }

    #[inline]
    fn raised(&self, x: f64, power: f64) -> f64 {
        // The power that nearly all networks have.
        if self.power == 4.0 {
            let cube = x * x * x;
            return if power == 3.0 { cube } else { cube * x };
        }
        x.powf(power)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slope_and_sum_agree_with_the_cost() {
        for power in [1.0, 2.5, 4.0, 4.4683] {
            let delay = Delay::new(3.0, 0.25, 0.15, 120.0, power).unwrap();
            let step = 1e-4;
            for flow in [1.0, 60.0, 120.0, 300.0] {
                let slope = (delay.at(flow + step).0 - delay.at(flow - step).0) / (2.0 * step);
                assert!((slope - delay.at(flow).1).abs() < 1e-7, "{power} {flow}");
                let cost = (delay.sum_to(flow + step) - delay.sum_to(flow - step)) / (2.0 * step);
                assert!((cost - delay.at(flow).0).abs() < 1e-7, "{power} {flow}");
            }
        }
        assert_eq!(Delay::new(3.0, 0.25, 0.15, 120.0, 4.0).unwrap().at(120.0).0, 3.7);
    }

    #[test]
    fn figures_without_sense_are_refused() {
        assert!(Delay::new(1.0, 0.0, 0.15, 0.0, 4.0).is_none());
        assert!(Delay::new(1.0, 0.0, 0.15, 10.0, 0.5).is_none());
        assert!(Delay::new(-1.0, 0.0, 0.15, 10.0, 4.0).is_none());
        assert!(Delay::new(1.0, 0.0, f64::NAN, 10.0, 4.0).is_none());
        // A constant link needs no capacity.
        assert_eq!(Delay::new(2.0, 0.5, 0.0, 0.0, 0.0).unwrap().at(7.0), (2.5, 0.0));
    }
}
