//! Whole projects: figures that were printed, sums that must hold, and what is refused.

use crate::{Appraisal, Fault, Kind, Options, Project, appraise};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const RAIL_BALTICA: &str = include_str!("../tests/rail-baltica-2017.toml");
const EXAMPLE: &str = include_str!("../../../data/appraisal/example-railway.toml");

fn read(text: &str) -> Result<Project, Fault> {
    Project::read("project.toml", text, &BTreeMap::new())
}

fn worth(text: &str) -> Appraisal {
    appraise(&read(text).unwrap(), &Options::default()).unwrap()
}

/// Sums of the ledger in millions, to the digits printed.
fn millions(answer: &Appraisal, of: impl Fn(&crate::LedgerRow) -> bool) -> f64 {
    let cents: i64 = answer.ledger.iter().filter(|row| of(row)).map(|row| row.cents).sum();
    (cents as f64 / 1e5).round() / 1e3
}

/// Cost-benefit analysis of Rail Baltica (EY 2017), present values: works 4.2 bn, upkeep 0.909, revenue
/// 0.898, what is left 0.255, gap 3.96 bn EUR; and undiscounted cost by country with its national share.
#[test]
fn the_gap_and_the_split_of_rail_baltica_are_those_printed() {
    let answer = worth(RAIL_BALTICA);
    let investor = answer.investor.as_ref().unwrap();
    let gap = investor.funding_gap_cents as f64 / 1e11;
    assert_eq!((gap * 1000.0).round() / 1000.0, 3.956);
    assert_eq!(format!("{gap:.2}"), "3.96", "as printed, bn");
    let transfers = |row: &crate::LedgerRow| row.kind == Kind::Transfer;
    assert_eq!(millions(&answer, transfers), 0.0);
}

/// Undiscounted cost by country and what of it each country pays itself, million EUR: 5.8 bn in all.
#[test]
fn who_pays_for_rail_baltica_is_split_as_printed() {
    let printed = [("EE", 1350.0, 268.0), ("LV", 1968.0, 393.0), ("LT", 2473.0, 493.0)];
    let mut text = "name = \"Split\"\nbase_year = 2017\nprice_year = 2017\nlast_year = 2017\ncurrency = \"EUR\"\n\
                    unit = \"million\"\n[exchange]\nEUR = 1.0\n[rates]\neconomic = \"0%\"\n\
                    [parties.union]\ncountry = \"BE\"\n"
        .to_owned();
    for (country, cost, share) in printed {
        let grant = cost - share;
        write!(
            text,
            "[parties.{country}]\ncountry = \"{country}\"\n[[cost]]\nitem = \"works\"\npayer = \"{country}\"\n\
             years = 2017\namount = {cost:.1}\n[[transfer]]\nitem = \"grant\"\nfrom = \"union\"\nto = \"{country}\"\n\
             years = 2017\namount = {grant:.1}\n"
        )
        .unwrap();
    }
    let answer = worth(&text);
    for (country, _, share) in printed {
        assert_eq!(millions(&answer, |row| row.country == country), -share, "{country}");
    }
    let all = -millions(&answer, |_| true) / 1000.0;
    assert_eq!(format!("{all:.1}"), "5.8");
    let union = -millions(&answer, |row| row.country == "BE") / (all * 1000.0);
    assert_eq!(format!("{union:.2}"), "0.80");
}

#[test]
fn transfers_cancel_to_the_cent_and_the_ledger_is_the_worth() {
    for text in [EXAMPLE, RAIL_BALTICA] {
        let answer = worth(text);
        let of = |kind: Kind| -> i64 {
            answer.ledger.iter().filter(|r| r.kind == kind).map(|r| r.cents).sum()
        };
        assert!(answer.ledger.iter().any(|row| row.kind == Kind::Transfer && row.cents != 0));
        assert_eq!(of(Kind::Transfer), 0);
        let mut items: BTreeMap<&str, i64> = BTreeMap::new();
        for row in answer.ledger.iter().filter(|row| row.kind == Kind::Transfer) {
            *items.entry(&row.item).or_default() += row.cents;
        }
        assert!(items.values().all(|cents| *cents == 0), "each by itself: {items:?}");
        let all: i64 = answer.ledger.iter().map(|row| row.cents).sum();
        assert_eq!(all, answer.npv_cents);
        let last = answer.years.last().unwrap().cumulative;
        let rounding = answer.ledger.len() as f64;
        assert!((last * 100.0 - all as f64).abs() <= rounding, "{last} {all}");
    }
}

