//! Worked cases: amounts computed by hand from published rules, exact to the cent. Each row says how.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_network::CountryCode;
use corridor_trade::duty::{Duty, Measured};
use corridor_trade::landed::{
    Carriage, CarriageLeg, Dues, Given, Ledger, LineKind, Rate, TaxOn, reckon,
};
use corridor_trade::{Basis, Incoterm, Payer, Register, Tariffs, TaxBase, Usd};
use jiff::civil::date;
use rust_decimal::Decimal;

fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn code(text: &str) -> CountryCode {
    text.parse().unwrap()
}

/// Goods of 1,250 kg, 300 pieces; a euro is 1.08 dollars.
fn measured() -> Measured {
    let mut measured = Measured::default();
    assert!(measured.set(decimal("1.25"), "t") && measured.set(decimal("300"), "piece"));
    measured.rates.insert("EUR".to_owned(), decimal("1.08"));
    measured
}

#[test]
fn duties() {
    // Stated duty, customs value, duty by hand.
    let cases = [
        ("free", "10000", "0.00"),
        ("10%", "10000", "1000.00"),
        // 12.5 % of 9,999.99 is 1,249.99875.
        ("12.5%", "9999.99", "1250.00"),
        // 7.5 % of 0.20 is 0.015: half a cent goes up.
        ("7.5%", "0.20", "0.02"),
        // 1,250 kg x 0.04 EUR x 1.08.
        ("0.04 EUR/kg", "10000", "54.00"),
        // 12.5 hundreds of kg x 25 USD.
        ("25 USD/100 kg", "10000", "312.50"),
        // 300 x 1.35.
        ("1.35 USD/piece", "10000", "405.00"),
        // 5 % of 10,000 is 500, and 1,250 x 0.2 x 1.08 is 270.
        ("5% + 0.2 EUR/kg", "10000", "770.00"),
        // The greater: 500 against 54.
        ("max(5%, 0.04 EUR/kg)", "10000", "500.00"),
        // The greater: 500 against 1,250 x 0.5 x 1.08 = 675.
        ("max(5%, 0.5 EUR/kg)", "10000", "675.00"),
        // Both alike: 1,250 kg x 0.4 USD is 500.
        ("max(5%, 0.4 USD/kg)", "10000", "500.00"),
        // The words of the Eurasian tariff for the same.
        ("5%, but not less than 0.5 EUR/kg", "10000", "675.00"),
        // Tea in India by way of example: 100 % against 1,250 x 1.1 = 1,375.
        ("max(100%, 1.1 USD/kg)", "1375.00", "1375.00"),
        ("max(100%, 1.1 USD/kg)", "1374.99", "1375.00"),
        // The lesser: 500 against 675.
        ("min(5%, 0.5 EUR/kg)", "10000", "500.00"),
    ];
    for (duty, value, expected) in cases {
        let parsed: Duty = duty.parse().unwrap();
        assert_eq!(parsed.on(usd(value), &measured()), Ok(usd(expected)), "{duty} on {value}");
    }
}

/// Door - road 150 - port handling 200 - sea 1,000 - handling 250 - rail 400 - door, 30 days; the
/// goods leave and enter where the ship does.
fn way() -> Carriage {
    let leg = |cost: &str, by_ship: bool, in_place: bool| CarriageLeg {
        cost: usd(cost),
        by_ship,
        in_place,
        from: String::new(),
        to: String::new(),
    };
    Carriage {
        legs: vec![
            leg("150", false, false),
            leg("200", false, true),
            leg("1000", true, false),
            leg("250", false, true),
            leg("400", false, false),
        ],
        leaves: 2,
        enters: 3,
        days: 30.0,
        quoted: None,
    }
}

fn rate<T>(figure: T) -> Rate<T> {
    let empty = String::new;
    Rate { figure: Some(figure), name: empty(), source: empty(), note: empty(), supply: empty() }
}

/// Goods of 20,000 dollars, a premium of 66, nothing for time, under a term.
fn given(term: Incoterm) -> Given {
    Given {
        value: usd("20000"),
        is_price: false,
        term,
        measured: measured(),
        insurance: rate((decimal("0.3"), decimal("110"))),
        premium: Some(usd("66")),
        unloading: None,
        time: rate(Decimal::ZERO),
        freight_source: String::new(),
        domestic: false,
    }
}

