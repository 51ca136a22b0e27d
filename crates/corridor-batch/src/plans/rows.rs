//! Plans as record batches: rows of itineraries, or lines of JSON.

use super::read::Entry;
use super::{ItineraryRow, NoPlan, PlanAnswer, PlanAnswers, PlanForm};
use crate::error::BatchError;
use crate::format::Format;
use crate::pairs::BAD_ROW;
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

/// The columns of what is written in a format; lines are one column of text.
pub(crate) fn schema(format: Format) -> SchemaRef {
    static LINES: LazyLock<SchemaRef> =
        LazyLock::new(|| Arc::new(Schema::new(vec![Field::new("line", DataType::Utf8, false)])));
    match format {
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
    entries: &[Entry],
    answers: &dyn PlanAnswers,
    format: Format,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Option<RecordBatch>, BatchError> {
    let form = match format {
        Format::Csv | Format::Parquet => PlanForm::Itineraries,
        Format::JsonLines => PlanForm::Json,
    };
    let pairs: Vec<_> = entries.iter().filter_map(|entry| entry.pair.as_ref().ok()).collect();
    let Some(given) = answers.answers(&pairs, form, stop) else { return Ok(None) };
    if given.len() != pairs.len() {
        let (given, asked) = (given.len(), pairs.len());
        return Err(BatchError::Shape(format!("{given} answers were given to {asked} pairs")));
    }
    let mut given = given.into_iter();
    let outcomes: Vec<Outcome<'_>> = entries
        .iter()
        .map(|Entry { id, pair }| {
            let answer = match pair {
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
        PlanForm::Itineraries => itineraries(&outcomes),
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
    Ok(RecordBatch::try_new(schema(Format::JsonLines), vec![lines])
        .expect("the array is made to the schema"))
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("texts are JSON")
}

fn itineraries(outcomes: &[Outcome<'_>]) -> Result<RecordBatch, BatchError> {
    let mut rows: Vec<(Option<&str>, Option<&ItineraryRow>, &str)> = Vec::new();
    for Outcome { id, answer } in outcomes {
        match answer {
            PlanAnswer::Itineraries(ways) => rows.extend(ways.iter().map(|w| (*id, Some(w), "ok"))),
            PlanAnswer::None(why) => rows.push((*id, None, &why.code)),
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
    let arrays: Vec<ArrayRef> = vec![
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
        Arc::new(StringArray::from_iter_values(rows.iter().map(|(.., status)| status))),
    ];
    Ok(RecordBatch::try_new(plan_schema(), arrays)
        .expect("the arrays are made to the schema and have one length"))
}

fn other_form(given: &str) -> BatchError {
    BatchError::Shape(format!("an answer came as {given}, which was not asked for"))
}
