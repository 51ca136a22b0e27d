//! Tables that are wrong: refused whole where nothing can be answered, reported by row otherwise.

use crate::tables::{Made, Silent, Sum, output, shape, two_columns};
use corridor_batch::{
    BatchError, Column, Format, Layout, MatrixBatches, MatrixShape, Output, PairReader, Run, Site,
    Start, Stop, read_points,
};
use std::fs;
use std::path::Path;

type Rows = (Vec<String>, Vec<String>);

/// The ids read and what is told of the others.
fn points(path: &Path) -> Result<Rows, BatchError> {
    let mut told = Vec::new();
    let resolve = |site: Site<'_>| match site {
        Site::Named("Atlantis") => Err("no such place".to_owned()),
        _ => Ok(()),
    };
    let points = read_points(path, 1 << 20, resolve, &mut |bad| told.push(bad.to_string()))?;
    Ok((points.ids, told))
}

fn points_of(text: &str) -> Result<Rows, BatchError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("points.csv");
    fs::write(&path, text).unwrap();
    points(&path)
}

#[test]
fn bad_points_are_told_by_line_and_the_others_kept() {
    let (ids, told) = points_of(
        "\u{feff}id,lon,lat,name\na,1,2,x\nb,NaN,2,x\nc,12,100,x\nd,190,95,x\ne,400,1,x\nf,x,1,x\n\
         g,1\n,1,2,x\na,3,4,x\nh,inf,2,x\n\n i ,1e1,-90,x\n",
    )
    .unwrap();
    assert_eq!(ids, ["a", "i"]);
    let expected = [
        ("line 3", "not a finite number"),
        ("line 4", "are they swapped?"),
        ("line 5", "latitude is outside"),
        ("line 6", "longitude is outside"),
        ("line 7", "lon \"x\" is no number"),
        ("line 8", "no value for lat"),
        ("line 9", "no value for id"),
        ("line 10", "\"a\" is there already"),
        ("line 11", "not a finite number"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, (line, reason)) in told.iter().zip(expected) {
        assert!(told.contains(&format!("points.csv: {line}: ")) && told.contains(reason), "{told}");
    }
}

#[test]
fn places_by_name_and_text_that_is_no_utf8() {
    let (ids, told) = points_of("place,id\nMumbai,m\nAtlantis,a\n,n\n").unwrap();
    assert_eq!(ids, ["m"]);
    assert!(told[0].ends_with("line 3: no such place") && told[1].ends_with("no value for place"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.csv");
    fs::write(&path, b"id,lon,lat\n\xff,1,2\nb,1,2\n").unwrap();
    let (ids, told) = points(&path).unwrap();
    assert_eq!(ids, ["b"]);
    assert!(told[0].contains("line 2: id is not in UTF-8"), "{told:?}");
}

#[test]
fn columns_that_do_not_do_are_listed() {
    for (text, problem) in [
        (
            "id;long;lat\n1;2;3\n",
            "has the columns id,long,lat, expected are id,lon,lat or id,place",
        ),
        ("id,lon,lat,lon\n", "has two columns lon"),
        ("ID,Lon\n", "lacks"),
        ("", "it is empty"),
        (" \n\n", "it is empty"),
    ] {
        let told = points_of(text).unwrap_err().to_string();
        assert!(told.contains(problem), "{told}");
    }
}

#[test]
fn a_quote_left_open_does_not_take_the_file_into_memory() {
    let mut text = "id,lon,lat\na,1,2\n\"b,1,2\n".to_owned();
    text.extend(std::iter::repeat_n("c,1,2\n", 400_000));
    let told = points_of(&text).unwrap_err().to_string();
    assert!(told.contains("line 3") && told.contains("quote"), "{told}");
}

#[test]
fn a_quote_never_closed_swallows_nothing() {
    for (text, line) in [
        ("id,lon,lat\na,1,2\n\"b,1,2\nc,1,2\nd,1,2\n", "line 3"),
        ("id,lon,lat\na,1,2\nb,1,\"2\n", "line 3"),
        ("id,lon,lat,note\na,1,2,\"x\nb,1,2,y\n", "line 2"),
    ] {
        let told = points_of(text).unwrap_err().to_string();
        assert!(told.contains(line) && told.contains("never closed"), "{told}");
    }
    // Quotes that are closed, doubled or inside a field are no fault.
    let text = "id,lon,lat,note\n\"a\",1,2,\"say \"\"no\"\"\"\nb,1,2,5\" pipe\nc,1,2,\"x\ny\"\n";
    assert_eq!(points_of(text).unwrap().0, ["a", "b", "c"]);
}

#[test]
fn rows_with_values_beyond_the_header_are_bad() {
    let (ids, told) = points_of("id,lon,lat\na,72,95,18,95\nb,1,2,\nc,1,2\n").unwrap();
    assert_eq!(ids, ["b", "c"]);
    assert!(told[0].contains("line 2") && told[0].contains("5 values for 3 columns"), "{told:?}");
}

#[test]
fn tables_of_other_systems_are_read_where_there_is_no_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    let read = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let mut at = Vec::new();
        let mut told = Vec::new();
        let resolve = |site: Site<'_>| match site {
            Site::At(position) => {
                at.push((position.lon(), position.lat()));
                Ok(())
            }
            Site::Named(_) => Ok(()),
        };
        let points = read_points(&path, 1 << 20, resolve, &mut |bad| told.push(bad.to_string()));
        let points = points.map_err(|e| e.to_string())?;
        Ok::<_, String>((points.ids, at, told, points.note.unwrap_or_default()))
    };
    let wanted = vec![(72.95, 18.95), (-1.5, 2.0)];
    for (text, parted) in [
        ("id;lon;lat\nБ;72,95;18,95\nb;-1,5;2\n", "semicolons"),
        ("id\tlon\tlat\nБ\t72,95\t18,95\nb\t-1.5\t2\n", "tabs"),
        ("id|lon|lat\nБ|72.95|18.95\nb|-1.5|2\n", "bars"),
        ("id,lon,lat\nБ,72.95,18.95\nb,-1.5,2\n", ""),
    ] {
        let (ids, at, told, note) = read(text.as_bytes()).unwrap();
        assert_eq!((ids, &at, told.len()), (vec!["Б".to_owned(), "b".to_owned()], &wanted, 0));
        assert!(note.contains(parted) && note.is_empty() == parted.is_empty(), "{note}");
        // The same in UTF-16, as spreadsheets save "Unicode text".
        let utf16: Vec<u8> =
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let (ids, at, _, note) = read(&utf16).unwrap();
        assert_eq!((ids.len(), at), (2, wanted.clone()));
        assert!(note.contains("UTF-16LE"), "{note}");
    }
    for (bytes, reason) in [
        (&b"PK\x03\x04\x14\x00"[..], "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "spreadsheet"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"i\0d\0,\0l\0o\0n\0", "NUL bytes"),
    ] {
        let told = read(bytes).unwrap_err();
        assert!(told.contains(reason), "{told}");
    }
    // Windows-1251: the true reason, and the other rows.
    let (ids, _, told, _) = read(b"id,lon,lat\n\xcc\xee\xf1,1,2\nb,1,2\n").unwrap();
    assert_eq!(ids, ["b"]);
    assert!(told[0].contains("not in UTF-8") && told[0].contains("Windows-1251"), "{told:?}");
}

#[test]
fn an_output_is_never_an_input() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.csv");
    let text = "id,from_lon,from_lat,to_lon,to_lat\na,1,2,3,4\n";
    let run = |input: &Path, to: &Path| {
        let output = Output { inputs: vec![input.to_owned()], ..output(to, Start::Overwrite) };
        Run::pairs(PairReader::open(input).unwrap(), output)
            .and_then(|run| run.answer(&Sum, &Silent, &Stop::default()))
    };
    fs::write(&path, text).unwrap();
    let mut outputs = vec![path.clone(), folder.path().join("./p.csv")];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&path, folder.path().join("link.csv")).unwrap();
        fs::hard_link(&path, folder.path().join("hard.csv")).unwrap();
        outputs.extend([folder.path().join("link.csv"), folder.path().join("hard.csv")]);
    }
    for to in outputs {
        let e = run(&path, &to).unwrap_err();
        assert!(matches!(e, BatchError::OverInput { .. }), "{}: {e}", to.display());
        assert_eq!(fs::read_to_string(&path).unwrap(), text, "{}", to.display());
    }
    // Nor what is written on the way to it.
    let partial = folder.path().join("x.csv.partial");
    fs::write(&partial, text).unwrap();
    let e = run(&partial, &folder.path().join("x.csv")).unwrap_err();
    assert!(matches!(e, BatchError::OverInput { .. }), "{e}");
    assert_eq!(fs::read_to_string(&partial).unwrap(), text);
    assert_eq!(run(&path, &folder.path().join("out.csv")).unwrap().rows, 1);
}

