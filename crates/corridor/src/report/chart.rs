//! The time-cost-distance chart as an SVG picture: how long and how dear each itinerary has become
//! after so many kilometres. Stops at borders and terminals are steps straight up.

use super::scale::{CoursePoint, course, ticks};
use crate::page::light_colour;
use crate::page::wording::{escaped, grouped};
use crate::plan::PlanResponse;
use std::fmt::Write as _;

const HEAD_PX: f64 = 62.0;
const PLOT_PX: f64 = 330.0;
const LEFT_PX: f64 = 58.0;
const GAP_PX: f64 = 18.0;
const ROW_PX: f64 = 20.0;

/// The picture, `width` pixels wide (at least 640), on a light ground.
pub fn svg_chart(answer: &PlanResponse, width: u32) -> String {
    let width = f64::from(width.max(640));
    let title = format!("{} to {}", answer.from.name, answer.to.name);
    let legend_top = HEAD_PX + PLOT_PX + 52.0;
    let height = legend_top + ROW_PX * answer.itineraries.len() as f64 + 12.0;
    let mut svg = opened(width, height, &title, "Days and US dollars against kilometres");
    let courses: Vec<Vec<CoursePoint>> = answer.itineraries.iter().map(course).collect();
    let half = width / 2.0;
    panel(&mut svg, 0.0, half, "days", &courses, |point| point.days);
    panel(&mut svg, half, half, "USD", &courses, |point| point.usd);
    for (n, itinerary) in answer.itineraries.iter().enumerate() {
        let y = legend_top + ROW_PX * n as f64;
        let words = format!(
            "{}: {:.1} days, USD {}, {} km",
            if itinerary.corridors.is_empty() {
                "no named corridor".to_owned()
            } else {
                itinerary.corridors.join(" + ")
            },
            itinerary.duration_s as f64 / 86_400.0,
            grouped(itinerary.cost_usd),
            grouped(itinerary.distance_m as f64 / 1000.0)
        );
        badge(&mut svg, n, 22.0, y);
        let _ = writeln!(svg, "<text x=\"38\" y=\"{:.1}\">{}</text>", y + 4.0, escaped(&words));
    }
    svg.push_str("</svg>\n");
    svg
}

/// The beginning of a picture: ground, title, and words for whoever cannot see it.
pub(super) fn opened(width: f64, height: f64, title: &str, subtitle: &str) -> String {
    let (ink, soft, line, paper) =
        (light_colour("ink"), light_colour("soft"), light_colour("line"), light_colour("panel"));
    let (title, subtitle) = (escaped(title), escaped(subtitle));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-labelledby=\"t d\" \
         font-family=\"system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif\">\n\
         <title id=\"t\">{title}</title>\n<desc id=\"d\">{subtitle}</desc>\n\
         <style>text{{fill:{ink};font-size:12px}}.soft{{fill:{soft}}}\
         .head{{font-size:17px;font-weight:700}}.grid{{stroke:{line};fill:none}}</style>\n\
         <rect width=\"{width:.0}\" height=\"{height:.0}\" fill=\"{paper}\"/>\n\
         <text class=\"head\" x=\"14\" y=\"26\">{title}</text>\
         <text class=\"soft\" x=\"14\" y=\"44\">{subtitle}</text>\n"
    )
}

/// The colour of an itinerary, the same as on the page and the map.
pub(super) fn colour(n: usize) -> &'static str {
    const NAMES: [&str; 8] = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"];
    light_colour(NAMES[n % NAMES.len()])
}

/// The number of an itinerary in its colour.
pub(super) fn badge(svg: &mut String, n: usize, x: f64, y: f64) {
    let _ = write!(
        svg,
        "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"8\" fill=\"{}\"/>\
         <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" style=\"fill:#fff;font-weight:700;\
         font-size:11px\">{}</text>",
        colour(n),
        y + 4.0,
        n + 1
    );
}

fn panel(
    svg: &mut String,
    left: f64,
    width: f64,
    unit: &str,
    courses: &[Vec<CoursePoint>],
    value: fn(&CoursePoint) -> f64,
) {
    let points = || courses.iter().flatten();
    let most = |part: fn(&CoursePoint) -> f64| points().map(part).fold(1e-9, f64::max) * 1.05;
    let (most_km, most_value) = (most(|point| point.km), most(value));
    let (x0, x1) = (left + LEFT_PX, left + width - GAP_PX);
    let (y0, y1) = (HEAD_PX + PLOT_PX, HEAD_PX + 16.0);
    let x = |km: f64| x0 + km / most_km * (x1 - x0);
    let y = |value: f64| y0 - value / most_value * (y0 - y1);
    for tick in ticks(most_value, 6) {
        let at = y(tick);
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{x0:.1} {at:.1}H{x1:.1}\"/>\
             <text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            x0 - 6.0,
            at + 4.0,
            worded(tick)
        );
    }
    for tick in ticks(most_km, 5) {
        let at = x(tick);
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{at:.1} {y0:.1}v5\"/>\
             <text class=\"soft\" x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            y0 + 18.0,
            worded(tick)
        );
    }
    let _ = writeln!(
        svg,
        "<text class=\"soft\" x=\"{x1:.1}\" y=\"{:.1}\" text-anchor=\"end\">km</text>\
         <text x=\"{x0:.1}\" y=\"{:.1}\" style=\"font-weight:700\">{unit}</text>",
        y0 + 34.0,
        y1 - 6.0
    );
    for (n, course) in courses.iter().enumerate() {
        let mut path = String::new();
        for (k, point) in course.iter().enumerate() {
            let letter = if k == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{letter}{:.1} {:.1}", x(point.km), y(value(point)));
        }
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" \
             stroke-linejoin=\"round\"/>",
            colour(n)
        );
    }
    // Over all lines, so that none hides a number.
    for (n, course) in courses.iter().enumerate() {
        if let Some(end) = course.last() {
            badge(svg, n, x(end.km), y(value(end)));
        }
    }
}

/// A mark of an axis as people write it.
pub(super) fn worded(number: f64) -> String {
    if number == 0.0 || number >= 10.0 { grouped(number) } else { format!("{number}") }
}
