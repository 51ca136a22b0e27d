//! Checks the rows of all tables, each by itself and against the others.
//!
//! Numbers are held to what is possible, not to what is likely: a check must never refuse a fact.

use super::fields::{border_status, course, evidence, limits, named, positive, season, status};
use super::ids::{Ids, Kind};
use super::{Row, Rows};
use corridor_network::fact::{AreaKind, Corridor};
use corridor_network::{CountryCode, Mode};

/// What is wrong with the tables, in the order of the tables.
pub(super) fn problems(rows: &Rows) -> Vec<String> {
    let mut problems = Vec::new();
    let ids = Ids::of(rows, &mut problems);
    let mut check = Check { problems, ids };
    check.sea(rows);
    check.land(rows);
    check.water(rows);
    check.pipelines(rows);
    for row in &rows.corridors {
        check.corridor(row);
    }
    check.events(rows);
    check.problems
}

struct Check {
    problems: Vec<String>,
    ids: Ids,
}

impl Check {
    /// Adds complaints about the row at `at`.
    fn add(&mut self, at: &str, complaints: impl IntoIterator<Item = String>) {
        self.problems.extend(complaints.into_iter().map(|complaint| format!("{at}: {complaint}")));
    }

    /// Adds one complaint if `wrong`.
    fn add_if(&mut self, wrong: bool, at: &str, complaint: impl FnOnce() -> String) {
        self.add(at, wrong.then(complaint));
    }

    /// That `name` is the id of an accepted kind, or a UN/LOCODE.
    fn refers(&mut self, name: &str, accepts: impl Fn(Kind) -> bool, what: &str, at: &str) {
        let complaint = self.ids.complaint(name, accepts, what);
        self.add(at, complaint);
    }

    fn passage(&mut self, id: Option<&str>, at: &str) {
        if let Some(id) = id {
            self.refers(id, |kind| kind == Kind::Passage, "passage", at);
        }
    }

    fn sea(&mut self, rows: &Rows) {
        for Row { value, at } in &rows.passages {
            self.add(at, named(&value.name));
            self.add(at, value.gates.iter().flat_map(|gate| course(gate, 2, "gate")));
            self.add(at, limits(value.limits));
            self.add(at, positive("transit_hours", value.transit_hours, true));
            self.add(at, positive("wait_hours", value.wait_hours, true));
            self.add(at, status(&value.status));
            self.add(at, evidence(&value.evidence));
        }
        for Row { value, at } in &rows.areas {
            self.add(at, named(&value.name));
            self.add(at, course(&value.ring, 3, "ring"));
            let months =
                [("ice_tenths", &value.ice_tenths, 10.0), ("ice_cm", &value.ice_cm, 1000.0)];
            for (name, by_month, most) in months {
                let right = if value.kind == AreaKind::Ice { 12 } else { 0 };
                let count = by_month.len();
                self.add_if(count != right, at, || {
                    format!("{name} has {count} values; an area of this kind has {right}")
                });
                let wrong = by_month.iter().find(|ice| !(0.0..=most).contains(*ice));
                self.add(at, wrong.map(|ice| format!("{name} holds {ice}, outside 0 to {most}")));
            }
            self.add_if(value.status.is_empty() == (value.kind == AreaKind::War), at, || {
                "an area at war has a status, and no other area has".to_owned()
            });
            self.add(at, status(&value.status));
            self.add(at, evidence(&value.evidence));
        }
        for Row { value, at } in &rows.terminals {
            self.add(at, named(&value.name));
            let abroad = value.locode.filter(|code| code.country() != value.country);
            self.add(
                at,
                abroad.map(|code| {
                    format!("the UN/LOCODE {code} is not of its country, {}", value.country)
                }),
            );
            self.add(at, evidence(&value.evidence));
        }
    }

    fn land(&mut self, rows: &Rows) {
        for Row { value, at } in &rows.borders {
            self.add_if(!matches!(value.mode, Mode::Rail | Mode::Road), at, || {
                format!("a border crossing is of rail or road, not {}", value.mode.name())
            });
            for side in &value.sides {
                self.add(at, named(&side.name));
                self.add_if(side.gauge_mm.is_some() != (value.mode == Mode::Rail), at, || {
                    format!("{}: a rail side has gauge_mm, a road side has none", side.name)
                });
            }
            let [a, b] = [value.sides[0].country, value.sides[1].country];
            self.add_if(a == b, at, || format!("both sides are in {a}"));
            self.add(at, value.dwell_hours.and_then(|dwell| positive("dwell_hours", dwell, true)));
            self.add(at, border_status(&value.status));
            self.add(at, evidence(&value.evidence));
        }
        for Row { value, at } in &rows.gauges {
            if !value.ring.is_empty() {
                self.add(at, course(&value.ring, 3, "ring"));
            }
            let gauge = value.gauge_mm;
            self.add_if(!(600..=1700).contains(&gauge), at, || {
                format!("a gauge of {gauge} mm carries no freight railway")
            });
            self.add(at, evidence(&value.evidence));
        }
        for Row { value, at } in &rows.unions {
            self.add(at, named(&value.name));
            self.add_if(value.members.len() < 2, at, || "a union has two members at least".into());
            self.add(at, evidence(&value.evidence));
        }
        for Row { value, at } in &rows.lines {
            self.add(at, named(&value.name));
            self.add_if(!matches!(value.mode, Mode::Rail | Mode::Road | Mode::Sea), at, || {
                format!("a line is of rail, road or sea, not {}", value.mode.name())
            });
            self.add(at, course(&value.course, 2, "course"));
            self.add(at, value.length_km.and_then(|km| positive("length_km", km, false)));
            self.passage(value.passage.as_deref(), at);
            self.add(at, status(&value.status));
            self.add(at, evidence(&value.evidence));
        }
    }

