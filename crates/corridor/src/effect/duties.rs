//! Duties before the change, and what a supposed agreement makes of them.

use super::grounds::{BaseDutyView, SupposedAgreementView};
use super::problem;
use crate::agreements::named;
use crate::problem::Problem;
use crate::trade::percent;
use corridor_effect::{Change, DutyRow, Table, elasticity::section};
use corridor_network::CountryCode;
use corridor_trade::{Average, Group, Measure, Register, Tariffs};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Duties by cell of the table, and where they come from.
pub(super) struct Duties<'r> {
    day: Date,
    /// Shares of the value, at `Table::cell`.
    pub(super) rate: Vec<f64>,
    /// Averages used, by importer and sector.
    averages: BTreeMap<(usize, usize), &'r Average>,
    /// Pairs (importer, exporter) of one customs territory.
    pub(super) inside: Vec<(usize, usize)>,
    /// Pairs (importer, exporter) with a preference in force, whose duty is not known and counts as 0.
    pub(super) preferred: Vec<(usize, usize)>,
    /// Cells of goods whose duty is not known and counts as 0.
    unknown: Vec<bool>,
}

/// What kinds of goods a sector is of, by which its average duty is looked up; none of services.
fn groups(sector: &str) -> &'static [Group] {
    match section(sector) {
        Some('A') => &[Group::Agricultural, Group::All],
        Some('B') => &[Group::MineralsMetals, Group::NonAgricultural, Group::All],
        Some('C') => &[Group::Manufactures, Group::NonAgricultural, Group::All],
        Some(_) => &[],
        None => &[Group::All],
    }
}

impl<'r> Duties<'r> {
    /// No duties.
    pub(super) fn none(day: Date, table: &Table) -> Self {
        let cells = table.countries.len().pow(2) * table.sectors.len();
        Self {
            day,
            rate: vec![0.0; cells],
            averages: BTreeMap::new(),
            inside: Vec::new(),
            preferred: Vec::new(),
            unknown: vec![false; cells],
        }
    }

    /// The average duties of the tariffs that ship: for every group, those applied before those of the
    /// most favoured nation.
    pub(super) fn of(
        register: &'r Register,
        day: Date,
        table: &Table,
        codes: &[Option<CountryCode>],
    ) -> Self {
        let (n, s) = (table.countries.len(), table.sectors.len());
        let mut duties = Self::none(day, table);
        let as_of = register.as_of(day);
        for importer in 0..n {
            let Some(code) = codes[importer] else {
                duties.forget(table, importer);
                continue;
            };
            let territory = register.customs_territory(code, day).ok();
            for i in 0..s {
                let Some(average) = average(register, day, code, &table.sectors[i]) else {
                    continue;
                };
                duties.averages.insert((importer, i), average);
            }
            for exporter in (0..n).filter(|e| *e != importer) {
                if let Some(other) = codes[exporter] {
                    if territory.as_ref().is_some_and(|(all, _)| all.contains(&other)) {
                        duties.inside.push((importer, exporter));
                        continue;
                    }
                    if !as_of.preferences(code, other).is_empty() {
                        duties.preferred.push((importer, exporter));
                        continue;
                    }
                }
                for i in 0..s {
                    let at = table.cell(exporter, i, importer);
                    match duties.averages.get(&(importer, i)) {
                        Some(average) => duties.rate[at] = share(average.percent),
                        None => duties.unknown[at] = !groups(&table.sectors[i]).is_empty(),
                    }
                }
            }
        }
        duties
    }

    /// Marks what a country without code levies as not known.
    fn forget(&mut self, table: &Table, importer: usize) {
        for exporter in (0..table.countries.len()).filter(|e| *e != importer) {
            for (i, sector) in table.sectors.iter().enumerate() {
                self.unknown[table.cell(exporter, i, importer)] = !groups(sector).is_empty();
            }
        }
    }

    /// Lays the user's duties over these.
    ///
    /// # Errors
    /// When a row is wrong.
    pub(super) fn replace(&mut self, table: &Table, name: &str, text: &str) -> Result<(), Problem> {
        for DutyRow { cell, share } in DutyRow::read(table, name, text).map_err(problem)? {
            self.rate[cell] = share;
            self.unknown[cell] = false;
        }
        Ok(())
    }

