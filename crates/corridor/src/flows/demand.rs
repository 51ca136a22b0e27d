//! Demand tables, read row by row: every fault of a table is told with its line, up to a limit.

use super::faults::Faults;
use super::goods::Goods;
use super::{TextFile, baci, figures};
use crate::problem::Problem;
use corridor_flows::capacity::Grams;
use corridor_planning::Cargo;
use csv::StringRecord;

/// What a column is called, and other names of it.
const COLUMNS: [(&str, &[&str]); 11] = [
    ("origin", &["from", "exporter"]),
    ("destination", &["to", "importer"]),
    ("commodity", &["hs", "goods"]),
    ("cargo", &[]),
    ("tonnes", &["tonnes_per_year"]),
    ("teu", &["teu_per_year"]),
    ("value_usd", &[]),
    ("year", &[]),
    ("source", &[]),
    ("confidence", &[]),
    ("note", &["id"]),
];
/// Names of columns that look like another unit, which nobody may guess.
const OTHER_UNITS: [&str; 17] = [
    "t",
    "kt",
    "mt",
    "kg",
    "lb",
    "lbs",
    "tons",
    "short_tons",
    "kilograms",
    "usd",
    "value",
    "quantity",
    "amount",
    "mass",
    "weight",
    "containers",
    "feu",
];
/// Tonnes of one table at most; beyond, the unit is wrong.
const MOST_T: f64 = 1e12;

/// What the amount of a row was told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Tonnes,
    Teu,
    Value,
}

/// A row understood, its places not yet looked up.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// File and line, for what is said of it later.
    pub at: String,
    pub from: String,
    pub to: String,
    pub goods: Goods,
    pub amount: Grams,
    /// Value of all of it, USD, where the row says.
    pub value_usd: Option<f64>,
    pub told: Told,
    pub year: String,
    pub source: String,
    pub confidence: String,
}

/// The rows of all tables, and what to know of them.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub rows: Vec<Row>,
    pub notes: Vec<String>,
}

/// Reads demand tables.
///
/// # Errors
/// Every fault of the tables with its line, up to a limit.
pub(super) fn read(files: &[TextFile]) -> Result<Read, Problem> {
    let mut read = Read::default();
    let mut faults = Faults::default();
    for file in files {
        one(file, &mut read, &mut faults);
    }
    faults
        .checked("demand-invalid", "mend the rows; docs/methods/flows.md describes the columns")?;
    let zero = read.rows.iter().filter(|row| row.amount.0 == 0).count();
    if zero > 0 {
        read.rows.retain(|row| row.amount.0 > 0);
        read.notes.push(format!("{zero} rows of 0 t are left out"));
    }
    if read.rows.is_empty() {
        return Err(Problem::bad_input(
            "demand-empty",
            "the demand tables have no row with an amount",
            "give rows with origin, destination, commodity and tonnes",
        ));
    }
    let total: f64 = read.rows.iter().map(|row| row.amount.tonnes()).sum();
    if total > MOST_T {
        return Err(Problem::bad_input(
            "demand-invalid",
            format!("the demand tables sum to {total:.3e} t a year"),
            "check the unit: tonnes a year",
        ));
    }
    for (told, what) in [(Told::Teu, "TEU"), (Told::Value, "value")] {
        let rows: Vec<&Row> = read.rows.iter().filter(|row| row.told == told).collect();
        if !rows.is_empty() {
            let tonnes: f64 = rows.iter().map(|row| row.amount.tonnes()).sum();
            read.notes.push(format!(
                "{} rows, {tonnes:.0} t, were told in {what} and turned into tonnes",
                rows.len()
            ));
        }
    }
    let mut years: Vec<&str> = read.rows.iter().map(|row| row.year.as_str()).collect();
    years.retain(|year| !year.is_empty());
    years.sort_unstable();
    years.dedup();
    if let [first, .., last] = years[..] {
        read.notes.push(format!("rows of {first} to {last} are taken as one year"));
    }
    let unsure = read.rows.iter().filter(|row| row.confidence.eq_ignore_ascii_case("L")).count();
    if unsure > 0 {
        let all = read.rows.len();
        read.notes.push(format!("{unsure} of {all} rows of demand have confidence L"));
    }
    Ok(read)
}

/// Where a column stands, by its place in [`COLUMNS`].
struct Header([Option<usize>; COLUMNS.len()]);

