//! A scenario as read: typed modifications in order, and the hash of what they say.

use crate::parameters::{Amount, Location, Scope};
use crate::quote::{Equipment, Surcharge};
use corridor_network::fact::{Evidence, LorryPrice, ServiceKind, State};
use corridor_network::{Mode, format};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};

/// An ordered list of modifications with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Stable id: small letters, digits and `-`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// What it supposes, in a sentence or two.
    pub about: String,
    /// Name of the file, without folders.
    pub file: String,
    /// What it changes, in order.
    pub modifications: Vec<Modification>,
}

impl Scenario {
    /// SHA-256 of what the modifications say, in hex. Names, notes, sources, comments and the
    /// layout of the file do not count.
    pub fn hash(&self) -> String {
        let mut canonical = String::new();
        for modification in &self.modifications {
            writeln!(canonical, "{}", modification.change).expect("writing to a string succeeds");
        }
        format::hex(&Sha256::digest(canonical.as_bytes()))
    }
}

/// One change of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Modification {
    /// What changes.
    pub change: Change,
    /// Where the supposition comes from; a user's own need not say.
    pub evidence: Option<Evidence>,
    /// Where it stands in the file.
    pub at: Location,
}

/// What a modification changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The state of a named thing over a span of days.
    Status {
        /// Id or name of a passage, line, border, service, waterway, or `corridor:ID`.
        thing: String,
        /// Its state then.
        state: State,
        /// First day; open-ended when absent.
        from: Option<Date>,
        /// Last day; open-ended when absent.
        until: Option<Date>,
        /// What answers say of it; a default is made when empty.
        report: String,
    },
    /// A parameter.
    Parameter {
        /// Its id.
        id: String,
        /// Where it changes.
        scope: Scope,
        /// To what.
        amount: Amount,
        /// The unit the author had in mind.
        unit: Option<String>,
    },
    /// A figure of a named thing.
    Figure {
        /// Name of the figure, such as `wait_hours`.
        id: String,
        /// The thing.
        of: String,
        /// To what.
        amount: Amount,
    },
    /// The ice of some areas.
    Ice {
        /// Id of an area, of a corridor or group of passages whose areas are meant, or `all`.
        areas: String,
        /// Factor on the cover.
        cover_times: Option<f64>,
        /// Factor on the thickness.
        thickness_times: Option<f64>,
        /// No thicker than this, cm.
        thickness_at_most_cm: Option<f64>,
        /// Months by which the ice year comes later; earlier when negative.
        later_months: i32,
    },
    /// A scheduled ship line that is not there.
    AddService {
        /// Its id.
        id: String,
        /// Name shown.
        name: String,
        /// Its two terminals.
        between: [String; 2],
        /// What it carries.
        kind: ServiceKind,
        /// Hours from berth to berth.
        hours: f64,
        /// Sailings a week each way.
        sailings_per_week: f64,
        /// Length, km; along the great circle when absent.
        km: Option<f64>,
        /// Price of a lorry, wagon or forty-foot box; by the tariff of its kind when absent.
        price: Option<LorryPrice>,
        /// The first and the last day it sails; without a bound when absent.
        valid: [Option<Date>; 2],
        /// Passages it goes by: closed, it does not sail.
        by: Vec<String>,
        /// Corridors that going by it is using.
        corridors: Vec<String>,
    },
    /// A piece of railway or road that is not there.
    AddLink {
        /// Its id.
        id: String,
        /// Name shown.
        name: String,
        /// Its two ends: terminals or `lon,lat`.
        between: [String; 2],
        /// Rail or road.
        mode: Mode,
        /// Length, km; along the great circle when absent.
        km: Option<f64>,
        /// Corridors that going by it is using.
        corridors: Vec<String>,
    },
    /// What a carrier offers on a lane.
    Quote {
        /// The ports of loading and discharge.
        between: [String; 2],
        /// For which box.
        equipment: Equipment,
        /// US dollars a box.
        usd: f64,
        /// What comes besides.
        surcharges: Vec<Surcharge>,
        /// Who offers it.
        carrier: String,
        /// First and last day of loading; without a bound when absent.
        valid: [Option<Date>; 2],
    },
    /// An agreement is supposed to hold.
    Suppose {
        /// Its id in the register.
        agreement: String,
        /// From this day; from ever when absent.
        from: Option<Date>,
    },
    /// The day of departure.
    Depart(Date),
    /// The day whose statuses and agreements count.
    AsOf(Date),
}

fn day(day: Option<Date>) -> String {
    day.map_or("-".to_owned(), |day| day.to_string())
}

fn number(value: Option<f64>) -> String {
    value.map_or("-".to_owned(), |value| value.to_string())
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => write!(f, "= {value}"),
            Self::Times(factor) => write!(f, "x {factor}"),
            Self::Plus(more) => write!(f, "{more:+}"),
        }
    }
}

impl fmt::Display for Change {
    /// One line that holds all that counts, in one form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status { thing, state, from, until, report: _ } => {
                let state = format!("{state:?}").to_lowercase();
                write!(f, "status {thing} {state} {} {}", day(*from), day(*until))
            }
            Self::Parameter { id, scope, amount, unit: _ } => {
                let scope = match scope {
                    Scope::World => "world".to_owned(),
                    Scope::Country(country) => format!("country {country}"),
                    Scope::Passage(passage) => format!("passage {passage}"),
                    Scope::Market(market) => format!("market {market}"),
                };
                write!(f, "set {id} {scope} {amount}")
            }
            Self::Figure { id, of, amount } => write!(f, "set {id} of {of} {amount}"),
            Self::Ice {
                areas,
                cover_times,
                thickness_times,
                thickness_at_most_cm,
                later_months,
            } => {
                let (cover, thick) = (number(*cover_times), number(*thickness_times));
                let most = number(*thickness_at_most_cm);
                write!(
                    f,
                    "ice {areas} cover {cover} thickness {thick} most {most} {later_months:+}"
                )
            }
            Self::AddService {
                id,
                between,
                kind,
                hours,
                sailings_per_week,
                km,
                price,
                valid,
                by,
                corridors,
                ..
            } => {
                let (ends, by, corridors) = (between.join(" "), by.join(","), corridors.join(","));
                let kind = format!("{kind:?}");
                let km = number(*km);
                write!(
                    f,
                    "service {id} {ends} {kind} {hours} {sailings_per_week} {km} {by} {corridors}"
                )?;
                if let Some(price) = price {
                    write!(f, " usd {}", price.usd)?;
                }
                let [first, last] = valid;
                if first.is_some() || last.is_some() {
                    write!(f, " valid {} {}", day(*first), day(*last))?;
                }
                Ok(())
            }
            Self::AddLink { id, between, mode, km, corridors, .. } => {
                let (ends, corridors) = (between.join(" "), corridors.join(","));
                write!(f, "link {id} {ends} {} {} {corridors}", mode.name(), number(*km))
            }
            Self::Quote { between, equipment, usd, surcharges, carrier, valid: [first, last] } => {
                let (ends, equipment) = (between.join(" "), equipment.name());
                write!(f, "quote {ends} {equipment} {usd} {carrier:?}")?;
                for Surcharge { name, usd, counted } in surcharges {
                    write!(f, " {name:?} {usd} {counted}")?;
                }
                write!(f, " valid {} {}", day(*first), day(*last))
            }
            Self::Suppose { agreement, from } => write!(f, "suppose {agreement} {}", day(*from)),
            Self::Depart(on) => write!(f, "depart {on}"),
            Self::AsOf(on) => write!(f, "as-of {on}"),
        }
    }
}
