//! A tile as bytes: Mapbox Vector Tile 2.

use super::clip::{self, Frame};
use super::level::{Form, Shape, frame};
use super::mercator::Spot;
use super::{BUFFER, EXTENT};
use mvt::{Error, GeomEncoder, GeomType, Layer, Tile};
use serde_json::Value;

/// The tile with some shapes, sorted by layer and group.
pub(super) fn tile(shapes: &[&Shape], (zoom, x, y): (u8, u32, u32)) -> Result<Vec<u8>, Error> {
    let view = View { frame: frame(zoom, x, y) };
    let mut tile = Tile::new(EXTENT);
    for of_layer in shapes.chunk_by(|a, b| a.layer == b.layer) {
        let mut layer = tile.create_layer(of_layer[0].layer);
        for of_group in of_layer.chunk_by(|a, b| a.group == b.group) {
            layer = feature(layer, of_group, &view)?;
        }
        if layer.num_features() > 0 {
            tile.add_layer(layer)?;
        }
    }
    tile.to_bytes()
}

/// Adds shapes that say the same as one feature, if any of them is to be seen.
fn feature(layer: Layer, shapes: &[&Shape], view: &View) -> Result<Layer, Error> {
    let kind = match shapes[0].form {
        Form::Point(_) => GeomType::Point,
        Form::Line(_) => GeomType::Linestring,
        Form::Polygon(_) => GeomType::Polygon,
    };
    let mut geometry = GeomEncoder::new(kind);
    let mut pen = Pen { geometry: &mut geometry, last: None };
    for shape in shapes {
        match &shape.form {
            Form::Point(at) if view.frame.holds(*at) => pen.point(view.pixel(*at))?,
            Form::Point(_) => {}
            Form::Line(line) => {
                for piece in clip::line(line, &view.frame) {
                    pen.line(&view.pixels(&piece))?;
                }
            }
            Form::Polygon(rings) => {
                let mut is_outer = true;
                for ring in rings {
                    let ring = view.pixels(&clip::ring(ring, &view.frame));
                    if !pen.ring(ring, is_outer)? && is_outer {
                        break;
                    }
                    is_outer = false;
                }
            }
        }
    }
    if pen.last.is_none() {
        return Ok(layer);
    }
    let mut feature = layer.into_feature(geometry.encode()?);
    for (name, value) in shapes[0].said.iter() {
        match value {
            Value::String(text) => feature.add_tag_string(name, text),
            Value::Bool(flag) => feature.add_tag_bool(name, *flag),
            Value::Number(number) => match number.as_u64() {
                Some(whole) => feature.add_tag_uint(name, whole),
                None => feature.add_tag_double(name, number.as_f64().unwrap_or_default()),
            },
            Value::Null | Value::Array(_) | Value::Object(_) => {}
        }
    }
    Ok(feature.into_layer())
}

/// From the map to a tile.
struct View {
    frame: Frame,
}

impl View {
    fn pixel(&self, p: Spot) -> [i32; 2] {
        let units = f64::from(EXTENT + 2 * BUFFER);
        let share = |axis: usize| {
            (p[axis] - self.frame.low[axis]) / (self.frame.high[axis] - self.frame.low[axis])
        };
        [0, 1].map(|axis| (share(axis) * units).round() as i32 - BUFFER as i32)
    }

    fn pixels(&self, line: &[Spot]) -> Vec<[i32; 2]> {
        let mut pixels: Vec<[i32; 2]> = line.iter().map(|p| self.pixel(*p)).collect();
        pixels.dedup();
        pixels
    }
}

/// Draws into a geometry.
struct Pen<'g> {
    geometry: &'g mut GeomEncoder<f32>,
    last: Option<[i32; 2]>,
}

impl Pen<'_> {
    fn point(&mut self, [x, y]: [i32; 2]) -> Result<(), Error> {
        self.last = Some([x, y]);
        self.geometry.add_point(x as f32, y as f32)
    }

    fn line(&mut self, line: &[[i32; 2]]) -> Result<(), Error> {
        if line.len() < 2 {
            return Ok(());
        }
        line.iter().try_for_each(|p| self.point(*p))?;
        self.geometry.complete_geom()
    }

    /// Whether the ring is large enough to be drawn. Outer rings turn one way, holes the other.
    fn ring(&mut self, mut ring: Vec<[i32; 2]>, is_outer: bool) -> Result<bool, Error> {
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        let area: i64 =
            ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| cross(*a, *b)).sum();
        if ring.len() < 3 || area == 0 {
            return Ok(false);
        }
        if (area > 0) != is_outer {
            ring.reverse();
        }
        // The encoder takes a ring that begins where the last one ended for its continuation.
        if self.last == ring.first().copied() {
            ring.rotate_left(1);
        }
        ring.iter().try_for_each(|p| self.point(*p))?;
        self.geometry.complete_geom()?;
        Ok(true)
    }
}

fn cross(a: [i32; 2], b: [i32; 2]) -> i64 {
    i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1])
}
