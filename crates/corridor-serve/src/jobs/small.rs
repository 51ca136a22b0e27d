//! Matrices and pairs that are small enough to be answered at once.

use super::matrix::{MatrixQuestion, PointIn};
use super::pairs::PairsQuestion;
use crate::problem::HttpProblem;
use corridor::Engine;
use corridor::matrix::Spot;
use corridor_batch::{Cells, MatrixCells, PairAnswers, PairRow, Position, Stop};
use corridor_tables::{RouterPairs, WaysCells};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Cells answered at once.
pub(super) const CELLS: u64 = 2_500;
/// Pairs answered at once.
pub(super) const PAIRS: usize = 1_000;

/// A small matrix.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct MatrixAnswer {
    /// Version of this shape.
    schema_version: u32,
    /// Network file and its build id.
    dataset: String,
    /// Cells, origin by origin.
    cells: Vec<Cell>,
    /// How names were read where that is not obvious.
    notes: Vec<String>,
}

/// A cell.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "MatrixCell")]
pub(crate) struct Cell {
    /// Id of the origin.
    from: String,
    /// Id of the destination.
    to: String,
    /// `ok`, or why there is no answer: `not-joined`, `from-too-far`, `to-too-far`.
    status: String,
    /// What was asked for, such as `distance_m`; nothing where there is no way.
    #[serde(flatten)]
    values: Map<String, Value>,
}

/// A few pairs.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PairsAnswer {
    /// Version of this shape.
    schema_version: u32,
    /// Network file and its build id.
    dataset: String,
    /// Answers in the order of the pairs.
    pairs: Vec<PairOut>,
}

/// The answer to a pair.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PairAnswer")]
pub(crate) struct PairOut {
    /// Its id.
    id: String,
    /// Metres; absent where there is no way.
    #[serde(skip_serializing_if = "Option::is_none")]
    distance_m: Option<u32>,
    /// Metres from the origin to the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    from_snap_m: Option<u32>,
    /// Metres from the destination to the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    to_snap_m: Option<u32>,
    /// `ok`, or why there is no answer: `not-joined`, `from-too-far`, `to-too-far`.
    status: String,
}

/// Answers a matrix.
///
/// # Errors
/// When a place or name is not known.
pub(super) fn matrix(
    engine: &Engine,
    question: &MatrixQuestion,
) -> Result<MatrixAnswer, HttpProblem> {
    let (ways, quantities) = question.options.ways(engine)?;
    let mut notes = Vec::new();
    let mut spots = |points: &[PointIn]| -> Result<Vec<Spot>, HttpProblem> {
        let spot = |point: &PointIn| {
            let place = engine.place(point.parts().1)?;
            let note = place.note.as_ref().map(|note| format!("{}: {note}", point.parts().1));
            notes.extend(note.filter(|note| !notes.contains(note)));
            Ok(Spot::Place(place))
        };
        points.iter().map(spot).collect()
    };
    let (origins, destinations) = (spots(&question.origins)?, spots(&question.destinations)?);
    let computed = WaysCells::new(engine, &ways, &quantities, (&origins, &destinations))?;
    let block =
        computed.block(0..origins.len(), &Stop::default()).ok_or_else(HttpProblem::internal)?;
    let mut cells = Vec::with_capacity(origins.len() * destinations.len());
    for from in &question.origins {
        for to in &question.destinations {
            let n = cells.len();
            let reason = usize::from(block.reasons[n]);
            let mut values = Map::new();
            for (column, numbers) in computed.columns().iter().zip(&block.columns) {
                let value = match numbers {
                    _ if reason != 0 => continue,
                    Cells::Whole(whole) => Value::from(whole[n]),
                    Cells::Real(real) => Value::from(real[n]),
                };
                values.insert(column.name.clone(), value);
            }
            cells.push(Cell {
                from: from.parts().0.to_owned(),
                to: to.parts().0.to_owned(),
                status: computed.reasons()[reason].to_owned(),
                values,
            });
        }
    }
    Ok(MatrixAnswer { schema_version: 1, dataset: engine.dataset(), cells, notes })
}

/// Answers some pairs.
///
/// # Errors
/// When a name is not known, or a position is none.
pub(super) fn pairs(engine: &Engine, question: &PairsQuestion) -> Result<PairsAnswer, HttpProblem> {
    let router = RouterPairs::new(engine.mode_router(&question.options.distance()?)?);
    let position = |n: usize, field: &str, [lon, lat]: [f64; 2]| {
        Position::new(lon, lat).map_err(|reason| {
            let detail = format!("pairs[{n}].{field}: {reason}");
            HttpProblem::bad("place-invalid-position", detail, "give longitude, then latitude")
                .about("pairs")
        })
    };
    let mut rows = Vec::with_capacity(question.pairs.len());
    for (n, pair) in question.pairs.iter().enumerate() {
        let (from, to) = (position(n, "from", pair.from)?, position(n, "to", pair.to)?);
        rows.push(PairRow { from, to });
    }
    let answers = router.answers(&rows);
    let pairs = question.pairs.iter().zip(answers).enumerate().map(|(n, (pair, answer))| PairOut {
        id: pair.id.clone().unwrap_or_else(|| (n + 1).to_string()),
        distance_m: answer.distance_m,
        from_snap_m: answer.from_snap_m,
        to_snap_m: answer.to_snap_m,
        status: answer.status.to_owned(),
    });
    Ok(PairsAnswer { schema_version: 1, dataset: engine.dataset(), pairs: pairs.collect() })
}
