//! Downloads of the World Trade Organization: the Tariff Download Facility (a row a subheading with the average,
//! the least and the greatest duty), the indicators of its portal of tariff data (the same with codes such as
//! `C156`), and its statistics (a row an indicator, `HS_A_0010`).
//!
//! All of them tell of six digits what national lines below have. It is a duty only where they surely are alike;
//! where only the average is there, it is told as an average. Rows of chapters and headings are left out.

use super::fields::Fields;
use super::wits::{LeftOut, member};
use super::{Line, Regime, Stated};
use crate::agreement::Member;
use crate::duty::Duty;
use crate::error::Location;
use crate::hs::HsCode;
use corridor_network::CountryCode;
use corridor_network::spelling::key;
use csv::StringRecord;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What sort of download a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Download {
    /// A row has all figures of a subheading.
    Wide,
    /// A row has one indicator of a subheading.
    Long,
}

/// Names of columns, in small letters and digits, with ours.
const NAMES: &[(&str, &str)] = &[
    ("reportercode", "reporter"),
    ("reportingeconomycode", "reporter"),
    ("reportingeconomyiso3acode", "reporter"),
    ("reporter", "reportername"),
    ("reportername", "reportername"),
    ("reportingeconomy", "reportername"),
    ("partnercode", "partner"),
    ("partnereconomycode", "partner"),
    ("partner", "partnername"),
    ("partnername", "partnername"),
    ("partnereconomy", "partnername"),
    ("year", "year"),
    ("periodcode", "period"),
    ("hs", "code"),
    ("hscode", "code"),
    ("hssubheading", "code"),
    ("hs6", "code"),
    ("subheading", "code"),
    ("product", "code"),
    ("productcode", "code"),
    ("productsectorcode", "code"),
    ("productorsectorcode", "code"),
    ("tariffline", "code"),
    ("tlcode", "code"),
    ("hslevel", "level"),
    ("level", "level"),
    ("indicatorcode", "indicator"),
    ("indicator", "indicatorname"),
    ("value", "value"),
    ("dutyscheme", "scheme"),
    ("dutyschemename", "scheme"),
    ("dutytype", "scheme"),
    ("tariffregime", "scheme"),
    ("listofnonavduties", "nonavlist"),
    ("numberoflines", "lines"),
    ("numberoftariflines", "lines"),
    ("numberoftarifflines", "lines"),
    ("numberofnationallines", "lines"),
];

/// Our name of a column; empty for one that is not needed.
pub(super) fn column(name: &str) -> String {
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    if let Some((_, ours)) = NAMES.iter().find(|(theirs, _)| *theirs == name) {
        return (*ours).to_owned();
    }
    // The facility has written its figures in more than one way: "Average of AV Duties", "Min AV Duty".
    let has = |part: &str| name.contains(part);
    let figure = has("dut") || has("rate") || has("tariff") || name.ends_with("average");
    let ours = match () {
        () if has("weighted") || has("equivalent") || has("binding") => "",
        () if has("non") && has("av") && (has("number") || has("nbr")) => "nonav",
        () if has("number") || has("nbr") || has("list") || has("share") => "",
        () if figure && (has("average") || has("avg")) => "average",
        () if figure && has("min") => "least",
        () if figure && has("max") => "most",
        () => "",
    };
    ours.to_owned()
}

/// The sort of download that a table is; none for none.
pub(super) fn download(headers: &StringRecord) -> Option<Download> {
    let ours: Vec<String> = headers.iter().map(column).collect();
    let has = |name: &str| ours.iter().any(|own| own == name);
    if !has("code") || !(has("reporter") || has("reportername")) {
        return None;
    }
    if has("average") {
        return Some(Download::Wide);
    }
    let indicator = has("indicator") || has("indicatorname");
    (indicator && has("value")).then_some(Download::Long)
}

/// The importer or partner of a code or name: `156`, `C156`, `CHN`, `Korea, Republic of`.
fn economy(text: &str) -> Option<Member> {
    let text = text.trim();
    let numeric = text.strip_prefix(['C', 'U']).filter(|t| t.len() == 3);
    if let Some(digits) = numeric.filter(|t| t.bytes().all(|b| b.is_ascii_digit())) {
        return member(digits);
    }
    if matches!(text, "EU" | "European Union" | "European Communities") {
        return Some(Member::Union("EU".to_owned()));
    }
    let code = member(text).filter(|_| text.len() == 3);
    code.or_else(|| named(text).map(Member::Country))
}

