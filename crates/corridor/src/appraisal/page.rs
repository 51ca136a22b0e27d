//! A project as one page: its picture, its tables, what it rests on. Works offline, runs no script.

use super::picture::svg_project;
use super::project::ProjectResponse;
use crate::page::wording::escaped;
use std::fmt::Write as _;

/// Width of the picture, px.
const WIDTH: u32 = 1000;

const STYLE: &str = "body{margin:0 auto;max-width:1000px;padding:16px;font:15px/1.45 system-ui,sans-serif;\
    color:#1b2530;background:#fff}table{border-collapse:collapse;margin:8px 0 20px}\
    th,td{padding:3px 12px 3px 0;text-align:left;border-bottom:1px solid #d6dde3}\
    .n{text-align:right;font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto}.soft{color:#55616e}";

/// Whole dollars with separators of thousands.
fn dollars(amount: f64) -> String {
    let digits = crate::page::wording::grouped(amount.abs());
    if amount.round() < 0.0 { format!("-{digits}") } else { digits }
}

fn percent(rate: f64) -> String {
    format!("{:.2} %", rate * 100.0)
}

fn percents(rates: &[f64]) -> String {
    if rates.is_empty() {
        return "none".to_owned();
    }
    rates.iter().copied().map(percent).collect::<Vec<_>>().join(", ")
}

/// A table; the columns from `right` on hold numbers.
fn table(page: &mut String, title: &str, heads: &[&str], right: usize, rows: &[Vec<String>]) {
    let _ = write!(page, "<h2>{}</h2>\n<table><tr>", escaped(title));
    let class = |n: usize| if n >= right { " class=\"n\"" } else { "" };
    for (n, head) in heads.iter().enumerate() {
        let _ = write!(page, "<th{}>{}</th>", class(n), escaped(head));
    }
    page.push_str("</tr>\n");
    for row in rows {
        page.push_str("<tr>");
        for (n, cell) in row.iter().enumerate() {
            let _ = write!(page, "<td{}>{}</td>", class(n), escaped(cell));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
}

/// The page.
pub fn html_project(answer: &ProjectResponse) -> String {
    let name = escaped(&answer.name);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{name}</title>\n\
         <style>{STYLE}</style>\n<h1>{name}</h1>\n<p class=\"soft\">{}</p>\n",
        escaped(&answer.about)
    );
    let ratio = answer.bcr.map_or_else(|| "none".to_owned(), |ratio| format!("{ratio:.3}"));
    let mut figures = vec![
        vec!["net present value, USD".to_owned(), dollars(answer.npv_usd)],
        vec!["internal rate of return".to_owned(), percents(&answer.irr)],
        vec!["benefits over costs".to_owned(), ratio],
    ];
    if let Some(investor) = &answer.investor {
        let cut = investor.break_even_cut.map_or_else(|| "no cut does".to_owned(), percent);
        figures.extend([
            vec![
                format!("worth to {} at {}, USD", investor.party, percent(investor.rate)),
                dollars(investor.npv_usd),
            ],
            vec!["its internal rate of return".to_owned(), percents(&investor.irr)],
            vec!["cut of the rate at which it breaks even".to_owned(), cut],
        ]);
    }
    if let Some(draws) = &answer.draws {
        let words = format!("{} draws, seed {}: below 0", draws.draws, draws.seed);
        figures.push(vec![words, percent(draws.below_zero)]);
    }
    table(&mut page, "What it is worth", &["", ""], 1, &figures);
    page.push_str(&svg_project(answer, WIDTH));
    let ledger: Vec<Vec<String>> = answer
        .ledger
        .iter()
        .map(|row| {
            vec![
                row.country.clone(),
                row.party.clone(),
                row.item.clone(),
                row.kind.clone(),
                dollars(row.pv_usd),
            ]
        })
        .collect();
    table(
        &mut page,
        "Ledger",
        &["country", "party", "item", "kind", "present value, USD"],
        4,
        &ledger,
    );
    let switching: Vec<Vec<String>> = answer
        .switching
        .iter()
        .map(|row| vec![row.item.clone(), dollars(row.pv_usd), percent(row.change)])
        .collect();
    let heads = ["item", "present value, USD", "change at which the worth is 0"];
    table(&mut page, "Switching values", &heads, 1, &switching);
    let assumed: Vec<Vec<String>> = answer
        .assumptions
        .iter()
        .map(|a| {
            let source = [a.source.as_str(), &a.date, &a.confidence, &a.note];
            let source: Vec<&str> = source.into_iter().filter(|text| !text.is_empty()).collect();
            vec![a.what.clone(), a.value.clone(), source.join("; ")]
        })
        .collect();
    table(&mut page, "What it rests on", &["", "", "source"], 3, &assumed);
    for warning in &answer.warnings {
        let _ = writeln!(page, "<p>Note: {}</p>", escaped(warning));
    }
    page.push_str("</html>\n");
    page
}
