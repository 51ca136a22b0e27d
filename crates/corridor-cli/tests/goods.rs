//! `landed-cost --input` of the built binary: one row out for each row in, formats, threads, resumed, bad
//! rows, and as fast as one plan with arithmetic beside it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "a test that meets what it does not expect ends"
)]

mod broker;

use broker::{Desk, corridor, of, rows, told};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

const DAY: &str = "2026-09-10";

const GOODS: &str = "id,hs,origin,value_usd,from,to,duty,incoterm,quantity\n\
    medicine,3004.90.00.02,IN,50000,,,,,\n\
    stated,8457.10,IN,50000,,,6.5%,CIP,4\n\
    unknown,3004.99,IN,50000,,,,,\n\
    older,8517.12,IN,50000,,,,,\n\
    nowhere,3004.90,IN,50000,Nowhereatall,,,,\n\
    bad,3004.90,IN,much,,,,,\n\
    home,3004.90,RU,50000,Moscow,Mumbai,,,\n\
    last,3004.90,IN,0,,,,,\n";

#[test]
fn every_row_has_a_row_with_its_answer_or_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("goods.csv"), GOODS).unwrap();
    let (input, one, two) = (path("goods.csv"), path("one.csv"), path("two.csv"));
    for (output, threads) in [(&one, "1"), (&two, "2")] {
        let run = corridor(&[
            "landed-cost",
            "Mumbai",
            "Moscow",
            "--input",
            &input,
            "--output",
            output,
            "--depart",
            DAY,
            "--fees-usd",
            "600",
            "--value-usd",
            "50000",
            "--threads",
            threads,
        ]);
        assert_eq!(run.status.code(), Some(2), "{}", told(&run));
        let told = told(&run);
        assert!(told.contains("goods.csv: line 7: value_usd \"much\" is no number"), "{told}");
        assert!(told.contains("4 of 8 goods have no answer"), "{told}");
    }
    let text = fs::read_to_string(&one).unwrap();
    assert!(text == fs::read_to_string(&two).unwrap(), "the bytes differ with the threads");
    let rows = rows(&text);
    let status: Vec<_> = rows.iter().map(|row| (of(row, "id"), of(row, "status"))).collect();
    assert_eq!(
        status,
        [
            ("medicine", "ok"),
            ("stated", "ok"),
            ("unknown", "hs-unknown"),
            ("older", "hs-unknown"),
            ("nowhere", "place-unknown"),
            ("bad", "bad-row"),
            ("home", "ok"),
            ("last", "amount-invalid"),
        ]
    );
    assert!(of(&rows[3], "action").contains("8517.13"), "{:?}", rows[3]);
    // No schedule of India is shipped: the duty is empty, never 0, and asked for.
    assert_eq!((of(&rows[6], "duty_usd"), of(&rows[6], "landed_usd")), ("", ""));
    assert!(of(&rows[6], "supply").contains("--duty"));
    // The same as asked for alone.
    let alone = corridor(&[
        "landed-cost",
        "Mumbai",
        "Moscow",
        "--hs",
        "8457.10",
        "--origin",
        "IN",
        "--value-usd",
        "50000",
        "--duty",
        "6.5%",
        "--incoterm",
        "CIP",
        "--quantity",
        "4",
        "--depart",
        DAY,
        "--fees-usd",
        "600",
        "--json",
    ]);
    let alone: Value = serde_json::from_slice(&alone.stdout).unwrap();
    let best = &alone["itineraries"][0];
    let number = |name: &str| of(&rows[1], name).parse::<f64>().unwrap();
    for name in ["landed_usd", "customs_value_usd", "buyer_usd", "per_unit_usd"] {
        assert!((number(name) - best[name].as_f64().unwrap()).abs() < 1e-9, "{name}");
    }
    assert_eq!((of(&rows[1], "duty"), of(&rows[1], "duty_percent")), ("6.5%", "6.5"));
    let parts = ["goods_usd", "freight_usd", "insurance_usd", "duty_usd", "tax_usd", "fees_usd"];
    let cents: i64 = parts.iter().map(|name| (number(name) * 100.0).round() as i64).sum();
    assert_eq!(cents, (number("landed_usd") * 100.0).round() as i64);
    // In Parquet the same rows.
    let parquet = path("goods.parquet");
    let run = corridor(&[
        "landed-cost",
        "Mumbai",
        "Moscow",
        "--input",
        &input,
        "--output",
        &parquet,
        "--depart",
        DAY,
    ]);
    assert_eq!(run.status.code(), Some(2), "{}", told(&run));
    assert_eq!(&fs::read(&parquet).unwrap()[..4], b"PAR1");
}

