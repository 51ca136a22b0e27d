//! Whether a good of a bill of materials originates, and what it falls short by.
//!
//! An assembly made inside the area that meets the rule by itself counts as originating with its whole
//! value; one that does not counts as material from elsewhere with its whole value.

use super::{Level, Method, Rule};
use crate::bom::{AssemblyId, Bill};
use crate::hs::HsCode;
use crate::money::Usd;
use corridor_network::CountryCode;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The countries whose materials count.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// The exporting country, or the countries of the union that exports as one.
    pub exporter: BTreeSet<CountryCode>,
    /// Others whose materials count as its own.
    pub cumulated: BTreeSet<CountryCode>,
}

impl Area {
    /// Whether materials of a country count.
    pub fn holds(&self, country: CountryCode) -> bool {
        self.exporter.contains(&country) || self.cumulated.contains(&country)
    }
}

/// A material that goes into an assembly.
struct Material {
    name: String,
    hs: HsCode,
    value: Usd,
    originates: bool,
}

/// What one test found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The test as written.
    pub test: String,
    /// Whether it is met.
    pub met: bool,
    /// Why, in a sentence.
    pub reason: String,
    /// What it falls short by.
    pub short: Option<Shortfall>,
}

/// What a test falls short by.
#[derive(Clone, Debug, PartialEq)]
pub enum Shortfall {
    /// Materials worth so much have to come from the area instead.
    Value(Usd),
    /// These materials keep the code of the good.
    Materials(Vec<String>),
}

/// What is found of an assembly.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Which assembly.
    pub assembly: AssemblyId,
    /// Whether it originates in the area.
    pub originates: bool,
    /// Where it does not by its place alone: it is made outside of the exporting country.
    pub made_outside: bool,
    /// Materials that do not originate.
    pub non_originating: Usd,
    /// Materials that do.
    pub originating: Usd,
    /// (value - materials that do not originate) / value, per cent.
    pub build_down_percent: Decimal,
    /// Materials that originate / value, per cent.
    pub build_up_percent: Decimal,
    /// What each test found.
    pub findings: Vec<Finding>,
}

/// Judges every assembly of a bill, what goes into something before what it goes into; the last is
/// the finished good. `rule` gives the rule for a code.
pub fn judge<'r>(
    bill: &Bill,
    area: &Area,
    de_minimis_percent: Option<Decimal>,
    rule: impl Fn(&HsCode) -> Option<&'r Rule>,
) -> Vec<Judgement> {
    let mut judged: Vec<Judgement> = Vec::new();
    for id in bill.stages() {
        let assembly = &bill.assemblies[id];
        let originates =
            |id: AssemblyId| judged.iter().any(|j: &Judgement| j.assembly == id && j.originates);
        let parts = bill.parts_of(id).map(|part| Material {
            name: part.name.clone(),
            hs: part.hs.clone(),
            value: part.value,
            originates: area.holds(part.origin),
        });
        let assemblies = bill.assemblies_of(id).map(|(id, a)| Material {
            name: a.name.clone(),
            hs: a.hs.clone(),
            value: a.value,
            originates: originates(id),
        });
        let materials: Vec<Material> = parts.chain(assemblies).collect();
        let sum = |wanted: bool| -> Usd {
            materials.iter().filter(|m| m.originates == wanted).map(|m| m.value).sum()
        };
        let (value, non_originating, originating) = (assembly.value, sum(false), sum(true));
        let share = |amount: Usd| amount.share_of(value).unwrap_or_default();
        // The finished good has to be made where it is exported from; an assembly wherever materials count.
        let inside = |country: CountryCode| {
            if id == 0 { area.exporter.contains(&country) } else { area.holds(country) }
        };
        let made_outside = assembly.country.is_none_or(|country| !inside(country));
        let test = Test {
            hs: &assembly.hs,
            value,
            non_originating,
            originating,
            materials: &materials,
            de_minimis_percent,
        };
        let mut findings = Vec::new();
        let met = rule(&assembly.hs).is_some_and(|rule| test.run(rule, &mut findings));
        judged.push(Judgement {
            assembly: id,
            originates: met && !made_outside,
            made_outside,
            non_originating,
            originating,
            build_down_percent: share(value - non_originating),
            build_up_percent: share(originating),
            findings,
        });
    }
    judged
}

struct Test<'m> {
    hs: &'m HsCode,
    value: Usd,
    non_originating: Usd,
    originating: Usd,
    materials: &'m [Material],
    de_minimis_percent: Option<Decimal>,
}

impl Test<'_> {
    /// Whether the rule is met; every test of it leaves a finding.
    fn run(&self, rule: &Rule, findings: &mut Vec<Finding>) -> bool {
        match rule {
            // Each part is run, so that all findings are told.
            Rule::All(parts) => {
                let met: Vec<bool> = parts.iter().map(|part| self.run(part, findings)).collect();
                met.iter().all(|met| *met)
            }
            Rule::Any(parts) => {
                let met: Vec<bool> = parts.iter().map(|part| self.run(part, findings)).collect();
                met.iter().any(|met| *met)
            }
            single => {
                let (met, reason, short) = match single {
                    Rule::Change(level) => self.change(*level),
                    Rule::Content(method, percent) => self.content(*method, *percent),
                    _ => self.wholly(),
                };
                findings.push(Finding { test: single.to_string(), met, reason, short });
                met
            }
        }
    }

    fn wholly(&self) -> (bool, String, Option<Shortfall>) {
        let met = self.non_originating == Usd::ZERO && self.materials.iter().all(|m| m.originates);
        let reason = if met {
            "no material is from elsewhere".to_owned()
        } else {
            format!("materials of {} USD are from elsewhere", self.non_originating)
        };
        (met, reason, (!met).then_some(Shortfall::Value(self.non_originating)))
    }

    fn change(&self, level: Level) -> (bool, String, Option<Shortfall>) {
        let digits = level.digits();
        let own = self.hs.cut(digits);
        // A code given to fewer digits cannot show a change at more of them.
        let kept = |m: &&Material| {
            let other = m.hs.cut(digits);
            !m.originates && (other.starts_with(own) || own.starts_with(other))
        };
        let kept: Vec<&Material> = self.materials.iter().filter(kept).collect();
        if kept.is_empty() {
            return (true, format!("no material from elsewhere is of {own}"), None);
        }
        let value: Usd = kept.iter().map(|m| m.value).sum();
        let names: Vec<String> = kept.iter().map(|m| m.name.clone()).collect();
        let list = names.join(", ");
        if let Some(percent) = self.de_minimis_percent
            && value.dollars() * Decimal::ONE_HUNDRED <= self.value.dollars() * percent
        {
            let percent = percent.normalize();
            return (true, format!("{list} of {own} are within {percent} % of the value"), None);
        }
        let reason = format!("{list} from elsewhere are of {own} too");
        (false, reason, Some(Shortfall::Materials(names)))
    }

    fn content(&self, method: Method, percent: Decimal) -> (bool, String, Option<Shortfall>) {
        let counted = match method {
            Method::BuildDown => self.value - self.non_originating,
            Method::BuildUp => self.originating,
        };
        let (has, hundred) = (counted.dollars() * Decimal::ONE_HUNDRED, Decimal::ONE_HUNDRED);
        let needs = self.value.dollars() * percent;
        let share = counted.share_of(self.value).unwrap_or_default().round_dp(2).normalize();
        let met = has >= needs;
        let reason = format!("{share} % of {} USD", self.value);
        let short = Usd::rounded((needs - has).ceil() / hundred);
        (met, reason, if met { None } else { short.map(Shortfall::Value) })
    }
}
