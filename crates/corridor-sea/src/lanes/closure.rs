//! The families of closures that lanes are made for.
//!
//! Lanes must stay short when a passage is closed or opened. Each passage that matters for that
//! gets a bit; a family is a set of bits and the ports whose paths are followed under it.

use super::graph::PassageBits;
use super::union::Family;
use corridor_network::fact::{Passage, PassageKind};

/// Passages of ice on the ways that ships take: open only when asked for.
const ARCTIC: PassageBits = 1;
/// Passages of ice beyond these, apart from the group `arctic`.
const FAR_ARCTIC: PassageBits = 2;
/// Other passages that are open only when asked for: small canals, inland waterways.
const BY_REQUEST: PassageBits = 4;
/// Passages whose closure sends the traffic of oceans elsewhere, and shallow ones that deep ships go
/// round; bits from 8 on. Without the Sound among them, ways by the Great Belt were up to 6.4 % too
/// long; other closures stayed within 1.9 %.
const GONE_ROUND: [&str; 6] = ["suez", "panama", "malacca", "good-hope", "oresund", "torres"];

/// Which bits stand for a passage.
pub(super) fn bits_of(passage: &Passage) -> PassageBits {
    let gone_round = GONE_ROUND.iter().position(|id| *id == passage.id);
    let gone_round = gone_round.map_or(0, |place| 8 << place);
    match (passage.open_by_default, passage.kind) {
        (true, _) => gone_round,
        (false, PassageKind::Arctic) if passage.group.as_deref() == Some("arctic") => {
            gone_round | ARCTIC
        }
        (false, PassageKind::Arctic) => gone_round | FAR_ARCTIC,
        (false, _) => gone_round | BY_REQUEST,
    }
}

/// What is closed when nothing is asked for.
pub(super) const DEFAULT: PassageBits = ARCTIC | FAR_ARCTIC | BY_REQUEST;

/// The closures that lanes are made for: the default first, then everything open, and so on.
fn closures() -> [PassageBits; 14] {
    let bit = |place: usize| 8 << place;
    let [suez, panama, malacca, good_hope, oresund, torres] = [0, 1, 2, 3, 4, 5].map(bit);
    [
        DEFAULT,
        0,
        ARCTIC | FAR_ARCTIC,
        BY_REQUEST,
        BY_REQUEST | FAR_ARCTIC,
        FAR_ARCTIC,
        DEFAULT | suez,
        DEFAULT | panama,
        DEFAULT | suez | panama,
        DEFAULT | malacca,
        DEFAULT | good_hope,
        DEFAULT | oresund,
        DEFAULT | torres,
        BY_REQUEST | FAR_ARCTIC | suez,
    ]
}

/// The families with one port in so many as sources: `base` for the default, `other` for the rest.
/// Ports for which `behind` holds lie behind passages by request: they are sources in full when
/// these open.
pub(super) fn families(behind: &[bool], base: u32, other: u32) -> Vec<Family> {
    let ports = behind.len() as u32;
    let sources = |closed: PassageBits| {
        let every = if closed == DEFAULT { base } else { other };
        let opens = closed & DEFAULT != DEFAULT;
        (0..ports).filter(|p| p % every == 0 || (opens && behind[*p as usize])).collect()
    };
    closures()
        .map(|closed| Family { closed, sources: sources(closed), reach_dm: u32::MAX })
        .to_vec()
}

/// Every port with what lies around it, by default and with everything open: the inner ways of gulfs and archipelagos,
/// which paths from afar do not take.
pub(super) fn neighbourhoods(ports: u32) -> [Family; 2] {
    const NEAR_DM: u32 = 1_000 * 10_000;
    [DEFAULT, 0].map(|closed| Family { closed, sources: (0..ports).collect(), reach_dm: NEAR_DM })
}
