//! Opening and closing things over spans of days.

use super::change::{Change, Modification, Scenario};
use super::draft::{ChangeMade, Draft};
use super::name::{Thing, things};
use corridor_network::Facts;
use corridor_network::fact::{Confidence, Event, Evidence, State, StatusPeriod, status_on};
use jiff::civil::Date;

impl Draft<'_> {
    /// Changes the state of what a modification names.
    pub(super) fn state(&mut self, scenario: &Scenario, by: &Modification) -> Result<(), String> {
        let Change::Status { thing, state, from, until, report } = &by.change else {
            return Ok(());
        };
        for thing in things(&self.changed.facts, thing)? {
            let id = thing.id(&self.changed.facts).to_owned();
            let word = word(*state);
            self.settles(by, format!("{} {id}", thing.kind()), [*from, *until], word.to_owned())?;
            let period = StatusPeriod {
                from: *from,
                until: *until,
                state: *state,
                report: supposed(scenario, *state, report),
                evidence: by.evidence.clone().unwrap_or_else(|| Evidence {
                    source: format!("scenario {} ({})", scenario.id, scenario.file),
                    date: String::new(),
                    confidence: Confidence::L,
                    note: String::new(),
                }),
            };
            let days = match (from, until) {
                (None, None) => String::new(),
                (Some(from), None) => format!(" from {from}"),
                (None, Some(until)) => format!(" until {until}"),
                (Some(from), Some(until)) => format!(" from {from} until {until}"),
            };
            let before = states_over(periods(&self.changed.facts, thing), *from, *until);
            if *state == State::Open {
                lift_reports(&mut self.changed.facts.events, &id, *from, *until);
            }
            periods_of(&mut self.changed.facts, thing).push(period);
            let note = match thing {
                Thing::Corridor(_) if !state.is_usable() => {
                    "it is not offered by its name; what it leads over stays as it is"
                }
                _ => "",
            };
            self.made(ChangeMade {
                what: format!("{} {id}{days}", thing.kind()),
                before,
                after: word.to_owned(),
                touches_plans: true,
                note: note.to_owned(),
                evidence: by.evidence.clone(),
            });
        }
        Ok(())
    }
}

/// What answers say of a supposed state; nothing of things that are simply open.
fn supposed(scenario: &Scenario, state: State, report: &str) -> String {
    match (state, report) {
        (State::Open, "") => String::new(),
        (_, "") => format!("Supposed {} in scenario {}.", word(state), scenario.id),
        (_, report) => format!("Supposed in scenario {}: {report}", scenario.id),
    }
}

/// The word for a state, as in tables.
fn word(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::Disrupted => "disrupted",
        State::Limited => "limited",
        State::Suspended => "suspended",
        State::Closed => "closed",
        State::Planned => "planned",
        State::Bilateral => "bilateral",
    }
}

fn periods(facts: &Facts, thing: Thing) -> &[StatusPeriod] {
    match thing {
        Thing::Passage(row) => &facts.passages[row].status,
        Thing::Border(row) => &facts.borders[row].status,
        Thing::Line(row) => &facts.lines[row].status,
        Thing::Service(row) => &facts.services[row].status,
        Thing::Waterway(row) => &facts.waterways[row].status,
        Thing::Pipeline(row) => &facts.pipelines[row].status,
        Thing::Corridor(row) => &facts.corridors[row].status,
    }
}

fn periods_of(facts: &mut Facts, thing: Thing) -> &mut Vec<StatusPeriod> {
    match thing {
        Thing::Passage(row) => &mut facts.passages[row].status,
        Thing::Border(row) => &mut facts.borders[row].status,
        Thing::Line(row) => &mut facts.lines[row].status,
        Thing::Service(row) => &mut facts.services[row].status,
        Thing::Waterway(row) => &mut facts.waterways[row].status,
        Thing::Pipeline(row) => &mut facts.pipelines[row].status,
        Thing::Corridor(row) => &mut facts.corridors[row].status,
    }
}

/// The states over a span of days in order, in words; what states nothing is open.
fn states_over(periods: &[StatusPeriod], from: Option<Date>, until: Option<Date>) -> String {
    let (first, last) = (from.unwrap_or(Date::MIN), until.unwrap_or(Date::MAX));
    let mut days = vec![first];
    for period in periods {
        days.extend(period.from);
        days.extend(period.until.and_then(|day| day.tomorrow().ok()));
    }
    days.retain(|day| (first..=last).contains(day));
    days.sort_unstable();
    let mut words: Vec<&str> = Vec::new();
    for day in days {
        let state = status_on(periods, day).map_or(State::Open, |period| period.state);
        if words.last() != Some(&word(state)) {
            words.push(word(state));
        }
    }
    words.join(", then ")
}

/// Ends the reports on a thing for the days on which it is supposed to be open.
fn lift_reports(events: &mut Vec<Event>, id: &str, from: Option<Date>, until: Option<Date>) {
    let mut left = Vec::new();
    for event in events.iter_mut().filter(|event| event.affects.iter().any(|a| a == id)) {
        event.affects.retain(|affected| affected != id);
        let before = from.and_then(|day| day.yesterday().ok()).filter(|day| event.from <= *day);
        if let Some(last) = before {
            let last = event.until.map_or(last, |until| until.min(last));
            left.push(Event { affects: vec![id.to_owned()], until: Some(last), ..event.clone() });
        }
        let after = until.and_then(|day| day.tomorrow().ok());
        if let Some(first) = after.filter(|day| event.until.is_none_or(|until| *day <= until)) {
            let first = first.max(event.from);
            left.push(Event { affects: vec![id.to_owned()], from: first, ..event.clone() });
        }
    }
    events.extend(left);
    events.retain(|event| !event.affects.is_empty());
}
