//! Landed cost and duty of goods beside the time and cost of their ways.

use super::RunView;
use crate::engine::Engine;
use crate::plan::{PlanRequest, PlanResponse};
use crate::problem::{Problem, did_you_mean};
use crate::trade::{AlternativeView, GoodsTerms, GoodsView, LandedCostRequest};
use schemars::JsonSchema;
use serde::Serialize;

/// What the goods are.
#[derive(Clone, Debug)]
pub struct Goods {
    /// Code of the goods, six digits or more.
    pub hs: String,
    /// Country they originate in.
    pub origin: String,
    /// Their value, US dollars.
    pub value_usd: String,
    /// What is known of the sale and the rates. An agreement is supposed only in worlds whose scenarios
    /// suppose it; `ID=PERCENT` says what duty it has there.
    pub terms: GoodsTerms,
}

/// What the goods cost at the end of a way.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LandedSum {
    /// All that is paid until they are there, US dollars; null when a line of it is not known.
    pub landed_usd: Option<f64>,
    /// What is known of it, US dollars.
    pub known_usd: f64,
    /// Lines of it that are not known, in order.
    pub not_known: Vec<String>,
    /// Duty, US dollars; null when it is not known.
    pub duty_usd: Option<f64>,
    /// The agreement whose preference is claimed; null without.
    pub agreement: Option<String>,
}

impl From<&AlternativeView> for LandedSum {
    fn from(shown: &AlternativeView) -> Self {
        let duties = || shown.lines.iter().filter(|line| line.kind == "duty");
        Self {
            landed_usd: shown.landed_usd,
            known_usd: shown.known_usd,
            not_known: shown
                .lines
                .iter()
                .filter(|line| !line.imputed && line.amount_usd.is_none())
                .map(|line| line.name.clone())
                .collect(),
            duty_usd: duties().map(|line| line.amount_usd).sum(),
            agreement: shown.agreement.clone(),
        }
    }
}

impl Goods {
    /// The question for landed cost in the world of an engine.
    pub(super) fn request(&self, engine: &Engine, plan: &PlanRequest) -> LandedCostRequest {
        let holds = |text: &&String| supposes(engine, id(text));
        let suppose = self.terms.suppose.iter().filter(holds).cloned().collect();
        LandedCostRequest {
            plan: plan.clone(),
            hs: self.hs.clone(),
            origin: self.origin.clone(),
            value_usd: self.value_usd.clone(),
            terms: GoodsTerms { suppose, ..self.terms.clone() },
        }
    }

    /// That every agreement with a duty is supposed in one of the worlds.
    ///
    /// # Errors
    /// When one is supposed in none.
    pub(crate) fn checked(&self, engines: &[&Engine]) -> Result<(), Problem> {
        for text in &self.terms.suppose {
            let id = id(text);
            if engines.iter().any(|engine| supposes(engine, id)) {
                continue;
            }
            let known = engines.iter().flat_map(|engine| supposed(engine));
            let hint = did_you_mean(id, known);
            return Err(Problem::bad_input(
                "suppose-nowhere",
                format!("--suppose {text}: no world that is compared supposes {id}"),
                hint.map_or(
                    format!("add a scenario that does, such as --scenario {id}, or leave it out"),
                    |hint| format!("did you mean {hint:?}?"),
                ),
            ));
        }
        Ok(())
    }
}

/// The agreement of `ID=PERCENT`.
pub(crate) fn id(text: &str) -> &str {
    text.split('=').next().unwrap_or_default().trim()
}

fn supposed(engine: &Engine) -> impl Iterator<Item = &str> {
    engine.supposed().into_iter().flat_map(|s| s.agreements.iter().map(|a| a.agreement.as_str()))
}

/// Whether a scenario of an engine supposes an agreement.
pub(crate) fn supposes(engine: &Engine, id: &str) -> bool {
    supposed(engine).any(|known| known.eq_ignore_ascii_case(id))
}

impl RunView {
    /// Adds what the goods cost by every way of the run. Returns the goods as understood, and what a
    /// reader should know of the figures.
    ///
    /// # Errors
    /// As [`Engine::landed_cost`].
    pub(super) fn land(
        &mut self,
        engine: &Engine,
        request: &LandedCostRequest,
        planned: &PlanResponse,
    ) -> Result<(Option<GoodsView>, Vec<String>), Problem> {
        let ways: Vec<_> = self.itineraries.iter().chain(&self.beside).collect();
        let (landed, answer) = engine.landed_by_ways(request, planned, &ways)?;
        self.landed = landed.iter().map(|one| one.as_ref().map(LandedSum::from)).collect();
        let Some(answer) = answer else {
            let term = &request.terms.incoterm;
            return Ok((None, vec![format!("{term} fits no way of {}", self.scenario)]));
        };
        let mut said = answer.warnings;
        let missing = landed.iter().flatten().find(|one| one.landed_usd.is_none());
        said.extend(missing.map(|one| {
            format!(
                "landed cost is without what is not known of it in {} ({}); it is compared only where \
                 the same is known in both worlds",
                self.scenario,
                one.supply.join(", ")
            )
        }));
        Ok((Some(answer.goods), said))
    }
}
