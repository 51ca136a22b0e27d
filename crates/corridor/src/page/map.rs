//! The map of a plan: what is on it and where, before it is drawn as a page or as a still picture.

use super::badges::badges;
use super::coast::Rect;
use super::projection::{Point, Projection};
use super::reading::{Kind, Shown};
use super::tracks::{Lines, Track, extent, tracks};
use corridor_network::LngLat;
use serde_json::Value;

/// Stops of the same name closer than this are one, map units (about 20 km).
const SAME_STOP: f64 = 30.0;
/// The narrowest view, map units: a short haul still shows the country around it.
const LEAST_VIEW: f64 = 2000.0;

/// Everything on the map.
pub(super) struct Map {
    pub(super) projection: Projection,
    pub(super) tracks: Vec<Track>,
    /// Ids of the itineraries in the order of their colours.
    pub(super) ids: Vec<String>,
    /// Ends first, then by how many itineraries use them.
    pub(super) stops: Vec<Stop>,
    /// (itinerary, place of its number).
    pub(super) badges: Vec<(usize, Point)>,
    /// What to show first.
    pub(super) view: Rect,
    /// Features of the GeoJSON without a usable line.
    pub(super) unreadable: usize,
}

/// A named place where a leg begins or ends.
#[derive(Debug, PartialEq)]
pub(super) struct Stop {
    pub(super) at: Point,
    pub(super) name: String,
    pub(super) role: Role,
    /// The itineraries that stop here, ascending.
    pub(super) itineraries: Vec<usize>,
}

/// What happens at a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    End,
    Transfer,
    Border,
}

impl Role {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::Transfer => "transfer",
            Self::Border => "border",
        }
    }
}

impl Map {
    /// Lays out a plan (`Shown::default()` if there is none) and its lines.
    pub(super) fn new(shown: &Shown, geojson: &Value) -> Self {
        let ids = shown.itineraries.iter().map(|i| i.id.clone()).collect();
        let lines = Lines::read(geojson, ids);
        let ends: Vec<LngLat> = [&shown.from, &shown.to].iter().filter_map(|p| p.at).collect();
        let projection = lines.projection(&ends);
        let tracks = tracks(&lines, projection);
        let stops = stops(shown, &lines, projection);
        let around = extent(&tracks)
            .into_iter()
            .flat_map(|r| [r.low, r.high])
            .chain(stops.iter().map(|s| s.at));
        let view = Rect::around(around).map_or_else(whole_world, roomy);
        // Numbers are 18 pixels wide on a map of about 900.
        let badges = badges(&tracks, lines.ids.len(), view.width().max(1.4 * view.height()) / 42.0);
        Self {
            projection,
            tracks,
            ids: lines.ids,
            stops,
            badges,
            view,
            unreadable: lines.unreadable,
        }
    }

    /// The view widened or heightened to `ratio` (width to height), moved inward where it would show
    /// empty space beyond the world's edge.
    pub(super) fn view_of(&self, ratio: f64) -> Rect {
        let world = whole_world();
        let size = [
            self.view.width().max(self.view.height() * ratio),
            self.view.height().max(self.view.width() / ratio),
        ];
        let low = [0, 1].map(|k| {
            let centred = f64::midpoint(self.view.low[k], self.view.high[k]) - size[k] / 2.0;
            let spare = world.high[k] - world.low[k] - size[k];
            if spare > 0.0 {
                centred.clamp(world.low[k], world.low[k] + spare)
            } else {
                world.low[k] + spare / 2.0
            }
        });
        Rect { low, high: [low[0] + size[0], low[1] + size[1]] }
    }
}

fn whole_world() -> Rect {
    Rect::around(Projection::outline().into_iter()).expect("an outline has points")
}

/// The rectangle with a margin, and not too narrow.
fn roomy(rect: Rect) -> Rect {
    let wide = rect.grown(0.07 * rect.width().max(rect.height()));
    let lacking = (LEAST_VIEW - wide.width().max(wide.height())).max(0.0) / 2.0;
    wide.grown(lacking)
}

