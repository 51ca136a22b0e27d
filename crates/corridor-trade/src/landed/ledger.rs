//! The lines of landed cost of one way under one claim, and their sums.

use super::border::{Worth, border, unloading};
use super::{Carriage, CostLine, LineKind};
use super::{Charge, Scale};
use crate::duty::{Duty, Measured};
use crate::incoterm::{Incoterm, Payer};
use crate::money::Usd;
use crate::tariff::{Basis, TaxBase};
use rust_decimal::Decimal;

/// A figure with where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate<T> {
    /// The figure; none when it is not known.
    pub figure: Option<T>,
    /// What it is called.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// What a reader should know besides.
    pub note: String,
    /// What to give when it is not known.
    pub supply: String,
}

/// What a tax is reckoned on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaxOn {
    /// The base.
    pub base: TaxBase,
    /// What is added to the customs value in it, per cent.
    pub uplift_percent: Decimal,
    /// How many of how many parts of it count.
    pub share: (Decimal, Decimal),
}

impl From<TaxBase> for TaxOn {
    fn from(base: TaxBase) -> Self {
        Self { base, uplift_percent: Decimal::ZERO, share: (Decimal::ONE, Decimal::ONE) }
    }
}

/// What the importer asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Dues {
    /// Whether customs value is with carriage and insurance.
    pub basis: Rate<Basis>,
    /// What is added to the customs value, per cent of it.
    pub uplift_percent: Decimal,
    /// The duty.
    pub duty: Rate<Duty>,
    /// Whether the duty rests on a supposed agreement.
    pub hypothetical: bool,
    /// Charges on the duty, per cent of it.
    pub surcharges: Vec<Rate<Decimal>>,
    /// Charges that the user names.
    pub charges: Vec<Charge>,
    /// The tax on imports, per cent.
    pub tax: Rate<Decimal>,
    /// What the tax is reckoned on.
    pub tax_base: Rate<TaxOn>,
    /// Fees that the state levies by value.
    pub scales: Vec<Scale>,
    /// Fees of customs and brokers.
    pub fees: Rate<Usd>,
}

/// What is given of the goods and the sale.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// Value of the goods at the seller's door, or the price under the term.
    pub value: Usd,
    /// Whether the value is the price under the term, with what the seller pays in it.
    pub is_price: bool,
    /// The term.
    pub term: Incoterm,
    /// Quantities and rates of exchange.
    pub measured: Measured,
    /// The premium: per cent of the sum insured, and the sum insured in per cent of value and carriage.
    pub insurance: Rate<(Decimal, Decimal)>,
    /// The premium as an amount, in place of a rate.
    pub premium: Option<Usd>,
    /// What unloading at the place of destination costs, where it is given.
    pub unloading: Option<Usd>,
    /// Per cent of the value that a day costs.
    pub time: Rate<Decimal>,
    /// Where the cost of the carriage comes from.
    pub freight_source: String,
    /// Whether no border of customs is crossed: within one country.
    pub domestic: bool,
}

/// Lines with their sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// The lines.
    pub lines: Vec<CostLine>,
    /// What duty is reckoned on.
    pub customs_value: Option<Usd>,
}

