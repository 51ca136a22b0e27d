use super::*;
use crate::parameters::{Parameters, Scope};
use corridor_network::fact::{State, status_on};
use corridor_network::{Facts, Network, Parts};
use jiff::civil::date;

const TABLES: &str = r#"
countries = [{ code = "IR", name = "Iran" }, { code = "KZ", name = "Kazakhstan" }]

[[passages]]
id = "suez"
name = "Suez Canal"
aliases = ["Suezkanal"]
kind = "canal"
open_by_default = true
wait_hours = 9.0
limits = { draught_m = 20.1 }
evidence = { source = "test", date = "2024", confidence = "H" }

[[passages]]
id = "vilkitsky"
name = "Vilkitsky Strait"
kind = "arctic"
group = "arctic"
open_by_default = false
gates = [[[101.0, 77.5], [101.0, 78.0]]]
evidence = { source = "test", date = "2024", confidence = "H" }

[[areas]]
id = "taymyr"
name = "Taymyr"
kind = "ice"
ring = [[95, 77], [107, 77], [107, 79], [95, 79]]
ice_tenths = [10, 10, 10, 10, 10, 8, 4, 0, 0, 2, 8, 10]
ice_cm = [85, 100, 120, 140, 150, 130, 90, 0, 0, 10, 40, 60]
evidence = { source = "test", date = "2024", confidence = "L" }

[[borders]]
id = "khorgos_altynkol"
mode = "rail"
sides = [{ name = "Khorgos", country = "CN", at = [80.4, 44.2] }, { name = "Altynkol", country = "KZ", at = [80.3, 44.2] }]
evidence = { source = "test", date = "2024", confidence = "H" }

[[lines]]
id = "rasht-astara-railway"
name = "Rasht - Astara railway"
mode = "rail"
course = [[49.5, 37.2], [48.8, 38.4]]
status = [{ state = "planned", report = "not built", evidence = { source = "test", date = "2024", confidence = "H" } }]
evidence = { source = "test", date = "2024", confidence = "H" }

[[corridors]]
id = "suez"
name = "Suez route"
course = "by Suez"
through = [["suez"]]
evidence = []

[[corridors]]
id = "nsr"
name = "Northern Sea Route"
course = "along the coast"
through = [["vilkitsky"]]
sketch = [[60, 71], [100, 78], [179, 70], [-175, 68]]
evidence = []

[[events]]
affects = ["suez", "vilkitsky"]
from = "2023-11-19"
report = "Attacks"
state = "disrupted"
evidence = { source = "test", date = "2024", confidence = "M" }
"#;

fn network() -> Network {
    let facts: Facts = toml::from_str(TABLES).unwrap();
    let mut parts = Parts { facts, ..Parts::default() };
    parts.columns.first_bend = vec![0];
    parts.columns.feature_sets = vec![Vec::new()].into();
    Network::new(parts, "test".into()).unwrap()
}

fn scenario(modifications: &str) -> Scenario {
    Scenario::parse(&format!("id = \"mine\"\n{modifications}"), "folder/mine.toml").unwrap()
}

fn applied(scenarios: &[Scenario]) -> Changed {
    apply_all(&network(), Parameters::shipped(), scenarios).unwrap()
}

/// What is said of a scenario that cannot be read or applied.
fn refused(modifications: &str) -> String {
    let text = format!("id = \"mine\"\n{modifications}");
    let read = Scenario::parse(&text, "mine.toml");
    let result = read.and_then(|s| apply_all(&network(), Parameters::shipped(), &[s]));
    result.unwrap_err().to_string()
}

#[test]
fn things_are_closed_and_opened_over_spans_of_days() {
    let text = "[[modification]]\nclose = \"Suezkanal\"\nfrom = \"2027-01-01\"\nuntil = \"2027-06-30\"\n\
                [[modification]]\nopen = \"rasht-astara-railway\"\nfrom = \"2028-01-01\"\n";
    let changed = applied(&[scenario(text)]);
    let state = |day| status_on(&changed.facts.passages[0].status, day).map(|p| p.state);
    assert_eq!(state(date(2026, 12, 31)), None);
    assert_eq!(state(date(2027, 6, 30)), Some(State::Closed));
    assert_eq!(state(date(2027, 7, 1)), None);
    let line = |day| status_on(&changed.facts.lines[0].status, day).unwrap().state;
    assert_eq!((line(date(2027, 1, 1)), line(date(2028, 1, 1))), (State::Planned, State::Open));
    let changes = &changed.applied[0].changes;
    assert_eq!((changes[0].before.as_str(), changes[0].after.as_str()), ("open", "closed"));
    assert_eq!((changes[1].before.as_str(), changes[1].after.as_str()), ("planned", "open"));
    assert!(changed.facts.passages[0].status[0].report.contains("scenario mine"));
    assert_eq!(changed.facts.corridors[0].status, [], "the corridor of the same name is untouched");
    let corridor = applied(&[scenario("[[modification]]\nclose = \"corridor:suez\"\n")]);
    assert_eq!(corridor.facts.corridors[0].status[0].state, State::Closed);
    assert!(corridor.facts.passages[0].status.is_empty());
}

