//! Ocean portals: points on a coarse grid of great circles that bundle the long lanes.
//!
//! Nearly parallel great circles fan over the oceans, one for every pair of far capes. Where they
//! pass through common points instead, few edges carry them all at a fraction of a percent. The grid
//! is the cube map: 6 faces of 4 x 4 cells of about 2,500 km, whose sides are great circles, so that
//! two points of a cell are joined inside the cell.

use corridor_network::geo::EARTH_RADIUS_KM;
use corridor_network::{LngLat, Vec3};

/// Cells along the side of a face.
const CELLS: u16 = 4;
/// Portals lie no closer than this, km.
const CLOSEST_KM: f64 = 100.0;
/// Nor closer than this share of the distance to the nearest place where ships turn.
const SHARE: f64 = 0.35;

/// A cell: face, column, row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(u8, u16, u16);

/// A point of a cell side, with the cells on both sides of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Portal {
    /// Where it is.
    pub at: Vec3,
    /// The cells it belongs to.
    pub cells: Vec<Cell>,
}

/// Face and place on it (0 to 1 both ways) of a point; great circles of a constant coordinate.
fn on_cube(p: Vec3) -> (u8, [f64; 2]) {
    let size = p.0.map(f64::abs);
    let axis = if size[0] >= size[1] && size[0] >= size[2] {
        0
    } else {
        1 + usize::from(size[2] > size[1])
    };
    let place =
        |c: f64| ((c / size[axis]).atan() / std::f64::consts::FRAC_PI_2 + 0.5).clamp(0.0, 1.0);
    let face = axis as u8 * 2 + u8::from(p.0[axis] < 0.0);
    (face, [place(p.0[(axis + 1) % 3]), place(p.0[(axis + 2) % 3])])
}

fn on_sphere(face: u8, [s, t]: [f64; 2]) -> Vec3 {
    let axis = (face / 2) as usize;
    let slope = |x: f64| ((x - 0.5) * std::f64::consts::FRAC_PI_2).tan();
    let mut p = [0.0; 3];
    p[axis] = if face % 2 == 1 { -1.0 } else { 1.0 };
    p[(axis + 1) % 3] = slope(s);
    p[(axis + 2) % 3] = slope(t);
    Vec3(p).unit()
}

/// The cell a point lies in.
pub fn cell_of(p: Vec3) -> Cell {
    let (face, [s, t]) = on_cube(p);
    let column = |x: f64| ((x * f64::from(CELLS)) as u16).min(CELLS - 1);
    Cell(face, column(s), column(t))
}

/// The cells a point of a side lies in: those of its neighbourhood of a few hundred metres.
fn cells_round(p: Vec3) -> Vec<Cell> {
    let shift = |bit: u32| if bit == 0 { -1e-4 } else { 1e-4 };
    let mut cells: Vec<Cell> = (0..8u32)
        .map(|corner| Vec3([shift(corner & 1), shift(corner & 2), shift(corner & 4)]))
        .map(|shift| cell_of(p.add_scaled(shift, 1.0).unit()))
        .collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// Portals on all cell sides, as close as `turns` (places where ships turn) lie near; on land too.
pub fn portals(turns: &[LngLat]) -> Vec<Portal> {
    let turns: Vec<Vec3> = turns.iter().map(|p| p.vec3()).collect();
    let km_to_turn = |p: Vec3| {
        let nearest = turns.iter().map(|t| t.dot(p)).fold(-1.0, f64::max);
        nearest.min(1.0).acos() * EARTH_RADIUS_KM
    };
    let mut found: Vec<Portal> = Vec::new();
    for face in 0..6 {
        for line in 0..=CELLS {
            for step in 0..CELLS {
                for along in 0..2 {
                    let fixed = f64::from(line) / f64::from(CELLS);
                    let point = |x: f64| {
                        let moving = (f64::from(step) + x) / f64::from(CELLS);
                        on_sphere(face, if along == 0 { [fixed, moving] } else { [moving, fixed] })
                    };
                    // Sides between faces are met twice; the lower face keeps them.
                    let border = line == 0 || line == CELLS;
                    let shared = cells_round(point(0.37));
                    if border && shared.iter().any(|cell| cell.0 < face) {
                        continue;
                    }
                    let mut spans = vec![(0.0, 1.0)];
                    while let Some((from, to)) = spans.pop() {
                        let middle = f64::midpoint(from, to);
                        let at = point(middle);
                        let km = point(from).angle(point(to)) * EARTH_RADIUS_KM;
                        let room = (km_to_turn(at) - 0.3 * km).max(0.0);
                        if km > (SHARE * room).max(CLOSEST_KM) {
                            spans.extend([(from, middle), (middle, to)]);
                        } else {
                            found.push(Portal { at, cells: shared.clone() });
                        }
                    }
                }
            }
        }
    }
    let key = |p: &Portal| p.at.lng_lat();
    found.sort_by_key(key);
    found.dedup_by_key(|p| key(p));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cube_map_round_trips_and_has_96_cells() {
        let mut cells: Vec<Cell> = Vec::new();
        for lng in -180..180 {
            for lat in -89..90 {
                let p = LngLat::wrapped(f64::from(lng) + 0.3, f64::from(lat) + 0.2).vec3();
                let (face, place) = on_cube(p);
                assert!(on_sphere(face, place).angle(p) < 1e-9);
                cells.push(cell_of(p));
            }
        }
        cells.sort_unstable();
        cells.dedup();
        assert_eq!(cells.len(), 96);
    }

    #[test]
    fn portals_have_two_cells_and_keep_their_distance() {
        let turns = [LngLat::wrapped(20.0, -35.0), LngLat::wrapped(-67.0, -56.0)];
        let portals = portals(&turns);
        assert!(portals.len() > 300, "{}", portals.len());
        for (i, portal) in portals.iter().enumerate() {
            assert_eq!(portal.cells.len(), 2, "{portal:?}");
            for other in &portals[i + 1..] {
                if other.cells == portal.cells {
                    assert!(portal.at.angle(other.at) * EARTH_RADIUS_KM > CLOSEST_KM / 4.0);
                }
            }
        }
    }
}
