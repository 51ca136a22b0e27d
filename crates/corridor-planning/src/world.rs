//! The world of a plan: what is usable on the day, for this ship, with what the user avoids.

use crate::cargo::Cargo;
use crate::ice::{Going, Ice};
use crate::ice_class::IceClass;
use crate::shipment::Shipment;
use crate::vehicle::Hull;
use corridor_network::fact::{
    AreaKind, Evidence, PassageKind, Season, State, StatusPeriod, status_on,
};
use corridor_network::{
    CountryCode, Feature, FeatureId, FeatureKind, FeatureSetId, IdVec, Network,
};
use jiff::civil::Date;

/// The group of the passages that make up the Northern Sea Route.
const NORTHERN_SEA_ROUTE: &str = "arctic";

/// A container ship of some 500 boxes: the smallest on a line (judgement). The Corinth Canal, 17.6 m wide for
/// ships, takes none.
const SMALLEST_LINER: Hull =
    Hull { draught_m: 6.4, beam_m: 19.0, length_m: 115.0, air_draught_m: None };

/// What is asked of the world.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditions {
    /// Day of departure: decides season and ice.
    pub depart: Date,
    /// Day of the world planned in: decides status and what is reported.
    pub as_of: Date,
    /// Ice class of the ship.
    pub ice_class: IceClass,
    /// Features not to be used.
    pub avoid_features: Vec<FeatureId>,
    /// Passages to be used that freight does not sail unasked.
    pub allow_features: Vec<FeatureId>,
    /// Countries not to be entered.
    pub avoid_countries: Vec<CountryCode>,
    /// Countries whose land and ports the goods may not go through; ships may pass their waters.
    pub no_transit: Vec<CountryCode>,
    /// Areas at war that an end of the way lies in: they are not closed to it.
    pub within: Vec<FeatureId>,
    /// Leave out what is reported disrupted.
    pub strict_status: bool,
    /// The countries that the goods come from and go to; `None` for traffic at large.
    pub trade: Option<[CountryCode; 2]>,
}

/// Why something is not usable.
#[derive(Clone, Debug, PartialEq)]
pub enum Bar {
    /// The user avoids it.
    Avoided,
    /// Its status on the day, with the report.
    Status(State, String),
    /// A border for the trade of its two countries with each other only, with the report.
    Bilateral(String),
    /// Reported disrupted, and the user wants none of that.
    Strict(String),
    /// Out of its season.
    Season(String),
    /// Ice beyond the class of the ship.
    Ice(String),
    /// Not sailed by freight unless asked for.
    Unasked,
    /// The ship is too large.
    Misfit(String),
}

impl Bar {
    /// Stable code for answers.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Avoided => "avoided",
            Self::Status(State::Planned, _) => "planned",
            Self::Status(..) => "closed",
            Self::Bilateral(_) => "bilateral",
            Self::Strict(_) => "disrupted",
            Self::Season(_) => "season",
            Self::Ice(_) => "ice",
            Self::Unasked => "unasked",
            Self::Misfit(_) => "does-not-fit",
        }
    }

    /// The reason in words.
    pub fn words(&self) -> String {
        match self {
            Self::Avoided => "avoided as asked".to_owned(),
            Self::Unasked => "not sailed by freight unless asked for with --allow".to_owned(),
            Self::Status(state, report) if report.is_empty() => format!("{state:?}").to_lowercase(),
            Self::Strict(report) => format!("left out by --strict-status: {report}"),
            Self::Bilateral(report) => {
                format!("only for trade of the two countries with each other: {report}")
            }
            Self::Status(_, text) | Self::Season(text) | Self::Ice(text) | Self::Misfit(text) => {
                text.clone()
            }
        }
    }
}

/// A dated report that a plan must show when it uses what the report is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// Stable code: the state reported.
    pub code: String,
    /// What is reported.
    pub text: String,
    /// Who reported it.
    pub source: String,
    /// When.
    pub date: String,
}

/// The state of every feature on the day.
#[derive(Clone, Debug)]
pub struct World {
    bars: IdVec<FeatureId, Option<Bar>>,
    warnings: IdVec<FeatureId, Vec<Warning>>,
    ice: IdVec<FeatureId, Option<Ice>>,
    closed_sets: IdVec<FeatureSetId, bool>,
    /// What was asked.
    pub conditions: Conditions,
}

