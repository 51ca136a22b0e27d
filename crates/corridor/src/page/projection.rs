//! The map projection of the page: Natural Earth (Šavrič and others 2011, its polynomial form),
//! turned so that the routes are not cut.
//!
//! Input: degrees. Output: map units, [`UNITS_PER_RADIAN`] to a radian at the map's centre, y downwards.
//! Routes and land are cut here where they cross the map's edge; nothing here knows about colours.

use corridor_network::LngLat;

/// Map units to a radian of longitude or latitude near the centre; one unit is about 640 m there.
pub(super) const UNITS_PER_RADIAN: f64 = 10_000.0;

/// Edges longer than this (degrees) are subdivided before projecting, so that they bend as they should.
const LONGEST_CHORD_DEG: f64 = 1.0;

/// A point on the map, map units.
pub(super) type Point = [f64; 2];

/// Natural Earth, centred on one meridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Projection {
    central: f64,
}

impl Projection {
    /// The projection centred on `central`, degrees of longitude.
    pub(super) fn centred(central: f64) -> Self {
        Self { central }
    }

    /// Longitude relative to the central meridian, degrees in [-180, 180).
    pub(super) fn relative(self, lng: f64) -> f64 {
        (lng - self.central + 180.0).rem_euclid(360.0) - 180.0
    }

    /// The map point of a longitude relative to the central meridian and a latitude, degrees.
    pub(super) fn place_relative([relative, lat]: [f64; 2]) -> Point {
        let (l, p) = (relative.to_radians(), lat.to_radians());
        let (p2, p4) = (p * p, p * p * p * p);
        let (p8, p10, p12) = (p4 * p4, p4 * p4 * p2, p4 * p4 * p4);
        let x =
            l * (0.870_700 - 0.131_979 * p2 - 0.013_791 * p4 + 0.003_971 * p10 - 0.001_529 * p12);
        let y = p
            * (1.007_226 + 0.015_085 * p2 - 0.044_475 * p4 * p2 + 0.028_874 * p8 - 0.005_916 * p10);
        [x * UNITS_PER_RADIAN, -y * UNITS_PER_RADIAN]
    }

    /// The map point of a position.
    pub(super) fn place(self, at: LngLat) -> Point {
        Self::place_relative([self.relative(at.lng()), at.lat()])
    }

    /// A line on the map: great circles between its positions, cut where it leaves the map's edge.
    /// With every point comes the index of the edge (`line[i]` to `line[i + 1]`) it ends.
    pub(super) fn line(self, line: &[LngLat]) -> Vec<Vec<(Point, usize)>> {
        let mut pieces = Vec::new();
        let mut piece: Vec<(Point, usize)> = Vec::new();
        let mut last: Option<[f64; 2]> = None;
        for (edge, at) in subdivided(line) {
            let mut here = [self.relative(at[0]), at[1]];
            if let Some(before) = last {
                // A split at 180 degrees may begin or end exactly on the map's edge: stay on its side.
                if (here[0] - before[0]).abs() > 180.0 && here[0].abs() > 179.999_999 {
                    here[0] = -here[0];
                }
                if (here[0] - before[0]).abs() > 180.0 {
                    let side = 180.0_f64.copysign(before[0]);
                    let across = here[0] + 2.0 * side;
                    let share = (side - before[0]) / (across - before[0]);
                    let lat = before[1] + share * (here[1] - before[1]);
                    piece.push((Self::place_relative([side, lat]), edge));
                    pieces.push(std::mem::take(&mut piece));
                    piece.push((Self::place_relative([-side, lat]), edge));
                }
            }
            piece.push((Self::place_relative(here), edge));
            last = Some(here);
        }
        pieces.push(piece);
        pieces.retain(|p| !p.is_empty());
        pieces
    }

