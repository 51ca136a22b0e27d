//! Says in which country pieces lie, cuts them at borders, and leaves out tracks of other gauges.

use crate::pieces::{Graph, Piece};
use crate::{Notes, Rank};
use corridor_network::fact::{Border, BorderSide, Confidence, Evidence};
use corridor_network::{Countries, CountryCode, Facts, LngLat, Mode, Vec3};
use std::collections::BTreeMap;

/// How far a post of the tables may stand from where the way crosses, km: tables give towns.
const POST_OF_TABLE_KM: f64 = 15.0;
/// How far a post of the extract may stand from there, km.
const POST_KM: f64 = 3.0;
/// Length of the piece on each side of a border that carries it, km.
const CROSSING_KM: f64 = 0.5;
/// Gauges this close run through, mm: 1520 and 1524.
const SAME_GAUGE_MM: u16 = 10;

/// A graph whose pieces lie in one country each.
#[derive(Debug, Default)]
pub(crate) struct Located {
    /// The graph.
    pub graph: Graph,
    /// Country of each node; none on a border.
    pub country: Vec<CountryCode>,
    /// The border a piece leads to: row of `facts.borders`, or beyond its end of `borders`.
    pub border: BTreeMap<u32, usize>,
    /// Borders that the tables do not have.
    pub borders: Vec<Border>,
}

/// Locates a graph. A way leads over a border where the tables or the extract have a post, where
/// they have one for the whole border and it is a main way, or inside a union; elsewhere it ends.
pub(crate) fn locate(
    mut graph: Graph,
    posts: &[LngLat],
    facts: &Facts,
    countries: &Countries,
    notes: &mut Notes,
) -> Located {
    let mut country: Vec<CountryCode> = graph.nodes.iter().map(|at| countries.at(*at)).collect();
    ashore(&graph, &mut country);
    let pieces = std::mem::take(&mut graph.pieces);
    let mut located = Located { graph, country, ..Located::default() };
    let mut new_by_pair: BTreeMap<(Mode, CountryCode, CountryCode), usize> = BTreeMap::new();
    for piece in pieces {
        let [a, b] = [piece.a, piece.b].map(|node| located.country[node as usize]);
        if is_of_other_gauge(&piece, a, &located.graph, facts) {
            notes.leave("railway of another gauge than its country's", || place(&located, &piece));
            continue;
        }
        if a == b {
            located.graph.pieces.push(piece);
            continue;
        }
        let (leg, at) = crossing(&located.graph, &piece, a, countries);
        let row = match post(&piece, [a, b], at, posts, facts) {
            Crossing::Listed(row) => row,
            Crossing::Found => {
                *new_by_pair.entry((piece.kind.mode, a.min(b), a.max(b))).or_insert_with(|| {
                    located.borders.push(border(piece.kind.mode, [a, b], at));
                    facts.borders.len() + located.borders.len() - 1
                })
            }
            Crossing::None => {
                notes.leave("way over a border where no post is known", || place(&located, &piece));
                continue;
            }
        };
        cut(&mut located, piece, leg, at, row);
    }
    located
}

/// Nodes off the coast (quays, bridges) are in the country that their pieces lead to.
fn ashore(graph: &Graph, country: &mut [CountryCode]) {
    loop {
        let mut changed = false;
        for piece in &graph.pieces {
            let (a, b) = (piece.a as usize, piece.b as usize);
            match (country[a].is_some(), country[b].is_some()) {
                (true, false) => country[b] = country[a],
                (false, true) => country[a] = country[b],
                _ => continue,
            }
            changed = true;
        }
        if !changed {
            return;
        }
    }
}

fn is_of_other_gauge(piece: &Piece, country: CountryCode, graph: &Graph, facts: &Facts) -> bool {
    let stated = piece.kind.gauges_mm;
    if piece.kind.mode != Mode::Rail || stated == [0; 2] {
        return false;
    }
    let at = graph.nodes[piece.a as usize];
    let rows = || facts.gauges.iter().rev().filter(|row| row.country == country);
    let here = rows()
        .find(|row| !row.ring.is_empty() && at.is_within(&row.ring))
        .or_else(|| rows().find(|row| row.ring.is_empty()));
    here.is_some_and(|row| stated.iter().all(|mm| mm.abs_diff(row.gauge_mm) >= SAME_GAUGE_MM))
}

