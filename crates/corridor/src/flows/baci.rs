//! Tables of CEPII's BACI: `t,i,j,k,v,q`, year, exporter, importer, product, thousand USD, tonnes.

use super::demand::{Row, Told, by_value, number};
use super::goods::Goods;
use corridor_flows::capacity::Grams;
use csv::StringRecord;
use std::sync::LazyLock;

/// Two letters by number of a country, as BACI and Comtrade number them.
static COUNTRIES: LazyLock<Vec<(u16, &'static str)>> = LazyLock::new(|| {
    let text = include_str!("../../../../data/flows/country-numbers.csv");
    let rows = text.lines().skip(1).filter_map(|line| {
        let mut fields = line.split(',');
        Some((fields.next()?.parse().ok()?, fields.next()?))
    });
    rows.collect()
});

/// Whether a table has the columns of BACI.
pub(super) fn is_header(names: &[String]) -> bool {
    let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted == ["i", "j", "k", "q", "t", "v"]
}

/// A row of it. A quantity that is missing follows from the value.
pub(super) fn row(names: &[String], record: &StringRecord, at: String) -> Result<Row, String> {
    let field = |name: &str| {
        let place = names.iter().position(|known| known == name);
        place.and_then(|place| record.get(place)).unwrap_or_default().trim()
    };
    let country = |name: &str| {
        let number = field(name).parse::<u16>();
        let known = number.ok().and_then(|n| COUNTRIES.iter().find(|(known, _)| *known == n));
        let known = known.map(|(_, letters)| (*letters).to_owned());
        known.ok_or_else(|| format!("{name} {:?} is no country's number", field(name)))
    };
    let (from, to) = (country("i")?, country("j")?);
    // Spreadsheets take the zero at the beginning away.
    let code = format!("{:0>6}", field("k"));
    let goods = Goods::read(&code, None)?;
    let value_usd = number(field("v"), "v")?.map(|thousand| thousand * 1e3);
    let tonnes = match field("q") {
        "NA" | "" => None,
        text => number(text, "q")?,
    };
    let (tonnes, told) = match (tonnes, value_usd) {
        (Some(tonnes), _) => (tonnes, Told::Tonnes),
        (None, Some(usd)) => (by_value(usd, &goods)?, Told::Value),
        (None, None) => return Err("neither q nor v".to_owned()),
    };
    let amount =
        Grams::from_tonnes(tonnes).ok_or_else(|| format!("q {tonnes:e} is no amount of trade"))?;
    let year = field("t").to_owned();
    let (source, confidence) = (String::new(), String::new());
    Ok(Row { at, from, to, goods, amount, value_usd, told, year, source, confidence })
}
