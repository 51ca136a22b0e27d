//! The map as part of the page: an inline SVG in map units that page_map.js pans, zooms and highlights,
//! and that shows the same without any script.

use super::COLOURS;
use super::coast::{BaseMap, Detail, PathText, Rect, Scale, border_path, land_path};
use super::labels::placed;
use super::map::Map;
use super::projection::{Point, Projection};
use super::tracks::{Run, Track, displaced};
use super::wording::escaped;
use std::fmt::Write as _;

/// Width for which the marks are sized before a script knows the real one, pixels.
const NOMINAL_PX: f64 = 900.0;
/// Width to height of the map before a script knows the real one.
const NOMINAL_RATIO: f64 = 1.5;
/// Font size of the names, pixels; the style sheet says the same.
const FONT_PX: f64 = 12.0;

/// The SVG element. `summary` is read out instead of the picture.
pub(super) fn inline_map(map: &Map, base: &BaseMap, summary: &str) -> String {
    let view = map.view_of(NOMINAL_RATIO);
    let unit = view.width() / NOMINAL_PX;
    let mut svg = format!(
        "<svg id=\"map\" viewBox=\"{:.0} {:.0} {:.0} {:.0}\" role=\"img\" aria-label=\"{}\">\n",
        view.low[0],
        view.low[1],
        view.width(),
        view.height(),
        escaped(summary),
    );
    push_ground(&mut svg, map, base);
    svg.push_str("<g id=\"routes\">\n");
    for itinerary in 0..map.ids.len() {
        let _ = write!(svg, "<g class=\"route c{}\" data-i=\"{itinerary}\">", itinerary % COLOURS);
        for track in map.tracks.iter().filter(|t| t.itinerary == itinerary) {
            push_track(&mut svg, track, unit);
        }
        svg.push_str("</g>\n");
    }
    svg.push_str("</g>\n<g id=\"marks\">\n");
    push_stops(&mut svg, map, &view, unit);
    for (itinerary, at) in &map.badges {
        let _ = writeln!(
            svg,
            "<g class=\"badge c{}\" data-i=\"{itinerary}\" transform=\"{}\"><circle r=\"9\"/>\
             <text text-anchor=\"middle\" y=\"4\">{}</text></g>",
            itinerary % COLOURS,
            standing(*at, unit),
            itinerary + 1,
        );
    }
    svg.push_str("</g>\n</svg>");
    svg
}

/// Sea, graticule, land and borders.
fn push_ground(svg: &mut String, map: &Map, base: &BaseMap) {
    let mut outline = PathText::new(Scale::UNITS);
    outline.ring(&Projection::outline());
    let mut grid = PathText::new(Scale::UNITS);
    for line in map.projection.graticule(15) {
        grid.line(&line);
    }
    // 2.5 km near the routes, 9 km elsewhere: a coast of 1.9 million positions gives a page of 0.5 MB
    // (Mumbai to Moscow) to 0.7 MB (Pacific and Arctic), drawn 20 to 30 times a second without a GPU.
    let focus = map.view.grown(0.15 * map.view.width());
    let detail = Detail { focus, near: 4.0, far: 14.0, crop: false, least_island: 2.5 };
    let land = land_path(base, map.projection, &detail, Scale::UNITS);
    let borders = border_path(base, map.projection, &detail, Scale::UNITS);
    for (class, path) in
        [("sea", &outline.text), ("grid", &grid.text), ("land", &land), ("borders", &borders)]
    {
        if !path.is_empty() {
            let _ = writeln!(svg, "<path class=\"ground-{class}\" d=\"{path}\"/>");
        }
    }
}

/// One leg; where it runs beside others, `data-c` holds its centre line for redrawing at other scales:
/// lines separated by `|`, runs by `;`, each `offset_px,x y x y ...`.
fn push_track(svg: &mut String, track: &Track, unit: f64) {
    if track.kind.stands() && track.lines.is_empty() {
        return;
    }
    let mut path = PathText::new(Scale::UNITS);
    for line in &track.lines {
        let points: Vec<Point> = line.iter().flat_map(|run| displaced(run, unit)).collect();
        path.line(&points);
    }
    if path.text.is_empty() {
        return;
    }
    let _ = write!(svg, "<path class=\"leg {}\" d=\"{}\"", track.kind.class(), path.text);
    if track.lines.iter().flatten().any(|run| run.offset != 0.0) {
        let lines: Vec<String> = track
            .lines
            .iter()
            .map(|line| line.iter().map(run_text).collect::<Vec<_>>().join(";"))
            .collect();
        let _ = write!(svg, " data-c=\"{}\"", lines.join("|"));
    }
    svg.push_str("/>");
}

fn run_text(run: &Run) -> String {
    let mut text = format!("{},", run.offset);
    for (i, p) in run.points.iter().enumerate() {
        let gap = if i > 0 { " " } else { "" };
        let _ = write!(text, "{gap}{:.0} {:.0}", p[0], p[1]);
    }
    text
}

fn push_stops(svg: &mut String, map: &Map, view: &Rect, unit: f64) {
    let px = |p: Point| [(p[0] - view.low[0]) / unit, (p[1] - view.low[1]) / unit];
    let names: Vec<(Point, &str)> = map.stops.iter().map(|s| (px(s.at), s.name.as_str())).collect();
    let taken: Vec<(Point, f64)> = map
        .badges
        .iter()
        .map(|(_, at)| (px(*at), 10.0))
        .chain(map.stops.iter().map(|s| (px(s.at), 4.0)))
        .collect();
    let frame = Rect { low: [0.0, 0.0], high: [NOMINAL_PX, NOMINAL_PX / NOMINAL_RATIO] };
    let places = placed(&names, &taken, FONT_PX, &frame);
    for (stop, place) in map.stops.iter().zip(places) {
        let users: Vec<String> = stop.itineraries.iter().map(ToString::to_string).collect();
        let (shift, anchor, hidden) =
            place.map_or(([0.0, 0.0], "start", " hidden"), |p| (p.shift, p.anchor, ""));
        let _ = writeln!(
            svg,
            "<g class=\"stop {}\" data-users=\"{}\" transform=\"{}\"><circle r=\"{}\"/>\
             <text class=\"name{hidden}\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text></g>",
            stop.role.class(),
            users.join(" "),
            standing(stop.at, unit),
            if stop.role == super::map::Role::End { 5 } else { 3 },
            shift[0],
            shift[1],
            escaped(&stop.name),
        );
    }
}

/// The transform of a mark that keeps its size in pixels.
fn standing(at: Point, unit: f64) -> String {
    format!("translate({:.0} {:.0}) scale({unit:.3})", at[0], at[1])
}
