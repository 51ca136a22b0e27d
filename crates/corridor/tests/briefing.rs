//! The briefing that ships: what it says follows from the engine's other answers.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::Engine;
use corridor::agreements::CoverageRequest;
use corridor::briefing::{
    BriefingRequest, BriefingResponse, BriefingSource, ItemView, ShipmentEffect, html, parts,
};
use corridor::compare::ChangeStatus;
use corridor::effect::TradeEffectRequest;
use jiff::civil::{Date, date};
use std::ops::ControlFlow;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::open(corridor_data::WORLD).unwrap());
const NOW: Date = date(2026, 11, 29);

fn asked(source: BriefingSource) -> BriefingRequest {
    BriefingRequest { source, as_of: NOW }
}

static ANSWER: LazyLock<BriefingResponse> = LazyLock::new(|| {
    let source = BriefingSource::Id("india-russia-2023".to_owned());
    ENGINE.briefing(&asked(source), &|_, _, _| ControlFlow::Continue(())).unwrap()
});

fn item(id: &str) -> &'static ItemView {
    ANSWER.items.iter().find(|item| item.id == id).unwrap()
}

fn effect(id: &str, shipment: &str, day: &str) -> &'static ShipmentEffect {
    let all = &item(id).supposed.as_ref().unwrap().shipments;
    all.iter().find(|e| e.shipment == shipment && e.day == day).unwrap()
}

const THEN: &str = "2023-12-27";
const TODAY: &str = "2026-11-29";

#[test]
fn every_part_of_the_talks_is_there_with_a_source() {
    let ids: Vec<&str> = ANSWER.items.iter().map(|item| item.id.as_str()).collect();
    let parts = [
        "instc",
        "chennai-vladivostok",
        "northern-sea-route",
        "free-trade-area",
        "investment-treaty",
        "energy",
        "joint-production",
    ];
    assert_eq!(ids, parts);
    for item in &ANSWER.items {
        assert!(!item.said.is_empty() && !item.sources.is_empty(), "{}", item.id);
        assert!(item.sources.iter().all(|e| e.date.starts_with("2023-12")), "{}", item.id);
        assert!(!item.unknown.is_empty(), "{}", item.id);
    }
    assert_eq!((ANSWER.then.as_str(), ANSWER.now.as_str()), (THEN, TODAY));
}

#[test]
fn what_stands_is_what_the_register_and_the_corridors_say() {
    let corridor = &item("instc").corridors[0];
    assert_eq!((corridor.then.as_str(), corridor.now.as_str()), ("limited", "disrupted"));
    assert!(corridor.reports.iter().any(|report| report.date == "2026-03-11"));
    let talks = &item("free-trade-area").agreements[0];
    assert_eq!(talks.then.as_deref(), Some("proposed"));
    assert_eq!(talks.now.as_deref(), Some("negotiating"));
    let dates: Vec<&str> = talks.since.iter().map(|event| event.date.as_str()).collect();
    assert_eq!(dates, ["2024-04-23", "2025-08-20", "2025-11-26"]);
    // What was not there yet says so.
    let programme = &item("chennai-vladivostok").agreements[1];
    assert_eq!((programme.then.as_deref(), programme.now.as_deref()), (None, Some("in-force")));
}

#[test]
fn a_duty_that_falls_away_lowers_landed_cost_on_the_same_way() {
    let sums = &effect("free-trade-area", "medicines", TODAY).sums;
    let best = &sums.iter().find(|sum| sum.by == "best").unwrap().figures;
    assert_eq!(best.duration_p50_s.from, best.duration_p50_s.to, "no way changes");
    assert_eq!(best.cost_usd.from, best.cost_usd.to);
    let duty = best.duty_usd.unwrap();
    assert!(duty.from.unwrap() > 1_000.0, "{duty:?}");
    assert_eq!(duty.to, Some(0.0));
    let landed = best.landed_usd.unwrap();
    let saved = landed.from.unwrap() - landed.to.unwrap();
    // The tax on imports is levied on the duty too.
    assert!(saved >= duty.from.unwrap() - 0.01, "{saved} {duty:?}");
    // The duties of 2023 are not known by line: nothing is said to be saved.
    let then = &effect("free-trade-area", "medicines", THEN).sums[0].figures;
    assert_eq!(then.duty_usd.unwrap().from, None);
    assert_eq!(then.landed_usd.unwrap().from, None);
}

