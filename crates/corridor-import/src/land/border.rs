//! Splits links at borders and at breaks of gauge, so that every link lies in one country and one
//! gauge, and names the crossings.
//!
//! A crossing near a post of the table carries the post's id; the others share one generic border
//! per pair of countries. A row of the table with such a generic id (`rail-kp-kr`) takes its place.

use super::gauge::GaugeMap;
use super::graph::{Graph, Stretch};
use super::lines::length_km;
use crate::country::Countries;
use corridor_network::fact::{Border, BorderSide, Confidence, Evidence, StatusPeriod};
use corridor_network::{CountryCode, LngLat, Mode};
use std::collections::{BTreeMap, BTreeSet};

/// A crossing this near to a post is taken for the post's, km.
const POST_KM: f64 = 30.0;
/// Longer stretches without bends lost their geometry upstream: the post says where they cross.
const LOST_GEOMETRY_KM: f64 = 30.0;
/// Share of its chord by which a way over a post may be longer than the chord itself.
const POST_DETOUR: f64 = 0.25;

/// Length of the pieces either side of a border point that carry the border's id, km.
const CROSSING_KM: f64 = 0.5;

/// Crossings of one border of the result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Crossings {
    /// Countries of the two sides, in alphabetical order; equal at a break of gauge inside one.
    pub countries: [CountryCode; 2],
    /// Track gauges of the two sides, mm; none for roads or where not known.
    pub gauges_mm: [Option<u16>; 2],
    /// Id of the border.
    pub border: String,
    /// Number of links that cross there.
    pub links: usize,
}

/// Where the side of a node ends: its country and gauge.
type Side = (CountryCode, Option<u16>);

/// Splits all stretches whose ends differ in country or gauge. Returns the borders of the table
/// with the generic ones added, sorted by id, and the crossings counted.
pub(super) fn split(
    graph: &mut Graph,
    mode: Mode,
    borders: &[Border],
    gauges: &GaugeMap,
    countries: &Countries,
) -> (Vec<Border>, Vec<Crossings>) {
    let whole = |b: &Border| b.id == pair_id(mode, b.sides[0].country, b.sides[1].country);
    let posts: Vec<&Border> = borders.iter().filter(|b| b.mode == mode && !whole(b)).collect();
    let whole_borders: BTreeSet<&str> =
        borders.iter().filter(|b| b.mode == mode && whole(b)).map(|b| b.id.as_str()).collect();
    let side_of = |graph: &Graph, node: u32| -> Side {
        let country = graph.country[node as usize];
        let gauge = (mode == Mode::Rail).then(|| gauges.at(country, graph.at[node as usize]));
        (country, gauge.flatten())
    };
    let mut generic: BTreeMap<String, Border> = BTreeMap::new();
    let mut counts: BTreeMap<Crossings, usize> = BTreeMap::new();
    let stretches = std::mem::take(&mut graph.stretches);
    for stretch in stretches {
        let (a, b) = (side_of(graph, stretch.a), side_of(graph, stretch.b));
        if a == b || !a.0.is_some() || !b.0.is_some() {
            graph.stretches.push(stretch);
            continue;
        }
        let course = course_of(graph, &stretch);
        let (cut, post) = crossing(&course, &stretch, a, b, &posts, gauges, countries);
        let pair = pair_id(mode, a.0, b.0);
        let id = match post {
            Some(post) => post.id.clone(),
            None if whole_borders.contains(pair.as_str()) => pair,
            None => generic_id(mode, a, b, gauges),
        };
        if post.is_none() && !generic.contains_key(&id) && !whole_borders.contains(id.as_str()) {
            generic.insert(id.clone(), generic_border(&id, mode, a, b, cut.at, &posts));
        }
        let (first, second) = if a <= b { (a, b) } else { (b, a) };
        let key = Crossings {
            countries: [first.0, second.0],
            gauges_mm: [first.1, second.1],
            border: id.clone(),
            links: 0,
        };
        *counts.entry(key).or_default() += 1;
        cut_at(graph, stretch, &cut, &id, a.0 == b.0);
    }
    let mut all = borders.to_vec();
    all.extend(generic.into_values());
    all.sort_by(|x, y| x.id.cmp(&y.id));
    let counts = counts.into_iter().map(|(key, links)| Crossings { links, ..key }).collect();
    (all, counts)
}