    fn water(&mut self, rows: &Rows) {
        for Row { value, at } in &rows.waterways {
            self.add(at, named(&value.name));
            self.add(at, course(&value.course, 2, "course"));
            self.add(at, positive("length_km", value.length_km, false));
            self.add(at, limits(value.limits));
            self.add(at, season(value.season));
            self.passage(value.passage.as_deref(), at);
            self.add(at, status(&value.status));
            self.add(at, evidence(&value.evidence));
        }
        for Row { value, at } in &rows.services {
            self.add(at, named(&value.name));
            for end in [&value.from, &value.to] {
                self.refers(end, |kind| kind == Kind::Terminal, "terminal", at);
            }
            let from = &value.from;
            self.add_if(*from == value.to, at, || format!("it runs from {from} to itself"));
            self.add(at, positive("hours", value.hours, false));
            self.add(at, value.price.and_then(|price| positive("price.usd", price.usd, false)));
            // A line that never sails in any stated period may have no sailings.
            let stands = !value.status.is_empty()
                && value.status.iter().all(|period| !period.state.is_usable());
            self.add(at, positive("sailings_per_week", value.sailings_per_week, stands));
            self.add(at, season(value.season));
            self.add(at, status(&value.status));
            self.add(at, evidence(&value.evidence));
        }
    }

    fn pipelines(&mut self, rows: &Rows) {
        for Row { value, at } in &rows.pipelines {
            self.add(at, named(&value.name));
            // A terminal of a list from elsewhere, such as `wpi-48121`, is looked for when all are known.
            for end in [&value.from, &value.to] {
                if !end.starts_with("wpi-") {
                    self.refers(end, |kind| kind == Kind::Terminal, "terminal", at);
                }
            }
            let from = &value.from;
            self.add_if(*from == value.to, at, || format!("it flows from {from} to itself"));
            self.add_if(value.countries.is_empty(), at, || "it lies in no country".to_owned());
            self.add(at, course(&value.course, 2, "course"));
            self.add(at, positive("length_km", value.length_km, false));
            let drawn: f64 = value.course.windows(2).map(|p| p[0].geodesic_km(p[1])).sum();
            self.add_if(value.length_km < drawn * 0.9, at, || {
                format!(
                    "length_km {} is less than the {drawn:.0} km of its course",
                    value.length_km
                )
            });
            self.add(at, value.capacity_t_y.and_then(|t| positive("capacity_t_y", t, false)));
            let price = value.price.map(|price| price.usd_per_t);
            self.add(at, price.and_then(|usd| positive("price.usd_per_t", usd, false)));
            self.add(at, status(&value.status));
            self.add(at, evidence(&value.evidence));
        }
    }

    fn corridor(&mut self, Row { value, at }: &Row<Corridor>) {
        self.add(at, named(&value.name));
        self.add(at, named(&value.course));
        self.add_if(
            value.through.is_empty() || value.through.iter().any(Vec::is_empty),
            at,
            || "`through` needs a step, and every step an alternative".into(),
        );
        let steps = || value.through.iter().flatten().chain(&value.not_through);
        for name in steps() {
            self.step(name, at);
        }
        for waypoint in &value.waypoints {
            let id = &waypoint.id;
            self.add(at, positive("radius_km", waypoint.radius_km, false));
            self.add_if(!steps().any(|name| name == id), at, || {
                format!("no step names the waypoint {id:?}; remove it")
            });
        }
        if !value.sketch.is_empty() {
            self.add(at, course(&value.sketch, 2, "sketch"));
        }
        self.add(at, status(&value.status));
        self.add_if(value.evidence.is_empty(), at, || "there is no evidence; name a source".into());
        self.add(at, value.evidence.iter().flat_map(evidence));
    }

    /// A step of a corridor: a feature, a UN/LOCODE or `country:XX`.
    fn step(&mut self, name: &str, at: &str) {
        if let Some(code) = name.strip_prefix("country:") {
            let wrong = code.parse::<CountryCode>().err();
            self.add(at, wrong.map(|error| format!("{name:?}: {error}")));
        } else {
            let what = "passage, area, border crossing, service, line, waterway, waypoint, \
                        terminal or country:XX";
            self.refers(name, Kind::is_feature, what, at);
        }
    }

    fn events(&mut self, rows: &Rows) {
        for Row { value, at } in &rows.events {
            self.add_if(value.affects.is_empty(), at, || "`affects` names nothing".into());
            for name in &value.affects {
                self.refers(name, |kind| kind != Kind::Union, "corridor, feature or terminal", at);
            }
            self.add_if(value.until.is_some_and(|until| until < value.from), at, || {
                "it ends before it begins".into()
            });
            self.add(at, named(&value.report));
            self.add(at, evidence(&value.evidence));
        }
    }
}
