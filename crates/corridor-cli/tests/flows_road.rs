//! `corridor flows` on road problems: the answer, the files, what is refused.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Braess's network: two ways, and a link between them that all take to their harm.
const NET: &str = "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 4\n<FIRST THRU NODE> 3\n\
<NUMBER OF LINKS> 5\n<END OF METADATA>\n\
1 3 1 1 1 10 1 0 0 1 ;\n1 4 1 1 50 0.02 1 0 0 1 ;\n3 2 1 1 50 0.02 1 0 0 1 ;\n\
3 4 1 1 10 0.1 1 0 0 1 ;\n4 2 1 1 1 10 1 0 0 1 ;\n";
const TRIPS: &str = "<NUMBER OF ZONES> 2\n<END OF METADATA>\nOrigin 1\n2 : 6;\n";

fn flows(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corridor"));
    command.arg("flows").arg("--tntp").arg(folder).args(args).output().unwrap()
}

fn braess(trips: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("B_net.tntp"), NET).unwrap();
    fs::write(folder.path().join("B_trips.tntp"), trips).unwrap();
    folder
}

#[test]
fn an_equilibrium_is_answered_and_written() {
    let folder = braess(TRIPS);
    let written = folder.path().join("out/deep");
    let output = flows(
        folder.path(),
        &["--tolerance", "1e-10", "--json", "--output", written.to_str().unwrap()],
    );
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["schema_version"], 1);
    // By hand: with `x` on the middle path and `s` on each side, `51 + 11 s + 10 x = 12 + 20 s + 21 x`
    // and `2 s + x = 6`.
    let middle = 24.0 / 13.0;
    let side = (6.0 - middle) / 2.0;
    let first = side + middle;
    let beckmann = 2.0 * (first + 5.0 * first * first)
        + 2.0 * (50.0 * side + side * side / 2.0)
        + 10.0 * middle
        + middle * middle / 2.0;
    let found = answer["beckmann"].as_f64().unwrap();
    assert!((found - beckmann).abs() < 1e-6, "{found} {beckmann}");
    assert!(answer["relative_gap"].as_f64().unwrap() <= 1e-10);
    assert!(answer["cpu_s"].as_f64().is_none_or(|s| s >= 0.0));
    let links = fs::read_to_string(written.join("links.csv")).unwrap();
    assert_eq!(links.lines().count(), 6);
    assert!(links.starts_with("from,to,flow,capacity,cost,cost_empty\n1,3,"));
    let report: Value =
        serde_json::from_slice(&fs::read(written.join("report.json")).unwrap()).unwrap();
    assert_eq!(report["beckmann"], answer["beckmann"]);
    let output = flows(folder.path(), &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Beckmann objective"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn a_gap_that_is_not_reached_is_told() {
    let folder = braess(TRIPS);
    let output = flows(folder.path(), &["--max-rounds", "2", "--tolerance", "1e-14", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["converged"], false);
    assert!(String::from_utf8_lossy(&output.stderr).contains("--max-rounds"));
}

#[test]
fn wrong_input_is_refused() {
    let refused = |folder: &Path, args: &[&str], expected: &str| {
        let output = flows(folder, args);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(expected), "{told}");
    };
    let folder = braess(TRIPS);
    refused(folder.path(), &["--tolerance", "0"], "tolerance-invalid");
    refused(folder.path(), &["--toll-factor=-1"], "weight-invalid");
    refused(tempfile::tempdir().unwrap().path(), &[], "tntp-missing");
    refused(braess(&TRIPS.replace("6;", "-6;")).path(), &[], "B_trips.tntp, line 4");
    let back = TRIPS.replace("Origin 1\n2", "Origin 2\n1");
    refused(braess(&back).path(), &[], "zone 2 to zone 1");
}

