//! `origin`: whether the good of a bill originates under each agreement, and what it falls short by.

mod certificate;
mod under;

pub use certificate::Parties;

use super::{NO_ADVICE, file_problem};
use crate::agreements::named;
use crate::engine::Engine;
use crate::problem::Problem;
use corridor_network::CountryCode;
use corridor_trade::bom::Bill;
use corridor_trade::origin::{ProductRules, Rule, Tolerance};
use corridor_trade::{Agreement, Register};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
use under::{Judge, Materials};

/// What is asked.
#[derive(Clone, Debug)]
pub struct OriginRequest {
    /// The bill of materials.
    pub bill: Bill,
    /// Only under these agreements; under all that grant a preference when empty.
    pub agreements: Vec<String>,
    /// Country that imports; any that grants a preference when not given.
    pub to_country: Option<String>,
    /// The day.
    pub as_of: Date,
    /// The user's agreements laid over the register.
    pub with: Vec<(String, String)>,
    /// The user's rules for products: name and text of each file.
    pub rules: Vec<(String, String)>,
    /// A rule for all goods, in place of the agreements' own.
    pub rule: Option<String>,
    /// What need not change its code, in place of what is known of agreements: `10`, `7 weight of 50-63`,
    /// `0` for nothing; the first that is for the goods counts.
    pub de_minimis: Vec<String>,
    /// Countries whose materials count besides those of the exporter, in place of what is known of
    /// agreements; `parties` for all parties, `none` for nobody's.
    pub cumulate: Vec<String>,
    /// Processes that were carried out, by their names in rules.
    pub processes: Vec<String>,
}

/// A test and what it found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingView {
    /// The test.
    pub test: String,
    /// Whether it is met; null when it is not known.
    pub met: Option<bool>,
    /// Why.
    pub reason: String,
    /// Materials of this value have to come from the area for it to be met, US dollars.
    pub short_usd: Option<f64>,
    /// Materials that keep the code of the good.
    pub short_materials: Vec<String>,
    /// What to give when it is not known.
    pub supply: Option<String>,
}

/// An assembly under an agreement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AssemblyOriginView {
    /// The assembly; the last is the finished good.
    pub name: String,
    /// Its code.
    pub hs: String,
    /// Whether it originates; null when it is not known.
    pub originates: Option<bool>,
    /// The rule, if one is known.
    pub rule: Option<String>,
    /// Where the rule is from.
    pub rule_source: String,
    /// (value - materials that do not originate) / value, per cent.
    pub build_down_percent: f64,
    /// Materials that originate / value, per cent.
    pub build_up_percent: f64,
    /// Materials that do not originate, US dollars.
    pub non_originating_usd: f64,
    /// What each test found.
    pub findings: Vec<FindingView>,
    /// What a reader should know besides.
    pub note: String,
}

/// A good under an agreement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AgreementOriginView {
    /// Id of the agreement.
    pub agreement: String,
    /// Its name.
    pub name: String,
    /// Its state on the day; `not-yet` before its first.
    pub status: String,
    /// Whether it is not in force on the day, so that its preference is a supposition.
    pub hypothetical: bool,
    /// Whether the good originates; null when it is not known.
    pub originates: Option<bool>,
    /// Countries whose materials count.
    pub area: Vec<String>,
    /// Parties of which it is not known whether their materials count.
    pub area_unsure: Vec<String>,
    /// What need not change its code, in words; null when it is not known.
    pub de_minimis: Option<Vec<String>>,
    /// Assemblies, the finished good last.
    pub assemblies: Vec<AssemblyOriginView>,
    /// What a reader should know besides.
    pub note: String,
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OriginResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// The day.
    pub as_of: String,
    /// The finished good.
    pub good: String,
    /// Its code.
    pub hs: String,
    /// Country it is made in.
    pub made_in: String,
    /// Value, US dollars.
    pub value_usd: f64,
    /// What is found under each agreement.
    pub agreements: Vec<AgreementOriginView>,
    /// What holds for the whole answer.
    pub warnings: Vec<String>,
}

