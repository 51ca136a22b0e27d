//! `corridor plan --input`: many pairs at once.

use super::{landed_cost, plan, tables};
use crate::args::PlanArgs;
use anyhow::Result;
use corridor::trade::GoodsTerms;
use corridor::{Engine, Order, PlanRequest, Problem};
use corridor_batch::{Format, PlanReader, Run, digest_of};
use corridor_tables::{EnginePlans, GoodsOfAll};
use std::path::Path;
use std::process::ExitCode;

/// Plans all pairs. Bad rows are reported with their line and marked in the output; the exit code is
/// then 2. A pair without a way is a row like others.
pub fn run(engine: &Engine, args: &PlanArgs) -> Result<ExitCode> {
    let many = &args.many;
    let stream = Path::new("-");
    let input = many.input.as_deref().unwrap_or(stream);
    let path = many.output.as_deref().unwrap_or(stream);
    let base =
        PlanRequest { origin: args.goods.origin.clone(), ..plan::request("", "", &args.question)? };
    // What is wrong with all pairs is no matter of a row.
    engine.must_understand(&base)?;
    let format = Format::for_plans(path, args.json.then_some(Format::JsonLines)).map_err(|e| {
        let action = "name a file that ends in .jsonl, .csv or .parquet";
        Problem::bad_input("format-unknown", e.to_string(), action)
    })?;
    let reader = PlanReader::open(input).map_err(tables::problem)?;
    if args.goods.is_given() && !reader.asks_for_landed_cost() {
        return Err(Problem::bad_input(
            "columns-missing",
            format!(
                "{} has no column hs, and options of duties and sales are given",
                input.display()
            ),
            "add the column hs with the code of the goods, or leave the options out",
        )
        .into());
    }
    let goods = goods(args)?;
    let target = tables::Target { path, format, resume: many.resume, overwrite: many.overwrite };
    let mut output = target.output(engine, "plan", &[("--input", input)])?;
    output.question.extend(question(engine, &base));
    output.question.push(tables::whole_request(&base));
    output.question.push(("goods".to_owned(), digest_of(&format!("{goods:?}"))));
    let shown = tables::Shown::new("pairs")?;
    reader.note().iter().for_each(|note| shown.tell(note));
    if format != Format::JsonLines {
        // A table has no room for it.
        engine.own_figure_warnings().iter().for_each(|warning| shown.tell(warning));
    }
    let plans = EnginePlans::new(engine, base).with_goods(goods)?;
    let run = Run::plans(reader, output).map_err(tables::problem)?;
    match run.plan(&plans, &shown, &tables::stop_on_interrupt()?) {
        Ok(done) => Ok(shown.end(&done, "are marked bad-row in the output")),
        Err(e) => shown.fail(e),
    }
}

/// What holds for the goods of all rows that say nothing else.
fn goods(args: &PlanArgs) -> Result<GoodsOfAll> {
    let terms = landed_cost::terms(&args.goods.rates, args.question.as_of.as_deref())?;
    let incoterm = args.goods.incoterm.clone().unwrap_or(terms.incoterm);
    let terms = GoodsTerms { incoterm, ..terms };
    Ok(GoodsOfAll { origin: args.goods.origin.clone(), terms })
}

/// All that answers depend on besides the rows, by the names of the options.
fn question(engine: &Engine, base: &PlanRequest) -> Vec<(String, String)> {
    fn text(value: Option<impl ToString>) -> String {
        value.map_or_else(String::new, |value| value.to_string())
    }
    // Taken apart so that an option added later cannot be forgotten here.
    let PlanRequest {
        from: _,
        to: _,
        order,
        depart,
        as_of,
        avoid,
        via,
        allow,
        hs,
        origin,
        with_restricted,
        strict_status,
        max_snap_km,
        certainty,
    } = base;
    let Order {
        cargo,
        teu,
        mass_t,
        volume_m3,
        units,
        value_usd,
        commodity,
        time_percent_per_day,
        ship,
        ice_class,
    } = order;
    let mut question = vec![
        ("--cargo", cargo.name().to_owned()),
        ("--teu", text(*teu)),
        ("--mass-t", text(*mass_t)),
        ("--volume-m3", text(*volume_m3)),
        ("--units", text(*units)),
        ("--value-usd", text(*value_usd)),
        ("--commodity", text(commodity.as_ref())),
        ("--time-value", text(*time_percent_per_day)),
        ("--ship", text(ship.as_ref())),
        ("--ice-class", ice_class.name().to_owned()),
        ("--depart", depart.to_string()),
        ("--as-of", text(*as_of)),
        ("--avoid", avoid.join(",")),
        ("--via", via.join(",")),
        ("--allow", allow.join(",")),
        ("--hs", text(hs.as_ref())),
        ("--origin", text(origin.as_ref())),
        ("--with-restricted", with_restricted.to_string()),
        ("--strict-status", strict_status.to_string()),
        ("--max-snap", max_snap_km.to_string()),
        ("--seed", certainty.seed.to_string()),
        ("--draws", certainty.draws.to_string()),
        ("--deadline-days", text(certainty.deadline_days)),
    ];
    let applied = engine.scenarios_applied();
    let hashes: Vec<&str> = applied.iter().map(|scenario| scenario.hash.as_str()).collect();
    question.push(("--scenario", hashes.join(",")));
    let files: Vec<String> = engine.parameter_files().into_iter().map(|f| f.sha256).collect();
    question.push(("--parameters", files.join(",")));
    question.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
