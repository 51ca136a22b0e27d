//! States and provinces of the countries whose places are told apart by them: `Houston, TX`,
//! `Vancouver, British Columbia`, `Mumbai, Maharashtra`.

use super::rows;
use corridor_network::CountryCode;
use corridor_network::spelling::key;
use std::sync::LazyLock;

/// A part of a country, by its code of ISO 3166-2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// Such as `US-TX`.
    pub(crate) code: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
}

static REGIONS: LazyLock<Vec<(String, Region)>> = LazyLock::new(|| {
    rows(include_str!("../../../../data/country-regions.tsv"))
        .map(|[code, name]| (key(name), Region { code, name }))
        .collect()
});

impl Region {
    /// The regions of a name or of the letters that their countries' addresses have: `WA` is in
    /// Australia and in the United States.
    pub(crate) fn named(text: &str) -> impl Iterator<Item = Self> {
        let text = text.trim().to_owned();
        let wanted = key(&text);
        let is = move |(name, region): &&(String, Self)| {
            let by_letters = region.letters().is_some_and(|l| l.eq_ignore_ascii_case(&text));
            *name == wanted || by_letters
        };
        REGIONS.iter().filter(is).map(|(_, region)| *region)
    }

    /// Its country.
    pub(crate) fn country(self) -> CountryCode {
        self.code[..2].parse().unwrap_or(CountryCode::NONE)
    }

    /// What stands for it in addresses: the code after the country. In India names are written out.
    fn letters(&self) -> Option<&'static str> {
        self.code
            .split_once('-')
            .filter(|(country, _)| *country != "IN")
            .map(|(_, letters)| letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_found_by_name_and_letters() {
        let code = |text: &str| Region::named(text).next().map(|region| region.code);
        assert_eq!(code("TX"), Some("US-TX"));
        assert_eq!(code("texas"), Some("US-TX"));
        assert_eq!(code("British Columbia"), Some("CA-BC"));
        assert_eq!(code("Maharashtra"), Some("IN-MH"));
        assert_eq!(code("NSW"), Some("AU-NSW"));
        assert_eq!(code("MN"), Some("US-MN"));
        assert_eq!(Region::named("WA").count(), 2);
        assert_eq!(code("Nowhere"), None);
        assert!(REGIONS.iter().all(|(_, region)| region.country().is_some()));
        // 50 states and the federal district.
        assert_eq!(REGIONS.iter().filter(|(_, r)| r.code.starts_with("US-")).count(), 51);
    }
}
