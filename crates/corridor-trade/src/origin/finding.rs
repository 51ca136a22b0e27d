//! What each test of a rule finds of an assembly and its materials.
//!
//! Amounts of which not everything is known lie between two bounds: a test is met where it is by the
//! worse of them, not met where it is not even by the better, and otherwise open.

use super::annex::NOT_READ;
use super::judge::{Terms, all_of};
use super::{Codes, Level, Measure, Method, Rule, Tolerance};
use crate::bom::Assembly;
use crate::hs::HsCode;
use crate::money::Usd;
use rust_decimal::Decimal;

/// The greatest share that any agreement tolerates, as far as known: 15 % of value or weight, as in
/// the Pan-Euro-Mediterranean Convention of 2023 and for farm goods between the European Union and the
/// United Kingdom (article 42 of their agreement).
const MOST_TOLERATED: i64 = 15;

/// What one test found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The test as written.
    pub test: String,
    /// Whether it is met; none when it is not known.
    pub met: Option<bool>,
    /// Why, in a sentence.
    pub reason: String,
    /// What it falls short by.
    pub short: Option<Shortfall>,
    /// What to give so that it becomes known; empty when it is.
    pub supply: String,
}

/// What a test falls short by.
#[derive(Clone, Debug, PartialEq)]
pub enum Shortfall {
    /// Materials worth so much have to come from the area instead.
    Value(Usd),
    /// These materials keep the code of the good.
    Materials(Vec<String>),
}

/// A material that goes into an assembly.
pub(super) struct Material {
    pub(super) name: String,
    pub(super) hs: HsCode,
    pub(super) value: Usd,
    pub(super) mass_t: Option<f64>,
    /// None when it is not known.
    pub(super) originates: Option<bool>,
}

/// An assembly to be tested.
pub(super) struct Test<'t> {
    pub(super) assembly: &'t Assembly,
    pub(super) materials: Vec<Material>,
    pub(super) terms: &'t Terms,
}

/// What came of a test, without its text.
struct Found {
    met: Option<bool>,
    reason: String,
    short: Option<Shortfall>,
    supply: String,
}

impl Found {
    fn sure(met: bool, reason: String, short: Option<Shortfall>) -> Self {
        Self { met: Some(met), reason, short, supply: String::new() }
    }
    fn open(reason: String, supply: &str) -> Self {
        Self { met: None, reason, short: None, supply: supply.to_owned() }
    }
}

