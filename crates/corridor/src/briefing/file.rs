//! A briefing as its file says it, read and checked.

use crate::flows::SAMPLE;
use crate::problem::{Problem, did_you_mean};
use corridor_network::CountryCode;
use corridor_network::fact::{Confidence, Evidence};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Names and texts of the briefings that come with the program.
const SHIPPED: [(&str, &str); 1] =
    [("india-russia-2023", include_str!("../../../../data/briefings/india-russia-2023.toml"))];

/// Where a briefing is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BriefingSource {
    /// The id of one that comes with the program.
    Id(String),
    /// A user's file.
    File {
        /// Its name, for errors.
        name: String,
        /// What it says.
        text: String,
    },
}

/// What was said, and what may be supposed of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Briefing {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) about: String,
    /// The day on which it was said.
    pub(super) day: Date,
    /// The scenario that supposes all parts.
    pub(super) together: Option<String>,
    /// Countries whose trade and income are told.
    pub(super) countries: Vec<String>,
    /// Duties under agreements that scenarios suppose.
    #[serde(default)]
    pub(super) suppose: Vec<String>,
    #[serde(default)]
    pub(super) unknown: Vec<String>,
    pub(super) demand: Option<DemandBetween>,
    #[serde(rename = "source", default)]
    pub(super) sources: Vec<Source>,
    #[serde(rename = "shipment", default)]
    pub(super) shipments: Vec<Shipment>,
    #[serde(rename = "item")]
    pub(super) items: Vec<Item>,
}

/// A source, by the name that items refer to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) id: String,
    #[serde(rename = "source")]
    told_by: String,
    date: String,
    confidence: Confidence,
    #[serde(default)]
    note: String,
}

impl Source {
    pub(super) fn evidence(&self) -> Evidence {
        let Self { told_by: source, date, confidence, note, .. } = self.clone();
        Evidence { source, date, confidence, note }
    }
}

/// A demand whose flows are told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemandBetween {
    /// Name of a table that ships.
    pub(super) table: String,
    /// Countries of the two sides: what goes from one to the other counts.
    pub(super) between: [Vec<CountryCode>; 2],
}

/// What is moved to measure parts by.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shipment {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) from: String,
    pub(super) to: String,
    /// Month and day of departure, `02-15`: the first on or after the day of the world.
    pub(super) depart_on: Option<String>,
    pub(super) cargo: Option<String>,
    pub(super) teu: Option<f64>,
    pub(super) mass_t: Option<f64>,
    pub(super) value_usd: f64,
    pub(super) ice_class: Option<String>,
    pub(super) ship: Option<String>,
    /// Goods and origin, for landed cost.
    pub(super) hs: Option<String>,
    pub(super) origin: Option<String>,
    pub(super) incoterm: Option<String>,
    pub(super) duty: Option<String>,
}

impl Shipment {
    /// The day of departure in the world of a day; none where `depart_on` is no day of the year.
    pub(super) fn departs(&self, day: Date) -> Option<Date> {
        let Some(text) = &self.depart_on else { return Some(day) };
        let this: Date = format!("{:04}-{text}", day.year()).parse().ok()?;
        if this >= day { Some(this) } else { this.checked_add(1.year()).ok() }
    }
}

/// A part of what was said.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) said: String,
    #[serde(default)]
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) agreements: Vec<String>,
    #[serde(default)]
    pub(super) corridors: Vec<String>,
    pub(super) scenario: Option<String>,
    #[serde(default)]
    pub(super) shipments: Vec<String>,
    /// Corridor or passage whose season is told by ice class.
    pub(super) season: Option<String>,
    /// Whether its effect on trade and income is reckoned.
    #[serde(default)]
    pub(super) trade: bool,
    pub(super) investment: Option<Investment>,
    pub(super) works: Option<Works>,
    #[serde(default)]
    pub(super) unknown: Vec<String>,
}

/// Investments whose protection is told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Investment {
    pub(super) parties: [String; 2],
    pub(super) invested: Vec<Date>,
}

/// Works whose worth is told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Works {
    pub(super) name: String,
    /// Where they stand.
    pub(super) country: String,
    /// The corridor whose way a shipment takes.
    pub(super) corridor: String,
    /// The shipment that stands for the freight.
    pub(super) shipment: String,
    /// What they cost, spread evenly over the first years.
    pub(super) cost_usd: f64,
    /// Years of works.
    pub(super) years: i32,
    /// The last year looked at, after the first.
    pub(super) last_after_years: i32,
    /// Freight a year that is hoped for.
    pub(super) tonnes_a_year: f64,
    /// Guide whose social rate holds.
    pub(super) preset: String,
    pub(super) source: String,
    pub(super) date: String,
    pub(super) confidence: Confidence,
}

/// Ids of the briefings that come with the program.
pub fn shipped_ids() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(id, _)| *id)
}

