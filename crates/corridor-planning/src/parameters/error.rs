//! What can be wrong with a file of parameters, and where.

use std::fmt;

/// A place in a file: line and column count from one, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Name of the file.
    pub file: String,
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

impl Location {
    /// The place of byte `offset` of `text`.
    pub(crate) fn of(file: &str, text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Why a set of parameters cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum ParameterError {
    /// A file or directory cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file or directory.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The text is not TOML of the form of a sheet, or its head does not go with the set.
    #[error("{at}: {reason}")]
    Form {
        /// Where.
        at: Location,
        /// What is wrong.
        reason: String,
    },
    /// A row makes no sense.
    #[error("{at}: parameter {id:?}: {reason}")]
    Row {
        /// Where the wrong part of the row stands.
        at: Location,
        /// Its id.
        id: String,
        /// What is wrong.
        reason: String,
    },
    /// Two rows with the same id for the same country or passage.
    #[error("{at}: parameter {id:?} is given twice for the same place; remove one")]
    Twice {
        /// Where the id of the second stands.
        at: Location,
        /// Their id.
        id: String,
    },
    /// An id nothing reads.
    #[error("{at}: there is no parameter {id:?}; {hint}")]
    Unknown {
        /// Where the id stands.
        at: Location,
        /// The id as given.
        id: String,
        /// The known id nearest in spelling, or where to look.
        hint: String,
    },
    /// An id without a world default.
    #[error("parameter {id:?} has no world default; add a row without country and passage")]
    NoDefault {
        /// The id.
        id: String,
    },
}

impl ParameterError {
    /// Where it is, if it has a place in a file.
    fn at(&self) -> Option<&Location> {
        match self {
            Self::Form { at, .. }
            | Self::Row { at, .. }
            | Self::Twice { at, .. }
            | Self::Unknown { at, .. } => Some(at),
            Self::Unreadable { .. } | Self::NoDefault { .. } => None,
        }
    }
}

/// All that is wrong with a file, in the order of its lines; at least one fault.
#[derive(Debug)]
pub struct Faults(Vec<ParameterError>);

impl Faults {
    /// The faults, if there are any.
    pub(crate) fn of(mut faults: Vec<ParameterError>) -> Result<(), Self> {
        if faults.is_empty() {
            return Ok(());
        }
        faults.sort_by(|a, b| a.at().cmp(&b.at()));
        Err(Self(faults))
    }

    /// The faults.
    pub fn iter(&self) -> impl Iterator<Item = &ParameterError> {
        self.0.iter()
    }
}

impl From<ParameterError> for Faults {
    fn from(fault: ParameterError) -> Self {
        Self(vec![fault])
    }
}

impl fmt::Display for Faults {
    /// One fault a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