#[test]
fn what_is_supposed_open_is_not_reported_on_for_those_days() {
    let text = "[[modification]]\nopen = \"suez\"\nfrom = \"2027-01-01\"\nuntil = \"2027-12-31\"\n";
    let events = applied(&[scenario(text)]).facts.events;
    let on = |day| {
        let is_on = |e: &&corridor_network::fact::Event| {
            e.affects.contains(&"suez".to_owned())
                && e.from <= day
                && e.until.is_none_or(|u| day <= u)
        };
        events.iter().filter(is_on).count()
    };
    assert_eq!((on(date(2026, 12, 31)), on(date(2027, 5, 5)), on(date(2028, 1, 1))), (1, 0, 1));
    assert_eq!(events.iter().filter(|e| e.affects.contains(&"vilkitsky".to_owned())).count(), 1);
}

#[test]
fn figures_are_set_multiplied_and_added_to_from_the_world_as_it_is() {
    let text = "[[modification]]\nset = \"wait_hours\"\nof = \"suez\"\nplus = 24\n\
                [[modification]]\nset = \"dwell_hours\"\nof = \"khorgos_altynkol\"\nvalue = 4.75\n\
                [[modification]]\nset = \"rail.speed_km_per_day\"\ncountry = \"KZ\"\nvalue = 1200\nunit = \"km/day\"\n\
                [[modification]]\nset = \"sea.speed_kn\"\ntimes = 0.5\n";
    let changed = applied(&[scenario(text)]);
    assert_eq!(changed.facts.passages[0].wait_hours, 33.0);
    assert_eq!(changed.facts.borders[0].dwell_hours, Some(4.75));
    let kz = "KZ".parse().unwrap();
    let speed = changed.parameters.for_country("rail.speed_km_per_day", kz);
    assert_eq!(speed.value, 1200.0);
    assert!(speed.cited().starts_with("scenario mine: supposed"), "{}", speed.cited());
    let base = Parameters::shipped().get("sea.speed_kn");
    assert_eq!(changed.parameters.get("sea.speed_kn"), base / 2.0);
    // A factor without a place holds for every place.
    let all =
        applied(&[scenario("[[modification]]\nset = \"rail.speed_km_per_day\"\ntimes = 2\n")]);
    for row in Parameters::shipped().iter().filter(|row| row.id == "rail.speed_km_per_day") {
        assert_eq!(all.parameters.at(&row.id, &row.scope()).value, 2.0 * row.value, "{row}");
    }
    // A value without a place is for where there is no figure.
    let world =
        applied(&[scenario("[[modification]]\nset = \"rail.speed_km_per_day\"\nvalue = 600\n")]);
    assert_eq!(world.parameters.at("rail.speed_km_per_day", &Scope::World).value, 600.0);
    assert_ne!(world.parameters.for_country("rail.speed_km_per_day", kz).value, 600.0);
    assert!(world.applied[0].changes[0].note.contains("keep figures of their own"));
}

#[test]
fn ice_years_come_later_and_thinner() {
    let text = "[[modification]]\nice = \"nsr\"\nlater_months = 1\nthickness_times = 0.5\ncover_times = 1.5\n";
    let area = applied(&[scenario(text)]).facts.areas[0].clone();
    assert_eq!(area.ice_cm[..3], [30.0, 42.5, 50.0]);
    assert_eq!(area.ice_tenths[6..8], [10.0, 6.0], "no more than all of the water");
    for name in ["taymyr", "arctic", "vilkitsky", "all"] {
        assert_eq!(areas_named(network().facts(), name).unwrap(), [0], "{name}");
    }
    let capped =
        applied(&[scenario("[[modification]]\nice = \"all\"\nthickness_at_most_cm = 80\n")]);
    assert_eq!(capped.facts.areas[0].ice_cm[3..6], [80.0, 80.0, 80.0]);
    assert!(
        refused("[[modification]]\nice = \"suez\"\ncover_times = 0\n").contains("no area with ice")
    );
}

