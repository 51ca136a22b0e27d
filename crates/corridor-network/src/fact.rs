//! The hand-made facts of the network: one record per row of the tables under `data/`.
//!
//! The same records are read from TOML by the import and kept in the network file, so that an
//! answer can show the source behind it. Unknown fields are refused: a misspelt column is an error.

use crate::{CountryCode, LngLat, Mode, PlaceCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How sure a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    /// Weak: one old, secondary or promotional source, or a judgement.
    L,
    /// Medium: one reputable source.
    M,
    /// High: primary text, or two independent sources agree.
    H,
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Publication, law, table or page; enough to find it again.
    pub source: String,
    /// Date or year of the source, ISO 8601.
    pub date: String,
    /// How sure.
    pub confidence: Confidence,
    /// What a reader should know besides.
    #[serde(default)]
    pub note: String,
}

/// Whether a thing can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Usable.
    Open,
    /// Usable, with reported disruption: planned over, with a warning.
    Disrupted,
    /// Usable in part or irregularly: planned over, with a warning.
    Limited,
    /// Not running for the time being.
    Suspended,
    /// Closed to freight.
    Closed,
    /// Not built or not agreed yet.
    Planned,
}

impl State {
    /// Whether traffic can go through.
    pub fn is_usable(self) -> bool {
        matches!(self, Self::Open | Self::Disrupted | Self::Limited)
    }
}

/// The state of a thing over a span of days. Of several that cover a day, the last one stated counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusPeriod {
    /// First day; open-ended when absent.
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day; open-ended when absent.
    #[serde(default)]
    pub until: Option<Date>,
    /// The state.
    pub state: State,
    /// What is reported, in one sentence; shown as a warning unless the state is open.
    #[serde(default)]
    pub report: String,
    /// Where it comes from.
    pub evidence: Evidence,
}

impl StatusPeriod {
    /// Whether `day` lies in the period.
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// The period that holds on `day`: the last stated one that covers it.
pub fn status_on(periods: &[StatusPeriod], day: Date) -> Option<&StatusPeriod> {
    periods.iter().rev().find(|period| period.covers(day))
}

/// A span of the year, inclusive; may run over New Year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// First day, `[month, day]`.
    pub from: [i8; 2],
    /// Last day, `[month, day]`.
    pub until: [i8; 2],
}

impl Season {
    /// Whether `day` falls into the season.
    pub fn contains(self, day: Date) -> bool {
        let today = [day.month(), day.day()];
        if self.from <= self.until {
            self.from <= today && today <= self.until
        } else {
            today >= self.from || today <= self.until
        }
    }
}

/// The largest ship that fits, metres; absent where no limit is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Draught, m.
    pub draught_m: Option<f64>,
    /// Beam, m.
    pub beam_m: Option<f64>,
    /// Length over all, m.
    pub loa_m: Option<f64>,
    /// Air draught, m.
    pub air_draught_m: Option<f64>,
}

/// What a passage is; decides whether distance tables sail it unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassageKind {
    /// A canal between seas.
    Canal,
    /// A strait.
    Strait,
    /// The open water round a cape.
    Cape,
    /// A strait or way round that is ice-bound for much of the year.
    Arctic,
    /// A canal, lock or bar of an inland waterway.
    Inland,
}

/// A canal, strait or cape with a name: what can be closed or avoided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// Stable id, such as `suez`.
    pub id: String,
    /// English name.
    pub name: String,
    /// Other names it is asked for by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: PassageKind,
    /// Group it is opened or closed with in `--allow` and `--avoid`, such as `arctic`.
    #[serde(default)]
    pub group: Option<String>,
    /// Polylines from shore to shore; water crossing any of them is in the passage.
    #[serde(default)]
    pub gates: Vec<Vec<LngLat>>,
    /// Whether distance tables use it without being asked.
    pub open_by_default: bool,
    /// The largest ship.
    #[serde(default)]
    pub limits: Limits,
    /// Hours to pass through beyond the sailing time of its length.
    #[serde(default)]
    pub transit_hours: f64,
    /// Mean hours of waiting before it.
    #[serde(default)]
    pub wait_hours: f64,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// What an area of the sea is known for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaKind {
    /// Ice for part of the year; speed and admission follow ice class and month.
    Ice,
    /// A sea cut off from the oceans for deep-sea ships: cargo moves by listed services only.
    Enclosed,
    /// A listed risk.
    Risk,
    /// A sea with a name.
    Sea,
}

