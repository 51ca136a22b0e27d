//! Whole tables as text, for readers that know CSV only.

use super::records::Records;
use super::text::Text;
use super::{Value, is_parquet, parquet};
use crate::error::BatchError;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The text of a file of CSV, decoded; of a Parquet file what it holds, as CSV: a line for each row after
/// the header, nothing for what is missing. Columns of a Parquet file that hold neither texts, numbers nor
/// days are not in it.
///
/// # Errors
/// When the file cannot be read, or is damaged.
pub fn csv_text(path: &Path) -> Result<String, BatchError> {
    let name = path.display().to_string();
    let unreadable = |reason: String| BatchError::Unreadable { name: name.clone(), reason };
    let failed = |e: io::Error| unreadable(e.to_string());
    let file = File::open(path).map_err(failed)?;
    let about = file.metadata().map_err(failed)?;
    if about.is_dir() {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    }
    if about.is_file() && is_parquet(path, &file).map_err(failed)? {
        let (records, names) = parquet::open_all(&name, file)?;
        return written(records, &names).map_err(unreadable);
    }
    let mut text = String::new();
    let mut source = Text::of(Box::new(file)).map_err(unreadable)?.source;
    source.read_to_string(&mut text).map_err(|e| match e.kind() {
        io::ErrorKind::InvalidData => unreadable(
            "it is not in UTF-8; save the table as UTF-8 (it may be Windows-1251 or 1252)"
                .to_owned(),
        ),
        _ => failed(e),
    })?;
    Ok(text)
}

fn written(mut records: Records, names: &[String]) -> Result<String, String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(names).map_err(|e| e.to_string())?;
    while let Some(record) = records.next()? {
        let fields = record.fields?;
        let texts = fields.into_iter().map(|value| match value {
            Value::Number(number) if number.is_nan() => "NaN".to_owned(),
            value => value.text().unwrap_or_default(),
        });
        out.write_record(texts).map_err(|e| e.to_string())?;
    }
    let bytes = out.into_inner().map_err(|e| e.to_string())?;
    String::from_utf8(bytes).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field, parquet as parquet_bytes};

    #[test]
    fn a_parquet_file_is_told_as_csv_and_what_is_no_table_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("d.parquet");
        let fields = [
            Field::text("origin", ["Xi'an, CN".to_owned(), "Mumbai".to_owned()].into_iter()),
            Field::real("tonnes", [Some(0.1 + 0.2), None].into_iter()),
        ];
        std::fs::write(&path, parquet_bytes(&fields).unwrap()).unwrap();
        let text = csv_text(&path).unwrap();
        assert_eq!(text, "origin,tonnes\n\"Xi'an, CN\",0.30000000000000004\nMumbai,\n");
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() - 9]).unwrap();
        assert!(csv_text(&path).is_err());
        let path = folder.path().join("d.csv");
        std::fs::write(&path, b"\xff\xfeo\0,\0t\0\n\0").unwrap();
        assert_eq!(csv_text(&path).unwrap(), "o,t\n");
        std::fs::write(&path, b"o,t\n\xcc,1\n").unwrap();
        assert!(csv_text(&path).unwrap_err().to_string().contains("UTF-8"));
        assert!(csv_text(folder.path()).is_err());
    }
}
