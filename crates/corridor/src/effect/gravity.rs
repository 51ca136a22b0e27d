//! Gravity estimated from flows that the user brings, and what other values of its columns would do.

use super::{closure, problem};
use crate::problem::Problem;
use corridor_effect::gravity::{Estimate, Flows};
use corridor_effect::{Accuracy, Change, Method, Outcome};
use schemars::JsonSchema;
use serde::Serialize;

/// What is asked.
#[derive(Clone, Debug)]
pub struct GravityRequest {
    /// Flows, domestic ones included: `origin,destination,trade,...`, the rest of the columns explaining.
    pub flows: (String, String),
    /// Columns that are the same everywhere in the world asked about: `BORDER=0`.
    pub set: Vec<String>,
    /// Values of single pairs in that world: `origin,destination,column,value`.
    pub change: Option<(String, String)>,
    /// Elasticity of trade, for full effects on prices and real income.
    pub elasticity: Option<f64>,
    /// What becomes of trade deficits in full effects.
    pub closure: String,
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GravityResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// The table.
    pub flows: String,
    /// Pairs of it.
    pub pairs: usize,
    /// Rounds of Newton's method.
    pub rounds: usize,
    /// What explains trade.
    pub coefficients: Vec<CoefficientView>,
    /// What the change does, by country; empty without a change.
    pub countries: Vec<GravityEffectView>,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

/// A coefficient.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoefficientView {
    /// The column.
    pub column: String,
    /// Change of the logarithm of trade with one more of it.
    pub coefficient: f64,
    /// Standard error that allows for any variance of the flows.
    pub standard_error: f64,
    /// How much more one more of it costs in duty, per cent, at the elasticity; absent without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duty_equivalent_percent: Option<f64>,
}

/// What a change does to a country, per cent.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GravityEffectView {
    /// Its id.
    pub id: String,
    /// Exports while all sell and buy in sum what they do.
    pub conditional_exports_percent: f64,
    /// Exports when incomes and prices follow; absent without an elasticity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exports_percent: Option<f64>,
    /// Price of what it sells, in units of world value added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wage_percent: Option<f64>,
    /// Real product: what is sold, over the prices of what is bought. Guides print this figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub real_product_percent: Option<f64>,
    /// Real income: real product with the deficit of trade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub real_income_percent: Option<f64>,
}

/// Estimates, and says what the change does.
///
/// # Errors
/// When the table cannot be estimated, a change is of what is not there, pairs are missing for full
/// effects, or nothing settles.
pub fn gravity(request: &GravityRequest) -> Result<GravityResponse, Problem> {
    let closure = closure(&request.closure)?;
    let elasticity = request.elasticity;
    if let Some(wrong) = elasticity.filter(|e| !(1.0..=100.0).contains(e)) {
        return Err(Problem::bad_input(
            "elasticity-range",
            format!("--elasticity {wrong} is not from 1 to 100"),
            "give the exponent, sigma - 1, for instance 5",
        ));
    }
    let (name, text) = &request.flows;
    let flows = Flows::from_csv(name, text).map_err(problem)?;
    let mut values = flows.values.clone();
    for text in &request.set {
        values = flows.with_column(&values, text).map_err(problem)?;
    }
    if let Some((name, text)) = &request.change {
        values = flows.with_rows(&values, name, text).map_err(problem)?;
    }
    let estimate = flows.estimate().map_err(problem)?;
    let coefficients = estimate.coefficients.iter().map(|c| CoefficientView {
        column: c.column.clone(),
        coefficient: c.value,
        standard_error: c.error,
        duty_equivalent_percent: elasticity.map(|e| ((-c.value / e).exp() - 1.0) * 100.0),
    });
    let mut warnings = vec![
        "coefficients are of your flows and columns; standard errors allow for any variance of single \
         flows, not for what flows of one country have in common"
            .to_owned(),
    ];
    let changes = !request.set.is_empty() || request.change.is_some();
    let mut countries = Vec::new();
    if changes {
        countries = conditional(&flows, &estimate, &values)?;
        warnings.push(
            "conditional effects let all sell and buy in sum what they do; they are no forecast of trade"
                .to_owned(),
        );
    }
    if let (true, Some(elasticity)) = (changes, elasticity) {
        full(&flows, (&estimate, &values), elasticity, closure, &mut countries)?;
        warnings.push(format!(
            "full effects are long-run figures of a model of one sector without inputs: {}",
            closure.meaning()
        ));
    } else if changes {
        warnings.push("give an elasticity for prices and real income: --elasticity".to_owned());
    }
    Ok(GravityResponse {
        schema_version: 1,
        flows: name.clone(),
        pairs: flows.pairs.len(),
        rounds: estimate.rounds,
        coefficients: coefficients.collect(),
        countries,
        warnings,
    })
}

/// Exports while all sell and buy in sum what they do.
fn conditional(
    flows: &Flows,
    estimate: &Estimate,
    values: &[f64],
) -> Result<Vec<GravityEffectView>, Problem> {
    let after = flows.conditional(estimate, values).map_err(problem)?;
    let abroad = |list: &[f64]| {
        let mut sums = vec![0.0; flows.countries.len()];
        let pairs = flows.pairs.iter().zip(list).filter(|((o, d), _)| o != d);
        pairs.for_each(|((o, _), flow)| sums[*o] += flow);
        sums
    };
    let (was, is) = (abroad(&estimate.fitted), abroad(&after));
    let change = |c: usize| if was[c] > 0.0 { (is[c] / was[c] - 1.0) * 100.0 } else { 0.0 };
    let view = |(c, id): (usize, &String)| GravityEffectView {
        id: id.clone(),
        conditional_exports_percent: change(c),
        exports_percent: None,
        wage_percent: None,
        real_product_percent: None,
        real_income_percent: None,
    };
    Ok(flows.countries.iter().enumerate().map(view).collect())
}

/// Adds what happens when incomes and prices follow.
fn full(
    flows: &Flows,
    (estimate, values): (&Estimate, &[f64]),
    elasticity: f64,
    closure: corridor_effect::Closure,
    countries: &mut [GravityEffectView],
) -> Result<(), Problem> {
    let n = flows.countries.len();
    if flows.pairs.len() != n * n {
        let known: std::collections::BTreeSet<_> = flows.pairs.iter().collect();
        let mut all = (0..n).flat_map(|o| (0..n).map(move |d| (o, d)));
        let missing = all.find(|pair| !known.contains(pair)).unwrap_or_default();
        let name = |c: usize| &flows.countries[c];
        return Err(Problem::bad_input(
            "table-row",
            format!(
                "full effects need every pair, and {} of {} are missing, {} to {} first",
                n * n - flows.pairs.len(),
                n * n,
                name(missing.0),
                name(missing.1)
            ),
            "add their rows, with a flow of 0 where there is none, domestic ones too; or leave \
             --elasticity out",
        ));
    }
    let (economy, factor) = flows.economy(estimate, values, elasticity).map_err(problem)?;
    let free = vec![0.0; factor.len()];
    let change = Change { factor, duty_before: free.clone(), duty_after: free };
    let how = (Method::default(), Accuracy::default());
    let outcome = Outcome::of(&economy, &change, &[elasticity], closure, how).map_err(problem)?;
    for (view, effect) in countries.iter_mut().zip(outcome.countries(&economy)) {
        view.exports_percent = Some(effect.exports_percent);
        view.wage_percent = Some(effect.wage_percent);
        view.real_product_percent = Some(effect.real_wage_percent);
        view.real_income_percent = Some(effect.real_income_percent);
    }
    Ok(())
}
