//! Record batches of one column of texts, a line each.

use super::Out;
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use std::io;

pub(super) fn block(
    batches: &mut dyn Iterator<Item = RecordBatch>,
    out: &mut Out<'_>,
) -> io::Result<()> {
    for batch in batches {
        let [column] = batch.columns() else {
            return Err(io::Error::other("lines are one column"));
        };
        let lines = column.as_string_opt::<i32>().ok_or(io::Error::other("lines are texts"))?;
        for line in lines.iter().flatten() {
            out.write_all(line.as_bytes())?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}
