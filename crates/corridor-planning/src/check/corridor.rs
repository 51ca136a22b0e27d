//! Corridors named were gone through: every step in order, or all in reverse, and nothing excluded.

use super::{Case, Problems};
use crate::itinerary::Itinerary;
use corridor_network::fact::{State, status_on};
use corridor_network::{CountryCode, EdgeId, Mode};

pub(super) fn judge(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    let corridors = &case.network.facts().corridors;
    for row in &itinerary.corridors {
        let Some(corridor) = corridors.get(*row) else {
            found.0.push(format!("there is no corridor {row}"));
            continue;
        };
        let id = &corridor.id;
        let done = |steps: &mut dyn Iterator<Item = &Vec<String>>| {
            let mut steps = steps.peekable();
            for edge in &itinerary.edges {
                while steps.next_if(|step| step.iter().any(|n| meets(case, *edge, n))).is_some() {}
            }
            steps.next().is_none()
        };
        let through = &corridor.through;
        let gone = done(&mut through.iter()) || done(&mut through.iter().rev());
        found.unless(gone, || format!("corridor {id} is named, but not all its steps are made"));
        for name in &corridor.not_through {
            let met = itinerary.edges.iter().find(|edge| meets(case, **edge, name));
            if let Some(edge) = met {
                found.0.push(format!("corridor {id} is named, but {} is {name}", case.edge(*edge)));
            }
        }
        let state = status_on(&corridor.status, case.conditions.as_of).map(|period| period.state);
        found.unless(state.is_none_or(State::is_usable), || {
            format!("corridor {id} is named, but {state:?} on {}", case.conditions.as_of)
        });
    }
}

/// Whether an edge is what a step of a corridor names.
fn meets(case: &Case<'_>, edge: EdgeId, name: &str) -> bool {
    match name.strip_prefix("country:") {
        Some(code) => {
            let by_land = matches!(case.mode(edge), Mode::Rail | Mode::Road | Mode::InlandWater);
            by_land && code.parse::<CountryCode>() == Ok(case.country(edge))
        }
        None => case.features(edge).any(|(_, feature)| feature.id == name),
    }
}
