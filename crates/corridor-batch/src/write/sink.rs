//! Where a table goes: into a file that can be resumed, or straight out.

use super::draft::Draft;
use super::place::{behind_links, is_same_file, is_stdout, is_stream};
use super::{Out, block};
use crate::error::BatchError;
use crate::format::Format;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What to do about an unfinished run of the same output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Refuse: it may be worth days.
    Fresh,
    /// Go on from it, if it asks the same question; begin where there is none.
    Resume,
    /// Throw it away.
    Overwrite,
}

/// Where a table is to be written, and what question it answers.
#[derive(Clone, Debug)]
pub struct Output {
    /// The file; `-` is stdout, and a pipe or device is written straight too.
    pub path: PathBuf,
    /// Its format, as [`Format::for_output`] has it.
    pub format: Format,
    /// What to do about an unfinished run.
    pub start: Start,
    /// All that the answer depends on, as names and values: digests of the input, options, data set.
    /// An unfinished run is resumed only when it is the same.
    pub question: Vec<(String, String)>,
    /// The files that are read for it: none of them may be written over.
    pub inputs: Vec<PathBuf>,
    /// Whether an interrupted run is kept; false where the input cannot be read again.
    pub resumable: bool,
}

/// A table being written.
pub(crate) enum Sink {
    Draft {
        draft: Draft,
        format: Format,
        schema: SchemaRef,
        folder: PathBuf,
    },
    Stream {
        out: Box<dyn Write + Send>,
        format: Format,
        name: String,
        schema: SchemaRef,
        units: u64,
        rows: u64,
    },
}

pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

impl Sink {
    /// Opens; `None` when the run that is to be resumed came to its end.
    pub(crate) fn open(output: Output, schema: SchemaRef) -> Result<Option<Self>, BatchError> {
        let Output { path, format, start, mut question, inputs, resumable } = output;
        if is_stream(&path) {
            let out: Box<dyn Write + Send> = if is_stdout(&path) {
                Box::new(io::stdout())
            } else {
                let opened = OpenOptions::new().write(true).open(&path);
                Box::new(opened.map_err(|e| BatchError::unwritable(&path, e))?)
            };
            let name = path.display().to_string();
            return Ok(Some(Self::Stream { out, format, name, schema, units: 0, rows: 0 }));
        }
        // A link stays a link: the file it names is what is written.
        let path = behind_links(&path);
        for input in inputs.iter().filter(|input| !is_stream(input)) {
            if Draft::files(&path).iter().any(|written| is_same_file(input, written)) {
                return Err(BatchError::OverInput { output: path, input: input.clone() });
            }
        }
        question.push(("format".to_owned(), format.name().to_owned()));
        let draft = Draft::open(&path, format, question, start)?;
        Ok(draft.map(|mut draft| {
            draft.keep = resumable;
            Self::Draft { draft, format, schema, folder: folder_of(&path).to_owned() }
        }))
    }

    /// What is written to until the table is whole.
    pub(crate) fn name(&self) -> PathBuf {
        match self {
            Self::Draft { draft, .. } => draft.path().to_owned(),
            Self::Stream { name, .. } => name.into(),
        }
    }

    /// Units that are answered.
    pub(crate) fn units(&self) -> u64 {
        match self {
            Self::Draft { draft, .. } => draft.units(),
            Self::Stream { units, .. } => *units,
        }
    }
    /// Rows that are written.
    pub(crate) fn rows(&self) -> u64 {
        match self {
            Self::Draft { draft, .. } => draft.rows(),
            Self::Stream { rows, .. } => *rows,
        }
    }
    /// Bytes that are written to a file.
    pub(crate) fn bytes(&self) -> u64 {
        match self {
            Self::Draft { draft, .. } => draft.bytes(),
            Self::Stream { .. } => 0,
        }
    }
    /// The folder whose disk fills, and its free bytes, where the system tells.
    pub(crate) fn disk(&self) -> Option<(&Path, u64)> {
        match self {
            Self::Draft { folder, .. } => Some((folder, fs4::available_space(folder).ok()?)),
            Self::Stream { .. } => None,
        }
    }
    pub(crate) fn format(&self) -> Format {
        match self {
            Self::Draft { format, .. } | Self::Stream { format, .. } => *format,
        }
    }
    /// Whether what is written is kept when the run ends here.
    pub(crate) fn is_resumable(&self) -> bool {
        match self {
            Self::Draft { draft, .. } => draft.is_resumable(),
            Self::Stream { .. } => false,
        }
    }
    /// Lets what is written go when the sink is dropped.
    pub(crate) fn discard(&mut self) {
        if let Self::Draft { draft, .. } = self {
            draft.keep = false;
        }
    }

    /// Appends a block of `units` that make `rows`.
    pub(crate) fn append(
        &mut self,
        (units, rows): (u64, u64),
        batches: &mut dyn Iterator<Item = RecordBatch>,
    ) -> Result<(), BatchError> {
        match self {
            Self::Draft { draft, format, schema, .. } => {
                let is_first = draft.is_empty();
                let mut encode = |out: &mut Out<'_>| block(*format, schema, batches, is_first, out);
                draft.append((units, rows), &mut encode)
            }
            Self::Stream { out, format, name, schema, units: done_units, rows: written } => {
                let done =
                    block(*format, schema, batches, *written == 0, out).and_then(|()| out.flush());
                *done_units += units;
                *written += rows;
                let failed = |e| BatchError::unwritable(Path::new(name), e);
                done.map_err(failed)
            }
        }
    }

    /// Ends the table; one of no rows still has its columns.
    pub(crate) fn finish(mut self) -> Result<(), BatchError> {
        let is_empty = match &self {
            Self::Draft { draft, .. } => draft.is_empty(),
            Self::Stream { rows, .. } => *rows == 0,
        };
        if is_empty {
            self.append((0, 0), &mut std::iter::empty())?;
        }
        match self {
            Self::Draft { draft, .. } => draft.finish(),
            Self::Stream { .. } => Ok(()),
        }
    }
}
