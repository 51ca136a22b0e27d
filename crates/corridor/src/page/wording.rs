//! Text of the page: escaping, and numbers as people read them.
//!
//! Every string that comes from a plan passes through [`escaped`] (markup) or [`embedded_json`] (data).

use serde_json::Value;
use std::fmt::Write as _;

/// `text` as HTML or XML character data and attribute value: it stays text whatever it holds.
/// Control characters that XML forbids become U+FFFD.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// JSON that can stand inside a `<script type="application/json">` element: no `<`, `>`, `&`, and
/// none of the line separators that scripts once treated as line ends.
pub(super) fn embedded_json(value: &Value) -> String {
    let mut out = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

/// A whole number with thousands separated by commas.
pub(crate) fn grouped(number: f64) -> String {
    let digits = format!("{:.0}", number.abs());
    let mut out = String::new();
    if number < 0.0 && digits != "0" {
        out.push('\u{2212}');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A duration in seconds as `35 min`, `31 h`, `4.2 days` or `27 days`.
pub(crate) fn duration(seconds: f64) -> String {
    let (hours, days) = (seconds / 3600.0, seconds / 86_400.0);
    if hours < 1.0 {
        format!("{:.0} min", seconds / 60.0)
    } else if days < 2.0 {
        format!("{hours:.0} h")
    } else if days < 9.95 {
        format!("{days:.1} days")
    } else {
        format!("{} days", grouped(days))
    }
}

/// A length in metres as `850 m`, `4.2 km` or `12,345 km`.
pub(super) fn length(metres: f64) -> String {
    if metres < 1000.0 {
        format!("{metres:.0} m")
    } else if metres < 9950.0 {
        format!("{:.1} km", metres / 1000.0)
    } else {
        format!("{} km", grouped(metres / 1000.0))
    }
}

/// An amount of US dollars as `USD 3,120`.
pub(super) fn usd(amount: f64) -> String {
    format!("USD {}", grouped(amount))
}

/// A mass of CO2 equivalent in kilograms as `830 kg` or `1.8 t`.
pub(super) fn mass(kilograms: f64) -> String {
    if kilograms < 1000.0 {
        format!("{kilograms:.0} kg")
    } else if kilograms < 99_500.0 {
        format!("{:.1} t", kilograms / 1000.0)
    } else {
        format!("{} t", grouped(kilograms / 1000.0))
    }
}

/// The number in words of the given kind, or a dash with "not known" for whoever cannot see it.
pub(super) fn or_unknown(number: Option<f64>, worded: fn(f64) -> String) -> String {
    number.map_or_else(|| "<span class=\"none\">not known</span>".to_owned(), worded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(1_234_567.4), "1,234,567");
        assert_eq!(grouped(999.0), "999");
        assert_eq!(grouped(-1500.0), "\u{2212}1,500");
        assert_eq!(duration(1800.0), "30 min");
        assert_eq!(duration(86_400.0), "24 h");
        assert_eq!(duration(86_400.0 * 4.25), "4.2 days");
        assert_eq!(duration(86_400.0 * 27.4), "27 days");
        assert_eq!(length(12_345_678.0), "12,346 km");
        assert_eq!(usd(3120.4), "USD 3,120");
        assert_eq!(mass(1849.0), "1.8 t");
    }

    #[test]
    fn markup_and_scripts_stay_text() {
        let hostile = "</script><script>alert('1')</script>\u{2028}\u{0}\"&";
        let text = escaped(hostile);
        assert!(!text.contains(['<', '>', '"', '\'', '\u{0}']), "{text}");
        let json = embedded_json(&serde_json::json!({ "name": hostile }));
        assert!(!json.contains(['<', '>', '&', '\u{2028}']), "{json}");
        let back: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back["name"], hostile);
    }
}