#[test]
fn the_example_is_whole() {
    let project = read(EXAMPLE).unwrap();
    assert!(project.name.starts_with("Example"), "it is labelled: {}", project.name);
    let options = Options { draws: 2000, seed: 1, ..Options::default() };
    let answer = appraise(&project, &options).unwrap();
    let drawn = answer.drawn.as_ref().unwrap();
    assert!(drawn.percentiles[0] < drawn.percentiles[1]);
    assert_eq!(appraise(&project, &options).unwrap(), answer, "the same seed, the same answer");
    // At a switching value the worth is nothing.
    let npv = answer.npv_cents as f64 / 100.0;
    for switching in &answer.switching {
        assert!((npv + switching.change * switching.present).abs() < 1.0, "{switching:?}");
    }
    // The cut that breaks even makes the investor's worth nothing.
    let investor = answer.investor.unwrap();
    let cut = investor.break_even_cut.unwrap();
    assert!(cut > 0.0 && investor.npv_cents < 0);
    let value: f64 = investor
        .flows
        .iter()
        .map(|(y, a)| a * (1.0 + investor.rate - cut).powi(answer.base_year - y))
        .sum();
    assert!(value.abs() < 1.0, "{value}");
    assert_eq!(investor.treaty_cut, 0.0, "a treaty takes off nothing unless it is said");
    assert_eq!(investor.npv_with_treaty_cents, investor.npv_cents);
}

const SMALL: &str = r#"
name = "Small"
base_year = 2030
price_year = 2030
last_year = 2032
currency = "USD"
[rates]
economic = "10%"
financial = "8%"
[parties.state]
country = "IN"
[parties.firm]
country = "RU"
[[cost]]
item = "works"
payer = "state"
years = 2030
amount = 100.0
[[benefit]]
item = "gain"
gainer = "firm"
years = { from = 2031 }
amount = 121.0
"#;

#[test]
fn a_small_project_is_what_pencil_and_paper_give() {
    let answer = worth(SMALL);
    // -100 + 121 / 1.1 + 121 / 1.21 = 110.
    assert_eq!(answer.npv_cents, 11_000);
    assert!((answer.bcr.unwrap() - 2.1).abs() < 1e-12);
    let more = "[[transfer]]\nitem = \"toll\"\nfrom = \"firm\"\nto = \"state\"\nyears = 2031\namount = 11.0\n";
    let with_toll = worth(&format!("{SMALL}{more}"));
    assert_eq!(with_toll.npv_cents, 11_000, "a transfer changes who gains, not what");
    let state: i64 = with_toll.ledger.iter().filter(|r| r.country == "IN").map(|r| r.cents).sum();
    assert_eq!(state, -9_000);
    // A toll that users' cost contains already is a gain of who gets it.
    let contained = worth(&format!("{SMALL}{more}in_user_cost = true\n"));
    assert_eq!(contained.npv_cents, 12_000);
    // What is paid above its value to the economy stays in the country.
    let shadow = worth(&SMALL.replace("amount = 100.0", "amount = 100.0\nconversion_factor = 0.8"));
    assert_eq!(shadow.npv_cents, 13_000);
    let paid = shadow.ledger.iter().find(|r| r.party == "state" && r.item == "works").unwrap();
    assert_eq!(paid.cents, -10_000, "who pays pays all");
    // Straight line: 2 of 10 years used at the end of 2032, the first of them 2031.
    let left = SMALL.replace("amount = 100.0", "amount = 100.0\nlife_years = 10");
    let left = worth(&format!("{left}[residual]\nmethod = \"straight-line\"\n"));
    assert_eq!(left.npv_cents, 11_000 + 6_612, "80 / 1.21");
}

