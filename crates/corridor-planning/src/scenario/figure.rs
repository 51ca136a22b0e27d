//! Figures of single things: hours, sailings and the largest ship.

use super::apply::short;
use super::change::Modification;
use super::draft::{ChangeMade, Draft};
use super::name::{Thing, things};
use crate::parameters::{Amount, hint};
use corridor_network::Facts;
use corridor_network::fact::Limits;

/// The figures a thing has, by name.
fn names(thing: Thing) -> &'static [&'static str] {
    match thing {
        Thing::Passage(_) => {
            &["transit_hours", "wait_hours", "draught_m", "beam_m", "loa_m", "air_draught_m"]
        }
        Thing::Border(_) => &["dwell_hours"],
        Thing::Service(_) => &["hours", "sailings_per_week"],
        Thing::Waterway(_) => &["draught_m", "beam_m", "loa_m", "air_draught_m"],
        Thing::Line(_) | Thing::Pipeline(_) | Thing::Corridor(_) => &[],
    }
}

fn limit(limits: &Limits, id: &str) -> Option<f64> {
    match id {
        "draught_m" => limits.draught_m,
        "beam_m" => limits.beam_m,
        "loa_m" => limits.loa_m,
        _ => limits.air_draught_m,
    }
}

fn set_limit(limits: &mut Limits, id: &str, value: f64) {
    *match id {
        "draught_m" => &mut limits.draught_m,
        "beam_m" => &mut limits.beam_m,
        "loa_m" => &mut limits.loa_m,
        _ => &mut limits.air_draught_m,
    } = Some(value);
}

fn read(facts: &Facts, thing: Thing, id: &str) -> Option<f64> {
    match (thing, id) {
        (Thing::Passage(row), "transit_hours") => Some(facts.passages[row].transit_hours),
        (Thing::Passage(row), "wait_hours") => Some(facts.passages[row].wait_hours),
        (Thing::Passage(row), _) => limit(&facts.passages[row].limits, id),
        (Thing::Border(row), _) => facts.borders[row].dwell_hours,
        (Thing::Service(row), "hours") => Some(facts.services[row].hours),
        (Thing::Service(row), _) => Some(facts.services[row].sailings_per_week),
        (Thing::Waterway(row), _) => limit(&facts.waterways[row].limits, id),
        (Thing::Line(_) | Thing::Pipeline(_) | Thing::Corridor(_), _) => None,
    }
}

fn write(facts: &mut Facts, thing: Thing, id: &str, value: f64) {
    match (thing, id) {
        (Thing::Passage(row), "transit_hours") => facts.passages[row].transit_hours = value,
        (Thing::Passage(row), "wait_hours") => facts.passages[row].wait_hours = value,
        (Thing::Passage(row), _) => set_limit(&mut facts.passages[row].limits, id, value),
        (Thing::Border(row), _) => facts.borders[row].dwell_hours = Some(value),
        (Thing::Service(row), "hours") => facts.services[row].hours = value,
        (Thing::Service(row), _) => facts.services[row].sailings_per_week = value,
        (Thing::Waterway(row), _) => set_limit(&mut facts.waterways[row].limits, id, value),
        (Thing::Line(_) | Thing::Pipeline(_) | Thing::Corridor(_), _) => {}
    }
}

/// Least and most of a figure, and its unit.
fn range(id: &str) -> (f64, f64, &'static str) {
    match id {
        "sailings_per_week" => (0.01, 200.0, "a week"),
        _ if id.ends_with("_m") => (0.1, 1000.0, "m"),
        "hours" => (0.1, 8760.0, "h"),
        _ => (0.0, 8760.0, "h"),
    }
}

impl Draft<'_> {
    /// Changes a figure of what a modification names.
    pub(super) fn figure(
        &mut self,
        by: &Modification,
        id: &str,
        of: &str,
        amount: Amount,
    ) -> Result<(), String> {
        for thing in things(&self.changed.facts, of)? {
            let name = thing.id(&self.changed.facts).to_owned();
            if !names(thing).contains(&id) {
                return Err(no_such_figure(thing, &name, id));
            }
            let (least, most, unit) = range(id);
            self.settles(by, format!("{id} of {name}"), [None; 2], format!("{amount} {unit}"))?;
            let is_new =
                !things(self.network.facts(), &name).is_ok_and(|found| found.contains(&thing));
            let base = if is_new { &self.changed.facts } else { self.network.facts() };
            let value = match (amount, read(base, thing, id)) {
                (Amount::Value(value), _) => value,
                (_, Some(base)) => amount.of(base),
                (_, None) => {
                    return Err(format!(
                        "{name} has no {id} of its own to reckon from; give value, the whole figure"
                    ));
                }
            };
            if !(least..=most).contains(&value) {
                return Err(format!("{id} {value} of {name} is outside {least} to {most} {unit}"));
            }
            let before = read(&self.changed.facts, thing, id);
            write(&mut self.changed.facts, thing, id, value);
            let none = match thing {
                Thing::Border(_) => "as the parameters have it",
                _ => "no limit stated",
            };
            self.made(ChangeMade {
                what: format!("{id} of {name}"),
                before: before.map_or(none.to_owned(), |was| format!("{} {unit}", short(was))),
                after: format!("{} {unit}", short(value)),
                touches_plans: true,
                note: String::new(),
                evidence: by.evidence.clone(),
            });
        }
        Ok(())
    }
}

fn no_such_figure(thing: Thing, name: &str, id: &str) -> String {
    let known: Vec<String> = names(thing).iter().map(|&known| known.to_owned()).collect();
    let kind = thing.kind();
    if known.is_empty() {
        return format!(
            "{name} is a {kind}, which has no figures; speeds and prices are parameters"
        );
    }
    let otherwise = format!("a {kind} has {}", known.join(", "));
    format!("{name} has no figure {id:?}; {}", hint(id, known.iter(), &otherwise))
}
