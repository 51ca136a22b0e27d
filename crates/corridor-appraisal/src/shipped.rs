//! What comes with the program: rates by guide, paths of carbon prices, effects of investment treaties.

use crate::discount::{Discount, StepRow};
use crate::fault::Fault;
use crate::rate::Rate;
use serde::Deserialize;
use std::collections::BTreeMap;

const PRESETS: &str = include_str!("../../../data/appraisal/presets.toml");
const CARBON: &str = include_str!("../../../data/appraisal/carbon-paths.toml");
const TREATIES: &str = include_str!("../../../data/appraisal/treaty-effects.toml");

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Who says so.
    pub source: String,
    /// Day, month or year it speaks of.
    pub date: String,
    /// How sure it is: H, M or L.
    pub confidence: String,
    /// What a reader should know besides.
    pub note: String,
}

/// What a guide prescribes.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The social discount rate.
    pub economic: Discount,
    /// The financial rate, where it gives one.
    pub financial: Option<Rate>,
    /// Years looked at by sector.
    pub years: BTreeMap<String, i32>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// Prices of carbon by year.
#[derive(Clone, Debug, PartialEq)]
pub struct CarbonPath {
    /// Its id, or `user`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The year whose prices it is in.
    pub price_year: i32,
    /// US dollars for a tonne of CO2e by year, two at least or one with growth.
    pub prices: BTreeMap<i32, f64>,
    /// Growth after the last year.
    pub growth_after: Rate,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// What a treaty may take off a premium.
#[derive(Clone, Debug, PartialEq)]
pub struct TreatyEffect {
    /// Its id.
    pub id: String,
    /// Points off the premium.
    pub cut: Rate,
    /// Where it comes from.
    pub evidence: Evidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetRow {
    id: String,
    name: String,
    economic: Vec<StepRow>,
    financial: Option<String>,
    #[serde(default)]
    years: BTreeMap<String, i32>,
    source: String,
    date: String,
    confidence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CarbonRow {
    id: String,
    name: String,
    price_year: i32,
    prices: BTreeMap<String, f64>,
    growth_after: String,
    source: String,
    date: String,
    confidence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EffectRow {
    id: String,
    cut: String,
    source: String,
    date: String,
    confidence: String,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize, Default)]
struct Tables {
    #[serde(default)]
    preset: Vec<PresetRow>,
    #[serde(default)]
    path: Vec<CarbonRow>,
    #[serde(default)]
    effect: Vec<EffectRow>,
}

fn tables(text: &str) -> Result<Tables, Fault> {
    toml::from_str(text).map_err(|e| Fault::new(e.to_string(), "reinstall corridor"))
}

/// The row of that id, or the ids there are.
fn chosen<T>(rows: Vec<T>, id: &str, what: &str, of: impl Fn(&T) -> &str) -> Result<T, Fault> {
    let ids: Vec<String> = rows.iter().map(|row| of(row).to_owned()).collect();
    rows.into_iter().find(|row| of(row) == id).ok_or_else(|| {
        Fault::new(format!("no {what} {id:?}"), format!("one of {}", ids.join(", ")))
    })
}

impl Preset {
    /// The preset of that id.
    ///
    /// # Errors
    /// When there is none: those there are.
    pub fn named(id: &str) -> Result<Self, Fault> {
        let row = chosen(tables(PRESETS)?.preset, id, "preset", |row| &row.id)?;
        Ok(Self {
            economic: Discount::stepped(&row.economic)?,
            financial: row.financial.map(|text| text.parse()).transpose()?,
            years: row.years,
            evidence: Evidence {
                source: row.source,
                date: row.date,
                confidence: row.confidence,
                note: String::new(),
            },
            id: row.id,
            name: row.name,
        })
    }

    /// The ids of all presets.
    ///
    /// # Errors
    /// When the data compiled in are damaged.
    pub fn ids() -> Result<Vec<String>, Fault> {
        Ok(tables(PRESETS)?.preset.into_iter().map(|row| row.id).collect())
    }
}

impl CarbonPath {
    /// The path of that id.
    ///
    /// # Errors
    /// When there is none: those there are.
    pub fn named(id: &str) -> Result<Self, Fault> {
        let row = chosen(tables(CARBON)?.path, id, "path of carbon prices", |row| &row.id)?;
        Ok(Self {
            price_year: row.price_year,
            prices: prices_by_year(row.prices)?,
            growth_after: row.growth_after.parse()?,
            evidence: Evidence {
                source: row.source,
                date: row.date,
                confidence: row.confidence,
                note: String::new(),
            },
            id: row.id,
            name: row.name,
        })
    }

    /// The price of a year, US dollars for a tonne: straight between years, then growing; none before
    /// the first year.
    pub fn price(&self, year: i32) -> Option<f64> {
        let (before, from) = self.prices.range(..=year).next_back()?;
        Some(match self.prices.range(year..).next() {
            Some((after, to)) if after > before => {
                from + (to - from) * f64::from(year - before) / f64::from(after - before)
            }
            Some(_) => *from,
            None => from / self.growth_after.factor(year - before),
        })
    }
}

/// Prices whose years are keys of a table.
pub(crate) fn prices_by_year(rows: BTreeMap<String, f64>) -> Result<BTreeMap<i32, f64>, Fault> {
    rows.into_iter()
        .map(|(year, price)| match year.parse() {
            Ok(year) if price.is_finite() && price >= 0.0 => Ok((year, price)),
            _ => Err(Fault::new(
                format!("{year:?} = {price} is no price of carbon in a year"),
                "write dollars for a tonne by year, such as 2030 = 50.0",
            )),
        })
        .collect()
}

impl TreatyEffect {
    /// The effect of that id.
    ///
    /// # Errors
    /// When there is none: those there are.
    pub fn named(id: &str) -> Result<Self, Fault> {
        let row = chosen(tables(TREATIES)?.effect, id, "effect of a treaty", |row| &row.id)?;
        Ok(Self {
            cut: row.cut.parse()?,
            evidence: Evidence {
                source: row.source,
                date: row.date,
                confidence: row.confidence,
                note: row.note,
            },
            id: row.id,
        })
    }
}

impl TreatyEffect {
    /// All effects, in the order of the file.
    ///
    /// # Errors
    /// When the data compiled in are damaged.
    pub fn all() -> Result<Vec<Self>, Fault> {
        tables(TREATIES)?.effect.iter().map(|row| Self::named(&row.id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_shipped_can_be_read_and_has_a_source() {
        let ids = Preset::ids().unwrap();
        for id in ["eu-2014", "eu-2021", "world-bank", "adb", "uk-green-book"] {
            assert!(ids.iter().any(|known| known == id), "{id}");
        }
        for id in &ids {
            let preset = Preset::named(id).unwrap();
            let Evidence { source, date, confidence, .. } = preset.evidence;
            assert!(!source.is_empty() && !date.is_empty(), "{id}");
            assert!(["H", "M", "L"].contains(&confidence.as_str()), "{id}");
            assert!(!source.starts_with("judgement:") || confidence == "L", "{id}");
        }
        assert!(Preset::named("eu").unwrap_err().action.contains("eu-2014"));
        assert_eq!(TreatyEffect::named("treaty-low").unwrap().cut, Rate::ZERO);
        assert_eq!(TreatyEffect::all().unwrap().len(), 3);
        let high = TreatyEffect::named("treaty-high").unwrap().cut.fraction();
        assert!((high - 0.0045).abs() < 1e-15);
    }

    #[test]
    fn the_price_of_carbon_is_straight_between_years_and_then_grows() {
        let path = CarbonPath::named("hlccp-low").unwrap();
        assert_eq!(path.price(2019), None);
        assert_eq!(path.price(2020), Some(40.0));
        assert_eq!(path.price(2025), Some(45.0));
        assert_eq!(path.price(2030), Some(50.0));
        assert!((path.price(2040).unwrap() - 50.0 * 1.0225_f64.powi(10)).abs() < 1e-9);
    }
}
