//! Bills of materials read, and wrong ones against their errors.

use super::Bill;

const TABLE: &str = "part,hs,origin,value_usd\nbody,8708.29,IN,400.10\nengine,8407.34,JP,300\n\
    TOTAL,8703.23,IN,1000\n";

const FILE: &str = r#"
deliver_to = "Moscow"
[good]
name = "tractor"
hs = "8701.91"
country = "RU"
at = "Astrakhan"
value_usd = 20000
[[assembly]]
name = "gearbox"
hs = "8708.40"
country = "IR"
value_usd = "5000.50"
[[part]]
name = "gears"
hs = "8483.40"
origin = "IN"
from = "Pune"
value_usd = 2000
into = "gearbox"
[[part]]
name = "engine"
hs = "8408.20"
origin = "RU"
value_usd = 6000
"#;

fn error(file: &str, text: &str) -> String {
    Bill::read(file, text).unwrap_err().to_string()
}

#[test]
fn both_forms_are_read() {
    let bill = Bill::read("bom.csv", TABLE).unwrap();
    assert_eq!((bill.parts.len(), bill.inputs(0).to_string().as_str()), (2, "700.10"));
    let bill = Bill::read("bom.toml", FILE).unwrap();
    assert_eq!(bill.stages(), [1, 0]);
    assert_eq!(bill.parts_of(1).map(|p| p.name.as_str()).collect::<Vec<_>>(), ["gears"]);
    assert_eq!(bill.inputs(0).to_string(), "11,000.50");
    assert_eq!(bill.deliver_to, "Moscow");
}

#[test]
fn wrong_tables_are_refused_with_row_and_column() {
    for (from, to, place, reason) in [
        ("value_usd", "value", "bom.csv:1:1", "no currency"),
        ("value_usd", "value_eur", "bom.csv:1:1", "not in US dollars"),
        ("origin", "from", "bom.csv:1:1", "unknown"),
        (",JP,", ",,", "bom.csv:3:3", "nothing is assumed"),
        (",JP,", ",Japan,", "bom.csv:3:3", "two-letter"),
        (",JP,", ",XX,", "bom.csv:3:3", "no country"),
        ("8407.34", "8407.99", "bom.csv:3:2", "8407.90"),
        ("300\n", "3e2\n", "bom.csv:3:4", "no amount"),
        ("300\n", "-300\n", "bom.csv:3:4", "no amount"),
        ("300\n", "600\n", "bom.csv:4:1", "does not add up"),
        ("300\n", "300,7\n", "bom.csv:3:1", "fields"),
        ("TOTAL,8703.23,IN,1000\n", "", "bom.csv:1:1", "TOTAL"),
        ("IN,1000", "IN,1000\nTOTAL,8703.23,IN,1", "bom.csv:5:1", "second row"),
        ("body", "", "bom.csv:2:1", "no name"),
    ] {
        let text = TABLE.replace(from, to);
        let error = error("bom.csv", &text);
        assert!(error.starts_with(place) && error.contains(reason), "{from} -> {to}: {error}");
    }
}

#[test]
fn wrong_files_are_refused_with_their_line() {
    for (from, to, reason) in [
        ("into = \"gearbox\"", "into = \"gear box\"", "no assembly"),
        ("country = \"IR\"", "country = \"\"", "nothing is assumed"),
        ("value_usd = 6000", "value = 6000", "currency in its name"),
        ("value_usd = 6000", "value_usd = 16000", "does not add up"),
        ("value_usd = 2000\n", "value_usd = 5000.51\n", "does not add up"),
        ("value_usd = 2000\n", "value_usd = true\n", "no amount"),
        ("name = \"gearbox\"", "name = \"tractor\"", "twice"),
        ("country = \"RU\"", "country = \"RU\"\ninto = \"gearbox\"", "goes into nothing"),
        ("from = \"Pune\"", "mass_t = -1", "no mass"),
    ] {
        let error = error("bom.toml", &FILE.replace(from, to));
        assert!(error.starts_with("bom.toml:") && error.contains(reason), "{to}: {error}");
    }
    let circle = FILE
        .replace("value_usd = \"5000.50\"", "value_usd = 5000\ninto = \"shaft\"")
        .replace("[[part]]\nname = \"engine\"", "[[assembly]]\nname = \"shaft\"\nhs = \"8483.10\"\ncountry = \"IN\"\nvalue_usd = 5000\ninto = \"gearbox\"\n[[part]]\nname = \"engine\"");
    assert!(
        error("bom.toml", &circle).contains("goes into itself"),
        "{}",
        error("bom.toml", &circle)
    );
}