#[test]
fn each_way_that_is_supposed_makes_a_way_better_or_new() {
    for (id, shipment, corridor) in [
        ("instc", "boxes-north", "instc-west"),
        ("chennai-vladivostok", "boxes-east", "chennai-vladivostok"),
        ("northern-sea-route", "arctic-winter", "nsr"),
    ] {
        let changes = &effect(id, shipment, THEN).corridors;
        let change = changes.iter().find(|change| change.corridor == corridor);
        let change = change.unwrap_or_else(|| panic!("{id}: {changes:?}"));
        let is_good = matches!(change.status, ChangeStatus::Better | ChangeStatus::New);
        assert!(is_good, "{id}: {change:?}");
    }
    let seasons = &item("northern-sea-route").supposed.as_ref().unwrap().seasons;
    let arc4 = seasons.iter().find(|s| s.ice_class == "Arc4" && s.day == THEN).unwrap();
    let sailed = |n: usize| arc4.open[n] + arc4.escorted[n];
    assert!(sailed(1) == 24 && sailed(0) < 24, "{arc4:?}");
}

#[test]
fn all_together_are_no_worse_than_each_alone() {
    let together = ANSWER.together.as_ref().unwrap();
    assert_eq!(together.scenario, "india-russia-talks-2023");
    let best = |effect: &ShipmentEffect| {
        let sum = effect.sums.iter().find(|sum| sum.by == "landed")?;
        sum.figures.landed_usd?.to
    };
    for item in &ANSWER.items {
        for alone in item.supposed.iter().flat_map(|view| &view.shipments) {
            let all = together.shipments.iter();
            let mut all = all.filter(|e| e.shipment == alone.shipment && e.day == alone.day);
            let (Some(alone), Some(all)) = (best(alone), best(all.next().unwrap())) else {
                continue;
            };
            assert!(all <= alone + 0.01, "{}: {all} {alone}", item.id);
        }
    }
}

#[test]
fn trade_is_what_trade_effect_says() {
    let own = TradeEffectRequest {
        suppose: vec!["india-eaeu-fta=0".to_owned()],
        steps: 0,
        ..TradeEffectRequest::new(NOW)
    };
    let own = ENGINE.trade_effect(&own).unwrap();
    let told = &item("free-trade-area").supposed.as_ref().unwrap().trade;
    let told = told.iter().find(|on| on.day == TODAY).unwrap();
    assert_eq!(told.countries.len(), 2);
    for country in &told.countries {
        let same = own.countries.iter().find(|c| c.id == country.id).unwrap();
        assert_eq!(country.exports_percent.to_bits(), same.exports_percent.to_bits());
        assert!(country.exports_percent > 0.0);
    }
    // A treaty on investment changes no duty and no way.
    assert!(item("investment-treaty").supposed.as_ref().unwrap().trade.is_empty());
}

#[test]
fn investments_are_covered_as_the_register_says() {
    let views = &item("investment-treaty").investments;
    for view in views.iter().filter(|view| !view.supposed) {
        let own = CoverageRequest {
            parties: vec!["IN".to_owned(), "RU".to_owned()],
            invested: view.invested.parse().unwrap(),
            as_of: view.day.parse().unwrap(),
            with: Vec::new(),
        };
        let own = ENGINE.coverage(&own).unwrap();
        assert_eq!((view.covered, &view.summary), (own.covered, &own.summary));
    }
    let covered = |invested: &str, supposed: bool| {
        let mut all = views.iter().filter(|v| v.invested == invested && v.supposed == supposed);
        all.next().unwrap().covered
    };
    assert_eq!(covered("2005-06-01", false), Some(true));
    assert_eq!(covered("2019-06-01", false), Some(false));
    let points: Vec<f64> = item("investment-treaty").premiums.iter().map(|p| p.percent).collect();
    assert_eq!(points.len(), 3);
    assert!((points[2] - 0.45).abs() < 1e-9);
}