/// The ends of all legs, merged by name and nearness.
fn stops(shown: &Shown, lines: &Lines, projection: Projection) -> Vec<Stop> {
    let mut stops: Vec<Stop> = Vec::new();
    let mut add = |at: Point, name: &str, role: Role, itinerary: Option<usize>| {
        let near = |s: &Stop| {
            let away = (s.at[0] - at[0]).hypot(s.at[1] - at[1]);
            away < 1.0 || (away < SAME_STOP && (s.name == name || name.is_empty()))
        };
        let found = stops.iter().position(near).unwrap_or_else(|| {
            stops.push(Stop { at, name: name.to_owned(), role, itineraries: Vec::new() });
            stops.len() - 1
        });
        let stop = &mut stops[found];
        stop.role = stop.role.min(role);
        if stop.name.is_empty() {
            name.clone_into(&mut stop.name);
        }
        if let Some(i) = itinerary
            && !stop.itineraries.contains(&i)
        {
            stop.itineraries.push(i);
        }
    };
    for leg in &lines.legs {
        let told = shown.itineraries.get(leg.itinerary).and_then(|i| i.legs.get(leg.leg));
        let same = || lines.legs.iter().filter(|l| l.itinerary == leg.itinerary).map(|l| l.leg);
        let (first, last) = (Some(leg.leg) == same().min(), Some(leg.leg) == same().max());
        let ends = [
            (leg.parts.first().and_then(|p| p.first()), told.map(|l| &l.from), first),
            (leg.parts.last().and_then(|p| p.last()), told.map(|l| &l.to), last),
        ];
        for (side, (at, place, is_end)) in ends.into_iter().enumerate() {
            let Some(at) = at else { continue };
            let name = place.map_or(leg.ends[side].as_str(), |p| p.name.as_str());
            let role = match leg.kind {
                _ if is_end => Role::End,
                Kind::Border => Role::Border,
                _ => Role::Transfer,
            };
            add(projection.place(*at), name, role, Some(leg.itinerary));
        }
    }
    // A border leg stands between two moving legs, which called its station a transfer.
    for leg in lines.legs.iter().filter(|l| l.kind == Kind::Border) {
        let at = leg.parts.first().and_then(|p| p.first()).map(|p| projection.place(*p));
        for stop in stops.iter_mut().filter(|s| s.role == Role::Transfer && Some(s.at) == at) {
            stop.role = Role::Border;
        }
    }
    if stops.is_empty() {
        for place in [&shown.from, &shown.to] {
            if let Some(at) = place.at {
                let (at, name) = (projection.place(at), place.name.clone());
                stops.push(Stop { at, name, role: Role::End, itineraries: Vec::new() });
            }
        }
    }
    for stop in &mut stops {
        stop.itineraries.sort_unstable();
    }
    stops.sort_by_key(|s| (s.role, std::cmp::Reverse(s.itineraries.len())));
    stops
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn leg(itinerary: &str, leg: u32, kind: &str, line: &Value) -> Value {
        json!({"type": "Feature", "properties": {"itinerary": itinerary, "leg": leg, "kind": kind},
            "geometry": {"type": "LineString", "coordinates": line}})
    }

    #[test]
    fn stops_are_merged_named_and_ranked() {
        let legs = json!([
            {"kind": "sea", "from": {"name": "A"}, "to": {"name": "Port"}},
            {"kind": "border", "from": {"name": "Port"}, "to": {"name": "Port"}},
            {"kind": "rail", "from": {"name": "Port"}, "to": {"name": "B"}}]);
        let plan = json!({"itineraries": [{"id": "x", "legs": legs}, {"id": "y", "legs": legs}]});
        let features: Vec<Value> = ["x", "y"]
            .iter()
            .flat_map(|id| {
                [
                    leg(id, 0, "sea", &json!([[0, 0], [10, 0]])),
                    leg(id, 1, "border", &json!([[10, 0], [10, 0]])),
                    leg(id, 2, "rail", &json!([[10, 0], [10, 10]])),
                ]
            })
            .collect();
        let map = Map::new(&Shown::read(&plan), &json!({ "features": features }));
        let named: Vec<_> = map.stops.iter().map(|s| (s.name.as_str(), s.role)).collect();
        assert_eq!(named, [("A", Role::End), ("B", Role::End), ("Port", Role::Border)]);
        assert_eq!(map.stops[2].itineraries, [0, 1]);
        assert_eq!(map.badges.len(), 2);
    }

    #[test]
    fn without_lines_the_ends_are_shown_and_without_ends_the_world() {
        let ends = json!({"from": {"name": "A", "lon": 10.0, "lat": 5.0}, "itineraries": []});
        let map = Map::new(&Shown::read(&ends), &Value::Null);
        assert_eq!(map.stops.len(), 1);
        assert!(map.view.width() >= LEAST_VIEW);
        let world = Map::new(&Shown::default(), &Value::Null);
        assert!(world.view.width() > 50_000.0);
        let wide = map.view_of(2.0);
        assert!((wide.width() / wide.height() - 2.0).abs() < 1e-9);
    }
}
