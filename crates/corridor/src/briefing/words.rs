//! A briefing in words and tables, the same for a terminal and a page.

mod supposed;

use super::view::{
    AgreementThenNow, BriefingResponse, DemandView, InvestmentView, ItemView, SupposedView,
};
use crate::compare::{Figures, FromTo};
use crate::page::wording::grouped;
use supposed::supposed;

/// A part of a briefing: a heading, and what stands under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// Sentences before the tables.
    pub lines: Vec<String>,
    /// Its tables.
    pub tables: Vec<Sheet>,
    /// Sentences after the tables.
    pub notes: Vec<String>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// Heads of its columns.
    pub heads: Vec<&'static str>,
    /// The first column of numbers.
    pub numbers_from: usize,
    /// Its rows, as long as the heads.
    pub rows: Vec<Vec<String>>,
}

/// All parts: a glance, the items in order, all together, what is not known.
pub fn parts(answer: &BriefingResponse) -> Vec<Part> {
    let mut parts = vec![glance(answer)];
    parts.extend(answer.items.iter().map(|item| item_part(answer, item)));
    if let Some(together) = &answer.together {
        let mut part = Part {
            heading: "All together".to_owned(),
            lines: vec![format!("Supposed ({}): {}", together.scenario, together.about)],
            ..Part::default()
        };
        supposed(&mut part, together);
        parts.push(part);
    }
    let shipments = answer.shipments.iter().map(|s| {
        let goods = s.hs.as_ref().map_or(String::new(), |hs| format!("HS {hs}, "));
        vec![s.id.clone(), s.name.clone(), format!("{goods}USD {}", grouped(s.value_usd))]
    });
    parts.push(Part {
        heading: "What is moved".to_owned(),
        tables: vec![Sheet {
            title: "Shipments that stand for trade".to_owned(),
            heads: vec!["shipment", "what", "goods and value"],
            numbers_from: 3,
            rows: shipments.collect(),
        }],
        lines: answer.demand.iter().map(demand).collect(),
        notes: answer.demand.iter().flat_map(about_demand).collect(),
    });
    parts.push(Part {
        heading: "Not known, and to be kept in mind".to_owned(),
        notes: answer
            .unknown
            .iter()
            .map(|u| format!("not known: {u}"))
            .chain(answer.warnings.clone())
            .collect(),
        ..Part::default()
    });
    parts
}

/// The demand in a sentence.
fn demand(demand: &DemandView) -> String {
    let [one, other] = demand.between.each_ref().map(|side| side.join(", "));
    format!(
        "The demand whose flows are told is what goes between {one} and {other} of the table {}: {:.1} million \
         tonnes a year.",
        demand.table,
        demand.tonnes / 1e6
    )
}

/// Where the demand comes from, and what to know of its flows.
fn about_demand(demand: &DemandView) -> Vec<String> {
    let told = demand.warnings.iter().map(|warning| format!("flows: {warning}"));
    demand.sources.iter().cloned().chain(told).collect()
}

