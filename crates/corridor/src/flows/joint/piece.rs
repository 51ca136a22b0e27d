//! What a part of a way takes, costs and uses: worked out once, for all pairs that share it.

use super::super::facilities::{Direction, is_gone_through};
use super::super::paid::Payee;
use corridor_network::{CountryCode, EdgeId, FeatureKind, Id, Mode, Network};
use corridor_planning::corridors::Corridors;
use corridor_planning::price::{ChargeKind, Component, Pricing};
use corridor_planning::{Access, Planner};
use std::sync::Arc;

/// Modes, in the order of [`Mode`]'s numbers.
pub(super) const MODES: usize = 7;

/// A terminal is handled in, or a thing gone through.
pub(super) const USED: u8 = 1;
/// From a ship onto land.
pub(super) const IN: u8 = 2;
/// Into a ship.
pub(super) const OUT: u8 = 4;

/// What a part takes in one world, the whole shipment.
#[derive(Clone, Debug, Default)]
pub(super) struct Cost {
    pub usd: f64,
    pub hours: f64,
    pub kg: f64,
    pub paid: Vec<(Payee, f64)>,
}

impl Cost {
    fn pay(&mut self, payee: Payee, usd: f64) {
        add(&mut self.paid, payee, usd);
    }
}

/// Adds an amount to that of a payee.
pub(super) fn add(paid: &mut Vec<(Payee, f64)>, payee: Payee, usd: f64) {
    if usd == 0.0 {
        return;
    }
    match paid.iter_mut().find(|(known, _)| *known == payee) {
        Some((_, sum)) => *sum += usd,
        None => paid.push((payee, usd)),
    }
}

/// A part of ways.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub edges: Vec<EdgeId>,
    pub links: Arc<[u32]>,
    /// By mode.
    pub km: [f64; MODES],
    /// Modes in order.
    pub modes: Vec<Mode>,
    /// Facilities by number, with [`USED`], [`IN`] and [`OUT`]; rising.
    pub uses: Vec<(u32, u8)>,
    /// Borders by number, with the direction they are crossed in.
    pub crossed: Vec<(u32, Direction)>,
    /// Rows of corridors with the steps met, in the order of travel.
    pub met: Vec<(u32, u32)>,
    /// By world; none where something on it is closed.
    pub costs: Vec<Option<Cost>>,
}

/// What pieces are made with, of one world.
pub(super) struct Maker<'a> {
    pub network: &'a Network,
    pub planner: &'a Planner,
    pub corridors: &'a Corridors,
    /// The prices of every world.
    pub pricings: &'a [Pricing<'a>],
}

/// A part found: its edges, and the accesses in every world of the place where it begins or ends, with the country.
pub(super) struct Found<'a> {
    pub edges: Vec<EdgeId>,
    pub end: Option<End<'a>>,
}

/// Where a part begins or ends.
pub(super) struct End<'a> {
    /// How the place is left or reached, by world.
    pub accesses: Vec<&'a [Access]>,
    pub country: CountryCode,
    pub leaves: bool,
}

