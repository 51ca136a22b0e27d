//! Where facts come from and how sure they are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How sure a fact is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum Confidence {
    /// Weak: one old, secondary or promotional source, or a judgement.
    L,
    /// Medium: one reputable source.
    M,
    /// High: primary text, or two independent sources agree.
    H,
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Publication, law, table or page; enough to find it again.
    pub source: String,
    /// Date or year of the source, ISO 8601.
    pub date: String,
    /// How sure.
    pub confidence: Confidence,
    /// What a reader should know besides.
    #[serde(default)]
    pub note: String,
}

/// A package or publication that elements of the network come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Stable id, such as `scgraph-railways`.
    pub id: String,
    /// Title as its makers write it.
    pub title: String,
    /// Package and version, or publication.
    pub package: String,
    /// Licence of the data (SPDX where there is one).
    pub licence: String,
    /// Attribution its licence asks for.
    pub attribution: String,
}
