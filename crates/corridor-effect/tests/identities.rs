//! What must hold whatever the table.

use corridor_effect::{Change, Closure, Table, effects};

#[test]
fn nothing_changed_is_exactly_nothing() {
    let table = Table::shipped().unwrap();
    for effect in effects(&table, &Change::none(&table), &[5.0; 20], Closure::FixedShare).unwrap() {
        assert_eq!(
            (effect.real_income_percent, effect.exports_percent),
            (0.0, 0.0),
            "{}",
            effect.id
        );
    }
}

#[test]
fn dearer_trade_costs_income_and_exports() {
    let table = Table::shipped().unwrap();
    let mut change = Change::none(&table);
    for o in 0..20 {
        for i in 0..20 {
            for d in (0..20).filter(|d| *d != o) {
                change.factor[(o * 20 + i) * 20 + d] = 1.1;
            }
        }
    }
    for effect in effects(&table, &change, &[5.0; 20], Closure::FixedShare).unwrap() {
        println!("{effect:?}");
        assert!(effect.real_income_percent < 0.0, "{effect:?}");
    }
}

/// Arkolakis, Costinot and Rodriguez-Clare: two equal countries, closed by a huge cost, lose what their
/// home share says: 0.8^(1/5).
#[test]
fn autarky_is_the_home_share() {
    let csv = "origin,destination,sector,use,value_usd\nA,A,g,final,80\nA,B,g,final,20\nB,A,g,final,20\nB,B,g,final,80\n";
    let table = Table::from_csv("t", csv).unwrap();
    let mut change = Change::none(&table);
    change.factor[1] = 1e6;
    change.factor[2] = 1e6;
    let got = effects(&table, &change, &[5.0], Closure::FixedShare).unwrap();
    let want = (0.8_f64.powf(0.2) - 1.0) * 100.0;
    assert!((got[0].real_income_percent - want).abs() < 1e-9, "{got:?}");
    assert!(effects(&table, &change, &[0.0], Closure::FixedShare).is_err());
    assert!(Table::from_csv("t", &csv.replace(",80\n", ",NaN\n")).is_err());
}

/// Duties of 20 % between India and Russia fall to 0: both export more; the others hardly move.
#[test]
fn a_duty_that_falls_raises_exports_of_both() {
    let table = Table::shipped().unwrap();
    let at = |id: &str| table.countries.iter().position(|c| c == id).unwrap();
    let (india, russia) = (at("IN"), at("RU"));
    let mut change = Change::none(&table);
    for i in 0..3 {
        change.duty_before[(india * 20 + i) * 20 + russia] = 0.2;
        change.duty_before[(russia * 20 + i) * 20 + india] = 0.2;
    }
    let got = effects(&table, &change, &[5.0; 20], Closure::FixedShare).unwrap();
    for (c, effect) in got.iter().enumerate() {
        let party = c == india || c == russia;
        assert!(
            if party { effect.exports_percent > 0.1 } else { effect.exports_percent.abs() < 0.1 },
            "{effect:?}"
        );
        assert!(effect.real_income_percent.abs() < 0.5, "{effect:?}");
    }
}
