//! Which layers of a tile are asked for: all, or some by name.

/// The layers there are.
const LAYERS: [&str; 15] = [
    "land", "border", "ice", "rail", "road", "waterway", "canal", "ferry", "pipeline", "corridor",
    "passage", "terminal", "post", "place", "label",
];

/// Layers of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Layers(u16);

impl Layers {
    /// All layers.
    pub(crate) const ALL: Self = Self(u16::MAX);

    /// Layers by their names, with commas.
    ///
    /// # Errors
    /// The name that no layer has.
    pub(crate) fn named(names: &str) -> Result<Self, String> {
        let bit = |name: &str| number(name).map(|n| 1 << n).ok_or_else(|| name.to_owned());
        names.split(',').map(bit).try_fold(0, |all, one| Ok(all | one?)).map(Self)
    }

    /// Whether a layer is among them.
    pub(crate) fn hold(self, layer: &str) -> bool {
        number(layer).is_some_and(|n| self.0 & (1 << n) != 0)
    }

    /// The names there are.
    pub(crate) fn names() -> String {
        LAYERS.join(", ")
    }
}

fn number(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|one| *one == layer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_chosen_by_name() {
        let some = Layers::named("land,label").unwrap();
        assert!(some.hold("land") && some.hold("label") && !some.hold("road"));
        assert!(Layers::ALL.hold("road") && !Layers::ALL.hold("lane"));
        assert_eq!(Layers::named("land,lane"), Err("lane".to_owned()));
        assert_eq!(Layers::named(""), Err(String::new()));
    }
}
