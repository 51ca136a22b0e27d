//! Questions to the register that trade asks: customs territories, the parties of an agreement, and
//! what an agreement would do were it in force.

use crate::agreement::{Agreement, Member, Party};
use crate::register::Register;
use crate::standing::Capacity;
use crate::word::{Kind, Role, Rule, State};
use corridor_network::CountryCode;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Two agreements that cannot both hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{country} has a common tariff under {} on {day}, which cannot be", .agreements.join(" and "))]
pub struct Contradiction {
    /// For whom.
    pub country: CountryCode,
    /// On what day.
    pub day: Date,
    /// Ids of the agreements.
    pub agreements: Vec<String>,
}

impl Register {
    /// The countries of the customs territory of a country on a day, and the agreement that makes it;
    /// a country without one is a territory by itself.
    ///
    /// # Errors
    /// When it would be in two at once.
    pub fn customs_territory(
        &self,
        country: CountryCode,
        day: Date,
    ) -> Result<(BTreeSet<CountryCode>, Option<&Agreement>), Contradiction> {
        let unions: Vec<(&str, &Agreement)> = self
            .unions_of(country, day)
            .into_iter()
            .filter_map(|name| Some((name, self.union(name)?)))
            .filter(|(_, agreement)| self.has_common_tariff(agreement, day))
            .collect();
        match unions[..] {
            [] => Ok((BTreeSet::from([country]), None)),
            [(name, agreement)] => {
                let members = self.union_members(name, day).into_iter().map(|m| m.0);
                Ok((members.collect(), Some(agreement)))
            }
            _ => {
                let agreements = unions.iter().map(|(_, a)| a.id.clone()).collect();
                Err(Contradiction { country, day, agreements })
            }
        }
    }

    fn has_common_tariff(&self, agreement: &Agreement, day: Date) -> bool {
        let standing = self.as_of(day).get(&agreement.id);
        standing.is_some_and(|s| s.switched_on().any(|switch| switch.rule == Rule::CommonTariff))
    }

    /// Countries that are, or would be, on the sides of an agreement on a day, each with its side.
    pub fn sides(&self, agreement: &Agreement, day: Date) -> Vec<(CountryCode, String)> {
        let mut sides = Vec::new();
        for row in agreement.parties.iter().filter(|row| row.role == Role::Party) {
            let end = row.transition_until.or(row.until);
            let left = end.is_some_and(|until| until.latest() < day);
            let side = |own: String| row.side.clone().unwrap_or(own);
            match &row.party {
                _ if left => {}
                Member::Country(country) => sides.push((*country, side(country.to_string()))),
                Member::Union(union) => {
                    let members = self.union_members(union, day);
                    sides.extend(members.into_iter().map(|(c, _)| (c, side(union.clone()))));
                }
            }
        }
        sides.sort();
        sides
    }

    /// Whether goods of one country would enter another at a lower duty were the agreement in force. Who
    /// lowers duties by itself can do so for whomever it wants.
    pub fn would_prefer(
        &self,
        agreement: &Agreement,
        day: Date,
        importer: CountryCode,
        exporter: CountryCode,
    ) -> bool {
        let grants = |rule| matches!(rule, Rule::TariffPreference | Rule::CommonTariff);
        let sides = self.sides(agreement, day);
        let of = |country| sides.iter().filter(move |s| s.0 == country).map(|s| &s.1);
        let apart = if agreement.kind == Kind::UnilateralPreference {
            of(importer).next().is_some() && of(exporter).next().is_none()
        } else {
            of(importer).any(|a| of(exporter).any(|b| a != b))
        };
        agreement.switches.iter().any(|s| grants(s.rule)) && importer != exporter && apart
    }

    /// Schemes of an importer, in force on a day, that lowered duties for the exporter and no longer do, each with
    /// his last row.
    pub fn schemes_left(
        &self,
        day: Date,
        importer: CountryCode,
        exporter: CountryCode,
    ) -> Vec<(&Agreement, &Party)> {
        let schemes = self.as_of(day).standings().filter_map(|standing| {
            let agreement = standing.agreement;
            let granted = agreement.kind == Kind::UnilateralPreference
                && standing.status.state == State::InForce
                && self.would_prefer(agreement, day, importer, exporter)
                && standing.participants().iter().all(|p| p.country != exporter);
            let ended = |row: &&Party| {
                row.party == Member::Country(exporter)
                    && row.until.is_some_and(|until| until.latest() < day)
            };
            let row = agreement.parties.iter().rev().find(ended).filter(|_| granted)?;
            Some((agreement, row))
        });
        schemes.collect()
    }

    /// Schemes of an importer on a day that lower duties for countries which are not all known, and that
    /// do not name the exporter, nor say that he has lost it: whether they do it for him is not known.
    pub fn schemes_unsure(
        &self,
        day: Date,
        importer: CountryCode,
        exporter: CountryCode,
    ) -> Vec<&Agreement> {
        let left = self.schemes_left(day, importer, exporter);
        let schemes = self.as_of(day).standings().filter(|standing| {
            let agreement = standing.agreement;
            agreement.kind == Kind::UnilateralPreference
                && left.iter().all(|(other, _)| other.id != agreement.id)
                && !agreement.unknown.is_empty()
                && standing.status.state == State::InForce
                && self.would_prefer(agreement, day, importer, exporter)
                && standing
                    .participants()
                    .iter()
                    .all(|p| p.country != exporter || p.capacity != Capacity::Beneficiary)
        });
        schemes.map(|standing| standing.agreement).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn code(text: &str) -> CountryCode {
        text.parse().unwrap()
    }

    #[test]
    fn customs_territories_follow_their_unions() {
        let register = Register::shipped();
        let territory = |country, day| {
            let (countries, agreement) = register.customs_territory(code(country), day).unwrap();
            (countries.len(), agreement.map(|a| a.id.as_str()))
        };
        assert_eq!(territory("RU", date(2026, 1, 1)), (5, Some("eaeu-treaty")));
        assert_eq!(territory("RU", date(2014, 1, 1)), (1, None));
        assert_eq!(territory("IN", date(2026, 1, 1)), (1, None));
        let own = r#"
            id = "second-union"
            name = "A second union"
            kind = "customs-union"
            union = "SECOND"
            about = "Supposed."
            hypothetical = true
            parties = [{ party = "RU" }, { party = "IR" }]
            [[status]]
            state = "in-force"
            from = "2020-01-01"
            report = "Supposed."
            [[switches]]
            rule = "common-tariff"
            effect = "One tariff."
        "#;
        let both = register.with("second.toml", own).unwrap();
        let error = both.customs_territory(code("RU"), date(2026, 1, 1)).unwrap_err();
        assert!(error.to_string().contains("eaeu-treaty and second-union"), "{error}");
    }

    #[test]
    fn an_agreement_in_talks_would_lower_duties_between_its_sides() {
        let register = Register::shipped();
        let talks = register.get("india-eaeu-fta").unwrap();
        let would = |a, b| register.would_prefer(talks, date(2026, 6, 1), code(a), code(b));
        assert!(would("RU", "IN") && would("IN", "KZ"));
        assert!(!would("RU", "KZ") && !would("RU", "IR") && !would("IN", "IN"));
    }
}
