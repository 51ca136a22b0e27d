//! `landed-cost`, `origin` and `local-content` of the built binary: shapes, suppositions, bad input.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod broker;

use broker::{Desk, MEDICINE, cents, corridor, json, line, lines};
use serde_json::Value;

#[test]
fn a_duty_that_is_not_known_is_null_and_asked_for() {
    // No schedule of India comes with the program.
    let mut asked = MEDICINE.to_vec();
    (asked[1], asked[2], asked[6]) = ("Moscow", "Mumbai", "RU");
    let answer = json(&asked);
    assert_eq!(answer["schema_version"], 1);
    let itineraries = answer["itineraries"].as_array().unwrap();
    assert!(itineraries.len() >= 2);
    for itinerary in itineraries {
        assert_eq!(itinerary["landed_usd"], Value::Null);
        let lines = itinerary["lines"].as_array().unwrap();
        for kind in ["goods", "freight", "insurance", "duty", "tax", "fee", "time"] {
            assert!(lines.iter().any(|l| l["kind"] == kind), "{kind}");
        }
        let duty = lines.iter().find(|l| l["kind"] == "duty").unwrap();
        assert_eq!((&duty["amount_usd"], &duty["hypothetical"]), (&Value::Null, &false.into()));
        assert!(duty["supply"][0].as_str().unwrap().contains("--schedule"), "{duty}");
        assert!(duty["note"].as_str().unwrap().contains("an average, not the duty"), "{duty}");
        let known: i64 = lines
            .iter()
            .filter(|l| l["amount_usd"].is_number() && l["imputed"] == false)
            .map(|l| cents(&l["amount_usd"]))
            .sum();
        assert_eq!(known, cents(&itinerary["known_usd"]));
    }
    assert!(answer["warnings"][0].as_str().unwrap().contains("no legal or tax advice"));
    // Nothing binds India and the union on that day.
    assert_eq!(answer["preferences"], Value::Array(Vec::new()));
}

#[test]
fn what_is_known_adds_up_and_a_supposed_agreement_says_so() {
    let more = ["--duty", "6.5%", "--fees-usd", "600", "--incoterm", "DAP"];
    let plain = json(&[&MEDICINE[..], &more].concat());
    let supposed = json(
        &[
            &MEDICINE[..],
            &more,
            &["--suppose", "india-eaeu-fta=0", "--consignment", "transhipment"],
        ]
        .concat(),
    );
    for itinerary in plain["itineraries"].as_array().unwrap() {
        let lines = itinerary["lines"].as_array().unwrap();
        let paid = lines.iter().filter(|l| l["kind"] != "time");
        let sum: i64 = paid.map(|l| cents(&l["amount_usd"])).sum();
        assert_eq!(sum, cents(&itinerary["landed_usd"]));
        let shares = cents(&itinerary["buyer_usd"]) + cents(&itinerary["seller_usd"]);
        assert_eq!(sum, shares);
        let duty = lines.iter().find(|l| l["kind"] == "duty").unwrap();
        let value = cents(&itinerary["customs_value_usd"]);
        assert_eq!(cents(&duty["amount_usd"]), (value * 65 + 500) / 1000);
    }
    let itinerary = &supposed["itineraries"][0];
    assert_eq!(
        (&itinerary["agreement"], &itinerary["hypothetical"]),
        (&"india-eaeu-fta".into(), &true.into())
    );
    let duty = itinerary["lines"].as_array().unwrap().iter().find(|l| l["kind"] == "duty").unwrap();
    assert_eq!((&duty["hypothetical"], &duty["amount_usd"]), (&true.into(), &0.0.into()));
    let [without, with] = [&itinerary["alternatives"][0], &itinerary["alternatives"][1]];
    // The lines of the claim that is shown stand once, those of the other with it.
    assert!(with.get("lines").is_none() && without["lines"].is_array());
    assert_eq!(without["agreement"], Value::Null);
    let saved = cents(&without["landed_usd"]) - cents(&with["landed_usd"]);
    assert!(saved > 0 && saved == cents(&with["saving_usd"]));
    assert_eq!(supposed["preferences"][0]["status"], "negotiating");
    assert!(supposed["preferences"][0]["cheapest_keeping"].is_string());
    // By way of Iran the goods change vehicle in a third country.
    let strict = json(
        &[&MEDICINE[..], &more, &["--suppose", "india-eaeu-fta=0", "--consignment", "transit"]]
            .concat(),
    );
    let kept = |answer: &Value, id: &str| -> Vec<(bool, String)> {
        let all = answer["itineraries"].as_array().unwrap();
        let of = |i: &Value| {
            (
                i["countries"].to_string().contains(id),
                i["alternatives"][1]["kept"].as_str().unwrap().to_owned(),
            )
        };
        all.iter().map(of).collect()
    };
    assert!(kept(&strict, "IR").iter().filter(|k| k.0).all(|k| k.1 == "no"), "{strict}");
    let text = corridor(&[&MEDICINE[..], &more, &["--suppose", "india-eaeu-fta=0"]].concat());
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("hypothetical"));
    for line in text.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

