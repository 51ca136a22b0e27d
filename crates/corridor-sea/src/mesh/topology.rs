//! Bodies of water and the fans of triangles around vertices.

use super::triangulate::{NONE, Triangles, next, prev};
use corridor_network::geo::Vec3;

/// Bodies of fewer triangles are no water to sail on: ponds, closed harbours, crumbs of simplification.
pub(crate) const LEAST_BODY: usize = 40;

/// The body each triangle belongs to, numbered by falling size.
pub(crate) struct Bodies {
    pub(crate) of_triangle: Vec<u32>,
    pub(crate) sizes: Vec<usize>,
}

impl Bodies {
    /// Finds the connected bodies of water.
    pub(crate) fn find(triangles: &Triangles) -> Self {
        let count = triangles.origin.len() / 3;
        let mut of_triangle = vec![NONE; count];
        let mut sizes = Vec::new();
        let mut open = Vec::new();
        for start in 0..count {
            if of_triangle[start] != NONE {
                continue;
            }
            let body = sizes.len() as u32;
            of_triangle[start] = body;
            open.push(start);
            let mut size = 0;
            while let Some(triangle) = open.pop() {
                size += 1;
                for g in &triangles.twin[triangle * 3..triangle * 3 + 3] {
                    if *g != NONE && of_triangle[*g as usize / 3] == NONE {
                        of_triangle[*g as usize / 3] = body;
                        open.push(*g as usize / 3);
                    }
                }
            }
            sizes.push(size);
        }
        let mut by_size: Vec<u32> = (0..sizes.len() as u32).collect();
        by_size.sort_by_key(|body| std::cmp::Reverse(sizes[*body as usize]));
        let mut rank = vec![0; sizes.len()];
        for (new, old) in by_size.iter().enumerate() {
            rank[*old as usize] = new as u32;
        }
        for body in &mut of_triangle {
            *body = rank[*body as usize];
        }
        sizes.sort_unstable_by_key(|size| std::cmp::Reverse(*size));
        Self { of_triangle, sizes }
    }
}

/// Vertices with one fan each.
pub(crate) struct Fans {
    /// Positions of the vertices.
    pub(crate) positions: Vec<Vec3>,
    /// The outline point or crossing each vertex stands at.
    pub(crate) place: Vec<u32>,
    /// Where the fan of each vertex begins in `spokes`; one more at the end.
    pub(crate) first: Vec<u32>,
    /// Half-edges that leave the vertex, counter-clockwise; the first has the coast on its right,
    /// unless water is all around.
    pub(crate) spokes: Vec<u32>,
}

impl Fans {
    /// Gives every connected fan its own vertex and renames the corners of the triangles.
    pub(crate) fn split(triangles: &mut Triangles) -> Self {
        let mut fans =
            Self { positions: Vec::new(), place: Vec::new(), first: vec![0], spokes: Vec::new() };
        let mut vertex = vec![NONE; triangles.origin.len()];
        for h in 0..triangles.origin.len() as u32 {
            if vertex[h as usize] != NONE {
                continue;
            }
            // Turn clockwise to the coast, or once around.
            let mut start = h;
            loop {
                let g = triangles.twin[start as usize];
                if g == NONE || next(g) == h {
                    break;
                }
                start = next(g);
            }
            let new = fans.positions.len() as u32;
            let place = triangles.origin[h as usize];
            fans.positions.push(triangles.positions[place as usize]);
            fans.place.push(place);
            let mut spoke = start;
            loop {
                vertex[spoke as usize] = new;
                fans.spokes.push(spoke);
                let g = triangles.twin[prev(spoke) as usize];
                if g == NONE || g == start {
                    break;
                }
                spoke = g;
            }
            fans.first.push(fans.spokes.len() as u32);
        }
        triangles.origin = vertex;
        fans
    }
}