    /// A closed ring on the map: unwrapped, closed over a pole it circles, and cut at the map's edge
    /// (several rings then). Edges are straight in longitude and latitude, as coasts are given.
    pub(super) fn ring(self, ring: &[LngLat]) -> Vec<Vec<Point>> {
        let Some(first) = ring.first() else { return Vec::new() };
        let mut flat: Vec<[f64; 2]> = Vec::with_capacity(ring.len() + 4);
        let mut lng = self.relative(first.lng());
        flat.push([lng, first.lat()]);
        for at in ring.iter().skip(1).chain(std::iter::once(first)) {
            let step = (self.relative(at.lng()) - lng + 180.0).rem_euclid(360.0) - 180.0;
            // Antarctica is often closed by an edge of a whole turn along the pole: a turn is no step.
            lng += step;
            flat.push([lng, at.lat()]);
        }
        let turn = flat[flat.len() - 1][0] - flat[0][0];
        if turn.abs() > 180.0 {
            let mean = flat.iter().map(|p| p[1]).sum::<f64>() / flat.len() as f64;
            let pole = 90.0_f64.copysign(mean);
            let (start, end) = (flat[0][0], flat[flat.len() - 1][0]);
            flat.push([end, pole]);
            flat.push([start, pole]);
        }
        let (low, high) =
            flat.iter().fold((f64::MAX, f64::MIN), |(l, h), p| (l.min(p[0]), h.max(p[0])));
        let (from, to) =
            (((low + 180.0) / 360.0).floor() as i32, ((high + 180.0) / 360.0).ceil() as i32);
        (from..to)
            .filter_map(|window| {
                let shift = f64::from(window) * 360.0;
                let moved: Vec<[f64; 2]> = flat.iter().map(|p| [p[0] - shift, p[1]]).collect();
                let cut = if low - shift >= -180.0 && high - shift <= 180.0 {
                    moved
                } else {
                    kept_side(&kept_side(&moved, -180.0, 1.0), 180.0, -1.0)
                };
                (cut.len() >= 3).then(|| bent(&cut))
            })
            .collect()
    }

    /// The edge of the whole map.
    pub(super) fn outline() -> Vec<Point> {
        let up = (-45..=45).map(|i| [-180.0, f64::from(i) * 2.0]);
        let down = (-45..=45).rev().map(|i| [180.0, f64::from(i) * 2.0]);
        up.chain(down).map(Self::place_relative).collect()
    }

    /// Meridians and parallels every `step` degrees.
    pub(super) fn graticule(self, step: usize) -> Vec<Vec<Point>> {
        let meridians = (-180..180).step_by(step).map(|lng| {
            let relative = self.relative(f64::from(lng));
            (-16..=16).map(|i| Self::place_relative([relative, f64::from(i) * 5.0])).collect()
        });
        let parallels = (-75..=75).step_by(step).map(|lat| {
            [-180.0, 180.0].map(|edge| Self::place_relative([edge, f64::from(lat)])).to_vec()
        });
        meridians.chain(parallels).collect()
    }
}

/// The central meridian (whole degrees) of the map that cuts the given lines least: opposite the middle
/// of the widest run of meridians crossed least often. Without lines 11° E, which cuts at the Bering Strait.
pub(super) fn calmest_meridian<'a>(lines: impl Iterator<Item = &'a [LngLat]>) -> f64 {
    let mut crossed = [0_u32; 360];
    let mut any = false;
    for line in lines {
        any |= !line.is_empty();
        for pair in line.windows(2) {
            let start = pair[0].lng();
            let step = (pair[1].lng() - start + 180.0).rem_euclid(360.0) - 180.0;
            let (low, high) = (start.min(start + step), start.max(start + step));
            for degree in low.floor() as i32..=high.floor() as i32 {
                crossed[degree.rem_euclid(360) as usize] += 1;
            }
        }
        if let [only] = line {
            crossed[(only.lng().floor() as i32).rem_euclid(360) as usize] += 1;
        }
    }
    if !any {
        return 11.0;
    }
    let least = crossed.iter().copied().min().unwrap_or(0);
    let (mut best, mut best_length) = (0, 0);
    for start in 0..360 {
        let length = (0..360).take_while(|i| crossed[(start + i) % 360] == least).count();
        if length > best_length {
            (best, best_length) = (start, length);
        }
    }
    let cut = best as f64 + best_length as f64 / 2.0;
    ((cut + 180.0).rem_euclid(360.0)).round()
}

/// The positions of a line with great circles subdivided, as (edge index, [lng, lat] in degrees).
fn subdivided(line: &[LngLat]) -> Vec<(usize, [f64; 2])> {
    let mut out: Vec<(usize, [f64; 2])> =
        line.first().map(|p| (0, p.degrees())).into_iter().collect();
    for (edge, pair) in line.windows(2).enumerate() {
        let (a, b) = (pair[0].vec3(), pair[1].vec3());
        let angle = a.angle(b);
        let parts = (angle.to_degrees() / LONGEST_CHORD_DEG).ceil().max(1.0) as usize;
        // Antipodes have no great circle of their own; they are joined directly.
        if parts > 1 && angle < 0.999 * std::f64::consts::PI {
            for i in 1..parts {
                let t = i as f64 / parts as f64;
                let (u, v) = (((1.0 - t) * angle).sin(), (t * angle).sin());
                let blend = corridor_network::Vec3([0.0; 3]).add_scaled(a, u).add_scaled(b, v);
                out.push((edge, blend.lng_lat().degrees()));
            }
        }
        out.push((edge, pair[1].degrees()));
    }
    out
}

