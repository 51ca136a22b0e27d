//! The itineraries in writing, complete without scripts: heading, cards with their legs, comparison table.

use super::COLOURS;
use super::kind::Kind;
use super::notes::{listed, note};
use super::reading::{Itinerary, Leg, Place, Shown};
use super::wording::{duration, escaped, grouped, length, mass, or_unknown, usd};
use std::fmt::Write as _;

/// The title of the page as plain text.
pub(super) fn title(shown: &Shown) -> String {
    let name = |place: &Place| {
        if place.name.is_empty() { "(place not named)".to_owned() } else { place.name.clone() }
    };
    format!("{} to {}", name(&shown.from), name(&shown.to))
}

/// The line under the title: how many itineraries, and where the network was entered and left.
pub(super) fn lede(shown: &Shown) -> String {
    let count = match shown.itineraries.len() {
        0 => "No itinerary is offered.".to_owned(),
        1 => "One itinerary.".to_owned(),
        n => format!("{n} itineraries."),
    };
    let end = |word: &str, place: &Place| {
        let codes: Vec<&str> = [&place.code, &place.country]
            .into_iter()
            .map(String::as_str)
            .filter(|c| !c.is_empty())
            .collect();
        let snapped = place
            .snap_m
            .map(|m| format!(", joining the network {} away", length(m)))
            .unwrap_or_default();
        let codes =
            if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(", ")) };
        format!("{word} <bdi>{}</bdi>{}{snapped}", escaped(&place.name), escaped(&codes))
    };
    format!("{count} {}; {}.", end("From", &shown.from), end("to", &shown.to))
}

/// What the answer rests on, as a description list.
pub(super) fn basis(shown: &Shown) -> String {
    let mut out = String::new();
    for (word, value) in &shown.basis {
        let _ = write!(out, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(word), escaped(value));
    }
    out
}

/// The cards, one list item per itinerary; a sentence if there are none.
pub(super) fn cards(shown: &Shown) -> String {
    if shown.itineraries.is_empty() {
        return "<p class=\"panel\">No itinerary is offered for this request. The reasons stand under \
                <a href=\"#refused-title\">Not offered</a>.</p>"
            .to_owned();
    }
    let best = |of: fn(&Itinerary) -> Option<f64>| {
        shown.itineraries.iter().filter_map(of).min_by(f64::total_cmp)
    };
    let bests = [
        ("fastest", best(|i| i.seconds)),
        ("cheapest", best(|i| i.usd)),
        ("least CO\u{2082}e", best(|i| i.co2e_kg)),
    ];
    let mut out = String::from("<ol id=\"cards\">\n");
    for (index, itinerary) in shown.itineraries.iter().enumerate() {
        let own = [itinerary.seconds, itinerary.usd, itinerary.co2e_kg];
        let tags: Vec<&str> = bests
            .iter()
            .zip(own)
            .filter(|((_, best), own)| own.is_some() && best == own && shown.itineraries.len() > 1)
            .map(|((word, _), _)| *word)
            .collect();
        push_card(&mut out, index, itinerary, &tags);
    }
    out.push_str("</ol>");
    out
}

fn push_card(out: &mut String, index: usize, itinerary: &Itinerary, tags: &[&str]) {
    let tags =
        tags.iter().fold(String::new(), |all, t| all + " <span class=\"tag\">" + t + "</span>");
    let modes: Vec<&str> = itinerary.modes().into_iter().map(Kind::word).collect();
    let mut line = vec![modes.join(" \u{2013} ")];
    line.extend(itinerary.metres.map(length));
    if !itinerary.passages.is_empty() {
        line.push(format!("by {}", itinerary.passages.join(", ")));
    }
    line.retain(|part| !part.is_empty());
    let late = itinerary
        .p90_s
        .map(|s| format!("<small>9 in 10 within {}</small>", duration(s)))
        .unwrap_or_default();
    let in_time = itinerary
        .on_time
        .map(|part| format!("<small>{:.0} % in time</small>", part * 100.0))
        .unwrap_or_default();
    let _ = write!(
        out,
        "<li class=\"card c{}\" data-i=\"{index}\"><h3><span class=\"no\">{}</span> \
         <bdi class=\"name\">{}</bdi></h3><p class=\"tags\">{tags}</p><p class=\"soft\">{}</p>\
         <dl class=\"totals\"><div><dt>Time</dt><dd>{}{late}{in_time}</dd></div><div><dt>Cost</dt><dd>{}</dd></div>\
         <div><dt>CO\u{2082}e</dt><dd>{}</dd></div></dl>",
        index % COLOURS,
        index + 1,
        escaped(&itinerary.name),
        escaped(&line.join(" \u{b7} ")),
        or_unknown(itinerary.seconds, duration),
        or_unknown(itinerary.usd, usd),
        or_unknown(itinerary.co2e_kg, mass),
    );
    let (legs, noted) = (itinerary.legs.len(), itinerary.warnings.len());
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let noted_too =
        if noted > 0 { format!(", {}", plural(noted, "warning")) } else { String::new() };
    let _ = write!(out, "<details><summary>{}{noted_too}</summary>", plural(legs, "leg"));
    if noted > 0 {
        let items = listed(itinerary.warnings.iter().map(note));
        let _ = write!(out, "<ul class=\"notes\" aria-label=\"Warnings\">{items}</ul>");
    }
    push_legs(out, index, itinerary);
    out.push_str("</details></li>\n");
}

