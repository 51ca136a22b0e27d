//! What states have declared that may not be traded or carried, for a question for itineraries and as
//! a question of its own.

use crate::engine::Engine;
use crate::plan::{PlanRequest, WarningView};
use crate::problem::Problem;
use corridor_network::fact::{Area, AreaKind};
use corridor_network::geo::Vec3;
use corridor_network::{CountryCode, Feature, FeatureId, FeatureKind, LngLat};
use corridor_planning::Shipment;
use corridor_planning::cargo::Commodity;
use corridor_trade::Register;
use corridor_trade::hs::HsCode;
use corridor_trade::restriction::{
    Concern, Consignment, Reach, Restriction, Restrictions, Restricts, no_transit,
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A question for restrictions.
#[derive(Clone, Debug)]
pub struct RestrictionsRequest {
    /// Country the goods come from: a code, a name, or a place in it.
    pub from: String,
    /// Country they go to.
    pub to: String,
    /// Code of the goods in the Harmonized System, two digits or more; all goods when absent.
    pub hs: Option<String>,
    /// The day.
    pub as_of: Date,
}

/// A restriction as shown.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RestrictionView {
    /// Stable id.
    pub id: String,
    /// Who declared it: countries (ISO 3166-1 alpha-2), `EU` or `UN`.
    pub declared_by: Vec<String>,
    /// `embargo`, `import ban`, `export ban`, `transit ban`, `flag ban`, `port ban`, `carrier ban`,
    /// `named points of entry`, `licence`, `cap` or `border closure`.
    pub kind: String,
    /// Countries it concerns transit through.
    pub transit: Vec<String>,
    /// Prefixes of the Harmonized System; empty for all goods.
    pub goods: Vec<String>,
    /// First day, as far as known.
    pub from: Option<String>,
    /// Last day, where one is set.
    pub until: Option<String>,
    /// Law, order or statement.
    pub act: String,
    /// What is let through all the same.
    pub exceptions: String,
    /// What a plan does about it: `barred` refuses the trade unless asked otherwise, `no-transit` keeps
    /// out of the countries of `transit`, `warned` says it first, `some-goods` and `listed` only mention
    /// that it exists: it covers other goods too, or concerns carriers, which a plan does not ask.
    pub plan: String,
    /// Who reports it.
    pub source: String,
    /// Date of the source.
    pub date: String,
    /// How sure: `H`, `M` or `L`.
    pub confidence: String,
}

/// The answer of `restrictions`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RestrictionsResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// The day.
    pub as_of: String,
    /// Country the goods come from.
    pub from: String,
    /// Country they go to.
    pub to: String,
    /// Code of the goods.
    pub hs: Option<String>,
    /// What was found, what bars the trade first.
    pub restrictions: Vec<RestrictionView>,
    /// Said with every answer.
    pub notice: String,
}

/// What a plan does about a restriction that concerns its consignment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Treatment {
    Barred,
    NoTransit,
    Warned,
    SomeGoods,
    Listed,
}

impl Treatment {
    fn of(concern: &Concern<'_>) -> Self {
        let kind = concern.restriction.kind;
        if concern.bars_trade() {
            Self::Barred
        } else if concern.bars_transit() {
            Self::NoTransit
        } else if concern.reach == Reach::InPart {
            Self::SomeGoods
        } else if kind.is_of_carriers() || kind == Restricts::TransitBan {
            Self::Listed
        } else {
            Self::Warned
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Barred => "barred",
            Self::NoTransit => "no-transit",
            Self::Warned => "warned",
            Self::SomeGoods => "some-goods",
            Self::Listed => "listed",
        }
    }
}

/// Said with every answer.
pub(crate) const NOTICE: &str = "what states have declared, as far as the table knows it, whoever declared it; \
                      lists of goods are coarse; no legal advice";

/// What is declared of the trade that a plan is for.
pub(crate) struct Declared {
    concerns: Vec<Concern<'static>>,
    no_transit: BTreeMap<CountryCode, &'static Restriction>,
}

impl Engine {
    /// What is declared of trade from one country to another on a day.
    ///
    /// # Errors
    /// When an end is neither a country nor a place, or the code of the goods is none.
    pub fn restrictions(
        &self,
        request: &RestrictionsRequest,
    ) -> Result<RestrictionsResponse, Problem> {
        let end = |text: &str, word: &str| {
            self.country(text, word)
                .or_else(|unknown| self.place(text).map(|place| place.country).map_err(|_| unknown))
        };
        let (origin, destination) = (end(&request.from, "FROM")?, end(&request.to, "TO")?);
        let goods: Vec<HsCode> = request.hs.iter().map(|hs| code(hs)).collect::<Result<_, _>>()?;
        let of = Consignment { origin, destination, goods: &goods };
        let found = Restrictions::shipped().concerning(Register::shipped(), request.as_of, of);
        Ok(RestrictionsResponse {
            schema_version: 1,
            as_of: request.as_of.to_string(),
            from: origin.to_string(),
            to: destination.to_string(),
            hs: goods.first().map(ToString::to_string),
            restrictions: found.iter().map(view).collect(),
            notice: NOTICE.to_owned(),
        })
    }

