//! Landed cost as record batches, a row for each row of the input.

use super::{GoodsAnswer, GoodsAnswers, GoodsCell, GoodsRow};
use crate::error::BatchError;
use crate::pairs::BAD_ROW;
use crate::plans::NoPlan;
use crate::reader::Entry;
use crate::run::Progress;
use crate::stop::Stop;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::sync::{Arc, LazyLock};

/// The columns between the id and the status, and whether they hold numbers.
const COLUMNS: [(&str, bool); 32] = [
    ("hs", false),
    ("origin", false),
    ("from", false),
    ("to", false),
    ("as_of", false),
    ("itinerary", false),
    ("corridors", false),
    ("days", true),
    ("goods_usd", true),
    ("freight_usd", true),
    ("insurance_usd", true),
    ("customs_value_usd", true),
    ("duty", false),
    ("duty_percent", true),
    ("duty_stated_by", false),
    ("duty_usd", true),
    ("tax_usd", true),
    ("fees_usd", true),
    ("landed_usd", true),
    ("known_usd", true),
    ("per_unit_usd", true),
    ("buyer_usd", true),
    ("preference", false),
    ("preference_hypothetical", false),
    ("preference_kept", false),
    ("preference_itinerary", false),
    ("preference_duty_usd", true),
    ("preference_landed_usd", true),
    ("preference_saving_usd", true),
    ("supply", false),
    ("problem", false),
    ("action", false),
];

/// The columns of a table of landed cost: `id`, those that an answer fills, why there is none and what
/// to do, and `status`.
pub fn goods_schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        let kind = |number| if number { DataType::Float64 } else { DataType::Utf8 };
        let mut columns = vec![Field::new("id", DataType::Utf8, true)];
        columns.extend(COLUMNS.map(|(name, number)| Field::new(name, kind(number), true)));
        columns.push(Field::new("status", DataType::Utf8, false));
        Arc::new(Schema::new(columns))
    });
    SCHEMA.clone()
}

/// Cells of an answer: all columns but the last two, which say why there is none.
const FILLED: usize = COLUMNS.len() - 2;

/// The record batch of some entries, answered; nothing when stopped.
pub(crate) fn answered(
    entries: &[Entry<GoodsRow>],
    answers: &dyn GoodsAnswers,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Option<RecordBatch>, BatchError> {
    let goods: Vec<_> = entries.iter().filter_map(|entry| entry.asked.as_ref().ok()).collect();
    let Some(given) = answers.answers(&goods, stop) else { return Ok(None) };
    if given.len() != goods.len() {
        let (given, asked) = (given.len(), goods.len());
        return Err(BatchError::Shape(format!("{given} answers were given to {asked} goods")));
    }
    let mut given = given.into_iter();
    let outcomes: Vec<(Option<&str>, GoodsAnswer)> = entries
        .iter()
        .map(|Entry { id, asked }| {
            let answer = match asked {
                Ok(_) => given.next().expect("there are as many answers as goods"),
                Err(reason) => Err(NoPlan {
                    code: BAD_ROW.to_owned(),
                    detail: reason.clone(),
                    action: "mend the row of the table".to_owned(),
                }),
            };
            (id.as_deref(), answer)
        })
        .collect();
    for (id, answer) in &outcomes {
        match (id, answer) {
            (Some(id), Err(why)) if why.code != BAD_ROW => {
                progress.no_answer(id, &format!("{} ({})", why.detail, why.code));
            }
            (_, Ok(cells)) if cells.len() != FILLED => {
                let found = cells.len();
                return Err(BatchError::Shape(format!("an answer has {found} cells of {FILLED}")));
            }
            _ => {}
        }
    }
    let mut arrays: Vec<ArrayRef> =
        vec![Arc::new(outcomes.iter().map(|(id, _)| *id).collect::<StringArray>())];
    for (n, (_, number)) in COLUMNS.iter().enumerate() {
        let cells = outcomes.iter().map(|(_, answer)| match answer {
            Ok(cells) => cells.get(n).cloned(),
            Err(why) if n == FILLED => Some(GoodsCell::Text(Some(why.detail.clone()))),
            Err(why) if n == FILLED + 1 => Some(GoodsCell::Text(Some(why.action.clone()))),
            Err(_) => None,
        });
        arrays.push(array(*number, cells));
    }
    let status = outcomes.iter().map(|(_, answer)| match answer {
        Ok(_) => "ok",
        Err(why) => why.code.as_str(),
    });
    arrays.push(Arc::new(StringArray::from_iter_values(status)));
    Ok(Some(
        RecordBatch::try_new(goods_schema(), arrays)
            .expect("the arrays are made to the schema and have one length"),
    ))
}

/// The array of a column of numbers or texts.
pub(crate) fn array(is_number: bool, cells: impl Iterator<Item = Option<GoodsCell>>) -> ArrayRef {
    if is_number {
        let numbers = cells.map(|cell| match cell {
            Some(GoodsCell::Number(number)) => number,
            _ => None,
        });
        return Arc::new(numbers.collect::<Float64Array>());
    }
    let texts = cells.map(|cell| match cell {
        Some(GoodsCell::Text(text)) => text,
        _ => None,
    });
    Arc::new(texts.collect::<StringArray>())
}
