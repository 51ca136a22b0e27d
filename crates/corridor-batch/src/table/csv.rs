//! Rows of a CSV file with a header.

use super::quotes::Watched;
use super::text::Text;
use super::{Holds, Record, Value, Wanted, choose, expected};
use crate::error::BatchError;
use csv::{ByteRecord, Position, Reader, ReaderBuilder};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Longest row that is read, bytes. A quote that is never closed would otherwise take the rest of
/// the file into memory as one field.
const LONGEST_ROW: usize = 1 << 20;
/// What may part columns, with its name.
const DELIMITERS: [(u8, &str); 4] =
    [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")];

pub(super) struct Csv {
    reader: Reader<Fused>,
    left: Arc<AtomicUsize>,
    places: Vec<Option<usize>>,
    wanted: Vec<(&'static str, Holds)>,
    /// How many columns the header has.
    width: usize,
    /// Whether numbers may have a decimal comma: only where commas do not part columns.
    decimal_comma: bool,
    record: ByteRecord,
    read: u64,
    size: Option<u64>,
    /// How the file was read, where that is not plain CSV.
    pub(super) note: Option<String>,
}

/// A source that gives out no more than is left for the row.
struct Fused {
    source: Watched<Box<dyn Read + Send>>,
    left: Arc<AtomicUsize>,
}

impl Read for Fused {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Relaxed);
        if left == 0 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("a row is longer than {LONGEST_ROW} bytes: is a quote left open?"),
            ));
        }
        let most = buffer.len().min(left);
        let length = self.source.read(&mut buffer[..most])?;
        self.left.store(left - length, Relaxed);
        Ok(length)
    }
}

impl Csv {
    /// Opens; gives also which of the wanted sets of columns is there.
    pub(super) fn open(
        name: &str,
        source: Box<dyn Read + Send>,
        size: Option<u64>,
        wanted: (&[Wanted], Wanted),
    ) -> Result<(Self, usize), BatchError> {
        let unreadable = |reason: String| BatchError::Unreadable { name: name.to_owned(), reason };
        let text = Text::of(source).map_err(unreadable)?;
        if text.head.iter().all(u8::is_ascii_whitespace) {
            return Err(unreadable("it is empty, without even a header".to_owned()));
        }
        let (delimiter, parted_by) = parted_by(&text.head, wanted);
        let left = Arc::new(AtomicUsize::new(LONGEST_ROW));
        let source = Fused { source: Watched::new(text.source, delimiter), left: left.clone() };
        let mut reader =
            ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(source);
        let header = reader.byte_headers().map_err(|e| unreadable(e.to_string()))?;
        let found = names(header);
        let (variant, places) = choose(&found, wanted).map_err(|problem| BatchError::Columns {
            name: name.to_owned(),
            problem,
            found: found.join(","),
            expected: expected(wanted),
        })?;
        let told = [
            text.decoded.map(|encoding| format!("in {encoding}")),
            (delimiter != b',').then(|| format!("with {parted_by} between its columns")),
        ];
        let told: Vec<String> = told.into_iter().flatten().collect();
        let csv = Self {
            reader,
            left,
            places,
            wanted: wanted.0[variant].iter().chain(wanted.1).copied().collect(),
            width: found.len(),
            decimal_comma: delimiter != b',',
            record: ByteRecord::new(),
            read: 0,
            // Of another encoding the bytes read are not those of the file.
            size: size.filter(|_| text.decoded.is_none()),
            note: (!told.is_empty()).then(|| format!("{name} is read {}", told.join(", "))),
        };
        Ok((csv, variant))
    }

    /// Where the wanted columns and the optional ones stand.
    pub(super) fn places(&self) -> &[Option<usize>] {
        &self.places
    }

    pub(super) fn row_estimate(&self) -> Option<u64> {
        let (size, at) = (self.size?, self.reader.position().byte());
        if self.reader.is_done() {
            return Some(self.read);
        }
        (self.read > 0).then(|| (size as f64 * self.read as f64 / at.max(1) as f64) as u64)
    }

    pub(super) fn next(&mut self) -> Result<Option<Record>, String> {
        self.left.store(LONGEST_ROW, Relaxed);
        let from = self.reader.position().line();
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => return Ok(None),
            Ok(true) => {}
            Err(e) => return Err(format!("line {from}: {e}")),
        }
        self.read += 1;
        let row = self.record.position().map_or(from, Position::line);
        let at = |place: &Option<usize>| place.and_then(|place| self.record.get(place));
        let field = |(place, (name, holds)): (&Option<usize>, &(&str, Holds))| match at(place) {
            None => Ok(Value::Missing),
            Some(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) if self.decimal_comma && *holds == Holds::Numbers => {
                    pointed(name, text).map(Value::Text)
                }
                Ok(text) => Ok(Value::Text(text.to_owned())),
                Err(_) => Err(format!(
                    "{name} is not in UTF-8; save the table as UTF-8 (it may be Windows-1251 or 1252)"
                )),
            },
        };
        let fields = match self.beyond_the_header() {
            Some(reason) => Err(reason),
            None => self.places.iter().zip(&self.wanted).map(field).collect(),
        };
        Ok(Some(Record { row, fields }))
    }

    /// What is wrong with a row that has values beyond the last column: every one of its values may
    /// stand in the wrong place.
    fn beyond_the_header(&self) -> Option<String> {
        let beyond = self.record.iter().skip(self.width);
        let is_empty = |field: &[u8]| field.iter().all(u8::is_ascii_whitespace);
        (!beyond.clone().all(is_empty)).then(|| {
            format!(
                "it has {} values for {} columns: is there a decimal comma or a comma without quotes?",
                self.record.len(),
                self.width
            )
        })
    }
}

fn names(header: &ByteRecord) -> Vec<String> {
    header.iter().map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect()
}

/// What parts the columns of a header: the first that makes the columns wanted of it, else what makes
/// most of it.
fn parted_by(head: &[u8], wanted: (&[Wanted], Wanted)) -> (u8, &'static str) {
    let found = |delimiter: u8| {
        let mut reader = ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(head);
        reader.byte_headers().map(names).unwrap_or_default()
    };
    let does = DELIMITERS.iter().find(|(delimiter, _)| choose(&found(*delimiter), wanted).is_ok());
    // Of equals the first, as the reader of the message expects commas.
    let most = || DELIMITERS.iter().rev().max_by_key(|(delimiter, _)| found(*delimiter).len());
    does.or_else(most).copied().unwrap_or(DELIMITERS[0])
}

/// A number with a decimal comma as one with a point.
fn pointed(name: &str, text: &str) -> Result<String, String> {
    let Some((whole, parts)) = text.split_once(',') else { return Ok(text.to_owned()) };
    let is_degrees = name.ends_with("lon") || name.ends_with("lat");
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits(parts) && parts.len() == 3 && !is_degrees {
        return Err(format!(
            "{name} {text:?} may be {whole}.{parts} or {whole}{parts}; write it with a decimal point"
        ));
    }
    Ok(format!("{whole}.{parts}"))
}
