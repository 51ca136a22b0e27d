//! Bills of materials as TOML: parts, assemblies and the places where they are put together.

use super::csv_form::{code, country};
use super::{Assembly, Bill, Costs, Levies, Part};
use crate::duty::Duty;
use crate::error::{Fault, Faults, Location};
use crate::money::{Usd, decimal};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Display;
use toml::{Spanned, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    good: Spanned<Made>,
    #[serde(default)]
    deliver_to: String,
    #[serde(default)]
    assembly: Vec<Spanned<Made>>,
    #[serde(default)]
    part: Vec<Spanned<Bought>>,
    #[serde(default)]
    country: Vec<Spanned<Levied>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Levied {
    code: String,
    #[serde(default)]
    duty: Option<String>,
    #[serde(default)]
    tax_percent: Option<Value>,
    #[serde(default)]
    fees_usd: Option<Value>,
    #[serde(default)]
    drawback_percent: Option<Value>,
}

impl Levied {
    fn levies(&self) -> Result<Levies, String> {
        let text = |value: &Option<Value>| {
            value.as_ref().map(|value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            })
        };
        let percent = |field: &str, value: &Option<Value>| {
            text(value).map(|text| share(field, &text)).transpose()
        };
        if let Some(duty) = &self.duty {
            duty.parse::<Duty>().map_err(|e| format!("duty: {e}"))?;
        }
        percent("tax_percent", &self.tax_percent)?;
        let fees = self.fees_usd.as_ref().map(|value| usd("fees_usd", value)).transpose()?;
        Ok(Levies {
            country: country(&self.code)?,
            duty: self.duty.clone(),
            tax_percent: text(&self.tax_percent),
            fees_usd: fees.map(|fees| fees.dollars().to_string()),
            drawback_percent: percent("drawback_percent", &self.drawback_percent)?,
        })
    }
}

