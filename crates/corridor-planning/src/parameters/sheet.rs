//! One file of parameters: its rows, checked one by one.

use super::error::{Faults, Location, ParameterError};
use super::figure::{Origin, Parameter, USER};
use super::{CURRENCY, PRICE_LEVEL, PRICE_YEAR, limits};
use corridor_network::fact::Confidence;
use serde::Deserialize;
use toml::Spanned;

/// Where the parts of a row stand.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Places {
    pub id: Location,
    pub unit: Location,
    /// The country, passage or market, or the id.
    pub scope: Location,
}

/// The rows of one file, checked one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub(super) rows: Vec<(Parameter, Places)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SheetText {
    meta: Option<MetaText>,
    #[serde(default)]
    parameter: Vec<RowText>,
}

/// What a file says of itself.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct MetaText {
    title: Option<String>,
    currency: Option<Spanned<String>>,
    price_year: Option<Spanned<i64>>,
    /// What holds for all rows; for readers of the file.
    #[serde(default, rename = "note")]
    _note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowText {
    id: Spanned<String>,
    country: Option<Spanned<String>>,
    passage: Option<Spanned<String>>,
    market: Option<Spanned<String>>,
    value: Spanned<f64>,
    unit: Spanned<String>,
    year: Spanned<i64>,
    source: Option<Spanned<String>>,
    confidence: Option<Confidence>,
    #[serde(default)]
    note: String,
}

/// Reads one file and gathers what is wrong with it.
struct Reader<'t> {
    text: &'t str,
    file: &'t str,
    /// Where each line begins.
    lines: Vec<usize>,
    origin: Origin,
    faults: Vec<ParameterError>,
}

impl Sheet {
    /// Reads the text of a file that comes with the program; `file` is its name in errors.
    ///
    /// # Errors
    /// When the text is not TOML of this form or a row makes no sense; names file, line and column.
    pub fn parse(text: &str, file: &str) -> Result<Self, Faults> {
        let (sheet, faults) = Self::read(text, file, Origin::Shipped)?;
        Faults::of(faults)?;
        Ok(sheet)
    }

    /// Reads the text of a file as far as it goes, with all that is wrong in its rows and its head.
    pub(super) fn read(
        text: &str,
        file: &str,
        origin: Origin,
    ) -> Result<(Self, Vec<ParameterError>), ParameterError> {
        let sheet: SheetText = toml::from_str(text).map_err(|error| ParameterError::Form {
            at: Location::of(file, text, error.span().map_or(0, |span| span.start)),
            reason: error.message().to_owned(),
        })?;
        let begins = text.match_indices('\n').map(|(newline, _)| newline + 1);
        let lines = [0].into_iter().chain(begins).collect();
        let mut reader = Reader { text, file, lines, origin, faults: Vec::new() };
        let has_prices =
            sheet.parameter.iter().any(|row| limits::price(row.unit.get_ref()).is_some());
        let price_year = reader.head(&sheet.meta.unwrap_or_default(), has_prices);
        let rows =
            sheet.parameter.into_iter().filter_map(|row| reader.row(row, price_year)).collect();
        Ok((Self { rows }, reader.faults))
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = &Parameter> {
        self.rows.iter().map(|(row, _)| row)
    }
}

impl Reader<'_> {
    fn at(&self, offset: usize) -> Location {
        let line = self.lines.partition_point(|begin| *begin <= offset);
        let before = self.text.get(self.lines[line - 1]..offset).unwrap_or_default();
        Location { file: self.file.to_owned(), line, column: before.chars().count() + 1 }
    }

    fn wrong_head(&mut self, offset: usize, reason: String) {
        let at = self.at(offset);
        self.faults.push(ParameterError::Form { at, reason });
    }

