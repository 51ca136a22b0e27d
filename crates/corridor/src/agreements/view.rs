//! One agreement on a day in plain serialisable words.

use crate::engine::Engine;
use corridor_trade::{Capacity, Kind, Source, Standing};
use schemars::JsonSchema;
use serde::Serialize;

/// An agreement on a day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AgreementView {
    /// Stable id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// What it is about: `corridor`, `transit`, `free-trade`, ...
    pub kind: Kind,
    /// What it says.
    pub about: String,
    /// Parties, signatories and negotiators on the day: countries by ISO 3166-1 codes, and the unions
    /// through which they are.
    pub parties: Vec<String>,
    /// State on the day.
    pub status: String,
    /// Date since when it is in that state, as exact as the source: `2016`, `2016-04` or `2016-04-25`.
    pub since: String,
    /// `day`, `month` or `year`; `at-latest` when it was known to be in that state by then.
    pub since_precision: String,
    /// The latest report on that state.
    pub report: String,
    /// Whether it is only supposed, by a user's file.
    pub hypothetical: bool,
    /// `register`, or `user` for what a user's file states.
    pub origin: String,
    /// The agreement it took the place of.
    pub replaces: Option<String>,
    /// What it turns on, and whether it is on.
    pub switches: Vec<SwitchView>,
    /// Every country that takes part on the day, with its capacity.
    pub participants: Vec<ParticipantView>,
    /// All its states, in order of time, whatever the day.
    pub history: Vec<StatusView>,
    /// What single parties hold back from others while it stands between the rest, whatever the day.
    pub suspensions: Vec<SuspensionView>,
    /// What no source was found for.
    pub unknown: Vec<String>,
    /// Where this comes from.
    pub sources: Vec<Source>,
}

/// What an agreement turns on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SwitchView {
    /// The rule and its object: `corridor:instc-west`, `tariff-preference`.
    pub name: String,
    /// The sort of rule.
    pub rule: String,
    /// Id of the corridor, for the rule `corridor`.
    pub corridor: Option<String>,
    /// Id of the canal or strait, for the rule `passage`.
    pub passage: Option<String>,
    /// Per cent of the duty without preference that the goods of a scheme owe.
    pub percent_of_duty: Option<u32>,
    /// What is different while it is on.
    pub effect: String,
    /// Whether it is on on the day.
    pub on: bool,
}

/// A country that takes part.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ParticipantView {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// English name.
    pub name: String,
    /// The union through which it takes part.
    pub through: Option<String>,
    /// What it is to the agreement.
    pub capacity: Capacity,
    /// Since when; absent where it is not known.
    pub since: Option<String>,
    /// How exact that date is.
    pub since_precision: Option<String>,
    /// What a reader should know besides.
    pub note: String,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// A state in an agreement's history.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatusView {
    /// The state.
    pub state: String,
    /// When it began, as exact as the source.
    pub from: String,
    /// How exact that date is.
    pub precision: String,
    /// The day from which it is counted.
    pub counts_from: String,
    /// What happened.
    pub report: String,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// Whether two sources of different publishers, neither of them weak, have the state and its date.
    pub confirmed: bool,
}

/// What one party holds back from another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SuspensionView {
    /// Who holds back: a country or a union.
    pub by: String,
    /// From whom.
    pub towards: String,
    /// First day, as exact as the source.
    pub from: String,
    /// Last day; null where it goes on.
    pub until: Option<String>,
    /// What happened.
    pub report: String,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// The view of an agreement on its day.
pub(super) fn view(engine: &Engine, standing: &Standing<'_>) -> AgreementView {
    let agreement = standing.agreement;
    let since = standing.since();
    let switches = agreement.switches.iter().map(|switch| SwitchView {
        name: switch.name(),
        rule: switch.rule.to_string(),
        corridor: switch.corridor.clone(),
        passage: switch.passage.clone(),
        percent_of_duty: switch.percent_of_duty,
        effect: switch.effect.clone(),
        on: standing.is_on(switch),
    });
    let participants = standing.participants().into_iter().map(|p| ParticipantView {
        country: p.country.to_string(),
        name: engine.country_name(p.country),
        through: p.through.map(str::to_owned),
        capacity: p.capacity,
        since: p.since.map(|onset| onset.date().to_string()),
        since_precision: p.since.map(|onset| onset.precision().to_owned()),
        note: p.row.note.clone(),
        sources: agreement.sources_of(p.row).to_vec(),
    });
    let history = agreement.status.iter().map(|status| StatusView {
        state: status.state.to_string(),
        from: status.onset().date().to_string(),
        precision: status.onset().precision().to_owned(),
        counts_from: status.onset().counts_from().to_string(),
        report: status.report.clone(),
        sources: status.sources.clone(),
        confirmed: agreement.is_confirmed(status),
    });
    let suspensions = agreement.suspensions.iter().map(|held| SuspensionView {
        by: held.by.to_string(),
        towards: held.towards.to_string(),
        from: held.from.to_string(),
        until: held.until.map(|until| until.to_string()),
        report: held.report.clone(),
        sources: held.sources.clone(),
    });
    AgreementView {
        id: agreement.id.clone(),
        name: agreement.name.clone(),
        kind: agreement.kind,
        about: agreement.about.clone(),
        parties: standing.party_names(),
        status: standing.status.state.to_string(),
        since: since.date().to_string(),
        since_precision: since.precision().to_owned(),
        report: standing.status.report.clone(),
        hypothetical: agreement.hypothetical,
        origin: if agreement.from_user { "user" } else { "register" }.to_owned(),
        replaces: agreement.replaces.clone(),
        switches: switches.collect(),
        participants: participants.collect(),
        history: history.collect(),
        suspensions: suspensions.collect(),
        unknown: agreement.unknown.clone(),
        sources: agreement.sources.clone(),
    }
}
