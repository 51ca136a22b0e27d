use super::*;
use corridor_network::fact::Confidence;

const HEAD: &str = "[meta]\ntitle = \"t\"\ncurrency = \"USD\"\nprice_year = 2024\nnote = \"\"\n\n";

fn row(id: &str, more: &str) -> String {
    format!(
        "{HEAD}[[parameter]]\nid = \"{id}\"\nunit = \"kn\"\nyear = 2024\nsource = \"s\"\n\
         confidence = \"L\"\n{more}\n"
    )
}

fn sheet(id: &str, more: &str) -> Result<Sheet, ParameterError> {
    Sheet::parse(&row(id, more), "test.toml")
}

fn country(code: &str) -> CountryCode {
    code.parse().unwrap()
}

#[test]
fn the_shipped_set_is_complete_and_sourced() {
    let set = Parameters::shipped();
    for row in set.iter() {
        assert!(IDS.contains(&row.id.as_str()), "{} is read by nothing: list it in IDS", row.id);
        assert!(row.source.len() > 15, "{}: {:?} is no source", row.id, row.source);
        assert!(!row.source.contains("MEM"), "{}: {:?} is no source", row.id, row.source);
        assert!((2000..=2026).contains(&row.year), "{} {}", row.id, row.year);
        if row.is_judgement() {
            assert_eq!(row.confidence, Confidence::L, "{} is a judgement", row.id);
        }
    }
    assert!(IDS.is_sorted());
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
fn an_overlay_replaces_and_adds() {
    let set = Parameters::shipped();
    let over = set.overlay(&sheet("sea.speed_kn", "value = 12").unwrap()).unwrap();
    assert_eq!(over.get("sea.speed_kn"), 12.0);
    assert_eq!(over.iter().count(), set.iter().count());
    let over =
        over.overlay(&sheet("sea.speed_kn", "value = 9\ncountry = \"RU\"").unwrap()).unwrap();
    assert_eq!(over.for_country("sea.speed_kn", country("RU")).value, 9.0);
    assert_eq!(over.get("sea.speed_kn"), 12.0);
}

#[test]
fn errors_name_place_value_and_what_to_do() {
    let set = Parameters::shipped();
    let said = |result: Result<Parameters, ParameterError>| result.unwrap_err().to_string();
    let misspelt = sheet("sea.sped_kn", "value = 12").unwrap();
    assert_eq!(
        said(set.overlay(&misspelt)),
        "test.toml:7:1: there is no parameter \"sea.sped_kn\"; did you mean \"sea.speed_kn\"?"
    );
    let unit = sheet("rail.speed_km_per_day", "value = 12").unwrap();
    assert!(said(set.overlay(&unit)).contains("unit \"kn\" where the other rows have \"km/day\""));
    let twice = sheet("sea.speed_kn", "value = 12").unwrap();
    let message = said(Parameters::from_sheets([twice.clone(), twice.clone()]));
    assert!(message.contains("given twice"), "{message}");
    let message = said(Parameters::from_sheets([twice]));
    assert!(message.contains("has no world default"), "{message}");
}

#[test]
fn a_wrong_file_is_refused_with_line_and_column() {
    let said = |more: &str| sheet("sea.speed_kn", more).unwrap_err().to_string();
    assert!(said("value = -1").contains("-1 is not a number of zero or more"));
    assert!(said("value = nan").starts_with("test.toml:7:1: parameter \"sea.speed_kn\""));
    assert!(said("value = 1\nvlaue = 2").contains("vlaue"));
    assert!(said("value = 1\nvlaue = 2").starts_with("test.toml:14:1"));
    assert!(said("value = 1\ncountry = \"Russia\"").contains("two-letter country code"));
    let both = said("value = 1\ncountry = \"RU\"\npassage = \"suez\"");
    assert!(both.contains("exclude each other"));
    let euros = row("sea.speed_kn", "value = 1").replace("USD", "EUR");
    let message = Sheet::parse(&euros, "e.toml").unwrap_err().to_string();
    assert!(message.starts_with("e.toml:3:1") && message.contains("EUR"), "{message}");
}
