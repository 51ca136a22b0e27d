//! Inland waterways: centre lines of the hand table become nodes and links.
//!
//! A course is cut about every [`PIECE_KM`] so that towns on the river can join it, and where another
//! waterway ends at it. Lengths are the book length of the waterway shared out along the course, so
//! that a river smoothed on the map is as long as its kilometre posts say. Where waterways meet the
//! sea is reported ([`WaterReport::sea_ends`]), not joined here; locks, seasons and limits stay in
//! the table.

mod course;

use crate::raw::{Layer, RawLink};
use anyhow::ensure;
use corridor_network::Countries;
use corridor_network::fact::Waterway;
use corridor_network::{CountryCode, LngLat, Mode};
use course::Course;

/// Length of a link aimed at, km; pieces come out between 2/3 and 4/3 of it unless junctions are
/// closer. Ports lie 50 to 100 km apart on the large rivers, towns that can load a barge less.
const PIECE_KM: f64 = 45.0;
/// An end this close to another waterway meets it, km. Courses are generalised to about 1 km and
/// rivers are several km wide where they meet (4.2 km at the mouth of the Kama); of the table's
/// waterways that do not meet none comes nearer than 8.8 km.
const JUNCTION_KM: f64 = 5.0;
/// Book length over length of the course: meanders lost in smoothing make it 1 to 1.4; outside these
/// bounds course or length is wrong.
const STRETCH: std::ops::RangeInclusive<f64> = 0.75..=1.6;
/// Source of all links: the table itself.
const SOURCE: &str = "tables";

/// What became of the waterways.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WaterReport {
    /// Waterways read.
    pub waterways: usize,
    /// Nodes made.
    pub nodes: usize,
    /// Links made.
    pub links: usize,
    /// Length of all links, km.
    pub length_km: f64,
    /// Book length over length of the drawn course, by waterway.
    pub stretch: Vec<(String, f64)>,
    /// Junctions: the waterways that share a node, in the order of the table.
    pub junctions: Vec<Vec<String>>,
    /// Ends of waterways that join the sea: id of the waterway and node of the layer.
    pub sea_ends: Vec<(String, u32)>,
    /// Ends that meet neither a waterway nor the sea: id of the waterway and node of the layer.
    pub loose_ends: Vec<(String, u32)>,
}

/// One end of a waterway.
#[derive(Clone, Copy, Debug, PartialEq)]
struct End {
    waterway: usize,
    /// Whether it is the last point of the course.
    last: bool,
    at: LngLat,
}

/// A node that ends of waterways share.
struct Junction {
    at: LngLat,
    ends: Vec<End>,
    /// Waterways that pass through, with the distance along their course, km.
    passing: Vec<(usize, f64)>,
}

