//! Rows of comma-separated text with their lines.

use crate::Fault;
use csv::StringRecord;

/// A row and where it stands.
pub(crate) struct Row<'n> {
    file: &'n str,
    pub(crate) line: u64,
    record: StringRecord,
    columns: Vec<&'static str>,
}

impl<'n> Row<'n> {
    /// The place of a row whose text is not needed any more.
    pub(crate) fn at(file: &'n str, line: u64) -> Self {
        Self { file, line, record: StringRecord::new(), columns: Vec::new() }
    }

    pub(crate) fn text(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default()
    }

    /// The number of a column.
    ///
    /// # Errors
    /// When it is none, or not finite.
    pub(crate) fn number(&self, column: usize) -> Result<f64, Fault> {
        let (name, text) = (self.columns[column], self.text(column));
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            Ok(_) => Err(self.fault(
                "table-row",
                &format!("{name} {text:?} is not finite"),
                "give a finite number",
            )),
            Err(_) => Err(self.fault(
                "table-row",
                &format!("{name} {text:?} is no number"),
                "write it with a point and without separators, such as 1250.5",
            )),
        }
    }

    /// A fault of this row.
    pub(crate) fn fault(&self, code: &'static str, reason: &str, action: &str) -> Fault {
        Fault::new(code, format!("{}, line {}: {reason}", self.file, self.line), action)
    }
}

/// The rows of a text whose header names exactly these columns, in this order; no field is empty.
///
/// # Errors
/// Another header, and rows that are too long, too short or have an empty field.
pub(crate) fn rows<'n, const N: usize>(
    file: &'n str,
    text: &str,
    columns: [&'static str; N],
) -> Result<Vec<Row<'n>>, Fault> {
    let action = format!("the columns are {}", columns.join(","));
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let unreadable = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        Row::at(file, line).fault("table-row", &error.to_string(), &action)
    };
    let headers = reader.headers().map_err(|e| unreadable(&e))?;
    if headers.iter().ne(columns) {
        let reason = format!("the columns are {:?}", headers.iter().collect::<Vec<_>>().join(","));
        return Err(Row::at(file, 1).fault("table-row", &reason, &action));
    }
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| unreadable(&e))?;
        let line = record.position().map_or(1, csv::Position::line);
        let row = Row { file, line, record, columns: columns.to_vec() };
        if let Some(empty) = (0..N).find(|at| row.text(*at).is_empty()) {
            let reason = format!("{} is empty", columns[empty]);
            return Err(row.fault("table-row", &reason, &action));
        }
        found.push(row);
    }
    Ok(found)
}

/// The place of an id in a list.
///
/// # Errors
/// When it is not in it; the nearest is named.
pub(crate) fn place(
    row: &Row<'_>,
    column: &str,
    id: &str,
    known: &[String],
) -> Result<usize, Fault> {
    known.iter().position(|one| one == id).ok_or_else(|| {
        row.fault(
            "id-unknown",
            &format!("{column} {id:?} has no row in the table"),
            &hint(id, known),
        )
    })
}

/// What to try in place of an id that is not known.
pub(crate) fn hint(id: &str, known: &[String]) -> String {
    let distance = |one: &str| strsim::damerau_levenshtein(&id.to_lowercase(), &one.to_lowercase());
    let nearest = known
        .iter()
        .map(|one| (distance(one), one))
        .filter(|(distance, one)| *distance <= 1 + one.chars().count() / 4)
        .min();
    let listed = known.iter().take(30).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if known.len() > 30 { ", ..." } else { "" };
    match nearest {
        Some((_, one)) => format!("did you mean {one:?}? It has {listed}{more}"),
        None => format!("it has {listed}{more}"),
    }
}
