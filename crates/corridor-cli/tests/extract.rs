//! `data build`: an extract and tables joined to the world that ships, and plans over the result.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn corridor(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_corridor")).args(args).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn answer(args: &[&str]) -> Value {
    let output = corridor(args);
    assert!(output.status.success(), "{args:?}: {}", told(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Lines of a street grid in a town on a road of the world, south of Lahti in Finland: a main road along
/// the world's own, a street off it, a one-way pair, a street closed to lorries.
fn town(folder: &TempDir) -> PathBuf {
    let line = |properties: Value, points: &[[f64; 2]]| {
        json!({"type": "Feature", "properties": properties,
               "geometry": {"type": "LineString", "coordinates": points}})
    };
    let main = json!({"highway": "primary"});
    let street = json!({"highway": "residential"});
    let features = [
        line(main, &[[25.60, 60.95], [25.62, 60.96], [25.64, 60.97], [25.66, 60.98]]),
        line(street.clone(), &[[25.62, 60.96], [25.63, 60.955]]),
        line(
            json!({"highway": "residential", "oneway": "yes"}),
            &[[25.63, 60.955], [25.65, 60.965]],
        ),
        line(street, &[[25.65, 60.965], [25.64, 60.97]]),
        line(json!({"highway": "residential", "hgv": "no"}), &[[25.64, 60.97], [25.62, 60.975]]),
    ];
    let path = folder.path().join("town.geojson");
    let collection = json!({"type": "FeatureCollection", "features": features});
    fs::write(&path, collection.to_string()).unwrap();
    path
}

#[test]
#[ignore = "orders the whole network anew: minutes in a development build"]
fn a_street_of_the_town_is_planned_from_and_the_world_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let town = town(&folder);
    let terminals = folder.path().join("terminals.csv");
    fs::write(&terminals, "id,name,kind,lon,lat\nmy-depot,Own depot,rail_terminal,25.631,60.956\n")
        .unwrap();
    let output = folder.path().join("my.corridor");
    let built = answer(&[
        "data",
        "build",
        text(&town),
        "--output",
        text(&output),
        "--terminals",
        text(&terminals),
        "--licence",
        "CC0-1.0",
        "--json",
    ]);
    let road = &built["report"]["modes"]["road"];
    assert!(
        road["welds"].as_u64().unwrap() > 0 && road["links"].as_u64().unwrap() >= 5,
        "{built:#}"
    );
    assert_eq!(built["report"]["notes"]["left_out"]["access closed to lorries"]["count"], 1);

    let network = ["--network", text(&output)];
    let licences = corridor(&[&["data", "licences"][..], &network].concat());
    let licences = String::from_utf8(licences.stdout).unwrap();
    assert!(licences.contains("town.geojson") && licences.contains("CC0-1.0"), "{licences}");

    // From the one-way street and from the depot; not from the street that is closed to lorries.
    let on = ["--depart", "2026-12-01", "--json"];
    for from in ["25.64,60.96", "Own depot"] {
        let plan = answer(&[&["plan", from, "Mumbai"][..], &on, &network].concat());
        assert!(!plan["itineraries"].as_array().unwrap().is_empty(), "{from}");
        assert!(plan.to_string().contains("town.geojson"), "the answer says what it rests on");
    }
    // Along the one-way street one way, round the block the other.
    let metres = |from: &str, to: &str| {
        let distance = ["distance", from, to, "--mode", "road", "--on", "2026-12-01", "--json"];
        answer(&[&distance[..], &network].concat())["distance_m"].as_u64().unwrap()
    };
    let (west, east) = ("25.629,60.9555", "25.649,60.9655");
    let (there, back) = (metres(west, east), metres(east, west));
    assert!(there < 2_000 && back > 2_500, "{there} {back}");
    // Built again it is the same, byte for byte.
    let again = folder.path().join("again.corridor");
    answer(&[
        "data",
        "build",
        text(&town),
        "--output",
        text(&again),
        "--terminals",
        text(&terminals),
        "--licence",
        "CC0-1.0",
        "--json",
    ]);
    assert_eq!(fs::read(&output).unwrap(), fs::read(&again).unwrap());
}

#[test]
fn what_cannot_be_built_is_told_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("my.corridor");
    let town = town(&folder);
    let bad = folder.path().join("bad.osm.pbf");
    fs::write(&bad, b"not a file of that kind").unwrap();
    let refused = |args: &[&str], code: &str| {
        let result = corridor(&[&["data", "build"][..], args].concat());
        assert_eq!(result.status.code(), Some(2), "{args:?}: {}", told(&result));
        let told = told(&result);
        assert!(told.contains(code) && told.contains("try:"), "{args:?}: {told}");
    };
    refused(&[text(&bad), "--output", text(&output)], "extract-damaged");
    refused(&["/nowhere.osm.pbf", "--output", text(&output)], "extract-unreadable");
    refused(&[text(&town), "--output", text(&output), "--area", "60,25,61"], "area-invalid");
    refused(&[text(&town), "--output", text(&output), "--area", "0,0,1,1"], "extract-empty");
    refused(&[text(&town), "--output", text(&output), "--weld", "9999"], "extract-option");
    refused(&[text(&town), "--output", text(&town)], "output-is-input");
    let before = fs::read(&town).unwrap();
    refused(&[text(&town), "--output", "-"], "output-unwritable");
    assert_eq!(fs::read(&town).unwrap(), before);
    // A network of another version, or none at all, is told as such.
    refused(
        &[text(&town), "--output", text(&output), "--network", text(&town)],
        "network-unusable",
    );
    assert!(!output.exists());
}

#[test]
fn a_network_alone_has_the_roads_of_its_files_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("alone.corridor");
    let built = answer(&[
        "data",
        "build",
        text(&town(&folder)),
        "--output",
        text(&output),
        "--alone",
        "--json",
    ]);
    assert!(built["links"].as_u64().unwrap() < 12, "{built:#}");
    let distance = ["distance", "25.60,60.95", "25.66,60.98", "--mode", "road", "--json"];
    let metres = answer(&[&distance[..], &["--network", text(&output)]].concat());
    assert!((4_500..5_500).contains(&metres["distance_m"].as_u64().unwrap()), "{metres}");
    // What was exported comes in again.
    let tables = folder.path().join("tables");
    let export = ["data", "export", "--output", text(&tables), "--network", text(&output)];
    assert!(corridor(&export).status.success());
    let again = folder.path().join("again.corridor");
    answer(&["data", "build", text(&tables), "--output", text(&again), "--alone", "--json"]);
    let round = answer(&[&distance[..], &["--network", text(&again)]].concat());
    assert_eq!(round["distance_m"], metres["distance_m"]);
}
