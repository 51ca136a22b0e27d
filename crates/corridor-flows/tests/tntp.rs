//! Files of the TNTP format, right and wrong.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_flows::{Fault, tntp};
use std::fs;

const NET: &str = "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 3\n\
<NUMBER OF LINKS> 2\n<END OF METADATA>\n\n~ init term capacity ...\n\
\t1\t3\t10\t2\t1.5\t0.15\t4\t0\t100\t1\t;\n\t3\t2\t10\t4\t1\t0.15\t4\t0\t0\t1\t;\n";
const TRIPS: &str = "<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 5.0\n<END OF METADATA>\n\n\
Origin 1\n 1 : 1.0; 2 : 4.0;\nOrigin 2\n";

fn read(net: &str, trips: &str, readme: Option<&str>) -> Result<tntp::Problem, Fault> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Toy_net.tntp"), net).unwrap();
    fs::write(folder.path().join("Toy_trips.tntp"), trips).unwrap();
    if let Some(text) = readme {
        fs::write(folder.path().join("README.md"), text).unwrap();
    }
    tntp::read(folder.path(), None, None)
}

#[test]
fn a_problem_is_read_whole() {
    let problem = read(NET, TRIPS, None).unwrap();
    assert_eq!(problem.name, "Toy");
    let network = &problem.network;
    assert_eq!((network.zones, network.nodes, network.first_through), (2, 3, 2));
    assert_eq!(network.links.iter().map(|l| (l.from, l.to)).collect::<Vec<_>>(), [(0, 2), (2, 1)]);
    assert_eq!(network.links[0].delay.at(0.0).0, 1.5);
    assert_eq!(problem.trips.iter().map(|t| t.amount).sum::<f64>(), 5.0);
    // Tolls without a weight are told.
    assert_eq!(problem.notes.len(), 1);
    assert!(problem.notes[0].contains("--toll-factor"));
}

#[test]
fn weights_stand_in_the_readme_or_the_metadata() {
    let readme =
        "## Generalized Cost Weights\nToll: 0.02 minutes/cent\nDistance: 0.5 minutes/mile\n";
    let problem = read(NET, TRIPS, Some(readme)).unwrap();
    assert_eq!((problem.weights.toll, problem.weights.distance), (0.02, 0.5));
    assert_eq!(problem.network.links[0].delay.at(0.0).0, 1.5 + 2.0 + 1.0);
    let net = NET.replace("<END", "<TOLL FACTOR> 0.03\n<END");
    let problem = read(&net, TRIPS, Some(readme)).unwrap();
    assert_eq!((problem.weights.toll, problem.weights.distance), (0.03, 0.5));
    assert_eq!(problem.weights.source, "toll: metadata of the network; distance: README.md");
}

#[test]
fn wrong_lines_are_named() {
    let cases = [
        (
            NET.replace("\t1\t3\t10", "\t1\t9\t10"),
            TRIPS.to_owned(),
            "Toy_net.tntp, line 8: term_node",
        ),
        (NET.replace("\t1\t3\t10", "\t1\t3\t-10"), TRIPS.to_owned(), "line 8: capacity \"-10\""),
        (
            NET.replace("\t1\t3\t10", "\t1\t3\t0"),
            TRIPS.to_owned(),
            "line 8: capacity 0 and power 4",
        ),
        (NET.replace("LINKS> 2", "LINKS> 3"), TRIPS.to_owned(), "2 links are listed"),
        (NET.replace("LINKS> 2", "LINKS> x"), TRIPS.to_owned(), "line 4: <NUMBER OF LINKS> \"x\""),
        (NET.replace("<END OF METADATA>", ""), TRIPS.to_owned(), "line 8: \"1\\t3"),
        (NET.to_owned(), TRIPS.replace("4.0", "-4.0"), "Toy_trips.tntp, line 6: trips from 1 to 2"),
        (NET.to_owned(), TRIPS.replace("4.0", "nan"), "line 6: trips from 1 to 2 are \"nan\""),
        (NET.to_owned(), TRIPS.replace("2 : 4.0", "3 : 4.0"), "line 6: destination \"3\""),
        (NET.to_owned(), TRIPS.replace("2 : 4.0", "1 : 4.0"), "stand in line 6 already"),
        (NET.to_owned(), TRIPS.replace("Origin 1\n", ""), "line 5: trips before the first"),
        (NET.to_owned(), TRIPS.replace("ZONES> 2", "ZONES> 3"), "is 3, and 2 in the network"),
    ];
    for (net, trips, expected) in cases {
        let fault = read(&net, &trips, None).unwrap_err();
        assert_eq!(fault.code, "tntp-row");
        assert!(fault.reason.contains(expected), "{} lacks {expected:?}", fault.reason);
        assert!(!fault.action.is_empty());
    }
}

#[test]
fn a_total_that_differs_is_noted() {
    let problem = read(NET, &TRIPS.replace("5.0", "6.0"), None).unwrap();
    assert!(
        problem.notes.iter().any(|n| n.contains("is 6, its rows sum to 5")),
        "{:?}",
        problem.notes
    );
}

#[test]
fn folders_without_a_network_or_with_several_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(tntp::read(folder.path(), None, None).unwrap_err().code, "tntp-missing");
    for name in ["A_net.tntp", "B_net.tntp"] {
        fs::write(folder.path().join(name), NET).unwrap();
    }
    let fault = tntp::read(folder.path(), None, None).unwrap_err();
    assert_eq!(fault.code, "tntp-several");
    assert!(fault.reason.contains("A_net.tntp, B_net.tntp"), "{fault}");
    let nowhere = tntp::read(&folder.path().join("none"), None, None).unwrap_err();
    assert_eq!(nowhere.code, "input-unreadable");
}
