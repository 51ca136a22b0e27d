//! CSV, Parquet or JSON lines.

use crate::error::BatchError;
use crate::write::is_stream;
use std::path::Path;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values in UTF-8 with a header; an empty field is no value.
    Csv,
    /// Parquet, compressed with Zstandard.
    Parquet,
    /// A JSON value in each line, in UTF-8; for plans only.
    JsonLines,
}

impl Format {
    /// What the extension of a file name says; `None` when it says nothing known.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        let is = |known: &str| extension.eq_ignore_ascii_case(known);
        if is("parquet") || is("pq") {
            Some(Self::Parquet)
        } else if is("csv") || is("txt") {
            Some(Self::Csv)
        } else if is("jsonl") || is("ndjson") {
            Some(Self::JsonLines)
        } else {
            None
        }
    }

    /// The format of a file to write: the one given, else by extension, CSV where there is none.
    ///
    /// # Errors
    /// When the extension is that of something else, or Parquet would go to stdout or a device.
    pub fn for_output(path: &Path, given: Option<Self>) -> Result<Self, BatchError> {
        let tables = [Self::Csv, Self::Parquet];
        Self::one_of(&tables, "the extension is neither .csv nor .parquet", path, given)
    }

    /// The same for plans, which may be JSON lines too.
    ///
    /// # Errors
    /// When the extension is that of something else, or Parquet would go to stdout or a device.
    pub fn for_plans(path: &Path, given: Option<Self>) -> Result<Self, BatchError> {
        let all = [Self::Csv, Self::Parquet, Self::JsonLines];
        Self::one_of(&all, "the extension is none of .jsonl, .csv and .parquet", path, given)
    }

    fn one_of(
        formats: &[Self],
        no_other: &str,
        path: &Path,
        given: Option<Self>,
    ) -> Result<Self, BatchError> {
        let refused = |reason: &str| BatchError::Format {
            name: path.display().to_string(),
            reason: reason.to_owned(),
        };
        let format = match given.or_else(|| Self::of(path)) {
            Some(format) if formats.contains(&format) => format,
            None if path.extension().is_none() || is_stream(path) => Self::Csv,
            Some(_) | None => return Err(refused(no_other)),
        };
        if format == Self::Parquet && is_stream(path) {
            return Err(refused("Parquet is written to files only"));
        }
        Ok(format)
    }

    /// `csv`, `parquet` or `jsonl`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::JsonLines => "jsonl",
        }
    }
}
