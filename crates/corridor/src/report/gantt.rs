//! The chain of legs of every itinerary by day, as an SVG picture: a row for each leg, the planned
//! end and how far nine in ten reach.

use super::chart::{badge, colour, opened, worded};
use super::scale::ticks;
use crate::page::wording::{duration, escaped};
use crate::plan::{ItineraryView, LegView, PlanResponse};
use std::fmt::Write as _;

const HEAD_PX: f64 = 78.0;
const LABEL_PX: f64 = 250.0;
const RIGHT_PX: f64 = 74.0;
const ROW_PX: f64 = 17.0;
const GROUP_PX: f64 = 30.0;
const BAR_PX: f64 = 11.0;

/// The picture, `width` pixels wide (at least 640), on a light ground.
pub fn svg_gantt(answer: &PlanResponse, width: u32) -> String {
    let width = f64::from(width.max(640));
    let longest =
        |i: &ItineraryView| i.duration_s.max(i.reliability.duration_p90_s) as f64 / 86_400.0;
    let most = answer.itineraries.iter().map(longest).fold(1.0, f64::max);
    let rows = |i: &ItineraryView| GROUP_PX + ROW_PX * i.legs.len() as f64;
    let height = HEAD_PX + answer.itineraries.iter().map(rows).sum::<f64>() + 14.0;
    let title = format!("{} to {}", answer.from.name, answer.to.name);
    let mut svg = opened(
        width,
        height,
        &title,
        "Legs by day, planned means; full: moving, hollow: standing; whisker: nine in ten have arrived",
    );
    let x = |days: f64| LABEL_PX + days / most * (width - LABEL_PX - RIGHT_PX);
    for tick in ticks(most, 8) {
        let at = x(tick);
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{at:.1} {:.1}V{:.1}\"/><text class=\"soft\" x=\"{at:.1}\" \
             y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            HEAD_PX - 4.0,
            height - 10.0,
            HEAD_PX - 9.0,
            worded(tick)
        );
    }
    let _ = writeln!(
        svg,
        "<text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">days</text>",
        width - 14.0,
        HEAD_PX - 9.0
    );
    let mut y = HEAD_PX;
    for (n, itinerary) in answer.itineraries.iter().enumerate() {
        heading(&mut svg, n, itinerary, y + 14.0, x);
        y += GROUP_PX;
        let mut start = 0.0;
        for leg in &itinerary.legs {
            let end = start + leg.duration_s as f64 / 86_400.0;
            row(&mut svg, n, leg, y, [x(start), x(end)]);
            start = end;
            y += ROW_PX;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn heading(svg: &mut String, n: usize, itinerary: &ItineraryView, y: f64, x: impl Fn(f64) -> f64) {
    let [end, late] = [itinerary.reliability.duration_p50_s, itinerary.reliability.duration_p90_s]
        .map(|s| x(s as f64 / 86_400.0));
    badge(svg, n, 22.0, y);
    let _ = writeln!(
        svg,
        "<text x=\"38\" y=\"{:.1}\" style=\"font-weight:700\">{}</text>\
         <path d=\"M{end:.1} {y:.1}H{late:.1}m0 -5v10M{end:.1} {:.1}v10\" fill=\"none\" stroke=\"{}\" \
         stroke-width=\"1.4\"/><text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
        y + 4.0,
        escaped(&itinerary.corridors.join(" + ")),
        y - 5.0,
        colour(n),
        late + 5.0,
        y + 4.0,
        duration(itinerary.reliability.duration_p90_s as f64)
    );
}

fn row(svg: &mut String, n: usize, leg: &LegView, y: f64, [from, to]: [f64; 2]) {
    let stands = matches!(leg.kind.as_str(), "transfer" | "border" | "wait");
    let place = if stands && !leg.name.is_empty() { &leg.name } else { &leg.to.name };
    let mut label: String = format!("{} {place}", leg.kind.replace('_', " "));
    if label.chars().count() > 36 {
        label = label.chars().take(35).chain(['\u{2026}']).collect();
    }
    let colour = colour(n);
    let paint = if stands {
        format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.2\"")
    } else {
        format!("fill=\"{colour}\"")
    };
    let _ = writeln!(
        svg,
        "<g><title>{}: {}</title><text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}\
         </text><rect x=\"{from:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{BAR_PX}\" {paint}/></g>",
        escaped(&label),
        duration(leg.duration_s as f64),
        LABEL_PX - 8.0,
        y + BAR_PX,
        escaped(&label),
        y + 1.0,
        (to - from).max(1.0),
    );
}
