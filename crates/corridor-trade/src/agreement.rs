//! One agreement as its file has it: the records of `data/agreements/*.toml`, field by field.
//!
//! Nothing is derived here; what holds on a day is reckoned in `standing`. Unknown fields are refused:
//! a misspelt one would lose a fact silently.

use crate::dating::{Onset, PartialDate};
use crate::hs::HsCode;
use crate::origin::Codes;
use crate::protection::Protection;
use crate::word::{Kind, Role, Rule, State, Takes};
use corridor_network::CountryCode;
use corridor_network::fact::Confidence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Who takes part: a country, or a union of countries with an agreement of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// A country.
    Country(CountryCode),
    /// A union by its short name in capitals, such as `EAEU`; its members are the parties of the
    /// agreement whose `union` it is.
    Union(String),
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country(code) => write!(f, "{code}"),
            Self::Union(name) => f.pad(name),
        }
    }
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let capitals = text.bytes().all(|b| b.is_ascii_uppercase());
        let union = text == "EU" || text.len() > 2;
        match text.parse() {
            Ok(code) if capitals && !union => Ok(Self::Country(code)),
            _ if capitals && union => Ok(Self::Union(text)),
            _ => Err(serde::de::Error::custom(format!(
                "{text:?} is neither a country in two capitals, such as IN, nor a union, such as EAEU"
            ))),
        }
    }
}

/// One who takes part. Without any date: since the beginning.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Who.
    pub party: Member,
    /// What it is to the agreement.
    #[serde(default)]
    pub role: Role,
    /// Date of signature, where it differs from that of the agreement or binds nobody yet.
    #[serde(default)]
    pub signed: Option<PartialDate>,
    /// Date from which it is bound.
    #[serde(default)]
    pub from: Option<PartialDate>,
    /// In place of `from`: a date by which it is known to be bound.
    #[serde(default)]
    pub by: Option<PartialDate>,
    /// Last day on which it was bound.
    #[serde(default)]
    pub until: Option<PartialDate>,
    /// Last day for which it is known to be bound; whether it is later is not known.
    #[serde(default)]
    pub known_until: Option<PartialDate>,
    /// Last day on which it was treated as bound after it had left: a customs territory can outlive
    /// membership.
    #[serde(default)]
    pub transition_until: Option<PartialDate>,
    /// Name of the side it is on, where parties of one side owe each other nothing under the
    /// agreement; every party is a side of its own without it.
    #[serde(default)]
    pub side: Option<String>,
    /// Codes of goods that a scheme leaves out for this beneficiary, while the row holds.
    #[serde(default, deserialize_with = "codes")]
    pub except: Codes,
    /// What a reader should know besides.
    #[serde(default)]
    pub note: String,
    /// Ids of sources; those of the agreement's `party_sources` when empty.
    #[serde(default)]
    pub sources: Vec<String>,
}

impl Party {
    /// When it became bound, if a date is stated.
    pub fn onset(&self) -> Option<Onset> {
        self.from.map(Onset::On).or(self.by.map(Onset::By))
    }
    /// Whether the row states any date.
    pub fn is_dated(&self) -> bool {
        let dates = [self.signed, self.from, self.by, self.until, self.known_until];
        dates.iter().any(Option::is_some)
    }
}

/// A state and when it began; it lasts until the next one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// The state.
    pub state: State,
    /// Date on which it began.
    #[serde(default)]
    pub from: Option<PartialDate>,
    /// In place of `from`: a date by which it is known to have begun.
    #[serde(default)]
    pub by: Option<PartialDate>,
    /// What happened, in a sentence.
    pub report: String,
    /// Ids of sources.
    #[serde(default)]
    pub sources: Vec<String>,
}

impl Status {
    /// When it began. A checked file states one of the two.
    pub fn onset(&self) -> Onset {
        match (self.from, self.by) {
            (Some(date), _) => Onset::On(date),
            (None, Some(date)) => Onset::By(date),
            (None, None) => Onset::By(jiff::civil::Date::MAX.into()),
        }
    }
}

