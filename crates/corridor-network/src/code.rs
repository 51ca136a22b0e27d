//! Codes that name places in the world: ISO 3166 countries and UN/LOCODEs.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An ISO 3166-1 alpha-2 code, or [`CountryCode::NONE`] for the high seas.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode([u8; 2]);

/// A text that is not a code of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is not {expected}")]
pub struct InvalidCode {
    /// The text as given.
    pub value: String,
    /// What it should have been.
    pub expected: &'static str,
}

impl CountryCode {
    /// No country: the high seas.
    pub const NONE: Self = Self(*b"--");

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("--")
    }
    /// Whether this is a country and not the high seas.
    pub fn is_some(self) -> bool {
        self != Self::NONE
    }
    /// The two bytes, as the network file stores them.
    pub fn bytes(self) -> [u8; 2] {
        self.0
    }
}

impl FromStr for CountryCode {
    type Err = InvalidCode;
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        match text.as_bytes() {
            &[a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            b"--" => Ok(Self::NONE),
            _ => Err(InvalidCode {
                value: text.to_owned(),
                expected: "a two-letter country code of ISO 3166-1, such as IN or RU",
            }),
        }
    }
}

/// A UN/LOCODE: two letters of the country and three of the place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceCode([u8; 5]);

impl PlaceCode {
    /// The five characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("?????")
    }
    /// The country part.
    pub fn country(self) -> CountryCode {
        CountryCode([self.0[0], self.0[1]])
    }
}

impl FromStr for PlaceCode {
    type Err = InvalidCode;
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let compact: Vec<u8> =
            text.bytes().filter(|b| *b != b' ').map(|b| b.to_ascii_uppercase()).collect();
        match <[u8; 5]>::try_from(compact) {
            Ok(code)
                if code[..2].iter().all(u8::is_ascii_uppercase)
                    && code[2..].iter().all(u8::is_ascii_alphanumeric) =>
            {
                Ok(Self(code))
            }
            _ => Err(InvalidCode {
                value: text.to_owned(),
                expected: "a UN/LOCODE of five characters, such as INNSA",
            }),
        }
    }
}

macro_rules! text_code {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
text_code!(CountryCode);
text_code!(PlaceCode);
