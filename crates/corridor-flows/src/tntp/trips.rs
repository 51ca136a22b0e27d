//! `NAME_trips.tntp`: `Origin N`, then `destination : trips;` as often as needed.

use super::{Sections, wrong};
use crate::Fault;
use crate::road::Trips;

/// Share by which the stated total may differ from the sum of the rows before it is noted.
const ROUNDING: f64 = 1e-6;

/// Reads trips between `zones` zones, with notes on what does not agree.
pub fn read(file: &str, text: &str, zones: usize) -> Result<(Vec<Trips>, Vec<String>), Fault> {
    let sections = Sections::split(file, text)?;
    let stated = sections.count(file, "NUMBER OF ZONES")?;
    let mut notes = Vec::new();
    if stated != zones {
        let reason = format!("<NUMBER OF ZONES> is {stated}, and {zones} in the network");
        return Err(wrong(file, 1, reason, "give network and trips of the same problem"));
    }
    let zone = |line: usize, what: &str, text: &str| match text.trim().parse::<usize>() {
        Ok(number) if (1..=zones).contains(&number) => Ok(number as u32 - 1),
        _ => {
            let reason = format!("{what} {:?} is none of 1 to {zones}", text.trim());
            Err(wrong(file, line, reason, "correct the zone, or the number of zones"))
        }
    };
    let mut trips: Vec<Trips> = Vec::new();
    let mut seen = std::collections::HashMap::new();
    let mut origin = None;
    for &(line, text) in &sections.rows {
        if let Some(number) = text.strip_prefix("Origin") {
            origin = Some(zone(line, "origin", number)?);
            continue;
        }
        for entry in text.split(';').map(str::trim).filter(|entry| !entry.is_empty()) {
            let action = "an entry is `destination : trips;` after a line `Origin N`";
            let Some((to, amount)) = entry.split_once(':') else {
                return Err(wrong(file, line, format!("{entry:?} has no colon"), action));
            };
            let destination = zone(line, "destination", to)?;
            let Some(origin) = origin else {
                return Err(wrong(file, line, "trips before the first `Origin`", action));
            };
            let amount = amount.trim();
            let amount = match amount.parse::<f64>() {
                Ok(value) if value.is_finite() && value >= 0.0 => value,
                _ => {
                    let reason = format!(
                        "trips from {} to {} are {amount:?}, not a number of 0 or more",
                        origin + 1,
                        destination + 1
                    );
                    return Err(wrong(file, line, reason, "correct the figure"));
                }
            };
            if let Some(first) = seen.insert((origin, destination), line) {
                let reason = format!(
                    "trips from {} to {} stand in line {first} already",
                    origin + 1,
                    destination + 1
                );
                return Err(wrong(file, line, reason, "keep one of them"));
            }
            trips.push(Trips { origin, destination, amount });
        }
    }
    let total: f64 = trips.iter().map(|trip| trip.amount).sum();
    let claimed = sections.metadata.iter().find(|(_, key, _)| *key == "TOTAL OD FLOW");
    if let Some(claim) = claimed.and_then(|(_, _, value)| value.parse::<f64>().ok())
        && (claim - total).abs() > ROUNDING * total.max(1.0)
    {
        notes.push(format!("{file}: <TOTAL OD FLOW> is {claim}, its rows sum to {total}"));
    }
    Ok((trips, notes))
}
