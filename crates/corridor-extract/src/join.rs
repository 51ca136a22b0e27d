//! Puts a located graph into a network: classes, welds, what is replaced, what hangs together.

use crate::borders::Located;
use crate::draft::{Draft, Link, Of};
use crate::kind::Kind;
use crate::replace::replace;
use crate::strong::strongly_joined;
use crate::weld::weld;
use crate::{Notes, Rank, Refused};
use corridor_network::fact::{AreaKind, WayClass};
use corridor_network::{Feature, FeatureId, FeatureKind, Mode, Parts};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Modes that are joined.
const MODES: [Mode; 3] = [Mode::Road, Mode::Rail, Mode::InlandWater];

/// What joining a mode came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct JoinedMode {
    /// Links of the extract that are in the result.
    pub links: usize,
    /// Their length, km.
    pub km: f64,
    /// Links between the extract and the network.
    pub welds: usize,
    /// The longest of them, km.
    pub longest_weld_km: f64,
    /// Links of the network that the extract replaces.
    pub replaced: usize,
    /// Their length, km.
    pub replaced_km: f64,
    /// Length of the ways of the extract that hang together with nothing else and are left out, km.
    pub left_out_km: f64,
}

/// How a graph is joined.
pub(crate) struct Joining {
    /// Whether the graph is a network of its own.
    pub alone: bool,
    /// How far parts may reach that have nothing near, km.
    pub far_km: f64,
    /// Rows of the sources, by number of the input.
    pub sources: Vec<u8>,
}

/// Puts the graph into the draft of the parts.
pub(crate) fn join(
    parts: &mut Parts,
    draft: &mut Draft,
    located: Located,
    joining: &Joining,
    notes: &mut Notes,
) -> Result<BTreeMap<&'static str, JoinedMode>, Refused> {
    let rim = put_in(parts, draft, located, &joining.sources);
    let mut report: BTreeMap<&'static str, JoinedMode> = BTreeMap::new();
    let mut reached = false;
    for mode in MODES {
        if joining.alone {
            continue;
        }
        let welded =
            weld(draft, mode, &rim, joining.far_km, joining.sources[0], &parts.features, notes);
        if !welded.has_ways {
            continue;
        }
        let (replaced, metres) = replace(draft, mode, &welded, &parts.features);
        reached |= welded.count > 0;
        report.insert(
            mode.name(),
            JoinedMode {
                welds: welded.count,
                longest_weld_km: welded.longest_km,
                replaced,
                replaced_km: metres / 1000.0,
                ..JoinedMode::default()
            },
        );
    }
    if !reached && !joining.alone {
        return Err(Refused::new(
            "extract-apart",
            format!(
                "nothing of the extract lies within {} km of the network{}",
                joining.far_km,
                notes.warnings.first().map_or(String::new(), |first| format!(": {first}"))
            ),
            "check that longitude and latitude are not swapped, raise --weld, or use --alone",
        ));
    }
    let kept = if joining.alone { largest(draft) } else { with_network(draft) };
    for (link, kept) in draft.links.iter_mut().zip(kept) {
        if link.of == Of::Network || link.gone {
            continue;
        }
        link.gone = !kept;
        if let Of::Extract(_) = link.of {
            let told = report.entry(link.mode.name()).or_default();
            if kept {
                told.links += 1;
                told.km += link.metres / 1000.0;
            } else {
                told.left_out_km += link.metres / 1000.0;
            }
        }
    }
    mark_circles_and_war(parts, draft);
    Ok(report)
}

/// Adds nodes and links; returns the nodes at the rim.
fn put_in(parts: &mut Parts, draft: &mut Draft, located: Located, sources: &[u8]) -> BTreeSet<u32> {
    let Located { graph, country, border, borders } = located;
    for border in borders {
        feature(parts, &border.id, FeatureKind::Border, parts.facts.borders.len());
        parts.facts.borders.push(border);
    }
    let mut classes: BTreeMap<Kind, Option<FeatureId>> = BTreeMap::new();
    let offset = draft.nodes.len() as u32;
    draft.nodes.extend(graph.nodes.iter().copied().zip(country));
    for (i, piece) in graph.pieces.into_iter().enumerate() {
        let class = *classes.entry(piece.kind).or_insert_with(|| class(parts, piece.kind));
        let mut features: Vec<FeatureId> = class.into_iter().collect();
        if let Some(row) = border.get(&(i as u32)) {
            let id = parts.facts.borders[*row].id.clone();
            features.push(feature(parts, &id, FeatureKind::Border, *row));
        }
        let features = draft.set(features);
        draft.links.push(Link {
            a: piece.a + offset,
            b: piece.b + offset,
            mode: piece.kind.mode,
            metres: piece.metres,
            bends: piece.bends,
            features,
            source: sources[piece.kind.source as usize],
            one_way: piece.kind.one_way,
            of: Of::Extract(piece.kind.rank),
            gone: false,
        });
    }
    let rim = graph.is_rim.iter().enumerate().filter(|(_, rim)| **rim);
    rim.map(|(node, _)| node as u32 + offset).collect()
}

