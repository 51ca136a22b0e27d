use super::{Consignment, Reach, Restrictions, no_transit};
use crate::Register;
use corridor_network::CountryCode;
use jiff::civil::{Date, date};

fn country(code: &str) -> CountryCode {
    code.parse().unwrap()
}

/// Ids of what bars trade between two countries on a day.
fn bars(from: &str, to: &str, goods: &[&str], day: Date) -> Vec<&'static str> {
    let goods: Vec<_> = goods.iter().map(|code| code.parse().unwrap()).collect();
    let of = Consignment { origin: country(from), destination: country(to), goods: &goods };
    let found = Restrictions::shipped().concerning(Register::shipped(), day, of);
    found.iter().filter(|c| c.bars_trade()).map(|c| c.restriction.id.as_str()).collect()
}

const DAY: Date = date(2026, 12, 1);

#[test]
fn embargoes_bar_all_goods_in_both_directions() {
    for (from, to, id) in [
        ("IL", "LB", "lb-il"),
        ("LB", "IL", "lb-il"),
        ("PK", "IN", "pk-in-trade"),
        ("IN", "PK", "pk-in-trade"),
        ("RU", "UA", "ua-ru-import"),
        ("UA", "RU", "ua-ru-import"),
        ("CU", "US", "us-cu"),
        ("US", "CU", "us-cu"),
        ("KP", "KR", "kr-kp"),
        ("JP", "KP", "jp-kp"),
        ("IL", "TR", "tr-il-all"),
        ("US", "IR", "us-ir"),
        ("AM", "AZ", "az-am"),
        ("IL", "KW", "kw-il"),
    ] {
        assert!(bars(from, to, &[], DAY).contains(&id), "{from} to {to}");
    }
}

#[test]
fn ordinary_trade_is_barred_by_nothing() {
    for pair in ["IN RU", "CN DE", "US CN", "DE RU", "IR IN", "KZ RU", "AM TR", "IL JO", "IL AE"] {
        let (from, to) = pair.split_once(' ').unwrap();
        assert!(bars(from, to, &[], DAY).is_empty(), "{pair}: {:?}", bars(from, to, &[], DAY));
    }
}

#[test]
fn bans_of_goods_bar_these_goods_alone() {
    assert_eq!(bars("RU", "DE", &["2701"], DAY), ["eu-ru-coal"]);
    assert_eq!(bars("RU", "DE", &["270112"], DAY), ["eu-ru-coal"]);
    assert!(bars("RU", "DE", &["1001"], DAY).is_empty());
    // A chapter of which one heading is banned is not barred as a whole.
    assert!(bars("RU", "GB", &["27"], DAY).is_empty());
    // Of two goods one may go.
    assert!(bars("RU", "DE", &["2701", "1001"], DAY).is_empty());
}

#[test]
fn bans_hold_within_their_dates_and_for_members_on_the_day() {
    assert!(bars("RU", "DE", &["2701"], date(2022, 8, 9)).is_empty());
    assert!(bars("IN", "PK", &[], date(2019, 8, 8)).is_empty());
    assert_eq!(bars("IN", "PK", &[], date(2025, 4, 23)), ["pk-in-trade-2019"]);
    assert_eq!(bars("PK", "IN", &[], date(2025, 4, 23)), ["pk-in-trade-2019"]);
    assert!(!bars("IN", "PK", &[], date(2025, 4, 24)).is_empty());
    // The United Kingdom had left the union; its own ban begins later.
    assert!(bars("RU", "GB", &["2709"], date(2022, 12, 6)).is_empty());
    assert_eq!(bars("RU", "GB", &["2709"], date(2023, 1, 1)), ["uk-ru-oil"]);
    // Japan's ban ends unless it is extended.
    assert!(bars("JP", "KP", &[], date(2027, 4, 14)).iter().all(|id| *id != "jp-kp"));
}

#[test]
fn goods_that_are_not_stated_are_concerned_in_part() {
    let of = Consignment { origin: country("RU"), destination: country("DE"), goods: &[] };
    let found = Restrictions::shipped().concerning(Register::shipped(), DAY, of);
    let coal = found.iter().find(|c| c.restriction.id == "eu-ru-coal").unwrap();
    assert_eq!(coal.reach, Reach::InPart);
    assert!(!coal.bars_trade());
}

#[test]
fn low_confidence_is_told_and_bars_nothing() {
    let of = Consignment { origin: country("IL"), destination: country("QA"), goods: &[] };
    let found = Restrictions::shipped().concerning(Register::shipped(), DAY, of);
    assert!(found.iter().any(|c| c.restriction.id == "qa-il" && !c.bars_trade()));
}

#[test]
fn goods_do_not_go_through_countries_that_refuse_them() {
    let on = |from: &str, to: &str, day| -> Vec<String> {
        let of = Consignment { origin: country(from), destination: country(to), goods: &[] };
        let found = Restrictions::shipped().concerning(Register::shipped(), day, of);
        no_transit(&found, Register::shipped(), day).keys().map(ToString::to_string).collect()
    };
    let through = |from: &str, to: &str| on(from, to, DAY);
    assert_eq!(through("KG", "IN"), ["PK"]);
    assert_eq!(through("PK", "NP"), ["IN"]);
    assert_eq!(through("ES", "DZ"), ["MA"]);
    assert!(through("KG", "AE").is_empty());
    // Neither end is a country of transit.
    assert_eq!(through("IN", "AF"), ["PK"]);
    // Goods of Afghanistan went out by Wagah until 2025, those of India never in.
    let december = date(2023, 12, 27);
    assert_eq!(on("IN", "RU", december), ["PK"]);
    assert_eq!(on("RU", "IN", december), ["PK"]);
    assert!(on("AF", "IN", december).is_empty());
}

#[test]
fn faults_name_the_row_and_its_line() {
    let row = |id: &str, rest: &str| {
        format!(
            "[[restriction]]\nid = {id:?}\ndeclared_by = [\"XX\"]\nkind = \"import-ban\"\n{rest}\nact = \"a\"\n\
             evidence = {{ source = \"s\", date = \"2026\", confidence = \"M\" }}\n"
        )
    };
    let whole = "origin = [\"ALL\"]\ndestination = [\"IN\"]";
    let twice = row("a", whole) + &row("a", whole);
    let told = |text: &str| Restrictions::parse("t.toml", text).unwrap_err().to_string();
    assert!(told(&twice).contains("stands twice"), "{}", told(&twice));
    assert!(told(&row("b", "origin = [\"IN\"]")).starts_with("t.toml:2:1: b: a ban needs"));
    let ends = format!("{whole}\nfrom = \"2025\"\nuntil = \"2024\"");
    assert!(told(&row("c", &ends)).contains("ends before it begins"));
    let all =
        row("d", &format!("{whole}\ntransit = [\"ALL\"]")).replace("import-ban", "transit-ban");
    assert!(told(&all).contains("ALL would close every one"), "{}", told(&all));
    assert!(told("[[restriction]]\nid = 1").contains("t.toml:2:6"));
}
