//! The Harmonized System of 2022: codes, their titles, and what is told of goods by their chapter.
//!
//! Titles and codes are those of UN Comtrade. Codes of national tariffs go on after six digits; their
//! ends are not known here, only the six digits they begin with.

mod class;
mod older;

pub use class::{TimeValue, group, time_value};
pub use older::Older;

use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// A code of the Harmonized System: chapter (2 digits), heading (4), subheading (6), or a line of a
/// national tariff (up to 12).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HsCode(String);

/// A text that is no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidHs {
    /// It has other characters than digits and the points between them.
    #[error("{0:?} is no HS code; write digits, such as 3004.90")]
    NotDigits(String),
    /// So many digits make no code.
    #[error("{0:?} has {1} digits; an HS code has 2, 4, 6 or, in a national tariff, up to 12")]
    Length(String, usize),
    /// A spreadsheet seems to have taken the first zero away.
    #[error("{0:?} has an odd number of digits; a zero at its beginning may be lost: write 0{0}")]
    LostZero(String),
}

impl HsCode {
    /// What stands for all goods, and is the code of none.
    pub(crate) fn any() -> Self {
        Self("00".to_owned())
    }

    /// The digits, without points.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The code of so many digits that it begins with; itself where it is shorter.
    pub fn cut(&self, digits: usize) -> &str {
        self.0.get(..digits).unwrap_or(&self.0)
    }

    /// Whether the other begins with it.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl FromStr for HsCode {
    type Err = InvalidHs;
    fn from_str(text: &str) -> Result<Self, InvalidHs> {
        let digits: String = text.trim().chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        let given = || text.trim().to_owned();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(InvalidHs::NotDigits(given()));
        }
        match digits.len() {
            2 | 4 | 6..=12 if digits.len() != 7 && digits.len() != 9 => Ok(Self(digits)),
            3 | 5 | 7 | 9 => Err(InvalidHs::LostZero(digits)),
            length => Err(InvalidHs::Length(given(), length)),
        }
    }
}

impl fmt::Display for HsCode {
    /// With the points that customs write: `3004.90`, `3004.90.11`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (heading, rest) = self.0.split_at(self.0.len().min(4));
        let mut text = heading.to_owned();
        for pair in rest.as_bytes().chunks(2) {
            text.push('.');
            text.extend(pair.iter().map(|b| char::from(*b)));
        }
        f.pad(&text)
    }
}

impl Serialize for HsCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A code that the nomenclature has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownHs {
    /// The code.
    pub code: HsCode,
    /// The nearest that there are, with their titles.
    pub nearest: Vec<(HsCode, &'static str)>,
    /// What it was and became, where it is a code of an older edition.
    pub older: Option<Older>,
}

/// Codes with their titles, in order.
#[derive(Debug)]
pub struct Nomenclature {
    rows: Vec<(&'static str, &'static str)>,
}

/// Codes offered in place of an unknown one.
const OFFERED: usize = 5;

impl Nomenclature {
    /// The Harmonized System of 2022, to six digits.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Nomenclature> = LazyLock::new(|| Nomenclature {
            rows: include_str!("../../../data/hs/hs2022.tsv")
                .lines()
                .filter_map(|line| line.split_once('\t'))
                .collect(),
        });
        &SHIPPED
    }

    /// The title of the code, or of the subheading that a national line begins with.
    ///
    /// # Errors
    /// When there is no such code: the nearest ones are told.
    pub fn title(&self, code: &HsCode) -> Result<&'static str, UnknownHs> {
        self.find(code.cut(6)).ok_or_else(|| UnknownHs {
            code: code.clone(),
            nearest: self.nearest(code),
            older: Older::of(code),
        })
    }

    /// All codes with their titles, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.rows.iter().copied()
    }

    fn find(&self, digits: &str) -> Option<&'static str> {
        let at = self.rows.binary_search_by_key(&digits, |row| row.0).ok()?;
        Some(self.rows[at].1)
    }

    /// Codes as long as the unknown one beside it, under the longest beginning that is known.
    fn nearest(&self, code: &HsCode) -> Vec<(HsCode, &'static str)> {
        let length = code.digits().len().min(6);
        let known =
            (1..length / 2).rev().map(|n| n * 2).find(|n| self.find(code.cut(*n)).is_some());
        let (beginning, long) = known.map_or(("", 2), |n| (code.cut(n), n + 2));
        let place = |digits: &str| digits.parse::<i64>().unwrap_or(0);
        let asked = place(code.cut(long));
        let mut beside: Vec<_> = self
            .iter()
            .filter(|(digits, _)| digits.len() == long && digits.starts_with(beginning))
            .collect();
        beside.sort_by_key(|(digits, _)| (place(digits) - asked).abs());
        beside.truncate(OFFERED);
        beside.sort_unstable();
        beside.into_iter().map(|(digits, title)| (HsCode(digits.to_owned()), title)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hs(text: &str) -> HsCode {
        text.parse().unwrap()
    }

    #[test]
    fn codes_are_read_with_and_without_points() {
        assert_eq!(hs("3004.90"), hs("300490"));
        assert_eq!(hs("3004.90.11").to_string(), "3004.90.11");
        assert_eq!(hs("0101").to_string(), "0101");
        assert!("10121".parse::<HsCode>().unwrap_err().to_string().contains("write 010121"));
        for text in ["", "30x4", "3", "1234567890123", "-30"] {
            assert!(text.parse::<HsCode>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn every_code_has_its_parents_and_a_title() {
        let all = Nomenclature::shipped();
        assert_eq!(all.iter().filter(|(code, _)| code.len() == 6).count(), 5612);
        for (code, title) in all.iter() {
            assert!(!title.is_empty() && [2, 4, 6].contains(&code.len()), "{code}");
            for parent in [2, 4].into_iter().filter(|n| *n < code.len()) {
                assert!(all.find(&code[..parent]).is_some(), "{code} has no parent");
            }
        }
        assert!(all.iter().map(|r| r.0).is_sorted());
        assert!(all.title(&hs("3004.90.11")).unwrap().starts_with("Medicaments"));
    }

    #[test]
    fn an_unknown_code_gets_its_neighbours() {
        let all = Nomenclature::shipped();
        let near = |text: &str| -> Vec<String> {
            let unknown = all.title(&hs(text)).unwrap_err();
            unknown.nearest.iter().map(|(code, _)| code.to_string()).collect()
        };
        assert!(near("300499").contains(&"3004.90".to_owned()));
        assert!(near("3099").contains(&"3006".to_owned()), "{:?}", near("3099"));
        assert_eq!(near("7799").len(), 5, "chapter 77 is kept free: chapters are offered");
        assert!(near("77").contains(&"76".to_owned()));
    }
}
