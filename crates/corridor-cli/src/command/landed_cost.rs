//! `corridor landed-cost`: what goods cost at the buyer's door by each way, or joint production stage
//! by stage.

mod many;
mod show;

use super::{parameters, plan, print_json, scenarios, tables};
use crate::args::{LandedCostArgs, RateOptions, ValueIs, day};
use anyhow::Result;
use corridor::trade::{GoodsTerms, LandedCostRequest, answers_schema, bill};
use corridor::{Engine, Problem};
use corridor_batch::read_goods;
use corridor_tables::goods_of;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Reckons and shows the answer.
pub fn run(engine: Engine, args: &LandedCostArgs) -> Result<ExitCode> {
    if args.schema {
        print_json(&answers_schema())?;
        return Ok(ExitCode::SUCCESS);
    }
    let engine = parameters::laid_over(engine, &args.question.own)?;
    let engine = scenarios::supposed(engine, &args.supposed)?;
    if let Some(input) = &args.table.input {
        return many::run(&engine, input, args);
    }
    one(&engine, args)?;
    Ok(ExitCode::SUCCESS)
}

/// The terms of the options of the verb, with their files.
fn sale(args: &LandedCostArgs) -> Result<GoodsTerms> {
    Ok(GoodsTerms {
        value_is_price: args.value_is == ValueIs::Price,
        incoterm: args.incoterm.clone(),
        invoice: args.invoice.clone(),
        ..terms(&args.rates, args.question.as_of.as_deref())?
    })
}

/// Goods between two places, or a bill of materials.
fn one(engine: &Engine, args: &LandedCostArgs) -> Result<()> {
    let terms = sale(args)?;
    if let Some(path) = &args.bom {
        let text = text_of(path, "a bill of materials")?;
        let bill = bill(&path.display().to_string(), &text)?;
        let (from, to) = (&bill.good().at, &bill.deliver_to);
        let request = plan::request(from, to, &args.question)?;
        let answer = engine.production_cost(&bill, args.lot, &request, &terms)?;
        return if args.json { print_json(&answer) } else { show::production(&answer) };
    }
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    if let Some(path) = &args.goods {
        return shipment(engine, path, args, terms);
    }
    let value = args.question.moved.value_usd;
    if value.is_none() && args.invoice.is_none() {
        return Err(Problem::bad_input(
            "amount-invalid",
            "the value of the goods is not given",
            "give it in US dollars: --value-usd 50000; or --invoice '18500.00 EUR' --rate EUR=1.08",
        )
        .into());
    }
    let (from, to) = (given(&args.from), given(&args.to));
    let request = LandedCostRequest {
        plan: plan::request(&from, &to, &args.question)?,
        hs: given(&args.hs),
        origin: given(&args.origin),
        value_usd: value.map_or(String::new(), |value| value.to_string()),
        terms,
    };
    let answer = engine.landed_cost(&request)?;
    if args.json { print_json(&answer) } else { show::landed(&answer, args.lines) }
}

/// Several goods in one shipment.
fn shipment(engine: &Engine, path: &Path, args: &LandedCostArgs, terms: GoodsTerms) -> Result<()> {
    let rows = read_goods(path).map_err(tables::problem)?;
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let rows = rows.into_iter().map(|(id, row)| {
        let row = row.map_err(|reason| {
            Problem::bad_input("field-invalid", reason, "mend the row of the table")
        });
        Ok((id, goods_of(&row?)?))
    });
    let rows = rows.collect::<Result<Vec<_>, Problem>>()?;
    let request = LandedCostRequest {
        plan: plan::request(&given(&args.from), &given(&args.to), &args.question)?,
        hs: String::new(),
        origin: given(&args.origin),
        value_usd: String::new(),
        terms,
    };
    let answer = engine.landed_shipment(&request, &rows)?;
    if args.json { print_json(&answer) } else { show::shipment(&answer) }
}

/// That no agreement is supposed where nothing would owe a duty.
///
/// # Errors
/// When one is.
pub(super) fn no_suppose(rates: &RateOptions, needs: &str) -> Result<()> {
    let Some(first) = rates.suppose.first() else { return Ok(()) };
    Err(Problem::bad_input(
        "suppose-nowhere",
        format!("--suppose {first} changes no way: nothing here owes a duty"),
        format!("give it with {needs}, or leave it out"),
    )
    .into())
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
