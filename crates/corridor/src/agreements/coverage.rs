//! By which treaty an investment made on one day is protected on another, and until when.

use super::Who;
use crate::engine::Engine;
use crate::problem::Problem;
use corridor_trade::{Coverage, Covered, Source};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

/// Said with every answer.
const NO_ADVICE: &str = "reckoned from dates and clauses in the register, no legal advice: a treaty has \
    further conditions on investor, investment and dispute";

/// What is asked of an investment.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageRequest {
    /// The two countries, by code or name: where the investor is from and where it invested.
    pub parties: Vec<String>,
    /// The day on which the investment was made.
    pub invested: Date,
    /// The day for which it is asked.
    pub as_of: Date,
    /// A user's files laid over the register: name and text of each.
    pub with: Vec<(String, String)>,
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoverageResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// The two countries, by their codes.
    pub parties: [String; 2],
    /// The day on which the investment was made.
    pub invested: String,
    /// The day for which it is asked.
    pub as_of: String,
    /// Whether a treaty protects it; null when that is not known.
    pub covered: Option<bool>,
    /// Id of the treaty that does; the one that protects longest where several do.
    pub covered_by: Option<String>,
    /// The last day of that protection; null while no end of it is known.
    pub until: Option<String>,
    /// The answer in a sentence.
    pub summary: String,
    /// Every treaty on investment between the two, what protects it first.
    pub treaties: Vec<TreatyView>,
    /// What a reader should know of the answer as a whole.
    pub warnings: Vec<String>,
}

/// What a treaty is to the investment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TreatyView {
    /// Id of the agreement.
    pub id: String,
    /// Its full name.
    pub name: String,
    /// Whether it protects the investment; null when that is not known.
    pub covered: Option<bool>,
    /// Why: `in-force`, `survival`, `survival-over`, `survival-not-known`, `made-after-end`, `made-before`,
    /// `not-in-force` or `suspended`.
    pub basis: String,
    /// The last day of protection, where one is known.
    pub until: Option<String>,
    /// Since when it binds both, as exact as the source.
    pub in_force: Option<String>,
    /// From when on it binds both no longer, as exact as the source.
    pub ended: Option<String>,
    /// Years for which it protects after its end; null when that is not known.
    pub survival_years: Option<u8>,
    /// The reason in a sentence.
    pub reason: String,
    /// Whether it is only supposed, by a user's file.
    pub hypothetical: bool,
    /// What no source was found for.
    pub unknown: Vec<String>,
    /// Where this comes from.
    pub sources: Vec<Source>,
}

fn known(covered: Covered) -> Option<bool> {
    match covered {
        Covered::Yes => Some(true),
        Covered::No => Some(false),
        Covered::NotKnown => None,
    }
}

fn view(found: &Coverage<'_>) -> TreatyView {
    let agreement = found.agreement;
    TreatyView {
        id: agreement.id.clone(),
        name: agreement.name.clone(),
        covered: known(found.covered),
        basis: found.basis.word().to_owned(),
        until: found.until.map(|day| day.to_string()),
        in_force: found.in_force.map(|onset| onset.to_string()),
        ended: found.ended.map(|onset| onset.to_string()),
        survival_years: agreement.protection.as_ref().and_then(|terms| terms.survival_years),
        reason: found.reason.clone(),
        hypothetical: agreement.hypothetical,
        unknown: agreement.unknown.clone(),
        sources: agreement.sources.clone(),
    }
}

impl Engine {
    /// By which treaty an investment is protected.
    ///
    /// # Errors
    /// When there are not two countries, the days are in the wrong order, or a user's file is wrong.
    pub fn coverage(&self, request: &CoverageRequest) -> Result<CoverageResponse, Problem> {
        let CoverageRequest { parties, invested, as_of, with } = request;
        if as_of < invested {
            return Err(Problem::bad_input(
                "coverage-days",
                format!("--as-of {as_of} is before the investment is made, --invested {invested}"),
                "give the day of the investment first, and a later one for which you ask",
            ));
        }
        let register = self.register_with(with)?;
        let mut codes = Vec::new();
        for party in parties {
            match self.party(&register, party)? {
                Who::Country(code) if !codes.contains(&code) => codes.push(code),
                Who::Country(_) => {}
                Who::Union(union) => {
                    return Err(Problem::bad_input(
                        "coverage-parties",
                        format!("--party {union} is a union; an investor is of a country"),
                        "name the country, such as --party RU",
                    ));
                }
            }
        }
        let [a, b] = codes[..] else {
            return Err(Problem::bad_input(
                "coverage-parties",
                format!("an investment lies between two countries; {} given", codes.len()),
                "give both, such as --party IN --party RU",
            ));
        };
        let found = register.coverage([a, b], *invested, *as_of);
        let treaties: Vec<TreatyView> = found.iter().map(view).collect();
        let best = found.first().filter(|c| c.covered == Covered::Yes);
        // Without any it is not known: the register is no list of all treaties.
        let covered = found.first().and_then(|first| known(first.covered));
        let pair = format!("an investment of {invested} between {a} and {b}");
        let summary = match (found.first(), covered) {
            (Some(first), Some(true)) => {
                let until = first.until.map_or_else(
                    || "; no end of that is known".to_owned(),
                    |day| format!(", until {day}"),
                );
                format!("{pair} is covered on {as_of} by {}{until}", first.agreement.id)
            }
            (Some(_), Some(false)) => {
                format!("{pair} is covered on {as_of} by no treaty of the register")
            }
            (Some(first), None) => format!(
                "whether {pair} is covered on {as_of} is not known: {}: {}",
                first.agreement.id, first.reason
            ),
            (None, _) => format!(
                "whether {pair} is covered on {as_of} is not known: the register has no treaty on \
                 investment between the two"
            ),
        };
        let mut warnings = vec![NO_ADVICE.to_owned()];
        if treaties.iter().any(|treaty| treaty.hypothetical) {
            warnings.push("hypothetical, supposed by your file, where it says so".to_owned());
        }
        if found.is_empty() {
            warnings.push(
                "the register is not a list of all treaties; lay one over it with --with FILE"
                    .to_owned(),
            );
        }
        if let Some((_, last)) = register.span()
            && *as_of > last.latest()
        {
            warnings.push(format!(
                "the latest source is of {last}; what was agreed or ended since is not known"
            ));
        }
        Ok(CoverageResponse {
            schema_version: 1,
            parties: [a.to_string(), b.to_string()],
            invested: invested.to_string(),
            as_of: as_of.to_string(),
            covered,
            covered_by: best.map(|c| c.agreement.id.clone()),
            until: best.and_then(|c| c.until).map(|day| day.to_string()),
            summary,
            treaties,
            warnings,
        })
    }
}
