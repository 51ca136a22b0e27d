//! What facilities can carry, from `data/capacities/capacities.csv` and a user's file of the same form, and
//! what others than the demand take of it.

use super::TextFile;
use super::facilities::{self, Direction};
use super::figures;
use super::table::{self, Columns, Fields};
use crate::problem::{Problem, did_you_mean};
use corridor_network::Network;
use corridor_planning::Cargo;
use jiff::civil::Date;

/// The table that ships.
const SHIPPED: &str = include_str!("../../../../data/capacities/capacities.csv");
/// Its columns.
const COLUMNS: Columns = Columns {
    known: &[
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
    ],
    optional: &[
        "direction",
        "cargo",
        "throughput",
        "from",
        "until",
        "source",
        "date",
        "confidence",
        "note",
    ],
};
/// The columns of what others take.
const PRELOAD: Columns = Columns {
    known: &["facility", "direction", "cargo", "unit", "amount", "source", "note"],
    optional: &["direction", "cargo", "source", "note"],
};

/// A facility, or a part of what goes through it, with what a unit of it is.
struct Measured {
    facility: String,
    direction: Option<Direction>,
    cargo: Option<Cargo>,
    unit: String,
    tonnes_in_one: f64,
}

/// What limits a facility, or a part of what goes through it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Limit {
    /// Id of the facility.
    pub facility: String,
    /// The direction that it limits; both together where none is said.
    pub direction: Option<Direction>,
    /// The kind of cargo that it limits; all together where none is said.
    pub cargo: Option<Cargo>,
    /// Tonnes a year that it lets through of the demand; none where only throughput is known.
    pub tonnes: Option<f64>,
    /// Tonnes a year that others take of it.
    pub preload: Option<f64>,
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
    let shipped = TextFile { name: "capacities.csv".to_owned(), text: SHIPPED.to_owned() };
    let mut all = parse(network, &shipped)?;
    if let Some(file) = file {
        let own = parse(network, file)?;
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

/// Takes from the limits what others use, and gives what to know of it. What a row says of a direction or a
/// kind of cargo counts for the limits of that part and of the whole.
///
/// # Errors
/// Every fault of the file with its line, up to a limit; that nothing is left of a capacity.
pub(super) fn preload(
    network: &Network,
    file: &TextFile,
    limits: &mut [Limit],
) -> Result<Vec<String>, Problem> {
    let row = |field: &Fields<'_>| {
        let measured = measured(network, field)?;
        let amount = field.positive("amount")?.ok_or("no amount")?;
        Ok((amount * measured.tonnes_in_one, measured))
    };
    let (rows, mut faults) = table::rows(file, PRELOAD, row);
    let mut idle: Vec<&str> = Vec::new();
    for (tonnes, taken) in &rows {
        let is_of = |limit: &&mut Limit| {
            limit.facility == taken.facility
                && limit.tonnes.is_some()
                && (limit.direction.is_none() || limit.direction == taken.direction)
                && (limit.cargo.is_none() || limit.cargo == taken.cargo)
        };
        let mut counts = false;
        for limit in limits.iter_mut().filter(is_of) {
            *limit.preload.get_or_insert(0.0) += tonnes;
            counts = true;
        }
        if !counts {
            idle.push(&taken.facility);
        }
    }
    for limit in limits.iter_mut() {
        let (Some(capacity), Some(taken)) = (limit.tonnes, limit.preload) else { continue };
        if taken >= capacity {
            faults.add(format!(
                "{}: {} {taken:.0} t a year of others leave nothing of its capacity of {capacity:.0} t",
                file.name, limit.facility
            ));
        }
        limit.tonnes = Some(capacity - taken);
    }
    faults.checked(
        "preload-invalid",
        "the columns are facility,direction,cargo,unit,amount,source,note; docs/methods/flows.md tells \
         more",
    )?;
    if idle.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![format!(
        "{}: no capacity is known that it could be taken from: {}",
        file.name,
        idle.join(", ")
    )])
}

fn parse(network: &Network, file: &TextFile) -> Result<Vec<Limit>, Problem> {
    let (limits, faults) = table::rows(file, COLUMNS, |field| limit(network, field));
    let action =
        format!("the columns are {}; docs/methods/flows.md tells more", COLUMNS.known.join(","));
    faults.checked("capacities-invalid", &action)?;
    Ok(limits)
}

fn measured(network: &Network, field: &Fields<'_>) -> Result<Measured, String> {
    let facility = field.get("facility");
    if facilities::about(network, facility).is_none() {
        let hint = did_you_mean(facility, facilities::known(network));
        let hint = hint.map_or_else(String::new, |hint| format!("; did you mean {hint:?}?"));
        return Err(format!("there is no facility {facility:?}{hint}"));
    }
    let direction = match field.get("direction") {
        "" | "both" => None,
        text => Some(text.parse()?),
    };
    let unit = field.get("unit");
    let cargo: Option<Cargo> = match (field.get("cargo"), unit) {
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
    let (facility, unit) = (facility.to_owned(), unit.to_owned());
    Ok(Measured { facility, direction, cargo, unit, tonnes_in_one })
}

fn limit(network: &Network, field: &Fields<'_>) -> Result<Limit, String> {
    let Measured { facility, direction, cargo, unit, tonnes_in_one } = measured(network, field)?;
    if field.get("capacity").parse::<f64>() == Ok(0.0) {
        return Err("capacity 0: what is closed is left out with --avoid or a scenario".to_owned());
    }
    let (capacity, throughput) = (field.positive("capacity")?, field.positive("throughput")?);
    if capacity.is_none() && throughput.is_none() {
        return Err("neither capacity nor throughput".to_owned());
    }
    let day = |column: &str| match field.get(column) {
        "" => Ok(None),
        text => text
            .parse::<Date>()
            .map(Some)
            .map_err(|_| format!("{column} {text:?} is no day; write 2024-05-20")),
    };
    let told = capacity.map_or_else(String::new, |amount| format!("{amount} {unit}"));
    Ok(Limit {
        facility,
        direction,
        cargo,
        tonnes: capacity.map(|amount| amount * tonnes_in_one),
        preload: None,
        throughput: throughput.map(|amount| amount * tonnes_in_one),
        told,
        source: field.get("source").to_owned(),
        date: field.get("date").to_owned(),
        confidence: field.get("confidence").to_owned(),
        from: day("from")?,
        until: day("until")?,
    })
}