/// An area of the sea.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Stable id, such as `kara-sw`.
    pub id: String,
    /// English name.
    pub name: String,
    /// What it is known for.
    pub kind: AreaKind,
    /// Ring of corners, great circles between them; not closed; may cross the antimeridian.
    pub ring: Vec<LngLat>,
    /// Ice cover on the shipping lane by month, tenths; empty unless the kind is ice.
    #[serde(default)]
    pub ice_tenths: Vec<f64>,
    /// Level ice thickness by month, cm; empty unless the kind is ice.
    #[serde(default)]
    pub ice_cm: Vec<f64>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// One side of a border crossing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BorderSide {
    /// Name of the station or post.
    pub name: String,
    /// Its country.
    pub country: CountryCode,
    /// Where it is.
    pub at: LngLat,
    /// Track gauge, mm; absent for roads.
    #[serde(default)]
    pub gauge_mm: Option<u16>,
}

/// A border crossing point of rail or road.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Border {
    /// Stable id, such as `yalama-samur`.
    pub id: String,
    /// Rail or road.
    pub mode: Mode,
    /// The two sides.
    pub sides: [BorderSide; 2],
    /// Whether cargo changes train or bogies here.
    #[serde(default)]
    pub gauge_break: bool,
    /// Mean hours to get through, where known; otherwise the default of the parameters.
    #[serde(default)]
    pub dwell_hours: Option<f64>,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// What a scheduled ship line carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// Rail wagons, often lorries too.
    RailFerry,
    /// Lorries and trailers.
    RoRo,
    /// Containers and general cargo lifted on and off.
    Feeder,
}

/// A scheduled ship line between two terminals, both ways.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Stable id, such as `alat-aktau-feeder`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// UN/LOCODE or terminal id of one end.
    pub from: String,
    /// UN/LOCODE or terminal id of the other end.
    pub to: String,
    /// What it carries.
    pub kind: ServiceKind,
    /// Sailing hours from berth to berth.
    pub hours: f64,
    /// Sailings a week each way; the mean wait is half the headway.
    pub sailings_per_week: f64,
    /// Who runs it.
    #[serde(default)]
    pub operator: String,
    /// Days of the year it runs; all year when absent.
    #[serde(default)]
    pub season: Option<Season>,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// A hand-checked piece of line: a bridged gap, a port spur, a fixed link, a planned railway, a shuttle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Stable id, such as `rasht-astara-railway`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// Rail, road or sea.
    pub mode: Mode,
    /// Course; the ends join the network of the mode at the nearest node.
    pub course: Vec<LngLat>,
    /// Length where it is known better than the course shows, km.
    #[serde(default)]
    pub length_km: Option<f64>,
    /// Passage it is part of, by id (canals, locks).
    #[serde(default)]
    pub passage: Option<String>,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}

impl Line {
    /// Its length: as stated, else along the course, km.
    pub fn km(&self) -> f64 {
        let drawn = || self.course.windows(2).map(|pair| pair[0].geodesic_km(pair[1])).sum();
        self.length_km.unwrap_or_else(drawn)
    }
}

/// A navigable river, lake crossing or canal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waterway {
    /// Stable id, such as `volga-don`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// Centre line; the ends join waterways, the sea and ports that stand there.
    pub course: Vec<LngLat>,
    /// Length by the pilot book, km.
    pub length_km: f64,
    /// The largest ship.
    #[serde(default)]
    pub limits: Limits,
    /// Days of the year it is open; all year when absent.
    #[serde(default)]
    pub season: Option<Season>,
    /// Number of locks.
    #[serde(default)]
    pub locks: u16,
    /// Passage it is part of, by id.
    #[serde(default)]
    pub passage: Option<String>,
    /// Whether an end at the coast joins the sea (ships of the sea or river-sea ships sail it).
    #[serde(default)]
    pub joins_sea: bool,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// A place that tells corridors apart: links of the mode with an end inside the circle belong to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waypoint {
    /// Stable id, unique among all features, such as `krasnoyarsk-rail`.
    pub id: String,
    /// The mode of the links meant.
    pub mode: Mode,
    /// Centre of the circle.
    pub at: LngLat,
    /// Its radius, km.
    pub radius_km: f64,
}

