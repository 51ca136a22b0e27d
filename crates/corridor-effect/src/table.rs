//! A table of flows between countries and sectors, domestic ones included.

use crate::Fault;

mod read;

pub use read::LARGEST;

/// Share of output up to which inputs may exceed it, as rounding of the source.
pub const ROUNDING: f64 = 1e-6;

const G20: &[u8] = include_bytes!("../../../data/trade-tables/icio-2019-g20.f32.zst");
const G20_COUNTRIES: &str = "AR AU BR CA CN DE FR GB ID IN IT JP KR MX RU SA TR US ZA ROW";

/// Flows in one currency, by country and sector of origin, country of destination and use.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Identity, with year and edition where shipped.
    pub name: String,
    /// US dollars that one unit of its values is.
    pub usd: f64,
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
            usd: 1e6,
            countries: G20_COUNTRIES.split(' ').map(str::to_owned).collect(),
            sectors: "ABCDEFGHIJKLMNOPQRST".chars().map(String::from).collect(),
            inputs,
            last,
        };
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
            usd: self.usd,
            countries: self.countries.clone(),
            sectors: vec!["all".into()],
            inputs: vec![0.0; n * n],
            last,
        }
    }

    /// Where a flow stands in a [`crate::Change`].
    pub fn cell(&self, origin: usize, sector: usize, destination: usize) -> usize {
        (origin * self.sectors.len() + sector) * self.countries.len() + destination
    }

    /// Flow of a sector between two countries for all uses.
    pub fn flow(&self, o: usize, i: usize, d: usize) -> f64 {
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
