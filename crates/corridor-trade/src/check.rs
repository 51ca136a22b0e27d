//! Checks the files of the register, each by itself and against each other.
//!
//! A check must never refuse a fact, only what cannot be: an end before its beginning, a party before
//! there was anything to be party to, a date without a source.

use crate::agreement::{Agreement, Member, Party};
use crate::dating::Onset;
use crate::error::{Fault, Location};
use crate::register::Register;
use crate::word::{Kind, Role, Rule, State};
use corridor_network::fact::Confidence;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// Where the rows of a file begin.
#[derive(Deserialize, Default)]
struct Spans {
    #[serde(default)]
    parties: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    status: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    switches: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    suspensions: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    sources: Vec<Spanned<IgnoredAny>>,
}

/// What is wrong with one file by itself.
pub(crate) fn alone(agreement: &Agreement, file: &str, text: &str) -> Vec<Fault> {
    // The text was read as an agreement before, so it is TOML of this outline.
    let spans: Spans = toml::from_str(text).unwrap_or_default();
    let mut check = Check { agreement, file, text, faults: Vec::new() };
    check.head();
    check.states(&spans.status);
    check.parties(&spans.parties);
    check.switches(&spans.switches);
    check.suspensions(&spans.suspensions);
    check.protection();
    check.sources(&spans.sources);
    check.faults
}

