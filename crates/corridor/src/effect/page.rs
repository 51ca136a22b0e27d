//! The effect as one page that works offline: picture, figures, sources and limits.

use super::picture::{escaped, svg};
use super::view::{CountryEffectView, TradeEffectResponse};
use crate::compare::FromTo;
use crate::engine::Engine;
use crate::page::{Gain, svg_gains};
use std::fmt::Write;

/// Width of the map, px.
const MAP_WIDTH: u32 = 900;

/// Who gains and who loses real income, on a map of the world; countries without a capital that is known are
/// left out of it.
pub fn svg_map(answer: &TradeEffectResponse, engine: &Engine) -> String {
    let facts = engine.network().facts();
    let gain = |country: &CountryEffectView| {
        let known = facts.countries.iter().find(|known| known.name == country.name)?;
        let capital = engine.place(&format!("{}, {}", known.capital, known.code)).ok()?;
        let value = country.real_income_percent;
        Some(Gain {
            at: capital.at,
            name: country.name.clone(),
            value,
            told: format!("{} %", number(value)),
        })
    };
    let gains: Vec<Gain> = answer.countries.iter().filter_map(gain).collect();
    svg_gains("Change of real income by country", &gains, &engine.base_map(), MAP_WIDTH)
}

/// One self-contained page.
pub fn html(answer: &TradeEffectResponse, engine: &Engine) -> String {
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Trade effect</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<style>body{font:15px sans-serif;\
         max-width:70em;margin:2em auto;padding:0 1em;color:#222}table{border-collapse:collapse}\
         th,td{padding:.2em .7em;border-bottom:1px solid #ddd;text-align:right}th:first-child,\
         td:first-child{text-align:left}svg{max-width:100%;height:auto}</style>\n",
    );
    out.push_str(&svg(answer));
    out.push_str(&svg_map(answer, engine));
    let headers = [
        "country",
        "real income %",
        "terms of trade",
        "imports that pay duty",
        "costs of trade",
        "exports %",
        "imports %",
        "wage %",
    ];
    rows(
        &mut out,
        "Countries",
        &headers,
        answer.countries.iter().map(|c| {
            let parts = c.integrated.as_ref();
            let part = |value: Option<f64>| value.map_or(String::new(), number);
            [
                c.name.clone(),
                number(c.real_income_percent),
                part(parts.map(|p| p.terms_of_trade_percent)),
                part(parts.map(|p| p.volume_of_trade_percent)),
                part(parts.map(|p| p.trade_costs_percent)),
                number(c.exports_percent),
                number(c.imports_percent),
                number(c.wage_percent),
            ]
        }),
    );
    if let Some(carriage) = &answer.carriage {
        let figure = |figure: FromTo, places: usize| {
            let one =
                |value: Option<f64>| value.map_or("-".to_owned(), |v| format!("{v:.places$}"));
            format!("{} to {}", one(figure.from), one(figure.to))
        };
        rows(
            &mut out,
            &format!("Carriage of a box, as it is and with {}", escaped(&carriage.scenario)),
            &["from, to and section", "US dollars", "days", "cost of trade %"],
            carriage.pairs.iter().map(|pair| {
                [
                    format!("{} to {}, {}", pair.origin, pair.destination, pair.section),
                    figure(pair.cost_usd, 0),
                    figure(pair.days, 1),
                    number((pair.factor - 1.0) * 100.0),
                ]
            }),
        );
    }
    let headers = ["importer and sector", "duty before %", "average of", "year", "source"];
    rows(
        &mut out,
        "Duties before the change",
        &headers,
        answer.base_duties.iter().map(|d| {
            [
                format!("{} {}", d.importer, d.sector),
                d.percent.to_string(),
                format!("{}, {}", d.group, d.measure),
                d.year.to_string(),
                format!("{} ({})", d.source, d.confidence),
            ]
        }),
    );
    let headers = ["sector", "elasticity", "source"];
    rows(
        &mut out,
        "Elasticities",
        &headers,
        answer.elasticities.iter().map(|e| {
            [e.sector.clone(), e.elasticity.to_string(), format!("{} {}", e.source, e.confidence)]
        }),
    );
    out.push_str("<h2>What to know</h2>\n<ul>\n");
    for warning in &answer.warnings {
        put(&mut out, format_args!("<li>{}</li>\n", escaped(warning)));
    }
    put(
        &mut out,
        format_args!(
            "<li>no row, so nothing is said of: {}</li>\n</ul>\n</html>\n",
            answer.missing.join(", ")
        ),
    );
    out
}

fn rows<const N: usize>(
    out: &mut String,
    title: &str,
    headers: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) {
    let rows: Vec<[String; N]> = rows.collect();
    if rows.is_empty() {
        return;
    }
    put(out, format_args!("<h2>{title}</h2>\n<table><tr>"));
    for header in headers {
        put(out, format_args!("<th>{}</th>", escaped(header)));
    }
    out.push_str("</tr>\n");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            put(out, format_args!("<td>{}</td>", escaped(&cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

fn number(percent: f64) -> String {
    if percent == 0.0 { "0".to_owned() } else { format!("{percent:+.4}") }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a string succeeds");
}
