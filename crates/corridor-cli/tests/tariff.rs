//! Duties of the schedules that come with the program, in answers of the built binary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod broker;

use broker::{cents, json, line, lines};
use serde_json::Value;

/// From Mumbai to Moscow, goods of India worth 100,000 dollars under this code.
fn landed(hs: &str, more: &[&str]) -> Value {
    let asked = [
        "landed-cost",
        "Mumbai",
        "Moscow",
        "--hs",
        hs,
        "--origin",
        "IN",
        "--value-usd",
        "100000",
        "--depart",
        "2026-12-01",
    ];
    json(&[&asked[..], more].concat())
}

/// The line of the duty without preference, by the first way.
fn duty(answer: &Value) -> &Value {
    line(lines(&answer["itineraries"][0], 0), "duty")
}

fn warned(answer: &Value, of: &str) -> bool {
    answer["warnings"].as_array().unwrap().iter().any(|w| w.as_str().unwrap().contains(of))
}

#[test]
fn landed_cost_in_moscow_rests_on_the_duty_of_a_line() {
    let answer = landed("4011.10", &["--fees-usd", "0"]);
    let line = duty(&answer);
    assert_eq!((&line["rate"], &line["rate_percent"]), (&"10%".into(), &10.0.into()));
    let value = cents(&answer["itineraries"][0]["customs_value_usd"]);
    assert_eq!(cents(&line["amount_usd"]), (value * 10 + 50) / 100);
    let source = line["source"].as_str().unwrap();
    assert!(source.contains("shipped schedule eaeu-2026, 2025-09-21, confidence M"), "{source}");
    let view = &answer["duty"];
    assert_eq!(view["stated_by"], "shipped-schedule");
    assert_eq!((&view["schedule_day"], &view["confidence"]), (&"2025-09-21".into(), &"M".into()));
    let form = serde_json::json!({ "percent": 10.0 });
    let lines = serde_json::json!([{ "hs": "401110", "duty": "10%", "form": form }]);
    assert_eq!(view["lines"], lines);
    assert!(warned(&answer, "duty of the schedule of 2025-09-21; the day asked is 2026-12-01"));
    assert!(warned(&answer, "anti-dumping"));
    // On the day of the schedule itself nothing is said of days.
    let then = landed("4011.10", &["--as-of", "2025-09-21"]);
    assert_eq!(duty(&then)["rate"], "10%");
    assert!(!warned(&then, "the day asked is"));
}

#[test]
fn lines_that_differ_are_told_first_and_the_highest_is_summed() {
    let answer = landed("3004.90", &[]);
    let line = duty(&answer);
    assert_eq!(
        (&line["rate"], &line["name"]),
        (&"5%".into(), &"import duty, highest of 5 lines".into())
    );
    assert!(line["note"].as_str().unwrap().contains("3%: 3004.90.00.02"), "{line}");
    assert_eq!(answer["duty"]["lines"].as_array().unwrap().len(), 5);
    let first = answer["warnings"][0].as_str().unwrap();
    assert!(first.contains("highest duty, 5%, of 5 national lines under 3004.90"), "{first}");
    // With the national code there is nothing to decide.
    let exact = landed("3004.90.00.02", &[]);
    assert_eq!(
        (&duty(&exact)["rate"], &duty(&exact)["name"]),
        (&"3%".into(), &"import duty".into())
    );
    assert!(!warned(&exact, "highest"));
}

#[test]
fn what_the_user_states_goes_before_what_is_shipped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.csv");
    std::fs::write(&path, "importer,hs,duty,source\nEAEU,4011,7%,letter of a broker\n").unwrap();
    let schedule = path.to_str().unwrap();
    let own = landed("4011.10", &["--schedule", schedule]);
    assert_eq!(
        (&duty(&own)["rate"], &own["duty"]["stated_by"]),
        (&"7%".into(), &"user-schedule".into())
    );
    assert!(duty(&own)["source"].as_str().unwrap().contains("letter of a broker"));
    let stated = landed("4011.10", &["--schedule", schedule, "--duty", "3%"]);
    assert_eq!(
        (&duty(&stated)["rate"], &stated["duty"]["stated_by"]),
        (&"3%".into(), &"user".into())
    );
    // A schedule of the user's that says nothing of the goods leaves them to the shipped one.
    let other = landed("8471.30", &["--schedule", schedule]);
    assert_eq!(
        (&duty(&other)["rate"], &other["duty"]["stated_by"]),
        (&"free".into(), &"shipped-schedule".into())
    );
}