/// Where a course is cut: after `leg` of its legs, at `at`, `share` of the length behind it.
struct Cut {
    leg: usize,
    at: LngLat,
    share: f64,
}

fn course_of(graph: &Graph, stretch: &Stretch) -> Vec<LngLat> {
    let mut course = vec![graph.at[stretch.a as usize]];
    course.extend_from_slice(&stretch.bends);
    course.push(graph.at[stretch.b as usize]);
    course
}

/// Where the stretch crosses, and the post it crosses at if one is near.
fn crossing<'p>(
    course: &[LngLat],
    stretch: &Stretch,
    a: Side,
    b: Side,
    posts: &[&'p Border],
    gauges: &GaugeMap,
    countries: &Countries,
) -> (Cut, Option<&'p Border>) {
    let on_a = |at: LngLat| {
        let country = countries.at(at);
        // At sea and in third countries the nearer end decides.
        if country == a.0 && country == b.0 {
            gauges.at(country, at) == a.1
        } else if country == a.0 || country == b.0 {
            country == a.0
        } else {
            at.sphere_km(course[0]) < at.sphere_km(course[course.len() - 1])
        }
    };
    let of_pair = posts.iter().filter(|post| {
        let pair = [post.sides[0].country, post.sides[1].country];
        pair == [a.0, b.0] || pair == [b.0, a.0]
    });
    let (from, to) = (course[0], course[course.len() - 1]);
    let chord = from.sphere_km(to);
    if stretch.km > LOST_GEOMETRY_KM && course.len() == 2 {
        let near = of_pair.clone().map(|post| {
            let at = between(post.sides[0].at, post.sides[1].at, a.0, b.0, post, &on_a);
            (from.sphere_km(at) + at.sphere_km(to), at, *post)
        });
        let best = near.min_by(|x, y| x.0.total_cmp(&y.0).then_with(|| x.2.id.cmp(&y.2.id)));
        if let Some((over, at, post)) = best
            && over <= chord * (1.0 + POST_DETOUR)
            && over <= stretch.km.max(chord) * 1.1
        {
            let share = from.sphere_km(at) / over;
            return (Cut { leg: 0, at, share }, Some(post));
        }
    }
    let cut = bisect(course, &on_a);
    let near = of_pair.map(|post| (to_segment_km(cut.at, post.sides[0].at, post.sides[1].at), *post));
    let near = near.min_by(|x, y| x.0.total_cmp(&y.0).then_with(|| x.1.id.cmp(&y.1.id)));
    let post = near.filter(|(km, _)| *km <= POST_KM).map(|(_, post)| post);
    (cut, post)
}

