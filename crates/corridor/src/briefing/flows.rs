//! What suppositions do to the flows of a demand.

use super::file::DemandBetween;
use super::view::{FlowsOn, ModeChange, TransitOn};
use super::{Steps, Worlds};
use crate::compare::FromTo;
use crate::engine::Engine;
use crate::flows::{FlowsRequest, FlowsResponse, WaySearch, sample};
use crate::plan::PlanRequest;
use crate::problem::Problem;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Facilities told.
const MOST_FACILITIES: usize = 8;
/// US dollars a year below which a change of revenue is not told.
const LEAST_USD: f64 = 1_000.0;

/// The flows of a demand in the world of a day and in each that is supposed of it, by scenario. Those that
/// change no way are left out: the flows are the same.
///
/// # Errors
/// When the demand cannot be planned.
pub(super) fn flows(
    worlds: &Worlds<'_>,
    demand: &DemandBetween,
    day: Date,
    steps: &Steps<'_>,
) -> Result<BTreeMap<String, FlowsResponse>, Problem> {
    steps.begin(&format!("flows in the world of {day}"))?;
    let (ids, engines): (Vec<&String>, Vec<&Engine>) =
        worlds.supposed.iter().filter(|(_, engine)| engine.changes_plans()).unzip();
    if engines.is_empty() {
        return Ok(BTreeMap::new());
    }
    let request = FlowsRequest {
        between: Some(demand.between.clone()),
        search: Some(WaySearch::Best),
        ..FlowsRequest::new(
            vec![sample()],
            PlanRequest { as_of: Some(day), ..PlanRequest::new("", "", day) },
        )
    };
    let answers = worlds.base.flows_in(&engines, &request, &|_, _| steps.goes_on())?;
    Ok(ids.into_iter().cloned().zip(answers).collect())
}

/// What of an answer a briefing tells.
pub(super) fn view(day: Date, answer: &FlowsResponse) -> Option<FlowsOn> {
    let before = answer.before.as_ref()?;
    let of = |from: f64, to: f64| FromTo { from: Some(from), to: Some(to) };
    let mode = |(mode, after): (&String, &f64)| ModeChange {
        mode: mode.clone(),
        tonnes: of(before.modes.get(mode).copied().unwrap_or_default(), *after),
    };
    let is_used = |mode: &ModeChange| mode.tonnes.from != Some(0.0) || mode.tonnes.to != Some(0.0);
    let mut transit: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
    for paid in answer.payments.iter().filter(|paid| paid.transit) {
        let sums = transit.entry(&paid.payee).or_default();
        sums[0] += paid.before_usd.unwrap_or_default();
        sums[1] += paid.usd;
    }
    let mut transit: Vec<(&str, [f64; 2])> = transit.into_iter().collect();
    let change = |[was, is]: [f64; 2]| (is - was).abs();
    transit.retain(|(_, usd)| change(*usd) >= LEAST_USD);
    transit.sort_by(|a, b| change(b.1).total_cmp(&change(a.1)));
    Some(FlowsOn {
        day: day.to_string(),
        modes: answer.modes.iter().map(mode).filter(is_used).collect(),
        facilities: answer.changes.iter().take(MOST_FACILITIES).cloned().collect(),
        unserved_t: of(before.unserved_t, answer.unserved_t),
        co2e_t: of(before.co2e_t, answer.co2e_t),
        gain_half_usd: answer.gain_usd.unwrap_or_default(),
        gain_logsum_usd: answer.gain_logsum_usd.unwrap_or_default(),
        transit: transit
            .into_iter()
            .map(|(country, [was, is])| TransitOn { country: country.to_owned(), usd: of(was, is) })
            .collect(),
    })
}