/// A named, dated set of links, terminals and passages with evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corridor {
    /// Stable id, such as `instc-west`.
    pub id: String,
    /// English name.
    pub name: String,
    /// Other names it is asked for by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The course in one or two sentences.
    pub course: String,
    /// What an itinerary must go through to have used the corridor: steps in order (or all in
    /// reverse), each a list of alternatives. A step names a passage, border, service, line,
    /// waterway, waypoint or terminal by id, or a country as `country:IR`.
    pub through: Vec<Vec<String>>,
    /// What it must not go through.
    #[serde(default)]
    pub not_through: Vec<String>,
    /// Circles that the steps refer to.
    #[serde(default)]
    pub waypoints: Vec<Waypoint>,
    /// Line to draw on maps.
    #[serde(default)]
    pub sketch: Vec<LngLat>,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Vec<Evidence>,
}

/// A dated report on passages, corridors, services or ports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Ids it concerns.
    pub affects: Vec<String>,
    /// First day.
    pub from: Date,
    /// Last day; not known when absent.
    #[serde(default)]
    pub until: Option<Date>,
    /// What happened, in one sentence.
    pub report: String,
    /// What it means for traffic.
    pub state: State,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// What a terminal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TerminalKind {
    /// A sea or river port.
    Port,
    /// A rail terminal inland.
    RailTerminal,
}

/// A port or rail terminal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terminal {
    /// UN/LOCODE, or a stable id where there is none.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its UN/LOCODE.
    #[serde(default)]
    pub locode: Option<PlaceCode>,
    /// Its country.
    pub country: CountryCode,
    /// Where it is.
    pub at: LngLat,
    /// What it is.
    pub kind: TerminalKind,
    /// Deepest berth or channel, whichever is less, m.
    #[serde(default)]
    pub draught_m: Option<f64>,
    /// Whether it handles containers.
    #[serde(default)]
    pub containers: bool,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// A line that ships do not cross: a shoal, a reef, a barrier, the edge of the ice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wall {
    /// Stable id, such as `palk`.
    pub id: String,
    /// English name.
    pub name: String,
    /// Its course; ends that shall close a passage lie well inland.
    pub line: Vec<LngLat>,
    /// A point of water on either side, if the wall closes a passage.
    #[serde(default)]
    pub between: Option<[LngLat; 2]>,
    /// The shortest way that may remain between the two points, km.
    #[serde(default)]
    pub at_least_km: f64,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// The track gauge of a country, or of a part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gauge {
    /// The country.
    pub country: CountryCode,
    /// The part of it that differs from the rest: a ring of corners; the whole country when empty.
    #[serde(default)]
    pub ring: Vec<LngLat>,
    /// Distance between the rails, mm.
    pub gauge_mm: u16,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// Countries without customs at their common borders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Union {
    /// Stable id, such as `eaeu`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// Members.
    pub members: Vec<CountryCode>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// A country and the names it goes by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// Its code.
    pub code: CountryCode,
    /// English name.
    pub name: String,
    /// Other names and the three-letter code, any script.
    #[serde(default)]
    pub names: Vec<String>,
    /// Main name of the gazetteer's place that is its capital; empty where there is none.
    #[serde(default)]
    pub capital: String,
}

/// A package or publication that elements of the network come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Stable id, such as `scgraph-railways`.
    pub id: String,
    /// Title as its makers write it.
    pub title: String,
    /// Package and version, or publication.
    pub package: String,
    /// Licence of the data (SPDX where there is one).
    pub licence: String,
    /// Attribution its licence asks for.
    pub attribution: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_season_may_run_over_new_year() {
        let winter = Season { from: [11, 16], until: [4, 9] };
        assert!(winter.contains(date(2026, 1, 1)));
        assert!(winter.contains(date(2026, 11, 16)));
        assert!(!winter.contains(date(2026, 7, 1)));
    }

    #[test]
    fn the_last_stated_period_counts() {
        let evidence = Evidence {
            source: "test".into(),
            date: "2024".into(),
            confidence: Confidence::H,
            note: String::new(),
        };
        let period = |from, state| StatusPeriod {
            from,
            until: None,
            state,
            report: String::new(),
            evidence: evidence.clone(),
        };
        let periods = [period(None, State::Planned), period(Some(date(2030, 1, 1)), State::Open)];
        assert_eq!(status_on(&periods, date(2024, 1, 1)).unwrap().state, State::Planned);
        assert_eq!(status_on(&periods, date(2031, 1, 1)).unwrap().state, State::Open);
        assert!(status_on(&[], date(2031, 1, 1)).is_none());
    }
}
