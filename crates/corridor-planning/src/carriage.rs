//! Whether a lorry drives on beyond a border, or the cargo changes there to a lorry of the other country.
//!
//! The rows of `data/carriage-regimes.toml`, read from the top. Method: `docs/methods/borders.md`.

use corridor_network::CountryCode;
use corridor_network::fact::Evidence;
use serde::Deserialize;
use std::sync::LazyLock;

/// What lorries do at a border.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carriage {
    /// The lorry drives on.
    Through,
    /// The cargo changes to a lorry of the other country.
    Change,
}

/// A row of the table: what lorries do between some countries.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriageRegime {
    /// Stable id.
    pub id: String,
    /// The countries it holds between.
    pub members: Vec<CountryCode>,
    /// Where not empty, it holds between one of the members and one of these.
    #[serde(default)]
    pub with: Vec<CountryCode>,
    /// What lorries do.
    pub carriage: Carriage,
    /// Where it comes from.
    pub evidence: Evidence,
}

impl CarriageRegime {
    fn holds(&self, a: CountryCode, b: CountryCode) -> bool {
        let of = |one, other| {
            let others = if self.with.is_empty() { &self.members } else { &self.with };
            self.members.contains(&one) && others.contains(&other)
        };
        of(a, b) || of(b, a)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    regime: Vec<CarriageRegime>,
}

/// The regimes that come with the program, the first that holds a pair of countries before the others.
pub fn carriage_regimes() -> &'static [CarriageRegime] {
    static TABLE: LazyLock<Vec<CarriageRegime>> = LazyLock::new(|| {
        let text = include_str!("../../../data/carriage-regimes.toml");
        let table: Table =
            toml::from_str(text).expect("the table is part of the program and its tests read it");
        table.regime
    });
    &TABLE
}

/// Whether the cargo changes to another lorry between two countries; it does where no regime is listed.
pub fn changes_lorry(a: CountryCode, b: CountryCode) -> bool {
    let found = carriage_regimes().iter().find(|regime| regime.holds(a, b));
    found.is_none_or(|regime| regime.carriage == Carriage::Change)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(a: &str, b: &str) -> bool {
        changes_lorry(a.parse().unwrap(), b.parse().unwrap())
    }

    #[test]
    fn lorries_drive_through_unions_and_change_where_that_is_known() {
        for (a, b) in [("DE", "PL"), ("RU", "KZ"), ("TR", "GE"), ("UG", "KE"), ("IN", "NP")] {
            assert!(!changes(a, b) && !changes(b, a), "{a} {b}");
        }
        for (a, b) in [("RU", "PL"), ("IN", "BD"), ("KZ", "CN"), ("GT", "MX"), ("JO", "IL")] {
            assert!(changes(a, b) && changes(b, a), "{a} {b}");
        }
        // No row: Papua New Guinea and Indonesia.
        assert!(changes("PG", "ID"));
    }

    #[test]
    fn ids_are_unique_and_no_row_is_hidden_by_those_before_it() {
        let rows = carriage_regimes();
        for (n, row) in rows.iter().enumerate() {
            assert!(rows[..n].iter().all(|other| other.id != row.id), "{}", row.id);
            let others = if row.with.is_empty() { &row.members } else { &row.with };
            let pairs = row.members.iter().flat_map(|a| others.iter().map(move |b| (*a, *b)));
            let counts = |(a, b): (CountryCode, CountryCode)| {
                a != b && !rows[..n].iter().any(|before| before.holds(a, b))
            };
            assert!(pairs.into_iter().any(counts), "{} never counts", row.id);
        }
    }
}
