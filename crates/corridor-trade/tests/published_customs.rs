//! Published examples of duties and taxes on imports, each with where it stands, to the cent. Amounts are in
//! whatever currency the page has.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor_trade::duty::{Duty, Measured};
use corridor_trade::landed::{
    Carriage, CarriageLeg, Dues, Given, Ledger, LineKind, Rate, TaxOn, reckon,
};
use corridor_trade::{Basis, Incoterm, TaxBase, Usd};
use rust_decimal::Decimal;

fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn rate<T>(figure: T) -> Rate<T> {
    let empty = String::new;
    Rate { figure: Some(figure), name: empty(), source: empty(), note: empty(), supply: empty() }
}

/// An import: goods at the port of loading, freight and premium, and what is levied.
struct Import {
    goods: &'static str,
    freight: &'static str,
    premium: &'static str,
    basis: Basis,
    duty: &'static str,
    surcharge: Option<&'static str>,
    charges: &'static [&'static str],
    tax: &'static str,
    on: TaxBase,
    uplift: &'static str,
}

/// A customs value with carriage and insurance of so much, a duty and a tax on what is paid.
fn cif(value: &'static str, duty: &'static str, tax: &'static str) -> Import {
    Import {
        goods: value,
        freight: "0",
        premium: "0",
        basis: Basis::Cif,
        duty,
        surcharge: None,
        charges: &[],
        tax,
        on: TaxBase::DutyPaid,
        uplift: "0",
    }
}

impl Import {
    fn reckoned(&self) -> Ledger {
        let leg = CarriageLeg {
            cost: usd(self.freight),
            by_ship: true,
            in_place: false,
            from: String::new(),
            to: String::new(),
        };
        let way = Carriage { legs: vec![leg], leaves: 0, enters: 1, days: 0.0, quoted: None };
        let given = Given {
            value: usd(self.goods),
            is_price: false,
            term: Incoterm::Fob,
            measured: Measured::default(),
            insurance: rate((Decimal::ZERO, Decimal::ONE_HUNDRED)),
            premium: Some(usd(self.premium)),
            unloading: None,
            time: rate(Decimal::ZERO),
            freight_source: String::new(),
            domestic: false,
        };
        let tax_on = TaxOn { uplift_percent: decimal(self.uplift), ..TaxOn::from(self.on) };
        let dues = Dues {
            basis: rate(self.basis),
            uplift_percent: Decimal::ZERO,
            duty: rate(self.duty.parse().unwrap()),
            hypothetical: false,
            surcharges: self.surcharge.map(|s| rate(decimal(s))).into_iter().collect(),
            charges: self.charges.iter().map(|c| c.parse().unwrap()).collect(),
            scales: Vec::new(),
            tax: rate(decimal(self.tax)),
            tax_base: rate(tax_on),
            fees: rate(Usd::ZERO),
        };
        reckon(&given, &way, &dues).unwrap()
    }

    /// Amounts of the lines of duties, of the tax, and of fees, in order.
    fn lines(&self) -> (Vec<Usd>, Usd, Vec<Usd>) {
        let ledger = self.reckoned();
        let of = |kind| -> Vec<Usd> {
            let lines = ledger.lines.iter().filter(|l| l.kind == kind);
            lines.map(|l| l.amount.unwrap()).collect()
        };
        (of(LineKind::Duty), of(LineKind::Tax)[0], of(LineKind::Fee))
    }
}

/// Duty, tax and the whole of an import, as a page has them.
fn is(import: &Import, duty: &str, tax: &str, whole: &str) {
    let (duties, levied, _) = import.lines();
    assert_eq!((duties[0], levied), (usd(duty), usd(tax)));
    assert_eq!(import.reckoned().landed(), Some(usd(whole)));
}