/// Where a piece leaves the country of its first end: the number of the leg, and the point.
fn crossing(
    graph: &Graph,
    piece: &Piece,
    from: CountryCode,
    countries: &Countries,
) -> (usize, LngLat) {
    let course = course(graph, piece);
    let leg = course[1..].iter().position(|at| {
        let there = countries.at(*at);
        there.is_some() && there != from
    });
    let leg = leg.unwrap_or(course.len() - 2);
    let (mut here, mut there) = (course[leg], course[leg + 1]);
    for _ in 0..20 {
        let middle = here.vec3().add_scaled(there.vec3(), 1.0).unit().lng_lat();
        let country = countries.at(middle);
        if country == from || !country.is_some() {
            here = middle;
        } else {
            there = middle;
        }
    }
    (leg, here)
}

fn course(graph: &Graph, piece: &Piece) -> Vec<LngLat> {
    let mut course = vec![graph.nodes[piece.a as usize]];
    course.extend_from_slice(&piece.bends);
    course.push(graph.nodes[piece.b as usize]);
    course
}

enum Crossing {
    Listed(usize),
    Found,
    None,
}

fn post(
    piece: &Piece,
    pair: [CountryCode; 2],
    at: LngLat,
    posts: &[LngLat],
    facts: &Facts,
) -> Crossing {
    let mode = piece.kind.mode;
    if mode == Mode::InlandWater {
        return Crossing::None;
    }
    let between = |border: &Border| {
        let sides = [border.sides[0].country, border.sides[1].country];
        border.mode == mode && (sides == pair || sides == [pair[1], pair[0]])
    };
    let whole = |border: &Border| border.id.starts_with(&format!("{}-", mode.name()));
    let listed = facts.borders.iter().enumerate().filter(|(_, border)| between(border));
    let km = |border: &Border| {
        border.sides.iter().map(|side| side.at.sphere_km(at)).fold(f64::INFINITY, f64::min)
    };
    let nearest = listed
        .clone()
        .filter(|(_, border)| !whole(border))
        .map(|(row, border)| (km(border), row))
        .filter(|(km, _)| *km <= POST_OF_TABLE_KM)
        .min_by(|x, y| x.0.total_cmp(&y.0));
    if let Some((_, row)) = nearest {
        return Crossing::Listed(row);
    }
    let in_union = facts.unions.iter().any(|u| pair.iter().all(|c| u.members.contains(c)));
    let is_found = posts.iter().any(|post| post.sphere_km(at) <= POST_KM);
    let generic = listed.clone().find(|(_, border)| whole(border)).map(|(row, _)| row);
    match generic {
        Some(row) if in_union || is_found || piece.kind.rank == Rank::Main => Crossing::Listed(row),
        None if in_union || is_found => Crossing::Found,
        _ => Crossing::None,
    }
}

fn border(mode: Mode, [a, b]: [CountryCode; 2], at: LngLat) -> Border {
    let [a, b] = [a.min(b), a.max(b)];
    let side = |country: CountryCode, other: CountryCode| BorderSide {
        name: format!("border of {country} to {other}"),
        country,
        at,
        gauge_mm: None,
    };
    Border {
        id: format!("{}-{a}-{b}", mode.name()).to_lowercase(),
        mode,
        sides: [side(a, b), side(b, a)],
        gauge_break: false,
        dwell_hours: None,
        status: Vec::new(),
        evidence: Evidence {
            source: "OpenStreetMap extract: barrier=border_control, or a way inside a union"
                .to_owned(),
            date: String::new(),
            confidence: Confidence::L,
            note: String::new(),
        },
    }
}

/// Puts a border point on the piece.
fn cut(located: &mut Located, piece: Piece, leg: usize, at: LngLat, row: usize) {
    let node = located.graph.nodes.len() as u32;
    located.graph.nodes.push(at);
    located.graph.is_rim.push(false);
    located.country.push(CountryCode::NONE);
    let course = course(&located.graph, &piece);
    let km = |points: &[LngLat]| points.windows(2).map(|p| p[0].sphere_km(p[1])).sum::<f64>();
    let before = km(&course[..=leg]) + course[leg].sphere_km(at);
    let after = at.sphere_km(course[leg + 1]) + km(&course[leg + 1..]);
    let share = if before + after > 0.0 { before / (before + after) } else { 0.5 };
    let mut first = piece.bends;
    let rest = first.split_off(leg.min(first.len()));
    let metres = piece.metres;
    let halves = [
        Piece { a: piece.a, b: node, bends: first, metres: metres * share, kind: piece.kind },
        Piece {
            a: node,
            b: piece.b,
            bends: rest,
            metres: metres * (1.0 - share),
            kind: piece.kind,
        },
    ];
    for (half, is_first) in halves.into_iter().zip([true, false]) {
        let (crossing, rest) = near_border(located, half, is_first);
        located.border.insert(located.graph.pieces.len() as u32, row);
        located.graph.pieces.push(crossing);
        located.graph.pieces.extend(rest);
    }
}

