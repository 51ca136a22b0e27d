//! Reads the tables of tariffs and checks every row.

use super::{
    Average, Basis, Group, Insurance, Measure, Surcharge, Tariffs, Tax, TaxBase, TaxBaseRow, Texts,
    Valuation,
};
use crate::agreement::Member;
use crate::dating::PartialDate;
use crate::error::Faults;
use crate::table::{Row, Sourced, exact, rows};
use corridor_network::fact::{Confidence, Evidence};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeSet;

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
    tax: String,
    #[serde(deserialize_with = "exact")]
    percent: Decimal,
    from: Option<Date>,
    until: Option<Date>,
});
row!(ValuationRow { importer: Member, basis: Basis });
row!(SurchargeRow {
    importer: Member,
    name: String,
    #[serde(deserialize_with = "exact")]
    percent: Decimal,
    from: Option<Date>,
    until: Option<Date>,
});
row!(BaseRow { importer: Member, base: TaxBase });
row!(InsuranceRow {
    #[serde(deserialize_with = "exact")]
    percent: Decimal,
    #[serde(deserialize_with = "exact")]
    cover_percent: Decimal,
});

impl Tariffs {
    /// Reads the texts of the tables.
    ///
    /// # Errors
    /// When a row is wrong: every fault of all is listed, with file and line.
    pub fn parse(texts: &Texts<'_>) -> Result<Self, Faults> {
        let mut faults = Vec::new();
        let mut tariffs = Self::default();
        let mut seen = BTreeSet::new();
        let reversed = |from: Option<Date>, until: Option<Date>| {
            from.zip(until).is_some_and(|(from, until)| until < from)
        };
        for (row, mut at) in rows::<AverageRow>("averages.csv", texts.averages, &mut faults) {
            at.key(
                &mut seen,
                &format!("{} {:?} {:?} {}", row.importer, row.group, row.measure, row.year),
            );
            at.percent(row.percent);
            at.check(!(1980..=2100).contains(&row.year), || format!("year {} is none", row.year));
            let evidence = row.evidence(&mut at);
            let AverageRow { importer, group, measure, percent, year, .. } = row;
            tariffs.averages.push(Average { importer, group, measure, percent, year, evidence });
            faults.extend(at.faults);
        }
        for (row, mut at) in rows::<TaxRow>("taxes.csv", texts.taxes, &mut faults) {
            at.key(&mut seen, &format!("{} {} {:?}", row.importer, row.tax, row.from));
            at.percent(row.percent);
            let named = ["vat", "gst"].contains(&row.tax.as_str());
            at.check(!named, || format!("{:?} is neither vat nor gst", row.tax));
            at.check(reversed(row.from, row.until), || "it ends before it begins".to_owned());
            let evidence = row.evidence(&mut at);
            let TaxRow { importer, tax: name, percent, from, until, .. } = row;
            tariffs.taxes.push(Tax { importer, name, percent, from, until, evidence });
            faults.extend(at.faults);
        }
        for (row, mut at) in rows::<ValuationRow>("valuation.csv", texts.valuations, &mut faults) {
            at.key(&mut seen, &format!("{} valuation", row.importer));
            let evidence = row.evidence(&mut at);
            let ValuationRow { importer, basis, .. } = row;
            tariffs.valuations.push(Valuation { importer, basis, evidence });
            faults.extend(at.faults);
        }
        for (row, mut at) in rows::<SurchargeRow>("surcharges.csv", texts.surcharges, &mut faults) {
            at.key(&mut seen, &format!("{} {} {:?}", row.importer, row.name, row.from));
            at.percent(row.percent);
            at.check(reversed(row.from, row.until), || "it ends before it begins".to_owned());
            let evidence = row.evidence(&mut at);
            let SurchargeRow { importer, name, percent, from, until, .. } = row;
            tariffs.surcharges.push(Surcharge { importer, name, percent, from, until, evidence });
            faults.extend(at.faults);
        }
        for (row, mut at) in rows::<BaseRow>("tax-bases.csv", texts.tax_bases, &mut faults) {
            at.key(&mut seen, &format!("{} tax base", row.importer));
            let evidence = row.evidence(&mut at);
            let BaseRow { importer, base, .. } = row;
            tariffs.tax_bases.push(TaxBaseRow { importer, base, evidence });
            faults.extend(at.faults);
        }
        for (row, mut at) in rows::<InsuranceRow>("insurance.csv", texts.insurance, &mut faults) {
            at.key(&mut seen, "insurance");
            at.percent(row.percent);
            let evidence = row.evidence(&mut at);
            let InsuranceRow { percent, cover_percent, .. } = row;
            tariffs.insurance = Some(Insurance { percent, cover_percent, evidence });
            faults.extend(at.faults);
        }
        if faults.is_empty() { Ok(tariffs) } else { Err(Faults(faults)) }
    }
}
