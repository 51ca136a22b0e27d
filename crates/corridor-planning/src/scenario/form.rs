//! A scenario file as written: one flat table a modification, each field with its place.
//!
//! The doc comments are the descriptions in the JSON schema.

use corridor_network::Mode;
use corridor_network::fact::{Evidence, ServiceKind, State};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// A scenario file as written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Scenario of corridor")]
pub struct ScenarioText {
    /// Stable id: small letters, digits and `-`.
    #[schemars(with = "String", regex(pattern = "^[a-z0-9][a-z0-9-]*$"))]
    pub(super) id: Spanned<String>,
    /// Name shown; the id when absent.
    pub(super) name: Option<String>,
    /// What it supposes, in a sentence or two.
    #[serde(default)]
    pub(super) about: String,
    /// What it changes, in order.
    #[serde(default)]
    #[schemars(with = "Vec<RowText>")]
    pub(super) modification: Vec<Spanned<RowText>>,
}

/// One modification: exactly one of `close`, `open`, `set`, `ice`, `add`, `suppose`, `depart` and
/// `as_of`, with the fields that go with it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Modification", extend("oneOf" = [
    {"required": ["close"]}, {"required": ["open"]}, {"required": ["set"]}, {"required": ["ice"]},
    {"required": ["add"]}, {"required": ["suppose"]}, {"required": ["depart"]}, {"required": ["as_of"]},
]))]
pub(super) struct RowText {
    /// Passage, line, border, service or waterway to close, by id or name; `corridor:ID` a corridor.
    #[schemars(with = "Option<String>")]
    pub(super) close: Option<Spanned<String>>,
    /// The same to open.
    #[schemars(with = "Option<String>")]
    pub(super) open: Option<Spanned<String>>,
    /// Id of a parameter to change, or, with `of`, a figure of a named thing: `transit_hours`,
    /// `wait_hours`, `dwell_hours`, `hours`, `sailings_per_week`, `draught_m`, `beam_m`, `loa_m`,
    /// `air_draught_m`.
    #[schemars(with = "Option<String>")]
    pub(super) set: Option<Spanned<String>>,
    /// Ice areas to change: an area, a corridor, a group of passages, or `all`.
    #[schemars(with = "Option<String>")]
    pub(super) ice: Option<Spanned<String>>,
    /// What to add.
    #[schemars(with = "Option<AddText>")]
    pub(super) add: Option<Spanned<AddText>>,
    /// Agreement to suppose in force, by its id in the register.
    #[schemars(with = "Option<String>")]
    pub(super) suppose: Option<Spanned<String>>,
    /// Day of departure instead of the one asked for, YYYY-MM-DD.
    #[schemars(with = "Option<String>")]
    pub(super) depart: Option<Spanned<Date>>,
    /// Day whose statuses and agreements count, YYYY-MM-DD.
    #[schemars(with = "Option<String>")]
    pub(super) as_of: Option<Spanned<Date>>,

    /// State instead of plain `closed` or `open`: `suspended` and `planned`, `limited` and `disrupted`.
    #[schemars(with = "Option<String>", extend("enum" = ["closed", "suspended", "planned", "open", "limited", "disrupted"]))]
    pub(super) state: Option<Spanned<State>>,
    /// First day, YYYY-MM-DD; from ever when absent.
    #[schemars(with = "Option<String>")]
    pub(super) from: Option<Spanned<Date>>,
    /// Last day, YYYY-MM-DD; for ever when absent.
    #[schemars(with = "Option<String>")]
    pub(super) until: Option<Spanned<Date>>,
    /// What answers say of the state.
    #[schemars(with = "Option<String>")]
    pub(super) report: Option<Spanned<String>>,

    /// The thing a figure is of.
    #[schemars(with = "Option<String>")]
    pub(super) of: Option<Spanned<String>>,
    /// The country a parameter changes in, ISO 3166-1 alpha-2.
    #[schemars(with = "Option<String>")]
    pub(super) country: Option<Spanned<String>>,
    /// The passage a parameter changes in.
    #[schemars(with = "Option<String>")]
    pub(super) passage: Option<Spanned<String>>,
    /// The sea market, or the gate between markets, a parameter changes in.
    #[schemars(with = "Option<String>")]
    pub(super) market: Option<Spanned<String>>,
    /// The new figure.
    #[schemars(with = "Option<f64>")]
    pub(super) value: Option<Spanned<f64>>,
    /// Factor on the figure.
    #[schemars(with = "Option<f64>")]
    pub(super) times: Option<Spanned<f64>>,
    /// What is added to the figure; may be negative.
    #[schemars(with = "Option<f64>")]
    pub(super) plus: Option<Spanned<f64>>,
    /// Unit of `value` or `plus`; checked.
    #[schemars(with = "Option<String>")]
    pub(super) unit: Option<Spanned<String>>,