/// A duty of 10 %, tax of 18 % on duty-paid value, fees of 40.
fn dues(basis: Basis) -> Dues {
    Dues {
        basis: rate(basis),
        uplift_percent: Decimal::ZERO,
        duty: rate("10%".parse().unwrap()),
        hypothetical: false,
        surcharges: Vec::new(),
        charges: Vec::new(),
        scales: Vec::new(),
        tax: rate(decimal("18")),
        tax_base: rate(TaxBase::DutyPaid.into()),
        fees: rate(usd("40")),
    }
}

fn of(ledger: &Ledger, kind: LineKind) -> Usd {
    ledger.lines.iter().filter(|l| l.kind == kind).map(|l| l.amount.unwrap()).sum()
}

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
fn a_published_example_of_russian_payments() {
    // avalog.ru: 10,000 + 1,200 + 100 = 11,300; duty 5 % 565; tax 20 % of 11,865 is 2,373.
    let mut sale = given(Incoterm::Exw);
    (sale.value, sale.premium) = (usd("10000"), Some(usd("100")));
    let mut road = way();
    road.legs.iter_mut().for_each(|leg| leg.cost = Usd::ZERO);
    road.legs[2].cost = usd("1200");
    let mut russia = dues(Basis::Cif);
    (russia.duty, russia.tax) = (rate("5%".parse().unwrap()), rate(decimal("20")));
    let ledger = reckon(&sale, &road, &russia).unwrap();
    assert_eq!(of(&ledger, LineKind::Duty), usd("565"));
    assert_eq!(of(&ledger, LineKind::Tax), usd("2373"));
}

