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
