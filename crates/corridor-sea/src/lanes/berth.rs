//! How ports and canals meet the open water.
//!
//! A canal or approach channel is a chain of stations: its ends, and a foot for every port on its
//! banks. An end that lies at the water joins the sea, an end that lies at another canal's end is
//! the same station. A port joins the nearest water, the canals it lies on, or both.

use crate::mesh::{Mesh, WaterPoint};
use corridor_network::fact::Line;
use corridor_network::{LngLat, Vec3};

/// An end of a canal joins the sea or another canal within this distance, km.
const JOIN_KM: f64 = 3.0;
/// A port lies on a canal within this distance, km.
const BANK_KM: f64 = 8.0;
/// A port farther than this from drawn water, km, is not at sea: without a channel it gets no lane.
/// 95 % of the ports of the World Port Index lie within 13 km, most of the rest on rivers.
const SHORE_KM: f64 = 25.0;

/// A point of a canal: an end or the foot of a port.
#[derive(Clone, Debug)]
pub(super) struct Station {
    pub(super) at: LngLat,
    /// Where it joins the sea, if it does.
    pub(super) water: Option<WaterPoint>,
}

/// A canal between two stations.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) length_km: f64,
    /// Bends between them.
    pub(super) bends: Vec<LngLat>,
    /// The row of its line.
    pub(super) line: u16,
}

/// How a port is reached.
#[derive(Clone, Debug)]
pub(super) struct Berth {
    pub(super) at: LngLat,
    /// The nearest water, unless a canal is much nearer.
    pub(super) water: Option<WaterPoint>,
    /// Distance to that water, km.
    pub(super) water_km: f64,
    /// Stations it lies at, with the distance, km.
    pub(super) stations: Vec<(u32, f64)>,
}

/// Ports and canals, ready to be joined to what they see.
#[derive(Clone, Debug, Default)]
pub(super) struct Harbours {
    pub(super) stations: Vec<Station>,
    pub(super) reaches: Vec<Reach>,
    pub(super) berths: Vec<Berth>,
}

/// A place on a course: which leg, how far along it (0 to 1), where, and how far off.
#[derive(Clone, Copy)]
struct Foot {
    leg: usize,
    along: f64,
    at: LngLat,
    km: f64,
}

impl Harbours {
    pub(super) fn new(mesh: &Mesh, lines: &[Line], ports: &[LngLat]) -> Self {
        let mut harbours = Self::default();
        let near = |at: &LngLat| mesh.nearest_water(*at).filter(|snap| snap.km <= SHORE_KM);
        let snaps: Vec<_> = ports.iter().map(near).collect();
        harbours.berths = ports
            .iter()
            .zip(&snaps)
            .map(|(at, snap)| Berth {
                at: *at,
                water: snap.map(|s| s.point),
                water_km: snap.map_or(0.0, |s| s.km),
                stations: Vec::new(),
            })
            .collect();
        for (line, row) in lines.iter().zip(0u16..) {
            harbours.add_line(mesh, line, row);
        }
        for berth in &mut harbours.berths {
            let nearest = berth.stations.iter().map(|s| s.1).fold(f64::INFINITY, f64::min);
            // A river port's nearest open water may be a lake or a bay behind hills.
            if berth.water_km > nearest + JOIN_KM {
                berth.water = None;
            }
        }
        harbours
    }

    fn add_line(&mut self, mesh: &Mesh, line: &Line, row: u16) {
        let legs: Vec<f64> = line.course.windows(2).map(|w| w[0].geodesic_km(w[1])).collect();
        let drawn: f64 = legs.iter().sum();
        let scale = line.length_km.map_or(1.0, |km| km / drawn);
        let mut feet: Vec<(Foot, u32)> = Vec::new();
        for (port, berth) in self.berths.iter().enumerate() {
            if let Some(foot) = foot_on(&line.course, berth.at).filter(|f| f.km <= BANK_KM) {
                feet.push((foot, port as u32));
            }
        }
        feet.sort_by(|(a, p), (b, q)| {
            (a.leg, a.along, p).partial_cmp(&(b.leg, b.along, q)).expect("shares are finite")
        });
        let (Some(first), Some(last)) = (line.course.first(), line.course.last()) else { return };
        let mut here = self.end_station(mesh, *first);
        let (mut leg, mut along) = (0, 0.0);
        let end = Foot { leg: legs.len() - 1, along: 1.0, at: *last, km: 0.0 };
        let stops = feet.into_iter().map(|(foot, port)| (foot, Some(port))).chain([(end, None)]);
        for (foot, port) in stops {
            let there = match port {
                None => self.end_station(mesh, *last),
                Some(_) => self.station(foot.at, None),
            };
            let whole: f64 = (leg..foot.leg).map(|k| legs[k]).sum();
            let km = whole + legs[foot.leg] * foot.along - legs[leg] * along;
            self.reaches.push(Reach {
                a: here,
                b: there,
                length_km: km.max(0.0) * scale,
                bends: line.course[leg + 1..=foot.leg].to_vec(),
                line: row,
            });
            if let Some(port) = port {
                self.berths[port as usize].stations.push((there, foot.km));
            }
            (here, leg, along) = (there, foot.leg, foot.along);
        }
    }

    /// The station at an end of a line: that of another line which ends there, or a new one.
    fn end_station(&mut self, mesh: &Mesh, at: LngLat) -> u32 {
        let near = |s: &Station| s.at.sphere_km(at) <= JOIN_KM;
        if let Some(known) = self.stations.iter().position(near) {
            return known as u32;
        }
        let water = mesh.nearest_water(at).filter(|snap| snap.km <= JOIN_KM);
        self.station(at, water.map(|snap| snap.point))
    }

    fn station(&mut self, at: LngLat, water: Option<WaterPoint>) -> u32 {
        self.stations.push(Station { at, water });
        self.stations.len() as u32 - 1
    }
}

/// The nearest point of a course to a place.
fn foot_on(course: &[LngLat], place: LngLat) -> Option<Foot> {
    let q = place.vec3();
    let mut best: Option<Foot> = None;
    for (leg, ends) in course.windows(2).enumerate() {
        let (a, b) = (ends[0].vec3(), ends[1].vec3());
        let normal = a.cross(b);
        let along = if normal.norm() < 1e-12 {
            0.0
        } else {
            let normal = normal.unit();
            let foot: Vec3 = q.add_scaled(normal, -q.dot(normal)).unit();
            let signed = a.cross(foot).dot(normal).atan2(a.dot(foot));
            (signed / a.angle(b)).clamp(0.0, 1.0)
        };
        let at = a.add_scaled(b.add_scaled(a, -1.0), along).unit().lng_lat();
        let km = at.sphere_km(place);
        if best.is_none_or(|b| km < b.km) {
            best = Some(Foot { leg, along, at, km });
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feet_lie_on_the_course() {
        let course = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)].map(|(x, y)| LngLat::wrapped(x, y));
        let foot = foot_on(&course, LngLat::wrapped(0.5, 0.03)).unwrap();
        assert_eq!(foot.leg, 0);
        assert!((foot.along - 0.5).abs() < 1e-3 && (foot.km - 3.34).abs() < 0.01);
        let foot = foot_on(&course, LngLat::wrapped(1.2, 2.0)).unwrap();
        assert_eq!((foot.leg, foot.at), (1, course[2]));
    }
}