/// Goods of 20,000 dollars under FOB by the way above, duty 10 %: worth 21,416.00 with carriage and premium to the
/// border, 20,350.00 without. Duty, charges on it and tax on that day, each from the rate and the base of the
/// country's own law: duty-paid value; with 650.00 for the carriage to the door (European Union, United
/// Kingdom, Switzerland); with 1,066.00 for carriage and premium to the border (Australia, New Zealand); with a
/// tenth of the value more (South Africa, Sri Lanka); with a surcharge of a tenth of the duty (India); of eleven
/// twelfths (Indonesia).
#[test]
fn importers_levy_what_their_laws_say() {
    let (tariffs, register) = (Tariffs::shipped(), Register::shipped());
    let cases = [
        ("DE", date(2026, 6, 1), "2141.60", "0", "4599.44"),
        ("FR", date(2026, 6, 1), "2141.60", "0", "4841.52"),
        ("IT", date(2026, 6, 1), "2141.60", "0", "5325.67"),
        ("ES", date(2026, 6, 1), "2141.60", "0", "5083.60"),
        ("PL", date(2026, 6, 1), "2141.60", "0", "5567.75"),
        ("NL", date(2026, 6, 1), "2141.60", "0", "5083.60"),
        ("BE", date(2026, 6, 1), "2141.60", "0", "5083.60"),
        ("AT", date(2026, 6, 1), "2141.60", "0", "4841.52"),
        ("SE", date(2026, 6, 1), "2141.60", "0", "6051.90"),
        ("DK", date(2026, 6, 1), "2141.60", "0", "6051.90"),
        ("FI", date(2026, 6, 1), "2141.60", "0", "6172.94"),
        ("HU", date(2026, 6, 1), "2141.60", "0", "6536.05"),
        ("GR", date(2026, 6, 1), "2141.60", "0", "5809.82"),
        ("CZ", date(2026, 6, 1), "2141.60", "0", "5083.60"),
        ("EE", date(2026, 6, 1), "2141.60", "0", "5809.82"),
        ("RO", date(2026, 6, 1), "2141.60", "0", "5083.60"),
        ("IE", date(2026, 6, 1), "2141.60", "0", "5567.75"),
        ("PT", date(2026, 6, 1), "2141.60", "0", "5567.75"),
        ("HR", date(2026, 6, 1), "2141.60", "0", "6051.90"),
        ("BG", date(2026, 6, 1), "2141.60", "0", "4841.52"),
        ("SK", date(2026, 6, 1), "2141.60", "0", "5567.75"),
        ("GB", date(2026, 6, 1), "2141.60", "0", "4841.52"),
        ("CH", date(2026, 6, 1), "2141.60", "0", "1960.82"),
        ("FI", date(2024, 8, 31), "2141.60", "0", "5809.82"),
        ("CH", date(2023, 12, 31), "2141.60", "0", "1863.99"),
        ("DE", date(2020, 9, 1), "2141.60", "0", "3873.22"),
        ("RU", date(2026, 6, 1), "2141.60", "0", "5182.67"),
        ("KZ", date(2026, 6, 1), "2141.60", "0", "3769.22"),
        ("BY", date(2026, 6, 1), "2141.60", "0", "4711.52"),
        ("AM", date(2026, 6, 1), "2141.60", "0", "4711.52"),
        ("KG", date(2026, 6, 1), "2141.60", "0", "2826.91"),
        ("TR", date(2026, 6, 1), "2141.60", "0", "4711.52"),
        ("CN", date(2026, 6, 1), "2141.60", "0", "3062.49"),
        ("JP", date(2026, 6, 1), "2141.60", "0", "2355.76"),
        ("KR", date(2026, 6, 1), "2141.60", "0", "2355.76"),
        ("AE", date(2026, 6, 1), "2141.60", "0", "1177.88"),
        ("SA", date(2026, 6, 1), "2141.60", "0", "3533.64"),
        ("SG", date(2026, 6, 1), "2141.60", "0", "2120.18"),
        ("TH", date(2026, 6, 1), "2141.60", "0", "1649.03"),
        ("VN", date(2026, 6, 1), "2141.60", "0", "2355.76"),
        ("PH", date(2026, 6, 1), "2141.60", "0", "2826.91"),
        ("PK", date(2026, 6, 1), "2141.60", "0", "4240.37"),
        ("BD", date(2026, 6, 1), "2141.60", "0", "3533.64"),
        ("EG", date(2026, 6, 1), "2141.60", "0", "3298.06"),
        ("IL", date(2026, 6, 1), "2141.60", "0", "4240.37"),
        ("IR", date(2026, 6, 1), "2141.60", "0", "2355.76"),
        ("UZ", date(2026, 6, 1), "2141.60", "0", "2826.91"),
        ("AZ", date(2026, 6, 1), "2141.60", "0", "4240.37"),
        ("GE", date(2026, 6, 1), "2141.60", "0", "4240.37"),
        ("MX", date(2026, 6, 1), "2141.60", "0", "3769.22"),
        ("CL", date(2026, 6, 1), "2141.60", "0", "4475.94"),
        ("UA", date(2026, 6, 1), "2141.60", "0", "4711.52"),
        ("RS", date(2026, 6, 1), "2141.60", "0", "4711.52"),
        ("MN", date(2026, 6, 1), "2141.60", "0", "2355.76"),
        ("TJ", date(2026, 6, 1), "2141.60", "0", "3298.06"),
        ("TM", date(2026, 6, 1), "2141.60", "0", "3533.64"),
        ("MA", date(2026, 6, 1), "2141.60", "0", "4711.52"),
        ("KE", date(2026, 6, 1), "2141.60", "0", "3769.22"),
        ("NG", date(2026, 6, 1), "2141.60", "0", "1766.82"),
        ("CO", date(2026, 6, 1), "2141.60", "0", "4475.94"),
        ("PE", date(2026, 6, 1), "2141.60", "0", "4240.37"),
        ("NP", date(2026, 6, 1), "2141.60", "0", "3062.49"),
        ("RU", date(2025, 12, 31), "2141.60", "0", "4711.52"),
        ("KZ", date(2025, 12, 31), "2141.60", "0", "2826.91"),
        ("SG", date(2023, 12, 27), "2141.60", "0", "1884.61"),
        ("CN", date(2018, 1, 15), "2141.60", "0", "4004.79"),
        ("TR", date(2022, 6, 1), "2141.60", "0", "4240.37"),
        ("IN", date(2026, 6, 1), "2141.60", "214.16", "4278.92"),
        ("LK", date(2026, 6, 1), "2141.60", "0", "4625.86"),
        ("ID", date(2026, 6, 1), "2141.60", "0", "2591.34"),
        ("AU", date(2026, 6, 1), "2035.00", "0", "2345.10"),
        ("NZ", date(2026, 6, 1), "2035.00", "0", "3517.65"),
        ("ZA", date(2026, 6, 1), "2035.00", "0", "3663.00"),
        ("CA", date(2026, 6, 1), "2035.00", "0", "1119.25"),
        ("US", date(2026, 6, 1), "2035.00", "0", "0.00"),
    ];
    for (country, day, duty, charges, tax) in cases {
        let importer = code(country);
        let valuation = tariffs.valuation(register, day, importer).unwrap();
        let on =
            tariffs.tax_base(register, day, importer).map_or(TaxBase::DutyPaid.into(), |row| {
                TaxOn { base: row.base, uplift_percent: row.uplift_percent, share: row.share }
            });
        let surcharges = tariffs.surcharges(register, day, importer);
        let levied = tariffs.tax(register, day, importer).unwrap();
        let dues = Dues {
            uplift_percent: valuation.uplift_percent,
            surcharges: surcharges.iter().map(|s| rate(s.percent)).collect(),
            tax: rate(levied.percent),
            tax_base: rate(on),
            ..dues(valuation.basis)
        };
        let ledger = reckon(&given(Incoterm::Fob), &way(), &dues).unwrap();
        let duties: Vec<Usd> = ledger
            .lines
            .iter()
            .filter(|line| line.kind == LineKind::Duty)
            .map(|line| line.amount.unwrap())
            .collect();
        assert_eq!(duties[0], usd(duty), "{country} on {day}");
        assert_eq!(duties[1..].iter().copied().sum::<Usd>(), usd(charges), "{country} on {day}");
        assert_eq!(of(&ledger, LineKind::Tax), usd(tax), "{country} on {day}");
    }
}

