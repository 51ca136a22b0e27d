//! `origin`: whether the good of a bill originates under each agreement, and what it falls short by.

use super::{NO_ADVICE, claim::hypothetical, file_problem};
use crate::agreements::named;
use crate::engine::Engine;
use crate::problem::Problem;
use corridor_network::CountryCode;
use corridor_trade::bom::Bill;
use corridor_trade::origin::{
    AgreementRules, Area, Cumulation, Judgement, ProductRules, Rule, Shortfall, judge, known_rules,
};
use corridor_trade::{Agreement, Register};
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

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
}

/// A test and what it found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingView {
    /// The test.
    pub test: String,
    /// Whether it is met.
    pub met: bool,
    /// Why.
    pub reason: String,
    /// Materials of this value have to come from the area for it to be met, US dollars.
    pub short_usd: Option<f64>,
    /// Materials that keep the code of the good.
    pub short_materials: Vec<String>,
}

/// An assembly under an agreement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AssemblyOriginView {
    /// The assembly; the last is the finished good.
    pub name: String,
    /// Its code.
    pub hs: String,
    /// Whether it originates; null when no rule for it is known.
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
    /// Whether the good originates; null when no rule for it is known.
    pub originates: Option<bool>,
    /// Countries whose materials count.
    pub area: Vec<String>,
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
        let to =
            request.to_country.as_deref().map(|t| self.country(t, "--to-country")).transpose()?;
        let asked = agreements(&register, request, made_in, to)?;
        let judged = asked
            .iter()
            .map(|a| under(&register, request, a, made_in, own.as_ref(), &rules))
            .collect::<Result<Vec<_>, _>>()?;
        let mut warnings = vec![NO_ADVICE.to_owned()];
        if judged.iter().any(|a| a.hypothetical) {
            let list = judged.iter().filter(|a| a.hypothetical).map(|a| a.agreement.as_str());
            let list = list.collect::<Vec<_>>().join(", ");
            warnings.push(format!("hypothetical, not in force on {}: {list}", request.as_of));
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

/// The good under one agreement.
#[expect(clippy::unnecessary_wraps, reason = "callers collect the agreements with their problems")]
fn under(
    register: &Register,
    request: &OriginRequest,
    agreement: &Agreement,
    made_in: CountryCode,
    own: Option<&Rule>,
    rules: &[ProductRules],
) -> Result<AgreementOriginView, Problem> {
    let known = known_rules().get(&agreement.id);
    let area = area(register, agreement, known, made_in, request.as_of);
    let product = |hs: &corridor_trade::hs::HsCode| {
        rules.iter().find_map(|file| file.rule(&agreement.id, hs))
    };
    let rule_of = |hs: &corridor_trade::hs::HsCode| -> Option<(&Rule, String)> {
        if let Some((rule, at)) = product(hs) {
            return Some((rule, format!("yours, {at}")));
        }
        if let Some(rule) = own {
            return Some((rule, "yours (--rule)".to_owned()));
        }
        let known = known?;
        let source = known.sources.first();
        let from = source.map_or(String::new(), |s| format!("{}, {}", s.source, s.date));
        Some((known.rule.as_ref()?, format!("general rule; {from}")))
    };
    let de_minimis = known.and_then(|k| k.de_minimis_percent);
    let judged = judge(&request.bill, &area, de_minimis, |hs| rule_of(hs).map(|r| r.0));
    let assemblies: Vec<AssemblyOriginView> = judged
        .iter()
        .map(|j| assembly_view(request, j, rule_of(&request.bill.assemblies[j.assembly].hs)))
        .collect();
    let standing = register.as_of(request.as_of).get(&agreement.id);
    let in_force = standing.is_some_and(|s| s.status.state == corridor_trade::State::InForce);
    let is_hypothetical = agreement.hypothetical || !in_force;
    Ok(AgreementOriginView {
        agreement: agreement.id.clone(),
        name: format!("{}{}", agreement.name, hypothetical(is_hypothetical)),
        status: standing.map_or("not-yet".to_owned(), |s| s.status.state.to_string()),
        hypothetical: is_hypothetical,
        originates: assemblies.last().and_then(|a| a.originates),
        area: area.exporter.iter().chain(&area.cumulated).map(ToString::to_string).collect(),
        assemblies,
        note: known.map_or(
            "no rule of this agreement is known here: give one (--rules FILE or --rule EXPRESSION)"
                .to_owned(),
            |k| k.note.clone(),
        ),
    })
}

/// The countries whose materials count: the maker with its side, and other parties by cumulation.
fn area(
    register: &Register,
    agreement: &Agreement,
    known: Option<&AgreementRules>,
    made_in: CountryCode,
    day: Date,
) -> Area {
    let sides = register.sides(agreement, day);
    let own: BTreeSet<&String> = sides.iter().filter(|s| s.0 == made_in).map(|s| &s.1).collect();
    let mut exporter: BTreeSet<CountryCode> =
        sides.iter().filter(|s| own.contains(&s.1)).map(|s| s.0).collect();
    exporter.insert(made_in);
    let cumulated = match known.map(|k| k.cumulation).unwrap_or_default() {
        Cumulation::None => BTreeSet::new(),
        Cumulation::Parties => {
            sides.iter().map(|s| s.0).filter(|c| !exporter.contains(c)).collect()
        }
    };
    Area { exporter, cumulated }
}

fn assembly_view(
    request: &OriginRequest,
    judged: &Judgement,
    rule: Option<(&Rule, String)>,
) -> AssemblyOriginView {
    let assembly = &request.bill.assemblies[judged.assembly];
    let two =
        |percent: Decimal| percent.trunc_with_scale(2).to_string().parse().unwrap_or_default();
    let findings = judged.findings.iter().map(|finding| FindingView {
        test: finding.test.clone(),
        met: finding.met,
        reason: finding.reason.clone(),
        short_usd: match &finding.short {
            Some(Shortfall::Value(value)) => Some(value.as_f64()),
            _ => None,
        },
        short_materials: match &finding.short {
            Some(Shortfall::Materials(names)) => names.clone(),
            _ => Vec::new(),
        },
    });
    AssemblyOriginView {
        name: assembly.name.clone(),
        hs: assembly.hs.digits().to_owned(),
        originates: rule.is_some().then_some(judged.originates),
        rule: rule.as_ref().map(|r| r.0.to_string()),
        rule_source: rule.map_or(String::new(), |r| r.1),
        build_down_percent: two(judged.build_down_percent),
        build_up_percent: two(judged.build_up_percent),
        non_originating_usd: judged.non_originating.as_f64(),
        findings: findings.collect(),
        note: if judged.made_outside { "made outside of the area" } else { "" }.to_owned(),
    }
}
