//! `season`: when in the year a corridor, passage or area of the sea can be sailed.
//!
//! Asked of the same worlds that itineraries are planned in: two days of every month stand for its
//! halves, so that what a season says and what a plan says cannot differ.

mod picture;

use crate::engine::Engine;
use crate::problem::{Problem, did_you_mean};
use corridor_network::fact::{AreaKind, Evidence};
use corridor_network::{FeatureId, FeatureKind};
use corridor_planning::ice::Going;
use corridor_planning::scenario::areas_named;
use corridor_planning::{Conditions, IceClass, World};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

pub use picture::svg;

/// The days that stand for the first and second half of a month.
const HALVES: [i8; 2] = [8, 23];

/// Whether and how a half month can be sailed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Passability {
    /// Without help.
    Open,
    /// Behind an icebreaker.
    Escorted,
    /// Not.
    Closed,
}

impl Passability {
    /// The word used in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Escorted => "escorted",
            Self::Closed => "closed",
        }
    }
}

/// Half a month.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HalfView {
    /// Month, from 1.
    pub month: i8,
    /// 1 or 2.
    pub half: u8,
    /// How it can be sailed.
    pub state: Passability,
    /// The area, waterway or passage that decides, unless it is open; with the reason if it is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// A year of one ice class, or of one waterway.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SeasonRow {
    /// `none`, `Ice1` to `Arc9`, or the id of a waterway.
    pub subject: String,
    /// The halves of the months, January first.
    pub halves: Vec<HalfView>,
}

/// What decides a season.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SeasonPart {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SeasonResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// What was asked for.
    pub id: String,
    /// The year.
    pub year: i16,
    /// Ids of scenarios in force joined by `+`, or `base`.
    pub scenario: String,
    /// Whether the rows are ice classes; otherwise waterways.
    pub by_ice_class: bool,
    /// The rows.
    pub rows: Vec<SeasonRow>,
    /// The areas or waterways gone through.
    pub parts: Vec<SeasonPart>,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

impl Engine {
    /// The season of a corridor, passage, group of passages, area of the sea or waterway in a year.
    ///
    /// # Errors
    /// When the name is not known, or nothing on it has a season.
    pub fn season(&self, id: &str, year: i16) -> Result<SeasonResponse, Problem> {
        if !(1990..=2100).contains(&year) {
            return Err(Problem::bad_input(
                "date-invalid",
                format!("--year {year} is outside 1990 to 2100"),
                "check the year",
            ));
        }
        let id = id.trim();
        let waterways = self.waterways_of(id);
        let found = if waterways.is_empty() {
            let areas = areas_named(self.network().facts(), id).map_err(|_| self.no_season(id))?;
            self.by_class(&areas, &self.corridor_steps(id), year)
        } else {
            self.by_waterway(&waterways, year)
        };
        let (by_ice_class, rows, parts) = found;
        let mut warnings = Self::season_warnings(by_ice_class);
        warnings.extend(self.scenario_notes());
        Ok(SeasonResponse {
            schema_version: 1,
            id: id.to_owned(),
            year,
            scenario: self.scenario_name(),
            by_ice_class,
            rows,
            parts,
            warnings,
        })
    }

    fn season_warnings(by_ice_class: bool) -> Vec<String> {
        let warning = if by_ice_class {
            "ice of a mean year of the 2010s and POLARIS's risk index, which is support for a \
             decision and not the decision; admission needs a permit"
        } else {
            "dates of opening and closing of a usual year; each year's are announced"
        };
        vec![warning.to_owned()]
    }

    /// Rows of the waterways with this id or name, or on the passage or corridor of this id.
    fn waterways_of(&self, id: &str) -> Vec<usize> {
        let facts = self.network().facts();
        let same = |other: &str| other.eq_ignore_ascii_case(id);
        let passages: Vec<&str> = facts
            .passages
            .iter()
            .filter(|p| same(&p.id) || same(&p.name) || p.aliases.iter().any(|a| same(a)))
            .map(|p| p.id.as_str())
            .collect();
        let steps: Vec<&String> = facts
            .corridors
            .iter()
            .filter(|c| same(&c.id))
            .flat_map(|c| c.through.iter().flatten())
            .collect();
        let is_on = |w: &corridor_network::fact::Waterway| {
            same(&w.id)
                || same(&w.name)
                || w.passage.as_deref().is_some_and(|p| passages.contains(&p))
                || steps.contains(&&w.id)
        };
        let rows = facts.waterways.iter().enumerate();
        rows.filter(|(_, w)| is_on(w) && w.season.is_some()).map(|(row, _)| row).collect()
    }

    /// The features of each step of a corridor of this id.
    fn corridor_steps(&self, id: &str) -> Vec<Vec<FeatureId>> {
        let network = self.network();
        let corridor = network.facts().corridors.iter().find(|c| c.id.eq_ignore_ascii_case(id));
        let features =
            |step: &Vec<String>| step.iter().filter_map(|n| network.feature(n)).collect();
        corridor.map(|c| c.through.iter().map(features).collect()).unwrap_or_default()
    }

    fn feature_of(&self, kind: FeatureKind, row: usize) -> Option<FeatureId> {
        let features = self.network().features();
        features.ids().find(|f| features[*f].kind == kind && features[*f].row as usize == row)
    }

