//! The question.

use crate::scenarios::ScenarioSource;
use jiff::civil::Date;

/// Which elasticities of trade hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ElasticityChoice {
    /// Those that come with the program.
    #[default]
    Shipped,
    /// One for all sectors: the exponent, sigma - 1.
    Uniform(f64),
    /// The user's, by sector: name and text of a file.
    Table(String, String),
}

/// What is asked. Files are given as name and text.
#[derive(Clone, Debug)]
pub struct TradeEffectRequest {
    /// The user's table of flows in place of the one that ships.
    pub table: Option<(String, String)>,
    /// The year that such a table describes, where it is said.
    pub table_year: Option<i16>,
    /// Most countries times sectors of such a table.
    pub largest: usize,
    /// Elasticities.
    pub elasticity: ElasticityChoice,
    /// Agreements supposed to be in force, each with the duty under it: `ID=PERCENT`.
    pub suppose: Vec<String>,
    /// Scenarios whose changes to ways count as costs of trade. Agreements that they suppose need their
    /// duty in `suppose`.
    pub scenarios: Vec<ScenarioSource>,
    /// Factors on the cost of trade: `origin,destination,sector,factor`.
    pub change: Option<(String, String)>,
    /// The user's duties before the change: `importer,exporter,sector,percent`.
    pub duties: Option<(String, String)>,
    /// What becomes of trade deficits.
    pub closure: String,
    /// Day whose agreements, unions and tariffs hold before the change.
    pub as_of: Date,
    /// All sectors as one, and no inputs.
    pub one_sector: bool,
    /// Steps of the decomposition along the way; 0 leaves it out.
    pub steps: usize,
    /// How many draws of the elasticities, and their seed.
    pub draws: Option<(usize, u64)>,
    /// The user's agreements laid over the register.
    pub with: Vec<(String, String)>,
}

impl TradeEffectRequest {
    /// The shipped table and elasticities, without a change, on a day.
    pub fn new(as_of: Date) -> Self {
        Self {
            table: None,
            table_year: None,
            largest: corridor_effect::LARGEST,
            elasticity: ElasticityChoice::Shipped,
            suppose: Vec::new(),
            scenarios: Vec::new(),
            change: None,
            duties: None,
            closure: "fixed-share".to_owned(),
            as_of,
            one_sector: false,
            steps: 16,
            draws: None,
            with: Vec::new(),
        }
    }
}
