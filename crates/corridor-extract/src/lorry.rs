//! The lorry that roads must let through.

/// Size of the lorry for which roads are taken or left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lorry {
    /// Mass with its load, t.
    pub mass_t: f64,
    /// Mass on its heaviest axle, t.
    pub axle_t: f64,
    /// Height, m.
    pub height_m: f64,
    /// Width, m.
    pub width_m: f64,
    /// Length, m.
    pub length_m: f64,
}

/// An articulated lorry of five axles by Directive 96/53/EC, annex I: 40 t, 11.5 t on the driving
/// axle, 4.00 m high, 2.55 m wide, 16.50 m long.
impl Default for Lorry {
    fn default() -> Self {
        Self { mass_t: 40.0, axle_t: 11.5, height_m: 4.0, width_m: 2.55, length_m: 16.5 }
    }
}

impl Lorry {
    /// What a limit of a tag keeps out: the reason, when the lorry is beyond it.
    pub(crate) fn is_kept_out(&self, key: &str, value: &str) -> Option<&'static str> {
        let beyond = |own: f64, limit: Option<f64>| limit.is_some_and(|limit| own > limit + 1e-9);
        match key {
            "maxweight"
            | "maxweight:hgv"
            | "maxgcweight"
            | "maxgcweight:hgv"
            | "maxweightrating:hgv" => {
                beyond(self.mass_t, tonnes(value)).then_some("weight limit below the lorry's mass")
            }
            "maxaxleload" => {
                beyond(self.axle_t, tonnes(value)).then_some("axle load limit below the lorry's")
            }
            "maxheight" | "maxheight:physical" | "maxheight:hgv" => {
                beyond(self.height_m, metres(value))
                    .then_some("height limit below the lorry's height")
            }
            "maxwidth" | "maxwidth:physical" => {
                beyond(self.width_m, metres(value)).then_some("width limit below the lorry's width")
            }
            "maxlength" | "maxlength:hgv" => beyond(self.length_m, metres(value))
                .then_some("length limit below the lorry's length"),
            _ => None,
        }
    }
}

/// A mass as OpenStreetMap writes it, t: `7.5`, `7.5 t`, `3500 kg`, `20 st` (short tons), `6000 lbs`.
fn tonnes(value: &str) -> Option<f64> {
    let (number, unit) = number_and_unit(value)?;
    match unit {
        "" | "t" | "tonnes" => Some(number),
        "kg" => Some(number / 1000.0),
        "st" => Some(number * 0.907_184_74),
        "lt" => Some(number * 1.016_046_908_8),
        "lbs" | "lb" => Some(number * 0.000_453_592_37),
        _ => None,
    }
}

/// A length as OpenStreetMap writes it, m: `4`, `4.2 m`, `13'6"`.
fn metres(value: &str) -> Option<f64> {
    if let Some((feet, rest)) = value.split_once('\'') {
        let feet: f64 = feet.trim().parse().ok()?;
        let inches = rest.trim().trim_end_matches('"');
        let inches: f64 = if inches.is_empty() { 0.0 } else { inches.parse().ok()? };
        return Some(feet * 0.3048 + inches * 0.0254);
    }
    let (number, unit) = number_and_unit(value)?;
    match unit {
        "" | "m" => Some(number),
        "cm" => Some(number / 100.0),
        "ft" => Some(number * 0.3048),
        _ => None,
    }
}

/// The number that a value begins with, and what follows.
pub(crate) fn number_and_unit(value: &str) -> Option<(f64, &str)> {
    let value = value.trim();
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let number: f64 = value[..end].parse().ok()?;
    Some((number, value[end..].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_in_the_units_people_write() {
        let lorry = Lorry::default();
        let out = |key, value| lorry.is_kept_out(key, value).is_some();
        assert!(
            out("maxweight", "7.5") && out("maxweight", "3500 kg") && out("maxweight", "20 st")
        );
        assert!(!out("maxweight", "44 t") && !out("maxweight", "none"));
        assert!(out("maxheight", "3.8") && out("maxheight", "12'6\"") && !out("maxheight", "4"));
        assert!(!out("maxheight", "13'6\"") && !out("maxheight", "default"));
        assert!(out("maxlength", "12 m") && out("maxwidth", "2.3"));
    }
}
