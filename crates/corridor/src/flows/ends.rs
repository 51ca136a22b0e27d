//! Where rows of demand begin and end: places, and countries split over their places.

use super::TextFile;
use super::demand::Row;
use super::goods::Goods;
use super::zones::Zones;
use crate::engine::Engine;
use crate::plan::PlanRequest;
use crate::problem::Problem;
use corridor_flows::capacity::Grams;
use corridor_network::CountryCode;
use std::collections::BTreeMap;

/// Rows named when something is said of a demand.
const MOST_NAMED: usize = 3;

/// What is to be shipped from one place to another, all rows of it together.
#[derive(Clone, Debug)]
pub(super) struct Demand {
    /// The two places as the planner is asked for them.
    pub ends: [String; 2],
    /// The two places as they are shown.
    pub labels: [String; 2],
    /// Their countries.
    pub countries: [CountryCode; 2],
    /// What it is; of several codes that nothing bars otherwise, one.
    pub goods: Goods,
    /// Whether goods of other codes are in it too.
    pub has_other_codes: bool,
    /// How much a year.
    pub amount: Grams,
    /// What it is worth, USD.
    pub value_usd: f64,
    /// The first rows it comes from.
    pub rows: Vec<String>,
}

/// A place with its part of the trade of a row.
#[derive(Clone, Debug)]
struct End {
    text: String,
    label: String,
    country: CountryCode,
    share: f64,
}

/// What bars the trade of goods between two countries, and through which, in all worlds: demands that
/// differ in their codes alone are one where it is the same.
fn barred(worlds: &[(&Engine, PlanRequest)], goods: &Goods, countries: [CountryCode; 2]) -> String {
    let orders = goods.orders();
    let in_world = |(engine, conditions): &(&Engine, PlanRequest)| {
        let order = orders.first().cloned().unwrap_or_default();
        let shipment = engine.shipment(&order);
        let request = PlanRequest { order, hs: goods.hs.clone(), ..conditions.clone() };
        let request = engine.on_supposed_day(&request);
        match shipment.and_then(|shipment| engine.declared(&request, &shipment, countries)) {
            Ok(declared) => format!("{:?}", declared.no_transit()),
            Err(problem) => problem.detail,
        }
    };
    worlds.iter().map(in_world).collect()
}

/// What is to be shipped.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// The demands of all rows, in the order of their places and goods.
    pub demands: Vec<Demand>,
    /// What to know of them.
    pub notes: Vec<String>,
    /// Rows that are no demand, by their places, and why.
    pub wrong: BTreeMap<usize, String>,
}