/// A line an item.
fn glance(answer: &BriefingResponse) -> Part {
    let now = &answer.now;
    let row = |id: &str, stands: [String; 2], view: Option<&SupposedView>| {
        let mut cells = vec![id.to_owned()];
        cells.extend(stands);
        let first = view.and_then(|view| view.shipments.iter().find(|s| s.day == *now));
        let best = first.and_then(|effect| effect.sums.first()).map(|sum| &sum.figures);
        cells.push(first.map_or_else(String::new, |effect| effect.shipment.clone()));
        cells.push(best.map_or_else(String::new, |f| pair(f.duration_p50_s, days)));
        cells.push(best.map_or_else(String::new, |f| pair(at_the_door(f), whole)));
        cells.push(best.map_or_else(String::new, |f| pair(f.co2e_kg, whole)));
        let flows = view.and_then(|view| view.flows.iter().find(|on| on.day == *now));
        cells.push(flows.map_or_else(String::new, |on| format!("{:.1}", on.gain_logsum_usd / 1e6)));
        let trade = view.and_then(|view| view.trade.iter().find(|t| t.day == *now));
        let exports = trade.map(|t| {
            let each =
                t.countries.iter().map(|c| format!("{} {}", c.id, signed(c.exports_percent)));
            each.collect::<Vec<_>>().join(", ")
        });
        cells.push(exports.unwrap_or_default());
        cells
    };
    let mut rows: Vec<Vec<String>> = answer
        .items
        .iter()
        .map(|item| row(&item.id, stands(item), item.supposed.as_ref()))
        .collect();
    if let Some(together) = &answer.together {
        rows.push(row("all together", [String::new(), String::new()], Some(together)));
    }
    Part {
        heading: answer.name.clone(),
        lines: vec![
            answer.about.clone(),
            format!("said on {}, asked for {now}; {}", answer.then, answer.dataset),
        ],
        tables: vec![Sheet {
            title: format!("At a glance: {}, {now}, and what is supposed in the world of {now}", answer.then),
            heads: vec![
                "part",
                "then",
                "now",
                "shipment",
                "days",
                "USD",
                "kg CO2e",
                "users gain, m USD a year",
                "exports %",
            ],
            numbers_from: 4,
            rows,
        }],
        notes: vec![
            "days and dollars of the best way: what the goods cost at the door where that is known, else \
             carriage; left of the arrow as it is, right of it as supposed"
                .to_owned(),
            "users gain: what the demand below saves a year in carriage and time, as it spreads over the ways"
                .to_owned(),
        ],
    }
}

/// What goods cost at the door where that is known of both worlds, else carriage.
fn at_the_door(figures: &Figures) -> FromTo {
    let known = figures.landed_usd.filter(|f| f.from.is_some() && f.to.is_some());
    known.unwrap_or(figures.cost_usd)
}

