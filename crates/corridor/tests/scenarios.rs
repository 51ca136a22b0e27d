//! Scenarios over the network that ships: each changes what it says, and what it says of itineraries
//! comes true.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::compare::{ChangeStatus, CompareRequest, FromTo, Goods};
use corridor::effect::TradeEffectRequest;
use corridor::scenarios::ScenarioSource;
use corridor::season::Passability;
use corridor::trade::{GoodsTerms, LandedCostRequest};
use corridor::{DistanceOptions, Engine, Mode, PlanRequest};
use corridor_planning::Parameters;
use corridor_planning::scenario::{apply_all, shipped};
use jiff::civil::date;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::open(corridor_data::WORLD).unwrap());

fn id(id: &str) -> ScenarioSource {
    ScenarioSource::Id(id.to_owned())
}

fn request(from: &str, to: &str) -> PlanRequest {
    PlanRequest::new(from, to, date(2026, 9, 1))
}

#[test]
fn every_shipped_scenario_changes_something_with_a_source_each() {
    for scenario in shipped() {
        let changed =
            apply_all(ENGINE.network(), Parameters::shipped(), std::slice::from_ref(scenario));
        let changed = changed.unwrap_or_else(|faults| panic!("{}: {faults}", scenario.id));
        let applied = &changed.applied[0];
        for change in &applied.changes {
            // Ice no thicker than so much is that already in some areas of a route.
            let is_one = change.is_one() || change.what.starts_with("ice of");
            assert!(is_one, "{}: {} stays {}", scenario.id, change.what, change.before);
            let evidence = change.evidence.as_ref().expect("a source");
            assert!(!evidence.source.is_empty() && evidence.date.len() >= 4, "{}", scenario.id);
        }
        assert!(applied.changes_anything() && !scenario.about.is_empty());
        let agreements_alone = ["india-eaeu-fta", "india-russia-investment-treaty"];
        assert_eq!(applied.changes_plans(), !agreements_alone.contains(&scenario.id.as_str()));
        assert_eq!(scenario.file, format!("{}.toml", scenario.id));
    }
}

#[test]
fn distances_too_keep_off_what_a_scenario_shuts() {
    let options = |allow: &[&str]| DistanceOptions {
        mode: Mode::Sea,
        avoid: Vec::new(),
        allow: allow.iter().map(ToString::to_string).collect(),
        on: date(2026, 9, 1),
        strict_status: false,
        max_snap_km: 50.0,
    };
    let shut = ENGINE.supposing(&[id("suez-closed")]).unwrap();
    let open = ENGINE.distance("INNSA", "NLRTM", &options(&[])).unwrap();
    let round = shut.distance("INNSA", "NLRTM", &options(&[])).unwrap();
    assert!(open.passages.contains(&"suez".to_owned()));
    assert!(!round.passages.contains(&"suez".to_owned()), "{:?}", round.passages);
    let avoided = DistanceOptions { avoid: vec!["suez".into()], ..options(&[]) };
    assert_eq!(round.distance_m, ENGINE.distance("INNSA", "NLRTM", &avoided).unwrap().distance_m);
    // Who allows it by name has it.
    assert_eq!(
        shut.distance("INNSA", "NLRTM", &options(&["suez"])).unwrap().distance_m,
        open.distance_m
    );
}

#[test]
fn a_scenario_applied_twice_is_the_same_as_once() {
    for scenario in shipped() {
        let apply = |n: usize| {
            apply_all(ENGINE.network(), Parameters::shipped(), &vec![scenario.clone(); n]).unwrap()
        };
        let (once, twice) = (apply(1), apply(2));
        assert_eq!(once.facts, twice.facts, "{}", scenario.id);
        assert_eq!(once.parameters, twice.parameters, "{}", scenario.id);
        assert_eq!((once.conditions, once.added), (twice.conditions, twice.added));
        assert!(twice.applied[1].notes[0].contains("applied once"));
    }
}

#[test]
fn suez_closed_sends_mumbai_rotterdam_round_the_cape() {
    let asked = CompareRequest {
        plan: request("Mumbai", "Rotterdam"),
        runs: vec![vec![id("base")], vec![id("suez-closed")]],
        goods: None,
        trade: None,
    };
    let answer = ENGINE.compare(&asked).unwrap();
    assert_eq!(answer.runs[0].scenario, "base");
    assert_eq!(answer.runs[1].scenario, "suez-closed");
    assert_eq!(answer.runs[1].applied[0].hash.len(), 64);
    let status = |id: &str| answer.changes.iter().find(|c| c.corridor == id).map(|c| c.status);
    assert_eq!(status("suez"), Some(ChangeStatus::Gone));
    let suez = answer.changes.iter().find(|c| c.corridor == "suez").unwrap();
    assert!(suez.reason.as_ref().unwrap().contains("suez"), "{:?}", suez.reason);
    assert_eq!(status("cape"), Some(ChangeStatus::Same), "nothing on the way round it has changed");
    let shortest = |run: usize, corridor: &str| {
        let ways = answer.runs[run].itineraries.iter();
        ways.filter(|i| i.corridors.iter().any(|c| c == corridor)).map(|i| i.duration_s).min()
    };
    let (suez, cape) = (shortest(0, "suez").unwrap(), shortest(1, "cape").unwrap());
    assert!(cape > suez + 5 * 86_400, "{cape} {suez}");
    assert!(answer.runs[1].itineraries.iter().all(|i| !i.passages.contains(&"suez".to_owned())));
}

