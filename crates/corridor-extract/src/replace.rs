//! Leaves out links of the network that an extract has better.
//!
//! A link between two places that are both joined to the extract is left out where the extract
//! leads from each to the other, not much longer. So nothing that was joined comes apart, and what
//! the extract lacks (a road beyond its rim, a hole in it) stays.

use crate::draft::{Draft, Link, Of};
use crate::weld::Welded;
use corridor_network::{Feature, FeatureId, FeatureKind, IdVec, Mode};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// How much longer the way of the extract may be: courses of the network are generalised.
const LONGER: f64 = 1.3;
/// And what is added to that, m.
const MARGIN_M: f64 = 3_000.0;

/// Marks the links of a mode that the extract has; returns how many, and their metres.
pub(crate) fn replace(
    draft: &mut Draft,
    mode: Mode,
    welded: &Welded,
    features: &IdVec<FeatureId, Feature>,
) -> (usize, f64) {
    let mut out: HashMap<u32, Vec<(u32, f64)>> = HashMap::new();
    for link in draft.links.iter().filter(|l| l.mode == mode && matches!(l.of, Of::Extract(_))) {
        out.entry(link.a).or_default().push((link.b, link.metres));
        if !link.one_way {
            out.entry(link.b).or_default().push((link.a, link.metres));
        }
    }
    // What is named stays: borders, hand-checked lines. Circles and lands at war are marked anew.
    let is_plain = |link: &Link| {
        let kinds = draft.features(link).iter().map(|f| features[*f].kind);
        kinds.clone().all(|kind| {
            matches!(kind, FeatureKind::Waypoint | FeatureKind::Area | FeatureKind::WayClass)
        })
    };
    let gone: Vec<usize> = draft
        .links
        .par_iter()
        .enumerate()
        .filter(|(_, link)| link.mode == mode && link.of == Of::Network && is_plain(link))
        .filter(|(_, link)| {
            let (Some(a), Some(b)) = (welded.joined.get(&link.a), welded.joined.get(&link.b))
            else {
                return false;
            };
            let limit = link.metres * LONGER + MARGIN_M;
            leads(&out, a, b, limit) && leads(&out, b, a, limit)
        })
        .map(|(i, _)| i)
        .collect();
    let metres = gone.iter().map(|i| draft.links[*i].metres).sum();
    for i in &gone {
        draft.links[*i].gone = true;
    }
    (gone.len(), metres)
}

/// Whether a way within the limit leads from some of the nodes to some of the others (Dijkstra).
fn leads(
    out: &HashMap<u32, Vec<(u32, f64)>>,
    from: &[(u32, f64)],
    to: &[(u32, f64)],
    limit: f64,
) -> bool {
    let mut best: HashMap<u32, u64> = HashMap::new();
    let mut queue = BinaryHeap::new();
    let mm = |metres: f64| (metres * 1000.0) as u64;
    for (node, metres) in from {
        queue.push(Reverse((mm(*metres), *node)));
    }
    while let Some(Reverse((so_far, node))) = queue.pop() {
        if so_far > mm(limit) {
            return false;
        }
        if best.get(&node).is_some_and(|known| *known <= so_far) {
            continue;
        }
        best.insert(node, so_far);
        if to.iter().any(|(end, metres)| *end == node && so_far + mm(*metres) <= mm(limit)) {
            return true;
        }
        for (next, metres) in out.get(&node).into_iter().flatten() {
            queue.push(Reverse((so_far + mm(*metres), *next)));
        }
    }
    false
}
