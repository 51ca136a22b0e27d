//! The register: all agreements by id, and what its unions are made of on a day.

use crate::agreement::{Agreement, Member};
use crate::check;
use crate::dating::{Onset, PartialDate};
use crate::error::{Fault, Location, RegisterError};
use crate::shipped;
use crate::standing::AsOf;
use crate::word::{Rule, State};
use corridor_network::CountryCode;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// Agreements by id. Checked: ids are unique, states follow in time, nobody is a party before it can
/// be, every fact has a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Register {
    agreements: BTreeMap<String, Agreement>,
}

/// A name in a switch that whoever has the network does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// Id of the agreement.
    pub agreement: String,
    /// `corridor` or `passage`.
    pub rule: Rule,
    /// The name.
    pub name: String,
}

impl Register {
    /// The register shipped with the program.
    pub fn shipped() -> &'static Self {
        static REGISTER: LazyLock<Register> = LazyLock::new(|| {
            Register::from_files(shipped::SHIPPED.iter().copied())
                .expect("the shipped files are part of the program and its tests read them")
        });
        &REGISTER
    }

    /// Reads all `*.toml` files of a directory, by name.
    ///
    /// # Errors
    /// When a file cannot be read, or any is wrong; every fault is listed.
    pub fn read_dir(dir: &Path) -> Result<Self, RegisterError> {
        let unreadable = |path: &Path| {
            let path = path.display().to_string();
            move |source| RegisterError::Unreadable { path, source }
        };
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(dir).map_err(unreadable(dir))? {
            let path = entry.map_err(unreadable(dir))?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                paths.push(path);
            }
        }
        paths.sort();
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            let text = std::fs::read_to_string(&path).map_err(unreadable(&path))?;
            files.push((path.display().to_string(), text));
        }
        Self::from_files(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }

    /// A register of files, each given by its name and its text.
    ///
    /// # Errors
    /// When any file is wrong; every fault of every file is listed.
    pub fn from_files<'t>(
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Self, RegisterError> {
        let mut agreements = BTreeMap::new();
        let mut faults = Vec::new();
        let mut places = BTreeMap::new();
        for (file, text) in files {
            let Some(agreement) = parsed(file, text, false, &mut faults) else { continue };
            let id = agreement.id.clone();
            if agreements.contains_key(&id) {
                let reason = format!("the id {id:?} is given twice; rename one");
                faults.push(Fault { at: Location::of(file, text, 0), reason });
                continue;
            }
            places.insert(id.clone(), Location::of(file, text, 0));
            agreements.insert(id, agreement);
        }
        let register = Self { agreements };
        faults.extend(check::together(&register, &places));
        if faults.is_empty() { Ok(register) } else { Err(RegisterError::Faults(faults)) }
    }

    /// This register with the agreement of a user's file in place of the one of the same id, or
    /// besides the others. `file` is its name in errors.
    ///
    /// # Errors
    /// When the file is wrong, or does not go with the rest; every fault is listed.
    pub fn with(&self, file: &str, text: &str) -> Result<Self, RegisterError> {
        let mut faults = Vec::new();
        let mut register = self.clone();
        if let Some(agreement) = parsed(file, text, true, &mut faults) {
            let places = BTreeMap::from([(agreement.id.clone(), Location::of(file, text, 0))]);
            register.agreements.insert(agreement.id.clone(), agreement);
            faults.extend(check::together(&register, &places));
        }
        if faults.is_empty() { Ok(register) } else { Err(RegisterError::Faults(faults)) }
    }

    /// All agreements, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Agreement> {
        self.agreements.values()
    }

    /// The agreement of that id.
    pub fn get(&self, id: &str) -> Option<&Agreement> {
        self.agreements.get(id)
    }

    /// The agreement of that id or other name; letter case does not matter.
    pub fn named(&self, name: &str) -> Option<&Agreement> {
        let is = |other: &String| other.eq_ignore_ascii_case(name);
        self.iter().find(|a| is(&a.id) || is(&a.name) || a.aliases.iter().any(is))
    }

    /// What holds on a day.
    pub fn as_of(&self, day: Date) -> AsOf<'_> {
        AsOf::new(self, day)
    }

    /// The agreement that makes a union of countries, by the union's short name.
    pub fn union(&self, name: &str) -> Option<&Agreement> {
        self.iter().find(|a| a.union.as_deref() == Some(name))
    }

    /// Short names of the unions, sorted.
    pub fn unions(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.iter().filter_map(|a| a.union.as_deref()).collect();
        names.sort_unstable();
        names
    }

    /// Short names of the unions that a country is a member of on a day, sorted.
    pub fn unions_of(&self, country: CountryCode, day: Date) -> Vec<&str> {
        let member = |name: &&str| self.union_members(name, day).iter().any(|m| m.0 == country);
        self.unions().into_iter().filter(member).collect()
    }

    /// Members of a union on a day, sorted, with the date from which each is.
    pub(crate) fn union_members(&self, name: &str, day: Date) -> Vec<(CountryCode, Option<Onset>)> {
        let standing = self.union(name).and_then(|a| self.as_of(day).get(&a.id));
        let members = standing.into_iter().filter(|s| s.status.state == State::InForce);
        members
            .flat_map(|standing| standing.participants())
            .filter(|p| p.capacity.is_bound() && p.through.is_none())
            .map(|p| (p.country, p.since))
            .collect()
    }

    /// Every country named in the register, sorted.
    pub fn countries(&self) -> Vec<CountryCode> {
        let rows = self.iter().flat_map(|a| &a.parties);
        let mut codes: Vec<_> = rows
            .filter_map(|row| match &row.party {
                Member::Country(code) => Some(*code),
                Member::Union(_) => None,
            })
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// The first day that any agreement is stated for, and the date of the latest source: outside of
    /// them the register knows nothing of its own. A source known to the year counts from its start.
    pub fn span(&self) -> Option<(Date, PartialDate)> {
        let first = self.iter().flat_map(|a| &a.status).map(|s| s.onset().counts_from()).min()?;
        let dates = self.iter().filter(|a| !a.from_user).flat_map(|a| &a.sources).map(|s| s.date);
        Some((first, dates.max_by_key(|d| d.earliest())?))
    }

    /// Corridors and passages in switches that are not among the names given.
    pub fn unknown_names(
        &self,
        is_corridor: impl Fn(&str) -> bool,
        is_passage: impl Fn(&str) -> bool,
    ) -> Vec<UnknownName> {
        let mut unknown = Vec::new();
        for agreement in self.iter() {
            for switch in &agreement.switches {
                let named = [(&switch.corridor, true), (&switch.passage, false)];
                for (name, corridor) in named {
                    let Some(name) = name else { continue };
                    if !(if corridor { is_corridor(name) } else { is_passage(name) }) {
                        let (agreement, rule) = (agreement.id.clone(), switch.rule);
                        unknown.push(UnknownName { agreement, rule, name: name.clone() });
                    }
                }
            }
        }
        unknown
    }
}

/// The agreement of a file, if it is one; what is wrong with it is added to `faults`.
fn parsed(file: &str, text: &str, from_user: bool, faults: &mut Vec<Fault>) -> Option<Agreement> {
    match toml::from_str::<Agreement>(text) {
        Ok(mut agreement) => {
            agreement.from_user = from_user;
            faults.extend(check::alone(&agreement, file, text));
            Some(agreement)
        }
        Err(error) => {
            let at = Location::of(file, text, error.span().map_or(0, |span| span.start));
            faults.push(Fault { at, reason: error.message().to_owned() });
            None
        }
    }
}
