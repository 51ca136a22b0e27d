//! Tables read row by row, from CSV, Parquet or record batches in memory alike.
//!
//! A table is refused when columns are missing or of the wrong type; a row that cannot be read is a
//! record with a reason, and the rows after it are read.

mod csv;
mod parquet;
mod quotes;
mod records;
mod text;
mod whole;

pub use whole::csv_text;

use crate::error::BatchError;
use arrow_array::RecordBatchReader;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// What stands in one field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Missing,
    Text(String),
    Integer(i64),
    Number(f64),
}

impl Value {
    /// The value as a name; whitespace around it does not count.
    pub(crate) fn text(self) -> Option<String> {
        match self {
            Self::Missing => None,
            Self::Text(text) if text.trim().is_empty() => None,
            Self::Text(text) if text.trim().len() == text.len() => Some(text),
            Self::Text(text) => Some(text.trim().to_owned()),
            Self::Integer(number) => Some(number.to_string()),
            Self::Number(number) => Some(number.to_string()),
        }
    }
    /// The value as a number, or what it is instead.
    pub(crate) fn number(&self, column: &str) -> Result<f64, String> {
        match self {
            Self::Missing => Err(format!("no value for {column}")),
            Self::Text(text) if text.trim().is_empty() => Err(format!("no value for {column}")),
            Self::Text(text) => {
                text.trim().parse().map_err(|_| format!("{column} {text:?} is no number"))
            }
            Self::Integer(number) => Ok(*number as f64),
            Self::Number(number) => Ok(*number),
        }
    }
}

/// A row: its place in the file and the fields asked for, or why it cannot be read.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) row: u64,
    pub(crate) fields: Result<Vec<Value>, String>,
}

/// What a column must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Text,
    Numbers,
}

/// A set of columns that would do.
pub(crate) type Wanted = &'static [(&'static str, Holds)];

/// An open table.
pub(crate) struct Table {
    name: String,
    rows: Rows,
    /// Which of the wanted sets it has.
    pub(crate) variant: usize,
    /// Columns that it may have besides.
    optional: Wanted,
}

enum Rows {
    Csv(Box<csv::Csv>),
    Records(Box<records::Records>),
}

impl Table {
    /// Opens a file, `-` for CSV from stdin. `wanted` are the sets of columns that would do, the
    /// first that is there is taken.
    pub(crate) fn open(path: &Path, wanted: &[Wanted]) -> Result<Self, BatchError> {
        Self::open_with(path, wanted, &[])
    }

    /// Opens a table that may have more columns; they come last in its records, and where the table
    /// lacks one no row has a value for it.
    pub(crate) fn open_with(
        path: &Path,
        wanted: &[Wanted],
        optional: Wanted,
    ) -> Result<Self, BatchError> {
        let name = path.display().to_string();
        if path.as_os_str() == "-" {
            return Self::from_csv(
                "stdin".to_owned(),
                Box::new(io::stdin()),
                None,
                (wanted, optional),
            );
        }
        let failed =
            |e: io::Error| BatchError::Unreadable { name: name.clone(), reason: e.to_string() };
        let file = File::open(path).map_err(failed)?;
        let about = file.metadata().map_err(failed)?;
        if about.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        if about.is_file() && is_parquet(path, &file).map_err(failed)? {
            let (rows, variant) = parquet::open(&name, file, (wanted, optional))?;
            return Ok(Self { name, rows: Rows::Records(Box::new(rows)), variant, optional });
        }
        let size = about.is_file().then_some(about.len());
        Self::from_csv(name, Box::new(file), size, (wanted, optional))
    }

    /// A table of record batches in memory, which errors call `name`.
    pub(crate) fn of_records(
        name: &str,
        reader: Box<dyn RecordBatchReader + Send>,
        wanted: &[Wanted],
        optional: Wanted,
    ) -> Result<Self, BatchError> {
        let columns = records::Columns::of(name, &reader.schema(), (wanted, optional))?;
        let batches = reader.map(|batch| batch.map_err(|e| e.to_string()));
        let rows = records::Records::new(Box::new(batches), columns.places, None);
        let (name, variant) = (name.to_owned(), columns.variant);
        Ok(Self { name, rows: Rows::Records(Box::new(rows)), variant, optional })
    }