    /// What is declared of goods of one country that go to another, as shown.
    pub(crate) fn declared_of(
        origin: CountryCode,
        destination: CountryCode,
        hs: &HsCode,
        day: Date,
    ) -> Vec<RestrictionView> {
        let goods = std::slice::from_ref(hs);
        let of = Consignment { origin, destination, goods };
        let found = Restrictions::shipped().concerning(Register::shipped(), day, of);
        found.iter().map(view).collect()
    }

    /// What is declared of the trade of a plan between two countries.
    ///
    /// # Errors
    /// When the code or the origin of the goods is none, or the trade is barred and not asked for all
    /// the same.
    pub(crate) fn declared(
        &self,
        request: &PlanRequest,
        shipment: &Shipment,
        [from, to]: [CountryCode; 2],
    ) -> Result<Declared, Problem> {
        let origin = request.origin.as_ref();
        let origin = origin.map_or(Ok(from), |text| self.country(text, "--origin"))?;
        let goods = goods(request, shipment)?;
        let of = Consignment { origin, destination: to, goods: &goods };
        let (table, register, day) =
            (Restrictions::shipped(), Register::shipped(), request.as_of());
        let concerns = table.concerning(register, day, of);
        let barred = concerns.iter().find(|concern| concern.bars_trade());
        if let Some(barred) = barred.filter(|_| !request.with_restricted) {
            return Err(self.barred_trade(barred.restriction, [origin, to], [from, to]));
        }
        let mut closed = BTreeMap::new();
        if !request.with_restricted {
            closed = no_transit(&concerns, register, day);
            closed.retain(|country, _| ![from, to, origin].contains(country));
        }
        Ok(Declared { concerns, no_transit: closed })
    }

    fn barred_trade(
        &self,
        row: &Restriction,
        [origin, to]: [CountryCode; 2],
        [from, _]: [CountryCode; 2],
    ) -> Problem {
        let mut action = "--with-restricted plans it all the same".to_owned();
        if !row.exceptions.is_empty() {
            action = format!("{action}, where an exception holds ({})", row.exceptions);
        }
        if from == origin && !row.goods.is_empty() {
            action.push_str("; --origin names the country that the goods were made in, if another");
        }
        Problem::no_route(
            "trade-barred",
            format!(
                "trade from {} to {} is barred: {}",
                self.country_name(origin),
                self.country_name(to),
                told(row)
            ),
            action,
        )
    }

    pub(crate) fn country_name(&self, country: CountryCode) -> String {
        let countries = &self.network().facts().countries;
        let found = countries.iter().find(|c| c.code == country);
        found.map_or_else(|| country.to_string(), |c| c.name.clone())
    }
}

impl Engine {
    /// Whether towns of a country lie near the straight line between two points.
    pub(crate) fn lies_between(&self, from: LngLat, to: LngLat, country: CountryCode) -> bool {
        const STEPS: u32 = 40;
        const NEAR_KM: f64 = 150.0;
        let (a, b) = (from.vec3(), to.vec3());
        // Points of the chord lie above the same points of the great circle.
        (0..=STEPS).any(|n| {
            let share = f64::from(n) / f64::from(STEPS);
            let at = Vec3([0.0; 3]).add_scaled(a, 1.0 - share).add_scaled(b, share).lng_lat();
            self.gazetteer().near(at, NEAR_KM).any(|(place, _)| place.country == country)
        })
    }

    /// The areas at war that any of the points lies in.
    pub(crate) fn wars_around(&self, points: &[LngLat]) -> Vec<FeatureId> {
        self.wars_where(|area| points.iter().any(|at| at.is_within(&area.ring)))
    }

    /// All areas at war.
    pub(crate) fn wars(&self) -> Vec<FeatureId> {
        self.wars_where(|_| true)
    }

    fn wars_where(&self, wanted: impl Fn(&Area) -> bool) -> Vec<FeatureId> {
        let areas = &self.network().facts().areas;
        let is_one = |feature: &Feature| {
            feature.kind == FeatureKind::Area
                && areas
                    .get(feature.row as usize)
                    .is_some_and(|area| area.kind == AreaKind::War && wanted(area))
        };
        let features = self.network().features().enumerate();
        features.filter(|(_, feature)| is_one(feature)).map(|(id, _)| id).collect()
    }
}

