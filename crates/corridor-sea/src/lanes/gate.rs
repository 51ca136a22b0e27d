//! Which passages and areas a stretch of sea runs through.
//!
//! A passage is crossed where a great circle meets one of its gates, an area is entered or left where
//! it meets the ring. Both are exact on the sphere; nothing is projected but for the
//! test of a single point, where the gnomonic chart keeps great circles straight.

use corridor_network::fact::{Area, Passage};
use corridor_network::{LngLat, Vec3};

/// A great circle arc of under half a turn.
#[derive(Clone, Copy, Debug)]
struct Arc {
    from: Vec3,
    to: Vec3,
    normal: Vec3,
}

impl Arc {
    fn new(from: Vec3, to: Vec3) -> Self {
        Self { from, to, normal: from.cross(to) }
    }

    /// Whether the two arcs cross. An end that lies on the other arc's circle counts as left of it,
    /// so that a path through a point on a gate crosses the gate once.
    fn crosses(&self, other: &Self) -> bool {
        let left = |v: f64| v >= 0.0;
        let a = left(other.normal.dot(self.from));
        let b = left(other.normal.dot(self.to));
        if a == b {
            return false;
        }
        let c = left(self.normal.dot(other.from));
        let d = left(self.normal.dot(other.to));
        // a == d picks the meeting point from the two where the circles cut.
        c != d && a == d
    }

    /// Where the two arcs cross.
    fn meets(&self, other: &Self) -> Option<Vec3> {
        self.crosses(other).then(|| {
            let meeting = self.normal.cross(other.normal).unit();
            let near = self.from.add_scaled(self.to, 1.0);
            if meeting.dot(near) < 0.0 { meeting.negated() } else { meeting }
        })
    }
}

fn arcs(points: &[LngLat], closed: bool) -> Vec<Arc> {
    let mut points: Vec<Vec3> = points.iter().map(|p| p.vec3()).collect();
    if closed {
        points.extend(points.first().copied());
    }
    points.windows(2).map(|w| Arc::new(w[0], w[1])).collect()
}

/// The gates of all passages.
pub struct Gates {
    arcs: Vec<(Arc, u16)>,
}

impl Gates {
    /// The gates, each with the row of its passage.
    pub fn new(passages: &[Passage]) -> Self {
        let rows = passages.iter().zip(0u16..);
        let gates = rows.flat_map(|(p, row)| p.gates.iter().map(move |gate| (gate, row)));
        Self {
            arcs: gates
                .flat_map(|(gate, row)| arcs(gate, false).into_iter().map(move |arc| (arc, row)))
                .collect(),
        }
    }

    /// Only the gates of the passages for which `keep` holds.
    #[must_use]
    pub fn only(&self, keep: impl Fn(u16) -> bool) -> Self {
        Self { arcs: self.arcs.iter().filter(|(_, row)| keep(*row)).copied().collect() }
    }

