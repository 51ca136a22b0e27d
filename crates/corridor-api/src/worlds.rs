//! The world as it is, and the worlds that questions suppose: each is made once and kept for a while.

use corridor::scenarios::ScenarioSource;
use corridor::{Engine, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex};

/// Supposed worlds kept.
const KEPT: usize = 12;
/// Bytes of worlds kept ready unless said otherwise.
const KEPT_BYTES: u64 = 1_500_000_000;
/// Scenarios laid over each other.
const MOST_STACKED: usize = 16;
/// Bytes of a scenario of one's own.
const LARGEST: usize = 256 << 10;

/// A scenario: an id of `/v1/scenarios`, several joined by `+`, or one of your own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "a scenario is an id such as \"suez-closed\", several joined by \"+\", {\"toml\": \"...\"} or {\"csv\": \"...\"}"
)]
#[schemars(rename = "ScenarioChoice")]
pub enum ScenarioRef {
    /// By id.
    Id(String),
    /// Of one's own.
    Own(OwnScenario),
    /// A table of one's own.
    Table(OwnTable),
}

/// A scenario of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnScenario {
    /// What a scenario file says; `docs/methods/scenarios.md` describes its form.
    toml: String,
}

/// A table of services or of quotes of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnTable {
    /// What a table says, CSV with a header; `docs/methods/scenarios.md` describes its columns.
    csv: String,
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
            Self::Own(own) => own_text("scenario", &own.toml),
            Self::Table(own) => own_text("table.csv", &own.csv),
        }
    }
}

fn own_text(name: &str, text: &str) -> Result<Vec<ScenarioSource>, Problem> {
    if text.len() > LARGEST {
        return Err(Problem::bad_input(
            "scenario-file-invalid",
            format!("the {name} has {} bytes; {LARGEST} are read", text.len()),
            "leave out what it does not need",
        ));
    }
    let (name, text) = (name.to_owned(), text.to_owned());
    Ok(vec![ScenarioSource::File { name, text }])
}

/// Engines.
pub struct Worlds {
    base: Arc<Engine>,
    /// The one asked last comes first.
    supposed: Mutex<Vec<(Vec<ScenarioRef>, Arc<Engine>)>>,
    /// Bytes that all of them may keep ready for the next question.
    most_bytes: u64,
}

impl Worlds {
    /// Around the world as it is, with the ordinary ceiling for what is kept ready.
    pub fn new(base: Arc<Engine>) -> Self {
        Self::with_memory(base, KEPT_BYTES)
    }

    /// The same, with a ceiling of one's own, bytes.
    pub fn with_memory(base: Arc<Engine>, most_bytes: u64) -> Self {
        Self { base, supposed: Mutex::default(), most_bytes }
    }

    /// The world as it is.
    pub fn base(&self) -> &Arc<Engine> {
        &self.base
    }

    /// The world that some scenarios suppose, later ones over earlier ones.
    ///
    /// # Errors
    /// When one is unknown or wrong, or there are too many.
    pub fn supposing(&self, scenarios: &[ScenarioRef]) -> Result<Arc<Engine>, Problem> {
        if scenarios.is_empty() {
            return Ok(self.base.clone());
        }
        if let Ok(mut supposed) = self.supposed.lock()
            && let Some(at) = supposed.iter().position(|(known, _)| known == scenarios)
        {
            supposed[..=at].rotate_right(1);
            return Ok(supposed[0].1.clone());
        }
        let sources = scenarios.iter().map(ScenarioRef::sources).collect::<Result<Vec<_>, _>>()?;
        let sources = sources.concat();
        if sources.len() > MOST_STACKED {
            return Err(Problem::bad_input(
                "scenario-invalid",
                format!("{} scenarios are stacked; {MOST_STACKED} can be", sources.len()),
                "write one of your own that says the same",
            ));
        }
        let engine = Arc::new(self.base.supposing(&sources)?);
        if let Ok(mut supposed) = self.supposed.lock() {
            supposed.insert(0, (scenarios.to_vec(), engine.clone()));
            supposed.truncate(KEPT);
        }
        Ok(engine)
    }

    /// Bytes that are kept ready for the next question.
    pub fn kept_bytes(&self) -> u64 {
        let supposed = self.supposed.lock();
        let supposed = supposed.map_or(0, |all| all.iter().map(|(_, e)| e.kept_bytes()).sum());
        self.base.kept_bytes() + supposed
    }

    /// Lets go what is over the ceiling: supposed worlds first, the one not asked for longest before the
    /// others, then days of the world as it is.
    pub fn hold_to_ceiling(&self) {
        while self.kept_bytes() > self.most_bytes {
            let gone = self.supposed.lock().ok().and_then(|mut supposed| supposed.pop());
            if gone.is_none() {
                self.base.keep_at_most(self.most_bytes);
                return;
            }
        }
    }
}