#[test]
fn all_that_the_talks_spoke_of_is_what_its_parts_suppose() {
    let named = |id: &str| shipped().iter().find(|s| s.id == id).unwrap();
    let parts = [
        "rasht-astara-railway",
        "chennai-vladivostok-liner",
        "nsr-year-round",
        "india-eaeu-fta",
        "india-russia-investment-treaty",
    ];
    let parts = parts.iter().flat_map(|id| &named(id).modifications);
    let parts: Vec<_> = parts.map(|m| (&m.change, &m.evidence)).collect();
    let all = &named("india-russia-talks-2023").modifications;
    assert_eq!(all.iter().map(|m| (&m.change, &m.evidence)).collect::<Vec<_>>(), parts);
}

#[test]
fn rasht_astara_carries_trains_once_it_is_open() {
    let engine = ENGINE.supposing(&[id("rasht-astara-railway")]).unwrap();
    // Whether it is worth offering follows from prices; asked for, it is shown.
    let mut request = request("Mumbai", "Moscow");
    request.via = vec!["instc-west".to_owned()];
    let answer = engine.plan(&request).unwrap();
    assert_eq!(answer.meta.scenario, "rasht-astara-railway");
    let west = answer.itineraries.iter().find(|i| i.corridors.iter().any(|c| c == "instc-west"));
    let legs = &west.expect("the western branch is offered").legs;
    assert!(legs.iter().any(|l| l.kind == "rail" && l.countries.iter().any(|c| c == "IR")));
}

#[test]
fn the_liner_to_vladivostok_is_sailed() {
    let engine = ENGINE.supposing(&[id("chennai-vladivostok-liner")]).unwrap();
    let answer = engine.plan(&request("Chennai", "Vladivostok")).unwrap();
    let best = &answer.itineraries[0];
    assert_eq!(best.corridors, ["chennai-vladivostok"]);
    assert!(best.legs.iter().any(|leg| leg.name == "Chennai - Vladivostok container line"));
    // It goes by Malacca: with that closed it does not sail.
    let mut request = request("Chennai", "Vladivostok");
    request.avoid = vec!["malacca".to_owned()];
    let answer = engine.plan(&request).unwrap();
    let legs = answer.itineraries.iter().flat_map(|i| &i.legs);
    assert_eq!(legs.filter(|leg| leg.name.contains("container line")).count(), 0);
}

#[test]
fn the_northern_sea_route_is_open_all_year_for_arc4_if_so_supposed() {
    let season = |engine: &Engine| engine.season("nsr", 2026).unwrap();
    let closed = |season: &corridor::season::SeasonResponse, class: &str| {
        let row = season.rows.iter().find(|row| row.subject == class).unwrap();
        row.halves.iter().filter(|half| half.state == Passability::Closed).count()
    };
    let (base, supposed) =
        (season(&ENGINE), season(&ENGINE.supposing(&[id("nsr-year-round")]).unwrap()));
    assert!(closed(&base, "Arc4") > 4, "{}", closed(&base, "Arc4"));
    assert_eq!(closed(&supposed, "Arc4"), 0);
    assert_eq!(supposed.scenario, "nsr-year-round");
    assert!(base.parts.len() > 5 && base.rows.len() == 10);
    for pair in base.rows.windows(2) {
        assert!(
            closed(&base, &pair[0].subject) >= closed(&base, &pair[1].subject),
            "classes in order"
        );
    }
    let don = ENGINE.season("volga-don", 2026).unwrap();
    assert!(!don.by_ice_class);
    assert_eq!(don.rows[0].halves[0].state, Passability::Closed, "January");
    assert_eq!(don.rows[0].halves[13].state, Passability::Open, "July");
    let misspelt = ENGINE.season("nrs", 2026).unwrap_err();
    assert!(misspelt.action.contains("nsr"), "{misspelt}");
    assert_eq!(ENGINE.season("malacca", 2026).unwrap_err().code, "season-none");
}

