//! The transport chain once more: which legs follow from the edges, and what each takes.
//!
//! A change of mode has a transfer, what departs has a wait, a change of country by land has a border.

use super::amount::Amount;
use super::{Case, Problems, leg_name, market, rate, way};
use crate::itinerary::{Itinerary, Leg, LegKind};
use crate::price::ChargeKind;
use corridor_network::{EdgeId, FeatureId, FeatureKind, Id, Mode, NodeId, TerminalId};
use std::collections::{BTreeMap, BTreeSet};
use std::iter;

/// A leg that follows from the edges.
#[derive(Debug)]
struct Due {
    kind: LegKind,
    terminal: Option<TerminalId>,
    feature: Option<FeatureId>,
    amounts: BTreeMap<ChargeKind, Amount>,
}

#[derive(Debug, Default)]
struct Chain(Vec<Due>);

impl Chain {
    fn add(
        &mut self,
        kind: LegKind,
        terminal: Option<TerminalId>,
        feature: Option<FeatureId>,
        what: ChargeKind,
        amount: Amount,
    ) {
        let same =
            |due: &&mut Due| due.kind == kind && due.terminal == terminal && due.feature == feature;
        if let Some(due) = self.0.last_mut().filter(same) {
            *due.amounts.entry(what).or_default() += amount;
            return;
        }
        self.0.push(Due { kind, terminal, feature, amounts: [(what, amount)].into() });
    }
}

pub(super) fn judge(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    changes(case, itinerary, found);
    let chain = due(case, itinerary);
    for n in 0..chain.0.len().max(itinerary.legs.len()) {
        let (due, leg) = (chain.0.get(n), itinerary.legs.get(n));
        let told = leg.map(|leg| (leg.kind, leg.terminal, leg.feature));
        let expected = due.map(|due| (due.kind, due.terminal, due.feature));
        if told != expected {
            let show = |it: Option<(LegKind, Option<TerminalId>, Option<FeatureId>)>| match it {
                None => "nothing".to_owned(),
                Some((kind, terminal, feature)) => format!(
                    "{kind:?}{}{}",
                    terminal.map_or(String::new(), |t| {
                        format!(" in {}", case.network.facts().terminals[t.index()].id)
                    }),
                    feature.map_or(String::new(), |f| {
                        format!(" of {}", case.network.features()[f].id)
                    })
                ),
            };
            found.0.push(format!("leg {} is {}, expected {}", n + 1, show(told), show(expected)));
            // What follows is out of step.
            return;
        }
        if let (Some(due), Some(leg)) = (due, leg) {
            amounts(n, leg, due, found);
        }
    }
}

/// The mode changes in terminals, at the ends of ferries and where a waterway joins the sea, and the
/// country by land at borders only.
fn changes(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    let facts = case.network.facts();
    for pair in itinerary.edges.windows(2) {
        let modes = [case.mode(pair[0]), case.mode(pair[1])];
        let joins_sea = |edge: &EdgeId| {
            case.feature(*edge, FeatureKind::Waterway)
                .is_some_and(|(_, row)| facts.waterways[row].joins_sea)
        };
        let allowed = match modes {
            [a, b] if a == b => true,
            [Mode::Transfer, _] | [_, Mode::Transfer] => true,
            [Mode::Sea, Mode::InlandWater] | [Mode::InlandWater, Mode::Sea] => {
                pair.iter().any(joins_sea)
            }
            _ => false,
        };
        found.unless(allowed, || {
            format!("{} follows {} without a transfer", case.edge(pair[1]), case.edge(pair[0]))
        });
        let countries = [case.country(pair[0]), case.country(pair[1])];
        let by_land = modes.iter().all(|mode| matches!(mode, Mode::Rail | Mode::Road));
        if !by_land || countries[0] == countries[1] {
            continue;
        }
        let [first, second] = [pair[0], pair[1]].map(|edge| case.borders(edge));
        let shared = first.iter().find(|border| second.contains(border));
        let sides =
            shared.map(|(_, row)| facts.borders[*row].sides.each_ref().map(|side| side.country));
        let sides_fit = sides.is_some_and(|s| s == countries || s == [countries[1], countries[0]]);
        found.unless(sides_fit, || {
            format!(
                "{} leads from {} to {} without a border between them",
                case.edge(pair[1]),
                countries[0],
                countries[1]
            )
        });
    }
}

