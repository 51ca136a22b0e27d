//! The measures of a cash flow.

use crate::problem::Problem;
use corridor_appraisal::{
    CashFlow, Fault, Rate, benefit_cost_ratio, mirr, npv, payback_year, spreadsheet_npv,
};
use schemars::JsonSchema;
use serde::Serialize;

/// What is asked of a cash flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashFlowRequest {
    /// Name of the table, for messages.
    pub file: String,
    /// The table: `year,amount_usd`.
    pub table: String,
    /// The rate of discount, such as `10%`.
    pub rate: String,
    /// The rate at which deficits are financed; the rate of discount without it.
    pub finance_rate: Option<String>,
    /// The rate at which surpluses are reinvested; the rate of discount without it.
    pub reinvest_rate: Option<String>,
    /// The calendar year that is not discounted.
    pub base_year: Option<i32>,
}

/// The measures of a cash flow. Rates are fractions: 0.1 is 10 %.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CashFlowResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// Net present value at the base year, US dollars.
    pub npv_usd: f64,
    /// Every internal rate of return above -1, in order.
    pub irr: Vec<f64>,
    /// Modified internal rate of return; null without both surpluses and deficits.
    pub mirr: Option<f64>,
    /// Present value of what flows in over that of what flows out; null where one is missing.
    pub bcr: Option<f64>,
    /// The first year from whose end on the sum of all amounts stays at 0 or above; null for never.
    pub payback_year: Option<i32>,
    /// The same of discounted amounts.
    pub discounted_payback_year: Option<i32>,
    /// What `NPV()` of a spreadsheet gives, which discounts the first year too.
    pub spreadsheet_npv_usd: f64,
    /// The rate of discount.
    pub rate: f64,
    /// The rate at which deficits are financed.
    pub finance_rate: f64,
    /// The rate at which surpluses are reinvested.
    pub reinvest_rate: f64,
    /// The year that is not discounted.
    pub base_year: i32,
    /// The years with a movement, in order.
    pub years: Vec<YearView>,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

/// A year of a cash flow, US dollars.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct YearView {
    /// The year.
    pub year: i32,
    /// What flows in less what flows out.
    pub amount_usd: f64,
    /// The same, discounted to the base year.
    pub discounted_usd: f64,
    /// The discounted sum up to the year's end.
    pub cumulative_usd: f64,
}

/// A rate as typed behind a flag.
pub(super) fn rate(text: &str, flag: &str) -> Result<Rate, Problem> {
    text.parse().map_err(|fault: Fault| {
        Problem::bad_input("rate-invalid", format!("{flag} {}", fault.reason), fault.action)
    })
}

/// Measures a cash flow.
///
/// # Errors
/// When a rate or the table cannot be read, each wrong row with its line; when the internal rates
/// cannot be told apart.
pub fn cash_flow(request: &CashFlowRequest) -> Result<CashFlowResponse, Problem> {
    let discount = rate(&request.rate, "--rate")?;
    let or_discount = |text: &Option<String>, flag: &str| {
        text.as_ref().map_or(Ok(discount), |text| rate(text, flag))
    };
    let finance = or_discount(&request.finance_rate, "--finance-rate")?;
    let reinvest = or_discount(&request.reinvest_rate, "--reinvest-rate")?;
    let read = CashFlow::read(&request.file, &request.table, request.base_year)
        .map_err(|fault| Problem::bad_input("cash-flow-invalid", fault.reason, fault.action))?;
    let flow = &read.flow;
    let irr = flow
        .internal_rates()
        .map_err(|fault| Problem::bad_input("irr-undetermined", fault.reason, fault.action))?;
    let mut warnings: Vec<String> = read
        .summed
        .iter()
        .map(|(year, rows)| {
            format!(
                "year {year} has {rows} rows; they count together, in the ratio each by its sign"
            )
        })
        .collect();
    warnings.extend(about_rates(&irr));
    let mut cumulative = 0.0;
    let years = flow.years_as_numbers().map(|(year, amount)| {
        let discounted = amount * discount.factor(year - flow.base_year());
        cumulative += discounted;
        YearView {
            year,
            amount_usd: amount,
            discounted_usd: discounted,
            cumulative_usd: cumulative,
        }
    });
    Ok(CashFlowResponse {
        schema_version: 1,
        npv_usd: npv(flow, discount),
        mirr: mirr(flow, finance, reinvest),
        bcr: benefit_cost_ratio(flow, discount),
        payback_year: payback_year(flow, Rate::ZERO),
        discounted_payback_year: payback_year(flow, discount),
        spreadsheet_npv_usd: spreadsheet_npv(flow, discount),
        rate: discount.fraction(),
        finance_rate: finance.fraction(),
        reinvest_rate: reinvest.fraction(),
        base_year: flow.base_year(),
        years: years.collect(),
        irr,
        warnings,
    })
}

/// What the number of internal rates means.
pub(super) fn about_rates(rates: &[f64]) -> Option<String> {
    match rates {
        [] => Some(
            "there is no internal rate of return: the present value has the same sign at every rate"
                .to_owned(),
        ),
        [_] => None,
        several => {
            let told: Vec<String> = several.iter().map(|r| format!("{:.2} %", r * 100.0)).collect();
            Some(format!(
                "there are {} internal rates of return ({}): none of them decides; judge by the net \
                 present value",
                several.len(),
                told.join(", ")
            ))
        }
    }
}
