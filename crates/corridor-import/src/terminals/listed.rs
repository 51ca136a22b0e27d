//! A row of a port list, and what can be told from two of them.

use super::PortReport;
use corridor_network::spelling::key;
use corridor_network::{LngLat, PlaceCode};

/// Depths of the World Port Index that are the shallow end of a class of five feet (31 to 35 feet is
/// given as 9.4 m), m: true of 93 % of them. The depth may be up to [`CLASS_M`] more.
const CLASS_FLOORS_M: [f64; 15] =
    [1.8, 3.4, 4.9, 6.4, 7.9, 9.4, 11.0, 12.5, 14.0, 15.5, 17.1, 18.6, 20.1, 21.6, 23.2];
/// Four feet: from the shallow to the deep end of a class, m.
const CLASS_M: f64 = 1.2;

/// Which list a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum List {
    /// The World Port Index, with its number.
    WorldPortIndex { number: u32 },
    /// The ports of `searoute`.
    Searoute,
}

/// Depths of a port, m.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(clippy::struct_field_names, reason = "units stand in the names")]
pub(super) struct Depths {
    /// Of the deepest channel to the berths.
    pub channel_m: Option<f64>,
    /// Alongside the deepest cargo berth.
    pub pier_m: Option<f64>,
    /// Draught of the largest ship admitted.
    pub ship_draught_m: Option<f64>,
}

impl Depths {
    /// The lesser of channel and berth, each at the deep end of its class.
    fn least_m(self) -> Option<f64> {
        let deep_end = |floor: f64| {
            if CLASS_FLOORS_M.contains(&floor) { floor + CLASS_M } else { floor }
        };
        match (self.channel_m.map(deep_end), self.pier_m.map(deep_end)) {
            (Some(channel), Some(pier)) => Some(channel.min(pier)),
            (one, other) => one.or(other),
        }
    }
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Listed {
    pub list: List,
    pub name: String,
    pub aliases: Vec<String>,
    pub code: Option<PlaceCode>,
    pub at: LngLat,
    pub depths: Depths,
    pub containers: bool,
}

impl Listed {
    /// How a report calls the row.
    pub(super) fn describe(&self) -> String {
        let at = self.at;
        match self.list {
            List::WorldPortIndex { number } => format!("WPI {number} {} at {at:?}", self.name),
            List::Searoute => format!("searoute {} at {at:?}", self.name),
        }
    }

    /// Main name and aliases.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// Takes over what `other` knows about the same port.
    pub(super) fn absorb(&mut self, other: &Self) {
        let usual_spelling =
            matches!(self.list, List::WorldPortIndex { .. }) && other.list == List::Searoute;
        if usual_spelling {
            self.aliases.push(std::mem::replace(&mut self.name, other.name.clone()));
        }
        self.aliases.extend(other.names().map(str::to_owned));
        if let (Some(theirs), true) = (other.code, other.code != self.code) {
            match self.code {
                None => self.code = Some(theirs),
                Some(_) => self.aliases.push(theirs.to_string()),
            }
        }
        let (mine, theirs) = (&mut self.depths, other.depths);
        mine.channel_m = mine.channel_m.or(theirs.channel_m);
        mine.pier_m = mine.pier_m.or(theirs.pier_m);
        mine.ship_draught_m = mine.ship_draught_m.or(theirs.ship_draught_m);
        self.containers |= other.containers;
    }
}

/// The draught stated for ships where there is one, else the least depth; but of a container port
/// only the stated one. Its depths are those of the time before it was deepened: by them ships of
/// more than 8 m could not call at New York, Houston, Oakland or Shanghai, nor at Rotterdam.
pub(super) fn usable_draught(
    port: &str,
    depths: Depths,
    containers: bool,
    report: &mut PortReport,
) -> Option<f64> {
    if depths.ship_draught_m.is_some() {
        return depths.ship_draught_m;
    }
    let least = depths.least_m()?;
    if containers {
        report.depths_not_used.push(format!("{port}: {least:.1} m"));
        return None;
    }
    Some((least * 10.0).round() / 10.0)
}

/// Whether the two ports share a name.
pub(super) fn names_equal<'a>(
    a: impl Iterator<Item = &'a str>,
    b: impl Iterator<Item = &'a str>,
) -> bool {
    let keys: Vec<String> = b.map(key).collect();
    a.map(key).any(|name| !name.is_empty() && keys.contains(&name))
}

/// Whether a name of the one looks like a spelling of a name of the other.
pub(super) fn names_alike<'a>(
    a: impl Iterator<Item = &'a str>,
    b: impl Iterator<Item = &'a str>,
) -> bool {
    let keys: Vec<String> = b.map(key).collect();
    a.map(key).any(|a| keys.iter().any(|b| alike(&a, b)))
}

/// Whether two keys look like spellings of one name: one holds the other, or few letters differ.
fn alike(a: &str, b: &str) -> bool {
    let shorter = a.chars().count().min(b.chars().count());
    shorter >= 4 && (a.contains(b) || b.contains(a)) || strsim::jaro_winkler(a, b) >= 0.88
}