impl Briefing {
    /// The briefing of a source.
    ///
    /// # Errors
    /// When there is none of that id, or a file is wrong: the first fault with its place.
    pub(super) fn read(source: &BriefingSource) -> Result<Self, Problem> {
        let (name, text) = match source {
            BriefingSource::File { name, text } => (name.as_str(), text.as_str()),
            BriefingSource::Id(id) => {
                let known = SHIPPED.iter().find(|(known, _)| known.eq_ignore_ascii_case(id.trim()));
                known.copied().ok_or_else(|| {
                    let hint = did_you_mean(id, shipped_ids());
                    Problem::bad_input(
                        "briefing-unknown",
                        format!("no briefing {id:?}"),
                        hint.map_or(
                            format!(
                                "those that ship are {}",
                                shipped_ids().collect::<Vec<_>>().join(", ")
                            ),
                            |hint| format!("did you mean {hint:?}?"),
                        ),
                    )
                })?
            }
        };
        let read: Self = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(1, |span| {
                text.get(..span.start).unwrap_or_default().matches('\n').count() + 1
            });
            wrong(name, &format!("line {line}: {}", e.message()))
        })?;
        read.checked(name)?;
        Ok(read)
    }

    /// That what is referred to inside the file is there.
    fn checked(&self, name: &str) -> Result<(), Problem> {
        let refuse = |reason: String| Err(wrong(name, &reason));
        if self.items.is_empty() {
            return refuse("it has no [[item]]".to_owned());
        }
        if let Some(demand) = self.demand.as_ref().filter(|demand| demand.table != SAMPLE) {
            return refuse(format!(
                "demand: {:?} is no table that ships; write {SAMPLE:?}, or leave flows to `corridor flows`",
                demand.table
            ));
        }
        let mut seen = BTreeSet::new();
        let ids = self.items.iter().map(|i| ("item", &i.id));
        let ids = ids.chain(self.shipments.iter().map(|s| ("shipment", &s.id)));
        for (kind, id) in ids.chain(self.sources.iter().map(|s| ("source", &s.id))) {
            if !seen.insert((kind, id)) {
                return refuse(format!("{kind} {id:?} is there twice"));
            }
        }
        for shipment in &self.shipments {
            let id = &shipment.id;
            if shipment.departs(self.day).is_none() {
                return refuse(format!(
                    "shipment {id:?}: depart_on {:?} is no day of every year; write 02-15",
                    shipment.depart_on
                ));
            }
            if !(shipment.value_usd.is_finite() && shipment.value_usd > 0.0) {
                return refuse(format!("shipment {id:?}: value_usd is not above 0"));
            }
            if shipment.hs.is_some() != shipment.origin.is_some() {
                return refuse(format!("shipment {id:?}: hs and origin go together"));
            }
        }
        for item in &self.items {
            let id = &item.id;
            let works = item.works.iter().map(|works| &works.shipment);
            if let Some(none) =
                item.shipments.iter().chain(works).find(|s| self.shipment(s).is_none())
            {
                return refuse(format!("item {id:?}: there is no [[shipment]] {none:?}"));
            }
            let known = |source: &&String| self.sources.iter().any(|s| s.id == **source);
            if let Some(none) = item.sources.iter().find(|source| !known(source)) {
                return refuse(format!("item {id:?}: there is no [[source]] {none:?}"));
            }
            if item.sources.is_empty() {
                return refuse(format!("item {id:?}: what was said has no source"));
            }
            if let Some(works) = &item.works {
                works.checked().or_else(|reason| refuse(format!("item {id:?}: {reason}")))?;
                if !item.shipments.contains(&works.shipment) || item.scenario.is_none() {
                    return refuse(format!(
                        "item {id:?}: works need the scenario, and their shipment among its shipments"
                    ));
                }
            }
        }
        Ok(())
    }

    /// Steps of the answer in the worlds of so many days.
    pub(super) fn steps(&self, days: usize) -> usize {
        let trades = self.items.iter().filter(|item| item.trade && item.scenario.is_some());
        let demand = usize::from(self.demand.is_some());
        let together = usize::from(self.together.is_some());
        days * (self.shipments.len() + demand + trades.count() + together)
    }

    /// The shipment of an id.
    pub(super) fn shipment(&self, id: &str) -> Option<&Shipment> {
        self.shipments.iter().find(|shipment| shipment.id == id)
    }
}

impl Works {
    fn checked(&self) -> Result<(), String> {
        let is_amount = |n: f64| n.is_finite() && n > 0.0;
        if !is_amount(self.cost_usd) || !is_amount(self.tonnes_a_year) {
            return Err("cost_usd and tonnes_a_year of works are above 0".to_owned());
        }
        if !(1..=50).contains(&self.years)
            || !(self.years + 1..=150).contains(&self.last_after_years)
        {
            return Err(
                "works take 1 to 50 years and are used after them, up to 150 years".to_owned()
            );
        }
        Ok(())
    }
}

fn wrong(name: &str, reason: &str) -> Problem {
    Problem::bad_input(
        "briefing-invalid",
        format!("{name}: {reason}"),
        "mend the file; docs/methods/briefing.md describes its form",
    )
}
