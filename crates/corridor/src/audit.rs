//! The audit of a network: what must hold of any file before its answers are trusted.

use crate::engine::Engine;
use corridor_network::fact::State;
use corridor_network::geo::Vec3;
use corridor_network::{EdgeId, FeatureKind, Id, Joined, LinkId, LngLat, Mode, Network, NodeId};
use serde::Serialize;
use std::collections::BTreeMap;

/// A thing that was checked.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// Stable id.
    pub id: String,
    /// What must hold.
    pub rule: String,
    /// How many things were looked at.
    pub looked_at: usize,
    /// Those that break the rule; at most ten are named.
    pub failures: Vec<String>,
    /// How many break it.
    pub failed: usize,
    /// What the check tells besides.
    pub notes: Vec<String>,
}

/// The audit.
#[derive(Clone, Debug, Serialize)]
pub struct Audit {
    /// Version of this shape.
    pub schema_version: u32,
    /// Network file and its build id.
    pub dataset: String,
    /// Whether nothing failed.
    pub passed: bool,
    /// The checks.
    pub checks: Vec<Check>,
}

/// Failures named in full.
const NAMED: usize = 10;

struct Tally {
    check: Check,
}

impl Tally {
    fn new(id: &str, rule: &str) -> Self {
        Self {
            check: Check {
                id: id.to_owned(),
                rule: rule.to_owned(),
                looked_at: 0,
                failures: Vec::new(),
                failed: 0,
                notes: Vec::new(),
            },
        }
    }
    fn look(&mut self, holds: bool, failure: impl FnOnce() -> String) {
        self.check.looked_at += 1;
        if !holds {
            self.check.failed += 1;
            if self.check.failures.len() < NAMED {
                self.check.failures.push(failure());
            }
        }
    }
}

impl Engine {
    /// Checks the network.
    pub fn audit(&self) -> Audit {
        let network = self.network();
        let checks = vec![
            lengths(network),
            gates(network),
            countries(network),
            gauges(network),
            terminals(network),
            corridors(network),
            components(network),
        ];
        Audit {
            schema_version: 1,
            dataset: self.dataset(),
            passed: checks.iter().all(|c| c.failed == 0),
            checks,
        }
    }
}

fn describe(network: &Network, link: LinkId) -> String {
    let columns = network.columns();
    format!(
        "{} link {:?} to {:?}",
        columns.link_mode[link].name(),
        columns.node_at[columns.link_a[link]],
        columns.node_at[columns.link_b[link]]
    )
}

fn lengths(network: &Network) -> Check {
    let mut tally = Tally::new("length", "no link is shorter than the geodesic between its ends");
    let columns = network.columns();
    for link in columns.link_a.ids() {
        let (a, b) = (columns.link_a[link], columns.link_b[link]);
        let geodesic = columns.node_at[a].geodesic_km(columns.node_at[b]);
        tally.look(columns.link_length[link].km() + 0.001 >= geodesic, || describe(network, link));
    }
    tally.check
}

/// A closed passage cannot be sailed, alone or with others, if and only if everything that crosses
/// its gates carries its id.
fn gates(network: &Network) -> Check {
    let mut tally =
        Tally::new("gates", "every lane that crosses a gate of a passage carries the passage");
    let columns = network.columns();
    for passage in &network.facts().passages {
        let Some(feature) = network.feature(&passage.id) else { continue };
        for gate in passage.gates.iter().flat_map(|g| g.windows(2)) {
            for link in columns.link_a.ids().filter(|l| columns.link_mode[*l] == Mode::Sea) {
                if network.features_of(link).contains(&feature) {
                    continue;
                }
                let course = network.course(EdgeId::of(link, false));
                let crosses = course.windows(2).any(|piece| cross(piece, gate));
                tally.look(!crosses, || {
                    format!("{} crosses {}", describe(network, link), passage.id)
                });
            }
        }
    }
    tally.check
}

/// Whether two great-circle pieces cross in a point inside both.
pub(crate) fn cross(one: &[LngLat], other: &[LngLat]) -> bool {
    arcs_cross([one[0].vec3(), one[1].vec3()], [other[0].vec3(), other[1].vec3()])
}

/// As [`cross`], for unit vectors.
pub(crate) fn arcs_cross([a, b]: [Vec3; 2], [c, d]: [Vec3; 2]) -> bool {
    let apart = |x: f64, y: f64| x * y < 0.0 && x.abs() > 1e-9 && y.abs() > 1e-9;
    // Arcs on opposite sides of the earth have crossing planes too.
    apart(a.det(b, c), a.det(b, d))
        && apart(c.det(d, a), c.det(d, b))
        && a.add_scaled(b, 1.0).dot(c.add_scaled(d, 1.0)) > 0.0
}

fn countries(network: &Network) -> Check {
    let mut tally = Tally::new(
        "borders",
        "rail and road change country only on links that carry a border crossing",
    );
    let columns = network.columns();
    for link in columns.link_a.ids() {
        if !matches!(columns.link_mode[link], Mode::Rail | Mode::Road) {
            continue;
        }
        let country = |n: NodeId| columns.node_country[n];
        let (a, b) = (country(columns.link_a[link]), country(columns.link_b[link]));
        if a == b {
            continue;
        }
        let kinds = network.features_of(link).iter().map(|f| network.features()[*f].kind);
        let told = kinds.clone().any(|k| matches!(k, FeatureKind::Border | FeatureKind::Line));
        tally.look(told, || format!("{} from {a} to {b}", describe(network, link)));
    }
    tally.check
}