impl Header {
    fn field<'r>(&self, record: &'r StringRecord, name: &str) -> &'r str {
        let column = COLUMNS.iter().position(|(known, _)| *known == name);
        let at = column.and_then(|column| self.0[column]);
        at.and_then(|at| record.get(at)).unwrap_or_default().trim()
    }
}

fn one(file: &TextFile, read: &mut Read, faults: &mut Faults) {
    let text = file.text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let named = match reader.headers() {
        Ok(named) => named.clone(),
        Err(e) => return faults.add(format!("{}: {e}", file.name)),
    };
    let names: Vec<String> = named.iter().map(|name| name.trim().to_lowercase()).collect();
    let is_baci = baci::is_header(&names);
    let header = if is_baci {
        None
    } else {
        match header(&file.name, &names, read) {
            Ok(header) => Some(header),
            Err(fault) => return faults.add(fault),
        }
    };
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(e) => return faults.add(format!("{}: {e}", file.name)),
        };
        let line = record.position().map_or(0, csv::Position::line);
        let at = format!("{} line {line}", file.name);
        if record.len() > names.len() {
            faults.add(format!("{at}: {} fields, {} columns", record.len(), names.len()));
            continue;
        }
        let row = match &header {
            Some(header) => row(header, &record, at.clone()),
            None => baci::row(&names, &record, at.clone()),
        };
        match row {
            Ok(row) => read.rows.push(row),
            Err(reason) => faults.add(format!("{at}: {reason}")),
        }
    }
}

fn header(file: &str, names: &[String], read: &mut Read) -> Result<Header, String> {
    let mut places = [None; COLUMNS.len()];
    let mut unused: Vec<&str> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let is =
            |(known, others): &(&str, &[&str])| known == name || others.contains(&name.as_str());
        let Some(column) = COLUMNS.iter().position(is) else {
            if OTHER_UNITS.contains(&name.as_str()) {
                return Err(format!(
                    "{file}: what unit the column {name:?} is in is not known; give tonnes, teu or \
                     value_usd"
                ));
            }
            unused.push(name);
            continue;
        };
        if COLUMNS[column].0 != "note" && places[column].replace(at).is_some() {
            return Err(format!("{file}: two columns are the {}", COLUMNS[column].0));
        }
    }
    let lacks = |name: &str| {
        COLUMNS.iter().position(|(known, _)| *known == name).is_none_or(|c| places[c].is_none())
    };
    let mut missing: Vec<&str> =
        ["origin", "destination", "commodity"].into_iter().filter(|name| lacks(name)).collect();
    if ["tonnes", "teu", "value_usd"].into_iter().all(lacks) {
        missing.push("tonnes (or teu, or value_usd)");
    }
    if !missing.is_empty() {
        return Err(format!("{file}: there is no column {}", missing.join(", ")));
    }
    if !unused.is_empty() {
        read.notes.push(format!("{file}: not used are the columns {}", unused.join(", ")));
    }
    Ok(Header(places))
}

fn row(header: &Header, record: &StringRecord, at: String) -> Result<Row, String> {
    let field = |name: &str| header.field(record, name);
    let place = |name: &str| match field(name) {
        "" => Err(format!("no {name}")),
        text => Ok(text.to_owned()),
    };
    let (from, to) = (place("origin")?, place("destination")?);
    let cargo: Option<Cargo> = match field("cargo") {
        "" => None,
        text => Some(text.parse()?),
    };
    let commodity = match field("commodity") {
        "" => return Err("no commodity".to_owned()),
        text => text,
    };
    let goods = Goods::read(commodity, cargo)?;
    let tonnes = number(field("tonnes"), "tonnes")?;
    let teu = number(field("teu"), "teu")?;
    let value_usd = number(field("value_usd"), "value_usd")?;
    let (tonnes, told) = match (tonnes, teu, value_usd) {
        (Some(tonnes), Some(teu), _) => {
            return Err(format!("both {tonnes} tonnes and {teu} TEU: give one unit"));
        }
        (Some(tonnes), None, _) => (tonnes, Told::Tonnes),
        (None, Some(teu), _) if goods.cargo == Cargo::Container => {
            (teu * figures::value("t_per_teu"), Told::Teu)
        }
        (None, Some(teu), _) => {
            return Err(format!("{teu} TEU of {} cargo, which is not in boxes", goods.cargo));
        }
        (None, None, Some(usd)) => (by_value(usd, &goods)?, Told::Value),
        (None, None, None) => return Err("no tonnes, teu or value_usd".to_owned()),
    };
    let amount = Grams::from_tonnes(tonnes)
        .ok_or_else(|| format!("{tonnes:e} t a year is no amount of trade"))?;
    Ok(Row {
        at,
        from,
        to,
        goods,
        amount,
        value_usd,
        told,
        year: field("year").to_owned(),
        source: field("source").to_owned(),
        confidence: field("confidence").to_owned(),
    })
}

