//! Elements add up to legs and legs to the itinerary, and nothing is less than nothing.

use super::{Problems, leg_name};
use crate::itinerary::Itinerary;

pub(super) fn judge(itinerary: &Itinerary, found: &mut Problems) {
    let legs = &itinerary.legs;
    for (what, total, sum) in [
        ("kilometres", itinerary.km, legs.iter().map(|l| l.km).sum::<f64>()),
        ("hours", itinerary.hours, legs.iter().map(|l| l.hours).sum()),
        ("US dollars", itinerary.usd, legs.iter().map(|l| l.usd).sum()),
        ("kg of CO2e", itinerary.kg, legs.iter().map(|l| l.kg).sum()),
    ] {
        found.unequal("the sum of the legs beside the total", total, sum, what);
    }
    for (n, leg) in legs.iter().enumerate() {
        let name = leg_name(n, leg);
        let elements = &leg.elements;
        for (what, total, sum) in [
            ("hours", leg.hours, elements.iter().map(|e| e.hours).sum::<f64>()),
            ("US dollars", leg.usd, elements.iter().map(|e| e.usd).sum()),
            ("kg of CO2e", leg.kg, elements.iter().map(|e| e.ttw_kg + e.wtt_kg).sum()),
        ] {
            found.unequal(format!("{name} beside the sum of its elements"), total, sum, what);
        }
        for (what, amount) in
            [("km", leg.km), ("hours", leg.hours), ("US dollars", leg.usd), ("kg", leg.kg)]
        {
            let is_amount = amount.is_finite() && amount >= 0.0;
            found.unless(is_amount, || format!("{name} takes {amount} {what}, which is no amount"));
        }
        for element in elements {
            let kind = element.kind.name();
            for amount in [element.hours, element.usd, element.ttw_kg, element.wtt_kg] {
                // Tank to wheel is a difference: nothing may be a little less than nothing.
                let is_amount = amount.is_finite() && amount >= -1e-6;
                found.unless(is_amount, || format!("{name}, {kind}: {amount} is no amount"));
            }
        }
    }
}