impl Ledger {
    fn sum(&self, wanted: impl Fn(&CostLine) -> bool) -> Option<Usd> {
        self.lines.iter().filter(|l| wanted(l)).map(|l| l.amount).sum::<Option<Usd>>()
    }
    /// What is paid for the goods until they are there; none when any line of it is not known. What time
    /// costs is not in it: nobody is paid for it.
    pub fn landed(&self) -> Option<Usd> {
        self.sum(|l| l.kind != LineKind::Time)
    }
    /// What is known of it.
    pub fn known(&self) -> Usd {
        let paid = self.lines.iter().filter(|l| l.kind != LineKind::Time);
        paid.filter_map(|l| l.amount).sum()
    }
    /// What time on the way costs, imputed; none when it is not known.
    pub fn time(&self) -> Option<Usd> {
        self.sum(|l| l.kind == LineKind::Time)
    }
    /// What one side pays of it.
    pub fn share(&self, payer: Payer) -> Option<Usd> {
        self.sum(|l| l.payer == payer && l.kind != LineKind::Time)
    }
    /// What is not known, with what to give.
    pub fn supply(&self) -> Vec<String> {
        let mut all: Vec<String> = self.lines.iter().flat_map(|l| l.supply.clone()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The lines of a way; none when the term does not fit it, or when a price leaves nothing for goods.
pub fn reckon(given: &Given, way: &Carriage, dues: &Dues) -> Option<Ledger> {
    let sellers = way.sellers(given.term)?;
    let end = way.legs.len();
    let carriage = way.cost(0, end);
    let goods = goods(given, way, sellers)?;
    let premium = premium(given, goods, carriage);
    let mut lines = vec![CostLine {
        amount: Some(goods),
        source: if given.is_price {
            format!("your price {} less what the seller pays", given.value)
        } else {
            "your value".to_owned()
        },
        ..line(LineKind::Goods, "goods at the seller's door", Payer::Buyer)
    }];
    lines.extend(freight(given, way, sellers));
    lines.push(CostLine {
        amount: premium,
        rate: match (given.premium, given.insurance.figure) {
            (None, Some((percent, cover))) => {
                format!("{}% of {}%", percent.normalize(), cover.normalize())
            }
            _ => String::new(),
        },
        base: given.premium.is_none().then_some(goods + carriage),
        source: given.insurance.source.clone(),
        note: given.insurance.note.clone(),
        supply: missing(premium.is_none(), &given.insurance.supply),
        ..line(LineKind::Insurance, "insurance of the cargo", given.term.insures())
    });
    lines.extend(unloading(given));
    let mut customs_value = None;
    if !given.domestic {
        let fob = goods + way.cost(0, way.leaves);
        customs_value = match dues.basis.figure {
            Some(Basis::Fob) => Some(fob),
            Some(Basis::Cif) => premium.map(|premium| goods + way.cost(0, way.enters) + premium),
            None => None,
        };
        if !dues.uplift_percent.is_zero() {
            let more = customs_value.and_then(|value| value.percent(dues.uplift_percent));
            customs_value = customs_value.zip(more).map(|(value, more)| value + more);
        }
        let worth = Worth { fob, value: customs_value, premium };
        lines.extend(border(given, way, dues, worth));
    }
    let days = Decimal::try_from((way.days * 100.0).round() / 100.0).unwrap_or_default();
    let waiting = given.time.figure.and_then(|percent| goods.percent(percent.checked_mul(days)?));
    lines.push(CostLine {
        amount: waiting,
        rate: given.time.figure.map_or(String::new(), |percent| {
            format!("{}% a day, {} days", percent.normalize(), days.normalize())
        }),
        base: Some(goods),
        source: given.time.source.clone(),
        note: given.time.note.clone(),
        supply: missing(waiting.is_none(), &given.time.supply),
        rate_percent: given.time.figure,
        ..line(LineKind::Time, "cost of time on the way, imputed", given.term.waits())
    });
    Some(Ledger { lines, customs_value })
}

pub(super) fn line(kind: LineKind, name: &str, payer: Payer) -> CostLine {
    CostLine {
        kind,
        name: name.to_owned(),
        amount: None,
        rate: String::new(),
        rate_percent: None,
        base: None,
        payer,
        source: String::new(),
        hypothetical: false,
        note: String::new(),
        supply: Vec::new(),
    }
}

pub(super) fn missing(is: bool, supply: &str) -> Vec<String> {
    if is && !supply.is_empty() { vec![supply.to_owned()] } else { Vec::new() }
}

/// The value of the goods at the seller's door.
fn goods(given: &Given, way: &Carriage, sellers: usize) -> Option<Usd> {
    if !given.is_price {
        return Some(given.value);
    }
    let mut rest = given.value - way.cost(0, sellers);
    if given.term.insures() == Payer::Seller {
        rest = match (given.premium, given.insurance.figure) {
            (Some(premium), _) => rest - premium,
            (None, Some((percent, cover))) => {
                // The premium is a share of goods and all carriage, so that
                // rest = goods + share x (goods + carriage).
                let share = percent * cover / Decimal::from(10_000);
                let carriage = way.cost(0, way.legs.len()).dollars();
                Usd::rounded((rest.dollars() - share * carriage) / (Decimal::ONE + share))?
            }
            (None, None) => return None,
        };
    }
    (rest > Usd::ZERO).then_some(rest)
}

fn premium(given: &Given, goods: Usd, carriage: Usd) -> Option<Usd> {
    given.premium.or_else(|| {
        let (percent, cover) = given.insurance.figure?;
        (goods + carriage).percent(percent * cover / Decimal::ONE_HUNDRED)
    })
}

/// Lines of the carriage, cut where the payer changes and where the importer's territory begins.
fn freight(given: &Given, way: &Carriage, sellers: usize) -> Vec<CostLine> {
    let end = way.legs.len();
    let mut cuts = vec![0, sellers, way.enters.min(end), end];
    if let Some((from, to)) = way.quoted {
        cuts.extend([from, to]);
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|part| {
            let (from, to) = (part[0], part[1]);
            let payer = if to <= sellers { Payer::Seller } else { Payer::Buyer };
            let name = format!("carriage {} - {}", way.legs[from].from, way.legs[to - 1].to);
            let yours = way.quoted.is_some_and(|(first, last)| first <= from && to <= last);
            CostLine {
                amount: Some(way.cost(from, to)),
                source: if yours {
                    "yours (--freight-usd)".to_owned()
                } else {
                    given.freight_source.clone()
                },
                note: if to > way.enters { "after the border" } else { "" }.to_owned(),
                ..line(LineKind::Freight, &name, payer)
            }
        })
        .collect()
}
