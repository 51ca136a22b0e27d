//! What agreements stand on a day, what they change, and what goods owe.
//!
//! Start at [`Register`]: the agreements that come with the program, read from `data/agreements`.
//! Ask it [`Register::as_of`] a day and get every agreement with its state, its parties and whether
//! what it switches is on. A user's file can be laid over it, and what is only supposed in it stays
//! marked as hypothetical.
//!
//! This crate knows no network: corridors and passages are names here, and whoever has the network
//! checks them with [`Register::unknown_names`]. It reads no clock.

mod agreement;
mod check;
mod dating;
mod error;
mod register;
mod shipped;
mod standing;
mod tariff;
mod word;

#[cfg(test)]
mod tests;

pub use agreement::{Agreement, Member, Party, Source, Status, Switch};
pub use dating::{InvalidDate, Onset, PartialDate};
pub use error::{Fault, Location, RegisterError};
pub use register::{Register, UnknownName};
pub use standing::{AsOf, Capacity, Participant, Preference, Standing};
pub use tariff::{Average, Basis, Group, Measure, TariffError, Tariffs, Tax, Valuation};
pub use word::{Kind, Role, Rule, State, Takes};
