//! Demand tables, read row by row: every row counts, is left out for a reason that is told, or is refused.

mod baci;
mod comtrade;
mod own;

use super::TextFile;
use super::faults::Faults;
use super::goods::Goods;
use super::view::{LeftOutView, RowsView};
use crate::problem::Problem;
use corridor_flows::capacity::Grams;
use csv::StringRecord;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// Tonnes of one table at most; beyond, the unit is wrong.
const MOST_T: f64 = 1e12;

const NO_FREIGHT: &str = "goods that are not carried as freight here (HS 71, 97 to 99, 2716)";
const ZERO: &str = "0 t";
const REFUSED: &str = "refused";

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

/// What a row is when nothing is wrong with it.
enum Parsed {
    Row(Box<Row>),
    /// It does not count: why, tonnes and US dollars where they are told.
    LeftOut(&'static str, Option<f64>, Option<f64>),
}

/// The rows of all tables, and what to know of them.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub rows: Vec<Row>,
    pub notes: Vec<String>,
    /// Rows in all.
    count: usize,
    left_out: BTreeMap<&'static str, LeftOut>,
    /// What is wrong with rows.
    faults: Faults,
}

/// Rows that do not count for one reason.
#[derive(Clone, Copy, Debug, Default)]
struct LeftOut {
    rows: usize,
    tonnes: f64,
    usd: f64,
}

impl Read {
    fn leave_out(&mut self, reason: &'static str, tonnes: Option<f64>, usd: Option<f64>) {
        let left_out = self.left_out.entry(reason).or_default();
        left_out.rows += 1;
        left_out.tonnes += tonnes.unwrap_or_default();
        left_out.usd += usd.unwrap_or_default();
    }

    fn take(&mut self, at: &str, parsed: Result<Parsed, String>) {
        match parsed {
            Ok(Parsed::Row(row)) if row.amount.0 == 0 => {
                self.leave_out(ZERO, None, row.value_usd);
            }
            Ok(Parsed::Row(row)) => self.rows.push(*row),
            Ok(Parsed::LeftOut(reason, tonnes, usd)) => self.leave_out(reason, tonnes, usd),
            Err(reason) => {
                self.faults.add(format!("{at}: {reason}"));
                self.leave_out(REFUSED, None, None);
            }
        }
    }

    /// Takes rows back of which something else turned out to be wrong, by their places.
    pub(super) fn refuse(&mut self, wrong: &BTreeMap<usize, String>) {
        for (at, reason) in wrong {
            let row = &self.rows[*at];
            self.faults.add(format!("{}: {reason}", row.at));
            self.leave_out(REFUSED, Some(self.rows[*at].amount.tonnes()), self.rows[*at].value_usd);
        }
        let mut at = 0;
        self.rows.retain(|_| {
            at += 1;
            !wrong.contains_key(&(at - 1))
        });
    }

    /// That nothing is refused, unless such rows may be skipped, and that something counts.
    ///
    /// # Errors
    /// Every refused row with its line, up to a limit; that no row counts.
    pub(super) fn checked(&self, skip: bool) -> Result<(), Problem> {
        if !skip {
            self.faults.checked(
                "demand-invalid",
                "mend the rows, or leave them out with --skip-bad-rows; docs/methods/flows.md \
                 describes the columns",
            )?;
        }
        if self.rows.is_empty() {
            let left: Vec<String> =
                self.left_out.iter().map(|(why, rows)| format!("{}: {why}", rows.rows)).collect();
            let left =
                if left.is_empty() { String::new() } else { format!(" ({})", left.join("; ")) };
            return Err(Problem::bad_input(
                "demand-empty",
                format!("the demand tables have no row with an amount that counts{left}"),
                "give rows with origin, destination, commodity and tonnes",
            ));
        }
        let total: f64 = self.rows.iter().map(|row| row.amount.tonnes()).sum();
        if total > MOST_T {
            return Err(Problem::bad_input(
                "demand-invalid",
                format!("the demand tables sum to {total:.3e} t a year"),
                "check the unit: tonnes a year",
            ));
        }
        Ok(())
    }

