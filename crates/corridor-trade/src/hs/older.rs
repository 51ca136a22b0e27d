//! Codes of older editions of the Harmonized System, and what they became.

use super::HsCode;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a code was and became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Older {
    /// The last edition that it stood in: 2012, 2017.
    pub edition: i16,
    /// The codes of 2022 that its goods are under.
    pub successors: Vec<HsCode>,
}

/// Rows by code.
static KNOWN: LazyLock<BTreeMap<&'static str, (i16, &'static str)>> = LazyLock::new(|| {
    let table = include_str!("../../../../data/hs/older.csv");
    let row = |line: &'static str| {
        let mut fields = line.split(',');
        let (code, edition, successors) = (fields.next()?, fields.next()?, fields.next()?);
        Some((code, (edition.parse().ok()?, successors)))
    };
    table.lines().skip(1).filter_map(row).collect()
});

impl Older {
    /// What a code was, by its first six digits; none for one that no edition told here had.
    pub(super) fn of(code: &HsCode) -> Option<Self> {
        let (edition, successors) = KNOWN.get(code.cut(6))?;
        let successors = successors.split(' ').filter_map(|code| code.parse().ok()).collect();
        Some(Self { edition: *edition, successors })
    }
}

#[cfg(test)]
mod tests {
    use super::KNOWN;
    use crate::hs::{HsCode, Nomenclature};

    #[test]
    fn every_older_code_is_over_and_its_successors_are_there() {
        let table = include_str!("../../../../data/hs/older.csv");
        assert_eq!(KNOWN.len() + 1, table.lines().count());
        let all = Nomenclature::shipped();
        for code in KNOWN.keys() {
            let code: HsCode = code.parse().unwrap();
            let older = all.title(&code).unwrap_err().older.unwrap();
            assert!(!older.successors.is_empty(), "{code}");
            for successor in &older.successors {
                assert!(all.title(successor).is_ok(), "{code} became {successor}");
            }
        }
    }

    #[test]
    fn codes_of_2017_name_what_they_became() {
        for (code, successors) in [
            ("8517.12", "8517.13 8517.14"),
            ("8517.70", "8517.71 8517.79"),
            ("8541.40", "8541.41 8541.42 8541.43 8541.49"),
            ("8803.30", "8807.30"),
            ("3002.20", "3002.41"),
            ("9403.90", "9403.91 9403.99"),
            ("9114.10", "9114.90"),
        ] {
            let code: HsCode = code.parse().unwrap();
            let older = Nomenclature::shipped().title(&code).unwrap_err().older.unwrap();
            let found: Vec<_> = older.successors.iter().map(ToString::to_string).collect();
            assert_eq!((older.edition, found.join(" ").as_str()), (2017, successors), "{code}");
        }
    }
}
