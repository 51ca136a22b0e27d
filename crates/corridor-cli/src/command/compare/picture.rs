//! Times and costs before and after, as bars.

use corridor::compare::{CompareResponse, FromTo};
use std::fmt::Write;

const WIDTH: usize = 900;
const LEFT: usize = 230;
const BAR: usize = 14;
const ROW: usize = 44;
/// Light and dark: before and after.
const COLOURS: [&str; 2] = ["#a9cfe6", "#1f5d87"];

/// Draws the days of every corridor in every run, before and after, and tells the costs.
pub fn svg(answer: &CompareResponse) -> String {
    let days = |f: FromTo| [f.from, f.to].map(|s| s.map(|s| s / 86_400.0));
    let all = answer.changes.iter().flat_map(|change| days(change.figures.duration_p50_s));
    let longest = all.flatten().fold(1.0, f64::max);
    let scale = (WIDTH - LEFT - 190) as f64 / longest;
    let height = 90 + answer.changes.len() * ROW;
    let title = escaped(&format!("{} to {}", answer.from.name, answer.to.name));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         width=\"{WIDTH}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"13\" \
         role=\"img\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n<title>{title}</title>\n\
         <text x=\"16\" y=\"28\" font-size=\"16\" font-weight=\"bold\">{title}: days and US dollars, \
         before and after</text>\n"
    );
    for (n, change) in answer.changes.iter().enumerate() {
        let y = 50 + n * ROW;
        let name = escaped(&change.corridor);
        let scenario = escaped(&change.scenario);
        let status = change.status.name();
        writeln!(
            out,
            "<text x=\"16\" y=\"{}\">{name}</text><text x=\"16\" y=\"{}\" font-size=\"11\" \
             fill=\"#555\">{scenario}: {status}</text>",
            y + 12,
            y + 27
        )
        .expect("writing to a string succeeds");
        let usd = [change.figures.cost_usd.from, change.figures.cost_usd.to];
        for (k, (days, usd)) in days(change.figures.duration_p50_s).into_iter().zip(usd).enumerate()
        {
            let (Some(days), Some(usd)) = (days, usd) else { continue };
            let (top, long) = (y + k * (BAR + 2), days * scale);
            writeln!(
                out,
                "<rect x=\"{LEFT}\" y=\"{top}\" width=\"{long:.1}\" height=\"{BAR}\" fill=\"{}\"/>\
                 <text x=\"{:.1}\" y=\"{}\" font-size=\"11\">{days:.1} d, USD {usd:.0}</text>",
                COLOURS[k],
                LEFT as f64 + long + 6.0,
                top + BAR - 3
            )
            .expect("writing to a string succeeds");
        }
    }
    let y = 60 + answer.changes.len() * ROW;
    for (k, word) in ["before", "after"].into_iter().enumerate() {
        let x = LEFT + k * 90;
        writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"12\" height=\"12\" fill=\"{}\"/><text x=\"{}\" \
             y=\"{}\">{word}</text>",
            COLOURS[k],
            x + 18,
            y + 11
        )
        .expect("writing to a string succeeds");
    }
    out.push_str("</svg>\n");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
