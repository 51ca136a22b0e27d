//! What holds on a day: the state of each agreement, who is bound by it, what it switches.
//!
//! Cautious by construction: nobody is a party before the last day that its accession can mean, and
//! nothing is on before the last day that entry into force can mean.

use crate::agreement::{Agreement, Member, Party, Status, Switch};
use crate::dating::Onset;
use crate::origin::Codes;
use crate::register::Register;
use crate::word::{Kind, Role, Rule, State, Takes};
use corridor_network::CountryCode;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

/// The register on a day.
#[derive(Clone, Copy, Debug)]
pub struct AsOf<'a> {
    register: &'a Register,
    day: Date,
}

/// An agreement on a day.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    register: &'a Register,
    day: Date,
    /// The agreement.
    pub agreement: &'a Agreement,
    /// Its state on the day.
    pub status: &'a Status,
}

/// What a country is to an agreement on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Capacity {
    /// Bound by it.
    Party,
    /// Signed it, not bound yet.
    Signatory,
    /// Takes part in the talks.
    Negotiator,
    /// Has left, and is treated as a party to the end of a transition.
    Leaving,
    /// Given preferences by the parties, and bound to nothing.
    Beneficiary,
    /// Admitted by the parties, without a recorded instrument.
    Approved,
    /// Known to be bound by a later date; whether it is already is not known.
    Unsure,
    /// Looks on.
    Observer,
    /// Was bound until the agreement ended.
    FormerParty,
}

/// A country that takes part in an agreement on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant<'a> {
    /// The country.
    pub country: CountryCode,
    /// The union through which it takes part, if not by itself.
    pub through: Option<&'a str>,
    /// What it is to the agreement.
    pub capacity: Capacity,
    /// Since when, where it is known.
    pub since: Option<Onset>,
    /// The row it rests on.
    pub row: &'a Party,
}

/// An agreement under which goods of one country enter another at a lower duty.
#[derive(Clone, Copy, Debug)]
pub struct Preference<'a> {
    /// The agreement on the day.
    pub standing: Standing<'a>,
    /// Its switch: a preference, or the common tariff of a union that both belong to.
    pub switch: &'a Switch,
    /// Goods that it leaves out for the exporter.
    pub except: &'a Codes,
}

impl<'a> AsOf<'a> {
    pub(crate) fn new(register: &'a Register, day: Date) -> Self {
        Self { register, day }
    }

    /// The day.
    pub fn day(self) -> Date {
        self.day
    }

