//! The ship fits, the cargo is carried by what moves it, and ports and lines take it.

use super::{Case, Problems};
use crate::cargo::Cargo;
use crate::itinerary::Itinerary;
use corridor_network::fact::{AreaKind, Limits, PipedGoods, ServiceKind, Terminal};
use corridor_network::{EdgeId, FeatureKind, Id, Mode, NodeId, TerminalId};
use std::collections::{BTreeMap, BTreeSet};

/// Beam of the smallest container ships of lines, m.
const LINER_BEAM_M: f64 = 19.0;

pub(super) fn judge(case: &Case<'_>, itinerary: &Itinerary, found: &mut Problems) {
    let fleet = &case.shipment.fleet;
    for (k, edge) in itinerary.edges.iter().copied().enumerate() {
        let carried = match case.mode(edge) {
            Mode::Sea => {
                at_sea(case, edge, found);
                true
            }
            Mode::Rail => fleet.train.is_some(),
            Mode::Road => fleet.lorry.is_some(),
            Mode::InlandWater => fleet.barge.is_some(),
            Mode::Ferry => {
                ferry(case, edge, found);
                true
            }
            Mode::Pipeline => {
                pipeline(case, edge, found);
                true
            }
            Mode::Transfer => {
                let before = k.checked_sub(1).map(|k| itinerary.edges[k]);
                transfer(case, edge, before, itinerary.edges.get(k + 1).copied(), found);
                true
            }
        };
        found.unless(carried, || {
            format!("{} cannot carry {}", case.edge(edge), case.shipment.cargo)
        });
    }
}

fn at_sea(case: &Case<'_>, edge: EdgeId, found: &mut Problems) {
    let facts = case.network.facts();
    let ship = case.shipment.fleet.ship.as_ref();
    for (_, feature) in case.features(edge) {
        let row = feature.row as usize;
        match feature.kind {
            FeatureKind::Area if facts.areas[row].kind == AreaKind::Enclosed => {
                found.unless(ship.is_some_and(|ship| ship.enclosed_seas), || {
                    format!("{} sails {}, where no such ship trades", case.edge(edge), feature.id)
                });
            }
            // Passages of waterways are sailed by barges of their size.
            FeatureKind::Passage
                if !facts.waterways.iter().any(|w| w.passage.as_ref() == Some(&feature.id)) =>
            {
                let Limits { draught_m, beam_m, loa_m, air_draught_m } = facts.passages[row].limits;
                let Some(ship) = ship else {
                    // Some line has to have ships small enough.
                    found.unless(beam_m.is_none_or(|beam| beam >= LINER_BEAM_M), || {
                        format!("{} leads a liner through {}", case.edge(edge), feature.id)
                    });
                    continue;
                };
                let hull = &ship.hull;
                for (what, size, limit) in [
                    ("draught", Some(hull.draught_m), draught_m),
                    ("beam", Some(hull.beam_m), beam_m),
                    ("length", Some(hull.length_m), loa_m),
                    ("air draught", hull.air_draught_m, air_draught_m),
                ] {
                    let (Some(size), Some(limit)) = (size, limit) else { continue };
                    found.unless(size <= limit, || {
                        format!(
                            "{} leads a {} of {what} {size} m through {}, expected {limit} m at most",
                            case.edge(edge),
                            ship.id,
                            feature.id
                        )
                    });
                }
            }
            _ => {}
        }
    }
}

/// A line sails between its own terminals, with what it takes.
fn ferry(case: &Case<'_>, edge: EdgeId, found: &mut Problems) {
    let facts = case.network.facts();
    let Some((_, row)) = case.feature(edge, FeatureKind::Service) else {
        found.0.push(format!("{} belongs to no service", case.edge(edge)));
        return;
    };
    let service = &facts.services[row];
    let [rail, ro_ro, feeder] = case.shipment.fleet.ferries;
    let takes = match service.kind {
        ServiceKind::RailFerry => rail,
        ServiceKind::RoRo => ro_ro,
        ServiceKind::Feeder => feeder,
    };
    found.unless(takes, || format!("{} does not take {}", service.id, case.shipment.cargo));
    let gates = |id: &str| -> Vec<NodeId> {
        let is = |t: &Terminal| t.id == id || t.locode.is_some_and(|locode| locode.as_str() == id);
        let rows = facts.terminals.iter().enumerate().filter(|(_, t)| is(t));
        rows.map(|(row, _)| case.network.columns().terminal_node[TerminalId::from_index(row)])
            .collect()
    };
    let (tail, head) = (case.network.tail(edge), case.network.head(edge));
    let (from, to) = (gates(&service.from), gates(&service.to));
    let there = from.contains(&tail) && to.contains(&head);
    let back = to.contains(&tail) && from.contains(&head);
    found.unless(there || back, || {
        format!(
            "{} is no way of {}, which sails between {} and {}",
            case.edge(edge),
            service.id,
            service.from,
            service.to
        )
    });
}

