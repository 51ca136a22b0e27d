//! Quotes: what a carrier offers on a lane, in the place of what the market's figures give.
//!
//! A quote is for a voyage from one port to another in that direction. Where a way has such a voyage on a
//! day on which the quote holds, its freight, dues and escort are what the quote says; handling at the
//! ends stays. Of several the cheapest counts. A quote changes what ways cost, not which ways are
//! looked for. Ways through the Arctic are not what a lane means.

use crate::itinerary::{Itinerary, Leg, LegKind};
use crate::price::{ChargeKind, Component};
use crate::shipment::Shipment;
use corridor_network::fact::PassageKind;
use corridor_network::{FeatureKind, Mode, Network, TerminalId};
use jiff::civil::Date;

/// The box a quote is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Equipment {
    /// A twenty-foot box: holds for one that is shipped alone.
    TwentyFoot,
    /// A forty-foot box.
    FortyFoot,
}

impl Equipment {
    /// The word in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::TwentyFoot => "twenty-foot box",
            Self::FortyFoot => "forty-foot box",
        }
    }
}

/// What is paid besides the freight.
#[derive(Clone, Debug, PartialEq)]
pub struct Surcharge {
    /// Its name, such as `baf`.
    pub name: String,
    /// US dollars a box.
    pub usd: f64,
    /// Whether it counts.
    pub counted: bool,
}

/// An offer of a carrier.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// From this terminal to that.
    pub between: [TerminalId; 2],
    /// For which box.
    pub equipment: Equipment,
    /// US dollars a box, with the surcharges that count.
    pub usd: f64,
    /// Who offers it; empty when not said.
    pub carrier: String,
    /// First and last day of loading; without a bound when absent.
    pub valid: [Option<Date>; 2],
    /// Id of the table it stands in, and its line.
    pub table: String,
    /// Line of the table.
    pub line: usize,
}

/// A quote that was used on a leg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Used {
    /// The row of the quote.
    pub row: usize,
    /// What the voyage would have cost without it, US dollars.
    pub model_usd: f64,
    /// What it costs, US dollars.
    pub usd: f64,
}

impl Quote {
    fn holds(&self, day: Date, shipment: &Shipment) -> bool {
        let [first, last] = self.valid;
        let single = shipment.teu > 0.0 && shipment.teu <= 1.0;
        first.is_none_or(|first| first <= day)
            && last.is_none_or(|last| day <= last)
            && shipment.teu > 0.0
            && single == (self.equipment == Equipment::TwentyFoot)
    }

    /// What the whole shipment pays.
    fn of(&self, shipment: &Shipment) -> f64 {
        match self.equipment {
            Equipment::TwentyFoot => self.usd,
            // A twenty-foot box that is left over goes in a forty-foot one.
            Equipment::FortyFoot => self.usd * (shipment.teu / 2.0).ceil(),
        }
    }
}

/// Prices the voyages of an itinerary by the quotes that hold on the day and marks their legs.
pub fn apply(
    network: &Network,
    quotes: &[Quote],
    day: Date,
    shipment: &Shipment,
    itinerary: &mut Itinerary,
) {
    for n in 1..itinerary.legs.len().saturating_sub(1) {
        let [before, leg, after] = &mut itinerary.legs[n - 1..=n + 1] else { continue };
        let (Some(from), Some(to)) = (before.terminal, after.terminal) else { continue };
        let is_voyage = leg.kind == LegKind::Move(Mode::Sea) && after.kind == LegKind::Transfer;
        if !is_voyage || is_arctic(network, leg) {
            continue;
        }
        let offers = quotes
            .iter()
            .enumerate()
            .filter(|(_, quote)| quote.between == [from, to] && quote.holds(day, shipment));
        let offers = offers.map(|(row, quote)| (row, quote.of(shipment)));
        let Some((row, usd)) = offers.min_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
        let quoted = |part: Component| {
            matches!(part, Component::Freight | Component::Toll | Component::Escort)
        };
        let model_usd: f64 =
            leg.elements.iter().filter(|e| quoted(e.component)).map(|e| e.usd).sum();
        let mut rest = usd;
        for element in leg.elements.iter_mut().filter(|e| quoted(e.component)) {
            // All of it stands with the miles.
            let is_run = element.kind == ChargeKind::Run;
            element.usd = if is_run { std::mem::take(&mut rest) } else { 0.0 };
        }
        leg.usd += usd - model_usd;
        itinerary.usd += usd - model_usd;
        leg.quote = Some(Used { row, model_usd, usd });
    }
}

/// Whether a voyage leads through the straits of the Arctic: nobody means those by a lane.
fn is_arctic(network: &Network, leg: &Leg) -> bool {
    let mut features = leg.edges.iter().flat_map(|edge| network.features_of(edge.link()));
    features.any(|id| {
        let feature = &network.features()[*id];
        feature.kind == FeatureKind::Passage
            && network.facts().passages[feature.row as usize].kind == PassageKind::Arctic
    })
}
