//! Worked cases: amounts computed by hand from published rules, exact to the cent. Each row says how.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_network::CountryCode;
use corridor_trade::bom::Bill;
use corridor_trade::duty::{Duty, Measured};
use corridor_trade::landed::{Carriage, CarriageLeg, Dues, Given, Ledger, LineKind, Rate, reckon};
use corridor_trade::local_content::{ContentClass, MAKE_IN_INDIA};
use corridor_trade::origin::{Area, Rule, Terms, Tolerance, judge};
use corridor_trade::{Basis, Incoterm, Payer, TaxBase, Usd};
use rust_decimal::Decimal;

fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
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

fn code(text: &str) -> CountryCode {
    text.parse().unwrap()
}

/// Terms with a de minimis of so many per cent of the value, or none.
fn terms(de_minimis: Option<u32>) -> Terms {
    let tolerance = |percent: u32| percent.to_string().parse::<Tolerance>().unwrap();
    Terms { tolerances: Some(de_minimis.map(tolerance).into_iter().collect()), ..Terms::default() }
}

fn originates(bill: &str, rule: &str, cumulated: &[&str], de_minimis: Option<u32>) -> bool {
    let bill = Bill::read("bom.csv", &format!("part,hs,origin,value_usd\n{bill}")).unwrap();
    let rule: Rule = rule.parse().unwrap();
    let area = Area {
        exporter: [code("IN")].into(),
        cumulated: cumulated.iter().map(|c| code(c)).collect(),
        unsure: [].into(),
    };
    let judged = judge(&bill, &area, &terms(de_minimis), |_| Some(rule.clone()));
    judged.last().unwrap().originates.unwrap()
}

#[test]
fn rules_of_origin() {
    const TEXT: &str = "yarn,5205.11,CN,60\ndye,3204.15,IN,10\nTOTAL,5208.11,IN,100\n";
    const GEAR: &str = "blank,8483.90,CN,650\nsteel,7228.30,IN,100\nTOTAL,8483.40,IN,1000\n";
    // Bill, rule, cumulated countries, de minimis, whether it originates, why.
    let cases = [
        // (100 - 60) / 100 = 40 %: on the threshold, and a cent below it.
        (TEXT, "RVC(build-down) >= 40", &[][..], None, true),
        (&TEXT.replace(",CN,60", ",CN,60.01"), "RVC(build-down) >= 40", &[], None, false),
        (TEXT, "RVC(build-down) >= 40.01", &[], None, false),
        // Materials that originate alone: 10 / 100.
        (TEXT, "RVC(build-up) >= 10", &[], None, true),
        (TEXT, "RVC(build-up) >= 10.1", &[], None, false),
        // India and ASEAN: a new subheading and 35 %; 350 / 1,000 is on the threshold.
        (GEAR, "CTSH and RVC(build-down) >= 35", &[], None, true),
        (&GEAR.replace("650", "650.01"), "CTSH and RVC(build-down) >= 35", &[], None, false),
        // The blank is of the same heading, so it is no change of heading.
        (GEAR, "CTH", &[], None, false),
        (GEAR, "CTH or RVC(build-down) >= 35", &[], None, true),
        (GEAR, "CC", &[], None, false),
        (TEXT, "CTH", &[], None, true),
        (TEXT, "CC", &[], None, false),
        // Cumulation: a blank from the partner counts.
        (&GEAR.replace(",CN,", ",AE,"), "CTH", &["AE"], None, true),
        (&GEAR.replace(",CN,", ",AE,"), "CTH", &[], None, false),
        (&GEAR.replace(",CN,", ",AE,"), "WO", &["AE"], None, true),
        (GEAR, "WO", &["AE"], None, false),
        // De minimis of 10 %: 100 of 1,000 may keep the heading, 100.01 may not.
        (&GEAR.replace("650", "100"), "CTH", &[], Some(10), true),
        (&GEAR.replace("650", "100.01"), "CTH", &[], Some(10), false),
        // India and the United Arab Emirates: 40 % and a new subheading, both.
        (
            &GEAR.replace("650", "600"),
            "WO or (CTSH and RVC(build-down) >= 40)",
            &[],
            Some(10),
            true,
        ),
        (GEAR, "WO or (CTSH and RVC(build-down) >= 40)", &[], Some(10), false),
        // Made elsewhere, it does not originate whatever its parts.
        (&GEAR.replace("8483.40,IN", "8483.40,CN"), "RVC(build-down) >= 0", &[], None, false),
    ];
    for (bill, rule, cumulated, de_minimis, expected) in cases {
        assert_eq!(originates(bill, rule, cumulated, de_minimis), expected, "{rule} of\n{bill}");
    }
}

#[test]
fn an_assembly_that_originates_counts_whole() {
    let file = |gears: u32| {
        format!(
            r#"
            [good]
            name = "tractor"
            hs = "8701.91"
            country = "IN"
            value_usd = 1000
            [[assembly]]
            name = "gearbox"
            hs = "8708.40"
            country = "IN"
            value_usd = 500
            [[part]]
            name = "gears"
            hs = "8483.40"
            origin = "CN"
            value_usd = {gears}
            into = "gearbox"
            [[part]]
            name = "engine"
            hs = "8408.20"
            origin = "CN"
            value_usd = 400
            "#
        )
    };
    let rule: Rule = "RVC(build-down) >= 40".parse().unwrap();
    let area = Area { exporter: [code("IN")].into(), ..Area::default() };
    let judged = |gears| {
        let bill = Bill::read("bom.toml", &file(gears)).unwrap();
        let judged = judge(&bill, &area, &terms(None), |_| Some(rule.clone()));
        let originates = |n: usize| judged[n].originates.unwrap();
        (originates(0), judged[1].non_originating, originates(1))
    };
    // Gearbox (500 - 300) / 500 = 40 %: it counts whole, and the tractor has (1,000 - 400) / 1,000 = 60 %.
    assert_eq!(judged(300), (true, usd("400"), true));
    // A dollar more, and 500 + 400 of 1,000 are from elsewhere: 10 %.
    assert_eq!(judged(301), (false, usd("900"), false));
}

#[test]
fn local_content_of_the_order() {
    use ContentClass::{Class1, Class2, NonLocal};
    // Imported value and duty of 1,000; local content per cent; class; step to the next class.
    let cases = [
        ("499.99", "0", "50.001", Class1, None),
        ("500", "0", "50", Class1, None),
        ("500.01", "0", "49.999", Class2, Some("0.01")),
        ("450", "50", "50", Class1, None),
        ("450", "50.01", "49.999", Class2, Some("0.01")),
        ("800", "0", "20", Class2, Some("300")),
        ("800.01", "0", "19.999", NonLocal, Some("0.01")),
        ("1000", "0", "0", NonLocal, Some("200")),
        // Duties can make the imports cost more than the good is sold for.
        ("1000", "100", "0", NonLocal, Some("200")),
    ];
    for (imported, duty, percent, class, better) in cases {
        let table = format!(
            "part,hs,origin,value_usd,duty_usd\ncell,8507.60,CN,{imported},{duty}\nTOTAL,8507.60,IN,1000,\n"
        );
        let content = MAKE_IN_INDIA.judge(&Bill::read("bom.csv", &table).unwrap());
        assert_eq!(content.percent, decimal(percent), "{imported} + {duty}");
        assert_eq!(content.class, class, "{imported} + {duty}");
        assert_eq!(content.better.map(|b| b.1), better.map(usd), "{imported} + {duty}");
    }
}
