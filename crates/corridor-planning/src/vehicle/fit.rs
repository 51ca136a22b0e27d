//! Whether a ship fits a passage.

use corridor_network::fact::Limits;
use serde::Deserialize;

/// The size of a laden ship, metres.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hull {
    /// Draught, m.
    pub draught_m: f64,
    /// Beam, m.
    pub beam_m: f64,
    /// Length over all, m.
    pub length_m: f64,
    /// Height above the water, m, where known.
    #[serde(default)]
    pub air_draught_m: Option<f64>,
}

impl Hull {
    /// Why the ship does not fit, in words without the name of the passage; `None` when it fits as
    /// far as the limits are known.
    pub fn misfit(&self, limits: &Limits) -> Option<String> {
        let sizes = [
            ("laden draught", Some(self.draught_m), limits.draught_m),
            ("beam", Some(self.beam_m), limits.beam_m),
            ("length", Some(self.length_m), limits.loa_m),
            ("air draught", self.air_draught_m, limits.air_draught_m),
        ];
        sizes.into_iter().find_map(|(what, size, limit)| {
            let (size, limit) = (size?, limit?);
            (size > limit).then(|| format!("{what} {size} m > {limit} m"))
        })
    }

    /// Whether every size is at most that of another ship.
    pub fn is_within(&self, other: &Self) -> bool {
        let air = match (self.air_draught_m, other.air_draught_m) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(ours), Some(theirs)) => ours <= theirs,
        };
        self.draught_m <= other.draught_m
            && self.beam_m <= other.beam_m
            && self.length_m <= other.length_m
            && air
    }
}
