//! Trade effect: what an agreement, a duty or another cost of trade does to trade and real income.
//!
//! The model and the tables are `corridor_effect`'s; here agreements, tariffs and countries become the
//! change it is asked for, and its figures a plain answer. Costs of trade are those of a table, or what
//! scenarios do to the ways of the network ([`carriage`]).

mod carriage;
mod duties;
mod gravity;
mod grounds;
mod page;
mod picture;
mod request;
mod view;
mod warnings;

pub use corridor_effect::LARGEST;
pub use gravity::{CoefficientView, GravityEffectView, GravityRequest, GravityResponse, gravity};
pub use grounds::{
    BaseDutyView, BoxView, CarriageView, ElasticityView, IdentityView, PairCarriageView,
    SupposedAgreementView,
};
pub use page::{html, svg_map};
pub use picture::svg;
pub use request::{ElasticityChoice, TradeEffectRequest};
pub use view::{
    CountryEffectView, DecompositionView, PairView, SectorView, SpreadView, TradeEffectResponse,
};

use crate::engine::Engine;
use crate::problem::{Problem, did_you_mean};
pub(crate) use carriage::BaseCarriage;
use carriage::Carriage;
use corridor_effect::{
    Accuracy, Change, Closure, Economy, Elasticity, Method, Outcome, Table, draws, elasticity,
    identities,
};
use corridor_network::CountryCode;
use corridor_trade::{Register, Rule};
use duties::Duties;

impl Engine {
    /// What a change does to trade and real income.
    ///
    /// # Errors
    /// When the table, the change, an elasticity or an agreement makes no sense, a duty that matters is
    /// not known, and where no equilibrium is found.
    pub fn trade_effect(
        &self,
        request: &TradeEffectRequest,
    ) -> Result<TradeEffectResponse, Problem> {
        if request.scenarios.is_empty() {
            return self.trade_effect_in(request, None, &mut BaseCarriage::default());
        }
        // Worlds made of an engine that has planned share what it has worked out.
        self.planner();
        let asked = self.supposing(&request.scenarios)?;
        self.trade_effect_in(request, Some(&asked), &mut BaseCarriage::default())
    }

    /// The same with the world of the request's scenarios at hand. What the world as it is takes is
    /// kept for further questions over the same table.
    ///
    /// # Errors
    /// As [`Self::trade_effect`].
    pub(crate) fn trade_effect_in(
        &self,
        request: &TradeEffectRequest,
        asked: Option<&Self>,
        kept: &mut BaseCarriage,
    ) -> Result<TradeEffectResponse, Problem> {
        let closure = closure(&request.closure)?;
        let table = match &request.table {
            None => Table::shipped(),
            Some((name, text)) => Table::from_csv_within(name, text, request.largest),
        }
        .map_err(problem)?;
        let table = if request.one_sector { table.one_sector() } else { table };
        let elasticities = elasticities(&table, &request.elasticity)?;
        let register = self.register_with(&request.with)?;
        let codes = self.codes(&table);
        // Where duties are not the question, they are left out of both worlds.
        let mut duties = if request.suppose.is_empty() {
            Duties::none(request.as_of, &table)
        } else {
            Duties::of(&register, request.as_of, &table, &codes)
        };
        if let Some((name, text)) = &request.duties {
            duties.replace(&table, name, text)?;
        }
        let mut change = Change::none(&table);
        if let Some((name, text)) = &request.change {
            change = change.with_factors(&table, name, text).map_err(problem)?;
        }
        change.duty_before.clone_from(&duties.rate);
        change.duty_after.clone_from(&duties.rate);
        let carriage = match asked {
            None => None,
            Some(asked) => self.carriage((request, asked), (&table, &codes), &mut change, kept)?,
        };
        let mut supposed = Vec::new();
        for text in &request.suppose {
            supposed.push(duties.suppose(&register, &table, &codes, text, &mut change)?);
        }
        let theta: Vec<f64> = elasticities.iter().map(|one| one.value).collect();
        let economy = Economy::from_table(&table, &change.duty_before).map_err(problem)?;
        let how = (Method::default(), Accuracy::default());
        let outcome = Outcome::of(&economy, &change, &theta, closure, how).map_err(problem)?;
        let checks = checks(&economy, &theta, &outcome)?;
        let effects = outcome.countries(&economy);
        let first = outcome.first_order(&economy);
        let integrated =
            outcome.integrated(&economy, &theta, how, request.steps).map_err(problem)?;
        let spreads = match request.draws {
            None => None,
            Some(asked) => Some(
                draws::spreads(&economy, &change, &elasticities, closure, &effects, asked)
                    .map_err(problem)?,
            ),
        };
        let countries = (0..effects.len()).map(|c| {
            CountryEffectView::new(
                &effects[c],
                self.name_of(&effects[c].id),
                first[c],
                (request.steps > 0).then(|| integrated[c]),
                spreads.as_ref().map(|all| &all[c]),
            )
        });
        let warnings =
            warnings::warnings(request, &table, &duties, &supposed, carriage.as_ref(), closure);
        Ok(TradeEffectResponse {
            schema_version: 1,
            table: table.name.clone(),
            closure: closure.word().to_owned(),
            closure_meaning: closure.meaning().to_owned(),
            as_of: request.as_of.to_string(),
            supposed,
            carriage,
            elasticities: grounds::elasticities(&table, &elasticities),
            base_duties: duties.view(&table),
            countries: countries.collect(),
            pairs: view::pairs(&outcome.pairs(&economy), table.usd),
            sectors: view::sectors(&outcome.sectors(&economy)),
            steps: request.steps,
            draws: request.draws.map(|(draws, _)| draws),
            seed: request.draws.map(|(_, seed)| seed),
            checks,
            missing: missing(&register, &codes),
            warnings,
        })
    }

