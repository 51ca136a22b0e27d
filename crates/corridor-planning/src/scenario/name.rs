//! What a name in a scenario stands for.

use crate::parameters::hint;
use corridor_network::{CountryCode, Facts};

/// A thing with a state: the row of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// A passage.
    Passage(usize),
    /// A border crossing.
    Border(usize),
    /// A line.
    Line(usize),
    /// A service.
    Service(usize),
    /// A waterway.
    Waterway(usize),
    /// A pipeline.
    Pipeline(usize),
    /// A corridor.
    Corridor(usize),
}

impl Thing {
    /// Its id.
    pub(super) fn id(self, facts: &Facts) -> &str {
        match self {
            Self::Passage(row) => &facts.passages[row].id,
            Self::Border(row) => &facts.borders[row].id,
            Self::Line(row) => &facts.lines[row].id,
            Self::Service(row) => &facts.services[row].id,
            Self::Waterway(row) => &facts.waterways[row].id,
            Self::Pipeline(row) => &facts.pipelines[row].id,
            Self::Corridor(row) => &facts.corridors[row].id,
        }
    }

    /// What it is, in a word.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Passage(_) => "passage",
            Self::Border(_) => "border",
            Self::Line(_) => "line",
            Self::Service(_) => "service",
            Self::Waterway(_) => "waterway",
            Self::Pipeline(_) => "pipeline",
            Self::Corridor(_) => "corridor",
        }
    }
}

/// The things a name stands for: one, or the passages of a group. Case does not matter; a passage
/// comes before a corridor of the same name, which `corridor:ID` names.
///
/// # Errors
/// What is wrong with the name, and the nearest known one.
pub(super) fn things(facts: &Facts, name: &str) -> Result<Vec<Thing>, String> {
    let same = |other: &String| other.eq_ignore_ascii_case(name);
    if let Some(id) = name.strip_prefix("corridor:") {
        return corridor(facts, id).map(|row| vec![Thing::Corridor(row)]);
    }
    let passages: Vec<Thing> = (0..facts.passages.len())
        .filter(|row| {
            let passage = &facts.passages[*row];
            same(&passage.id)
                || same(&passage.name)
                || passage.aliases.iter().any(same)
                || passage.group.as_ref().is_some_and(same)
        })
        .map(Thing::Passage)
        .collect();
    if !passages.is_empty() {
        return Ok(passages);
    }
    let either = |id, name| same(id) || same(name);
    let found = [
        facts.services.iter().position(|s| either(&s.id, &s.name)).map(Thing::Service),
        facts.lines.iter().position(|l| either(&l.id, &l.name)).map(Thing::Line),
        facts.waterways.iter().position(|w| either(&w.id, &w.name)).map(Thing::Waterway),
        facts.pipelines.iter().position(|p| either(&p.id, &p.name)).map(Thing::Pipeline),
        facts.borders.iter().position(|b| same(&b.id)).map(Thing::Border),
        corridor(facts, name).ok().map(Thing::Corridor),
    ];
    if let Some(thing) = found.into_iter().flatten().next() {
        return Ok(vec![thing]);
    }
    Err(nothing(facts, name))
}

/// The corridor with this id, name or alias.
pub(super) fn corridor(facts: &Facts, name: &str) -> Result<usize, String> {
    let same = |other: &String| other.eq_ignore_ascii_case(name);
    let is = |c: &corridor_network::fact::Corridor| {
        same(&c.id) || same(&c.name) || c.aliases.iter().any(same)
    };
    facts.corridors.iter().position(is).ok_or_else(|| {
        let ids = facts.corridors.iter().map(|c| &c.id);
        format!(
            "there is no corridor {name:?}; {}",
            hint(name, ids, "`corridor corridors` lists them")
        )
    })
}

/// Why a name stands for nothing that has a state.
fn nothing(facts: &Facts, name: &str) -> String {
    let same = |other: &String| other.eq_ignore_ascii_case(name);
    if facts.terminals.iter().any(|t| same(&t.id) || same(&t.name)) {
        return format!(
            "{name:?} is a terminal, which has no state; close the services or lines to it"
        );
    }
    if facts.areas.iter().any(|a| same(&a.id) || same(&a.name)) {
        return format!(
            "{name:?} is an area of the sea, which has no state; `ice` changes its ice"
        );
    }
    let is_country = name
        .parse::<CountryCode>()
        .is_ok_and(|code| facts.countries.iter().any(|c| c.code == code));
    if is_country || facts.countries.iter().any(|c| same(&c.name)) {
        return format!("{name:?} is a country; close its borders one by one, or ask with --avoid");
    }
    let mut known: Vec<&String> = facts.passages.iter().map(|p| &p.id).collect();
    known.extend(facts.passages.iter().filter_map(|p| p.group.as_ref()));
    known.extend(facts.services.iter().map(|s| &s.id));
    known.extend(facts.lines.iter().map(|l| &l.id));
    known.extend(facts.waterways.iter().map(|w| &w.id));
    known.extend(facts.pipelines.iter().map(|p| &p.id));
    known.extend(facts.borders.iter().map(|b| &b.id));
    known.extend(facts.corridors.iter().map(|c| &c.id));
    let otherwise = "`corridor data info` and `corridor corridors` list the names";
    format!(
        "{name:?} is no passage, line, border, service, waterway, pipeline or corridor; {}",
        hint(name, known.into_iter(), otherwise)
    )
}