impl World {
    /// Works out the state of every feature.
    pub fn new(network: &Network, conditions: Conditions) -> Self {
        let mut bars: IdVec<FeatureId, Option<Bar>> = IdVec::new();
        let mut warnings = IdVec::new();
        let mut ices = IdVec::new();
        for (id, feature) in network.features().enumerate() {
            let row = feature.row as usize;
            let (status, season) = status_and_season(network, feature.kind, row);
            let ice = match feature.kind {
                FeatureKind::Area => ice_of(network, row, &conditions),
                _ => None,
            };
            let going = ice.map(|ice| ice.going);
            let reports = reports(network, &feature.id, status, conditions.as_of);
            bars.push(bar(network, id, &conditions, status, season, going, &reports));
            ices.push(ice);
            let at_war = feature.kind == FeatureKind::Area
                && network.facts().areas[row].kind == AreaKind::War;
            let told = reports.into_iter().map(|(_, warning)| {
                if at_war { Warning { code: "war".to_owned(), ..warning } } else { warning }
            });
            warnings.push(told.collect());
        }
        let closed_sets = closed_sets(network, &bars);
        Self { bars, warnings, ice: ices, closed_sets, conditions }
    }

    /// This world for the ship of a shipment: passages that it does not fit through are barred. So are, to
    /// boxes between ports outside Russia, the straits of the Northern Sea Route that nobody asked for: single
    /// voyages were made there, and no line takes bookings.
    ///
    /// Canals and locks of inland waterways are not: barges of their size sail those. Boxes of no class of ship
    /// go by a liner, and the smallest of them has to fit.
    #[must_use]
    pub fn carrying(mut self, network: &Network, shipment: &Shipment) -> Self {
        let facts = network.facts();
        let is_russian = |trade: [CountryCode; 2]| trade.iter().any(|c| c.to_string() == "RU");
        if shipment.cargo == Cargo::Container
            && self.conditions.trade.is_some_and(|trade| !is_russian(trade))
        {
            for (id, feature) in network.features().enumerate() {
                let is_northern = feature.kind == FeatureKind::Passage
                    && facts.passages[feature.row as usize].group.as_deref()
                        == Some(NORTHERN_SEA_ROUTE);
                if is_northern && !self.conditions.allow_features.contains(&id) {
                    self.bars[id].get_or_insert(Bar::Unasked);
                }
            }
            self.closed_sets = closed_sets(network, &self.bars);
        }
        let (hull, name) = match &shipment.fleet.ship {
            Some(ship) => (&ship.hull, format!("{} ({})", ship.name, ship.id)),
            None => (&SMALLEST_LINER, "even a small container ship".to_owned()),
        };
        for (id, feature) in network.features().enumerate() {
            if feature.kind != FeatureKind::Passage || self.bars[id].is_some() {
                continue;
            }
            let passage = &facts.passages[feature.row as usize];
            if facts.waterways.iter().any(|way| way.passage.as_ref() == Some(&passage.id)) {
                continue;
            }
            self.bars[id] = hull
                .misfit(&passage.limits)
                .map(|reason| Bar::Misfit(format!("{name}: {reason} of {}", passage.id)));
        }
        self.closed_sets = closed_sets(network, &self.bars);
        self
    }

    /// Whether a link with this set of features can be used.
    pub fn is_open(&self, set: FeatureSetId) -> bool {
        !self.closed_sets[set]
    }
    /// Whether a country may be entered.
    pub fn may_enter(&self, country: CountryCode) -> bool {
        !self.conditions.avoid_countries.contains(&country)
    }
    /// Why a feature cannot be used; `None` when it can.
    pub fn bar(&self, feature: FeatureId) -> Option<&Bar> {
        self.bars[feature].as_ref()
    }
    /// What is reported of a feature on the day.
    pub fn warnings(&self, feature: FeatureId) -> &[Warning] {
        &self.warnings[feature]
    }
    /// How the ship goes through an ice area.
    pub fn going(&self, area: FeatureId) -> Option<Going> {
        self.ice[area].map(|ice| ice.going)
    }
    /// The ice of an area on the day; `None` where there is none to speak of.
    pub fn ice(&self, area: FeatureId) -> Option<Ice> {
        self.ice[area]
    }
}

/// The sets that something barred belongs to.
fn closed_sets(
    network: &Network,
    bars: &IdVec<FeatureId, Option<Bar>>,
) -> IdVec<FeatureSetId, bool> {
    let sets = network.columns().feature_sets.iter();
    sets.map(|set| set.iter().any(|f| bars[*f].is_some())).collect()
}

fn status_and_season(
    network: &Network,
    kind: FeatureKind,
    row: usize,
) -> (&[StatusPeriod], Option<Season>) {
    let facts = network.facts();
    match kind {
        FeatureKind::Passage => (&facts.passages[row].status, None),
        FeatureKind::Border => (&facts.borders[row].status, None),
        FeatureKind::Service => (&facts.services[row].status, facts.services[row].season),
        FeatureKind::Line => (&facts.lines[row].status, None),
        FeatureKind::Waterway => (&facts.waterways[row].status, facts.waterways[row].season),
        FeatureKind::Pipeline => (&facts.pipelines[row].status, None),
        FeatureKind::Area => (&facts.areas[row].status, None),
        FeatureKind::Waypoint | FeatureKind::Terminal | FeatureKind::WayClass => (&[], None),
    }
}