/// A pipeline flows between its own terminals, in its direction, with its goods.
fn pipeline(case: &Case<'_>, edge: EdgeId, found: &mut Problems) {
    let facts = case.network.facts();
    let Some((_, row)) = case.feature(edge, FeatureKind::Pipeline) else {
        found.0.push(format!("{} belongs to no pipeline", case.edge(edge)));
        return;
    };
    let pipeline = &facts.pipelines[row];
    let goods = match case.shipment.cargo {
        Cargo::Crude => Some(PipedGoods::Crude),
        Cargo::Products => Some(PipedGoods::Products),
        _ => None,
    };
    found.unless(goods == Some(pipeline.goods), || {
        format!("{} does not carry {}", pipeline.id, case.shipment.cargo)
    });
    // Terminals are joined to pipelines by their transfers.
    let is_at = |node: NodeId, id: &str| {
        let around = case.network.edges_from(node).iter();
        let mut here = around.filter_map(|e| case.feature(*e, FeatureKind::Terminal));
        here.any(|(_, row)| facts.terminals[row].id == id)
    };
    let (tail, head) = (case.network.tail(edge), case.network.head(edge));
    let there = is_at(tail, &pipeline.from) && is_at(head, &pipeline.to);
    let back = is_at(tail, &pipeline.to) && is_at(head, &pipeline.from);
    found.unless(there || back && pipeline.two_way, || {
        format!(
            "{} is no way of {}, which flows from {} to {}",
            case.edge(edge),
            pipeline.id,
            pipeline.from,
            pipeline.to
        )
    });
}

/// A transfer belongs to a terminal, joins what the way goes on with, and takes the cargo.
fn transfer(
    case: &Case<'_>,
    edge: EdgeId,
    before: Option<EdgeId>,
    next: Option<EdgeId>,
    found: &mut Problems,
) {
    let (Some((_, row)), Some((mode, loading))) =
        (case.feature(edge, FeatureKind::Terminal), case.berth(edge))
    else {
        found.0.push(format!("{} belongs to no terminal or no mode", case.edge(edge)));
        return;
    };
    let beside = if loading { next } else { before };
    let beside = beside.map(|edge| case.mode(edge));
    found.unless(beside.is_none_or(|m| m == mode || m == Mode::Transfer), || {
        format!("{} serves {}, not {beside:?}", case.edge(edge), mode.name())
    });
    let fleet = &case.shipment.fleet;
    let terminal = &case.network.facts().terminals[row];
    let carried = match mode {
        Mode::Rail => fleet.train.is_some(),
        Mode::Road => fleet.lorry.is_some(),
        Mode::InlandWater => fleet.barge.is_some(),
        Mode::Pipeline => matches!(case.shipment.cargo, Cargo::Crude | Cargo::Products),
        _ => true,
    };
    found.unless(carried, || format!("{} cannot load {}", case.edge(edge), case.shipment.cargo));
    if mode != Mode::Sea {
        return;
    }
    if let (Some(ship), Some(depth)) = (&fleet.ship, terminal.draught_m) {
        let most = depth * case.parameters.get("port.depth_tolerance");
        found.unless(ship.hull.draught_m <= most, || {
            format!(
                "a {} of draught {} m calls at {}, expected {most:.1} m at most",
                ship.id, ship.hull.draught_m, terminal.id
            )
        });
    }
    if case.shipment.cargo == Cargo::Container && !terminal.containers {
        let gate = if loading { case.network.tail(edge) } else { case.network.head(edge) };
        if let Some(other) = container_port_by_land(case, gate) {
            found.0.push(format!(
                "boxes go through {}, which takes none; {} does",
                terminal.id, other.id
            ));
        }
    }
}

/// A terminal for boxes that roads and railways join to a gate: where there is one, boxes go by it.
fn container_port_by_land<'a>(case: &Case<'a>, gate: NodeId) -> Option<&'a Terminal> {
    let facts = case.network.facts();
    let gates = case.network.columns().terminal_node.enumerate();
    let listed: BTreeMap<NodeId, &Terminal> = gates
        .map(|(terminal, node)| (*node, &facts.terminals[terminal.index()]))
        .filter(|(_, terminal)| terminal.containers)
        .collect();
    let mut seen = BTreeSet::from([gate]);
    let mut open = vec![gate];
    while let Some(node) = open.pop() {
        if let Some(terminal) = listed.get(&node) {
            return Some(terminal);
        }
        for edge in case.network.edges_from(node) {
            let by_land = matches!(case.mode(*edge), Mode::Road | Mode::Rail)
                || matches!(case.berth(*edge), Some((Mode::Road | Mode::Rail, _)));
            let head = case.network.head(*edge);
            if by_land && seen.insert(head) {
                open.push(head);
            }
        }
    }
    None
}
