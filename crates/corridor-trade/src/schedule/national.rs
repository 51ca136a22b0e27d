//! Tariffs as their offices export them: the United Kingdom, the European Union, the United States.
//!
//! Only duties towards all countries are taken. Rows of other measures, of other countries and without
//! a rate are counted; codes that end in pairs of zeros are the shorter code that they stand for.

use super::fields::Fields;
use super::spelling::Spelling;
use super::wits::LeftOut;
use super::{Line, Regime, Stated};
use crate::agreement::Member;
use csv::StringRecord;

/// A form of export, by the names of its columns in small letters and digits.
pub(super) struct National {
    name: &'static str,
    importer: &'static str,
    money: &'static str,
    code: &'static str,
    duty: &'static str,
    /// Columns that say what a row is of, with what is taken.
    taken: &'static [(&'static str, &'static [&'static str])],
    from: &'static str,
    until: &'static str,
}

/// Forms known. The number 103 is that of the third country duty, 1011 that of all countries.
const FORMS: &[National] = &[
    National {
        name: "export of the United Kingdom's tariff",
        importer: "GB",
        money: "GBP",
        code: "commoditycode",
        duty: "measuredutyexpression",
        taken: &[("measuretypeid", &["103"]), ("measuregeographicalareaid", &["1011"])],
        from: "measureeffectivestartdate",
        until: "measureeffectiveenddate",
    },
    National {
        name: "table of the UK Global Tariff",
        importer: "GB",
        money: "GBP",
        code: "commodity",
        duty: "ukgtdutyrate",
        taken: &[],
        from: "",
        until: "",
    },
    National {
        name: "export of TARIC",
        importer: "EU",
        money: "EUR",
        code: "goodscode",
        duty: "duty",
        taken: &[("meastypecode", &["103"]), ("origincode", &["1011"])],
        from: "startdate",
        until: "enddate",
    },
    National {
        name: "export of the Harmonized Tariff Schedule of the United States",
        importer: "US",
        money: "USD",
        code: "htsnumber",
        duty: "generalrateofduty",
        taken: &[],
        from: "",
        until: "",
    },
    National {
        name: "tariff database of the United States",
        importer: "US",
        money: "USD",
        code: "hts8",
        duty: "mfntextrate",
        taken: &[],
        from: "",
        until: "",
    },
];

/// A name of a column in small letters and digits.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// The form that a table has; none for none of those known.
pub(super) fn form(headers: &StringRecord) -> Option<&'static National> {
    let columns: Vec<String> = headers.iter().map(plain).collect();
    let has = |name: &str| columns.iter().any(|column| column == name);
    FORMS.iter().find(|form| {
        has(form.code) && has(form.duty) && form.taken.iter().all(|(column, _)| has(column))
    })
}

impl National {
    /// Our name of a column; empty for one that is not needed.
    pub(super) fn column(&self, name: &str) -> String {
        let name = plain(name);
        let own = [self.code, self.duty, self.from, self.until];
        let needed = own.contains(&name.as_str()) || self.taken.iter().any(|(c, _)| *c == name);
        if needed { name } else { String::new() }
    }

    /// The line of a row, if it is one of a duty towards all countries.
    pub(super) fn line(&self, fields: &mut Fields<'_>, left_out: &mut LeftOut) -> Option<Line> {
        for (column, taken) in self.taken {
            if !taken.contains(&fields.text(column)) {
                left_out.count("other measures than the duty towards all countries");
                return None;
            }
        }
        let (code, text) = (fields.text(self.code).to_owned(), fields.text(self.duty).to_owned());
        if code.is_empty() || text.is_empty() {
            left_out.count("no code or no rate in it, such as headings");
            return None;
        }
        let digits: String = code.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        if digits.starts_with("98") || digits.starts_with("99") {
            left_out.count("chapters 98 and 99, which are none of the Harmonized System");
            return None;
        }
        let mut short = digits.as_str();
        while let Some(shorter) = short.strip_suffix("00").filter(|s| s.len() >= 4) {
            short = shorter;
        }
        let hs = fields.code(self.code, short);
        let spelling = Spelling { money: Some(self.money), comma: fields.comma };
        let duty = spelling.duty(&text).map_err(|error| fields.wrong(self.duty, error)).ok();
        let (from, until) = (fields.day(self.from), fields.day(self.until));
        let source = format!("{} {}", self.name, fields.at.file);
        let importer = match self.importer {
            union @ "EU" => Member::Union(union.to_owned()),
            country => Member::Country(country.parse().ok()?),
        };
        let at = fields.at.clone();
        let stated = Stated::Duty(duty?);
        let (regime, quota) = (Regime::Mfn, String::new());
        Some(Line { importer, hs: hs?, regime, stated, from, until, quota, source, at })
    }
}
