//! A season as an SVG picture: a row for each class or waterway, two cells a month.

use super::{Passability, SeasonResponse};
use std::fmt::Write;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Width of half a month and height of a row, px.
const CELL: [usize; 2] = [28, 24];
const MARGIN: usize = 16;
/// Width of a letter of the labels, px.
const LETTER: usize = 8;

/// Colours that keep apart for the colour-blind and in print: light, middle, dark.
fn colour(state: Passability) -> &'static str {
    match state {
        Passability::Open => "#d7ecf7",
        Passability::Escorted => "#5aa0cc",
        Passability::Closed => "#25323c",
    }
}

/// Draws the season.
pub fn svg(season: &SeasonResponse) -> String {
    let longest = season.rows.iter().map(|row| row.subject.len()).max().unwrap_or(0);
    let left = MARGIN + longest * LETTER + 8;
    let top = MARGIN + 52;
    let width = left + 24 * CELL[0] + MARGIN;
    let height = top + season.rows.len() * CELL[1] + 48;
    let mut out = String::new();
    let write = |out: &mut String, text: std::fmt::Arguments<'_>| {
        out.write_fmt(text).expect("writing to a string succeeds");
    };
    write(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        ),
    );
    let by = if season.by_ice_class { "by ice class" } else { "of waterways" };
    let scenario = if season.scenario == crate::scenarios::BASE {
        String::new()
    } else {
        format!(", scenario {}", season.scenario)
    };
    let title = escaped(&format!("{} in {}, {by}{scenario}", season.id, season.year));
    write(
        &mut out,
        format_args!(
            "<title>{title}</title>\n<text x=\"{MARGIN}\" y=\"{}\" font-size=\"16\" \
         font-weight=\"bold\">{title}</text>\n",
            MARGIN + 10
        ),
    );
    for (month, name) in MONTHS.iter().enumerate() {
        let x = left + month * 2 * CELL[0] + CELL[0];
        write(
            &mut out,
            format_args!(
                "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{name}</text>\n",
                top - 8
            ),
        );
    }
    for (n, row) in season.rows.iter().enumerate() {
        let y = top + n * CELL[1];
        write(
            &mut out,
            format_args!(
                "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
                left - 8,
                y + 16,
                escaped(&row.subject)
            ),
        );
        for (k, half) in row.halves.iter().enumerate() {
            let because = half.because.as_deref().unwrap_or("");
            let tip = format!("{} {}: {}", row.subject, half.state.name(), because);
            write(
                &mut out,
                format_args!(
                    "<rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{}\"><title>{}</title></rect>\n",
                    left + k * CELL[0],
                    CELL[0] - 1 + usize::from(k % 2 == 0),
                    CELL[1] - 2,
                    colour(half.state),
                    escaped(tip.trim_end_matches(": "))
                ),
            );
        }
    }
    let y = top + season.rows.len() * CELL[1] + 14;
    for (n, state) in
        [Passability::Open, Passability::Escorted, Passability::Closed].into_iter().enumerate()
    {
        let x = left + n * 110;
        write(
            &mut out,
            format_args!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"14\" height=\"14\" fill=\"{}\" stroke=\"#888\"/>\
             <text x=\"{}\" y=\"{}\">{}</text>\n",
                colour(state),
                x + 20,
                y + 12,
                state.name()
            ),
        );
    }
    out.push_str("</svg>\n");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
