//! What duty goods are claimed to owe: without preference, or under an agreement; and what else the
//! importer asks for.

use super::request::Figures;
use corridor_network::CountryCode;
use corridor_trade::hs::HsCode;
use corridor_trade::landed::{Dues, Rate, Scale, TaxOn};
use corridor_trade::origin::Codes;
use corridor_trade::schedule::Schedule;
use corridor_trade::{Agreement, Basis, Group, Register, Switch, Tariffs, TaxBase, TaxKind, Usd};
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
    /// The paper that shows that goods are in free circulation with the sender, where that and not their
    /// origin gives the claim.
    pub(super) circulation: Option<&'a str>,
    /// The switch that lowers the duty; none where the agreement is only supposed.
    pub(super) switch: Option<&'a Switch>,
    /// Codes of goods that it leaves out for their country of origin.
    pub(super) except: Option<&'a Codes>,
}

impl<'a> Preference<'a> {
    /// Whether goods of a code can claim it.
    pub(super) fn may_concern(&self, hs: &HsCode) -> bool {
        self.switch.is_none_or(|switch| switch.may_concern(hs)) && !self.leaves_out(hs)
    }

    /// Whether a scheme leaves goods of a code out for their country of origin.
    pub(super) fn leaves_out(&self, hs: &HsCode) -> bool {
        self.except.is_some_and(|except| except.hold(hs) == Some(true))
    }

    /// One of an agreement of the register on the day.
    pub(super) fn of(found: &corridor_trade::Preference<'a>) -> Self {
        let agreement = found.standing.agreement;
        Self {
            agreement,
            status: found.standing.status.state.to_string(),
            hypothetical: agreement.hypothetical,
            supposed_percent: None,
            circulation: found.switch.paper.as_deref(),
            switch: Some(found.switch),
            except: Some(found.except),
        }
    }

    /// An agreement that is supposed to be in force.
    pub(super) fn supposed(
        register: &Register,
        agreement: &'a Agreement,
        day: Date,
        supposed_percent: Option<Decimal>,
    ) -> Self {
        let standing = register.as_of(day).get(&agreement.id);
        let status = standing.map_or("not-yet".to_owned(), |s| s.status.state.to_string());
        Self {
            agreement,
            status,
            hypothetical: true,
            supposed_percent,
            circulation: None,
            switch: None,
            except: None,
        }
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
        let inside = self.union.is_some();
        let hypothetical = preference.is_some_and(|p| p.hypothetical);
        let valuation = Tariffs::shipped().valuation(self.register, self.day, self.importer);
        let uplift = valuation.filter(|_| self.figures.basis.is_none()).map(|v| v.uplift_percent);
        let (scales, fees) = self.fees();
        Dues {
            basis: self.basis(),
            uplift_percent: uplift.unwrap_or_default(),
            duty: preference.map_or_else(|| self.duty(), |p| self.preferred(p)),
            hypothetical,
            surcharges: if inside { Vec::new() } else { self.surcharges() },
            charges: self.figures.charges.clone(),
            tax: self.tax(),
            tax_base: self.tax_base(),
            scales,
            fees,
        }
    }

    /// Whether the user wants no charge of this name.
    fn without(&self, name: &str) -> bool {
        self.figures.without.iter().any(|w| w == "all" || name.eq_ignore_ascii_case(w))
    }

    /// Charges on the duty.
    fn surcharges(&self) -> Vec<Rate<Decimal>> {
        let (tariffs, day, importer) = (Tariffs::shipped(), self.day, self.importer);
        let rows = tariffs.surcharges(self.register, day, importer).into_iter();
        let known = rows.map(|s| Rate {
            figure: Some(s.percent),
            name: s.name.clone(),
            source: cited(&s.evidence.source, &s.evidence.date),
            note: s.evidence.note.clone(),
            supply: String::new(),
        });
        let unknown = tariffs.surcharges_since(day, importer).map(|since| Rate {
            figure: None,
            name: "charges on the duty".to_owned(),
            source: String::new(),
            note: String::new(),
            supply: format!(
                "what {importer} charged on the duty on {day}: known from {since} \
                 (--without \"charges on the duty\", and --charge for what there was)"
            ),
        });
        known.chain(unknown).filter(|s| !self.without(&s.name)).collect()
    }

