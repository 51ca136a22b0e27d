//! A question for landed cost, read: goods, sale and files, without the ways.

use super::claim::cited;
use super::request::{Figures, GoodsTerms, LandedCostRequest, amount, invoiced};
use super::{file_problem, goods_code};
use crate::PlanResponse;
use crate::engine::Engine;
use crate::problem::Problem;
use corridor_network::CountryCode;
use corridor_trade::hs::{HsCode, time_value};
use corridor_trade::landed::{Given, Rate};
use corridor_trade::schedule::Schedule;
use corridor_trade::{Incoterm, Register, Tariffs, Usd};
use jiff::civil::Date;
use std::borrow::Cow;
use std::sync::Arc;

/// What a question rests on besides its figures: the register and the schedules, with the user's files.
pub(super) struct Sources {
    pub(super) register: Cow<'static, Register>,
    pub(super) schedule: Schedule,
}

/// A question read: everything but the ways.
pub(super) struct Read {
    pub(super) sources: Arc<Sources>,
    pub(super) day: Date,
    pub(super) hs: HsCode,
    pub(super) title: &'static str,
    pub(super) origin: CountryCode,
    pub(super) value: Usd,
    pub(super) figures: Figures,
}

impl Read {
    pub(super) fn register(&self) -> &Register {
        &self.sources.register
    }
}

impl Engine {
    /// A question read.
    ///
    /// # Errors
    /// When the goods, the sale or a file make no sense.
    pub(super) fn read(&self, request: &LandedCostRequest) -> Result<Read, Problem> {
        let sources = self.sources(&request.terms)?;
        self.read_with(request, Arc::new(sources))
    }

    /// The register and the schedules with the user's files.
    ///
    /// # Errors
    /// When a file makes no sense.
    pub(super) fn sources(&self, terms: &GoodsTerms) -> Result<Sources, Problem> {
        let register = self.register_with(&terms.with)?;
        let mut schedule = Schedule::default();
        for (file, text) in &terms.schedules {
            schedule = schedule.with(file, text, &register).map_err(|faults| {
                let action = "mend the file; docs/methods/landed-cost.md describes its form";
                file_problem("schedule-invalid", &faults, action)
            })?;
        }
        Ok(Sources { register, schedule })
    }

    /// A question read whose files were read before.
    ///
    /// # Errors
    /// When the goods or the sale make no sense.
    pub(super) fn read_with(
        &self,
        request: &LandedCostRequest,
        sources: Arc<Sources>,
    ) -> Result<Read, Problem> {
        let terms = &request.terms;
        let (hs, title) = goods_code(&request.hs)?;
        let origin = self.country(&request.origin, "--origin")?;
        let mass_t = self.shipment(&request.plan.order)?.mass_t;
        let figures = terms.figures(mass_t)?;
        let value = match &terms.invoice {
            Some(invoice) => invoiced(invoice, &figures.measured)?,
            None => amount(&request.value_usd, "--value-usd")?,
        };
        if value == Usd::ZERO {
            return Err(Problem::bad_input(
                "amount-invalid",
                "--value-usd 0: goods worth nothing have no landed cost",
                "give the value of the goods in US dollars",
            ));
        }
        if terms.value_is_price && figures.term == Incoterm::Ddp {
            return Err(Problem::bad_input(
                "incoterm-unknown",
                "a price under DDP has duty and tax in it, which are reckoned on the goods in it",
                "give the value of the goods at the seller's door (--value-is goods)",
            ));
        }
        let supposed = self.supposed().map(|s| s.conditions);
        let supposed = supposed.and_then(|conditions| conditions.as_of.or(conditions.depart));
        let day = terms.as_of.or(supposed).unwrap_or(request.plan.depart);
        Ok(Read { sources, day, hs, title, origin, value, figures })
    }
}

/// What is given of the goods and the sale.
pub(super) fn given(
    request: &LandedCostRequest,
    read: &Read,
    plan: &PlanResponse,
    domestic: bool,
) -> Given {
    let figures = &read.figures;
    let shipped = Tariffs::shipped().insurance.as_ref();
    let time = time_value(&read.hs);
    let hundred = rust_decimal::Decimal::ONE_HUNDRED;
    let cover = shipped.map_or(hundred, |i| i.cover_percent);
    let yours = figures.insurance_percent.map(|percent| (percent, cover));
    Given {
        value: read.value,
        is_price: request.terms.value_is_price,
        term: figures.term,
        measured: figures.measured.clone(),
        insurance: Rate {
            figure: yours.or(shipped.map(|i| (i.percent, i.cover_percent))),
            name: "insurance".to_owned(),
            source: match shipped {
                _ if figures.premium.is_some() || yours.is_some() => "yours".to_owned(),
                Some(i) => cited(&i.evidence.source, &i.evidence.date),
                None => String::new(),
            },
            note: match shipped {
                Some(i) if figures.premium.is_none() && yours.is_none() => i.evidence.note.clone(),
                _ => String::new(),
            },
            supply: "the premium (--insurance-percent or --insurance-usd)".to_owned(),
        },
        premium: figures.premium,
        unloading: figures.unloading,
        time: Rate {
            figure: figures.time_percent.or(time.map(|t| t.percent_per_day)),
            name: "time".to_owned(),
            source: match time {
                _ if figures.time_percent.is_some() => "yours (--time-percent)".to_owned(),
                Some(t) => cited(&t.evidence.source, &t.evidence.date),
                None => String::new(),
            },
            note: match time {
                Some(t) if figures.time_percent.is_none() => t.evidence.note.clone(),
                _ => String::new(),
            },
            supply: "what a day costs (--time-percent)".to_owned(),
        },
        freight_source: format!("rates of `corridor plan`, {}; no quotes", plan.meta.prices),
        domestic,
    }
}