#[test]
fn a_duty_by_unit_asks_for_exactly_what_it_lacks() {
    let bare = landed("6403.12", &[]);
    let line = duty(&bare);
    assert_eq!((&line["rate"], &line["amount_usd"]), (&"1.5 EUR/pair".into(), &Value::Null));
    let asked = ["--quantity N --unit pair", "--rate EUR=N"];
    let supply = line["supply"].as_array().unwrap();
    assert_eq!(supply.len(), 2, "{supply:?}");
    for (supply, flag) in supply.iter().zip(asked) {
        assert!(supply.as_str().unwrap().contains(flag), "{supply}");
    }
    let given = landed("6403.12", &["--quantity", "1000", "--unit", "pair", "--rate", "EUR=1.1"]);
    assert_eq!(duty(&given)["amount_usd"], 1650.0);
}

#[test]
fn what_is_not_known_is_asked_for_and_a_supposed_agreement_works_over_both() {
    // Two copies of the tariff differ: neither is taken.
    let unknown = landed("6109.10", &["--suppose", "india-eaeu-fta=0", "--fees-usd", "0"]);
    let line = duty(&unknown);
    assert_eq!((&line["amount_usd"], &line["rate"]), (&Value::Null, &Value::Null));
    assert!(line["note"].as_str().unwrap().contains("1.75 EUR/kg and 12%"), "{line}");
    assert!(line["supply"][0].as_str().unwrap().contains("--duty"), "{line}");
    let alternatives = &unknown["itineraries"][0]["alternatives"];
    assert!(alternatives[1]["landed_usd"].is_number() && alternatives[1]["saving_usd"].is_null());
    // Before the day of the schedule it says nothing.
    let before = landed("4011.10", &["--as-of", "2024-03-01"]);
    assert_eq!(duty(&before)["amount_usd"], Value::Null);
    assert!(duty(&before)["note"].as_str().unwrap().contains("is of 2025-09-21"));
    // A known duty is what a supposed agreement saves, with the tax on it.
    let supposed = landed("4011.10", &["--suppose", "india-eaeu-fta=0", "--fees-usd", "0"]);
    let alternatives = &supposed["itineraries"][0]["alternatives"];
    let owed = cents(&duty(&supposed)["amount_usd"]);
    assert!(owed > 0 && cents(&alternatives[1]["saving_usd"]) > owed, "{alternatives}");
}

#[test]
fn a_scheme_lowers_the_duty_by_its_share_and_says_what_it_does_not_know() {
    let ask = |from: &str, to: &str, hs: &str, origin: &str, day: &str, more: &[&str]| {
        let asked = ["landed-cost", from, to, "--hs", hs, "--origin", origin, "--depart", day];
        let given = ["--value-usd", "50000", "--fees-usd", "0", "--duty", "12%"];
        json(&[&asked[..], &given, more].concat())
    };
    let day = "2026-11-01";
    let shirts = ask("Chittagong", "Felixstowe", "6109.10", "BD", day, &[]);
    let scheme = &shirts["itineraries"][0]["alternatives"][1];
    assert_eq!(scheme["agreement"], "uk-dcts-ldc");
    assert_eq!(line(lines(&shirts["itineraries"][0], 1), "duty")["amount_usd"], 0.0);
    // Arms are left out of it, and the answer says that there may be another agreement.
    let arms = ask("Chittagong", "Felixstowe", "9303.20", "BD", day, &["--with-restricted"]);
    assert_eq!(arms["preferences"], serde_json::json!([]));
    assert!(warned(&arms, "it may lack one"), "{}", arms["warnings"]);
    // Of India the scheme has goods that are not known here: asked for, never taken.
    let india = ask("Mumbai", "Hamburg", "8457.10", "IN", "2025-06-01", &[]);
    let lines_of = lines(&india["itineraries"][0], 1);
    assert_eq!(india["itineraries"][0]["alternatives"][1]["agreement"], "eu-gsp");
    assert_eq!(line(lines_of, "duty")["amount_usd"], Value::Null);
    // Three quarters of the duty until India left the list; then that is said, and not that it may be there.
    let union = ask("Mumbai", "Moscow", "8457.10", "IN", "2021-10-11", &[]);
    assert!(union["preferences"].to_string().contains("eaeu-gsp"));
    let later = ask("Mumbai", "Moscow", "8457.10", "IN", day, &[]);
    assert!(!later["preferences"].to_string().contains("eaeu-gsp"));
    assert!(warned(&later, "under eaeu-gsp until 2021-10-11 and no longer does"));
    // Textiles of India are left out of the preferences of the union, leather goods are not.
    let yarn = ask("Mumbai", "Hamburg", "5208.11", "IN", day, &[]);
    assert!(!yarn["preferences"].to_string().contains("eu-gsp"));
    assert!(warned(&yarn, "eu-gsp, under which DE lowers duties for IN, leaves out 5208.11"));
    // The broker who has the list supposes what it gives.
    let supposed = ask("Mumbai", "Moscow", "8457.10", "IN", day, &["--suppose", "eaeu-gsp=9"]);
    assert_eq!(supposed["itineraries"][0]["agreement"], "eaeu-gsp");
}