impl Engine {
    /// Origin of the good of a bill under agreements.
    ///
    /// # Errors
    /// When an agreement, country or rule is none, or the bill does not say where the good is made.
    pub fn origin(&self, request: &OriginRequest) -> Result<OriginResponse, Problem> {
        let register = self.register_with(&request.with)?;
        let good = request.bill.good();
        let made_in = good.country.ok_or_else(|| {
            Problem::bad_input(
                "bom-invalid",
                format!("the bill does not say in which country {:?} is made", good.name),
                "give the origin of the row TOTAL: the country of the last assembly",
            )
        })?;
        let own = request.rule.as_deref().map(str::parse::<Rule>).transpose().map_err(|e| {
            Problem::bad_input(
                "rule-invalid",
                e.to_string(),
                "docs/methods/origin.md has the language",
            )
        })?;
        let mut rules = Vec::new();
        for (file, text) in &request.rules {
            let known = |id: &str| register.get(id).is_some();
            rules.push(ProductRules::read(file, text, known).map_err(|faults| {
                let action = "mend the file; docs/methods/origin.md describes it";
                file_problem("rules-invalid", &faults, action)
            })?);
        }
        let tolerances = request.de_minimis.iter().map(|text| {
            text.parse::<Tolerance>().map_err(|e| {
                let action =
                    "per cent of the value, or with `weight`; 0 where nothing is tolerated";
                Problem::bad_input("de-minimis-invalid", format!("--de-minimis {e}"), action)
            })
        });
        let tolerances = tolerances.collect::<Result<Vec<_>, _>>()?;
        let judge = Judge {
            register: &register,
            request,
            made_in,
            own: own.as_ref(),
            rules: &rules,
            tolerances: (!tolerances.is_empty()).then_some(tolerances),
            materials: self.materials(request)?,
        };
        let to =
            request.to_country.as_deref().map(|t| self.country(t, "--to-country")).transpose()?;
        let asked = agreements(&register, request, made_in, to)?;
        let judged: Vec<_> = asked.iter().map(|agreement| judge.under(agreement)).collect();
        let mut warnings = vec![NO_ADVICE.to_owned()];
        if judged.iter().any(|a| a.hypothetical) {
            let list = judged.iter().filter(|a| a.hypothetical).map(|a| a.agreement.as_str());
            let list = list.collect::<Vec<_>>().join(", ");
            warnings.push(format!(
                "hypothetical on {}, by a file of yours or because it is not in force: {list}",
                request.as_of
            ));
        }
        if judged.is_empty() {
            let importer = to.map_or("anybody".to_owned(), |to| to.to_string());
            warnings.push(format!(
                "by no agreement of the register does {importer} grant goods of {made_in} a preference"
            ));
        }
        Ok(OriginResponse {
            schema_version: 1,
            as_of: request.as_of.to_string(),
            good: good.name.clone(),
            hs: good.hs.digits().to_owned(),
            made_in: made_in.to_string(),
            value_usd: good.value.as_f64(),
            agreements: judged,
            warnings,
        })
    }

    /// Whose materials the user says count.
    fn materials(&self, request: &OriginRequest) -> Result<Option<Materials>, Problem> {
        let is = |word: &str| request.cumulate.iter().any(|c| c.trim().eq_ignore_ascii_case(word));
        if request.cumulate.is_empty() {
            return Ok(None);
        }
        if is("none") || is("parties") {
            if request.cumulate.len() > 1 {
                return Err(Problem::bad_input(
                    "field-invalid",
                    "--cumulate none and parties stand alone",
                    "give countries, or one of these words",
                ));
            }
            return Ok(Some(if is("none") { Materials::Nobodys } else { Materials::Parties }));
        }
        let countries = request.cumulate.iter().map(|text| self.country(text, "--cumulate"));
        Ok(Some(Materials::Of(countries.collect::<Result<BTreeSet<_>, _>>()?)))
    }

    /// Local content of the good of a bill under a rule.
    ///
    /// # Errors
    /// When there is no such rule.
    pub fn local_content(
        &self,
        bill: &Bill,
        rule: &str,
    ) -> Result<super::LocalContentResponse, Problem> {
        super::content::judge(bill, rule)
    }
}

/// The agreements asked for, or all that lower a duty between maker and importer.
fn agreements<'r>(
    register: &'r Register,
    request: &OriginRequest,
    made_in: CountryCode,
    to: Option<CountryCode>,
) -> Result<Vec<&'r Agreement>, Problem> {
    if request.agreements.is_empty() {
        let day = request.as_of;
        let grants = |a: &&Agreement| {
            let prefers = |importer| register.would_prefer(a, day, importer, made_in);
            match to {
                Some(to) => prefers(to),
                None => register.sides(a, day).into_iter().any(|(importer, _)| prefers(importer)),
            }
        };
        // What is over, or not there yet, is judged when it is named.
        let stands = |a: &&Agreement| {
            let state = register.as_of(day).get(&a.id).map(|s| s.status.state);
            state.map_or(a.hypothetical, |state| state != corridor_trade::State::Ended)
        };
        return Ok(register.iter().filter(stands).filter(grants).collect());
    }
    request
        .agreements
        .iter()
        .map(|id| {
            let agreement = named(register, id)?;
            let sides = register.sides(agreement, request.as_of);
            let joins = |country| sides.iter().any(|side| side.0 == country);
            let outside = [Some(made_in), to].into_iter().flatten().find(|c| !joins(*c));
            match outside {
                None => Ok(agreement),
                Some(country) => Err(Problem::bad_input(
                    "agreement-not-between",
                    format!("{country} is no party of {} on {}", agreement.id, request.as_of),
                    format!("`corridor agreements {}` shows its parties", agreement.id),
                )),
            }
        })
        .collect()
}
