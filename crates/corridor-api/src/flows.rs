//! `/v1/flows`.

use crate::worlds::{ScenarioRef, Worlds};
use crate::{Question, Work, check_snap, default_snap, settle_day, settled_day};
use corridor::flows::{Calibration, FlowsRequest, FlowsResponse, TextFile, sample};
use corridor::{PlanRequest, Problem};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

/// The name of the table that ships.
const SAMPLE: &str = "sample";
/// Lines of a demand table; each row is planned, and some rows become many demands.
const MOST_LINES: usize = 20_000;

/// How a demand of tonnes a year spreads over the corridors, within what facilities can carry.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FlowsRequest")]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of its own in a question")]
pub struct FlowsQuestion {
    /// Table of demand: `sample` for the one that ships, or the text of a CSV file with the columns
    /// `origin,destination,commodity,tonnes` (or `teu`, or `value_usd`), or of a table of BACI or Comtrade.
    pub demand: String,
    /// Scenarios to suppose, later ones over earlier ones; the flows are compared with those without.
    #[serde(default)]
    pub scenario: Vec<ScenarioRef>,
    /// Passages, countries, ports, corridors and other named things not to be used; the flows are
    /// compared with those without.
    #[serde(default)]
    avoid: Vec<String>,
    /// Passages that freight does not sail unasked, such as `northwest-passage`.
    #[serde(default)]
    allow: Vec<String>,
    /// Facilities whose users are told, by their ids in an answer: `suez`, `middle-corridor`.
    #[serde(default)]
    select: Vec<String>,
    /// Capacities in place of those that ship for the same facilities, CSV:
    /// `facility,direction,cargo,unit,capacity,throughput,from,until,source,date,confidence,note`.
    #[serde(default)]
    capacities: Option<String>,
    /// What others than the demand take of capacities, CSV: `facility,direction,cargo,unit,amount`.
    #[serde(default)]
    preload: Option<String>,
    /// Whether capacities are left out: all go as if they were alone.
    #[serde(default)]
    no_capacities: bool,
    /// Leave out rows of demand that are refused, and tell them; without, one of them refuses the question.
    #[serde(default)]
    skip_bad_rows: bool,
    /// Places over which the trade of a country is split, CSV: `country,place,share`.
    #[serde(default)]
    zones: Option<String>,
    /// What the cheaper of two ways gets that differ by a tenth in cost, percent; 65 unless given.
    #[serde(default)]
    split_at_10_percent: Option<f64>,
    /// Fit the constants of modes to counted shares on this demand, in place of those that ship.
    #[serde(default)]
    fit: bool,
    /// Counts of your own to fit to, CSV: `id,mode,cargo,from,to,share,year,source`.
    #[serde(default)]
    counts: Option<String>,
    /// Leave constants of modes out: money and time alone decide.
    #[serde(default)]
    no_constants: bool,
    /// Plan also what a state has declared barred between the two countries.
    #[serde(default)]
    with_restricted: bool,
    /// Leave out what is reported disrupted on the day of departure.
    #[serde(default)]
    strict_status: bool,
    /// Day of departure, YYYY-MM-DD; today unless given. It stands for the year.
    #[serde(default)]
    depart: Option<String>,
    /// Day whose world is planned in; that of departure unless given.
    #[serde(default)]
    as_of: Option<String>,
    /// Farthest a place may lie from the network, km.
    #[serde(default = "default_snap")]
    max_snap_km: f64,
}

impl FlowsQuestion {
    /// The question as the engine takes it, once it is settled.
    ///
    /// # Errors
    /// When a field makes no sense.
    pub fn request(&self) -> Result<FlowsRequest, Problem> {
        let file = |name: &str, text: &Option<String>| {
            text.as_ref().map(|text| TextFile { name: name.to_owned(), text: text.clone() })
        };
        let demand = if self.demand.trim() == SAMPLE {
            sample()
        } else {
            TextFile { name: "demand".to_owned(), text: self.demand.clone() }
        };
        let as_of = self.as_of.as_deref().map(|day| settled_day(Some(day))).transpose()?;
        let conditions = PlanRequest {
            as_of,
            avoid: self.avoid.clone(),
            allow: self.allow.clone(),
            with_restricted: self.with_restricted,
            strict_status: self.strict_status,
            max_snap_km: self.max_snap_km,
            ..PlanRequest::new("", "", settled_day(self.depart.as_deref())?)
        };
        let calibration = match file("counts", &self.counts) {
            Some(file) => Calibration::Fitted(Some(file)),
            None if self.fit => Calibration::Fitted(None),
            None if self.no_constants => Calibration::None,
            None => Calibration::Shipped,
        };
        let scenarios = self.scenario.iter().map(ScenarioRef::sources);
        Ok(FlowsRequest {
            zones: file("zones", &self.zones),
            capacities: file("capacities", &self.capacities),
            preload: file("preload", &self.preload),
            calibration,
            skip_bad_rows: self.skip_bad_rows,
            with_capacities: !self.no_capacities,
            split_at_ten_percent: self.split_at_10_percent.map(|percent| percent / 100.0),
            scenarios: scenarios.collect::<Result<Vec<_>, _>>()?.concat(),
            select: self.select.clone(),
            ..FlowsRequest::new(vec![demand], conditions)
        })
    }
}

impl Question for FlowsQuestion {
    type Answer = FlowsResponse;
    const NAME: &'static str = "flows";
    const SUMMARY: &'static str = "How a demand of tonnes a year spreads over corridors that can be full; a big one takes minutes";
    const WORK: Work = Work::Search;

    fn settle(&mut self, today: Date) -> Result<(), Problem> {
        check_snap(self.max_snap_km)?;
        let lines = self.demand.lines().count();
        if lines > MOST_LINES {
            return Err(Problem::bad_input(
                "demand-invalid",
                format!("--demand: {lines} lines; {MOST_LINES} are planned at once"),
                "put small rows together, or run `corridor flows` where the data is",
            ));
        }
        let fits = self.fit || self.counts.is_some();
        let takes = self.capacities.is_some() || self.preload.is_some();
        let contradictions = [
            (self.no_constants && fits, "no_constants", "fit or counts"),
            (self.no_capacities && takes, "no_capacities", "capacities or preload"),
        ];
        if let Some((_, one, other)) = contradictions.into_iter().find(|(is, ..)| *is) {
            return Err(Problem::bad_input(
                "flows-invalid",
                format!("{one} contradicts {other}"),
                "leave one of them out",
            ));
        }
        if self.as_of.is_some() {
            settle_day(&mut self.as_of, "as-of", today)?;
        }
        settle_day(&mut self.depart, "depart", today).map(|_| ())
    }

    fn answer(&self, worlds: &Worlds) -> Result<FlowsResponse, Problem> {
        worlds.base().flows(&self.request()?, &|_, _| ControlFlow::Continue(()))
    }
}