impl Test<'_> {
    /// Whether the rule is met; every test of it leaves a finding.
    pub(super) fn run(&self, rule: &Rule, findings: &mut Vec<Finding>) -> Option<bool> {
        // Each part is run, so that all findings are told.
        let mut each = |parts: &[Rule]| -> Vec<Option<bool>> {
            parts.iter().map(|part| self.run(part, findings)).collect()
        };
        let Found { met, reason, short, supply } = match rule {
            Rule::All(parts) => return all_of(each(parts).into_iter()),
            Rule::Any(parts) => {
                let not = |met: Option<bool>| met.map(|met| !met);
                return not(all_of(each(parts).into_iter().map(not)));
            }
            Rule::OneOf(parts) => {
                let met = each(parts);
                let alike = met.windows(2).all(|pair| pair[0] == pair[1]);
                return met.first().copied().flatten().filter(|_| alike);
            }
            Rule::WhollyObtained => self.wholly(),
            Rule::AnyMaterial => {
                let reason = "materials of any code may be used".to_owned();
                Found::sure(true, reason, None)
            }
            Rule::Change(level, except) => self.change(*level, except),
            Rule::Content(method, percent) => self.content(*method, *percent),
            Rule::Limit(measure, percent, of) => self.limit(*measure, *percent, of),
            Rule::Process(name) => self.process(name),
        };
        findings.push(Finding { test: rule.to_string(), met, reason, short, supply });
        met
    }

    /// Materials that do not originate: those that surely do not, and with all that may not.
    pub(super) fn non_originating(&self) -> (Usd, Usd) {
        let sum = |wanted: fn(Option<bool>) -> bool| -> Usd {
            self.materials.iter().filter(|m| wanted(m.originates)).map(|m| m.value).sum()
        };
        (sum(|o| o == Some(false)), sum(|o| o != Some(true)))
    }

    /// Materials that originate: those that surely do, and with all that may.
    pub(super) fn originating(&self) -> (Usd, Usd) {
        let sum = |wanted: fn(Option<bool>) -> bool| -> Usd {
            self.materials.iter().filter(|m| wanted(m.originates)).map(|m| m.value).sum()
        };
        (sum(|o| o == Some(true)), sum(|o| o != Some(false)))
    }

    fn wholly(&self) -> Found {
        let elsewhere = |m: &&Material| m.originates == Some(false);
        if self.materials.iter().any(|m| elsewhere(&m)) {
            let value: Usd = self.materials.iter().filter(elsewhere).map(|m| m.value).sum();
            let reason = format!("materials of {value} USD are from elsewhere");
            return Found::sure(false, reason, Some(Shortfall::Value(value)));
        }
        let unsure = self.names(|m| m.originates.is_none());
        if unsure.is_empty() {
            return Found::sure(true, "no material is from elsewhere".to_owned(), None);
        }
        Found::open(format!("whether {} originate is not known", unsure.join(", ")), UNSURE)
    }

    fn names(&self, wanted: impl Fn(&Material) -> bool) -> Vec<String> {
        self.materials.iter().filter(|m| wanted(m)).map(|m| m.name.clone()).collect()
    }

    fn change(&self, level: Level, except: &Codes) -> Found {
        let digits = level.digits();
        let own = self.assembly.hs.cut(digits);
        // A code given to fewer digits cannot show a change at more of them.
        let keeps = |m: &Material| {
            let other = m.hs.cut(digits);
            let same = match (other.len() == own.len(), other == own) {
                (true, same) => Some(same),
                (false, _) => (!own.starts_with(other) && !other.starts_with(own)).then_some(false),
            };
            if except.hold(&m.hs) == Some(true) {
                return Some(true);
            }
            match (same, except.hold(&m.hs)) {
                (Some(true), _) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            }
        };
        let surely = |m: &&Material| m.originates == Some(false) && keeps(m) == Some(true);
        let maybe = |m: &&Material| m.originates != Some(true) && keeps(m) != Some(false);
        let sure: Vec<&Material> = self.materials.iter().filter(surely).collect();
        let all: Vec<&Material> = self.materials.iter().filter(maybe).collect();
        let codes = if except.is_empty() { own.to_owned() } else { format!("{own} or {except}") };
        if all.is_empty() {
            let reason = format!("no material from elsewhere is of {codes}");
            return Found::sure(true, reason, None);
        }
        let list =
            |of: &[&Material]| of.iter().map(|m| m.name.as_str()).collect::<Vec<_>>().join(", ");
        let tolerance = self.tolerance();
        let is_within = |of: &[&Material]| match &tolerance {
            Ok(Some(tolerance)) => self.within(of, tolerance),
            Ok(None) => Some(false),
            Err(()) => self.may_be_tolerated(of),
        };
        if let (Ok(Some(tolerance)), Some(true)) = (&tolerance, is_within(&all)) {
            let reason = format!("{} of {codes} are within {tolerance}", list(&all));
            return Found::sure(true, reason, None);
        }
        if !sure.is_empty() && is_within(&sure) == Some(false) {
            let beyond = match &tolerance {
                Ok(Some(tolerance)) => format!(", more than {tolerance}"),
                _ => String::new(),
            };
            let reason = format!("{} from elsewhere are of {codes} too{beyond}", list(&sure));
            let names = sure.iter().map(|m| m.name.clone()).collect();
            return Found::sure(false, reason, Some(Shortfall::Materials(names)));
        }
        let told = format!("{} may be from elsewhere and of {codes}", list(&all));
        match &tolerance {
            _ if sure.len() < all.len() => Found::open(told, UNSURE),
            Ok(Some(tolerance)) if tolerance.measure == Measure::Notes => Found::open(
                format!("{} are of {codes} too; what is tolerated stands in notes", list(&all)),
                "what the notes of the annex tolerate (--de-minimis)",
            ),
            Ok(_) => Found::open(
                format!("{} are of {codes} too, by weight within a tolerance or not", list(&all)),
                "the mass of the good and of its materials (mass_kg)",
            ),
            Err(()) => Found::open(
                format!("{} are of {codes} too; what is tolerated is not known", list(&all)),
                "the de minimis of the agreement (--de-minimis PERCENT, 0 for none)",
            ),
        }
    }

    /// The tolerance for the goods: none where nothing is tolerated, an error where it is not known.
    fn tolerance(&self) -> Result<Option<&Tolerance>, ()> {
        let known = self.terms.tolerances.as_ref().ok_or(())?;
        Ok(known.iter().find(|t| t.is_for(&self.assembly.hs)))
    }

    /// Whether materials are within a tolerance; none where masses or notes that decide are missing.
    fn within(&self, of: &[&Material], tolerance: &Tolerance) -> Option<bool> {
        let by_value = || self.share_of_value(of).map(|share| share <= tolerance.percent);
        let by_weight = || self.share_of_weight(of).map(|share| share <= tolerance.percent);
        match tolerance.measure {
            Measure::Value => by_value(),
            Measure::Weight => by_weight(),
            Measure::Either => match (by_value(), by_weight()) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            Measure::Notes => None,
        }
    }

    /// Whether materials could be within a tolerance that is not known: no, where they are more than any
    /// agreement tolerates.
    fn may_be_tolerated(&self, of: &[&Material]) -> Option<bool> {
        let beyond = |share: Option<Decimal>| share.is_some_and(|s| s > MOST_TOLERATED.into());
        // Weight is what is tolerated of food and of textiles alone.
        let chapter: u8 = self.assembly.hs.cut(2).parse().unwrap_or_default();
        let by_weight = matches!(chapter, 1..=24 | 50..=63);
        let value = beyond(self.share_of_value(of));
        (value && (!by_weight || beyond(self.share_of_weight(of)))).then_some(false)
    }

    fn share_of_value(&self, of: &[&Material]) -> Option<Decimal> {
        of.iter().map(|m| m.value).sum::<Usd>().share_of(self.assembly.value)
    }

    fn share_of_weight(&self, of: &[&Material]) -> Option<Decimal> {
        let mass = |t: Option<f64>| Decimal::try_from(t?).ok();
        let part = of.iter().map(|m| mass(m.mass_t)).sum::<Option<Decimal>>()?;
        (part * Decimal::ONE_HUNDRED).checked_div(mass(self.assembly.mass_t)?)
    }

    fn content(&self, method: Method, percent: Decimal) -> Found {
        let (value, costs) = (self.assembly.value, &self.assembly.costs);
        let (least, most) = self.non_originating();
        let (sure, may) = self.originating();
        // What counts of what: at the worst and at the best.
        let (whole, worst, best, supply) = match method {
            Method::BuildDown | Method::Either => (value, value - most, value - least, UNSURE),
            Method::BuildUp => (value, sure, may, UNSURE),
            Method::Direct => {
                let all = costs.are_complete();
                let most = if all { may + costs.direct() } else { value - least };
                (
                    value,
                    sure + costs.direct(),
                    most.max(sure + costs.direct()),
                    if all {
                        UNSURE
                    } else {
                        "labour, overheads and profit of the good (rows LABOUR, OVERHEADS, PROFIT)"
                    },
                )
            }
            Method::NetCost => {
                // Where it is not told, the net cost is no more than the value.
                let unknown = "the net cost of the good (row NET COST)";
                costs.net.map_or((value, Usd::ZERO - value, value - least, unknown), |net| {
                    (net, net - most, net - least, UNSURE)
                })
            }
        };
        let share =
            |of: Usd| of.share_of(whole).unwrap_or_default().trunc_with_scale(2).normalize();
        let hundred = Decimal::ONE_HUNDRED;
        let needs = whole.dollars() * percent;
        let reaches = |of: Usd| of.dollars() * hundred >= needs;
        let of = if method == Method::NetCost { "net cost" } else { "value" };
        if reaches(worst) {
            let reason = format!("{} % of the {of} of {whole} USD", share(worst));
            return Found::sure(true, reason, None);
        }
        if !reaches(best) {
            let lacks = (needs - best.dollars() * hundred).ceil() / hundred;
            let reason = format!("{} % of the {of} of {whole} USD", share(best));
            return Found::sure(false, reason, Usd::rounded(lacks).map(Shortfall::Value));
        }
        let worst = share(worst).max(Decimal::ZERO);
        let reason = format!("between {worst} and {} % of the {of} of {whole} USD", share(best));
        Found::open(reason, supply)
    }

    fn limit(&self, measure: Measure, percent: Decimal, of: &Codes) -> Found {
        let named = |m: &Material| if of.is_empty() { Some(true) } else { of.hold(&m.hs) };
        let surely = |m: &&Material| m.originates == Some(false) && named(m) == Some(true);
        let maybe = |m: &&Material| m.originates != Some(true) && named(m) != Some(false);
        let sure: Vec<&Material> = self.materials.iter().filter(surely).collect();
        let all: Vec<&Material> = self.materials.iter().filter(maybe).collect();
        let by_weight = measure == Measure::Weight;
        let share = |of: &[&Material]| {
            if by_weight { self.share_of_weight(of) } else { self.share_of_value(of) }
        };
        let what = if by_weight { "weight" } else { "value" };
        let told = |share: Decimal| {
            let share = share.trunc_with_scale(2).normalize();
            let of = if of.is_empty() { String::new() } else { format!(" of {of}") };
            format!("materials from elsewhere{of} are {share} % of the {what}")
        };
        match (share(&sure), share(&all)) {
            (_, Some(most)) if most <= percent => Found::sure(true, told(most), None),
            (Some(least), _) if least > percent => {
                let names = sure.iter().map(|m| m.name.clone()).collect();
                Found::sure(false, told(least), Some(Shortfall::Materials(names)))
            }
            (Some(_), Some(most)) => Found::open(format!("at most: {}", told(most)), UNSURE),
            _ => Found::open(
                format!("what materials from elsewhere are of the {what} is not known"),
                "the mass of the good and of its materials (mass_kg)",
            ),
        }
    }

    fn process(&self, name: &str) -> Found {
        if self.terms.processes.contains(name) {
            return Found::sure(true, "carried out, as you say (--process)".to_owned(), None);
        }
        if name == NOT_READ {
            return Found::open(
                "the annex asks for something in words that are not read here".to_owned(),
                &format!("whether what the text of the annex asks for is met: --process {name}"),
            );
        }
        Found::open(
            "whether it was carried out does not stand in a bill of materials".to_owned(),
            &format!("whether the goods went through it: --process {name}"),
        )
    }
}

/// What to give where it is not known whether materials originate.
const UNSURE: &str = "whether these materials originate: rules for their codes (--rules), or whose \
                      materials count (--cumulate)";
