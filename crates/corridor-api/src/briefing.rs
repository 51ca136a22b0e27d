//! `/v1/briefing` and `/v1/briefings`.

use crate::worlds::Worlds;
use crate::{Question, Work, settle_day, settled_day};
use corridor::Problem;
use corridor::briefing::{
    BriefingRequest, BriefingResponse, BriefingSource, BriefingsResponse, outlines, shipped_ids,
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

/// Bytes of a briefing of one's own.
const LARGEST: usize = 256 << 10;

/// What was said at talks, what stands of it on two days, and what each part would change: minutes for the one
/// that ships.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BriefingRequest")]
pub struct BriefingQuestion {
    /// Id of a briefing of `/v1/briefings`; the first of them unless given.
    #[serde(default)]
    briefing: Option<String>,
    /// In place of an id: a briefing of your own, TOML, as `docs/methods/briefing.md` describes it.
    #[serde(default)]
    toml: Option<String>,
    /// Day for which it is asked, after that of the talks, YYYY-MM-DD; today unless given.
    #[serde(default)]
    as_of: Option<String>,
}

impl BriefingQuestion {
    /// The question as the engine takes it, once it is settled.
    ///
    /// # Errors
    /// When the day makes no sense.
    pub fn request(&self) -> Result<BriefingRequest, Problem> {
        let source = match (&self.toml, &self.briefing) {
            (Some(text), _) => {
                BriefingSource::File { name: "briefing".to_owned(), text: text.clone() }
            }
            (None, id) => {
                let first = || shipped_ids().next().unwrap_or_default().to_owned();
                BriefingSource::Id(id.clone().unwrap_or_else(first))
            }
        };
        Ok(BriefingRequest { source, as_of: settled_day(self.as_of.as_deref())? })
    }
}

impl Question for BriefingQuestion {
    type Answer = BriefingResponse;
    const NAME: &'static str = "briefing";
    const SUMMARY: &'static str =
        "What was said at talks, what stands of it, and what each part would change; takes minutes";
    const WORK: Work = Work::Search;

    fn settle(&mut self, today: Date) -> Result<(), Problem> {
        if self.toml.is_some() && self.briefing.is_some() {
            return Err(Problem::bad_input(
                "field-invalid",
                "--briefing and --toml are both given",
                "send one of them",
            ));
        }
        if let Some(text) = self.toml.as_ref().filter(|text| text.len() > LARGEST) {
            return Err(Problem::bad_input(
                "field-invalid",
                format!("--toml has {} bytes; {LARGEST} are read", text.len()),
                "leave out what it does not need, or use `corridor briefing`",
            ));
        }
        settle_day(&mut self.as_of, "as-of", today).map(|_| ())
    }

    fn answer(&self, worlds: &Worlds) -> Result<BriefingResponse, Problem> {
        worlds.base().briefing(&self.request()?, &|_, _, _| ControlFlow::Continue(()))
    }
}

/// The briefings that ship, in outline.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BriefingsRequest")]
pub struct BriefingsQuestion {}

impl Question for BriefingsQuestion {
    type Answer = BriefingsResponse;
    const NAME: &'static str = "briefings";
    const SUMMARY: &'static str =
        "The briefings that ship: what was said, and what to ask of each part";
    const WORK: Work = Work::LookUp;

    fn settle(&mut self, _today: Date) -> Result<(), Problem> {
        Ok(())
    }

    fn answer(&self, _worlds: &Worlds) -> Result<BriefingsResponse, Problem> {
        outlines()
    }
}
