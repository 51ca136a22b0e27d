//! What every id of the tables names, and whether a name used elsewhere is one of them.

use super::{Rows, place_code};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Passage,
    Area,
    Border,
    Service,
    Line,
    Waterway,
    Pipeline,
    Waypoint,
    Terminal,
    Corridor,
    Union,
}

impl Kind {
    /// Whether links of the network carry it, so that an itinerary can have gone through it.
    pub(super) fn is_feature(self) -> bool {
        !matches!(self, Self::Corridor | Self::Union)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Passage => "passage",
            Self::Area => "area",
            Self::Border => "border crossing",
            Self::Service => "service",
            Self::Line => "line",
            Self::Waterway => "waterway",
            Self::Pipeline => "pipeline",
            Self::Waypoint => "waypoint",
            Self::Terminal => "terminal",
            Self::Corridor => "corridor",
            Self::Union => "union",
        }
    }
}

/// Ids of features, of corridors and of unions: three name spaces, as the corridor `suez` goes
/// through the passage `suez`. The first row to use an id has it; later ones are reported.
#[derive(Default)]
pub(super) struct Ids {
    features: BTreeMap<String, (Kind, String)>,
    corridors: BTreeMap<String, (Kind, String)>,
    unions: BTreeMap<String, (Kind, String)>,
}

impl Ids {
    /// Collects the ids of all rows and reports those used twice or not written as ids are.
    pub(super) fn of(rows: &Rows, problems: &mut Vec<String>) -> Self {
        let mut ids = Self::default();
        macro_rules! collect {
            ($rows:expr, $kind:expr) => {
                for row in $rows {
                    ids.collect(&row.value.id, $kind, &row.at, problems);
                }
            };
        }
        collect!(&rows.passages, Kind::Passage);
        collect!(&rows.areas, Kind::Area);
        collect!(&rows.borders, Kind::Border);
        collect!(&rows.services, Kind::Service);
        collect!(&rows.lines, Kind::Line);
        collect!(&rows.waterways, Kind::Waterway);
        collect!(&rows.pipelines, Kind::Pipeline);
        collect!(&rows.terminals, Kind::Terminal);
        collect!(&rows.corridors, Kind::Corridor);
        collect!(&rows.unions, Kind::Union);
        for row in &rows.corridors {
            for waypoint in &row.value.waypoints {
                ids.collect(&waypoint.id, Kind::Waypoint, &row.at, problems);
            }
        }
        ids
    }

    fn collect(&mut self, id: &str, kind: Kind, at: &str, problems: &mut Vec<String>) {
        let word = kind.word();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        let code = kind == Kind::Terminal && place_code(id).is_some();
        if id.is_empty() || !(code || id.chars().all(plain)) {
            problems.push(format!(
                "{at}: the id {id:?} of a {word} is not in small letters, digits, - and _"
            ));
        }
        let space = match kind {
            Kind::Corridor => &mut self.corridors,
            Kind::Union => &mut self.unions,
            _ => &mut self.features,
        };
        match space.entry(id.to_owned()) {
            Entry::Vacant(free) => {
                free.insert((kind, at.to_owned()));
            }
            Entry::Occupied(taken) => {
                let (other, other_at) = taken.get();
                let other = other.word();
                problems.push(format!(
                    "{at}: the {word} {id:?} has the id of the {other} at {other_at}; rename one"
                ));
            }
        }
    }

    /// Nothing if `name` is an id of an accepted kind or a UN/LOCODE (which the terminals built
    /// from packages may bear); otherwise the complaint, `what` saying what was expected.
    pub(super) fn complaint(
        &self,
        name: &str,
        accepts: impl Fn(Kind) -> bool,
        what: &str,
    ) -> Option<String> {
        let spaces = [&self.features, &self.corridors, &self.unions];
        let accepted = || {
            spaces.into_iter().flatten().filter(|(_, (kind, _))| accepts(*kind)).map(|(id, _)| id)
        };
        if place_code(name).is_some() || accepted().any(|id| id == name) {
            return None;
        }
        let near = accepted()
            .map(|id| (strsim::damerau_levenshtein(id, name), id))
            .min()
            .filter(|(edits, _)| *edits <= (name.chars().count() / 3).max(2))
            .map_or_else(String::new, |(_, id)| format!("; did you mean {id:?}?"));
        Some(format!("{name:?} names no {what}{near}"))
    }
}
