//! `origin` and `landed-cost` of the built binary on what brokers ask besides: certificates, annexes, invoices,
//! restrictions, joint production, customs unions.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod broker;

use broker::{Desk, MEDICINE, cents, corridor, json, line, lines};
use serde_json::Value;

#[test]
fn a_certificate_is_drafted_only_of_what_surely_originates() {
    let desk = Desk::new();
    let table = |value: &str| {
        format!("part,hs,origin,value_usd\nblank,8483.90,CN,{value}\nTOTAL,8483.40,IN,1000\n")
    };
    let (good, bad) = (desk.with("good.csv", &table("500")), desk.with("bad.csv", &table("650")));
    let ask = |bom: &str, more: &[&str]| {
        let asked = [
            "origin",
            bom,
            "--agreement",
            "india-uae-cepa",
            "--as-of",
            "2026-06-01",
            "--to-country",
            "AE",
            "--certificate",
            "-",
            "--exporter",
            "Example Gears, Pune",
        ];
        corridor(&[&asked[..], more].concat())
    };
    let draft = String::from_utf8(ask(&good, &[]).stdout).unwrap();
    for part in [
        "DRAFT - not a certificate",
        "Example Gears, Pune",
        "8483.40",
        "CTSH, RVC(build-down) >= 40",
        "Notification 39/2022",
        "from elsewhere",
    ] {
        let plain = draft.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(part), "{part}: {draft}");
    }
    assert!(draft.lines().all(|line| line.chars().count() <= 100), "{draft}");
    let refused = ask(&bad, &[]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("certificate-refused"));
    let unknown = ask(&bad, &["--rule", "CC", "--de-minimis", "notes"]);
    let told = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(told.contains("certificate-refused") && told.contains("not known"), "{told}");
}

#[test]
fn annexes_decide_by_product_and_what_is_not_known_is_no_no() {
    let desk = Desk::new();
    let bom = |hs: &str, part: &str, value: &str| {
        let table =
            format!("part,hs,origin,value_usd\npart,{part},CN,{value}\nTOTAL,{hs},IN,1000\n");
        desk.with(&format!("{hs}-{value}.csv"), &table)
    };
    let originates = |bom: &str, more: &[&str]| {
        let asked = ["origin", bom, "--agreement", "india-uk-ceta", "--as-of", "2026-10-01"];
        let answer = json(&[&asked[..], more].concat());
        (answer["agreements"][0]["originates"].clone(), answer)
    };
    // Annex 3A: iron of 7203 needs another heading and 50 % by build-down or 45 % by build-up.
    let (found, answer) = originates(&bom("7203.10", "2601.11", "500"), &[]);
    assert_eq!(found, true);
    assert_eq!(answer["agreements"][0]["hypothetical"], false, "in force since July 2026");
    assert_eq!(originates(&bom("7203.10", "2601.11", "500.01"), &[]).0, false);
    // Black tea of foreign tea: only blending would do, which the user has to say.
    let tea = bom("0902.30", "0902.30", "500");
    let (found, answer) = originates(&tea, &[]);
    assert_eq!(found, Value::Null);
    let findings = answer["agreements"][0]["assemblies"][0]["findings"].as_array().unwrap();
    assert!(findings[1]["supply"].as_str().unwrap().contains("--process blending"));
    assert_eq!(originates(&tea, &["--process", "blending"]).0, true);
    // Oats among pellets: the words of the annex decide between two rules that differ.
    assert_eq!(originates(&bom("1103.20", "1001.99", "500"), &[]).0, Value::Null);
    // A user's rule without what is tolerated, under an agreement of which nothing is known.
    let own = |value: &str, more: &[&str]| {
        let bom = bom("7402.00", "7402.00", value);
        let asked = [
            "origin",
            &bom,
            "--agreement",
            "india-eaeu-fta",
            "--to-country",
            "RU",
            "--rule",
            "CTH",
        ];
        json(&[&asked[..], more].concat())["agreements"][0]["originates"].clone()
    };
    assert_eq!(own("70", &[]), Value::Null);
    assert_eq!(own("70", &["--de-minimis", "7"]), true);
    assert_eq!(own("70", &["--de-minimis", "0"]), false);
    assert_eq!(own("151", &[]), false);
    // Whether materials of Kazakhstan count is not known of it, unless the user says.
    let table = "part,hs,origin,value_usd\npart,7402.00,KZ,700\nTOTAL,7402.00,IN,1000\n";
    let kazakh = desk.with("kz.csv", table);
    let own = |more: &[&str]| {
        let asked = [
            "origin",
            &kazakh,
            "--agreement",
            "india-eaeu-fta",
            "--rule",
            "RVC40",
            "--as-of",
            "2026-06-01",
        ];
        json(&[&asked[..], more].concat())["agreements"][0]["originates"].clone()
    };
    assert_eq!(own(&[]), Value::Null);
    assert_eq!(own(&["--cumulate", "parties"]), true);
    assert_eq!(own(&["--cumulate", "KZ"]), true);
    assert_eq!(own(&["--cumulate", "none"]), false);
}