    /// Judges the head of the file; the year of its prices.
    fn head(&mut self, meta: &MetaText, has_prices: bool) -> i16 {
        let shipped = self.origin == Origin::Shipped;
        if shipped && meta.title.is_none() {
            self.wrong_head(0, "the head lacks a title".to_owned());
        }
        let price_year = meta.price_year.as_ref().map(|year| (year.span().start, *year.get_ref()));
        match &meta.currency {
            Some(money) if money.get_ref() != CURRENCY => self.wrong_head(
                money.span().start,
                format!(
                    "currency {0:?}: prices are {PRICE_LEVEL} throughout; multiply each by the \
                     {CURRENCY} that one {0} cost in {PRICE_YEAR} and write currency = {CURRENCY:?}",
                    money.get_ref(),
                ),
            ),
            None if has_prices || shipped => self.wrong_head(
                0,
                format!("prices without a currency; write currency = {CURRENCY:?} under [meta]"),
            ),
            _ => {}
        }
        match price_year {
            Some((offset, year)) if !(1900..=2100).contains(&year) => {
                self.wrong_head(offset, format!("price_year {year} lies outside 1900-2100"));
            }
            Some((offset, year)) if !shipped && has_prices && year != i64::from(PRICE_YEAR) => {
                self.wrong_head(
                    offset,
                    format!(
                        "price_year {year}: prices are {PRICE_LEVEL} throughout; multiply each by \
                         the price level of {PRICE_YEAR} over that of {year} (by the deflator of \
                         the United States' GDP, say) and write price_year = {PRICE_YEAR}"
                    ),
                );
            }
            None if has_prices || shipped => self.wrong_head(
                0,
                format!("prices without a year; write price_year = {PRICE_YEAR} under [meta]"),
            ),
            _ => {}
        }
        price_year.and_then(|(_, year)| i16::try_from(year).ok()).unwrap_or(PRICE_YEAR)
    }

    /// A row, with its faults noted; nothing where it does not say where it holds.
    fn row(&mut self, row: RowText, price_year: i16) -> Option<(Parameter, Places)> {
        let id = row.id.get_ref().trim().to_owned();
        let start = row.id.span().start;
        let mut wrong: Vec<(usize, String)> = Vec::new();
        let scopes = [&row.country, &row.passage, &row.market];
        let scopes = scopes.map(|scope| scope.as_ref().map(|place| place.span().start));
        let mut scopes = scopes.into_iter().flatten();
        let scope_at = scopes.next();
        if let Some(second) = scopes.next() {
            let reason = "country, passage and market exclude each other; keep one".to_owned();
            wrong.push((second, reason));
        }
        let country = match row.country.as_ref().map(|code| (code, code.get_ref().parse())) {
            Some((code, Err(error))) => {
                let error: corridor_network::InvalidCode = error;
                wrong.push((code.span().start, error.to_string()));
                None
            }
            Some((_, Ok(code))) => Some(code),
            None => None,
        };
        let stray = country.is_none() && row.country.is_some();
        let unit = row.unit.get_ref().trim().to_owned();
        if unit.is_empty() {
            wrong.push((row.unit.span().start, "unit is empty; every figure needs one".to_owned()));
        }
        if let Some(reason) = limits::fault(&id, &unit, *row.value.get_ref()) {
            wrong.push((row.value.span().start, reason));
        }
        let year = i16::try_from(*row.year.get_ref()).unwrap_or(i16::MAX);
        if !(1900..=2100).contains(&year) {
            let reason = format!("year {} lies outside 1900-2100", row.year.get_ref());
            wrong.push((row.year.span().start, reason));
        }
        let shipped = self.origin == Origin::Shipped;
        let source = match &row.source {
            Some(source) if source.get_ref().trim().is_empty() => {
                let reason = "source is empty; name it or leave the field out".to_owned();
                wrong.push((source.span().start, reason));
                String::new()
            }
            Some(source) => source.get_ref().clone(),
            None if shipped => {
                wrong.push((start, "source is missing; every figure needs one".to_owned()));
                String::new()
            }
            None => USER.to_owned(),
        };
        if shipped && row.confidence.is_none() {
            wrong.push((start, "confidence is missing; every figure needs one".to_owned()));
        }
        for (offset, reason) in wrong {
            let at = self.at(offset);
            self.faults.push(ParameterError::Row { at, id: id.clone(), reason });
        }
        let places = Places {
            id: self.at(start),
            unit: self.at(row.unit.span().start),
            scope: self.at(scope_at.unwrap_or(start)),
        };
        let parameter = Parameter {
            price_year: limits::price(&unit).map(|_| price_year),
            country,
            passage: row.passage.map(Spanned::into_inner),
            market: row.market.map(Spanned::into_inner),
            value: row.value.into_inner(),
            unit,
            year,
            source,
            confidence: row.confidence.unwrap_or(Confidence::L),
            note: row.note,
            file: file_name(self.file).to_owned(),
            origin: self.origin,
            id,
        };
        (!stray).then_some((parameter, places))
    }
}

/// A file's name without its folders: answers do not tell where on a machine it lay.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