    /// What became of the rows.
    pub(super) fn view(&self) -> RowsView {
        let view = |(why, left): (&&str, &LeftOut)| LeftOutView {
            why: (*why).to_owned(),
            rows: left.rows,
            tonnes: left.tonnes,
            value_usd: left.usd,
        };
        RowsView {
            read: self.count,
            used: self.rows.len(),
            left_out: self.left_out.iter().map(view).collect(),
            refused: self.faults.told().to_vec(),
        }
    }

    /// What to know of the rows that count.
    pub(super) fn told(&self) -> Vec<String> {
        let mut notes = self.notes.clone();
        for (why, left) in &self.left_out {
            let mut amounts = Vec::new();
            if left.tonnes > 0.0 {
                amounts.push(format!("{:.0} t", left.tonnes));
            }
            if left.usd > 0.0 {
                amounts.push(format!("USD {:.0}", left.usd));
            }
            let amounts = if amounts.is_empty() {
                String::new()
            } else {
                format!(" with {}", amounts.join(" and "))
            };
            notes
                .push(format!("{} of {} rows{amounts} do not count: {why}", left.rows, self.count));
        }
        for (told, what) in [(Told::Teu, "TEU"), (Told::Value, "value")] {
            let rows: Vec<&Row> = self.rows.iter().filter(|row| row.told == told).collect();
            if !rows.is_empty() {
                let tonnes: f64 = rows.iter().map(|row| row.amount.tonnes()).sum();
                notes.push(format!(
                    "{} rows, {tonnes:.0} t, were told in {what} and turned into tonnes",
                    rows.len()
                ));
            }
        }
        let mut years: Vec<&str> = self.rows.iter().map(|row| row.year.as_str()).collect();
        years.retain(|year| !year.is_empty());
        years.sort_unstable();
        years.dedup();
        if let [first, .., last] = years[..] {
            notes.push(format!("rows of {first} to {last} are taken as one year"));
        }
        let is_unsure = |row: &&Row| row.confidence.eq_ignore_ascii_case("L");
        let unsure = self.rows.iter().filter(is_unsure).count();
        if unsure > 0 {
            let all = self.rows.len();
            notes.push(format!("{unsure} of {all} rows of demand have confidence L"));
        }
        notes
    }
}

/// Reads demand tables. What is wrong with rows is kept in the answer, to be told with what turns out
/// later.
///
/// # Errors
/// Tables without the columns that are needed.
pub(super) fn read(files: &[TextFile]) -> Result<Read, Problem> {
    let mut read = Read::default();
    let mut tables = Faults::default();
    let mut seen = HashMap::new();
    for file in files {
        if let Err(fault) = one(file, &mut read, &mut seen) {
            tables.add(fault);
        }
    }
    tables.checked("demand-invalid", "docs/methods/flows.md describes the columns")?;
    Ok(read)
}

/// Digests of rows with where they stand.
type Seen = HashMap<[u8; 16], String>;

enum Form {
    Own(own::Header),
    Baci,
    Comtrade(Vec<comtrade::Entry>),
}

fn one(file: &TextFile, read: &mut Read, seen: &mut Seen) -> Result<(), String> {
    let text = file.text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let named = reader.headers().map_err(|e| format!("{}: {e}", file.name))?.clone();
    let names: Vec<String> = named.iter().map(|name| name.trim().to_lowercase()).collect();
    let mut form = if baci::is_header(&names) {
        Form::Baci
    } else if comtrade::is_header(&names) {
        comtrade::check_header(&file.name, &names)?;
        Form::Comtrade(Vec::new())
    } else {
        Form::Own(own::Header::of(&file.name, &names, &mut read.notes)?)
    };
    for record in reader.records() {
        let record = record.map_err(|e| format!("{}: {e}", file.name))?;
        let line = record.position().map_or(0, csv::Position::line);
        let at = format!("{} line {line}", file.name);
        read.count += 1;
        if let Some(fault) = fault(&record, names.len(), &at, seen) {
            read.take(&at, Err(fault));
            continue;
        }
        let parsed = match &mut form {
            Form::Own(header) => own::row(header, &record, at.clone()),
            Form::Baci => baci::row(&names, &record, at.clone()),
            Form::Comtrade(entries) => match comtrade::entry(&names, &record, at.clone()) {
                Ok(Ok(entry)) => {
                    entries.push(entry);
                    continue;
                }
                Ok(Err(left_out)) => Ok(left_out),
                Err(reason) => Err(reason),
            },
        };
        read.take(&at, parsed);
    }
    if let Form::Comtrade(entries) = form {
        for (at, parsed) in comtrade::settled(&entries) {
            read.take(&at, parsed);
        }
    }
    Ok(())
}