#[test]
fn value_duty_and_tax() {
    // calqoo.com, import-export cost, both examples.
    let goods = Import { freight: "100", premium: "50", ..cif("1000", "20%", "18") };
    is(&goods, "230", "248.40", "1628.40");
    let goods = Import { freight: "1000", premium: "200", ..cif("10000", "20%", "18") };
    is(&goods, "2240", "2419.20", "15859.20");
    // ynyoo.com, Currency exchange 4990, after USA Export Import: CIF and FOB.
    is(&cif("1000", "7%", "18"), "70", "192.60", "1262.60");
    let fob = Import { basis: Basis::Fob, ..cif("932", "7%", "18") };
    is(&fob, "65.24", "179.50", "1176.74");
    // paychecktaxcalculator.net: 10,000 at 5 %; chambercustoms.co.uk: 8,100 at 4 %.
    assert_eq!(cif("10000", "5%", "20").lines().0, [usd("500")]);
    assert_eq!(cif("8100", "4%", "0").lines().0, [usd("324")]);
    // kampus.ai 95875, situation 2, and 78671: 15 % of 5,000, cheese 5 % of 20,200.
    assert_eq!(cif("5000", "15%", "0").lines().0, [usd("750")]);
    assert_eq!(cif("20200", "5%", "0").lines().0, [usd("1010")]);
    // The same, situation 1: vanilla of Indonesia, three quarters of 5 % by the preferences of the union.
    assert_eq!(cif("5000", "3.75%", "0").lines().0, [usd("187.50")]);
    // wedelivertheworld.co.uk: 80 + 35 + 4.02, tax 17.5 %.
    let parcel = Import { freight: "35", premium: "4.02", ..cif("80", "0%", "17.5") };
    is(&parcel, "0", "20.83", "139.85");
    // scribd.com 823829479, prorated goods of the Philippines: 3 % and 5 %.
    assert_eq!(cif("219777.73", "3%", "12").lines().0, [usd("6593.33")]);
    assert_eq!(cif("373622.27", "5%", "12").lines().0, [usd("18681.11")]);
}

#[test]
fn duties_by_quantity_and_currency() {
    // kampus.ai 4617: 650 l of wine worth 2,500 dollars, a euro 45 and a dollar 37 roubles.
    let mut wine = Measured::default();
    assert!(wine.set(decimal("650"), "l"));
    wine.rates.insert("EUR".to_owned(), decimal("45") / decimal("37"));
    let on = |duty: &str, value: &str, measured: &Measured| {
        duty.parse::<Duty>().unwrap().on(usd(value), measured).unwrap()
    };
    assert_eq!(on("100%, but not less than 2 EUR/l", "2500", &wine), usd("2500"));
    assert_eq!(on("20%, but not less than 2 EUR/l", "2500", &wine), usd("1581.08"));
    // kampus.ai 95875, situations 3 and 4: a euro 85 and a dollar 72 roubles.
    let goods = |mass: &str, unit: &str| {
        let mut goods = Measured::default();
        assert!(goods.set(decimal(mass), unit));
        goods.rates.insert("EUR".to_owned(), decimal("85") / decimal("72"));
        goods
    };
    assert_eq!(on("0.23 EUR/kg", "5000", &goods("200", "kg")), usd("54.31"));
    let least = "5%, but not less than 0.02 EUR/kg";
    assert_eq!(on(least, "5000", &goods("10", "t")), usd("250"));
    // satradeconnect.com: 1,000 square metres at 40 cents.
    let mut cloth = Measured::default();
    assert!(cloth.set(decimal("1000"), "m2"));
    assert_eq!(on("0.40 USD/m2", "5000", &cloth), usd("400"));
}

#[test]
fn goods_and_services_tax_on_carriage_and_insurance() {
    // clubcobra.com 1097338, Australia: (1,274 + 63.70 + 607.04) at 10 %.
    let fob = |goods, freight, duty, tax| Import {
        freight,
        basis: Basis::Fob,
        on: TaxBase::DutyPaidTransported,
        ..cif(goods, duty, tax)
    };
    is(&fob("1274", "607.04", "5%", "10"), "63.70", "194.47", "2139.21");
    // fyi.org.nz 657, New Zealand: goods 1,000, insurance and freight 100, 15 %; free and at 5 %.
    is(&fob("1000", "100", "0%", "15"), "0", "165", "1265");
    is(&fob("1000", "100", "5%", "15"), "50", "172.50", "1322.50");
    // smallformfactor.net post-46018, Canada: value for duty 115, 4 %, 5 % on 119.60, in all 10.58.
    let canada = Import { basis: Basis::Fob, ..cif("115", "4%", "5") };
    is(&canada, "4.60", "5.98", "125.58");
}

#[test]
fn added_tax_value_of_south_africa() {
    let south = |value, duty| Import { uplift: "10", basis: Basis::Fob, ..cif(value, duty, "15") };
    // pioneerfreight.co.za: 1,000 at 20 %, (1,100 + 200) x 15 %; free: 1,100 x 15 %.
    is(&south("1000", "20%"), "200", "195", "1395");
    is(&south("1000", "0%"), "0", "165", "1165");
    // geratools.com: 13,800 at 20 %; 17,940 x 15 %; 19,251 in all. atraxlogistics.co.za: 20 % of 10,000.
    is(&south("13800", "20%"), "2760", "2691", "19251");
    assert_eq!(south("10000", "20%").lines().0, [usd("2000")]);
}

