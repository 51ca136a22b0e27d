//! Gates over the sea: which way a stretch of a voyage crosses them.

use corridor_network::LngLat;
use serde::Deserialize;

/// A course over the sea from land to land that costs what crosses it from left to right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Its id, which parameters name; several gates may bear it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its course, straight in degrees between the points.
    pub course: Vec<LngLat>,
}

/// How a stretch crosses a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crossing {
    /// From the left of its course to the right: paid for.
    Paid,
    /// From right to left: free.
    Free,
}

impl Gate {
    /// How going straight, in degrees, from one point to another crosses it; nothing where it does
    /// not, or comes back to the side it left.
    pub fn crossed(&self, from: LngLat, to: LngLat) -> Option<Crossing> {
        let first = self.course.first()?.degrees()[0];
        // Longitudes as near to those of the gate as they can be: a stretch may cross the line of
        // 180 degrees.
        let near = |lng: f64, to: f64| lng - ((lng - to) / 360.0).round() * 360.0;
        let [a, b] = [from, to].map(LngLat::degrees);
        let start = [near(a[0], first), a[1]];
        let end = [near(b[0], start[0]), b[1]];
        let mut over = 0;
        for pair in self.course.windows(2) {
            let [c, d] = [pair[0], pair[1]].map(LngLat::degrees);
            let (c, d) = ([near(c[0], first), c[1]], [near(d[0], first), d[1]]);
            // Half-open at both, so that a shared point counts once.
            let (from_left, to_left) = (left(c, d, start) > 0.0, left(c, d, end) > 0.0);
            let (c_left, d_left) = (left(start, end, c) > 0.0, left(start, end, d) > 0.0);
            if from_left != to_left && c_left != d_left {
                over += if from_left { 1 } else { -1 };
            }
        }
        match over {
            0 => None,
            1.. => Some(Crossing::Paid),
            _ => Some(Crossing::Free),
        }
    }
}

/// Positive where `p` lies to the left of the way from `a` to `b`.
fn left(a: [f64; 2], b: [f64; 2], p: [f64; 2]) -> f64 {
    (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
}

#[cfg(test)]
mod tests {
    use super::super::Markets;
    use super::*;
    use proptest::prelude::*;

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    /// The gates paid for on a way of straight stretches.
    fn paid(way: &[(f64, f64)]) -> Vec<&'static str> {
        let mut ids = Vec::new();
        for pair in way.windows(2) {
            let [a, b] = [pair[0], pair[1]].map(|(lng, lat)| at(lng, lat));
            for gate in Markets::shipped().gates() {
                if gate.crossed(a, b) == Some(Crossing::Paid) {
                    ids.push(gate.id.as_str());
                }
            }
        }
        ids
    }

    const SHANGHAI: (f64, f64) = (122.0, 31.0);
    const SINGAPORE: (f64, f64) = (104.0, 1.2);
    const COLOMBO: (f64, f64) = (79.8, 6.0);
    const ADEN: (f64, f64) = (48.0, 12.5);
    const CAPE: (f64, f64) = (20.0, -36.0);
    const LOS_ANGELES: (f64, f64) = (-118.3, 33.6);
    const SYDNEY: (f64, f64) = (152.0, -34.0);
    const NORTH_PACIFIC: (f64, f64) = (-175.0, 48.0);
    const TOKYO: (f64, f64) = (140.0, 34.5);

    #[test]
    fn trades_pay_for_the_gates_they_go_out_by() {
        let (far_east, westward, america) =
            ("out-of-the-far-east", "out-of-asia-westward", "to-the-pacific-coasts-of-america");
        assert!(paid(&[SHANGHAI, (129.0, 35.0)]).is_empty());
        assert!(paid(&[SHANGHAI, (112.0, 12.0), SINGAPORE, (98.0, 5.0)]).is_empty());
        let europe = [SHANGHAI, (112.0, 12.0), SINGAPORE, (95.0, 6.0), COLOMBO, ADEN];
        assert_eq!(paid(&europe), [far_east, westward]);
        let mut back = europe;
        back.reverse();
        assert!(paid(&back).is_empty());
        assert_eq!(paid(&[SINGAPORE, (105.0, -7.0), CAPE]), [far_east, westward]);
        assert_eq!(paid(&[(72.5, 18.9), ADEN]), [westward]);
        assert!(paid(&[(72.5, 18.9), (57.0, 25.5)]).is_empty());
        let pacific = [SHANGHAI, TOKYO, NORTH_PACIFIC, (-150.0, 47.0), LOS_ANGELES];
        assert_eq!(paid(&pacific), [far_east, america]);
        assert_eq!(paid(&[TOKYO, (-140.0, 45.0)]), [far_east, america], "one long stretch");
        assert!(paid(&[LOS_ANGELES, (-150.0, 47.0), NORTH_PACIFIC, TOKYO, SHANGHAI]).is_empty());
        assert_eq!(paid(&[SHANGHAI, (125.0, 5.0), (135.0, 1.0), (152.0, 0.0), SYDNEY]), [far_east]);
        assert_eq!(paid(&[SYDNEY, (178.0, -25.0), LOS_ANGELES]), [america]);
        assert!(paid(&[ADEN, CAPE, (-45.0, -25.0), (-74.0, 40.0)]).is_empty());
    }

    proptest! {
        /// What is crossed one way is crossed the other way back, and a way round comes to nothing.
        #[test]
        fn crossings_are_told_both_ways(
            points in prop::collection::vec((-180.0..180.0f64, -70.0..70.0f64), 3..6)
        ) {
            for gate in Markets::shipped().gates() {
                for pair in points.windows(2) {
                    let [a, b] = [pair[0], pair[1]].map(|(lng, lat)| at(lng, lat));
                    let back = match gate.crossed(b, a) {
                        Some(Crossing::Paid) => Some(Crossing::Free),
                        Some(Crossing::Free) => Some(Crossing::Paid),
                        None => None,
                    };
                    // Stretches of half the world round can be taken either way.
                    if (pair[0].0 - pair[1].0).abs() < 90.0 {
                        prop_assert_eq!(gate.crossed(a, b), back);
                    }
                }
            }
        }
    }
}
