//! A project as one SVG picture: its cash flow, the ledger by country, and what moves its worth.

use super::project::{BarView, CountryWorth, ProjectResponse, ProjectYear};
use crate::page::light_colour;
use crate::page::wording::{escaped, grouped};
use crate::report::ticks;
use std::fmt::Write as _;

const MARGIN: f64 = 16.0;
const HEAD: f64 = 58.0;
const PLOT: f64 = 240.0;
const ROW: f64 = 26.0;
const GAP: f64 = 40.0;
/// Room for names at the left of bars, px.
const NAMES: f64 = 250.0;

/// Money on an axis: a number of thousands, millions or billions.
fn worded(dollars: f64) -> String {
    let size = dollars.abs();
    let (by, unit) = match size {
        _ if size >= 1e9 => (1e9, " bn"),
        _ if size >= 1e6 => (1e6, " m"),
        _ if size >= 1e4 => (1e3, " k"),
        _ => (1.0, ""),
    };
    let sign = if dollars < 0.0 { "-" } else { "" };
    let scaled = size / by;
    let digits = if scaled >= 100.0 || (scaled - scaled.round()).abs() < 0.05 {
        grouped(scaled)
    } else {
        format!("{scaled:.1}")
    };
    format!("{sign}{digits}{unit}")
}

/// From money to places on a line that has 0 on it.
struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (low, high) = values.fold((0.0_f64, 0.0_f64), |(l, h), v| (l.min(v), h.max(v)));
        let high = if high > low { high } else { low + 1.0 };
        Self { low, high, from, to }
    }

    fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Marks on both sides of 0.
    fn marks(&self) -> Vec<f64> {
        let most = self.high.max(-self.low);
        let above = ticks(most, 5);
        let below = above.iter().filter(|t| **t > 0.0).map(|t| -t);
        let mut marks: Vec<f64> = below.collect();
        marks.reverse();
        marks.extend(&above);
        marks.retain(|mark| (self.low..=self.high).contains(mark));
        marks
    }
}

/// The picture, `width` pixels wide (at least 720), on a light ground.
pub fn svg_project(answer: &ProjectResponse, width: u32) -> String {
    let width = f64::from(width.max(720));
    let ledger = answer.by_country.len() as f64 * ROW + GAP;
    let tornado = answer.tornado.len() as f64 * ROW + GAP;
    let height = HEAD + PLOT + GAP + ledger + tornado + 3.0 * GAP;
    let (ink, soft, line, paper) =
        (light_colour("ink"), light_colour("soft"), light_colour("line"), light_colour("panel"));
    let title = escaped(&answer.name);
    let about = format!(
        "net present value USD {} in {}, prices of {}",
        worded(answer.npv_usd),
        answer.base_year,
        answer.price_year
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-labelledby=\"t d\" \
         font-family=\"system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif\">\n\
         <title id=\"t\">{title}</title>\n<desc id=\"d\">{about}</desc>\n\
         <style>text{{fill:{ink};font-size:12px}}.soft{{fill:{soft}}}\
         .head{{font-size:17px;font-weight:700}}.part{{font-weight:700}}\
         .grid{{stroke:{line};fill:none}}.zero{{stroke:{ink};fill:none}}</style>\n\
         <rect width=\"{width:.0}\" height=\"{height:.0}\" fill=\"{paper}\"/>\n\
         <text class=\"head\" x=\"{MARGIN}\" y=\"26\">{title}</text>\
         <text class=\"soft\" x=\"{MARGIN}\" y=\"44\">{about}</text>\n"
    );
    let mut top = HEAD + GAP / 2.0;
    cash_flow(&mut svg, &answer.years, top, width);
    top += PLOT + GAP;
    by_country(&mut svg, &answer.by_country, top, width);
    top += ledger + GAP;
    bars(&mut svg, answer, top, width);
    svg.push_str("</svg>\n");
    svg
}

fn part(svg: &mut String, text: &str, y: f64) {
    let _ = writeln!(svg, "<text class=\"part\" x=\"{MARGIN}\" y=\"{y:.1}\">{text}</text>");
}