#[test]
fn amounts_in_other_currencies_and_units_need_their_rate() {
    let euro = SMALL.replace("currency = \"USD\"", "currency = \"EUR\"\nunit = \"million\"");
    let fault = read(&euro).unwrap_err();
    assert!(fault.reason.contains("is in EUR") && fault.reason.contains("[exchange]"), "{fault}");
    let with = euro.replace("[rates]", "[exchange]\nEUR = 1.5\n[rates]");
    assert_eq!(worth(&with).npv_cents, 16_500_000_000);
    let mixed = SMALL.replace("amount = 100.0", "amount = 100.0\ncurrency = \"RUB\"");
    assert!(read(&mixed).unwrap_err().reason.contains("cost \"works\" is in RUB"));
}

#[test]
fn carbon_is_worth_its_path_and_a_price_of_another_year_is_told() {
    let emission = "[carbon]\npath = \"hlccp-low\"\n[[emission]]\nitem = \"trains for ships\"\n\
                    years = 2030\ntonnes = -10.0\n";
    let answer = worth(&format!("{SMALL}{emission}"));
    assert_eq!(answer.npv_cents, 11_000 + 50_000);
    assert!(answer.warnings.iter().any(|w| w.contains("price_factor")), "{:?}", answer.warnings);
    let world = answer.ledger.iter().find(|row| row.country == "world").unwrap();
    assert_eq!((world.kind, world.cents), (Kind::Carbon, 50_000));
    let factor = emission.replace("\"hlccp-low\"", "\"hlccp-low\"\nprice_factor = 1.2");
    let answer = worth(&format!("{SMALL}{factor}"));
    assert_eq!(answer.npv_cents, 11_000 + 60_000);
    assert!(answer.warnings.is_empty(), "{:?}", answer.warnings);
}

#[test]
fn premiums_weigh_by_assets_and_a_treaty_takes_off_no_more_than_there_is() {
    let risky = |cut: &str| {
        let invested = SMALL
            .replace("[rates]", "investor = \"state\"\n[rates]")
            .replace("payer = \"state\"", "payer = \"state\"\ncountry = \"IR\"")
            .replace("gainer = \"firm\"", "gainer = \"state\"\nin_money = true");
        let text = format!(
            "{invested}[risk]\npremium = {{ IR = \"5%\", RU = \"2%\" }}\nassets = {{ IR = 0.5, RU = 0.25, IN = 0.25 }}\n\
             treaty_cut = \"{cut}\"\n"
        );
        worth(&text).investor.unwrap()
    };
    let none = risky("treaty-low");
    assert!((none.rate - 0.11).abs() < 1e-12, "8 % + 0.5 x 5 % + 0.25 x 2 %: {}", none.rate);
    assert_eq!((none.treaty_cut, none.npv_with_treaty_cents), (0.0, none.npv_cents));
    assert_eq!(none.break_even_cut, Some(0.0), "it is worth something already");
    let high = risky("treaty-high");
    assert!((high.treaty_cut - 0.75 * 0.0045).abs() < 1e-12);
    assert!(high.npv_with_treaty_cents > high.npv_cents);
    let all = risky("50%");
    assert!((all.treaty_cut - 0.03).abs() < 1e-12, "no more than the premiums");
}

