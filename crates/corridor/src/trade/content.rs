//! `local-content`: the class that a rule gives a good, and what would change it.

use super::NO_ADVICE;
use crate::problem::Problem;
use corridor_trade::Usd;
use corridor_trade::bom::Bill;
use corridor_trade::local_content::{ContentClass, MAKE_IN_INDIA};
use schemars::JsonSchema;
use serde::Serialize;

/// An imported input.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ImportedView {
    /// The part or assembly.
    pub name: String,
    /// Where it is from.
    pub origin: String,
    /// What it counts, duties included, US dollars.
    pub value_usd: f64,
    /// Whether having this one made locally would alone give a better class.
    pub alone_suffices: bool,
}

/// A change of class.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepView {
    /// The class after it: `class-1`, `class-2` or `non-local`.
    pub class: String,
    /// Imports that have to become local for it, or may become imported until it, US dollars.
    pub value_usd: f64,
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LocalContentResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// The rule.
    pub rule: String,
    /// Per cent of the value, to two places, cut and not rounded up into a better class.
    pub local_content_percent: f64,
    /// `class-1`, `class-2` or `non-local`.
    pub class: String,
    /// Value of the good, US dollars.
    pub value_usd: f64,
    /// What of it is local.
    pub local_usd: f64,
    /// What of it is imported, duties included.
    pub imported_usd: f64,
    /// The imported inputs, greatest first.
    pub imported: Vec<ImportedView>,
    /// What would give a better class; null in the best.
    pub better: Option<StepView>,
    /// What would give a worse class; null in the worst.
    pub worse: Option<StepView>,
    /// Where the rule stands.
    pub source: String,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

fn word(class: ContentClass) -> String {
    match class {
        ContentClass::Class1 => "class-1",
        ContentClass::Class2 => "class-2",
        ContentClass::NonLocal => "non-local",
    }
    .to_owned()
}

/// Local content of the finished good of a bill by the rule of the country that it is made in; none where
/// no rule of that country is known.
pub(super) fn of_country(bill: &Bill) -> Option<LocalContentResponse> {
    let country = bill.good().country?;
    let known = &MAKE_IN_INDIA;
    (country.as_str() == known.country).then(|| judge(bill, known.id).ok()).flatten()
}

/// Local content of the finished good of a bill under a rule.
///
/// # Errors
/// When there is no such rule.
pub(super) fn judge(bill: &Bill, rule: &str) -> Result<LocalContentResponse, Problem> {
    let found = &MAKE_IN_INDIA;
    if rule != found.id {
        return Err(Problem::bad_input(
            "content-rule-unknown",
            format!("{rule:?} is no rule on local content"),
            format!("the rule known is {}", found.id),
        ));
    }
    let content = found.judge(bill);
    let step = |step: Option<(ContentClass, Usd)>| {
        step.map(|(class, value)| StepView { class: word(class), value_usd: value.as_f64() })
    };
    let suffices = |value: Usd| content.better.is_some_and(|(_, needed)| value >= needed);
    let mut warnings = vec![NO_ADVICE.to_owned()];
    warnings.extend(found.notes.iter().map(|note| (*note).to_owned()));
    let good = bill.good();
    if good.country.is_some_and(|country| country.as_str() != found.country) {
        warnings.push(format!("{:?} is made abroad: all of it is imported content", good.name));
    }
    let imported: Usd = content.imported.iter().map(|i| i.value).sum();
    let cut = content.percent.trunc_with_scale(2);
    Ok(LocalContentResponse {
        schema_version: 1,
        rule: found.id.to_owned(),
        local_content_percent: cut.to_string().parse().unwrap_or_default(),
        class: word(content.class),
        value_usd: content.total.as_f64(),
        local_usd: content.local.as_f64(),
        imported_usd: imported.as_f64(),
        imported: content
            .imported
            .iter()
            .map(|i| ImportedView {
                name: i.name.clone(),
                origin: i.origin.to_string(),
                value_usd: i.value.as_f64(),
                alone_suffices: suffices(i.value),
            })
            .collect(),
        better: step(content.better),
        worse: step(content.worse),
        source: found.source.to_owned(),
        warnings,
    })
}
