//! Lines of the border: duty, charges on it, what the user charges besides, tax and fees.

use super::ledger::{line, missing};
use super::{Carriage, Charge, ChargeBase, CostLine, Dues, Given, LineKind, Scale};
use crate::duty::Duty;
use crate::incoterm::Payer;
use crate::money::Usd;
use crate::tariff::{Basis, TaxBase};
use rust_decimal::Decimal;

/// What the goods are worth at the border.
#[derive(Clone, Copy)]
pub(super) struct Worth {
    /// With their carriage to where they leave the exporter's territory.
    pub(super) fob: Usd,
    /// The customs value.
    pub(super) value: Option<Usd>,
    /// The premium of the insurance.
    pub(super) premium: Option<Usd>,
}

/// The lines of the border.
pub(super) fn border(given: &Given, way: &Carriage, dues: &Dues, worth: Worth) -> Vec<CostLine> {
    let Worth { fob, value, premium } = worth;
    let payer = given.term.clears_import();
    let mut lines = vec![duty(given, dues, value, payer)];
    let owed = lines[0].amount;
    let mut paid = value.zip(owed).map(|(value, duty)| value + duty);
    for surcharge in &dues.surcharges {
        let amount = owed.zip(surcharge.figure).and_then(|(duty, percent)| duty.percent(percent));
        paid = paid.zip(amount).map(|(base, amount)| base + amount);
        lines.push(CostLine {
            amount,
            rate: percent(surcharge.figure),
            rate_percent: surcharge.figure,
            base: owed,
            source: surcharge.source.clone(),
            hypothetical: dues.hypothetical,
            note: surcharge.note.clone(),
            supply: missing(surcharge.figure.is_none(), &surcharge.supply),
            ..line(LineKind::Duty, &surcharge.name, payer)
        });
    }
    for charge in dues.charges.iter().filter(|charge| !charge.on.after_tax()) {
        let base = match charge.on {
            ChargeBase::Duty => owed,
            ChargeBase::Duties => paid.zip(value).map(|(paid, value)| paid - value),
            ChargeBase::DutyPaid => paid,
            ChargeBase::Fob => Some(fob),
            ChargeBase::Freight => Some(way.cost(way.leaves, way.enters)),
            _ => value,
        };
        let reckoned = charged(given, charge, base, payer);
        if charge.taxed {
            paid = paid.zip(reckoned.amount).map(|(base, amount)| base + amount);
        }
        lines.push(reckoned);
    }
    let base = tax_base(way, dues, paid, value, premium);
    let tax = tax(dues, base, payer);
    let levied = tax.amount;
    lines.push(tax);
    let mut settled = base.zip(levied).map(|(base, tax)| base + tax);
    for charge in dues.charges.iter().filter(|charge| charge.on.after_tax()) {
        let base = match charge.on {
            ChargeBase::Tax => levied,
            ChargeBase::TaxPaid => settled,
            _ => base,
        };
        let reckoned = charged(given, charge, base, payer);
        settled = settled.zip(reckoned.amount).map(|(paid, amount)| paid + amount);
        lines.push(reckoned);
    }
    lines.extend(fees(given, way, dues, value));
    lines
}

/// Lines of what is paid once for the goods of a shipment, which have this customs value together: fees of
/// the state and of brokers, unloading.
pub fn declaration(
    given: &Given,
    way: &Carriage,
    dues: &Dues,
    value: Option<Usd>,
) -> Vec<CostLine> {
    let mut lines: Vec<CostLine> = unloading(given).into_iter().collect();
    if !given.domestic {
        lines.extend(fees(given, way, dues, value));
    }
    lines
}

/// The line of unloading at the destination, where it is given.
pub(super) fn unloading(given: &Given) -> Option<CostLine> {
    given.unloading.map(|unloading| CostLine {
        amount: Some(unloading),
        source: "yours (--unloading-usd)".to_owned(),
        ..line(LineKind::Freight, "unloading at the destination", given.term.unloads())
    })
}

/// Fees of the state by value, and others.
fn fees(given: &Given, way: &Carriage, dues: &Dues, value: Option<Usd>) -> Vec<CostLine> {
    let payer = given.term.clears_import();
    let levied = dues.scales.iter().filter(|scale| !scale.by_ship || way.arrives_by_ship());
    let mut lines: Vec<CostLine> = levied.map(|scale| fee(given, scale, value, payer)).collect();
    lines.push(CostLine {
        amount: dues.fees.figure,
        source: dues.fees.source.clone(),
        note: dues.fees.note.clone(),
        supply: missing(dues.fees.figure.is_none(), &dues.fees.supply),
        ..line(LineKind::Fee, &dues.fees.name, payer)
    });
    lines
}

fn duty(given: &Given, dues: &Dues, value: Option<Usd>, payer: Payer) -> CostLine {
    let reckoned = match (&dues.duty.figure, value) {
        (Some(duty), Some(value)) => duty.on(value, &given.measured),
        (None, _) => Err(vec![dues.duty.supply.clone()]),
        // A free duty is nothing of any value.
        (Some(Duty::AdValorem(percent)), None) if percent.is_zero() => Ok(Usd::ZERO),
        (Some(_), None) if dues.basis.figure.is_none() => Err(vec![dues.basis.supply.clone()]),
        (Some(_), None) => Err(vec![given.insurance.supply.clone()]),
    };
    let (amount, supply) = match reckoned {
        Ok(amount) => (Some(amount), Vec::new()),
        Err(supply) => (None, supply),
    };
    CostLine {
        amount,
        rate: dues.duty.figure.as_ref().map_or(String::new(), ToString::to_string),
        rate_percent: dues.duty.figure.as_ref().and_then(ad_valorem),
        base: value,
        source: dues.duty.source.clone(),
        hypothetical: dues.hypothetical,
        note: dues.duty.note.clone(),
        supply,
        ..line(LineKind::Duty, &dues.duty.name, payer)
    }
}