/// The country of a name of the table of names, also where what stands behind its comma is not in it.
fn named(text: &str) -> Option<CountryCode> {
    let table = include_str!("../../../../data/country-names.tsv");
    let of = |wanted: &str| {
        let wanted = key(wanted);
        let mut rows = table.lines().skip(1).filter_map(|line| line.split_once('\t'));
        let found =
            rows.find(|(_, rest)| rest.split('\t').next().is_some_and(|n| key(n) == wanted));
        found.and_then(|(code, _)| code.parse().ok())
    };
    // "Bahrain, Kingdom of", but of Congo and Korea there are two.
    let short =
        || text.split_once(',').map(|(name, _)| name).filter(|n| !matches!(*n, "Congo" | "Korea"));
    of(text).or_else(|| short().and_then(of))
}

/// What is known of the national lines below a subheading.
#[derive(Clone, Debug, Default)]
struct Figures {
    average: Option<Decimal>,
    least: Option<Decimal>,
    most: Option<Decimal>,
    lines: Option<Decimal>,
    /// Lines whose duty is none in per cent of the value.
    non_ad_valorem: Option<Decimal>,
    /// Their duties, as the table has them.
    listed: String,
}

impl Figures {
    /// What they say of the duty; why they say nothing otherwise.
    fn stated(&self) -> Result<Stated, String> {
        if let Some(count) = self.non_ad_valorem.filter(|count| !count.is_zero()) {
            let listed =
                if self.listed.is_empty() { String::new() } else { format!(" ({})", self.listed) };
            let count = count.normalize();
            return Err(format!(
                "{count} lines have no rate in per cent{listed}, which the average leaves out; give their duty in a \
                 schedule"
            ));
        }
        let Some(average) = self.average else {
            return Err("there is no average of duties in per cent".to_owned());
        };
        let single = self.lines == Some(Decimal::ONE);
        let free = average.is_zero() && self.non_ad_valorem.is_some();
        match (self.least, self.most) {
            (least, Some(most)) if most == average && least.is_none_or(|l| l == most) => {
                Ok(Stated::Duty(Duty::AdValorem(average)))
            }
            (Some(least), Some(most)) => Ok(Stated::Between(least, most)),
            _ if single || free => Ok(Stated::Duty(Duty::AdValorem(average))),
            (None, Some(most)) => Ok(Stated::Between(Decimal::ZERO, most)),
            _ => Ok(Stated::Average(average)),
        }
    }
}

/// What a row is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Of {
    importer: Member,
    hs: HsCode,
    regime: Regime,
    year: String,
}

/// Figures of rows that have one indicator each.
#[derive(Default)]
pub(super) struct Indicators(BTreeMap<Of, (Location, Figures)>);

/// The goods of a row and whom its duty is for, where it is one of a duty applied to six digits.
fn of(fields: &mut Fields<'_>, left_out: &mut LeftOut) -> Option<Of> {
    let scheme = fields.text("scheme").to_lowercase();
    if scheme.contains("bound") || scheme.contains("bnd") {
        left_out.count("bound duties");
        return None;
    }
    if scheme.contains("statutory") {
        left_out.count("statutory duties, which may be higher than those applied");
        return None;
    }
    let mfn = scheme.is_empty() || scheme.contains("mfn") || scheme.contains("most");
    let code: String = fields.text("code").chars().filter(char::is_ascii_digit).collect();
    // Some tables have lost the zero before the codes of chapters 1 to 9.
    let level = fields.text("level").parse::<usize>().ok().filter(|level| *level <= 12);
    let digits = level.unwrap_or(code.len() + code.len() % 2);
    if code.is_empty() || digits < 6 {
        left_out.count("chapters, headings and groups of goods");
        return None;
    }
    let code = format!("{code:0>digits$}");
    let reporter = [fields.text("reporter"), fields.text("reportername")];
    let importer = reporter.iter().find_map(|text| economy(text));
    if importer.is_none() {
        let reporter = reporter.join(" ").trim().to_owned();
        let at = if fields.has("reporter") { "reporter" } else { "reportername" };
        fields.wrong(at, format!("{reporter:?} is not known; use a column importer instead"));
    }
    let partner = [fields.text("partner"), fields.text("partnername")];
    let world = |text: &&str| matches!(*text, "" | "000" | "0" | "World" | "WLD");
    let regime = match partner.iter().filter(|text| !world(text)).find_map(|text| economy(text)) {
        _ if mfn && partner.iter().all(world) => Regime::Mfn,
        Some(Member::Country(country)) => Regime::Origin(country),
        _ if mfn => Regime::Mfn,
        _ => {
            let scheme = fields.text("scheme").to_owned();
            left_out.count(&format!("duties under {scheme:?}: name the agreement instead"));
            return None;
        }
    };
    let hs = fields.code("code", &code);
    let year = [fields.text("year"), fields.text("period")].into_iter().find(|t| !t.is_empty());
    let year = year.unwrap_or_default().to_owned();
    Some(Of { importer: importer?, hs: hs?, regime, year })
}

