//! What is written is read back, in both formats and layouts, for any ids.

use crate::tables::{
    Made, REASONS, Silent, Sum, expected_long, ids, output, read, shape, texts, two_columns,
};
use corridor_batch::{
    Column, Layout, MatrixBatches, MatrixShape, PairBatches, PairReader, Run, Site, Start, Stop,
    read_points,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

fn any_ids() -> impl Strategy<Value = Vec<String>> {
    // Commas, quotes, line ends, other scripts; ids differ and are not empty.
    let id = "[a-zA-Z0-9 ,;\"'\n\r=é孟]{1,8}";
    proptest::collection::btree_set(id, 1..9)
        .prop_map(|set: BTreeSet<String>| set.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn long_matrices(origins in any_ids(), destinations in any_ids(), at_once in 1usize..5) {
        let folder = tempfile::tempdir().unwrap();
        let expected = expected_long(&origins, &destinations);
        for name in ["m.csv", "m.parquet"] {
            let path = folder.path().join(name);
            let shape = MatrixShape::new(
                origins.clone(), destinations.clone(), two_columns(), Layout::Long).unwrap();
            let cells = Made::new(two_columns(), destinations.len(), at_once);
            let run = Run::matrix(shape, 1 << 30, output(&path, Start::Fresh), &Silent).unwrap();
            let done = run.compute(&cells, &Silent, &Stop::default()).unwrap();
            prop_assert_eq!(done.rows as usize, expected.len() - 1);
            prop_assert_eq!(read(&path), expected.clone());
        }
        // Nothing but the two tables is left.
        prop_assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn pairs_are_answered_row_by_row(
        rows in proptest::collection::vec(
            (".{0,6}", -400.0f64..400.0, -100.0f64..100.0, -180.0f64..180.0), 0..30)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in.csv");
        let mut writer = csv::Writer::from_path(&input).unwrap();
        writer.write_record(["to_lat", "id", "from_lon", "from_lat", "note", "to_lon"]).unwrap();
        for (id, lon, lat, to) in &rows {
            let (lon, lat, to) = (lon.to_string(), lat.to_string(), to.to_string());
            writer.write_record(["0", id, &lon, &lat, "x", &to]).unwrap();
        }
        writer.flush().unwrap();
        for name in ["out.csv", "out.parquet"] {
            let path = folder.path().join(name);
            let reader = PairReader::open(&input).unwrap();
            let run = Run::pairs(reader, output(&path, Start::Fresh)).unwrap();
            let done = run.answer(&Sum, &Silent, &Stop::default()).unwrap();
            let table = read(&path);
            prop_assert_eq!(table.len(), rows.len() + 1);
            let mut bad = 0;
            for ((id, lon, lat, to), row) in rows.iter().zip(&table[1..]) {
                prop_assert_eq!(&row[0], id);
                if lon.abs() > 360.0 || lat.abs() > 90.0 {
                    bad += 1;
                    prop_assert_eq!(&row[1..], ["", "", "", "bad-row"]);
                } else if *to >= 0.0 {
                    let metres = ((lon.abs() * 1000.0) as u32).to_string();
                    prop_assert_eq!(&row[1..], [&metres, "1", "", "ok"]);
                } else {
                    prop_assert_eq!(&row[1..], ["", "1", "", "to-too-far"]);
                }
            }
            prop_assert_eq!(done.bad, bad);
        }
    }
}

#[test]
fn pairs_written_as_parquet_are_read_as_questions_too() {
    // The ids of the answers of one run are the ids of the next: Parquet in.
    let folder = tempfile::tempdir().unwrap();
    let points = folder.path().join("points.parquet");
    let wide = MatrixShape::new(
        ids("7", 3),
        vec!["id".to_owned(), "lon".to_owned(), "lat".to_owned()],
        vec![Column::whole("distance_m")],
        Layout::Wide,
    )
    .unwrap();
    let cells = Made::new(vec![Column::whole("distance_m")], 3, 2);
    let run = Run::matrix(wide, 1 << 30, output(&points, Start::Fresh), &Silent).unwrap();
    run.compute(&cells, &Silent, &Stop::default()).unwrap();
    let mut bad = Vec::new();
    let resolve = |site: Site<'_>| match site {
        Site::At(at) => Ok(at.lon()),
        Site::Named(_) => Err("no names here".to_owned()),
    };
    // Cells: (0,13,26), (10007,..), (20014,..): the first id has no answer, the others are too far.
    let read =
        read_points(&points, 1 << 20, resolve, &mut |row| bad.push(row.to_string())).unwrap();
    assert_eq!((read.ids.len(), read.bad), (0, 3));
    assert!(bad[0].contains("row 1: no value for id"), "{bad:?}");
    assert!(bad[1].contains("row 2: invalid position 10020,10033"), "{bad:?}");
}

#[test]
fn wide_matrices_tell_why_cells_are_empty() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["w.csv", "w.parquet"] {
        let path = folder.path().join(name);
        let shape = shape(7, 6, Layout::Wide);
        let cells = Made::new(vec![Column::whole("distance_m")], 6, 3);
        let run = Run::matrix(shape, 1 << 30, output(&path, Start::Fresh), &Silent).unwrap();
        assert_eq!(run.compute(&cells, &Silent, &Stop::default()).unwrap().rows, 7);
        let table = read(&path);
        assert_eq!(table[0], ["origin", "d0", "d1", "d2", "d3", "d4", "d5", "unanswered"]);
        for (o, row) in table[1..].iter().enumerate() {
            let told: BTreeMap<String, Vec<String>> = if row[7].is_empty() {
                BTreeMap::default()
            } else {
                serde_json::from_str(&row[7]).unwrap()
            };
            for d in 0..6 {
                let reason = Made::reason(o, d);
                let cell = if reason == 0 { Made::whole(o, d).to_string() } else { String::new() };
                assert_eq!(row[1 + d], cell);
                let id = format!("d{d}");
                let why = told.iter().find(|(_, ids)| ids.contains(&id)).map(|(r, _)| r.as_str());
                assert_eq!(why, (reason > 0).then_some(REASONS[usize::from(reason)]));
            }
        }
    }
}

#[test]
fn streams_of_batches_hold_the_same_rows_as_files() {
    let (origins, destinations) = (ids("o", 9), ids("d", 5));
    let shape =
        MatrixShape::new(origins.clone(), destinations.clone(), two_columns(), Layout::Long);
    let cells = Made::new(two_columns(), 5, 4);
    let batches = MatrixBatches::new(shape.unwrap(), &cells, 1 << 20, Stop::default()).unwrap();
    let rows: Vec<_> = batches.flat_map(|batch| texts(&batch.unwrap())).collect();
    assert_eq!(rows, expected_long(&origins, &destinations)[1..]);

    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    fs::write(&input, "id,from_lon,from_lat,to_lon,to_lat\na,2,0,1,0\nb,x,0,1,0\n").unwrap();
    let mut bad = Vec::new();
    let mut tell = |row: &corridor_batch::BadRow| bad.push(row.row);
    let reader = PairReader::open(&input).unwrap();
    let batches = PairBatches::new(reader, &Sum, &mut tell);
    let rows: Vec<_> = batches.flat_map(|batch| texts(&batch.unwrap())).collect();
    assert_eq!(rows, [["a", "2000", "1", "", "ok"], ["b", "", "", "", "bad-row"]]);
    assert_eq!(bad, [3]);
}

#[test]
fn tables_without_rows_have_their_columns() {
    let folder = tempfile::tempdir().unwrap();
    for (name, origins, destinations) in
        [("a.csv", 0, 3), ("b.parquet", 0, 3), ("c.csv", 3, 0), ("d.parquet", 3, 0)]
    {
        let path = folder.path().join(name);
        let cells = Made::new(two_columns(), destinations, 2);
        let shape = shape(origins, destinations, Layout::Long);
        let run = Run::matrix(shape, 1 << 30, output(&path, Start::Fresh), &Silent).unwrap();
        assert_eq!(run.compute(&cells, &Silent, &Stop::default()).unwrap().rows, 0);
        let header = ["origin", "destination", "distance_m", "cost_usd", "status"];
        assert_eq!(read(&path), [header]);
    }
}