#[test]
fn what_is_missing_or_wrong_is_refused_with_its_place() {
    let late = SMALL.replace("years = 2030", "years = 2040");
    let fault = read(&late).unwrap_err();
    assert!(fault.reason.contains("project.toml:14:"), "the line of the row: {fault}");
    for (text, reason) in [
        (late, "after the last year 2032"),
        (SMALL.replace("base_year = 2030", ""), "base_year is missing"),
        (SMALL.replace("price_year = 2030", ""), "price_year is missing"),
        (SMALL.replace("currency = \"USD\"", ""), "currency is missing"),
        (SMALL.replace("last_year = 2032", ""), "last_year is missing"),
        (SMALL.replace("payer = \"state\"", "payer = \"stat\""), "\"stat\" is no party"),
        (SMALL.replace("amount = 100.0", "amount = -1.0"), "is negative"),
        (SMALL.replace("amount = 100.0", "amount = [1.0, 2.0]"), "2 amounts for 1 years"),
        (SMALL.replace("years = 2030", "years = \"2030\""), "says no years"),
        (SMALL.replace("item = \"works\"", "itme = \"works\""), "unknown field"),
        (format!("{SMALL}[[emission]]\nitem = \"x\"\nyears = 2030\ntonnes = 1\n"), "has no price"),
        (
            format!(
                "{SMALL}[[uncertain]]\nitem = \"x\"\ndistribution = \"uniform\"\nlow = 0\nhigh = 1\n"
            ),
            "no item \"x\"",
        ),
        (
            format!(
                "{SMALL}[[uncertain]]\nitem = \"works\"\ndistribution = \"triangular\"\nlow = 2\nmode = 1\nhigh = 3\n"
            ),
            "not in order",
        ),
        (format!("{SMALL}[residual]\nmethod = \"straight-line\"\n"), "needs life_years"),
        (format!("{SMALL}[risk]\npremium = {{ IR = \"5%\" }}\n"), "name the investor"),
        ("name = ".to_owned(), "project.toml:1:"),
    ] {
        let fault = read(&text).unwrap_err();
        assert!(fault.reason.contains(reason), "{reason}: {fault}");
        assert!(!fault.action.is_empty());
    }
    let no_rate = SMALL.replace("economic = \"10%\"", "");
    let fault = appraise(&read(&no_rate).unwrap(), &Options::default()).unwrap_err();
    assert!(fault.action.contains("preset"), "{fault:?}");
    let preset = Options { preset: Some("world-bank".to_owned()), ..Options::default() };
    let answer = appraise(&read(&no_rate).unwrap(), &preset).unwrap();
    assert!((answer.discount.first().fraction() - 0.06).abs() < 1e-12);
    assert!(answer.assumptions[0].evidence.is_some());
}

#[test]
fn rows_of_a_table_are_rows_of_the_project() {
    let text = SMALL.replace("[rates]", "tables = [\"more.csv\"]\n[rates]");
    let table = "kind,item,party,to_party,year,amount,conversion_factor\n\
                 operation,upkeep,state,,2031,11,\noperation,upkeep,state,,2032,12.1,\n\
                 transfer,tax,firm,state,2031,5,\n";
    let tables = BTreeMap::from([("more.csv".to_owned(), table.to_owned())]);
    let project = Project::read("project.toml", &text, &tables).unwrap();
    let answer = appraise(&project, &Options::default()).unwrap();
    assert_eq!(answer.npv_cents, 11_000 - 2_000);
    let wrong = BTreeMap::from([(
        "more.csv".to_owned(),
        table.replace("operation,upkeep,state,,2031,11,", "upkeep,upkeep,state,,2031,eleven,"),
    )]);
    let fault = Project::read("project.toml", &text, &wrong).unwrap_err();
    assert!(fault.reason.contains("more.csv:2:"), "{fault}");
    assert!(Project::read("project.toml", &text, &BTreeMap::new()).is_err());
}

/// India ships to Russia over Iran: users gain 100 a year by the logsum and 80 by the rule of half, and pay
/// Iran 40 more and carriers at sea 30 less than before.
const FLOWS: &str = "kind,origin,destination,payee,before,after,half_usd,logsum_usd\n\
                     users,IN,RU,,10,12,80,100\n\
                     paid,IN,RU,IR,10,50,,\n\
                     paid,IN,RU,sea,60,30,,\n\
                     co2e,,,,7,5,,\n";

fn with_flows(more: &str) -> String {
    format!("{SMALL}[[flows]]\nfile = \"flows.csv\"\nyears = 2031\nprice_factor = 1.0\n{more}")
}

fn read_flows(text: &str, flows: &str) -> Result<Project, Fault> {
    let tables = BTreeMap::from([("flows.csv".to_owned(), flows.to_owned())]);
    Project::read("project.toml", text, &tables)
}

