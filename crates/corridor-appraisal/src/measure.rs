//! Measures of a cash flow: net present value, modified rate of return, ratio, payback.

use crate::cash_flow::CashFlow;
use crate::rate::Rate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// An exact amount as the nearest binary number.
pub(crate) fn binary(amount: Decimal) -> f64 {
    // The exact digits are read again: the library's own conversion loses the last of them.
    amount.to_string().parse().ok().or_else(|| amount.to_f64()).unwrap_or(f64::NAN)
}

/// A sum in which no digit is lost to the order of the parts (Neumaier).
fn sum(parts: impl Iterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for part in parts {
        let next = total + part;
        lost +=
            if total.abs() >= part.abs() { (total - next) + part } else { (part - next) + total };
        total = next;
    }
    total + lost
}

/// Net present value at the base year, which is not discounted.
pub fn npv(flow: &CashFlow, rate: Rate) -> f64 {
    let base = flow.base_year();
    sum(flow.years().iter().map(|(year, amount)| binary(*amount) * rate.factor(year - base)))
}

/// What the `NPV()` of spreadsheets gives for all years from the first on: it discounts the first
/// amount by a year too.
pub fn spreadsheet_npv(flow: &CashFlow, rate: Rate) -> f64 {
    let first = flow.span().map_or(0, |[first, _]| first);
    sum(flow.years().iter().map(|(year, amount)| binary(*amount) * rate.factor(year - first + 1)))
}

/// Present value of what flows in over that of what flows out, movement by movement; none where one
/// of the two is missing.
pub fn benefit_cost_ratio(flow: &CashFlow, rate: Rate) -> Option<f64> {
    let base = flow.base_year();
    let value = |sign: f64| {
        let amounts = flow.movements().iter().map(|m| (m.year, sign * binary(m.amount)));
        sum(amounts.filter(|(_, a)| *a > 0.0).map(|(year, a)| a * rate.factor(year - base)))
    };
    let (benefits, costs) = (value(1.0), value(-1.0));
    (benefits > 0.0 && costs > 0.0).then(|| benefits / costs)
}

/// Modified internal rate of return: years with a surplus are reinvested until the last year, years
/// with a deficit financed from the first; none where one of the two is missing.
pub fn mirr(flow: &CashFlow, finance: Rate, reinvest: Rate) -> Option<f64> {
    let [first, last] = flow.span()?;
    let years = || flow.years().iter().map(|(year, amount)| (*year, binary(*amount)));
    let future = sum(years().filter(|y| y.1 > 0.0).map(|(y, a)| a * reinvest.factor(y - last)));
    let present = sum(years().filter(|y| y.1 < 0.0).map(|(y, a)| -a * finance.factor(y - first)));
    (future > 0.0 && present > 0.0 && last > first)
        .then(|| (future / present).powf(1.0 / f64::from(last - first)) - 1.0)
}

/// The first year from whose end on the discounted sum of all amounts so far stays at nothing or
/// above; none where it never does, or where nothing was ever paid out.
pub fn payback_year(flow: &CashFlow, rate: Rate) -> Option<i32> {
    let base = flow.base_year();
    let (mut total, mut paid_back, mut owed) = (0.0, None, false);
    for (year, amount) in flow.years() {
        total += binary(*amount) * rate.factor(year - base);
        if total < 0.0 {
            owed = true;
            paid_back = None;
        } else {
            paid_back = paid_back.or(Some(*year));
        }
    }
    paid_back.filter(|_| owed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cash_flow::Movement;

    fn flow(amounts: &[(i32, i64)]) -> CashFlow {
        let movement =
            |(year, amount): &(i32, i64)| Movement { year: *year, amount: Decimal::from(*amount) };
        CashFlow::new(amounts.iter().map(movement).collect(), 0).unwrap()
    }

    fn level(start: &[i64], amount: i64, times: usize) -> CashFlow {
        let amounts = start.iter().copied().chain(std::iter::repeat_n(amount, times));
        flow(&(0..).zip(amounts).collect::<Vec<_>>())
    }

    fn percent(text: &str) -> Rate {
        text.parse().unwrap()
    }

    fn near(value: f64, digits: f64, places: i32) {
        let half = 0.5 * 10_f64.powi(-places);
        assert!((value - digits).abs() <= half * 1.000_001, "{value} is not {digits}");
    }

    #[test]
    fn a_hundred_out_and_ten_times_twenty_in() {
        let flow = level(&[-100], 20, 10);
        let ten = percent("10%");
        near(npv(&flow, ten), 22.891_342, 6);
        near(spreadsheet_npv(&flow, ten), 20.810_311, 6);
        near(flow.internal_rates().unwrap()[0] * 100.0, 15.098_414_5, 7);
        near(mirr(&flow, ten, ten).unwrap() * 100.0, 12.290_965_0, 7);
        near(benefit_cost_ratio(&flow, ten).unwrap(), 1.228_913_42, 8);
        assert_eq!(payback_year(&flow, Rate::ZERO), Some(5));
        assert_eq!(payback_year(&flow, ten), Some(8));
    }

    #[test]
    fn one_way_flows_have_no_ratio_no_rate_and_no_payback() {
        for amount in [-5, 5] {
            let flow = level(&[amount], amount, 3);
            let ten = percent("10%");
            assert_eq!(benefit_cost_ratio(&flow, ten), None);
            assert_eq!(mirr(&flow, ten, ten), None);
            assert_eq!(payback_year(&flow, ten), None);
            assert_eq!(flow.internal_rates().unwrap(), []);
        }
    }

    #[test]
    fn what_is_owed_again_at_the_end_is_not_paid_back() {
        let flow = flow(&[(0, -100), (1, 150), (2, 10), (9, -200)]);
        assert_eq!(payback_year(&flow, Rate::ZERO), None);
    }

    #[test]
    fn two_rates_are_both_told() {
        let flow = flow(&[(0, -100), (1, 230), (2, -132)]);
        assert_eq!(flow.internal_rates().unwrap(), [0.1, 0.2]);
    }

    #[test]
    fn three_years_of_works_and_twenty_seven_of_return() {
        let flow = level(&[-300, -400, -300], 140, 27);
        for (rate, value) in
            [("10%", 157.199_373), ("9.55%", 202.333_460), ("9%", 262.007_566), ("12%", -9.855_317)]
        {
            near(npv(&flow, percent(rate)), value, 6);
        }
        let rates = flow.internal_rates().unwrap();
        assert_eq!(rates.len(), 1);
        near(rates[0] * 100.0, 11.863_957, 6);
    }
}
