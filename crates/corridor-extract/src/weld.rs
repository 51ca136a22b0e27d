//! Joins what an extract has to the network it extends.
//!
//! Two rules. A node of the network joins the way of the extract that passes it: they are the same
//! place, drawn twice. A way that is cut off at the rim of the extract, or ends there, joins the
//! link of the network that passes it; parts of the extract that neither rule reached may reach
//! farther. Nothing is welded across a border.

use crate::draft::{Draft, Link, Of};
use crate::{Notes, Rank};
use corridor_network::nearest::{Foot, PolylineIndex};
use corridor_network::{
    Feature, FeatureId, FeatureKind, FeatureSetId, Id, IdVec, Joined, LngLat, Mode,
};
use std::collections::{BTreeMap, BTreeSet};

/// How far from its node in the network a way of the extract may pass the same place, km: junctions
/// of the network lie within a few hundred metres of where they are.
const NODE_KM: f64 = 1.0;
/// How far from a course of the network an end of the same way may lie, km: courses are generalised to
/// a few kilometres.
const COURSE_KM: f64 = 3.0;
/// What a lesser way must lie nearer to be joined instead of a main one, km.
const LESSER_KM: f64 = 0.3;
/// Feet this close to a node share it, km.
const SHARE_KM: f64 = 0.03;
/// Segments of streets are shorter than those of the world.
const SPACING_KM: f64 = 1.0;
/// Ends by which a part of the extract joins that reached nothing near, at most.
const ENDS: usize = 12;
/// A road between two nodes that are drawn apart bends as others do.
const DETOUR: f64 = 1.2;

/// What welding a mode did.
#[derive(Debug, Default)]
pub(crate) struct Welded {
    /// Nodes of the network with the nodes of the extract that they are joined to, and metres.
    pub joined: BTreeMap<u32, Vec<(u32, f64)>>,
    /// How many welds there are.
    pub count: usize,
    /// The longest of them, km.
    pub longest_km: f64,
    /// Whether the extract has ways of the mode at all.
    pub has_ways: bool,
}

/// Joins the links of one mode. `rim` are nodes where ways of the extract were cut off; `far_km` is
/// how far parts may reach that have nothing near.
pub(crate) fn weld(
    draft: &mut Draft,
    mode: Mode,
    rim: &BTreeSet<u32>,
    far_km: f64,
    source: u8,
    features: &IdVec<FeatureId, Feature>,
    notes: &mut Notes,
) -> Welded {
    let mut welded = Welded::default();
    let of_extract = |link: &Link| link.mode == mode && matches!(link.of, Of::Extract(_));
    welded.has_ways = draft.links.iter().any(of_extract);
    if !welded.has_ways || !draft.links.iter().any(|l| l.mode == mode && l.of == Of::Network) {
        return welded;
    }
    nodes_to_ways(draft, mode, source, features, &mut welded);
    ends_to_links(draft, mode, rim, far_km, source, features, &mut welded, notes);
    welded
}

/// The lowest rank that is welded: streets only where the extract has nothing else.
fn lowest(draft: &Draft, mode: Mode) -> Rank {
    let has = |rank| draft.links.iter().any(|l| l.mode == mode && l.of == Of::Extract(rank));
    if has(Rank::Main) || has(Rank::Collector) { Rank::Collector } else { Rank::Local }
}

/// Whether a link leads to a border: split, it would lead over it twice.
fn is_border(draft: &Draft, link: &Link, features: &IdVec<FeatureId, Feature>) -> bool {
    draft.features(link).iter().any(|f| features[*f].kind == FeatureKind::Border)
}