/// Bars by year, and the discounted sum so far as a line.
fn cash_flow(svg: &mut String, years: &[ProjectYear], top: f64, width: f64) {
    part(svg, "Cash flow of the economy by year; the line is the discounted sum so far", top);
    let (left, right, bottom) = (MARGIN + 70.0, width - MARGIN, top + PLOT - 24.0);
    let values = years.iter().flat_map(|y| [y.economic_usd, y.cumulative_usd]);
    let scale = Scale::of(values, bottom, top + 14.0);
    for mark in scale.marks() {
        let y = scale.at(mark);
        let class = if mark == 0.0 { "zero" } else { "grid" };
        let _ = writeln!(
            svg,
            "<path class=\"{class}\" d=\"M{left:.1} {y:.1}H{right:.1}\"/>\
             <text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            left - 6.0,
            y + 4.0,
            worded(mark)
        );
    }
    let step = (right - left) / years.len().max(1) as f64;
    let every = (years.len() / 10).max(1);
    let mut path = String::new();
    for (n, year) in years.iter().enumerate() {
        let x = left + step * n as f64;
        let (zero, end) = (scale.at(0.0), scale.at(year.economic_usd));
        let colour = light_colour(if year.economic_usd < 0.0 { "c4" } else { "c2" });
        let _ = writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{colour}\">\
             <title>{}: {}</title></rect>",
            x + step * 0.1,
            zero.min(end),
            (step * 0.8).max(0.5),
            (zero - end).abs(),
            year.year,
            worded(year.economic_usd)
        );
        if n % every == 0 {
            let _ = writeln!(
                svg,
                "<text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                x + step / 2.0,
                top + PLOT - 6.0,
                year.year
            );
        }
        let letter = if n == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{letter}{:.1} {:.1}", x + step / 2.0, scale.at(year.cumulative_usd));
    }
    let _ = writeln!(
        svg,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>",
        light_colour("c0")
    );
}

/// A name, a bar between two amounts, and words behind it.
fn bar(svg: &mut String, y: f64, name: &str, scale: &Scale, ends: [(f64, &str); 2]) {
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
        MARGIN + NAMES - 8.0,
        y + ROW * 0.62,
        escaped(&crate::trade::shortened(name, 38))
    );
    for ([from, to], colour) in [([ends[0].0, 0.0], ends[0].1), ([0.0, ends[1].0], ends[1].1)] {
        let (a, b) = (scale.at(from), scale.at(to));
        let _ = writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{}\"/>",
            a.min(b),
            y + 4.0,
            (b - a).abs(),
            ROW - 8.0,
            light_colour(colour)
        );
    }
}

fn axis(svg: &mut String, scale: &Scale, top: f64, bottom: f64, shift: f64) {
    for mark in scale.marks() {
        let x = scale.at(mark);
        let class = if mark == 0.0 { "zero" } else { "grid" };
        let _ = writeln!(
            svg,
            "<path class=\"{class}\" d=\"M{x:.1} {top:.1}V{bottom:.1}\"/>\
             <text class=\"soft\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            bottom + 14.0,
            worded(mark + shift)
        );
    }
}

fn by_country(svg: &mut String, rows: &[CountryWorth], top: f64, width: f64) {
    part(svg, "Who pays and who gains, by country: gains and losses, and what is left", top);
    let values = rows.iter().flat_map(|row| [row.losses_usd, row.gains_usd]);
    let scale = Scale::of(values, MARGIN + NAMES, width - MARGIN - 20.0);
    let first = top + 10.0;
    axis(svg, &scale, first, first + ROW * rows.len() as f64, 0.0);
    for (n, row) in rows.iter().enumerate() {
        let y = first + ROW * n as f64;
        let name = format!("{}: {}", row.country, worded(row.pv_usd));
        bar(svg, y, &name, &scale, [(row.losses_usd, "c4"), (row.gains_usd, "c2")]);
        let _ = writeln!(
            svg,
            "<path d=\"M{:.1} {:.1}v{:.1}\" stroke=\"{}\" stroke-width=\"3\"/>",
            scale.at(row.pv_usd),
            y + 2.0,
            ROW - 4.0,
            light_colour("c0")
        );
    }
}

/// Bars from the worth to what it is when one thing is less or more.
fn bars(svg: &mut String, answer: &ProjectResponse, top: f64, width: f64) {
    let stated = answer.tornado.iter().any(|bar| bar.stated);
    let words = if stated {
        "What moves the worth: each as far as the file says, the rate by a point"
    } else {
        "What moves the worth: each by a fifth, the rate by a point (the file states no uncertainty)"
    };
    part(svg, words, top);
    let off = |value: f64| value - answer.npv_usd;
    let values = answer.tornado.iter().flat_map(|bar| bar.npv_usd.map(off));
    let scale = Scale::of(values, MARGIN + NAMES, width - MARGIN - 20.0);
    let first = top + 10.0;
    axis(svg, &scale, first, first + ROW * answer.tornado.len() as f64, answer.npv_usd);
    for (n, moved) in answer.tornado.iter().enumerate() {
        let BarView { name, to, npv_usd, .. } = moved;
        let name = format!("{name} ({} to {})", to[0], to[1]);
        let [a, b] = npv_usd.map(off);
        let ends = [(a.min(b).min(0.0), "c1"), (a.max(b).max(0.0), "c0")];
        bar(svg, first + ROW * n as f64, &name, &scale, ends);
    }
}