    /// All agreements that there are on the day, in the order of their ids; those that are
    /// mentioned first on a later day are left out.
    pub fn standings(self) -> impl Iterator<Item = Standing<'a>> {
        self.register.iter().filter_map(move |agreement| self.standing(agreement))
    }

    /// The agreement of that id on the day; none where there is no such agreement or not yet.
    pub fn get(self, id: &str) -> Option<Standing<'a>> {
        self.standing(self.register.get(id)?)
    }

    fn standing(self, agreement: &'a Agreement) -> Option<Standing<'a>> {
        let held = |s: &&Status| s.onset().counts_from() <= self.day;
        let status = agreement.status.iter().rev().find(held)?;
        Some(Standing { register: self.register, day: self.day, agreement, status })
    }

    /// The agreements under which goods that originate in `exporter` enter `importer` at a lower duty
    /// on the day. Whether the goods meet the rules of origin is another question.
    pub fn preferences(self, importer: CountryCode, exporter: CountryCode) -> Vec<Preference<'a>> {
        let grants = |s: &Switch| matches!(s.rule, Rule::TariffPreference | Rule::CommonTariff);
        let mut found = self.between(importer, exporter, grants);
        found.retain(|p| p.standing.agreement.kind != Kind::UnilateralPreference);
        found
    }

    /// The schemes by which `importer` by itself lowers duties on goods that originate in `exporter`.
    pub fn schemes(self, importer: CountryCode, exporter: CountryCode) -> Vec<Preference<'a>> {
        let mut found = self.between(importer, exporter, |s| s.rule == Rule::TariffPreference);
        found.retain(|p| p.standing.agreement.kind == Kind::UnilateralPreference);
        found
    }

    /// The agreements under which goods enter `importer` without duty when they are in free circulation in
    /// `sender`, wherever they originate; of which goods, their switches say.
    pub fn circulations(self, importer: CountryCode, sender: CountryCode) -> Vec<Preference<'a>> {
        self.between(importer, sender, |s| s.rule == Rule::FreeCirculation)
    }

    /// The agreements on the day with a switch of a sort, whose sides these two countries are on.
    fn between(
        self,
        importer: CountryCode,
        exporter: CountryCode,
        wanted: impl Fn(&Switch) -> bool,
    ) -> Vec<Preference<'a>> {
        let mut found = Vec::new();
        for standing in self.standings() {
            let Some(switch) = standing.switched_on().find(|s| wanted(s)) else { continue };
            let all = standing.participants();
            let of = |country| all.iter().filter(move |p: &&Participant<'_>| p.country == country);
            let grants = |p: &&Participant<'_>| p.capacity.is_bound();
            let gets = |p: &&Participant<'_>| grants(p) || p.capacity == Capacity::Beneficiary;
            let apart = of(importer).filter(grants).find_map(|a| {
                of(exporter)
                    .filter(gets)
                    .find(|b| a.side() != b.side() && !standing.is_suspended(a, b))
            });
            if let Some(other) = apart.filter(|_| importer != exporter) {
                found.push(Preference { standing, switch, except: &other.row.except });
            }
        }
        found
    }
}

impl<'a> Standing<'a> {
    /// Since when it has been in its state: later reports on the same state do not count.
    pub fn since(&self) -> Onset {
        let all = &self.agreement.status;
        let here = all.iter().position(|s| std::ptr::eq(s, self.status)).unwrap_or(0);
        let before = all[..here].iter().rev().take_while(|s| s.state == self.status.state);
        before.last().unwrap_or(self.status).onset()
    }

    /// Whether the state lets a switch be on.
    pub fn is_on(&self, switch: &Switch) -> bool {
        match self.status.state {
            State::InForce => true,
            State::Signed => switch.takes == Takes::Signed,
            _ => false,
        }
    }

    /// Whether one holds back from another, on the day, what the agreement gives.
    fn is_suspended(&self, by: &Participant<'_>, towards: &Participant<'_>) -> bool {
        self.agreement.suspensions.iter().any(|s| {
            let begun = s.from.latest() <= self.day;
            let over = s.until.is_some_and(|until| until.earliest() < self.day);
            begun && !over && by.is(&s.by) && towards.is(&s.towards)
        })
    }

