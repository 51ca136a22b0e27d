//! The map as a picture of its own: an SVG file with a legend, on a light ground, for documents.

use super::COLOURS;
use super::coast::{BaseMap, Detail, PathText, Rect, Scale, border_path, land_path};
use super::labels::placed;
use super::map::{Map, Role};
use super::projection::{Point, Projection};
use super::reading::{Itinerary, Kind, Shown};
use super::tracks::displaced;
use super::wording::{duration, escaped, mass, usd};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const ROW_PX: f64 = 22.0;
const MARGIN_PX: f64 = 14.0;
const FONT_PX: f64 = 12.5;

/// Dash patterns of the kinds, as in the style sheet of the page.
fn dashes(kind: Kind) -> &'static str {
    match kind {
        Kind::Rail => "9 3.5",
        Kind::Road => "0.1 5",
        Kind::InlandWater => "11 3.5 2 3.5",
        Kind::Ferry => "4 4",
        Kind::Pipeline => "14 3",
        Kind::Transfer | Kind::Border | Kind::Wait => "1 3",
        Kind::Sea | Kind::Other => "none",
    }
}

/// The picture. `width` in pixels; the height follows from the routes and the legend.
pub(super) fn still_map(shown: &Shown, geojson: &Value, base: &BaseMap, width: u32) -> String {
    let width = f64::from(width.max(320));
    let map = Map::new(shown, geojson);
    let ratio = (map.view.width() / map.view.height()).clamp(1.25, 2.2);
    let view = map.view_of(ratio);
    let scale = Scale { origin: view.low, factor: width / view.width(), decimals: 1 };
    let unit = 1.0 / scale.factor;
    let map_height = (width / ratio).round();
    let legend = legend(shown, &map, width, map_height);
    let height = map_height + legend.height;

    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\" font-size=\"{FONT_PX}\" \
         font-family=\"system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif\">\n<style>{}</style>\n\
         <clipPath id=\"frame\"><path d=\"M0 0h{width}v{map_height}H0z\"/></clipPath>\n\
         <path class=\"paper\" d=\"M0 0h{width}v{height}H0z\"/>\n<g clip-path=\"url(#frame)\">\n",
        escaped(&heading(shown)),
        style(),
    );
    push_ground(&mut svg, &map, base, &view, scale);
    for track in &map.tracks {
        let mut path = PathText::new(scale);
        for line in &track.lines {
            let points: Vec<Point> = line.iter().flat_map(|run| displaced(run, unit)).collect();
            path.line(&points);
        }
        if !path.text.is_empty() {
            let _ = writeln!(
                svg,
                "<path class=\"leg s{} {}\" d=\"{}\"/>",
                track.itinerary % COLOURS,
                track.kind.class(),
                path.text
            );
        }
    }
    push_marks(&mut svg, &map, scale, [width, map_height]);
    svg.push_str("</g>\n");
    svg.push_str(&legend.svg);
    svg.push_str("</svg>\n");
    svg
}

fn heading(shown: &Shown) -> String {
    if shown.from.name.is_empty() {
        "Map of itineraries".to_owned()
    } else {
        format!("Map of itineraries from {} to {}", shown.from.name, shown.to.name)
    }
}

/// The light colours of the page's own style sheet.
fn style() -> String {
    let ink = |name: &str| super::light_colour(name);
    let mut css = format!(
        ".paper{{fill:{}}}.sea-ground{{fill:{}}}.land{{fill:{};fill-rule:evenodd}}\
         .grid,.borders{{fill:none;stroke:{};stroke-width:.6}}.borders{{stroke:{}}}\
         .leg{{fill:none;stroke-width:2.6;stroke-linejoin:round;stroke-linecap:butt}}.road{{stroke-linecap:round}}\
         text{{fill:{}}}.soft{{fill:{}}}.name{{paint-order:stroke;stroke:{};stroke-width:3;stroke-linejoin:round}}\
         .end{{font-weight:700}}.dot{{fill:{};stroke:{};stroke-width:1.6}}.num{{fill:#fff;font-weight:700;font-size:11px}}",
        ink("panel"),
        ink("sea"),
        ink("land"),
        ink("grid"),
        ink("border"),
        ink("ink"),
        ink("soft"),
        ink("land"),
        ink("panel"),
        ink("ink"),
    );
    for i in 0..COLOURS {
        let colour = ink(&format!("c{i}"));
        let _ = write!(css, ".s{i}{{stroke:{colour}}}.f{i}{{fill:{colour}}}");
    }
    for kind in Kind::MOVING.into_iter().chain([Kind::Transfer, Kind::Border, Kind::Wait]) {
        let _ = write!(css, ".{}{{stroke-dasharray:{}}}", kind.class(), dashes(kind));
    }
    css
}

