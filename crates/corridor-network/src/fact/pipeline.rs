//! Pipelines: what is pumped from one terminal to another.

use super::{Evidence, StatusPeriod};
use crate::{CountryCode, LngLat};
use serde::{Deserialize, Serialize};

/// What a pipeline carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PipedGoods {
    /// Crude oil and condensate.
    Crude,
    /// Oil products.
    Products,
}

/// What a tonne pays from one end to the other, as published.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TonnePrice {
    /// US dollars a tonne at the rate of its time.
    pub usd_per_t: f64,
    /// The year it is of.
    pub year: u16,
}

/// A pipeline between two terminals. It flows from the first to the second only, unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// Stable id, such as `baku-tbilisi-ceyhan`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// Terminal where it begins, by id.
    pub from: String,
    /// Terminal where it ends, by id.
    pub to: String,
    /// What it carries.
    pub goods: PipedGoods,
    /// Whether it is pumped both ways.
    #[serde(default)]
    pub two_way: bool,
    /// Countries it lies in, from its beginning to its end.
    pub countries: Vec<CountryCode>,
    /// Course from its beginning to its end; the terminals may lie some kilometres off.
    pub course: Vec<LngLat>,
    /// Length, km.
    pub length_km: f64,
    /// Tonnes a year that it can carry, where known.
    #[serde(default)]
    pub capacity_t_y: Option<f64>,
    /// Its tariff where one is published; by the parameter of all pipelines when absent.
    #[serde(default)]
    pub price: Option<TonnePrice>,
    /// Who runs it.
    #[serde(default)]
    pub operator: String,
    /// Status by date; open when nothing is stated.
    #[serde(default)]
    pub status: Vec<StatusPeriod>,
    /// Where it comes from.
    pub evidence: Evidence,
}
