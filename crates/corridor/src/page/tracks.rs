//! The lines of the itineraries on the map, drawn side by side where several share a way.
//!
//! Itineraries between the same ends share long stretches (same nodes, same positions). Drawn on top of
//! each other only the last would be seen, so each shared stretch is a [`Run`] with its own offset.

use super::coast::Rect;
use super::projection::{Point, Projection, calmest_meridian};
use super::reading::{Kind, text};
use super::simplify::kept;
use corridor_network::LngLat;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Distance between neighbouring lines on a shared stretch, pixels.
const SPACING_PX: f64 = 3.0;
/// The widest bundle, pixels: many itineraries share a way with less space between them.
const BUNDLE_PX: f64 = 15.0;
/// Largest error of a drawn line, map units (about 1.5 km).
const TOLERANCE: f64 = 2.0;

/// The legs found in a GeoJSON collection.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Ids of the itineraries, in the order of the plan, then of first appearance.
    pub(super) ids: Vec<String>,
    pub(super) legs: Vec<LegLine>,
    /// Features without a usable line.
    pub(super) unreadable: usize,
}

/// One leg's positions, in as many parts as the GeoJSON has.
#[derive(Debug)]
pub(super) struct LegLine {
    pub(super) itinerary: usize,
    pub(super) leg: usize,
    pub(super) kind: Kind,
    pub(super) parts: Vec<Vec<LngLat>>,
    /// Names of its ends if the feature carries them.
    pub(super) ends: [String; 2],
}

impl Lines {
    /// Reads the features; `ids` are the itineraries of the plan in order (may be empty).
    pub(super) fn read(geojson: &Value, ids: Vec<String>) -> Self {
        let mut lines = Self { ids, ..Self::default() };
        for feature in geojson["features"].as_array().into_iter().flatten() {
            let about = &feature["properties"];
            let Some(parts) = parts(&feature["geometry"]) else {
                lines.unreadable += 1;
                continue;
            };
            let id = text(&about["itinerary"]);
            let itinerary = lines.ids.iter().position(|known| *known == id).unwrap_or_else(|| {
                lines.ids.push(id);
                lines.ids.len() - 1
            });
            lines.legs.push(LegLine {
                itinerary,
                leg: about["leg"].as_u64().unwrap_or(0) as usize,
                kind: Kind::read(&about["kind"]),
                parts,
                ends: ["from", "to"].map(|end| {
                    let name = text(&about[end]["name"]);
                    if name.is_empty() { text(&about[end]) } else { name }
                }),
            });
        }
        lines.legs.sort_by_key(|l| (l.itinerary, l.leg));
        lines
    }

    /// The projection whose edge cuts these lines least.
    pub(super) fn projection(&self, also: &[LngLat]) -> Projection {
        let parts = self.legs.iter().flat_map(|l| l.parts.iter().map(Vec::as_slice));
        Projection::centred(calmest_meridian(parts.chain(also.chunks(1))))
    }
}

/// One leg on the map.
#[derive(Debug)]
pub(super) struct Track {
    pub(super) itinerary: usize,
    pub(super) kind: Kind,
    pub(super) lines: Vec<Vec<Run>>,
}

/// A stretch of a line shared by the same itineraries throughout.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) points: Vec<Point>,
    /// How far it is drawn to the right of its direction, pixels.
    pub(super) offset: f64,
    /// How many itineraries share it.
    pub(super) sharers: usize,
}

/// Who uses an edge, and in which direction the first of them does.
#[derive(Default)]
struct Shared {
    itineraries: BTreeSet<usize>,
    first_goes_up: bool,
}

/// Projects all legs; shared stretches get their offsets.
pub(super) fn tracks(lines: &Lines, projection: Projection) -> Vec<Track> {
    let mut shared: BTreeMap<(LngLat, LngLat), Shared> = BTreeMap::new();
    for leg in &lines.legs {
        for edge in leg.parts.iter().flat_map(|p| p.windows(2)) {
            let entry = shared.entry(key(edge)).or_default();
            if entry.itineraries.is_empty() {
                entry.first_goes_up = edge[0] <= edge[1];
            }
            entry.itineraries.insert(leg.itinerary);
        }
    }
    let on_edge = |itinerary: usize, edge: &[LngLat]| -> (f64, usize) {
        let Some(use_) = shared.get(&key(edge)) else { return (0.0, 1) };
        let sharers = use_.itineraries.len();
        let place = use_.itineraries.iter().position(|i| *i == itinerary).unwrap_or(0);
        let spacing = SPACING_PX.min(BUNDLE_PX / (sharers.max(2) - 1) as f64);
        let offset = (place as f64 - (sharers - 1) as f64 / 2.0) * spacing;
        let along = use_.first_goes_up == (edge[0] <= edge[1]);
        (if along { offset } else { -offset }, sharers)
    };
    let track = |leg: &LegLine| Track {
        itinerary: leg.itinerary,
        kind: leg.kind,
        lines: leg
            .parts
            .iter()
            .flat_map(|part| {
                let edges: Vec<_> =
                    part.windows(2).map(|edge| on_edge(leg.itinerary, edge)).collect();
                let pieces = projection.line(part);
                pieces.into_iter().map(move |piece| runs(&piece, &edges)).collect::<Vec<_>>()
            })
            .filter(|runs| !runs.is_empty())
            .collect(),
    };
    lines.legs.iter().map(track).collect()
}

fn key(edge: &[LngLat]) -> (LngLat, LngLat) {
    (edge[0].min(edge[1]), edge[0].max(edge[1]))
}

