//! A briefing in words and tables, the same for a terminal and a page.

use super::view::{
    AgreementThenNow, BriefingResponse, InvestmentView, ItemView, SupposedView, TradeEffectOn,
    WorksView,
};
use crate::compare::{ChangeStatus, Figures, FromTo};
use crate::page::wording::grouped;

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
        ..Part::default()
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
            heads: vec!["part", "then", "now", "shipment", "days", "USD", "exports %"],
            numbers_from: 4,
            rows,
        }],
        notes: vec![
            "days and dollars of the best way: what the goods cost at the door where that is known, else \
             carriage; left of the arrow as it is, right of it as supposed"
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

/// Most corridors of a shipment that are told.
const MOST_CORRIDORS: usize = 4;

fn supposed(part: &mut Part, view: &SupposedView) {
    let has_landed =
        view.shipments.iter().flat_map(|s| &s.sums).any(|s| s.figures.landed_usd.is_some());
    let mut heads = vec!["shipment", "world of", "way", "", "days", "USD", "kg CO2e"];
    if has_landed {
        heads.extend(["landed USD", "duty USD"]);
    }
    let cells = |start: [String; 4], figures: &Figures| {
        let mut cells = start.to_vec();
        cells.extend([
            pair(figures.duration_p50_s, days),
            pair(figures.cost_usd, whole),
            pair(figures.co2e_kg, whole),
        ]);
        if has_landed {
            let of_goods =
                |figure: Option<FromTo>| figure.map_or_else(String::new, |f| pair(f, whole));
            cells.extend([of_goods(figures.landed_usd), of_goods(figures.duty_usd)]);
        }
        cells
    };
    let mut rows = Vec::new();
    for effect in &view.shipments {
        let start = |way: &str, status: ChangeStatus, n: usize| {
            let first = |text: &str| if n == 0 { text.to_owned() } else { String::new() };
            [first(&effect.shipment), first(&effect.day), way.to_owned(), status.name().to_owned()]
        };
        let sums = effect.sums.iter().filter(|sum| sum.by == "best");
        for sum in sums {
            rows.push(cells(start("best of all", sum.status, 0), &sum.figures));
        }
        for (n, change) in effect.corridors.iter().take(MOST_CORRIDORS).enumerate() {
            rows.push(cells(start(&change.corridor, change.status, n + 1), &change.figures));
        }
        if let Some(problem) = &effect.problem {
            part.notes
                .push(format!("{} in the world of {}: {problem}", effect.shipment, effect.day));
        }
    }
    if !rows.is_empty() {
        part.tables.push(Sheet {
            title: "What it would change".to_owned(),
            heads,
            numbers_from: 4,
            rows,
        });
    }
    if !view.seasons.is_empty() {
        let both = |[was, is]: [usize; 2]| {
            if was == is { was.to_string() } else { format!("{was} -> {is}") }
        };
        part.tables.push(Sheet {
            title: "Half months of 24 in which ships may sail".to_owned(),
            heads: vec!["ice class", "year of", "alone", "behind an icebreaker"],
            numbers_from: 2,
            rows: view
                .seasons
                .iter()
                .map(|s| vec![s.ice_class.clone(), s.day.clone(), both(s.open), both(s.escorted)])
                .collect(),
        });
    }
    if !view.trade.is_empty() {
        part.tables.push(Sheet {
            title: "Trade and real income in the long run, per cent".to_owned(),
            heads: vec![
                "",
                "world of",
                "real income",
                "exports",
                "imports",
                "flow, million USD",
                "flow %",
            ],
            numbers_from: 2,
            rows: view.trade.iter().flat_map(trade).collect(),
        });
        if let Some(first) = view.trade.first() {
            part.notes
                .push(format!("trade: {}; `corridor trade-effect` has its limits", first.table));
        }
    }
    if !view.works.is_empty() {
        part.tables.push(Sheet {
            title: "What the works are worth to users of their corridor".to_owned(),
            heads: vec![
                "works",
                "world of",
                "cost, bn USD",
                "saved USD/t",
                "in time USD/t",
                "worth, bn USD",
                "breaks even at Mt",
            ],
            numbers_from: 2,
            rows: view.works.iter().map(works).collect(),
        });
        if let Some(first) = view.works.first() {
            let (hoped, e) = (first.tonnes_a_year / 1e6, &first.evidence);
            part.notes.push(format!(
                "worth at {hoped:.0} Mt a year and the rate of {}: {}",
                first.preset, first.note
            ));
            part.notes.push(format!("works: {} ({}, {:?})", e.source, e.date, e.confidence));
        }
    }
}

fn trade(on: &TradeEffectOn) -> Vec<Vec<String>> {
    let blank = String::new;
    let countries = on.countries.iter().map(|c| {
        vec![
            c.id.clone(),
            on.day.clone(),
            signed(c.real_income_percent),
            signed(c.exports_percent),
            signed(c.imports_percent),
            blank(),
            blank(),
        ]
    });
    let million = |usd: f64| format!("{:.0}", usd / 1e6);
    let pairs = on.pairs.iter().map(|p| {
        let flow = FromTo { from: Some(p.before_usd), to: Some(p.after_usd) };
        vec![
            format!("{} to {}", p.origin, p.destination),
            blank(),
            blank(),
            blank(),
            blank(),
            pair(flow, million),
            signed(p.change_percent),
        ]
    });
    countries.chain(pairs).collect()
}

fn works(works: &WorksView) -> Vec<String> {
    let none = || "-".to_owned();
    let billion = |usd: f64| format!("{:.2}", usd / 1e9);
    let tonne = |usd: Option<f64>| usd.map_or_else(none, |usd| format!("{usd:.2}"));
    vec![
        works.name.clone(),
        works.day.clone(),
        billion(works.cost_usd),
        tonne(works.saving_usd_per_t),
        tonne(works.time_usd_per_t),
        works.npv_usd.map_or_else(none, billion),
        works.break_even_tonnes_a_year.map_or_else(
            || if works.npv_usd.is_some() { "never".to_owned() } else { none() },
            |t| format!("{:.1}", t / 1e6),
        ),
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
