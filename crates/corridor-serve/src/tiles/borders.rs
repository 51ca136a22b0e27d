//! Borders of countries on land, for drawing: what two countries share in the boundaries of
//! OpenStreetMap that the crate `country-boundaries` ships (ODbL), the same that tells the country of
//! every node when the network is built (`docs/decisions/0006-borders-and-disputed-areas.md`).
//!
//! The crate answers which country a point lies in; the lines themselves are read from its file here.

use super::mercator::{self, Spot};
use corridor::LngLat;
use country_boundaries::BOUNDARIES_ODBL_360X180;
use std::collections::BTreeMap;

/// Version of the file that is read.
const VERSION: u16 = 2;
/// Units side by side in a cell of the file.
const UNITS: f64 = 65_535.0;
/// Rows that coasts are sorted into.
const ROWS: usize = 4096;

/// A corner in units of a cell.
type Corner = [u16; 2];

/// Lines of borders on land. Empty when the file is of another version than is read here: a map
/// without borders is still one.
pub(super) fn lines(coast: &[Vec<LngLat>]) -> Vec<Vec<Spot>> {
    let land = Land::new(coast);
    let lines = shared(BOUNDARIES_ODBL_360X180).unwrap_or_default();
    let spots = lines.into_iter().map(|line| line.map(mercator::spot).to_vec());
    spots
        .filter(|line: &Vec<Spot>| {
            land.holds([
                f64::midpoint(line[0][0], line[1][0]),
                f64::midpoint(line[0][1], line[1][1]),
            ])
        })
        .collect()
}

/// Stretches that two countries share, in the whole file.
fn shared(bytes: &[u8]) -> Option<Vec<[LngLat; 2]>> {
    let mut file = Reader(bytes);
    if file.u16()? != VERSION {
        return None;
    }
    for _ in 0..file.u32()? {
        file.text()?;
        file.take(8)?;
    }
    let (width, cells) = (file.u32()? as usize, file.u32()? as usize);
    let height = cells.checked_div(width)?;
    let mut lines = Vec::new();
    for n in 0..cells {
        let at = |corner: Corner| {
            let x = (n % width) as f64 + f64::from(corner[0]) / UNITS;
            let y = (n / width) as f64 + 1.0 - f64::from(corner[1]) / UNITS;
            let lng = x * 360.0 / width as f64 - 180.0;
            LngLat::new(lng, 90.0 - y * 180.0 / height as f64).ok()
        };
        for [a, b] in shared_in_cell(&mut file)? {
            lines.extend(at(a).zip(at(b)).map(|(a, b)| [a, b]));
        }
    }
    Some(lines)
}

/// Stretches that two countries share in the next cell of the file.
fn shared_in_cell(file: &mut Reader<'_>) -> Option<Vec<[Corner; 2]>> {
    for _ in 0..file.u8()? {
        file.text()?;
    }
    // By stretch: the first country seen beside it, and whether there is another one.
    let mut beside: BTreeMap<[Corner; 2], (&str, bool)> = BTreeMap::new();
    for _ in 0..file.u8()? {
        let id = file.text()?;
        for _ in 0..2 {
            for _ in 0..file.u8()? {
                let ring: Vec<Corner> = (0..file.u32()?)
                    .map(|_| Some([file.u16()?, file.u16()?]))
                    .collect::<Option<_>>()?;
                // `US-TX` is a part of a country; `US` is there too.
                if id.len() != 2 {
                    continue;
                }
                for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                    if a != b && !is_edge_of_cell(*a, *b) {
                        let entry = beside.entry([*a.min(b), *a.max(b)]).or_insert((id, false));
                        entry.1 |= entry.0 != id;
                    }
                }
            }
        }
    }
    Some(beside.into_iter().filter(|(_, (_, both))| *both).map(|(stretch, _)| stretch).collect())
}

/// Whether a stretch runs along the edge of its cell, where areas were cut.
fn is_edge_of_cell(a: Corner, b: Corner) -> bool {
    (0..2).any(|axis| a[axis] == b[axis] && (a[axis] == 0 || a[axis] == u16::MAX))
}

/// What is left of a file; `None` at its end.
struct Reader<'f>(&'f [u8]);

impl<'f> Reader<'f> {
    fn take(&mut self, bytes: usize) -> Option<&'f [u8]> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }
    fn u8(&mut self) -> Option<u8> {
        self.take(1).map(|b| b[0])
    }
    fn u16(&mut self) -> Option<u16> {
        self.take(2).map(|b| u16::from_be_bytes([b[0], b[1]]))
    }
    fn u32(&mut self) -> Option<u32> {
        self.take(4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
    }
    fn text(&mut self) -> Option<&'f str> {
        let length = self.u16()?;
        std::str::from_utf8(self.take(usize::from(length))?).ok()
    }
}

/// Land, asked point by point.
struct Land {
    /// By row: the stretches of coast that reach into it.
    rows: Vec<Vec<[Spot; 2]>>,
}

impl Land {
    fn new(coast: &[Vec<LngLat>]) -> Self {
        let mut rows = vec![Vec::new(); ROWS];
        for ring in coast.iter().flat_map(|ring| mercator::ring(ring)) {
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                for row in &mut rows[row(a[1].min(b[1]))..=row(a[1].max(b[1]))] {
                    row.push([*a, *b]);
                }
            }
        }
        Self { rows }
    }

    fn holds(&self, p: Spot) -> bool {
        let crosses = |[a, b]: &&[Spot; 2]| {
            (a[1] > p[1]) != (b[1] > p[1])
                && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0]
        };
        self.rows[row(p[1])].iter().filter(crosses).count() % 2 == 1
    }
}

fn row(y: f64) -> usize {
    ((y * ROWS as f64) as usize).min(ROWS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_the_borders_of_the_world() {
        let lines = shared(BOUNDARIES_ODBL_360X180).unwrap();
        let near = |lng: f64, lat: f64| {
            let at = LngLat::new(lng, lat).unwrap();
            lines.iter().any(|[a, _]| a.sphere_km(at) < 15.0)
        };
        // Attari - Wagah, Astara, Brest - Terespol; not the middle of India.
        assert!(near(74.57, 31.6) && near(48.86, 38.44) && near(23.62, 52.08));
        assert!(!near(77.0, 23.0));
    }

    #[test]
    fn a_file_cut_short_has_none() {
        assert!(shared(&BOUNDARIES_ODBL_360X180[..1000]).is_none());
    }
}