#[test]
fn charges_of_india() {
    // scribd.com 613956197, example 3: 53,500, 12.5 %, 12 %; paytm.com: 10 %, surcharge 10 %, 18 %.
    let lines = cif("53500", "12.5%", "12").lines();
    assert_eq!((lines.0, lines.1), (vec![usd("6687.50")], usd("7222.50")));
    let paytm = Import { surcharge: Some("10"), ..cif("100000", "10%", "18") };
    assert_eq!(paytm.lines().0, [usd("10000"), usd("1000")]);
    assert_eq!(paytm.lines().1, usd("19980"));
    // eximtutor.com: 25 %, infrastructure cess 25 % of it, surcharge 10 % of both, 3 %: 38.406 % of 100,000.
    let cess =
        Import { charges: &["AIDC=25% on duty", "SWS=10% on duties"], ..cif("100000", "25%", "3") };
    let (duties, tax, _) = cess.lines();
    assert_eq!(duties.iter().copied().sum::<Usd>() + tax, usd("38406.25"));
    // scribd.com lists 3595051, before 2017: 7.5 %, countervailing 12 %, cesses 3 % of both, special 4 %:
    // 25.852 % of 10,000.
    let before = Import {
        charges: &[
            "countervailing duty=12% on duty-paid",
            "education cesses=3% on duties",
            "special countervailing duty=4% on duty-paid",
        ],
        ..cif("10000", "7.5%", "0")
    };
    let all: Usd = before.lines().0.into_iter().sum();
    assert_eq!(all, usd("2585.25"));
}

#[test]
fn income_tax_of_indonesia_and_fees_of_the_united_states() {
    // indonesiataxreview.blogspot.com, September 2010: 500 free of duty, 10 % value added tax, 7.5 % income tax
    // that no tax is levied on; 87.50 in all.
    let phone = Import { charges: &["income tax=7.5% on tax-base"], ..cif("500", "0%", "10") };
    let (_, tax, fees) = phone.lines();
    assert_eq!((tax, fees), (usd("50"), vec![usd("37.50"), Usd::ZERO]));
    assert_eq!(phone.reckoned().landed(), Some(usd("587.50")));
    // customsbrokerexamprep.com, fixanswer.com: 0.3464 % between 27.23 and 528.33, and 0.125 %.
    let fees = |value| {
        let charges: &[&str] = &[
            "merchandise processing fee=min(max(0.3464%, 27.23 USD), 528.33 USD) untaxed",
            "harbor maintenance fee=0.125% untaxed",
        ];
        Import { basis: Basis::Fob, charges, ..cif(value, "0%", "0") }.lines().2
    };
    assert_eq!(fees("10000"), [usd("34.64"), usd("12.50"), Usd::ZERO]);
    assert_eq!(fees("1000")[0], usd("27.23"));
    assert_eq!(fees("1000000")[0], usd("528.33"));
}

/// Amounts of the lines of fees without the last, which is that of brokers.
fn fees(import: &Import) -> Vec<Usd> {
    let mut fees = import.lines().2;
    fees.pop();
    fees
}

fn all(amounts: &[&str]) -> Vec<Usd> {
    amounts.iter().map(|amount| usd(amount)).collect()
}

#[test]
fn levies_of_eastern_africa() {
    // clearonlogistics.co.ke 1374, Kenya: 8,000 + 1,200 + 100; duty 25 %, tax 16 %, declaration 2.5 % and railway
    // 2 % of the value; in all 13,903.50.
    let kenya = Import {
        freight: "1200",
        premium: "100",
        charges: &["IDF=2.5% on value untaxed", "RDL=2% on value untaxed"],
        ..cif("8000", "25%", "16")
    };
    is(&kenya, "2325", "1860", "13903.50");
    assert_eq!(fees(&kenya), all(&["232.50", "186"]));
    // scribd.com 234347216, Uganda Revenue Authority: 2,000 + 300 + 200; duty 25 %, tax 18 %, withholding 6 % and
    // environment 20 % of the value; taxes of 1,837.50 (4,593,750 shillings at 2,500).
    let uganda = Import {
        freight: "300",
        premium: "200",
        charges: &["withholding=6% on value untaxed", "environment=20% on value untaxed"],
        ..cif("2000", "25%", "18")
    };
    is(&uganda, "625", "562.50", "4337.50");
    assert_eq!(fees(&uganda), all(&["150", "500"]));
}

