//! The shipped register against what sources say, and bad files against their errors.

use crate::{Capacity, Kind, Member, Register, RegisterError, Rule, State};
use corridor_network::CountryCode;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn data(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(folder)
}

fn stems(folder: &str) -> BTreeSet<String> {
    std::fs::read_dir(data(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

fn code(text: &str) -> CountryCode {
    text.parse().unwrap()
}

fn state(id: &str, day: Date) -> Option<State> {
    Register::shipped().as_of(day).get(id).map(|s| s.status.state)
}

fn capacity(id: &str, country: &str, day: Date) -> Option<Capacity> {
    let standing = Register::shipped().as_of(day).get(id)?;
    let found = standing.participants().into_iter().find(|p| p.country == code(country));
    found.map(|p| p.capacity)
}

#[test]
fn every_file_of_the_directory_is_shipped_and_valid() {
    let read = Register::read_dir(&data("agreements")).unwrap_or_else(|e| panic!("{e}"));
    let shipped: BTreeSet<String> = Register::shipped().iter().map(|a| a.id.clone()).collect();
    assert_eq!(stems("agreements"), shipped, "the list in shipped.rs and the directory differ");
    assert_eq!(&read, Register::shipped());
    assert!(shipped.len() >= 60);
}

#[test]
fn switches_name_corridors_and_passages_that_there_are() {
    let corridors = stems("corridors");
    let passages = std::fs::read_to_string(data("passages.toml")).unwrap();
    let is_passage = |name: &str| passages.contains(&format!("id = \"{name}\""));
    let unknown = Register::shipped().unknown_names(|name| corridors.contains(name), is_passage);
    assert_eq!(unknown, []);
}

#[test]
fn a_party_is_a_country_that_has_a_code_and_every_union_has_its_agreement() {
    let register = Register::shipped();
    assert_eq!(register.unions(), ["EAEU", "EU", "GCC"]);
    for agreement in register.iter() {
        for row in &agreement.parties {
            if let Member::Country(country) = &row.party {
                assert!(country.is_some(), "{}", agreement.id);
            }
        }
    }
}

#[test]
fn on_the_day_of_the_report_that_the_product_comes_from() {
    let day = date(2023, 12, 27);
    for (id, expected) in [
        ("instc-2000", State::InForce),
        ("chennai-vladivostok-moi", State::Signed),
        ("india-eaeu-fta", State::Proposed),
        ("russia-india-bit-1994", State::Ended),
        ("russia-india-bit-new", State::Negotiating),
        ("irigc-tec", State::InForce),
        ("kudankulam-2023", State::Signed),
        ("eaeu-iran-interim", State::InForce),
        ("eaeu-iran-fta", State::Signed),
        ("rasht-astara-2023", State::Signed),
    ] {
        assert_eq!(state(id, day), Some(expected), "{id}");
    }
    assert_eq!(state("india-russia-nsr-wg", day), None, "suggested in July 2024");
}

#[test]
fn the_free_trade_of_iran_and_the_union_begins_on_its_day() {
    let (before, day) = (date(2025, 5, 14), date(2025, 5, 15));
    assert_eq!(state("eaeu-iran-fta", before), Some(State::Signed));
    assert_eq!(state("eaeu-iran-fta", day), Some(State::InForce));
    assert_eq!(state("eaeu-iran-interim", day), Some(State::Ended));
    let names = |day, a, b| {
        let preferences = Register::shipped().as_of(day).preferences(code(a), code(b));
        preferences.iter().map(|p| p.standing.agreement.id.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(names(before, "RU", "IR"), ["eaeu-iran-interim"]);
    assert_eq!(names(day, "RU", "IR"), ["eaeu-iran-fta"]);
    assert_eq!(names(day, "IR", "KG"), ["eaeu-iran-fta"]);
    assert_eq!(names(day, "RU", "IN"), [""; 0], "talks give no preference");
    assert!(!names(day, "RU", "BY").contains(&"eaeu-iran-fta"), "one side owes itself nothing");
    assert!(!names(date(2026, 1, 1), "CH", "NO").contains(&"india-efta-tepa"));
    assert_eq!(names(date(2026, 1, 1), "IN", "NO"), ["india-efta-tepa"]);
}

#[test]
fn parties_join_on_the_day_of_their_accession() {
    let instc = "instc-2000";
    assert_eq!(capacity(instc, "IN", date(2001, 1, 1)), Some(Capacity::Signatory));
    assert_eq!(capacity(instc, "IN", date(2002, 5, 16)), Some(Capacity::Party));
    assert_eq!(capacity(instc, "KZ", date(2003, 9, 5)), None);
    assert_eq!(capacity(instc, "KZ", date(2003, 9, 6)), Some(Capacity::Party));
    assert_eq!(capacity(instc, "BG", date(2026, 1, 1)), Some(Capacity::Observer));
    assert_eq!(capacity(instc, "TR", date(2026, 1, 1)), Some(Capacity::Approved));
    assert_eq!(capacity("eaeu-treaty", "KG", date(2015, 8, 5)), Some(Capacity::Signatory));
    assert_eq!(capacity("eaeu-vietnam-fta", "KG", date(2016, 10, 5)), Some(Capacity::Party));
    assert_eq!(capacity("tir-1975", "IN", date(2017, 12, 14)), None);
    assert_eq!(capacity("tir-1975", "IN", date(2017, 12, 15)), Some(Capacity::Party));
    assert_eq!(capacity("tir-1975", "RU", date(2010, 1, 1)), Some(Capacity::Unsure));
    assert_eq!(capacity("tir-1975", "RU", date(2018, 5, 31)), Some(Capacity::Party));
    assert_eq!(capacity("ashgabat-2011", "KZ", date(2016, 6, 1)), Some(Capacity::Unsure));
    assert_eq!(capacity("eu-treaties", "GB", date(2020, 1, 31)), Some(Capacity::Party));
    assert_eq!(capacity("eu-treaties", "GB", date(2020, 2, 1)), Some(Capacity::Leaving));
    assert_eq!(capacity("eu-treaties", "GB", date(2021, 1, 1)), None);
    assert_eq!(capacity("ashgabat-2011", "QA", date(2012, 6, 1)), Some(Capacity::Signatory));
    assert_eq!(capacity("ashgabat-2011", "QA", date(2013, 1, 1)), None);
    assert_eq!(
        capacity("russia-india-bit-1994", "RU", date(2020, 1, 1)),
        Some(Capacity::FormerParty)
    );
}

#[test]
fn a_hundred_agreements_are_confirmed_by_a_second_source() {
    let register = Register::shipped();
    let bound = [State::Signed, State::InForce, State::Suspended, State::Ended];
    let confirmed = register.iter().filter(|a| {
        a.status.iter().any(|status| bound.contains(&status.state) && a.is_confirmed(status))
    });
    let confirmed = confirmed.count();
    assert!(confirmed >= 100, "{confirmed}");
    // A judgement confirms nothing.
    let known = register.get("russia-turkmenistan-fta").unwrap();
    assert!(!known.status.iter().any(|status| known.is_confirmed(status)));
}

#[test]
fn a_party_holds_back_from_another_and_the_rest_goes_on() {
    let register = Register::shipped();
    let has = |importer, exporter, day| {
        let found = register.as_of(day).preferences(code(importer), code(exporter));
        found.iter().any(|p| p.standing.agreement.id == "cis-fta-2011")
    };
    assert!(has("RU", "UA", date(2015, 12, 31)));
    assert!(!has("RU", "UA", date(2016, 1, 1)), "held back");
    assert!(has("KZ", "UA", date(2016, 1, 1)) && has("RU", "KG", date(2016, 1, 1)));
}

#[test]
fn a_customs_territory_can_outlive_membership() {
    let register = Register::shipped();
    let is_inside = |day| {
        let (countries, _) = register.customs_territory(code("FR"), day).unwrap();
        countries.contains(&code("GB"))
    };
    assert!(is_inside(date(2020, 1, 31)) && is_inside(date(2020, 12, 31)));
    assert!(!is_inside(date(2021, 1, 1)));
    assert_eq!(capacity("eu-treaties", "GB", date(2020, 6, 1)), Some(Capacity::Leaving));
    assert_eq!(capacity("eu-canada-ceta", "GB", date(2020, 6, 1)), Some(Capacity::Party));
    let ceta = |day| register.as_of(day).preferences(code("CA"), code("GB"));
    let is_ceta = |p: &crate::Preference<'_>| p.standing.agreement.id == "eu-canada-ceta";
    assert!(ceta(date(2020, 6, 1)).iter().any(is_ceta));
    assert!(!ceta(date(2021, 6, 1)).iter().any(is_ceta));
}

#[test]
fn a_scheme_gives_and_does_not_take() {
    let register = Register::shipped();
    let day = date(2024, 1, 1);
    let schemes = |importer, exporter, day| -> Vec<&str> {
        let found = register.as_of(day).schemes(code(importer), code(exporter));
        found.iter().map(|p| p.standing.agreement.id.as_str()).collect()
    };
    assert_eq!(schemes("GB", "BD", day), ["uk-dcts-ldc"]);
    assert_eq!(schemes("GB", "BD", date(2023, 6, 18)), ["uk-gsp"]);
    assert!(schemes("BD", "GB", day).is_empty() && schemes("BD", "NP", day).is_empty());
    assert_eq!(schemes("DE", "IN", day), ["eu-gsp"]);
    assert_eq!(schemes("RU", "IN", date(2021, 10, 11)), ["eaeu-gsp"]);
    assert!(schemes("RU", "IN", date(2021, 10, 12)).is_empty());
    assert!(schemes("US", "IN", date(2018, 1, 1)).contains(&"us-gsp"));
    assert!(schemes("US", "TR", date(2021, 1, 1)).is_empty(), "it lapsed");
    // Agreements are none, and what is not known is told.
    assert!(register.as_of(day).preferences(code("GB"), code("BD")).is_empty());
    let unsure = |exporter| -> Vec<&str> {
        let unsure = register.schemes_unsure(day, code("RU"), code(exporter));
        unsure.iter().map(|a| a.id.as_str()).collect()
    };
    let left = |exporter, day| -> Vec<&str> {
        let left = register.schemes_left(day, code("RU"), code(exporter));
        left.iter().map(|(agreement, _)| agreement.id.as_str()).collect()
    };
    // India was named among those that left, Ghana neither among them nor among those that stayed.
    assert_eq!(left("IN", day), ["eaeu-gsp"]);
    assert!(left("IN", date(2021, 10, 11)).is_empty() && left("GH", day).is_empty());
    assert!(!unsure("IN").contains(&"eaeu-gsp") && unsure("GH").contains(&"eaeu-gsp"));
    assert_eq!(schemes("RU", "GH", date(2021, 10, 11)), ["eaeu-gsp"], "it is known until then");
    assert!(schemes("RU", "GH", date(2021, 10, 12)).is_empty());
    assert_eq!(schemes("RU", "BD", day), ["eaeu-gsp-ldc"]);
}

#[test]
fn a_scheme_leaves_out_goods_of_one_beneficiary_while_the_row_holds() {
    let register = Register::shipped();
    let left_out = |importer, exporter, day, hs: &str| {
        let found = register.as_of(day).schemes(code(importer), code(exporter));
        let scheme = found.iter().find(|p| p.standing.agreement.id == "eu-gsp").unwrap();
        scheme.except.hold(&hs.parse().unwrap())
    };
    // Sections that graduated: textiles of India from 2014 on, minerals too in 2026, footwear never.
    let (then, now) = (date(2018, 6, 1), date(2026, 6, 1));
    assert_eq!(left_out("DE", "IN", then, "520811"), Some(true));
    assert_eq!(left_out("DE", "IN", now, "520811"), Some(true));
    assert_eq!(left_out("DE", "IN", now, "640399"), Some(false));
    assert_eq!(left_out("DE", "VN", now, "520811"), Some(false), "of others it has them");
}

#[test]
fn a_row_ends_once_and_leaves_out_goods_of_beneficiaries_alone() {
    let own = r#"
        id = "scheme"
        name = "A scheme"
        kind = "unilateral-preference"
        about = "One for a test."
        party_sources = ["s"]
        parties = [
            { party = "NO", except = "52" },
            { party = "IN", role = "beneficiary", until = "2020-12-31", known_until = "2021-12-31" },
        ]
        [[status]]
        state = "in-force"
        from = "2000-01-01"
        report = "It began."
        sources = ["s"]
        [[sources]]
        id = "s"
        title = "A page"
        publisher = "A press"
        date = "2020"
        confidence = "M"
    "#;
    let problems = Register::shipped().with("own.toml", own).unwrap_err().to_string();
    assert!(problems.contains("exclude each other"), "{problems}");
    assert!(problems.contains("for a beneficiary of a scheme only"), "{problems}");
}

#[test]
fn members_of_a_union_take_part_through_it_and_since_they_joined_it() {
    let day = date(2020, 1, 1);
    let standing = Register::shipped().as_of(day).get("eaeu-vietnam-fta").unwrap();
    assert_eq!(standing.party_names(), ["AM", "BY", "EAEU", "KG", "KZ", "RU", "VN"]);
    let tir = Register::shipped().as_of(day).get("tir-1975").unwrap();
    let poland = tir.participants().into_iter().find(|p| p.country == code("PL")).unwrap();
    assert_eq!(poland.since.unwrap().to_string(), "2004-05-01");
}

#[test]
fn a_switch_is_on_only_while_its_agreement_stands() {
    let on = |id: &str, day| {
        let standing = Register::shipped().as_of(day).get(id).unwrap();
        standing.switched_on().map(crate::Switch::name).collect::<Vec<_>>()
    };
    assert_eq!(on("russia-india-bit-1994", date(2010, 1, 1)), ["investment"]);
    assert_eq!(on("russia-india-bit-1994", date(2017, 4, 8)), [""; 0]);
    assert_eq!(on("india-eaeu-fta", date(2026, 11, 23)), [""; 0]);
    assert_eq!(on("imec-mou", date(2024, 1, 1)), ["corridor:imec"]);
    assert_eq!(on("chabahar-us-waiver", date(2025, 10, 1)), [""; 0]);
    assert_eq!(on("chabahar-us-waiver", date(2026, 4, 26)), ["corridor:chabahar"]);
    assert_eq!(on("chabahar-us-waiver", date(2026, 4, 27)), [""; 0]);
}

#[test]
fn the_whole_register_is_read_in_fifty_milliseconds() {
    let read = || {
        let begin = Instant::now();
        let register = Register::from_files(crate::shipped::SHIPPED.iter().copied()).unwrap();
        assert!(register.iter().count() >= 60);
        begin.elapsed()
    };
    // The least of several: a busy machine must not fail it by chance.
    let least = (0..10).map(|_| read()).min().unwrap();
    println!("{:.1} ms", least.as_secs_f64() * 1000.0);
    let most_ms = if cfg!(debug_assertions) { 250 } else { 50 };
    assert!(least.as_millis() <= most_ms, "{least:?}");
}

#[test]
fn every_day_from_2000_to_2030_has_a_consistent_state() {
    let register = Register::shipped();
    let mut day = date(2000, 1, 1);
    let mut days = 0;
    while day <= date(2030, 12, 31) {
        let mut in_force = BTreeSet::new();
        for standing in register.as_of(day).standings() {
            let id = &standing.agreement.id;
            assert!(standing.status.onset().counts_from() <= day, "{day} {id}");
            let force = standing.agreement.first(State::InForce).map(crate::Onset::counts_from);
            let has_force = force.is_some_and(|force| force <= day);
            if standing.status.state == State::InForce {
                in_force.insert(id.as_str());
            }
            for p in standing.participants() {
                if p.capacity == Capacity::Party {
                    assert!(has_force, "{day} {id}: a party before force");
                    let joined = p.row.onset().is_none_or(|o| o.counts_from() <= day);
                    assert!(joined, "{day} {id}: {} before its accession", p.country);
                }
            }
            for switch in standing.switched_on() {
                let prefers = matches!(switch.rule, Rule::TariffPreference | Rule::CommonTariff);
                assert!(!prefers || has_force, "{day} {id}: a preference before force");
            }
        }
        for agreement in register.iter().filter(|a| in_force.contains(a.id.as_str())) {
            let replaced = agreement.replaces.as_deref();
            assert!(replaced.is_none_or(|id| !in_force.contains(id)), "{day} {}", agreement.id);
        }
        if day.day() == 1 {
            for country in register.countries() {
                let territory = register.customs_territory(country, day);
                assert!(territory.is_ok(), "{day} {country}: two customs territories");
            }
        }
        day = day.tomorrow().unwrap();
        days += 1;
    }
    assert_eq!(days, 11_323);
}

const GOOD: &str = r#"
id = "x"
name = "X"
kind = "free-trade"
about = "About."
parties = [
    { party = "IN", from = "2020-01-01", sources = ["s"] },
    { party = "RU" },
]
[[status]]
state = "in-force"
from = "2020-01-01"
report = "In force."
sources = ["s"]
[[switches]]
rule = "tariff-preference"
effect = "Lower."
[[sources]]
id = "s"
title = "Title"
publisher = "Publisher"
date = "2020"
confidence = "M"
"#;

fn faults(text: &str) -> String {
    match Register::from_files([("x.toml", text)]) {
        Err(RegisterError::Faults(faults)) => {
            faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        }
        other => panic!("accepted: {other:?}"),
    }
}

#[test]
fn a_wrong_file_is_refused_with_the_place_and_the_reason() {
    assert!(Register::from_files([("x.toml", GOOD)]).is_ok());
    for (from, to, place, reason) in [
        ("kind = \"free-trade\"", "kind = \"free-trad\"", "x.toml:4:8", "unknown variant"),
        ("about =", "abut =", "x.toml:5:1", "unknown field"),
        ("\"RU\"", "\"Ru\"", "x.toml:8:", "neither a country"),
        ("\"RU\"", "\"EAEU\"", "x.toml:1:1", "no agreement is the union"),
        ("\"RU\"", "\"IN\"", "x.toml:1:1", "two parties"),
        (
            "from = \"2020-01-01\", sources",
            "from = \"2019-01-01\", sources",
            "x.toml:7:5",
            "before the agreement is in force",
        ),
        (", sources = [\"s\"]", "", "x.toml:7:5", "names no source"),
        ("\"2020\"", "\"2020-13\"", "x.toml:22:8", "is no date"),
        ("\"Title\"", "\"MEM\"", "x.toml:18:1", "can be found again"),
        ("\"Title\"", "\"judgement: I think\"", "x.toml:18:1", "confidence is L"),
        ("effect", "corridor = \"suez\"\neffect", "x.toml:15:1", "belongs to the rule corridor"),
        ("from = \"2020-01-01\"\nreport", "report", "x.toml:10:1", "one of `from`"),
        ("id = \"x\"", "id = \"y\"", "x.toml:1:1", "another name"),
        ("about = ", "hypothetical = true\nabout = ", "x.toml:1:1", "user's file"),
    ] {
        let text = GOOD.replacen(from, to, 1);
        assert_ne!(text, GOOD, "{from}");
        let found = faults(&text);
        let right = found.lines().any(|line| line.starts_with(place) && line.contains(reason));
        assert!(right, "{from} -> {to}: expected {place} {reason}, found\n{found}");
    }
    let reversed = GOOD.replace(
        "[[switches]]",
        "[[status]]\nstate = \"signed\"\nfrom = \"2019\"\nreport = \"Signed.\"\nsources = [\"s\"]\n[[switches]]",
    );
    let found = faults(&reversed);
    assert!(
        found.contains("order of time") && found.contains("signed cannot follow in-force"),
        "{found}"
    );
}

#[test]
fn a_users_file_can_suppose_an_agreement_and_is_marked() {
    let base = Register::shipped();
    let text =
        GOOD.replace("about =", "hypothetical = true\nabout =").replace("2020-01-01", "2027-01-01");
    let with = base.with("mine.toml", &text).unwrap();
    let added = with.get("x").unwrap();
    assert!(added.hypothetical && added.from_user);
    assert_eq!(with.iter().count(), base.iter().count() + 1);
    let preferences = with.as_of(date(2027, 1, 1)).preferences(code("IN"), code("RU"));
    assert!(preferences.iter().any(|p| p.standing.agreement.hypothetical));
    assert!(base.as_of(date(2027, 1, 1)).preferences(code("IN"), code("RU")).is_empty());
    let clash = GOOD.replace("about =", "replaces = \"eaeu-iran-fta\"\nabout =");
    let error = base.with("mine.toml", &clash).unwrap_err().to_string();
    assert!(error.contains("in force although"), "{error}");
}

#[test]
fn names_and_words_are_found() {
    let register = Register::shipped();
    assert_eq!(register.named("instc").unwrap().id, "instc-2000");
    assert_eq!(register.named("IRIGC-TEC").unwrap().id, "irigc-tec");
    assert_eq!(Kind::from_word("Free-Trade"), Some(Kind::FreeTrade));
    assert_eq!(State::from_word("in-force"), Some(State::InForce));
    let (first, last) = register.span().unwrap();
    assert!(first < date(1900, 1, 1) && last.earliest() >= date(2026, 2, 1));
}