/// A way with the lines of one kind, and of all.
fn of<'v>(answer: &'v Value, kind: &str) -> Vec<&'v Value> {
    let lines = answer["itineraries"][0]["lines"].as_array().unwrap();
    lines.iter().filter(|l| kind.is_empty() || l["kind"] == kind).collect()
}

#[test]
fn published_examples_of_brokers_are_met_to_the_cent() {
    let asked = |from: &str, to: &str, hs: &str, more: &str| {
        let mut args: Vec<String> =
            ["landed-cost", from, to, "--hs", hs, "--time-percent", "0", "--insurance-usd", "0"]
                .map(str::to_owned)
                .into();
        args.extend(["--fees-usd", "0"].map(str::to_owned));
        args.extend(more.split(' ').map(|word| word.replace('_', " ")));
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        json(&args)
    };
    // Goods and services tax of Australia: on value, duty, transport and insurance to Australia
    // (clubcobra.com 1097338: 1,274 + 63.70 + 607.04, 10 %).
    let australia = asked(
        "Los Angeles",
        "Sydney",
        "8518.40",
        "--origin US --incoterm FOB --value-is price --value-usd 1274 --duty 5% --freight-usd 607.04 \
         --depart 2026-06-10",
    );
    let customs = |answer: &Value| answer["itineraries"][0]["customs_value_usd"].clone();
    assert_eq!(customs(&australia), 1274.0);
    assert_eq!(of(&australia, "duty")[0]["amount_usd"], 63.7);
    assert_eq!(of(&australia, "tax")[0]["amount_usd"], 194.47);
    // Fees of the United States: 0.3464 % and 0.125 % of 10,000, and no tax
    // (customsbrokerexamprep.com, fixanswer.com).
    let states = asked(
        "Shanghai",
        "Los Angeles",
        "8418.29",
        "--origin CN --incoterm FOB --value-is price --value-usd 10000 --duty 0% --depart 2021-06-10",
    );
    let fees: Vec<_> = of(&states, "fee").iter().map(|l| l["amount_usd"].clone()).collect();
    assert_eq!(fees, [12.5, 34.64, 0.0].map(Value::from));
    assert_eq!(of(&states, "tax")[0]["amount_usd"], 0.0);
    // Value added tax of the United Kingdom on the delivered price: duty-paid value and the carriage
    // after the border (omegacustoms.co.uk).
    let kingdom = asked(
        "Shanghai",
        "Birmingham",
        "8418.29",
        "--origin CN --value-usd 20000 --duty 2.2% --depart 2026-06-10",
    );
    let tax = of(&kingdom, "tax")[0];
    let after: i64 = of(&kingdom, "freight")
        .iter()
        .filter(|l| l["note"] == "after the border")
        .map(|l| cents(&l["amount_usd"]))
        .sum();
    let value = cents(&customs(&kingdom));
    let base = value + cents(&of(&kingdom, "duty")[0]["amount_usd"]) + after;
    assert!(after > 0 && cents(&tax["base_usd"]) == base, "{tax}");
    assert_eq!(cents(&tax["amount_usd"]), (base * 20 + 50) / 100);
    // India in October 2017 (scribd.com 613956197, example 3), without the cesses of that day: 53,500,
    // duty 12.5 %, tax 12 %.
    let india = asked(
        "Hamburg",
        "Nhava Sheva",
        "8457.10",
        "--origin DE --incoterm CIF --value-is price --value-usd 53500 --duty 12.5% --tax-percent 12 \
         --depart 2017-10-01 --without education_cess --without secondary_and_higher_education_cess",
    );
    assert_eq!(of(&india, "duty")[0]["amount_usd"], 6687.5);
    assert_eq!(of(&india, "tax")[0]["amount_usd"], 7222.5);
    // India after February 2018 (paytm.com): 100,000 at 10 %, surcharge of a tenth, tax 18 % on all; with
    // a cess of 5 % on the value besides, which the surcharge does not fall on.
    let cess = asked(
        "Shanghai",
        "Nhava Sheva",
        "8457.10",
        "--origin CN --incoterm CIF --value-is price --value-usd 100000 --duty 10% --depart 2026-06-10 \
         --charge cess=5%_on_value",
    );
    let duties: Vec<_> = of(&cess, "duty").iter().map(|l| cents(&l["amount_usd"])).collect();
    assert_eq!(duties, [1_000_000, 100_000, 500_000]);
    // 18 % of 100,000 + 10,000 + 1,000 + 5,000.
    assert_eq!(of(&cess, "tax")[0]["amount_usd"], 20_880.0);
}

