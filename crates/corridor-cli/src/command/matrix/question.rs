//! What the flags of `matrix` ask for.

use crate::args::{MatrixArgs, MatrixMode, WeightArg};
use corridor::matrix::{DoorOptions, Quantity, Ways, WeighBy};
use corridor::{DistanceOptions, Engine, Problem};

/// What is written of every cell.
pub fn quantities(engine: &Engine, args: &MatrixArgs) -> Result<Vec<Quantity>, Problem> {
    if !args.skim.is_empty() {
        return Quantity::parse(engine.network(), &args.skim);
    }
    Ok(vec![weight(args)?.quantity()])
}

/// What ways are best by.
fn weight(args: &MatrixArgs) -> Result<WeighBy, Problem> {
    let by = match args.weight {
        Some(WeightArg::Time) => WeighBy::Time,
        Some(WeightArg::Cost) => WeighBy::Cost,
        Some(WeightArg::Co2e) => WeighBy::Co2e,
        None if args.mode == MatrixMode::All => WeighBy::Time,
        Some(WeightArg::Distance) | None => WeighBy::Distance,
    };
    if args.mode != MatrixMode::All && by != WeighBy::Distance {
        return Err(Problem::bad_input(
            "weight-mode",
            "--weight time, cost and co2e are known from door to door only",
            "add --mode all, or leave --weight out",
        ));
    }
    Ok(by)
}

/// The flags of the shipment, as they are part of the question; refused where they mean nothing.
pub fn shipment(args: &MatrixArgs) -> Result<Vec<(String, String)>, Problem> {
    let given = [
        ("--teu", args.shipment.teu.map(|n| n.to_string())),
        ("--mass-t", args.shipment.mass_t.map(|n| n.to_string())),
        ("--ice-class", args.shipment.ice_class.clone()),
    ];
    let given = given.into_iter().filter_map(|(flag, value)| Some((flag.to_owned(), value?)));
    let given: Vec<(String, String)> = given.collect();
    // Files of figures are part of the question by what they say, not by where they lie.
    let figures = (!args.own.files.is_empty()).then_some("--parameters");
    let first = given.first().map(|(flag, _)| flag.as_str()).or(figures);
    if let (Some(flag), false) = (first, args.mode == MatrixMode::All) {
        return Err(Problem::bad_input(
            "weight-mode",
            format!("{flag} means nothing for distances in one mode"),
            "add --mode all, or leave it out",
        ));
    }
    Ok(given)
}

/// The ways asked for.
pub fn ways(engine: &Engine, args: &MatrixArgs, open: &DistanceOptions) -> Result<Ways, Problem> {
    if args.mode != MatrixMode::All {
        return Ok(Ways::InOneMode(open.clone()));
    }
    let teu = args.shipment.teu.unwrap_or(2.0);
    let default_t = engine.parameters().get("shipment.default_mass_t_per_feu");
    let ice_class = args.shipment.ice_class.as_deref().unwrap_or("none");
    let ice_class = ice_class.parse().map_err(|text: String| {
        Problem::bad_input("ice-class-unknown", text, "see `corridor plan --help`")
    })?;
    Ok(Ways::DoorToDoor(DoorOptions {
        open: open.clone(),
        ice_class,
        teu,
        mass_t: args.shipment.mass_t.unwrap_or(default_t * teu / 2.0),
        weigh_by: weight(args)?,
    }))
}
