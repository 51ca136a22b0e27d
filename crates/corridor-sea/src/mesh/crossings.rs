//! Lines that cross each other: after simplification, in careless sources, where walls end inland.
//!
//! Both are split where they meet. (spade can split constraints itself, but panics on some of the nearly parallel
//! lines that occur in coastlines.)

use super::MeshError;
use spade::handles::FixedVertexHandle;
use spade::{ConstrainedDelaunayTriangulation, InsertionError, Point2, Triangulation};

type Cdt = ConstrainedDelaunayTriangulation<Point2<f64>>;

/// Adds pieces that cross others to a triangulation; returns how many splits that took. New vertices
/// follow the old ones.
pub(super) fn add_crossing(cdt: &mut Cdt, pieces: &[[usize; 2]]) -> Result<usize, MeshError> {
    let mut splits = 0;
    // Each split shortens two pieces; rounding may make new crossings, but far fewer than these.
    let most = 1000 + pieces.len() * 100;
    let mut open: Vec<[FixedVertexHandle; 2]> =
        pieces.iter().rev().map(|piece| piece.map(FixedVertexHandle::from_index)).collect();
    while let Some([from, to]) = open.pop() {
        if from == to {
            continue;
        }
        let crossed = cdt.get_conflicting_edges_between_vertices(from, to).next().map(|edge| {
            (edge.as_undirected().fix(), edge.from().fix(), edge.to().fix(), edge.positions())
        });
        let Some((edge, a, b, [at_a, at_b])) = crossed else {
            cdt.add_constraint(from, to);
            continue;
        };
        splits += 1;
        if splits > most {
            return Err(MeshError::Triangulation {
                reason: format!(
                    "lines cross again and again near {:?}",
                    super::chart::unproject(at_a)
                ),
            });
        }
        let meet = meeting(cdt.vertex(from).position(), cdt.vertex(to).position(), at_a, at_b);
        // The crossed line gives way first, since the meeting point is next to it by rounding.
        cdt.remove_constraint_edge(edge);
        let middle = cdt.insert(meet).map_err(refused)?;
        open.push([middle, to]);
        open.push([from, middle]);
        open.push([middle, b]);
        open.push([a, middle]);
    }
    Ok(splits)
}

pub(super) fn refused(error: InsertionError) -> MeshError {
    MeshError::Triangulation { reason: error.to_string() }
}

/// Where two crossing pieces meet, within the box around the second.
fn meeting(p: Point2<f64>, q: Point2<f64>, a: Point2<f64>, b: Point2<f64>) -> Point2<f64> {
    let (along, across) = ((q.x - p.x, q.y - p.y), (b.x - a.x, b.y - a.y));
    let scale = along.0 * across.1 - along.1 * across.0;
    let t = ((p.y - a.y) * along.0 - (p.x - a.x) * along.1) / scale;
    // Nearly parallel: any point of the overlap does.
    let t = if t.is_finite() { t.clamp(0.0, 1.0) } else { 0.5 };
    if t == 0.0 {
        a
    } else if t == 1.0 {
        b
    } else {
        Point2::new(a.x + t * across.0, a.y + t * across.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Point2<f64> {
        Point2::new(x, y)
    }

    #[test]
    fn pieces_meet_where_they_cross() {
        let meet = meeting(at(0.0, 0.0), at(2.0, 2.0), at(0.0, 2.0), at(2.0, 0.0));
        assert!((meet.x - 1.0).abs() < 1e-15 && (meet.y - 1.0).abs() < 1e-15);
        let meet = meeting(at(0.0, 1.0), at(4.0, 1.0), at(1.0, 0.0), at(1.0, 4.0));
        assert!((meet.x - 1.0).abs() < 1e-15 && (meet.y - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_star_of_crossings_is_split_everywhere() {
        let mut points = Vec::new();
        let mut pieces = Vec::new();
        for i in 0..7 {
            let angle = f64::from(i) * 0.41;
            let (sin, cos) = angle.sin_cos();
            // Not through one point: shifted a little.
            let shift = 1e-3 * f64::from(i * i);
            points.push(at(cos + shift, sin));
            points.push(at(-cos, -sin + shift));
            pieces.push([2 * i as usize, 2 * i as usize + 1]);
        }
        // Other constructors change the order of the points.
        let mut cdt = Cdt::bulk_load_cdt(points, Vec::new()).unwrap();
        let before = cdt.num_vertices();
        add_crossing(&mut cdt, &pieces).unwrap();
        // Seven lines cross 21 times, in 21 points, and each becomes seven pieces.
        assert_eq!(cdt.num_vertices() - before, 21);
        assert_eq!(cdt.num_constraints(), 49);
    }
}
