//! Checks rows against each other: unique ids, names that resolve, dates, seasons, evidence.
//!
//! Numbers are held to what is possible, not to what is likely: a check must never refuse a fact.

use super::{Row, Rows, place_code};
use corridor_network::fact::{AreaKind, Corridor, Evidence, Limits, Season, State, StatusPeriod};
use corridor_network::{CountryCode, LngLat, Mode};
use std::collections::BTreeMap;

/// Days of each month, February with its leap day.
const DAYS: [i8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// What is wrong with the tables, in the order of the tables.
pub(super) fn problems(rows: &Rows) -> Vec<String> {
    let mut check = Check { problems: Vec::new(), ids: BTreeMap::new() };
    check.collect_ids(rows);
    check.sea(rows);
    check.land(rows);
    check.water(rows);
    for row in &rows.corridors {
        check.corridor(row);
    }
    check.events(rows);
    check.problems
}

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Passage,
    Area,
    Border,
    Service,
    Line,
    Waterway,
    Waypoint,
    Terminal,
    Corridor,
    Union,
}

impl Kind {
    /// Whether links of the network carry it, so that an itinerary can have gone through it.
    fn is_feature(self) -> bool {
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
            Self::Waypoint => "waypoint",
            Self::Terminal => "terminal",
            Self::Corridor => "corridor",
            Self::Union => "union",
        }
    }
}

struct Check {
    problems: Vec<String>,
    /// What each id names and where.
    ids: BTreeMap<String, (Kind, String)>,
}

impl Check {
    fn problem(&mut self, at: &str, text: impl std::fmt::Display) {
        self.problems.push(format!("{at}: {text}"));
    }

    fn collect_ids(&mut self, rows: &Rows) {
        macro_rules! collect {
            ($rows:expr, $kind:expr) => {
                for row in $rows {
                    self.collect(&row.value.id, $kind, &row.at);
                }
            };
        }
        collect!(&rows.passages, Kind::Passage);
        collect!(&rows.areas, Kind::Area);
        collect!(&rows.borders, Kind::Border);
        collect!(&rows.services, Kind::Service);
        collect!(&rows.lines, Kind::Line);
        collect!(&rows.waterways, Kind::Waterway);
        collect!(&rows.terminals, Kind::Terminal);
        for row in &rows.corridors {
            for waypoint in &row.value.waypoints {
                self.collect(&waypoint.id, Kind::Waypoint, &row.at);
            }
        }
        // Corridors and unions may share an id with a feature (the corridor `suez` goes through the
        // passage `suez`), so they have name spaces of their own.
        self.collect_apart(
            rows.corridors.iter().map(|row| (&row.value.id, &row.at)),
            Kind::Corridor,
        );
        self.collect_apart(rows.unions.iter().map(|row| (&row.value.id, &row.at)), Kind::Union);
    }

    fn collect(&mut self, id: &str, kind: Kind, at: &str) {
        self.id_form(id, kind, at);
        let before = self.ids.insert(id.to_owned(), (kind, at.to_owned()));
        if let Some((other, other_at)) = before {
            let (kind, other) = (kind.word(), other.word());
            self.problem(
                at,
                format!("the {kind} {id:?} has the id of the {other} at {other_at}; rename one"),
            );
        }
    }

