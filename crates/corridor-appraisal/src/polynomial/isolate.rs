//! The roots of a polynomial between 0 and 1, each in an interval of its own, then narrowed.

use super::square_free::derivative;
use super::{Coefficients, Fraction, Unseparated, variations};
use num_bigint::{BigInt, Sign};
use num_traits::{One, Zero};

/// How often an interval is halved before roots are called too close.
const MOST_HALVINGS: u64 = 256;
/// Binary digits of a root, beyond those of a number that is shown.
const DIGITS: u64 = 140;

/// An interval that is looked at: the polynomial stretched so that it becomes 0 to 1.
struct Piece {
    stretched: Coefficients,
    /// It begins at `start / 2^halvings`.
    start: BigInt,
    halvings: u64,
}

/// Roots above 0 and below 1 of a polynomial without multiple roots that has none at 1.
pub(super) fn in_unit_interval(polynomial: &[BigInt]) -> Result<Vec<Fraction>, Unseparated> {
    let mut roots = Vec::new();
    let whole = Piece { stretched: polynomial.to_vec(), start: BigInt::zero(), halvings: 0 };
    let mut open = vec![whole];
    while let Some(piece) = open.pop() {
        match variations_inside(&piece.stretched) {
            0 => continue,
            1 => {
                roots.push(narrowed(polynomial, piece.start, piece.halvings));
                continue;
            }
            _ if piece.halvings == MOST_HALVINGS => return Err(Unseparated),
            _ => {}
        }
        let lower = halved(piece.stretched);
        let mut upper = lower.clone();
        shift_by_one(&mut upper);
        let (start, halvings) = (piece.start << 1_u32, piece.halvings + 1);
        let middle = &start + BigInt::one();
        if upper.first().is_some_and(BigInt::is_zero) {
            roots.push(Fraction::dyadic(middle.clone(), halvings));
        }
        open.push(Piece { stretched: lower, start, halvings });
        open.push(Piece { stretched: upper, start: middle, halvings });
    }
    Ok(roots)
}

/// A bound on the roots above 0 and below 1, right in parity and exact where it is 0 or 1.
fn variations_inside(polynomial: &[BigInt]) -> usize {
    let mut turned: Coefficients = polynomial.iter().rev().cloned().collect();
    shift_by_one(&mut turned);
    variations(&turned)
}

/// `p(x + 1)`.
fn shift_by_one(polynomial: &mut [BigInt]) {
    let last = polynomial.len().saturating_sub(1);
    for round in 0..last {
        for power in (round..last).rev() {
            let (lower, upper) = polynomial.split_at_mut(power + 1);
            lower[power] += &upper[0];
        }
    }
}

/// `2^n p(x / 2)`, which has the same signs.
fn halved(polynomial: Coefficients) -> Coefficients {
    let degree = polynomial.len().saturating_sub(1);
    polynomial.into_iter().enumerate().map(|(power, c)| c << (degree - power)).collect()
}

/// The sign at `numerator / 2^halvings`.
fn sign_at(polynomial: &[BigInt], numerator: &BigInt, halvings: u64) -> Sign {
    let mut value = BigInt::zero();
    let mut shift = 0;
    for coefficient in polynomial.iter().rev() {
        value = value * numerator + (coefficient << shift);
        shift += halvings;
    }
    value.sign()
}

/// The one root inside an interval, to [`DIGITS`] binary digits or exactly.
fn narrowed(polynomial: &[BigInt], mut start: BigInt, mut halvings: u64) -> Fraction {
    // Just above its beginning, where the polynomial itself may be nothing.
    let mut below = sign_at(polynomial, &start, halvings);
    if below == Sign::NoSign {
        below = sign_at(&derivative(polynomial), &start, halvings);
    }
    while start.bits() < DIGITS {
        start <<= 1_u32;
        halvings += 1;
        let middle = &start + BigInt::one();
        match sign_at(polynomial, &middle, halvings) {
            Sign::NoSign => return Fraction::dyadic(middle, halvings),
            sign if sign == below => start = middle,
            _ => {}
        }
    }
    Fraction::dyadic((start << 1_u32) + BigInt::one(), halvings + 1)
}
