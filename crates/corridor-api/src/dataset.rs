//! `/v1/dataset`.

use crate::worlds::Worlds;
use crate::{Question, Work};
use corridor::{Info, Problem};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the network holds.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DatasetRequest")]
pub struct DatasetQuestion {}

impl Question for DatasetQuestion {
    type Answer = Info;
    const NAME: &'static str = "dataset";
    const SUMMARY: &'static str = "The network: version, sizes, sources with licences";
    const WORK: Work = Work::LookUp;

    fn settle(&mut self, _: Date) -> Result<(), Problem> {
        Ok(())
    }

    fn answer(&self, worlds: &Worlds) -> Result<Info, Problem> {
        Ok(worlds.base().info())
    }
}
