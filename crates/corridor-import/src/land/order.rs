//! Turns the working graph into a layer: crumbs left out, nodes in the order of a Hilbert curve
//! (neighbours get neighbouring numbers, deltas in the file stay small), links sorted by ends.

use super::contract::{country_of_link, simplify};
use super::graph::Graph;
use crate::raw::{Layer, RawLink};
use corridor_network::{CountryCode, LngLat, Mode};
use std::collections::BTreeMap;

/// A connected piece of the network.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Component {
    /// Total length, km.
    pub km: f64,
    /// Number of nodes.
    pub nodes: usize,
    /// A node of it.
    pub at: Option<LngLat>,
    /// Length by country, km, longest first.
    pub by_country: Vec<(CountryCode, f64)>,
}

/// Writes the components of at least `least_km` (or with a hand-checked line) as a layer.
///
/// Returns it with the components kept, longest first, and the number and length, km, of the rest.
pub(super) fn layer(
    graph: &Graph,
    mode: Mode,
    source: &'static str,
    least_km: f64,
    tolerance_deg: f64,
) -> (Layer, Vec<Component>, (usize, f64)) {
    let (of, count) = graph.components();
    let mut components = vec![Component::default(); count as usize];
    let mut by_country: Vec<BTreeMap<CountryCode, f64>> = vec![BTreeMap::new(); count as usize];
    let mut by_hand = vec![false; count as usize];
    for (node, at) in graph.at.iter().enumerate() {
        components[of[node] as usize].nodes += 1;
        components[of[node] as usize].at.get_or_insert(*at);
    }
    for stretch in &graph.stretches {
        let component = of[stretch.a as usize] as usize;
        components[component].km += stretch.km;
        by_hand[component] |= !stretch.features.is_empty();
        *by_country[component].entry(country_of_link(graph, stretch)).or_default() += stretch.km;
    }
    let kept: Vec<bool> = components
        .iter()
        .zip(by_hand)
        .map(|(c, by_hand)| c.km > 0.0 && (c.km >= least_km || by_hand))
        .collect();

    let mut order: Vec<u32> =
        (0..graph.at.len() as u32).filter(|n| kept[of[*n as usize] as usize]).collect();
    order.sort_by_cached_key(|n| (hilbert(graph.at[*n as usize]), graph.at[*n as usize], *n));
    let mut number = vec![u32::MAX; graph.at.len()];
    let mut layer = Layer::default();
    for node in order {
        number[node as usize] =
            layer.add_node(graph.at[node as usize], graph.country[node as usize]);
    }
    for stretch in graph.stretches.iter().filter(|s| kept[of[s.a as usize] as usize]) {
        let (from, to) = (graph.at[stretch.a as usize], graph.at[stretch.b as usize]);
        let mut bends = simplify(from, &stretch.bends, to, tolerance_deg);
        let (mut a, mut b) = (number[stretch.a as usize], number[stretch.b as usize]);
        if b < a {
            std::mem::swap(&mut a, &mut b);
            bends.reverse();
        }
        layer.links.push(RawLink {
            a,
            b,
            mode,
            length_km: stretch.km.max(from.geodesic_km(to)),
            bends,
            features: stretch.features.clone(),
            source,
        });
    }
    layer.links.sort_by(|x, y| {
        (x.a, x.b, &x.features)
            .cmp(&(y.a, y.b, &y.features))
            .then(x.length_km.total_cmp(&y.length_km))
    });

    let mut crumbs = (0, 0.0);
    let mut result = Vec::new();
    for ((mut component, countries), kept) in components.into_iter().zip(by_country).zip(kept) {
        if kept {
            component.by_country = countries.into_iter().collect();
            component.by_country.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
            result.push(component);
        } else if component.km > 0.0 {
            crumbs.0 += 1;
            crumbs.1 += component.km;
        }
    }
    result.sort_by(|x, y| y.km.total_cmp(&x.km).then(x.at.cmp(&y.at)));
    (layer, result, crumbs)
}

/// Place of a point on a Hilbert curve over the map, 16 bits a side.
fn hilbert(at: LngLat) -> u32 {
    let cell = |share: f64| (share.clamp(0.0, 1.0) * f64::from(u16::MAX)) as u32;
    let (mut x, mut y) = (cell((at.lng() + 180.0) / 360.0), cell((at.lat() + 90.0) / 180.0));
    let mut place = 0;
    let mut side = 1u32 << 15;
    while side > 0 {
        let (right, upper) = (u32::from(x & side > 0), u32::from(y & side > 0));
        place = place << 2 | ((3 * right) ^ upper);
        if upper == 0 {
            if right == 1 {
                x = u32::from(u16::MAX) - x;
                y = u32::from(u16::MAX) - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        side >>= 1;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::hilbert;
    use corridor_network::LngLat;

    #[test]
    fn neighbours_on_the_curve_are_neighbours_on_the_map() {
        let cell = |x: u32, y: u32| {
            let degrees = |n: u32, full: f64| (f64::from(n) + 0.5) / 65536.0 * full - full / 2.0;
            LngLat::new(degrees(x, 360.0), degrees(y, 180.0)).unwrap()
        };
        let mut places: Vec<(u32, (u32, u32))> =
            (0..8).flat_map(|x| (0..8).map(move |y| (hilbert(cell(x, y)), (x, y)))).collect();
        places.sort_unstable();
        for pair in places.windows(2) {
            let ((p, a), (q, b)) = (pair[0], pair[1]);
            assert!(q == p + 1 && a.0.abs_diff(b.0) + a.1.abs_diff(b.1) == 1, "{a:?} {b:?}");
        }
    }
}
