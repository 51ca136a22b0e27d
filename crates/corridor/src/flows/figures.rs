//! What flows are reckoned with besides the figures of plans: `data/flows/parameters.toml`.

use corridor_network::fact::Evidence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A figure with its source.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Figure {
    pub id: String,
    pub value: f64,
    pub unit: String,
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A figure that an answer rests on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FigureView {
    /// Its id.
    pub id: String,
    /// Its value.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Where it comes from.
    pub source: String,
    /// Date of the source.
    pub date: String,
    /// How sure: `H`, `M` or `L`.
    pub confidence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    parameter: Vec<Figure>,
}

static TABLE: LazyLock<Vec<Figure>> = LazyLock::new(|| {
    let text = include_str!("../../../../data/flows/parameters.toml");
    let table: Table = toml::from_str(text).expect("the table is part of the program");
    table.parameter
});

/// All figures.
pub(super) fn all() -> &'static [Figure] {
    &TABLE
}

/// The value of a figure of the table.
pub(super) fn value(id: &str) -> f64 {
    let figure = TABLE.iter().find(|figure| figure.id == id);
    figure.expect("only figures of the table are asked for; its test asks for all").value
}

impl Figure {
    /// As shown, with another value where the question gives one.
    pub(super) fn view(&self, given: Option<f64>) -> FigureView {
        let yours = given.filter(|given| *given != self.value);
        FigureView {
            id: self.id.clone(),
            value: yours.unwrap_or(self.value),
            unit: self.unit.clone(),
            source: if yours.is_some() { "yours".to_owned() } else { self.evidence.source.clone() },
            date: self.evidence.date.clone(),
            confidence: format!("{:?}", self.evidence.confidence),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_planning::Cargo;

    #[test]
    fn every_figure_asked_for_is_there_and_above_zero() {
        for cargo in Cargo::ALL {
            assert!(value(&format!("parcel.{cargo}")) > 0.0);
            assert!(value(&format!("vehicle_hour.{cargo}")) > 0.0);
        }
        for figure in all() {
            assert!(figure.value > 0.0 && !figure.evidence.source.is_empty(), "{}", figure.id);
        }
    }
}
