//! What a country levies on what is brought in, as far as the bill says.

use corridor_network::CountryCode;
use rust_decimal::Decimal;

/// Levies of a country, in place of what is known of it and of what holds for all countries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levies {
    /// The country.
    pub country: CountryCode,
    /// Its duty without preference on what the bill brings in, as it is stated.
    pub duty: Option<String>,
    /// Its tax on imports, per cent.
    pub tax_percent: Option<String>,
    /// Fees of customs and brokers on each move, US dollars.
    pub fees_usd: Option<String>,
    /// How much of the duty on inputs it gives back when what is made of them is exported, per cent.
    pub drawback_percent: Option<Decimal>,
}
