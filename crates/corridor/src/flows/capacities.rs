//! What facilities can carry, from `data/capacities/capacities.csv` and a user's file of the same form.

use super::TextFile;
use super::facilities::{self, Direction};
use super::faults::Faults;
use super::figures;
use crate::problem::{Problem, did_you_mean};
use corridor_network::Network;
use corridor_planning::Cargo;
use jiff::civil::Date;

/// The table that ships.
const SHIPPED: &str = include_str!("../../../../data/capacities/capacities.csv");
/// Its columns.
const COLUMNS: [&str; 12] = [
    "facility",
    "direction",
    "cargo",
    "unit",
    "capacity",
    "throughput",
    "from",
    "until",
    "source",
    "date",
    "confidence",
    "note",
];
/// Those that a user's table can do without.
const OPTIONAL: [&str; 9] =
    ["direction", "cargo", "throughput", "from", "until", "source", "date", "confidence", "note"];

/// What limits a facility, or a part of what goes through it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Limit {
    /// Id of the facility.
    pub facility: String,
    /// The direction that it limits; both together where none is said.
    pub direction: Option<Direction>,
    /// The kind of cargo that it limits; all together where none is said.
    pub cargo: Option<Cargo>,
    /// Tonnes a year that it lets through; none where only throughput is known.
    pub tonnes: Option<f64>,
    /// Tonnes a year that went through.
    pub throughput: Option<f64>,
    /// As the source has it.
    pub told: String,
    /// Where it comes from.
    pub source: String,
    /// Date of the source.
    pub date: String,
    /// How sure.
    pub confidence: String,
    from: Option<Date>,
    until: Option<Date>,
}

impl Limit {
    fn concerns(&self) -> (&str, Option<Direction>, Option<Cargo>) {
        (&self.facility, self.direction, self.cargo)
    }

    fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// The limits that hold on a day: of rows for the same thing the one that began last. A user's rows go
/// in place of all that ships for the same facility.
///
/// # Errors
/// Every fault of the user's file with its line, up to a limit.
pub(super) fn limits(
    network: &Network,
    file: Option<&TextFile>,
    day: Date,
) -> Result<Vec<Limit>, Problem> {
    let mut all = parse(network, "capacities.csv", SHIPPED)?;
    if let Some(file) = file {
        let own = parse(network, &file.name, &file.text)?;
        all.retain(|limit| !own.iter().any(|o| o.facility == limit.facility));
        all.extend(own);
    }
    all.retain(|limit| limit.covers(day));
    // The last to begin comes first; of equal ones the later row.
    all.reverse();
    all.sort_by_key(|limit| std::cmp::Reverse(limit.from));
    let mut kept: Vec<Limit> = Vec::new();
    for limit in all {
        match kept.iter_mut().find(|known| known.concerns() == limit.concerns()) {
            None => kept.push(limit),
            // A capacity and a throughput may come from different sources.
            Some(known) => {
                known.throughput = known.throughput.or(limit.throughput);
                if known.tonnes.is_none() && limit.tonnes.is_some() {
                    *known = Limit { throughput: known.throughput, ..limit };
                }
            }
        }
    }
    kept.sort_by(|a, b| a.concerns().cmp(&b.concerns()));
    Ok(kept)
}

fn parse(network: &Network, name: &str, text: &str) -> Result<Vec<Limit>, Problem> {
    let mut faults = Faults::default();
    let mut limits = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let names: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(|name| name.trim().to_lowercase()).collect(),
        Err(e) => {
            faults.add(format!("{name}: {e}"));
            Vec::new()
        }
    };
    for column in COLUMNS {
        let count = names.iter().filter(|name| *name == column).count();
        if count > 1 {
            faults.add(format!("{name}: two columns are called {column}"));
        } else if count == 0 && !OPTIONAL.contains(&column) {
            faults.add(format!("{name}: there is no column {column}"));
        }
    }
    for other in names.iter().filter(|name| !COLUMNS.contains(&name.as_str())) {
        faults.add(format!("{name}: what the column {other:?} is is not known"));
    }
    let action = format!("the columns are {}; docs/methods/flows.md tells more", COLUMNS.join(","));
    faults.checked("capacities-invalid", &action)?;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                faults.add(format!("{name}: {e}"));
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let field = |column: &str| {
            let at = names.iter().position(|name| name == column);
            at.and_then(|at| record.get(at)).unwrap_or_default().trim()
        };
        if record.len() > names.len() {
            faults.add(format!("{name} line {line}: more fields than columns"));
            continue;
        }
        match limit(network, field) {
            Ok(limit) => limits.push(limit),
            Err(reason) => faults.add(format!("{name} line {line}: {reason}")),
        }
    }
    faults.checked("capacities-invalid", &action)?;
    Ok(limits)
}

