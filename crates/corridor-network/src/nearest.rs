//! The nearest point of a set of polylines: how places and terminals join the network.
//!
//! Distances are great-circle, km. Segments are great circles between their ends.

use crate::LngLat;
use crate::geo::{EARTH_RADIUS_KM, Vec3};
use rstar::primitives::GeomWithData;
use rstar::{PointDistance, RTree};

/// Where a point meets a polyline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foot {
    /// Number of the polyline, as given to the index.
    pub line: u32,
    /// Segment of it that is met: from its point number `segment` to the next.
    pub segment: u32,
    /// How far along the segment, 0 to 1.
    pub fraction: f64,
    /// The point met.
    pub at: LngLat,
    /// Distance to it, km.
    pub km: f64,
}

/// The foot of `point` on the great-circle segment from `a` to `b`: fraction along it, the foot.
pub fn foot_on_segment(point: Vec3, a: Vec3, b: Vec3) -> (f64, Vec3) {
    let normal = a.cross(b);
    let length = normal.norm();
    if length < 1e-14 {
        return (0.0, a);
    }
    let normal = Vec3(normal.0.map(|x| x / length));
    let foot = point.add_scaled(normal, -point.dot(normal));
    if foot.norm() > 1e-12 {
        let foot = foot.unit();
        if a.cross(foot).dot(normal) >= 0.0 && foot.cross(b).dot(normal) >= 0.0 {
            return (a.angle(foot) / a.angle(b), foot);
        }
    }
    if point.dot(a) >= point.dot(b) { (0.0, a) } else { (1.0, b) }
}

/// The nearest foot within `max_km` by looking at every polyline; right for a handful of questions.
pub fn nearest_by_scan<'a>(
    lines: impl Iterator<Item = (u32, &'a [LngLat])>,
    at: LngLat,
    max_km: f64,
) -> Option<Foot> {
    let point = at.vec3();
    let band = (max_km / 111.0 * 1e7) as i32 + 1;
    let [_, lat] = at.e7();
    let mut best: Option<Foot> = None;
    for (line, points) in lines {
        for (segment, pair) in points.windows(2).enumerate() {
            let (south, north) = {
                let (p, q) = (pair[0].e7()[1], pair[1].e7()[1]);
                (p.min(q), p.max(q))
            };
            // A great circle bulges polewards of its ends; long segments get a wide berth.
            let bulge = if north - south > 20_000_000 || far_apart(pair) { 100_000_000 } else { 0 };
            if lat < south - band - bulge || lat > north + band + bulge {
                continue;
            }
            let foot = foot_of(point, line, segment, pair[0], pair[1]);
            if foot.km <= max_km && best.is_none_or(|b| foot.km < b.km) {
                best = Some(foot);
            }
        }
    }
    best
}

fn far_apart(pair: &[LngLat]) -> bool {
    let turn = pair[0].e7()[0].abs_diff(pair[1].e7()[0]);
    turn > 20_000_000
}

fn foot_of(point: Vec3, line: u32, segment: usize, a: LngLat, b: LngLat) -> Foot {
    let (fraction, foot) = foot_on_segment(point, a.vec3(), b.vec3());
    let at = foot.lng_lat();
    Foot { line, segment: segment as u32, fraction, at, km: point.angle(foot) * EARTH_RADIUS_KM }
}

/// Samples stand at most this far apart along a segment.
const SAMPLE_KM: f64 = 20.0;

type Sample = GeomWithData<[f64; 3], (u32, u32)>;

/// An index of polylines for many questions.
pub struct PolylineIndex {
    spacing_km: f64,
    samples: RTree<Sample>,
    segments: std::collections::BTreeMap<u32, Vec<LngLat>>,
}

impl PolylineIndex {
    /// Builds the index over numbered polylines.
    pub fn new(lines: impl Iterator<Item = (u32, Vec<LngLat>)>) -> Self {
        Self::with_spacing(lines, SAMPLE_KM)
    }

