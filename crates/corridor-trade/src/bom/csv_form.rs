//! Bills of materials as tables: one row for each part, and the finished good's own row `TOTAL`.

use super::{Assembly, Bill, Costs, Part};
use crate::country::is_country;
use crate::error::{Fault, Faults, Location};
use crate::hs::{HsCode, Nomenclature};
use crate::money::Usd;
use corridor_network::CountryCode;
use csv::StringRecord;

/// Columns; the first four have to be there.
const COLUMNS: &[&str] = &["part", "hs", "origin", "value_usd", "duty_usd", "mass_kg"];
/// Rows that are no part.
const COSTS: &str = "LABOUR, OVERHEADS, OTHER, PROFIT, NET COST";

/// Reads a table.
pub(super) fn read(file: &str, text: &str) -> Result<Bill, Faults> {
    let at = |line: u64, column: usize| Location {
        file: file.to_owned(),
        line: usize::try_from(line).unwrap_or(usize::MAX),
        column,
    };
    let one = |line, reason: String| Faults(vec![Fault { at: at(line, 1), reason }]);
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|e| one(1, e.to_string()))?.clone();
    let columns = columns(&headers).map_err(|reason| one(1, reason))?;
    let (mut parts, mut total, mut faults) = (Vec::new(), None, Vec::new());
    let mut costs = Costs::default();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                faults.push(Fault { at: at(line, 1), reason: error.to_string() });
                continue;
            }
        };
        let line = record.position().map_or(1, csv::Position::line);
        let mut wrong = |column: usize, reason: String| {
            let column = columns[column].map_or(1, |k| k + 1);
            faults.push(Fault { at: at(line, column), reason });
        };
        let field = |column: usize| {
            columns[column].and_then(|k| record.get(k)).unwrap_or_default().trim().to_owned()
        };
        if record.len() != headers.len() {
            wrong(0, format!("{} fields where the header has {}", record.len(), headers.len()));
            continue;
        }
        let name = field(0);
        let is_total = name.eq_ignore_ascii_case("TOTAL");
        if name.is_empty() {
            wrong(0, "the part has no name".to_owned());
        }
        if field(1).is_empty()
            && let Some(cost) = costs.called(&name)
        {
            match field(3).parse::<Usd>() {
                Ok(_) if cost.is_some() => wrong(0, format!("a second row {name}")),
                Ok(value) => *cost = Some(value),
                Err(e) => wrong(3, format!("value_usd: {e}")),
            }
            continue;
        }
        let hs = match field(1).as_str() {
            "" => Err(format!("hs: the code is missing; only the rows {COSTS} have none")),
            text => code(text),
        };
        let hs = hs.map_err(|reason| wrong(1, reason)).ok();
        let origin = match field(2).as_str() {
            "" if is_total => Ok(None),
            text => country(text).map(Some),
        };
        let origin = origin.map_err(|reason| wrong(2, reason)).ok();
        let value = field(3).parse::<Usd>().map_err(|e| wrong(3, format!("value_usd: {e}"))).ok();
        let duty = match field(4).as_str() {
            "" => Some(Usd::ZERO),
            text => text.parse::<Usd>().map_err(|e| wrong(4, format!("duty_usd: {e}"))).ok(),
        };
        let mass_t = mass(&field(5)).map_err(|reason| wrong(5, reason)).ok();
        let (Some(hs), Some(origin), Some(value), Some(duty), Some(mass_t)) =
            (hs, origin, value, duty, mass_t)
        else {
            continue;
        };
        if is_total {
            if total.is_some() {
                wrong(0, "a second row TOTAL; a bill has one finished good".to_owned());
                continue;
            }
            let good = Assembly {
                name,
                hs,
                country: origin,
                at: String::new(),
                value,
                mass_t,
                duty: Usd::ZERO,
                costs: Costs::default(),
                into: None,
            };
            total = Some((good, line));
        } else if let Some(origin) = origin {
            let from = String::new();
            parts.push(Part { name, hs, origin, value, duty, from, mass_t, into: 0 });
        }
    }
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    let Some((mut good, line)) = total else {
        return Err(one(1, "the finished good's own row, part=TOTAL, is missing".to_owned()));
    };
    if parts.is_empty() {
        return Err(one(line, "it has no parts".to_owned()));
    }
    if good.value == Usd::ZERO {
        return Err(one(line, "the finished good is worth nothing".to_owned()));
    }
    good.costs = costs;
    let (assemblies, deliver_to, levies) = (vec![good], String::new(), Vec::new());
    let bill = Bill { assemblies, parts, deliver_to, levies };
    bill.check(|_, reason| faults.push(Fault { at: at(line, 1), reason }));
    if faults.is_empty() { Ok(bill) } else { Err(Faults(faults)) }
}

