//! Where the gauge changes along a railway, the border says so; borders say so nowhere else.

use super::{Case, Problems};
use crate::itinerary::Itinerary;
use corridor_network::{CountryCode, EdgeId, FeatureKind, LngLat, Mode};

/// Trains run through where gauges differ by no more than this, mm: 1520 and 1524.
const SAME_MM: u16 = 4;

pub(super) fn judge(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    for pair in itinerary.edges.windows(2) {
        if pair.iter().any(|edge| case.mode(*edge) != Mode::Rail) {
            continue;
        }
        let [Some(one), Some(other)] = [pair[0], pair[1]].map(|edge| gauge(case, edge)) else {
            continue;
        };
        let differ = one.abs_diff(other) > SAME_MM;
        let borders = [pair[0], pair[1]].map(|edge| case.feature(edge, FeatureKind::Border));
        let border = match borders {
            [Some(a), Some(b)] if a.0 == b.0 => Some(&case.network.facts().borders[a.1]),
            _ => None,
        };
        let told = match border {
            // What is stated of a post by hand goes before the rule for its countries.
            Some(border) => match [border.sides[0].gauge_mm, border.sides[1].gauge_mm] {
                [Some(a), Some(b)] => {
                    let differ = a.abs_diff(b) > SAME_MM;
                    found.unless(differ == border.gauge_break, || {
                        format!(
                            "{} has {a} and {b} mm, and a change of gauge is {}",
                            border.id, border.gauge_break
                        )
                    });
                    continue;
                }
                _ => border.gauge_break,
            },
            None => false,
        };
        found.unless(differ == told, || {
            let at = border.map_or("no border", |border| border.id.as_str());
            format!(
                "gauge {one} mm before {} and {other} mm on it, and {at} {} a change of gauge",
                case.edge(pair[1]),
                if told { "tells" } else { "does not tell" }
            )
        });
    }
}

/// The gauge of a rail edge, mm: that of its country, or of the part of it that it lies in.
fn gauge(case: &Case<'_>, edge: EdgeId) -> Option<u16> {
    let country = case.country(edge);
    let columns = case.network.columns();
    let ends = [columns.link_a[edge.link()], columns.link_b[edge.link()]];
    // The border point lies on the line between two gauges; the other end tells.
    let within = ends.into_iter().find(|node| columns.node_country[*node].is_some())?;
    at(case, country, case.at(within))
}

fn at(case: &Case<'_>, country: CountryCode, at: LngLat) -> Option<u16> {
    let rows = case.network.facts().gauges.iter().filter(|gauge| gauge.country == country);
    let holds = rows.filter(|gauge| gauge.ring.is_empty() || is_inside(&gauge.ring, at));
    // Exceptions go before the rule, the last one first.
    holds.max_by_key(|gauge| !gauge.ring.is_empty()).map(|gauge| gauge.gauge_mm)
}

/// Whether a point lies inside a ring: how often the ring winds round it.
fn is_inside(ring: &[LngLat], at: LngLat) -> bool {
    let from = |corner: &LngLat| [corner.lng() - at.lng(), corner.lat() - at.lat()];
    let mut winds = 0;
    for (n, corner) in ring.iter().enumerate() {
        let (p, q) = (from(corner), from(&ring[(n + 1) % ring.len()]));
        let left = p[0] * q[1] - q[0] * p[1];
        if p[1] <= 0.0 && q[1] > 0.0 && left > 0.0 {
            winds += 1;
        } else if p[1] > 0.0 && q[1] <= 0.0 && left < 0.0 {
            winds -= 1;
        }
    }
    winds != 0
}
