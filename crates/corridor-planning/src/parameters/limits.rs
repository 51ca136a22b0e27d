//! What values can be: the range of each unit, and how a value in another unit is converted.
//!
//! The ranges keep out what is no figure of transport at all (a speed of zero, a share above one) or
//! would leave the range of the search's weights. They say nothing about what is likely.

/// Unit, least and most. Prices end where a sum over a way across the world would no longer fit into a
/// weight of the search (4.3 million dollars per 40-foot unit); speeds begin above zero, since
/// kilometres are divided by them.
const LIMITS: [(&str, f64, f64); 24] = [
    ("USD", 0.0, 1e8),
    ("USD/FEU", 0.0, 5e5),
    ("USD/FEU/km", 0.0, 100.0),
    ("USD/FEU/nm", 0.0, 100.0),
    ("USD/GT", 0.0, 1e4),
    ("USD/km", 0.0, 100.0),
    ("USD/lift", 0.0, 5e5),
    ("USD/t", 0.0, 2e4),
    ("USD/t/km", 0.0, 4.0),
    ("Wh/(t km)", 0.0, 1e5),
    ("day", 0.0, 3650.0),
    ("g/(t km)", 0.0, 1e5),
    ("g/kWh", 0.0, 1e4),
    ("h", 0.0, 87_600.0),
    ("h/1000 nm", 0.0, 1e4),
    ("index", 1.0, 1e5),
    ("kg/FEU", 0.0, 1e5),
    ("km/day", 1.0, 24_000.0),
    ("km/h", 0.1, 1000.0),
    ("kn", 0.1, 100.0),
    ("percent of value/day", 0.0, 100.0),
    ("ratio", 0.0, 10.0),
    ("t/FEU", 0.0, 56.4),
    ("t/car", 0.1, 50.0),
];

/// Narrower than their unit: shares are at most one; fees by shipment are prices, not values of cargo.
const NARROWER: [(&str, f64, f64); 14] = [
    ("emissions.rail.electric_share", 0.0, 1.0),
    ("border.rail.cost_usd", 0.0, 5e5),
    ("border.road.cost_usd", 0.0, 5e5),
    ("border.union.cost_usd", 0.0, 5e5),
    ("road.base_usd", 0.0, 5e5),
    ("road.time_share", 0.0, 1.0),
    ("emissions.sea.distance_adjustment", 1.0, 10.0),
    ("sea.thin_port_hours", 0.0, 8760.0),
    ("port.depth_tolerance", 1.0, 10.0),
    ("port.twenty_foot_ratio", 0.5, 1.5),
    ("rail.twenty_foot_ratio", 0.5, 1.5),
    ("sea.twenty_foot_ratio", 0.5, 1.5),
    ("reliability.correlation_country", 0.0, 0.5),
    ("reliability.correlation_season", 0.0, 0.5),
];

/// Given, wanted, and what to multiply by. Exact, or to six digits.
const CONVERSIONS: [(&str, &str, &str); 27] = [
    ("km/h", "km/day", "24"),
    ("km/day", "km/h", "0.0416667"),
    ("kn", "km/h", "1.852"),
    ("km/h", "kn", "0.539957"),
    ("mph", "km/h", "1.609344"),
    ("nm/day", "kn", "0.0416667"),
    ("day", "h", "24"),
    ("days", "h", "24"),
    ("min", "h", "0.0166667"),
    ("h", "day", "0.0416667"),
    ("week", "day", "7"),
    ("h/1000 km", "h/1000 nm", "1.852"),
    ("USD/TEU", "USD/FEU", "2"),
    ("USD/TEU/km", "USD/FEU/km", "2"),
    ("USD/TEU/nm", "USD/FEU/nm", "2"),
    ("USD/FEU/km", "USD/FEU/nm", "1.852"),
    ("USD/FEU/nm", "USD/FEU/km", "0.539957"),
    ("USD/mi", "USD/km", "0.621371"),
    ("USD/mile", "USD/km", "0.621371"),
    ("percent", "ratio", "0.01"),
    ("%", "ratio", "0.01"),
    ("kg/(t km)", "g/(t km)", "1000"),
    ("kWh/(t km)", "Wh/(t km)", "1000"),
    ("kg/kWh", "g/kWh", "1000"),
    ("kg/TEU", "kg/FEU", "2"),
    ("t/TEU", "t/FEU", "2"),
    ("kg/FEU", "t/FEU", "0.001"),
];

/// What is wrong with a value of `id`, if anything; a unit that no parameter has is not judged here.
pub(super) fn fault(id: &str, unit: &str, value: f64) -> Option<String> {
    if !value.is_finite() {
        return Some(format!("value {value} is not a finite number"));
    }
    if value < 0.0 {
        return Some(format!("value {value:?} is negative; give a number of zero or more"));
    }
    let narrower = NARROWER.iter().find(|row| row.0 == id);
    let (_, least, most) = narrower.or_else(|| LIMITS.iter().find(|row| row.0 == unit))?;
    if (*least..=*most).contains(&value) {
        return None;
    }
    Some(format!("value {value:?} {unit} is outside {least} to {most}; check the unit"))
}

/// What to do with a value in unit `given` where `wanted` is meant.
pub(super) fn conversion(given: &str, wanted: &str, price_year: i16) -> String {
    if let Some((.., factor)) = CONVERSIONS.iter().find(|row| row.0 == given && row.1 == wanted) {
        return format!("multiply the value by {factor} and write {wanted:?}");
    }
    if let (Some((money, per)), Some((ours, our_per))) = (price(given), price(wanted))
        && money != ours
        && per == our_per
    {
        return format!(
            "multiply the value by the {ours} that one {money} cost in {price_year} and write {wanted:?}"
        );
    }
    format!("give the value in {wanted:?}")
}

/// Currency of a price and what it is paid for: `USD` and `/FEU`; nothing for what is no price.
pub(super) fn price(unit: &str) -> Option<(&str, &str)> {
    let (money, per) = unit.split_at_checked(3)?;
    let is_price =
        money.bytes().all(|b| b.is_ascii_uppercase()) && (per.is_empty() || per.starts_with('/'));
    is_price.then_some((money, per))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_unit_has_a_range_and_no_range_is_idle() {
        let shipped = crate::Parameters::shipped();
        for row in shipped.iter() {
            assert!(
                LIMITS.iter().any(|l| l.0 == row.unit),
                "{}: no range for {}",
                row.id,
                row.unit
            );
        }
        for (unit, ..) in LIMITS {
            assert!(shipped.iter().any(|row| row.unit == unit), "nothing is in {unit}");
        }
        for (id, ..) in NARROWER {
            assert!(shipped.iter().any(|row| row.id == id), "{id}");
        }
        for (_, wanted, factor) in CONVERSIONS {
            assert!(LIMITS.iter().any(|l| l.0 == wanted), "{wanted}");
            assert!(factor.parse::<f64>().unwrap() > 0.0);
        }
    }

    #[test]
    fn units_say_how_they_are_converted() {
        assert!(conversion("km/h", "km/day", 2024).contains("by 24 "));
        assert!(conversion("EUR/FEU", "USD/FEU", 2024).contains("USD that one EUR cost in 2024"));
        assert_eq!(conversion("EUR/km", "USD/FEU", 2024), "give the value in \"USD/FEU\"");
        assert_eq!(price("USD"), Some(("USD", "")));
        assert_eq!((price("day"), price("h"), price("USDC/FEU")), (None, None, None));
    }
}