/// Where the columns stand.
fn columns(headers: &StringRecord) -> Result<Vec<Option<usize>>, String> {
    let names: Vec<String> = headers.iter().map(|name| name.trim().to_lowercase()).collect();
    let form =
        "a bill of materials has part, hs, origin, value_usd and, if need be, duty_usd, mass_kg";
    for name in &names {
        if COLUMNS.contains(&name.as_str()) {
            continue;
        }
        return Err(match name.strip_prefix("value") {
            Some("") => format!("the column value has no currency; call it value_usd; {form}"),
            Some(currency) if currency.starts_with('_') => {
                format!("the column {name:?} is not in US dollars; convert it to value_usd; {form}")
            }
            _ => format!("the column {name:?} is unknown; {form}"),
        });
    }
    let mut places = Vec::with_capacity(COLUMNS.len());
    for (n, column) in COLUMNS.iter().enumerate() {
        let mut found = names.iter().enumerate().filter(|(_, name)| name == column).map(|(k, _)| k);
        let place = found.next();
        if place.is_none() && n < 4 {
            return Err(format!("the column {column} is missing; {form}"));
        }
        if found.next().is_some() {
            return Err(format!("the column {column} stands twice"));
        }
        places.push(place);
    }
    Ok(places)
}

/// A code of the nomenclature, or why it is none.
pub(super) fn code(text: &str) -> Result<HsCode, String> {
    let code: HsCode = text.parse().map_err(|e: crate::hs::InvalidHs| format!("hs: {e}"))?;
    match Nomenclature::shipped().title(&code) {
        Ok(_) => Ok(code),
        Err(unknown) => {
            if let Some(older) = unknown.older {
                let now: Vec<_> = older.successors.iter().map(ToString::to_string).collect();
                return Err(format!(
                    "hs: {code} was a code of the HS of {}; its goods are now under {}",
                    older.edition,
                    now.join(", ")
                ));
            }
            let near: Vec<_> = unknown.nearest.iter().map(|(code, _)| code.to_string()).collect();
            Err(format!("hs: {code} is not in the HS of 2022; nearest are {}", near.join(", ")))
        }
    }
}

/// A mass in kilograms as tonnes; none where the field is empty.
fn mass(text: &str) -> Result<Option<f64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let kg: Option<f64> = text.parse().ok();
    match kg.filter(|kg| kg.is_finite() && *kg > 0.0) {
        Some(kg) => Ok(Some(kg / 1000.0)),
        None => Err(format!("mass_kg: {text:?} is no mass")),
    }
}

/// A country, or why it is none.
pub(super) fn country(text: &str) -> Result<CountryCode, String> {
    match text.trim() {
        "" => Err("origin: the country is missing; nothing is assumed of it".to_owned()),
        text => {
            let code: Result<CountryCode, _> = text.parse();
            let code = code.map_err(|e| format!("origin: {e}"))?;
            let no_country = || format!("origin: {text:?} is no country of ISO 3166-1");
            if is_country(code) { Ok(code) } else { Err(no_country()) }
        }
    }
}
