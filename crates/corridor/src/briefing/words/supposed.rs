//! What a supposition changes, in tables.

use super::{Part, Sheet, days, pair, signed, whole};
use crate::briefing::view::{FlowsOn, SupposedView, TradeEffectOn, WorksView};
use crate::compare::{ChangeStatus, Figures, FromTo};

/// Most corridors of a shipment that are told.
const MOST_CORRIDORS: usize = 4;

/// What a supposition changes, as tables of a part.
pub(super) fn supposed(part: &mut Part, view: &SupposedView) {
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
    flows(part, view);
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
                "to the demand, bn USD",
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
            if first.of_demand.is_some() {
                part.notes.push(
                    "to the demand: what its users gain a year, every year of use alike, against the same cost; \
                     all other freight of the line is left out, and carriage is taken to cost what is paid for it"
                        .to_owned(),
                );
            }
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
        works.of_demand.as_ref().map_or_else(none, |of_demand| billion(of_demand.npv_usd)),
    ]
}

/// Changes below this part of a tonne are none.
const SAME_T: f64 = 0.5;

/// What moves of the demand, and what that is worth.
fn flows(part: &mut Part, view: &SupposedView) {
    if view.flows.is_empty() {
        return;
    }
    part.tables.push(Sheet {
        title: "Flows of the demand, thousand tonnes a year".to_owned(),
        heads: vec!["", "world of", "kt a year"],
        numbers_from: 2,
        rows: view.flows.iter().flat_map(moved).collect(),
    });
    part.tables.push(Sheet {
        title: "What that comes to".to_owned(),
        heads: vec!["", "world of", "a year"],
        numbers_from: 2,
        rows: view.flows.iter().flat_map(worth).collect(),
    });
    part.notes.push(
        "what countries in between are paid is revenue of railways, hauliers, terminals and border posts, not \
         profit"
            .to_owned(),
    );
}

fn moved(on: &FlowsOn) -> Vec<Vec<String>> {
    let row = |what: String, figure: FromTo| vec![what, on.day.clone(), pair(figure, thousands)];
    let differs = |figure: &FromTo| {
        figure.from.zip(figure.to).is_some_and(|(from, to)| (from - to).abs() >= SAME_T)
    };
    let modes = on.modes.iter().filter(|mode| differs(&mode.tonnes));
    let mut rows: Vec<Vec<String>> = modes
        .map(|mode| row(format!("mostly by {}", mode.mode.replace('_', " ")), mode.tonnes))
        .collect();
    rows.extend(on.facilities.iter().map(|change| {
        let tonnes = FromTo { from: Some(change.before_t), to: Some(change.after_t) };
        row(format!("{} ({})", change.name, change.kind), tonnes)
    }));
    if rows.is_empty() {
        rows.push(vec!["nothing of it moves".to_owned(), on.day.clone(), String::new()]);
    }
    if differs(&on.unserved_t) {
        rows.push(row("not shipped".to_owned(), on.unserved_t));
    }
    rows
}

fn worth(on: &FlowsOn) -> Vec<Vec<String>> {
    let row = |what: String, figure: String| vec![what, on.day.clone(), figure];
    let million = |usd: f64| format!("{:.1}", usd / 1e6);
    let mut rows = vec![
        row("users gain, million USD (logsum)".to_owned(), million(on.gain_logsum_usd)),
        row("users gain, million USD (rule of half)".to_owned(), million(on.gain_half_usd)),
        row("CO2e, kt".to_owned(), pair(on.co2e_t, thousands)),
    ];
    rows.extend(on.transit.iter().map(|transit| {
        row(
            format!("{} is paid for transit, million USD", transit.country),
            pair(transit.usd, million),
        )
    }));
    rows
}

/// Thousands, to one digit.
fn thousands(tonnes: f64) -> String {
    format!("{:.1}", tonnes / 1e3)
}
