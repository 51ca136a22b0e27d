//! What texts stand for in the network that ships: codes, countries, namesakes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use corridor::{DistanceOptions, Engine, Mode, PlanRequest};
use jiff::civil::date;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::open(corridor_data::WORLD).expect("the shipped network opens"));

fn country_of(text: &str) -> String {
    match ENGINE.place(text) {
        Ok(place) => place.country.to_string(),
        Err(problem) => panic!("{text}: {problem}"),
    }
}

fn refused(text: &str) -> corridor::Problem {
    match ENGINE.place(text) {
        Ok(place) => panic!("{text} was read as {}", place.label),
        Err(problem) => problem,
    }
}

#[test]
fn a_code_that_is_not_known_is_never_a_town_elsewhere() {
    // Five capitals of which two are a country; several are names of towns when folded.
    for text in ["INXXX", "IDNAH", "TOKYO", "TRUSK", "RUXXX", "PARIS", "SEOUL", "USZZZ"] {
        let problem = refused(text);
        assert_eq!(problem.code, "place-unknown", "{problem}");
        assert!(problem.detail.contains("UN/LOCODE of"), "{problem}");
    }
    assert!(refused("TOKYO").detail.contains("Tokyo, Japan"));
    assert!(refused("IDNAH").detail.contains("Indonesia"));
    // In small letters they are names; capitals that begin with no country are names too.
    assert_eq!(country_of("tokyo"), "JP");
    assert_eq!(country_of("MILAN"), "IT");
    assert_eq!(country_of("INNSA"), "IN");
    // Whatever the code, what is found lies in its country.
    for terminal in &ENGINE.network().facts().terminals {
        let Some(code) = terminal.locode else { continue };
        if let Ok(place) = ENGINE.place(code.as_str()) {
            assert_eq!(place.country, terminal.country, "{}", code.as_str());
        }
    }
}

#[test]
fn places_are_found_in_countries_by_the_names_people_use() {
    for (text, country) in [
        ("Istanbul, Turkey", "TR"),
        ("Istanbul, Türkiye", "TR"),
        ("London, UK", "GB"),
        ("Liverpool, England", "GB"),
        ("Aberdeen, Scotland", "GB"),
        ("Busan, Korea", "KR"),
        ("Busan, Korea, Republic of", "KR"),
        ("Busan, Republic of Korea", "KR"),
        ("Shanghai, PRC", "CN"),
        ("Piraeus, EL", "GR"),
        ("Hong Kong, China", "HK"),
        ("Taipei, Taiwan (Province of China)", "TW"),
        ("Taipei, Taiwan, Province of China", "TW"),
        ("Bandar Abbas, Iran (Islamic Republic of)", "IR"),
        ("Moscow, Russian Federation", "RU"),
        ("Haiphong, Viet Nam", "VN"),
        ("Houston, TX", "US"),
        ("Houston, Texas", "US"),
        ("Duluth, MN", "US"),
        ("Savannah, Georgia", "US"),
        ("Portland, ME", "US"),
        ("Vancouver, BC", "CA"),
        ("Perth, WA", "AU"),
        ("Seattle, WA", "US"),
        ("Mumbai, Maharashtra, India", "IN"),
        ("Тбилиси, Грузия", "GE"),
    ] {
        assert_eq!(country_of(text), country, "{text}");
    }
    let at = |text: &str| ENGINE.place(text).unwrap().at;
    assert!(at("Portland, ME").lng() > -75.0 && at("Portland, OR").lng() < -120.0);
    assert!(at("Portland, Oregon, USA").lng() < -120.0);
}

#[test]
fn the_name_of_a_country_is_no_town_of_another() {
    for (text, country) in [
        ("Malta", "MT"),
        ("Singapore", "SG"),
        ("Mauritius", "MU"),
        ("Nauru", "NR"),
        ("Bahrain", "BH"),
        ("Kuwait", "KW"),
        ("Djibouti", "DJ"),
        ("Hong Kong", "HK"),
        ("Мальта", "MT"),
    ] {
        assert_eq!(country_of(text), country, "{text}");
    }
    for text in ["Peru", "India", "Lebanon", "Sri Lanka", "Georgia", "Cuba", "Norway", "Poland"] {
        let problem = refused(text);
        assert_eq!(problem.code, "place-country", "{text}: {problem}");
    }
    assert!(refused("Sri Lanka").detail.contains("Colombo"));
    // A name of Grenada in other languages, and of towns in none of which all live.
    assert_eq!(refused("Granada").code, "place-ambiguous");
}

#[test]
fn capitals_and_famous_places_come_before_small_towns() {
    for (text, country) in [
        ("Athens", "GR"),
        ("Kingston", "JM"),
        ("Paris", "FR"),
        ("Birmingham", "GB"),
        ("Alexandria", "EG"),
        ("Tripoli", "LY"),
        ("Santiago", "CL"),
    ] {
        assert_eq!(country_of(text), country, "{text}");
    }
    // The name of a capital is the capital, or nothing is decided for the asker.
    for country in &ENGINE.network().facts().countries {
        if country.capital.is_empty() {
            continue;
        }
        match ENGINE.place(&country.capital) {
            Ok(place) => assert_eq!(place.country, country.code, "{}", country.capital),
            Err(problem) => assert_eq!(problem.code, "place-ambiguous", "{problem}"),
        }
    }
    let problem = refused("Port Stanley");
    assert_eq!(problem.code, "place-ambiguous");
    assert!(problem.detail.contains("Falkland") && problem.detail.contains("Canada"), "{problem}");
    let first = &ENGINE.places("Troy", 5).unwrap().places[0];
    assert!(first.name.starts_with("Troy"), "{}", first.name);
}

#[test]
fn countries_can_be_avoided_and_gone_through_by_name() {
    let way = |avoid: &str| {
        let options = DistanceOptions {
            mode: Mode::Rail,
            avoid: avoid.split(';').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
            allow: Vec::new(),
            on: date(2026, 6, 10),
            strict_status: false,
            max_snap_km: 50.0,
        };
        ENGINE.distance("Berlin", "Moscow", &options).map(|answer| answer.distance_m)
    };
    let (free, by_code) = (way("").unwrap(), way("BY").unwrap());
    assert_ne!(free, by_code);
    for name in ["Belarus", "belarus", "Беларусь", "Byelorussia"] {
        assert_eq!(way(name).unwrap(), by_code, "{name}");
    }
    // The comma of a list may be the comma of a name.
    assert_eq!(way("Korea;Republic of;Belarus").unwrap(), by_code);
    for name in ["Iran", "UK", "USA", "Korea, Republic of", "Turkey", "Türkiye", "EL", "Nauru"] {
        assert!(way(name).is_ok(), "{name}");
    }
    let problem = way("Irann").unwrap_err();
    assert_eq!(problem.code, "name-unknown");
    assert!(problem.action.contains("Iran"), "{problem}");
    let asked = PlanRequest::new("Mumbai", "Moscow", date(2026, 6, 10));
    let via = |name: &str| {
        let request = PlanRequest { via: vec![name.to_owned()], ..asked.clone() };
        let itineraries = ENGINE.plan(&request).unwrap().itineraries;
        assert!(!itineraries.is_empty());
        itineraries.iter().all(|i| i.countries.iter().any(|c| c == "IR"))
    };
    assert!(via("Iran") && via("Iran, Islamic Republic of"));
    let many = vec!["suez".to_owned(); 40];
    let problem = ENGINE.plan(&PlanRequest { via: many, ..asked }).unwrap_err();
    assert_eq!(problem.code, "names-too-many");
}