    /// Factor on the ice cover of every month.
    #[schemars(with = "Option<f64>", range(min = 0))]
    pub(super) cover_times: Option<Spanned<f64>>,
    /// Factor on the ice thickness of every month.
    #[schemars(with = "Option<f64>", range(min = 0))]
    pub(super) thickness_times: Option<Spanned<f64>>,
    /// Ice no thicker than this, cm.
    #[schemars(with = "Option<f64>", range(min = 0))]
    pub(super) thickness_at_most_cm: Option<Spanned<f64>>,
    /// Months by which the ice year comes later; earlier when negative.
    #[schemars(with = "Option<i32>", range(min = -6, max = 6))]
    pub(super) later_months: Option<Spanned<i32>>,

    /// Id of what is added.
    #[schemars(with = "Option<String>")]
    pub(super) id: Option<Spanned<String>>,
    /// Name of what is added.
    #[schemars(with = "Option<String>")]
    pub(super) name: Option<Spanned<String>>,
    /// Its two ends: terminals by UN/LOCODE or id; for links also `lon,lat`.
    #[schemars(with = "Option<[String; 2]>")]
    pub(super) between: Option<Spanned<[String; 2]>>,
    /// `rail_ferry`, `ro_ro` or `feeder`.
    #[schemars(with = "Option<String>", extend("enum" = ["rail_ferry", "ro_ro", "feeder"]))]
    pub(super) kind: Option<Spanned<ServiceKind>>,
    /// `rail` or `road`.
    #[schemars(with = "Option<String>", extend("enum" = ["rail", "road"]))]
    pub(super) mode: Option<Spanned<Mode>>,
    /// Sailing hours from berth to berth.
    #[schemars(with = "Option<f64>")]
    pub(super) hours: Option<Spanned<f64>>,
    /// Sailings a week each way.
    #[schemars(with = "Option<f64>")]
    pub(super) sailings_per_week: Option<Spanned<f64>>,
    /// Length, km.
    #[schemars(with = "Option<f64>")]
    pub(super) km: Option<Spanned<f64>>,
    /// Passages a service goes by.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) by: Option<Spanned<Vec<String>>>,
    /// Corridors that going by it is using.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) corridors: Option<Spanned<Vec<String>>>,

    /// Where the supposition comes from.
    pub(super) evidence: Option<Evidence>,
}

/// What can be added.
#[derive(Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(super) enum AddText {
    /// A scheduled ship line.
    Service,
    /// A piece of railway or road.
    Link,
}

const STATUS: &[&str] = &["state", "from", "until", "report"];
const SET: &[&str] = &["of", "country", "passage", "market", "value", "times", "plus", "unit"];
pub(super) const ICE: &[&str] =
    &["cover_times", "thickness_times", "thickness_at_most_cm", "later_months"];
const SERVICE: &[&str] =
    &["id", "name", "between", "kind", "hours", "sailings_per_week", "km", "by", "corridors"];
const LINK: &[&str] = &["id", "name", "between", "mode", "km", "corridors"];

/// The fields a row has, with their places.
pub(super) fn fields(row: &RowText) -> Vec<(&'static str, usize)> {
    macro_rules! given {
        ($($name:ident),*) => {
            [$((stringify!($name), row.$name.as_ref().map(|field| field.span().start))),*]
        };
    }
    let all = given!(
        state,
        from,
        until,
        report,
        of,
        country,
        passage,
        market,
        value,
        times,
        plus,
        unit,
        cover_times,
        thickness_times,
        thickness_at_most_cm,
        later_months,
        id,
        name,
        between,
        kind,
        mode,
        hours,
        sailings_per_week,
        km,
        by,
        corridors
    );
    all.into_iter().filter_map(|(name, at)| at.map(|at| (name, at))).collect()
}

/// The verbs a row has, with their places and the fields that go with them.
pub(super) fn verbs(row: &RowText) -> Vec<(&'static str, usize, &'static [&'static str])> {
    let at = |field: &Option<Spanned<String>>| field.as_ref().map(|f| f.span().start);
    let added = row.add.as_ref().map(|add| match add.get_ref() {
        AddText::Service => SERVICE,
        AddText::Link => LINK,
    });
    let all: [(&str, Option<usize>, &[&str]); 8] = [
        ("close", at(&row.close), STATUS),
        ("open", at(&row.open), STATUS),
        ("set", at(&row.set), SET),
        ("ice", at(&row.ice), ICE),
        ("add", row.add.as_ref().map(|f| f.span().start), added.unwrap_or(SERVICE)),
        ("suppose", at(&row.suppose), &["from"]),
        ("depart", row.depart.as_ref().map(|f| f.span().start), &[]),
        ("as_of", row.as_of.as_ref().map(|f| f.span().start), &[]),
    ];
    all.into_iter().filter_map(|(verb, at, takes)| at.map(|at| (verb, at, takes))).collect()
}
