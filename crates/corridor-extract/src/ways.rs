//! What readers give: courses over numbered points.

use crate::Kind;
use corridor_network::LngLat;

/// No point: the file does not have it, or lorries do not get past it.
pub(crate) const MISSING: u32 = u32::MAX;

/// A way as a file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// What it is.
    pub kind: Kind,
    /// Numbers of its points in order.
    pub course: Vec<u32>,
    /// Its length where the file states one, m.
    pub metres: Option<f64>,
}

/// Ways over common points: two ways meet where they name the same one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ways {
    /// Where each point is.
    pub points: Vec<LngLat>,
    /// The ways.
    pub ways: Vec<Way>,
    /// Posts of border control.
    pub posts: Vec<LngLat>,
}

impl Ways {
    /// Adds a point and returns its number.
    pub(crate) fn add_point(&mut self, at: LngLat) -> u32 {
        self.points.push(at);
        self.points.len() as u32 - 1
    }

    /// Adds the ways of another input, which shares no points with these, as number `source`.
    pub(crate) fn append(&mut self, other: Self, source: u8) {
        let offset = self.points.len() as u32;
        let number = |point: u32| if point == MISSING { MISSING } else { point + offset };
        self.points.extend(other.points);
        self.posts.extend(other.posts);
        self.ways.extend(other.ways.into_iter().map(|way| Way {
            course: way.course.into_iter().map(number).collect(),
            kind: Kind { source, ..way.kind },
            ..way
        }));
    }
}
