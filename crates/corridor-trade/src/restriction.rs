//! What states have declared that may not be traded or carried: the rows of
//! `data/restrictions/trade-restrictions.toml`, and which of them concern a consignment on a day.
//!
//! No side is taken: a row is what its declarer says. A row of low confidence, and every kind that
//! concerns a carrier or a formality and not the goods, is told and bars nothing.

use crate::agreement::Member;
use crate::dating::PartialDate;
use crate::error::{Fault, Faults, Location};
use crate::hs::HsCode;
use crate::register::Register;
use corridor_network::CountryCode;
use corridor_network::fact::{Confidence, Evidence};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

#[cfg(test)]
mod tests;

/// What stands for any country in a row.
const ALL: &str = "ALL";

/// What a row forbids or asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Restricts {
    /// All trade between origin and destination, in both directions.
    Embargo,
    /// Import of goods of the origin into the destination.
    ImportBan,
    /// Export of goods from the origin to the destination.
    ExportBan,
    /// Carriage of such goods over the land and through the ports of the countries of transit.
    TransitBan,
    /// Ships of some flags.
    FlagBan,
    /// Ships that call, or have called, somewhere.
    PortBan,
    /// Lorries or wagons of some countries.
    CarrierBan,
    /// Entry by the named ports or posts alone.
    EntryPoint,
    /// A licence is asked for.
    Licence,
    /// A limit of quantity.
    Cap,
    /// The land border; trade by other ways goes on.
    BorderClosure,
}

impl Restricts {
    /// The word in tables and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Embargo => "embargo",
            Self::ImportBan => "import ban",
            Self::ExportBan => "export ban",
            Self::TransitBan => "transit ban",
            Self::FlagBan => "flag ban",
            Self::PortBan => "port ban",
            Self::CarrierBan => "carrier ban",
            Self::EntryPoint => "named points of entry",
            Self::Licence => "licence",
            Self::Cap => "cap",
            Self::BorderClosure => "border closure",
        }
    }

    /// Whether it concerns who carries the goods, which a plan does not ask.
    pub fn is_of_carriers(self) -> bool {
        matches!(self, Self::FlagBan | Self::PortBan | Self::CarrierBan)
    }

    /// Whether it forbids goods, whoever carries them.
    pub fn is_ban(self) -> bool {
        matches!(self, Self::Embargo | Self::ImportBan | Self::ExportBan | Self::TransitBan)
    }
}

/// One declaration.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restriction {
    /// Stable id, such as `us-cu`.
    pub id: String,
    /// Who declared it: countries, `EU` or `UN`.
    pub declared_by: Vec<String>,
    /// What it forbids.
    pub kind: Restricts,
    /// Where the goods come from; `ALL` for anywhere.
    #[serde(default)]
    pub origin: Vec<Member>,
    /// Of `origin`, whose goods are let through all the same.
    #[serde(default)]
    pub not_origin: Vec<Member>,
    /// Where they go.
    #[serde(default)]
    pub destination: Vec<Member>,
    /// Through where.
    #[serde(default)]
    pub transit: Vec<Member>,
    /// Flags of ships or kinds of vehicles that it concerns.
    #[serde(default)]
    pub carriers: Vec<String>,
    /// Prefixes of the Harmonized System; empty for all goods.
    #[serde(default, deserialize_with = "codes")]
    pub goods: Vec<HsCode>,
    /// First day, as far as known.
    #[serde(default)]
    pub from: Option<PartialDate>,
    /// Last day, where it has ended or its end is set.
    #[serde(default)]
    pub until: Option<PartialDate>,
    /// Law, order or statement.
    pub act: String,
    /// What is let through all the same.
    #[serde(default)]
    pub exceptions: String,
    /// Where this comes from.
    pub evidence: Evidence,
}

fn codes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<HsCode>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    texts.iter().map(|text| text.parse().map_err(serde::de::Error::custom)).collect()
}

/// Goods on their way from one country to another.
#[derive(Clone, Copy, Debug)]
pub struct Consignment<'a> {
    /// Where they come from.
    pub origin: CountryCode,
    /// Where they go.
    pub destination: CountryCode,
    /// What they are; empty where that is not known.
    pub goods: &'a [HsCode],
}

/// How much of a consignment a restriction covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of it.
    Wholly,
    /// Some goods of the kind, or goods that are not stated.
    InPart,
}

/// A restriction that concerns a consignment.
#[derive(Clone, Copy, Debug)]
pub struct Concern<'a> {
    /// The restriction.
    pub restriction: &'a Restriction,
    /// How much of the consignment it covers.
    pub reach: Reach,
}

/// The countries whose land and ports a consignment may not go through, each with the restriction
/// that says so, given what concerns the consignment on the day. Its own ends are among them where a
/// ban names them.
pub fn no_transit<'a>(
    concerns: &[Concern<'a>],
    register: &Register,
    day: Date,
) -> BTreeMap<CountryCode, &'a Restriction> {
    let mut closed = BTreeMap::new();
    for concern in concerns.iter().filter(|concern| concern.bars_transit()) {
        for member in &concern.restriction.transit {
            let countries = match member {
                Member::Country(code) => vec![*code],
                Member::Union(name) => {
                    register.union_members(name, day).into_iter().map(|m| m.0).collect()
                }
            };
            for country in countries {
                closed.entry(country).or_insert(concern.restriction);
            }
        }
    }
    closed
}

