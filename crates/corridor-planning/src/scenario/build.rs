//! Services and links that a scenario adds.

use super::change::{Change, Modification, Scenario};
use super::draft::{ChangeMade, Draft};
use super::name::{Thing, corridor, things};
use crate::parameters::hint;
use crate::quote::Quote;
use corridor_network::fact::{
    Confidence, Evidence, Line, Service, State, StatusPeriod, TerminalKind,
};
use corridor_network::{
    FeatureId, FeatureKind, Id, LngLat, Metres, Mode, NewLink, NodeId, TerminalId,
};
use jiff::civil::Date;

/// The farthest an end of a link may lie from the network, km.
const FARTHEST_KM: f64 = 25.0;
/// Sources of what has none of its own.
const SUPPOSED: &str = "supposed";

/// An end of what is added.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Joint {
    /// A terminal.
    Terminal(TerminalId),
    /// A point near a node of the mode.
    At(LngLat),
}

/// The days on which a service with a first and a last day does not sail.
fn outside([first, last]: [Option<Date>; 2], evidence: &Evidence) -> Vec<StatusPeriod> {
    let period = |from, until, state, report: String| StatusPeriod {
        from,
        until,
        state,
        report,
        evidence: evidence.clone(),
    };
    let before = first.and_then(|day| Some((day, day.yesterday().ok()?)));
    let after = last.and_then(|day| Some((day, day.tomorrow().ok()?)));
    let before = before.map(|(day, eve)| {
        period(None, Some(eve), State::Planned, format!("The table has it from {day}."))
    });
    let after = after.map(|(day, next)| {
        period(Some(next), None, State::Closed, format!("The table has it until {day}."))
    });
    before.into_iter().chain(after).collect()
}