/// A charge of the user's: a duty where the tax is levied on it, otherwise a fee.
fn charged(given: &Given, charge: &Charge, base: Option<Usd>, payer: Payer) -> CostLine {
    let amount = match (base, &charge.rate) {
        (Some(base), Duty::AdValorem(percent)) if charge.within => {
            within(base, *percent).ok_or_else(Vec::new)
        }
        (Some(base), rate) => rate.on(base, &given.measured),
        // What is no share of its base needs none.
        (None, Duty::Fixed(..) | Duty::Specific(_)) => charge.rate.on(Usd::ZERO, &given.measured),
        (None, _) => Err(Vec::new()),
    };
    let (amount, supply) = match amount {
        Ok(amount) => (Some(amount), Vec::new()),
        Err(supply) => (None, supply),
    };
    CostLine {
        amount,
        rate: charge.rate.to_string(),
        rate_percent: ad_valorem(&charge.rate),
        base,
        source: "yours (--charge)".to_owned(),
        note: format!(
            "{} {}{}",
            if charge.within { "within" } else { "on" },
            charge.on,
            if charge.taxed { "" } else { ", not taxed" }
        ),
        supply,
        ..line(if charge.taxed { LineKind::Duty } else { LineKind::Fee }, &charge.name, payer)
    }
}

/// What makes up that share of a sum whose rest is the base.
fn within(base: Usd, percent: Decimal) -> Option<Usd> {
    let rest = Decimal::ONE_HUNDRED - percent;
    Usd::rounded(base.dollars().checked_mul(percent)?.checked_div(rest)?)
}

/// What the tax is reckoned on; none when any part of it is not known.
fn tax_base(
    way: &Carriage,
    dues: &Dues,
    paid: Option<Usd>,
    value: Option<Usd>,
    premium: Option<Usd>,
) -> Option<Usd> {
    let on = dues.tax_base.figure?;
    let end = way.legs.len();
    // Duty on a value without carriage: the tax may be on more of it.
    let bare = dues.basis.figure == Some(Basis::Fob);
    let more = match on.base {
        TaxBase::DutyPaidTransported if bare => way.cost(way.leaves, way.enters) + premium?,
        TaxBase::DutyPaid | TaxBase::DutyPaidTransported => Usd::ZERO,
        TaxBase::DutyPaidDelivered if bare => way.cost(way.leaves, end) + premium?,
        TaxBase::DutyPaidDelivered => way.cost(way.enters, end),
    };
    let base = paid? + value?.percent(on.uplift_percent)? + more;
    let (parts, of) = on.share;
    if parts == of {
        return Some(base);
    }
    Usd::rounded(base.dollars().checked_mul(parts)?.checked_div(of)?)
}

fn tax(dues: &Dues, base: Option<Usd>, payer: Payer) -> CostLine {
    let amount = match (base, dues.tax.figure) {
        (_, Some(percent)) if percent.is_zero() => Some(Usd::ZERO),
        (Some(base), Some(percent)) => base.percent(percent),
        _ => None,
    };
    let mut supply = missing(dues.tax.figure.is_none(), &dues.tax.supply);
    let wanted = dues.tax.figure.is_some() && amount.is_none();
    supply.extend(missing(wanted && dues.tax_base.figure.is_none(), &dues.tax_base.supply));
    CostLine {
        amount,
        rate: percent(dues.tax.figure),
        rate_percent: dues.tax.figure,
        base,
        source: dues.tax.source.clone(),
        note: [dues.tax.note.as_str(), dues.tax_base.note.as_str()].join(" ").trim().to_owned(),
        supply,
        ..line(LineKind::Tax, &dues.tax.name, payer)
    }
}

/// A fee of the state's by the customs value.
fn fee(given: &Given, scale: &Scale, value: Option<Usd>, payer: Payer) -> CostLine {
    let reckoned = || -> Result<(Usd, &Duty), Vec<String>> {
        let value = value.ok_or_else(Vec::new)?;
        let dollars = given.measured.dollars(&scale.currency)?;
        let own = value.dollars().checked_div(dollars);
        let beyond = || {
            vec![format!(
                "the {0}, not known for that day and value (--charge \"{0}=N USD untaxed\" --without \"{0}\")",
                scale.name
            )]
        };
        let rate = own.and_then(|own| scale.rate(own)).ok_or_else(beyond)?;
        Ok((rate.on(value, &given.measured)?, rate))
    };
    let (amount, rate, supply) = match reckoned() {
        Ok((amount, rate)) => (Some(amount), Some(rate), Vec::new()),
        Err(supply) => (None, None, supply),
    };
    CostLine {
        amount,
        rate: rate.map_or(String::new(), ToString::to_string),
        rate_percent: rate.and_then(ad_valorem),
        base: value,
        source: scale.source.clone(),
        note: scale.note.clone(),
        supply,
        ..line(LineKind::Fee, &scale.name, payer)
    }
}

fn ad_valorem(duty: &Duty) -> Option<Decimal> {
    match duty {
        Duty::AdValorem(percent) => Some(*percent),
        _ => None,
    }
}

fn percent(figure: Option<Decimal>) -> String {
    figure.map_or(String::new(), |percent| format!("{}%", percent.normalize()))
}