    fn collect_apart<'a>(
        &mut self,
        rows: impl Iterator<Item = (&'a String, &'a String)>,
        kind: Kind,
    ) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for (id, at) in rows {
            self.id_form(id, kind, at);
            if let Some(other) = seen.insert(id, at) {
                let kind = kind.word();
                self.problem(
                    at,
                    format!("the {kind} {id:?} stands at {other} already; rename one"),
                );
            }
            self.ids.entry(id.clone()).or_insert_with(|| (kind, at.clone()));
        }
    }

    fn id_form(&mut self, id: &str, kind: Kind, at: &str) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        let code = kind == Kind::Terminal && place_code(id).is_some();
        if id.is_empty() || !(id.chars().all(plain) || code) {
            let kind = kind.word();
            self.problem(
                at,
                format!("the id {id:?} of a {kind} is not in small letters, digits, - and _"),
            );
        }
    }

    fn sea(&mut self, rows: &Rows) {
        for Row { value, at } in &rows.passages {
            self.named(&value.name, at);
            for gate in &value.gates {
                self.course(gate, 2, "gate", at);
            }
            self.limits(value.limits, at);
            self.positive("transit_hours", value.transit_hours, true, at);
            self.positive("wait_hours", value.wait_hours, true, at);
            self.status(&value.status, at);
            self.evidence(&value.evidence, at);
        }
        for Row { value, at } in &rows.areas {
            self.named(&value.name, at);
            self.course(&value.ring, 3, "ring", at);
            let months =
                [("ice_tenths", &value.ice_tenths, 10.0), ("ice_cm", &value.ice_cm, 1000.0)];
            for (name, by_month, most) in months {
                let right = if value.kind == AreaKind::Ice { 12 } else { 0 };
                if by_month.len() != right {
                    let count = by_month.len();
                    self.problem(
                        at,
                        format!("{name} has {count} values; an area of this kind has {right}"),
                    );
                }
                if let Some(wrong) = by_month.iter().find(|v| !(0.0..=most).contains(*v)) {
                    self.problem(at, format!("{name} holds {wrong}, outside 0 to {most}"));
                }
            }
            self.evidence(&value.evidence, at);
        }
        for Row { value, at } in &rows.terminals {
            self.named(&value.name, at);
            if let Some(locode) = value.locode.filter(|code| code.country() != value.country) {
                // Towns change hands and codes stay: not wrong by itself, but rare enough to be looked at.
                let country = value.country;
                self.problem(
                    at,
                    format!("the UN/LOCODE {locode} is not of the terminal's country {country}"),
                );
            }
            self.evidence(&value.evidence, at);
        }
    }

    fn land(&mut self, rows: &Rows) {
        for Row { value, at } in &rows.borders {
            if !matches!(value.mode, Mode::Rail | Mode::Road) {
                self.problem(
                    at,
                    format!("a border crossing is of rail or road, not {}", value.mode.name()),
                );
            }
            for side in &value.sides {
                self.named(&side.name, at);
                if side.gauge_mm.is_some() != (value.mode == Mode::Rail) {
                    let name = &side.name;
                    self.problem(
                        at,
                        format!("{name}: a rail side has gauge_mm, a road side has none"),
                    );
                }
            }
            if value.sides[0].country == value.sides[1].country {
                self.problem(at, format!("both sides are in {}", value.sides[0].country));
            }
            self.positive("dwell_hours", value.dwell_hours.unwrap_or(1.0), true, at);
            self.status(&value.status, at);
            self.evidence(&value.evidence, at);
        }
        for Row { value, at } in &rows.gauges {
            if !value.ring.is_empty() {
                self.course(&value.ring, 3, "ring", at);
            }
            if !(600..=1700).contains(&value.gauge_mm) {
                self.problem(
                    at,
                    format!("a gauge of {} mm carries no freight railway", value.gauge_mm),
                );
            }
            self.evidence(&value.evidence, at);
        }
        for Row { value, at } in &rows.unions {
            self.named(&value.name, at);
            if value.members.len() < 2 {
                self.problem(at, "a union has two members at least");
            }
            self.evidence(&value.evidence, at);
        }
        for Row { value, at } in &rows.lines {
            self.named(&value.name, at);
            if !matches!(value.mode, Mode::Rail | Mode::Road | Mode::Sea) {
                self.problem(
                    at,
                    format!("a line is of rail, road or sea, not {}", value.mode.name()),
                );
            }
            self.course(&value.course, 2, "course", at);
            self.positive("length_km", value.length_km.unwrap_or(1.0), false, at);
            self.passage(value.passage.as_deref(), at);
            self.status(&value.status, at);
            self.evidence(&value.evidence, at);
        }
    }

    fn water(&mut self, rows: &Rows) {
        for Row { value, at } in &rows.waterways {
            self.named(&value.name, at);
            self.course(&value.course, 2, "course", at);
            self.positive("length_km", value.length_km, false, at);
            self.limits(value.limits, at);
            self.season(value.season, at);
            self.passage(value.passage.as_deref(), at);
            self.status(&value.status, at);
            self.evidence(&value.evidence, at);
        }
        for Row { value, at } in &rows.services {
            self.named(&value.name, at);
            for end in [&value.from, &value.to] {
                self.refers(end, |kind| kind == Kind::Terminal, "a terminal", at);
            }
            if value.from == value.to {
                self.problem(at, format!("it runs from {} to itself", value.from));
            }
            self.positive("hours", value.hours, false, at);
            let stands =
                !value.status.is_empty() && value.status.iter().all(|p| !p.state.is_usable());
            self.positive("sailings_per_week", value.sailings_per_week, stands, at);
            self.season(value.season, at);
            self.status(&value.status, at);
            self.evidence(&value.evidence, at);
        }
    }

    fn corridor(&mut self, Row { value, at }: &Row<Corridor>) {
        self.named(&value.name, at);
        self.named(&value.course, at);
        if value.through.is_empty() || value.through.iter().any(Vec::is_empty) {
            self.problem(at, "`through` needs a step, and every step an alternative");
        }
        for name in value.through.iter().flatten().chain(&value.not_through) {
            self.step(name, at);
        }
        for waypoint in &value.waypoints {
            self.positive("radius_km", waypoint.radius_km, false, at);
            if !value.through.iter().flatten().chain(&value.not_through).any(|n| *n == waypoint.id)
            {
                self.problem(
                    at,
                    format!("no step names the waypoint {:?}; remove it", waypoint.id),
                );
            }
        }
        if !value.sketch.is_empty() {
            self.course(&value.sketch, 2, "sketch", at);
        }
        self.status(&value.status, at);
        if value.evidence.is_empty() {
            self.problem(at, "there is no evidence; name a source");
        }
        for evidence in &value.evidence {
            self.evidence(evidence, at);
        }
    }

    /// A step of a corridor: a feature, a UN/LOCODE or `country:XX`.
    fn step(&mut self, name: &str, at: &str) {
        match name.strip_prefix("country:") {
            Some(code) => {
                if let Err(error) = code.parse::<CountryCode>() {
                    self.problem(at, format!("{name:?}: {error}"));
                }
            }
            None => {
                let what = "a passage, area, border crossing, service, line, waterway, waypoint or \
                            terminal, nor country:XX";
                self.refers(name, Kind::is_feature, what, at);
            }
        }
    }

    fn events(&mut self, rows: &Rows) {
        for Row { value, at } in &rows.events {
            if value.affects.is_empty() {
                self.problem(at, "`affects` names nothing");
            }
            for name in &value.affects {
                self.refers(
                    name,
                    |kind| kind != Kind::Union,
                    "a corridor, feature or terminal",
                    at,
                );
            }
            if value.until.is_some_and(|until| until < value.from) {
                self.problem(at, "it ends before it begins");
            }
            self.named(&value.report, at);
            self.evidence(&value.evidence, at);
        }
    }

    /// That `name` is the id of an accepted kind, or a UN/LOCODE.
    fn refers(&mut self, name: &str, accepts: impl Fn(Kind) -> bool, what: &str, at: &str) {
        if self.ids.get(name).is_some_and(|(kind, _)| accepts(*kind)) || place_code(name).is_some()
        {
            return;
        }
        let near = self
            .ids
            .iter()
            .filter(|(_, (kind, _))| accepts(*kind))
            .map(|(id, _)| (strsim::damerau_levenshtein(id, name), id))
            .min()
            .filter(|(edits, _)| *edits <= (name.chars().count() / 3).max(2))
            .map_or_else(String::new, |(_, id)| format!("; did you mean {id:?}?"));
        self.problem(at, format!("{name:?} is not the id of {what}{near}"));
    }

    fn passage(&mut self, id: Option<&str>, at: &str) {
        let Some(id) = id else { return };
        self.refers(id, |kind| kind == Kind::Passage, "a passage", at);
    }

    fn named(&mut self, text: &str, at: &str) {
        if text.trim().is_empty() {
            self.problem(at, "a name or text is empty");
        }
    }

    fn course(&mut self, points: &[LngLat], least: usize, what: &str, at: &str) {
        if points.len() < least {
            let count = points.len();
            self.problem(at, format!("the {what} has {count} points; it needs {least}"));
        }
        if let Some(pair) = points.windows(2).find(|pair| pair[0] == pair[1]) {
            self.problem(at, format!("the {what} names {:?} twice in a row", pair[0]));
        }
    }

    fn positive(&mut self, name: &str, value: f64, or_zero: bool, at: &str) {
        if !(value.is_finite() && (value > 0.0 || or_zero && value == 0.0)) {
            self.problem(at, format!("{name} is {value}; it must be a positive number"));
        }
    }

    fn limits(&mut self, limits: Limits, at: &str) {
        let all = [
            ("draught_m", limits.draught_m),
            ("beam_m", limits.beam_m),
            ("loa_m", limits.loa_m),
            ("air_draught_m", limits.air_draught_m),
        ];
        for (name, value) in all {
            self.positive(name, value.unwrap_or(1.0), false, at);
        }
    }

    fn season(&mut self, season: Option<Season>, at: &str) {
        let Some(season) = season else { return };
        for [month, day] in [season.from, season.until] {
            let index = usize::try_from(month).ok().and_then(|month| month.checked_sub(1));
            let days = index.and_then(|index| DAYS.get(index)).copied().unwrap_or(0);
            if !(1..=days).contains(&day) {
                self.problem(
                    at,
                    format!("the season names [{month}, {day}], which is no [month, day]"),
                );
            }
        }
    }

    fn status(&mut self, periods: &[StatusPeriod], at: &str) {
        for period in periods {
            if let (Some(from), Some(until)) = (period.from, period.until)
                && until < from
            {
                self.problem(
                    at,
                    format!("a status period ends on {until}, before it begins on {from}"),
                );
            }
            if period.state != State::Open && period.report.trim().is_empty() {
                self.problem(at, "a status other than open needs a report to show as a warning");
            }
            self.evidence(&period.evidence, at);
        }
        // The last one stated counts, so an earlier one after a later one would silently hide it.
        if let Some(pair) = periods.windows(2).find(|pair| pair[1].from < pair[0].from) {
            let from =
                |period: &StatusPeriod| period.from.map_or("ever".to_owned(), |d| d.to_string());
            let (first, second) = (from(&pair[0]), from(&pair[1]));
            self.problem(at, format!("status periods are out of order: {second} after {first}"));
        }
    }

    fn evidence(&mut self, evidence: &Evidence, at: &str) {
        let source = evidence.source.trim();
        if source.is_empty()
            || source.split([';', ',', ' ']).any(|word| word == "MEM" || word == "NF")
        {
            self.problem(
                at,
                format!("the source {source:?} is none; name one that can be found again"),
            );
        }
        let date = evidence.date.as_bytes();
        let form = b"dddd-dd-dd";
        let matches = date
            .iter()
            .zip(form)
            .all(|(c, f)| if *f == b'd' { c.is_ascii_digit() } else { c == f });
        if !(matches && matches!(date.len(), 4 | 7 | 10)) {
            let date = &evidence.date;
            self.problem(
                at,
                format!("the date {date:?} of a source is not YYYY, YYYY-MM or YYYY-MM-DD"),
            );
        }
    }
}
