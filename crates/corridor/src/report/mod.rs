//! What can be made of an answer besides its tables: pictures, indicators, a report of emissions.
//!
//! Everything here reads a [`PlanResponse`](crate::PlanResponse) and adds no figure of its own; the
//! map stands in [`crate::page`], drawings for terminals in the command line. Definitions:
//! `docs/methods/reports.md`.

mod chart;
mod emissions;
mod gantt;
mod indicators;
mod scale;
#[cfg(test)]
mod tests;

pub use chart::svg_chart;
pub use emissions::{EmissionChain, EmissionElement, EmissionReport, emissions};
pub use gantt::svg_gantt;
pub use indicators::IndicatorsView;
pub(crate) use indicators::indicators;
pub use scale::{CoursePoint, course, ticks};
