//! Rules for products as the annexes of agreements have them, as far as they come with the program.

use super::{Codes, Rule};
use crate::hs::HsCode;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The name of what an annex asks for in words that are not read here.
pub(super) const NOT_READ: &str = "other-rule-of-the-annex";

/// The files, by agreement.
const FILES: [(&str, &str); 5] = [
    ("cptpp", include_str!("../../../../data/origin/annexes/cptpp.csv")),
    ("eu-uk-tca", include_str!("../../../../data/origin/annexes/eu-uk-tca.csv")),
    ("india-uk-ceta", include_str!("../../../../data/origin/annexes/india-uk-ceta.csv")),
    ("japan-uk", include_str!("../../../../data/origin/annexes/japan-uk.csv")),
    ("turkey-uk-fta", include_str!("../../../../data/origin/annexes/turkey-uk-fta.csv")),
];

/// A row of an annex.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    codes: Codes,
    /// Which of the goods of the codes, in words; empty for all.
    goods: String,
    /// Whether it is for a part of the goods of its codes, and another row for the rest.
    part: bool,
    rule: Rule,
}

/// Rules for products of an agreement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annex(Vec<Row>);

impl Annex {
    /// The annex of an agreement, if it comes with the program.
    pub fn of(agreement: &str) -> Option<&'static Self> {
        static ANNEXES: LazyLock<BTreeMap<&'static str, Annex>> = LazyLock::new(|| {
            let read = |text| {
                Annex::read(text)
                    .expect("the shipped files are part of the program and its tests read them")
            };
            FILES.map(|(id, text)| (id, read(text))).into()
        });
        ANNEXES.get(agreement)
    }

    /// The agreements whose annexes come with the program.
    pub fn agreements() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(id, _)| *id)
    }

    /// Reads a table with the columns `hs`, `goods`, `part`, `rule`; the row that is wrong otherwise.
    fn read(text: &str) -> Result<Self, String> {
        let mut rows = Vec::new();
        for record in csv::Reader::from_reader(text.as_bytes()).records() {
            let record = record.map_err(|e| e.to_string())?;
            let field = |k: usize| record.get(k).unwrap_or_default();
            let wrong = |why: String| format!("{}: {why}", field(0));
            rows.push(Row {
                codes: field(0).parse().map_err(wrong)?,
                goods: field(1).to_owned(),
                part: field(2) == "part",
                rule: field(3).parse().map_err(|e: super::InvalidRule| e.to_string())?,
            });
        }
        Ok(Self(rows))
    }

    /// The rule for goods of a code: that of the fewest codes which cover it. Where what the goods are
    /// decides between several, it is one of them, and the words between which it decides are told.
    pub fn rule(&self, hs: &HsCode) -> Option<(Rule, String)> {
        let mut rows: Vec<&Row> =
            self.0.iter().filter(|row| row.codes.hold(hs) == Some(true)).collect();
        rows.sort_by_key(|row| row.codes.breadth());
        let mut chosen: Vec<&Row> = Vec::new();
        for same in rows.chunk_by(|a, b| a.codes == b.codes) {
            chosen.extend(same);
            if same.iter().any(|row| !row.part) {
                break;
            }
        }
        let mut rules: Vec<Rule> = Vec::new();
        for row in &chosen {
            if !rules.contains(&row.rule) {
                rules.push(row.rule.clone());
            }
        }
        let last = rules.pop()?;
        if rules.is_empty() {
            return Some((last, String::new()));
        }
        rules.push(last);
        let told = |row: &&Row| {
            let goods = if row.goods.is_empty() { "other goods" } else { &row.goods };
            format!("{goods}: {}", row.rule)
        };
        let told: Vec<String> = chosen.iter().map(told).collect();
        Some((Rule::OneOf(rules), told.join("; ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(agreement: &str, hs: &str) -> (String, String) {
        let found = Annex::of(agreement).unwrap().rule(&hs.parse().unwrap()).unwrap();
        (found.0.to_string(), found.1)
    }

    #[test]
    fn annexes_are_read_whole_and_the_narrowest_row_counts() {
        for (id, text) in FILES {
            let rows = Annex::of(id).unwrap().0.len();
            assert_eq!(rows + 1, csv::Reader::from_reader(text.as_bytes()).records().count() + 1);
            assert!(rows > 300, "{id}");
        }
        // India and the United Kingdom, annex 3A: black tea, wrought iron, other iron.
        assert_eq!(rule("india-uk-ceta", "0902.30").0, "CTSH or PROCESS(blending)");
        assert_eq!(rule("india-uk-ceta", "0903.00").0, "WO");
        assert_eq!(
            rule("india-uk-ceta", "7203.10").0,
            "CTH and (RVC(build-down) >= 50 or RVC(build-up) >= 45)"
        );
        assert_eq!(rule("eu-uk-tca", "2207.10").0, format!("PROCESS({NOT_READ})"));
        assert_eq!(rule("cptpp", "3903.11").0.split(" or ").count(), 2);
    }

    #[test]
    fn where_what_the_goods_are_decides_it_is_one_of_the_rules() {
        let (rule, told) = rule("india-uk-ceta", "1103.20");
        assert_eq!(rule, "one of: CC; WO");
        assert!(told.contains("oats"), "{told}");
    }
}