impl Draft<'_> {
    /// Adds what a modification says to the tables and to the links to be built.
    pub(super) fn build(&mut self, scenario: &Scenario, by: &Modification) -> Result<(), String> {
        let (Change::AddService { id, between, km, corridors, .. }
        | Change::AddLink { id, between, km, corridors, .. }) = &by.change
        else {
            return Ok(());
        };
        self.is_free(id)?;
        let joints = [self.joint(&between[0])?, self.joint(&between[1])?];
        if joints[0] == joints[1] {
            return Err(format!("{id} ends where it begins, at {}", between[0]));
        }
        let rows = corridors
            .iter()
            .map(|name| corridor(&self.changed.facts, name))
            .collect::<Result<Vec<_>, _>>()?;
        let evidence = by.evidence.clone().unwrap_or_else(|| Evidence {
            source: format!("{SUPPOSED} in scenario {}", scenario.id),
            date: String::new(),
            confidence: Confidence::L,
            note: String::new(),
        });
        let (nodes, points) = self.ends(&by.change, &joints)?;
        let drawn = points[0].geodesic_km(points[1]);
        let km = km.unwrap_or(drawn);
        if km < drawn * 0.99 {
            return Err(format!(
                "{id}: {km} km is shorter than the {drawn:.1} km between its ends"
            ));
        }
        let added = match &by.change {
            Change::AddService {
                name, kind, hours, sailings_per_week, price, valid, by, ..
            } => {
                let by = self.passages(by)?;
                self.changed.facts.services.push(Service {
                    id: id.clone(),
                    name: name.clone(),
                    from: between[0].clone(),
                    to: between[1].clone(),
                    kind: *kind,
                    hours: *hours,
                    sailings_per_week: *sailings_per_week,
                    price: *price,
                    operator: String::new(),
                    season: None,
                    status: outside(*valid, &evidence),
                    evidence,
                });
                let row = self.changed.facts.services.len() - 1;
                (FeatureKind::Service, row, Mode::Ferry, by)
            }
            Change::AddLink { name, mode, .. } => {
                self.changed.facts.lines.push(Line {
                    id: id.clone(),
                    name: name.clone(),
                    mode: *mode,
                    course: points.to_vec(),
                    length_km: Some(km),
                    passage: None,
                    status: Vec::new(),
                    evidence,
                });
                (FeatureKind::Line, self.changed.facts.lines.len() - 1, *mode, Vec::new())
            }
            _ => return Ok(()),
        };
        // Who goes by it has done every step of the corridors it is said to be.
        for row in rows {
            for step in &mut self.changed.facts.corridors[row].through {
                step.push(id.clone());
            }
        }
        let (kind, row, mode, by_passages) = added;
        let word = if kind == FeatureKind::Service { "service" } else { mode.name() };
        self.made(ChangeMade {
            what: format!("{word} {id}, {} - {}", between[0], between[1]),
            before: "not there".to_owned(),
            after: format!("{km:.0} km"),
            touches_plans: true,
            note: String::new(),
            evidence: by.evidence.clone(),
        });
        self.changed.added.push(NewLink {
            id: id.clone(),
            kind,
            row: row as u32,
            mode,
            between: nodes,
            length: Metres::from_km(km),
            by: by_passages,
        });
        Ok(())
    }

    /// Whether nothing has the id yet.
    fn is_free(&self, id: &str) -> Result<(), String> {
        let plain =
            |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'_');
        if id.is_empty() || !id.bytes().all(plain) {
            return Err(format!("id {id:?}: small letters, digits, - and _ make an id"));
        }
        let facts = &self.changed.facts;
        let taken = self.network.feature(id).is_some()
            || facts.services.iter().any(|s| s.id == id)
            || facts.lines.iter().any(|l| l.id == id)
            || facts.corridors.iter().any(|c| c.id == id);
        if taken { Err(format!("{id:?} is there already; choose another id")) } else { Ok(()) }
    }

    /// What an end stands for.
    fn joint(&self, text: &str) -> Result<Joint, String> {
        if let Some((lng, lat)) = text.split_once(',')
            && let (Ok(lng), Ok(lat)) = (lng.trim().parse(), lat.trim().parse())
        {
            return LngLat::new(lng, lat).map(Joint::At).map_err(|error| error.to_string());
        }
        let terminals = &self.network.facts().terminals;
        let same = |other: &str| other.eq_ignore_ascii_case(text.trim());
        let by_id = terminals.iter().position(|t| same(&t.id));
        let named = || {
            let mut rows = terminals
                .iter()
                .enumerate()
                .filter(|(_, t)| same(&t.name) || t.aliases.iter().any(|a| same(a)));
            match (rows.next(), rows.next()) {
                (Some((row, _)), None) => Some(row),
                _ => None,
            }
        };
        let row = by_id.or_else(named).ok_or_else(|| {
            let known = terminals.iter().flat_map(|t| [&t.id, &t.name]);
            let hint = hint(text, known, "give a UN/LOCODE, or lon,lat for a link");
            format!("{text:?} is no terminal, or more than one; {hint}")
        })?;
        Ok(Joint::Terminal(TerminalId::from_index(row)))
    }

    /// Adds what a carrier offers between two ports.
    pub(super) fn quote(&mut self, scenario: &Scenario, by: &Modification) -> Result<(), String> {
        let Change::Quote { between, equipment, usd, surcharges, carrier, valid } = &by.change
        else {
            return Ok(());
        };
        let port = |name: &str| match self.joint(name)? {
            Joint::Terminal(terminal)
                if self.network.facts().terminals[terminal.index()].kind == TerminalKind::Port =>
            {
                Ok(terminal)
            }
            _ => Err(format!("{name:?} is no port; a quote is for a voyage from port to port")),
        };
        let ends = [port(&between[0])?, port(&between[1])?];
        if ends[0] == ends[1] {
            return Err(format!("a quote from {} to itself", between[0]));
        }
        let more: f64 = surcharges.iter().filter(|s| s.counted).map(|s| s.usd).sum();
        let all = usd + more;
        if all < 0.0 {
            return Err(format!("{usd} USD with surcharges of {more} is less than nothing"));
        }
        let parts: Vec<String> = surcharges
            .iter()
            .map(|s| format!("{} {}{}", s.name, s.usd, if s.counted { "" } else { " left out" }))
            .collect();
        let note = if parts.is_empty() {
            String::new()
        } else {
            format!("{usd} USD and {}", parts.join(", "))
        };
        let by_whom = if carrier.is_empty() { String::new() } else { format!(" by {carrier}") };
        self.made(ChangeMade {
            what: format!("quote {} - {}, {}{by_whom}", between[0], between[1], equipment.name()),
            before: "by the sea market".to_owned(),
            after: format!("{all} USD"),
            touches_plans: true,
            note,
            evidence: None,
        });
        self.changed.quotes.push(Quote {
            between: ends,
            equipment: *equipment,
            usd: all,
            carrier: carrier.clone(),
            valid: *valid,
            table: scenario.id.clone(),
            line: by.at.line,
        });
        Ok(())
    }

    /// The nodes and points of two ends: gates of terminals for services, the nearest node of the
    /// mode for links.
    fn ends(
        &self,
        change: &Change,
        joints: &[Joint; 2],
    ) -> Result<([NodeId; 2], [LngLat; 2]), String> {
        let columns = self.network.columns();
        let gate = |joint: &Joint| match joint {
            Joint::Terminal(terminal) => Ok(columns.terminal_node[*terminal]),
            Joint::At(at) => {
                let [lng, lat] = at.degrees();
                Err(format!("a service joins terminals; {lng},{lat} is a point"))
            }
        };
        let nodes = if let Change::AddLink { mode, .. } = change {
            let near = |joint: &Joint| match joint {
                Joint::Terminal(terminal) => {
                    self.nearest(*mode, self.network.facts().terminals[terminal.index()].at)
                }
                Joint::At(at) => self.nearest(*mode, *at),
            };
            let nodes = [near(&joints[0])?, near(&joints[1])?];
            let [a, b] = nodes.map(|node| columns.node_country[node]);
            if a != b && a.is_some() && b.is_some() {
                return Err(format!(
                    "a link lies in one country and this one leads from {a} to {b}; end it at the \
                     border post, which has a time and a price of its own"
                ));
            }
            nodes
        } else {
            [gate(&joints[0])?, gate(&joints[1])?]
        };
        Ok((nodes, nodes.map(|node| columns.node_at[node])))
    }

    /// The node of a mode nearest to a point.
    fn nearest(&self, mode: Mode, at: LngLat) -> Result<NodeId, String> {
        let columns = self.network.columns();
        let links =
            columns.link_mode.enumerate().filter(|(_, m)| **m == mode).map(|(link, _)| link);
        let nodes = links.flat_map(|link| [columns.link_a[link], columns.link_b[link]]);
        let middle = at.vec3();
        // The larger the product, the nearer; ties by the smaller node.
        let near = nodes.max_by(|a, b| {
            let product = |node: &NodeId| columns.node_at[*node].vec3().dot(middle);
            product(a).total_cmp(&product(b)).then_with(|| b.index().cmp(&a.index()))
        });
        let node = near.ok_or_else(|| format!("the network has no {}", mode.name()))?;
        let km = columns.node_at[node].geodesic_km(at);
        let [lng, lat] = at.degrees();
        if km > FARTHEST_KM {
            return Err(format!(
                "{lng},{lat} lies {km:.0} km from the nearest {}; an end may lie {FARTHEST_KM} km off",
                mode.name()
            ));
        }
        Ok(node)
    }

    /// The passages with these names.
    fn passages(&self, names: &[String]) -> Result<Vec<FeatureId>, String> {
        let mut passages = Vec::new();
        for name in names {
            for thing in things(&self.changed.facts, name)? {
                let Thing::Passage(row) = thing else {
                    return Err(format!("{name:?} is a {}, and by lists passages", thing.kind()));
                };
                passages.extend(self.network.feature(&self.changed.facts.passages[row].id));
            }
        }
        Ok(passages)
    }
}
