//! Warnings, sources and refusals: text with where it comes from and of when it is.

use super::COLOURS;
use super::reading::{Note, Refusal, Shown};
use super::wording::escaped;

/// Every distinct warning once, those of the whole plan first, the others with the numbers of the
/// itineraries they concern; empty without any.
pub(super) fn warnings(shown: &Shown, unreadable_lines: usize) -> String {
    let mut items: Vec<(&Note, Vec<usize>)> =
        shown.warnings.iter().map(|note| (note, Vec::new())).collect();
    for (index, itinerary) in shown.itineraries.iter().enumerate() {
        for warning in &itinerary.warnings {
            match items.iter_mut().find(|(known, _)| *known == warning) {
                // A warning of the whole plan concerns every itinerary already.
                Some((_, concerned)) if concerned.is_empty() || concerned.contains(&index) => {}
                Some((_, concerned)) => concerned.push(index),
                None => items.push((warning, vec![index])),
            }
        }
    }
    let mut entries: Vec<String> = items
        .iter()
        .map(|(warning, concerned)| {
            let badge =
                |i: &usize| format!("<span class=\"no c{}\">{}</span> ", i % COLOURS, i + 1);
            format!("<li>{}{}</li>", concerned.iter().map(badge).collect::<String>(), note(warning))
        })
        .collect();
    if unreadable_lines > 0 {
        entries.push(format!(
            "<li>Lines without a usable geometry, missing on the map: {unreadable_lines}.</li>"
        ));
    }
    if entries.is_empty() {
        return String::new();
    }
    // A wall of reports hides the map; the newest stand in sight, the others one click away.
    let more = entries.split_off(entries.len().min(IN_SIGHT));
    let rest = if more.is_empty() {
        String::new()
    } else {
        let count = more.len();
        format!(
            "<details><summary>{count} more reports</summary><ul>{}</ul></details>",
            more.concat()
        )
    };
    format!(
        "<section class=\"panel warnings\" aria-labelledby=\"warnings-title\">\
         <h2 id=\"warnings-title\">Warnings</h2><ul>{}</ul>{rest}</section>",
        entries.concat()
    )
}

/// Warnings that are shown without asking.
const IN_SIGHT: usize = 3;

/// The corridors that are not offered, each with its reason.
pub(super) fn refused(shown: &Shown) -> String {
    if shown.refused.is_empty() && !shown.itineraries.is_empty() {
        return String::new();
    }
    let item = |r: &Refusal| {
        let named = if r.corridor.is_empty() {
            String::new()
        } else {
            format!("<b><bdi>{}</bdi>:</b> ", escaped(&r.corridor))
        };
        format!("{named}{}", note(&r.note))
    };
    let body = if shown.refused.is_empty() {
        "<p>The plan names no reason.</p>".to_owned()
    } else {
        format!("<ul>{}</ul>", listed(shown.refused.iter().map(item)))
    };
    format!(
        "<section class=\"panel\" aria-labelledby=\"refused-title\">\
         <h2 id=\"refused-title\">Not offered</h2>{body}</section>"
    )
}

/// List items.
pub(super) fn listed(items: impl Iterator<Item = String>) -> String {
    items.fold(String::new(), |list, item| list + "<li>" + &item + "</li>")
}

/// A note with its source, date and code.
pub(super) fn note(note: &Note) -> String {
    let mut about: Vec<String> = Vec::new();
    if !note.source.is_empty() {
        about.push(linked(&note.source));
    }
    if !note.date.is_empty() {
        about.push(format!("<span class=\"date\">{}</span>", escaped(&note.date)));
    }
    if !note.code.is_empty() {
        about.push(format!("<code>{}</code>", escaped(&note.code)));
    }
    let about = if about.is_empty() {
        String::new()
    } else {
        format!(" <span class=\"about\">({})</span>", about.join(", "))
    };
    format!("{}{about}", linked(&note.text))
}

/// Text; a web address becomes a link that is only followed when clicked and tells nothing of this page.
fn linked(text: &str) -> String {
    let address = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match address {
        Some(rest) if !rest.is_empty() && !text.contains(char::is_whitespace) => format!(
            "<a href=\"{}\" rel=\"noreferrer noopener nofollow\">{}</a>",
            escaped(text),
            escaped(rest.trim_end_matches('/'))
        ),
        _ => escaped(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        assert!(linked("https://index1520.com/").contains(">index1520.com</a>"));
        for text in
            ["javascript:alert(1)", "https://a b", "see https://x", "data:text/html,x", "https://"]
        {
            assert!(!linked(text).contains("<a"), "{text}");
        }
        assert!(!linked("https://x/\"onclick=\"alert(1)").contains("\"onclick"));
    }
}
