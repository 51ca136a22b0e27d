//! The part of a polynomial that has each root once.

use super::Coefficients;
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// A prime near which coefficients are reduced: 2^61 - 1.
const PRIME: u64 = (1 << 61) - 1;

/// The polynomial divided by what it shares with its derivative.
pub(super) fn part(polynomial: Coefficients) -> Coefficients {
    if is_square_free_by_prime(&polynomial) {
        return polynomial;
    }
    let common = common(polynomial.clone(), derivative(&polynomial));
    if common.len() < 2 {
        return polynomial;
    }
    quotient(polynomial, &common)
}

/// The derivative.
pub(super) fn derivative(polynomial: &[BigInt]) -> Coefficients {
    (1_u32..).zip(polynomial.iter().skip(1)).map(|(power, c)| c * power).collect()
}

/// Whether a polynomial shares no root with its derivative where coefficients are counted by a prime.
/// If so it shares none at all; if not it is to be looked at exactly.
fn is_square_free_by_prime(polynomial: &[BigInt]) -> bool {
    let reduced = |coefficients: &[BigInt]| -> Vec<u64> {
        let prime = BigInt::from(PRIME);
        coefficients
            .iter()
            .map(|c| (((c % &prime) + &prime) % &prime).to_u64().unwrap_or(0))
            .collect()
    };
    let mut a = reduced(polynomial);
    let mut b = reduced(&derivative(polynomial));
    if a.last().is_none_or(|c| *c == 0) || b.last().is_none_or(|c| *c == 0) {
        return false;
    }
    while !b.is_empty() {
        rest_by_prime(&mut a, &b);
        std::mem::swap(&mut a, &mut b);
    }
    a.len() == 1
}

fn times(a: u64, b: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(PRIME)) as u64
}

/// One over a number: its power to the prime less two.
fn inverse(number: u64) -> u64 {
    let (mut base, mut power, mut product) = (number, PRIME - 2, 1);
    while power > 0 {
        if power & 1 == 1 {
            product = times(product, base);
        }
        base = times(base, base);
        power >>= 1;
    }
    product
}

/// Leaves what is over when `a` is divided by `b`.
fn rest_by_prime(a: &mut Vec<u64>, b: &[u64]) {
    let Some(one_over) = b.last().map(|lead| inverse(*lead)) else { return };
    while a.len() >= b.len() {
        let factor = times(a.last().copied().unwrap_or(0), one_over);
        let from = a.len() - b.len();
        for (place, coefficient) in b.iter().enumerate() {
            let less = times(factor, *coefficient);
            let slot = &mut a[from + place];
            *slot = (*slot + PRIME - less) % PRIME;
        }
        while a.last() == Some(&0) {
            a.pop();
        }
    }
}

/// Divides by what all coefficients share, and makes the last of them positive.
fn primitive(mut polynomial: Coefficients) -> Coefficients {
    while polynomial.last().is_some_and(BigInt::is_zero) {
        polynomial.pop();
    }
    let mut content = BigInt::zero();
    for coefficient in &polynomial {
        content = greatest_common(content, coefficient.abs());
        if content.is_one() {
            break;
        }
    }
    if polynomial.last().is_some_and(BigInt::is_negative) {
        content = -content;
    }
    for coefficient in &mut polynomial {
        *coefficient /= &content;
    }
    polynomial
}

/// Greatest common divisor of two numbers from nothing on.
fn greatest_common(mut a: BigInt, mut b: BigInt) -> BigInt {
    while !b.is_zero() {
        let rest = &a % &b;
        a = std::mem::replace(&mut b, rest);
    }
    a
}

/// Greatest common divisor by pseudo-division, content taken out at every step.
fn common(a: Coefficients, b: Coefficients) -> Coefficients {
    let (mut a, mut b) = (primitive(a), primitive(b));
    while !b.is_empty() {
        let rest = pseudo_rest(a, &b);
        a = std::mem::replace(&mut b, primitive(rest));
    }
    a
}

fn pseudo_rest(mut a: Coefficients, b: &[BigInt]) -> Coefficients {
    let Some(lead) = b.last() else { return a };
    while a.len() >= b.len() {
        let factor = a.last().cloned().unwrap_or_default();
        for coefficient in &mut a {
            *coefficient *= lead;
        }
        let from = a.len() - b.len();
        for (place, coefficient) in b.iter().enumerate() {
            a[from + place] -= &factor * coefficient;
        }
        while a.last().is_some_and(BigInt::is_zero) {
            a.pop();
        }
    }
    a
}

/// The quotient by a divisor, up to a positive factor.
fn quotient(mut dividend: Coefficients, divisor: &[BigInt]) -> Coefficients {
    let Some(lead) = divisor.last() else { return dividend };
    let mut quotient = vec![BigInt::zero(); dividend.len() + 1 - divisor.len()];
    while dividend.len() >= divisor.len() {
        let from = dividend.len() - divisor.len();
        let factor = dividend.last().cloned().unwrap_or_default();
        for coefficient in dividend.iter_mut().chain(&mut quotient) {
            *coefficient *= lead;
        }
        for (place, coefficient) in divisor.iter().enumerate() {
            dividend[from + place] -= &factor * coefficient;
        }
        quotient[from] += factor;
        while dividend.last().is_some_and(BigInt::is_zero) {
            dividend.pop();
        }
    }
    primitive(quotient)
}
