//! A charge: a part of what an edge takes.

/// What a charge is for. Runs, passages, calls, escorts and prices of markets belong to what is under way,
/// the others make legs of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChargeKind {
    /// Moving over the link.
    Run,
    /// Handling and dwell in a terminal.
    Transfer,
    /// Waiting for the next departure.
    Wait,
    /// Getting through a canal, strait or lock: convoy, wait, dues.
    Passage,
    /// What a sea market asks besides the miles: at loading, at discharge, at a gate between markets.
    Market,
    /// Calls of a liner at other ports and changes of ship, at the end of a voyage where it arises.
    Calls,
    /// Following an icebreaker.
    Escort,
    /// Getting through a border.
    Border,
    /// Change of gauge at a border.
    GaugeBreak,
    /// Change to a lorry of the other country at a border.
    Transload,
}

impl ChargeKind {
    /// The word in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Transfer => "transfer",
            Self::Wait => "wait",
            Self::Passage => "passage",
            Self::Market => "market",
            Self::Calls => "calls",
            Self::Escort => "escort",
            Self::Border => "border",
            Self::GaugeBreak => "gauge_break",
            Self::Transload => "transload",
        }
    }
}

/// What money is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Carriage.
    Freight,
    /// Loading, unloading, lifts.
    Handling,
    /// Dues of canals and straits.
    Toll,
    /// Fees at borders.
    Fee,
    /// An icebreaker.
    Escort,
}

impl Component {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Freight, Self::Handling, Self::Toll, Self::Fee, Self::Escort];

    /// The word in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Freight => "freight",
            Self::Handling => "handling",
            Self::Toll => "toll",
            Self::Fee => "fee",
            Self::Escort => "escort",
        }
    }
}

/// A part of what an edge takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Charge {
    /// What for.
    pub kind: ChargeKind,
    /// What the money is paid for.
    pub component: Component,
    /// Hours.
    pub hours: f64,
    /// US dollars for the whole shipment.
    pub usd: f64,
    /// Kilograms of CO2e, well to wheel, for the whole shipment.
    pub kg: f64,
    /// Of these, from well to tank.
    pub wtt_kg: f64,
    /// Ids of the parameters it is made from.
    pub parameters: &'static [&'static str],
}

impl Charge {
    /// A charge that emits nothing.
    pub(super) fn priced(
        kind: ChargeKind,
        component: Component,
        hours: f64,
        usd: f64,
        parameters: &'static [&'static str],
    ) -> Self {
        Self { kind, component, hours, usd, kg: 0.0, wtt_kg: 0.0, parameters }
    }

    /// Kilograms of CO2e from tank to wheel.
    pub fn ttw_kg(&self) -> f64 {
        self.kg - self.wtt_kg
    }
}
