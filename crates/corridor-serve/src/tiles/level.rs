//! The map at one zoom: simplified once, so that tiles side by side fit, and found by place.

use super::clip::Frame;
use super::drawn::{Drawn, Said};
use super::land::Polygon;
use super::mercator::Spot;
use super::{BUFFER, EXTENT, MAX_ZOOM, ways};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Grid cells side by side in a tile, by which ways are drawn: far out, where no more than the main
/// lines can be told apart, nearer, at the last zoom.
fn cells(zoom: u8) -> f64 {
    match zoom {
        0..=2 => 256.0,
        3 => 512.0,
        MAX_ZOOM => f64::from(EXTENT),
        _ => 1024.0,
    }
}

/// What is drawn at a zoom.
pub(crate) struct Level {
    shapes: Vec<Shape>,
    index: RTree<GeomWithData<Rectangle<Spot>, u32>>,
}

/// A piece of a layer.
pub(super) struct Shape {
    pub(super) layer: &'static str,
    /// Number of what it says among those of its layer, so that pieces that say the same are one.
    pub(super) group: u32,
    pub(super) said: std::sync::Arc<Said>,
    pub(super) form: Form,
}

/// Where a piece is.
pub(super) enum Form {
    Point(Spot),
    Line(Vec<Spot>),
    Polygon(Vec<Vec<Spot>>),
}

impl Level {
    /// The map at a zoom.
    pub(super) fn new(drawn: &Drawn, zoom: u8) -> Self {
        let tile = 1.0 / f64::from(1_u32 << zoom);
        let unit = tile / cells(zoom);
        // The coast is looked at everywhere: it keeps its bends where ways are drawn coarsely.
        let shore = unit.min(tile / 512.0);
        let mut shapes = Vec::new();
        let mut group = 0;
        let mut add = |layer, said: &Said, forms: Vec<Form>| {
            group += 1;
            let said = std::sync::Arc::new(said.clone());
            shapes.extend(forms.into_iter().map(|form| Shape {
                layer,
                group,
                said: said.clone(),
                form,
            }));
        };
        let land =
            |polygon: &Polygon| Some(Form::Polygon(polygon.simplified(shore, 2.0 * shore)?.0));
        add("land", &Said::new(), drawn.land.iter().filter_map(land).collect());
        for (said, rings) in &drawn.ice {
            let rings = rings.iter().map(|ring| Form::Polygon(vec![ring.clone()]));
            add("ice", said, rings.collect());
        }
        for ways in drawn.ways.iter().filter(|ways| ways.from_zoom <= zoom) {
            let unit = if ways.layer == "rail" { unit } else { shore };
            let lines = ways::generalised(&ways.lines, 1.0 / unit);
            add(ways.layer, &ways.said, lines.into_iter().map(Form::Line).collect());
        }
        for spot in drawn.spots.iter().filter(|spot| spot.from_zoom <= zoom) {
            add(spot.layer, &spot.said, vec![Form::Point(spot.at)]);
        }
        let boxed = |(n, shape): (usize, &Shape)| {
            let frame = shape.frame();
            GeomWithData::new(Rectangle::from_corners(frame.low, frame.high), n as u32)
        };
        let index = RTree::bulk_load(shapes.iter().enumerate().map(boxed).collect());
        Self { shapes, index }
    }

    /// The pieces that may be seen in a frame, by layer and group.
    pub(super) fn within(&self, frame: &Frame) -> Vec<&Shape> {
        let envelope = AABB::from_corners(frame.low, frame.high);
        let found = self.index.locate_in_envelope_intersecting(&envelope);
        let mut numbers: Vec<u32> = found.map(|entry| entry.data).collect();
        numbers.sort_unstable();
        numbers.into_iter().map(|n| &self.shapes[n as usize]).collect()
    }
}

impl Shape {
    fn frame(&self) -> Frame {
        match &self.form {
            Form::Point(at) => Frame { low: *at, high: *at },
            Form::Line(line) => Frame::around(line),
            Form::Polygon(rings) => Frame::around(&rings[0]),
        }
    }
}

/// The frame of a tile, with a little of its neighbours.
pub(super) fn frame(zoom: u8, x: u32, y: u32) -> Frame {
    let tile = 1.0 / f64::from(1_u32 << zoom);
    let low = [f64::from(x) * tile, f64::from(y) * tile];
    let more = tile * f64::from(BUFFER) / f64::from(EXTENT);
    Frame { low: low.map(|v| v - more), high: low.map(|v| v + tile + more) }
}
