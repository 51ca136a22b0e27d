//! `/v1/appraise`.

use crate::worlds::Worlds;
use crate::{Question, Work};
use corridor::Problem;
use corridor::appraisal::{
    CashFlowRequest, CashFlowResponse, ProjectRequest, ProjectResponse, cash_flow, project,
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most draws.
const MOST_DRAWS: u32 = 100_000;
/// Bytes of a project, of a cash flow or of a table.
const LARGEST: usize = 1 << 20;

/// What a cash flow or a project is worth: exactly one of `cash_flow` and `project`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AppraiseRequest")]
pub struct AppraiseQuestion {
    /// A cash flow, CSV: `year,amount_usd`; what flows out is negative. Needs `rate`.
    #[serde(default)]
    cash_flow: Option<String>,
    /// A project, TOML, as `docs/methods/appraisal.md` describes it.
    #[serde(default)]
    project: Option<String>,
    /// Texts of the tables that the project names, by name.
    #[serde(default)]
    tables: BTreeMap<String, String>,
    /// Rate of discount of a cash flow by the year: `10%`.
    #[serde(default)]
    rate: Option<String>,
    /// Rate at which deficits are financed; `rate` unless given.
    #[serde(default)]
    finance_rate: Option<String>,
    /// Rate at which surpluses are reinvested; `rate` unless given.
    #[serde(default)]
    reinvest_rate: Option<String>,
    /// Calendar year of a cash flow that is not discounted.
    #[serde(default)]
    base_year: Option<i32>,
    /// Guide whose social rate holds in place of the project's: `eu-2021`, `world-bank`, ...
    #[serde(default)]
    preset: Option<String>,
    /// Draws over what the project calls uncertain, up to 100000.
    #[serde(default = "draws")]
    draws: u32,
    /// Their seed.
    #[serde(default = "seed")]
    seed: u64,
}

/// The worth of a cash flow, or of a project.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum AppraiseResponse {
    /// Of a cash flow.
    CashFlow(Box<CashFlowResponse>),
    /// Of a project.
    Project(Box<ProjectResponse>),
}

fn draws() -> u32 {
    10_000
}

fn seed() -> u64 {
    1
}

fn invalid(detail: String, action: &str) -> Problem {
    Problem::bad_input("field-invalid", detail, action)
}

impl Question for AppraiseQuestion {
    type Answer = AppraiseResponse;
    const NAME: &'static str = "appraise";
    const SUMMARY: &'static str = "What a project or a cash flow is worth, to whom: present value, rates of return, ledger, risk";
    const WORK: Work = Work::Search;

    fn settle(&mut self, _today: Date) -> Result<(), Problem> {
        let texts = self.tables.values().chain(&self.cash_flow).chain(&self.project);
        if let Some(long) = texts.map(String::len).find(|length| *length > LARGEST) {
            return Err(invalid(
                format!("a text has {long} bytes; {LARGEST} are read"),
                "send fewer years or parties, or use `corridor appraise`",
            ));
        }
        if self.draws > MOST_DRAWS {
            return Err(invalid(
                format!("--draws {} is more than {MOST_DRAWS}", self.draws),
                "10000 draws are enough for any percentile shown",
            ));
        }
        match (&self.cash_flow, &self.project) {
            (Some(_), None) => {
                let stray =
                    [("--preset", self.preset.is_some()), ("--tables", !self.tables.is_empty())];
                if let Some((field, _)) = stray.iter().find(|(_, given)| *given) {
                    return Err(invalid(
                        format!("{field} goes with a project, not with a cash flow"),
                        "leave it out",
                    ));
                }
                if self.rate.is_none() {
                    return Err(invalid(
                        "--rate is not given".to_owned(),
                        "give the rate of discount by the year, such as 10%",
                    ));
                }
                Ok(())
            }
            (None, Some(_)) => {
                let rates = [
                    ("--rate", self.rate.is_some()),
                    ("--finance-rate", self.finance_rate.is_some()),
                    ("--reinvest-rate", self.reinvest_rate.is_some()),
                    ("--base-year", self.base_year.is_some()),
                ];
                match rates.iter().find(|(_, given)| *given) {
                    None => Ok(()),
                    Some((field, _)) => Err(invalid(
                        format!("{field} goes with a cash flow; a project states its own"),
                        "leave it out, and write it into the project",
                    )),
                }
            }
            (None, None) => Err(invalid(
                "neither --cash-flow nor --project is given".to_owned(),
                "send one of them",
            )),
            (Some(_), Some(_)) => Err(invalid(
                "--cash-flow and --project are both given".to_owned(),
                "send one of them",
            )),
        }
    }

    fn answer(&self, _worlds: &Worlds) -> Result<AppraiseResponse, Problem> {
        if let Some(table) = &self.cash_flow {
            let answer = cash_flow(&CashFlowRequest {
                file: "cash_flow".to_owned(),
                table: table.clone(),
                rate: self.rate.clone().unwrap_or_default(),
                finance_rate: self.finance_rate.clone(),
                reinvest_rate: self.reinvest_rate.clone(),
                base_year: self.base_year,
            })?;
            return Ok(AppraiseResponse::CashFlow(Box::new(answer)));
        }
        let answer = project(&ProjectRequest {
            file: "project".to_owned(),
            text: self.project.clone().unwrap_or_default(),
            tables: self.tables.clone(),
            preset: self.preset.clone(),
            draws: self.draws,
            seed: self.seed,
        })?;
        Ok(AppraiseResponse::Project(Box::new(answer)))
    }
}
