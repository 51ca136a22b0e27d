//! A project: read with its tables, appraised, shown.

use super::percent;
use crate::args::{AppraiseArgs, LedgerBy};
use crate::command::landed_cost::text_of;
use crate::command::print_json;
use crate::output;
use crate::render::{emphasis, signed, table, wrapped};
use anyhow::Result;
use corridor::appraisal::{
    InvestorView, ProjectRequest, ProjectResponse, html_project, project, project_tables,
    svg_project,
};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// Width of the picture, px.
const PICTURE_WIDTH: u32 = 1000;
/// Rows of switching values and of the tornado that are shown; the rest is counted.
const ROWS_SHOWN: usize = 8;

/// Appraises and shows the answer.
pub fn run(path: &Path, args: &AppraiseArgs) -> Result<()> {
    let file = path.display().to_string();
    let text = text_of(path, "a project file, or write one with `corridor appraise --example`")?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut tables = BTreeMap::new();
    for name in project_tables(&file, &text)? {
        let table = text_of(&folder.join(&name), "a table of costs, benefits and transfers")?;
        tables.insert(name, table);
    }
    output::one_to_stdout(
        args.json,
        &[("--svg", args.svg.as_deref()), ("--html", args.html.as_deref())],
    )?;
    let request = ProjectRequest {
        file,
        text,
        tables,
        preset: args.preset.clone(),
        draws: args.draws,
        seed: args.seed,
    };
    let answer = project(&request)?;
    if let Some(path) = &args.svg {
        let picture = svg_project(&answer, PICTURE_WIDTH);
        output::whole(path, |out| Ok(out.write_all(picture.as_bytes())?))?;
    }
    if let Some(path) = &args.html {
        let page = html_project(&answer);
        output::whole(path, |out| Ok(out.write_all(page.as_bytes())?))?;
    }
    if args.json {
        return print_json(&answer);
    }
    show(&answer, args.by)
}

/// Dollars in millions, as tables have room for.
fn millions(dollars: f64) -> String {
    signed(dollars / 1e6)
}

fn list(rates: &[f64]) -> String {
    if rates.is_empty() {
        return "none".to_owned();
    }
    rates.iter().copied().map(percent).collect::<Vec<_>>().join(", ")
}

fn show(answer: &ProjectResponse, by: LedgerBy) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    wrapped(&mut out, &emphasis(&answer.name))?;
    wrapped(&mut out, &answer.about)?;
    let ratio = answer.bcr.map_or_else(|| "none".to_owned(), |ratio| format!("{ratio:.3}"));
    let (base, price) = (answer.base_year, answer.price_year);
    writeln!(
        out,
        "\nnet present value      USD {} million in {base}, prices of {price}",
        millions(answer.npv_usd)
    )?;
    writeln!(out, "rate of return         {}", list(&answer.irr))?;
    let mirr = answer.mirr.map_or_else(|| "none".to_owned(), percent);
    writeln!(out, "modified rate          {mirr}")?;
    writeln!(out, "benefits over costs    {ratio}")?;
    if let Some(draws) = &answer.draws {
        let ends = [draws.p5_usd, draws.p50_usd, draws.p95_usd].map(millions);
        let words = format!(
            "in {} draws (seed {})  5th, 50th, 95th percentile {} million; below 0 in {}",
            draws.draws,
            draws.seed,
            ends.join(", "),
            percent(draws.below_zero)
        );
        wrapped(&mut out, &words)?;
    }
    if let Some(investor) = &answer.investor {
        of_investor(&mut out, investor)?;
    }
    ledger(&mut out, answer, by)?;
    let mut rows = table(&["worth 0 when", "million USD", "changes by"], &[1, 2]);
    for row in answer.switching.iter().take(ROWS_SHOWN) {
        let change = format!("{:+.1} %", row.change * 100.0);
        rows.add_row([row.item.clone(), millions(row.pv_usd), change]);
    }
    writeln!(out, "\n{rows}")?;
    let mut rows = table(&["worth when", "from", "to", "million USD", "million USD"], &[3, 4]);
    for bar in answer.tornado.iter().take(ROWS_SHOWN) {
        let [from, to] = &bar.to;
        let [low, high] = bar.npv_usd.map(millions);
        rows.add_row([bar.name.clone(), from.clone(), to.clone(), low, high]);
    }
    writeln!(out, "\n{rows}")?;
    if answer.tornado.iter().all(|bar| !bar.stated) {
        wrapped(
            &mut out,
            "each is moved by a fifth, the rate by a point: the file states no [[uncertain]]",
        )?;
    }
    writeln!(out)?;
    for assumed in &answer.assumptions {
        let evidence = [assumed.source.as_str(), &assumed.date, &assumed.confidence, &assumed.note];
        let evidence: Vec<&str> = evidence.into_iter().filter(|text| !text.is_empty()).collect();
        let text = format!("{}: {} [{}]", assumed.what, assumed.value, evidence.join(", "));
        wrapped(&mut out, &text)?;
    }
    out.flush()?;
    let mut err = io::stderr().lock();
    for warning in &answer.warnings {
        wrapped(&mut err, &format!("note: {warning}"))?;
    }
    Ok(())
}

