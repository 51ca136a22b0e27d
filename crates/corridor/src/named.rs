//! Names in a question that stand for things of the network: what to avoid, what to allow.

use crate::country;
use crate::problem::{Problem, did_you_mean, shown};
use corridor_network::{CountryCode, FeatureId, FeatureKind, Network};

/// Things to leave out of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// Passages, borders, services, lines, waterways and ports.
    pub features: Vec<FeatureId>,
    /// Countries.
    pub countries: Vec<CountryCode>,
    /// Rows of corridors.
    pub corridors: Vec<usize>,
}

/// Finds what the names stand for: ids, names, aliases and groups of passages, ids of other
/// features, UN/LOCODEs of ports, ids of corridors, countries by code or by any name. Case does not
/// matter.
///
/// # Errors
/// When a name stands for nothing, with the nearest known one.
pub fn resolve(network: &Network, names: &[String], flag: &str) -> Result<Named, Problem> {
    few_enough(names, flag, MOST)?;
    let mut named = Named::default();
    for name in listed(network, names) {
        let found = resolve_one(network, name.trim(), &mut named);
        if !found {
            let known = known_names(network);
            let hint = did_you_mean(&name, known.iter().map(String::as_str));
            return Err(Problem::bad_input(
                "name-unknown",
                format!(
                    "{flag} {:?} is no passage, country, port, corridor or other named thing",
                    shown(&name)
                ),
                match hint {
                    Some(hint) => format!("did you mean {hint:?}?"),
                    None => "`corridor corridors` and `corridor data info` list the names".into(),
                },
            ));
        }
    }
    Ok(named)
}

/// Names that a list may have. Every one is searched for among all that have names.
const MOST: usize = 64;

/// Refuses lists that no question needs.
///
/// # Errors
/// When there are more than `most`.
pub fn few_enough(names: &[String], flag: &str, most: usize) -> Result<(), Problem> {
    if names.len() <= most {
        return Ok(());
    }
    Err(Problem::bad_input(
        "names-too-many",
        format!("{flag} has {} names; {most} are read", names.len()),
        "name groups or countries instead of single things",
    ))
}

/// The names of a list, those of countries that have a comma in them put together again.
pub fn listed<'n>(network: &Network, names: &'n [String]) -> Vec<std::borrow::Cow<'n, str>> {
    country::whole_names(network, names, |name| resolve_one(network, name, &mut Named::default()))
}

fn resolve_one(network: &Network, name: &str, named: &mut Named) -> bool {
    let facts = network.facts();
    let same = |other: &str| other.eq_ignore_ascii_case(name);
    if let Some(row) = facts
        .corridors
        .iter()
        .position(|c| same(&c.id) && !facts.passages.iter().any(|p| same(&p.id)))
    {
        named.corridors.push(row);
        return true;
    }
    let by_passage = |row: usize| {
        let passage = &facts.passages[row];
        same(&passage.id)
            || same(&passage.name)
            || passage.aliases.iter().any(|a| same(a))
            || passage.group.as_deref().is_some_and(same)
    };
    let mut any = false;
    for (id, feature) in network.features().enumerate() {
        let meant = same(&feature.id)
            || feature.kind == FeatureKind::Passage && by_passage(feature.row as usize);
        let can_be_named = !matches!(feature.kind, FeatureKind::Waypoint | FeatureKind::WayClass);
        if meant && can_be_named {
            named.features.push(id);
            any = true;
        }
    }
    let coded = || {
        let code = name.parse::<CountryCode>().ok();
        code.filter(|code| network.columns().node_country.iter().any(|c| c == code))
    };
    if !any && let Some(country) = coded().or_else(|| country::named(network, name)) {
        named.countries.push(country);
        any = true;
    }
    any
}

fn known_names(network: &Network) -> Vec<String> {
    let facts = network.facts();
    let mut known: Vec<String> = facts.passages.iter().map(|p| p.id.clone()).collect();
    known.extend(facts.passages.iter().filter_map(|p| p.group.clone()));
    known.extend(facts.corridors.iter().map(|c| c.id.clone()));
    known.extend(facts.services.iter().map(|s| s.id.clone()));
    known.extend(facts.waterways.iter().map(|w| w.id.clone()));
    known.extend(facts.pipelines.iter().map(|p| p.id.clone()));
    known.extend(facts.lines.iter().map(|l| l.id.clone()));
    let mut countries: Vec<_> = network.columns().node_country.iter().copied().collect();
    countries.sort_unstable();
    countries.dedup();
    known.extend(countries.iter().map(ToString::to_string));
    known.extend(facts.countries.iter().map(|country| country.name.clone()));
    known.sort_unstable();
    known.dedup();
    known
}
