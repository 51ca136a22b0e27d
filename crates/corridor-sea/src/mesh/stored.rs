//! The mesh as the network file keeps it: which points are the corners of each triangle. To triangulate the
//! water of the world takes most of a second, to read this a fraction of it.

use super::outline::unseamed;
use super::triangulate::{NONE, Triangles, next};
use corridor_network::LngLat;
use corridor_network::geo::Vec3;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// No stored mesh of a sane file is larger; a damaged size must not ask for all memory.
const LARGEST: u32 = 1 << 28;

/// The triangles of water by the places of their corners: first the points of all coast rings in a row, then
/// other points.
#[derive(Debug, PartialEq)]
pub(super) struct Faces {
    /// As they are, to the last bit: points between two ends of a long piece lie on one line with them.
    others: Vec<Vec3>,
    /// Counter-clockwise from the smallest place, in order.
    corners: Vec<[u32; 3]>,
    /// Sides between two triangles that nothing crosses: `3 t + k` runs from corner `k` of triangle `t`.
    closed: Vec<u32>,
}

/// What is written: differences, which are small and take few bytes.
#[derive(Serialize, Deserialize)]
struct Columns {
    coast_points: u32,
    others: Vec<[f64; 3]>,
    /// From the first corner of the triangle before.
    first: Vec<u32>,
    /// From the first corner to the second and from the second to the third.
    second: Vec<u32>,
    third: Vec<i32>,
    closed: Vec<u32>,
}

/// The points of the coast as corners name them.
pub(super) fn coast_points(rings: &[Vec<LngLat>]) -> Vec<LngLat> {
    rings.iter().flatten().copied().map(unseamed).collect()
}

impl Faces {
    /// The faces of triangles, and the place that each of their points has among them.
    pub(super) fn of(triangles: &Triangles, coast: &[LngLat]) -> (Self, Vec<u32>) {
        let mut place_at: HashMap<LngLat, u32> = HashMap::with_capacity(coast.len());
        for (place, at) in coast.iter().enumerate() {
            place_at.entry(*at).or_insert(place as u32);
        }
        let mut others = Vec::new();
        let place = |position: &Vec3| {
            let of_coast = place_at.get(&unseamed(position.lng_lat())).copied();
            of_coast.filter(|place| coast[*place as usize].vec3() == *position).unwrap_or_else(
                || {
                    others.push(*position);
                    (coast.len() + others.len() - 1) as u32
                },
            )
        };
        let places: Vec<u32> = triangles.positions.iter().map(place).collect();

        let side = |h: u32| [h, next(h)].map(|h| places[triangles.origin[h as usize] as usize]);
        let shores: HashSet<[u32; 2]> = (0..triangles.origin.len() as u32)
            .filter(|h| triangles.twin[*h as usize] == NONE)
            .map(side)
            .collect();
        let mut corners: Vec<[u32; 3]> = (0..triangles.origin.len() as u32)
            .step_by(3)
            .map(|h| {
                let mut corners = [h, h + 1, h + 2].map(|h| side(h)[0]);
                let least = (0..3).min_by_key(|k| corners[*k]).unwrap_or(0);
                corners.rotate_left(least);
                corners
            })
            .collect();
        corners.sort_unstable();
        let closed = corners
            .iter()
            .flat_map(|[a, b, c]| [[*a, *b], [*b, *c], [*c, *a]])
            .enumerate()
            .filter(|(_, [a, b])| shores.contains(&[*a, *b]) && shores.contains(&[*b, *a]))
            .map(|(h, _)| h as u32)
            .collect();
        (Self { others, corners, closed }, places)
    }

    /// The triangles again; `None` when these are no faces of this coast.
    pub(super) fn triangles(&self, coast: &[LngLat]) -> Option<Triangles> {
        let mut positions: Vec<Vec3> = coast.par_iter().map(|at| at.vec3()).collect();
        positions.extend(&self.others);
        let origin: Vec<u32> = self.corners.iter().flatten().copied().collect();
        let twin = twins(&origin, &self.closed, positions.len())?;
        Some(Triangles { positions, origin, twin, crossings: 0 })
    }