/// The demands of all rows. What bars trade may differ between the `worlds`.
///
/// # Errors
/// A faulty table of zones.
pub(super) fn demands(
    worlds: &[(&Engine, PlanRequest)],
    rows: &[Row],
    zones: Option<&TextFile>,
) -> Result<Ends, Problem> {
    let Some((engine, _)) = worlds.last() else { return Ok(Ends::default()) };
    let zones = Zones::read(engine, zones)?;
    let mut known: BTreeMap<&str, Result<Vec<End>, String>> = BTreeMap::new();
    let mut wrong = BTreeMap::new();
    let mut demands: BTreeMap<([String; 2], Goods, String), Demand> = BTreeMap::new();
    let mut bars: BTreeMap<([CountryCode; 2], Goods), String> = BTreeMap::new();
    let mut by_capital: Vec<CountryCode> = Vec::new();
    let mut by_zones = Grams(0);
    for (at, row) in rows.iter().enumerate() {
        let mut end =
            |text| known.entry(text).or_insert_with(|| ends(engine, &zones, text)).clone();
        let (from, to) = match (end(&row.from), end(&row.to)) {
            (Ok(from), Ok(to)) => (from, to),
            (Err(reason), Ok(_)) | (_, Err(reason)) => {
                wrong.insert(at, reason);
                continue;
            }
        };
        if from.iter().any(|a| to.iter().any(|b| a.label == b.label)) {
            wrong.insert(at, format!("it begins and ends in {}", from[0].label));
            continue;
        }
        let is_split =
            |text: &str, ends: &[End]| ends.len() > 1 || !ends.iter().any(|e| e.text == text);
        if is_split(&row.from, &from) || is_split(&row.to, &to) {
            by_zones += row.amount;
            for (text, ends) in [(&row.from, &from), (&row.to, &to)] {
                let country = ends.first().map_or(CountryCode::NONE, |end| end.country);
                let whole = is_split(text, ends) && !zones.has(country);
                if whole && !by_capital.contains(&country) {
                    by_capital.push(country);
                }
            }
        }
        let value = row.value_usd.or_else(|| Some(row.goods.usd_per_t()? * row.amount.tonnes()));
        for (a, b, part, amount) in split(&from, &to, row.amount) {
            let labels = [a.label.clone(), b.label.clone()];
            let countries = [a.country, b.country];
            let bar = bars
                .entry((countries, row.goods.clone()))
                .or_insert_with(|| barred(worlds, &row.goods, countries));
            let any_code = Goods { hs: None, ..row.goods.clone() };
            let demand =
                demands.entry((labels.clone(), any_code, bar.clone())).or_insert_with(|| Demand {
                    ends: [a.text.clone(), b.text.clone()],
                    labels,
                    countries,
                    goods: row.goods.clone(),
                    has_other_codes: false,
                    amount: Grams(0),
                    value_usd: 0.0,
                    rows: Vec::new(),
                });
            demand.has_other_codes |= demand.goods.hs != row.goods.hs;
            demand.amount += amount;
            demand.value_usd += value.unwrap_or_default() * part;
            if demand.rows.len() < MOST_NAMED {
                demand.rows.push(row.at.clone());
            }
        }
    }
    let mut notes = Vec::new();
    if by_zones.0 > 0 {
        notes.push(format!(
            "{:.0} t are of whole countries, split over their places by shares that are a judgement \
             (data/flows/zones.csv; --zones takes yours)",
            by_zones.tonnes()
        ));
    }
    if !by_capital.is_empty() {
        let codes: Vec<String> = by_capital.iter().map(ToString::to_string).collect();
        notes.push(format!(
            "no places are listed for {}: its capital stands for it",
            codes.join(", ")
        ));
    }
    Ok(Ends { demands: demands.into_values().collect(), notes, wrong })
}

/// A mass over all pairs of places, in whole grams that sum to it.
fn split<'e>(from: &'e [End], to: &'e [End], amount: Grams) -> Vec<(&'e End, &'e End, f64, Grams)> {
    let mut left = amount.0;
    let mut parts: Vec<(&End, &End, f64, Grams)> = Vec::new();
    for a in from {
        for b in to {
            let part = a.share * b.share;
            let grams = ((amount.0 as f64 * part).floor() as u64).min(left);
            left -= grams;
            parts.push((a, b, part, Grams(grams)));
        }
    }
    if let Some(largest) = parts.iter_mut().max_by_key(|part| part.3) {
        largest.3 += Grams(left);
    }
    parts
}

fn ends(engine: &Engine, zones: &Zones, text: &str) -> Result<Vec<End>, String> {
    let place = |text: &str, share: f64| {
        engine.place(text).map(|found| End {
            text: text.to_owned(),
            label: found.label,
            country: found.country,
            share,
        })
    };
    let is_code = (2..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase());
    let country = || engine.country(text, "").ok();
    let own = if is_code { None } else { Some(place(text, 1.0)) };
    match own {
        Some(Ok(end)) => Ok(vec![end]),
        other => {
            let Some(country) = country() else {
                let problem = other.map_or_else(
                    || format!("{text:?} is no country and no place"),
                    |found| found.map_or_else(|e| e.detail, |_| String::new()),
                );
                return Err(problem);
            };
            let parts = zones.of(engine, country)?;
            let ends = parts.iter().map(|(text, share)| place(text, *share));
            ends.collect::<Result<_, _>>().map_err(|problem| problem.detail)
        }
    }
}