    /// The index with samples at most so far apart: less where segments are short and dense.
    pub fn with_spacing(lines: impl Iterator<Item = (u32, Vec<LngLat>)>, spacing_km: f64) -> Self {
        let mut samples = Vec::new();
        let segments: std::collections::BTreeMap<_, _> = lines.collect();
        for (line, points) in &segments {
            for (segment, pair) in points.windows(2).enumerate() {
                let (a, b) = (pair[0].vec3(), pair[1].vec3());
                let pieces = (a.angle(b) * EARTH_RADIUS_KM / spacing_km).ceil().max(1.0) as usize;
                for i in 0..pieces {
                    let share = (i as f64 + 0.5) / pieces as f64;
                    let middle = Vec3(a.0.map(|x| x * (1.0 - share))).add_scaled(b, share).unit();
                    samples.push(Sample::new(middle.0, (*line, segment as u32)));
                }
            }
        }
        Self { spacing_km, samples: RTree::bulk_load(samples), segments }
    }

    /// The nearest foot within `max_km`.
    pub fn nearest(&self, at: LngLat, max_km: f64) -> Option<Foot> {
        self.nearest_by_class(at, max_km, 0.0, |_| 0).pop()
    }

    /// The foot on every line that `takes` accepts within `km`, nearest first.
    pub fn all_within(&self, at: LngLat, km: f64, takes: impl Fn(u32) -> bool) -> Vec<Foot> {
        let feet =
            self.nearest_by_class(at, km, km, |line| if takes(line) { line } else { u32::MAX });
        feet.into_iter().filter(|foot| takes(foot.line)).collect()
    }

    /// The nearest foot of every class of lines, nearest first: those within `max_km` that are no
    /// more than `slack_km` farther than the nearest of all.
    pub fn nearest_by_class<C: PartialEq>(
        &self,
        at: LngLat,
        max_km: f64,
        slack_km: f64,
        class: impl Fn(u32) -> C,
    ) -> Vec<Foot> {
        let point = at.vec3();
        let mut best: Vec<Foot> = Vec::new();
        let mut limit = max_km;
        for sample in self.samples.nearest_neighbor_iter(&point.0) {
            let chord = sample.distance_2(&point.0).sqrt();
            let sample_km = 2.0 * (chord / 2.0).min(1.0).asin() * EARTH_RADIUS_KM;
            // A segment's nearest point lies at most half a sample distance from one of its samples.
            if sample_km - self.spacing_km / 2.0 > limit {
                break;
            }
            let (line, segment) = sample.data;
            let points = &self.segments[&line];
            let (a, b) = (points[segment as usize], points[segment as usize + 1]);
            let foot = foot_of(point, line, segment as usize, a, b);
            if foot.km > limit {
                continue;
            }
            limit = limit.min(foot.km + slack_km);
            match best.iter_mut().find(|b| class(b.line) == class(line)) {
                Some(known) if foot.km < known.km => *known = foot,
                Some(_) => {}
                None => best.push(foot),
            }
        }
        best.retain(|b| b.km <= limit);
        best.sort_by(|a, b| a.km.total_cmp(&b.km));
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    #[test]
    fn index_and_scan_agree_also_at_the_antimeridian() {
        let lines = vec![
            (7, vec![at(170.0, 60.0), at(-170.0, 60.0)]),
            (9, vec![at(10.0, 50.0), at(10.0, 51.0), at(11.0, 51.0)]),
        ];
        let index = PolylineIndex::new(lines.clone().into_iter());
        for point in [at(180.0, 60.2), at(-179.5, 60.3), at(10.2, 50.5), at(10.5, 51.1)] {
            let scanned =
                nearest_by_scan(lines.iter().map(|(n, l)| (*n, l.as_slice())), point, 500.0)
                    .unwrap();
            let indexed = index.nearest(point, 500.0).unwrap();
            assert_eq!(scanned, indexed);
        }
        let foot = index.nearest(at(10.2, 50.5), 50.0).unwrap();
        assert_eq!((foot.line, foot.segment), (9, 0));
        assert!((foot.km - 14.1).abs() < 0.3 && (foot.fraction - 0.5).abs() < 0.01, "{foot:?}");
        assert!(index.nearest(at(40.0, 0.0), 50.0).is_none());
    }
}
