//! Plans as record batches: rows of itineraries, or lines of JSON.

use super::{ItineraryRow, NoPlan, PlanAnswer, PlanAnswers, PlanForm, PlanRow};
use crate::error::BatchError;
use crate::format::Format;
use crate::goods::{GoodsCell, array};
use crate::pairs::BAD_ROW;
use crate::reader::Entry;
use crate::run::Progress;
use crate::stop::Stop;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt32Array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::sync::{Arc, LazyLock};

/// Between the corridors, passages or modes of an itinerary.
const BETWEEN: &str = ";";

/// The columns of a table of itineraries: `id,from,to,itinerary,corridors,passages,duration_s,`
/// `duration_p50_s,duration_p90_s,on_time_probability,distance_m,cost_usd,co2e_kg,legs,modes,status`.
pub fn plan_schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        let column = |(name, kind): (&str, DataType)| Field::new(name, kind, name != "status");
        let columns = [
            ("id", DataType::Utf8),
            ("from", DataType::Utf8),
            ("to", DataType::Utf8),
            ("itinerary", DataType::UInt32),
            ("corridors", DataType::Utf8),
            ("passages", DataType::Utf8),
            ("duration_s", DataType::UInt32),
            ("duration_p50_s", DataType::UInt32),
            ("duration_p90_s", DataType::UInt32),
            ("on_time_probability", DataType::Float64),
            ("distance_m", DataType::UInt32),
            ("cost_usd", DataType::Float64),
            ("co2e_kg", DataType::Float64),
            ("legs", DataType::UInt32),
            ("modes", DataType::Utf8),
            ("status", DataType::Utf8),
        ];
        Arc::new(Schema::new(columns.map(column).to_vec()))
    });
    SCHEMA.clone()
}

/// Columns of landed cost that follow `modes` where rows say what their goods are, and whether they hold
/// numbers. The last two say why a pair has no answer and what to do.
const LANDED: [(&str, bool); 23] = [
    ("hs", false),
    ("origin", false),
    ("as_of", false),
    ("goods_usd", true),
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
    ("preference_duty_usd", true),
    ("preference_landed_usd", true),
    ("preference_saving_usd", true),
    ("supply", false),
    ("left_out", false),
];
const WHY: [&str; 2] = ["problem", "action"];

/// The columns of landed cost of an itinerary, and whether they hold numbers.
pub fn landed_columns() -> &'static [(&'static str, bool)] {
    &LANDED
}

/// The columns of itineraries with their landed cost: those of [`plan_schema`], of [`landed_columns`], and
/// `problem` and `action` before the status.
fn landed_schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        let plain = plan_schema();
        let mut fields: Vec<Field> = plain.fields().iter().map(|f| f.as_ref().clone()).collect();
        let status = fields.pop();
        let kind = |number| if number { DataType::Float64 } else { DataType::Utf8 };
        fields.extend(LANDED.map(|(name, number)| Field::new(name, kind(number), true)));
        fields.extend(WHY.map(|name| Field::new(name, DataType::Utf8, true)));
        fields.extend(status);
        Arc::new(Schema::new(fields))
    });
    SCHEMA.clone()
}

/// The columns of what is written in a format, with landed cost or without; lines are one column of text.
pub(crate) fn schema(format: Format, landed: bool) -> SchemaRef {
    static LINES: LazyLock<SchemaRef> =
        LazyLock::new(|| Arc::new(Schema::new(vec![Field::new("line", DataType::Utf8, false)])));
    match format {
        Format::Csv | Format::Parquet if landed => landed_schema(),
        Format::Csv | Format::Parquet => plan_schema(),
        Format::JsonLines => LINES.clone(),
    }
}

/// What became of a row of the input.
struct Outcome<'a> {
    id: Option<&'a str>,
    answer: PlanAnswer,
}

