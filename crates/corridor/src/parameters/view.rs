//! Figures as an answer has them.

use corridor_network::fact::Confidence;
use corridor_planning::parameters::{Parameter, Parameters};
use schemars::JsonSchema;
use serde::Serialize;

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ParametersResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// Currency of all prices, ISO 4217.
    pub currency: String,
    /// Year of the price level of answers.
    pub price_year: i16,
    /// Users' files in force.
    pub parameter_files: Vec<ParameterFileView>,
    /// Figures in force, in the order of the files; what a user added stands at the end.
    pub parameters: Vec<ParameterView>,
    /// What a reader should know of the answer as a whole.
    pub warnings: Vec<String>,
}

/// A user's file in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ParameterFileView {
    /// Its name, without folders.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Its figures in force; those that a later file replaces are not among them.
    pub in_force: Vec<String>,
}

/// A figure in force.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ParameterView {
    /// Dotted id with the unit in the name.
    pub id: String,
    /// The country it holds for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The passage it holds for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage: Option<String>,
    /// The sea market, or the gate between markets, it holds for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub market: Option<String>,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Year it describes.
    pub year: i16,
    /// Where it comes from; `user` for a user's figure that does not say.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// What a reader should know besides.
    pub note: String,
    /// Year of the price level, where it is a price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_year: Option<i16>,
    /// File it stands in.
    pub file: String,
    /// `shipped` or `user`.
    pub origin: &'static str,
    /// What `corridor` has there, where the figure is a user's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipped: Option<ShippedView>,
}

/// The shipped figure that a user's stands in place of.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ShippedView {
    /// The figure.
    pub value: f64,
    /// Year it describes.
    pub year: i16,
    /// Where it comes from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether it is that of the whole world, where the user's is for one place.
    pub of_the_world: bool,
}

/// A figure as shown.
pub(super) fn view(row: &Parameter) -> ParameterView {
    let shipped = row.is_users().then(|| {
        let shipped = Parameters::shipped().at(&row.id, &row.scope());
        ShippedView {
            value: shipped.value,
            year: shipped.year,
            source: shipped.source.clone(),
            confidence: shipped.confidence,
            of_the_world: shipped.scope() != row.scope(),
        }
    });
    ParameterView {
        id: row.id.clone(),
        country: row.country.map(|code| code.to_string()),
        passage: row.passage.clone(),
        market: row.market.clone(),
        value: row.value,
        unit: row.unit.clone(),
        year: row.year,
        source: row.source.clone(),
        confidence: row.confidence,
        note: row.note.clone(),
        price_year: row.price_year,
        file: row.file.clone(),
        origin: if row.is_users() { "user" } else { "shipped" },
        shipped,
    }
}
