//! A row of a table with names for its fields: codes, rates, days and importers read from them.

use crate::agreement::Member;
use crate::country::is_country;
use crate::error::{Fault, Location};
use crate::hs::{HsCode, Nomenclature};
use crate::money::decimal;
use crate::register::Register;
use csv::StringRecord;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as PlainError;
use std::collections::BTreeMap;

/// A row with names for its fields, and what is wrong with it.
pub(super) struct Fields<'r> {
    pub(super) columns: &'r BTreeMap<String, usize>,
    pub(super) record: &'r StringRecord,
    /// Whether a comma stands before decimals.
    pub(super) comma: bool,
    pub(super) at: Location,
    pub(super) faults: Vec<Fault>,
}

impl Fields<'_> {
    /// The text of a column; empty where the table has it not.
    pub(super) fn text(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|k| self.record.get(*k)).unwrap_or_default().trim()
    }

    /// Whether the table has a column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    pub(super) fn wrong(&mut self, column: &str, reason: impl std::fmt::Display) {
        let mut at = self.at.clone();
        at.column = self.columns.get(column).map_or(1, |k| k + 1);
        self.faults.push(Fault { at, reason: format!("{column}: {reason}") });
    }

    /// The code of a column, which has to be in the nomenclature.
    pub(super) fn hs(&mut self, column: &str) -> Option<HsCode> {
        let text = self.text(column).to_owned();
        self.code(column, &text)
    }

    /// A code that a column has; it has to be in the nomenclature.
    pub(super) fn code(&mut self, column: &str, text: &str) -> Option<HsCode> {
        let code: HsCode = match text.parse() {
            Ok(code) => code,
            Err(error) => {
                self.wrong(column, error);
                return None;
            }
        };
        if let Err(unknown) = Nomenclature::shipped().title(&code) {
            if let Some(older) = unknown.older {
                let became: Vec<_> = older.successors.iter().map(ToString::to_string).collect();
                let (edition, became) = (older.edition, became.join(", "));
                self.wrong(
                    column,
                    format!("{code} is of the HS of {edition}; its goods are now under {became}"),
                );
                return None;
            }
            let near: Vec<_> = unknown.nearest.iter().map(|(code, _)| code.to_string()).collect();
            let near = near.join(", ");
            self.wrong(column, format!("{code} is not in the HS of 2022; nearest are {near}"));
            return None;
        }
        Some(code)
    }

    pub(super) fn member(&mut self, register: &Register) -> Option<Member> {
        let text = self.text("importer").to_owned();
        let read: Result<_, PlainError> = Member::deserialize(text.as_str().into_deserializer());
        let member = read.map_err(|error| self.wrong("importer", error)).ok()?;
        let unions = register.unions().join(", ");
        let reason = match &member {
            Member::Country(code) if !is_country(*code) => {
                format!("{text:?} is no country of ISO 3166-1")
            }
            Member::Union(name) if register.union(name).is_none() => {
                format!("{text:?} is no union of the register; one of {unions}")
            }
            _ => return Some(member),
        };
        self.wrong("importer", reason);
        None
    }

    /// A rate in per cent, if the table has the column and a figure in it.
    pub(super) fn rate(&mut self, column: &str) -> Option<Decimal> {
        let mut text = self.text(column).trim_end_matches('%').trim().to_owned();
        if self.comma {
            text = text.replace(',', ".");
        }
        if text.is_empty() {
            return None;
        }
        let percent = decimal(&text);
        if percent.is_none_or(|p| p.is_sign_negative() || p > Decimal::from(3000)) {
            self.wrong(column, format!("{text:?} is no rate in per cent"));
            return None;
        }
        percent
    }

    /// A day of a column, also as tariff offices write it: 31-12-2026, 31/12/2026.
    pub(super) fn day(&mut self, column: &str) -> Option<Date> {
        let text = self.text(column).to_owned();
        if text.is_empty() {
            return None;
        }
        let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
        let iso = match parts[..] {
            [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
            _ => text.clone(),
        };
        let read = iso.parse();
        read.map_err(|_: jiff::Error| {
            self.wrong(column, format!("{text:?} is no day; write YYYY-MM-DD"));
        })
        .ok()
    }
}
