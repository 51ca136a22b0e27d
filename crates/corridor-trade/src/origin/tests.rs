//! Rules read, shipped rules against the register, and direct consignment.

use super::*;
use crate::Register;
use corridor_network::CountryCode;
use std::collections::BTreeSet;

#[test]
fn rules_are_read_and_shown_alike() {
    for text in [
        "WO",
        "CTH",
        "WO or (CTSH and RVC(build-down) >= 35)",
        "CC and (RVC(build-up) >= 40.5 or WO)",
        "RVC(build-down) >= 0",
        "RVC >= 40",
        "RVC(net-cost) >= 50 or RVC(direct) >= 35",
        "CTH except 7207",
        "CTSH except 8471.60, 8473, 84-85 or CC",
        "VNM <= 60 and VNM(weight) <= 20 of 1006, 1108",
        "CTSH or PROCESS(chemical-reaction) or ANY",
    ] {
        let rule: Rule = text.parse().unwrap();
        assert_eq!(rule.to_string(), text);
    }
    let loose: Rule = "wo OR ctsh and rvc( build-down )\u{2265}35%".parse().unwrap();
    assert_eq!(loose.to_string(), "WO or (CTSH and RVC(build-down) >= 35)");
    // As annexes write them.
    for (text, read) in [
        ("RVC40", "RVC >= 40"),
        ("CTH or RVC(40)", "CTH or RVC >= 40"),
        ("QVC 35 %", "RVC >= 35"),
        ("NC 50", "RVC(net-cost) >= 50"),
        ("MaxNOM 50 %", "VNM <= 50"),
        ("CTH except from heading 72.06 through 72.07", "CTH except 7206-7207"),
        ("CC except from headings 52.04 to 52.12, chapter 54 or 55", "CC except 5204-5212, 54, 55"),
        ("CTH excluding 7207 or RVC40", "CTH except 7207 or RVC >= 40"),
        ("CTH except 7206\u{2013}7207", "CTH except 7206-7207"),
    ] {
        assert_eq!(text.parse::<Rule>().unwrap().to_string(), read);
    }
}

#[test]
fn what_is_no_rule_is_refused_with_its_reason() {
    let deep = format!("{}WO{}", "(".repeat(40), ")".repeat(40));
    for (text, reason) in [
        ("", "too early"),
        ("WO or", "too early"),
        ("CTX", "no test"),
        ("RVC(build-sideways) >= 40", "net-cost"),
        ("RVC(build-down)", "threshold"),
        ("RVC", "threshold"),
        ("RVC40x", "no share"),
        ("CTH except", "code is missing"),
        ("CTH except from steel", "where a code belongs"),
        ("CTH except 720", "no chapter"),
        ("CTH except 7212-7210", "no range"),
        ("VNM(volume) <= 20", "no measure"),
        ("PROCESS()", "name in brackets"),
        ("RVC(build-down) >= 140", "no share"),
        ("(WO", "not closed"),
        ("WO CC", "not expected"),
        ("WO & CC", "no sign"),
        (deep.as_str(), "too deep"),
    ] {
        let error = text.parse::<Rule>().unwrap_err().to_string();
        assert!(error.contains(reason), "{text}: {error}");
    }
}

#[test]
fn tolerances_are_read_and_told() {
    for (text, told) in [
        ("10", "10 % of the value"),
        ("7.5% weight", "7.5 % of the weight"),
        ("12.5 value or weight of 04, 07-09", "12.5 % of the value or weight (goods of 04, 07-09)"),
        ("notes of 50-63", "by the notes of the annex (goods of 50-63)"),
    ] {
        assert_eq!(text.parse::<Tolerance>().unwrap().to_string(), told);
    }
    for text in ["", "ten", "10 volume", "110", "10 of steel", "-1"] {
        let error = text.parse::<Tolerance>().unwrap_err().to_string();
        assert!(error.contains("no tolerance"), "{text}: {error}");
    }
}

#[test]
fn annexes_that_are_shipped_are_of_agreements_whose_terms_are_known() {
    for id in Annex::agreements() {
        let known = &known_rules()[id];
        assert!(known.de_minimis.is_some() && known.cumulation.is_some(), "{id}");
    }
}

#[test]
fn shipped_rules_are_of_agreements_with_preferences_and_have_sources() {
    for (id, rules) in known_rules() {
        let agreement = Register::shipped().get(id).unwrap_or_else(|| panic!("{id} is none"));
        assert!(agreement.switches.iter().any(|s| s.rule == crate::Rule::TariffPreference), "{id}");
        assert!(!rules.sources.is_empty(), "{id}");
        for source in &rules.sources {
            assert!(!source.source.contains("MEM"), "{id}");
        }
    }
}

#[test]
fn rules_of_the_user_go_by_the_longest_code() {
    let known = |id: &str| Register::shipped().get(id).is_some();
    let table = "agreement,hs,rule\nindia-uae-cepa,,CTH\nindia-uae-cepa,76,RVC(build-down) >= 45\n\
        india-uae-cepa,7601,WO\n";
    let rules = ProductRules::read("psr.csv", table, known).unwrap();
    let rule = |hs: &str| rules.rule("india-uae-cepa", &hs.parse().unwrap()).unwrap().0.to_string();
    assert_eq!((rule("7601.10"), rule("7606.11")), ("WO".into(), "RVC(build-down) >= 45".into()));
    assert_eq!(rule("0902.10"), "CTH");
    for (table, place, reason) in [
        ("agreement,rule\n", "psr.csv:1:1", "columns"),
        ("agreement,hs,rule\nindia-uae,76,WO\n", "psr.csv:2:1", "no agreement"),
        ("agreement,hs,rule\nindia-uae-cepa,7x,WO\n", "psr.csv:2:2", "digits"),
        ("agreement,hs,rule\nindia-uae-cepa,76,VA 40\n", "psr.csv:2:3", "no test"),
        (
            "agreement,hs,rule\nindia-uae-cepa,76,WO\nindia-uae-cepa,76,CC\n",
            "psr.csv:3:3",
            "already",
        ),
    ] {
        let error = ProductRules::read("psr.csv", table, known).unwrap_err().to_string();
        assert!(error.starts_with(place) && error.contains(reason), "{error}");
    }
}

#[test]
fn third_countries_cost_the_preference_as_far_as_the_condition_says() {
    let codes =
        |list: &[&str]| -> Vec<CountryCode> { list.iter().map(|c| c.parse().unwrap()).collect() };
    let parties: BTreeSet<CountryCode> = codes(&["IN", "RU", "KZ"]).into_iter().collect();
    let way = |through: &[&str], transhipped: &[&str]| Way {
        through: codes(through),
        transhipped: codes(transhipped),
    };
    let straight = way(&["IN", "RU"], &["IN", "RU"]);
    assert_eq!(consigned(None, &parties, &straight), Passed::Straight);
    let iran = way(&["IN", "IR", "RU"], &["IN", "IR", "RU"]);
    let found = |condition| consigned(Some(condition), &parties, &iran);
    assert_eq!(found(Consignment::Direct), Passed::Lost(codes(&["IR"])));
    assert_eq!(found(Consignment::Transit), Passed::Lost(codes(&["IR"])));
    assert_eq!(found(Consignment::Transhipment), Passed::WithProof(codes(&["IR"])));
    assert_eq!(consigned(None, &parties, &iran).keeps(), None);
    let through = way(&["IN", "PK", "AF", "UZ", "KZ"], &["IN", "KZ"]);
    let found = consigned(Some(Consignment::Transit), &parties, &through);
    assert_eq!(found, Passed::WithProof(codes(&["PK", "AF", "UZ"])));
}
