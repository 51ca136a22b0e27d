//! Costs of trade from the network: what scenarios do to the ways of boxes between countries.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::Engine;
use corridor::effect::{CarriageView, TradeEffectRequest, TradeEffectResponse};
use corridor::scenarios::ScenarioSource;
use jiff::civil::date;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::open(corridor_data::WORLD).unwrap());

/// A line between India and Russia that is better than any there is, whatever prices hold.
const FAST_LINE: &str = r#"
id = "fast-line"
name = "A fast line"
about = "Ships between Nhava Sheva and Novorossiysk in five days."

[[modification]]
add = "service"
id = "fast-line"
name = "Nhava Sheva - Novorossiysk"
between = ["INNSA", "RUNVS"]
kind = "feeder"
km = 8000
hours = 120
sailings_per_week = 7
evidence = { source = "made up for a test", date = "2026", confidence = "L" }
"#;

fn scenario(id: &str) -> ScenarioSource {
    let (name, text) = (id.to_owned(), FAST_LINE.to_owned());
    if id == "fast-line" { ScenarioSource::File { name, text } } else { ScenarioSource::Id(name) }
}

fn request(scenarios: &[&str], suppose: &[&str]) -> TradeEffectRequest {
    TradeEffectRequest {
        scenarios: scenarios.iter().map(|id| scenario(id)).collect(),
        suppose: suppose.iter().map(ToString::to_string).collect(),
        steps: 0,
        ..TradeEffectRequest::new(date(2026, 9, 1))
    }
}

fn ask(scenarios: &[&str], suppose: &[&str]) -> TradeEffectResponse {
    ENGINE.trade_effect(&request(scenarios, suppose)).unwrap()
}

fn carriage(answer: &TradeEffectResponse) -> &CarriageView {
    answer.carriage.as_ref().unwrap()
}

fn real_income(answer: &TradeEffectResponse, id: &str) -> f64 {
    answer.countries.iter().find(|c| c.id == id).unwrap().real_income_percent
}

#[test]
fn a_new_way_lowers_costs_of_trade_and_raises_none() {
    let answer = ask(&["fast-line"], &[]);
    let pairs = &carriage(&answer).pairs;
    let between = |o: &str, d: &str| pairs.iter().find(|p| p.origin == o && p.destination == d);
    for (o, d) in [("IN", "RU"), ("RU", "IN")] {
        let pair = between(o, d).unwrap_or_else(|| panic!("{o} to {d}: {pairs:?}"));
        assert!(pair.factor < 1.0, "{pair:?}");
    }
    assert!(pairs.iter().all(|pair| pair.factor < 1.0 + 1e-6), "{pairs:?}");
    assert!(real_income(&answer, "RU") > 0.0);
    let said = answer.warnings.iter().any(|w| w.contains("40-foot box"));
    assert!(said && answer.carriage.is_some());
}

#[test]
fn a_closure_raises_costs_and_lowers_income() {
    let answer = ask(&["suez-closed"], &[]);
    let pairs = &carriage(&answer).pairs;
    assert!(pairs.len() > 20, "{}", pairs.len());
    assert!(pairs.iter().all(|pair| pair.factor > 1.0 - 1e-6));
    let pair = pairs.iter().find(|p| (p.origin.as_str(), p.destination.as_str()) == ("IN", "DE"));
    let pair = pair.unwrap();
    assert!(pair.days.to > pair.days.from || pair.cost_usd.to > pair.cost_usd.from, "{pair:?}");
    assert!(real_income(&answer, "IN") < 0.0);
}

#[test]
fn corridor_and_agreement_go_together() {
    let both = ask(&["fast-line", "india-eaeu-fta"], &["india-eaeu-fta=0"]);
    let agreement = ask(&[], &["india-eaeu-fta=0"]);
    let same = ask(&["india-eaeu-fta"], &["india-eaeu-fta=0"]);
    assert!(same.carriage.is_none(), "an agreement changes no way");
    for (a, b) in agreement.countries.iter().zip(&same.countries) {
        assert_eq!(a.real_income_percent.to_bits(), b.real_income_percent.to_bits());
    }
    let exports = |answer: &TradeEffectResponse| {
        answer.countries.iter().find(|c| c.id == "RU").unwrap().exports_percent
    };
    assert!(exports(&both) > exports(&agreement));
}

#[test]
fn what_cannot_be_reckoned_is_refused() {
    let problem = ENGINE.trade_effect(&request(&["india-eaeu-fta"], &[])).unwrap_err();
    assert_eq!(problem.code, "duty-invalid");
    assert!(problem.action.contains("--suppose india-eaeu-fta=0"), "{problem}");
    let one_sector = TradeEffectRequest {
        one_sector: true,
        elasticity: corridor::effect::ElasticityChoice::Uniform(5.0),
        ..request(&["suez-closed"], &[])
    };
    let problem = ENGINE.trade_effect(&one_sector).unwrap_err();
    assert_eq!(problem.code, "sector-unknown");
    let problem = ENGINE.trade_effect(&request(&["suez-close"], &[])).unwrap_err();
    assert!(problem.action.contains("suez-closed"), "{problem}");
}