impl Concern<'_> {
    /// Whether the consignment may not be traded for it: a ban that covers all of it, well enough
    /// sourced. A ban of transit closes a way and not the trade.
    pub fn bars_trade(&self) -> bool {
        self.bars() && self.restriction.kind != Restricts::TransitBan
    }

    /// Whether the consignment may not go through the countries that the restriction names.
    pub fn bars_transit(&self) -> bool {
        self.bars() && self.restriction.kind == Restricts::TransitBan
    }

    fn bars(&self) -> bool {
        let Restriction { kind, evidence, .. } = self.restriction;
        kind.is_ban() && self.reach == Reach::Wholly && evidence.confidence > Confidence::L
    }
}

/// All declarations, by id.
#[derive(Clone, Debug, PartialEq)]
pub struct Restrictions(Vec<Restriction>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "restriction")]
    rows: Vec<Restriction>,
}

impl Restrictions {
    /// The table shipped with the program.
    pub fn shipped() -> &'static Self {
        static TABLE: LazyLock<Restrictions> = LazyLock::new(|| {
            let text = include_str!("../../../data/restrictions/trade-restrictions.toml");
            Restrictions::parse("trade-restrictions.toml", text)
                .expect("the shipped table is part of the program and its tests read it")
        });
        &TABLE
    }

    /// Reads a table.
    ///
    /// # Errors
    /// When it is no such table, two rows have one id, a row names nobody or ends before it begins.
    pub fn parse(file: &str, text: &str) -> Result<Self, Faults> {
        let fault =
            |offset: usize, reason: String| Fault { at: Location::of(file, text, offset), reason };
        let File { mut rows } = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start);
            Faults(vec![fault(at, e.message().to_owned())])
        })?;
        let offset = |id: &str| text.find(&format!("id = {id:?}")).unwrap_or(0);
        let mut ids = BTreeSet::new();
        let mut faults = Vec::new();
        for row in &rows {
            if !ids.insert(row.id.clone()) {
                faults.push(fault(offset(&row.id), format!("the id {:?} stands twice", row.id)));
            }
            if let Some(reason) = row.fault() {
                faults.push(fault(offset(&row.id), format!("{}: {reason}", row.id)));
            }
        }
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Self(rows))
    }

    /// Every row, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Restriction> {
        self.0.iter()
    }

    /// What concerns a consignment on a day, what bars its trade first, then what covers all of it.
    /// Nothing concerns goods that stay in one country.
    pub fn concerning(
        &self,
        register: &Register,
        day: Date,
        consignment: Consignment<'_>,
    ) -> Vec<Concern<'_>> {
        if consignment.origin == consignment.destination {
            return Vec::new();
        }
        let mut found: Vec<Concern<'_>> = self
            .iter()
            .filter(|row| row.holds(day) && row.is_between(register, day, consignment))
            .filter_map(|row| {
                row.reach(consignment.goods).map(|reach| Concern { restriction: row, reach })
            })
            .collect();
        found.sort_by_key(|c| (!c.bars_trade(), !c.bars(), c.reach == Reach::InPart));
        found
    }
}

impl Restriction {
    /// Whether it is in force on a day. An unsure beginning counts from the last day that it can mean,
    /// an unsure end from the first.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from.latest() <= day)
            && self.until.is_none_or(|until| day <= until.earliest())
    }

    fn is_between(&self, register: &Register, day: Date, of: Consignment<'_>) -> bool {
        let goes = |from, to| {
            includes(&self.origin, from, register, day)
                && !includes(&self.not_origin, from, register, day)
                && includes(&self.destination, to, register, day)
        };
        goes(of.origin, of.destination)
            || self.kind == Restricts::Embargo && goes(of.destination, of.origin)
    }

    fn reach(&self, goods: &[HsCode]) -> Option<Reach> {
        if self.goods.is_empty() {
            return Some(Reach::Wholly);
        }
        let covers = |code: &HsCode| self.goods.iter().any(|banned| banned.covers(code));
        if !goods.is_empty() && goods.iter().all(covers) {
            return Some(Reach::Wholly);
        }
        let touches = |code: &HsCode| covers(code) || self.goods.iter().any(|b| code.covers(b));
        (goods.is_empty() || goods.iter().any(touches)).then_some(Reach::InPart)
    }

    fn fault(&self) -> Option<&'static str> {
        let (from, until) = (self.from.map(PartialDate::earliest), self.until);
        let ends_first = until.zip(from).is_some_and(|(until, from)| until.latest() < from);
        if self.declared_by.is_empty() {
            Some("declared_by names nobody")
        } else if ends_first {
            Some("it ends before it begins")
        } else if self.kind.is_ban() && (self.origin.is_empty() || self.destination.is_empty()) {
            Some("a ban needs origin and destination; ALL stands for any country")
        } else if self.kind == Restricts::TransitBan && self.transit.is_empty() {
            Some("a transit ban needs transit")
        } else if self.kind == Restricts::TransitBan && self.transit.iter().any(is_all) {
            Some("a transit ban names the countries of transit; ALL would close every one")
        } else {
            None
        }
    }
}

fn is_all(member: &Member) -> bool {
    matches!(member, Member::Union(name) if name == ALL)
}

fn includes(members: &[Member], country: CountryCode, register: &Register, day: Date) -> bool {
    members.iter().any(|member| match member {
        _ if is_all(member) => true,
        Member::Country(code) => *code == country,
        Member::Union(name) => register.union_members(name, day).iter().any(|m| m.0 == country),
    })
}