fn due(case: &Case<'_>, itinerary: &Itinerary) -> Chain {
    let mut chain = Chain::default();
    let (first, last) = (itinerary.legs.first(), itinerary.legs.last());
    let start = itinerary.edges.first().map(|edge| case.network.tail(*edge));
    let end = itinerary.edges.last().map(|edge| case.network.head(*edge));
    let road = LegKind::Move(Mode::Road);
    let drives = drives(case, itinerary, [start, end]);
    if first.is_some_and(|leg| !way::before(leg).is_empty()) {
        chain.add(road, None, None, ChargeKind::Run, drives[0]);
    }
    let befores = iter::once(None).chain(itinerary.edges.iter().copied().map(Some));
    for (edge, before) in itinerary.edges.iter().zip(befores) {
        add(case, *edge, before, &mut chain);
    }
    if last.is_some_and(|leg| !way::after(leg).is_empty()) {
        chain.add(road, None, None, ChargeKind::Run, drives[1]);
    }
    chain
}

fn add(case: &Case<'_>, edge: EdgeId, before: Option<EdgeId>, chain: &mut Chain) {
    match case.mode(edge) {
        Mode::Transfer => transfer(case, edge, chain),
        Mode::Ferry => {
            let feature = case.feature(edge, FeatureKind::Service).map(|service| service.0);
            let wait = rate::service(case, edge).map(rate::wait_for).unwrap_or_default();
            chain.add(LegKind::Wait, None, feature, ChargeKind::Wait, wait);
            let run = rate::run(case, edge, Mode::Ferry);
            chain.add(LegKind::Move(Mode::Ferry), None, feature, ChargeKind::Run, run);
        }
        Mode::Pipeline => {
            let feature = case.feature(edge, FeatureKind::Pipeline).map(|pipeline| pipeline.0);
            let run = rate::run(case, edge, Mode::Pipeline);
            chain.add(LegKind::Move(Mode::Pipeline), None, feature, ChargeKind::Run, run);
        }
        mode => {
            let moves = LegKind::Move(mode);
            let run = rate::run(case, edge, mode);
            let by_land = matches!(mode, Mode::Rail | Mode::Road);
            // The border point is where the country changes; half of it is on either side.
            let crossed = |(feature, _): &(FeatureId, usize)| {
                let last = before.filter(|last| case.country(*last) != case.country(edge));
                last.is_some_and(|last| case.borders(last).iter().any(|b| b.0 == *feature))
            };
            let borders = if by_land { case.borders(edge) } else { Vec::new() };
            let (left, reached): (Vec<_>, Vec<_>) = borders.into_iter().partition(crossed);
            let cross = |borders: Vec<(FeatureId, usize)>, chain: &mut Chain| {
                for (feature, row) in borders {
                    let (crossing, change) = rate::border(case, &case.network.facts().borders[row]);
                    let at = Some(feature);
                    chain.add(LegKind::Border, None, at, ChargeKind::Border, crossing * 0.5);
                    if let Some((kind, change)) = change {
                        chain.add(LegKind::Border, None, at, kind, change * 0.5);
                    }
                }
            };
            cross(left, chain);
            chain.add(moves, None, None, ChargeKind::Run, run);
            let calls = market::calls_at_the_mouth(case, edge);
            chain.add(moves, None, None, ChargeKind::Calls, calls);
            let asked = market::on_the_way(case, edge);
            chain.add(moves, None, None, ChargeKind::Market, asked);
            if let Some(escort) = rate::escort(case, edge).filter(|_| mode == Mode::Sea) {
                chain.add(moves, None, None, ChargeKind::Escort, escort);
            }
            cross(reached, chain);
        }
    }
}

