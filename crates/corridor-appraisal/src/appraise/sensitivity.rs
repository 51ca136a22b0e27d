//! What moves the worth: values at which it is nothing, one thing at a time, and all at once by draws.

use super::entries::{Entry, Kind};
use super::{Options, Settled, present};
use crate::draw::{Distribution, Drawn, draws};
use crate::fault::Fault;
use crate::project::Uncertain;
use crate::rate::Rate;
use std::collections::BTreeMap;

/// Part by which items are moved where the file states no uncertainty.
const MOVED: f64 = 0.2;
/// Points by which the rate of discount is moved.
const POINT: f64 = 0.01;
/// Most draws.
pub(super) const MOST_DRAWS: u32 = 1_000_000;

/// By how much an item has to change for the worth of the project to be nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Switching {
    /// The item.
    pub item: String,
    /// Its present value to the economy, US dollars.
    pub present: f64,
    /// The part by which it has to rise or fall.
    pub change: f64,
}

/// The worth when one thing is less or more and all others are as in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What is moved.
    pub name: String,
    /// What it is moved to, in words: `x 0.9`, `4 %`.
    pub to: [String; 2],
    /// The worth then, US dollars.
    pub npv: [f64; 2],
    /// Whether the file states how far; otherwise it is moved by a fifth, or a point, to be compared.
    pub stated: bool,
}

impl Uncertain {
    fn touches(&self, entry: &Entry) -> bool {
        match (&self.item, &self.kind) {
            (Some(item), _) => *item == entry.of,
            (None, Some(kind)) => {
                let own = entry.kind.word() == kind;
                // What is left of works follows them.
                own || entry.kind == Kind::Residual && kind == "capital"
            }
            (None, None) => false,
        }
    }

    fn name(&self) -> String {
        match (&self.item, &self.kind) {
            (Some(item), _) => item.clone(),
            (None, kind) => format!("all {}", kind.as_deref().unwrap_or("")),
        }
    }
}

/// What moves the worth.
pub(super) struct Sensitivity {
    pub(super) switching: Vec<Switching>,
    pub(super) tornado: Vec<Bar>,
    pub(super) drawn: Option<Drawn>,
}

/// Switching values, tornado and draws.
pub(super) fn all(
    settled: &Settled<'_>,
    entries: &[Entry],
    options: &Options,
) -> Result<Sensitivity, Fault> {
    let factor = |years: i32| settled.discount.factor(years);
    let values: Vec<f64> =
        entries.iter().map(|e| present(&e.economic, settled.base, factor)).collect();
    let npv: f64 = values.iter().sum();
    let mut items: BTreeMap<&str, f64> = BTreeMap::new();
    for (entry, value) in entries.iter().zip(&values) {
        *items.entry(&entry.of).or_default() += value;
    }
    // Transfers come to nothing, whatever they are.
    items.retain(|_, value| value.abs() >= 0.005);
    let mut switching: Vec<Switching> = items
        .iter()
        .map(|(item, value)| Switching {
            item: (*item).to_owned(),
            present: *value,
            change: -npv / value,
        })
        .collect();
    switching.sort_by(|a, b| a.change.abs().total_cmp(&b.change.abs()));

    let rows = &settled.project.uncertain;
    let distributions: Vec<Distribution> = rows
        .iter()
        .map(|row| {
            Distribution::of(row).map_err(|reason| Fault::new(reason, crate::project::ACTION))
        })
        .collect::<Result<_, _>>()?;
    let mut tornado: Vec<Bar> = if rows.is_empty() {
        let moved = |value: f64, part: f64| npv + value * part;
        items
            .iter()
            .map(|(item, value)| Bar {
                name: (*item).to_owned(),
                to: [1.0 - MOVED, 1.0 + MOVED].map(|f| format!("x {f}")),
                npv: [-MOVED, MOVED].map(|part| moved(*value, part)),
                stated: false,
            })
            .collect()
    } else {
        rows.iter()
            .zip(&distributions)
            .map(|(row, distribution)| {
                let touched: f64 = entries
                    .iter()
                    .zip(&values)
                    .filter(|(entry, _)| row.touches(entry))
                    .map(|(_, value)| value)
                    .sum();
                let ends = distribution.ends();
                Bar {
                    name: row.name(),
                    to: ends.map(|f| format!("x {}", (f * 1000.0).round() / 1000.0)),
                    npv: ends.map(|f| npv + touched * (f - 1.0)),
                    stated: true,
                }
            })
            .collect()
    };
    if let [(_, rate)] = settled.discount.steps() {
        let ends = [rate.fraction() - POINT, rate.fraction() + POINT];
        let at = |fraction: f64| {
            let rate = Rate::from_fraction(fraction)?;
            let value = |e: &Entry| present(&e.economic, settled.base, |years| rate.factor(years));
            Some((rate.to_string(), entries.iter().map(value).sum::<f64>()))
        };
        if let [Some(low), Some(high)] = ends.map(at) {
            tornado.push(Bar {
                name: "rate of discount".to_owned(),
                to: [low.0, high.0],
                npv: [low.1, high.1],
                stated: false,
            });
        }
    }
    let width = |bar: &Bar| (bar.npv[1] - bar.npv[0]).abs();
    tornado.sort_by(|a, b| width(b).total_cmp(&width(a)).then_with(|| a.name.cmp(&b.name)));

    if options.draws > MOST_DRAWS {
        return Err(Fault::new(
            format!("{} draws are more than {MOST_DRAWS}", options.draws),
            "ask for fewer",
        ));
    }
    let mut fixed = 0.0;
    let mut parts = Vec::new();
    for (entry, value) in entries.iter().zip(&values) {
        let of: Vec<usize> = (0..rows.len()).filter(|k| rows[*k].touches(entry)).collect();
        if of.is_empty() { fixed += value } else { parts.push((*value, of)) }
    }
    let drawn = if rows.is_empty() {
        None
    } else {
        draws(fixed, &parts, &distributions, options.draws, options.seed)
    };
    Ok(Sensitivity { switching, tornado, drawn })
}
