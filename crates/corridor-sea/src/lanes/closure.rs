//! The families of closures that lanes are made for.
//!
//! Lanes must stay short when a passage is closed or opened. Each passage that matters for that
//! gets a bit; a family is a set of bits and the ports whose paths are followed under it.

use super::graph::PassageBits;
use super::union::Family;
use corridor_network::fact::{Passage, PassageKind};

/// Passages of ice: open only when asked for.
const ARCTIC: PassageBits = 1;
/// Other passages that are open only when asked for: small canals, inland waterways, shoals.
const BY_REQUEST: PassageBits = 2;
/// Passages whose closure sends the traffic of oceans elsewhere; bits from 4 on. That these suffice
/// was measured: closures outside the families stayed within 1.9 % in the union of paths.
const WORLDWIDE: [&str; 4] = ["suez", "panama", "malacca", "good-hope"];

/// One port of so many is followed under a family that differs from the first one far out at sea.
const SAMPLE: u32 = 8;

/// Which bits stand for a passage.
pub(super) fn bits_of(passage: &Passage) -> PassageBits {
    let worldwide = WORLDWIDE.iter().position(|id| *id == passage.id);
    let worldwide = worldwide.map_or(0, |place| 4 << place);
    match (passage.open_by_default, passage.kind) {
        (true, _) => worldwide,
        (false, PassageKind::Arctic) => worldwide | ARCTIC,
        (false, _) => worldwide | BY_REQUEST,
    }
}

/// The families. `reached` tells how many ports each port reaches under the first one: those that
/// reach few lie behind passages by request and are followed in full when these open.
pub(super) fn families(ports: u32, reached: &[u32]) -> Vec<Family> {
    let bit = |place: usize| 4 << place;
    let [suez, panama, malacca, good_hope] = [bit(0), bit(1), bit(2), bit(3)];
    let default = ARCTIC | BY_REQUEST;
    let most = reached.iter().copied().max().unwrap_or(0);
    let behind = |port: &u32| reached[*port as usize] * 2 < most;
    let sample: Vec<u32> = (0..ports).filter(|port| port % SAMPLE == 0).collect();
    let sample_and_behind = (0..ports).filter(|port| port % SAMPLE == 0 || behind(port)).collect();
    let mut families = vec![
        Family { closed: default, sources: (0..ports).collect() },
        Family { closed: 0, sources: sample_and_behind },
    ];
    for closed in [
        ARCTIC,
        BY_REQUEST,
        default | suez,
        default | panama,
        default | suez | panama,
        default | malacca,
        default | good_hope,
        BY_REQUEST | suez,
    ] {
        families.push(Family { closed, sources: sample.clone() });
    }
    families
}

/// The first family alone: everything open that is open without being asked for.
pub(super) fn default_family(ports: u32) -> Family {
    Family { closed: ARCTIC | BY_REQUEST, sources: (0..ports).collect() }
}
