//! What a lane looks like: its bends, and the passages and areas along it.
//!
//! A lane runs from where ships round one turn to where they round the next. The turns see each
//! other, the points 9 km seaward of them need not: where a headland stands between, the lane bends
//! at the turn itself. A lane is cut where it enters or leaves an area, so that the way in ice or
//! risk has its true length.

use super::berth::Harbours;
use super::gate::AreaRings;
use super::sight::Place;
use crate::mesh::{Mesh, WaterPoint};
use corridor_network::LngLat;

/// Stretches shorter than this are not drawn, km.
const DRAWN_KM: f64 = 0.05;

/// An end of a lane.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// Where the node is.
    pub(super) at: LngLat,
    /// Where it touches the water.
    water: Option<WaterPoint>,
    /// The turn that it rounds.
    turn: Option<WaterPoint>,
}

impl End {
    pub(super) fn of(mesh: &Mesh, harbours: &Harbours, place: &Place) -> Self {
        match place {
            Place::Turn(v) => {
                let at = mesh.rounding(*v).lng_lat();
                Self { at, water: mesh.locate(at), turn: Some(mesh.point_at(*v)) }
            }
            Place::Portal(point) => Self { at: point.at(), water: Some(*point), turn: None },
            Place::Station(s) => {
                let station = &harbours.stations[*s as usize];
                Self { at: station.at, water: station.water, turn: None }
            }
            Place::Port(p) => {
                let berth = &harbours.berths[*p as usize];
                Self { at: berth.at, water: berth.water, turn: None }
            }
        }
    }
}

/// How a lane is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Drawn {
    /// Straight over water.
    Straight,
    /// With a bend at a turn of the coast.
    AtTurn,
    /// Straight over land, for want of better.
    OverLand,
}

/// The bends between two ends over open water.
pub(super) fn bends(mesh: &Mesh, a: &End, b: &End) -> (Vec<LngLat>, Drawn) {
    let mut options: Vec<Vec<WaterPoint>> = vec![Vec::new()];
    options.extend(b.turn.map(|turn| vec![turn]));
    options.extend(a.turn.map(|turn| vec![turn]));
    options.extend(a.turn.zip(b.turn).map(|(from, to)| vec![from, to]));
    let ends = a.water.zip(b.water);
    let clear = |bends: &Vec<WaterPoint>| {
        let Some((first, last)) = ends else { return false };
        let mut here = first;
        bends.iter().chain([&last]).all(|next| {
            let seen = mesh.visible(&here, next);
            here = *next;
            seen
        })
    };
    let found = options.iter().position(clear);
    let drawn = match found {
        Some(0) => Drawn::Straight,
        Some(_) => Drawn::AtTurn,
        None => Drawn::OverLand,
    };
    let mut bends = Vec::new();
    let ashore = |end: &End| {
        let water = end.water?.at();
        (end.at.sphere_km(water) > DRAWN_KM).then_some(water)
    };
    bends.extend(ashore(a));
    bends.extend(found.map_or(&[][..], |option| &options[option]).iter().map(WaterPoint::at));
    bends.extend(ashore(b));
    (bends, drawn)
}

/// A part of a lane, inside or outside of each area as a whole.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// Its points, ends included.
    pub(super) course: Vec<LngLat>,
    /// Its length along the course, km.
    pub(super) km: f64,
    /// Rows of the areas it lies in, sorted.
    pub(super) areas: Vec<u16>,
}

/// No cut is made closer than this to a point of the course, km.
const LEAST_PIECE_KM: f64 = 2.0;

/// Cuts a course at the borders of areas.
pub(super) fn cut(course: &[LngLat], areas: &AreaRings) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut current: Vec<LngLat> = course.first().copied().into_iter().collect();
    for leg in course.windows(2) {
        let mut here = leg[0];
        for border in areas.borders(leg[0].vec3(), leg[1].vec3()) {
            let at = border.lng_lat();
            let room = here.sphere_km(at).min(at.sphere_km(leg[1]));
            if room >= LEAST_PIECE_KM {
                current.push(at);
                pieces.push(piece(std::mem::replace(&mut current, vec![at]), areas));
                here = at;
            }
        }
        current.push(leg[1]);
    }
    pieces.push(piece(current, areas));
    pieces
}

/// A piece lies where its middle lies: it crosses no border but within [`LEAST_PIECE_KM`] of a point.
fn piece(course: Vec<LngLat>, areas: &AreaRings) -> Piece {
    let legs = course.windows(2).map(|leg| leg[0].geodesic_km(leg[1]));
    let km = legs.sum();
    let longest =
        course.windows(2).max_by(|p, q| p[0].sphere_km(p[1]).total_cmp(&q[0].sphere_km(q[1])));
    let areas = longest.map_or_else(Vec::new, |leg| {
        areas.holding(leg[0].vec3().add_scaled(leg[1].vec3(), 1.0).unit())
    });
    Piece { course, km, areas }
}