fn transfer(case: &Case<'_>, edge: EdgeId, chain: &mut Chain) {
    let Some((mode, loading)) = case.berth(edge) else { return };
    let row = case.feature(edge, FeatureKind::Terminal).map(|(_, row)| row);
    let terminal = row.map(TerminalId::from_index);
    let gate = if loading { case.network.tail(edge) } else { case.network.head(edge) };
    let country = case.network.columns().node_country[gate];
    let handling = rate::handle(case, country, mode, loading);
    let run = case.is_travelled(edge).then(|| rate::run(case, edge, mode));
    let moves = LegKind::Move(mode);
    if let Some(run) = run.filter(|_| !loading) {
        chain.add(moves, None, None, ChargeKind::Run, run);
    }
    let calls = market::calls(case, edge).filter(|_| mode == Mode::Sea);
    let asked = market::at_the_quay(case, edge, loading);
    let asked = asked.filter(|_| mode == Mode::Sea);
    if let Some(calls) = calls.filter(|_| !loading) {
        chain.add(moves, None, None, ChargeKind::Calls, calls);
    }
    if let Some(asked) = asked.filter(|_| !loading) {
        chain.add(moves, None, None, ChargeKind::Market, asked);
    }
    chain.add(LegKind::Transfer, terminal, None, ChargeKind::Transfer, handling);
    if let Some(wait) = rate::wait(case, country, mode).filter(|_| loading) {
        chain.add(LegKind::Wait, terminal, None, ChargeKind::Wait, wait);
    }
    if let Some(calls) = calls.filter(|_| loading) {
        chain.add(moves, None, None, ChargeKind::Calls, calls);
    }
    if let Some(asked) = asked.filter(|_| loading) {
        chain.add(moves, None, None, ChargeKind::Market, asked);
    }
    if let Some(run) = run.filter(|_| loading) {
        chain.add(moves, None, None, ChargeKind::Run, run);
    }
}

/// What the lorries between the places and the network take.
///
/// Their kilometres are what the legs have beyond their links; where one leg has both drives, each has
/// its part by its course. The country is that of a road at the node joined.
fn drives(case: &Case<'_>, itinerary: &Itinerary, nodes: [Option<NodeId>; 2]) -> [Amount; 2] {
    let beyond = |leg: &Leg| leg.km - leg.edges.iter().map(|edge| case.km(*edge)).sum::<f64>();
    let length = |course: &[corridor_network::LngLat]| -> f64 {
        course.windows(2).map(|pair| pair[0].sphere_km(pair[1])).sum()
    };
    let (Some(first), Some(last)) = (itinerary.legs.first(), itinerary.legs.last()) else {
        return [Amount::default(); 2];
    };
    let courses = [length(way::before(first)), length(way::after(last))];
    let km = if itinerary.legs.len() == 1 {
        let whole = courses[0] + courses[1];
        courses.map(|part| if whole > 0.0 { beyond(first) * part / whole } else { 0.0 })
    } else {
        [beyond(first), beyond(last)]
    };
    let country = |node: Option<NodeId>| {
        let roads = node.map_or(&[][..], |node| case.network.edges_from(node));
        let roads = roads.iter().filter(|edge| case.mode(**edge) == Mode::Road);
        roads.map(|edge| case.country(*edge)).collect::<BTreeSet<_>>().first().copied()
    };
    let drive =
        |k: usize| country(nodes[k]).map_or(Amount::default(), |at| rate::drive(case, at, km[k]));
    [drive(0), drive(1)]
}

/// Elements of a leg beside what they are due to be; dues of passages are judged on their own.
fn amounts(n: usize, leg: &Leg, due: &Due, found: &mut Problems) {
    let mut told: BTreeMap<ChargeKind, Amount> = BTreeMap::new();
    for e in leg.elements.iter().filter(|e| e.kind != ChargeKind::Passage) {
        let amount = Amount { ttw_kg: e.ttw_kg, wtt_kg: e.wtt_kg, ..Amount::of(e.hours, e.usd) };
        *told.entry(e.kind).or_default() += amount;
    }
    let kinds: BTreeSet<ChargeKind> = told.keys().chain(due.amounts.keys()).copied().collect();
    for kind in kinds {
        let told = told.get(&kind).copied().unwrap_or_default();
        let due = due.amounts.get(&kind).copied().unwrap_or_default();
        let what = format!("{}, {}", leg_name(n, leg), kind.name());
        for (told, due, unit) in [
            (told.hours, due.hours, "h"),
            (told.usd, due.usd, "USD"),
            (told.ttw_kg, due.ttw_kg, "kg CO2e from tank to wheel"),
            (told.wtt_kg, due.wtt_kg, "kg CO2e from well to tank"),
        ] {
            found.unequal(&what, told, due, unit);
        }
    }
}
