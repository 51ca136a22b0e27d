//! The cells of a matrix, as the engine computes them and as tables take them.

use super::super::tables;
use crate::args::{MatrixArgs, MatrixMode, WeightArg};
use anyhow::Result;
use corridor::matrix::{DoorOptions, MatrixEngine, Quantity, Spot, WeighBy};
use corridor::{DistanceOptions, Engine, Outcome, Problem};
use corridor_batch::{Block, Cells, Column, MatrixCells, Stop};
use std::ops::Range;

/// Reason codes; an outcome's word stands at its code.
const REASONS: [&str; 4] = ["ok", "not-joined", "from-too-far", "to-too-far"];
/// Origins between two writes: what is prepared for a block costs a fraction of a second, and an
/// interruption should cost no more than some.
const AT_ONCE: (usize, usize) = (64, 1_024);

/// What is written of every cell.
pub fn quantities(engine: &Engine, args: &MatrixArgs) -> Result<Vec<Quantity>, Problem> {
    if !args.skim.is_empty() {
        return Quantity::parse(engine.network(), &args.skim);
    }
    Ok(vec![match weight(args)? {
        WeighBy::Distance => Quantity::Distance,
        WeighBy::Time => Quantity::Duration,
        WeighBy::Cost => Quantity::Cost,
        WeighBy::Co2e => Quantity::Co2e,
    }])
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

/// The columns of quantities.
pub fn columns(quantities: &[Quantity]) -> Vec<Column> {
    let column = |q: &Quantity| {
        if q.is_whole() { Column::whole(q.column()) } else { Column::real(q.column()) }
    };
    quantities.iter().map(column).collect()
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

/// Cells computed by the engine.
pub struct EngineCells<'e> {
    matrix: Box<dyn MatrixEngine + 'e>,
    columns: Vec<Column>,
}

impl<'e> EngineCells<'e> {
    /// Meets the network at all points.
    ///
    /// # Errors
    /// When a name in the options is not known, or a quantity does not go with the mode.
    pub fn new(
        engine: &'e Engine,
        args: &MatrixArgs,
        options: &DistanceOptions,
        quantities: &[Quantity],
        (origins, destinations): (&[Spot], &[Spot]),
    ) -> Result<Self> {
        let columns = columns(quantities);
        let matrix: Box<dyn MatrixEngine + 'e> = if args.mode == MatrixMode::All {
            let teu = args.shipment.teu.unwrap_or(2.0);
            let default_t = engine.parameters().get("shipment.default_mass_t_per_feu");
            let ice_class = args.shipment.ice_class.as_deref().unwrap_or("none");
            let ice_class = ice_class.parse().map_err(|text: String| {
                Problem::bad_input("ice-class-unknown", text, "see `corridor plan --help`")
            })?;
            let options = DoorOptions {
                open: options.clone(),
                ice_class,
                teu,
                mass_t: args.shipment.mass_t.unwrap_or(default_t * teu / 2.0),
                weigh_by: weight(args)?,
            };
            Box::new(engine.door_matrix(&options, quantities, origins, destinations)?)
        } else {
            let matrix = engine.mode_matrix(options, quantities, origins, destinations)?;
            tables::tell_counted_open(matrix.router());
            Box::new(matrix)
        };
        Ok(Self { matrix, columns })
    }
}

impl MatrixCells for EngineCells<'_> {
    fn columns(&self) -> &[Column] {
        &self.columns
    }
    fn reasons(&self) -> &[&'static str] {
        &REASONS
    }
    fn origins_at_once(&self) -> (usize, usize) {
        AT_ONCE
    }
    fn block(&self, origins: Range<usize>, stop: &Stop) -> Option<Block> {
        let block = self.matrix.block(origins, &|| stop.is_set())?;
        let cells = |(column, values): (&Column, Vec<f64>)| match column.kind {
            corridor_batch::Kind::Whole => {
                Cells::Whole(values.into_iter().map(|v| v.round() as u32).collect())
            }
            corridor_batch::Kind::Real => Cells::Real(values),
        };
        Some(Block {
            columns: self.columns.iter().zip(block.values).map(cells).collect(),
            reasons: block.outcomes.into_iter().map(code).collect(),
        })
    }
}

fn code(outcome: Outcome) -> u8 {
    let word = outcome.status();
    REASONS.iter().position(|reason| *reason == word).expect("all outcomes have a code") as u8
}
