//! A project appraised: its worth to the economy, to its investor, and to each party.

mod entries;
mod investor;
mod sensitivity;

pub use entries::Kind;
pub use investor::{Investor, Premium};
pub use sensitivity::{Bar, Switching};

use crate::cash_flow::{CashFlow, Movement};
use crate::discount::Discount;
use crate::draw::Drawn;
use crate::fault::Fault;
use crate::measure::mirr;
use crate::project::{ACTION, Project};
use crate::rate::Rate;
use crate::shipped::{Evidence, Preset};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What may be asked of an appraisal besides the project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Guide in place of the project's.
    pub preset: Option<String>,
    /// How many draws.
    pub draws: u32,
    /// Their seed.
    pub seed: u64,
}

/// A row of the ledger: what an item is worth to a party, whole cents of US dollars at the base year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LedgerRow {
    /// Country, or `world`.
    pub country: String,
    /// Party.
    pub party: String,
    /// Item.
    pub item: String,
    /// What sort.
    pub kind: Kind,
    /// Present value, cents.
    pub cents: i64,
}

/// A year of the project, US dollars of its price year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// What the economy gains less what it spends.
    pub economic: f64,
    /// The same at the base year.
    pub discounted: f64,
    /// The discounted sum up to its end.
    pub cumulative: f64,
    /// What the investor gets less what it pays; none without an investor.
    pub investor: Option<f64>,
}

/// Something assumed, with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// What.
    pub what: String,
    /// Its value, as shown.
    pub value: String,
    /// Where it comes from; none for the project's own file.
    pub evidence: Option<Evidence>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Appraisal {
    /// The year that is not discounted.
    pub base_year: i32,
    /// The year whose prices amounts are in.
    pub price_year: i32,
    /// The last year looked at.
    pub last_year: i32,
    /// The social discount rate.
    pub discount: Discount,
    /// Net present value to the economy, cents: the sum of the ledger.
    pub npv_cents: i64,
    /// Every internal rate of return of the economy.
    pub irr: Vec<f64>,
    /// Modified rate of return of the economy.
    pub mirr: Option<f64>,
    /// Present value of benefits over that of costs.
    pub bcr: Option<f64>,
    /// Who pays and who gains.
    pub ledger: Vec<LedgerRow>,
    /// Year by year.
    pub years: Vec<Year>,
    /// By how much an item has to change for the worth to be nothing.
    pub switching: Vec<Switching>,
    /// The worth when one thing is less or more.
    pub tornado: Vec<Bar>,
    /// Draws, where asked for and something is uncertain.
    pub drawn: Option<Drawn>,
    /// What it is worth to the investor.
    pub investor: Option<Investor>,
    /// What was assumed.
    pub assumptions: Vec<Assumption>,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

/// Everything that was settled before anything is reckoned.
struct Settled<'a> {
    project: &'a Project,
    base: i32,
    last: i32,
    discount: Discount,
    financial: Option<Rate>,
    finance: Rate,
    reinvest: Rate,
    assumptions: Vec<Assumption>,
    warnings: Vec<String>,
}

/// A dollar amount in whole cents, half away from zero.
fn cents(dollars: f64) -> i64 {
    (dollars * 100.0).round() as i64
}

/// What amounts by year are worth at the base year.
fn present(flows: &BTreeMap<i32, f64>, base: i32, factor: impl Fn(i32) -> f64) -> f64 {
    flows.iter().map(|(year, amount)| amount * factor(year - base)).sum()
}

/// Amounts by year as an exact cash flow, each rounded to the cent.
fn exact(flows: &BTreeMap<i32, f64>, base: i32) -> Result<CashFlow, Fault> {
    let movement = |(year, amount): (&i32, &f64)| {
        let amount = Decimal::from_f64_retain(*amount)?.round_dp(2);
        Some(Movement { year: *year, amount })
    };
    let movements: Option<Vec<Movement>> = flows.iter().map(movement).collect();
    let movements =
        movements.ok_or_else(|| Fault::new("an amount of a year is beyond 10^15", ACTION))?;
    CashFlow::new(movements, base)
}

impl Settled<'_> {
    fn assume(&mut self, what: &str, value: String, evidence: Option<Evidence>) {
        self.assumptions.push(Assumption { what: what.to_owned(), value, evidence });
    }
}