fn table(text: &str) -> ScenarioSource {
    ScenarioSource::File { name: "rates.csv".into(), text: text.into() }
}

#[test]
fn a_quote_prices_the_voyage_it_is_for_in_its_direction_and_on_its_days() {
    let quotes = "from,to,equipment,usd,surcharges,carrier,valid_until\n\
                  CNSHA,NLRTM,40hc,1500,baf=100; ets=45; -peak=300,MSC,2026-12-31\n\
                  CNSHA,NLRTM,40,1900,,COSCO,\n\
                  CNSHA,NLRTM,20,900,,MSC,\n";
    let mine = ENGINE.supposing(&[table(quotes)]).unwrap();
    let freight = |engine: &Engine, request: &PlanRequest| {
        let answer = engine.plan(request).unwrap();
        let by_sea = |i: &&corridor::ItineraryView| {
            i.legs.iter().filter(|leg| leg.distance_m > 100_000).all(|leg| leg.kind == "sea")
        };
        let way = answer.itineraries.iter().find(by_sea).unwrap();
        let told = way.warnings.iter().find(|w| w.code == "quoted").map(|w| w.text.clone());
        let sea: f64 =
            way.legs.iter().filter(|leg| leg.kind == "sea").map(|leg| leg.cost_usd).sum();
        let all: f64 = way.legs.iter().map(|leg| leg.cost_usd).sum();
        assert!((all - way.cost_usd).abs() < 0.1, "{all} {}", way.cost_usd);
        (sea, told, answer.meta.warnings)
    };
    let out = PlanRequest::new("CNSHA", "NLRTM", date(2026, 4, 1));
    let (sea, told, _) = freight(&mine, &out);
    let told = told.unwrap();
    assert!((sea - 1645.0).abs() < 0.01, "{sea}");
    assert!(told.contains("of MSC in rates, line 2") && told.contains("1645 USD"), "{told}");
    let (market, none, _) = freight(&ENGINE, &out);
    assert!(none.is_none() && market > 1900.0, "{market}");
    let mut later = out.clone();
    later.depart = date(2027, 2, 1);
    assert!((freight(&mine, &later).0 - 1900.0).abs() < 0.01, "the other one still holds");
    let mut one = out.clone();
    one.order.teu = Some(1.0);
    assert!((freight(&mine, &one).0 - 900.0).abs() < 0.01, "a twenty-foot box alone");
    let (_, back, warnings) = freight(&mine, &PlanRequest::new("NLRTM", "CNSHA", date(2026, 4, 1)));
    assert!(back.is_none() && warnings.iter().any(|w| w.contains("none of the 3 quotes")));
    let wrong = "from,to,equipment,usd\nCNSHA,Jinan (rail),40,1\n";
    let refused = ENGINE.supposing(&[table(wrong)]).err().unwrap().to_string();
    assert!(refused.contains("rates.csv:2:1") && refused.contains("no port"), "{refused}");
}

#[test]
fn names_and_files_that_are_wrong_say_where_and_what() {
    let unknown = ENGINE.supposing(&[id("suez-close")]).err().unwrap();
    assert_eq!(unknown.code, "scenario-unknown");
    assert!(unknown.action.contains("suez-closed"));
    let file = |text: &str| {
        let source = ScenarioSource::File { name: "mine.toml".into(), text: text.into() };
        ENGINE.supposing(&[source]).err().unwrap().to_string()
    };
    let text = "id = \"x\"\n[[modification]]\nsuppose = \"india-eaue-fta\"\n";
    assert!(file(text).contains("mine.toml:3:11: there is no agreement"), "{}", file(text));
    assert!(file(text).contains("india-eaeu-fta"));
    let text = "id = \"x\"\n[[modification]]\nclose = \"Suezz\"\n[[modification]]\nset = \"sea.sped_kn\"\nvalue = 3\n";
    let both = file(text);
    assert!(both.contains("mine.toml:3:9") && both.contains("did you mean \"suez\""), "{both}");
    assert!(both.contains("mine.toml:5:7") && both.contains("sea.speed_kn"), "{both}");
}

#[test]
fn the_schema_in_the_docs_is_that_of_the_program() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/scenario.schema.json");
    let mut schema = serde_json::to_string_pretty(&corridor::scenarios::scenario_schema()).unwrap();
    schema.push('\n');
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    if committed != schema && std::env::var_os("ACCEPT").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).is_ok_and(|text| text == schema),
        "docs/scenario.schema.json is out of date: run this test with ACCEPT=1"
    );
}

