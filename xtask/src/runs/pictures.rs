//! Ours beside what was published, as pictures: one point a figure, by mode.

use super::Compared;
use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::path::Path;

const SIZE: f64 = 480.0;
const MARGIN: f64 = 56.0;
/// By mode: sea, rail, road, what goes by several.
const COLOURS: [(&str, &str); 4] =
    [("sea", "#1f6fb2"), ("rail", "#b2441f"), ("road", "#4d8a3a"), ("several modes", "#7a5ba6")];

/// Draws days and prices into `folder`.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn draw(folder: &Path, all: &[Compared<'_>]) -> Result<()> {
    for (what, name, title) in [
        ("days", "published-days.svg", "Days: ours against published"),
        ("USD", "published-prices.svg", "US dollars: ours against published"),
    ] {
        let path = folder.join(name);
        let of: Vec<&Compared<'_>> = all.iter().filter(|c| c.what == what).collect();
        std::fs::write(&path, picture(title, &of))
            .with_context(|| format!("cannot write {}", path.display()))?;
        println!("wrote {}", path.display());
    }
    Ok(())
}

fn mode(compared: &Compared<'_>) -> usize {
    match compared.run.only.as_slice() {
        [one] => COLOURS.iter().position(|c| c.0 == one).unwrap_or(3),
        _ => 3,
    }
}

/// A scatter on logarithmic axes: published to the right, ours upward; hollow where a figure of the
/// parameters was made from the row. The band is where a figure counts as met.
fn picture(title: &str, of: &[&Compared<'_>]) -> String {
    let points: Vec<(f64, f64, &Compared<'_>)> = of
        .iter()
        .filter(|c| c.run.not_counted.is_empty())
        .filter_map(|c| {
            let [low, high] = c.published;
            Some(((low * high).sqrt(), *c.ours.as_ref().ok()?, *c))
        })
        .filter(|(x, y, _)| *x > 0.0 && *y > 0.0)
        .collect();
    let ends = points.iter().flat_map(|(x, y, _)| [*x, *y]);
    let (least, most) = ends.fold((f64::INFINITY, 1.0_f64), |(a, b), v| (a.min(v), b.max(v)));
    let (low, high) = ((least * 0.8).log10(), (most * 1.25).log10());
    let along = |v: f64| MARGIN + (v.log10() - low) / (high - low) * (SIZE - MARGIN - 16.0);
    let across = |v: f64| SIZE - along(v);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {SIZE} {SIZE}\" \
         font-family=\"sans-serif\" font-size=\"12\"><rect width=\"{SIZE}\" height=\"{SIZE}\" \
         fill=\"#fff\"/><text x=\"{MARGIN}\" y=\"20\" font-weight=\"bold\">{title}</text>\n"
    );
    let bound = |v: f64| v.clamp(10f64.powf(low), 10f64.powf(high));
    let (a, b) = (10f64.powf(low), 10f64.powf(high));
    let corners = [(a, a / 1.15), (b, b / 1.15), (b, b * 1.15), (a, a * 1.15)];
    let corners = corners.map(|(x, y)| format!("{:.1},{:.1}", along(x), across(bound(y))));
    let _ = writeln!(svg, "<polygon points=\"{}\" fill=\"#eee\"/>", corners.join(" "));
    for exponent in low.floor() as i32..=high.ceil() as i32 {
        for step in [1.0, 2.0, 5.0] {
            let v = step * 10f64.powi(exponent);
            if v < a || v > b {
                continue;
            }
            let (x, y) = (along(v), across(v));
            let end = SIZE - 16.0;
            let _ = writeln!(
                svg,
                "<path d=\"M{x:.1} {:.1}V16M{MARGIN} {y:.1}H{end}\" stroke=\"#ddd\"/>\
                 <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{v}</text>\
                 <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{v}</text>",
                SIZE - MARGIN,
                SIZE - MARGIN + 16.0,
                MARGIN - 6.0,
                y + 4.0
            );
        }
    }
    for (x, y, compared) in &points {
        let colour = COLOURS[mode(compared)].1;
        let fill = if compared.run.parameter.is_some() { "none" } else { colour };
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{fill}\" stroke=\"{colour}\">\
             <title>{}: {x:.0} published, {y:.0} ours</title></circle>",
            along(*x),
            across(*y),
            compared.run.id
        );
    }
    for (n, (name, colour)) in COLOURS.iter().enumerate() {
        let y = 40.0 + 16.0 * n as f64;
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{y}\" r=\"4\" fill=\"{colour}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\">{name}</text>",
            MARGIN + 10.0,
            MARGIN + 20.0,
            y + 4.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">published</text>\
         <text transform=\"translate(14 {:.1}) rotate(-90)\" text-anchor=\"middle\">ours</text></svg>",
        SIZE / 2.0,
        SIZE - 12.0,
        SIZE / 2.0
    );
    svg
}
