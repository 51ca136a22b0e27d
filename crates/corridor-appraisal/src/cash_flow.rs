//! Money by the year: what flows out and in, and from which year on it is discounted.

use crate::fault::Fault;
use crate::measure::binary;
use crate::polynomial::{self, Unseparated};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The largest amount of a row, either way.
pub const MOST_AMOUNT: i64 = 1_000_000_000_000_000;
/// Most years from the first to the last, and from the base year to either.
pub const MOST_YEARS: i32 = 200;

/// One amount of a year: positive flows in, negative flows out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The year, as written.
    pub year: i32,
    /// The amount, exact.
    pub amount: Decimal,
}

/// Amounts by year with the year that is not discounted.
#[derive(Clone, Debug, PartialEq)]
pub struct CashFlow {
    movements: Vec<Movement>,
    years: BTreeMap<i32, Decimal>,
    base_year: i32,
}

impl CashFlow {
    /// A cash flow of movements in any order; several of one year count together.
    ///
    /// # Errors
    /// Without movements, with amounts or years beyond the limits.
    pub fn new(movements: Vec<Movement>, base_year: i32) -> Result<Self, Fault> {
        let mut years: BTreeMap<i32, Decimal> = BTreeMap::new();
        for movement in &movements {
            if movement.amount.abs() > Decimal::from(MOST_AMOUNT) {
                return Err(Fault::new(
                    format!("year {}: {} is beyond 10^15", movement.year, movement.amount),
                    "give amounts in thousands or millions",
                ));
            }
            let years_off = movement.year.checked_sub(base_year).map(i32::unsigned_abs);
            if years_off.is_none_or(|off| off > MOST_YEARS.unsigned_abs()) {
                return Err(Fault::new(
                    format!(
                        "year {} lies more than {MOST_YEARS} years from the base year {base_year}",
                        movement.year
                    ),
                    "check the years, or give another base year (--base-year)",
                ));
            }
            *years.entry(movement.year).or_default() += movement.amount;
        }
        let flow = Self { movements, years, base_year };
        let [first, last] = flow.span().ok_or_else(|| {
            Fault::new("there is no amount", "give a row for each year in which money flows")
        })?;
        if last - first > MOST_YEARS {
            return Err(Fault::new(
                format!("years {first} to {last} are more than {MOST_YEARS}"),
                "check the years",
            ));
        }
        Ok(flow)
    }

    /// The movements as given.
    pub fn movements(&self) -> &[Movement] {
        &self.movements
    }

    /// What each year comes to, years in order; years without movements are left out.
    pub const fn years(&self) -> &BTreeMap<i32, Decimal> {
        &self.years
    }

    /// What each year comes to as the nearest binary number.
    pub fn years_as_numbers(&self) -> impl Iterator<Item = (i32, f64)> {
        self.years.iter().map(|(year, amount)| (*year, binary(*amount)))
    }

    /// The year that is not discounted.
    pub const fn base_year(&self) -> i32 {
        self.base_year
    }

    /// The first and the last year with a movement.
    pub fn span(&self) -> Option<[i32; 2]> {
        Some([*self.years.first_key_value()?.0, *self.years.last_key_value()?.0])
    }

    /// Every internal rate of return: all rates above -100 % at which the present value is nothing, in
    /// order, each once. Found exactly: none is missed, none is made up by rounding.
    ///
    /// # Errors
    /// When rates lie so close together that they cannot be told apart, or when every year comes to
    /// nothing, so that any rate would do.
    pub fn internal_rates(&self) -> Result<Vec<f64>, Fault> {
        let Some([first, last]) = self.span() else { return Ok(Vec::new()) };
        if self.years.values().all(Decimal::is_zero) {
            return Err(Fault::new(
                "every year comes to nothing: any rate is an internal rate of return",
                "give a year in which more flows in than out, or less",
            ));
        }
        let scale = self.years.values().map(Decimal::scale).max().unwrap_or(0);
        let length = usize::try_from(last - first).unwrap_or(0) + 1;
        let mut coefficients = vec![(0_i128, 0_u32); length];
        for (year, amount) in &self.years {
            let place = usize::try_from(year - first).unwrap_or(0);
            coefficients[place] = (amount.mantissa(), scale - amount.scale());
        }
        polynomial::rates(&coefficients).map_err(|Unseparated| {
            Fault::new(
                "internal rates of return lie too close together to be told apart",
                "judge by the net present value",
            )
        })
    }
}
