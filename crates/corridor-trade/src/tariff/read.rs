//! Reads the tables of tariffs and checks every row.

use super::{
    Average, Basis, Fee, Group, Insurance, ListedRate, Measure, Period, Surcharge, Tariffs, Tax,
    TaxBase, TaxBaseRow, TaxKind, Texts, Valuation,
};
use crate::agreement::Member;
use crate::dating::PartialDate;
use crate::duty::Duty;
use crate::error::{Fault, Faults};
use crate::landed::Step;
use crate::money::decimal;
use crate::table::{Row, Sourced, exact, rows};
use corridor_network::fact::{Confidence, Evidence};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A row of a table: its own columns, then source, date, confidence and note.
macro_rules! row {
    ($name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty),* $(,)? }) => {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name {
            $($(#[$attribute])* $field: $type,)*
            source: String,
            date: PartialDate,
            confidence: Confidence,
            note: String,
        }
        impl $name {
            fn evidence(&self, at: &mut Row) -> Evidence {
                at.evidence(Sourced {
                    source: self.source.clone(),
                    date: self.date,
                    confidence: self.confidence,
                    note: self.note.clone(),
                })
            }
        }
    };
}
row!(AverageRow {
    importer: Member,
    group: Group,
    measure: Measure,
    #[serde(deserialize_with = "exact")]
    percent: Decimal,
    year: i16,
});
row!(TaxRow {
    importer: Member,
    tax: TaxKind,
    #[serde(deserialize_with = "exact")]
    percent: Decimal,
    from: Date,
    until: Option<Date>,
});
row!(ListedRow {
    importer: Member,
    #[serde(deserialize_with = "exact")]
    percent: Decimal,
    goods: String,
    from: Date,
    until: Option<Date>,
});
row!(ValuationRow {
    importer: Member,
    basis: Basis,
    #[serde(deserialize_with = "exact")]
    uplift_percent: Decimal,
    from: Date,
    until: Option<Date>,
});
row!(SurchargeRow {
    importer: Member,
    name: String,
    #[serde(deserialize_with = "exact")]
    percent: Decimal,
    from: Date,
    until: Option<Date>,
});
row!(FeeRow {
    importer: Member,
    name: String,
    rate: String,
    #[serde(deserialize_with = "exact")]
    above: Decimal,
    up_to: String,
    currency: String,
    goods: String,
    from: Date,
    until: Option<Date>,
});
row!(BaseRow {
    importer: Member,
    base: TaxBase,
    #[serde(deserialize_with = "exact")]
    uplift_percent: Decimal,
    share: String,
    from: Date,
    until: Option<Date>,
});
row!(InsuranceRow {
    #[serde(deserialize_with = "exact")]
    percent: Decimal,
    #[serde(deserialize_with = "exact")]
    cover_percent: Decimal,
});

/// Parts of a base: `1`, or `11/12`.
fn share(text: &str) -> Option<(Decimal, Decimal)> {
    let (parts, of) = text.split_once('/').unwrap_or((text, "1"));
    let (parts, of) = (decimal(parts)?, decimal(of)?);
    (Decimal::ZERO < parts && parts <= of).then_some((parts, of))
}

/// Periods of rows seen so far, by what the rows are of: no two of one may hold on one day.
#[derive(Default)]
struct Periods(BTreeMap<String, Vec<Period>>);

impl Periods {
    fn take(&mut self, at: &mut Row, of: &str, from: Date, until: Option<Date>) -> Period {
        let period = Period { from, until };
        at.check(until.is_some_and(|until| until < from), || "it ends before it begins".to_owned());
        let seen = self.0.entry(format!("{} {of}", at.at.file)).or_default();
        let before = |a: &Period, b: &Period| a.until.is_some_and(|until| until < b.from);
        let other = seen.iter().find(|other| !before(other, &period) && !before(&period, other));
        at.check(other.is_some(), || {
            format!("{of} is given twice for some days; part the rows by from and until")
        });
        seen.push(period);
        period
    }
}

impl Tariffs {
    /// Reads the texts of the tables.
    ///
    /// # Errors
    /// When a row is wrong: every fault of all is listed, with file and line.
    pub fn parse(texts: &Texts<'_>) -> Result<Self, Faults> {
        let mut faults = Vec::new();
        let mut tariffs = Self::default();
        tariffs.read_averages(texts, &mut faults);
        tariffs.read_taxes(texts, &mut faults);
        tariffs.read_fees(texts, &mut faults);
        tariffs.read_values(texts, &mut faults);
        tariffs.read_insurance(texts, &mut faults);
        if faults.is_empty() { Ok(tariffs) } else { Err(Faults(faults)) }
    }

    fn read_averages(&mut self, texts: &Texts<'_>, faults: &mut Vec<Fault>) {
        let mut seen = BTreeSet::new();
        for (row, mut at) in rows::<AverageRow>("averages.csv", texts.averages, faults) {
            at.key(
                &mut seen,
                &format!("{} {:?} {:?} {}", row.importer, row.group, row.measure, row.year),
            );
            at.percent(row.percent);
            at.check(!(1980..=2100).contains(&row.year), || format!("year {} is none", row.year));
            let evidence = row.evidence(&mut at);
            let AverageRow { importer, group, measure, percent, year, .. } = row;
            self.averages.push(Average { importer, group, measure, percent, year, evidence });
            faults.extend(at.faults);
        }
    }

    fn read_taxes(&mut self, texts: &Texts<'_>, faults: &mut Vec<Fault>) {
        let mut periods = Periods::default();
        for (row, mut at) in rows::<TaxRow>("taxes.csv", texts.taxes, faults) {
            let of = format!("the tax of {}", row.importer);
            let period = periods.take(&mut at, &of, row.from, row.until);
            at.percent(row.percent);
            let taxed = (row.tax == TaxKind::None) && !row.percent.is_zero();
            at.check(taxed, || format!("no tax has no rate, and not {} %", row.percent));
            let evidence = row.evidence(&mut at);
            let TaxRow { importer, tax: kind, percent, .. } = row;
            self.taxes.push(Tax { importer, kind, percent, period, evidence });
            faults.extend(at.faults);
        }
        for (row, mut at) in rows::<ListedRow>("listed-rates.csv", texts.listed_rates, faults) {
            let of = format!("the rate of {} on {}", row.importer, row.goods);
            let period = periods.take(&mut at, &of, row.from, row.until);
            at.percent(row.percent);
            let evidence = row.evidence(&mut at);
            let ListedRow { importer, percent, goods, .. } = row;
            self.listed_rates.push(ListedRate { importer, percent, goods, period, evidence });
            faults.extend(at.faults);
        }
        for (row, mut at) in rows::<SurchargeRow>("surcharges.csv", texts.surcharges, faults) {
            let of = format!("the {} of {}", row.name, row.importer);
            let period = periods.take(&mut at, &of, row.from, row.until);
            at.percent(row.percent);
            let evidence = row.evidence(&mut at);
            let SurchargeRow { importer, name, percent, .. } = row;
            self.surcharges.push(Surcharge { importer, name, percent, period, evidence });
            faults.extend(at.faults);
        }
    }

    fn read_fees(&mut self, texts: &Texts<'_>, faults: &mut Vec<Fault>) {
        let mut periods = Periods::default();
        for (row, mut at) in rows::<FeeRow>("fees.csv", texts.fees, faults) {
            let of = format!("the {} of {} above {}", row.name, row.importer, row.above);
            let period = periods.take(&mut at, &of, row.from, row.until);
            let rate = row.rate.parse::<Duty>().map_err(|e| at.check(true, || e.to_string())).ok();
            let up_to = decimal(&row.up_to);
            let ends = row.up_to.is_empty() || up_to.is_some_and(|most| most > row.above);
            at.check(!ends, || format!("up_to {:?} is no end of the step", row.up_to));
            let known = ["", "by-ship"].contains(&row.goods.as_str());
            at.check(!known, || format!("goods {:?} are neither all nor by-ship", row.goods));
            let evidence = row.evidence(&mut at);
            let FeeRow { importer, name, above, currency, goods, .. } = row;
            if let Some(rate) = rate {
                let (step, by_ship) = (Step { above, up_to, rate }, goods == "by-ship");
                let fee = Fee { importer, name, step, currency, by_ship, period, evidence };
                self.fees.push(fee);
            }
            faults.extend(at.faults);
        }
    }

    fn read_values(&mut self, texts: &Texts<'_>, faults: &mut Vec<Fault>) {
        let mut periods = Periods::default();
        for (row, mut at) in rows::<ValuationRow>("valuation.csv", texts.valuations, faults) {
            let of = format!("the valuation of {}", row.importer);
            let period = periods.take(&mut at, &of, row.from, row.until);
            at.percent(row.uplift_percent);
            let evidence = row.evidence(&mut at);
            let ValuationRow { importer, basis, uplift_percent, .. } = row;
            self.valuations.push(Valuation { importer, basis, uplift_percent, period, evidence });
            faults.extend(at.faults);
        }
        for (row, mut at) in rows::<BaseRow>("tax-bases.csv", texts.tax_bases, faults) {
            let of = format!("the base of the tax of {}", row.importer);
            let period = periods.take(&mut at, &of, row.from, row.until);
            at.percent(row.uplift_percent);
            let share = share(&row.share);
            at.check(share.is_none(), || {
                format!("share {:?} is none; write 1, or 11/12", row.share)
            });
            let evidence = row.evidence(&mut at);
            let BaseRow { importer, base, uplift_percent, .. } = row;
            let share = share.unwrap_or((Decimal::ONE, Decimal::ONE));
            let row = TaxBaseRow { importer, base, uplift_percent, share, period, evidence };
            self.tax_bases.push(row);
            faults.extend(at.faults);
        }
    }

    fn read_insurance(&mut self, texts: &Texts<'_>, faults: &mut Vec<Fault>) {
        let mut seen = BTreeSet::new();
        for (row, mut at) in rows::<InsuranceRow>("insurance.csv", texts.insurance, faults) {
            at.key(&mut seen, "insurance");
            at.percent(row.percent);
            let evidence = row.evidence(&mut at);
            let InsuranceRow { percent, cover_percent, .. } = row;
            self.insurance = Some(Insurance { percent, cover_percent, evidence });
            faults.extend(at.faults);
        }
    }
}
