//! Rules of origin read from text.

use super::{Codes, Level, METHODS, Measure, Method, Rule};
use crate::money::decimal;
use rust_decimal::Decimal;
use std::str::FromStr;

/// Why a text is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no rule of origin: {1}; write WO, CC, CTH, CTSH, CTH except 7207, RVC40, \
     RVC(build-down) >= 40, VNM <= 60, `and`, `or`"
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

impl FromStr for Codes {
    type Err = String;
    /// A list of codes: `7207, 7210-7212`; an empty text is an empty list.
    fn from_str(text: &str) -> Result<Self, String> {
        let words = words(text)?;
        if words.is_empty() {
            return Ok(Self::default());
        }
        let mut reader = Reader { words: &words, at: 0, depth: 0 };
        let codes = reader.codes()?;
        match words.get(reader.at) {
            None => Ok(codes),
            Some(word) => Err(format!("{word:?} is not expected there")),
        }
    }
}

/// Words, brackets and signs of a rule, in small letters.
fn words(text: &str) -> Result<Vec<String>, String> {
    let lower = text.to_lowercase().replace('\u{2265}', ">=").replace('\u{2264}', "<=");
    let lower = lower.replace(['\u{2013}', '\u{2014}'], "-").replace('\u{a0}', " ");
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for c in lower.chars() {
        let in_word = c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        match c {
            _ if c.is_whitespace() => open = false,
            '=' if words.last().is_some_and(|w| w == ">" || w == "<") => {
                if let Some(sign) = words.last_mut() {
                    sign.push('=');
                }
            }
            '(' | ')' | '>' | '<' | '%' | ',' => {
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

/// Whether a word is a code or a range of codes, and no other word of the language.
fn is_code(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

struct Reader<'w> {
    words: &'w [String],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> &str {
        self.ahead(0)
    }

    fn ahead(&self, by: usize) -> &str {
        self.words.get(self.at + by).map_or("", String::as_str)
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
            "any" => Ok(Rule::AnyMaterial),
            "cc" => self.change(Level::Chapter),
            "cth" => self.change(Level::Heading),
            "ctsh" => self.change(Level::Subheading),
            "rvc" | "qvc" | "vac" | "lvc" => self.content(),
            "nc" => Ok(Rule::Content(Method::NetCost, self.threshold(">=", "NC >= 50")?)),
            "vnm" | "maxnom" => self.limit(),
            "process" => self.process(),
            "(" if self.depth < 16 => {
                self.depth += 1;
                let rule = self.any()?;
                self.depth -= 1;
                if self.take(")") { Ok(rule) } else { Err("a bracket is not closed".to_owned()) }
            }
            "(" => Err("brackets go too deep".to_owned()),
            "" => Err("it ends too early".to_owned()),
            // RVC40, as annexes write it.
            other => match other.strip_prefix("rvc").or_else(|| other.strip_prefix("qvc")) {
                Some(number) => {
                    self.take("%");
                    Ok(Rule::Content(Method::Either, share(number)?))
                }
                None => Err(format!("{other:?} is no test")),
            },
        }
    }

    fn change(&mut self, level: Level) -> Result<Rule, String> {
        let except = if self.take("except") || self.take("excluding") {
            self.take("from");
            self.codes()?
        } else {
            Codes::default()
        };
        Ok(Rule::Change(level, except))
    }

    /// Codes with commas, `or` or `and` between them; words for what they are do not count.
    fn codes(&mut self) -> Result<Codes, String> {
        let mut codes = Codes::default();
        loop {
            while matches!(
                self.peek(),
                "chapter" | "chapters" | "heading" | "headings" | "subheading" | "subheadings"
            ) {
                self.at += 1;
            }
            if !is_code(self.peek()) {
                return Err(match self.peek() {
                    "" => "a code is missing at its end".to_owned(),
                    word => format!("{word:?} stands where a code belongs"),
                });
            }
            codes.add(self.peek())?;
            self.at += 1;
            if self.take("through") || self.take("to") {
                codes.through(self.peek())?;
                self.at += 1;
            }
            let names_what = |word: &str| word.starts_with("head") || word.starts_with("chap");
            let goes_on =
                |word: &str| is_code(word) || names_what(word) || word.starts_with("subh");
            let joined = matches!(self.peek(), "or" | "and") && goes_on(self.ahead(1));
            if !self.take(",") && !joined {
                return Ok(codes);
            }
            if joined || matches!(self.peek(), "or" | "and") {
                self.at += 1;
            }
        }
    }

    fn content(&mut self) -> Result<Rule, String> {
        let mut method = Method::Either;
        if self.peek() == "(" && !is_code(self.ahead(1)) {
            self.at += 1;
            let words = METHODS.map(|(word, _)| word).join(", ");
            let known = METHODS.iter().find(|(word, _)| *word == self.peek());
            method = known.ok_or_else(|| format!("RVC knows the methods {words}"))?.1;
            self.at += 1;
            if !self.take(")") {
                return Err("a bracket is not closed".to_owned());
            }
        }
        Ok(Rule::Content(method, self.threshold(">=", "RVC(build-down) >= 40 or RVC40")?))
    }

    fn limit(&mut self) -> Result<Rule, String> {
        let mut measure = Measure::Value;
        if self.take("(") {
            measure = match self.peek() {
                "value" => Measure::Value,
                "weight" => Measure::Weight,
                other => return Err(format!("{other:?} is no measure; value or weight")),
            };
            self.at += 1;
            if !self.take(")") {
                return Err("a bracket is not closed".to_owned());
            }
        }
        let percent = self.threshold("<=", "VNM <= 60")?;
        let of = if self.take("of") { self.codes()? } else { Codes::default() };
        Ok(Rule::Limit(measure, percent, of))
    }

    fn process(&mut self) -> Result<Rule, String> {
        let form = "PROCESS needs a name in brackets: PROCESS(chemical-reaction)";
        if !self.take("(") {
            return Err(form.to_owned());
        }
        let name = self.peek().to_owned();
        self.at += 1;
        let plain =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !plain || !self.take(")") {
            return Err(form.to_owned());
        }
        Ok(Rule::Process(name))
    }

    /// A share after a sign, which may be left out, in brackets or not: `>= 40`, `40 %`, `(40)`.
    fn threshold(&mut self, sign: &str, example: &str) -> Result<Decimal, String> {
        let bracket = self.take("(");
        let signed = self.take(sign);
        if self.peek().is_empty() || (!signed && !is_code(self.peek())) {
            return Err(format!("a threshold is missing: {example}"));
        }
        let percent = share(self.peek())?;
        self.at += 1;
        self.take("%");
        if bracket && !self.take(")") {
            return Err("a bracket is not closed".to_owned());
        }
        Ok(percent)
    }
}

/// A share in per cent.
fn share(text: &str) -> Result<Decimal, String> {
    decimal(text)
        .filter(|p| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(p))
        .ok_or_else(|| format!("{text:?} is no share in per cent"))
}
