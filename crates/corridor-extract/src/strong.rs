//! What can be reached from a node, and reaches it.

use crate::draft::{Draft, Link};

/// For each link that is there and that `takes` accepts: whether both its ends can be reached from
/// `seed` and lead back to it, one-way links in their direction only.
pub(crate) fn strongly_joined(
    draft: &Draft,
    seed: u32,
    takes: &impl Fn(&Link) -> bool,
) -> Vec<bool> {
    let there = |link: &Link| !link.gone && takes(link);
    let forward = reached(draft, seed, &there, false);
    let backward = reached(draft, seed, &there, true);
    let joined = |node: u32| forward[node as usize] && backward[node as usize];
    draft.links.iter().map(|link| there(link) && joined(link.a) && joined(link.b)).collect()
}

fn reached(draft: &Draft, seed: u32, there: &impl Fn(&Link) -> bool, against: bool) -> Vec<bool> {
    let links = || draft.links.iter().filter(|link| there(link));
    let steps = |link: &Link| {
        let on = if against { (link.b, link.a) } else { (link.a, link.b) };
        let back = (!link.one_way).then_some((on.1, on.0));
        std::iter::once(on).chain(back)
    };
    let mut first = vec![0u32; draft.nodes.len() + 1];
    for (from, _) in links().flat_map(steps) {
        first[from as usize + 1] += 1;
    }
    for node in 0..draft.nodes.len() {
        first[node + 1] += first[node];
    }
    let mut next = first.clone();
    let mut heads = vec![0u32; first[draft.nodes.len()] as usize];
    for (from, to) in links().flat_map(steps) {
        heads[next[from as usize] as usize] = to;
        next[from as usize] += 1;
    }
    let mut reached = vec![false; draft.nodes.len()];
    reached[seed as usize] = true;
    let mut left = vec![seed];
    while let Some(node) = left.pop() {
        for head in &heads[first[node as usize] as usize..first[node as usize + 1] as usize] {
            if !std::mem::replace(&mut reached[*head as usize], true) {
                left.push(*head);
            }
        }
    }
    reached
}
