//! What tests of trade share: the built binary, its answers, files of a test.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "no test uses all of it, and one that meets what it does not expect ends"
)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub fn corridor(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_corridor")).args(args).output().unwrap()
}

/// The answer as JSON.
pub fn json(args: &[&str]) -> Value {
    let output = corridor(&[args, &["--json"]].concat());
    assert!(output.status.success(), "{args:?}: {}", told(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What was written to stderr.
pub fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with the files of a test.
pub struct Desk(tempfile::TempDir);

impl Desk {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    pub fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }
    /// The path of a file with this content.
    pub fn with(&self, name: &str, content: &str) -> String {
        fs::write(self.path(name), content).unwrap();
        self.text(name)
    }
    /// Names of the files there are.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(Path::new(self.0.path())).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// Medicine of India from Mumbai to Moscow.
pub const MEDICINE: [&str; 11] = [
    "landed-cost",
    "Mumbai",
    "Moscow",
    "--hs",
    "3004.90",
    "--origin",
    "IN",
    "--value-usd",
    "250000",
    "--depart",
    "2026-06-10",
];

pub fn cents(amount: &Value) -> i64 {
    (amount.as_f64().unwrap() * 100.0).round() as i64
}

/// The lines of a claim of an itinerary by its place among the alternatives: those of the claim that is
/// shown stand with the itinerary.
pub fn lines(itinerary: &Value, claim: usize) -> &Vec<Value> {
    let own = &itinerary["alternatives"][claim]["lines"];
    own.as_array().unwrap_or_else(|| itinerary["lines"].as_array().unwrap())
}

/// The line of a kind.
pub fn line<'l>(lines: &'l [Value], kind: &str) -> &'l Value {
    lines.iter().find(|line| line["kind"] == kind).unwrap_or_else(|| panic!("no {kind}"))
}

/// Rows of a table by the names of its columns.
pub fn rows(text: &str) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        names.iter().zip(row.iter()).map(|(n, v)| (n.to_owned(), v.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The value of a column of a row.
pub fn of<'r>(row: &'r [(String, String)], name: &str) -> &'r str {
    &row.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no {name}")).1
}
