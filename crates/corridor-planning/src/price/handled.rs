//! Which terminals handle a shipment.

use super::Particulars;
use crate::cargo::Handling;
use crate::rates::Rates;
use crate::shipment::Shipment;
use corridor_network::Network;
use corridor_network::fact::TerminalKind;

/// Where ships with the cargo call: boxes at container ports, other cargo wherever the ship is not
/// far too deep. Published depths are often the shallow end of a class, and old.
pub(super) fn ports(
    network: &Network,
    rates: &Rates,
    shipment: &Shipment,
    particulars: &Particulars,
) -> Vec<bool> {
    let boxes = shipment.cargo.handling() == Handling::Box;
    let draught = shipment.fleet.ship.as_ref().map(|ship| ship.hull.draught_m);
    let terminals = network.facts().terminals.iter().zip(particulars.takes_boxes.iter());
    terminals
        .map(|(terminal, takes_boxes)| {
            let deep = terminal
                .draught_m
                .zip(draught)
                .is_none_or(|(depth, draught)| draught <= depth * rates.port_depth_tolerance);
            deep && (!boxes || *takes_boxes)
        })
        .collect()
}

/// Where the cargo is handled on land: boxes not at the sidings of mines and mills, and nothing but oil at the
/// stations of pipelines.
pub(super) fn yards(network: &Network, boxes: bool, is_piped: bool) -> Vec<bool> {
    let terminals = network.facts().terminals.iter();
    terminals
        .map(|terminal| match terminal.kind {
            TerminalKind::PipelineStation => is_piped,
            TerminalKind::RailTerminal => !boxes || terminal.containers,
            TerminalKind::Port | TerminalKind::Landing => true,
        })
        .collect()
}