impl Junction {
    fn waterways(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.ends.iter().map(|end| end.waterway).collect();
        all.extend(self.passing.iter().map(|(waterway, _)| waterway));
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The waterways as a layer of mode inland water, with a report.
///
/// # Errors
/// When a course is shorter or longer than its book length allows for.
pub fn layer(
    waterways: &[Waterway],
    countries: &Countries,
) -> anyhow::Result<(Layer, WaterReport)> {
    let country_at = |at| countries.at(at);
    build(waterways, &country_at)
}

fn build(
    waterways: &[Waterway],
    country_at: &dyn Fn(LngLat) -> CountryCode,
) -> anyhow::Result<(Layer, WaterReport)> {
    let courses: Vec<Course> = waterways.iter().map(|way| Course::new(&way.course)).collect();
    let mut report = WaterReport { waterways: waterways.len(), ..WaterReport::default() };
    for (way, course) in waterways.iter().zip(&courses) {
        let stretch = way.length_km / course.length_km();
        ensure!(
            STRETCH.contains(&stretch),
            "the waterway {:?} is {} km by the book but its course is {:.0} km long (expected {} to \
             {} times as much); correct the course or length_km",
            way.id,
            way.length_km,
            course.length_km(),
            STRETCH.start(),
            STRETCH.end(),
        );
        report.stretch.push((way.id.clone(), stretch));
    }

    let junctions = junctions(waterways, &courses);
    let mut layer = Layer::default();
    // Nodes of the junctions first; `stations[w]` are the fixed points along waterway `w`.
    let mut stations: Vec<Vec<(f64, u32)>> = vec![Vec::new(); waterways.len()];
    for junction in &junctions {
        let node = layer.add_node(junction.at, country_at(junction.at));
        for end in &junction.ends {
            let along = if end.last { courses[end.waterway].length_km() } else { 0.0 };
            stations[end.waterway].push((along, node));
        }
        for &(waterway, along) in &junction.passing {
            stations[waterway].push((along, node));
        }
        let met = junction.waterways();
        if met.len() > 1 {
            report.junctions.push(met.iter().map(|&w| waterways[w].id.clone()).collect());
        }
    }
    for (way, (course, stations)) in waterways.iter().zip(courses.iter().zip(&mut stations)) {
        stations.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Two junctions on one spot would make a link of no length.
        stations.dedup_by(|later, earlier| later.1 == earlier.1);
        add_links(&mut layer, way, course, stations, country_at);
    }
    report_ends(&mut report, waterways, &junctions);
    report.nodes = layer.nodes.len();
    report.links = layer.links.len();
    report.length_km = layer.links.iter().map(|link| link.length_km).sum();
    Ok((layer, report))
}

/// Groups ends that meet, and finds the waterways that pass through them. Every end is in exactly
/// one junction, alone if it meets nothing.
fn junctions(waterways: &[Waterway], courses: &[Course]) -> Vec<Junction> {
    let mut junctions: Vec<Junction> = Vec::new();
    for (waterway, way) in waterways.iter().enumerate() {
        let (Some(&first), Some(&last)) = (way.course.first(), way.course.last()) else { continue };
        for (at, last) in [(first, false), (last, true)] {
            let end = End { waterway, last, at };
            // A waterway does not meet itself: both ends of a short one stay apart.
            let met = junctions.iter_mut().find(|junction| {
                junction.at.geodesic_km(at) <= JUNCTION_KM
                    && junction.ends.iter().all(|other| other.waterway != waterway)
            });
            match met {
                Some(junction) => junction.ends.push(end),
                None => junctions.push(Junction { at, ends: vec![end], passing: Vec::new() }),
            }
        }
    }
    for junction in &mut junctions {
        for (waterway, course) in courses.iter().enumerate() {
            if junction.ends.iter().any(|end| end.waterway == waterway) {
                continue;
            }
            let (along, at, away) = course.nearest(junction.at);
            let inside = along > JUNCTION_KM && along < course.length_km() - JUNCTION_KM;
            if away <= JUNCTION_KM && inside {
                // The waterway that passes is the larger one: the node lies on it.
                junction.at = at;
                junction.passing.push((waterway, along));
            }
        }
    }
    junctions
}

/// Adds the links of one waterway between its fixed points, cut into pieces.
fn add_links(
    layer: &mut Layer,
    way: &Waterway,
    course: &Course,
    stations: &[(f64, u32)],
    country_at: &dyn Fn(LngLat) -> CountryCode,
) {
    let stretch = way.length_km / course.length_km();
    let mut features = vec![way.id.clone()];
    features.extend(way.passage.clone());
    for pair in stations.windows(2) {
        let ((from, first), (until, last)) = (pair[0], pair[1]);
        let pieces = ((until - from) * stretch / PIECE_KM).round().max(1.0);
        let mut a = first;
        for piece in 1..=pieces as usize {
            let start = from + (until - from) * (piece - 1) as f64 / pieces;
            let end = from + (until - from) * piece as f64 / pieces;
            let b = if piece as f64 == pieces {
                last
            } else {
                let at = course.at(end);
                layer.add_node(at, country_at(at))
            };
            layer.links.push(RawLink {
                a,
                b,
                mode: Mode::InlandWater,
                length_km: (end - start) * stretch,
                bends: course.between(start, end),
                features: features.clone(),
                source: SOURCE,
            });
            a = b;
        }
    }
}

/// Sorts the ends that meet no other waterway into those at the sea and loose ones.
fn report_ends(report: &mut WaterReport, waterways: &[Waterway], junctions: &[Junction]) {
    for (waterway, way) in waterways.iter().enumerate() {
        // Junctions were added to the layer first and in order, so their position is their node.
        let free: Vec<u32> = (0u32..)
            .zip(junctions)
            .filter(|(_, junction)| junction.waterways() == [waterway])
            .map(|(node, _)| node)
            .collect();
        // Of two free ends the first is at the sea: courses of such waterways begin at the mouth.
        // Looking the country up does not tell, as countries reach over their territorial waters.
        let sea = free.first().copied().filter(|_| way.joins_sea);
        for node in free {
            let ends =
                if sea == Some(node) { &mut report.sea_ends } else { &mut report.loose_ends };
            ends.push((way.id.clone(), node));
        }
    }
}

#[cfg(test)]
mod tests;
