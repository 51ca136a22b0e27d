//! Entries that flows of freight make: what users gain, whom they pay on the way.

use super::{ACTION, Entry, Flows, Kind, Settled, TOLD_DIFFERENCE, times};
use crate::fault::Fault;
use crate::project::{Amount, FlowsRow, Gained, PaidOnTheWay, WORLD};

/// The party that ships goods from a country.
const EXPORTERS: &str = "exporters";
/// The party that receives goods in a country.
const IMPORTERS: &str = "importers";
/// The carriers, terminals and authorities of a country that are paid on the way.
const CARRIERS: &str = "carriers and states on the way";

/// The entries of flows, but for emissions.
pub(super) fn add(
    settled: &mut Settled<'_>,
    row: &FlowsRow,
    entries: &mut Vec<Entry>,
) -> Result<(), Fault> {
    let factor = row.price_factor.unwrap_or(1.0);
    if row.price_factor.is_none() {
        settled.warnings.push(format!(
            "{}: amounts of flows are taken as prices of {}; price_factor adjusts them",
            row.item,
            settled.project.price_year.unwrap_or(settled.base)
        ));
    }
    let last = settled.last;
    let by_year = |amount: f64| -> Result<Flows, Fault> {
        let years = row.years.with(&Amount::Same(amount * factor), last);
        let wrong = |reason: String| Fault::new(format!("{}: {reason}", row.item), ACTION);
        Ok(years.map_err(wrong)?.into_iter().collect())
    };
    let shares = [(EXPORTERS, row.exporter_share), (IMPORTERS, 1.0 - row.exporter_share)];
    for gained in &row.table.gained {
        let gain = if row.method == "rule-of-half" { gained.by_half } else { gained.by_logsum };
        let gain = by_year(gain)?;
        for ((party, share), country) in shares.iter().zip([&gained.origin, &gained.destination]) {
            let of_it = times(&gain, *share);
            entries.push(entry(row, None, Kind::Users, (party, country), of_it));
        }
    }
    for paid in &row.table.paid {
        let more = by_year(paid.usd[1] - paid.usd[0])?;
        let carriers = payee(paid);
        for ((party, share), country) in shares.iter().zip([&paid.origin, &paid.destination]) {
            let part = times(&more, *share);
            let user = (*party, country.as_str());
            let what = Some("paid on the way");
            entries.push(entry(row, what, Kind::Transfer, user, times(&part, -1.0)));
            entries.push(entry(row, what, Kind::Transfer, carriers, part.clone()));
            // The gain of users is net of what they pay, so the payment is added back here once.
            let what = Some("paid on the way, in the gain of users already");
            entries.push(entry(row, what, Kind::Users, user, part));
        }
        let cost = times(&more, row.margin - 1.0);
        entries.push(entry(row, Some("cost of carriage"), Kind::Carriage, carriers, cost));
    }
    let sum = |of: fn(&Gained) -> f64| row.table.gained.iter().map(of).sum::<f64>();
    let (half, logsum) = (sum(|g| g.by_half), sum(|g| g.by_logsum));
    if (half - logsum).abs() > TOLD_DIFFERENCE * logsum.abs() {
        settled.warnings.push(format!(
            "{}: the rule of half gives {half:.0} a year and the logsum {logsum:.0}: the change is too large \
             for the rule of half, or some ship in one of the worlds only; {} counts",
            row.item, row.method
        ));
    }
    for (what, share) in [
        ("part of the gain that stays with exporters", row.exporter_share),
        ("part of what is paid on the way that is over its cost", row.margin),
    ] {
        settled.assume(&format!("{}: {what}", row.item), format!("{share}"), None);
    }
    Ok(())
}

/// Who is paid: a country's own, or those of no country.
fn payee(paid: &PaidOnTheWay) -> (&str, &str) {
    match paid.payee.as_str() {
        "sea" => ("carriers at sea", WORLD),
        "passages" => ("canals and straits", WORLD),
        country => (CARRIERS, country),
    }
}

fn entry(
    row: &FlowsRow,
    what: Option<&str>,
    kind: Kind,
    (party, country): (&str, &str),
    economic: Flows,
) -> Entry {
    Entry {
        item: what.map_or_else(|| row.item.clone(), |what| format!("{}: {what}", row.item)),
        of: row.item.clone(),
        kind,
        country: country.to_owned(),
        party: party.to_owned(),
        economic,
        cash: Flows::new(),
        stands_in: None,
    }
}
