//! What a project is worth to its investor, at a rate with the premiums of the countries it stands in, and what
//! an investment treaty may take off them.

use super::entries::{Entry, Kind};
use super::{Settled, cents, exact, present};
use crate::fault::Fault;
use crate::measure::mirr;
use crate::rate::Rate;
use crate::shipped::TreatyEffect;
use std::collections::BTreeMap;

/// The worth to the investor. Rates are fractions.
#[derive(Clone, Debug, PartialEq)]
pub struct Investor {
    /// The party.
    pub party: String,
    /// What it gets less what it pays, by year.
    pub flows: BTreeMap<i32, f64>,
    /// The rate without premiums.
    pub base_rate: f64,
    /// Premiums by country, with the share of the assets there.
    pub premiums: Vec<Premium>,
    /// Rate with premiums.
    pub rate: f64,
    /// Net present value at that rate, cents.
    pub npv_cents: i64,
    /// Every internal rate of return.
    pub irr: Vec<f64>,
    /// Modified rate of return.
    pub mirr: Option<f64>,
    /// What others would have to give at the base year for the worth to be nothing, cents.
    pub funding_gap_cents: i64,
    /// What the treaty takes off the rate.
    pub treaty_cut: f64,
    /// The treaty, as the file names it.
    pub treaty: Option<String>,
    /// Net present value at the rate less the cut, cents.
    pub npv_with_treaty_cents: i64,
    /// By how much the rate would have to fall for the worth to be nothing: 0 where it is not below that;
    /// none where no fall does it.
    pub break_even_cut: Option<f64>,
}

/// The premium of a country.
#[derive(Clone, Debug, PartialEq)]
pub struct Premium {
    /// Country.
    pub country: String,
    /// Share of the assets that stand there.
    pub share: f64,
    /// Points over the base rate.
    pub points: f64,
    /// What the treaty takes off them.
    pub cut: f64,
}

/// Shares of assets by country: as stated, or by the capital cost that stands there.
fn shares(settled: &Settled<'_>, entries: &[Entry]) -> BTreeMap<String, f64> {
    if let Some(risk) = &settled.project.risk
        && !risk.assets.is_empty()
    {
        return risk.assets.clone();
    }
    let mut shares: BTreeMap<String, f64> = BTreeMap::new();
    for entry in entries.iter().filter(|e| e.kind == Kind::Capital) {
        if let Some(country) = &entry.stands_in {
            *shares.entry(country.clone()).or_default() -= entry.cash.values().sum::<f64>();
        }
    }
    let all: f64 = shares.values().sum();
    if all > 0.0 {
        for share in shares.values_mut() {
            *share /= all;
        }
    }
    shares
}

/// The worth to the investor that the project names.
pub(super) fn worth(
    settled: &mut Settled<'_>,
    entries: &[Entry],
) -> Result<Option<Investor>, Fault> {
    let project = settled.project;
    let Some(party) = &project.investor else { return Ok(None) };
    let base_rate = settled.financial.ok_or_else(|| {
        Fault::new(
            "the project names an investor and no financial rate",
            "write [rates] financial = \"6%\", or a preset that has one",
        )
    })?;
    let mut flows: BTreeMap<i32, f64> = BTreeMap::new();
    for entry in entries.iter().filter(|e| e.party == *party) {
        for (year, amount) in &entry.cash {
            *flows.entry(*year).or_default() += amount;
        }
    }
    if flows.values().all(|amount| *amount == 0.0) {
        return Err(Fault::new(
            format!("the investor {party:?} neither pays nor gets anything"),
            "name it as payer of costs and receiver of transfers, or leave investor out",
        ));
    }
    let risk = project.risk.clone().unwrap_or_default();
    let (cut, evidence) = match risk.treaty_cut.as_deref() {
        None => (Rate::ZERO, None),
        Some(id) if id.starts_with("treaty") => {
            let effect = TreatyEffect::named(id)?;
            (effect.cut, Some(effect.evidence))
        }
        Some(points) => (points.parse()?, None),
    };
    let touched = |country: &String| {
        risk.treaty_countries.is_empty() || risk.treaty_countries.contains(country)
    };
    let premiums = shares(settled, entries)
        .into_iter()
        .map(|(country, share)| {
            let points = match risk.premium.get(&country) {
                Some(text) => text.parse::<Rate>()?.fraction(),
                None => 0.0,
            };
            // A treaty takes off no more than there is.
            let cut =
                if touched(&country) { cut.fraction().clamp(0.0, points.max(0.0)) } else { 0.0 };
            Ok(Premium { country, share, points, cut })
        })
        .collect::<Result<Vec<_>, Fault>>()?;
    settled.assume("financial rate without premiums", base_rate.to_string(), None);
    settled.assume("what an investment treaty takes off a premium", cut.to_string(), evidence);
    let over: f64 = premiums.iter().map(|p| p.share * p.points).sum();
    let treaty_cut: f64 = premiums.iter().map(|p| p.share * p.cut).sum();
    let rate = base_rate.fraction() + over;
    let value = |rate: f64| -> Result<f64, Fault> {
        let rate = Rate::from_fraction(rate).ok_or_else(|| {
            Fault::new(
                format!("the financial rate with premiums is {:.1} %", rate * 100.0),
                "check rates and premiums",
            )
        })?;
        Ok(present(&flows, settled.base, |years| rate.factor(years)))
    };
    let flow = exact(&flows, settled.base)?;
    let irr = flow.internal_rates()?;
    let npv = value(rate)?;
    let below = irr.iter().rfind(|r| **r < rate).copied();
    let break_even_cut = if npv >= 0.0 { Some(0.0) } else { below.map(|r| rate - r) };
    let (finance, reinvest) =
        (settled.project.rates.finance.is_some(), settled.project.rates.reinvest.is_some());
    let own = |stated: bool, of_file: Rate| {
        if stated { of_file } else { Rate::from_fraction(rate).unwrap_or(base_rate) }
    };
    Ok(Some(Investor {
        party: party.clone(),
        base_rate: base_rate.fraction(),
        rate,
        npv_cents: cents(npv),
        mirr: mirr(&flow, own(finance, settled.finance), own(reinvest, settled.reinvest)),
        funding_gap_cents: cents((-npv).max(0.0)),
        treaty_cut,
        treaty: risk.treaty,
        npv_with_treaty_cents: cents(value(rate - treaty_cut)?),
        break_even_cut,
        irr,
        premiums,
        flows,
    }))
}