fn gauges(network: &Network) -> Check {
    let mut tally = Tally::new(
        "gauge",
        "between countries of different gauge every rail crossing is a gauge break",
    );
    let facts = network.facts();
    for border in facts.borders.iter().filter(|b| b.mode == Mode::Rail) {
        let [a, b] = [&border.sides[0], &border.sides[1]];
        if let (Some(x), Some(y)) = (a.gauge_mm, b.gauge_mm) {
            // 1520 and 1524 mm differ by tolerances and run through.
            tally.look(x.abs_diff(y) < 10 || border.gauge_break, || {
                format!("{}: {x} mm and {y} mm but no gauge break", border.id)
            });
        }
    }
    tally.check
}

fn terminals(network: &Network) -> Check {
    let mut tally = Tally::new("terminals", "every terminal is joined to something");
    let columns = network.columns();
    let mut access: Vec<Vec<Mode>> = vec![Vec::new(); network.facts().terminals.len()];
    let mut mode_of = vec![None; network.node_count()];
    for link in columns.link_a.ids() {
        let mode = columns.link_mode[link];
        if !matches!(mode, Mode::Transfer | Mode::Ferry) {
            for node in [columns.link_a[link], columns.link_b[link]] {
                mode_of[node.index()] = Some(mode);
            }
        }
    }
    for link in columns.link_a.ids().filter(|l| columns.link_mode[*l] == Mode::Transfer) {
        let terminal = network
            .features_of(link)
            .iter()
            .map(|f| &network.features()[*f])
            .find(|f| f.kind == FeatureKind::Terminal);
        if let (Some(terminal), Some(mode)) = (terminal, mode_of[columns.link_b[link].index()]) {
            access[terminal.row as usize].push(mode);
        }
    }
    let mut by_access: BTreeMap<String, usize> = BTreeMap::new();
    for (terminal, access) in network.facts().terminals.iter().zip(&access) {
        let words: Vec<_> = access.iter().map(|m| m.name()).collect();
        *by_access.entry(words.join("+")).or_default() += 1;
        // Small harbours far from the mapped network may stand alone; those for containers may not.
        tally.look(!access.is_empty() || !terminal.containers, || {
            format!("{} ({}) takes containers but nothing reaches it", terminal.name, terminal.id)
        });
    }
    let told = by_access.iter().map(|(modes, n)| {
        format!("{n} joined to {}", if modes.is_empty() { "nothing" } else { modes })
    });
    tally.check.notes.extend(told);
    tally.check
}

fn corridors(network: &Network) -> Check {
    let mut tally = Tally::new("corridors", "every step of a corridor is met by some link");
    let mut met = vec![false; network.features().len()];
    let columns = network.columns();
    for link in columns.link_a.ids() {
        for f in network.features_of(link) {
            met[f.index()] = true;
        }
    }
    for corridor in &network.facts().corridors {
        // What is planned has no links yet.
        if corridor.status.last().is_some_and(|period| period.state == State::Planned) {
            continue;
        }
        for step in &corridor.through {
            let any = step.iter().any(|name| {
                name.starts_with("country:")
                    || network.feature(name).is_some_and(|f| met[f.index()])
            });
            tally.look(any, || format!("{}: no link for {}", corridor.id, step.join(" or ")));
        }
    }
    tally.check
}

fn components(network: &Network) -> Check {
    let mut tally = Tally::new(
        "components",
        "the largest part of each mode holds most of it; the parts cut off are listed",
    );
    let columns = network.columns();
    for mode in [Mode::Sea, Mode::Rail, Mode::Road, Mode::InlandWater] {
        let mut joined = Joined::new(network.node_count());
        let of_mode = || columns.link_a.ids().filter(|l| columns.link_mode[*l] == mode);
        for link in of_mode() {
            joined.join(columns.link_a[link].index(), columns.link_b[link].index());
        }
        let mut parts: BTreeMap<u32, (u64, NodeId)> = BTreeMap::new();
        for link in of_mode() {
            let node = columns.link_a[link];
            let part = joined.of(node.index());
            parts.entry(part).or_insert((0, node)).0 += u64::from(columns.link_length[link].0);
        }
        let mut parts: Vec<(u64, NodeId)> = parts.into_values().collect();
        parts.sort_unstable_by(|a, b| b.cmp(a));
        let total: u64 = parts.iter().map(|p| p.0).sum();
        if total == 0 {
            continue;
        }
        let named: Vec<String> = parts
            .iter()
            .take(12)
            .map(|(metres, node)| {
                let at = columns.node_at[*node];
                format!(
                    "{} km near {:.1},{:.1} {}",
                    metres / 1000,
                    at.lng(),
                    at.lat(),
                    columns.node_country[*node]
                )
            })
            .collect();
        // Oceans are one water; continents are not one land.
        let share = if mode == Mode::Sea { 0.8 } else { 0.3 };
        tally.look(parts[0].0 as f64 >= share * total as f64 || mode == Mode::InlandWater, || {
            format!(
                "{}: largest part holds {} of {} km",
                mode.name(),
                parts[0].0 / 1000,
                total / 1000
            )
        });
        tally.check.notes.push(format!(
            "{}: {} parts; largest: {}",
            mode.name(),
            parts.len(),
            named.join("; ")
        ));
    }
    tally.check
}