#[test]
fn works_break_even_where_the_saving_pays_their_cost() {
    let works = &item("instc").supposed.as_ref().unwrap().works;
    assert_eq!(works.len(), 2);
    for view in works {
        let (Some(npv), Some(carriage), Some(time)) =
            (view.npv_usd, view.saving_usd_per_t, view.time_usd_per_t)
        else {
            continue;
        };
        // Four years of works, thirty of use, at 6 % a year.
        let d = |year: i32| 1.06_f64.powi(-year);
        let cost: f64 = (0..4).map(|year| view.cost_usd / 4.0 * d(year)).sum();
        let years: f64 = (4..=34).map(d).sum();
        let saved = (carriage + time) * years;
        assert!((npv - (saved * view.tonnes_a_year - cost)).abs() < 1e-6 * cost, "{view:?}");
        if let Some(tonnes) = view.break_even_tonnes_a_year {
            assert!((tonnes - cost / saved).abs() < 1e-6 * tonnes, "{view:?}");
        }
        assert!(!view.evidence.source.is_empty());
    }
    assert!(works.iter().any(|view| view.npv_usd.is_some()), "{works:?}");
}

#[test]
fn words_and_page_have_every_part_and_every_column() {
    let parts = parts(&ANSWER);
    assert_eq!(parts.len(), 1 + ANSWER.items.len() + 3);
    for part in &parts {
        for sheet in &part.tables {
            let columns = sheet.heads.len();
            assert!(sheet.rows.iter().all(|row| row.len() == columns), "{}", sheet.title);
        }
    }
    let page = html(&ANSWER);
    for part in &parts {
        assert!(page.contains(&part.heading.replace('\'', "&#39;")), "{}", part.heading);
    }
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("src="));
}

#[test]
fn a_faulty_file_is_refused_with_its_reason() {
    let text = include_str!("../../../data/briefings/india-russia-2023.toml");
    for (from, to, words) in [
        ("[[item]]\nid = \"instc\"", "[[item]]\nid = \"energy\"", "\"energy\" is there twice"),
        ("sources = [\"tass\", \"bs\"]", "sources = [\"tas\"]", "no [[source]] \"tas\""),
        ("depart_on = \"02-15\"", "depart_on = \"02-30\"", "02-30"),
        ("value_usd = 250000.0", "value_usd = -1.0", "not above 0"),
        ("origin = \"IN\"\n\n", "\n\n", "hs and origin go together"),
        ("shipments = [\"medicines\"", "shipments = [\"medicine\"", "no [[shipment]] \"medicine\""),
        ("cost_usd = 1.732e9", "cost_usd = 0.0", "above 0"),
        ("trade = true", "trad = true", "unknown field"),
        ("scenario = \"rasht-astara-railway\"", "scenario = \"rasht\"", "rasht"),
        ("suppose = [\"india-eaeu-fta=0\"]", "suppose = [\"india-eaeu-fta=-5\"]", "no rate"),
        ("agreements = [\"instc-2000\"", "agreements = [\"instc-200\"", "instc-200"),
        ("from = \"Mumbai\"", "from = \"Mumbbay\"", "Mumbbay"),
    ] {
        let text = text.replacen(from, to, 1);
        assert!(text.contains(to), "{from}");
        let source = BriefingSource::File { name: "own.toml".to_owned(), text };
        let problem =
            ENGINE.briefing(&asked(source), &|_, _, _| ControlFlow::Continue(())).unwrap_err();
        assert!(problem.detail.contains(words), "{from}: {problem}");
    }
    let unknown = BriefingSource::Id("india-russia-2032".to_owned());
    let problem =
        ENGINE.briefing(&asked(unknown), &|_, _, _| ControlFlow::Continue(())).unwrap_err();
    assert!(problem.action.contains("india-russia-2023"), "{problem}");
    let early = BriefingRequest {
        source: BriefingSource::Id("india-russia-2023".to_owned()),
        as_of: date(2023, 12, 26),
    };
    assert_eq!(
        ENGINE.briefing(&early, &|_, _, _| ControlFlow::Continue(())).unwrap_err().code,
        "date-invalid"
    );
}