/// Splits a projected piece where the sharing changes, and simplifies each run.
fn runs(piece: &[(Point, usize)], edges: &[(f64, usize)]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for pair in piece.windows(2) {
        let (offset, sharers) = edges.get(pair[1].1).copied().unwrap_or((0.0, 1));
        match runs.last_mut() {
            Some(run) if run.offset == offset && run.sharers == sharers => {
                run.points.push(pair[1].0);
            }
            _ => runs.push(Run { points: vec![pair[0].0, pair[1].0], offset, sharers }),
        }
    }
    for run in &mut runs {
        // Simplified in one direction for all sharers, so that parallel lines stay parallel.
        let flip = run.points.first() > run.points.last();
        if flip {
            run.points.reverse();
        }
        run.points = kept(&run.points, &|_| TOLERANCE).into_iter().map(|i| run.points[i]).collect();
        if flip {
            run.points.reverse();
        }
    }
    runs
}

/// The points of a run moved aside by its offset at `units_per_px`.
pub(super) fn displaced(run: &Run, units_per_px: f64) -> Vec<Point> {
    let by = run.offset * units_per_px;
    if by == 0.0 {
        return run.points.clone();
    }
    let mut points = run.points.clone();
    points.dedup();
    let normals: Vec<Point> = points
        .windows(2)
        .map(|w| {
            let (dx, dy) = (w[1][0] - w[0][0], w[1][1] - w[0][1]);
            let length = dx.hypot(dy).max(f64::MIN_POSITIVE);
            [-dy / length, dx / length]
        })
        .collect();
    let Some(last) = normals.len().checked_sub(1) else { return points };
    points
        .iter()
        .enumerate()
        .map(|(i, p)| {
            let (a, b) = (normals[i.saturating_sub(1).min(last)], normals[i.min(last)]);
            let sum = [a[0] + b[0], a[1] + b[1]];
            // Mitre: 1 / cos of half the bend, at most 2 so that hairpins do not shoot out.
            let square = (sum[0] * sum[0] + sum[1] * sum[1]).max(1.0);
            [p[0] + by * 2.0 * sum[0] / square, p[1] + by * 2.0 * sum[1] / square]
        })
        .collect()
}

/// The rectangle around all tracks.
pub(super) fn extent(tracks: &[Track]) -> Option<Rect> {
    let runs = tracks.iter().flat_map(|t| t.lines.iter().flatten());
    Rect::around(runs.flat_map(|r| r.points.iter().copied()))
}

/// The parts of a GeoJSON geometry; `None` unless every position is sane. A point is a part of one.
fn parts(geometry: &Value) -> Option<Vec<Vec<LngLat>>> {
    let position = |v: &Value| LngLat::new(v[0].as_f64()?, v[1].as_f64()?).ok();
    let line = |v: &Value| v.as_array()?.iter().map(position).collect::<Option<Vec<_>>>();
    let at = &geometry["coordinates"];
    let parts = match geometry["type"].as_str()? {
        "Point" => vec![vec![position(at)?]],
        "LineString" => vec![line(at)?],
        "MultiLineString" => at.as_array()?.iter().map(line).collect::<Option<_>>()?,
        _ => return None,
    };
    (!parts.is_empty()).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn collection(lines: &[(&str, &[[f64; 2]])]) -> Value {
        let feature = |(id, line): &(&str, &[[f64; 2]])| {
            json!({"type": "Feature", "properties": {"itinerary": id, "leg": 0, "kind": "rail"},
                "geometry": {"type": "LineString", "coordinates": line}})
        };
        json!({"type": "FeatureCollection", "features": lines.iter().map(feature).collect::<Vec<_>>()})
    }

    #[test]
    fn itineraries_that_share_a_way_are_drawn_beside_each_other() {
        let geojson = collection(&[
            ("a", &[[0.0, 0.0], [1.0, 0.5], [2.0, 0.0], [3.0, 5.0]]),
            ("b", &[[0.0, 0.0], [1.0, 0.5], [2.0, 0.0], [3.0, -5.0]]),
            ("back", &[[2.0, 0.0], [1.0, 0.5], [0.0, 0.0]]),
        ]);
        let lines = Lines::read(&geojson, Vec::new());
        let tracks = tracks(&lines, Projection::centred(0.0));
        let shared: Vec<&Run> = tracks.iter().map(|t| &t.lines[0][0]).collect();
        assert_eq!(shared.iter().map(|r| r.sharers).collect::<Vec<_>>(), [3, 3, 3]);
        // The one that goes back has its side turned: all three lie apart on the map.
        assert_eq!([shared[0].offset, shared[1].offset, shared[2].offset], [-3.0, 0.0, -3.0]);
        let mut back = displaced(shared[2], 10.0);
        back.reverse();
        let there = displaced(shared[0], 10.0);
        assert!((back[0][1] - there[0][1]).abs() > 40.0, "{back:?} {there:?}");
        assert_eq!(tracks[0].lines[0][1].sharers, 1);
    }

    #[test]
    fn features_without_a_line_are_counted() {
        let geojson = json!({"features": [
            {"geometry": null, "properties": {}},
            {"geometry": {"type": "LineString", "coordinates": [[0.0, 95.0], [1.0, 0.0]]}},
            {"geometry": {"type": "Point", "coordinates": [1.0, 2.0]},
             "properties": {"itinerary": "a", "leg": 1, "kind": "border"}}]});
        let lines = Lines::read(&geojson, Vec::new());
        assert_eq!((lines.unreadable, lines.legs.len()), (2, 1));
        assert_eq!(tracks(&lines, Projection::centred(0.0))[0].lines.len(), 0);
    }
}
