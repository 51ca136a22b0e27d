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
pub mod bom;
mod check;
mod country;
mod coverage;
mod dating;
pub mod duty;
mod error;
pub mod hs;
mod incoterm;
pub mod landed;
pub mod local_content;
mod money;
pub mod origin;
mod protection;
mod register;
pub mod restriction;
pub mod schedule;
mod shipped;
mod standing;
mod supposed;
mod table;
mod tariff;
mod word;

#[cfg(test)]
mod tests;

pub use agreement::{Agreement, Member, Party, Source, Status, Suspension, Switch};
pub use coverage::{Basis as CoverageBasis, Coverage, Covered};
pub use dating::{InvalidDate, Onset, PartialDate};
pub use error::{Fault, Faults, Location, RegisterError};
pub use incoterm::{Incoterm, InvalidIncoterm, Payer, Point};
pub use money::{InvalidAmount, MOST_USD, Usd, decimal, shared_out};
pub use protection::Protection;
pub use register::{Register, UnknownName};
pub use standing::{AsOf, Capacity, Participant, Preference, Standing};
pub use supposed::Contradiction;
pub use tariff::{
    Average, Basis, Fee, Group, Insurance, ListedRate, Measure, Period, Surcharge, Tariffs, Tax,
    TaxBase, TaxBaseRow, TaxKind, Texts, Valuation,
};
pub use word::{Kind, Role, Rule, State, Takes};
