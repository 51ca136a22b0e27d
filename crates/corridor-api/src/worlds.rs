//! The world as it is, and the worlds that questions suppose: each is made once and kept for a while.

use corridor::scenarios::ScenarioSource;
use corridor::{Engine, Problem};
use quick_cache::sync::Cache;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Supposed worlds kept.
const KEPT: usize = 12;
/// Bytes of a scenario of one's own.
const LARGEST: usize = 256 << 10;

/// A scenario: an id of `/v1/scenarios`, several joined by `+`, or one of your own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "a scenario is an id such as \"suez-closed\", several joined by \"+\", or {\"toml\": \"...\"}"
)]
#[schemars(rename = "ScenarioChoice")]
pub enum ScenarioRef {
    /// By id.
    Id(String),
    /// Of one's own.
    Own(OwnScenario),
}

/// A scenario of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnScenario {
    /// What a scenario file says; `docs/methods/scenarios.md` describes its form.
    toml: String,
}

impl ScenarioRef {
    /// What the engine takes it for. Nothing of it is ever the name of a file.
    ///
    /// # Errors
    /// When a scenario of one's own is too large.
    pub fn sources(&self) -> Result<Vec<ScenarioSource>, Problem> {
        match self {
            // A `+` in a URL is a blank.
            Self::Id(text) => {
                let ids = text.split(['+', ' ']).filter(|id| !id.is_empty());
                Ok(ids.map(|id| ScenarioSource::Id(id.to_owned())).collect())
            }
            Self::Own(own) if own.toml.len() > LARGEST => Err(Problem::bad_input(
                "scenario-file-invalid",
                format!("the scenario has {} bytes; {LARGEST} are read", own.toml.len()),
                "leave out what it does not need",
            )),
            Self::Own(own) => {
                let (name, text) = ("scenario".to_owned(), own.toml.clone());
                Ok(vec![ScenarioSource::File { name, text }])
            }
        }
    }
}

/// Engines.
pub struct Worlds {
    base: Arc<Engine>,
    supposed: Cache<Vec<ScenarioRef>, Arc<Engine>>,
}

impl Worlds {
    /// Around the world as it is.
    pub fn new(base: Arc<Engine>) -> Self {
        Self { base, supposed: Cache::new(KEPT) }
    }

    /// The world as it is.
    pub fn base(&self) -> &Arc<Engine> {
        &self.base
    }

    /// The world that some scenarios suppose, later ones over earlier ones.
    ///
    /// # Errors
    /// When one is unknown or wrong.
    pub fn supposing(&self, scenarios: &[ScenarioRef]) -> Result<Arc<Engine>, Problem> {
        if scenarios.is_empty() {
            return Ok(self.base.clone());
        }
        if let Some(known) = self.supposed.get(scenarios) {
            return Ok(known);
        }
        let sources = scenarios.iter().map(ScenarioRef::sources).collect::<Result<Vec<_>, _>>()?;
        let engine = Arc::new(self.base.supposing(&sources.concat())?);
        self.supposed.insert(scenarios.to_vec(), engine.clone());
        Ok(engine)
    }
}
