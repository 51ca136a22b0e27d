//! Whether a good of a bill of materials originates, and what it falls short by.
//!
//! An assembly made inside the area that meets the rule by itself counts as originating with its whole
//! value; one that does not counts as material from elsewhere with its whole value. What is not known -
//! the rule of an assembly, whether a party's materials count - leaves the answer open unless it makes
//! no difference.

use super::finding::{Finding, Material, Test};
use super::{Rule, Tolerance};
use crate::bom::{AssemblyId, Bill};
use crate::hs::HsCode;
use crate::money::Usd;
use corridor_network::CountryCode;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The countries whose materials count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    /// The exporting country, or the countries of the union that exports as one.
    pub exporter: BTreeSet<CountryCode>,
    /// Others whose materials count as its own.
    pub cumulated: BTreeSet<CountryCode>,
    /// Others of which it is not known whether their materials count.
    pub unsure: BTreeSet<CountryCode>,
}

impl Area {
    /// Whether materials of a country count; none when it is not known.
    pub fn holds(&self, country: CountryCode) -> Option<bool> {
        if self.exporter.contains(&country) || self.cumulated.contains(&country) {
            return Some(true);
        }
        (!self.unsure.contains(&country)).then_some(false)
    }
}

/// What an agreement says besides its rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// Shares of a good that need not change their code, the first that is for the goods counts; none
    /// when it is not known what is tolerated, and an empty list where nothing is.
    pub tolerances: Option<Vec<Tolerance>>,
    /// Processes that were carried out, by their names in rules.
    pub processes: BTreeSet<String>,
}

/// What is found of an assembly.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Which assembly.
    pub assembly: AssemblyId,
    /// Whether it originates in the area; none when it is not known.
    pub originates: Option<bool>,
    /// Where it does not by its place alone: it is made outside of the exporting country.
    pub made_outside: bool,
    /// Materials that do not originate, with those of which it is not known.
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
/// the finished good. `rule` gives the rule for a code, none where it is not known.
pub fn judge(
    bill: &Bill,
    area: &Area,
    terms: &Terms,
    rule: impl Fn(&HsCode) -> Option<Rule>,
) -> Vec<Judgement> {
    let mut judged: Vec<Judgement> = Vec::new();
    for id in bill.stages() {
        let assembly = &bill.assemblies[id];
        let originates = |id: AssemblyId| {
            judged.iter().find(|j: &&Judgement| j.assembly == id).and_then(|j| j.originates)
        };
        let parts = bill.parts_of(id).map(|part| Material {
            name: part.name.clone(),
            hs: part.hs.clone(),
            value: part.value,
            mass_t: part.mass_t,
            originates: area.holds(part.origin),
        });
        let assemblies = bill.assemblies_of(id).map(|(id, a)| Material {
            name: a.name.clone(),
            hs: a.hs.clone(),
            value: a.value,
            mass_t: a.mass_t,
            originates: originates(id),
        });
        let test = Test { assembly, materials: parts.chain(assemblies).collect(), terms };
        let mut findings = Vec::new();
        let met = rule(&assembly.hs).and_then(|rule| test.run(&rule, &mut findings));
        // The finished good has to be made where it is exported from; an assembly wherever materials count.
        let inside = assembly.country.and_then(|country| match id {
            0 => Some(area.exporter.contains(&country)),
            _ => area.holds(country),
        });
        let (non_originating, originating) = (test.non_originating().1, test.originating().0);
        let share = |amount: Usd| amount.share_of(assembly.value).unwrap_or_default();
        judged.push(Judgement {
            assembly: id,
            originates: both(met, inside),
            made_outside: inside == Some(false),
            non_originating,
            originating,
            build_down_percent: share(assembly.value - non_originating),
            build_up_percent: share(originating),
            findings,
        });
    }
    judged
}

/// Whether both hold; none when that is not known.
fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    all_of([a, b].into_iter())
}

/// Whether all hold: one that does not decides, whatever is not known of others.
pub(super) fn all_of(mut parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    parts
        .try_fold(Some(true), |all, part| match part {
            Some(false) => Err(Some(false)),
            None => Ok(None),
            Some(true) => Ok(all),
        })
        .unwrap_or_else(|decided| decided)
}
