//! `corridor landed-cost`: what goods cost at the buyer's door by each way, or joint production stage
//! by stage.

mod show;

use super::{parameters, plan, print_json, scenarios};
use crate::args::{LandedCostArgs, RateOptions, ValueIs, day};
use anyhow::Result;
use corridor::trade::{GoodsTerms, LandedCostRequest, bill};
use corridor::{Engine, Problem};
use std::path::{Path, PathBuf};

/// Reckons and shows the answer.
pub fn run(engine: Engine, args: &LandedCostArgs) -> Result<()> {
    let engine = parameters::laid_over(engine, &args.question.own)?;
    let engine = scenarios::supposed(engine, &args.supposed)?;
    let terms = GoodsTerms {
        value_is_price: args.value_is == ValueIs::Price,
        incoterm: args.incoterm.clone(),
        ..terms(&args.rates, args.question.as_of.as_deref())?
    };
    if let Some(path) = &args.bom {
        let text = text_of(path, "a bill of materials")?;
        let bill = bill(&path.display().to_string(), &text)?;
        let (from, to) = (&bill.good().at, &bill.deliver_to);
        let request = plan::request(from, to, &args.question)?;
        let answer = engine.production_cost(&bill, args.lot, &request, &terms)?;
        return if args.json { print_json(&answer) } else { show::production(&answer) };
    }
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let Some(value) = args.question.moved.value_usd else {
        return Err(Problem::bad_input(
            "amount-invalid",
            "the value of the goods is not given",
            "give it in US dollars: --value-usd 50000",
        )
        .into());
    };
    let (from, to) = (given(&args.from), given(&args.to));
    let request = LandedCostRequest {
        plan: plan::request(&from, &to, &args.question)?,
        hs: given(&args.hs),
        origin: given(&args.origin),
        value_usd: value.to_string(),
        terms,
    };
    let answer = engine.landed_cost(&request)?;
    if args.json { print_json(&answer) } else { show::landed(&answer, args.lines) }
}

/// The terms of the options, with their files.
pub(super) fn terms(rates: &RateOptions, as_of: Option<&str>) -> Result<GoodsTerms> {
    let as_of = as_of.map(|text| day(Some(text), "--as-of")).transpose()?;
    Ok(GoodsTerms {
        as_of,
        with: texts_of(&rates.with, "an agreement, TOML")?,
        schedules: texts_of(&rates.schedule, "a schedule of duties, CSV")?,
        ..rates.terms()
    })
}

/// Names and texts of files.
pub(super) fn texts_of(paths: &[PathBuf], what: &str) -> Result<Vec<(String, String)>> {
    paths.iter().map(|path| Ok((path.display().to_string(), text_of(path, what)?))).collect()
}

/// The text of a file.
pub(super) fn text_of(path: &Path, what: &str) -> Result<String> {
    Ok(std::fs::read_to_string(path).map_err(|e| {
        Problem::bad_input(
            "input-unreadable",
            format!("cannot read {}: {e}", path.display()),
            format!("give the path of {what}"),
        )
    })?)
}