/// What is wrong with a row whatever it says: too long, or there already.
fn fault(record: &StringRecord, columns: usize, at: &str, seen: &mut Seen) -> Option<String> {
    if record.len() > columns {
        return Some(format!("{} fields, {columns} columns", record.len()));
    }
    let mut hash = Sha256::new();
    for field in record {
        hash.update(field.trim().as_bytes());
        hash.update([0]);
    }
    let mut key = [0; 16];
    key.copy_from_slice(&hash.finalize()[..16]);
    let before = seen
        .get(&key)
        .map(|first| format!("it is the same as {first}; if both count, add them up in one row"));
    seen.entry(key).or_insert_with(|| at.to_owned());
    before
}

/// A mass of trade.
fn amount(tonnes: f64) -> Result<Grams, String> {
    Grams::from_tonnes(tonnes).ok_or_else(|| format!("{tonnes:e} t a year is no amount of trade"))
}

/// Tonnes of goods worth so much.
fn by_value(usd: f64, goods: &Goods) -> Result<f64, String> {
    let usd_per_t = goods.usd_per_t();
    let usd_per_t = usd_per_t
        .ok_or_else(|| format!("a value alone, and no value of a tonne of {}", goods.commodity))?;
    Ok(usd / usd_per_t)
}

/// A number of zero or more; `None` where nothing is said.
fn number(text: &str, name: &str) -> Result<Option<f64>, String> {
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
        let read = read(&[TextFile { name: "d.csv".to_owned(), text: text.to_owned() }])?;
        read.checked(false).map(|()| read)
    }

    #[test]
    fn all_faults_of_a_table_are_told_with_their_lines() {
        let table = "origin,destination,commodity,tonnes,teu,value_usd\n\
             Mumbai,Moscow,coal,-5,,\nMumbai,Moscow,coal,NaN,,\nMumbai,,coal,5,,\n\
             Mumbai,Moscow,coaal,5,,\nMumbai,Moscow,machinery,5,5,\nMumbai,Moscow,coal,,5,\n\
             Mumbai,Moscow,coal,,,\nMumbai,Moscow,coal,1e13,,\nMumbai,Moscow,coal,5,,,,\n\
             Mumbai,Moscow,7108,,,5\nMumbai,Moscow,coal,5,,\nMumbai, Moscow,coal,5,,\n";
        let fault = read_text(table).unwrap_err();
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
            "line 13: it is the same as d.csv line 12",
        ] {
            assert!(fault.detail.contains(part), "{part} is not in {}", fault.detail);
        }
        // Told to skip them, the rows add up.
        let read = read(&[TextFile { name: "d.csv".to_owned(), text: table.to_owned() }]).unwrap();
        read.checked(true).unwrap();
        let rows = read.view();
        assert_eq!((rows.read, rows.used, rows.refused.len()), (12, 1, 11));
        assert_eq!(rows.left_out[0].rows, 11);
    }

    #[test]
    fn units_that_nobody_names_are_refused_and_other_columns_are_told() {
        let fault = read_text("origin,destination,commodity,kg\nA,B,coal,5\n").unwrap_err();
        assert!(fault.detail.contains("\"kg\""), "{}", fault.detail);
        let fault = read_text("origin,commodity\nA,coal\n").unwrap_err();
        assert!(fault.detail.contains("destination, tonnes"), "{}", fault.detail);
        let read = read_text("from,to,hs,tonnes,colour\nA,B,2701,5,red\nA,B,2701,0,\n").unwrap();
        assert!(read.told().iter().any(|note| note.contains("colour")));
        assert!(read.told().iter().any(|note| note.contains("1 of 2 rows do not count: 0 t")));
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
        assert!(read.told().iter().any(|note| note.contains("told in value")));
    }

    #[test]
    fn baci_leaves_gold_and_electricity_out_and_says_what_they_are_worth() {
        let read = read_text(
            "t,i,j,k,v,q\n2024,699,643,847990,50,7.5\n2024,699,643,710812,900,0.001\n\
             2024,699,643,271600,3,NA\n",
        )
        .unwrap();
        let rows = read.view();
        assert_eq!((rows.read, rows.used), (3, 1));
        let gold = &rows.left_out[0];
        assert_eq!((gold.rows, gold.value_usd), (2, 903_000.0));
        assert!(gold.why.contains("HS 71"), "{}", gold.why);
    }

    #[test]
    fn comtrade_counts_imports_first_and_no_sum_twice() {
        let read = read_text(
            "typeCode,refYear,reporterISO,flowCode,partnerISO,partner2ISO,cmdCode,customsCode,motCode,\
             netWgt,primaryValue\n\
             C,2024,RUS,M,IND,W00,30,C00,0,9000,90\n\
             C,2024,RUS,M,IND,W00,3004,C00,0,5000,50\n\
             C,2024,RUS,M,IND,W00,3002,C00,0,4000,40\n\
             C,2024,RUS,M,IND,W00,3004,C00,2100,3000,30\n\
             C,2024,RUS,M,W00,W00,3004,C00,0,7000,70\n\
             C,2024,IND,X,RUS,W00,3004,C00,0,5500,55\n\
             C,2024,IND,X,KAZ,W00,3004,C00,0,2500,25\n\
             C,2024,IND,RX,KAZ,W00,3004,C00,0,100,1\n\
             C,2024,IND,X,_X,W00,3004,C00,0,200,2\n\
             C,2024,IND,X,KAZ,W00,7108,C00,0,1,999\n\
             C,2024,S19,X,IND,W00,2701,C00,0,0,120\n",
        )
        .unwrap();
        let used: Vec<(&str, &str, f64)> = read
            .rows
            .iter()
            .map(|row| (row.from.as_str(), row.to.as_str(), row.amount.tonnes()))
            .collect();
        assert_eq!(
            used,
            [("IND", "RUS", 5.0), ("IND", "RUS", 4.0), ("IND", "KAZ", 2.5), ("TWN", "IND", 1.0)]
        );
        let rows = read.view();
        let left: usize = rows.left_out.iter().map(|left| left.rows).sum();
        assert_eq!((rows.read, rows.used + left), (11, 11), "{:?}", rows.left_out);
        let why = |part: &str| rows.left_out.iter().find(|left| left.why.contains(part)).unwrap();
        assert_eq!((why("importer reports").rows, why("importer reports").tonnes), (1, 5.5));
        assert_eq!(why("stand beside their parts").rows, 2);
        assert_eq!(why("re-exports").rows, 2);
        assert_eq!(why("no country").tonnes, 0.2);
        let fault = read_text(
            "refYear,reporterISO,partnerISO,flowCode,cmdCode,netWgt\n2024,RUS,IND,Z,3004,1\n\
             2024,RUS,IND,M,30x4,1\n2024,RU,IND,M,3004,1\n2024,RUS,IND,M,3004,-1\n",
        )
        .unwrap_err();
        for part in ["flowCode \"Z\"", "cmdCode \"30x4\"", "reporterISO \"RU\"", "netWgt -1"] {
            assert!(fault.detail.contains(part), "{part} is not in {}", fault.detail);
        }
    }
}