fn limit<'r>(network: &Network, field: impl Fn(&str) -> &'r str) -> Result<Limit, String> {
    let facility = field("facility");
    if facilities::about(network, facility).is_none() {
        let hint = did_you_mean(facility, facilities::known(network));
        let hint = hint.map_or_else(String::new, |hint| format!("; did you mean {hint:?}?"));
        return Err(format!("there is no facility {facility:?}{hint}"));
    }
    let direction = match field("direction") {
        "" | "both" => None,
        text => Some(text.parse()?),
    };
    let unit = field("unit");
    let cargo: Option<Cargo> = match (field("cargo"), unit) {
        ("" | "all", "teu_year") => Some(Cargo::Container),
        ("" | "all", _) => None,
        (text, _) => Some(text.parse()?),
    };
    if unit == "teu_year" && cargo != Some(Cargo::Container) {
        return Err("unit teu_year of cargo that is not in boxes".to_owned());
    }
    let days = figures::value("days_a_year");
    let tonnes_in_one = match unit {
        "t_year" => 1.0,
        "teu_year" => figures::value("t_per_teu"),
        "trains_day" => days * figures::value("t_per_train"),
        "train_pairs_day" => 2.0 * days * figures::value("t_per_train"),
        "wagons_day" => days * figures::value("t_per_wagon"),
        "lorries_day" => days * figures::value("t_per_lorry"),
        "transits_day" => days * figures::value("t_per_transit"),
        "transits_year" => figures::value("t_per_transit"),
        other => {
            return Err(format!(
                "unit {other:?} is none of t_year, teu_year, trains_day, train_pairs_day, \
                 wagons_day, lorries_day, transits_day and transits_year"
            ));
        }
    };
    let amount = |column: &str| match field(column) {
        "" => Ok(None),
        text => match text.parse::<f64>() {
            Ok(amount) if amount > 0.0 && amount.is_finite() => Ok(Some(amount)),
            Ok(0.0) => {
                Err(format!("{column} 0: what is closed is left out with --avoid or a scenario"))
            }
            _ => Err(format!("{column} {text:?} is no number above 0")),
        },
    };
    let (capacity, throughput) = (amount("capacity")?, amount("throughput")?);
    if capacity.is_none() && throughput.is_none() {
        return Err("neither capacity nor throughput".to_owned());
    }
    let day = |column: &str| match field(column) {
        "" => Ok(None),
        text => text
            .parse::<Date>()
            .map(Some)
            .map_err(|_| format!("{column} {text:?} is no day; write 2024-05-20")),
    };
    let told = capacity.map_or_else(String::new, |amount| format!("{amount} {unit}"));
    Ok(Limit {
        facility: facility.to_owned(),
        direction,
        cargo,
        tonnes: capacity.map(|amount| amount * tonnes_in_one),
        throughput: throughput.map(|amount| amount * tonnes_in_one),
        told,
        source: field("source").to_owned(),
        date: field("date").to_owned(),
        confidence: field("confidence").to_owned(),
        from: day("from")?,
        until: day("until")?,
    })
}
