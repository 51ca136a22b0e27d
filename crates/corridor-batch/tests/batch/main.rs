//! Tables written and read back, interrupted and resumed, damaged and refused.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod arbitrary;
mod bad_input;
mod plans;
mod resume;
mod round_trip;
mod tables;
