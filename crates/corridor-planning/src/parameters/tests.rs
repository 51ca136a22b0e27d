use super::*;
use crate::rates::Rates;
use corridor_network::fact::Confidence;
use std::fs;

pub(super) const HEAD: &str = "[meta]\ntitle = \"t\"\ncurrency = \"USD\"\nprice_year = 2024\n\n\n";

/// A file with one row; its id stands in line 8, its own lines begin with 13.
pub(super) fn row(id: &str, unit: &str, more: &str) -> String {
    format!(
        "{HEAD}[[parameter]]\nid = \"{id}\"\nunit = \"{unit}\"\nyear = 2024\nsource = \"s\"\n\
         confidence = \"L\"\n{more}\n"
    )
}

fn sheet(id: &str, more: &str) -> Result<Sheet, Faults> {
    Sheet::parse(&row(id, "kn", more), "test.toml")
}

pub(super) fn country(code: &str) -> CountryCode {
    code.parse().unwrap()
}

#[test]
fn every_shipped_figure_has_unit_year_source_and_confidence() {
    let set = Parameters::shipped();
    for row in set.iter() {
        assert!(!row.unit.is_empty() && row.origin == Origin::Shipped, "{row}");
        assert!(row.source.len() > 15, "{row}: {:?} is no source", row.source);
        assert!(!row.source.contains("MEM"), "{row}: {:?} is no source", row.source);
        assert!((1990..=2026).contains(&row.year), "{row} {}", row.year);
        assert_eq!(row.price_year.is_some(), limits::price(&row.unit).is_some(), "{row}");
        if row.is_judgement() {
            assert_eq!(row.confidence, Confidence::L, "{row} is a judgement");
        }
    }
}

/// Ids that are read elsewhere than in [`Rates`], with the file that reads them.
const READ_ELSEWHERE: [(&str, &str); 5] = [
    ("passage.toll_usd_per_feu", "src/price/tables.rs"),
    ("passage.toll_usd_per_t", "src/price/tables.rs"),
    ("shipment.car_mass_t", "src/shipment/size.rs"),
    ("shipment.default_mass_t_per_feu", "src/shipment/size.rs"),
    ("shipment.default_value_usd", "src/shipment.rs"),
];

/// The set with another value of `id` in a scope, and what the planner makes of it.
fn rates_with(id: &str, scope: &Scope) -> String {
    let mut set = Parameters::shipped().clone();
    let mut row = set.at(id, scope).clone();
    row.value = row.value * 0.5 + 0.1;
    match scope {
        Scope::Country(code) => row.country = Some(*code),
        Scope::Market(market) => row.market = Some(market.clone()),
        Scope::Passage(_) | Scope::World => {}
    }
    set.put(row);
    format!("{:?}", Rates::new(&set))
}

#[test]
fn nothing_is_listed_that_nothing_reads() {
    let set = Parameters::shipped();
    assert!(IDS.is_sorted_by_key(|row| row.0));
    for row in set.iter() {
        assert!(IDS.iter().any(|id| id.0 == row.id), "{row} is read by nothing: list it in IDS");
        let finer = match row.scope() {
            Scope::World => continue,
            Scope::Country(_) => Reach::Country,
            Scope::Passage(_) => Reach::Passage,
            Scope::Market(_) if row.id == "sea.gate_usd_per_feu" => Reach::Gate,
            Scope::Market(_) => Reach::Market,
        };
        assert_eq!(Reach::of(&row.id), finer, "{row} is not read there");
    }
    let shipped = format!("{:?}", Rates::new(set));
    // A code without figures of its own, so that only the new one can matter.
    let nowhere = Scope::Country(country("ZZ"));
    for (id, reach) in IDS {
        let elsewhere = READ_ELSEWHERE.iter().find(|row| row.0 == id).map(|row| row.1);
        let of_spread = id.starts_with("reliability.").then_some("src/reliability/element.rs");
        if let Some(file) = elsewhere.or(of_spread) {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(&format!("\"{id}\"")), "{id} is not read by {file}");
            continue;
        }
        let scope = match reach {
            // Every gate has a figure of its own.
            Reach::Gate => Scope::Market("out-of-asia-westward".to_owned()),
            _ => Scope::World,
        };
        assert!(rates_with(id, &scope) != shipped, "{id} changes nothing");
        let of_china = Scope::Market("china".to_owned());
        let by_market = rates_with(id, &of_china) != shipped;
        assert_eq!(by_market, reach == Reach::Market, "{id} by market");
        let by_country = rates_with(id, &nowhere) != shipped;
        assert_eq!(by_country, reach == Reach::Country, "{id} by country");
    }
}

