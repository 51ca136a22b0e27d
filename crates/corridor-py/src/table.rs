//! Tables that cross the boundary by the Arrow PyCapsule interface, without a copy.

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::types::{Float64Type, Int64Type, UInt32Type, UInt64Type};
use arrow_array::{
    Array, ArrayRef, Float64Array, Int64Array, RecordBatch, RecordBatchIterator, RecordBatchReader,
    StringArray, UInt64Array,
};
use arrow_pyarrow::FromPyArrow;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use std::sync::Arc;

/// A table of answers.
///
/// Give it to `pyarrow.table`, `polars.DataFrame`, `pandas.DataFrame.from_arrow` or duckdb: they take
/// it over without copying. `to_dict` needs nothing installed.
#[pyclass(frozen, module = "corridor")]
pub struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }
}

#[pymethods]
impl Table {
    /// The Arrow PyCapsule interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The protocol lets a producer answer in its own types.
        drop(requested_schema);
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, self.schema.clone());
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    /// Rows.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __len__(&self) -> usize {
        self.num_rows()
    }

    /// Names of the columns, in order.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The columns as lists, by name; what is not known is `None`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (n, name) in self.column_names().into_iter().enumerate() {
            let list = PyList::empty(py);
            for batch in &self.batches {
                append(py, &list, batch.column(n))?;
            }
            dict.set_item(name, list)?;
        }
        Ok(dict)
    }

    /// The table with numbers as 64 bits and texts as plain strings, which Spark asks for.
    fn widened(&self) -> PyResult<Self> {
        let wide = |kind: &DataType| match kind {
            DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64 => {
                DataType::Int64
            }
            DataType::Dictionary(_, values) => (**values).clone(),
            other => other.clone(),
        };
        let fields = self.schema.fields().iter();
        let fields: Vec<Field> = fields
            .map(|field| Field::new(field.name(), wide(field.data_type()), field.is_nullable()))
            .collect();
        let schema = Arc::new(Schema::new(fields));
        let batches = self.batches.iter().map(|batch| {
            let columns = batch.columns().iter().map(widened).collect();
            RecordBatch::try_new(schema.clone(), columns)
        });
        let batches: Result<Vec<_>, ArrowError> = batches.collect();
        let batches = batches.map_err(|e| PyValueError::new_err(e.to_string()))?;
        Ok(Self { schema, batches })
    }

    fn __repr__(&self) -> String {
        format!("<corridor.Table {} rows: {}>", self.num_rows(), self.column_names().join(", "))
    }
}

/// A column in the types that [`Table::widened`] has.
fn widened(column: &ArrayRef) -> ArrayRef {
    match column.data_type() {
        DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64 => {
            let values = (0..column.len()).map(|at| whole(column, at));
            Arc::new(values.collect::<arrow_array::PrimitiveArray<Int64Type>>())
        }
        DataType::Dictionary(_, _) => {
            let values = (0..column.len()).map(|at| text(column, at).map(str::to_owned));
            Arc::new(values.collect::<StringArray>())
        }
        _ => column.clone(),
    }
}

/// A whole number of a column; `None` where it has none.
fn whole(column: &dyn Array, at: usize) -> Option<i64> {
    use arrow_array::types::{Int8Type, Int16Type, Int32Type, UInt8Type, UInt16Type};
    if column.is_null(at) {
        return None;
    }
    Some(match column.data_type() {
        DataType::UInt8 => column.as_primitive::<UInt8Type>().value(at).into(),
        DataType::UInt16 => column.as_primitive::<UInt16Type>().value(at).into(),
        DataType::UInt32 => column.as_primitive::<UInt32Type>().value(at).into(),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(at) as i64,
        DataType::Int8 => column.as_primitive::<Int8Type>().value(at).into(),
        DataType::Int16 => column.as_primitive::<Int16Type>().value(at).into(),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(at).into(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(at),
        _ => return None,
    })
}

/// A text of a column, in a dictionary or not; `None` where it has none.
fn text(column: &dyn Array, at: usize) -> Option<&str> {
    if column.is_null(at) {
        return None;
    }
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(at)),
        DataType::Dictionary(_, _) => {
            let dictionary = column.as_any_dictionary();
            let key = whole(dictionary.keys(), at)?;
            text(dictionary.values(), key as usize)
        }
        _ => None,
    }
}