/// Reports on a feature or corridor that hold on the day: its own status unless open, and events.
pub fn reports(
    network: &Network,
    id: &str,
    status: &[StatusPeriod],
    day: Date,
) -> Vec<(State, Warning)> {
    let warning = |state: State, text: &str, evidence: &Evidence| {
        let code = match state {
            State::Open => "reported",
            State::Disrupted => "reported-disrupted",
            State::Limited => "reported-limited",
            State::Suspended => "reported-suspended",
            State::Closed => "reported-closed",
            State::Planned => "planned",
            State::Bilateral => "reported-bilateral",
        };
        let warning = Warning {
            code: code.to_owned(),
            text: text.to_owned(),
            source: evidence.source.clone(),
            date: evidence.date.clone(),
        };
        (state, warning)
    };
    let own = status_on(status, day)
        .filter(|p| p.state != State::Open && !p.report.is_empty())
        .map(|p| warning(p.state, &p.report, &p.evidence));
    let events = network
        .facts()
        .events
        .iter()
        .filter(|e| e.affects.iter().any(|a| a == id))
        .filter(|e| e.from <= day && e.until.is_none_or(|until| day <= until))
        .map(|e| warning(e.state, &e.report, &e.evidence));
    own.into_iter().chain(events).collect()
}

fn bar(
    network: &Network,
    id: FeatureId,
    conditions: &Conditions,
    status: &[StatusPeriod],
    season: Option<Season>,
    going: Option<Going>,
    reports: &[(State, Warning)],
) -> Option<Bar> {
    let feature = &network.features()[id];
    if conditions.avoid_features.contains(&id) {
        return Some(Bar::Avoided);
    }
    // The Northern Sea Route's own straits are a matter of season and ice; the other Arctic ways are
    // no routes of freight, and shorter than those that are.
    if feature.kind == FeatureKind::Passage {
        let passage = &network.facts().passages[feature.row as usize];
        let usual = passage.group.as_deref() == Some(NORTHERN_SEA_ROUTE);
        if passage.kind == PassageKind::Arctic && !usual && !conditions.allow_features.contains(&id)
        {
            return Some(Bar::Unasked);
        }
    }
    if let Some(period) = status_on(status, conditions.as_of) {
        if !period.state.is_usable() && !conditions.within.contains(&id) {
            return Some(Bar::Status(period.state, period.report.clone()));
        }
        if period.state == State::Bilateral && !is_between_sides(network, feature, conditions) {
            return Some(Bar::Bilateral(period.report.clone()));
        }
    }
    // An event that closes a thing closes it only when its end is known to lie ahead; an open-ended
    // report is a warning, since what holds today is not known.
    if conditions.strict_status
        && let Some((_, report)) = reports.iter().find(|(state, _)| *state != State::Open)
    {
        return Some(Bar::Strict(report.text.clone()));
    }
    if let Some(season) = season
        && !season.contains(conditions.depart)
    {
        let [from, until] = [season.from, season.until];
        return Some(Bar::Season(format!(
            "open {:02}-{:02} to {:02}-{:02}",
            from[0], from[1], until[0], until[1]
        )));
    }
    if going == Some(Going::Barred) {
        return Some(Bar::Ice(format!(
            "{}: ice in month {} is beyond class {}",
            network.facts().areas[feature.row as usize].name,
            conditions.depart.month(),
            conditions.ice_class.name()
        )));
    }
    None
}

/// Whether the goods come from and go to the countries on the two sides of a border.
fn is_between_sides(network: &Network, border: &Feature, conditions: &Conditions) -> bool {
    let Some(trade) = conditions.trade.filter(|_| border.kind == FeatureKind::Border) else {
        return false;
    };
    let sides = &network.facts().borders[border.row as usize].sides;
    trade.iter().all(|country| sides.iter().any(|side| side.country == *country))
}

/// The ice of an area in the month; `None` where there is none to speak of.
fn ice_of(network: &Network, row: usize, conditions: &Conditions) -> Option<Ice> {
    let area = &network.facts().areas[row];
    let month = usize::try_from(conditions.depart.month()).ok()? - 1;
    if area.kind != AreaKind::Ice {
        return None;
    }
    let (tenths, cm) = (*area.ice_tenths.get(month)?, *area.ice_cm.get(month)?);
    let ice = Ice::new(conditions.ice_class, tenths, cm);
    // North of the Arctic circle the classes for other seas are admitted from July to 15 November
    // only, also behind an icebreaker (Rules of navigation on the Northern Sea Route, order 7 of
    // 2013 as amended 2017, table for classes without Arctic notation).
    let arctic = area.ring.iter().all(|p| p.lat() > 66.5);
    let summer = Season { from: [7, 1], until: [11, 15] };
    if arctic
        && conditions.ice_class < IceClass::Arc4
        && tenths > 0.0
        && !summer.contains(conditions.depart)
    {
        return Some(Ice { going: Going::Barred, ..ice });
    }
    Some(ice)
}
