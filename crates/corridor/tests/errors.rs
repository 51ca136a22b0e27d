//! Every code of a problem stands in `docs/errors.md`, and nothing else does.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The string literals that come first after any of the calls that make a problem.
fn codes_in(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes_in(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            for call in [
                "bad_input(",
                "no_route(",
                "Self::BadNetwork,",
                "Trouble::BadNetwork,",
                "HttpProblem::bad(",
                "row.fault(",
                "Fault::new(",
                "Unread::bad(",
                "Refused::new(",
                "faults.checked(",
            ] {
                for after in text.split(call).skip(1) {
                    if let Some(rest) = after.trim_start().strip_prefix('"') {
                        found.insert(rest.split('"').next().unwrap().to_owned());
                    }
                }
            }
            // Over HTTP the status stands before the code.
            for after in text.split("HttpProblem::new(").skip(1) {
                found.extend(after.split('"').nth(1).map(str::to_owned));
            }
            for arm in text.split("=> \"place-").skip(1) {
                found.insert(format!("place-{}", arm.split('"').next().unwrap()));
            }
        }
    }
}

#[test]
fn codes_and_their_page_agree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut in_code = BTreeSet::new();
    for folder in [
        "crates/corridor/src",
        "crates/corridor-cli/src",
        "crates/corridor-api/src",
        "crates/corridor-py/src",
        "crates/corridor-serve/src",
        "crates/corridor-effect/src",
        "crates/corridor-extract/src",
        "crates/corridor-flows/src",
    ] {
        codes_in(&root.join(folder), &mut in_code);
    }
    let page = fs::read_to_string(root.join("docs/errors.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let in_page: BTreeSet<String> =
        rows.map(|row| row.split('`').next().unwrap().to_owned()).collect();
    assert!(in_code.len() > 15, "the scan finds the codes: {in_code:?}");
    assert_eq!(in_code, in_page);
}
