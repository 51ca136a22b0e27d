//! The good of a bill under one agreement.

use super::{AgreementOriginView, AssemblyOriginView, FindingView, OriginRequest};
use crate::trade::claim::hypothetical;
use corridor_network::CountryCode;
use corridor_network::fact::Confidence;
use corridor_trade::hs::HsCode;
use corridor_trade::origin::{
    AgreementRules, Annex, Area, Cumulation, Finding, Judgement, ProductRules, Rule, Shortfall,
    Terms, Tolerance, judge, known_rules,
};
use corridor_trade::{Agreement, Register, State};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Whose materials count besides those of the exporter.
#[derive(Clone, Debug)]
pub(super) enum Materials {
    Nobodys,
    Parties,
    Of(BTreeSet<CountryCode>),
}

/// What judges a bill under any agreement.
pub(super) struct Judge<'r> {
    pub(super) register: &'r Register,
    pub(super) request: &'r OriginRequest,
    pub(super) made_in: CountryCode,
    pub(super) own: Option<&'r Rule>,
    pub(super) rules: &'r [ProductRules],
    pub(super) tolerances: Option<Vec<Tolerance>>,
    pub(super) materials: Option<Materials>,
}

/// A rule with where it is from, and what a reader should know besides.
struct Known {
    rule: Rule,
    source: String,
    note: String,
}

impl Judge<'_> {
    /// The good under an agreement.
    pub(super) fn under(&self, agreement: &Agreement) -> AgreementOriginView {
        let (request, known) = (self.request, known_rules().get(&agreement.id));
        let area = self.area(agreement, known);
        let tolerances = self.tolerances.clone().or_else(|| known?.de_minimis.clone());
        let processes = request.processes.iter().map(|p| p.trim().to_lowercase()).collect();
        let terms = Terms { tolerances, processes };
        let rule = |hs: &HsCode| self.rule(agreement, known, hs);
        let judged = judge(&request.bill, &area, &terms, |hs| rule(hs).map(|known| known.rule));
        let of = |j: &Judgement| self.assembly(j, rule(&request.bill.assemblies[j.assembly].hs));
        let assemblies: Vec<AssemblyOriginView> = judged.iter().map(of).collect();
        let standing = self.register.as_of(request.as_of).get(&agreement.id);
        let in_force = standing.is_some_and(|s| s.status.state == State::InForce);
        let is_hypothetical = agreement.hypothetical || !in_force;
        let ruled = assemblies.iter().any(|a| a.rule.is_some());
        let list = |countries: &BTreeSet<CountryCode>| {
            countries.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        AgreementOriginView {
            agreement: agreement.id.clone(),
            name: format!("{}{}", agreement.name, hypothetical(is_hypothetical)),
            status: standing.map_or("not-yet".to_owned(), |s| s.status.state.to_string()),
            hypothetical: is_hypothetical,
            originates: assemblies.last().and_then(|a| a.originates),
            area: [list(&area.exporter), list(&area.cumulated)].concat(),
            area_unsure: list(&area.unsure),
            de_minimis: terms.tolerances.map(|t| t.iter().map(ToString::to_string).collect()),
            assemblies,
            note: match known {
                Some(known) => known.note.clone(),
                None if ruled => String::new(),
                None => {
                    "no rule of this agreement is known here: give one (--rules FILE or --rule \
                         EXPRESSION)"
                        .to_owned()
                }
            },
        }
    }

    /// The rule for a code: the user's for the product, the user's for all goods, that of the annex, the
    /// general one.
    fn rule(
        &self,
        agreement: &Agreement,
        known: Option<&AgreementRules>,
        hs: &HsCode,
    ) -> Option<Known> {
        let plain = |rule: &Rule, source| Known { rule: rule.clone(), source, note: String::new() };
        let product = self.rules.iter().find_map(|file| file.rule(&agreement.id, hs));
        if let Some((rule, at)) = product {
            return Some(plain(rule, format!("yours, {at}")));
        }
        if let Some(rule) = self.own {
            return Some(plain(rule, "yours (--rule)".to_owned()));
        }
        let sources = known.map_or(&[][..], |k| &k.sources);
        let source = sources.iter().find(|s| s.confidence == Confidence::H).or(sources.first());
        let from = source.map_or(String::new(), |s| format!("{}, {}", s.source, s.date));
        if let Some((rule, note)) = Annex::of(&agreement.id).and_then(|annex| annex.rule(hs)) {
            return Some(Known { rule, source: format!("annex of the agreement; {from}"), note });
        }
        Some(plain(known?.rule.as_ref()?, format!("general rule; {from}")))
    }

    /// The countries whose materials count: the maker with its side, and others by cumulation.
    fn area(&self, agreement: &Agreement, known: Option<&AgreementRules>) -> Area {
        let sides = self.register.sides(agreement, self.request.as_of);
        let own: BTreeSet<&String> =
            sides.iter().filter(|s| s.0 == self.made_in).map(|s| &s.1).collect();
        let mut exporter: BTreeSet<CountryCode> =
            sides.iter().filter(|s| own.contains(&s.1)).map(|s| s.0).collect();
        exporter.insert(self.made_in);
        let mut area = Area { exporter, ..Area::default() };
        let others = || -> BTreeSet<CountryCode> {
            sides.iter().map(|s| s.0).filter(|c| !area.exporter.contains(c)).collect()
        };
        let known = known.and_then(|k| k.cumulation);
        match (&self.materials, known) {
            (Some(Materials::Of(countries)), _) => area.cumulated.clone_from(countries),
            (Some(Materials::Parties), _) | (None, Some(Cumulation::Parties)) => {
                area.cumulated = others();
            }
            (Some(Materials::Nobodys), _) | (None, Some(Cumulation::None)) => {}
            (None, None) => area.unsure = others(),
        }
        area
    }

    fn assembly(&self, judged: &Judgement, known: Option<Known>) -> AssemblyOriginView {
        let assembly = &self.request.bill.assemblies[judged.assembly];
        let two =
            |percent: Decimal| percent.trunc_with_scale(2).to_string().parse().unwrap_or_default();
        let place = if judged.made_outside { "made outside of the area" } else { "" };
        let goods = known.as_ref().map_or("", |known| known.note.as_str());
        AssemblyOriginView {
            name: assembly.name.clone(),
            hs: assembly.hs.digits().to_owned(),
            originates: judged.originates,
            rule: known.as_ref().map(|known| known.rule.to_string()),
            build_down_percent: two(judged.build_down_percent),
            build_up_percent: two(judged.build_up_percent),
            non_originating_usd: judged.non_originating.as_f64(),
            findings: judged.findings.iter().map(finding).collect(),
            note: [place, goods].join("; ").trim_matches([';', ' ']).to_owned(),
            rule_source: known.map_or(String::new(), |known| known.source),
        }
    }
}

fn finding(finding: &Finding) -> FindingView {
    FindingView {
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
        supply: (!finding.supply.is_empty()).then(|| finding.supply.clone()),
    }
}