fn push_legs(out: &mut String, index: usize, itinerary: &Itinerary) {
    let _ = write!(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Legs of itinerary {}\">\
         <table class=\"legs\"><thead><tr><th scope=\"col\">Leg</th><th scope=\"col\">km</th>\
         <th scope=\"col\">Days</th><th scope=\"col\">USD</th><th scope=\"col\">CO\u{2082}e, kg</th>\
         <th scope=\"col\">Countries</th></tr></thead><tbody>",
        index + 1
    );
    for leg in &itinerary.legs {
        let cell = |n: Option<f64>| {
            n.map_or_else(|| "<span class=\"none\">\u{2013}</span>".to_owned(), grouped)
        };
        let days = leg.seconds.map_or_else(|| cell(None), |s| format!("{:.1}", s / 86_400.0));
        let sources: Vec<String> = leg.sources.iter().map(note).collect();
        let sources = if sources.is_empty() {
            String::new()
        } else {
            format!("<small>Sources: {}</small>", sources.join("; "))
        };
        let _ = write!(
            out,
            "<tr><th scope=\"row\"><span class=\"kind\">{}</span> {}{sources}</th><td>{}</td><td>{days}</td>\
             <td>{}</td><td>{}</td><td>{}</td></tr>",
            leg.kind.word(),
            way(leg),
            cell(leg.metres.map(|m| m / 1000.0)),
            cell(leg.usd),
            cell(leg.co2e_kg),
            escaped(&leg.countries.join(" ")),
        );
    }
    out.push_str("</tbody></table></div>");
}

/// From where to where, or where it stands.
fn way(leg: &Leg) -> String {
    let name = |place: &Place| format!("<bdi>{}</bdi>", escaped(&place.name));
    if leg.to.name.is_empty() || leg.from.name == leg.to.name {
        name(&leg.from)
    } else {
        format!("{} \u{2192} {}", name(&leg.from), name(&leg.to))
    }
}

/// The table of all itineraries.
pub(super) fn comparison(shown: &Shown) -> String {
    let mut rows = String::new();
    for (index, itinerary) in shown.itineraries.iter().enumerate() {
        let _ = write!(
            rows,
            "<tr class=\"c{}\" data-i=\"{index}\"><th scope=\"row\"><span class=\"no\">{}</span> \
             <bdi>{}</bdi></th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            index % COLOURS,
            index + 1,
            escaped(&itinerary.name),
            or_unknown(itinerary.seconds, duration),
            or_unknown(itinerary.p90_s, duration),
            or_unknown(itinerary.usd, usd),
            or_unknown(itinerary.co2e_kg, mass),
            or_unknown(itinerary.metres, length),
            escaped(&itinerary.passages.join(", ")),
        );
    }
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "<section class=\"panel\" aria-labelledby=\"table-title\"><h2 id=\"table-title\">Comparison</h2>\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"table-title\">\
         <table><thead><tr><th scope=\"col\">Itinerary</th><th scope=\"col\">Time</th>\
         <th scope=\"col\">9 in 10 within</th><th scope=\"col\">Cost</th><th scope=\"col\">CO\u{2082}e</th>\
         <th scope=\"col\">Distance</th><th scope=\"col\">Passages</th></tr></thead>\
         <tbody id=\"comparison\">{rows}</tbody></table></div></section>"
    )
}

/// The table of trade facilitation indicators; nothing if no itinerary has any.
pub(super) fn indicators(shown: &Shown) -> String {
    let known = |i: &Itinerary| i.indicators.iter().any(Option::is_some);
    if !shown.itineraries.iter().any(known) {
        return String::new();
    }
    let mut rows = String::new();
    for (index, itinerary) in shown.itineraries.iter().enumerate() {
        let _ = write!(
            rows,
            "<tr class=\"c{}\" data-i=\"{index}\"><th scope=\"row\"><span class=\"no\">{}</span> \
             <bdi>{}</bdi></th>",
            index % COLOURS,
            index + 1,
            escaped(&itinerary.name)
        );
        let worded: [fn(f64) -> String; 5] = [tenths, usd, usd, tenths, tenths];
        for (value, worded) in itinerary.indicators.into_iter().zip(worded) {
            let _ = write!(rows, "<td>{}</td>", or_unknown(value, worded));
        }
        rows.push_str("</tr>");
    }
    format!(
        "<section class=\"panel\" aria-labelledby=\"indicators-title\">\
         <h2 id=\"indicators-title\">Indicators of the ways by land</h2>\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"indicators-title\">\
         <table><thead><tr><th scope=\"col\">Itinerary</th><th scope=\"col\">TFI1: hours at a border</th>\
         <th scope=\"col\">TFI2: cost of a border</th><th scope=\"col\">TFI3: cost of 500 km</th>\
         <th scope=\"col\">TFI4: km/h moving</th><th scope=\"col\">TFI4: km/h with delay</th></tr></thead>\
         <tbody>{rows}</tbody></table></div><p class=\"soft\">As CAREC's corridor monitoring defines \
         them, for a 40-foot container or lorry, which stands for 20 t; legs by water left out.</p></section>"
    )
}

fn tenths(number: f64) -> String {
    format!("{number:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_that_stands_is_named_once() {
        let place = |name: &str| Place { name: name.to_owned(), ..Place::default() };
        let leg = Leg { from: place("Astara"), to: place("Astara"), ..Leg::default() };
        assert_eq!(way(&leg), "<bdi>Astara</bdi>");
    }
}