#[test]
fn a_share_of_a_duty_is_of_each_of_its_parts() {
    // Three quarters, as the preferences of the Eurasian Economic Union have it, on 10,000: of 5 %; of 54.00;
    // of the greater of 500 and 675.00, which is that of 375 and 506.25; of 770.00 in two parts; of 1.35 a
    // piece for 300 pieces.
    for (duty, expected) in [
        ("5%", "375.00"),
        ("0.04 EUR/kg", "40.50"),
        ("max(5%, 0.5 EUR/kg)", "506.25"),
        ("5% + 0.2 EUR/kg", "577.50"),
        ("1.35 USD/piece", "303.75"),
    ] {
        let duty: Duty = duty.parse().unwrap();
        assert_eq!(duty.share(75).on(usd("10000"), &measured()), Ok(usd(expected)), "{duty}");
        assert_eq!(duty.share(0).on(usd("10000"), &measured()), Ok(Usd::ZERO), "{duty}");
    }
}

#[test]
fn each_rule_of_incoterms_shares_the_lines() {
    // What the seller pays: carriage so far, premium of 66 where he insures, duty 2,141.60, tax 4,240.37
    // and fees 40 under DDP alone.
    let cases = [
        (Incoterm::Exw, "0"),
        (Incoterm::Fca, "150"),
        (Incoterm::Fas, "150"),
        (Incoterm::Fob, "350"),
        (Incoterm::Cfr, "1350"),
        (Incoterm::Cif, "1416"),
        (Incoterm::Cpt, "2000"),
        (Incoterm::Cip, "2066"),
        (Incoterm::Dap, "2066"),
        (Incoterm::Dpu, "2066"),
        (Incoterm::Ddp, "8487.97"),
    ];
    assert_eq!(cases.len(), Incoterm::ALL.len());
    for (term, sellers) in cases {
        let ledger = reckon(&given(term), &way(), &dues(Basis::Cif)).unwrap();
        assert_eq!(ledger.share(Payer::Seller), Some(usd(sellers)), "{term}");
        let buyers = ledger.share(Payer::Buyer).unwrap();
        assert_eq!(ledger.landed(), Some(usd("28487.97")), "{term} shares, and changes no sum");
        assert_eq!(buyers + usd(sellers), usd("28487.97"), "{term}");
        // The same goods by their price: what the seller pays of carriage and insurance is in it.
        if term != Incoterm::Ddp {
            let price = usd("20000") + usd(sellers);
            let by_price = Given { value: price, is_price: true, ..given(term) };
            let ledger = reckon(&by_price, &way(), &dues(Basis::Cif)).unwrap();
            assert_eq!(of(&ledger, LineKind::Goods), usd("20000"), "{term}");
        }
    }
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
