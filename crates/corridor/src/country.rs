//! Countries by the names that people, standards and customs use, wherever a country can stand.
//!
//! The network has each country's English name, its official and native ones and those in some
//! twenty languages. `data/country-names.tsv` adds the forms of ISO 3166 and the United Nations
//! (`Korea, Republic of`), of trade statistics (`Congo, Dem. Rep.`) and of everyday speech (`UK`).

mod region;

pub(crate) use region::Region;

use corridor_network::spelling::key;
use corridor_network::{CountryCode, Network};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Names besides those of the network, by their keys.
static NAMES: LazyLock<BTreeMap<String, CountryCode>> = LazyLock::new(|| {
    rows(include_str!("../../../data/country-names.tsv"))
        .filter_map(|[code, name]| Some((key(name), code.parse().ok()?)))
        .collect()
});

/// Code and name of each row of a table with tabs between its columns.
fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 2]> {
    table.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t');
        Some([fields.next()?, fields.next()?])
    })
}

/// The names of countries besides those of the network, by their keys.
pub(crate) fn further_names() -> impl Iterator<Item = (&'static str, CountryCode)> {
    NAMES.iter().map(|(key, code)| (key.as_str(), *code))
}

/// The country of a code or name, in any case, spelling or language that is known.
pub(crate) fn named(network: &Network, text: &str) -> Option<CountryCode> {
    let countries = &network.facts().countries;
    let text = text.trim();
    let code = text.parse().ok().filter(|code| countries.iter().any(|c| c.code == *code));
    let wanted = key(text);
    if code.is_some() || wanted.is_empty() {
        return code;
    }
    if let Some(code) = NAMES.get(&wanted) {
        return Some(*code);
    }
    let by_main_name = countries.iter().find(|country| key(&country.name) == wanted);
    let by_other = || countries.iter().find(|c| c.names.iter().any(|name| key(name) == wanted));
    by_main_name.or_else(by_other).map(|country| country.code)
}

/// A list of names as they were meant: where a comma that parts the list stands inside the name of a
/// country (`Korea, Republic of`), both parts are one name.
pub(crate) fn whole_names<'n>(
    network: &Network,
    names: &'n [String],
    is_known: impl Fn(&str) -> bool,
) -> Vec<Cow<'n, str>> {
    let mut whole: Vec<Cow<'n, str>> = Vec::new();
    for name in names {
        if let Some(last) = whole.last()
            && !is_known(name.trim())
        {
            let joined = format!("{}, {}", last.trim(), name.trim());
            if named(network, &joined).is_some() {
                whole.pop();
                whole.push(joined.into());
                continue;
            }
        }
        whole.push(name.as_str().into());
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_for_two_countries() {
        let mut known: BTreeMap<String, &str> = BTreeMap::new();
        let table = rows(include_str!("../../../data/country-names.tsv"));
        for [code, name] in table {
            assert!(code.parse::<CountryCode>().is_ok(), "{code} {name}");
            assert!(!key(name).is_empty(), "{code}");
            let before = known.insert(key(name), code);
            assert!(before.is_none_or(|before| before == code), "{name}: {before:?} and {code}");
        }
        assert!(known.len() > 500);
    }
}