    /// Fees that the state levies by value, and fees besides.
    fn fees(&self) -> (Vec<Scale>, Rate<Usd>) {
        let mut fees = Rate {
            figure: self.figures.fees.or(self.union.map(|_| Usd::ZERO)),
            name: "fees of customs and brokers".to_owned(),
            source: match (self.figures.fees, self.union) {
                (Some(_), _) => "yours (--fees-usd)".to_owned(),
                (None, Some(union)) => format!("no customs inside {}", union.name),
                (None, None) => String::new(),
            },
            note: String::new(),
            supply: format!("fees of customs and brokers in {} (--fees-usd N)", self.importer),
        };
        if self.union.is_some() {
            return (Vec::new(), fees);
        }
        let mut scales = Tariffs::shipped().fees_on(self.day, self.importer);
        scales.retain(|scale| !self.without(&scale.name));
        if !scales.is_empty() {
            "other fees of customs and brokers".clone_into(&mut fees.name);
        }
        // What the user gives for fees is taken to have a fee in it that cannot be reckoned here.
        if self.figures.fees.is_some() {
            let measured = &self.figures.measured;
            let reckoned = |s: &Scale| measured.dollars(&s.currency).is_ok() && !s.steps.is_empty();
            let (known, unknown): (Vec<_>, Vec<_>) = scales.into_iter().partition(reckoned);
            scales = known;
            let named: Vec<_> = unknown.iter().map(|s| s.name.as_str()).collect();
            if !named.is_empty() {
                let rates: Vec<_> = unknown.iter().map(|s| s.currency.as_str()).collect();
                fees.note = format!(
                    "taken to have the {} in it, which --rate {}=N would reckon",
                    named.join(", "),
                    rates.join("=N --rate ")
                );
            }
        }
        (scales, fees)
    }

    fn basis(&self) -> Rate<Basis> {
        let row = Tariffs::shipped().valuation(self.register, self.day, self.importer);
        let own = self.figures.basis;
        Rate {
            figure: own.or(row.map(|row| row.basis)),
            name: "customs value".to_owned(),
            source: match row {
                _ if own.is_some() => "yours (--valuation)".to_owned(),
                Some(row) => cited(&row.evidence.source, &row.evidence.date),
                None => String::new(),
            },
            note: String::new(),
            supply: format!(
                "what {} reckoned duty on on {}, which is not known here (--valuation fob|cif)",
                self.importer, self.day
            ),
        }
    }

    fn tax(&self) -> Rate<Decimal> {
        let (importer, day, tariffs) = (self.importer, self.day, Tariffs::shipped());
        let tax = tariffs.tax(self.register, day, importer);
        let name = tax.map_or("tax on imports", |t| t.kind.name()).to_owned();
        let supply = match tariffs.taxed_since(importer) {
            Some(since) if day < since => format!(
                "the tax of {importer} on imports on {day}: known from {since} (--tax-percent N)"
            ),
            _ => format!("the tax of {importer} on imports on {day} (--tax-percent N)"),
        };
        if let Some(percent) = self.figures.tax_percent {
            let (source, note) = ("yours (--tax-percent)".to_owned(), String::new());
            let name = if tax.is_some_and(|t| t.kind == TaxKind::None) {
                "tax on imports".to_owned()
            } else {
                name
            };
            return Rate { figure: Some(percent), name, source, note, supply };
        }
        let Some(tax) = tax else {
            let (source, note) = (String::new(), String::new());
            return Rate { figure: None, name, source, note, supply };
        };
        let mut note =
            if tax.kind == TaxKind::None { String::new() } else { "standard rate".into() };
        if !tax.evidence.note.is_empty() {
            note = [note.as_str(), tax.evidence.note.as_str()].join("; ");
        }
        let listed = tariffs.listed_rates(day, importer).into_iter();
        let listed: Vec<_> =
            listed.map(|l| format!("{} % on {}", l.percent.normalize(), l.goods)).collect();
        if !listed.is_empty() {
            note = format!("{note}; on that day also {} (--tax-percent)", listed.join("; "));
        }
        let note = note.trim_start_matches("; ").to_owned();
        let source = cited(&tax.evidence.source, &tax.evidence.date);
        Rate { figure: Some(tax.percent), name, source, note, supply }
    }

    fn tax_base(&self) -> Rate<TaxOn> {
        let row = Tariffs::shipped().tax_base(self.register, self.day, self.importer);
        let row = row.filter(|_| self.figures.tax_base.is_none());
        let known = row.map(|row| TaxOn {
            base: row.base,
            uplift_percent: row.uplift_percent,
            share: row.share,
        });
        let on = self.figures.tax_base.map(TaxOn::from).or(known);
        let mut note = match on.map(|on| on.base) {
            Some(TaxBase::DutyPaid) => "on customs value, duty and charges on it".to_owned(),
            Some(TaxBase::DutyPaidTransported) => {
                "on customs value, duty, and carriage and insurance to the border".to_owned()
            }
            Some(TaxBase::DutyPaidDelivered) => {
                "on customs value, duty, and the carriage to the door".to_owned()
            }
            None => String::new(),
        };
        if let Some(on) = on.filter(|on| !on.uplift_percent.is_zero()) {
            note = format!("{note}, with {} % of the value more", on.uplift_percent.normalize());
        }
        if let Some((parts, of)) = on.map(|on| on.share).filter(|(parts, of)| parts != of) {
            note = format!("{parts} of {of} parts {note}");
        }
        if let Some(row) = row {
            note = format!("{note} ({})", cited(&row.evidence.source, &row.evidence.date));
        }
        Rate {
            figure: on,
            name: "base of the tax".to_owned(),
            source: row.map_or(String::new(), |r| cited(&r.evidence.source, &r.evidence.date)),
            note,
            supply: format!(
                "what {} reckoned its tax on on {}, which is not known here \
                 (--tax-base duty-paid|transported|delivered)",
                self.importer, self.day
            ),
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
