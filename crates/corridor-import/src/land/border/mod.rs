//! Splits links at borders and at breaks of gauge, so that every link lies in one country and one
//! gauge, and names the crossings.
//!
//! A crossing near a post of the table carries the post's id; the others share one generic border
//! per pair of countries. A row of the table with such a generic id (`rail-kp-kr`) takes its place.

use super::gauge::GaugeMap;
use super::graph::{Graph, Stretch};
use super::lines::length_km;
use corridor_network::Countries;
use corridor_network::fact::Border;
use corridor_network::{CountryCode, LngLat, Mode};
use naming::{generic_border, generic_id, pair_id};
use place::{Cut, Finder, along};
use std::collections::{BTreeMap, BTreeSet};

mod naming;
mod place;

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
    let finder = Finder { posts: &posts, gauges, countries };
    let mut generic: BTreeMap<String, Border> = BTreeMap::new();
    let mut counts: BTreeMap<Crossings, usize> = BTreeMap::new();
    let stretches = std::mem::take(&mut graph.stretches);
    for stretch in stretches {
        let (a, b) = (side_of(graph, stretch.a), side_of(graph, stretch.b));
        if a == b || !a.0.is_some() || !b.0.is_some() {
            graph.stretches.push(stretch);
            continue;
        }
        let (cut, post) = finder.crossing(&course_of(graph, &stretch), stretch.km, a, b);
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
        cut_at(graph, &stretch, &cut, &id, a.0 == b.0);
    }
    let mut all = borders.to_vec();
    all.extend(generic.into_values());
    all.sort_by(|x, y| x.id.cmp(&y.id));
    let counts = counts.into_iter().map(|(key, links)| Crossings { links, ..key }).collect();
    (all, counts)
}

fn course_of(graph: &Graph, stretch: &Stretch) -> Vec<LngLat> {
    let mut course = vec![graph.at[stretch.a as usize]];
    course.extend_from_slice(&stretch.bends);
    course.push(graph.at[stretch.b as usize]);
    course
}

