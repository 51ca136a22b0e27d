//! Matrices and pairs whose answers are known without a network, and readers of what was written.

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt8Type, UInt32Type};
use arrow_schema::DataType;
use corridor_batch::{
    Block, Cells, Column, Format, Layout, MatrixCells, MatrixShape, Output, PairAnswer,
    PairAnswers, PairRow, Progress, Start, Stop,
};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

pub const REASONS: [&str; 3] = ["ok", "not-joined", "to-too-far"];

/// Cells made of their indices; every fifth has no answer.
pub struct Made {
    pub columns: Vec<Column>,
    pub width: usize,
    pub at_once: usize,
    /// Blocks computed so far, and after how many the run is stopped.
    pub computed: AtomicUsize,
    pub stop_after: usize,
}

impl Made {
    pub fn new(columns: Vec<Column>, width: usize, at_once: usize) -> Self {
        Self { columns, width, at_once, computed: AtomicUsize::new(0), stop_after: usize::MAX }
    }
    pub fn whole(origin: usize, destination: usize) -> u32 {
        (origin * 10_007 + destination * 13) as u32
    }
    pub fn real(origin: usize, destination: usize) -> f64 {
        f64::from(Self::whole(origin, destination)) / 7.0
    }
    pub fn reason(origin: usize, destination: usize) -> u8 {
        let at = origin * 31 + destination;
        if at.is_multiple_of(5) { 1 + (at % 2) as u8 } else { 0 }
    }
}

impl MatrixCells for Made {
    fn columns(&self) -> &[Column] {
        &self.columns
    }
    fn reasons(&self) -> &[&'static str] {
        &REASONS
    }
    fn origins_at_once(&self) -> (usize, usize) {
        (1, self.at_once)
    }
    fn block(&self, origins: Range<usize>, _: &Stop) -> Option<Block> {
        if self.computed.fetch_add(1, Ordering::Relaxed) >= self.stop_after {
            return None;
        }
        let cells = || origins.clone().flat_map(|o| (0..self.width).map(move |d| (o, d)));
        let column = |column: &Column| match column.kind {
            corridor_batch::Kind::Whole => {
                Cells::Whole(cells().map(|(o, d)| Self::whole(o, d)).collect())
            }
            corridor_batch::Kind::Real => {
                Cells::Real(cells().map(|(o, d)| Self::real(o, d)).collect())
            }
        };
        Some(Block {
            columns: self.columns.iter().map(column).collect(),
            reasons: cells().map(|(o, d)| Self::reason(o, d)).collect(),
        })
    }
}

pub fn two_columns() -> Vec<Column> {
    vec![Column::whole("distance_m"), Column::real("cost_usd")]
}

pub fn ids(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|k| format!("{prefix}{k}")).collect()
}

pub fn shape(origins: usize, destinations: usize, layout: Layout) -> MatrixShape {
    let mut columns = two_columns();
    if layout == Layout::Wide {
        columns.truncate(1);
    }
    MatrixShape::new(ids("o", origins), ids("d", destinations), columns, layout).unwrap()
}

/// An answer that shows its question.
pub struct Sum;

impl PairAnswers for Sum {
    fn answers(&self, rows: &[PairRow]) -> Vec<PairAnswer> {
        let answer = |row: &PairRow| PairAnswer {
            distance_m: (row.to.lon() >= 0.0).then_some((row.from.lon().abs() * 1000.0) as u32),
            from_snap_m: Some(1),
            to_snap_m: None,
            status: if row.to.lon() >= 0.0 { "ok" } else { "to-too-far" },
        };
        rows.iter().map(answer).collect()
    }
}

/// Tells nobody.
pub struct Silent;
impl Progress for Silent {}

pub fn output(path: &Path, start: Start) -> Output {
    Output {
        path: path.to_owned(),
        format: Format::for_output(path, None).unwrap(),
        start,
        question: vec![("--mode".to_owned(), "sea".to_owned())],
        inputs: Vec::new(),
        resumable: true,
    }
}

/// A table as text: header and fields, empty for no value.
pub fn read(path: &Path) -> Vec<Vec<String>> {
    if Format::of(path) == Some(Format::Csv) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
        let row = |r: csv::StringRecord| r.iter().map(str::to_owned).collect();
        return reader.records().map(|r| row(r.unwrap())).collect();
    }
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let names = builder.schema().fields().iter().map(|f| f.name().clone()).collect();
    let mut rows = vec![names];
    for batch in builder.build().unwrap() {
        rows.extend(texts(&batch.unwrap()));
    }
    rows
}

pub fn texts(batch: &RecordBatch) -> Vec<Vec<String>> {
    let text = |row: usize| {
        let field = |column: &arrow_array::ArrayRef| {
            if column.is_null(row) {
                return String::new();
            }
            match column.data_type() {
                DataType::Utf8 => column.as_string::<i32>().value(row).to_owned(),
                DataType::UInt32 => column.as_primitive::<UInt32Type>().value(row).to_string(),
                DataType::Float64 => column.as_primitive::<Float64Type>().value(row).to_string(),
                DataType::Dictionary(key, _) if **key == DataType::UInt8 => {
                    let words = column.as_dictionary::<UInt8Type>();
                    let at = words.keys().value(row).into();
                    words.values().as_string::<i32>().value(at).to_owned()
                }
                _ => {
                    let words = column.as_dictionary::<UInt32Type>();
                    let at = words.keys().value(row) as usize;
                    words.values().as_string::<i32>().value(at).to_owned()
                }
            }
        };
        batch.columns().iter().map(field).collect()
    };
    (0..batch.num_rows()).map(text).collect()
}

/// What the long table of [`Made`] must be.
pub fn expected_long(origins: &[String], destinations: &[String]) -> Vec<Vec<String>> {
    let header = ["origin", "destination", "distance_m", "cost_usd", "status"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for (o, origin) in origins.iter().enumerate() {
        for (d, destination) in destinations.iter().enumerate() {
            let reason = Made::reason(o, d);
            let shown = |text: String| if reason == 0 { text } else { String::new() };
            rows.push(vec![
                origin.clone(),
                destination.clone(),
                shown(Made::whole(o, d).to_string()),
                shown(Made::real(o, d).to_string()),
                REASONS[usize::from(reason)].to_owned(),
            ]);
        }
    }
    rows
}