#[test]
fn of_a_stack_the_later_goes_before_the_earlier_and_says_so() {
    let first = scenario("[[modification]]\nset = \"sea.speed_kn\"\nvalue = 12\n");
    let mut second = scenario("[[modification]]\nset = \"sea.speed_kn\"\ntimes = 0.5\n");
    second.id = "other".into();
    let both = applied(&[first.clone(), second.clone()]);
    let base = Parameters::shipped().get("sea.speed_kn");
    assert_eq!(both.parameters.get("sea.speed_kn"), base / 2.0, "from the world as it is");
    assert!(
        both.applied[1].notes[0].contains("goes before = 12 kn of mine"),
        "{:?}",
        both.applied[1]
    );
    assert_eq!(applied(&[second, first.clone()]).parameters.get("sea.speed_kn"), 12.0);
    let twice = applied(&[first.clone(), first.clone()]);
    assert_eq!(twice.parameters, applied(&[first]).parameters);
    let open = scenario("[[modification]]\nopen = \"suez\"\nreport = \"again\"\n");
    let closed = scenario("[[modification]]\nclose = \"suez\"\n");
    let state = |stack: &[Scenario]| {
        status_on(&applied(stack).facts.passages[0].status, date(2027, 1, 1)).unwrap().state
    };
    assert_eq!(state(&[closed.clone(), open.clone()]), State::Open);
    assert_eq!(state(&[open, closed]), State::Closed);
}

#[test]
fn what_changes_nothing_says_so() {
    let nothing = applied(&[scenario("")]);
    assert!(nothing.applied[0].notes[0].contains("changes nothing"));
    let same =
        applied(&[scenario("[[modification]]\nset = \"wait_hours\"\nof = \"suez\"\nvalue = 9\n")]);
    assert!(same.applied[0].notes[0].contains("changes nothing"));
    assert!(!same.applied[0].changes[0].is_one());
    let trade = applied(&[scenario("[[modification]]\nsuppose = \"india-eaeu-fta\"\n")]);
    assert!(trade.applied[0].notes[0].contains("changes no itinerary"));
    assert_eq!(trade.supposed[0].agreement, "india-eaeu-fta");
}