#[test]
fn parquet_of_other_types_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.parquet");
    let names = ["id", "lon", "lat"].map(str::to_owned).to_vec();
    let real = vec![Column::real("cost_usd")];
    let wide = MatrixShape::new(vec!["o".to_owned()], names, real.clone(), Layout::Wide).unwrap();
    let run = Run::matrix(wide, 1 << 30, output(&path, Start::Fresh), &Silent).unwrap();
    run.compute(&Made::new(real, 3, 1), &Silent, &Stop::default()).unwrap();
    let told = points(&path).unwrap_err().to_string();
    assert!(told.contains("has Float64 in id where text or whole numbers belong"), "{told}");
    assert!(told.contains("lon (Float64)"), "{told}");
    let told = PairReader::open(&path).err().unwrap().to_string();
    assert!(told.contains("lacks from_lon, from_lat, to_lon, to_lat"), "{told}");
}

/// Any change of a byte or cut of a Parquet file must end in an answer or a refusal, not in a panic.
#[test]
fn damaged_parquet_is_refused_and_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.parquet");
    let names = ["place", "id", "lat"].map(str::to_owned).to_vec();
    let shape = MatrixShape::new(
        (0..40).map(|k| format!("o{k}")).collect(),
        names,
        vec![Column::whole("distance_m")],
        Layout::Wide,
    );
    let run = Run::matrix(shape.unwrap(), 1 << 30, output(&path, Start::Fresh), &Silent).unwrap();
    let cells = Made::new(vec![Column::whole("distance_m")], 3, 20);
    run.compute(&cells, &Silent, &Stop::default()).unwrap();
    let bytes = fs::read(&path).unwrap();
    let broken = folder.path().join("broken.parquet");
    let mut refused = 0;
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x55;
        fs::write(&broken, &changed).unwrap();
        refused += usize::from(points(&broken).is_err());
    }
    assert!(refused > bytes.len() / 20, "{refused} of {} changes were noticed", bytes.len());
    for length in (0..bytes.len()).step_by(7) {
        fs::write(&broken, &bytes[..length]).unwrap();
        let told = points(&broken).unwrap_err().to_string();
        assert!(told.contains("no Parquet file, or a damaged one"), "{told}");
    }
}