#[test]
fn a_preference_is_told_where_a_way_keeps_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("goods.csv"), "id,hs,value_usd\na,3004.90.00.02,250000\n").unwrap();
    let (input, output) = (path("goods.csv"), path("out.csv"));
    let run = corridor(&[
        "landed-cost",
        "Mumbai",
        "Moscow",
        "--input",
        &input,
        "--output",
        &output,
        "--depart",
        DAY,
        "--origin",
        "IN",
        "--duty",
        "6.5%",
        "--fees-usd",
        "600",
        "--suppose",
        "india-eaeu-fta=0",
        "--consignment",
        "transhipment",
    ]);
    assert!(run.status.success(), "{}", told(&run));
    let rows = rows(&fs::read_to_string(&output).unwrap());
    let row = &rows[0];
    assert_eq!(
        (of(row, "preference"), of(row, "preference_hypothetical"), of(row, "preference_duty_usd")),
        ("india-eaeu-fta", "true", "0")
    );
    let number = |name: &str| of(row, name).parse::<f64>().unwrap();
    let saved = number("landed_usd") - number("preference_landed_usd");
    assert!(saved > 0.0 && (saved - number("preference_saving_usd")).abs() < 0.005);
}

#[test]
fn ten_thousand_goods_of_a_pair_are_answered_in_one_run() {
    let desk = Desk::new();
    let codes = ["3004.90.00.02", "8457.10", "0902.30", "8703.23", "6203.42"];
    // Each of a mass of its own: they share the ways of a box all the same.
    let mass = |n: usize| 1.0 + n as f64 / 500.0;
    let row = |n: usize| format!("{n},{},{},{}\n", codes[n % codes.len()], 1000 + n, mass(n));
    let table = format!("id,hs,value_usd,mass_t\n{}", (0..10_000).map(row).collect::<String>());
    let (input, output) = (desk.with("goods.csv", &table), desk.text("out.csv"));
    let rates = ["--rate", "EUR=1.08", "--rate", "RUB=0.0125", "--fees-usd", "100"];
    let run = corridor(&[&ask(&input, &output)[..], &rates].concat());
    assert!(run.status.success(), "{}", told(&run));
    let rows = rows(&fs::read_to_string(&output).unwrap());
    assert_eq!(rows.len(), 10_000);
    assert!(rows.iter().all(|row| of(row, "status") == "ok"));
    // What one box costs on a way does not depend on what is in it.
    let mut freight: Vec<_> =
        rows.iter().map(|row| (of(row, "itinerary"), of(row, "freight_usd"))).collect();
    freight.sort_unstable();
    freight.dedup_by_key(|(itinerary, _)| *itinerary);
    let told = rows.iter().map(|row| (of(row, "itinerary"), of(row, "freight_usd")));
    assert!(told.into_iter().all(|way| freight.contains(&way)));
}

#[test]
fn ways_of_a_table_do_not_depend_on_the_goods_of_its_first_row() {
    let desk = Desk::new();
    // Yarn that the preferences of the union leave out, and leather goods that it has; boxes of two masses.
    let [yarn, leather] = ["y,5208.11,50000,4\n", "l,6403.99,50000,9\n"].map(ToOwned::to_owned);
    let mut answers = Vec::new();
    for (name, order) in [("one", [&yarn, &leather]), ("two", [&leather, &yarn])] {
        let table = format!("id,hs,value_usd,mass_t\n{}{}", order[0], order[1]);
        let input = desk.with(&format!("{name}.csv"), &table);
        let output = desk.text(&format!("{name}-out.csv"));
        let mut asked = ask(&input, &output);
        asked[2] = "Hamburg";
        let run = corridor(&asked);
        assert!(run.status.success(), "{}", told(&run));
        let mut lines: Vec<String> =
            fs::read_to_string(&output).unwrap().lines().map(str::to_owned).collect();
        lines.sort_unstable();
        answers.push(lines);
    }
    assert_eq!(answers[0], answers[1]);
}

fn ask<'a>(input: &'a str, output: &'a str) -> Vec<&'a str> {
    vec![
        "landed-cost",
        "Mumbai",
        "Moscow",
        "--origin",
        "IN",
        "--depart",
        DAY,
        "--input",
        input,
        "--output",
        output,
    ]
}