#[test]
fn levies_of_pakistan() {
    // scribd.com 470010735, rupees: 138,720; regulatory duty 3 %, duty 3 %, additional duty 1 %, tax 17 % of
    // 148,430.40, 3 % more of the same, income tax 6 % of 178,116.48.
    let charges: &[&str] = &[
        "regulatory duty=3% on value",
        "additional duty=1% on value",
        "additional sales tax=3% on tax-base",
        "income tax=6% on tax-paid",
    ];
    let cargo = Import { charges, ..cif("138720", "3%", "17") };
    let (duties, tax, _) = cargo.lines();
    assert_eq!(duties, all(&["4161.60", "4161.60", "1387.20"]));
    assert_eq!(tax, usd("25233.17"));
    assert_eq!(fees(&cargo), all(&["4452.91", "10686.99"]));
    // scribd.com 630749255, dates, whole rupees: 228,480; 10 %, 20 % (45,696), 1 % (2,285), 17 % (50,883), 3 %
    // (8,979), 5.5 % (19,754).
    let charges: &[&str] = &[
        "regulatory duty=10% on value",
        "additional duty=1% on value",
        "additional sales tax=3% on tax-base",
        "income tax=5.5% on tax-paid",
    ];
    let dates = Import { charges, ..cif("228480", "20%", "17") };
    let (duties, tax, _) = dates.lines();
    assert_eq!(duties, all(&["45696", "22848", "2284.80"]));
    assert_eq!(tax, usd("50882.50"));
    assert_eq!(fees(&dates), all(&["8979.26", "19754.38"]));
    // pakistancustoms.net, jeans, whole rupees: 230,799; 5 % (11,540), 20 % (46,160), 1 % more.
    let jeans = Import { charges: &["regulatory duty=5% on value"], ..cif("230799", "20%", "17") };
    assert_eq!(jeans.lines().0, all(&["46159.80", "11539.95"]));
}

#[test]
fn levies_of_bangladesh() {
    // rmglifeinfo.com, a car, taka: 1,239,945.42; duty 25 %, regulatory 4 % of the value, supplementary 45 % of
    // all before, tax 15 %, advance income tax 5 % of the value, advance trade tax 4 % of 126.67 % of the base.
    let car = Import {
        charges: &[
            "regulatory duty=4% on value",
            "supplementary duty=45% on duty-paid",
            "advance income tax=5% on value untaxed",
            "advance trade tax=5.0668% on tax-base",
        ],
        ..cif("1239945.42", "25%", "15")
    };
    let (duties, tax, _) = car.lines();
    assert_eq!(duties, all(&["309986.36", "49597.82", "719788.32"]));
    assert_eq!(tax, usd("347897.69"));
    assert_eq!(fees(&car), all(&["61997.27", "117515.20"]));
    // classiccnf.com: 102.01; 10 %, regulatory 4 %, supplementary 25 % of 116.29 (29.0725).
    let little = Import {
        charges: &["regulatory duty=4% on value", "supplementary duty=25% on duty-paid"],
        ..cif("102.01", "10%", "15")
    };
    assert_eq!(little.lines().0, all(&["10.20", "4.08", "29.07"]));
    // commercialexportimport.blogspot.com: 25 % of 3,143,714.59.
    assert_eq!(cif("3143714.59", "25%", "0").lines().0, all(&["785928.65"]));
}

#[test]
fn levies_of_jamaica_and_the_philippines() {
    // clearingcustomsja.com, dollars of Jamaica: 61,202.67; duty 20 %, compliance 0.3 %.
    let television =
        Import { charges: &["SCF=0.3% on value untaxed"], ..cif("61202.67", "20%", "16.5") };
    assert_eq!(television.lines().0, all(&["12240.53"]));
    assert_eq!(fees(&television), all(&["183.61"]));
    // discoverjamaica.com: 100; 25 % and 15 % of 125; 43.75 in all.
    is(&cif("100", "25%", "15"), "25", "18.75", "143.75");
    // scribd.com 389036147, pesos: 1 % of 129,410,161.92.
    assert_eq!(cif("129410161.92", "1%", "0").lines().0, all(&["1294101.62"]));
}
