//! What a project is worth, and to whom: discounting, rates of return, ledgers of who pays and who gains.
//!
//! [`CashFlow`] is a table of amounts by year with its measures. [`Project`] is a file that says who pays what and
//! who gains what; [`appraise()`] makes of it the worth to the economy, to the investor and to each party.
//! Nothing here knows the network or does input or output: the inputs are tables and texts of tables.
//! Equations and limits: `docs/methods/appraisal.md`.

mod appraise;
mod cash_flow;
mod discount;
mod draw;
mod fault;
mod measure;
mod polynomial;
pub mod project;
mod rate;
mod read;
mod shipped;
mod surplus;
#[cfg(test)]
mod tests;

pub use appraise::{
    Appraisal, Assumption, Bar, Investor, Kind, LedgerRow, Options, Premium, Switching, Year,
    appraise,
};
pub use cash_flow::{CashFlow, MOST_AMOUNT, MOST_YEARS, Movement};
pub use discount::Discount;
pub use draw::{Distribution, Drawn};
pub use fault::Fault;
pub use measure::{benefit_cost_ratio, mirr, npv, payback_year, spreadsheet_npv};
pub use project::{FlowsTable, Project};
pub use rate::Rate;
pub use read::ReadFlow;
pub use shipped::{CarbonPath, Evidence, Preset, TreatyEffect};
pub use surplus::{Gains, Way, gains, logsum_cost, rule_of_half};
