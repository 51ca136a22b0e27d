//! Any bytes are a table, or refused in words: no reader panics.

use crate::tables::Silent;
use corridor_batch::{PairReader, PlanReader, Run, Start, Stop, read_plan_rows, read_points};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// Bytes as files have them: of any kind, or like tables with something wrong.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("id,from_lon,from_lat,to_lon,to_lat\n".to_owned()),
        Just("id;from;to;depart;teu\n".to_owned()),
        Just("id\tplace\n".to_owned()),
        Just("id,lon,lat\n".to_owned()),
        Just("PAR1".to_owned()),
        Just("\u{feff}".to_owned()),
        "[\"a-c0-9,;.\t\n\r -]{0,24}",
        ".{0,12}",
    ];
    let text = proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat());
    let utf16 = text.clone().prop_map(|text| {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
    });
    prop_oneof![
        4 => text.prop_map(String::into_bytes),
        1 => utf16,
        1 => proptest::collection::vec(any::<u8>(), 0..200),
    ]
}

fn read_all(path: &Path, folder: &Path) {
    let _ = read_points(path, 1 << 16, |_| Ok(()), &mut |_| {});
    let _ = read_plan_rows(path);
    let _ = PlanReader::open(path).map(|reader| reader.note().map(str::to_owned));
    if let Ok(reader) = PairReader::open(path) {
        let output = crate::tables::output(&folder.join("out.csv"), Start::Overwrite);
        let run = Run::pairs(reader, output).unwrap();
        let _ = run.answer(&crate::tables::Sum, &Silent, &Stop::default());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_a_table_or_refused(bytes in bytes()) {
        let folder = tempfile::tempdir().unwrap();
        for name in ["t.csv", "t.parquet"] {
            let path = folder.path().join(name);
            fs::write(&path, &bytes).unwrap();
            read_all(&path, folder.path());
        }
    }

    /// Every row of a table has a row in the answer, or the table is refused.
    #[test]
    fn no_row_is_swallowed(rows in proptest::collection::vec("[\"a-c,1 ]{1,12}", 1..8)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        let text = format!("id,from_lon,from_lat,to_lon,to_lat\n{}\n", rows.join("\n"));
        fs::write(&path, &text).unwrap();
        let out = folder.path().join("out.csv");
        let run = Run::pairs(PairReader::open(&path).unwrap(), crate::tables::output(&out, Start::Fresh)).unwrap();
        if let Ok(done) = run.answer(&crate::tables::Sum, &Silent, &Stop::default()) {
            // A field in quotes may hold a line break; without quotes every line is a row.
            let quotes = text.contains('"');
            prop_assert!(quotes || done.rows == rows.iter().filter(|row| !row.is_empty()).count() as u64);
            let written = csv::ReaderBuilder::new().from_path(&out).unwrap().into_records().count();
            prop_assert_eq!(written as u64, done.rows);
        }
    }
}
