//! Distances in one mode on the shipped network: as distance tables have them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::process::Command;

/// The answer, or what the program said instead.
fn distance(args: &[&str]) -> Result<Value, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corridor"));
    let output = command.arg("distance").args(args).args(["--json", "--on", "2026-11-01"]).output();
    let output = output.unwrap();
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(serde_json::from_slice(&output.stdout).unwrap())
}

fn km(answer: &Value) -> f64 {
    answer["distance_m"].as_f64().unwrap() / 1000.0
}

#[test]
fn a_way_inside_one_country_does_not_save_a_detour_abroad() {
    // Olya to Tyumen: 2,250 km through Kazakhstan, 2,720 by Russian railways.
    let answer = distance(&["47.55,45.78", "65.53,57.15", "--mode", "rail"]).unwrap();
    assert!((2650.0..2800.0).contains(&km(&answer)), "{}", km(&answer));
    // Taraz to Shymkent: the line has always gone through a corner of Kyrgyzstan.
    let answer = distance(&["71.37,42.90", "69.60,42.32", "--mode", "rail"]).unwrap();
    assert!((180.0..230.0).contains(&km(&answer)), "{}", km(&answer));
}

#[test]
fn closed_borders_count_as_open_with_a_warning_unless_status_is_strict() {
    // Vyborg to Lahti: the border of Finland and Russia has been closed since 2023.
    let ends = ["28.75,60.71", "25.66,60.98", "--mode", "rail"];
    let answer = distance(&ends).unwrap();
    assert!(km(&answer) < 300.0, "{}", km(&answer));
    let warning = &answer["warnings"][0];
    assert!(["closed", "suspended"].contains(&warning["code"].as_str().unwrap()), "{warning}");
    assert!(!warning["source"].as_str().unwrap().is_empty());
    let strict = distance(&[&ends[..], &["--strict-status"]].concat());
    assert!(strict.map_or(true, |answer| km(&answer) > 1000.0), "the closed border is used");
}
