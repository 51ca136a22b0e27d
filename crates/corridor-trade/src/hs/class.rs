//! What is told of goods by the beginning of their code: the group of the tariff averages, and what a
//! day of delay costs.

use super::HsCode;
use crate::dating::PartialDate;
use crate::table;
use crate::tariff::Group;
use corridor_network::fact::{Confidence, Evidence};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::LazyLock;

/// A range of beginnings of codes and what holds for it.
struct Range<T> {
    from: String,
    to: String,
    of: T,
}

/// What of the longest beginning holds for a code.
fn of<'r, T>(ranges: &'r [Range<T>], code: &HsCode) -> Option<&'r T> {
    let holds = |r: &&Range<T>| {
        let cut = code.cut(r.from.len());
        cut.len() == r.from.len() && r.from.as_str() <= cut && cut <= r.to.as_str()
    };
    ranges.iter().filter(holds).max_by_key(|r| r.from.len()).map(|r| &r.of)
}

/// The group of the World Tariff Profiles that goods belong to, by the wording of the groups: a
/// judgement, good enough to name an average, and no reading of the publication's own list.
pub fn group(code: &HsCode) -> Option<Group> {
    static GROUPS: LazyLock<Vec<Range<Group>>> = LazyLock::new(|| {
        let rows: Vec<GroupRow> =
            shipped("groups.csv", include_str!("../../../../data/hs/groups.csv"));
        rows.into_iter().map(|row| Range { from: row.from, to: row.to, of: row.group }).collect()
    });
    of(&GROUPS, code).copied()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupRow {
    from: String,
    to: String,
    group: Group,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeRow {
    from: String,
    to: String,
    #[serde(deserialize_with = "table::exact")]
    percent_per_day: Decimal,
    source: String,
    date: PartialDate,
    confidence: Confidence,
    note: String,
}

/// The rows of a table that comes with the program; the tests read all of them.
fn shipped<T: DeserializeOwned>(file: &str, text: &str) -> Vec<T> {
    table::rows(file, text, &mut Vec::new()).into_iter().map(|(row, _)| row).collect()
}

/// What a day in transit costs goods.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeValue {
    /// Per cent of the value, per day.
    pub percent_per_day: Decimal,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// What a day in transit costs goods of a code; none for a code of no chapter.
pub fn time_value(code: &HsCode) -> Option<&'static TimeValue> {
    static VALUES: LazyLock<Vec<Range<TimeValue>>> = LazyLock::new(|| {
        let rows: Vec<TimeRow> = shipped("time.csv", include_str!("../../../../data/hs/time.csv"));
        let range = |row: TimeRow| {
            let TimeRow { from, to, percent_per_day, source, date, confidence, note } = row;
            let evidence = Evidence { source, date: date.to_string(), confidence, note };
            Range { from, to, of: TimeValue { percent_per_day, evidence } }
        };
        rows.into_iter().map(range).collect()
    });
    of(&VALUES, code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hs::Nomenclature;

    #[test]
    fn every_subheading_has_a_group_and_a_value_of_time() {
        for (code, _) in Nomenclature::shipped().iter().filter(|(code, _)| code.len() == 6) {
            let code: HsCode = code.parse().unwrap();
            assert!(group(&code).is_some(), "{code} has no group");
            assert!(time_value(&code).is_some(), "{code} has no value of time");
        }
    }

    #[test]
    fn the_tables_are_read_whole() {
        let mut faults = Vec::new();
        let groups = include_str!("../../../../data/hs/groups.csv");
        let times = include_str!("../../../../data/hs/time.csv");
        assert_eq!(
            table::rows::<GroupRow>("groups.csv", groups, &mut faults).len() + 1,
            groups.lines().count()
        );
        for (row, mut at) in table::rows::<TimeRow>("time.csv", times, &mut faults) {
            let TimeRow { source, date, confidence, note, .. } = row;
            at.evidence(table::Sourced { source, date, confidence, note });
            assert_eq!(at.faults, []);
        }
        assert_eq!(faults, []);
    }

    #[test]
    fn the_longest_beginning_counts() {
        let group = |text: &str| group(&text.parse().unwrap()).unwrap();
        assert_eq!(group("3004.90"), Group::Chemicals);
        assert_eq!(group("3301.12"), Group::OtherAgricultural);
        assert_eq!(group("8708.29"), Group::TransportEquipment);
        assert_eq!(group("2709.00"), Group::Petroleum);
        let percent = |text: &str| time_value(&text.parse().unwrap()).unwrap().percent_per_day;
        assert_eq!(percent("8708.29"), Decimal::new(12, 1));
        assert_eq!(percent("8703.23"), Decimal::new(6, 1));
    }
}
