//! Any text is understood or refused in words: no reader of names, expressions or files panics.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::{Engine, Order, PlanRequest};
use corridor_planning::parameters::KnownPlaces;
use corridor_planning::scenario::Scenario;
use corridor_planning::{Cargo, IceClass, Parameters};
use corridor_trade::bom::Bill;
use corridor_trade::duty::Duty;
use corridor_trade::hs::{HsCode, Nomenclature};
use corridor_trade::origin::{ProductRules, Rule};
use corridor_trade::schedule::Schedule;
use corridor_trade::{Incoterm, PartialDate, Register, Usd};
use jiff::civil::date;
use proptest::prelude::*;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::open(corridor_data::WORLD).expect("the shipped network opens"));

/// Texts of any kind, and texts made of what readers look for, put together wrongly.
fn text(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let known = proptest::sample::select(pieces).prop_map(str::to_owned);
    let piece = prop_oneof![4 => known, 1 => ".{0,8}", 1 => "[0-9.,;()%°'NSEW\\- ]{0,8}"];
    prop_oneof![
        4 => proptest::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat()),
        1 => ".{0,80}",
    ]
}

const NAMES: &[&str] = &[
    "Mumbai",
    "INNSA",
    "IDNAH",
    ", ",
    " (",
    ")",
    "Port ",
    "Texas",
    "TX",
    "Korea",
    "Republic of",
    "UK",
    "18.95",
    "72.95",
    "1857N",
    "07257E",
    "°",
    "'",
    "N",
    " ",
    "Malta",
    "MN",
    "сити",
    "，",
    "IN NSA",
];
const EXPRESSIONS: &[&str] = &[
    "CTH", "CTSH", "CC", "WO", "RVC", "RVC40", "VNM", "50", "%", " or ", " and ", "(", ")",
    " with ", "except ", "8703", "8703.10", "from ", "30049099", "HS", "ch. ", "12", "fob",
    "2026-01", "USD ", "5%", "+", "max ", "min ", "per kg", "CIF", "FCA", "Arc7", ".", "-", "1e9",
];
const TABLES: &[&str] = &[
    "[[modification]]\n",
    "[[parameter]]\n",
    "[[party]]\n",
    "id = ",
    "\"sea.speed_kn\"\n",
    "value = ",
    "12.5\n",
    "unit = \"kn\"\n",
    "year = 2026\n",
    "close = \"suez\"\n",
    "set = \"wait_hours\"\n",
    "of = \"suez\"\n",
    "[",
    "]",
    "{",
    "}",
    "\n",
    "\"",
    "nan",
    "-inf",
    "1e999",
    "agreement,hs,rule\n",
    "safta,870310,CTH\n",
    "from,to,mode,hours\n",
    "INBOM,AEJEA,ferry,40\n",
    "level,id,name,hs\n",
    "importer,hs,duty\nIN,8703,70%\n",
    ",",
    ";",
    "\t",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn names_of_places_and_things(text in text(NAMES)) {
        if let Err(problem) = ENGINE.place(&text) {
            prop_assert!(!problem.detail.is_empty() && problem.detail.chars().count() < 2_500);
        }
        let _ = ENGINE.places(&text, 3);
        let avoid: Vec<String> = text.split(',').map(str::to_owned).collect();
        let asked = PlanRequest { avoid, ..PlanRequest::new("", "", date(2026, 6, 10)) };
        let _ = ENGINE.must_understand(&asked);
        let order = Order { ship: Some(text.clone()), commodity: Some(text), ..Order::default() };
        let _ = ENGINE.shipment(&order);
    }

    #[test]
    fn expressions(text in text(EXPRESSIONS)) {
        if let Ok(code) = text.parse::<HsCode>() {
            let _ = Nomenclature::shipped().title(&code);
        }
        if let Ok(rule) = text.parse::<Rule>() {
            // What is read is written and read again.
            prop_assert_eq!(rule.to_string().parse::<Rule>().ok(), Some(rule));
        }
        let _ = text.parse::<Duty>();
        let _ = text.parse::<Usd>();
        let _ = text.parse::<Incoterm>();
        let _ = text.parse::<PartialDate>();
        let _ = text.parse::<Cargo>();
        let _ = text.parse::<IceClass>();
    }

    #[test]
    fn files(text in text(TABLES)) {
        let _ = Scenario::parse(&text, "x.toml");
        let _ = Scenario::of_services(&text, "x.csv");
        let _ = Scenario::of_quotes(&text, "x.csv");
        let _ = Parameters::shipped().overlay(&text, "x.toml", &KnownPlaces::default());
        let _ = Register::shipped().with("x.toml", &text);
        let _ = ProductRules::read("x.csv", &text, |_| true);
        let _ = Schedule::default().with("x.csv", &text, Register::shipped());
        let _ = Bill::read("x.toml", &text);
        let _ = Bill::read("x.csv", &text);
    }
}
