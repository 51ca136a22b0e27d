//! Dates as sources give them: to the day, to the month or to the year, or only "by then".
//!
//! A rule may never be applied before it holds, so an unsure beginning counts from the last day it can
//! mean, and an unsure end from the first.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A date of ISO 8601 with the precision of its source: `2016`, `2016-04` or `2016-04-25`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    earliest: Date,
    latest: Date,
}

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct InvalidDate(pub String);

impl PartialDate {
    /// The first day it can mean.
    pub fn earliest(self) -> Date {
        self.earliest
    }
    /// The last day it can mean.
    pub fn latest(self) -> Date {
        self.latest
    }
    /// Whether it names one day.
    pub fn is_day(self) -> bool {
        self.earliest == self.latest
    }
    /// `day`, `month` or `year`.
    pub fn precision(self) -> &'static str {
        if self.is_day() {
            "day"
        } else if self.earliest.month() == self.latest.month() {
            "month"
        } else {
            "year"
        }
    }
}

impl From<Date> for PartialDate {
    fn from(day: Date) -> Self {
        Self { earliest: day, latest: day }
    }
}

impl FromStr for PartialDate {
    type Err = InvalidDate;
    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let invalid = || InvalidDate(text.to_owned());
        let digits = |part: &str, length: usize| -> Option<i16> {
            let right = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
            part.parse().ok().filter(|_| right)
        };
        let mut parts = text.split('-');
        let year = parts.next().and_then(|p| digits(p, 4)).ok_or_else(invalid)?;
        let Some(month) = parts.next() else {
            return Ok(Self {
                earliest: Date::new(year, 1, 1).map_err(|_| invalid())?,
                latest: Date::new(year, 12, 31).map_err(|_| invalid())?,
            });
        };
        let month = digits(month, 2).ok_or_else(invalid)? as i8;
        let Some(day) = parts.next() else {
            let earliest = Date::new(year, month, 1).map_err(|_| invalid())?;
            return Ok(Self { earliest, latest: earliest.last_of_month() });
        };
        let day = digits(day, 2).ok_or_else(invalid)? as i8;
        if parts.next().is_some() {
            return Err(invalid());
        }
        Date::new(year, month, day).map(Self::from).map_err(|_| invalid())
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.earliest.year(), self.earliest.month());
        match self.precision() {
            "day" => write!(f, "{}", self.earliest),
            "month" => write!(f, "{year:04}-{month:02}"),
            _ => write!(f, "{year:04}"),
        }
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// When something began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onset {
    /// On this date.
    On(PartialDate),
    /// On a date that is not known, and no later than this one.
    By(PartialDate),
}

impl Onset {
    /// The day from which it surely holds, and from which it is counted.
    pub fn counts_from(self) -> Date {
        self.date().latest()
    }
    /// Whether it may hold on a day, for all that is known.
    pub fn may_hold(self, day: Date) -> bool {
        match self {
            Self::On(date) => date.earliest() <= day,
            Self::By(_) => true,
        }
    }
    /// The date as the source has it.
    pub fn date(self) -> PartialDate {
        let (Self::On(date) | Self::By(date)) = self;
        date
    }
    /// `day`, `month` or `year`; `at-latest` when only an upper bound is known.
    pub fn precision(self) -> &'static str {
        match self {
            Self::On(date) => date.precision(),
            Self::By(_) => "at-latest",
        }
    }
}

impl fmt::Display for Onset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(date) => write!(f, "{date}"),
            Self::By(date) => write!(f, "by {date}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_date_keeps_the_precision_of_its_source() {
        for (text, earliest, latest, precision) in [
            ("2016", date(2016, 1, 1), date(2016, 12, 31), "year"),
            ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month"),
            ("2016-02-29", date(2016, 2, 29), date(2016, 2, 29), "day"),
        ] {
            let read: PartialDate = text.parse().unwrap();
            assert_eq!((read.earliest(), read.latest()), (earliest, latest));
            assert_eq!((read.precision(), read.to_string().as_str()), (precision, text));
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "16", "2016-", "2016-13", "2015-02-29", "2016-04-25-1", "2016-4", "x", "+016"]
        {
            assert!(text.parse::<PartialDate>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_unsure_beginning_counts_from_its_last_day() {
        let april: PartialDate = "2016-04".parse().unwrap();
        assert_eq!(Onset::On(april).counts_from(), date(2016, 4, 30));
        assert_eq!(Onset::By(april).to_string(), "by 2016-04");
        assert_eq!(Onset::By(april).precision(), "at-latest");
    }
}