#[test]
fn an_invoice_in_another_currency_counts_by_the_rate_and_day_given() {
    let plain: Vec<&str> = MEDICINE.iter().copied().filter(|a| !a.contains("250000")).collect();
    let plain: Vec<&str> = plain.into_iter().filter(|a| *a != "--value-usd").collect();
    let more = ["--duty", "5%", "--fees-usd", "0", "--invoice", "20000000 INR"];
    let answer = json(&[&plain[..], &more, &["--rate", "INR=0.0125@2026-06-01"]].concat());
    assert_eq!(answer["goods"]["value_usd"], 250_000.0);
    assert_eq!(answer["goods"]["invoice"], "20000000 INR");
    let warned = answer["warnings"].to_string();
    assert!(warned.contains("rate of INR: yours, of 2026-06-01"), "{warned}");
    for (args, hint) in [
        (&more[..], "--rate INR=N"),
        (&["--invoice", "20000000", "--rate", "INR=0.0125"][..], "three letters"),
        (&["--invoice", "5 INR", "--rate", "INR=0.01@someday"], "no rate of exchange"),
        (&["--value-usd", "50,000"], "did you mean 50000?"),
    ] {
        let output = corridor(&[&plain[..], args].concat());
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && error.contains(hint), "{args:?}: {error}");
    }
}

#[test]
fn what_states_have_declared_stands_in_landed_cost() {
    let asked = [
        "landed-cost",
        "Rotterdam",
        "Saint Petersburg",
        "--hs",
        "8542.31",
        "--origin",
        "NL",
        "--value-usd",
        "50000",
        "--depart",
        "2026-06-10",
    ];
    let refused = corridor(&asked);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("trade-barred"));
    let answer = json(&[&asked[..], &["--with-restricted"]].concat());
    let declared = answer["restrictions"].as_array().unwrap();
    assert!(declared.iter().any(|row| row["plan"] == "barred"), "{declared:?}");
    assert!(declared.iter().all(|row| row["act"].is_string() && row["source"].is_string()));
    assert!(answer["warnings"].to_string().contains("no legal advice"));
}