fn of_investor(out: &mut impl Write, investor: &InvestorView) -> Result<()> {
    let (npv, rate) = (millions(investor.npv_usd), percent(investor.rate));
    writeln!(out, "\nto {}: USD {npv} million at {rate}", investor.party)?;
    writeln!(out, "its rate of return     {}", list(&investor.irr))?;
    if investor.funding_gap_usd > 0.0 {
        writeln!(out, "funding gap            USD {} million", millions(investor.funding_gap_usd))?;
    }
    for premium in investor.premiums.iter().filter(|p| p.premium != 0.0) {
        let (share, points) = (percent(premium.share), percent(premium.premium));
        writeln!(out, "premium of {:<11} {points} on {share} of the assets", premium.country)?;
    }
    let treaty = investor.treaty.as_deref().unwrap_or("an investment treaty");
    let (cut, with) = (percent(investor.treaty_cut), millions(investor.npv_with_treaty_usd));
    wrapped(out, &format!("{treaty} takes off {cut}: USD {with} million with it"))?;
    let even = match investor.break_even_cut {
        Some(0.0) => "it is worth something already; no cut of the rate is needed".to_owned(),
        Some(cut) => format!("it breaks even when the rate falls by {}", percent(cut)),
        None => "no fall of the rate makes it break even".to_owned(),
    };
    wrapped(out, &even)?;
    Ok(())
}

fn ledger(out: &mut impl Write, answer: &ProjectResponse, by: LedgerBy) -> Result<()> {
    let rows = match by {
        LedgerBy::Country => {
            let mut rows = table(&["country", "gains", "losses", "million USD"], &[1, 2, 3]);
            for row in &answer.by_country {
                let amounts = [row.gains_usd, row.losses_usd, row.pv_usd].map(millions);
                rows.add_row([&row.country, &amounts[0], &amounts[1], &amounts[2]]);
            }
            rows
        }
        LedgerBy::Party => {
            let mut rows = table(&["country", "party", "million USD"], &[2]);
            for row in &answer.by_party {
                rows.add_row([&row.country, &row.party, &millions(row.pv_usd)]);
            }
            rows
        }
        LedgerBy::Item => {
            let mut rows = table(&["country", "party", "item", "kind", "million USD"], &[4]);
            for row in &answer.ledger {
                let amount = millions(row.pv_usd);
                rows.add_row([&row.country, &row.party, &row.item, &row.kind, &amount]);
            }
            rows
        }
        LedgerBy::Year => {
            let mut rows = table(
                &["year", "economy", "discounted", "sum so far", "investor"],
                &[0, 1, 2, 3, 4],
            );
            for row in &answer.years {
                rows.add_row([
                    row.year.to_string(),
                    millions(row.economic_usd),
                    millions(row.discounted_usd),
                    millions(row.cumulative_usd),
                    row.investor_usd.map_or_else(String::new, millions),
                ]);
            }
            rows
        }
    };
    writeln!(out, "\n{rows}")?;
    Ok(())
}