fn push_ground(svg: &mut String, map: &Map, base: &BaseMap, view: &Rect, scale: Scale) {
    // Errors of a third of a pixel are not seen; land outside the picture only has to stay outside it.
    let near = 0.35 / scale.factor;
    let focus = view.grown(2.0 / scale.factor);
    let detail = Detail { focus, near, far: 60.0 * near, crop: true, least_island: 4.0 };
    let mut outline = PathText::new(scale);
    outline.ring(&Projection::outline());
    let mut grid = PathText::new(scale);
    for line in map.projection.graticule(15) {
        grid.line(&line);
    }
    let land = land_path(base, map.projection, &detail, scale);
    let borders = border_path(base, map.projection, &detail, scale);
    for (class, path) in [
        ("sea-ground", &outline.text),
        ("grid", &grid.text),
        ("land", &land),
        ("borders", &borders),
    ] {
        if !path.is_empty() {
            let _ = writeln!(svg, "<path class=\"{class}\" d=\"{path}\"/>");
        }
    }
}

fn push_marks(svg: &mut String, map: &Map, scale: Scale, size: Point) {
    let at: Vec<Point> = map.stops.iter().map(|s| scale.apply(s.at)).collect();
    let badges: Vec<(usize, Point)> =
        map.badges.iter().map(|(i, p)| (*i, scale.apply(*p))).collect();
    let names: Vec<(Point, &str)> =
        at.iter().zip(&map.stops).map(|(p, s)| (*p, s.name.as_str())).collect();
    let taken: Vec<(Point, f64)> =
        badges.iter().map(|(_, p)| (*p, 10.0)).chain(at.iter().map(|p| (*p, 4.0))).collect();
    let frame = Rect { low: [2.0, 2.0], high: [size[0] - 2.0, size[1] - 2.0] };
    for ((stop, place), p) in map.stops.iter().zip(placed(&names, &taken, FONT_PX, &frame)).zip(&at)
    {
        let radius = if stop.role == Role::End { 5 } else { 3 };
        let _ = writeln!(
            svg,
            "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius}\"/>",
            p[0], p[1]
        );
        if let Some(place) = place {
            let _ = writeln!(
                svg,
                "<text class=\"name {}\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{}\">{}</text>",
                if stop.role == Role::End { "end" } else { "" },
                p[0] + place.shift[0],
                p[1] + place.shift[1],
                place.anchor,
                escaped(&stop.name)
            );
        }
    }
    for (itinerary, p) in badges {
        push_number(svg, itinerary, p);
    }
}

fn push_number(svg: &mut String, itinerary: usize, at: Point) {
    let _ = writeln!(
        svg,
        "<circle class=\"f{}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"9\"/>\
         <text class=\"num\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
        itinerary % COLOURS,
        at[0],
        at[1],
        at[0],
        at[1] + 4.0,
        itinerary + 1,
    );
}

struct Legend {
    svg: String,
    height: f64,
}

/// Below the map: every itinerary with its totals, then the kinds of legs that occur.
fn legend(shown: &Shown, map: &Map, width: f64, top: f64) -> Legend {
    let mut svg = String::new();
    let mut y = top + MARGIN_PX + 8.0;
    for (i, id) in map.ids.iter().enumerate() {
        push_number(&mut svg, i, [MARGIN_PX + 9.0, y]);
        let told = shown.itineraries.get(i);
        let name = told.map_or(id.as_str(), |t| t.name.as_str());
        let totals = told.map(totals).unwrap_or_default();
        let _ = writeln!(
            svg,
            "<text x=\"{:.0}\" y=\"{:.1}\">{}<tspan class=\"soft\" dx=\"10\">{}</tspan></text>",
            MARGIN_PX + 28.0,
            y + 4.0,
            escaped(name),
            escaped(&totals)
        );
        y += ROW_PX;
    }
    let present: BTreeSet<Kind> =
        map.tracks.iter().filter(|t| !t.lines.is_empty()).map(|t| t.kind).collect();
    let mut x = MARGIN_PX;
    for kind in Kind::MOVING.into_iter().filter(|k| present.contains(k)) {
        let wide = 52.0 + kind.word().len() as f64 * FONT_PX * 0.56 + 18.0;
        if x + wide > width {
            x = MARGIN_PX;
            y += ROW_PX;
        }
        let _ = writeln!(
            svg,
            "<path class=\"leg {}\" stroke=\"{}\" d=\"M{x:.0} {y:.0}h44\"/>\
             <text class=\"soft\" x=\"{:.0}\" y=\"{:.1}\">{}</text>",
            kind.class(),
            super::light_colour("ink"),
            x + 52.0,
            y + 4.0,
            kind.word()
        );
        x += wide;
    }
    if !shown.own_figures.is_empty() {
        y += ROW_PX;
        let files = shown.own_figures.join(", ");
        let _ = writeln!(
            svg,
            "<text class=\"soft\" x=\"{MARGIN_PX:.0}\" y=\"{:.1}\">rests on figures of your own: {}</text>",
            y + 4.0,
            escaped(&files)
        );
    }
    Legend { svg, height: (y + MARGIN_PX + 4.0 - top).round() }
}

fn totals(itinerary: &Itinerary) -> String {
    let parts = [
        itinerary.seconds.map(duration),
        itinerary.usd.map(usd),
        itinerary.co2e_kg.map(|kg| format!("{} CO2e", mass(kg))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} ")
}
