//! Plans of many pairs: read, written in every format, stopped and resumed.

use crate::tables::{Silent, output, read};
use corridor_batch::{
    BatchError, Done, Format, ItineraryRow, NoPlan, Output, PlanAnswer, PlanAnswers, PlanForm,
    PlanReader, PlanRow, Progress, Run, Start, Stop,
};
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;

/// Answers that show their questions: as many itineraries as the place has letters.
struct Echo;

impl PlanAnswers for Echo {
    fn answers(&self, rows: &[&PlanRow], form: PlanForm, stop: &Stop) -> Option<Vec<PlanAnswer>> {
        (!stop.is_set()).then(|| rows.iter().map(|row| echo(row, form)).collect())
    }
}

fn echo(row: &PlanRow, form: PlanForm) -> PlanAnswer {
    if row.to == "nowhere" {
        let [code, detail, action] = ["no-way", "there is \"no\" way", "swim"].map(str::to_owned);
        return PlanAnswer::None(NoPlan { code, detail, action });
    }
    let way = |itinerary| ItineraryRow {
        from: "F".to_owned(),
        to: "T".to_owned(),
        itinerary,
        corridors: vec![row.from.clone(), row.to.clone()],
        passages: Vec::new(),
        duration_s: 1,
        duration_p50_s: 2,
        duration_p90_s: 3,
        on_time_probability: None,
        distance_m: row.teu.unwrap_or(0.0) as u32,
        cost_usd: row.value_usd.unwrap_or(0.5),
        co2e_kg: row.mass_t.unwrap_or(0.25),
        legs: 4,
        modes: vec![row.depart.clone().unwrap_or_default(), "sea".to_owned()],
        landed: Vec::new(),
    };
    match form {
        PlanForm::Itineraries => {
            PlanAnswer::Itineraries((1..=row.to.len() as u32).map(way).collect())
        }
        PlanForm::Json => PlanAnswer::Json(format!("{{\"to\":{:?}}}", row.to)),
    }
}

/// Keeps what it is told.
#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl Progress for Heard {
    fn bad_row(&self, bad: &corridor_batch::BadRow) {
        self.0.lock().unwrap().push(format!("{} {}: {}", bad.unit, bad.row, bad.reason));
    }
    fn no_answer(&self, id: &str, reason: &str) {
        self.0.lock().unwrap().push(format!("{id}: {reason}"));
    }
}

fn to(path: &Path, start: Start) -> Output {
    // The question is the same in all formats.
    let format = Format::for_plans(path, None).unwrap();
    Output { path: path.to_owned(), format, ..output(Path::new("x.csv"), start) }
}

fn plan(
    input: &Path,
    path: &Path,
    start: Start,
    (progress, stop): (&dyn Progress, &Stop),
) -> Result<Done, BatchError> {
    Run::plans(PlanReader::open(input)?, to(path, start))?.plan(&Echo, progress, stop)
}

fn planned(text: &str, name: &str) -> (String, Vec<String>, Done) {
    let folder = tempfile::tempdir().unwrap();
    let (input, path) = (folder.path().join("in.csv"), folder.path().join(name));
    fs::write(&input, text).unwrap();
    let heard = Heard::default();
    let done = plan(&input, &path, Start::Fresh, (&heard, &Stop::default())).unwrap();
    let told = if name.ends_with("parquet") {
        let rows = read(&path);
        rows.iter().map(|row| row.join(",") + "\n").collect()
    } else {
        fs::read_to_string(&path).unwrap()
    };
    (told, heard.0.into_inner().unwrap(), done)
}

const PLACES: &str = "mass_t,to,id,from,depart,teu,value_usd\n\
    ,ab, p ,\"1.5,2\",,,\n7.5,c,q,X,2026-09-01,4,9e3\n,nowhere,r,X,,,\n,c,,X,,,\n,,s,X,,,\n\
    ,c,t,X,,many,\n,c,u,X,,inf,\n,c,v\n";

#[test]
fn a_row_for_each_itinerary_and_one_for_a_pair_without() {
    for name in ["o.csv", "o.parquet"] {
        let (table, heard, done) = planned(PLACES, name);
        let expected = "id,from,to,itinerary,corridors,passages,duration_s,duration_p50_s,duration_p90_s,\
            on_time_probability,distance_m,cost_usd,co2e_kg,legs,modes,status\n\
            p,F,T,1,QUOTED;ab,,1,2,3,,0,0.5,0.25,4,;sea,ok\n\
            p,F,T,2,QUOTED;ab,,1,2,3,,0,0.5,0.25,4,;sea,ok\n\
            q,F,T,1,X;c,,1,2,3,,4,9000,7.5,4,2026-09-01;sea,ok\n\
            r,,,,,,,,,,,,,,,no-way\n,,,,,,,,,,,,,,,bad-row\ns,,,,,,,,,,,,,,,bad-row\n\
            t,,,,,,,,,,,,,,,bad-row\nu,,,,,,,,,,,,,,,bad-row\nv,,,,,,,,,,,,,,,bad-row\n";
        let quoted = if name == "o.csv" { "\"1.5,2;ab\"" } else { "1.5,2;ab" };
        assert_eq!(table, expected.replace("QUOTED;ab", quoted), "{name}");
        let expected = [
            "line 5: no value for id",
            "line 6: no value for to",
            "line 7: teu \"many\" is no number",
            "line 8: teu inf is not a finite number",
            "line 9: no value for from",
            "r: there is \"no\" way (no-way)",
        ];
        assert_eq!(heard, expected);
        assert_eq!(done, Done { rows: 8, resumed: 0, bad: 5 }, "{name}");
    }
}

