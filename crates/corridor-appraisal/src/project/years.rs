//! When an amount falls, and how much: one year, several, or a span with growth.

use crate::rate::Rate;
use serde::{Deserialize, Deserializer, de};

/// Most years that a list or a span may have.
const MOST: usize = 400;

/// When.
#[derive(Clone, Debug, PartialEq)]
pub enum Years {
    /// These years.
    Each(Vec<i32>),
    /// Every year from one on, to one or to the last of the project, the amount growing each year.
    Span {
        /// The first.
        from: i32,
        /// The last; that of the project without it.
        to: Option<i32>,
        /// Growth from year to year.
        growth: Rate,
    },
}

/// How much: the same every year, or one for each.
#[derive(Clone, Debug, PartialEq)]
pub enum Amount {
    /// The same every year.
    Same(f64),
    /// One for each year.
    Each(Vec<f64>),
}

impl<'de> Deserialize<'de> for Years {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Span {
            from: i32,
            to: Option<i32>,
            growth: Option<String>,
        }
        const EXPECTED: &str =
            "years are 2030, [2030, 2031] or { from = 2030, to = 2059, growth = \"2%\" }";
        let wrong = |reason: String| de::Error::custom(format!("{reason}; {EXPECTED}"));
        let year = |value: &toml::Value| {
            let year = value.as_integer().and_then(|year| i32::try_from(year).ok());
            year.ok_or_else(|| wrong(format!("{value} is no year")))
        };
        match toml::Value::deserialize(deserializer)? {
            value @ toml::Value::Integer(_) => Ok(Self::Each(vec![year(&value)?])),
            toml::Value::Array(list) if !list.is_empty() && list.len() <= MOST => {
                Ok(Self::Each(list.iter().map(year).collect::<Result<_, _>>()?))
            }
            value @ toml::Value::Table(_) => {
                let span: Span =
                    value.try_into().map_err(|e: toml::de::Error| wrong(e.message().to_owned()))?;
                let growth = span.growth.map_or(Ok(Rate::ZERO), |text| text.parse());
                let growth = growth.map_err(|e| wrong(e.to_string()))?;
                Ok(Self::Span { from: span.from, to: span.to, growth })
            }
            other => Err(wrong(format!("{other} says no years"))),
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = |value: &toml::Value| {
            let number = value.as_float().or_else(|| value.as_integer().map(|n| n as f64));
            number.filter(|n| n.is_finite()).ok_or_else(|| {
                de::Error::custom(format!(
                    "{value} is no amount; write a number, or one for each year"
                ))
            })
        };
        match toml::Value::deserialize(deserializer)? {
            toml::Value::Array(list) if list.len() <= MOST => {
                Ok(Self::Each(list.iter().map(number).collect::<Result<_, _>>()?))
            }
            value => Ok(Self::Same(number(&value)?)),
        }
    }
}

impl Years {
    /// The years with an amount each.
    ///
    /// # Errors
    /// When there are not as many amounts as years, or a year stands twice.
    pub(crate) fn with(&self, amount: &Amount, last: i32) -> Result<Vec<(i32, f64)>, String> {
        let (years, growth): (Vec<i32>, Rate) = match self {
            Self::Each(years) => (years.clone(), Rate::ZERO),
            Self::Span { from, to, growth } => {
                let to = to.unwrap_or(last);
                if to < *from || i64::from(to) - i64::from(*from) > MOST as i64 {
                    return Err(format!("no span of years from {from} to {to}"));
                }
                ((*from..=to).collect(), *growth)
            }
        };
        let mut sorted = years.clone();
        sorted.sort_unstable();
        if let Some([year, ..]) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(format!("the year {year} stands twice"));
        }
        match amount {
            Amount::Each(amounts) if amounts.len() != years.len() => {
                Err(format!("{} amounts for {} years", amounts.len(), years.len()))
            }
            Amount::Each(amounts) if growth == Rate::ZERO => {
                Ok(years.into_iter().zip(amounts.iter().copied()).collect())
            }
            Amount::Each(_) => Err("amounts for each year and growth too; keep one".to_owned()),
            Amount::Same(amount) => {
                let first = years.first().copied().unwrap_or(0);
                let grown = |year: i32| amount / growth.factor(year - first);
                Ok(years.into_iter().map(|year| (year, grown(year))).collect())
            }
        }
    }
}
