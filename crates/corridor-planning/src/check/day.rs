//! Everything used is open on the day, admitted and not avoided.

use super::{Case, Problems, ice};
use crate::cargo::Cargo;
use crate::itinerary::Itinerary;
use corridor_network::fact::{AreaKind, PassageKind, Season, State, StatusPeriod, status_on};
use corridor_network::{CountryCode, EdgeId, Feature, FeatureId, FeatureKind, Mode};
use std::collections::BTreeMap;

/// The group of the Arctic passages that freight sails unasked.
const NORTHERN_SEA_ROUTE: &str = "arctic";

pub(super) fn judge(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    let mut first_use: BTreeMap<FeatureId, EdgeId> = BTreeMap::new();
    for edge in &itinerary.edges {
        for (id, _) in case.features(*edge) {
            first_use.entry(id).or_insert(*edge);
        }
    }
    for (id, edge) in first_use {
        let feature = &case.network.features()[id];
        if let Some(reason) = why_shut(case, id, feature) {
            found.0.push(format!("{} uses {}, {reason}", case.edge(edge), feature.id));
        }
    }
    let columns = case.network.columns();
    let mut entered: BTreeMap<CountryCode, EdgeId> = BTreeMap::new();
    for edge in &itinerary.edges {
        for node in [case.network.tail(*edge), case.network.head(*edge)] {
            entered.entry(columns.node_country[node]).or_insert(*edge);
        }
        for country in case.piped_through(*edge) {
            entered.entry(*country).or_insert(*edge);
        }
    }
    for country in &case.conditions.avoid_countries {
        if let Some(edge) = entered.get(country) {
            found.0.push(format!("{} enters {country}, which is avoided", case.edge(*edge)));
        }
    }
}

/// No land or port of a country that the goods may not go through.
pub(super) fn transit(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    let columns = case.network.columns();
    for edge in itinerary.edges.iter().filter(|edge| case.mode(**edge) != Mode::Sea) {
        let [a, b] = [case.network.tail(*edge), case.network.head(*edge)];
        let countries = [a, b].map(|node| columns.node_country[node]);
        let refused = countries.iter().find(|c| case.conditions.no_transit.contains(c));
        let piped = case.piped_through(*edge).iter();
        let piped = piped.copied().find(|c| case.conditions.no_transit.contains(c));
        if let Some(country) = piped {
            found.0.push(format!("{} lies in {country}, which refuses it", case.edge(*edge)));
        }
        // A link over a border lies in the country that it begins in.
        if let Some(country) = refused.filter(|_| countries[0] == countries[1]) {
            found.0.push(format!("{} goes through {country}, which refuses it", case.edge(*edge)));
        }
    }
}

fn why_shut(case: &Case<'_>, id: FeatureId, feature: &Feature) -> Option<String> {
    let facts = case.network.facts();
    let asked = case.conditions;
    if asked.avoid_features.contains(&id) {
        return Some("which is avoided".to_owned());
    }
    let row = feature.row as usize;
    let (status, season): (&[StatusPeriod], Option<Season>) = match feature.kind {
        FeatureKind::Passage => {
            let passage = &facts.passages[row];
            // Boxes that neither leave nor reach Russia go by the Northern Sea Route only when asked to.
            let is_russian = asked
                .trade
                .is_none_or(|[a, b]| [a, b].map(|c| c.to_string()).contains(&"RU".to_owned()));
            let usual = passage.group.as_deref() == Some(NORTHERN_SEA_ROUTE)
                && (is_russian || case.shipment.cargo != Cargo::Container);
            let unasked = passage.kind == PassageKind::Arctic && !usual;
            if unasked && !asked.allow_features.contains(&id) {
                return Some("an Arctic way that is not allowed".to_owned());
            }
            (&passage.status, None)
        }
        FeatureKind::Area if facts.areas[row].kind == AreaKind::Ice => {
            return ice::why_barred(&facts.areas[row], asked);
        }
        FeatureKind::Border => (&facts.borders[row].status, None),
        FeatureKind::Service => (&facts.services[row].status, facts.services[row].season),
        FeatureKind::Line => (&facts.lines[row].status, None),
        FeatureKind::Pipeline => (&facts.pipelines[row].status, None),
        FeatureKind::Waterway => (&facts.waterways[row].status, facts.waterways[row].season),
        // An area at war is closed to what neither starts nor ends in it.
        FeatureKind::Area if !asked.within.contains(&id) => (&facts.areas[row].status, None),
        FeatureKind::Area
        | FeatureKind::Waypoint
        | FeatureKind::Terminal
        | FeatureKind::WayClass => (&[], None),
    };
    let state = status_on(status, asked.as_of).map_or(State::Open, |period| period.state);
    if matches!(state, State::Suspended | State::Closed | State::Planned) {
        return Some(format!("which is {state:?} on {}", asked.as_of));
    }
    if state == State::Bilateral {
        let [one, other] = facts.borders[row].sides.each_ref().map(|side| side.country);
        let within = |country: CountryCode| country == one || country == other;
        if !asked.trade.is_some_and(|[from, to]| within(from) && within(to)) {
            return Some(format!("which serves trade of {one} with {other} alone"));
        }
    }
    if asked.strict_status {
        let mut events = facts.events.iter().filter(|event| {
            event.affects.contains(&feature.id)
                && event.from <= asked.as_of
                && event.until.is_none_or(|until| until >= asked.as_of)
        });
        let told = (state != State::Open).then_some(state);
        let told = told.or_else(|| events.find(|e| e.state != State::Open).map(|e| e.state));
        if let Some(state) = told {
            return Some(format!("reported {state:?} on {} and left out as asked", asked.as_of));
        }
    }
    season.filter(|season| !season.contains(asked.depart)).map(|season| {
        format!("open from {:?} to {:?} only, not on {}", season.from, season.until, asked.depart)
    })
}
