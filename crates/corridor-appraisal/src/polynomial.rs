//! All real rates of return of a cash flow, exactly: integers in, isolated roots out.
//!
//! With `x = 1 / (1 + r)` the present value is a polynomial of `x`; its roots from 0 on are the rates
//! above -100 %. By the rule of Descartes, applied to halved intervals (Vincent, Collins and Akritas),
//! every root gets an interval of its own; no approximate arithmetic decides whether there is one.

mod isolate;
mod square_free;

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Roots that lie too close together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unseparated;

/// Coefficients by power, the last of them not nothing.
type Coefficients = Vec<BigInt>;

/// The rates above -1, in order, at which the amounts are worth nothing: amounts by the year as
/// mantissa and power of ten.
pub(crate) fn rates(amounts: &[(i128, u32)]) -> Result<Vec<f64>, Unseparated> {
    let mut polynomial: Coefficients =
        amounts.iter().map(|(m, power)| BigInt::from(*m) * BigInt::from(10).pow(*power)).collect();
    while polynomial.last().is_some_and(BigInt::is_zero) {
        polynomial.pop();
    }
    let leading = polynomial.iter().take_while(|c| c.is_zero()).count();
    polynomial.drain(..leading);
    if variations(&polynomial) == 0 {
        return Ok(Vec::new());
    }
    let mut polynomial = square_free::part(polynomial);
    let mut rates = Vec::new();
    if polynomial.iter().sum::<BigInt>().is_zero() {
        rates.push(0.0);
        divide_by_one_less(&mut polynomial);
    }
    // Roots below 1 are positive rates; those above are the inverses of roots of the reverse.
    for root in isolate::in_unit_interval(&polynomial)? {
        rates.push(ratio(&(&root.denominator - &root.numerator), &root.numerator));
    }
    polynomial.reverse();
    for root in isolate::in_unit_interval(&polynomial)? {
        rates.push(ratio(&(&root.numerator - &root.denominator), &root.denominator));
    }
    rates.sort_by(f64::total_cmp);
    Ok(rates)
}

/// How often the sign changes from a coefficient to the next that is not nothing.
fn variations(coefficients: &[BigInt]) -> usize {
    let signs: Vec<_> =
        coefficients.iter().filter(|c| !c.is_zero()).map(BigInt::is_negative).collect();
    signs.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// Divides by `x - 1`, which must leave nothing over.
fn divide_by_one_less(polynomial: &mut Coefficients) {
    for power in (1..polynomial.len()).rev() {
        let upper = polynomial[power].clone();
        polynomial[power - 1] += upper;
    }
    // What is left over stands first.
    polynomial.remove(0);
}

/// The quotient as the nearest binary number, to the last digit or the one before.
fn ratio(numerator: &BigInt, denominator: &BigInt) -> f64 {
    const DIGITS: i64 = 80;
    let bits = |n: &BigInt| i64::try_from(n.bits()).unwrap_or(i64::MAX);
    let shift = DIGITS + bits(denominator) - bits(numerator);
    let quotient = match u64::try_from(shift) {
        Ok(up) => (numerator << up) / denominator,
        Err(_) => numerator / (denominator << shift.unsigned_abs()),
    };
    let exponent = i32::try_from(-shift).unwrap_or(if shift > 0 { i32::MIN } else { i32::MAX });
    quotient.to_f64().unwrap_or(f64::NAN) * 2_f64.powi(exponent)
}

/// A fraction above nothing and below one.
#[derive(Clone, Debug)]
struct Fraction {
    numerator: BigInt,
    denominator: BigInt,
}

impl Fraction {
    /// So many parts of two to a power.
    fn dyadic(numerator: BigInt, power: u64) -> Self {
        Self { numerator, denominator: BigInt::one() << power }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(amounts: &[i64]) -> Vec<(i128, u32)> {
        amounts.iter().map(|a| (i128::from(*a), 0)).collect()
    }

    /// Amounts of a flow with these rates, given in hundredths, and no others.
    fn with_rates(hundredths: &[i64]) -> Vec<(i128, u32)> {
        let mut amounts = vec![1_i128];
        for rate in hundredths {
            let mut next = vec![0; amounts.len() + 1];
            for (year, amount) in amounts.iter().enumerate() {
                next[year] += 100 * amount;
                next[year + 1] -= i128::from(100 + rate) * amount;
            }
            amounts = next;
        }
        amounts.into_iter().map(|amount| (amount, 0)).collect()
    }

    #[test]
    fn every_rate_of_a_flow_made_of_them_is_found_to_the_digit() {
        for set in [
            &[10][..],
            &[10, 20],
            &[-50, 0, 7, 8, 9, 300],
            &[-99, -98, 25, 50, 100],
            &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        ] {
            let expected: Vec<f64> = set.iter().map(|r| *r as f64 / 100.0).collect();
            assert_eq!(rates(&with_rates(set)).unwrap(), expected, "{set:?}");
        }
    }

    #[test]
    fn a_rate_at_which_the_value_only_touches_nothing_is_one_rate() {
        assert_eq!(rates(&with_rates(&[10, 10])).unwrap(), [0.1]);
        assert_eq!(rates(&with_rates(&[10, 10, 10, 25, 0, 0])).unwrap(), [0.0, 0.1, 0.25]);
    }

    #[test]
    fn complex_roots_are_no_rates_however_near() {
        // 100 x^2 - 220 x + 121 is a square; a millionth more and there is no root, less and there are two.
        let near = |last: i64| whole(&[121_000_000, -220_000_000, last]);
        assert_eq!(rates(&near(100_000_000)).unwrap().len(), 1);
        assert_eq!(rates(&near(100_000_001)).unwrap(), Vec::<f64>::new());
        let two = rates(&near(99_999_999)).unwrap();
        assert_eq!(two.len(), 2);
        assert!((two[0] + 0.090_909).abs() < 1e-3 && two[1] - two[0] > 1e-5, "{two:?}");
    }

    #[test]
    fn gaps_zeros_at_either_end_and_small_and_great_rates() {
        assert_eq!(rates(&whole(&[0, 0, -100, 0, 121, 0])).unwrap(), [0.1]);
        let tiny = rates(&[(-1_000_000_000_000, 0), (1_000_000_000_001, 0)]).unwrap();
        assert_eq!(tiny, [1e-12]);
        let great = rates(&whole(&[-1, 1_000_000_000_000])).unwrap();
        assert_eq!(great, [999_999_999_999.0]);
        assert_eq!(rates(&whole(&[1, 2, 3])).unwrap(), Vec::<f64>::new());
    }

    #[test]
    fn two_centuries_with_a_change_of_sign_every_year_end_soon() {
        let amounts: Vec<i64> = (0..=200)
            .map(|year: i64| if year % 2 == 0 { -1_000 - year * year } else { 1_013 + 201 * year })
            .collect();
        let found = rates(&whole(&amounts)).unwrap();
        let value = |rate: f64| {
            let terms = amounts.iter().enumerate();
            terms.map(|(t, a)| *a as f64 * (1.0 + rate).powi(-(t as i32))).sum::<f64>()
        };
        // Where the value changes its sign on a grid there is a rate.
        let grid: Vec<f64> = (1..2000).map(|n| f64::from(n) * 0.001 - 0.5).collect();
        for pair in grid.windows(2) {
            if value(pair[0]) * value(pair[1]) < 0.0 {
                assert!(
                    found.iter().any(|r| (pair[0]..=pair[1]).contains(r)),
                    "{pair:?} {found:?}"
                );
            }
        }
        assert!(!found.is_empty());
    }
}