    /// The world on the days that stand for the halves of the months.
    fn halves(&self, ice_class: IceClass, year: i16) -> Vec<(i8, u8, World)> {
        let as_of = self.supposed().and_then(|supposed| supposed.conditions.as_of);
        let mut worlds = Vec::with_capacity(24);
        for month in 1..=12 {
            for (half, day) in (1..).zip(HALVES) {
                let day = Date::constant(year, month, day);
                let conditions = Conditions {
                    depart: day,
                    as_of: as_of.unwrap_or(day),
                    ice_class,
                    avoid_features: Vec::new(),
                    allow_features: Vec::new(),
                    avoid_countries: Vec::new(),
                    no_transit: Vec::new(),
                    within: Vec::new(),
                    strict_status: false,
                    trade: None,
                };
                worlds.push((month, half, World::new(self.network(), conditions)));
            }
        }
        worlds
    }

    fn by_class(
        &self,
        areas: &[usize],
        steps: &[Vec<FeatureId>],
        year: i16,
    ) -> (bool, Vec<SeasonRow>, Vec<SeasonPart>) {
        let facts = self.network().facts();
        let areas: Vec<(FeatureId, &corridor_network::fact::Area)> = areas
            .iter()
            .filter_map(|row| Some((self.feature_of(FeatureKind::Area, *row)?, &facts.areas[*row])))
            .collect();
        let features = self.network().features();
        let row = |class: IceClass| {
            let half = |(month, half, world): (i8, u8, World)| {
                let mut worst = (Passability::Open, None);
                for (feature, area) in &areas {
                    let (state, why) = match (world.bar(*feature), world.going(*feature)) {
                        (Some(bar), _) => (Passability::Closed, bar.words()),
                        (None, Some(Going::Escorted)) => (Passability::Escorted, area.name.clone()),
                        _ => continue,
                    };
                    if state > worst.0 {
                        worst = (state, Some(why));
                    }
                }
                // A step of the corridor none of whose alternatives can be gone through.
                let shut = |step: &&Vec<FeatureId>| {
                    !step.is_empty() && step.iter().all(|f| world.bar(*f).is_some())
                };
                if let Some(step) = steps.iter().find(shut) {
                    let why = step.first().and_then(|f| {
                        Some(format!("{}: {}", features[*f].id, world.bar(*f)?.words()))
                    });
                    worst = (Passability::Closed, why);
                }
                HalfView { month, half, state: worst.0, because: worst.1 }
            };
            let halves = self.halves(class, year).into_iter().map(half).collect();
            SeasonRow { subject: class.name().to_owned(), halves }
        };
        let rows = IceClass::ALL.into_iter().map(row).collect();
        let part = |(_, area): &(FeatureId, &corridor_network::fact::Area)| SeasonPart {
            id: area.id.clone(),
            name: area.name.clone(),
            evidence: area.evidence.clone(),
        };
        (true, rows, areas.iter().map(part).collect())
    }

    fn by_waterway(&self, rows: &[usize], year: i16) -> (bool, Vec<SeasonRow>, Vec<SeasonPart>) {
        let facts = self.network().facts();
        let worlds = self.halves(IceClass::None, year);
        let year_of = |row: &usize| {
            let feature = self.feature_of(FeatureKind::Waterway, *row);
            let half = |(month, half, world): &(i8, u8, World)| {
                let bar = feature.and_then(|f| world.bar(f));
                HalfView {
                    month: *month,
                    half: *half,
                    state: if bar.is_some() { Passability::Closed } else { Passability::Open },
                    because: bar.map(corridor_planning::Bar::words),
                }
            };
            SeasonRow {
                subject: facts.waterways[*row].id.clone(),
                halves: worlds.iter().map(half).collect(),
            }
        };
        let part = |row: &usize| {
            let waterway = &facts.waterways[*row];
            SeasonPart {
                id: waterway.id.clone(),
                name: waterway.name.clone(),
                evidence: waterway.evidence.clone(),
            }
        };
        (false, rows.iter().map(year_of).collect(), rows.iter().map(part).collect())
    }

    fn no_season(&self, id: &str) -> Problem {
        let facts = self.network().facts();
        let same = |other: &str| other.eq_ignore_ascii_case(id);
        let is_known = facts.corridors.iter().any(|c| same(&c.id))
            || facts.passages.iter().any(|p| same(&p.id))
            || facts.waterways.iter().any(|w| same(&w.id));
        if is_known {
            return Problem::bad_input(
                "season-none",
                format!("nothing on {id:?} is known to have ice or a closed season"),
                "ask for nsr, arctic, volga-don or another way with ice or locks",
            );
        }
        let ice = facts.areas.iter().filter(|a| a.kind == AreaKind::Ice).map(|a| a.id.as_str());
        let passages = facts.passages.iter().map(|p| p.id.as_str());
        let groups = facts.passages.iter().filter_map(|p| p.group.as_deref());
        let corridors = facts.corridors.iter().map(|c| c.id.as_str());
        let waterways = facts.waterways.iter().map(|w| w.id.as_str());
        let known = ice.chain(passages).chain(groups).chain(corridors).chain(waterways);
        Problem::bad_input(
            "season-unknown",
            format!("{id:?} is no corridor, passage, waterway or area of the sea"),
            did_you_mean(id, known).map_or(
                "ask for nsr, arctic, volga-don or another way with ice or locks".to_owned(),
                |hint| format!("did you mean {hint:?}?"),
            ),
        )
    }
}
