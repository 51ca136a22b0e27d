//! `gravity` of the built binary, against published estimates and effects.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Output};

fn gravity(args: &[&str]) -> Output {
    let mut all = vec!["gravity"];
    all.extend(args);
    Command::new(env!("CARGO_BIN_EXE_corridor")).args(all).output().unwrap()
}

fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../corridor-effect/tests/data").join(name)
}

/// The flows of the Advanced Guide to Trade Policy Analysis, as a user's file.
fn guide(folder: &tempfile::TempDir) -> String {
    let packed = std::fs::File::open(data("advanced-guide/flows.csv.zst")).unwrap();
    let mut text = String::new();
    zstd::Decoder::new(packed).unwrap().read_to_string(&mut text).unwrap();
    let path = folder.path().join("flows.csv");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_guides_world_without_borders_is_met() {
    let folder = tempfile::tempdir().unwrap();
    let flows = guide(&folder);
    let output = gravity(&[&flows, "--set", "INTL_BRDR=0", "--elasticity", "6", "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let printed = [-0.791_287_91, 0.673_645_57, -2.474_450_46];
    for (got, want) in answer["coefficients"].as_array().unwrap().iter().zip(printed) {
        assert!((got["coefficient"].as_f64().unwrap() - want).abs() < 1e-8, "{got}");
    }
    let table = std::fs::read_to_string(data("advanced-guide/printed.csv")).unwrap();
    let countries = answer["countries"].as_array().unwrap();
    assert_eq!(countries.len(), 69);
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let country = countries.iter().find(|c| c["id"] == cells[0]).unwrap();
        let want: f64 = cells[1].parse().unwrap();
        let got = country["conditional_exports_percent"].as_f64().unwrap();
        assert!((got - want).abs() < 1e-6, "{country} {want}");
    }
    // Converged, which the print is not.
    let real = |id: &str| {
        let country = countries.iter().find(|c| c["id"] == id).unwrap();
        country["real_product_percent"].as_f64().unwrap()
    };
    assert!((real("ARG") - 49.042_471).abs() < 1e-5, "{}", real("ARG"));
    assert!((real("IRN") - 49.772_586).abs() < 1e-5, "{}", real("IRN"));
    let text = String::from_utf8(gravity(&[&flows, "--set", "INTL_BRDR=0"]).stdout).unwrap();
    assert!(text.contains("INTL_BRDR") && text.contains("--elasticity"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn what_cannot_be_estimated_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let flows = guide(&folder);
    for (args, words) in [
        (&["--set", "INTL_BORDER=0"][..], "INTL_BRDR"),
        (&["--set", "INTL_BRDR"], "no finite number"),
        (&["--set", "INTL_BRDR=0", "--elasticity", "0.5"], "not from 1 to 100"),
        (&["--set", "INTL_BRDR=0", "--closure", "fixed"], "one of fixed-share"),
        (&["--change", "no-such.csv"], "cannot read"),
    ] {
        let mut all = vec![flows.as_str()];
        all.extend(args);
        let output = gravity(&all);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{args:?}: {said}");
    }
}
