//! All that is wrong with a table, told at once.

use crate::problem::Problem;

/// Faults told; the others are counted.
const MOST: usize = 20;

/// Faults in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Faults {
    told: Vec<String>,
    count: usize,
}

impl Faults {
    /// One more.
    pub(super) fn add(&mut self, fault: String) {
        self.count += 1;
        if self.told.len() < MOST {
            self.told.push(fault);
        }
    }

    /// Those that are told, up to a limit.
    pub(super) fn told(&self) -> &[String] {
        &self.told
    }

    /// Nothing, if there are none.
    ///
    /// # Errors
    /// All of them as one problem.
    pub(super) fn checked(&self, code: &str, action: &str) -> Result<(), Problem> {
        if self.count == 0 {
            return Ok(());
        }
        let rest = match self.count - self.told.len() {
            0 => String::new(),
            more => format!("\n  and {more} more"),
        };
        let told = self.told.join("\n  ");
        Err(Problem::bad_input(code, format!("{told}{rest}"), action))
    }
}