fn nodes_to_ways(
    draft: &mut Draft,
    mode: Mode,
    source: u8,
    features: &IdVec<FeatureId, Feature>,
    welded: &mut Welded,
) {
    let lowest = lowest(draft, mode);
    let takes = |link: &Link| link.mode == mode && !is_border(draft, link, features);
    let ways = draft.links.iter().enumerate().filter_map(|(i, link)| match link.of {
        Of::Extract(rank) if rank <= lowest && takes(link) => Some((i as u32, draft.course(link))),
        _ => None,
    });
    let index = PolylineIndex::with_spacing(ways, SPACING_KM);
    let nodes: BTreeSet<u32> = draft
        .links
        .iter()
        .filter(|link| link.mode == mode && link.of == Of::Network)
        .flat_map(|link| [link.a, link.b])
        .filter(|node| draft.nodes[*node as usize].1.is_some())
        .collect();
    let mut who = Vec::new();
    let mut feet = Vec::new();
    for node in nodes {
        let (at, country) = draft.nodes[node as usize];
        let class = |line: u32| {
            let link = &draft.links[line as usize];
            (link.of == Of::Extract(Rank::Main), draft.country(link) == country)
        };
        let near = index.nearest_by_class(at, NODE_KM, NODE_KM, class);
        let counts = |foot: &Foot| foot.km + if class(foot.line).0 { 0.0 } else { LESSER_KM };
        let best = near
            .into_iter()
            .filter(|foot| class(foot.line).1)
            .min_by(|x, y| counts(x).total_cmp(&counts(y)));
        let Some(best) = best else { continue };
        // The other carriageway: a road built for one direction has one beside it.
        let link = &draft.links[best.line as usize];
        if link.one_way {
            let heading = heading(draft, link, &best);
            let opposite = |line: u32| {
                let other = &draft.links[line as usize];
                other.one_way && other.of == link.of
            };
            let beside = index.all_within(best.at, 0.15, opposite).into_iter().find(|foot| {
                let other = self::heading(draft, &draft.links[foot.line as usize], foot);
                other.iter().zip(heading).map(|(x, y)| x * y).sum::<f64>() < -0.5
            });
            if let Some(beside) = beside {
                who.push(node);
                feet.push(Foot { km: at.sphere_km(beside.at), ..beside });
            }
        }
        who.push(node);
        feet.push(best);
    }
    let ends = draft.split_at(&feet, SHARE_KM);
    for ((node, foot), end) in who.into_iter().zip(feet).zip(ends) {
        add(draft, mode, node, end, foot.km, source, welded);
    }
}

/// The direction of a link at a foot, as a unit vector.
fn heading(draft: &Draft, link: &Link, foot: &Foot) -> [f64; 3] {
    let course = draft.course(link);
    let segment = foot.segment as usize;
    let (a, b) = (course[segment].vec3(), course[segment + 1].vec3());
    let along = b.add_scaled(a, -1.0);
    let length = along.norm().max(1e-15);
    along.0.map(|x| x / length)
}

#[expect(clippy::too_many_arguments, reason = "one step of a longer work, told apart for reading")]
fn ends_to_links(
    draft: &mut Draft,
    mode: Mode,
    rim: &BTreeSet<u32>,
    far_km: f64,
    source: u8,
    features: &IdVec<FeatureId, Feature>,
    welded: &mut Welded,
    notes: &mut Notes,
) {
    let links = draft.links.iter().enumerate().filter_map(|(i, link)| {
        let takes =
            link.mode == mode && link.of == Of::Network && !is_border(draft, link, features);
        takes.then(|| (i as u32, draft.course(link)))
    });
    let index = PolylineIndex::new(links);
    let foot = |draft: &Draft, node: u32, km: f64| {
        let (at, country) = draft.nodes[node as usize];
        let class = |line: u32| draft.country(&draft.links[line as usize]) == country;
        let near = index.nearest_by_class(at, km, km, class);
        near.into_iter().find(|foot| class(foot.line))
    };
    let parts = parts(draft, mode, rim);
    let mut who = Vec::new();
    let mut feet = Vec::new();
    for part in parts {
        let met: Vec<(u32, Foot)> = part
            .main_ends
            .iter()
            .filter_map(|node| Some((*node, foot(draft, *node, COURSE_KM)?)))
            .collect();
        let mut found = met;
        if found.is_empty() && !part.is_joined && part.km >= 1.0 {
            for tier in [&part.main_ends, &part.other_ends, &part.nodes] {
                found = tier.iter().filter_map(|n| Some((*n, foot(draft, *n, far_km)?))).collect();
                found.sort_by(|x, y| x.1.km.total_cmp(&y.1.km).then(x.0.cmp(&y.0)));
                found.truncate(ENDS);
                if !found.is_empty() {
                    break;
                }
            }
            if found.is_empty() && part.km >= 10.0 {
                let at = draft.nodes[part.nodes[0] as usize].0;
                let next = foot(draft, part.nodes[0], 500.0).map_or_else(
                    || "more than 500 km".to_owned(),
                    |foot| format!("{:.0} km", foot.km),
                );
                notes.warnings.push(format!(
                    "{:.0} km of {} near {at:?} lie more than {far_km} km from the network \
                     ({next} from there); raise --weld to join them",
                    part.km,
                    mode.name(),
                ));
            }
        }
        for (node, foot) in found {
            who.push(node);
            feet.push(foot);
        }
    }
    let ends = draft.split_at(&feet, SHARE_KM);
    for ((node, foot), end) in who.into_iter().zip(feet).zip(ends) {
        add(draft, mode, end, node, foot.km * DETOUR, source, welded);
    }
}