/// What a party holds back from another while the agreement stands between all others.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    /// Who holds back.
    pub by: Member,
    /// From whom.
    pub towards: Member,
    /// First day.
    pub from: PartialDate,
    /// Last day, if it has ended.
    #[serde(default)]
    pub until: Option<PartialDate>,
    /// What happened, in a sentence.
    pub report: String,
    /// Ids of sources.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// What an agreement turns on while it stands.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// The sort of rule.
    pub rule: Rule,
    /// The corridor, by its id; for the rule `corridor` only.
    #[serde(default)]
    pub corridor: Option<String>,
    /// The canal or strait, by its id; for the rule `passage` only.
    #[serde(default)]
    pub passage: Option<String>,
    /// The paper that shows free circulation; for the rule `free-circulation` only.
    #[serde(default)]
    pub paper: Option<String>,
    /// Codes of goods that it concerns; for the rule `tariff-preference` with a `percent_of_duty`. Without
    /// any it is not known here which they are.
    #[serde(default, deserialize_with = "codes")]
    pub goods: Codes,
    /// Codes of goods that it does not concern; for the rule `free-circulation`, and for what has `goods`.
    #[serde(default, deserialize_with = "codes")]
    pub except: Codes,
    /// Per cent of the duty without preference that the goods owe; for the rule `tariff-preference`.
    #[serde(default)]
    pub percent_of_duty: Option<u32>,
    /// What is different while it is on, in a sentence.
    pub effect: String,
    /// The state from which it is on.
    #[serde(default)]
    pub takes: Takes,
}

fn codes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Codes, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

impl Switch {
    /// Whether goods of a code can rest on it: free circulation has to be sure of them, a preference must
    /// not leave them out.
    pub fn may_concern(&self, hs: &HsCode) -> bool {
        if self.rule == Rule::FreeCirculation {
            return self.except.hold(hs) == Some(false);
        }
        let listed = self.goods.is_empty() || self.goods.hold(hs) != Some(false);
        listed && self.except.hold(hs) != Some(true)
    }

    /// Whether it is known to concern goods of a code.
    pub fn concerns(&self, hs: &HsCode) -> bool {
        self.goods.hold(hs) == Some(true) && self.except.hold(hs) == Some(false)
    }

    /// The rule and what it applies to: `corridor:instc-west`, `tariff-preference`.
    pub fn name(&self) -> String {
        match self.corridor.as_ref().or(self.passage.as_ref()) {
            Some(object) => format!("{}:{object}", self.rule),
            None => self.rule.word().to_owned(),
        }
    }
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AgreementSource")]
pub struct Source {
    /// Name by which the file refers to it.
    pub id: String,
    /// Title, or what it reports; `judgement: ...` with the reasoning where there is none.
    pub title: String,
    /// Who published it, with enough to find it.
    pub publisher: String,
    /// Day, month or year it speaks of.
    #[schemars(with = "String")]
    pub date: PartialDate,
    /// How sure what is taken from it is.
    pub confidence: Confidence,
    /// What a reader should know besides.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// An agreement with its parties, its history and its sources.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Stable id; the file has its name.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Other names it is asked for by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it is about.
    pub kind: Kind,
    /// What it says, in one or two sentences.
    pub about: String,
    /// Short name of the union that its parties form, where others deal with them as one.
    #[serde(default)]
    pub union: Option<String>,
    /// Id of the agreement it took the place of.
    #[serde(default)]
    pub replaces: Option<String>,
    /// Supposed by a user, not reported by a source.
    #[serde(default)]
    pub hypothetical: bool,
    /// What no source was found for.
    #[serde(default)]
    pub unknown: Vec<String>,
    /// Ids of the sources of the parties, unless a row names its own.
    #[serde(default)]
    pub party_sources: Vec<String>,
    /// Who takes part.
    pub parties: Vec<Party>,
    /// Its states in order of time.
    pub status: Vec<Status>,
    /// What it turns on.
    #[serde(default)]
    pub switches: Vec<Switch>,
    /// Terms of time, of an agreement that protects investments.
    #[serde(default)]
    pub protection: Option<Protection>,
    /// What single parties hold back from others.
    #[serde(default)]
    pub suspensions: Vec<Suspension>,
    /// Where the facts come from.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Whether it comes from a user's file; no field of the file.
    #[serde(skip)]
    pub from_user: bool,
}

impl Agreement {
    /// When it first was in that state, if it ever was.
    pub fn first(&self, state: State) -> Option<Onset> {
        self.status.iter().find(|s| s.state == state).map(Status::onset)
    }

    /// The source of that id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == id)
    }

    /// Whether two sources of different publishers, neither of them weak, agree on a state and its date.
    pub fn is_confirmed(&self, status: &Status) -> bool {
        let sources = status.sources.iter().filter_map(|id| self.source(id));
        let strong = sources.filter(|source| source.confidence != Confidence::L);
        let publishers: BTreeSet<&str> = strong.map(|source| source.publisher.as_str()).collect();
        publishers.len() > 1
    }

    /// The sources that a row of a party rests on.
    pub fn sources_of<'a>(&'a self, party: &'a Party) -> &'a [String] {
        if party.sources.is_empty() { &self.party_sources } else { &party.sources }
    }
}
