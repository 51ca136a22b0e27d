//! What is known of the rules of agreements, and rules for products as the user brings them.

use super::{Consignment, Rule, Tolerance};
use crate::dating::PartialDate;
use crate::error::{Fault, Faults, Location};
use crate::hs::HsCode;
use corridor_network::fact::Confidence;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::LazyLock;

/// Whose materials count as one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cumulation {
    /// Nobody else's.
    None,
    /// Those of every party.
    Parties,
}

/// Where a rule is from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSource {
    /// The text, or who reports it.
    pub source: String,
    /// Its date.
    pub date: PartialDate,
    /// How sure it is.
    pub confidence: Confidence,
}

/// What is known of the rules of an agreement.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementRules {
    /// Id of the agreement.
    pub id: String,
    /// The rule for goods without one of their own, if there is one.
    #[serde(default, deserialize_with = "rule")]
    pub rule: Option<Rule>,
    /// Shares of a good up to which materials need not change their code, an empty list where nothing is
    /// tolerated; none when it is not known.
    #[serde(default, deserialize_with = "tolerances")]
    pub de_minimis: Option<Vec<Tolerance>>,
    /// Whose materials count; none when it is not known.
    #[serde(default)]
    pub cumulation: Option<Cumulation>,
    /// How far third countries may be touched; none when it is not known.
    #[serde(default)]
    pub consignment: Option<Consignment>,
    /// What a reader should know besides.
    #[serde(default)]
    pub note: String,
    /// Where it is from.
    #[serde(default)]
    pub sources: Vec<RuleSource>,
}

fn rule<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Rule>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Rule::from_str(&text).map(Some).map_err(serde::de::Error::custom)
}

fn tolerances<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<Tolerance>>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let read = texts.iter().map(|text| Tolerance::from_str(text));
    read.collect::<Result<_, _>>().map(Some).map_err(serde::de::Error::custom)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownFile {
    agreement: Vec<AgreementRules>,
}

/// The rules that come with the program, by agreement.
pub fn known_rules() -> &'static BTreeMap<String, AgreementRules> {
    static KNOWN: LazyLock<BTreeMap<String, AgreementRules>> = LazyLock::new(|| {
        let file: KnownFile = toml::from_str(include_str!("../../../../data/origin/rules.toml"))
            .expect("the shipped file is part of the program and its tests read it");
        file.agreement.into_iter().map(|rules| (rules.id.clone(), rules)).collect()
    });
    &KNOWN
}

/// Rules for products, by agreement and code, as the user brings them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProductRules {
    rows: Vec<(String, HsCode, Rule, Location)>,
}

impl ProductRules {
    /// Reads a table with the columns `agreement`, `hs` and `rule`; an empty `hs` is the rule of all
    /// goods without one of their own.
    ///
    /// # Errors
    /// When columns or rows are wrong: every fault with its row and column.
    pub fn read(
        file: &str,
        text: &str,
        is_agreement: impl Fn(&str) -> bool,
    ) -> Result<Self, Faults> {
        let at = |line: u64, column: usize| Location {
            file: file.to_owned(),
            line: usize::try_from(line).unwrap_or(usize::MAX),
            column,
        };
        let mut faults = Vec::new();
        let mut rules = Self::default();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let headers: Vec<String> = match reader.headers() {
            Ok(headers) => headers.iter().map(|h| h.trim().to_lowercase()).collect(),
            Err(error) => {
                return Err(Faults(vec![Fault { at: at(1, 1), reason: error.to_string() }]));
            }
        };
        if headers != ["agreement", "hs", "rule"] {
            let reason = format!(
                "its columns are {}; rules have agreement, hs, rule in this order",
                headers.join(", ")
            );
            return Err(Faults(vec![Fault { at: at(1, 1), reason }]));
        }
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    faults.push(Fault { at: at(line, 1), reason: error.to_string() });
                    continue;
                }
            };
            let line = record.position().map_or(1, csv::Position::line);
            let field = |k: usize| record.get(k).unwrap_or_default().trim();
            let mut wrong =
                |column: usize, reason: String| faults.push(Fault { at: at(line, column), reason });
            if !is_agreement(field(0)) {
                wrong(1, format!("{:?} is no agreement (`corridor agreements`)", field(0)));
            }
            let hs = match field(1) {
                "" => None,
                text => match text.parse::<HsCode>() {
                    Ok(code) => Some(code),
                    Err(error) => {
                        wrong(2, error.to_string());
                        continue;
                    }
                },
            };
            match field(2).parse::<Rule>() {
                Ok(rule) => rules.add(field(0), hs, rule, at(line, 3), &mut faults),
                Err(error) => wrong(3, error.to_string()),
            }
        }
        if faults.is_empty() { Ok(rules) } else { Err(Faults(faults)) }
    }

    fn add(
        &mut self,
        agreement: &str,
        hs: Option<HsCode>,
        rule: Rule,
        at: Location,
        faults: &mut Vec<Fault>,
    ) {
        let hs = hs.unwrap_or_else(HsCode::any);
        if let Some(other) = self.rows.iter().find(|row| row.0 == agreement && row.1 == hs) {
            let reason = format!("{agreement} has a rule for {hs} at {} already", other.3);
            faults.push(Fault { at, reason });
            return;
        }
        self.rows.push((agreement.to_owned(), hs, rule, at));
    }

    /// The rule of an agreement for a code: that of the longest code that covers it.
    pub fn rule(&self, agreement: &str, hs: &HsCode) -> Option<(&Rule, &Location)> {
        let fits = |row: &&(String, HsCode, Rule, Location)| {
            row.0 == agreement && (row.1.covers(hs) || row.1 == HsCode::any())
        };
        let longest = |row: &&(String, HsCode, Rule, Location)| {
            if row.1 == HsCode::any() { 0 } else { row.1.digits().len() }
        };
        self.rows.iter().filter(fits).max_by_key(longest).map(|row| (&row.2, &row.3))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
