//! The demand that ships with the program.

use super::TextFile;

/// Name of the table that ships.
pub const SAMPLE: &str = "sample";

/// A sample of the trade of India, the Eurasian Economic Union, Iran, China and Europe, a year; each row
/// has its source and confidence. It is a part of what the facilities carry, not all of it.
pub fn sample() -> TextFile {
    TextFile {
        name: SAMPLE.to_owned(),
        text: include_str!("../../../../data/demand/sample.csv").to_owned(),
    }
}