/// Puts a border point on the stretch. The pieces next to it carry the border's id and are short,
/// so that a closed border does not cut off stations before it.
fn cut_at(graph: &mut Graph, stretch: &Stretch, cut: &Cut, id: &str, same_country: bool) {
    let [of_a, of_b] = [stretch.a, stretch.b].map(|n| graph.country[n as usize]);
    let middle = graph.add_node(cut.at, if same_country { of_a } else { CountryCode::NONE });
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
        let mut piece =
            Stretch { a: middle, b: end, km, bends: Vec::new(), features: crossing.clone() };
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

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::fact::{BorderSide, Confidence, Evidence, Gauge, State, StatusPeriod};

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    fn code(text: &str) -> CountryCode {
        text.parse().unwrap()
    }

    fn evidence() -> Evidence {
        let (source, date) = ("test".to_owned(), "2026".to_owned());
        Evidence { source, date, confidence: Confidence::M, note: String::new() }
    }

    fn post(id: &str, mode: Mode, a: (&str, f64, f64), b: (&str, f64, f64)) -> Border {
        let side = |s: (&str, f64, f64)| BorderSide {
            name: s.0.to_owned(),
            country: code(s.0),
            at: at(s.1, s.2),
            gauge_mm: None,
        };
        Border {
            id: id.to_owned(),
            mode,
            sides: [side(a), side(b)],
            gauge_break: false,
            dwell_hours: None,
            status: Vec::new(),
            evidence: evidence(),
        }
    }

    fn line(ends: [(f64, f64, &str); 2], km: f64) -> Graph {
        let mut graph = Graph::default();
        for (lng, lat, country) in ends {
            graph.add_node(at(lng, lat), code(country));
        }
        graph.stretches.push(Stretch::plain(0, 1, km));
        graph
    }

    fn gauges(rows: &[(&str, u16)]) -> GaugeMap {
        let row = |(country, gauge_mm): &(&str, u16)| Gauge {
            country: code(country),
            ring: Vec::new(),
            gauge_mm: *gauge_mm,
            evidence: evidence(),
        };
        GaugeMap::new(&rows.iter().map(row).collect::<Vec<_>>())
    }

    #[test]
    fn a_crossing_is_cut_at_the_border_and_only_short_pieces_carry_it() {
        // Frankfurt (Oder) to Poznan over the Oder at 14.57 E.
        let mut graph = line([(14.40, 52.34, "DE"), (16.90, 52.40, "PL")], 175.0);
        let countries = Countries::new().unwrap();
        let (borders, crossings) =
            split(&mut graph, Mode::Rail, &[], &gauges(&[("DE", 1435), ("PL", 1435)]), &countries);
        assert_eq!(borders[0].id, "rail-de-pl");
        assert!(!borders[0].gauge_break);
        assert_eq!(crossings[0].links, 1);
        let km: f64 = graph.stretches.iter().map(|s| s.km).sum();
        assert!((km - 175.0).abs() < 0.1, "{km}");
        let point = graph.country.iter().position(|c| !c.is_some()).unwrap();
        assert!((graph.at[point].lng() - 14.57).abs() < 0.05, "{:?}", graph.at[point]);
        let carrying: f64 =
            graph.stretches.iter().filter(|s| !s.features.is_empty()).map(|s| s.km).sum();
        assert!((carrying - 1.0).abs() < 0.1, "{carrying}");
    }

    #[test]
    fn where_geometry_was_lost_the_post_says_where_to_cross() {
        // Zahedan to Nushki: 578 km as one chord; the line crosses at Mirjaveh, north of it.
        let mut graph = line([(60.87, 29.48, "IR"), (66.02, 29.55, "PK")], 578.0);
        let mirjaveh =
            post("koh-i-taftan_mirjaveh", Mode::Rail, ("PK", 61.56, 28.98), ("IR", 61.45, 29.02));
        let countries = Countries::new().unwrap();
        let none = gauges(&[("IR", 1435), ("PK", 1676)]);
        let (borders, crossings) = split(&mut graph, Mode::Rail, &[mirjaveh], &none, &countries);
        assert_eq!((borders.len(), crossings[0].border.as_str()), (1, "koh-i-taftan_mirjaveh"));
        let point = graph.country.iter().position(|c| !c.is_some()).unwrap();
        assert!(graph.at[point].sphere_km(at(61.5, 29.0)) < 15.0, "{:?}", graph.at[point]);
    }

    #[test]
    fn a_border_whose_posts_are_all_shut_is_shut_elsewhere_too() {
        let countries = Countries::new().unwrap();
        let mut attari = post("attari_wagah", Mode::Road, ("IN", 74.6, 31.6), ("PK", 74.57, 31.6));
        attari.status = vec![StatusPeriod {
            from: None,
            until: None,
            state: State::Closed,
            report: "Shut.".to_owned(),
            evidence: evidence(),
        }];
        // Munabao, 800 km from Attari.
        let ends = [(70.28, 25.74, "IN"), (70.10, 25.70, "PK")];
        let mut graph = line(ends, 20.0);
        let none = gauges(&[]);
        let (borders, _) = split(&mut graph, Mode::Road, &[attari.clone()], &none, &countries);
        let generic = borders.iter().find(|b| b.id == "road-in-pk").unwrap();
        assert_eq!(generic.status[0].state, State::Closed);
        // A row for the whole border takes the place of the generic one.
        let whole = post("road-in-pk", Mode::Road, ("IN", 74.6, 31.6), ("PK", 74.57, 31.6));
        let table = [attari, whole];
        let (borders, crossings) =
            split(&mut line(ends, 20.0), Mode::Road, &table, &none, &countries);
        assert_eq!((borders.len(), crossings[0].border.as_str()), (2, "road-in-pk"));
    }

    #[test]
    fn a_break_of_gauge_inside_a_country_is_cut_too() {
        let countries = Countries::new().unwrap();
        let ring = vec![at(60.93, 28.6), at(61.9, 28.6), at(61.9, 29.6), at(60.93, 29.6)];
        let broad = Gauge { country: code("IR"), ring, gauge_mm: 1676, evidence: evidence() };
        let main = Gauge { ring: Vec::new(), gauge_mm: 1435, ..broad.clone() };
        let map = GaugeMap::new(&[main, broad]);
        let mut graph = line([(60.80, 29.45, "IR"), (61.20, 29.20, "IR")], 48.0);
        let (borders, _) = split(&mut graph, Mode::Rail, &[], &map, &countries);
        assert_eq!(borders[0].id, "rail-ir-gauge-1435-1676");
        assert!(borders[0].gauge_break && graph.country.iter().all(|c| *c == code("IR")));
    }
}
