//! Rows of Arrow record batches, from a file or from memory.
//!
//! Only the columns wanted are read; text and numbers are read in any of the types that tables have them in.

use super::{Holds, Record, Value, Wanted, choose, expected};
use crate::error::BatchError;
use arrow_array::cast::AsArray;
use arrow_array::temporal_conversions::date32_to_datetime;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Schema, TimeUnit};

/// Where the next batch comes from; a reason where it cannot be read.
pub(super) type Batches = Box<dyn Iterator<Item = Result<RecordBatch, String>> + Send>;

/// The columns of a table that are read.
pub(super) struct Columns {
    /// Which of the wanted sets the table has.
    pub(super) variant: usize,
    /// Where in the table the wanted columns and the optional ones stand.
    pub(super) places: Vec<Option<usize>>,
}

impl Columns {
    /// Finds the columns wanted and checks what they hold.
    pub(super) fn of(
        name: &str,
        schema: &Schema,
        wanted: (&[Wanted], Wanted),
    ) -> Result<Self, BatchError> {
        let fields = schema.fields();
        let names: Vec<String> = fields.iter().map(|f| f.name().clone()).collect();
        let refused = |problem| BatchError::Columns {
            name: name.to_owned(),
            problem,
            found: fields
                .iter()
                .map(|f| format!("{} ({})", f.name(), f.data_type()))
                .collect::<Vec<_>>()
                .join(", "),
            expected: expected(wanted),
        };
        let (variant, places) = choose(&names, wanted).map_err(refused)?;
        for (place, (name, holds)) in places.iter().zip(wanted.0[variant].iter().chain(wanted.1)) {
            let Some(place) = *place else { continue };
            let kind = fields[place].data_type();
            if !fits(kind, *holds) {
                let must = match holds {
                    Holds::Text => "text or whole numbers",
                    Holds::Numbers => "numbers",
                };
                return Err(refused(format!("has {kind} in {name} where {must} belong")));
            }
        }
        Ok(Self { variant, places })
    }
}

/// Rows read from batches, one after the other.
pub(super) struct Records {
    batches: Batches,
    /// Where in a batch the columns wanted stand, those that there are.
    places: Vec<Option<usize>>,
    batch: Option<RecordBatch>,
    at: usize,
    row: u64,
    /// Rows that there are to be, where that is known.
    count: Option<u64>,
}

impl Records {
    pub(super) fn new(batches: Batches, places: Vec<Option<usize>>, count: Option<u64>) -> Self {
        Self { batches, places, batch: None, at: 0, row: 0, count }
    }

    /// Where in a batch the wanted columns and the optional ones stand.
    pub(super) fn places(&self) -> &[Option<usize>] {
        &self.places
    }

    /// Rows that there are to be, where that is known.
    pub(super) fn count(&self) -> Option<u64> {
        self.count
    }

    pub(super) fn next(&mut self) -> Result<Option<Record>, String> {
        let batch = loop {
            match &self.batch {
                Some(batch) if self.at < batch.num_rows() => break batch,
                _ => {}
            }
            let after = self.row;
            match self.batches.next().transpose() {
                Err(e) => return Err(format!("damaged after row {after}: {e}")),
                Ok(Some(batch)) => (self.batch, self.at) = (Some(batch), 0),
                Ok(None) => match self.count {
                    Some(count) if count != after => {
                        return Err(format!("it ends after row {after} of {count}"));
                    }
                    _ => return Ok(None),
                },
            }
        };
        let at = self.at;
        self.at += 1;
        self.row += 1;
        let field = |place: &Option<usize>| {
            place.map_or(Value::Missing, |place| value(batch.column(place), at))
        };
        let fields = self.places.iter().map(field).collect();
        Ok(Some(Record { row: self.row, fields: Ok(fields) }))
    }
}