struct Check<'a> {
    agreement: &'a Agreement,
    file: &'a str,
    text: &'a str,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn add(&mut self, offset: usize, reason: impl Into<String>) {
        let at = Location::of(self.file, self.text, offset);
        self.faults.push(Fault { at, reason: reason.into() });
    }

    fn add_if(&mut self, wrong: bool, offset: usize, reason: impl FnOnce() -> String) {
        if wrong {
            self.add(offset, reason());
        }
    }

    fn head(&mut self) {
        let a = self.agreement;
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        self.add_if(a.id.is_empty() || !a.id.chars().all(fits), 0, || {
            format!("the id {:?} is not made of small letters, digits and -", a.id)
        });
        let stem = self.file.rsplit(['/', '\\']).next().unwrap_or(self.file);
        let stem = stem.strip_suffix(".toml").unwrap_or(stem);
        self.add_if(!a.from_user && stem != a.id, 0, || {
            format!("the agreement {:?} stands in a file of another name; rename one", a.id)
        });
        for (field, value) in [("name", &a.name), ("about", &a.about)] {
            self.add_if(value.trim().is_empty(), 0, || format!("{field} is empty"));
        }
        self.add_if(a.hypothetical && !a.from_user, 0, || {
            "only a user's file can suppose an agreement; leave hypothetical out".into()
        });
        self.add_if(a.union.is_some() && a.kind != Kind::CustomsUnion, 0, || {
            "only a customs union is named as a union".into()
        });
        self.add_if(a.party_sources.iter().any(|id| a.source(id).is_none()), 0, || {
            "party_sources names a source that the file has not".into()
        });
    }

    fn states(&mut self, spans: &[Spanned<IgnoredAny>]) {
        let a = self.agreement;
        self.add_if(a.status.is_empty(), 0, || "there is no [[status]]; one is needed".into());
        for (status, span) in a.status.iter().zip(spans) {
            let at = span.span().start;
            self.add_if(status.from.is_some() == status.by.is_some(), at, || {
                "a status has one of `from` (when it began) and `by` (known to hold then)".into()
            });
            self.add_if(status.report.trim().is_empty(), at, || "the report is empty".into());
            self.references(&status.sources, at, !a.hypothetical);
        }
        for (pair, span) in a.status.windows(2).zip(spans.iter().skip(1)) {
            let (before, after) = (&pair[0], &pair[1]);
            let at = span.span().start;
            let out_of_time = after.onset().counts_from() < before.onset().counts_from();
            self.add_if(out_of_time, at, || {
                let (a, b) = (after.onset(), before.onset());
                format!(
                    "status {} of {a} stands after {} of {b}; put them in order of time",
                    after.state, before.state
                )
            });
            let resumed = before.state == State::Suspended && after.state < State::Suspended;
            self.add_if(after.state < before.state && !resumed, at, || {
                format!("{} cannot follow {}", after.state, before.state)
            });
            self.add_if(before.state == State::Ended, at, || "nothing follows ended".into());
        }
    }

    fn parties(&mut self, spans: &[Spanned<IgnoredAny>]) {
        let a = self.agreement;
        let members: BTreeSet<&Member> = a.parties.iter().map(|row| &row.party).collect();
        self.add_if(members.len() < 2, 0, || "an agreement has two parties at least".into());
        for (k, (row, span)) in a.parties.iter().zip(spans).enumerate() {
            let at = span.span().start;
            let who = &row.party;
            self.add_if(row.from.is_some() && row.by.is_some(), at, || {
                format!("{who}: `from` and `by` exclude each other; keep one")
            });
            self.too_early(row, at);
            let ended = row.until.map(crate::PartialDate::latest);
            self.add_if(row.transition_until.is_some() && row.until.is_none(), at, || {
                format!("{who}: a transition follows an end; give `until` too")
            });
            let began = row.onset().or(row.signed.map(Onset::On));
            self.add_if(row.known_until.is_some() && row.until.is_some(), at, || {
                format!("{who}: `until` and `known_until` exclude each other; keep one")
            });
            self.add_if(row.role != Role::Beneficiary && !row.except.is_empty(), at, || {
                format!("{who}: goods are left out for a beneficiary of a scheme only")
            });
            let reversed =
                ended.zip(began).is_some_and(|(end, begin)| end < begin.date().earliest());
            self.add_if(reversed, at, || format!("{who} leaves before it joins"));
            let earlier = a.parties[..k].iter().rfind(|other| other.party == *who);
            self.add_if(earlier.is_some_and(|o| o.until.or(o.known_until).is_none()), at, || {
                format!("{who} is named twice without having left")
            });
            let sources = a.sources_of(row);
            self.references(sources, at, row.is_dated() && !a.hypothetical);
        }
    }

    /// That nobody signs before there is a text, nor is bound before it is in force.
    fn too_early(&mut self, row: &Party, at: usize) {
        let (a, who) = (self.agreement, &row.party);
        let first = |state| a.first(state).map(|onset: Onset| onset.date().earliest());
        let late = |date: crate::PartialDate, limit| date.latest() < limit;
        if let (Some(from), Some(force)) = (row.onset(), first(State::InForce))
            && row.role == Role::Party
        {
            self.add_if(late(from.date(), force), at, || {
                format!("{who} is bound from {from}, before the agreement is in force ({force})")
            });
        }
        let text = [State::Signed, State::InForce].into_iter().find_map(first);
        if let (Some(signed), Some(text)) = (row.signed, text) {
            self.add_if(late(signed, text), at, || {
                format!("{who} signs on {signed}, before the agreement was signed ({text})")
            });
        }
        let unbound = row.onset().is_some() && a.first(State::InForce).is_none();
        self.add_if(unbound && row.role == Role::Party, at, || {
            format!("{who} is bound from a date, but no status says that the agreement is in force")
        });
    }

    fn switches(&mut self, spans: &[Spanned<IgnoredAny>]) {
        let mut seen = BTreeSet::new();
        for (switch, span) in self.agreement.switches.iter().zip(spans) {
            let at = span.span().start;
            let rules = [
                ("corridor", Rule::Corridor, &switch.corridor),
                ("passage", Rule::Passage, &switch.passage),
            ];
            for (field, rule, value) in rules {
                self.add_if((switch.rule == rule) != value.is_some(), at, || {
                    format!("`{field}` belongs to the rule {rule}, and that rule needs it")
                });
            }
            let circulates = switch.rule == Rule::FreeCirculation;
            self.add_if(circulates != switch.paper.is_some(), at, || {
                "the rule free-circulation has a paper, and no other rule has one".into()
            });
            let prefers = switch.rule == Rule::TariffPreference;
            self.add_if(!prefers && switch.percent_of_duty.is_some(), at, || {
                "only the rule tariff-preference has a percent_of_duty".into()
            });
            self.add_if(switch.percent_of_duty.is_some_and(|percent| percent > 99), at, || {
                "a preference is less than the whole duty: percent_of_duty is 0 to 99".into()
            });
            self.add_if(!switch.goods.is_empty() && switch.percent_of_duty.is_none(), at, || {
                "goods are those that a percent_of_duty is for; give it".into()
            });
            let excepts = circulates || !switch.goods.is_empty();
            self.add_if(!excepts && !switch.except.is_empty(), at, || {
                "only the rule free-circulation excepts goods, and what has goods".into()
            });
            self.add_if(switch.effect.trim().is_empty(), at, || "the effect is empty".into());
            let name = switch.name();
            self.add_if(!seen.insert(name.clone()), at, || format!("{name} is switched twice"));
        }
    }

    fn suspensions(&mut self, spans: &[Spanned<IgnoredAny>]) {
        let a = self.agreement;
        for (row, span) in a.suspensions.iter().zip(spans) {
            let at = span.span().start;
            for who in [&row.by, &row.towards] {
                let takes_part = a.parties.iter().any(|party| party.party == *who);
                self.add_if(!takes_part, at, || {
                    format!("{who} is no party of the agreement, so nothing is suspended there")
                });
            }
            let reversed = row.until.is_some_and(|until| until.latest() < row.from.earliest());
            self.add_if(reversed, at, || "the suspension ends before it begins".into());
            self.references(&row.sources, at, !a.hypothetical);
        }
    }

    fn protection(&mut self) {
        let a = self.agreement;
        let Some(terms) = &a.protection else { return };
        let protects = a.switches.iter().any(|switch| switch.rule == Rule::Investment);
        self.add_if(!protects, 0, || {
            "only an agreement that switches the rule investment has terms of protection".into()
        });
        self.add_if(terms.survival_years.is_some_and(|years| years > 50), 0, || {
            "more than 50 years of protection after the end are none that is known".into()
        });
        self.add_if(terms.earlier == Some(false) && terms.earlier_from.is_some(), 0, || {
            "`earlier_from` says that earlier investments are covered, `earlier` that none is"
                .into()
        });
        let stated = terms.earlier.is_some() || terms.earlier_from.is_some();
        self.references(
            &terms.survival_sources,
            0,
            terms.survival_years.is_some() && !a.hypothetical,
        );
        self.references(&terms.earlier_sources, 0, stated && !a.hypothetical);
        let in_force = a.first(State::InForce).is_some();
        self.add_if(terms.force_not_found && in_force, 0, || {
            "`force_not_found` contradicts the status in-force".into()
        });
    }

    fn sources(&mut self, spans: &[Spanned<IgnoredAny>]) {
        let a = self.agreement;
        self.add_if(a.sources.is_empty() && !a.hypothetical, 0, || "there is no source".into());
        let rows = a.status.iter().flat_map(|s| &s.sources);
        let parties = a.parties.iter().flat_map(|p| &p.sources);
        let held = a.suspensions.iter().flat_map(|s| &s.sources);
        let terms = a.protection.iter();
        let terms = terms.flat_map(|t| t.survival_sources.iter().chain(&t.earlier_sources));
        let used: BTreeSet<&String> =
            rows.chain(parties).chain(&a.party_sources).chain(terms).chain(held).collect();
        let mut seen = BTreeSet::new();
        for (source, span) in a.sources.iter().zip(spans) {
            let at = span.span().start;
            let id = &source.id;
            self.add_if(!seen.insert(id), at, || format!("the source {id:?} is given twice"));
            self.add_if(!used.contains(id), at, || format!("nothing rests on the source {id:?}"));
            for (field, value) in [("title", &source.title), ("publisher", &source.publisher)] {
                let mut words = value.split([' ', ',', ';']);
                // Drafts mark facts from memory and facts not found; neither may be shipped.
                let unsourced = words.any(|word| word == "MEM" || word == "NF");
                self.add_if(unsourced || value.trim().is_empty(), at, || {
                    format!(
                        "the {field} of source {id:?} is none; name one that can be found again"
                    )
                });
            }
            let judged = source.title.starts_with("judgement:");
            self.add_if(judged && source.confidence != Confidence::L, at, || {
                format!("the source {id:?} is a judgement; its confidence is L")
            });
        }
    }

    /// That a row names sources, if it needs any, and that the file has them.
    fn references(&mut self, ids: &[String], at: usize, needed: bool) {
        self.add_if(needed && ids.is_empty(), at, || "the row names no source".into());
        for id in ids {
            self.add_if(self.agreement.source(id).is_none(), at, || {
                format!("there is no source {id:?} in this file")
            });
        }
    }
}