/// Parts the kilometre before a border from what leads to it, so that a closed border does not close
/// the road to the last town: the part at the border, and the rest. The border is the last end of the
/// first half of a way, and the first end of the second.
fn near_border(located: &mut Located, half: Piece, is_first: bool) -> (Piece, Option<Piece>) {
    let course = course(&located.graph, &half);
    let km: Vec<f64> = course.windows(2).map(|pair| pair[0].sphere_km(pair[1])).collect();
    let total: f64 = km.iter().sum();
    if total < 2.0 * CROSSING_KM {
        return (half, None);
    }
    // From the first end of the piece.
    let at_km = if is_first { total - CROSSING_KM } else { CROSSING_KM };
    let mut before = 0.0;
    let mut leg = 0;
    while leg + 1 < km.len() && before + km[leg] < at_km {
        before += km[leg];
        leg += 1;
    }
    let share = ((at_km - before) / km[leg].max(1e-9)).clamp(0.0, 1.0);
    let (from, to) = (course[leg].vec3(), course[leg + 1].vec3());
    let at = Vec3(from.0.map(|x| x * (1.0 - share))).add_scaled(to, share).unit().lng_lat();
    let node = located.graph.nodes.len() as u32;
    let inland = if is_first { half.a } else { half.b };
    located.graph.nodes.push(at);
    located.graph.is_rim.push(false);
    located.country.push(located.country[inland as usize]);
    let mut bends = half.bends;
    let rest = bends.split_off(leg.min(bends.len()));
    let share = at_km / total;
    let one = Piece { a: half.a, b: node, bends, metres: half.metres * share, kind: half.kind };
    let two = Piece {
        a: node,
        b: half.b,
        bends: rest,
        metres: half.metres * (1.0 - share),
        kind: half.kind,
    };
    if is_first { (two, Some(one)) } else { (one, Some(two)) }
}

/// Where a piece is, for people.
fn place(located: &Located, piece: &Piece) -> String {
    format!("near {:?}", located.graph.nodes[piece.a as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    /// Over the Oder at Frankfurt, 14.555 E.
    fn over_the_oder(rank: Rank, posts: &[LngLat]) -> (Located, Notes) {
        let piece = Piece {
            a: 0,
            b: 1,
            bends: vec![at(14.53, 52.345)],
            metres: 5500.0,
            kind: Kind::new(Mode::Road, rank),
        };
        let nodes = vec![at(14.52, 52.345), at(14.60, 52.345)];
        let graph = Graph { nodes, is_rim: vec![false; 2], pieces: vec![piece] };
        let mut notes = Notes::default();
        let countries = Countries::new().unwrap();
        (locate(graph, posts, &Facts::default(), &countries, &mut notes), notes)
    }

    #[test]
    fn a_way_leads_over_a_border_only_where_a_post_is_known() {
        let (located, notes) = over_the_oder(Rank::Local, &[]);
        assert!(located.graph.pieces.is_empty());
        assert_eq!(notes.left("way over a border where no post is known"), 1);
        let (located, _) = over_the_oder(Rank::Local, &[at(14.56, 52.345)]);
        let pieces = &located.graph.pieces;
        assert_eq!((pieces.len(), located.borders.len()), (4, 1), "{pieces:?}");
        assert_eq!(located.borders[0].id, "road-de-pl");
        assert!((pieces.iter().map(|p| p.metres).sum::<f64>() - 5500.0).abs() < 1e-6);
        let at_border: f64 =
            located.border.keys().map(|piece| pieces[*piece as usize].metres).sum();
        assert_eq!(located.border.len(), 2);
        assert!((900.0..1100.0).contains(&at_border), "{at_border}");
        assert!(!located.country[pieces[0].b as usize].is_some());
        assert_eq!(pieces.iter().map(|p| p.bends.len()).sum::<usize>(), 1);
    }
}
