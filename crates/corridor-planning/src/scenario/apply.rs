//! Applying a scenario, modification by modification.

use super::change::{Change, Modification, Scenario};
use super::draft::{Applied, ChangeMade, Draft, Settled, Supposed};
use crate::parameters::{Amount, ParameterError, Scope};
use jiff::civil::Date;

impl Draft<'_> {
    /// Edits the copies as the scenario says; what is wrong with it.
    pub(super) fn apply(&mut self, scenario: &Scenario) -> Vec<ParameterError> {
        let hash = scenario.hash();
        let again = self.changed.applied.iter().any(|applied| applied.hash == hash);
        self.changed.applied.push(Applied {
            id: scenario.id.clone(),
            name: scenario.name.clone(),
            hash,
            changes: Vec::new(),
            notes: Vec::new(),
        });
        let mut faults = Vec::new();
        if again {
            let note = "says what a scenario before it says; it is applied once".to_owned();
            self.now().notes.push(note);
            return faults;
        }
        for modification in &scenario.modifications {
            if let Err(reason) = self.modify(scenario, modification) {
                faults.push(ParameterError::Form { at: modification.at.clone(), reason });
            }
        }
        let applied = self.now();
        if !applied.changes_anything() {
            applied.notes.push("changes nothing: all is already as it says".to_owned());
        } else if !applied.changes_plans() {
            let note = "changes no itinerary: what it supposes counts in landed costs".to_owned();
            applied.notes.push(note);
        }
        faults
    }

    /// The scenario being applied.
    fn now(&mut self) -> &mut Applied {
        self.changed.applied.last_mut().expect("apply pushes it first")
    }

    /// Records what a modification did.
    pub(super) fn made(&mut self, change: ChangeMade) {
        self.now().changes.push(change);
    }

    /// Settles something for the scenario being applied.
    pub(super) fn settles(
        &mut self,
        by: &Modification,
        key: String,
        days: [Option<Date>; 2],
        how: String,
    ) -> Result<(), String> {
        let scenario = self.changed.applied.len() - 1;
        let note = self.settle(Settled { key, days, how, scenario, at: by.at.clone() })?;
        self.now().notes.extend(note);
        Ok(())
    }

    fn modify(&mut self, scenario: &Scenario, by: &Modification) -> Result<(), String> {
        match &by.change {
            Change::Status { .. } => self.state(scenario, by),
            Change::Figure { id, of, amount } => self.figure(by, id, of, *amount),
            Change::Parameter { id, scope, amount, unit } => {
                self.parameter(scenario, by, id, scope, *amount, unit.as_deref())
            }
            Change::Ice { .. } => self.ice(by),
            Change::AddService { .. } | Change::AddLink { .. } => self.build(scenario, by),
            Change::Quote { .. } => self.quote(scenario, by),
            Change::Suppose { agreement, from } => {
                self.settles(
                    by,
                    format!("agreement {agreement}"),
                    [None; 2],
                    "in force".to_owned(),
                )?;
                self.changed.supposed.push(Supposed {
                    agreement: agreement.clone(),
                    from: *from,
                    at: by.at.clone(),
                });
                let since = from.map_or(String::new(), |day| format!(" from {day}"));
                self.made(ChangeMade {
                    what: format!("agreement {agreement}"),
                    before: "as the register has it".to_owned(),
                    after: format!("supposed in force{since}"),
                    touches_plans: false,
                    note: String::new(),
                    evidence: by.evidence.clone(),
                });
                Ok(())
            }
            Change::Depart(day) => self.day(by, "day of departure", *day),
            Change::AsOf(day) => self.day(by, "day whose world counts", *day),
        }
    }

    fn day(&mut self, by: &Modification, what: &str, day: Date) -> Result<(), String> {
        self.settles(by, what.to_owned(), [None; 2], day.to_string())?;
        let edits = &mut self.changed.conditions;
        let edited = match by.change {
            Change::Depart(_) => &mut edits.depart,
            _ => &mut edits.as_of,
        };
        let before = edited.replace(day);
        self.made(ChangeMade {
            what: what.to_owned(),
            before: before.map_or("as asked".to_owned(), |day| day.to_string()),
            after: day.to_string(),
            touches_plans: true,
            note: String::new(),
            evidence: by.evidence.clone(),
        });
        Ok(())
    }

    /// A parameter: a value in one scope, or a factor or difference in one or, without a scope, in
    /// every one.
    fn parameter(
        &mut self,
        scenario: &Scenario,
        by: &Modification,
        id: &str,
        scope: &Scope,
        amount: Amount,
        unit: Option<&str>,
    ) -> Result<(), String> {
        let unit = self.base.unit_in(id, scope, unit, &self.known)?;
        let everywhere = *scope == Scope::World && !matches!(amount, Amount::Value(_));
        let place = match scope {
            Scope::World => String::new(),
            Scope::Country(country) => format!(" {country}"),
            Scope::Passage(id) | Scope::Market(id) => format!(" {id}"),
        };
        self.settles(by, format!("{id}{place}"), [None; 2], format!("{amount} {unit}"))?;
        let scopes = if everywhere { self.base.scopes(id) } else { vec![scope.clone()] };
        let mut was = None;
        let mut any = false;
        for scope in &scopes {
            let value = amount.of(self.base.at(id, scope).value);
            let before = self.changed.parameters.suppose(
                id,
                scope,
                value,
                &scenario.id,
                by.evidence.as_ref(),
            )?;
            any |= before != value;
            if *scope == Scope::World || scopes.len() == 1 {
                was = Some((before, value));
            }
        }
        let (before, after) = was.expect("every id has a world default");
        let own = self.base.scopes(id).len() - 1;
        let note = match (scope, own) {
            (Scope::World, 1..) if everywhere => {
                format!("and the {own} figures of single places alike")
            }
            (Scope::World, 1..) => format!("{own} places keep figures of their own"),
            _ => String::new(),
        };
        let after = if any && before == after {
            format!("{after} {unit} (others change)")
        } else {
            format!("{} {unit}", short(after))
        };
        self.made(ChangeMade {
            what: format!("{id}{place}"),
            before: format!("{} {unit}", short(before)),
            after,
            touches_plans: true,
            note,
            evidence: by.evidence.clone(),
        });
        Ok(())
    }
}

/// A figure with at most four digits behind the point.
pub(super) fn short(value: f64) -> String {
    let rounded = (value * 1e4).round() / 1e4;
    if rounded == 0.0 && value != 0.0 { value.to_string() } else { rounded.to_string() }
}