/// What is wrong between agreements; only those in `places` are blamed.
pub(crate) fn together(register: &Register, places: &BTreeMap<String, Location>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (id, at) in places {
        let Some(agreement) = register.get(id) else { continue };
        let mut add = |reason: String| faults.push(Fault { at: at.clone(), reason });
        for row in &agreement.parties {
            let Member::Union(union) = &row.party else { continue };
            if register.union(union).is_none() {
                add(format!(
                    "no agreement is the union {union:?}; known are {}",
                    register.unions().join(", ")
                ));
            }
            if agreement.union.is_some() {
                add(format!("a union is made of countries, not of unions such as {union}"));
            }
        }
        if let Some(union) = &agreement.union {
            let twice = register.iter().any(|a| a.id != *id && a.union.as_ref() == Some(union));
            if twice {
                add(format!("the union {union:?} has two agreements; keep the name for one"));
            }
        }
        let Some(former) = &agreement.replaces else { continue };
        match register.get(former) {
            None => add(format!("replaces names {former:?}, which is no agreement")),
            Some(former) => {
                let force = agreement.first(State::InForce).map(Onset::counts_from);
                let end = former.first(State::Ended).map(Onset::counts_from);
                if force.is_some_and(|force| end.is_none_or(|end| end > force)) {
                    add(format!("{} is in force although {id} took its place", former.id));
                }
            }
        }
    }
    faults
}