/// A share in per cent.
fn share(field: &str, text: &str) -> Result<Decimal, String> {
    decimal(text.trim_end_matches('%'))
        .filter(|percent| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(percent))
        .ok_or_else(|| format!("{field}: {text:?} is no share in per cent"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Made {
    name: String,
    hs: String,
    country: String,
    #[serde(default)]
    at: String,
    value_usd: Value,
    #[serde(default)]
    mass_t: Option<f64>,
    #[serde(default)]
    labour_usd: Option<Value>,
    #[serde(default)]
    overheads_usd: Option<Value>,
    #[serde(default)]
    other_usd: Option<Value>,
    #[serde(default)]
    profit_usd: Option<Value>,
    #[serde(default)]
    net_cost_usd: Option<Value>,
    #[serde(default)]
    into: Option<String>,
}

impl Made {
    fn costs(&self) -> Result<Costs, String> {
        let read = |field: &str, value: &Option<Value>| {
            value.as_ref().map(|value| usd(field, value)).transpose()
        };
        Ok(Costs {
            labour: read("labour_usd", &self.labour_usd)?,
            overheads: read("overheads_usd", &self.overheads_usd)?,
            other: read("other_usd", &self.other_usd)?,
            profit: read("profit_usd", &self.profit_usd)?,
            net: read("net_cost_usd", &self.net_cost_usd)?,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bought {
    name: String,
    hs: String,
    origin: String,
    value_usd: Value,
    #[serde(default)]
    duty_usd: Option<Value>,
    #[serde(default)]
    from: String,
    #[serde(default)]
    mass_t: Option<f64>,
    #[serde(default)]
    into: Option<String>,
}

/// Reads a file.
pub(super) fn read(file: &str, text: &str) -> Result<Bill, Faults> {
    let fault = |offset, reason: String| Fault { at: Location::of(file, text, offset), reason };
    let read: File = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let hint = if error.message().contains("`value`") {
            "; a value has its currency in its name: value_usd"
        } else {
            ""
        };
        Faults(vec![fault(offset, format!("{}{hint}", error.message()))])
    })?;
    let mut faults = Vec::new();
    let mut ids = BTreeMap::new();
    let good = read.good.get_ref().name.clone();
    let made: Vec<&Spanned<Made>> = std::iter::once(&read.good).chain(&read.assembly).collect();
    for (id, row) in made.iter().enumerate() {
        if ids.insert(row.get_ref().name.clone(), id).is_some() {
            let reason = format!("{:?} is put together twice; rename one", row.get_ref().name);
            faults.push(fault(row.span().start, reason));
        }
    }
    let into = |name: Option<&String>| -> Result<usize, String> {
        let name = name.unwrap_or(&good);
        ids.get(name).copied().ok_or_else(|| format!("it goes into {name:?}, which is no assembly"))
    };
    let mut assemblies = Vec::new();
    for (id, row) in made.iter().enumerate() {
        let (at, row) = (row.span().start, row.get_ref());
        let goes_into = if id == 0 { Ok(None) } else { into(row.into.as_ref()).map(Some) };
        if id == 0 && row.into.is_some() {
            faults.push(fault(at, "the finished good goes into nothing".to_owned()));
        }
        let fields = (
            code(&row.hs),
            country(&row.country),
            usd("value_usd", &row.value_usd),
            mass(row.mass_t),
            row.costs(),
            goes_into,
        );
        match fields {
            (Ok(hs), Ok(country), Ok(value), Ok(mass_t), Ok(costs), Ok(into)) => {
                assemblies.push(Assembly {
                    name: row.name.clone(),
                    hs,
                    country: Some(country),
                    at: row.at.clone(),
                    value,
                    mass_t,
                    duty: Usd::ZERO,
                    costs,
                    into,
                });
            }
            (a, b, c, d, e, f) => {
                let all = [a.err(), b.err(), c.err(), d.err(), e.err(), f.err()];
                faults.extend(all.into_iter().flatten().map(|r| fault(at, named(&row.name, r))));
            }
        }
    }
    let mut parts = Vec::new();
    for row in &read.part {
        let (at, row) = (row.span().start, row.get_ref());
        let duty = row.duty_usd.as_ref().map_or(Ok(Usd::ZERO), |value| usd("duty_usd", value));
        let fields = (
            code(&row.hs),
            country(&row.origin),
            usd("value_usd", &row.value_usd),
            duty,
            mass(row.mass_t),
            into(row.into.as_ref()),
        );
        match fields {
            (Ok(hs), Ok(origin), Ok(value), Ok(duty), Ok(mass_t), Ok(into)) => {
                let (name, from) = (row.name.clone(), row.from.clone());
                parts.push(Part { name, hs, origin, value, duty, from, mass_t, into });
            }
            (a, b, c, d, e, f) => {
                let all = [a.err(), b.err(), c.err(), d.err(), e.err(), f.err()];
                faults.extend(all.into_iter().flatten().map(|r| fault(at, named(&row.name, r))));
            }
        }
    }
    let mut levies: Vec<Levies> = Vec::new();
    for row in &read.country {
        let at = row.span().start;
        match row.get_ref().levies() {
            Ok(of) if levies.iter().any(|l| l.country == of.country) => {
                faults.push(fault(at, format!("{} has levies twice", of.country)));
            }
            Ok(of) => levies.push(of),
            Err(reason) => faults.push(fault(at, reason)),
        }
    }
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    let start = |id: usize| made[id].span().start;
    if parts.is_empty() {
        return Err(Faults(vec![fault(0, "it has no parts".to_owned())]));
    }
    if assemblies[0].value == Usd::ZERO {
        return Err(Faults(vec![fault(start(0), "the finished good is worth nothing".to_owned())]));
    }
    let bill = Bill { assemblies, parts, deliver_to: read.deliver_to, levies };
    bill.check(|id, reason| faults.push(fault(start(id), reason)));
    if faults.is_empty() { Ok(bill) } else { Err(Faults(faults)) }
}

fn named(name: &str, reason: impl Display) -> String {
    format!("{name:?}: {reason}")
}

/// An amount written as a number or, to be exact whatever the editor, as a text.
fn usd(field: &str, value: &Value) -> Result<Usd, String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Integer(_) | Value::Float(_) => value.to_string(),
        _ => return Err(format!("{field}: no amount")),
    };
    text.parse().map_err(|e| format!("{field}: {e}"))
}

fn mass(mass_t: Option<f64>) -> Result<Option<f64>, String> {
    match mass_t {
        Some(t) if !(t.is_finite() && t > 0.0) => Err(format!("mass_t: {t} is no mass")),
        fine => Ok(fine),
    }
}
