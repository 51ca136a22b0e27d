//! What the cells of a matrix can say.

use crate::named;
use crate::problem::{Problem, did_you_mean};
use corridor_network::{CountryCode, FeatureId, FeatureKind, LinkId, Network};

/// A quantity of a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Metres.
    Distance,
    /// Seconds, waits and dwell included.
    Duration,
    /// US dollars for the shipment.
    Cost,
    /// Kilograms of CO2e, well to wheel, for the shipment.
    Co2e,
    /// Metres in a country.
    Country(CountryCode),
    /// Metres through a passage or area, by its name.
    Feature(FeatureId, String),
}

impl Quantity {
    /// Reads a list such as `distance,time,IR,suez`.
    ///
    /// # Errors
    /// When a word stands for no quantity.
    pub fn parse(network: &Network, words: &[String]) -> Result<Vec<Self>, Problem> {
        words.iter().map(|word| Self::parse_one(network, word.trim())).collect()
    }

    fn parse_one(network: &Network, word: &str) -> Result<Self, Problem> {
        const WORDS: [&str; 4] = ["distance", "time", "cost", "co2e"];
        match word.to_lowercase().as_str() {
            "distance" => return Ok(Self::Distance),
            "time" => return Ok(Self::Duration),
            "cost" => return Ok(Self::Cost),
            "co2e" => return Ok(Self::Co2e),
            _ => {}
        }
        if let Ok(named) = named::resolve(network, &[word.to_owned()], "--skim") {
            let features = &named.features;
            let kind = |f: FeatureId| network.features()[f].kind;
            if let [country] = named.countries[..] {
                return Ok(Self::Country(country));
            }
            if let [feature] = features[..]
                && matches!(kind(feature), FeatureKind::Passage | FeatureKind::Area)
            {
                return Ok(Self::Feature(feature, network.features()[feature].id.clone()));
            }
        }
        let hint = did_you_mean(word, WORDS.into_iter());
        Err(Problem::bad_input(
            "skim-unknown",
            format!("--skim {word:?} is no quantity, country, passage or area"),
            hint.map_or_else(
                || {
                    "distance, time, cost, co2e, a country code such as IR, a passage such as suez"
                        .into()
                },
                |hint| format!("did you mean {hint:?}?"),
            ),
        ))
    }

    /// The name of its column, with the unit.
    pub fn column(&self) -> String {
        match self {
            Self::Distance => "distance_m".to_owned(),
            Self::Duration => "duration_s".to_owned(),
            Self::Cost => "cost_usd".to_owned(),
            Self::Co2e => "co2e_kg".to_owned(),
            Self::Country(country) => format!("m_in_{country}"),
            Self::Feature(_, id) => format!("m_through_{id}"),
        }
    }

    /// Whether its values are whole numbers.
    pub fn is_whole(&self) -> bool {
        !matches!(self, Self::Cost | Self::Co2e)
    }

    /// Metres of a link that count; none for what is no length.
    pub(crate) fn metres_of(&self, network: &Network, link: LinkId) -> u32 {
        let counts = match self {
            Self::Distance => true,
            Self::Country(country) => network.country_of(link) == *country,
            Self::Feature(feature, _) => network.features_of(link).contains(feature),
            Self::Duration | Self::Cost | Self::Co2e => false,
        };
        if counts { network.columns().link_length[link].0 } else { 0 }
    }
}
