//! What a cash flow or a project is worth, as plain answers.
//!
//! The arithmetic is `corridor_appraisal`'s; nothing here needs the network.

mod cash_flow;
mod flows;
mod page;
mod picture;
mod project;

pub use cash_flow::{CashFlowRequest, CashFlowResponse, YearView, cash_flow};
pub(crate) use flows::flows_table;
pub use page::html_project;
pub use picture::svg_project;
pub use project::{
    AssumptionView, BarView, CountryWorth, DrawsView, EXAMPLE_PROJECT, InvestorView, LedgerRow,
    PartyWorth, PremiumView, ProjectRequest, ProjectResponse, ProjectYear, RateStep, SwitchingView,
    project, project_tables,
};
