//! What itineraries and the ends of their legs are called: terminals and border posts by their own names,
//! other points by the place that a shipper would name.

use super::answer::ItineraryView;
use crate::engine::Engine;
use corridor_network::{CountryCode, FeatureKind, LngLat};
use corridor_planning::{Itinerary, Leg, LegKind};
use std::collections::BTreeSet;

/// How near a town lies that gives a point its name, km.
const AT_KM: f64 = 25.0;
/// How near a town lies that a point is said to be near to, km.
const NEAR_KM: f64 = 200.0;
/// A road leg below this length is no part of a name, m.
const LONG_ROAD_M: u64 = 60_000;
/// Passages that tell voyages apart, with their names in a title.
const TELLING: [(&str, &str); 9] = [
    ("suez", "Suez"),
    ("panama", "Panama"),
    ("good-hope", "the Cape of Good Hope"),
    ("cape-horn", "Cape Horn"),
    ("magellan", "Magellan"),
    ("vilkitsky", "the Northern Sea Route"),
    ("northwest-passage", "the Northwest Passage"),
    ("volga-don", "the Volga-Don Canal"),
    ("hormuz", "Hormuz"),
];

impl Engine {
    /// The names of the points where legs begin and end: one more than there are legs. `ends` are the
    /// places asked for.
    pub(super) fn joint_names(&self, itinerary: &Itinerary, ends: [&str; 2]) -> Vec<String> {
        let legs = &itinerary.legs;
        let mut names: Vec<String> = Vec::with_capacity(legs.len() + 1);
        for n in 0..=legs.len() {
            let before = n.checked_sub(1).map(|n| &legs[n]);
            let waited =
                before.is_some_and(|leg| leg.kind == LegKind::Wait && leg.terminal.is_none());
            let name = match names.last() {
                // Who has waited for a ferry is where the wait began.
                Some(name) if waited && n < legs.len() => name.clone(),
                _ => self.joint_name(before, legs.get(n), ends),
            };
            names.push(name);
        }
        names
    }

    fn joint_name(&self, before: Option<&Leg>, after: Option<&Leg>, ends: [&str; 2]) -> String {
        let facts = self.network().facts();
        if let Some(name) = self.pipeline_end(before, after) {
            return name;
        }
        let terminal = [before, after].into_iter().flatten().find_map(|leg| leg.terminal);
        if let Some(terminal) = terminal {
            let terminal = &facts.terminals[corridor_network::Id::index(terminal)];
            return format!("{}, {}", terminal.name, terminal.country);
        }
        match (before, after) {
            (None, _) => ends[0].to_owned(),
            (_, None) => ends[1].to_owned(),
            (Some(before), Some(after)) => {
                // A country of the leg that moves: the border itself lies in both.
                let here = match (before.kind, after.kind) {
                    (LegKind::Border, _) => after.countries.first(),
                    _ => before.countries.last(),
                };
                let legs = [before, after];
                let post = legs.into_iter().find_map(|leg| self.post(leg, here));
                let town = || self.town_near(after.from, here.copied());
                let border = || legs.into_iter().find_map(|leg| self.border(leg));
                let position = || named_position(after.from, here.copied());
                post.or_else(town).or_else(border).unwrap_or_else(position)
            }
        }
    }

    /// The terminal where a pipeline ends or begins.
    fn pipeline_end(&self, before: Option<&Leg>, after: Option<&Leg>) -> Option<String> {
        let facts = self.network().facts();
        let joined = |leg: &Leg, at_head: bool| {
            let edge = if at_head { leg.edges.last() } else { leg.edges.first() }?;
            let pipeline = self.network().pipeline_of(edge.link())?;
            let id = if at_head == edge.is_backward() { &pipeline.from } else { &pipeline.to };
            let terminal = facts.terminals.iter().find(|terminal| terminal.id == *id)?;
            Some(format!("{}, {}", terminal.name, terminal.country))
        };
        before
            .and_then(|leg| joined(leg, true))
            .or_else(|| after.and_then(|leg| joined(leg, false)))
    }

    /// The post of a border on the side of a country, where it has a name of its own.
    fn post(&self, leg: &Leg, country: Option<&CountryCode>) -> Option<String> {
        let feature =
            &self.network().features()[leg.feature.filter(|_| leg.kind == LegKind::Border)?];
        if feature.kind != FeatureKind::Border {
            return None;
        }
        let border = &self.network().facts().borders[feature.row as usize];
        let side = border.sides.iter().find(|side| Some(&side.country) == country)?;
        let is_code = side.name.len() == 2 && side.name.parse::<CountryCode>().is_ok();
        (!is_code).then(|| format!("{}, {}", side.name, side.country))
    }

    /// A border by its countries.
    fn border(&self, leg: &Leg) -> Option<String> {
        let feature =
            &self.network().features()[leg.feature.filter(|_| leg.kind == LegKind::Border)?];
        if feature.kind != FeatureKind::Border {
            return None;
        }
        let border = &self.network().facts().borders[feature.row as usize];
        let [a, b] = [&border.sides[0], &border.sides[1]].map(|side| side.country);
        Some(format!("border {a}-{b}"))
    }

