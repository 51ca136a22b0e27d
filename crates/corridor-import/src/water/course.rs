//! A polyline measured along its length, km on the mean sphere.

use corridor_network::LngLat;

/// A course with the distance of each of its points from the first one.
pub(super) struct Course {
    points: Vec<LngLat>,
    along_km: Vec<f64>,
}

impl Course {
    /// Measures a course of two points or more.
    pub(super) fn new(points: &[LngLat]) -> Self {
        let mut along_km = vec![0.0];
        let mut sum = 0.0;
        for pair in points.windows(2) {
            sum += pair[0].sphere_km(pair[1]);
            along_km.push(sum);
        }
        Self { points: points.to_vec(), along_km }
    }

    /// Its length.
    pub(super) fn length_km(&self) -> f64 {
        self.along_km.last().copied().unwrap_or(0.0)
    }

    /// The point at a distance along the course, clamped to its ends.
    pub(super) fn at(&self, along_km: f64) -> LngLat {
        let next = self.along_km.partition_point(|&km| km <= along_km);
        if next == 0 {
            return self.points[0];
        }
        let (Some(&b), a) = (self.points.get(next), self.points[next - 1]) else {
            return self.points[self.points.len() - 1];
        };
        let share =
            (along_km - self.along_km[next - 1]) / (self.along_km[next] - self.along_km[next - 1]);
        part(a, b, share)
    }

    /// The course's own points strictly between two distances.
    pub(super) fn between(&self, from_km: f64, until_km: f64) -> Vec<LngLat> {
        let inside = |km: f64| km > from_km && km < until_km;
        let points = self.points.iter().zip(&self.along_km);
        points.filter(|(_, km)| inside(**km)).map(|(point, _)| *point).collect()
    }

    /// The place of the course nearest to a point: distance along the course, position, and how far
    /// off, km. Segments are taken as straight on a local map, good to 1 m over tens of km.
    pub(super) fn nearest(&self, point: LngLat) -> (f64, LngLat, f64) {
        let mut best = (0.0, self.points[0], f64::INFINITY);
        for (i, pair) in self.points.windows(2).enumerate() {
            let share = foot(pair[0], pair[1], point);
            let at = part(pair[0], pair[1], share);
            let away = at.sphere_km(point);
            if away < best.2 {
                let along = self.along_km[i] + (self.along_km[i + 1] - self.along_km[i]) * share;
                best = (along, at, away);
            }
        }
        best
    }
}

/// The point at a share of the way from `a` to `b`.
fn part(a: LngLat, b: LngLat, share: f64) -> LngLat {
    let (a, b) = (a.vec3(), b.vec3());
    let between = b.add_scaled(a, -1.0);
    a.add_scaled(between, share).unit().lng_lat()
}

/// Share of the way from `a` to `b` at which the segment is nearest to `point`.
fn foot(a: LngLat, b: LngLat, point: LngLat) -> f64 {
    let (a, b, point) = (a.vec3(), b.vec3(), point.vec3());
    let along = b.add_scaled(a, -1.0);
    let offset = point.add_scaled(a, -1.0);
    let square = along.dot(along);
    if square == 0.0 { 0.0 } else { (offset.dot(along) / square).clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    #[test]
    fn distances_along_and_off_a_course() {
        // One degree of the equator, then one of a meridian: 111.195 km each.
        let course = Course::new(&[at(0.0, 0.0), at(1.0, 0.0), at(1.0, 1.0)]);
        assert!((course.length_km() - 222.39).abs() < 0.01, "{}", course.length_km());
        assert!(course.at(166.79).sphere_km(at(1.0, 0.5)) < 0.01);
        assert_eq!(course.at(-1.0), at(0.0, 0.0));
        assert_eq!(course.at(1e6), at(1.0, 1.0));
        assert_eq!(course.between(50.0, 150.0), [at(1.0, 0.0)]);
        let (along, foot, away) = course.nearest(at(1.1, 0.25));
        assert!((along - 138.99).abs() < 0.05, "{along}");
        assert!(foot.sphere_km(at(1.0, 0.25)) < 0.05);
        assert!((away - 11.12).abs() < 0.01, "{away}");
    }
}
