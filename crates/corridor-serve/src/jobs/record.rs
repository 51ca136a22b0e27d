//! A job as it is kept and as it is told.

use crate::problem::HttpProblem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "JobState")]
pub(crate) enum State {
    /// Waits for its turn.
    Queued,
    /// Is being computed.
    Running,
    /// Its result is there.
    Done,
    /// Will have no result.
    Failed,
    /// Was given up on request.
    Cancelled,
}

impl State {
    /// Whether nothing more will happen to it.
    pub(crate) fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
    /// Its word.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A table that is computed in the background.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Job")]
pub(crate) struct Record {
    /// Version of this shape.
    pub(crate) schema_version: u32,
    /// Its id.
    pub(crate) id: String,
    /// `matrix`, `pairs`, `plans`, `flows` or `briefing`.
    pub(crate) kind: String,
    /// Where it stands.
    pub(crate) state: State,
    /// When it was asked for (RFC 3339).
    pub(crate) created: String,
    /// When it began to be computed, for the last time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) started: Option<String>,
    /// When it came to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) finished: Option<String>,
    /// When it and its result are thrown away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expires: Option<String>,
    /// Rows of the table that are on the disk; of flows, demands that are planned; of a briefing, its steps.
    pub(crate) rows: u64,
    /// Rows it will have; of flows, demands in all; of a briefing, steps in all.
    pub(crate) of_rows: u64,
    /// Rows of the input that could not be answered.
    pub(crate) bad_rows: u64,
    /// What a reader should know of the result; the first of many.
    pub(crate) notes: Vec<String>,
    /// Where the result is, once it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) result: Option<String>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) problem: Option<HttpProblem>,
    /// The network it is computed on.
    pub(crate) dataset: String,
    /// The question without its points, pairs or demand.
    pub(crate) question: serde_json::Value,
}

/// All jobs, the newest first.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Jobs")]
pub(crate) struct Listed {
    /// Version of this shape.
    pub(crate) schema_version: u32,
    /// The jobs.
    pub(crate) jobs: Vec<Record>,
}

/// Formats of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ResultFormat")]
pub(crate) enum Format {
    /// Comma-separated values.
    #[default]
    Csv,
    /// Apache Parquet.
    Parquet,
}

impl Record {
    /// The name of its result.
    pub(crate) fn file_name(&self) -> String {
        if super::long::is_kind(&self.kind) {
            return format!("{}.json", self.kind);
        }
        let format = self.question.get("format").and_then(serde_json::Value::as_str);
        format!("{}.{}", self.kind, format.unwrap_or("csv"))
    }

    /// Its folder among those of all jobs.
    pub(crate) fn folder(&self) -> PathBuf {
        PathBuf::from(&self.id)
    }
}
