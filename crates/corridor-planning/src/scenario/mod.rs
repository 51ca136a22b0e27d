//! Scenarios: ordered lists of modifications to the world that is planned over.
//!
//! A [`Scenario`] is one TOML file, or a table of services or quotes ([`Scenario::of_table`]).
//! [`apply_all`] edits copies of the facts, of the parameters and of the conditions and says what each modification changed; the network itself is never touched, and
//! everything downstream reads the copies as it reads the originals. Figures are reckoned from the
//! world without scenarios, so that a scenario applied twice is the same as once and of two in a
//! stack the later one wins. Not here: what scenarios do to itineraries (`corridor::compare`).
//! Form and meaning: `docs/methods/scenarios.md`.

mod apply;
mod build;
mod change;
mod draft;
mod figure;
mod form;
mod ice;
mod name;
mod quotes;
mod read;
mod services;
mod shipped;
mod status;
mod table;
#[cfg(test)]
mod tests;

pub use change::{Change, Modification, Scenario};
pub use draft::{Applied, ChangeMade, Changed, ConditionEdits, Supposed, apply_all};
pub use form::ScenarioText;
pub use ice::areas_named;
pub use shipped::{SHIPPED, shipped};
