//! Exports of the World Integrated Trade Solution (and of the WTO with the same columns): queries, and the bulk
//! files of most-favoured-nation (AVEMFN) and preferential duties (AVEPref).
//!
//! A rate for six digits is a mean over the national lines below it: it is taken as the duty only where
//! the least and the greatest rate are the same, otherwise what is known is the span.

use super::fields::Fields;
use super::{Line, Regime, Stated};
use crate::agreement::Member;
use crate::duty::Duty;
use corridor_network::CountryCode;
use csv::StringRecord;
use std::collections::BTreeMap;

/// Names of columns in exports, with ours.
const NAMES: &[(&str, &str)] = &[
    ("reporter", "reporter"),
    ("reporterison", "reporter"),
    ("reportercode", "reporter"),
    ("product", "product"),
    ("productcode", "product"),
    ("hscode", "product"),
    ("partner", "partner"),
    ("partnercode", "partner"),
    ("dutytype", "dutytype"),
    ("simpleaverage", "simpleaverage"),
    ("minimumrate", "minimumrate"),
    ("minrate", "minimumrate"),
    ("maximumrate", "maximumrate"),
    ("maxrate", "maximumrate"),
    ("tariffyear", "year"),
    ("year", "year"),
    ("nbrnalines", "nalines"),
    ("nbravelines", "avelines"),
];

/// Our name of a column; empty for one that is not needed.
pub(super) fn column(name: &str) -> String {
    let letters: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let known = NAMES.iter().find(|(theirs, _)| *theirs == letters);
    known.map_or_else(String::new, |(_, ours)| (*ours).to_owned())
}

/// Whether a table has the columns of an export.
pub(super) fn is_export(headers: &StringRecord) -> bool {
    let ours: Vec<String> = headers.iter().map(column).collect();
    let has = |names: &[&str]| names.iter().all(|name| ours.iter().any(|own| own == name));
    has(&["reporter", "product", "simpleaverage"])
        && (has(&["dutytype"]) || has(&["minimumrate", "maximumrate"]))
}

/// Rows that are no duties applied, by type.
#[derive(Default)]
pub(super) struct LeftOut(BTreeMap<String, usize>);

impl LeftOut {
    /// One row more that is left out, by what it is.
    pub(super) fn count(&mut self, what: &str) {
        *self.0.entry(what.to_owned()).or_default() += 1;
    }

    pub(super) fn told(self, file: &str) -> Vec<String> {
        let one = |(kind, count)| format!("{file}: {count} rows left out: {kind}");
        self.0.into_iter().map(one).collect()
    }
}

/// The importer or partner of a code of three letters or digits.
pub(super) fn member(code: &str) -> Option<Member> {
    let table = include_str!("../../../../data/tariffs/reporters.csv");
    let row = table.lines().skip(1).find(|line| {
        let mut fields = line.split(',').skip(1);
        fields.any(|field| {
            let bare = |text: &str| text.trim_start_matches('0').to_owned();
            field.eq_ignore_ascii_case(code) || bare(field) == bare(code)
        })
    })?;
    let name = row.split(',').next()?;
    match name {
        "EU" => Some(Member::Union("EU".to_owned())),
        country => country.parse::<CountryCode>().ok().map(Member::Country),
    }
}

/// The line of a row, if it is one of a duty applied. Bulk files have one kind of duty each: with partners
/// those of preferences, without them those of most favoured nations.
pub(super) fn line(fields: &mut Fields<'_>, left_out: &mut LeftOut) -> Option<Line> {
    let kind = fields.text("dutytype").to_uppercase();
    let preference = match kind.as_str() {
        "" if !fields.has("dutytype") => fields.has("partner"),
        "MFN" => false,
        "PRF" | "PREF" => true,
        "BND" | "AHS" => {
            let what = if kind == "BND" { "bound rates (BND)" } else { "effective rates (AHS)" };
            left_out.count(what);
            return None;
        }
        _ => {
            fields.wrong("dutytype", format!("{kind:?} is none of MFN, PRF, AHS and BND"));
            return None;
        }
    };
    let reporter = fields.text("reporter").to_owned();
    let importer = member(&reporter);
    if importer.is_none() {
        fields
            .wrong("reporter", format!("{reporter:?} is not known; use a column importer instead"));
    }
    let regime = if preference {
        let partner = fields.text("partner").to_owned();
        if let Some(Member::Country(country)) = member(&partner) {
            Some(Regime::Origin(country))
        } else {
            let what = format!("preferences for the group {partner:?}: name the agreement instead");
            left_out.count(&what);
            return None;
        }
    } else {
        Some(Regime::Mfn)
    };
    let hs = fields.hs("product");
    // Of lines without a rate in per cent the mean knows nothing, and an equivalent is an estimate: neither
    // is a duty, least of all a 0.
    for (column, what) in [
        ("nalines", "have no rate in per cent, which the mean leaves out"),
        ("avelines", "have an estimated equivalent in place of their duty"),
    ] {
        let count = fields.text(column).to_owned();
        if !matches!(count.as_str(), "" | "0") {
            fields.wrong(column, format!("{count} lines {what}; give their duty in a schedule"));
            return None;
        }
    }
    let average = fields.rate("simpleaverage");
    let (least, most) = (fields.rate("minimumrate"), fields.rate("maximumrate"));
    let year = fields.text("year").to_owned();
    let stated = match (average?, least, most) {
        (average, Some(least), Some(most)) if least == most && least == average => {
            Stated::Duty(Duty::AdValorem(average))
        }
        (_, Some(least), Some(most)) => Stated::Between(least, most),
        _ => {
            fields.wrong(
                "minimumrate",
                "without the least and the greatest rate the mean is no duty; export them too",
            );
            return None;
        }
    };
    let source = format!("export {} of {year}", fields.at.file);
    let (at, quota) = (fields.at.clone(), String::new());
    let (importer, hs, regime) = (importer?, hs?, regime?);
    Some(Line { importer, hs, regime, stated, from: None, until: None, quota, source, at })
}
