//! `longitude,latitude` in degrees, or with letters: `18.95N 72.95E`; in degrees and minutes as UN/LOCODE
//! and charts have them: `1857N 07257E`, `18°57'N 72°57'E`.

use super::{PlaceError, Resolved};
use corridor_network::{CountryCode, LngLat};

/// The position that `text` gives; none when it is not made of numbers and may be a name.
pub(super) fn parse(text: &str) -> Option<Result<Resolved, PlaceError>> {
    let looks_like_numbers = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        && text.chars().all(|c| c.is_ascii_digit() || " \t+-.,;°'′\"″’eEnNsSwW".contains(c))
        && text.contains(|c: char| c.is_ascii_digit());
    let parts: Vec<&str> =
        text.split([',', ';', ' ', '\t']).filter(|part| !part.is_empty()).take(9).collect();
    if !looks_like_numbers || parts.len() < 2 {
        return None;
    }
    Some(
        read(&parts).map(|at| at.resolved()).map_err(|reason| PlaceError::InvalidPosition {
            text: super::error::shown(text),
            reason,
        }),
    )
}

struct Position {
    lng: f64,
    at: LngLat,
}

impl Position {
    fn resolved(&self) -> Resolved {
        let turned = (self.lng - self.at.lng()).abs() > 1.0;
        Resolved {
            label: format!("{:.5},{:.5}", self.at.lng(), self.at.lat()),
            at: self.at,
            country: CountryCode::NONE,
            place: None,
            terminal: None,
            note: turned
                .then(|| format!("longitude {} is the same as {}", self.lng, self.at.lng())),
        }
    }
}

/// Which of the two numbers a letter says it is.
#[derive(Clone, Copy, PartialEq)]
enum Axis {
    Longitude,
    Latitude,
    Unsaid,
}

fn read(parts: &[&str]) -> Result<Position, String> {
    let &[first, second] = parts else {
        return Err(format!(
            "{} numbers instead of two; write longitude,latitude with decimal points, such as 72.95,18.95",
            parts.len()
        ));
    };
    let ((a, axis_a), (b, axis_b)) = (number(first)?, number(second)?);
    let (lng, lat) = match (axis_a, axis_b) {
        (Axis::Latitude, Axis::Longitude) => (b, a),
        (Axis::Longitude, Axis::Latitude) | (Axis::Unsaid, Axis::Unsaid) => (a, b),
        _ => return Err("give one number with N or S and one with E or W, or neither".to_owned()),
    };
    let at = LngLat::new(lng, lat).map_err(|e| e.reason.to_owned())?;
    Ok(Position { lng, at })
}

fn number(text: &str) -> Result<(f64, Axis), String> {
    let (digits, axis, sign) = match text.char_indices().last() {
        Some((end, 'N' | 'n')) => (&text[..end], Axis::Latitude, 1.0),
        Some((end, 'S' | 's')) => (&text[..end], Axis::Latitude, -1.0),
        Some((end, 'E' | 'e')) => (&text[..end], Axis::Longitude, 1.0),
        Some((end, 'W' | 'w')) => (&text[..end], Axis::Longitude, -1.0),
        _ => (text, Axis::Unsaid, 1.0),
    };
    let value = if axis == Axis::Unsaid { None } else { with_minutes(digits, axis) };
    match value.map_or_else(|| digits.trim_end_matches('°').parse::<f64>().ok(), Some) {
        Some(value) => Ok((sign * value, axis)),
        None => Err(format!("{text:?} is not a number of degrees, such as 72.95")),
    }
}

/// Degrees of `1857` (`07257` for a longitude), `18°57'` or `18°57'30"`; none for another form.
fn with_minutes(text: &str, axis: Axis) -> Option<f64> {
    let whole = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
    let width = if axis == Axis::Latitude { 2 } else { 3 };
    let (degrees, minutes, seconds) = if whole(text) && text.len() == width + 2 {
        (&text[..width], &text[width..], "0")
    } else {
        let (degrees, rest) = text.split_once('°')?;
        let (minutes, rest) = rest.split_once(['\'', '′', '’'])?;
        let seconds =
            rest.strip_suffix(['"', '″']).unwrap_or(if rest.is_empty() { "0" } else { rest });
        (degrees, minutes, seconds)
    };
    let part = |text: &str| text.parse::<f64>().ok().filter(|part| (0.0..60.0).contains(part));
    if !whole(degrees) {
        return None;
    }
    Some(degrees.parse::<f64>().ok()? + part(minutes)? / 60.0 + part(seconds)? / 3600.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> [f64; 2] {
        parse(text).unwrap().unwrap().at.degrees()
    }

    #[test]
    fn positions_are_longitude_then_latitude_unless_letters_say_otherwise() {
        for text in [
            "72.95,18.95",
            " 72.95 , 18.95".trim(),
            "72.95;18.95",
            "72.95 18.95",
            "18.95N 72.95E",
            "72.95°E, 18.95°N",
        ] {
            assert_eq!(at(text), [72.95, 18.95], "{text}");
        }
        assert_eq!(at("-46.33,-23.96"), [-46.33, -23.96]);
        assert_eq!(at("23.96S,46.33W"), [-46.33, -23.96]);
        for text in ["1857N 07257E", "18°57'N 72°57'E", "72°57′E, 18°57′N", "18°57'0\"N 72°57'0\"E"]
        {
            assert_eq!(at(text), [72.95, 18.95], "{text}");
        }
        let [lng, lat] = at("3959S 07611W");
        assert!((lng + 76.0 + 11.0 / 60.0).abs() < 1e-6 && (lat + 39.0 + 59.0 / 60.0).abs() < 1e-6);
    }

    #[test]
    fn a_turn_too_many_is_taken_off_and_said() {
        let place = parse("241,10").unwrap().unwrap();
        assert_eq!(place.at.lng(), -119.0);
        assert!(place.note.unwrap().contains("-119"));
    }

    #[test]
    fn wrong_positions_say_what_is_wrong() {
        let reason = |text: &str| parse(text).unwrap().unwrap_err().to_string();
        assert!(reason("19.0,172.8").contains("swapped"));
        assert!(reason("400,10").contains("360"));
        assert!(reason("72,95 18,95").contains("decimal points"));
        assert!(reason("1-2,3").contains("1-2"));
        assert!(reason("10N 20N").contains("E or W"));
        assert!(reason("1875N 07257E").contains("1875N") || reason("1875N 07257E").contains("90"));
        assert_eq!(parse("1,95,x").map(|_| ()), None);
    }

    #[test]
    fn names_are_not_positions() {
        for text in ["Mumbai", "6th of October City", "", "-", "42", "...", "Wesen"] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
