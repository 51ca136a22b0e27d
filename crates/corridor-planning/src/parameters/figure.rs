//! A figure: what it is, where it holds, whose it is and where it comes from.

use corridor_network::CountryCode;
use corridor_network::fact::Confidence;
use std::fmt;

/// Where a row holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Wherever no other row does.
    World,
    /// In one country.
    Country(CountryCode),
    /// In one passage, by its id.
    Passage(String),
    /// In one sea market or at one gate between them, by its id.
    Market(String),
}

/// Whose figure a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It comes with the program.
    Shipped,
    /// It stands in a user's file: the row of [`super::Parameters::overlays`].
    User(usize),
    /// A scenario sets it; the file is the scenario's id.
    Scenario,
}

/// What stands for the source of a user's figure that names none.
pub const USER: &str = "user";

/// One figure with its source.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Dotted id with the unit in the name, such as `rail.speed_km_per_day`.
    pub id: String,
    /// The country it holds for; elsewhere the world default counts.
    pub country: Option<CountryCode>,
    /// The passage it holds for, by id.
    pub passage: Option<String>,
    /// The sea market or gate it holds for, by id.
    pub market: Option<String>,
    /// The figure, in `unit`; finite and not negative.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Year it describes.
    pub year: i16,
    /// Publication, enough to find it; `judgement: ...` with the reasoning where there is none;
    /// [`USER`] for a user's figure that names none.
    pub source: String,
    /// How sure it is; L for a user's figure that does not say.
    pub confidence: Confidence,
    /// What a reader should know besides.
    pub note: String,
    /// Year of the price level, where it is a price.
    pub price_year: Option<i16>,
    /// Name of the file it stands in, without folders.
    pub file: String,
    /// Whose it is.
    pub origin: Origin,
}

impl Parameter {
    /// Where the row holds.
    pub fn scope(&self) -> Scope {
        match (self.country, &self.passage, &self.market) {
            (Some(country), ..) => Scope::Country(country),
            (None, Some(passage), _) => Scope::Passage(passage.clone()),
            (None, None, Some(market)) => Scope::Market(market.clone()),
            (None, None, None) => Scope::World,
        }
    }

    /// Whether the figure is a judgement rather than a published figure.
    pub fn is_judgement(&self) -> bool {
        self.source.starts_with("judgement:")
    }

    /// Whether it is a user's figure.
    pub fn is_users(&self) -> bool {
        matches!(self.origin, Origin::User(_))
    }

    /// Source and year as answers give them; a user's figure names the file, a scenario's the scenario.
    pub fn cited(&self) -> String {
        if self.origin == Origin::Scenario {
            return format!("scenario {}: {} ({})", self.file, self.source, self.year);
        }
        match (self.is_users(), self.source.as_str()) {
            (false, source) => format!("{source} ({})", self.year),
            (true, USER) => format!("{USER}, {} ({})", self.file, self.year),
            (true, source) => format!("{USER}, {}: {source} ({})", self.file, self.year),
        }
    }
}

impl fmt::Display for Parameter {
    /// Its id, and the country, passage or market it holds for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        match self.scope() {
            Scope::World => Ok(()),
            Scope::Country(country) => write!(f, " {country}"),
            Scope::Passage(id) | Scope::Market(id) => write!(f, " {id}"),
        }
    }
}