    /// As bytes.
    pub(super) fn pack(&self, coast: &[LngLat]) -> std::io::Result<Vec<u8>> {
        let columns = Columns {
            coast_points: coast.len() as u32,
            others: self.others.iter().map(|p| p.0).collect(),
            first: differences(self.corners.iter().map(|c| c[0])),
            second: self.corners.iter().map(|[a, b, _]| b - a).collect(),
            third: self.corners.iter().map(|[_, b, c]| *c as i32 - *b as i32).collect(),
            closed: differences(self.closed.iter().copied()),
        };
        let bytes = postcard::to_stdvec(&columns).map_err(std::io::Error::other)?;
        let mut packed = (bytes.len() as u32).to_le_bytes().to_vec();
        packed.extend(zstd::bulk::compress(&bytes, 19)?);
        Ok(packed)
    }

    /// From bytes; `None` when they are damaged or of another coast.
    pub(super) fn unpack(packed: &[u8], coast: &[LngLat]) -> Option<Self> {
        let (size, stored) = packed.split_first_chunk::<4>()?;
        let size = Some(u32::from_le_bytes(*size)).filter(|size| *size <= LARGEST)?;
        let bytes = zstd::bulk::decompress(stored, size as usize).ok()?;
        let columns: Columns = postcard::from_bytes(&bytes).ok()?;
        let count = columns.first.len();
        if columns.coast_points as usize != coast.len()
            || [columns.second.len(), columns.third.len()] != [count, count]
            || columns.others.iter().flatten().any(|x| !x.is_finite())
        {
            return None;
        }
        let mut first = 0u32;
        let corners = (0..count).map(|t| {
            first = first.checked_add(columns.first[t])?;
            let second = first.checked_add(columns.second[t])?;
            Some([first, second, second.checked_add_signed(columns.third[t])?])
        });
        let mut side = 0u32;
        let closed = columns.closed.iter().map(|step| {
            side = side.checked_add(*step)?;
            Some(side)
        });
        Some(Self {
            others: columns.others.into_iter().map(Vec3).collect(),
            corners: corners.collect::<Option<_>>()?,
            closed: closed.collect::<Option<_>>()?,
        })
    }
}

/// The other side of each side of triangles; `None` when corners are no places, or more than two triangles
/// share a side.
fn twins(origin: &[u32], closed: &[u32], places: usize) -> Option<Vec<u32>> {
    let sides = origin.len() as u32;
    let mut is_closed = vec![false; origin.len()];
    for side in closed {
        *is_closed.get_mut(*side as usize)? = true;
    }
    // The open sides by the smaller of their ends.
    let ends = |h: u32| {
        let (a, b) = (origin[h as usize], origin[next(h) as usize]);
        (a.min(b) as usize, a.max(b))
    };
    let mut first = vec![0u32; places + 1];
    for h in 0..sides {
        let (low, high) = ends(h);
        if low as u32 == high || high as usize >= places {
            return None;
        }
        first[low + 1] += 1;
    }
    for place in 0..places {
        first[place + 1] += first[place];
    }
    let mut filled = first.clone();
    let mut by_low = vec![(0u32, 0u32); origin.len()];
    for h in 0..sides {
        let (low, high) = ends(h);
        by_low[filled[low] as usize] = (high, h);
        filled[low] += 1;
    }
    let mut twin = vec![NONE; origin.len()];
    for place in 0..places {
        let around = &mut by_low[first[place] as usize..first[place + 1] as usize];
        around.sort_unstable();
        for same in around.chunk_by(|a, b| a.0 == b.0) {
            let [(_, h), rest @ ..] = same else { continue };
            match rest {
                [] => {}
                [(_, g)] if origin[*h as usize] != origin[*g as usize] => {
                    if !is_closed[*h as usize] && !is_closed[*g as usize] {
                        (twin[*h as usize], twin[*g as usize]) = (*g, *h);
                    }
                }
                _ => return None,
            }
        }
    }
    Some(twin)
}

/// From each of some rising numbers to the next one.
fn differences(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut last = 0;
    numbers.map(|n| n - std::mem::replace(&mut last, n)).collect()
}
