//! What holds on which day: states over spans of days, seasons of the year.

use super::Evidence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether a thing can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Usable.
    Open,
    /// Usable, with reported disruption: planned over, with a warning.
    Disrupted,
    /// Usable in part or irregularly: planned over, with a warning.
    Limited,
    /// Not running for the time being.
    Suspended,
    /// Closed to freight.
    Closed,
    /// Not built or not agreed yet.
    Planned,
    /// Of a border: usable for trade of the two countries with each other, not for goods from or to
    /// any other.
    Bilateral,
}

impl State {
    /// Whether traffic can go through; at a border that serves its two countries alone, theirs.
    pub fn is_usable(self) -> bool {
        matches!(self, Self::Open | Self::Disrupted | Self::Limited | Self::Bilateral)
    }
}

/// The state of a thing over a span of days. Of several that cover a day, the last one stated counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusPeriod {
    /// First day; open-ended when absent.
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day; open-ended when absent.
    #[serde(default)]
    pub until: Option<Date>,
    /// The state.
    pub state: State,
    /// What is reported, in one sentence; shown as a warning unless the state is open.
    #[serde(default)]
    pub report: String,
    /// Where it comes from.
    pub evidence: Evidence,
}

impl StatusPeriod {
    /// Whether `day` lies in the period.
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// The period that holds on `day`: the last stated one that covers it.
pub fn status_on(periods: &[StatusPeriod], day: Date) -> Option<&StatusPeriod> {
    periods.iter().rev().find(|period| period.covers(day))
}

/// A span of the year, inclusive; may run over New Year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// First day, `[month, day]`.
    pub from: [i8; 2],
    /// Last day, `[month, day]`.
    pub until: [i8; 2],
}

impl Season {
    /// Whether `day` falls into the season.
    pub fn contains(self, day: Date) -> bool {
        let today = [day.month(), day.day()];
        if self.from <= self.until {
            self.from <= today && today <= self.until
        } else {
            today >= self.from || today <= self.until
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Confidence;
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_season_may_run_over_new_year() {
        let winter = Season { from: [11, 16], until: [4, 9] };
        assert!(winter.contains(date(2026, 1, 1)));
        assert!(winter.contains(date(2026, 11, 16)));
        assert!(!winter.contains(date(2026, 7, 1)));
    }

    #[test]
    fn the_last_stated_period_counts() {
        let evidence = Evidence {
            source: "test".into(),
            date: "2024".into(),
            confidence: Confidence::H,
            note: String::new(),
        };
        let period = |from, state| StatusPeriod {
            from,
            until: None,
            state,
            report: String::new(),
            evidence: evidence.clone(),
        };
        let periods = [period(None, State::Planned), period(Some(date(2030, 1, 1)), State::Open)];
        assert_eq!(status_on(&periods, date(2024, 1, 1)).unwrap().state, State::Planned);
        assert_eq!(status_on(&periods, date(2031, 1, 1)).unwrap().state, State::Open);
        assert!(status_on(&[], date(2031, 1, 1)).is_none());
    }
}
