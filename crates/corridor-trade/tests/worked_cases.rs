//! Worked cases: amounts computed by hand from published rules, exact to the cent. Those that are rows of a table are
//! counted in `counted_cases.rs`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod case;

use case::{decimal, dues, given, of, rate, usd, way};
use corridor_trade::landed::{Given, LineKind, reckon};
use corridor_trade::{Basis, Incoterm, Payer, TaxBase, Usd};

#[test]
fn customs_value_with_and_without_carriage() {
    let reckoned = |basis| reckon(&given(Incoterm::Fob), &way(), &dues(basis)).unwrap();
    // CIF: 20,000 + 150 + 200 + 1,000 + 66. Duty 2,141.60; tax 18 % of 23,557.60.
    let cif = reckoned(Basis::Cif);
    assert_eq!(cif.customs_value, Some(usd("21416")));
    assert_eq!(of(&cif, LineKind::Duty), usd("2141.60"));
    assert_eq!(of(&cif, LineKind::Tax), usd("4240.37"), "23,557.60 x 0.18 is 4,240.368");
    // 20,000 + 2,000 freight + 66 + 2,141.60 + 4,240.37 + 40.
    assert_eq!(cif.landed(), Some(usd("28487.97")));
    // FOB: 20,000 + 150 + 200. Duty 2,035; tax 18 % of 22,385.
    let fob = reckoned(Basis::Fob);
    assert_eq!(fob.customs_value, Some(usd("20350")));
    assert_eq!(of(&fob, LineKind::Duty), usd("2035"));
    assert_eq!(of(&fob, LineKind::Tax), usd("4029.30"));
    assert_eq!(fob.landed(), Some(usd("28170.30")));
}

#[test]
fn surcharge_and_tax_as_india_reckons_them() {
    // Value 21,416; duty 10 % 2,141.60; social welfare surcharge 10 % of it 214.16; tax 18 % of 23,771.76.
    let mut india = dues(Basis::Cif);
    india.surcharges.push(rate(decimal("10")));
    let ledger = reckon(&given(Incoterm::Cif), &way(), &india).unwrap();
    assert_eq!(of(&ledger, LineKind::Duty), usd("2355.76"));
    assert_eq!(of(&ledger, LineKind::Tax), usd("4278.92"), "23,771.76 x 0.18 is 4,278.9168");
    // lawcrux.com, example 4: value 100,000, duty 10 %, tax 18 % of 110,000 is 19,800.
    let mut plain = given(Incoterm::Cif);
    (plain.value, plain.premium) = (usd("98650"), Some(Usd::ZERO));
    let ledger = reckon(&plain, &way(), &dues(Basis::Cif)).unwrap();
    assert_eq!(ledger.customs_value, Some(usd("100000")));
    assert_eq!(of(&ledger, LineKind::Tax), usd("19800"));
}

#[test]
fn the_union_taxes_the_carriage_to_the_door_too() {
    // Directive 2006/112/EC, article 86: 23,557.60 and 250 + 400 after the border, 18 %.
    let mut union = dues(Basis::Cif);
    union.tax_base = rate(TaxBase::DutyPaidDelivered.into());
    let ledger = reckon(&given(Incoterm::Dap), &way(), &union).unwrap();
    assert_eq!(of(&ledger, LineKind::Tax), usd("4357.37"), "24,207.60 x 0.18 is 4,357.368");
}

#[test]
fn terms_for_ships_need_one_and_prices_cover_their_carriage() {
    let mut road = way();
    road.legs[2].by_ship = false;
    for term in Incoterm::ALL {
        let fits = reckon(&given(term), &road, &dues(Basis::Cif)).is_some();
        assert_eq!(fits, !term.is_for_ships(), "{term}");
    }
    let poor = Given { value: usd("2000"), is_price: true, ..given(Incoterm::Cip) };
    assert_eq!(reckon(&poor, &way(), &dues(Basis::Cif)), None);
}

#[test]
fn premium_and_time_by_their_rates() {
    // Sum insured 110 % of 20,000 + 2,000 = 24,200, premium 0.3 % 72.60.
    let mut sale = given(Incoterm::Cip);
    sale.premium = None;
    // 0.4 % a day for 30 days of 20,000 is 2,400.
    sale.time = rate(decimal("0.4"));
    let ledger = reckon(&sale, &way(), &dues(Basis::Cif)).unwrap();
    assert_eq!(of(&ledger, LineKind::Insurance), usd("72.60"));
    assert_eq!(of(&ledger, LineKind::Time), usd("2400"));
    assert_eq!(ledger.time(), Some(usd("2400")));
    let paid = ledger.lines.iter().filter(|l| l.kind != LineKind::Time);
    let paid: Usd = paid.map(|l| l.amount.unwrap()).sum();
    assert_eq!(ledger.landed(), Some(paid), "nobody is paid for time");
    // By price: 20,000 + 2,000 + 72.60.
    let price = Given { value: usd("22072.60"), is_price: true, ..sale };
    let ledger = reckon(&price, &way(), &dues(Basis::Cif)).unwrap();
    assert_eq!(of(&ledger, LineKind::Goods), usd("20000"));
}

#[test]
fn what_is_not_known_is_asked_for_and_never_nothing() {
    let mut unknown = dues(Basis::Cif);
    unknown.duty.figure = None;
    unknown.duty.supply = "the duty".to_owned();
    let ledger = reckon(&given(Incoterm::Fob), &way(), &unknown).unwrap();
    assert_eq!(ledger.landed(), None);
    assert_eq!(ledger.known(), usd("22106"), "goods, freight, premium and fees");
    let without: Vec<_> = ledger.lines.iter().filter(|l| l.amount.is_none()).collect();
    assert_eq!(without.len(), 2, "duty, and tax which is reckoned on it");
    assert_eq!(ledger.supply(), ["the duty"]);
    assert_eq!(ledger.share(Payer::Seller), Some(usd("350")), "what the seller pays is known");
}