fn append(py: Python<'_>, list: &Bound<'_, PyList>, column: &dyn Array) -> PyResult<()> {
    for at in 0..column.len() {
        match column.data_type() {
            DataType::Float64 => {
                let values = column.as_primitive::<Float64Type>();
                list.append(values.is_valid(at).then(|| values.value(at)))?;
            }
            kind if kind.is_integer() => list.append(whole(column, at))?,
            DataType::Utf8 | DataType::Dictionary(_, _) => list.append(text(column, at))?,
            DataType::Null => list.append(py.None())?,
            other => return Err(PyTypeError::new_err(format!("no Python value for {other}"))),
        }
    }
    Ok(())
}

/// Columns of Python values as a table: whole numbers where all values are whole, numbers where all are
/// numbers, else texts. `None` is a value that is missing.
#[pyfunction]
pub(crate) fn columns(names: Vec<String>, values: Vec<Vec<Option<Cell>>>) -> PyResult<Table> {
    let mut fields = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for (name, values) in names.into_iter().zip(values) {
        let kind = Kind::of(&values);
        let cells = values.iter().map(Option::as_ref);
        let array: ArrayRef = match kind {
            Kind::Whole => {
                Arc::new(cells.map(|cell| cell.and_then(Cell::whole)).collect::<Int64Array>())
            }
            Kind::Number => {
                Arc::new(cells.map(|cell| cell.and_then(Cell::number)).collect::<Float64Array>())
            }
            Kind::Text => {
                let texts = values.into_iter().map(|value| value.map(Cell::into_text));
                Arc::new(texts.collect::<StringArray>())
            }
        };
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), arrays)
        .map_err(|e| PyValueError::new_err(format!("columns of different lengths: {e}")))?;
    Ok(Table::new(schema, vec![batch]))
}

/// A value of a column given as a list.
#[derive(FromPyObject)]
pub(crate) enum Cell {
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

impl Cell {
    fn whole(&self) -> Option<i64> {
        match self {
            Self::Whole(number) => Some(*number),
            Self::Number(_) | Self::Text(_) => None,
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Whole(number) => Some(*number as f64),
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }

    fn into_text(self) -> String {
        match self {
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text,
        }
    }
}

/// What the values of a column have in common.
#[derive(Clone, Copy)]
enum Kind {
    Whole,
    Number,
    Text,
}

impl Kind {
    fn of(values: &[Option<Cell>]) -> Self {
        let kinds = values.iter().flatten().map(|value| match value {
            Cell::Whole(_) => Self::Whole,
            Cell::Number(_) => Self::Number,
            Cell::Text(_) => Self::Text,
        });
        let common = kinds.reduce(|all, one| match (all, one) {
            (Self::Text, _) | (_, Self::Text) => Self::Text,
            (Self::Number, _) | (_, Self::Number) => Self::Number,
            (Self::Whole, Self::Whole) => Self::Whole,
        });
        common.unwrap_or(Self::Text)
    }
}

/// Anything with `__arrow_c_stream__` as a reader of record batches with a column `id`: numbers from 1
/// where it has none.
pub(crate) fn reader(table: &Bound<'_, PyAny>) -> PyResult<Box<dyn RecordBatchReader + Send>> {
    let stream = RecordBatchStreamReader::from_pyarrow_bound(table)?;
    let schema = stream.schema();
    if schema.column_with_name("id").is_some() {
        return Ok(Box::new(stream));
    }
    let mut fields = vec![Arc::new(Field::new("id", DataType::UInt64, false))];
    fields.extend(schema.fields().iter().cloned());
    let schema = Arc::new(Schema::new(fields));
    let (with_id, mut next) = (schema.clone(), 1u64);
    let batches = stream.map(move |batch| {
        let batch = batch?;
        let rows = batch.num_rows() as u64;
        let mut columns: Vec<ArrayRef> =
            vec![Arc::new(UInt64Array::from_iter_values(next..next + rows))];
        columns.extend(batch.columns().iter().cloned());
        next += rows;
        RecordBatch::try_new(with_id.clone(), columns)
    });
    Ok(Box::new(RecordBatchIterator::new(batches, schema)))
}
