//! Preferences that goods may claim: which there are on the day, which are supposed, and what a way
//! does to them.

use super::claim::{Preference, hypothetical};
use super::request::{LandedCostRequest, percent as percent_of};
use super::view::{AlternativeView, LandedView, PreferenceView};
use crate::agreements::named;
use crate::engine::Engine;
use crate::problem::Problem;
use corridor_network::CountryCode;
use corridor_trade::origin::{Consignment, Passed, known_rules};
use corridor_trade::{Agreement, Register};
use jiff::civil::Date;
use std::collections::BTreeSet;

impl Engine {
    /// Adds the agreements that the scenarios in force suppose, as far as they lower a duty here.
    pub(super) fn add_supposed<'a>(
        &self,
        register: &'a Register,
        day: Date,
        (importer, origin): (CountryCode, CountryCode),
        preferences: &mut Vec<Preference<'a>>,
    ) {
        for supposed in self.supposed().iter().flat_map(|s| &s.agreements) {
            let begun = supposed.from.is_none_or(|from| from <= day);
            let Some(agreement) = register.get(&supposed.agreement).filter(|_| begun) else {
                continue;
            };
            let is_new = preferences.iter().all(|p| p.agreement.id != agreement.id);
            if is_new && register.would_prefer(agreement, day, importer, origin) {
                preferences.push(Preference::supposed(register, agreement, day, None));
            }
        }
    }
}

/// How far an agreement lets third countries be touched, and who its parties are.
pub(super) fn condition(
    request: &LandedCostRequest,
    preference: &Preference<'_>,
    (register, day): (&Register, Date),
) -> (Option<Consignment>, BTreeSet<CountryCode>) {
    let known = || known_rules().get(&preference.agreement.id)?.consignment;
    let parties = register.sides(preference.agreement, day).into_iter().map(|side| side.0);
    // Free circulation is no matter of the way: the paper goes with the goods under seal.
    let circulates = || preference.circulation.map(|_| Consignment::Transhipment);
    (request.terms.consignment.or_else(known).or_else(circulates), parties.collect())
}

/// The agreement of a supposition `ID` or `ID=PERCENT`.
pub(super) fn supposed_of<'a>(
    register: &'a Register,
    text: &str,
) -> Result<&'a Agreement, Problem> {
    named(register, text.split_once('=').map_or(text, |(id, _)| id).trim())
}

/// Goods on the way to an importer.
#[derive(Clone, Copy)]
pub(super) struct Bound {
    pub(super) importer: CountryCode,
    pub(super) sender: CountryCode,
    pub(super) origin: CountryCode,
}

/// Preferences that goods may claim on the day, whatever their code: by their origin and by free
/// circulation with the sender, then those that are supposed; each once.
pub(super) fn preferences<'a>(
    register: &'a Register,
    day: Date,
    Bound { importer, sender, origin }: Bound,
    suppose: &[String],
) -> Result<Vec<Preference<'a>>, Problem> {
    let as_of = register.as_of(day);
    let agreed = as_of.preferences(importer, origin);
    let all = agreed.into_iter().chain(as_of.schemes(importer, origin));
    let all = all.chain(as_of.circulations(importer, sender));
    let mut found: Vec<Preference<'a>> = all.map(|p| Preference::of(&p)).collect();
    for text in suppose {
        let (id, percent) =
            text.split_once('=').map_or((text.as_str(), None), |(id, p)| (id, Some(p)));
        let agreement = named(register, id.trim())?;
        let percent = percent.map(|text| percent_of(text, &format!("--suppose {id}:")));
        let percent = percent.transpose()?;
        if !register.would_prefer(agreement, day, importer, origin) {
            return Err(Problem::bad_input(
                "agreement-not-between",
                format!("{} lowers no duty of {importer} on goods of {origin}", agreement.id),
                format!("`corridor agreements {}` shows its parties", agreement.id),
            ));
        }
        // Where it is in force anyway, only the duty is supposed.
        match found.iter_mut().find(|p| p.agreement.id == agreement.id) {
            Some(in_force) => in_force.supposed_percent = percent,
            None => found.push(Preference::supposed(register, agreement, day, percent)),
        }
    }
    Ok(found)
}

/// Writes into an alternative what it claims and whether the way keeps it.
pub(super) fn describe(
    with: &mut AlternativeView,
    preference: &Preference<'_>,
    passed: &Passed,
    without: &AlternativeView,
) {
    let list = |countries: &[CountryCode]| {
        countries.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    let (kept, reason) = match passed {
        Passed::Straight => ("yes", "no third country is touched".to_owned()),
        Passed::WithProof(via) => (
            "with-proof",
            format!(
                "papers have to show that the goods stayed under the control of customs in {}",
                list(via)
            ),
        ),
        Passed::Lost(via) => ("no", format!("direct consignment is lost in {}", list(via))),
        Passed::Unknown(via) => (
            "unknown",
            format!(
                "the condition on direct consignment is not known; touched: {} (--consignment)",
                list(via)
            ),
        ),
    };
    let (kept, reason) = match (preference.circulation, kept) {
        (Some(paper), "yes" | "with-proof") => (
            "with-proof",
            format!(
                "{paper} has to show that the goods are in free circulation where they are sent from, \
                 wherever they originate; duties paid there are not counted here"
            ),
        ),
        _ => (kept, reason),
    };
    with.agreement = Some(preference.agreement.id.clone());
    with.hypothetical = preference.hypothetical;
    with.kept = Some(kept.to_owned());
    with.reason = reason;
    with.saving_usd = without
        .landed_usd
        .zip(with.landed_usd)
        .map(|(without, with)| ((without - with) * 100.0).round() / 100.0);
}

/// A preference as shown.
pub(super) fn preference_view(
    request: &LandedCostRequest,
    preference: &Preference<'_>,
    itineraries: &[LandedView],
) -> PreferenceView {
    let known = known_rules().get(&preference.agreement.id);
    let condition = request.terms.consignment.or_else(|| known?.consignment);
    let keeping = itineraries.iter().filter_map(|itinerary| {
        let with = itinerary.alternatives.iter().find(|a| {
            a.agreement.as_deref() == Some(preference.agreement.id.as_str())
                && matches!(a.kept.as_deref(), Some("yes" | "with-proof"))
        })?;
        Some((with.landed_usd.is_none(), with.known_usd, &itinerary.id))
    });
    let cheapest = keeping.min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let word = serde_json::to_value(condition).ok().and_then(|v| Some(v.as_str()?.to_owned()));
    PreferenceView {
        agreement: preference.agreement.id.clone(),
        name: format!("{}{}", preference.agreement.name, hypothetical(preference.hypothetical)),
        status: preference.status.clone(),
        hypothetical: preference.hypothetical,
        rule: known.and_then(|k| k.rule.as_ref()).map(ToString::to_string),
        consignment: word,
        sources: known.map_or(Vec::new(), |k| {
            k.sources
                .iter()
                .map(|s| format!("{}, {} ({:?})", s.source, s.date, s.confidence))
                .collect()
        }),
        note: known.map_or(String::new(), |k| k.note.clone()),
        cheapest_keeping: cheapest.map(|(_, _, id)| id.clone()),
    }
}