/// Settles rates and years.
fn settle<'a>(project: &'a Project, options: &Options) -> Result<Settled<'a>, Fault> {
    let missing = |field: &str| Fault::new(format!("{field} is missing"), ACTION);
    let base = project.base_year.ok_or_else(|| missing("base_year"))?;
    let last = project.horizon().ok_or_else(|| missing("last_year"))?;
    let preset = options.preset.as_deref().or(project.preset.as_deref());
    let preset = preset.map(Preset::named).transpose()?;
    let rate = |text: &Option<String>| text.as_ref().map(|t| t.parse::<Rate>()).transpose();
    let own = &project.rates;
    // A guide that is asked for goes before the rates of the file, which go before the file's guide.
    let asked = options.preset.is_some();
    let stated = rate(&own.economic)?.map(Discount::flat).filter(|_| !asked);
    let of_guide = preset.as_ref().map(|preset| preset.economic.clone());
    let discount = stated.clone().or(of_guide).ok_or_else(|| {
        Fault::new(
            "there is no social discount rate",
            "write [rates] economic = \"5%\", or a preset such as preset = \"eu-2021\"",
        )
    })?;
    let of_guide = preset.as_ref().and_then(|preset| preset.financial);
    let financial = rate(&own.financial)?.or(of_guide);
    let mut settled = Settled {
        project,
        base,
        last,
        finance: rate(&own.finance)?.unwrap_or_else(|| discount.first()),
        reinvest: rate(&own.reinvest)?.unwrap_or_else(|| discount.first()),
        discount,
        financial,
        assumptions: Vec::new(),
        warnings: Vec::new(),
    };
    let steps: Vec<String> = settled
        .discount
        .steps()
        .iter()
        .map(
            |(after, rate)| {
                if *after == 0 { rate.to_string() } else { format!("{rate} after {after} years") }
            },
        )
        .collect();
    let evidence = preset.as_ref().filter(|_| stated.is_none()).map(|p| p.evidence.clone());
    settled.assume("social discount rate", steps.join(", "), evidence);
    if let (None, Some(preset)) = (project.last_year, &preset) {
        let value = format!("{} (last year {last})", last - base + 1);
        settled.assume("years looked at", value, Some(preset.evidence.clone()));
    }
    Ok(settled)
}

/// Appraises a project that was read and checked.
///
/// # Errors
/// When there is no rate of discount, a preset or path is unknown, a year has no price of carbon, or
/// amounts are beyond what can be reckoned.
pub fn appraise(project: &Project, options: &Options) -> Result<Appraisal, Fault> {
    let mut settled = settle(project, options)?;
    let (base, last) = (settled.base, settled.last);
    let entries = entries::all(&mut settled)?;
    let factor = |years: i32| settled.discount.factor(years);
    let mut ledger: BTreeMap<(String, String, String, Kind), i64> = BTreeMap::new();
    let mut economic: BTreeMap<i32, f64> = BTreeMap::new();
    for entry in &entries {
        let value = present(&entry.economic, base, factor);
        if value.is_nan() || value.abs() >= 9e15 {
            return Err(Fault::new(
                format!("{:?} is worth more than 9 * 10^15 US dollars", entry.item),
                "check its amounts and the unit",
            ));
        }
        let key = (entry.country.clone(), entry.party.clone(), entry.item.clone(), entry.kind);
        *ledger.entry(key).or_default() += cents(value);
        for (year, amount) in &entry.economic {
            *economic.entry(*year).or_default() += amount;
        }
    }
    let ledger: Vec<LedgerRow> = ledger
        .into_iter()
        .map(|((country, party, item, kind), cents)| LedgerRow {
            country,
            party,
            item,
            kind,
            cents,
        })
        .collect();
    let of = |cost: bool| -> i64 {
        let rows = ledger.iter().filter(|row| row.kind != Kind::Transfer);
        rows.filter(|row| row.kind.is_cost() == cost).map(|row| row.cents).sum()
    };
    let (costs, benefits) = (-of(true), of(false));
    let flow = exact(&economic, base)?;
    let npv_cents = ledger.iter().map(|row| row.cents).sum();
    let investor = investor::worth(&mut settled, &entries)?;
    let sensitivity = sensitivity::all(&settled, &entries, options)?;
    let mut cumulative = 0.0;
    let cash = investor.as_ref().map(|investor| &investor.flows);
    let years = (base.min(flow.span().map_or(base, |s| s[0]))..=last).map(|year| {
        let amount = economic.get(&year).copied().unwrap_or(0.0);
        let discounted = amount * settled.discount.factor(year - base);
        cumulative += discounted;
        let investor = cash.map(|flows| flows.get(&year).copied().unwrap_or(0.0));
        Year { year, economic: amount, discounted, cumulative, investor }
    });
    Ok(Appraisal {
        base_year: base,
        price_year: project.price_year.unwrap_or(base),
        last_year: last,
        npv_cents,
        irr: flow.internal_rates()?,
        mirr: mirr(&flow, settled.finance, settled.reinvest),
        bcr: (costs > 0 && benefits > 0).then(|| benefits as f64 / costs as f64),
        years: years.collect(),
        ledger,
        switching: sensitivity.switching,
        tornado: sensitivity.tornado,
        drawn: sensitivity.drawn,
        investor,
        discount: settled.discount,
        assumptions: settled.assumptions,
        warnings: settled.warnings,
    })
}
