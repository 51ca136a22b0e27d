//! Tables of CEPII's BACI: `t,i,j,k,v,q`, year, exporter, importer, product, thousand USD, tonnes.

use super::{NO_FREIGHT, Parsed, Row, Told, amount, by_value, number};
use crate::flows::goods::{self, Goods};
use csv::StringRecord;
use std::sync::LazyLock;

/// Two letters by number of a country, as BACI and Comtrade number them.
static COUNTRIES: LazyLock<Vec<(u16, &'static str)>> = LazyLock::new(|| {
    let text = include_str!("../../../../../data/flows/country-numbers.csv");
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
///
/// # Errors
/// The reason why it makes no sense.
pub(super) fn row(names: &[String], record: &StringRecord, at: String) -> Result<Parsed, String> {
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
    let value_usd = number(field("v"), "v")?.map(|thousand| thousand * 1e3);
    let tonnes = match field("q") {
        "NA" | "" => None,
        text => number(text, "q")?,
    };
    if goods::is_no_freight(&code) {
        return Ok(Parsed::LeftOut(NO_FREIGHT, tonnes, value_usd));
    }
    let goods = Goods::read(&code, None)?;
    let (tonnes, told) = match (tonnes, value_usd) {
        (Some(tonnes), _) => (tonnes, Told::Tonnes),
        (None, Some(usd)) => (by_value(usd, &goods)?, Told::Value),
        (None, None) => return Err("neither q nor v".to_owned()),
    };
    let year = field("t").to_owned();
    let (source, confidence) = (String::new(), String::new());
    let amount = amount(tonnes)?;
    Ok(Parsed::Row(Box::new(Row {
        at,
        from,
        to,
        goods,
        amount,
        value_usd,
        told,
        year,
        source,
        confidence,
    })))
}