#[test]
fn unloading_parts_dap_from_dpu_and_time_is_in_no_sum() {
    let more = ["--duty", "6.5%", "--fees-usd", "600", "--unloading-usd", "180"];
    let answer = |term: &str| json(&[&MEDICINE[..], &more, &["--incoterm", term]].concat());
    let (dap, dpu) = (answer("DAP"), answer("DPU"));
    let way = |answer: &Value| answer["itineraries"][0].clone();
    assert_eq!(way(&dap)["landed_usd"], way(&dpu)["landed_usd"]);
    let seller = |answer: &Value| cents(&way(answer)["seller_usd"]);
    // Handling at the end of a way that ends in a terminal comes to it.
    assert!(seller(&dpu) - seller(&dap) >= 18_000);
    let time = of(&dap, "time")[0].clone();
    assert_eq!((&time["imputed"], &time["amount_usd"]), (&true.into(), &way(&dap)["time_usd"]));
    assert!(time["amount_usd"].as_f64().unwrap() > 0.0);
    let paid: i64 = of(&dap, "")
        .iter()
        .filter(|l| l["imputed"] == false)
        .map(|l| cents(&l["amount_usd"]))
        .sum();
    assert_eq!(paid, cents(&way(&dap)["landed_usd"]));
}

#[test]
fn a_scenario_supposes_the_agreement_and_no_duty() {
    let answer = json(&[&MEDICINE[..], &["--scenario", "india-eaeu-fta", "--duty", "5%"]].concat());
    let duty = |n: usize| {
        let line = line(lines(&answer["itineraries"][0], n), "duty");
        (line["amount_usd"].is_null(), line["hypothetical"].as_bool().unwrap())
    };
    assert_eq!((duty(0), duty(1)), ((false, false), (true, true)));
}