    /// Puts the duty that a supposed agreement has into the change.
    ///
    /// # Errors
    /// When there is no such agreement, it lowers no duty between countries of the table, its duty is
    /// not given, or a duty before it is not known.
    pub(super) fn suppose(
        &self,
        register: &Register,
        table: &Table,
        codes: &[Option<CountryCode>],
        text: &str,
        change: &mut Change,
    ) -> Result<SupposedAgreementView, Problem> {
        let (id, rate) = text.split_once('=').map_or((text, None), |(id, rate)| (id, Some(rate)));
        let agreement = named(register, id.trim())?;
        let Some(rate) = rate else {
            return Err(Problem::bad_input(
                "duty-invalid",
                format!("--suppose {id}: the duty under it is not given"),
                format!("give it in per cent: --suppose {id}=0"),
            ));
        };
        let supposed = percent(rate, &format!("--suppose {id}:"))?;
        let mut view = SupposedAgreementView::new(agreement, supposed);
        let prefers = |importer: usize, exporter: usize| {
            let (Some(to), Some(from)) = (codes[importer], codes[exporter]) else { return false };
            register.would_prefer(agreement, self.day, to, from)
        };
        let countries = 0..table.countries.len();
        for importer in countries.clone() {
            for exporter in countries.clone().filter(|exporter| prefers(importer, *exporter)) {
                for (i, sector) in table.sectors.iter().enumerate() {
                    if groups(sector).is_empty() {
                        continue;
                    }
                    let at = table.cell(exporter, i, importer);
                    if self.unknown[at] {
                        let to = &table.countries[importer];
                        return Err(Problem::bad_input(
                            "duty-unknown",
                            format!(
                                "what {to} levies on sector {sector} without {} is not known",
                                agreement.id
                            ),
                            "give it: --duties FILE with columns importer,exporter,sector,percent",
                        ));
                    }
                    change.duty_after[at] = change.duty_after[at].min(share(supposed));
                }
                view.pair(&table.countries[importer], &table.countries[exporter]);
            }
        }
        let parties = register.sides(agreement, self.day).into_iter().map(|side| side.0);
        let without = parties.filter(|party| !codes.contains(&Some(*party)));
        view.parties_missing = without.map(|party| party.to_string()).collect();
        view.parties_missing.dedup();
        if view.pairs.is_empty() {
            return Err(Problem::bad_input(
                "agreement-not-between",
                format!("{} lowers no duty between countries of {}", agreement.id, table.name),
                format!(
                    "`corridor agreements {}` shows its parties; bring a table with rows of them (--table)",
                    agreement.id
                ),
            ));
        }
        Ok(view)
    }

    /// The averages used.
    pub(super) fn view(&self, table: &Table) -> Vec<BaseDutyView> {
        let rows = self.averages.iter();
        rows.map(|((importer, sector), average)| {
            BaseDutyView::new(&table.countries[*importer], &table.sectors[*sector], average)
        })
        .collect()
    }

    /// Importers whose duty on any goods is not known.
    pub(super) fn unknown_importers(&self, table: &Table) -> Vec<String> {
        let n = table.countries.len();
        let any = |d: &usize| (0..self.unknown.len()).any(|at| at % n == *d && self.unknown[at]);
        (0..n).filter(any).map(|d| table.countries[d].clone()).collect()
    }

    /// Sectors that are none of ISIC's and count as goods.
    pub(super) fn unplaced(table: &Table) -> Vec<String> {
        table.sectors.iter().filter(|sector| section(sector).is_none()).cloned().collect()
    }
}

fn average<'r>(
    register: &Register,
    day: Date,
    importer: CountryCode,
    sector: &str,
) -> Option<&'r Average> {
    let measures = [Measure::AppliedWeighted, Measure::MfnSimple];
    groups(sector).iter().flat_map(|group| measures.map(|measure| (*group, measure))).find_map(
        |(group, measure)| Tariffs::shipped().average(register, day, importer, group, measure),
    )
}

/// A rate in per cent as a share of the value.
fn share(percent: rust_decimal::Decimal) -> f64 {
    use rust_decimal::prelude::ToPrimitive;
    percent.to_f64().unwrap_or_default() / 100.0
}
