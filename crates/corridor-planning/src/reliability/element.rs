//! What is drawn: the parts of a chain's legs, each with a mean, a law and an identity.

use crate::itinerary::{Leg, LegKind};
use crate::parameters::Parameters;
use crate::price::ChargeKind;
use corridor_network::{CountryCode, FeatureKind, Id, Mode, Network};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Hours of a run whose spread the parameters give; the variance grows in proportion to time.
const RUN_HOURS: f64 = 240.0;
/// No run spreads more than this, however short: its log-normal would be nothing but tail.
const MOST_OF_A_RUN: f64 = 1.0;

/// How the hours of an element spread about their mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Law {
    /// Anything between nothing and twice the mean alike: the wait for the next departure.
    Uniform,
    /// Log-normal with this coefficient of variation.
    LogNormal(f64),
}

/// Part of what a chain takes, drawn as one. (Elements of the transport chain are what it is made of.)
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Element {
    /// What its random numbers are made from.
    pub(super) key: [u8; 16],
    /// Whose fortune it shares: a country, or the sea.
    pub(super) group: CountryCode,
    /// Planned hours.
    pub(super) mean_h: f64,
    /// How they spread.
    pub(super) law: Law,
}

/// Elements of the same identity are drawn once.
pub(super) type Identity = ([u8; 16], u64, u64);

impl Element {
    pub(super) fn identity(&self) -> Identity {
        let spread = match self.law {
            Law::Uniform => u64::MAX,
            Law::LogNormal(cv) => cv.to_bits(),
        };
        (self.key, self.mean_h.to_bits(), spread)
    }
}

/// The parameters of spreading, looked up by country.
pub(super) struct Spreads<'a>(&'a Parameters);

impl<'a> Spreads<'a> {
    pub(super) fn new(parameters: &'a Parameters) -> Self {
        Self(parameters)
    }

    /// Part of the variance (of the logarithm) that all elements of a season share.
    pub(super) fn season(&self) -> f64 {
        self.0.get("reliability.correlation_season")
    }

    /// Part that elements of one country, or of the sea, share besides.
    pub(super) fn country(&self) -> f64 {
        self.0.get("reliability.correlation_country")
    }

    fn law(&self, leg: &Leg, part: Part, by_rail: bool) -> Law {
        let cv = |id: &str| self.0.for_country(id, part.country).value;
        let run = |id: &str| {
            Law::LogNormal((cv(id) * (RUN_HOURS / part.hours).sqrt()).min(MOST_OF_A_RUN))
        };
        match (part.kind, leg.kind) {
            (ChargeKind::Wait, _) => Law::Uniform,
            (ChargeKind::Run | ChargeKind::Escort | ChargeKind::Calls, LegKind::Move(mode)) => {
                match mode {
                    Mode::Sea if is_escorted(leg) => run("reliability.ice.cv_10_days"),
                    Mode::Sea => run("reliability.sea.cv_10_days"),
                    Mode::Rail => run("reliability.rail.cv_10_days"),
                    Mode::InlandWater => run("reliability.inland_water.cv_10_days"),
                    Mode::Ferry => run("reliability.ferry.cv_10_days"),
                    Mode::Pipeline => run("reliability.pipeline.cv_10_days"),
                    Mode::Road | Mode::Transfer => run("reliability.road.cv_10_days"),
                }
            }
            (ChargeKind::Passage, _) => Law::LogNormal(cv("reliability.passage.cv")),
            (ChargeKind::Border, _) if by_rail => Law::LogNormal(cv("reliability.border.rail.cv")),
            (ChargeKind::Border, _) => Law::LogNormal(cv("reliability.border.road.cv")),
            _ => Law::LogNormal(cv("reliability.terminal.cv")),
        }
    }
}

/// Hours of one kind on a leg.
#[derive(Clone, Copy)]
struct Part {
    kind: ChargeKind,
    country: CountryCode,
    hours: f64,
}

/// The elements of a chain: what of its legs takes time, by kind.
pub(super) fn elements(network: &Network, spreads: &Spreads<'_>, legs: &[Leg]) -> Vec<Element> {
    let mut met: BTreeMap<String, u32> = BTreeMap::new();
    let mut elements = Vec::new();
    for leg in legs {
        let country = country(network, leg);
        let at_sea = matches!(leg.kind, LegKind::Move(Mode::Sea | Mode::Ferry));
        let mut hours: BTreeMap<ChargeKind, f64> = BTreeMap::new();
        for element in &leg.elements {
            *hours.entry(element.kind).or_insert(0.0) += element.hours;
        }
        for (kind, hours) in hours.into_iter().filter(|(_, hours)| *hours > 0.0) {
            let part = Part { kind, country, hours };
            let mut name = named(network, leg, part);
            // A chain may do the same at one place more than once.
            let nth = met.entry(name.clone()).or_insert(0);
            *nth += 1;
            let _ = write!(name, "|{nth}");
            elements.push(Element {
                key: key(name.as_bytes()),
                group: if at_sea { CountryCode::NONE } else { country },
                mean_h: hours,
                law: spreads.law(leg, part, is_by_rail(network, leg)),
            });
        }
    }
    elements
}

/// A number that stands for what these bytes say, the same on every machine.
pub(super) fn key(bytes: &[u8]) -> [u8; 16] {
    let digest = Sha256::digest(bytes);
    std::array::from_fn(|i| digest[i])
}

/// What a part is, in words that do not change when something else does: not its hours, so that a
/// scenario that shortens a stay is compared under the same fortune. All ships meet the same queue
/// before a canal.
fn named(network: &Network, leg: &Leg, part: Part) -> String {
    let kind = part.kind.name();
    if part.kind == ChargeKind::Passage {
        return format!("{kind}|{}", passages(network, leg).join("|"));
    }
    let terminal = leg.terminal.map_or("", |t| &network.facts().terminals[t.index()].id);
    let feature = leg.feature.map_or("", |f| &network.features()[f].id);
    let ([a, b], [c, d]) = (leg.from.degrees(), leg.to.degrees());
    let country = part.country;
    format!("{kind}|{:?}|{country}|{terminal}|{feature}|{a:.5}|{b:.5}|{c:.5}|{d:.5}", leg.kind)
}

/// Ids of the passages of a leg, in order.
fn passages<'n>(network: &'n Network, leg: &Leg) -> Vec<&'n str> {
    let mut ids: Vec<&str> = Vec::new();
    for id in leg.edges.iter().flat_map(|edge| network.features_of(edge.link())) {
        let feature = &network.features()[*id];
        if feature.kind == FeatureKind::Passage && !ids.contains(&feature.id.as_str()) {
            ids.push(&feature.id);
        }
    }
    ids
}

/// The country where a leg begins; none at sea.
fn country(network: &Network, leg: &Leg) -> CountryCode {
    let terminal = leg.terminal.map(|t| network.facts().terminals[t.index()].country);
    let first = leg.countries.first().copied();
    terminal.or(first).unwrap_or(CountryCode::NONE)
}

fn is_by_rail(network: &Network, leg: &Leg) -> bool {
    leg.feature.is_some_and(|id| {
        let feature = &network.features()[id];
        feature.kind == FeatureKind::Border
            && network.facts().borders[feature.row as usize].mode == Mode::Rail
    })
}

/// Whether a ship follows an icebreaker on some part of the leg.
fn is_escorted(leg: &Leg) -> bool {
    leg.elements.iter().any(|element| element.kind == ChargeKind::Escort)
}