/// The part of a closed ring on one side of a meridian (Sutherland and Hodgman): `sign` 1 keeps the east.
fn kept_side(ring: &[[f64; 2]], meridian: f64, sign: f64) -> Vec<[f64; 2]> {
    let depth = |p: &[f64; 2]| sign * (p[0] - meridian);
    let mut out = Vec::with_capacity(ring.len());
    for (i, here) in ring.iter().enumerate() {
        let before = &ring[(i + ring.len() - 1) % ring.len()];
        let (d0, d1) = (depth(before), depth(here));
        if (d0 < 0.0) != (d1 < 0.0) {
            let t = d0 / (d0 - d1);
            out.push([meridian, before[1] + t * (here[1] - before[1])]);
        }
        if d1 >= 0.0 {
            out.push(*here);
        }
    }
    out
}

/// A closed ring projected, its long edges subdivided so that they follow the map's curves.
fn bent(ring: &[[f64; 2]]) -> Vec<Point> {
    let mut out = Vec::with_capacity(ring.len());
    for (i, here) in ring.iter().enumerate() {
        let next = ring[(i + 1) % ring.len()];
        let longest = (next[0] - here[0]).abs().max((next[1] - here[1]).abs());
        let parts = (longest / (2.0 * LONGEST_CHORD_DEG)).ceil().max(1.0);
        for k in 0..parts as usize {
            let t = k as f64 / parts;
            let at = [here[0] + t * (next[0] - here[0]), here[1] + t * (next[1] - here[1])];
            out.push(Projection::place_relative(at));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[[f64; 2]]) -> Vec<LngLat> {
        points.iter().map(|p| LngLat::new(p[0], p[1]).unwrap()).collect()
    }

    #[test]
    fn the_pacific_is_not_cut_when_the_route_crosses_it() {
        let east = line(&[[139.6, 35.4], [170.0, 42.0], [180.0, 43.0]]);
        let west = line(&[[-180.0, 43.0], [-150.0, 42.0], [-118.2, 33.7]]);
        let central = calmest_meridian([east.as_slice(), west.as_slice()].into_iter());
        assert!((185.0..=195.0).contains(&central), "{central}");
        let projection = Projection::centred(central);
        for part in [east, west] {
            let pieces = projection.line(&part);
            assert_eq!(pieces.len(), 1);
            let widest = pieces[0].windows(2).map(|w| (w[1].0[0] - w[0].0[0]).abs());
            assert!(widest.fold(0.0, f64::max) < 400.0);
        }
    }

    #[test]
    fn a_line_over_the_maps_edge_is_cut_there() {
        let projection = Projection::centred(0.0);
        let pieces = projection.line(&line(&[[170.0, 10.0], [-170.0, 10.0]]));
        assert_eq!(pieces.len(), 2);
        let edge = Projection::place_relative([180.0, 10.0])[0];
        assert!((pieces[0][pieces[0].len() - 1].0[0] - edge).abs() < 5.0);
        assert!((pieces[1][0].0[0] + edge).abs() < 5.0);
    }

    #[test]
    fn rings_keep_their_area_when_cut_and_when_they_circle_a_pole() {
        let area = |rings: &[Vec<Point>]| {
            let of = |r: &Vec<Point>| -> f64 {
                (0..r.len())
                    .map(|i| {
                        let (a, b) = (r[i], r[(i + 1) % r.len()]);
                        a[0] * b[1] - b[0] * a[1]
                    })
                    .sum::<f64>()
                    / 2.0
            };
            rings.iter().map(|r| of(r).abs()).sum::<f64>()
        };
        let square = line(&[[60.0, 0.0], [80.0, 0.0], [80.0, 20.0], [60.0, 20.0]]);
        let whole = Projection::centred(70.0).ring(&square);
        let cut = Projection::centred(-110.0).ring(&square);
        assert_eq!((whole.len(), cut.len()), (1, 2));
        assert!((area(&whole) / area(&cut) - 1.0).abs() < 0.01);

        let cap: Vec<[f64; 2]> = (0..36).map(|i| [f64::from(i) * 10.0 - 180.0, -70.0]).collect();
        let along_the_pole =
            [&[[-180.0, -90.0]][..], &cap, &[[180.0, -70.0], [180.0, -90.0]]].concat();
        let expected =
            area(&[bent(&[[-180.0, -70.0], [180.0, -70.0], [180.0, -90.0], [-180.0, -90.0]])]);
        for ring in [cap, along_the_pole] {
            for central in [0.0, 33.0, -90.0] {
                let got = area(&Projection::centred(central).ring(&line(&ring)));
                assert!((got / expected - 1.0).abs() < 0.05, "{central}: {got} for {expected}");
            }
        }
    }
}
