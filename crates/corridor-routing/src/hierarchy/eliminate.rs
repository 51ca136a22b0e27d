//! Which pairs of nodes become joined when nodes are contracted in order.

use super::NONE;

/// The arcs of links between ranks `0..nodes`, by lower end: offsets and heads.
///
/// What a rank sees above is what its links lead to, and what its children in the elimination tree
/// see, without itself.
pub(crate) fn arcs(nodes: usize, links: impl Iterator<Item = (u32, u32)>) -> (Vec<u32>, Vec<u32>) {
    let (lows, highs): (Vec<u32>, Vec<u32>) =
        links.filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b))).unzip();
    let (first_link, link) = super::grouped(nodes, &lows);
    let mut first = Vec::with_capacity(nodes + 1);
    first.push(0u32);
    let mut head: Vec<u32> = Vec::with_capacity(4 * nodes);
    let mut seen_by = vec![NONE; nodes];
    let mut last_child = vec![NONE; nodes];
    let mut sibling = vec![NONE; nodes];
    for x in 0..nodes as u32 {
        let start = head.len();
        seen_by[x as usize] = x;
        let mut see = |y: u32, head: &mut Vec<u32>| {
            if std::mem::replace(&mut seen_by[y as usize], x) != x {
                head.push(y);
            }
        };
        let links = first_link[x as usize] as usize..first_link[x as usize + 1] as usize;
        for l in &link[links] {
            see(highs[*l as usize], &mut head);
        }
        let mut child = last_child[x as usize];
        while child != NONE {
            let row = first[child as usize] as usize..first[child as usize + 1] as usize;
            for i in row {
                let y = head[i];
                see(y, &mut head);
            }
            child = sibling[child as usize];
        }
        head[start..].sort_unstable();
        if let Some(parent) = head.get(start) {
            sibling[x as usize] = std::mem::replace(&mut last_child[*parent as usize], x);
        }
        first.push(head.len() as u32);
    }
    (first, head)
}
