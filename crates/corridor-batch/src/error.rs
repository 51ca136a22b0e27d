//! What can go wrong with tables, with the value, the reason and what to do next.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Why a table could not be read or written. Bad rows are none of these: they are reported and the
/// others are answered.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// A file cannot be opened, or is no CSV or Parquet.
    #[error("cannot read {name}: {reason}")]
    Unreadable {
        /// The file.
        name: String,
        /// What was met, and where.
        reason: String,
    },
    /// Columns are missing, named twice or of a type that cannot be used.
    #[error("{name} {problem}; it has the columns {found}, expected are {expected}")]
    Columns {
        /// The file.
        name: String,
        /// What is wrong with them.
        problem: String,
        /// The columns that are there, with types where the file has types.
        found: String,
        /// The columns that would do.
        expected: String,
    },
    /// A file name says no format that can be written, or one that cannot be written there.
    #[error("{name}: {reason}")]
    Format {
        /// The file.
        name: String,
        /// Why.
        reason: String,
    },
    /// A question that has no table.
    #[error("{0}")]
    Shape(String),
    /// Output cannot be written.
    #[error("cannot write {name}: {source}")]
    Unwritable {
        /// The file.
        name: String,
        /// What the system says.
        source: std::io::Error,
        /// Whether the blocks written before are kept and the run can be resumed.
        resumable: bool,
    },
    /// The output is one of the inputs, by whatever name.
    #[error("{} is written over {}, which is read for it", .output.display(), .input.display())]
    OverInput {
        /// The output.
        output: PathBuf,
        /// The input.
        input: PathBuf,
    },
    /// Another run writes the same output.
    #[error("another run is writing {}", .0.display())]
    Busy(PathBuf),
    /// There is an unfinished run of this output.
    #[error("{} holds an unfinished run with {rows} rows", .draft.display())]
    Unfinished {
        /// The unfinished file.
        draft: PathBuf,
        /// Rows that are whole in it.
        rows: u64,
    },
    /// The unfinished run answers another question.
    #[error("{} answers another question: {}", .draft.display(), differences(.differs))]
    OtherQuestion {
        /// The unfinished file.
        draft: PathBuf,
        /// Name, value then, value now.
        differs: Vec<(String, String, String)>,
    },
    /// The unfinished run is damaged.
    #[error("{} cannot be resumed: {reason}", .draft.display())]
    Damaged {
        /// The unfinished file.
        draft: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// The answer does not fit on the disk.
    #[error("{estimate}, and {} has {} free", .folder.display(), crate::estimate::bytes(*.free))]
    DiskTooSmall {
        /// The estimate.
        estimate: String,
        /// Where it would be written.
        folder: PathBuf,
        /// Bytes free there.
        free: u64,
    },
    /// Not even one row of the matrix fits into the memory allowed.
    #[error("{estimate}: needs at least {} of memory, {} are allowed",
        crate::estimate::bytes(*.needed), crate::estimate::bytes(*.allowed))]
    MemoryTooSmall {
        /// The estimate.
        estimate: String,
        /// Bytes that one row and the names take.
        needed: u64,
        /// Bytes allowed.
        allowed: u64,
    },
    /// The run was stopped from outside.
    #[error("interrupted after {rows} rows")]
    Interrupted {
        /// Rows that are whole in the draft.
        rows: u64,
        /// Whether the run can be resumed.
        resumable: bool,
    },
}

impl BatchError {
    /// An output that cannot be written, with nothing kept.
    pub(crate) fn unwritable(path: &Path, source: std::io::Error) -> Self {
        Self::Unwritable { name: path.display().to_string(), source, resumable: false }
    }

    /// Whether it only means that the reader of the output went away.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Unwritable { source, .. }
            if source.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

fn differences(differs: &[(String, String, String)]) -> String {
    let mut text = String::new();
    for (name, then, now) in differs {
        let gap = if text.is_empty() { "" } else { "; " };
        let _ = write!(text, "{gap}{name} was {then:?} and is {now:?}");
    }
    text
}