/// Tonnes of goods worth so much.
pub(super) fn by_value(usd: f64, goods: &Goods) -> Result<f64, String> {
    let usd_per_t = goods.usd_per_t();
    let usd_per_t = usd_per_t
        .ok_or_else(|| format!("a value alone, and no value of a tonne of {}", goods.commodity))?;
    Ok(usd / usd_per_t)
}

/// A number of zero or more; `None` where nothing is said.
pub(super) fn number(text: &str, name: &str) -> Result<Option<f64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let number: f64 = text.parse().map_err(|_| format!("{name} {text:?} is no number"))?;
    if !number.is_finite() {
        return Err(format!("{name} {text:?} is no number"));
    }
    if number < 0.0 {
        return Err(format!("{name} {text} is below 0"));
    }
    Ok(Some(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Read, Problem> {
        read(&[TextFile { name: "d.csv".to_owned(), text: text.to_owned() }])
    }

    #[test]
    fn all_faults_of_a_table_are_told_with_their_lines() {
        let fault = read_text(
            "origin,destination,commodity,tonnes,teu,value_usd\n\
             Mumbai,Moscow,coal,-5,,\nMumbai,Moscow,coal,NaN,,\nMumbai,,coal,5,,\n\
             Mumbai,Moscow,coaal,5,,\nMumbai,Moscow,machinery,5,5,\nMumbai,Moscow,coal,,5,\n\
             Mumbai,Moscow,coal,,,\nMumbai,Moscow,coal,1e13,,\nMumbai,Moscow,coal,5,,,,\n\
             Mumbai,Moscow,7108,,,5\n",
        )
        .unwrap_err();
        assert_eq!(fault.code, "demand-invalid");
        for part in [
            "line 2: tonnes -5 is below 0",
            "line 3: tonnes \"NaN\" is no number",
            "line 4: no destination",
            "line 5: \"coaal\"",
            "line 6: both 5 tonnes and 5 TEU",
            "line 7: 5 TEU of dry-bulk cargo",
            "line 8: no tonnes",
            "line 9: 1e13 t a year",
            "line 10: 8 fields, 6 columns",
            "line 11: HS 7108",
        ] {
            assert!(fault.detail.contains(part), "{part} is not in {}", fault.detail);
        }
    }

    #[test]
    fn units_that_nobody_names_are_refused_and_other_columns_are_told() {
        let fault = read_text("origin,destination,commodity,kg\nA,B,coal,5\n").unwrap_err();
        assert!(fault.detail.contains("\"kg\""), "{}", fault.detail);
        let fault = read_text("origin,commodity\nA,coal\n").unwrap_err();
        assert!(fault.detail.contains("destination, tonnes"), "{}", fault.detail);
        let read = read_text("from,to,hs,tonnes,colour\nA,B,2701,5,red\nA,B,2701,0,\n").unwrap();
        assert!(read.notes.iter().any(|note| note.contains("colour")));
        assert!(read.notes.iter().any(|note| note.contains("1 rows of 0 t")));
        assert_eq!(read.rows.len(), 1);
        assert_eq!(
            read_text("origin,destination,commodity,tonnes\n").unwrap_err().code,
            "demand-empty"
        );
    }

    #[test]
    fn value_and_boxes_become_tonnes_and_say_so() {
        let read = read_text(
            "origin,destination,commodity,teu,value_usd\nA,B,machinery,3,\nA,B,2701,,1200\n",
        )
        .unwrap();
        assert_eq!(read.rows[0].amount, Grams(30_000_000));
        assert_eq!(read.rows[1].amount, Grams(10_000_000));
        assert!(read.notes.iter().any(|note| note.contains("told in value")));
    }
}