#[test]
fn a_schedule_of_the_user_gives_duties_by_line() {
    let desk = Desk::new();
    let schedule = desk.with("eaeu.csv",
        "importer,hs,regime,duty\nEAEU,3004,mfn,\"max(10%, 1 EUR/kg)\"\nEAEU,3004,eaeu-iran-fta,free\n",
    );
    let args = ["--schedule", &schedule, "--rate", "EUR=1.1", "--fees-usd", "0"];
    let mut iran = MEDICINE.to_vec();
    (iran[1], iran[6]) = ("Tehran", "IR");
    let answer = json(&[&iran[..], &args].concat());
    assert_eq!(answer["preferences"][0]["agreement"], "eaeu-iran-fta");
    let duty = |n: usize| line(lines(&answer["itineraries"][0], n), "duty");
    assert_eq!(duty(0)["rate"], "max(10%, 1 EUR/kg)");
    // The same in numbers, for who does not want to read a text.
    let parts = [
        serde_json::json!({"percent": 10.0}),
        serde_json::json!({"specific": {"amount": 1.0, "currency": "EUR", "per": 1.0, "unit": "kg"}}),
    ];
    assert_eq!(duty(0)["duty"], serde_json::json!({"greater": parts}));
    assert_eq!(duty(1)["duty"], serde_json::json!({"percent": 0.0}));
    assert_eq!((&duty(1)["amount_usd"], &duty(1)["hypothetical"]), (&0.0.into(), &false.into()));
    assert!(answer["itineraries"][0]["landed_usd"].is_number());
}

#[test]
fn local_content_has_the_shape_that_others_read() {
    let desk = Desk::new();
    for (imported, percent, class) in
        [("500", 50.0, "class-1"), ("800", 20.0, "class-2"), ("800.01", 19.99, "non-local")]
    {
        let table = format!(
            "part,hs,origin,value_usd\ncell,8507.60,CN,{imported}\ncase,8507.90,IN,1\nTOTAL,8507.60,IN,1000\n"
        );
        let bom = desk.with("bom.csv", &table);
        let answer = json(&["local-content", &bom, "--rule", "make-in-india"]);
        assert_eq!(answer["local_content_percent"], percent);
        assert_eq!(answer["class"], class);
    }
}

#[test]
fn origin_under_agreements_names_what_it_falls_short_by() {
    let desk = Desk::new();
    let bom = desk
        .with("bom.csv", "part,hs,origin,value_usd\nblank,8483.90,CN,650\nTOTAL,8483.40,IN,1000\n");
    let answer = json(&["origin", &bom, "--agreement", "india-uae-cepa", "--as-of", "2026-06-01"]);
    let found = &answer["agreements"][0];
    assert_eq!((&found["originates"], &found["hypothetical"]), (&false.into(), &false.into()));
    let short = found["assemblies"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["test"] == "RVC(build-down) >= 40");
    assert_eq!(short.unwrap()["short_usd"], 50.0);
    let talks = json(&[
        "origin",
        &bom,
        "--agreement",
        "india-eaeu-fta",
        "--to-country",
        "Russia",
        "--rule",
        "RVC(build-down) >= 35",
    ]);
    assert_eq!(talks["agreements"][0]["originates"], true);
    assert_eq!(talks["agreements"][0]["hypothetical"], true);
    let unknown = json(&["origin", &bom, "--agreement", "india-eaeu-fta"]);
    assert_eq!(unknown["agreements"][0]["originates"], Value::Null, "no rule is known");
    // Without a country that imports: under every agreement that stands and grants a preference.
    let all = json(&["origin", &bom, "--as-of", "2026-06-01"]);
    let ids: Vec<_> =
        all["agreements"].as_array().unwrap().iter().map(|a| &a["agreement"]).collect();
    assert!(ids.contains(&&"india-uae-cepa".into()) && ids.contains(&&"india-eaeu-fta".into()));
    assert!(!ids.contains(&&"eaeu-iran-fta".into()), "{ids:?}");
}

