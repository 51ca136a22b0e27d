//! Rows of a CSV file with a header.

use super::{Record, Value, Wanted, choose, expected};
use crate::error::BatchError;
use csv::{ByteRecord, Position, Reader, ReaderBuilder};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Longest row that is read, bytes. A quote that is never closed would otherwise take the rest of
/// the file into memory as one field.
const LONGEST_ROW: usize = 1 << 20;

pub(super) struct Csv {
    reader: Reader<Fused>,
    left: Arc<AtomicUsize>,
    places: Vec<Option<usize>>,
    names: Vec<&'static str>,
    record: ByteRecord,
    read: u64,
    size: Option<u64>,
}

/// A source that gives out no more than is left for the row.
struct Fused {
    source: Box<dyn Read + Send>,
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
        let left = Arc::new(AtomicUsize::new(LONGEST_ROW));
        let source = Fused { source, left: left.clone() };
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(source);
        let header = reader
            .byte_headers()
            .map_err(|e| BatchError::Unreadable { name: name.to_owned(), reason: e.to_string() })?;
        let found: Vec<String> =
            header.iter().map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect();
        let (variant, places) = choose(&found, wanted).map_err(|problem| BatchError::Columns {
            name: name.to_owned(),
            problem,
            found: if found.is_empty() { "none".to_owned() } else { found.join(",") },
            expected: expected(wanted),
        })?;
        let names = wanted.0[variant].iter().chain(wanted.1).map(|(name, _)| *name).collect();
        let record = ByteRecord::new();
        Ok((Self { reader, left, places, names, record, read: 0, size }, variant))
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
        let field = |(place, name): (&Option<usize>, &&str)| match at(place) {
            None => Ok(Value::Missing),
            Some(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Value::Text(text.to_owned())),
                Err(_) => Err(format!("{name} is not in UTF-8")),
            },
        };
        Ok(Some(Record { row, fields: self.places.iter().zip(&self.names).map(field).collect() }))
    }
}