#[test]
fn killed_a_resumed_run_writes_what_one_run_writes() {
    let desk = Desk::new();
    // The first block is done at once, the second takes its time: a plan for each row.
    let bad = "b,3004.90,much,\n".repeat(2048);
    let goods: String = (0..24).map(|n| format!("g{n},3004.90,50000,\"73.8,18.{n}\"\n")).collect();
    let input = desk.with("in.csv", &format!("id,hs,value_usd,from\n{bad}{goods}"));
    for extension in ["csv", "parquet"] {
        let [whole, path] = ["whole", "g"].map(|name| desk.text(&format!("{name}.{extension}")));
        let run = corridor(&ask(&input, &whole));
        assert_eq!(run.status.code(), Some(2), "{}", told(&run));
        let mut run = Command::new(env!("CARGO_BIN_EXE_corridor"))
            .args(ask(&input, &path))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let journal = desk.path(&format!("g.{extension}.partial.json"));
        while !fs::read_to_string(&journal).unwrap_or_default().contains("\"bytes\"") {
            assert!(run.try_wait().unwrap().is_none(), "the run ended before it was killed");
            sleep(Duration::from_millis(1));
        }
        run.kill().unwrap();
        run.wait().unwrap();
        assert!(!Path::new(&path).exists());
        let unasked = corridor(&ask(&input, &path));
        assert!(told(&unasked).contains("--resume") && told(&unasked).contains("--overwrite"));
        let other = corridor(&[&ask(&input, &path)[..], &["--resume", "--duty", "3%"]].concat());
        assert!(told(&other).contains("run-differs"), "{}", told(&other));
        let last = corridor(&[&ask(&input, &path)[..], &["--resume"]].concat());
        assert!(told(&last).contains("2048 of 2072 goods were there already"), "{}", told(&last));
        assert!(fs::read(&path).unwrap() == fs::read(&whole).unwrap(), "{extension}");
    }
    assert_eq!(desk.names().len(), 5, "{:?}", desk.names());
}

/// A limit on the size of files stands for a disk that is full.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_nothing_that_looks_whole() {
    let desk = Desk::new();
    let table = format!("id,hs,value_usd\n{}", "x,3004.90,much\n".repeat(6_000));
    let input = desk.with("in.csv", &table);
    let path = desk.text("g.csv");
    let run = |limit: &str, more: &str| {
        let ask = ask(&input, &path).join("' '");
        let binary = env!("CARGO_BIN_EXE_corridor");
        let script = format!("trap '' XFSZ; {limit} exec {binary} '{ask}' {more}");
        Command::new("sh").args(["-c", &script]).output().unwrap()
    };
    // In units of 512 bytes: one block fits, not two.
    let full = run("ulimit -f 600;", "");
    assert_eq!(full.status.code(), Some(2), "{}", told(&full));
    assert!(told(&full).contains("make room, then --resume"), "{}", told(&full));
    assert!(!Path::new(&path).exists());
    let resumed = run("", "--resume");
    assert!(told(&resumed).contains("2048 of 6000 goods were there already"), "{}", told(&resumed));
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 6_001);
    assert_eq!(desk.names(), ["g.csv", "in.csv"]);
}

#[test]
fn goods_of_one_shipment_share_its_carriage_to_the_cent() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    // scribd.com 823829479, prorated goods of the Philippines: 5,000 and 8,500 with freight of 350 in it, a
    // premium of 300, duties of 3 and 5 %.
    let table = "id,hs,value_usd,duty\nA,8457.10,5000,3%\nB,3926.90,8500,5%\n";
    fs::write(path("goods.csv"), table).unwrap();
    let goods = path("goods.csv");
    let asked = [
        "landed-cost",
        "Shanghai",
        "Manila",
        "--goods",
        &goods,
        "--origin",
        "CN",
        "--incoterm",
        "CFR",
        "--value-is",
        "price",
        "--freight-usd",
        "350",
        "--insurance-usd",
        "300",
        "--fees-usd",
        "80",
        "--tax-percent",
        "12",
        "--valuation",
        "cif",
        "--depart",
        DAY,
        "--json",
    ];
    let run = corridor(&asked);
    assert!(run.status.success(), "{}", told(&run));
    let answer: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(answer["shared_by"], "value");
    let way = &answer["itineraries"][0];
    let goods = way["goods"].as_array().unwrap();
    let value = |n: usize| goods[n]["customs_value_usd"].as_f64().unwrap();
    assert_eq!((value(0), value(1)), (5111.11, 8688.89));
    let duty = |n: usize| {
        let lines = goods[n]["lines"].as_array().unwrap();
        lines.iter().find(|l| l["kind"] == "duty").unwrap()["amount_usd"].as_f64().unwrap()
    };
    // 3 % of 5,111.11 and 5 % of 8,688.89.
    assert_eq!((duty(0), duty(1)), (153.33, 434.44));
    assert_eq!(way["charges"][0]["amount_usd"], 80.0);
    let cents = |amount: &Value| (amount.as_f64().unwrap() * 100.0).round() as i64;
    let sum: i64 = goods.iter().map(|g| cents(&g["landed_usd"])).sum();
    assert_eq!(cents(&way["landed_usd"]), sum + 8000);
    // With masses the carriage goes by them.
    fs::write(path("goods.csv"), "id,hs,value_usd,mass_t\nA,8457.10,5000,9\nB,3926.90,8500,1\n")
        .unwrap();
    let run = corridor(&asked);
    let answer: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(answer["shared_by"], "mass");
    assert_eq!(answer["itineraries"][0]["goods"][0]["share_percent"], 90.0);
    // What is of the shipment stands in no row.
    fs::write(path("goods.csv"), "id,hs,value_usd,to\nA,8457.10,5000,Cebu\n").unwrap();
    assert!(told(&corridor(&asked)).contains("of the whole shipment"));
}