impl Declared {
    /// The countries that the goods may not go through.
    pub(crate) fn no_transit(&self) -> Vec<CountryCode> {
        self.no_transit.keys().copied().collect()
    }

    /// What every itinerary has to say first.
    pub(crate) fn warnings(&self) -> Vec<WarningView> {
        let warning = |c: &Concern<'_>, code: &str| WarningView {
            code: code.to_owned(),
            text: told(c.restriction),
            source: c.restriction.evidence.source.clone(),
            date: c.restriction.evidence.date.clone(),
        };
        let said = |c: &Concern<'_>| match Treatment::of(c) {
            Treatment::Barred => Some(warning(c, "trade-barred")),
            Treatment::Warned => Some(warning(c, "trade-restricted")),
            Treatment::NoTransit | Treatment::SomeGoods | Treatment::Listed => None,
        };
        self.concerns.iter().filter_map(said).collect()
    }

    /// What holds for the whole answer. A country that is closed to transit is only worth a note where it
    /// lies in the way: `lies_between` tells that.
    pub(crate) fn notes(&self, lies_between: impl Fn(CountryCode) -> bool) -> Vec<String> {
        let in_the_way = self.no_transit.iter().filter(|(country, _)| lies_between(**country));
        let closed = in_the_way.map(|(country, row)| {
            format!("not through {country}: {} ({})", told(row), row.evidence.source)
        });
        let mut notes: Vec<String> = closed.collect();
        let some: Vec<&str> = self
            .concerns
            .iter()
            .filter(|c| Treatment::of(c) == Treatment::SomeGoods)
            .map(|c| c.restriction.id.as_str())
            .collect();
        if !some.is_empty() {
            const SHOWN: usize = 4;
            let more = if some.len() > SHOWN { ", ..." } else { "" };
            notes.push(format!(
                "{} declared restriction{} concern some goods of this trade ({}{more}): \
                 `corridor restrictions` lists them, --hs or --commodity says which hold",
                some.len(),
                if some.len() == 1 { "" } else { "s" },
                some[..some.len().min(SHOWN)].join(", "),
            ));
        }
        notes
    }
}

/// What the goods of a plan are, as codes of the Harmonized System; empty where that is not said.
fn goods(request: &PlanRequest, shipment: &Shipment) -> Result<Vec<HsCode>, Problem> {
    if let Some(hs) = &request.hs {
        return Ok(vec![code(hs)?]);
    }
    let named = request
        .order
        .commodity
        .as_ref()
        .and_then(|id| Commodity::all().iter().find(|commodity| commodity.id == *id));
    let commodity = named.or_else(|| shipment.cargo.usual());
    commodity.map_or(Ok(Vec::new()), |c| c.hs.iter().map(|hs| code(hs)).collect())
}

fn code(hs: &str) -> Result<HsCode, Problem> {
    hs.parse().map_err(|e: corridor_trade::hs::InvalidHs| {
        Problem::bad_input("hs-invalid", e.to_string(), "give digits, such as 2701 or 3004.90")
    })
}

/// A restriction in a sentence.
fn told(row: &Restriction) -> String {
    let goods: Vec<String> = row.goods.iter().map(|code| code.digits().to_owned()).collect();
    let goods = match goods.len() {
        0 => String::new(),
        1..=6 => format!(" of HS {}", goods.join(", ")),
        n => format!(" of HS {} and {} more", goods[..5].join(", "), n - 5),
    };
    let from = row.from.map_or_else(String::new, |from| format!(" since {from}"));
    let until = row.until.map_or_else(String::new, |until| format!(" until {until}"));
    let by = row.declared_by.join(", ");
    format!("{} by {by}{goods}{from}{until} ({})", row.kind.name(), row.act)
}

fn view(concern: &Concern<'_>) -> RestrictionView {
    let row = concern.restriction;
    RestrictionView {
        id: row.id.clone(),
        declared_by: row.declared_by.clone(),
        kind: row.kind.name().to_owned(),
        transit: row.transit.iter().map(ToString::to_string).collect(),
        goods: row.goods.iter().map(|code| code.digits().to_owned()).collect(),
        from: row.from.map(|day| day.to_string()),
        until: row.until.map(|day| day.to_string()),
        act: row.act.clone(),
        exceptions: row.exceptions.clone(),
        plan: Treatment::of(concern).name().to_owned(),
        source: row.evidence.source.clone(),
        date: row.evidence.date.clone(),
        confidence: format!("{:?}", row.evidence.confidence),
    }
}