#[test]
fn joint_production_levies_by_country_and_supposes_between_parties_alone() {
    let desk = Desk::new();
    let text = |more: &str| {
        format!(
            "deliver_to = \"Moscow\"\n{more}[good]\nname = \"tractor\"\nhs = \"8701.91\"\ncountry = \"IN\"\n\
             at = \"Mumbai\"\nvalue_usd = 20000\nmass_t = 3\n\
             [[part]]\nname = \"engine\"\nhs = \"8408.20\"\norigin = \"DE\"\nfrom = \"Hamburg\"\n\
             value_usd = 6000\nmass_t = 0.5\n\
             [[part]]\nname = \"gears\"\nhs = \"8483.40\"\norigin = \"IR\"\nfrom = \"Bandar Abbas\"\n\
             value_usd = 2000\nmass_t = 0.5\n"
        )
    };
    let levies = "[[country]]\ncode = \"IN\"\nduty = \"10%\"\ntax_percent = 18\nfees_usd = 100\n\
                  drawback_percent = 90\n[[country]]\ncode = \"RU\"\nduty = \"5%\"\nfees_usd = 50\n";
    let bom = desk.with("tractor.toml", &text(levies));
    let day = ["--depart", "2026-06-10"];
    let supposed = ["--suppose", "india-eaeu-fta=0", "--consignment", "transhipment"];
    let answer = json(&[&["landed-cost", "--bom", &bom][..], &day, &supposed].concat());
    let stages = answer["stages"].as_array().unwrap();
    let [made, delivered] = [&stages[0], &stages[1]];
    let rates = |stage: &Value| -> Vec<String> {
        let inputs = stage["inputs"].as_array().unwrap().iter();
        let lines = inputs.flat_map(|input| input["lines"].as_array().unwrap());
        let stated = lines.filter(|l| l["kind"] == "duty" || l["kind"] == "tax");
        stated.map(|l| l["rate"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert!(rates(made).contains(&"10%".to_owned()) && rates(made).contains(&"18%".to_owned()));
    assert!(!rates(delivered).contains(&"18%".to_owned()), "{:?}", rates(delivered));
    // The supposed agreement is between India and the union: the last move alone.
    assert_eq!(delivered["duty_usd"], 0.0);
    let duty = cents(&made["duty_usd"]);
    assert!(duty > 0);
    assert_eq!(cents(&made["drawback_usd"]), (duty * 90 + 50) / 100);
    // Duties are imported content: 8,000 and the duties of 20,000.
    let content = &answer["local_content"];
    assert_eq!(cents(&content["imported_usd"]), 800_000 + duty);
    assert_eq!(content["class"], "class-1");
    // Nothing of the bill is between Singapore and India.
    let other = ["--suppose", "india-singapore-ceca=0"];
    let output = corridor(&[&["landed-cost", "--bom", &bom][..], &day, &other].concat());
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("agreement-not-between"), "{error}");
    let wrong = desk.with("wrong.toml", &text("[[country]]\ncode = \"IN\"\nduty = \"ten\"\n"));
    let output = corridor(&["landed-cost", "--bom", &wrong]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("bom-invalid"));
}

#[test]
fn a_customs_union_goes_by_free_circulation_and_farm_goods_are_outside() {
    let ask = |hs: &str, origin: &str| {
        json(&[
            "landed-cost",
            "Hamburg",
            "Istanbul",
            "--hs",
            hs,
            "--origin",
            origin,
            "--value-usd",
            "50000",
            "--duty",
            "5%",
            "--fees-usd",
            "0",
            "--depart",
            "2026-06-10",
        ])
    };
    let laptops = ask("8471.30", "CN");
    let union = &laptops["itineraries"][0]["alternatives"][1];
    assert_eq!(
        (&union["agreement"], &union["kept"]),
        (&"eu-turkey-cu".into(), &"with-proof".into())
    );
    assert!(union["reason"].as_str().unwrap().contains("A.TR"));
    let duty = line(lines(&laptops["itineraries"][0], 1), "duty");
    assert_eq!(duty["amount_usd"], 0.0);
    assert!(union["saving_usd"].as_f64().unwrap() > 0.0);
    let wheat = ask("1001.99", "DE");
    assert!(!wheat["preferences"].to_string().contains("eu-turkey-cu"), "{}", wheat["preferences"]);
}

#[test]
fn a_preference_on_what_is_free_anyway_saves_nothing_and_is_known() {
    let asked = [
        "landed-cost",
        "Tehran",
        "Moscow",
        "--hs",
        "3004.90",
        "--origin",
        "IR",
        "--value-usd",
        "50000",
        "--duty",
        "free",
        "--fees-usd",
        "0",
        "--depart",
        "2026-06-10",
    ];
    let answer = json(&asked);
    let claims = answer["itineraries"][0]["alternatives"].as_array().unwrap();
    let iran = claims.iter().find(|a| a["agreement"] == "eaeu-iran-fta").unwrap();
    assert_eq!(iran["saving_usd"], 0.0);
    let duty = line(iran["lines"].as_array().unwrap(), "duty");
    assert!(duty["note"].as_str().unwrap().contains("nothing to claim"), "{duty}");
}