#[test]
fn what_cannot_be_written_is_refused_before_anything_is_computed() {
    for (path, works) in
        [("a.csv", true), ("a", true), ("-", true), ("a.pq", true), ("a.json", false)]
    {
        assert_eq!(Format::for_output(Path::new(path), None).is_ok(), works, "{path}");
    }
    assert!(Format::for_output(Path::new("-"), Some(Format::Parquet)).is_err());
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("no/m.csv");
    let open = |path: &Path, memory, shape| {
        Run::matrix(shape, memory, output(path, Start::Fresh), &Silent).err()
    };
    let e = open(&nowhere, 1 << 30, shape(2, 2, Layout::Long));
    assert!(matches!(e, Some(BatchError::Unwritable { .. })));
    let e = open(folder.path(), 1 << 30, shape(2, 2, Layout::Long));
    assert!(matches!(e, Some(BatchError::Unwritable { .. } | BatchError::Format { .. })));
    let path = folder.path().join("m.csv");
    let told = open(&path, 10_000, shape(1, 1000, Layout::Long)).unwrap().to_string();
    assert!(told.contains("1 x 1,000") && told.contains("10 kB are allowed"), "{told}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn wide_matrices_have_one_quantity_and_columns_of_different_names() {
    let ids = |id: &str| vec![id.to_owned()];
    let wide = |destination, columns| {
        MatrixShape::new(ids("o"), ids(destination), columns, Layout::Wide).map(|_| ())
    };
    assert!(wide("d", two_columns()).unwrap_err().to_string().contains("one quantity, 2"));
    let one = vec![Column::whole("distance_m")];
    assert!(wide("origin", one.clone()).unwrap_err().to_string().contains("\"origin\""));
    assert!(wide("d", one).is_ok());
}

#[test]
fn cells_of_another_shape_are_no_table() {
    let cells = Made::new(two_columns(), 3, 2);
    let shape = shape(4, 5, Layout::Long);
    let mut batches = MatrixBatches::new(shape, &cells, 1 << 20, Stop::default()).unwrap();
    assert!(matches!(batches.next(), Some(Err(BatchError::Shape(_)))));
    assert!(batches.next().is_none());
}