    /// The switches that are on.
    pub fn switched_on(self) -> impl Iterator<Item = &'a Switch> {
        self.agreement.switches.iter().filter(move |switch| self.is_on(switch))
    }

    /// The countries that take part on the day, sorted by country; a country can take part by itself
    /// and through a union.
    pub fn participants(&self) -> Vec<Participant<'a>> {
        let mut all = Vec::new();
        for row in &self.agreement.parties {
            let Some((capacity, since)) = self.capacity(row) else { continue };
            match &row.party {
                Member::Country(country) => {
                    let country = *country;
                    all.push(Participant { country, through: None, capacity, since, row });
                }
                Member::Union(union) => {
                    for (country, joined) in self.register.union_members(union, self.day) {
                        let later = |own: Onset| {
                            joined.filter(|j| j.counts_from() > own.counts_from()).unwrap_or(own)
                        };
                        let since = since.map(later);
                        let through = Some(union.as_str());
                        all.push(Participant { country, through, capacity, since, row });
                    }
                }
            }
        }
        all.sort_by_key(|p| (p.country, p.through));
        all
    }

    /// Names of those who take part as parties, signatories or negotiators: countries by their codes,
    /// and the unions through which they do; sorted. Observers, and those of whom it is not known, are
    /// not among them.
    pub fn party_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for participant in self.participants() {
            if !matches!(
                participant.capacity,
                Capacity::Observer | Capacity::Approved | Capacity::Unsure | Capacity::Beneficiary
            ) {
                names.push(participant.country.to_string());
                names.extend(participant.through.map(str::to_owned));
            }
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// What a row makes of its party on the day, and since when.
    fn capacity(&self, row: &'a Party) -> Option<(Capacity, Option<Onset>)> {
        let day = self.day;
        // An end known to the month or year counts from its first day.
        let left = |until: &crate::PartialDate| {
            if until.is_day() { until.latest() < day } else { until.earliest() <= day }
        };
        if row.until.as_ref().is_some_and(left) {
            let stays = row.transition_until.as_ref().is_some_and(|until| !left(until));
            return stays.then_some((Capacity::Leaving, row.onset()));
        }
        if row.known_until.as_ref().is_some_and(left) {
            return Some((Capacity::Unsure, row.onset()));
        }
        let entered = row.onset().filter(|onset| onset.counts_from() <= day);
        match row.role {
            Role::Observer => return entered.map(|since| (Capacity::Observer, Some(since))),
            Role::Approved => return entered.map(|since| (Capacity::Approved, Some(since))),
            Role::Party | Role::Beneficiary => {}
        }
        let signed = row.signed.map(Onset::On).filter(|onset| onset.counts_from() <= day);
        let dated = row.onset().is_some() || row.signed.is_some();
        let of_state = |capacity, state| {
            let since = self.agreement.first(state);
            (entered.is_some() || !dated).then_some((capacity, entered.or(since)))
        };
        let by_signature = signed.map(|since| (Capacity::Signatory, Some(since)));
        // Between the first and the last day that its accession can mean.
        let unsure = row.onset().filter(|onset| entered.is_none() && onset.may_hold(day));
        let unsure = unsure.map(|since| (Capacity::Unsure, Some(since)));
        if row.role == Role::Beneficiary {
            return match self.status.state {
                State::InForce => of_state(Capacity::Beneficiary, State::InForce).or(unsure),
                _ => None,
            };
        }
        match self.status.state {
            State::Ended if self.agreement.first(State::InForce).is_none() => None,
            State::Ended => of_state(Capacity::FormerParty, State::InForce),
            State::InForce => of_state(Capacity::Party, State::InForce).or(by_signature).or(unsure),
            State::Suspended if self.agreement.first(State::InForce).is_some() => {
                of_state(Capacity::Party, State::InForce).or(by_signature)
            }
            State::Signed => {
                let waits = !dated || row.onset().is_some() && row.signed.is_none();
                let with_all = waits && self.is_original(row);
                let since = self.agreement.first(State::Signed);
                by_signature.or(with_all.then_some((Capacity::Signatory, since)))
            }
            State::Proposed | State::Negotiating | State::Suspended => {
                let joins = entered.is_some() || !dated || self.is_original(row);
                joins.then_some((Capacity::Negotiator, None))
            }
        }
    }

    /// Whether the party was there from the beginning: undated, or bound as soon as the agreement was.
    fn is_original(&self, row: &Party) -> bool {
        let force = self.agreement.first(State::InForce).map(Onset::counts_from);
        row.from.is_none_or(|from| Some(from.latest()) == force) && row.by.is_none()
    }
}

impl Capacity {
    /// Whether it is bound, or treated as if it were.
    pub fn is_bound(self) -> bool {
        matches!(self, Self::Party | Self::Leaving)
    }
}

impl Participant<'_> {
    /// Whether it is who is meant, by itself or through the union that is.
    fn is(&self, member: &Member) -> bool {
        match member {
            Member::Country(country) => self.country == *country,
            Member::Union(union) => self.through == Some(union),
        }
    }

    /// What tells sides of an agreement apart: the side named, the union, or the country itself.
    fn side(&self) -> String {
        let own = || self.through.map_or_else(|| self.country.to_string(), str::to_owned);
        self.row.side.clone().unwrap_or_else(own)
    }
}