    fn from_csv(
        name: String,
        source: Box<dyn Read + Send>,
        size: Option<u64>,
        wanted: (&[Wanted], Wanted),
    ) -> Result<Self, BatchError> {
        let (rows, variant) = csv::Csv::open(&name, source, size, wanted)?;
        Ok(Self { name, rows: Rows::Csv(Box::new(rows)), variant, optional: wanted.1 })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether it has an optional column.
    pub(crate) fn has(&self, column: &str) -> bool {
        let places = match &self.rows {
            Rows::Csv(rows) => rows.places(),
            Rows::Records(rows) => rows.places(),
        };
        // The optional columns stand last.
        let own = &places[places.len() - self.optional.len()..];
        self.optional.iter().zip(own).any(|((name, _), place)| *name == column && place.is_some())
    }

    /// How the file was read where it is not as tables are expected, such as `in UTF-16LE`.
    pub(crate) fn note(&self) -> Option<&str> {
        match &self.rows {
            Rows::Csv(rows) => rows.note.as_deref(),
            Rows::Records(_) => None,
        }
    }

    /// `line` or `row`.
    pub(crate) fn unit(&self) -> &'static str {
        match self.rows {
            Rows::Csv(_) => "line",
            Rows::Records(_) => "row",
        }
    }

    /// Rows there are, as far as can be told from those read.
    pub(crate) fn row_estimate(&self) -> Option<u64> {
        match &self.rows {
            Rows::Csv(rows) => rows.row_estimate(),
            Rows::Records(rows) => rows.count(),
        }
    }

    /// The next row; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Record>, BatchError> {
        match &mut self.rows {
            Rows::Csv(rows) => rows.next(),
            Rows::Records(rows) => rows.next(),
        }
        .map_err(|reason| BatchError::Unreadable { name: self.name.clone(), reason })
    }
}

/// By its extension or by its first bytes, so that neither a misnamed nor a cut file is read as CSV.
fn is_parquet(path: &Path, mut file: &File) -> io::Result<bool> {
    use std::io::Seek;
    let mut magic = [0; 4];
    let mut length = 0;
    while length < magic.len() {
        match file.read(&mut magic[length..])? {
            0 => break,
            n => length += n,
        }
    }
    file.rewind()?;
    Ok(&magic == b"PAR1" || crate::Format::of(path) == Some(crate::Format::Parquet))
}

/// The first of the wanted sets that is there whole, and where its columns and the optional ones
/// stand; else what the set lacks that is nearest.
fn choose(
    found: &[String],
    (wanted, optional): (&[Wanted], Wanted),
) -> Result<(usize, Vec<Option<usize>>), String> {
    let mut closest: Option<Vec<&str>> = None;
    for (variant, set) in wanted.iter().enumerate() {
        let place = |(n, _): &(&str, _)| found.iter().position(|f| f == n);
        let mut places: Vec<_> = set.iter().map(place).collect();
        if places.iter().all(Option::is_some) {
            places.extend(optional.iter().map(place));
            let named_twice = |(n, _): &&(&str, _)| found.iter().filter(|f| f == n).count() > 1;
            return match set.iter().chain(optional).find(named_twice) {
                Some((name, _)) => Err(format!("has two columns {name}")),
                None => Ok((variant, places)),
            };
        }
        let lacks: Vec<&str> =
            set.iter().zip(&places).filter(|(_, p)| p.is_none()).map(|((n, _), _)| *n).collect();
        if closest.as_ref().is_none_or(|c| lacks.len() < c.len()) {
            closest = Some(lacks);
        }
    }
    Err(format!("lacks {}", closest.unwrap_or_default().join(", ")))
}

fn expected((wanted, optional): (&[Wanted], Wanted)) -> String {
    let set = |set: &Wanted| set.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",");
    let sets = wanted.iter().map(set).collect::<Vec<_>>().join(" or ");
    if optional.is_empty() { sets } else { format!("{sets}, and if need be {}", set(&optional)) }
}

/// The digest of the bytes of a file, as hex: what a run that is resumed must find unchanged.
///
/// # Errors
/// When the file cannot be read.
pub fn digest(path: &Path) -> Result<String, BatchError> {
    let failed = |e: io::Error| BatchError::Unreadable {
        name: path.display().to_string(),
        reason: e.to_string(),
    };
    let mut file = File::open(path).map_err(failed)?;
    let mut hasher = Sha256::new();
    io::copy(&mut file, &mut hasher).map_err(failed)?;
    Ok(hex(&hasher.finalize()))
}

/// The digest of a text, as hex.
pub fn digest_of(text: &str) -> String {
    hex(&Sha256::digest(text))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