#[test]
fn a_line_of_json_for_each_pair() {
    let (lines, ..) = planned(
        "id,from_lon,from_lat,to_lon,to_lat\n\"a\"\"b\",1,2,-3.25,1e1\n,1,2,3,4\nn,NaN,2,3,4\n\
         s,10,95,3,4\nl,1,2,400,4\n",
        "o.jsonl",
    );
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let answer = serde_json::json!({"id": "a\"b", "status": "ok", "answer": {"to": "-3.25,10"}});
    assert_eq!(lines[0], answer);
    for (line, (id, reason)) in lines[1..].iter().zip([
        (None, "no value for id"),
        (Some("n"), "not a finite number"),
        (Some("s"), "are they swapped?"),
        (Some("l"), "longitude is outside"),
    ]) {
        assert_eq!((line["id"].as_str(), &line["status"]), (id, &"bad-row".into()));
        assert!(line["problem"]["detail"].as_str().unwrap().contains(reason), "{line}");
        assert!(line["problem"]["action"].is_string() && line.get("answer").is_none());
    }
    let (lines, ..) = planned("id,from,to\nr,X,nowhere\n", "o.ndjson");
    assert_eq!(
        lines,
        "{\"id\":\"r\",\"status\":\"no-way\",\"problem\":{\"code\":\"no-way\",\
         \"detail\":\"there is \\\"no\\\" way\",\"action\":\"swim\"}}\n"
    );
}

#[test]
fn wrong_columns_and_formats_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    for (head, expected) in [
        ("id,from", "lacks to; it has the columns id,from, expected are id,from,to or id,from_lon"),
        ("id,from,to,teu,teu", "has two columns teu"),
        ("from,to", "lacks id"),
    ] {
        fs::write(&input, format!("{head}\n")).unwrap();
        let told = PlanReader::open(&input).err().unwrap().to_string();
        assert!(told.contains(expected), "{told}");
    }
    for (path, plans, tables) in [
        ("a.jsonl", true, false),
        ("a.csv", true, true),
        ("-", true, true),
        ("a.txz", false, false),
    ] {
        assert_eq!(Format::for_plans(Path::new(path), None).is_ok(), plans, "{path}");
        assert_eq!(Format::for_output(Path::new(path), None).is_ok(), tables, "{path}");
    }
    fs::write(&input, "id,from,to\n").unwrap();
    let (lines, _, done) = planned("id,from,to\n", "o.jsonl");
    assert_eq!((&*lines, done.rows), ("", 0));
}

/// Stops a run once so many pairs are written.
struct StopAt<'s>(u64, &'s Stop);
impl Progress for StopAt<'_> {
    fn written(&self, rows: u64, _of: Option<u64>) {
        if rows == self.0 {
            self.1.stop();
        }
    }
}

#[test]
fn resumed_no_pair_is_lost_or_there_twice() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    let mut text = "id,from,to\n".to_owned();
    for n in 0..1000 {
        let to = ["a", "abc", "nowhere", ""][n % 4];
        writeln!(text, "p{n},X,{to}").unwrap();
    }
    fs::write(&input, text).unwrap();
    for extension in ["jsonl", "csv", "parquet"] {
        let [whole, path] = ["whole", "p"].map(|n| folder.path().join(format!("{n}.{extension}")));
        let never = Stop::default();
        plan(&input, &whole, Start::Fresh, (&Silent, &never)).unwrap();
        for at in [256, 512] {
            let stop = Stop::default();
            let e = plan(&input, &path, Start::Resume, (&StopAt(at, &stop), &stop)).unwrap_err();
            assert!(matches!(e, BatchError::Interrupted { resumable: true, .. }), "{e}");
            assert!(!path.exists());
            // A block torn by a kill.
            let partial = folder.path().join(format!("p.{extension}.partial"));
            OpenOptions::new().append(true).open(partial).unwrap().write_all(b"{\"id").unwrap();
        }
        let done = plan(&input, &path, Start::Resume, (&Silent, &never)).unwrap();
        assert!(done.resumed == 512 || done.resumed == 640, "{done:?}");
        assert_eq!((done.rows, done.bad), (1000, 250));
        assert_eq!(fs::read(&path).unwrap(), fs::read(&whole).unwrap(), "{extension}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 7);
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_that_is_full_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    fs::write(&input, "id,from,to\na,b,c\n").unwrap();
    let e = plan(&input, Path::new("/dev/full"), Start::Fresh, (&Silent, &Stop::default()));
    assert!(matches!(e, Err(BatchError::Unwritable { resumable: false, .. })), "{e:?}");
}