/// A part of the extract that hangs together.
struct Part {
    km: f64,
    is_joined: bool,
    /// Nodes where main ways end or were cut off.
    main_ends: Vec<u32>,
    /// Nodes where other ways do.
    other_ends: Vec<u32>,
    /// Nodes of ways that may be welded; never none.
    nodes: Vec<u32>,
}

fn parts(draft: &Draft, mode: Mode, rim: &BTreeSet<u32>) -> Vec<Part> {
    let lowest = lowest(draft, mode);
    let mut joined = Joined::new(draft.nodes.len());
    let mut degree: BTreeMap<u32, (u32, Rank)> = BTreeMap::new();
    for link in draft.links.iter().filter(|link| link.mode == mode) {
        if let Of::Extract(rank) = link.of {
            joined.join(link.a as usize, link.b as usize);
            for node in [link.a, link.b] {
                let known = degree.entry(node).or_insert((0, rank));
                *known = (known.0 + 1, known.1.min(rank));
            }
        }
    }
    let mut parts: BTreeMap<u32, Part> = BTreeMap::new();
    let empty = || Part {
        km: 0.0,
        is_joined: false,
        main_ends: Vec::new(),
        other_ends: Vec::new(),
        nodes: Vec::new(),
    };
    for link in draft.links.iter().filter(|link| link.mode == mode) {
        match link.of {
            Of::Extract(_) => {
                let part = parts.entry(joined.of(link.a as usize)).or_insert_with(empty);
                part.km += link.metres / 1000.0;
            }
            Of::Weld => {
                for node in [link.a, link.b].into_iter().filter(|n| degree.contains_key(n)) {
                    let part = parts.entry(joined.of(node as usize)).or_insert_with(empty);
                    part.is_joined = true;
                }
            }
            Of::Network => {}
        }
    }
    for (node, (count, rank)) in &degree {
        let Some(part) = parts.get_mut(&joined.of(*node as usize)) else { continue };
        let is_end = *count == 1 || rim.contains(node);
        if is_end && *rank == Rank::Main {
            part.main_ends.push(*node);
        } else if is_end && *rank <= lowest {
            part.other_ends.push(*node);
        }
        if *rank <= lowest {
            part.nodes.push(*node);
        }
    }
    parts.into_values().filter(|part| !part.nodes.is_empty()).collect()
}

/// Adds a weld between a node of the network and one of the extract.
fn add(
    draft: &mut Draft,
    mode: Mode,
    network: u32,
    extract: u32,
    km: f64,
    source: u8,
    welded: &mut Welded,
) {
    let known = welded.joined.entry(network).or_default();
    if known.iter().any(|(node, _)| *node == extract) || network == extract {
        return;
    }
    let metres = (km * 1000.0).max(1.0);
    known.push((extract, metres));
    welded.count += 1;
    welded.longest_km = welded.longest_km.max(km);
    draft.links.push(Link {
        a: network,
        b: extract,
        mode,
        metres,
        bends: Vec::<LngLat>::new(),
        features: FeatureSetId::from_index(0),
        source,
        one_way: false,
        of: Of::Weld,
        gone: false,
    });
}