#[test]
fn flows_say_who_gains_who_pays_and_who_earns_from_transit() {
    let bare = worth(SMALL);
    let of = |more: &str| {
        appraise(&read_flows(&with_flows(more), FLOWS).unwrap(), &Options::default()).unwrap()
    };
    let answer = of("exporter_share = 0.25\n");
    // One year after the base, at a tenth.
    let at_base = |dollars: f64| (dollars / 1.1 * 100.0).round() as i64;
    let row = |answer: &Appraisal, country: &str, party: &str, item: &str| {
        let rows = answer.ledger.iter();
        let rows = rows.filter(|r| (&*r.country, &*r.party, &*r.item) == (country, party, item));
        rows.map(|row| row.cents).sum::<i64>()
    };
    assert_eq!(row(&answer, "IN", "exporters", "freight"), at_base(25.0));
    assert_eq!(row(&answer, "RU", "importers", "freight"), at_base(75.0));
    let carriers = "carriers and states on the way";
    assert!((row(&answer, "IR", carriers, "freight: paid on the way") - at_base(40.0)).abs() <= 1);
    assert!(
        (row(&answer, "world", "carriers at sea", "freight: paid on the way") + at_base(30.0))
            .abs()
            <= 1
    );
    // Transfers cancel to the cent, and what is paid counts once.
    let transfers = answer.ledger.iter().filter(|row| row.kind == Kind::Transfer);
    assert_eq!(transfers.map(|row| row.cents).sum::<i64>(), 0);
    assert!(
        (answer.npv_cents - bare.npv_cents - at_base(100.0)).abs() <= 8,
        "{}",
        answer.npv_cents
    );
    assert!(answer.warnings.iter().any(|w| w.contains("no price")), "{:?}", answer.warnings);
    assert!(answer.warnings.iter().any(|w| w.contains("logsum 100")), "{:?}", answer.warnings);
    // A fifth of what is paid is over its cost: Iran and the carriers earn it.
    let earned = of("margin = 0.2\n");
    assert!((earned.npv_cents - answer.npv_cents - at_base(0.2 * 10.0)).abs() <= 8);
    let iran: i64 = earned
        .ledger
        .iter()
        .filter(|row| row.country == "IR" && row.party == carriers)
        .map(|r| r.cents)
        .sum();
    assert!((iran - at_base(8.0)).abs() <= 4, "{iran}");
    let half = of("method = \"rule-of-half\"\n");
    assert!((half.npv_cents - bare.npv_cents - at_base(80.0)).abs() <= 8);
    // Emissions count where they have a price.
    let priced = of(
        "[carbon]\nprices = { 2030 = 100.0, 2040 = 100.0 }\nprice_factor = 1.0\nsource = \"own\"\n",
    );
    assert_eq!(row(&priced, "world", "world", "freight: emissions"), at_base(200.0));
}

#[test]
fn flows_that_make_no_sense_are_refused() {
    for (table, words) in [
        (
            FLOWS.replace("users,IN", "user,IN"),
            "flows.csv:2: \"user\" is none of users, paid, co2e",
        ),
        (FLOWS.replace(",80,100", ",,100"), "half_usd and logsum_usd"),
        (FLOWS.replace("IR,10,50", "IR,-10,50"), "-10 is below 0"),
        (FLOWS.replace("paid,IN,RU,IR", "paid,India,RU,IR"), "\"India\" is not a country code"),
        (FLOWS.lines().next().unwrap().to_owned() + "\n", "no row of users"),
    ] {
        let fault = read_flows(&with_flows(""), &table).unwrap_err();
        assert!(fault.reason.contains(words), "{words}: {fault}");
    }
    let missing = read(&with_flows("")).unwrap_err();
    assert!(missing.reason.contains("\"flows.csv\" are not there"), "{missing}");
    for (more, words) in [
        ("margin = 1.5\n", "margin 1.5 does not lie between 0 and 1"),
        ("exporter_share = -0.5\n", "exporter_share -0.5"),
        ("method = \"half\"\n", "neither logsum nor rule-of-half"),
    ] {
        let fault = read_flows(&with_flows(more), FLOWS).unwrap_err();
        assert!(fault.reason.contains(words), "{words}: {fault}");
    }
    let late = with_flows("").replace("years = 2031", "years = 2099");
    let fault = read_flows(&late, FLOWS).unwrap_err();
    assert!(fault.reason.contains("after the last year"), "{fault}");
}