    /// Rows of the passages whose gates the great circle from `a` to `b` crosses, sorted.
    pub fn crossed(&self, a: Vec3, b: Vec3) -> Vec<u16> {
        let course = Arc::new(a, b);
        let mut rows: Vec<u16> = Vec::new();
        for (gate, row) in &self.arcs {
            if rows.last() != Some(row) && course.crosses(gate) {
                rows.push(*row);
            }
        }
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

/// The rings of all areas.
pub struct AreaRings {
    rings: Vec<Ring>,
}

struct Ring {
    centre: Vec3,
    axes: [Vec3; 2],
    corners: Vec<[f64; 2]>,
    sides: Vec<Arc>,
}

impl Ring {
    fn new(corners: &[LngLat]) -> Self {
        let points: Vec<Vec3> = corners.iter().map(|p| p.vec3()).collect();
        let sum = points.iter().fold(Vec3([0.0; 3]), |sum, p| sum.add_scaled(*p, 1.0));
        let centre = sum.unit();
        let aside =
            if centre.0[2].abs() < 0.9 { Vec3([0.0, 0.0, 1.0]) } else { Vec3([1.0, 0.0, 0.0]) };
        let east = aside.cross(centre).unit();
        let mut ring = Self {
            centre,
            axes: [east, centre.cross(east)],
            corners: Vec::new(),
            sides: arcs(corners, true),
        };
        ring.corners = points.iter().filter_map(|p| ring.chart(*p)).collect();
        ring
    }

    /// Gnomonic chart of the hemisphere round the centre.
    fn chart(&self, p: Vec3) -> Option<[f64; 2]> {
        let depth = self.centre.dot(p);
        (depth > 1e-6).then(|| [self.axes[0].dot(p) / depth, self.axes[1].dot(p) / depth])
    }

    fn holds(&self, p: Vec3) -> bool {
        let Some([x, y]) = self.chart(p) else { return false };
        let mut inside = false;
        for (i, a) in self.corners.iter().enumerate() {
            let b = self.corners[(i + 1) % self.corners.len()];
            if (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] {
                inside = !inside;
            }
        }
        inside
    }
}

impl AreaRings {
    /// The rings, in the order of the areas. Each lies within a hemisphere.
    pub fn new(areas: &[Area]) -> Self {
        Self { rings: areas.iter().map(|area| Ring::new(&area.ring)).collect() }
    }

    /// Rows of the areas that hold a point, sorted.
    pub fn holding(&self, p: Vec3) -> Vec<u16> {
        let rings = self.rings.iter().zip(0u16..);
        rings.filter(|(ring, _)| ring.holds(p)).map(|(_, row)| row).collect()
    }

    /// Where the great circle from `a` to `b` enters or leaves areas, in order.
    pub fn borders(&self, a: Vec3, b: Vec3) -> Vec<Vec3> {
        let course = Arc::new(a, b);
        let sides = self.rings.iter().flat_map(|ring| &ring.sides);
        let mut borders: Vec<Vec3> = sides.filter_map(|side| course.meets(side)).collect();
        borders.sort_by(|p, q| a.angle(*p).total_cmp(&a.angle(*q)));
        borders
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::fact::{AreaKind, Confidence, Evidence, Limits, PassageKind};

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }
    fn evidence() -> Evidence {
        Evidence {
            source: "test".into(),
            date: "2026".into(),
            confidence: Confidence::H,
            note: String::new(),
        }
    }
    fn passage(id: &str, gate: &[(f64, f64)]) -> Passage {
        Passage {
            id: id.into(),
            name: id.into(),
            aliases: Vec::new(),
            kind: PassageKind::Strait,
            group: None,
            gates: vec![gate.iter().map(|(x, y)| at(*x, *y)).collect()],
            open_by_default: true,
            limits: Limits::default(),
            transit_hours: 0.0,
            wait_hours: 0.0,
            status: Vec::new(),
            evidence: evidence(),
        }
    }

    #[test]
    fn gates_are_crossed_on_the_near_side_only_and_over_the_antimeridian() {
        let gates = Gates::new(&[
            passage("dateline", &[(180.0, -10.0), (180.0, 10.0)]),
            passage("bent", &[(10.0, -5.0), (12.0, 0.0), (10.0, 5.0)]),
        ]);
        let crossed = |a: LngLat, b: LngLat| gates.crossed(a.vec3(), b.vec3());
        assert_eq!(crossed(at(179.0, 1.0), at(-179.0, 2.0)), [0]);
        assert_eq!(crossed(at(-1.0, 1.0), at(1.0, 2.0)), [0u16; 0], "the antipodes of the gate");
        assert_eq!(crossed(at(0.0, 1.0), at(20.0, 1.0)), [1]);
        assert_eq!(crossed(at(0.0, 8.0), at(20.0, 8.0)), [0u16; 0]);
        // A bend exactly on the gate: one of the two legs crosses.
        let legs = [crossed(at(0.0, 0.0), at(12.0, 0.0)), crossed(at(12.0, 0.0), at(20.0, 0.0))];
        assert_eq!(legs.concat(), [1]);
    }

    #[test]
    fn areas_are_entered_and_left_also_over_the_antimeridian() {
        let ring = [(170.0, 60.0), (-170.0, 60.0), (-170.0, 70.0), (170.0, 70.0)];
        let area = Area {
            id: "ice".into(),
            name: "ice".into(),
            kind: AreaKind::Ice,
            ring: ring.iter().map(|(x, y)| at(*x, *y)).collect(),
            ice_tenths: Vec::new(),
            ice_cm: Vec::new(),
            status: Vec::new(),
            evidence: evidence(),
        };
        let areas = AreaRings::new(&[area]);
        assert_eq!(areas.holding(at(180.0, 65.0).vec3()), [0]);
        assert_eq!(areas.holding(at(160.0, 65.0).vec3()), [0u16; 0]);
        assert_eq!(areas.holding(at(0.0, -65.0).vec3()), [0u16; 0], "the antipodes of the area");
        let borders = |a: LngLat, b: LngLat| areas.borders(a.vec3(), b.vec3());
        let through = borders(at(160.0, 65.0), at(-160.0, 65.0));
        let lngs: Vec<f64> = through.iter().map(|p| p.lng_lat().lng().abs().round()).collect();
        assert_eq!(lngs, [170.0, 170.0]);
        assert!(through[0].lng_lat().lng() > 0.0 && through[1].lng_lat().lng() < 0.0);
        assert!(borders(at(150.0, 65.0), at(160.0, 65.0)).is_empty());
    }
}