/// The state of the first agreement and of the first corridor, on both days.
fn stands(item: &ItemView) -> [String; 2] {
    let agreement = item.agreements.first();
    let corridor = item.corridors.first();
    let state = |of: Option<String>, road: Option<String>| {
        [of, road].into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let none = || "none".to_owned();
    [
        state(
            agreement.map(|a| a.then.clone().unwrap_or_else(none)),
            corridor.map(|c| c.then.clone()),
        ),
        state(
            agreement.map(|a| a.now.clone().unwrap_or_else(none)),
            corridor.map(|c| c.now.clone()),
        ),
    ]
}

fn item_part(answer: &BriefingResponse, item: &ItemView) -> Part {
    let mut part = Part { heading: item.name.clone(), ..Part::default() };
    let sources =
        item.sources.iter().map(|e| format!("{} ({}, {:?})", e.source, e.date, e.confidence));
    part.lines.push(item.said.clone());
    part.lines.push(format!("source: {}", sources.collect::<Vec<_>>().join("; ")));
    let none = || "-".to_owned();
    let mut rows: Vec<Vec<String>> = item
        .agreements
        .iter()
        .map(|a| {
            let [then, now] = [&a.then, &a.now].map(|state| state.clone().unwrap_or_else(none));
            vec![a.name.clone(), then, now]
        })
        .collect();
    rows.extend(item.corridors.iter().map(|c| vec![c.name.clone(), c.then.clone(), c.now.clone()]));
    if !rows.is_empty() {
        part.tables.push(Sheet {
            title: format!("What stands on {} and on {}", answer.then, answer.now),
            heads: vec!["", "then", "now"],
            numbers_from: 3,
            rows,
        });
    }
    let since: Vec<Vec<String>> = item.agreements.iter().flat_map(happened).collect();
    if !since.is_empty() {
        part.tables.push(Sheet {
            title: "What changed since".to_owned(),
            heads: vec!["date", "agreement", "what happened", "source"],
            numbers_from: 4,
            rows: since,
        });
    }
    for corridor in &item.corridors {
        let now = corridor.reports.iter().map(|r| (&answer.now, r));
        let then = corridor.reports_then.iter().map(|r| (&answer.then, r));
        part.notes.extend(then.chain(now).map(|(day, report)| {
            format!(
                "{} on {day}: {} ({}, {})",
                corridor.id, report.text, report.source, report.date
            )
        }));
    }
    match &item.supposed {
        Some(view) => {
            part.lines.push(format!("Supposed ({}): {}", view.scenario, view.about));
            supposed(&mut part, view);
        }
        None => part
            .lines
            .push("Nothing can be supposed of it that changes a way or a duty.".to_owned()),
    }
    if !item.as_it_is.is_empty() {
        part.tables.push(Sheet {
            title: "As it is".to_owned(),
            heads: vec!["shipment", "world of", "by", "days", "USD", "kg CO2e"],
            numbers_from: 3,
            rows: item
                .as_it_is
                .iter()
                .map(|way| {
                    let by = match &way.problem {
                        Some(problem) => problem.clone(),
                        None => way.corridors.join(", "),
                    };
                    let number = |n: Option<f64>| n.map_or_else(none, whole);
                    vec![
                        way.shipment.clone(),
                        way.day.clone(),
                        by,
                        way.duration_p50_s.map_or_else(none, |s| days(s as f64)),
                        number(way.cost_usd),
                        number(way.co2e_kg),
                    ]
                })
                .collect(),
        });
    }
    if !item.investments.is_empty() {
        part.tables.push(Sheet {
            title: "An investment made on a day: is it protected?".to_owned(),
            heads: vec!["made", "asked for", "treaty", "protected", "how"],
            numbers_from: 5,
            rows: item.investments.iter().map(investment).collect(),
        });
    }
    if !item.premiums.is_empty() {
        part.tables.push(Sheet {
            title: "What studies find a treaty to take off the premium of a country; disputed, not counted"
                .to_owned(),
            heads: vec!["id", "points", "source", ""],
            numbers_from: 4,
            rows: item
                .premiums
                .iter()
                .map(|p| {
                    vec![p.id.clone(), format!("{:.2}", p.percent), p.source.clone(), p.confidence.clone()]
                })
                .collect(),
        });
    }
    let of_agreements = item.agreements.iter().flat_map(|a| {
        a.unknown.iter().map(move |unknown| format!("not known of {}: {unknown}", a.id))
    });
    part.notes.extend(item.unknown.iter().map(|unknown| format!("not known: {unknown}")));
    part.notes.extend(of_agreements);
    part
}

fn happened(agreement: &AgreementThenNow) -> Vec<Vec<String>> {
    let sources: Vec<String> =
        agreement.sources.iter().map(|s| format!("{} ({})", s.publisher, s.date)).collect();
    let rows = agreement.since.iter().enumerate().map(|(n, event)| {
        // The sources of an agreement, once.
        let source = if n == 0 { sources.join("; ") } else { String::new() };
        vec![event.date.clone(), agreement.id.clone(), event.report.clone(), source]
    });
    rows.collect()
}

fn investment(view: &InvestmentView) -> Vec<String> {
    let known = match view.covered {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    };
    let treaty = if view.supposed { "supposed" } else { "as it is" };
    vec![
        view.invested.clone(),
        view.day.clone(),
        treaty.to_owned(),
        known.to_owned(),
        view.summary.clone(),
    ]
}

/// `33.1 -> 41.0`, or one figure where nothing changes.
fn pair(figure: FromTo, show: impl Fn(f64) -> String) -> String {
    let [from, to] = [figure.from, figure.to].map(|f| f.map_or_else(|| "-".to_owned(), &show));
    if from == to { from } else { format!("{from} -> {to}") }
}

fn days(seconds: f64) -> String {
    format!("{:.1}", seconds / 86_400.0)
}

fn whole(amount: f64) -> String {
    format!("{amount:.0}")
}

/// A change in per cent with its sign; exactly nothing is 0.
fn signed(percent: f64) -> String {
    if percent == 0.0 { "0".to_owned() } else { format!("{percent:+.4}") }
}
