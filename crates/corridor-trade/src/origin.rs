//! Rules of origin as expressions: wholly obtained, a change of classification, a share of value.
//!
//! `WO or (CTSH and RVC(build-down) >= 35)`: tests joined by `and` and `or`, `and` binding closer.
//! The language, and what is reckoned how, stand in `docs/methods/origin.md`.

mod consignment;
mod judge;
mod known;
#[cfg(test)]
mod tests;

pub use consignment::{Consignment, Passed, Way, consigned};
pub use judge::{Area, Finding, Judgement, Shortfall, judge};
pub use known::{AgreementRules, Cumulation, ProductRules, RuleSource, known_rules};

use crate::money::decimal;
use rust_decimal::Decimal;
use std::fmt;
use std::str::FromStr;

/// How a share of value is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// (value - materials that do not originate) / value.
    BuildDown,
    /// Materials that originate / value.
    BuildUp,
}

/// The digits of the code that have to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Two digits: CC.
    Chapter,
    /// Four digits: CTH.
    Heading,
    /// Six digits: CTSH.
    Subheading,
}

impl Level {
    /// The digits.
    pub fn digits(self) -> usize {
        match self {
            Self::Chapter => 2,
            Self::Heading => 4,
            Self::Subheading => 6,
        }
    }
}

/// A rule of origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Nothing in it is from elsewhere.
    WhollyObtained,
    /// No material from elsewhere has the code of the good to so many digits.
    Change(Level),
    /// So many per cent of the value are of the area.
    Content(Method, Decimal),
    /// All of them.
    All(Vec<Self>),
    /// Any of them.
    Any(Vec<Self>),
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let join = |parts: &[Self], word: &str| {
            let one = |part: &Self| match part {
                Self::All(_) | Self::Any(_) => format!("({part})"),
                _ => part.to_string(),
            };
            parts.iter().map(one).collect::<Vec<_>>().join(word)
        };
        match self {
            Self::WhollyObtained => f.write_str("WO"),
            Self::Change(Level::Chapter) => f.write_str("CC"),
            Self::Change(Level::Heading) => f.write_str("CTH"),
            Self::Change(Level::Subheading) => f.write_str("CTSH"),
            Self::Content(method, percent) => {
                let method = match method {
                    Method::BuildDown => "build-down",
                    Method::BuildUp => "build-up",
                };
                write!(f, "RVC({method}) >= {}", percent.normalize())
            }
            Self::All(parts) => f.write_str(&join(parts, " and ")),
            Self::Any(parts) => f.write_str(&join(parts, " or ")),
        }
    }
}

/// Why a text is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no rule of origin: {1}; write WO, CC, CTH, CTSH, RVC(build-down) >= 40, `and`, `or`"
)]
pub struct InvalidRule(String, String);

impl FromStr for Rule {
    type Err = InvalidRule;
    fn from_str(text: &str) -> Result<Self, InvalidRule> {
        let invalid = |reason: String| InvalidRule(text.to_owned(), reason);
        let words = words(text).map_err(invalid)?;
        let mut reader = Reader { words: &words, at: 0, depth: 0 };
        let rule = reader.any().map_err(invalid)?;
        match words.get(reader.at) {
            None => Ok(rule),
            Some(word) => Err(invalid(format!("{word:?} is not expected there"))),
        }
    }
}

/// Words, brackets and signs of a rule, in small letters.
fn words(text: &str) -> Result<Vec<String>, String> {
    let lower = text.to_lowercase().replace('\u{2265}', ">=");
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for c in lower.chars() {
        let in_word = c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        match c {
            _ if c.is_whitespace() => open = false,
            '=' if words.last().is_some_and(|w| w == ">") => {
                if let Some(sign) = words.last_mut() {
                    sign.push('=');
                }
            }
            '(' | ')' | '>' | '%' => {
                words.push(c.to_string());
                open = false;
            }
            _ if in_word && open => {
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
            _ if in_word => {
                words.push(c.to_string());
                open = true;
            }
            other => return Err(format!("{other:?} is no sign of the language")),
        }
    }
    Ok(words)
}

struct Reader<'w> {
    words: &'w [String],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> &str {
        self.words.get(self.at).map_or("", String::as_str)
    }

    fn take(&mut self, word: &str) -> bool {
        let taken = self.peek() == word;
        self.at += usize::from(taken);
        taken
    }

    fn any(&mut self) -> Result<Rule, String> {
        let mut parts = vec![self.all()?];
        while self.take("or") {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Rule::Any(parts) })
    }

    fn all(&mut self) -> Result<Rule, String> {
        let mut parts = vec![self.one()?];
        while self.take("and") {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Rule::All(parts) })
    }

    fn one(&mut self) -> Result<Rule, String> {
        let word = self.peek().to_owned();
        self.at += 1;
        match word.as_str() {
            "wo" => Ok(Rule::WhollyObtained),
            "cc" => Ok(Rule::Change(Level::Chapter)),
            "cth" => Ok(Rule::Change(Level::Heading)),
            "ctsh" => Ok(Rule::Change(Level::Subheading)),
            "rvc" => self.content(),
            "(" if self.depth < 16 => {
                self.depth += 1;
                let rule = self.any()?;
                self.depth -= 1;
                if self.take(")") { Ok(rule) } else { Err("a bracket is not closed".to_owned()) }
            }
            "(" => Err("brackets go too deep".to_owned()),
            "" => Err("it ends too early".to_owned()),
            other => Err(format!("{other:?} is no test")),
        }
    }

    fn content(&mut self) -> Result<Rule, String> {
        let method = self.take("(").then(|| self.words.get(self.at).map(String::as_str));
        let method = match method.flatten() {
            Some("build-down") => Method::BuildDown,
            Some("build-up") => Method::BuildUp,
            _ => return Err("RVC needs its method: RVC(build-down) or RVC(build-up)".to_owned()),
        };
        self.at += 1;
        if !self.take(")") || !self.take(">=") {
            return Err("RVC needs its threshold: RVC(build-down) >= 40".to_owned());
        }
        let percent = decimal(self.peek());
        let percent = percent.filter(|p| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(p));
        let percent =
            percent.ok_or_else(|| format!("{:?} is no share in per cent", self.peek()))?;
        self.at += 1;
        self.take("%");
        Ok(Rule::Content(method, percent))
    }
}
