//! Joins points to the links of a layer: the link met nearest is split there.

use crate::raw::{Layer, RawLink};
use corridor_network::nearest::{Foot, PolylineIndex};
use corridor_network::{CountryCode, LngLat, Mode};
use std::collections::BTreeMap;

/// How far a point may lie from a link of another country that it joins, km.
const ABROAD_KM: f64 = 2.0;

/// The courses of the links of one mode in a layer, for many questions: by country and all.
pub struct Attach {
    of_country: BTreeMap<CountryCode, PolylineIndex>,
    index: PolylineIndex,
}

/// The course of a link, ends included.
pub fn course(layer: &Layer, link: &RawLink) -> Vec<LngLat> {
    let mut course = vec![layer.nodes[link.a as usize].at];
    course.extend_from_slice(&link.bends);
    course.push(layer.nodes[link.b as usize].at);
    course
}

impl Attach {
    /// Indexes the links of `mode` that `eligible` accepts.
    pub fn new(layer: &Layer, mode: Mode, eligible: impl Fn(&RawLink) -> bool) -> Self {
        let lines: Vec<(u32, Vec<LngLat>)> = layer
            .links
            .iter()
            .enumerate()
            .filter(|(_, link)| link.mode == mode && eligible(link))
            .map(|(i, link)| (i as u32, course(layer, link)))
            .collect();
        let mut by_country: BTreeMap<CountryCode, Vec<(u32, Vec<LngLat>)>> = BTreeMap::new();
        for (i, line) in &lines {
            let country = country_of(layer, &layer.links[*i as usize]);
            if country.is_some() {
                by_country.entry(country).or_default().push((*i, line.clone()));
            }
        }
        let of_country = by_country
            .into_iter()
            .map(|(country, lines)| (country, PolylineIndex::new(lines.into_iter())));
        Self { of_country: of_country.collect(), index: PolylineIndex::new(lines.into_iter()) }
    }

    /// Where `at` meets the nearest link of its country within `max_km`, or of any country close by where
    /// its own has none: a town on a river or strait is not served from across it.
    pub fn nearest(&self, at: LngLat, country: CountryCode, max_km: f64) -> Option<Foot> {
        let own = self.of_country.get(&country).and_then(|index| index.nearest(at, max_km));
        let abroad_km = if country.is_some() { max_km.min(ABROAD_KM) } else { max_km };
        own.or_else(|| self.index.nearest(at, abroad_km))
    }
}

/// Splits the links at the feet and returns the node of each foot. Feet at the same point share one.
pub fn split_at(layer: &mut Layer, feet: &[Foot]) -> Vec<u32> {
    let mut by_link: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (i, foot) in feet.iter().enumerate() {
        by_link.entry(foot.line).or_default().push(i);
    }
    let mut node_of = vec![0; feet.len()];
    for (line, mut wanted) in by_link {
        let key = |i: &usize| (feet[*i].segment, feet[*i].fraction);
        wanted.sort_by(|a, b| key(a).0.cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1)));
        split_one(layer, line, &wanted, feet, &mut node_of);
    }
    node_of
}

fn split_one(layer: &mut Layer, line: u32, wanted: &[usize], feet: &[Foot], node_of: &mut [u32]) {
    let whole = layer.links[line as usize].clone();
    let course = course(layer, &whole);
    let along = measure(&course);
    let total = along[along.len() - 1].max(1e-9);
    let country = country_of(layer, &whole);
    let mut pieces: Vec<RawLink> = Vec::new();
    let mut from = (whole.a, 0.0, 0usize);
    for &i in wanted {
        let foot = &feet[i];
        let segment = foot.segment as usize;
        let at_km = along[segment] + (along[segment + 1] - along[segment]) * foot.fraction;
        // Within 50 m of an end or of the last foot the existing node serves.
        if at_km - from.1 < 0.05 {
            node_of[i] = from.0;
            continue;
        }
        if total - at_km < 0.05 {
            node_of[i] = whole.b;
            continue;
        }
        let node = layer.add_node(foot.at, country);
        node_of[i] = node;
        pieces.push(RawLink {
            a: from.0,
            b: node,
            length_km: whole.length_km * (at_km - from.1) / total,
            bends: course[from.2 + 1..=segment].to_vec(),
            ..whole.clone()
        });
        from = (node, at_km, segment);
    }
    if pieces.is_empty() {
        return;
    }
    pieces.push(RawLink {
        a: from.0,
        length_km: whole.length_km * (total - from.1) / total,
        bends: course[from.2 + 1..course.len() - 1].to_vec(),
        ..whole
    });
    layer.links[line as usize] = pieces.remove(0);
    layer.links.extend(pieces);
}

/// The country a link lies in. A border point has none: the other end tells.
fn country_of(layer: &Layer, link: &RawLink) -> CountryCode {
    let [a, b] = [link.a, link.b].map(|node| layer.nodes[node as usize].country);
    if a.is_some() { a } else { b }
}

/// Kilometres from the start to each point of a course.
fn measure(course: &[LngLat]) -> Vec<f64> {
    let mut along = vec![0.0];
    for pair in course.windows(2) {
        along.push(along[along.len() - 1] + pair[0].sphere_km(pair[1]));
    }
    along
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::CountryCode;

    #[test]
    fn splitting_keeps_the_length_and_shares_nodes() {
        let at = |lng: f64| LngLat::new(lng, 0.0).unwrap();
        let mut layer = Layer::default();
        let a = layer.add_node(at(0.0), CountryCode::NONE);
        let b = layer.add_node(at(3.0), CountryCode::NONE);
        layer.links.push(RawLink {
            a,
            b,
            mode: Mode::Rail,
            length_km: 400.0,
            bends: vec![at(1.0), at(2.0)],
            features: vec!["x".into()],
            source: "tables",
        });
        let attach = Attach::new(&layer, Mode::Rail, |_| true);
        let feet: Vec<_> = [2.5, 0.5, 2.5001, 0.0]
            .map(|lng| {
                attach.nearest(LngLat::new(lng, 0.1).unwrap(), CountryCode::NONE, 50.0).unwrap()
            })
            .into();
        let nodes = split_at(&mut layer, &feet);
        assert_eq!(nodes[0], nodes[2], "feet 11 m apart share a node");
        assert_eq!(nodes[3], a);
        assert_eq!(layer.links.len(), 3);
        let sum: f64 = layer.links.iter().map(|l| l.length_km).sum();
        assert!((sum - 400.0).abs() < 1e-9);
        assert_eq!(layer.links[1].bends, vec![at(1.0), at(2.0)]);
        assert!(layer.links.iter().all(|l| l.features == ["x"]));
    }
}
