//! GeoJSON as RFC 7946 wants it: lon,lat in [-180, 180], lines cut at the antimeridian.

use corridor_network::LngLat;
use serde_json::{Value, json};

/// A line or, where it crosses the antimeridian, its pieces. Great circles longer than 3 degrees get
/// points in between, so that flat maps show them as they run.
pub fn line(course: &[LngLat]) -> Value {
    let mut pieces = pieces(course);
    if pieces.len() == 1 {
        json!({"type": "LineString", "coordinates": pieces.remove(0)})
    } else {
        json!({"type": "MultiLineString", "coordinates": pieces})
    }
}

/// The pieces of a line as in [`line`], longitude and latitude in degrees.
pub(crate) fn pieces(course: &[LngLat]) -> Vec<Vec<[f64; 2]>> {
    split(&densified(course))
}

/// A course, which is a point where it leads nowhere.
pub fn course(course: &[LngLat]) -> Value {
    match course {
        [first, rest @ ..] if rest.iter().all(|at| at == first) => point(*first),
        _ => line(course),
    }
}

/// A point.
pub fn point(at: LngLat) -> Value {
    json!({"type": "Point", "coordinates": at.degrees()})
}

/// A feature.
pub fn feature(geometry: &Value, properties: &Value) -> Value {
    json!({"type": "Feature", "geometry": geometry, "properties": properties})
}

/// A collection of features.
pub fn collection(features: &[Value]) -> Value {
    json!({"type": "FeatureCollection", "features": features})
}

const STEP_RADIANS: f64 = 3.0 * std::f64::consts::PI / 180.0;

/// A course with points in between wherever a great circle goes on for more than 3 degrees.
pub fn densified(course: &[LngLat]) -> Vec<LngLat> {
    let mut dense = Vec::with_capacity(course.len());
    for pair in course.windows(2) {
        dense.push(pair[0]);
        let (a, b) = (pair[0].vec3(), pair[1].vec3());
        let angle = a.angle(b);
        let pieces = (angle / STEP_RADIANS).ceil() as usize;
        for i in 1..pieces {
            let share = i as f64 / pieces as f64;
            let (u, v) = (((1.0 - share) * angle).sin(), (share * angle).sin());
            dense
                .push(corridor_network::Vec3(a.0.map(|x| x * u)).add_scaled(b, v).unit().lng_lat());
        }
    }
    dense.extend(course.last());
    dense
}

fn split(course: &[LngLat]) -> Vec<Vec<[f64; 2]>> {
    let mut pieces = vec![Vec::new()];
    let mut last: Option<LngLat> = None;
    for &at in course {
        if let Some(before) = last
            && (at.lng() - before.lng()).abs() > 180.0
        {
            // Latitude where the meridian of 180 degrees is met, linear over a step of 3 degrees.
            let east = before.lng() > 0.0;
            let (here, there) = if east { (180.0, -180.0) } else { (-180.0, 180.0) };
            let gone = (here - before.lng()).abs();
            let left = (at.lng() - there).abs();
            let share = if gone + left > 0.0 { gone / (gone + left) } else { 0.0 };
            let lat = before.lat() + (at.lat() - before.lat()) * share;
            pieces.last_mut().expect("never empty").push([here, rounded(lat)]);
            pieces.push(vec![[there, rounded(lat)]]);
        }
        let point = [rounded(at.lng()), rounded(at.lat())];
        let piece = pieces.last_mut().expect("never empty");
        if piece.last() != Some(&point) {
            piece.push(point);
        }
        last = Some(at);
    }
    // A course that ends on the antimeridian has nothing beyond it.
    if pieces.iter().any(|piece| piece.len() > 1) {
        pieces.retain(|piece| piece.len() > 1);
    }
    for piece in &mut pieces {
        // A line has at least two positions, also where start and end coincide.
        if let [only] = piece[..] {
            piece.push(only);
        }
    }
    pieces
}

fn rounded(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_the_antimeridian() {
        let at = |lng, lat| LngLat::new(lng, lat).unwrap();
        let cut = line(&[at(179.0, 50.0), at(-179.0, 52.0)]);
        assert_eq!(cut["type"], "MultiLineString");
        let pieces = cut["coordinates"].as_array().unwrap();
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[0].as_array().unwrap().last().unwrap()[0], 180.0);
        assert_eq!(pieces[1][0][0], -180.0);
        let plain = line(&[at(10.0, 50.0), at(11.0, 50.0)]);
        assert_eq!(plain["type"], "LineString");
    }

    #[test]
    fn a_course_that_ends_on_the_antimeridian_is_one_line() {
        let at = |lng, lat| LngLat::new(lng, lat).unwrap();
        let ends = line(&[at(179.0, 50.0), at(-180.0, 50.0)]);
        assert_eq!(ends["type"], "LineString", "{ends}");
        assert_eq!(course(&[at(1.0, 2.0), at(1.0, 2.0)])["type"], "Point");
    }

    #[test]
    fn long_lines_follow_the_great_circle() {
        let at = |lng, lat| LngLat::new(lng, lat).unwrap();
        let dense = line(&[at(0.0, 60.0), at(90.0, 60.0)]);
        let coordinates = dense["coordinates"].as_array().unwrap();
        let highest = coordinates.iter().map(|c| c[1].as_f64().unwrap()).fold(0.0, f64::max);
        assert!(highest > 67.0, "the great circle bulges to the pole: {highest}");
    }
}
