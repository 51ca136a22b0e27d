//! Trade over the planner's itineraries: landed cost, origin, local content, joint production.
//!
//! The rules and the arithmetic are `corridor_trade`'s; here they meet places, ways and the register
//! as questions and plain answers. Nothing in an answer is legal advice, and every answer says so.

mod asked;
mod book;
mod claim;
mod content;
mod duty;
mod keeping;
mod landed;
mod notes;
mod origin;
mod preference;
mod production;
mod request;
mod shipment;
mod view;
mod way;

pub(crate) use claim::group_name;
pub(crate) use request::percent;

pub use book::{GoodsRow, LandedBook, LandedRow, PreferredRow};
pub use content::{ImportedView, LocalContentResponse, StepView};
pub use landed::LandedPlans;
pub use origin::{
    AgreementOriginView, AssemblyOriginView, FindingView, OriginRequest, OriginResponse, Parties,
};
pub use production::{InputView, ProductionResponse, StageView};
pub use request::{GoodsTerms, LandedCostRequest};
pub use shipment::{ShipmentGoodsView, ShipmentResponse, ShipmentWayView};
pub use view::{
    AlternativeView, CostLineView, DutyForm, DutyLineView, DutyView, GoodsView, ImporterView,
    LandedCostResponse, LandedPlan, LandedView, PreferenceView, answers_schema,
};

pub use corridor_trade::bom::Bill;
pub use corridor_trade::origin::Consignment;

use crate::country;
use crate::engine::Engine;
use crate::problem::{Problem, did_you_mean};
use corridor_network::CountryCode;
use corridor_trade::hs::{HsCode, Nomenclature};
use corridor_trade::{Faults, Register};
use std::borrow::Cow;

/// Said with every answer.
pub const NO_ADVICE: &str =
    "a reckoning from the sources named, no legal or tax advice: customs decide";

/// What is wrong with a file of the user's.
fn file_problem(code: &'static str, faults: &Faults, action: &str) -> Problem {
    match code {
        "schedule-invalid" => Problem::bad_input("schedule-invalid", faults.to_string(), action),
        "rules-invalid" => Problem::bad_input("rules-invalid", faults.to_string(), action),
        _ => Problem::bad_input("bom-invalid", faults.to_string(), action),
    }
}

impl Engine {
    /// The country of two letters or of a name.
    pub(crate) fn country(&self, text: &str, flag: &str) -> Result<CountryCode, Problem> {
        let text = text.trim();
        let is = |name: &str| name.eq_ignore_ascii_case(text);
        let countries = &self.network().facts().countries;
        if let Some(country) = country::named(self.network(), text) {
            return Ok(country);
        }
        let listed = Register::shipped().countries().into_iter().find(|code| is(code.as_str()));
        listed.ok_or_else(|| {
            let names = countries.iter().flat_map(|c| [c.code.as_str(), c.name.as_str()]);
            let hint = did_you_mean(text, names);
            Problem::bad_input(
                "country-unknown",
                format!("{flag} {text:?} is no country"),
                hint.map_or("give two letters, such as IN".to_owned(), |hint| {
                    format!("did you mean {hint:?}?")
                }),
            )
        })
    }

    /// The register with the user's files laid over it.
    pub(crate) fn register_with(
        &self,
        files: &[(String, String)],
    ) -> Result<Cow<'static, Register>, Problem> {
        let mut register = Cow::Borrowed(Register::shipped());
        for (file, text) in files {
            register = Cow::Owned(self.laid_over(&register, file, text)?);
        }
        Ok(register)
    }
}

/// A code of the nomenclature with its title.
///
/// # Errors
/// When it is no code, or none of the nomenclature: the nearest are told.
pub fn goods_code(text: &str) -> Result<(HsCode, &'static str), Problem> {
    let code: HsCode = text.parse().map_err(|e: corridor_trade::hs::InvalidHs| {
        Problem::bad_input("hs-invalid", e.to_string(), "give six digits, such as 3004.90")
    })?;
    match Nomenclature::shipped().title(&code) {
        Ok(title) if code.digits().len() >= 6 => Ok((code, title)),
        Ok(title) => Err(Problem::bad_input(
            "hs-invalid",
            format!("{code} ({title}) is a whole chapter or heading"),
            "give the six digits of the goods",
        )),
        Err(unknown) if unknown.older.is_some() => {
            let older = unknown.older.as_ref();
            let became = older.iter().flat_map(|older| &older.successors).map(|code| {
                let title = Nomenclature::shipped().title(code).unwrap_or_default();
                format!("{code} {}", shortened(title, 60))
            });
            let became: Vec<String> = became.collect();
            Err(Problem::bad_input(
                "hs-unknown",
                format!(
                    "{code} was a code of the Harmonized System of {}, and is none of 2022",
                    older.map_or(2017, |older| older.edition)
                ),
                format!("its goods are now under:\n       {}", became.join("\n       ")),
            ))
        }
        Err(unknown) => {
            let nearest: Vec<String> = unknown
                .nearest
                .iter()
                .map(|(code, title)| format!("{code} {}", shortened(title, 60)))
                .collect();
            Err(Problem::bad_input(
                "hs-unknown",
                format!("{code} is not in the Harmonized System of 2022"),
                format!("one of the nearest:\n       {}", nearest.join("\n       ")),
            ))
        }
    }
}

/// A bill of materials from a file.
///
/// # Errors
/// When it is none: every fault with row and reason.
pub fn bill(file: &str, text: &str) -> Result<Bill, Problem> {
    Bill::read(file, text).map_err(|faults| {
        file_problem("bom-invalid", &faults, "mend the file; docs/methods/origin.md describes it")
    })
}

/// The beginning of a text, with dots where it was cut.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(3)).collect();
    format!("{}...", cut.trim_end())
}
