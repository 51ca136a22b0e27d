//! A plan as one self-contained HTML file: map, cards, charts, table; and its map as an SVG picture.
//!
//! The file needs nothing else: no request leaves it (its content security policy forbids them), scripts
//! and styles are allowed by their digests only, and everything is readable without scripts. The markup
//! is made here; `page*.js` adds sorting, highlighting, zoom and the charts.
//!
//! It does not plan, price or choose colours of meaning: it shows the JSON it is given.

mod badges;
mod bands;
mod coast;
mod flows_page;
mod gains;
mod kind;
mod labels;
mod map;
mod map_page;
mod map_still;
mod notes;
mod projection;
mod reading;
mod sections;
mod simplify;
mod tracks;
pub(crate) mod wording;

#[cfg(test)]
mod colour_tests;
#[cfg(test)]
mod tests;

pub use coast::BaseMap;
pub use flows_page::html_flows;
pub use gains::{Gain, svg_gains};
pub use simplify::{simplified, simplified_ring};

use map::Map;
use reading::Shown;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use wording::{embedded_json, escaped};

/// Colours in the style sheet (`--c0` ...): more itineraries begin again, told apart by their numbers.
const COLOURS: usize = 8;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = concat!(
    "\"use strict\";(() => {\n",
    include_str!("page_map.js"),
    include_str!("page_charts.js"),
    include_str!("page.js"),
    "})();\n"
);

/// The page of a plan.
///
/// `plan` is the JSON of `corridor plan --json`; `geojson` a feature collection with one line per leg
/// (properties `itinerary`, `leg`, `kind`), split at the antimeridian; `base` the land to draw it on.
/// Whatever the inputs hold stays text. Members that are absent are shown as not known, lines that
/// cannot be read are counted among the warnings.
pub fn html(plan: &Value, geojson: &Value, base: &BaseMap) -> String {
    let shown = Shown::read(plan);
    let map = Map::new(&shown, geojson);
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        digest(SCRIPT),
        digest(STYLE)
    );
    let title = sections::title(&shown);
    let parts: [(&str, String); 14] = [
        ("policy", policy),
        ("title", escaped(&title)),
        ("style", STYLE.to_owned()),
        ("heading", escaped(&title)),
        ("lede", sections::lede(&shown)),
        ("basis", sections::basis(&shown)),
        ("warnings", notes::warnings(&shown, map.unreadable)),
        ("map", map_page::inline_map(&map, base, &map_summary(&shown))),
        ("cards", sections::cards(&shown)),
        ("comparison", sections::comparison(&shown)),
        ("indicators", sections::indicators(&shown)),
        ("refused", notes::refused(&shown)),
        ("plan", embedded_json(plan)),
        ("script", SCRIPT.to_owned()),
    ];
    filled(&parts)
}

/// The map of itineraries as an SVG picture with a legend, `width` pixels wide (at least 320), on a light
/// ground. Features may name their ends in properties `from` and `to`.
pub fn svg_map(geojson: &Value, base: &BaseMap, width: u32) -> String {
    map_still::still_map(&Shown::default(), geojson, base, width)
}

/// As [`svg_map`], with the names, totals and order of the itineraries of `plan`.
pub fn svg_plan(plan: &Value, geojson: &Value, base: &BaseMap, width: u32) -> String {
    map_still::still_map(&Shown::read(plan), geojson, base, width)
}

/// The template with its `{{name}}` places filled in order: each is looked for after the last one only,
/// so nothing inside a value is ever taken for a place.
fn filled(parts: &[(&str, String)]) -> String {
    let mut rest = TEMPLATE;
    let mut page = String::new();
    for (name, value) in parts {
        let place = format!("{{{{{name}}}}}");
        let (before, after) =
            rest.split_once(&place).expect("the template has every place, in this order");
        page.push_str(before);
        page.push_str(value);
        rest = after;
    }
    page.push_str(rest);
    page
}

/// What the map shows, in a sentence for each itinerary.
fn map_summary(shown: &Shown) -> String {
    if shown.itineraries.is_empty() {
        return format!("Map of {}; no itinerary is offered.", sections::title(shown));
    }
    let mut summary = format!("Map of {}.", sections::title(shown));
    for (index, itinerary) in shown.itineraries.iter().enumerate() {
        let moving = itinerary.legs.iter().filter(|l| !l.kind.stands());
        let legs: Vec<String> =
            moving.map(|l| format!("{} to {}", l.kind.word(), l.to.name)).collect();
        let _ = write!(summary, " {}, {}: {}.", index + 1, itinerary.name, legs.join(", "));
    }
    summary
}

/// A colour of the light style, as the style sheet gives it first.
pub(crate) fn light_colour(name: &str) -> &'static str {
    let declared = format!("--{name}:");
    STYLE
        .split_once(declared.as_str())
        .and_then(|(_, rest)| rest.split_once(';'))
        .map_or("#000", |(colour, _)| colour.trim())
}

/// The digest by which a content security policy allows an inline script or style.
fn digest(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::from("sha256-");
    for group in Sha256::digest(text.as_bytes()).chunks(3) {
        let bits =
            group.iter().fold(0_u32, |acc, b| acc << 8 | u32::from(*b)) << (8 * (3 - group.len()));
        for i in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * i)) as usize & 63] as char;
            out.push(if i <= group.len() { letter } else { '=' });
        }
    }
    out
}
