//! What is said beside an answer on landed cost: what it rests on, what is not in it, what may be missing.

use super::NO_ADVICE;
use super::claim::{Desk, Preference};
use corridor_trade::landed::Dues;

/// The sentences of an answer, the disclaimer first. Withheld are the schemes that leave these goods out for
/// their country of origin.
pub(super) fn warnings(
    desk: &Desk<'_>,
    dues: &Dues,
    inside: bool,
    (preferences, withheld): (&[Preference<'_>], &[Preference<'_>]),
) -> Vec<String> {
    let mut warnings = vec![NO_ADVICE.to_owned()];
    let supposed: Vec<_> =
        preferences.iter().filter(|p| p.hypothetical).map(|p| p.agreement.id.as_str()).collect();
    if !supposed.is_empty() {
        warnings.push(format!("hypothetical, supposed by you: {}", supposed.join(", ")));
    }
    if !inside {
        warnings.extend(gaps(desk, preferences, withheld));
    }
    if preferences.len() > supposed.len() {
        warnings.push(
            "a preference is given only to goods that meet its rule of origin, with papers: \
             `corridor origin` judges a bill of materials"
                .to_owned(),
        );
    }
    if !inside {
        warnings.push(
            "not counted unless you name them (--charge): excise, anti-dumping and other special \
             duties, inspection, storage, banking"
                .to_owned(),
        );
    }
    if dues.tax.figure.is_some() {
        warnings.push("a registered buyer mostly has the tax on imports back".to_owned());
    }
    if desk.figures.unloading.is_none() {
        let (term, who) = (desk.figures.term, desk.figures.term.unloads());
        warnings.push(format!(
            "not counted: unloading at the door, which under {term} the {who} pays (--unloading-usd)"
        ));
    }
    let duty = dues.duty.figure.as_ref().map_or(String::new(), ToString::to_string);
    if duty.contains("kg") || duty.ends_with("/t") {
        let kilograms = "a duty by kilogram is reckoned on the mass of the shipment";
        warnings.push(kilograms.to_owned());
    }
    for (currency, day) in &desk.figures.rate_days {
        let other = if *day == desk.day { "" } else { ", and other rates are of the day asked" };
        warnings.push(format!("rate of {currency}: yours, of {day}{other}"));
    }
    warnings.extend(desk.schedule.left_out.iter().cloned());
    warnings
}

/// Where goods have no preference by a scheme that was or is for their country, and where the register may lack
/// one: it has none for the pair, or a scheme whose beneficiaries it does not all know.
fn gaps(
    desk: &Desk<'_>,
    preferences: &[Preference<'_>],
    withheld: &[Preference<'_>],
) -> Vec<String> {
    let Desk { register, day, importer, origin, hs, .. } = desk;
    let mut gaps = Vec::new();
    for scheme in withheld {
        let except = scheme.except.map_or(String::new(), ToString::to_string);
        gaps.push(format!(
            "{}, under which {importer} lowers duties for {origin}, leaves out {hs} on {day}, among the goods of \
             {except}",
            scheme.agreement.id
        ));
    }
    for (scheme, row) in register.schemes_left(*day, *importer, *origin) {
        let until = row.until.map_or(String::new(), |until| until.to_string());
        let note = if row.note.is_empty() { String::new() } else { format!(" ({})", row.note) };
        gaps.push(format!(
            "{importer} lowered duties for {origin} by itself under {} until {until} and no longer does{note}",
            scheme.id
        ));
    }
    if preferences.iter().all(|p| p.hypothetical) && importer != origin {
        gaps.push(format!(
            "the register has no agreement under which {importer} lowers duties on goods of {origin} on \
             {day}; it may lack one (--schedule with its duty, --with for an agreement of your own)"
        ));
    }
    for scheme in register.schemes_unsure(*day, *importer, *origin) {
        gaps.push(format!(
            "{importer} lowers duties by itself under {}: not known is {}",
            scheme.id,
            scheme.unknown.join("; ")
        ));
    }
    gaps
}
