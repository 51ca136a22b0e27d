//! A table of flows between countries and sectors, domestic ones included.

use crate::Fault;
use std::collections::{BTreeMap, BTreeSet};

/// Share of output up to which inputs may exceed it, as rounding of the source.
pub const ROUNDING: f64 = 1e-6;

const G20: &[u8] = include_bytes!("../../../data/trade-tables/icio-2019-g20.f32.zst");
const G20_COUNTRIES: &str = "AR AU BR CA CN DE FR GB ID IN IT JP KR MX RU SA TR US ZA ROW";

/// Flows in one currency, by country and sector of origin, country of destination and use.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Identity, with year and edition where shipped.
    pub name: String,
    /// Ids of countries, in order.
    pub countries: Vec<String>,
    /// Ids of sectors, in order.
    pub sectors: Vec<String>,
    /// `inputs[((o * J + i) * N + d) * J + j]`: of sector `i` from `o` into sector `j` of `d`.
    pub(crate) inputs: Vec<f64>,
    /// `last[(o * J + i) * N + d]`: of sector `i` from `o` to final use in `d`.
    pub(crate) last: Vec<f64>,
}

impl Table {
    /// The table that ships: OECD ICIO, 2023 edition, year 2019, 19 countries and the rest of the world
    /// by 20 sections of ISIC Rev. 4, million USD at basic prices. Confidence M: modelled, balanced.
    ///
    /// # Errors
    /// If the data compiled in are damaged.
    pub fn shipped() -> Result<Self, Fault> {
        let (n, s) = (20, 20);
        let damaged = || {
            Fault::new("table-damaged", "the shipped table is damaged".into(), "reinstall corridor")
        };
        let bytes = zstd::decode_all(G20).map_err(|_| damaged())?;
        let width = n * s + n;
        if bytes.len() != n * s * width * 4 {
            return Err(damaged());
        }
        let cell = |at: usize| {
            let at = at * 4;
            f64::from(f32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]))
        };
        let (mut inputs, mut last) = (Vec::new(), Vec::new());
        for row in 0..n * s {
            inputs.extend((0..n * s).map(|column| cell(row * width + column)));
            last.extend((n * s..width).map(|column| cell(row * width + column)));
        }
        let table = Self {
            name: "icio-2019-g20 (OECD ICIO, 2023 edition, year 2019, confidence M)".into(),
            countries: G20_COUNTRIES.split(' ').map(str::to_owned).collect(),
            sectors: "ABCDEFGHIJKLMNOPQRST".chars().map(String::from).collect(),
            inputs,
            last,
        };
        table.check()?;
        Ok(table)
    }

    /// Reads `origin,destination,sector,use,value_usd`; `use` is a sector or `final`.
    ///
    /// # Errors
    /// Wrong or repeated rows, with their line, and tables that do not balance.
    pub fn from_csv(name: &str, text: &str) -> Result<Self, Fault> {
        let wrong = |line: usize, reason: String| {
            Fault::new(
                "table-row",
                format!("{name}, line {line}: {reason}"),
                "columns are origin,destination,sector,use,value_usd; use is a sector or `final`",
            )
        };
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|e| wrong(1, e.to_string()))?.clone();
        if headers.iter().ne(["origin", "destination", "sector", "use", "value_usd"]) {
            return Err(wrong(
                1,
                format!("the columns are {}", headers.iter().collect::<Vec<_>>().join(",")),
            ));
        }
        let mut cells: BTreeMap<[String; 4], f64> = BTreeMap::new();
        for (at, row) in reader.records().enumerate() {
            let line = at + 2;
            let row = row.map_err(|e| wrong(line, e.to_string()))?;
            let value: f64 = row[4]
                .parse()
                .map_err(|_| wrong(line, format!("{:?} is not a number", &row[4])))?;
            if !value.is_finite() || value < 0.0 {
                return Err(wrong(
                    line,
                    format!("value_usd {value} is not a finite number from 0 on"),
                ));
            }
            let key = [row[0].to_owned(), row[1].to_owned(), row[2].to_owned(), row[3].to_owned()];
            if key.iter().any(String::is_empty) {
                return Err(wrong(line, "a field is empty".into()));
            }
            if cells.insert(key, value).is_some() {
                return Err(wrong(line, "the row repeats an earlier one".into()));
            }
        }
        let mut countries = BTreeSet::new();
        let mut sectors = BTreeSet::new();
        for [o, d, i, _] in cells.keys() {
            countries.extend([o.clone(), d.clone()]);
            sectors.insert(i.clone());
        }
        let (countries, sectors): (Vec<_>, Vec<_>) =
            (countries.into_iter().collect(), sectors.into_iter().collect());
        let (n, s) = (countries.len(), sectors.len());
        let (mut inputs, mut last) = (vec![0.0; n * s * n * s], vec![0.0; n * s * n]);
        let place = |list: &[String], id: &String| list.binary_search(id).unwrap_or(0);
        for ([o, d, i, used], value) in &cells {
            let at = (place(&countries, o) * s + place(&sectors, i)) * n + place(&countries, d);
            if used == "final" {
                last[at] = *value;
            } else if let Ok(j) = sectors.binary_search(used) {
                inputs[at * s + j] = *value;
            } else {
                return Err(Fault::new(
                    "sector-unknown",
                    format!(
                        "{name}: use {used:?} is neither `final` nor a sector with rows of its own"
                    ),
                    "add the rows of that sector, or correct the name",
                ));
            }
        }
        let table = Self { name: name.to_owned(), countries, sectors, inputs, last };
        table.check()?;
        Ok(table)
    }

    /// The same with all sectors as one and without inputs: flows of all uses as final ones.
    #[must_use]
    pub fn one_sector(&self) -> Self {
        let (n, s) = (self.countries.len(), self.sectors.len());
        let mut last = vec![0.0; n * n];
        for o in 0..n {
            for i in 0..s {
                for d in 0..n {
                    last[o * n + d] += self.flow(o, i, d);
                }
            }
        }
        Self {
            name: format!("{}, one sector", self.name),
            countries: self.countries.clone(),
            sectors: vec!["all".into()],
            inputs: vec![0.0; n * n],
            last,
        }
    }

    /// Flow of a sector between two countries for all uses.
    pub(crate) fn flow(&self, o: usize, i: usize, d: usize) -> f64 {
        let (n, s) = (self.countries.len(), self.sectors.len());
        let at = (o * s + i) * n + d;
        self.last[at] + self.inputs[at * s..(at + 1) * s].iter().sum::<f64>()
    }

    fn check(&self) -> Result<(), Fault> {
        let (n, s) = (self.countries.len(), self.sectors.len());
        if n == 0 {
            return Err(Fault::new("table-row", format!("{} has no rows", self.name), "add rows"));
        }
        for d in 0..n {
            let spent: f64 = (0..n * s).map(|row| self.last[row * n + d]).sum();
            if spent <= 0.0 {
                return Err(Fault::new(
                    "table-unbalanced",
                    format!("{}: {} has no final use", self.name, self.countries[d]),
                    "add its rows with use `final`, domestic ones included",
                ));
            }
            let mut added = 0.0;
            for j in 0..s {
                let output: f64 = (0..n).map(|to| self.flow(d, j, to)).sum();
                let inputs: f64 = (0..n * s).map(|row| self.inputs[(row * n + d) * s + j]).sum();
                let over = inputs - output;
                if over > ROUNDING * output + 1e-5 {
                    return Err(Fault::new(
                        "table-unbalanced",
                        format!(
                            "{}: sector {} of {} uses inputs of {inputs} and sells {output}, {over} less",
                            self.name, self.sectors[j], self.countries[d]
                        ),
                        "a table needs domestic rows and sales of at least the inputs",
                    ));
                }
                added += (-over).max(0.0);
            }
            if added <= 0.0 {
                return Err(Fault::new(
                    "table-unbalanced",
                    format!("{}: {} adds no value", self.name, self.countries[d]),
                    "a country needs sales above its inputs",
                ));
            }
        }
        Ok(())
    }
}
