//! Where a course crosses from one side to the other.

use super::Side;
use crate::land::gauge::GaugeMap;
use corridor_network::Countries;
use corridor_network::fact::Border;
use corridor_network::{CountryCode, LngLat};

/// A crossing this near to a post is taken for the post's, km.
const POST_KM: f64 = 30.0;
/// Longer stretches without bends lost their geometry upstream: the post says where they cross.
const LOST_GEOMETRY_KM: f64 = 30.0;
/// Share of its chord by which a way over a post may be longer than the chord itself.
const POST_DETOUR: f64 = 0.25;
/// The same for the length of the stretch, which calibration may have left a little short.
const POST_EXCESS: f64 = 0.1;

/// Where a course is cut: after `leg` of its legs, at `at`, `share` of the length behind it.
pub(super) struct Cut {
    pub(super) leg: usize,
    pub(super) at: LngLat,
    pub(super) share: f64,
}

/// What finding needs besides the course.
pub(super) struct Finder<'a> {
    pub(super) posts: &'a [&'a Border],
    pub(super) gauges: &'a GaugeMap,
    pub(super) countries: &'a Countries,
}

impl<'a> Finder<'a> {
    /// Where a course of length `km` crosses from side `a` to side `b`, and the post it crosses at
    /// if one is near.
    pub(super) fn crossing(
        &self,
        course: &[LngLat],
        km: f64,
        a: Side,
        b: Side,
    ) -> (Cut, Option<&'a Border>) {
        let (from, to) = (course[0], course[course.len() - 1]);
        let on_a = |at: LngLat| {
            let country = self.countries.at(at);
            if country == a.0 && country == b.0 {
                self.gauges.at(country, at) == a.1
            } else if country == a.0 || country == b.0 {
                country == a.0
            } else {
                // At sea and in third countries the nearer end decides.
                at.sphere_km(from) < at.sphere_km(to)
            }
        };
        let of_pair = self.posts.iter().filter(|post| {
            let pair = [post.sides[0].country, post.sides[1].country];
            pair == [a.0, b.0] || pair == [b.0, a.0]
        });
        let chord = from.sphere_km(to);
        if km > LOST_GEOMETRY_KM && course.len() == 2 {
            let near = of_pair.clone().map(|post| {
                let at = between(post, a.0, &on_a);
                (from.sphere_km(at) + at.sphere_km(to), at, *post)
            });
            let best = near.min_by(|x, y| x.0.total_cmp(&y.0).then_with(|| x.2.id.cmp(&y.2.id)));
            if let Some((over, at, post)) = best
                && over <= chord * (1.0 + POST_DETOUR)
                && over <= km.max(chord) * (1.0 + POST_EXCESS)
            {
                return (Cut { leg: 0, at, share: from.sphere_km(at) / over }, Some(post));
            }
        }
        let cut = bisect(course, &on_a);
        let near =
            of_pair.map(|post| (to_segment_km(cut.at, post.sides[0].at, post.sides[1].at), *post));
        let near = near.min_by(|x, y| x.0.total_cmp(&y.0).then_with(|| x.1.id.cmp(&y.1.id)));
        let post = near.filter(|(km, _)| *km <= POST_KM).map(|(_, post)| post);
        (cut, post)
    }
}

/// The point between the two stations of a post where side `a` ends.
fn between(post: &Border, a: CountryCode, on_a: &impl Fn(LngLat) -> bool) -> LngLat {
    let [one, other] = &post.sides;
    let ends = if one.country == a { [one.at, other.at] } else { [other.at, one.at] };
    bisect(&ends, on_a).at
}

/// The last change from side a to side b along a course, to a metre or so.
fn bisect(course: &[LngLat], on_a: &impl Fn(LngLat) -> bool) -> Cut {
    /// Probes on each leg before halving: finds the border even where a chord leaves and returns.
    const PROBES: usize = 32;
    let lengths: Vec<f64> = course.windows(2).map(|w| w[0].sphere_km(w[1])).collect();
    let total: f64 = lengths.iter().sum();
    let mut last_on_a = (0, 0.0);
    for (leg, ends) in course.windows(2).enumerate() {
        for probe in 0..PROBES {
            let t = probe as f64 / PROBES as f64;
            if on_a(along(ends[0], ends[1], t)) {
                last_on_a = (leg, t);
            }
        }
    }
    let (leg, mut low) = last_on_a;
    let mut high = (low + 1.0 / PROBES as f64).min(1.0);
    for _ in 0..16 {
        let middle = f64::midpoint(low, high);
        if on_a(along(course[leg], course[leg + 1], middle)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    // Never on an end: a node of the network stays in its country.
    let t = f64::midpoint(low, high).clamp(0.001, 0.999);
    let before: f64 = lengths[..leg].iter().sum::<f64>() + lengths[leg] * t;
    let share = if total > 0.0 { before / total } else { 0.5 };
    Cut { leg, at: along(course[leg], course[leg + 1], t), share }
}

/// The point at share `t` of the great circle from `a` to `b`.
pub(super) fn along(a: LngLat, b: LngLat, t: f64) -> LngLat {
    let (va, vb) = (a.vec3(), b.vec3());
    let angle = va.angle(vb);
    if angle < 1e-12 {
        return a;
    }
    let k = angle.sin();
    let scaled = va.add_scaled(va, (angle * (1.0 - t)).sin() / k - 1.0);
    scaled.add_scaled(vb, (angle * t).sin() / k).lng_lat()
}

fn to_segment_km(at: LngLat, a: LngLat, b: LngLat) -> f64 {
    (0..=16).map(|k| at.sphere_km(along(a, b, f64::from(k) / 16.0))).fold(f64::INFINITY, f64::min)
}