/// The feature with an id, added where there is none.
fn feature(parts: &mut Parts, id: &str, kind: FeatureKind, row: usize) -> FeatureId {
    let known = parts.features.ids().find(|f| parts.features[*f].id == id);
    known.unwrap_or_else(|| {
        parts.features.push(Feature { id: id.to_owned(), kind, row: row as u32 })
    })
}

/// The class of ways of a kind; none where the mode tells all.
fn class(parts: &mut Parts, kind: Kind) -> Option<FeatureId> {
    if kind.mode != Mode::Road || (kind.kmh == 0 && !kind.one_way) {
        return None;
    }
    let mut id = "road-class".to_owned();
    if kind.kmh > 0 {
        id = format!("{id}-{}", kind.kmh);
    }
    if kind.one_way {
        id = format!("{id}-one-way");
    }
    let row = parts.facts.way_classes.iter().position(|class| class.id == id);
    let row = row.unwrap_or_else(|| {
        let kmh = (kind.kmh > 0).then_some(f64::from(kind.kmh));
        parts.facts.way_classes.push(WayClass {
            id: id.clone(),
            mode: kind.mode,
            one_way: kind.one_way,
            kmh,
        });
        parts.facts.way_classes.len() - 1
    });
    Some(feature(parts, &id, FeatureKind::WayClass, row))
}

/// Which links are to be had from the network, and back.
fn with_network(draft: &Draft) -> Vec<bool> {
    let network = |link: &&Link| link.of == Of::Network && !link.gone && link.mode == Mode::Road;
    let any = |link: &&Link| link.of == Of::Network && !link.gone;
    let roads = draft.links.iter().filter(network);
    let seeds: Vec<u32> = roads.chain(draft.links.iter().filter(any)).map(|link| link.a).collect();
    joined_with_most(draft, &seeds, |_| true)
}

/// Which links are of the largest part of their mode.
fn largest(draft: &Draft) -> Vec<bool> {
    let mut kept = vec![false; draft.links.len()];
    for mode in MODES {
        let of_mode = |link: &Link| link.mode == mode;
        let of_extract = |rank| {
            let is = move |link: &&Link| link.mode == mode && link.of == Of::Extract(rank);
            draft.links.iter().filter(is).map(|link| link.a)
        };
        let seeds: Vec<u32> =
            [Rank::Main, Rank::Collector, Rank::Local].into_iter().flat_map(of_extract).collect();
        for (kept, joined) in kept.iter_mut().zip(joined_with_most(draft, &seeds, of_mode)) {
            *kept |= joined;
        }
    }
    kept
}

/// The links of the largest part that one of a few seeds lies in.
fn joined_with_most(draft: &Draft, seeds: &[u32], takes: impl Fn(&Link) -> bool) -> Vec<bool> {
    const TRIED: usize = 12;
    let step = (seeds.len() / TRIED).max(1);
    let mut best = (0, vec![false; draft.links.len()]);
    for seed in seeds.iter().step_by(step).take(TRIED) {
        let joined = strongly_joined(draft, *seed, &takes);
        let count = joined.iter().filter(|joined| **joined).count();
        if count > best.0 {
            best = (count, joined);
        }
        // Half of all is the largest part.
        if best.0 * 2 > draft.links.len() {
            break;
        }
    }
    best.1
}

/// Links that were put in carry the circles of corridors and the lands at war that they touch, as
/// those of the network do.
fn mark_circles_and_war(parts: &Parts, draft: &mut Draft) {
    let id = |name: &str| parts.features.ids().find(|f| parts.features[*f].id == name);
    let new: Vec<usize> = (0..draft.links.len())
        .filter(|i| draft.links[*i].of != Of::Network && !draft.links[*i].gone)
        .collect();
    let courses: Vec<_> = new.iter().map(|i| draft.course(&draft.links[*i])).collect();
    for waypoint in &parts.facts.waypoints {
        let Some(feature) = id(&waypoint.id) else { continue };
        for (i, course) in new.iter().zip(&courses) {
            let mode = draft.links[*i].mode;
            // A degree of latitude is 111 km: most points are told apart without more.
            let near = |at: &corridor_network::LngLat| {
                (at.lat() - waypoint.at.lat()).abs() * 110.0 <= waypoint.radius_km
                    && at.sphere_km(waypoint.at) <= waypoint.radius_km
            };
            if mode == waypoint.mode && course.iter().any(near) {
                draft.add_feature(*i, feature);
            }
        }
    }
    for area in parts.facts.areas.iter().filter(|area| area.kind == AreaKind::War) {
        let Some(feature) = id(&area.id) else { continue };
        for (i, course) in new.iter().zip(&courses) {
            if course.iter().any(|at| at.is_within(&area.ring)) {
                draft.add_feature(*i, feature);
            }
        }
    }
}
