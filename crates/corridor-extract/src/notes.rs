//! What was taken and what was left out, counted by reason.

use serde::Serialize;
use std::collections::BTreeMap;

/// Elements that are named with a reason; the others are counted.
const NAMED: usize = 5;

/// What was left out for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// How many elements or rows.
    pub count: u64,
    /// The first of them, such as `way 4567` or `link.csv row 12`.
    pub first: Vec<String>,
}

/// Counts of reading and joining, in the order of their reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Notes {
    /// By what it is, such as `road ways`: how many were taken.
    pub taken: BTreeMap<String, u64>,
    /// By reason.
    pub left_out: BTreeMap<String, LeftOut>,
    /// What whoever uses the network should know.
    pub warnings: Vec<String>,
}

impl Notes {
    /// Counts something taken.
    pub fn take(&mut self, what: &str, count: u64) {
        if count > 0 {
            *self.taken.entry(what.to_owned()).or_default() += count;
        }
    }

    /// Counts an element that was left out.
    pub fn leave(&mut self, reason: &str, element: impl FnOnce() -> String) {
        if !self.left_out.contains_key(reason) {
            self.left_out.insert(reason.to_owned(), LeftOut::default());
        }
        if let Some(left) = self.left_out.get_mut(reason) {
            left.count += 1;
            if left.first.len() < NAMED {
                left.first.push(element());
            }
        }
    }

    /// Adds what a later part counted.
    pub fn append(&mut self, later: Self) {
        for (what, count) in later.taken {
            self.take(&what, count);
        }
        for (reason, left) in later.left_out {
            let all = self.left_out.entry(reason).or_default();
            all.count += left.count;
            all.first.extend(left.first);
            all.first.truncate(NAMED);
        }
        self.warnings.extend(later.warnings);
    }

    /// How many elements were left out for a reason.
    pub fn left(&self, reason: &str) -> u64 {
        self.left_out.get(reason).map_or(0, |left| left.count)
    }
}
