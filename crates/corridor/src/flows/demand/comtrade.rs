//! Tables of UN Comtrade as its downloads come: `refYear,reporterISO,partnerISO,flowCode,cmdCode,netWgt,
//! primaryValue`, kilograms and US dollars, among columns that are not used.
//!
//! What an importer reports counts; what an exporter reports counts where the importer reports nothing of the
//! pair. Sums that stand beside their parts are left out, and told.

use super::{NO_FREIGHT, Parsed, Row, Told, amount, by_value, number};
use crate::flows::goods::{self, Goods};
use csv::StringRecord;
use std::collections::{BTreeMap, BTreeSet};

const WORLD: &str = "sums over partners or goods that stand beside their parts";
const NO_COUNTRY: &str = "trade with areas that are no country";
const PART: &str =
    "re-exports, re-imports and parts by customs procedure or carrier of totals in the table";
const MIRROR: &str = "exports of pairs whose importer reports";

/// A line of the table.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    at: String,
    year: String,
    exporter: String,
    importer: String,
    is_import: bool,
    code: String,
    /// Whether it is the total over customs procedures, carriers and second partners.
    is_total: bool,
    kg: Option<f64>,
    usd: Option<f64>,
}

/// Whether a table has the columns of Comtrade.
pub(super) fn is_header(names: &[String]) -> bool {
    ["reporteriso", "partneriso", "flowcode", "cmdcode"]
        .iter()
        .all(|name| names.iter().any(|known| known == name))
}

/// What a column of mass or value lacks in the table.
///
/// # Errors
/// When it has neither.
pub(super) fn check_header(file: &str, names: &[String]) -> Result<(), String> {
    let has = |name: &str| names.iter().any(|known| known == name);
    if has("netwgt") || has("primaryvalue") {
        return Ok(());
    }
    Err(format!("{file}: there is neither a column netWgt nor primaryValue"))
}

/// Reads a line; `Err(Ok(..))` is one that is left out.
///
/// # Errors
/// The reason why it makes no sense.
pub(super) fn entry(
    names: &[String],
    record: &StringRecord,
    at: String,
) -> Result<Result<Entry, Parsed>, String> {
    let field = |name: &str| {
        let place = names.iter().position(|known| known == name);
        place.and_then(|place| record.get(place)).unwrap_or_default().trim()
    };
    let kg = number(field("netwgt"), "netWgt")?.filter(|kg| *kg > 0.0);
    let usd = number(field("primaryvalue"), "primaryValue")?;
    let left_out = |reason| Ok(Err(Parsed::LeftOut(reason, kg.map(|kg| kg / 1e3), usd)));
    let is_import = match field("flowcode") {
        "M" => true,
        "X" => false,
        "RM" | "RX" | "DX" | "FM" | "MIP" | "XIP" | "MOP" | "XOP" => return left_out(PART),
        other => return Err(format!("flowCode {other:?} is none of M and X")),
    };
    let country = |name: &str| match field(name) {
        // Taiwan, as Comtrade has it.
        "S19" => Some("TWN".to_owned()),
        text if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) => {
            Some(text.to_owned())
        }
        _ => None,
    };
    let Some(reporter) = country("reporteriso") else {
        return Err(format!("reporterISO {:?} is no country", field("reporteriso")));
    };
    if matches!(field("partneriso"), "W00" | "WLD") || field("cmdcode") == "TOTAL" {
        return left_out(WORLD);
    }
    let Some(partner) = country("partneriso") else { return left_out(NO_COUNTRY) };
    let code = field("cmdcode");
    if code.is_empty() || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("cmdCode {code:?} is no code of the Harmonized System"));
    }
    let is_total = matches!(field("customscode"), "" | "C00")
        && matches!(field("motcode"), "" | "0")
        && matches!(field("partner2iso"), "" | "W00" | "WLD");
    let (exporter, importer) = if is_import { (partner, reporter) } else { (reporter, partner) };
    let year = match field("refyear") {
        "" => field("period"),
        year => year,
    };
    Ok(Ok(Entry {
        at,
        year: year.to_owned(),
        exporter,
        importer,
        is_import,
        code: code.to_owned(),
        is_total,
        kg,
        usd,
    }))
}

/// What counts of all lines, in their order.
pub(super) fn settled(entries: &[Entry]) -> Vec<(String, Result<Parsed, String>)> {
    type Pair<'e> = (&'e str, &'e str, &'e str);
    let pair = |e: &Entry| (e.year.clone(), e.exporter.clone(), e.importer.clone());
    let mut reported: BTreeSet<(String, String, String)> = BTreeSet::new();
    let mut codes: BTreeMap<(Pair<'_>, bool), BTreeSet<&str>> = BTreeMap::new();
    let mut totals: BTreeSet<(Pair<'_>, bool, &str)> = BTreeSet::new();
    for e in entries {
        let of: Pair<'_> = (&e.year, &e.exporter, &e.importer);
        if e.is_import {
            reported.insert(pair(e));
        }
        codes.entry((of, e.is_import)).or_default().insert(&e.code);
        if e.is_total {
            totals.insert((of, e.is_import, &e.code));
        }
    }
    let judge = |e: &Entry| -> Result<Parsed, String> {
        let of: Pair<'_> = (&e.year, &e.exporter, &e.importer);
        let left_out = |reason| Ok(Parsed::LeftOut(reason, e.kg.map(|kg| kg / 1e3), e.usd));
        if !e.is_total && totals.contains(&(of, e.is_import, e.code.as_str())) {
            return left_out(PART);
        }
        // A code that others of the pair begin with is their sum; in order it stands right before them.
        let next = codes[&(of, e.is_import)]
            .range::<str, _>((
                std::ops::Bound::Excluded(e.code.as_str()),
                std::ops::Bound::Unbounded,
            ))
            .next();
        if next.is_some_and(|next| next.starts_with(&e.code)) {
            return left_out(WORLD);
        }
        if !e.is_import && reported.contains(&pair(e)) {
            return left_out(MIRROR);
        }
        if goods::is_no_freight(&e.code) {
            return left_out(NO_FREIGHT);
        }
        let goods = Goods::read(&e.code, None)?;
        let (tonnes, told) = match (e.kg, e.usd) {
            (Some(kg), _) => (kg / 1e3, Told::Tonnes),
            (None, Some(usd)) => (by_value(usd, &goods)?, Told::Value),
            (None, None) => return Err("neither netWgt nor primaryValue".to_owned()),
        };
        Ok(Parsed::Row(Box::new(Row {
            at: e.at.clone(),
            from: e.exporter.clone(),
            to: e.importer.clone(),
            goods,
            amount: amount(tonnes)?,
            value_usd: e.usd,
            told,
            year: e.year.clone(),
            source: String::new(),
            confidence: String::new(),
        })))
    };
    entries.iter().map(|e| (e.at.clone(), judge(e))).collect()
}
