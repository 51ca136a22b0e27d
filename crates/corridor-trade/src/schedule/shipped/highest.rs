//! The highest of several duties.

use crate::duty::{Duty, Specific};
use rust_decimal::Decimal;

/// The highest of several duties: one of them where the greatest can be told without the goods, otherwise
/// the greater of those that can be it.
pub(super) fn highest<'d>(duties: impl Iterator<Item = &'d Duty>) -> Duty {
    let mut percent: Option<Decimal> = None;
    let mut others: Vec<Duty> = Vec::new();
    let mut open: Vec<&Duty> = duties.collect();
    while let Some(duty) = open.pop() {
        match duty {
            // The greatest of greatest ones is the greatest of all their parts.
            Duty::Greater(parts) => open.extend(parts),
            Duty::AdValorem(rate) => percent = percent.max(Some(*rate)),
            other => add(&mut others, other),
        }
    }
    // No duty by quantity is below nothing.
    let percent = percent.filter(|rate| !rate.is_zero() || others.is_empty());
    let mut parts: Vec<Duty> = percent.map(Duty::AdValorem).into_iter().collect();
    others.sort_by_key(ToString::to_string);
    parts.append(&mut others);
    if parts.len() == 1 { parts.swap_remove(0) } else { Duty::Greater(parts) }
}

/// Adds a duty that is no share of the value; of two for the same unit in one currency the greater stays.
fn add(others: &mut Vec<Duty>, duty: &Duty) {
    let alike = others.iter_mut().find_map(|other| match (other, duty) {
        (Duty::Specific(known), Duty::Specific(new)) => {
            let unit = |of: &Specific| (of.currency.clone(), of.per, of.unit.clone());
            (unit(known) == unit(new)).then_some((known, new))
        }
        _ => None,
    });
    if let Some((known, new)) = alike {
        known.amount = known.amount.max(new.amount);
        return;
    }
    if !others.contains(duty) {
        others.push(duty.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::highest;
    use crate::duty::Duty;

    #[test]
    fn the_highest_is_one_or_the_greater_of_those_that_can_be() {
        for (duties, expected) in [
            (&["3%", "5%", "free"][..], "5%"),
            (&["free", "0.04 EUR/kg"], "0.04 EUR/kg"),
            (&["free", "free"], "free"),
            (&["1 EUR/pair", "1.5 EUR/pair"], "1.5 EUR/pair"),
            (&["30%", "max(10%, 0.03 EUR/kg)", "max(10%, 0.015 EUR/kg)"], "max(30%, 0.03 EUR/kg)"),
            (&["5% + 0.2 EUR/kg", "10%"], "max(10%, 5% + 0.2 EUR/kg)"),
            (&["1 EUR/kg", "1 EUR/l", "20 EUR/100 kg"], "max(1 EUR/kg, 1 EUR/l, 20 EUR/100 kg)"),
        ] {
            let read: Vec<Duty> = duties.iter().map(|text| text.parse().unwrap()).collect();
            assert_eq!(highest(read.iter()).to_string(), expected, "{duties:?}");
        }
    }
}