#[test]
fn faults_say_where_they_stand_and_what_was_meant() {
    for (text, line, words) in [
        ("[[modification]]\nclose = \"Suec\"\n", "3:9", "did you mean \"suez\"?"),
        ("[[modification]]\nclose = \"Iran\"\n", "3:9", "is a country"),
        ("[[modification]]\nclose = \"taymyr\"\n", "3:9", "`ice` changes its ice"),
        ("[[modification]]\nclose = \"corridor:nrs\"\n", "3:9", "\"nsr\""),
        ("[[modification]]\nclsoe = \"suez\"\n", "3:1", "did you mean \"close\"?"),
        (
            "[[modification]]\nevidence = { source = \"x\", date = \"2024\", confidence = \"L\" }\n",
            "2:",
            "does nothing",
        ),
        ("[[modification]]\nclose = \"suez\"\nopen = \"suez\"\n", "4:8", "two"),
        ("[[modification]]\nclose = \"suez\"\nvalue = 3\n", "4:9", "does not go with close"),
        ("[[modification]]\nclose = \"suez\"\nstate = \"limited\"\n", "4:9", "use open"),
        ("[[modification]]\nclose = \"suez\"\nfrom = \"2027-02-30\"\n", "4:8", ""),
        ("[[modification]]\nclose = \"suez\"\nfrom = \"1027-02-03\"\n", "4:8", "1990"),
        (
            "[[modification]]\nclose = \"suez\"\nfrom = \"2027-02-03\"\nuntil = \"2026-01-01\"\n",
            "5:9",
            "before",
        ),
        ("[[modification]]\nset = \"sea.speed_km\"\nvalue = 3\n", "3:7", "sea.speed_kn"),
        (
            "[[modification]]\nset = \"sea.speed_kn\"\nvalue = 30\nunit = \"km/h\"\n",
            "3:7",
            "multiply",
        ),
        ("[[modification]]\nset = \"sea.speed_kn\"\nvalue = -3\n", "3:7", "negative"),
        ("[[modification]]\nset = \"sea.speed_kn\"\nvalue = 3\ntimes = 2\n", "5:9", "exclude"),
        ("[[modification]]\nset = \"sea.speed_kn\"\n", "3:7", "one of value"),
        ("[[modification]]\nset = \"sea.speed_kn\"\nvalue = nan\n", "4:9", "finite"),
        (
            "[[modification]]\nset = \"sea.speed_kn\"\ncountry = \"KZ\"\nvalue = 3\n",
            "3:7",
            "whole world",
        ),
        ("[[modification]]\nset = \"wait_hour\"\nof = \"suez\"\nvalue = 3\n", "3:7", "wait_hours"),
        (
            "[[modification]]\nset = \"dwell_hours\"\nof = \"khorgos_altynkol\"\ntimes = 2\n",
            "3:7",
            "give value",
        ),
        ("[[modification]]\nset = \"wait_hours\"\nof = \"suez\"\nvalue = 1e9\n", "3:7", "outside"),
        ("[[modification]]\nice = \"nsr\"\n", "3:7", "needs one of"),
        ("[[modification]]\nice = \"nsr\"\nlater_months = 9\n", "4:16", "outside"),
        ("[[modification]]\nadd = \"service\"\nid = \"x\"\nhours = 3\n", "3:7", "missing"),
        (
            "[[modification]]\nadd = \"link\"\nid = \"x\"\nbetween = [\"A\", \"B\"]\nmode = \"sea\"\n",
            "6:8",
            "service",
        ),
        (
            "[[modification]]\nclose = \"suez\"\n[[modification]]\nopen = \"suez\"\n",
            "5:8",
            "line 3",
        ),
        (
            "[[modification]]\nset = \"sea.speed_kn\"\nvalue = 3\n[[modification]]\nset = \"sea.speed_kn\"\nvalue = 3\n",
            "6:7",
            "set twice",
        ),
    ] {
        let told = refused(text);
        assert!(told.contains(&format!("mine.toml:{line}")), "{text}\n{told}");
        assert!(told.contains(words), "{text}\n{told}");
    }
    let two = refused("[[modification]]\nclose = \"xyz\"\n[[modification]]\nclose = \"zyx\"\n");
    assert_eq!(two.lines().count(), 2, "all faults are told");
    assert!(
        Scenario::parse("id = \"My Own\"\n", "x.toml")
            .unwrap_err()
            .to_string()
            .contains("x.toml:1:6")
    );
    assert!(Scenario::parse("not toml", "x.toml").unwrap_err().to_string().contains("x.toml:1"));
}

#[test]
fn the_hash_is_of_what_is_said_and_of_nothing_else() {
    let one = scenario("[[modification]]\nclose = \"suez\" # for now\n");
    let other = Scenario::parse(
        "id = \"x\"\nname = \"X\"\n[[modification]]\n  close   = 'suez'\n  report = \"r\"\n",
        "x.toml",
    );
    assert_eq!(one.hash(), other.unwrap().hash());
    assert_ne!(one.hash(), scenario("[[modification]]\nopen = \"suez\"\n").hash());
    assert_ne!(one.hash(), scenario("").hash());
}

#[test]
fn the_list_of_shipped_scenarios_is_that_of_the_folder() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/scenarios");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut listed: Vec<&str> = SHIPPED.iter().map(|(file, _)| *file).collect();
    listed.sort_unstable();
    assert_eq!(files, listed);
    assert_eq!(shipped().len(), SHIPPED.len());
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_fail_otherwise_than_by_words(text in ".{0,200}") {
        if let Err(faults) = Scenario::parse(&text, "x.toml") {
            assert!(faults.to_string().starts_with("x.toml:"));
        }
    }

    #[test]
    fn amounts_reckon_from_the_world_as_it_is(times in 0.01f64..10.0, hours in 0.0f64..500.0) {
        let text = format!(
            "[[modification]]\nset = \"sea.call_hours_per_1000nm\"\ntimes = {times}\n\
             [[modification]]\nset = \"wait_hours\"\nof = \"suez\"\nvalue = {hours}\n"
        );
        let (once, twice) = (applied(&[scenario(&text)]), applied(&[scenario(&text), scenario(&text)]));
        assert_eq!(&once.parameters, &twice.parameters);
        assert_eq!(&once.facts, &twice.facts);
        assert_eq!(once.facts.passages[0].wait_hours, hours);
    }
}
