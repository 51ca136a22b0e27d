//! The effect as an SVG picture: bars of real income and exports by country, and spreads where drawn.

use super::view::{CountryEffectView, SpreadView, TradeEffectResponse};
use std::fmt::Write;

/// Height of a row and width of a panel, px.
const ROW: usize = 22;
const PANEL: f64 = 330.0;
const LEFT: f64 = 190.0;
const GAP: f64 = 40.0;
const TOP: usize = 78;
/// Most countries drawn: those that change most.
const SHOWN: usize = 40;

/// Colours that keep apart for the colour-blind and in print.
const GAIN: &str = "#2a78b5";
const LOSS: &str = "#d98032";

/// Draws the effects of the countries that change most.
pub fn svg(answer: &TradeEffectResponse) -> String {
    let mut countries: Vec<&CountryEffectView> = answer.countries.iter().collect();
    countries.sort_by(|a, b| b.real_income_percent.total_cmp(&a.real_income_percent));
    if countries.len() > SHOWN {
        countries
            .sort_by(|a, b| b.real_income_percent.abs().total_cmp(&a.real_income_percent.abs()));
        countries.truncate(SHOWN);
        countries.sort_by(|a, b| b.real_income_percent.total_cmp(&a.real_income_percent));
    }
    let width = LEFT + 2.0 * PANEL + GAP + 70.0;
    let height = TOP + countries.len() * ROW + 56;
    let title = title(answer);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\n\
         <title>{0}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"16\" y=\"28\" font-size=\"16\" font-weight=\"bold\">{0}</text>\n",
        escaped(&title)
    );
    let panels: [(&str, Figure); 2] = [
        ("Real income, %", |c| (c.real_income_percent, c.real_income_draws)),
        ("Exports, %", |c| (c.exports_percent, c.exports_draws)),
    ];
    for (n, (name, figure)) in panels.into_iter().enumerate() {
        panel(&mut out, &countries, LEFT + n as f64 * (PANEL + GAP), name, figure);
    }
    for (n, country) in countries.iter().enumerate() {
        let y = TOP + n * ROW + 15;
        put(
            &mut out,
            format_args!(
                "<text x=\"{}\" y=\"{y}\" text-anchor=\"end\">{}</text>\n",
                LEFT - 10.0,
                escaped(&country.name)
            ),
        );
    }
    let foot = TOP + countries.len() * ROW + 24;
    put(
        &mut out,
        format_args!(
            "<text x=\"16\" y=\"{foot}\" font-size=\"11\" fill=\"#555\">{}; {}</text>\n\
             <text x=\"16\" y=\"{}\" font-size=\"11\" fill=\"#555\">{}</text>\n</svg>\n",
            escaped(&answer.table),
            escaped(&answer.closure_meaning),
            foot + 16,
            match answer.draws {
                Some(draws) => format!(
                    "Lines: from the 5th to the 95th of 100 parts of {draws} draws of the elasticities."
                ),
                None =>
                    "Long-run figures of a model; countries without a row are not shown.".to_owned(),
            }
        ),
    );
    out
}

type Figure = fn(&CountryEffectView) -> (f64, Option<SpreadView>);

fn title(answer: &TradeEffectResponse) -> String {
    let supposed: Vec<String> = answer
        .supposed
        .iter()
        .map(|one| format!("{} at {} %", one.agreement, one.percent))
        .collect();
    if supposed.is_empty() {
        "Effect of a change of trade costs".to_owned()
    } else {
        format!("Effect of {} (hypothetical)", supposed.join(", "))
    }
}

fn panel(
    out: &mut String,
    countries: &[&CountryEffectView],
    left: f64,
    name: &str,
    figure: Figure,
) {
    let ends = |c: &&CountryEffectView| {
        let (value, spread) = figure(c);
        let (low, high) = spread.map_or((value, value), |s| (s.p5_percent, s.p95_percent));
        [value.min(low), value.max(high)]
    };
    let all: Vec<f64> = countries.iter().flat_map(ends).chain([0.0]).collect();
    let low = all.iter().copied().fold(0.0, f64::min);
    let high = all.iter().copied().fold(0.0, f64::max);
    let span = if high > low { high - low } else { 1.0 };
    let x = |value: f64| left + (value - low) / span * PANEL;
    put(
        out,
        format_args!(
            "<text x=\"{left}\" y=\"{}\" font-weight=\"bold\">{name}</text>\n\
             <line x1=\"{zero:.1}\" x2=\"{zero:.1}\" y1=\"{}\" y2=\"{}\" stroke=\"#333\"/>\n",
            TOP - 14,
            TOP - 6,
            TOP + countries.len() * ROW,
            zero = x(0.0)
        ),
    );
    for (n, country) in countries.iter().enumerate() {
        let (value, spread) = figure(country);
        let y = TOP + n * ROW;
        let (from, to) = (x(value.min(0.0)), x(value.max(0.0)));
        let fill = if value < 0.0 { LOSS } else { GAIN };
        let number = if value == 0.0 { "0".to_owned() } else { format!("{value:+.3}") };
        put(
            out,
            format_args!(
                "<rect x=\"{from:.1}\" y=\"{}\" width=\"{:.1}\" height=\"{}\" fill=\"{fill}\">\
                 <title>{} {number} %</title></rect>\n",
                y + 3,
                to - from,
                ROW - 8,
                escaped(&country.name)
            ),
        );
        if let Some(spread) = spread {
            put(
                out,
                format_args!(
                    "<line x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y2}\" y2=\"{y2}\" stroke=\"#222\"/>\n",
                    x(spread.p5_percent),
                    x(spread.p95_percent),
                    y2 = y + 10
                ),
            );
        }
        let end = spread.map_or(to, |s| to.max(x(s.p95_percent)));
        put(
            out,
            format_args!(
                "<text x=\"{:.1}\" y=\"{}\" font-size=\"11\">{number}</text>\n",
                end + 4.0,
                y + 15
            ),
        );
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a string succeeds");
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