/// Braess's network as GMNS tables: `edit` may change a file before it is written.
fn gmns(edit: impl Fn(&str, &str) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        (
            "node.csv",
            "node_id,x_coord,y_coord,zone_id\n10,0,0,a\n20,1,0,b\n30,0.5,1,\n40,0.5,-1,\n",
        ),
        (
            "link.csv",
            "link_id,from_node_id,to_node_id,directed,lanes,capacity,vdf_fftt,vdf_alpha,vdf_beta\n\
             p,10,30,1,2,0.5,1,10,1\nq,10,40,true,1,1,50,0.02,1\nr,30,20,1,1,1,50,0.02,1\n\
             s,30,40,1,1,1,10,0.1,1\nt,40,20,1,1,1,1,10,1\n",
        ),
        ("demand.csv", "o_zone_id,d_zone_id,volume\na,b,6\n"),
    ];
    for (name, text) in files {
        fs::write(folder.path().join(name), edit(name, text)).unwrap();
    }
    folder
}

fn of_gmns(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corridor"));
    command.arg("flows").arg("--gmns").arg(folder).args(args).output().unwrap()
}

#[test]
fn gmns_tables_have_the_equilibrium_of_the_same_tntp_problem() {
    let answer = |output: Output| -> Value {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let tables = gmns(|_, text| text.to_owned());
    let written = tables.path().join("out");
    let args = ["--tolerance", "1e-10", "--json"];
    let output = ["--output", written.to_str().unwrap()];
    let ours = answer(of_gmns(tables.path(), &[&args[..], &output].concat()));
    let theirs = answer(flows(braess(TRIPS).path(), &args));
    let beckmann = |answer: &Value| answer["beckmann"].as_f64().unwrap();
    assert!((beckmann(&ours) - beckmann(&theirs)).abs() < 1e-6, "{ours} {theirs}");
    assert_eq!((&ours["links"], &ours["zones"]), (&Value::from(5), &Value::from(2)));
    let links = fs::read_to_string(written.join("links.csv")).unwrap();
    assert!(
        links.starts_with("link_id,from,to,flow,capacity,cost,cost_empty\np,10,30,"),
        "{links}"
    );
    assert_eq!(links.lines().count(), 6);
    // From lengths and speeds, in units that are named.
    let by_speed = |name: &str, text: &str| match name {
        "link.csv" => text
            .replace("vdf_fftt", "length")
            .replace(",vdf_beta\n", ",vdf_beta,free_speed\n")
            .replace(",1\n", ",1,60\n"),
        _ => text.to_owned(),
    };
    let tables = gmns(by_speed);
    let told = String::from_utf8(of_gmns(tables.path(), &[]).stderr).unwrap();
    assert!(told.contains("link.csv, line 2") && told.contains("config.csv"), "{told}");
    fs::write(tables.path().join("config.csv"), "long_length,speed\nkm,kmh\n").unwrap();
    let again = answer(of_gmns(tables.path(), &args));
    assert!((beckmann(&ours) - beckmann(&again)).abs() < 1e-6, "{again}");
}

#[test]
fn wrong_gmns_tables_are_refused_by_line() {
    let refused = |file: &str, from: &str, to: &str, expected: &str| {
        let tables =
            gmns(|name, text| if name == file { text.replace(from, to) } else { text.to_owned() });
        let output = of_gmns(tables.path(), &[]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(expected) && told.contains("try:"), "{told}");
    };
    refused("demand.csv", "a,b,6", "a,c,6", "demand.csv, line 2: d_zone_id \"c\"");
    refused("demand.csv", "a,b,6", "a,b,-6", "demand.csv, line 2: volume");
    refused("demand.csv", "a,b,6", "a,b,NaN", "demand.csv, line 2: volume");
    refused("demand.csv", "a,b,6", "a,b,6\na,b,1", "demand.csv, line 3");
    refused("demand.csv", "a,b,6", "b,a,6", "pair-disconnected");
    refused("link.csv", "p,10,30", "p,10,31", "link.csv, line 2: to_node_id \"31\"");
    refused("link.csv", "q,10", "p,10", "link.csv, line 3: link_id \"p\"");
    refused("link.csv", "q,10,40,true", "q,10,40,maybe", "link.csv, line 3: directed");
    refused("node.csv", "zone_id", "zone", "node.csv, line 1: there is no column zone_id");
}
