//! What duty goods are claimed to owe: without preference, or under an agreement; and what else the
//! importer asks for.

use super::request::Figures;
use corridor_network::CountryCode;
use corridor_trade::duty::Duty;
use corridor_trade::hs::{HsCode, group};
use corridor_trade::landed::{Dues, Rate};
use corridor_trade::schedule::{Line, Regime, Schedule, Stated};
use corridor_trade::{Agreement, Basis, Group, Measure, Register, Tariffs, TaxBase, Usd};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// A preference that goods may claim.
#[derive(Clone, Debug)]
pub(super) struct Preference<'a> {
    pub(super) agreement: &'a Agreement,
    /// Its state on the day, in a word.
    pub(super) status: String,
    /// Whether it is only supposed to be in force.
    pub(super) hypothetical: bool,
    /// The duty supposed, per cent, where no schedule has one.
    pub(super) supposed_percent: Option<Decimal>,
}

impl<'a> Preference<'a> {
    /// An agreement that is supposed to be in force.
    pub(super) fn supposed(
        register: &Register,
        agreement: &'a Agreement,
        day: Date,
        supposed_percent: Option<Decimal>,
    ) -> Self {
        let standing = register.as_of(day).get(&agreement.id);
        let status = standing.map_or("not-yet".to_owned(), |s| s.status.state.to_string());
        Self { agreement, status, hypothetical: true, supposed_percent }
    }
}

/// What is known of the importer, and what the goods are.
pub(super) struct Desk<'a> {
    pub(super) register: &'a Register,
    pub(super) day: Date,
    pub(super) importer: CountryCode,
    pub(super) origin: CountryCode,
    pub(super) hs: &'a HsCode,
    pub(super) schedule: &'a Schedule,
    pub(super) figures: &'a Figures,
    /// The agreement that makes one customs territory of both ends, if there is one.
    pub(super) union: Option<&'a Agreement>,
}

