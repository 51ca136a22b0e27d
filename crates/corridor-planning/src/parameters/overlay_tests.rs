use super::tests::{HEAD, country, row};
use super::*;

fn known() -> KnownPlaces {
    KnownPlaces {
        countries: [country("RU"), country("KZ")].into(),
        passages: ["suez".to_owned(), "panama".to_owned()].into(),
        markets: ["china".to_owned(), "korea".to_owned()].into(),
        gates: ["eastward".to_owned()].into(),
    }
}

fn laid_over(set: &Parameters, text: &str) -> Parameters {
    set.overlay(text, "folder/mine.toml", &known()).unwrap()
}

fn refused(text: &str) -> String {
    Parameters::shipped().overlay(text, "mine.toml", &known()).unwrap_err().to_string()
}

#[test]
fn an_overlay_replaces_and_adds_and_touches_nothing_else() {
    let set = Parameters::shipped();
    let first = laid_over(set, &row("sea.speed_kn", "kn", "value = 12"));
    assert_eq!(first.get("sea.speed_kn"), 12.0);
    assert_eq!(first.iter().count(), set.iter().count());
    let text = row("rail.speed_km_per_day", "km/day", "value = 90\ncountry = \"RU\"");
    let second = laid_over(&first, &text);
    assert_eq!(second.for_country("rail.speed_km_per_day", country("RU")).value, 90.0);
    let kept: Vec<_> = second.iter().filter(|row| !row.is_users()).collect();
    assert!(kept.iter().all(|row| set.iter().any(|other| other == *row)));
    assert_eq!(kept.len(), set.iter().count() - 2);
    assert_eq!(second.overlays().len(), 2);
    assert_eq!((second.overlays()[1].values, second.overlays()[1].changed), (1, 1));
    assert_eq!(second.overlays()[1].file, "mine.toml");
    assert_eq!(second.of_overlay(1).count(), 1);
}

#[test]
fn later_files_go_over_earlier_ones_and_equal_values_change_nothing() {
    let first = laid_over(Parameters::shipped(), &row("sea.speed_kn", "kn", "value = 12"));
    let both = laid_over(&first, &row("sea.speed_kn", "kn", "value = 11"));
    assert_eq!(both.get("sea.speed_kn"), 11.0);
    assert_eq!((both.of_overlay(0).count(), both.of_overlay(1).count()), (0, 1));
    let same = laid_over(Parameters::shipped(), &row("sea.speed_kn", "kn", "value = 16"));
    assert_eq!((same.overlays()[0].values, same.overlays()[0].changed), (1, 0));
    let none = laid_over(Parameters::shipped(), HEAD);
    assert_eq!((none.overlays()[0].values, none.overlays()[0].changed), (0, 0));
}

#[test]
fn a_users_figure_needs_no_source_and_is_called_the_users() {
    let text = "[[parameter]]\nid = \"sea.speed_kn\"\nvalue = 12\nunit = \"kn\"\nyear = 2026\n";
    let set = laid_over(Parameters::shipped(), text);
    let row = set.at("sea.speed_kn", &Scope::World);
    assert_eq!(row.cited(), "user, mine.toml (2026)");
    assert_eq!(row.confidence, corridor_network::fact::Confidence::L);
    let sourced = laid_over(&set, &format!("{text}source = \"log of the ship\"\n"));
    let row = sourced.at("sea.speed_kn", &Scope::World);
    assert_eq!(row.cited(), "user, mine.toml: log of the ship (2026)");
}

#[test]
fn faults_name_place_value_and_what_to_do() {
    let kn = |id: &str, more: &str| refused(&row(id, "kn", more));
    assert_eq!(
        kn("sea.sped_kn", "value = 12"),
        "mine.toml:8:6: there is no parameter \"sea.sped_kn\"; did you mean \"sea.speed_kn\"?"
    );
    assert!(kn("nonsense", "value = 12").contains("`corridor parameters` lists them"));
    let unit = refused(&row("rail.speed_km_per_day", "km/h", "value = 20"));
    assert!(unit.starts_with("mine.toml:9:8: ") && unit.contains("by 24"), "{unit}");
    let zone = kn("sea.speed_kn", "value = 12\ncountry = \"RU\"");
    assert!(zone.starts_with("mine.toml:14:11") && zone.contains("whole world"), "{zone}");
    let toll = |more: &str| refused(&row("passage.toll_usd_per_feu", "USD/FEU", more));
    let message = toll("value = 1\npassage = \"suz\"");
    assert!(message.contains("did you mean \"suez\"?"), "{message}");
    assert!(toll("value = 1\ncountry = \"RU\"").contains("by passage"));
    let quay = |more: &str| refused(&row("sea.loading_usd_per_feu", "USD/FEU", more));
    assert!(quay("value = 1\nmarket = \"chima\"").contains("did you mean \"china\"?"));
    assert!(quay("value = 1\nmarket = \"eastward\"").contains("there is no sea market"));
    assert!(quay("value = 1\ncountry = \"RU\"").contains("by market, not by country"));
    let gate = refused(&row("sea.gate_usd_per_feu", "USD/FEU", "value = 1\nmarket = \"china\""));
    assert!(gate.contains("there is no gate \"china\""), "{gate}");
    let rail = |more: &str| refused(&row("rail.speed_km_per_day", "km/day", more));
    assert!(rail("value = 90\npassage = \"suez\"").contains("by country"));
    assert!(rail("value = 90\nmarket = \"china\"").contains("by country, not by market"));
    assert!(rail("value = 90\ncountry = \"XQ\"").contains("code of no country"));
    let text = row("sea.speed_kn", "kn", "value = 12");
    let twice = text.clone() + text.strip_prefix(HEAD).unwrap();
    assert!(refused(&twice).starts_with("mine.toml:15:6: ") && refused(&twice).contains("twice"));
}

#[test]
fn other_money_is_refused_with_the_conversion() {
    let text = row("feeder.base_usd_per_feu", "USD/FEU", "value = 900");
    let euros = refused(&text.replace("currency = \"USD\"", "currency = \"EUR\""));
    assert!(euros.contains("USD that one EUR cost in 2024"), "{euros}");
    let unit = refused(&text.replace("USD/FEU", "EUR/FEU"));
    assert!(unit.contains("USD that one EUR cost in 2024"), "{unit}");
    let old = refused(&text.replace("price_year = 2024", "price_year = 2019"));
    assert!(old.starts_with("mine.toml:4:14: ") && old.contains("over that of 2019"), "{old}");
    let unsaid = refused(&text.replace("price_year = 2024", ""));
    assert!(unsaid.contains("write price_year = 2024"), "{unsaid}");
    // Where nothing is a price, years and money do not matter.
    let speed = row("sea.speed_kn", "kn", "value = 12").replace("2024", "2019");
    assert_eq!(laid_over(Parameters::shipped(), &speed).get("sea.speed_kn"), 12.0);
}

#[test]
fn all_faults_of_a_file_are_told_in_the_order_of_its_lines() {
    let first = row("sea.sped_kn", "kn", "value = -1");
    let second = row("rail.headway_hours", "day", "value = 2");
    let text = first + second.strip_prefix(HEAD).unwrap();
    let lines: Vec<String> = refused(&text).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert!(lines[0].starts_with("mine.toml:8:6:") && lines[1].starts_with("mine.toml:13:9:"));
    assert!(lines[2].contains("by 24"), "{lines:#?}");
}