/// Whether the values of a column are read, as texts or as numbers.
pub(super) fn is_told(kind: &DataType) -> bool {
    fits(kind, Holds::Text) || fits(kind, Holds::Numbers)
}

fn fits(kind: &DataType, holds: Holds) -> bool {
    let is_number = |kind: &DataType| {
        kind.is_integer()
            || matches!(kind, DataType::Float32 | DataType::Float64 | DataType::Decimal128(_, _))
    };
    match (kind, holds) {
        // A column without any value, as tables made in memory have them.
        (DataType::Null, _) => true,
        (DataType::Dictionary(_, values), _) => fits(values, holds),
        (kind, Holds::Numbers) => is_number(kind),
        (kind, Holds::Text) => {
            kind.is_integer()
                || matches!(
                    kind,
                    DataType::Utf8
                        | DataType::LargeUtf8
                        | DataType::Utf8View
                        | DataType::Date32
                        | DataType::Timestamp(_, _)
                )
        }
    }
}

/// The value in a row of a column; days and moments are the day as `YYYY-MM-DD`.
fn value(column: &dyn Array, at: usize) -> Value {
    if column.is_null(at) {
        return Value::Missing;
    }
    match column.data_type() {
        DataType::Utf8 => Value::Text(column.as_string::<i32>().value(at).to_owned()),
        DataType::LargeUtf8 => Value::Text(column.as_string::<i64>().value(at).to_owned()),
        DataType::Utf8View => Value::Text(column.as_string_view().value(at).to_owned()),
        DataType::Dictionary(_, _) => {
            let dictionary = column.as_any_dictionary();
            match value(dictionary.keys(), at) {
                Value::Integer(key) => value(dictionary.values(), key as usize),
                _ => Value::Missing,
            }
        }
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>().value(at);
            day(date32_to_datetime(days).map(|moment| moment.date()))
        }
        DataType::Timestamp(unit, _) => day(match unit {
            TimeUnit::Second => column.as_primitive::<TimestampSecondType>().value_as_date(at),
            TimeUnit::Millisecond => {
                column.as_primitive::<TimestampMillisecondType>().value_as_date(at)
            }
            TimeUnit::Microsecond => {
                column.as_primitive::<TimestampMicrosecondType>().value_as_date(at)
            }
            TimeUnit::Nanosecond => {
                column.as_primitive::<TimestampNanosecondType>().value_as_date(at)
            }
        }),
        // As databases have numbers that are written with a point.
        DataType::Decimal128(_, _) => {
            let text = column.as_primitive::<Decimal128Type>().value_as_string(at);
            text.parse().map_or(Value::Missing, Value::Number)
        }
        DataType::Float64 => Value::Number(column.as_primitive::<Float64Type>().value(at)),
        DataType::Float32 => Value::Number(column.as_primitive::<Float32Type>().value(at).into()),
        DataType::Int8 => Value::Integer(column.as_primitive::<Int8Type>().value(at).into()),
        DataType::Int16 => Value::Integer(column.as_primitive::<Int16Type>().value(at).into()),
        DataType::Int32 => Value::Integer(column.as_primitive::<Int32Type>().value(at).into()),
        DataType::Int64 => Value::Integer(column.as_primitive::<Int64Type>().value(at)),
        DataType::UInt8 => Value::Integer(column.as_primitive::<UInt8Type>().value(at).into()),
        DataType::UInt16 => Value::Integer(column.as_primitive::<UInt16Type>().value(at).into()),
        DataType::UInt32 => Value::Integer(column.as_primitive::<UInt32Type>().value(at).into()),
        DataType::UInt64 => Value::Text(column.as_primitive::<UInt64Type>().value(at).to_string()),
        // Refused when the table was opened; nulls are missing.
        _ => Value::Missing,
    }
}

/// A day as text; nothing where the number is beyond all calendars.
fn day(day: Option<impl std::fmt::Display>) -> Value {
    day.map_or(Value::Missing, |day| Value::Text(day.to_string()))
}
