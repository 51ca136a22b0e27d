//! The copies that scenarios edit, and what they say they did.

use super::change::Scenario;
use crate::parameters::{Faults, KnownPlaces, Location, Parameters};
use crate::quote::Quote;
use corridor_network::fact::Evidence;
use corridor_network::{Facts, Network, NewLink};
use jiff::civil::Date;

/// What scenarios say of the conditions of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConditionEdits {
    /// Day of departure instead of the one asked for.
    pub depart: Option<Date>,
    /// Day whose statuses and agreements count.
    pub as_of: Option<Date>,
}

/// An agreement that is supposed to hold; whoever knows the register checks its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Supposed {
    /// Its id.
    pub agreement: String,
    /// From this day; from ever when absent.
    pub from: Option<Date>,
    /// Where it is supposed.
    pub at: Location,
}

/// What one modification did to one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeMade {
    /// The thing and, for figures, which one.
    pub what: String,
    /// How it was before this modification.
    pub before: String,
    /// How it is now.
    pub after: String,
    /// Whether itineraries can be other ones for it.
    pub touches_plans: bool,
    /// What to know besides.
    pub note: String,
    /// Where the supposition comes from.
    pub evidence: Option<Evidence>,
}

impl ChangeMade {
    /// Whether it made any difference.
    pub fn is_one(&self) -> bool {
        self.before != self.after
    }
}

/// What a scenario did.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// SHA-256 of what its modifications say, in hex.
    pub hash: String,
    /// What each modification did, in order; one for each thing it names.
    pub changes: Vec<ChangeMade>,
    /// What to know of it as a whole: earlier scenarios it overrides, that it changes nothing.
    pub notes: Vec<String>,
}

impl Applied {
    /// Whether it changed anything.
    pub fn changes_anything(&self) -> bool {
        self.changes.iter().any(ChangeMade::is_one)
    }

    /// Whether it changed anything that itineraries rest on.
    pub fn changes_plans(&self) -> bool {
        self.changes.iter().any(|change| change.is_one() && change.touches_plans)
    }
}

/// The world as scenarios suppose it.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The tables.
    pub facts: Facts,
    /// The parameters.
    pub parameters: Parameters,
    /// What is said of the day.
    pub conditions: ConditionEdits,
    /// Links to build.
    pub added: Vec<NewLink>,
    /// Agreements supposed to hold.
    pub supposed: Vec<Supposed>,
    /// What carriers offer.
    pub quotes: Vec<Quote>,
    /// What each scenario did, in order.
    pub applied: Vec<Applied>,
}

/// Something a scenario has settled, so that a second word on it is noticed.
pub(super) struct Settled {
    /// What: a thing, a figure in a scope.
    pub key: String,
    /// Over which days.
    pub days: [Option<Date>; 2],
    /// How.
    pub how: String,
    /// Which scenario of the stack.
    pub scenario: usize,
    /// Where.
    pub at: Location,
}

/// The copies being edited.
pub(super) struct Draft<'n> {
    pub network: &'n Network,
    /// Parameters without scenarios.
    pub base: &'n Parameters,
    pub known: KnownPlaces,
    pub settled: Vec<Settled>,
    pub changed: Changed,
}

impl Draft<'_> {
    /// Notes that a scenario settles something. What an earlier one says otherwise gives way, which
    /// is told.
    ///
    /// # Errors
    /// When the same scenario says otherwise elsewhere.
    pub fn settle(&mut self, settled: Settled) -> Result<Option<String>, String> {
        let overlaps = |other: &Settled| {
            let before = |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(end), Some(start)) if end < start);
            other.key == settled.key
                && !before(other.days[1], settled.days[0])
                && !before(settled.days[1], other.days[0])
        };
        let other = self.settled.iter().rev().find(|other| overlaps(other));
        let note = match other {
            Some(other) if other.scenario == settled.scenario => {
                let (line, key) = (other.at.line, &settled.key);
                return Err(if other.how == settled.how {
                    format!("{key} is set twice; the other is in line {line}: remove one")
                } else {
                    format!(
                        "{key} is said to be {} and, in line {line}, {}; keep one of the two",
                        settled.how, other.how
                    )
                });
            }
            Some(other) if other.how != settled.how => Some(format!(
                "{}: {} here goes before {} of {}",
                settled.key, settled.how, other.how, self.changed.applied[other.scenario].id
            )),
            _ => None,
        };
        self.settled.push(settled);
        Ok(note)
    }
}

/// Applies scenarios in order to copies of the facts of `network` and of `parameters`; later ones go
/// before earlier ones where they speak of the same, and say so.
///
/// # Errors
/// When a modification names what is not known, a value is out of range, or a scenario contradicts
/// itself: all faults, with line and column.
pub fn apply_all(
    network: &Network,
    parameters: &Parameters,
    scenarios: &[Scenario],
) -> Result<Changed, Faults> {
    let mut draft = Draft {
        network,
        base: parameters,
        known: KnownPlaces::of(network),
        settled: Vec::new(),
        changed: Changed {
            facts: network.facts().clone(),
            parameters: parameters.clone(),
            conditions: ConditionEdits::default(),
            added: Vec::new(),
            supposed: Vec::new(),
            quotes: Vec::new(),
            applied: Vec::new(),
        },
    };
    let mut faults = Vec::new();
    for scenario in scenarios {
        faults.extend(draft.apply(scenario));
    }
    Faults::of(faults)?;
    Ok(draft.changed)
}