/// The line of a row with all figures of a subheading, if it is one of a duty applied.
pub(super) fn line(fields: &mut Fields<'_>, left_out: &mut LeftOut) -> Option<Line> {
    let of = of(fields, left_out)?;
    let figures = Figures {
        average: fields.rate("average"),
        least: fields.rate("least"),
        most: fields.rate("most"),
        lines: fields.text("lines").parse().ok(),
        non_ad_valorem: fields.text("nonav").parse().ok(),
        listed: fields.text("nonavlist").to_owned(),
    };
    let stated = figures.stated().map_err(|why| fields.wrong("average", why)).ok()?;
    Some(made(of, stated, fields.at.clone()))
}

fn made(Of { importer, hs, regime, year }: Of, stated: Stated, at: Location) -> Line {
    let source = format!("download of the World Trade Organization {} of {year}", at.file);
    Line { importer, hs, regime, stated, from: None, until: None, quota: String::new(), source, at }
}

impl Indicators {
    /// Takes up a row with one indicator.
    pub(super) fn take(&mut self, fields: &mut Fields<'_>, left_out: &mut LeftOut) {
        let words =
            [fields.text("indicator"), fields.text("indicatorname")].join(" ").to_lowercase();
        let has = |part: &str| words.contains(part);
        let what = match () {
            () if has("hs_a_0010") || has("simple average ad valorem") => "average",
            () if has("hs_a_0020") || has("maximum  ad valorem") || has("maximum ad valorem") => {
                "most"
            }
            () if has("hs_a_0040") || has("number of national tariff lines") => "lines",
            () if has("hs_a_0050") || has("number of nav") => "nonav",
            () if has("hs_p_0070") || has("preferential simple average") => "preferred",
            () if has("mfn_applied_duty") || has("mfn applied duty") => "average",
            () => "",
        };
        if what.is_empty() {
            let name = [fields.text("indicator"), fields.text("indicatorname")];
            let name = name.into_iter().find(|text| !text.is_empty()).unwrap_or("none");
            left_out.count(&format!("indicator {name}, which is no duty applied"));
            return;
        }
        let Some(mut of) = of(fields, left_out) else { return };
        let is_preference = what == "preferred";
        if is_preference == (of.regime == Regime::Mfn) {
            // The best preference of nobody named, or the duty of everybody beside a partner.
            if is_preference {
                left_out.count("preferences without a partner");
                return;
            }
            of.regime = Regime::Mfn;
        }
        let Some(value) = fields.rate("value") else { return };
        let at = fields.at.clone();
        let (_, figures) = self.0.entry(of).or_insert_with(|| (at, Figures::default()));
        let place = match what {
            "most" => &mut figures.most,
            "lines" => &mut figures.lines,
            "nonav" => &mut figures.non_ad_valorem,
            _ => &mut figures.average,
        };
        match *place {
            // The same subheading twice: its lines stand one by one.
            Some(before) if before != value => {
                let (least, most) = (before.min(value), before.max(value));
                figures.least = Some(figures.least.map_or(least, |l| l.min(least)));
                figures.most = Some(figures.most.map_or(most, |m| m.max(most)));
            }
            _ => *place = Some(value),
        }
    }

    /// The lines that the rows make, each with its year, or why it is none and where.
    pub(super) fn lines(
        self,
    ) -> impl Iterator<Item = Result<(Line, Option<i16>), (Location, String)>> {
        self.0.into_iter().map(|(of, (at, figures))| match figures.stated() {
            Ok(stated) => {
                let year = of.year.parse().ok();
                Ok((made(of, stated, at), year))
            }
            Err(why) => Err((at, format!("{}: {why}", of.hs))),
        })
    }
}

#[cfg(test)]
mod tests;
