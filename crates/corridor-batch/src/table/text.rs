//! The bytes of a file of text, as what they are: the file is looked into before it is read.
//!
//! What spreadsheets and other systems write is read where there is no doubt about it (a byte order
//! mark, semicolons, tabs) and told; everything else is refused with what it really is.

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use std::io::{self, Cursor, Read};

/// Bytes looked into.
const LOOKED_INTO: usize = 1 << 16;

/// Text in UTF-8, without a byte order mark, from the beginning.
pub(super) struct Text {
    pub(super) source: Box<dyn Read + Send>,
    /// Its first bytes, for a look at the header.
    pub(super) head: Vec<u8>,
    /// The encoding that it was read in where that is not UTF-8.
    pub(super) decoded: Option<&'static str>,
}

/// Beginnings of files that are no text, with what they are and what to do.
const NO_TEXT: [(&[u8], &str); 9] = [
    (
        b"PK\x03\x04",
        "a spreadsheet (.xlsx, .ods) or another zip archive; save the sheet as CSV (UTF-8)",
    ),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet of an old form (.xls); save the sheet as CSV (UTF-8)"),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard; unpack it first"),
    (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ\x00", "compressed with xz; unpack it first"),
    (b"%PDF", "a PDF; give the table as CSV or Parquet"),
    (b"ARROW1", "an Arrow file; write it as Parquet"),
    (b"SQLite format 3", "a database; export the table as CSV or Parquet"),
];

impl Text {
    /// Looks into a source.
    ///
    /// # Errors
    /// A sentence that says what it is, where it is no text that can be read.
    pub(super) fn of(mut source: Box<dyn Read + Send>) -> Result<Self, String> {
        let head = beginning(&mut source).map_err(|e| e.to_string())?;
        if let Some((_, what)) = NO_TEXT.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Err(format!("it is {what}"));
        }
        let (encoding, mark) = Encoding::for_bom(&head).unwrap_or((UTF_8, 0));
        if encoding == UTF_8 {
            let head = head[mark..].to_vec();
            // An id may hold one; the names of columns do not.
            let header = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
            if header.contains(&0) {
                return Err(
                    "its first line holds NUL bytes: it is no text, or UTF-16 without a byte order mark; \
                            save it as UTF-8"
                        .to_owned(),
                );
            }
            let source = Box::new(Cursor::new(head.clone()).chain(source));
            return Ok(Self { source, head, decoded: None });
        }
        let mut source: Box<dyn Read + Send> = Box::new(Decoding {
            source: Box::new(Cursor::new(head[mark..].to_vec()).chain(source)),
            decoder: encoding.new_decoder_without_bom_handling(),
            encoded: Vec::new(),
            decoded: Cursor::new(Vec::new()),
            is_over: false,
        });
        let head = beginning(&mut source).map_err(|e| e.to_string())?;
        let source = Box::new(Cursor::new(head.clone()).chain(source));
        Ok(Self { source, head, decoded: Some(encoding.name()) })
    }
}

/// The first bytes of a source, as many as are looked into or there are.
fn beginning(source: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    source.take(LOOKED_INTO as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// A source in another encoding, as UTF-8.
struct Decoding {
    source: Box<dyn Read + Send>,
    decoder: Decoder,
    /// Bytes read and not decoded yet.
    encoded: Vec<u8>,
    decoded: Cursor<Vec<u8>>,
    is_over: bool,
}

impl Read for Decoding {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let given = self.decoded.read(buffer)?;
            if given > 0 || buffer.is_empty() || self.is_over && self.encoded.is_empty() {
                return Ok(given);
            }
            let mut more = vec![0; 1 << 14];
            let length = self.source.read(&mut more)?;
            self.is_over = length == 0;
            self.encoded.extend_from_slice(&more[..length]);
            let most = self.decoder.max_utf8_buffer_length_without_replacement(self.encoded.len());
            let mut text = vec![0; most.unwrap_or(1 << 17)];
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                &self.encoded,
                &mut text,
                self.is_over,
            );
            if matches!(result, DecoderResult::Malformed(..)) {
                let name = self.decoder.encoding().name();
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("it is not whole {name}; save it as UTF-8"),
                ));
            }
            self.encoded.drain(..read);
            text.truncate(written);
            self.decoded = Cursor::new(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<String, String> {
        let mut text = Text::of(Box::new(Cursor::new(bytes.to_vec())))?;
        let mut all = String::new();
        text.source.read_to_string(&mut all).map_err(|e| e.to_string())?;
        Ok(all)
    }

    #[test]
    fn marks_decide_the_encoding() {
        let text = "id,place\nа,Мумбаи 😀\n".repeat(9_000);
        let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
        };
        assert_eq!(read(&utf16(u16::to_le_bytes)).unwrap(), text);
        assert_eq!(read(&utf16(u16::to_be_bytes)).unwrap(), text);
        assert_eq!(read(format!("\u{feff}{text}").as_bytes()).unwrap(), text);
        assert_eq!(read(text.as_bytes()).unwrap(), text);
        let mut cut = utf16(u16::to_le_bytes);
        cut.pop();
        assert!(read(&cut).unwrap_err().contains("UTF-16"));
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert!(read(b"PK\x03\x04rest").unwrap_err().contains("spreadsheet"));
        assert!(read(b"\x1f\x8brest").unwrap_err().contains("gzip"));
        assert!(read(b"i\0d\0,\0").unwrap_err().contains("NUL"));
        assert_eq!(read(b"").unwrap(), "");
    }
}