impl Maker<'_> {
    /// The number of a facility: features first, then terminals, then corridors.
    fn terminal(&self, row: usize) -> u32 {
        (self.network.features().len() + row) as u32
    }

    pub fn make(&self, found: &Found<'_>) -> Piece {
        let columns = self.network.columns();
        let mut piece = Piece {
            links: found.edges.iter().map(|edge| edge.link().index() as u32).collect(),
            edges: found.edges.clone(),
            km: [0.0; MODES],
            modes: Vec::new(),
            uses: Vec::new(),
            crossed: Vec::new(),
            met: Vec::new(),
            costs: Vec::new(),
        };
        for edge in &piece.edges {
            let link = edge.link();
            let mode = columns.link_mode[link];
            let moved = self.moved(*edge);
            let km = columns.link_length[link].km();
            if mode != Mode::Transfer || km > 0.0 {
                piece.km[moved as usize] += km;
                if piece.modes.last() != Some(&moved) {
                    piece.modes.push(moved);
                }
            }
            self.gone_through(*edge, &mut piece.uses);
            for (row, steps) in (0..).zip(self.corridors.all()) {
                let met = steps.bits(self.network, *edge);
                let is_new = |last: &(u32, u32)| last.0 != row || last.1 != met;
                let last = piece.met.iter().rev().find(|known| known.0 == row);
                if met != 0 && last.is_none_or(is_new) {
                    piece.met.push((row, met));
                }
            }
        }
        for pair in piece.edges.windows(2) {
            piece.crossed.extend(self.crossed(pair[0], pair[1]));
        }
        if let Some(end) = &found.end {
            let node = if end.leaves {
                piece.edges.first().map(|edge| self.network.tail(*edge))
            } else {
                piece.edges.last().map(|edge| self.network.head(*edge))
            };
            let access = |accesses: &&[Access]| {
                accesses.iter().find(|access| Some(access.node) == node).cloned()
            };
            let known = end.accesses.iter().find_map(access);
            if let Some(access) = known.filter(|access| access.course.len() > 1) {
                piece.km[Mode::Road as usize] += access.km;
                if end.leaves && piece.modes.first() != Some(&Mode::Road) {
                    piece.modes.insert(0, Mode::Road);
                } else if !end.leaves && piece.modes.last() != Some(&Mode::Road) {
                    piece.modes.push(Mode::Road);
                }
            }
        }
        for world in 0..self.pricings.len() {
            let access = match &found.end {
                None => Some(None),
                Some(end) => self.access(end, world, &piece.edges).map(Some),
            };
            let country = found.end.as_ref().map_or(CountryCode::NONE, |end| end.country);
            let cost = access.and_then(|access| self.cost(&piece.edges, access, world, country));
            piece.costs.push(cost);
        }
        merge(&mut piece.uses);
        piece
    }

    fn access<'f>(&self, end: &End<'f>, world: usize, edges: &[EdgeId]) -> Option<&'f Access> {
        let node = if end.leaves {
            self.network.tail(*edges.first()?)
        } else {
            self.network.head(*edges.last()?)
        };
        end.accesses[world].iter().find(|access| access.node == node)
    }

    /// The mode moved by: at a terminal, that of the end that is no gate.
    fn moved(&self, edge: EdgeId) -> Mode {
        match self.network.columns().link_mode[edge.link()] {
            Mode::Transfer => self.pricings[0].transfer_mode(edge),
            other => other,
        }
    }

    fn gone_through(&self, edge: EdgeId, uses: &mut Vec<(u32, u8)>) {
        let link = edge.link();
        for id in self.network.features_of(link) {
            let feature = &self.network.features()[*id];
            let row = feature.row as usize;
            let is_passage = feature.kind == FeatureKind::Line
                && self.network.facts().lines.get(row).is_some_and(|line| line.passage.is_some());
            if is_gone_through(feature.kind) && !is_passage {
                uses.push((id.index() as u32, USED));
            }
        }
        if self.network.columns().link_mode[link] != Mode::Transfer {
            return;
        }
        let Some(terminal) = self.pricings[0].terminal_of(link) else { return };
        let mut flags = 0;
        for pricing in self.pricings {
            pricing.charges(edge, |charge| {
                if charge.kind == ChargeKind::Transfer {
                    flags |= USED;
                }
            });
        }
        let afloat = |node| is_afloat(self.planner.node_mode(node));
        if afloat(self.network.tail(edge)) {
            flags |= IN;
        }
        if afloat(self.network.head(edge)) {
            flags |= OUT;
        }
        if flags != 0 {
            uses.push((self.terminal(terminal.index()), flags));
        }
    }

    /// The borders crossed from an edge to the next.
    pub fn crossed(&self, first: EdgeId, second: EdgeId) -> Vec<(u32, Direction)> {
        let [a, b] = [first.link(), second.link()];
        let [from, to] = [self.network.country_of(a), self.network.country_of(b)];
        if from == to || !from.is_some() || !to.is_some() {
            return Vec::new();
        }
        let shared = self.network.features_of(a).iter().filter(|feature| {
            self.network.features()[**feature].kind == FeatureKind::Border
                && self.network.features_of(b).contains(feature)
        });
        shared.map(|border| (border.index() as u32, Direction::Over(from, to))).collect()
    }

    fn cost(
        &self,
        edges: &[EdgeId],
        access: Option<&Access>,
        world: usize,
        end: CountryCode,
    ) -> Option<Cost> {
        let pricing = &self.pricings[world];
        let mut cost = Cost::default();
        if let Some(access) = access.filter(|access| access.course.len() > 1) {
            cost.usd += access.usd;
            cost.hours += access.hours;
            cost.kg += access.kg;
            cost.pay(Payee::Country(end), access.usd);
        }
        for edge in edges {
            if !pricing.is_open(*edge) {
                return None;
            }
            let at_sea = matches!(self.moved(*edge), Mode::Sea | Mode::Ferry);
            let country = self.network.country_of(edge.link());
            let country = if country.is_some() { country } else { end };
            pricing.charges(*edge, |charge| {
                use ChargeKind::{Calls, Escort, Market, Passage, Run};
                cost.usd += charge.usd;
                cost.hours += charge.hours;
                cost.kg += charge.kg;
                let is_carriage = matches!(charge.kind, Run | Passage | Market | Calls | Escort);
                let payee = match (at_sea && is_carriage, charge.component) {
                    (true, Component::Toll) => Payee::Passages,
                    (true, _) => Payee::Sea,
                    (false, _) => Payee::Country(country),
                };
                cost.pay(payee, charge.usd);
            });
        }
        Some(cost)
    }
}

/// Sorts uses, each facility once.
pub(super) fn merge(uses: &mut Vec<(u32, u8)>) {
    uses.sort_unstable();
    uses.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 |= next.1;
        }
        same
    });
}

fn is_afloat(mode: Mode) -> bool {
    matches!(mode, Mode::Sea | Mode::Ferry | Mode::InlandWater)
}
