//! Whether a quoted field is open, watched byte by byte as a reader of CSV sees them.

use std::io::{self, Read};

/// What a byte stands in.
#[derive(Clone, Copy, PartialEq)]
enum In {
    /// At the beginning of a field.
    Start,
    Plain,
    Quoted,
    /// Behind a quote inside a quoted field: the second of two, or the end.
    Closing,
}

/// A source of CSV that ends with an error where a quote was never closed: the rest of the file would
/// be one field, and its rows would be gone.
pub(super) struct Watched<R> {
    source: R,
    delimiter: u8,
    state: In,
    line: u64,
    /// The line in which the last quoted field begins.
    opened: u64,
}

impl<R> Watched<R> {
    pub(super) fn new(source: R, delimiter: u8) -> Self {
        Self { source, delimiter, state: In::Start, line: 1, opened: 0 }
    }

    fn see(&mut self, byte: u8) {
        self.line += u64::from(byte == b'\n');
        self.state = match (self.state, byte) {
            (In::Start, b'"') => {
                self.opened = self.line;
                In::Quoted
            }
            (In::Quoted, b'"') => In::Closing,
            (In::Quoted, _) | (In::Closing, b'"') => In::Quoted,
            (_, b'\n' | b'\r') => In::Start,
            (_, byte) if byte == self.delimiter => In::Start,
            _ => In::Plain,
        };
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(buffer)?;
        buffer[..length].iter().for_each(|byte| self.see(*byte));
        if length == 0 && !buffer.is_empty() && self.state == In::Quoted {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("the quote that opens in line {} is never closed", self.opened),
            ));
        }
        Ok(length)
    }
}