#[test]
fn joint_production_costs_each_stage_and_the_whole() {
    let desk = Desk::new();
    let bom = desk.with("tractor.toml",
        "deliver_to = \"Moscow\"\n[good]\nname = \"tractor\"\nhs = \"8701.91\"\ncountry = \"RU\"\nat = \"Astrakhan\"\nvalue_usd = 20000\nmass_t = 3\n\
         [[part]]\nname = \"gears\"\nhs = \"8483.40\"\norigin = \"IN\"\nfrom = \"Pune\"\nvalue_usd = 2000\nmass_t = 0.5\n\
         [[part]]\nname = \"engine\"\nhs = \"8408.20\"\norigin = \"RU\"\nvalue_usd = 6000\n",
    );
    let answer = json(&[
        "landed-cost",
        "--bom",
        &bom,
        "--lot",
        "4",
        "--duty",
        "5%",
        "--fees-usd",
        "100",
        "--depart",
        "2026-06-10",
    ]);
    let stages = answer["stages"].as_array().unwrap();
    assert_eq!(
        stages.iter().map(|s| s["stage"].as_str().unwrap()).collect::<Vec<_>>(),
        ["tractor", "delivery"]
    );
    assert_eq!(stages[0]["work_usd"], 48000.0);
    let added: i64 = stages
        .iter()
        .flat_map(|s| s["inputs"].as_array().unwrap())
        .map(|i| cents(&i["landed_usd"]) - cents(&i["value_usd"]))
        .sum();
    assert_eq!(cents(&answer["whole_usd"]), 8_000_000 + added);
}

#[test]
fn bad_input_is_refused_with_value_reason_and_next_action() {
    let desk = Desk::new();
    let columns = desk.with("columns.csv", "importer,code,rate\nRU,3004,5\n");
    let unit = desk.with("unit.csv", "importer,hs,duty\nRU,3004,1 EUR/stone\n");
    let bom = desk.with("bom.csv", "part,hs,origin,value\na,8483.90,CN,1\n");
    let replaced = |at: usize, with: &'static str| {
        let mut args = MEDICINE.to_vec();
        args[at] = with;
        args
    };
    let with = |more: &[&'static str]| [&MEDICINE[..], more].concat();
    let owned = |flag: &'static str, path: &str| -> Vec<String> {
        MEDICINE.iter().chain(&[flag]).map(|s| (*s).to_owned()).chain([path.to_owned()]).collect()
    };
    let cases: Vec<(Vec<String>, &str, &str)> = [
        (replaced(4, "3004.99"), "hs-unknown", "3004.90"),
        (replaced(4, "30"), "hs-invalid", "six digits"),
        (replaced(4, "10121"), "hs-invalid", "010121"),
        (replaced(6, "Indai"), "country-unknown", "India"),
        (replaced(8, "0"), "amount-invalid", "value"),
        (with(&["--incoterm", "FBO"]), "incoterm-unknown", "FOB"),
        (with(&["--duty", "10"]), "duty-invalid", "10%"),
        (with(&["--rate", "EUR"]), "amount-invalid", "EUR=1.08"),
        (with(&["--duty", "-5%"]), "duty-invalid", "no rate"),
        (with(&["--charge", "cess=5% on weight"]), "charge-invalid", "duty-paid"),
        (with(&["--without", "education ces"]), "charge-unknown", "education cess"),
        (with(&["--tax-base", "cif"]), "tax-base-unknown", "transported"),
        (with(&["--suppose", "india-uae-cepa=0"]), "agreement-not-between", "RU"),
        (with(&["--suppose", "india-eau-fta"]), "agreement-unknown", "india-eaeu-fta"),
        (with(&["--incoterm", "DDP", "--value-is", "price"]), "incoterm-unknown", "seller's door"),
    ]
    .into_iter()
    .map(|(args, code, hint)| (args.into_iter().map(str::to_owned).collect(), code, hint))
    .chain([
        (owned("--schedule", &columns), "schedule-invalid", "columns missing"),
        (owned("--schedule", &unit), "schedule-invalid", "unit.csv:2:3"),
        (vec!["local-content".into(), bom.clone()], "bom-invalid", "no currency"),
        (
            vec!["local-content".into(), bom, "--rule".into(), "made-here".into()],
            "bom-invalid",
            "value_usd",
        ),
    ])
    .collect();
    for (args, code, hint) in cases {
        let output = corridor(&args.iter().map(String::as_str).collect::<Vec<_>>());
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {error}");
        assert!(error.contains(code) && error.contains(hint), "{args:?}: {error}");
    }
}