    /// The largest town near a point, of its own country where that is known.
    fn town_near(&self, at: LngLat, country: Option<CountryCode>) -> Option<String> {
        let country = country.filter(|country| country.is_some());
        let named = |km: f64, country: Option<CountryCode>| -> Option<String> {
            let near = self.gazetteer().near(at, km);
            let here = near.filter(|(place, _)| country.is_none_or(|c| place.country == c));
            // Far towns count by their distance, near ones by their size.
            let best = if km > AT_KM {
                here.min_by(|a, b| a.1.total_cmp(&b.1))
            } else {
                here.max_by_key(|(place, _)| {
                    (place.population, std::cmp::Reverse(place.name.clone()))
                })
            };
            best.map(|(place, _)| format!("{}, {}", place.name, place.country))
        };
        let near = |country| named(NEAR_KM, country).map(|name| format!("near {name}"));
        // Where no town of the country is near, one of another country still tells where it is.
        named(AT_KM, country).or_else(|| near(country)).or_else(|| near(None))
    }
}

/// A point far from every town, such as a border in a desert.
fn named_position(at: LngLat, country: Option<CountryCode>) -> String {
    let [lng, lat] = at.degrees();
    let half = |degrees: f64, letters: [char; 2]| {
        format!("{:.1}\u{b0} {}", degrees.abs(), letters[usize::from(degrees < 0.0)])
    };
    let point = format!("point at {}, {}", half(lat, ['N', 'S']), half(lng, ['E', 'W']));
    match country.filter(|country| country.is_some()) {
        Some(country) => format!("{point}, {country}"),
        None => point,
    }
}

/// Names the itineraries of an answer so that no two are called the same.
pub(super) fn name_all(itineraries: &mut [ItineraryView]) {
    for itinerary in itineraries.iter_mut() {
        itinerary.name = title(itinerary);
    }
    let names: Vec<String> = itineraries.iter().map(|i| i.name.clone()).collect();
    let countries: Vec<Vec<String>> = itineraries.iter().map(|i| i.countries.clone()).collect();
    for (n, itinerary) in itineraries.iter_mut().enumerate() {
        let twins: Vec<usize> =
            (0..names.len()).filter(|m| *m != n && names[*m] == names[n]).collect();
        if twins.is_empty() {
            continue;
        }
        let own: Vec<&str> = countries[n]
            .iter()
            .filter(|country| twins.iter().any(|m| !countries[*m].contains(country)))
            .map(String::as_str)
            .collect();
        let told = match own.len() {
            0 => itinerary.corridors.first().cloned().or_else(|| first_border(itinerary)),
            _ => Some(own.join(", ")),
        };
        if let Some(told) = told {
            itinerary.name = format!("{} ({told})", itinerary.name);
        }
    }
    // What is still called the same is counted.
    let mut taken = BTreeSet::new();
    for itinerary in itineraries {
        let plain = itinerary.name.clone();
        let mut number = 2;
        while !taken.insert(itinerary.name.clone()) {
            itinerary.name = format!("{plain}, no. {number}");
            number += 1;
        }
    }
}

fn first_border(itinerary: &ItineraryView) -> Option<String> {
    itinerary.legs.iter().find(|leg| leg.kind == "border").map(|leg| leg.name.clone())
}

/// The modes in their order with the places where they change: `sea via Suez to Novorossiysk, rail`.
fn title(itinerary: &ItineraryView) -> String {
    let moves =
        |leg: &&crate::plan::LegView| !matches!(leg.kind.as_str(), "transfer" | "wait" | "border");
    let legs: Vec<_> = itinerary.legs.iter().filter(moves).collect();
    let long = |leg: &&&crate::plan::LegView| leg.kind != "road" || leg.distance_m >= LONG_ROAD_M;
    let mut shown: Vec<_> = legs.iter().filter(long).copied().collect();
    if shown.is_empty() {
        shown = legs;
    }
    let mut parts: Vec<(String, String)> = Vec::new();
    for leg in shown {
        let via: Vec<&str> = TELLING
            .iter()
            .filter(|(id, _)| leg.passages.iter().any(|passage| passage == id))
            .map(|(_, name)| *name)
            .collect();
        let mut mode = leg.kind.replace("inland_water", "barge");
        // A pipeline is told by its name; those that follow each other are one way to the end of the last.
        if mode == "pipeline" {
            let follows = parts.last().is_some_and(|(last, _)| last.starts_with("pipeline"));
            if follows {
                parts.pop();
            }
            mode = if follows { "pipelines".to_owned() } else { format!("pipeline {}", leg.name) };
        }
        if !via.is_empty() {
            mode = format!("{mode} via {}", via.join(" and "));
        }
        let town = leg.to.name.split(',').next().unwrap_or_default().to_owned();
        match parts.last_mut() {
            Some(last) if last.0 == mode => last.1 = town,
            _ => parts.push((mode, town)),
        }
    }
    let last = parts.len().saturating_sub(1);
    let words = parts.into_iter().enumerate().map(|(n, (mode, town))| {
        if n == last || town.is_empty() { mode } else { format!("{mode} to {town}") }
    });
    words.collect::<Vec<_>>().join(", ")
}