#[test]
fn landed_cost_and_duty_stand_beside_what_scenarios_change() {
    let goods = |suppose: &[&str]| Goods {
        hs: "300490".to_owned(),
        origin: "IN".to_owned(),
        value_usd: "250000".to_owned(),
        terms: GoodsTerms {
            suppose: suppose.iter().map(ToString::to_string).collect(),
            ..GoodsTerms::default()
        },
    };
    let asked = |scenario: &str, suppose: &[&str]| CompareRequest {
        plan: request("Mumbai", "Moscow"),
        runs: vec![vec![id("base")], vec![id(scenario)]],
        goods: Some(goods(suppose)),
        trade: None,
    };
    let answer = ENGINE.compare(&asked("india-eaeu-fta", &["india-eaeu-fta=0"])).unwrap();
    // The same as landed cost says of the same way.
    let own = LandedCostRequest {
        plan: request("Mumbai", "Moscow"),
        hs: "300490".to_owned(),
        origin: "IN".to_owned(),
        value_usd: "250000".to_owned(),
        terms: GoodsTerms::default(),
    };
    let own = ENGINE.landed_cost(&own).unwrap();
    let run = &answer.runs[0];
    assert_eq!(run.landed.len(), run.itineraries.len());
    for (way, landed) in run.itineraries.iter().zip(&run.landed) {
        let same = own.itineraries.iter().find(|view| view.id == way.id).unwrap();
        let landed = landed.as_ref().unwrap();
        assert_eq!(
            (landed.landed_usd, landed.known_usd),
            (same.shown.landed_usd, same.shown.known_usd)
        );
    }
    let sum = |by: &str| answer.sums.iter().find(|sum| sum.by == by).unwrap();
    for by in ["best", "landed"] {
        let figures = &sum(by).figures;
        assert_eq!(sum(by).status, ChangeStatus::Better, "{by}");
        assert_eq!(figures.duty_usd.unwrap().to, Some(0.0));
        let landed = figures.landed_usd.unwrap();
        assert!(landed.to < landed.from);
    }
    // Where the duty is not known, a sum without it is no gain and no loss.
    let early = CompareRequest {
        plan: PlanRequest::new("Mumbai", "Moscow", date(2023, 12, 27)),
        ..asked("india-eaeu-fta", &["india-eaeu-fta=0"])
    };
    let answer = ENGINE.compare(&early).unwrap();
    let best = &answer.sums[0];
    assert_eq!((best.by, best.status), ("best", ChangeStatus::Same));
    let figures = &best.figures;
    assert_eq!(figures.duty_usd.unwrap().from, None);
    assert_eq!(figures.landed_usd.unwrap(), FromTo { from: None, to: None });
    assert!(answer.sums.iter().all(|sum| sum.by != "landed"));
    // A duty under an agreement that no world supposes is a mistake.
    let problem =
        ENGINE.compare(&asked("rasht-astara-railway", &["india-eaeu-fta=0"])).unwrap_err();
    assert_eq!(problem.code, "suppose-nowhere");
    assert!(problem.action.contains("--scenario india-eaeu-fta"), "{problem}");
}

#[test]
fn the_effect_on_trade_beside_a_comparison_is_that_of_trade_effect() {
    let mut asked = CompareRequest {
        plan: request("Mumbai", "Moscow"),
        runs: vec![vec![id("base")], vec![id("india-eaeu-fta")]],
        goods: None,
        trade: Some(vec!["india-eaeu-fta=0".to_owned()]),
    };
    let answer = ENGINE.compare(&asked).unwrap();
    assert_eq!(answer.trade.len(), 1, "the world as it is does nothing to itself");
    let run = &answer.trade[0];
    assert_eq!(run.scenario, "india-eaeu-fta");
    let own = TradeEffectRequest {
        suppose: vec!["india-eaeu-fta=0".to_owned()],
        steps: 0,
        ..TradeEffectRequest::new(run.as_of.parse().unwrap())
    };
    let own = ENGINE.trade_effect(&own).unwrap();
    assert_eq!((run.countries.len(), run.flows.len(), run.missing.len()), (2, 2, 0));
    for country in &run.countries {
        let same = own.countries.iter().find(|one| one.id == country.id).unwrap();
        assert_eq!(country.real_income_percent.to_bits(), same.real_income_percent.to_bits());
        assert!(country.exports_percent > 0.0, "{country:?}");
    }
    // What the duty is under the agreement, the user has to say.
    asked.trade = Some(Vec::new());
    assert_eq!(ENGINE.compare(&asked).unwrap_err().code, "duty-invalid");
    // Of a country without a row nothing is said.
    let asked = CompareRequest {
        plan: request("Mumbai", "Tehran"),
        runs: vec![vec![id("hormuz-closed")]],
        goods: None,
        trade: Some(Vec::new()),
    };
    let answer = ENGINE.compare(&asked).unwrap();
    assert_eq!(answer.trade[0].missing, ["IR"]);
}