impl Desk<'_> {
    /// What the importer asks for under a preference, or without one.
    pub(super) fn dues(&self, preference: Option<&Preference<'_>>) -> Dues {
        let tariffs = Tariffs::shipped();
        let (register, day, importer) = (self.register, self.day, self.importer);
        let inside = self.union.is_some();
        let surcharges = tariffs.surcharges(register, day, importer).into_iter();
        let surcharges = surcharges.filter(|_| !inside).map(|s| Rate {
            figure: Some(s.percent),
            name: s.name.clone(),
            source: cited(&s.evidence.source, &s.evidence.date),
            note: s.evidence.note.clone(),
            supply: String::new(),
        });
        Dues {
            basis: self.basis(),
            duty: self.duty(preference),
            hypothetical: preference.is_some_and(|p| p.hypothetical),
            surcharges: surcharges.collect(),
            tax: self.tax(),
            tax_base: self.tax_base(),
            fees: Rate {
                figure: self.figures.fees.or(inside.then_some(Usd::ZERO)),
                name: "fees of customs and brokers".to_owned(),
                source: if self.figures.fees.is_some() {
                    "yours".to_owned()
                } else {
                    self.union.map_or(String::new(), |u| format!("no customs inside {}", u.name))
                },
                note: String::new(),
                supply: format!("fees of customs and brokers in {importer} (--fees-usd N)"),
            },
        }
    }

    fn basis(&self) -> Rate<Basis> {
        let row = Tariffs::shipped().valuation(self.register, self.day, self.importer);
        let own = self.figures.basis;
        Rate {
            figure: own.or(row.map(|row| row.basis)),
            name: "customs value".to_owned(),
            source: match row {
                Some(row) if own.is_none() => cited(&row.evidence.source, &row.evidence.date),
                _ => "yours (--valuation)".to_owned(),
            },
            note: String::new(),
            supply: format!("what {} reckons duty on (--valuation fob|cif)", self.importer),
        }
    }

    fn duty(&self, preference: Option<&Preference<'_>>) -> Rate<Duty> {
        let (importer, hs) = (self.importer, self.hs);
        let name = preference.map_or_else(
            || "import duty".to_owned(),
            |p| format!("import duty under {}{}", p.agreement.id, hypothetical(p.hypothetical)),
        );
        let known = |duty: Duty, source: String, note: String| Rate {
            figure: Some(duty),
            name: name.clone(),
            source,
            note,
            supply: String::new(),
        };
        if let Some(union) = self.union {
            let free = Duty::AdValorem(Decimal::ZERO);
            let source = format!("{} ({})", union.name, union.id);
            let note = "goods in free circulation in the customs territory owe no duty inside it";
            return known(free, source, note.to_owned());
        }
        if let (None, Some(duty)) = (preference, &self.figures.duty) {
            return known(duty.clone(), "yours (--duty)".to_owned(), String::new());
        }
        let finer = self.schedule.finer(self.register, self.day, importer, hs);
        let line = match preference {
            None => self.line(&Regime::Mfn),
            Some(p) => self
                .line(&Regime::Agreement(p.agreement.id.clone()))
                .or_else(|| self.line(&Regime::Origin(self.origin))),
        };
        let unknown = |note: String, supply: String| Rate {
            figure: None,
            name: name.clone(),
            source: String::new(),
            note,
            supply,
        };
        match line {
            _ if !finer.is_empty() && line.is_none_or(|l| finer.iter().any(|f| l.hs.covers(f))) => {
                let codes: Vec<_> = finer.iter().take(4).map(ToString::to_string).collect();
                let note =
                    format!("the schedule has lines of its own below {hs}: {}", codes.join(", "));
                unknown(note, format!("the national code of the goods (--hs {})", finer[0]))
            }
            Some(Line { stated: Stated::Duty(duty), source, quota, at, hs: of, .. }) => {
                let mut note = format!("line {of} at {}:{}", at.file, at.line);
                if !quota.is_empty() {
                    note = format!("{note}; within the quota: {quota}");
                }
                known(duty.clone(), source.clone(), note)
            }
            Some(Line { stated: Stated::Between(least, most), .. }) => unknown(
                format!("between {least} and {most} %: national lines below {hs} differ"),
                format!("the duty of {importer} on the national line (--duty or --schedule)"),
            ),
            None => match preference {
                Some(p) if p.supposed_percent.is_some() => known(
                    Duty::AdValorem(p.supposed_percent.unwrap_or_default()),
                    format!("supposed of {}", p.agreement.id),
                    "hypothetical: no such duty is agreed".to_owned(),
                ),
                Some(p) => unknown(
                    if p.hypothetical { "hypothetical: no duty is agreed" } else { "" }.to_owned(),
                    format!(
                        "the duty of {importer} on {hs} under {0} ({1}--schedule FILE with regime {0})",
                        p.agreement.id,
                        if p.hypothetical {
                            format!("--suppose {}=PERCENT or ", p.agreement.id)
                        } else {
                            String::new()
                        }
                    ),
                ),
                None => unknown(
                    self.average(),
                    format!("the duty of {importer} on {hs} (--duty '10%' or --schedule FILE)"),
                ),
            },
        }
    }

    fn line(&self, regime: &Regime) -> Option<&Line> {
        self.schedule.line(self.register, self.day, self.importer, self.hs, regime)
    }

    /// What averages say of duties like this one, labelled; empty when nothing is known.
    fn average(&self) -> String {
        let tariffs = Tariffs::shipped();
        let own = group(self.hs);
        let found = [own, Some(Group::All)].into_iter().flatten().find_map(|g| {
            let measure = Measure::MfnSimple;
            tariffs.average(self.register, self.day, self.importer, g, measure).map(|a| (g, a))
        });
        found.map_or(String::new(), |(group, average)| {
            format!(
                "an average, not the duty of these goods: {} on {} was {} % in {} ({})",
                average.importer,
                group_name(group),
                average.percent.normalize(),
                average.year,
                average.evidence.source
            )
        })
    }

    fn tax(&self) -> Rate<Decimal> {
        let importer = self.importer;
        let tax = Tariffs::shipped().tax(self.register, self.day, importer);
        let name = tax.map_or("tax on imports".to_owned(), |t| match t.name.as_str() {
            "gst" => "integrated goods and services tax".to_owned(),
            _ => "value added tax".to_owned(),
        });
        let supply = format!("the tax of {importer} on imports (--tax-percent N)");
        if let Some(percent) = self.figures.tax_percent {
            let (source, note) = ("yours (--tax-percent)".to_owned(), String::new());
            return Rate { figure: Some(percent), name, source, note, supply };
        }
        let Some(tax) = tax else {
            let (source, note) = (String::new(), String::new());
            return Rate { figure: None, name, source, note, supply };
        };
        let note = match tax.evidence.note.as_str() {
            "" => "standard rate".to_owned(),
            note => format!("standard rate; {note}"),
        };
        let source = cited(&tax.evidence.source, &tax.evidence.date);
        Rate { figure: Some(tax.percent), name, source, note, supply }
    }

    fn tax_base(&self) -> Rate<TaxBase> {
        let row = Tariffs::shipped().tax_base(self.register, self.day, self.importer);
        Rate {
            figure: Some(row.map_or(TaxBase::DutyPaid, |row| row.base)),
            name: "base of the tax".to_owned(),
            source: row.map_or(String::new(), |r| cited(&r.evidence.source, &r.evidence.date)),
            note: match row.map(|row| row.base) {
                Some(TaxBase::DutyPaid) => "on customs value, duty and surcharges".to_owned(),
                Some(TaxBase::DutyPaidDelivered) => {
                    "on customs value, duty and the carriage to the door".to_owned()
                }
                None => "on customs value, duty and surcharges, by judgement".to_owned(),
            },
            supply: String::new(),
        }
    }
}

/// What is said of a supposed agreement wherever it is named.
pub(super) fn hypothetical(is: bool) -> &'static str {
    if is { " (hypothetical)" } else { "" }
}

pub(super) fn cited(source: &str, date: &str) -> String {
    format!("{source}, {date}")
}

/// A group of goods in words.
pub(crate) fn group_name(group: Group) -> String {
    let mut name = String::new();
    for c in format!("{group:?}").chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push(' ');
        }
        name.extend(c.to_lowercase());
    }
    if group == Group::All { "all goods".to_owned() } else { name }
}