/// The record batch of some entries, answered; nothing when stopped.
pub(crate) fn answered(
    entries: &[Entry<PlanRow>],
    answers: &dyn PlanAnswers,
    (format, landed): (Format, bool),
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Option<RecordBatch>, BatchError> {
    let form = match format {
        Format::Csv | Format::Parquet => PlanForm::Itineraries,
        Format::JsonLines => PlanForm::Json,
    };
    let pairs: Vec<_> = entries.iter().filter_map(|entry| entry.asked.as_ref().ok()).collect();
    let Some(given) = answers.answers(&pairs, form, stop) else { return Ok(None) };
    if given.len() != pairs.len() {
        let (given, asked) = (given.len(), pairs.len());
        return Err(BatchError::Shape(format!("{given} answers were given to {asked} pairs")));
    }
    let mut given = given.into_iter();
    let outcomes: Vec<Outcome<'_>> = entries
        .iter()
        .map(|Entry { id, asked }| {
            let answer = match asked {
                Ok(_) => given.next().expect("there are as many answers as pairs"),
                Err(reason) => PlanAnswer::None(NoPlan {
                    code: BAD_ROW.to_owned(),
                    detail: reason.clone(),
                    action: "mend the row of the table".to_owned(),
                }),
            };
            Outcome { id: id.as_deref(), answer }
        })
        .collect();
    for Outcome { id, answer } in &outcomes {
        if let (Some(id), PlanAnswer::None(why)) = (id, answer)
            && why.code != BAD_ROW
        {
            progress.no_answer(id, &format!("{} ({})", why.detail, why.code));
        }
    }
    match form {
        PlanForm::Itineraries => itineraries(&outcomes, landed),
        PlanForm::Json => lines(&outcomes),
    }
    .map(Some)
}

fn lines(outcomes: &[Outcome<'_>]) -> Result<RecordBatch, BatchError> {
    let line = |Outcome { id, answer }: &Outcome<'_>| {
        let (status, name, told) = match answer {
            PlanAnswer::Json(json) => ("ok", "answer", json.clone()),
            PlanAnswer::None(why) => (&*why.code, "problem", json(why)),
            PlanAnswer::Itineraries(_) => return Err(other_form("itineraries")),
        };
        Ok(format!("{{\"id\":{},\"status\":{},\"{name}\":{told}}}", json(id), json(&status)))
    };
    let lines: Vec<String> = outcomes.iter().map(line).collect::<Result<_, _>>()?;
    let lines: ArrayRef = Arc::new(StringArray::from_iter_values(lines));
    Ok(RecordBatch::try_new(schema(Format::JsonLines, false), vec![lines])
        .expect("the array is made to the schema"))
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("texts are JSON")
}

fn itineraries(outcomes: &[Outcome<'_>], landed: bool) -> Result<RecordBatch, BatchError> {
    let mut rows: Vec<(Option<&str>, Option<&ItineraryRow>, &str)> = Vec::new();
    let mut why_none: Vec<Option<&NoPlan>> = Vec::new();
    for Outcome { id, answer } in outcomes {
        match answer {
            PlanAnswer::Itineraries(ways) => {
                rows.extend(ways.iter().map(|w| (*id, Some(w), "ok")));
                why_none.extend(ways.iter().map(|_| None));
            }
            PlanAnswer::None(why) => {
                rows.push((*id, None, &why.code));
                why_none.push(Some(why));
            }
            PlanAnswer::Json(_) => return Err(other_form("JSON")),
        }
    }
    let text = |pick: fn(&ItineraryRow) -> &[String]| -> ArrayRef {
        let joined = rows.iter().map(|(_, way, _)| way.map(|way| pick(way).join(BETWEEN)));
        Arc::new(joined.collect::<StringArray>())
    };
    let place = |pick: fn(&ItineraryRow) -> &str| -> ArrayRef {
        Arc::new(rows.iter().map(|(_, way, _)| way.map(pick)).collect::<StringArray>())
    };
    let whole = |pick: fn(&ItineraryRow) -> u32| -> ArrayRef {
        Arc::new(rows.iter().map(|(_, way, _)| way.map(pick)).collect::<UInt32Array>())
    };
    let real = |pick: fn(&ItineraryRow) -> Option<f64>| -> ArrayRef {
        Arc::new(rows.iter().map(|(_, way, _)| way.and_then(pick)).collect::<Float64Array>())
    };
    let mut arrays: Vec<ArrayRef> = vec![
        Arc::new(rows.iter().map(|(id, ..)| *id).collect::<StringArray>()),
        place(|w| &w.from),
        place(|w| &w.to),
        whole(|w| w.itinerary),
        text(|w| &w.corridors),
        text(|w| &w.passages),
        whole(|w| w.duration_s),
        whole(|w| w.duration_p50_s),
        whole(|w| w.duration_p90_s),
        real(|w| w.on_time_probability),
        whole(|w| w.distance_m),
        real(|w| Some(w.cost_usd)),
        real(|w| Some(w.co2e_kg)),
        whole(|w| w.legs),
        text(|w| &w.modes),
    ];
    if landed {
        let wrong = |way: &ItineraryRow| !way.landed.is_empty() && way.landed.len() != LANDED.len();
        if rows.iter().filter_map(|(_, way, _)| *way).any(wrong) {
            return Err(other_form("landed cost with other columns"));
        }
        for (n, (_, is_number)) in LANDED.iter().enumerate() {
            let cells = rows.iter().map(|(_, way, _)| way.and_then(|w| w.landed.get(n).cloned()));
            arrays.push(array(*is_number, cells));
        }
        for pick in [|why: &NoPlan| why.detail.clone(), |why: &NoPlan| why.action.clone()] {
            let cells = why_none.iter().map(|why| why.map(|why| GoodsCell::Text(Some(pick(why)))));
            arrays.push(array(false, cells));
        }
    }
    arrays.push(Arc::new(StringArray::from_iter_values(rows.iter().map(|(.., status)| status))));
    Ok(RecordBatch::try_new(schema(Format::Parquet, landed), arrays)
        .expect("the arrays are made to the schema and have one length"))
}

fn other_form(given: &str) -> BatchError {
    BatchError::Shape(format!("an answer came as {given}, which was not asked for"))
}
