//! Which of a user's figures a leg rests on.
//!
//! Legs know the ids of the parameters that their charges are made from. Shipped figures are named by
//! the few that matter most; a user's are named all.

use crate::engine::Engine;
use corridor_network::{CountryCode, FeatureKind, Id};
use corridor_planning::Leg;
use corridor_planning::market::{Crossing, Markets};
use corridor_planning::parameters::Reach;

impl Engine {
    /// The users' figures that the `n`th of the legs rests on, as `id: source`. `passages` are those
    /// it goes through.
    pub(crate) fn own_sources(&self, legs: &[Leg], n: usize, passages: &[String]) -> Vec<String> {
        let set = self.parameters();
        if set.overlays().is_empty() {
            return Vec::new();
        }
        let leg = &legs[n];
        let mut countries = leg.countries.clone();
        if let Some(row) = self.fact_row(leg, FeatureKind::Border) {
            countries.extend(self.network().facts().borders[row].sides.iter().map(|s| s.country));
        }
        if let Some(terminal) = leg.terminal {
            countries.push(self.network().facts().terminals[terminal.index()].country);
        }
        if countries.is_empty() {
            countries.push(CountryCode::NONE);
        }
        let mut sources = Vec::new();
        let mut add = |row: &corridor_planning::parameters::Parameter| {
            let line = format!("{}: {}", row.id, row.cited());
            if row.is_users() && !sources.contains(&line) {
                sources.push(line);
            }
        };
        for id in leg.elements.iter().flat_map(|element| &element.parameters) {
            match Reach::of(id) {
                Reach::Passage => {
                    for passage in passages {
                        add(set.for_passage(id, passage));
                    }
                }
                Reach::Market => self.markets(legs, n).for_each(|m| add(set.for_market(id, m))),
                Reach::Gate => self.gates(leg).for_each(|gate| add(set.for_market(id, gate))),
                Reach::World | Reach::Country => {
                    for country in &countries {
                        add(set.for_country(id, *country));
                    }
                }
            }
        }
        sources
    }

    /// The shipped figures of sea markets and gates that the `n`th of the legs rests on.
    pub(crate) fn market_sources(&self, legs: &[Leg], n: usize) -> Vec<String> {
        let set = self.parameters();
        let mut sources = Vec::new();
        let mut add = |row: &corridor_planning::parameters::Parameter| {
            let line = format!("{row}: {}", row.cited());
            if !row.is_users() && !sources.contains(&line) {
                sources.push(line);
            }
        };
        for id in legs[n].elements.iter().flat_map(|element| &element.parameters) {
            match Reach::of(id) {
                Reach::Market => self.markets(legs, n).for_each(|m| add(set.for_market(id, m))),
                Reach::Gate => self.gates(&legs[n]).for_each(|g| add(set.for_market(id, g))),
                Reach::World | Reach::Country | Reach::Passage => {}
            }
        }
        sources
    }

    /// The sea markets where a voyage begins and ends: those of the terminals beside it.
    fn markets(&self, legs: &[Leg], n: usize) -> impl Iterator<Item = &'static str> {
        let beside = [n.checked_sub(1), Some(n + 1)].into_iter().flatten();
        let terminals = beside.filter_map(|n| legs.get(n)?.terminal).map(|terminal| {
            let terminal = &self.network().facts().terminals[terminal.index()];
            Markets::shipped().id_of(terminal.country, terminal.at)
        });
        terminals.collect::<Vec<_>>().into_iter().flatten()
    }

    /// The gates between markets that a leg pays for.
    fn gates(&self, leg: &Leg) -> impl Iterator<Item = &'static str> {
        let network = self.network();
        let at = |node| network.columns().node_at[node];
        let gates = Markets::shipped().gates().iter().filter(|gate| {
            let mut edges = leg.edges.iter();
            edges.any(|edge| {
                let crossed = gate.crossed(at(network.tail(*edge)), at(network.head(*edge)));
                crossed == Some(Crossing::Paid)
            })
        });
        gates.map(|gate| gate.id.as_str()).collect::<Vec<_>>().into_iter()
    }

    /// The row of what the leg is about, if it is of this kind.
    fn fact_row(&self, leg: &Leg, kind: FeatureKind) -> Option<usize> {
        let feature = &self.network().features()[leg.feature?];
        (feature.kind == kind).then_some(feature.row as usize)
    }
}