/// The point between the two stations of a post where the country changes.
fn between(
    one: LngLat,
    other: LngLat,
    a: CountryCode,
    b: CountryCode,
    post: &Border,
    on_a: &impl Fn(LngLat) -> bool,
) -> LngLat {
    let (from, to) = if post.sides[0].country == a && post.sides[1].country == b {
        (one, other)
    } else {
        (other, one)
    };
    bisect(&[from, to], on_a).at
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
        let middle = (low + high) / 2.0;
        if on_a(along(course[leg], course[leg + 1], middle)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    // Never on an end: a node of the network stays in its country.
    let t = ((low + high) / 2.0).clamp(0.001, 0.999);
    let before: f64 = lengths[..leg].iter().sum::<f64>() + lengths[leg] * t;
    let share = if total > 0.0 { before / total } else { 0.5 };
    Cut { leg, at: along(course[leg], course[leg + 1], t), share }
}

fn along(a: LngLat, b: LngLat, t: f64) -> LngLat {
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

/// Puts a border point on the stretch. The pieces next to it carry the border's id and are short,
/// so that a closed border does not cut off stations before it.
fn cut_at(graph: &mut Graph, stretch: Stretch, cut: &Cut, id: &str, same_country: bool) {
    let [of_a, of_b] = [stretch.a, stretch.b].map(|n| graph.country[n as usize]);
    let middle =
        graph.add_node(cut.at, if same_country { of_a } else { CountryCode::NONE });
    graph.fixed.insert(middle);
    let mut crossing = stretch.features.clone();
    crossing.push(id.to_owned());
    crossing.sort();
    crossing.dedup();
    // Both halves from the border outwards.
    let back: Vec<LngLat> = stretch.bends[..cut.leg].iter().rev().copied().collect();
    let halves = [
        (stretch.a, of_a, stretch.km * cut.share, back),
        (stretch.b, of_b, stretch.km * (1.0 - cut.share), stretch.bends[cut.leg..].to_vec()),
    ];
    for (end, country, km, mut bends) in halves {
        let to = graph.at[end as usize];
        let next = bends.first().copied().unwrap_or(to);
        let km = km.max(length_km(cut.at, &bends, to));
        let first_leg = cut.at.geodesic_km(next);
        let mut piece = Stretch { a: middle, b: end, km, bends: Vec::new(), features: crossing.clone() };
        if first_leg > 2.0 * CROSSING_KM {
            let at = along(cut.at, next, CROSSING_KM / first_leg);
            piece.b = graph.add_node(at, country);
            // The piece takes its share of what the course is longer than its chords.
            piece.km = km * CROSSING_KM / length_km(cut.at, &bends, to);
            let rest = Stretch {
                a: piece.b,
                b: end,
                km: km - piece.km,
                bends: std::mem::take(&mut bends),
                features: stretch.features.clone(),
            };
            graph.stretches.push(rest);
        }
        piece.bends = bends;
        graph.stretches.push(piece);
    }
}

/// The id of all crossings of a pair that have no post: `rail-de-pl`.
fn pair_id(mode: Mode, a: CountryCode, b: CountryCode) -> String {
    let lower = |c: CountryCode| c.as_str().to_ascii_lowercase();
    format!("{}-{}-{}", mode.name(), lower(a.min(b)), lower(a.max(b)))
}

/// `rail-de-pl`; with the gauges where they are not the main ones of the countries; a break of
/// gauge inside a country is `rail-es-gauge-1435-1668`.
fn generic_id(mode: Mode, a: Side, b: Side, gauges: &GaugeMap) -> String {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    let lower = |c: CountryCode| c.as_str().to_ascii_lowercase();
    let mm = |side: Side| side.1.map_or("unknown".to_owned(), |mm| mm.to_string());
    if first.0 == second.0 {
        return format!("{}-{}-gauge-{}-{}", mode.name(), lower(first.0), mm(first), mm(second));
    }
    let pair = pair_id(mode, first.0, second.0);
    let usual = [first, second].iter().all(|side| mode != Mode::Rail || side.1 == gauges.main(side.0));
    if usual { pair } else { format!("{pair}-{}-{}", mm(first), mm(second)) }
}

fn generic_border(
    id: &str,
    mode: Mode,
    a: Side,
    b: Side,
    at: LngLat,
    posts: &[&Border],
) -> Border {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    let side = |s: Side| BorderSide {
        name: s.0.as_str().to_owned(),
        country: s.0,
        at,
        gauge_mm: s.1,
    };
    let gauge_break = matches!((a.1, b.1), (Some(x), Some(y)) if x.abs_diff(y) > 5);
    Border {
        id: id.to_owned(),
        mode,
        sides: [side(first), side(second)],
        gauge_break,
        dwell_hours: None,
        status: inherited_status(first.0, second.0, posts),
        evidence: Evidence {
            source: "derived from the network: a link whose ends lie in different countries".to_owned(),
            date: "2026".to_owned(),
            confidence: Confidence::L,
            note: "stands for all crossings of this pair that are not near a listed post; placed at the first".to_owned(),
        },
    }
}

/// Where every listed post of a pair is shut for good, its unlisted crossings are too.
fn inherited_status(a: CountryCode, b: CountryCode, posts: &[&Border]) -> Vec<StatusPeriod> {
    let pair: Vec<&&Border> = posts
        .iter()
        .filter(|p| {
            let sides = [p.sides[0].country, p.sides[1].country];
            a != b && (sides == [a, b] || sides == [b, a])
        })
        .collect();
    let shut = |post: &&&Border| {
        post.status.last().is_some_and(|last| last.until.is_none() && !last.state.is_usable())
    };
    match pair.first() {
        Some(first) if pair.iter().all(|post| shut(&post)) => {
            let mut period = first.status[first.status.len() - 1].clone();
            period.evidence.confidence = Confidence::L;
            period.evidence.note =
                format!("all {} listed posts of this border are shut; taken over from {}", pair.len(), first.id);
            vec![period]
        }
        _ => Vec::new(),
    }
}