#[test]
fn files_of_the_directory_and_the_shipped_set_are_the_same() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/parameters");
    let read = Parameters::read_dir(&dir).unwrap();
    assert_eq!(read.rows.len(), Parameters::shipped().rows.len());
}

#[test]
fn a_country_without_a_row_has_the_world_default() {
    let set = Parameters::shipped();
    let id = "rail.speed_km_per_day";
    assert!(set.for_country(id, country("RU")).value > set.get(id));
    assert_eq!(set.for_country(id, country("FJ")).value, set.get(id));
    assert_eq!(set.for_country(id, CountryCode::NONE).value, set.get(id));
    let toll = "passage.toll_usd_per_feu";
    assert!(set.for_passage(toll, "suez").value > 0.0);
    assert_eq!(set.for_passage(toll, "gibraltar").value, 0.0);
}

#[test]
fn a_set_is_refused_that_collides_or_lacks_a_default() {
    let said =
        |sheets: &[Sheet]| Parameters::from_sheets(sheets.iter().cloned()).unwrap_err().to_string();
    let twice = sheet("sea.speed_kn", "value = 12").unwrap();
    assert!(said(&[twice.clone(), twice.clone()]).contains("given twice"));
    assert!(said(std::slice::from_ref(&twice)).contains("has no world default"));
    let other = row("sea.speed_kn", "km/h", "value = 12\ncountry = \"RU\"");
    let other = Sheet::parse(&other, "other.toml").unwrap();
    assert!(said(&[twice, other]).contains("unit \"km/h\" where the other rows have \"kn\""));
}

#[test]
fn a_wrong_file_is_refused_with_line_and_column() {
    let said = |more: &str| sheet("sea.speed_kn", more).unwrap_err().to_string();
    assert!(said("value = -1").starts_with("test.toml:13:9: parameter \"sea.speed_kn\": value -1"));
    assert!(said("value = nan").contains("test.toml:13:9") && said("value = inf").contains("inf"));
    assert!(said("value = 0").contains("0.0 kn is outside 0.1 to 100"));
    assert!(said("value = \"12 kn\"").starts_with("test.toml:13:9: invalid type: string"));
    assert!(said("value = 1\nvlaue = 2").starts_with("test.toml:14:1: unknown field `vlaue`"));
    assert!(said("value = 1\ncountry = \"Russia\"").contains("two-letter country code"));
    let both = said("value = 1\nmarket = \"china\"\npassage = \"suez\"");
    assert!(both.starts_with("test.toml:14:10") && both.contains("exclude each other"), "{both}");
    let both = said("value = 1\ncountry = \"RU\"\npassage = \"suez\"");
    assert!(both.starts_with("test.toml:15:11") && both.contains("exclude each other"), "{both}");
    let unsourced = row("sea.speed_kn", "kn", "value = 1")
        .replace("source = \"s\"", "")
        .replace("confidence = \"L\"", "");
    let message = Sheet::parse(&unsourced, "t.toml").unwrap_err().to_string();
    assert!(message.contains("source is missing") && message.contains("confidence is missing"));
    let euros = row("sea.speed_kn", "kn", "value = 1").replace("USD", "EUR");
    let message = Sheet::parse(&euros, "e.toml").unwrap_err().to_string();
    assert!(message.starts_with("e.toml:3:12") && message.contains("EUR"), "{message}");
}