    /// Puts into the change what the scenarios of a request do to costs of trade.
    fn carriage(
        &self,
        (request, asked): (&TradeEffectRequest, &Self),
        (table, codes): (&Table, &[Option<CountryCode>]),
        change: &mut Change,
        kept: &mut BaseCarriage,
    ) -> Result<Option<CarriageView>, Problem> {
        let Some(supposed) = asked.supposed().filter(|s| !s.applied.is_empty()) else {
            return Ok(None);
        };
        let lowers = |id: &str| {
            let switches = Register::shipped().get(id).into_iter().flat_map(|a| &a.switches);
            let of_duty = |rule| matches!(rule, Rule::TariffPreference | Rule::CommonTariff);
            switches.into_iter().any(|switch| of_duty(switch.rule))
        };
        let said = |id: &str| {
            let named = |text: &String| text.split('=').next().is_some_and(|n| n.trim() == id);
            request.suppose.iter().any(named)
        };
        let mut all = supposed.agreements.iter().map(|s| s.agreement.as_str());
        if let Some(id) = all.find(|id| lowers(id) && !said(id)) {
            return Err(Problem::bad_input(
                "duty-invalid",
                format!("{} supposes {id}: the duty under it is not given", asked.scenario_name()),
                format!("give it in per cent: --suppose {id}=0"),
            ));
        }
        if !asked.changes_plans() {
            return Ok(None);
        }
        let day = supposed.conditions.as_of.or(supposed.conditions.depart).unwrap_or(request.as_of);
        let carriage = Carriage::between((self, asked), table, codes, day, kept)?;
        for (factor, times) in change.factor.iter_mut().zip(&carriage.factor) {
            *factor *= times;
        }
        Ok(Some(carriage.view))
    }

    fn name_of(&self, id: &str) -> String {
        let countries = &self.network().facts().countries;
        let named = countries
            .iter()
            .find(|c| c.code.as_str() == id || (id.len() == 3 && c.names.iter().any(|n| n == id)));
        match named {
            Some(country) => country.name.clone(),
            None if id == "ROW" => "Rest of the world".to_owned(),
            None => id.to_owned(),
        }
    }

    /// The country that each row of a table is, by its code of two or three letters.
    fn codes(&self, table: &Table) -> Vec<Option<CountryCode>> {
        let countries = &self.network().facts().countries;
        let of = |id: &String| {
            let known = countries.iter().find(|c| {
                c.code.as_str() == id || (id.len() == 3 && c.names.iter().any(|name| name == id))
            });
            let listed = || Register::shipped().countries().into_iter().find(|c| c.as_str() == id);
            known.map(|country| country.code).or_else(listed)
        };
        table.countries.iter().map(of).collect()
    }
}

/// The identities of both worlds, the worse of each.
fn checks(
    economy: &Economy,
    theta: &[f64],
    outcome: &Outcome,
) -> Result<Vec<IdentityView>, Problem> {
    let worlds = [&outcome.before, &outcome.after];
    let all = worlds.into_iter().flat_map(|world| identities(economy, theta, world));
    let mut found: Vec<IdentityView> = Vec::new();
    for identity in all {
        if !identity.holds() {
            return Err(Problem::bad_input(
                "identity-broken",
                format!("the solution is {:e} off: {}", identity.error, identity.name),
                "do not use it; try a smaller change, and report the question as a fault",
            ));
        }
        match found.iter_mut().find(|one| one.name == identity.name) {
            Some(one) => one.error = one.error.max(identity.error),
            None => found.push(IdentityView {
                name: identity.name.to_owned(),
                error: identity.error,
                limit: identity.limit,
            }),
        }
    }
    Ok(found)
}

/// Countries of the register without a row of their own.
fn missing(register: &Register, codes: &[Option<CountryCode>]) -> Vec<String> {
    let without = register.countries().into_iter().filter(|code| !codes.contains(&Some(*code)));
    without.map(|code| code.to_string()).collect()
}

fn elasticities(table: &Table, choice: &ElasticityChoice) -> Result<Vec<Elasticity>, Problem> {
    match choice {
        ElasticityChoice::Shipped => elasticity::shipped(table),
        ElasticityChoice::Uniform(value) => elasticity::uniform(table, *value),
        ElasticityChoice::Table(name, text) => elasticity::from_csv(table, name, text),
    }
    .map_err(problem)
}

fn closure(word: &str) -> Result<Closure, Problem> {
    Closure::from_word(word).ok_or_else(|| {
        let words = Closure::ALL.map(Closure::word);
        let hint = did_you_mean(word, words.into_iter());
        let listed = words.join(", ");
        Problem::bad_input(
            "closure-unknown",
            format!("{word:?} is no closure of trade deficits"),
            hint.map_or(format!("one of {listed}"), |hint| format!("did you mean {hint:?}?")),
        )
    })
}

/// A fault of the model as a problem.
fn problem(fault: corridor_effect::Fault) -> Problem {
    let corridor_effect::Fault { code, reason, action } = fault;
    Problem::bad_input(code, reason, action)
}
