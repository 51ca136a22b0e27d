//! CSV or Parquet.

use crate::error::BatchError;
use std::path::Path;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values in UTF-8 with a header; an empty field is no value.
    Csv,
    /// Parquet, compressed with Zstandard.
    Parquet,
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
        } else {
            None
        }
    }

    /// The format of a file to write: the one given, else by extension, CSV where there is none.
    ///
    /// # Errors
    /// When the extension is that of something else, or Parquet would go to stdout or a device.
    pub fn for_output(path: &Path, given: Option<Self>) -> Result<Self, BatchError> {
        let refused = |reason: &str| BatchError::Format {
            name: path.display().to_string(),
            reason: reason.to_owned(),
        };
        let format = match given.or_else(|| Self::of(path)) {
            Some(format) => format,
            None if path.extension().is_none() || is_stream(path) => Self::Csv,
            None => return Err(refused("the extension is neither .csv nor .parquet")),
        };
        if format == Self::Parquet && is_stream(path) {
            return Err(refused("Parquet is written to files only"));
        }
        Ok(format)
    }

    /// `csv` or `parquet`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }
}

/// Whether what is written goes straight out: `-`, or something that is there and no file.
pub(crate) fn is_stream(path: &Path) -> bool {
    path.as_os_str() == "-" || std::fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir())
}
