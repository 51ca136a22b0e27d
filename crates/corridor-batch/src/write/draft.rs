//! An output that grows block by block and can be taken up again after a kill.
//!
//! The blocks go to `OUTPUT.partial`, one after the other; after each one, when its bytes are on the
//! disk, the journal is replaced. What stands in the file after the last block of the journal was
//! being written when the run ended: it is cut off on resuming. `OUTPUT` itself appears by a rename
//! when all is there.

use super::journal::{Journal, Written};
use super::{Out, Start, parquet};
use crate::error::BatchError;
use crate::format::Format;
use crate::table::hex;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// An unfinished output; no other run can open it meanwhile.
pub(crate) struct Draft {
    output: PathBuf,
    path: PathBuf,
    journal_path: PathBuf,
    file: File,
    journal: Journal,
    format: Format,
    /// Whether what is written so far is worth keeping when the run ends before the end.
    pub(super) keep: bool,
    is_finished: bool,
}

fn beside(output: &Path, suffix: &str) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

impl Draft {
    /// All files that are written on the way to an output.
    pub(super) fn files(output: &Path) -> [PathBuf; 4] {
        let journal = beside(output, ".partial.json");
        [output.to_owned(), beside(output, ".partial"), beside(&journal, ".new"), journal]
    }

    /// Opens; `None` when a run to be resumed has come to its end already.
    pub(super) fn open(
        output: &Path,
        format: Format,
        question: Vec<(String, String)>,
        start: Start,
    ) -> Result<Option<Self>, BatchError> {
        let (path, journal_path) = (beside(output, ".partial"), beside(output, ".partial.json"));
        let failed = |e| BatchError::unwritable(output, e);
        if output.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        let old = Journal::read(&journal_path, &path);
        if !path.exists()
            && let Ok(Some(journal)) = &old
        {
            // The last step of a run that came to its end is missing: the journal goes.
            if start == Start::Resume && journal.is_whole && output.exists() {
                journal.must_ask(&question, &path)?;
                fs::remove_file(&journal_path).map_err(failed)?;
                return Ok(None);
            }
            fs::remove_file(&journal_path).map_err(failed)?;
        }
        let was_there = path.exists();
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(BatchError::Busy(output.to_owned())),
            // Some network disks have no locks: better without than not at all.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        // The other run may have come to its end between the two lines above.
        if !path.exists() {
            return Err(BatchError::Busy(output.to_owned()));
        }
        let length = file.metadata().map_err(failed)?.len();
        let journal = match start {
            Start::Fresh if was_there && length > 0 => {
                let rows = old.ok().flatten().map_or(0, |journal| journal.rows());
                return Err(BatchError::Unfinished { draft: path, rows });
            }
            Start::Resume => match Journal::read(&journal_path, &path)? {
                Some(journal) => {
                    journal.must_ask(&question, &path)?;
                    if journal.bytes() > length {
                        let reason =
                            format!("it has {length} of {} bytes written", journal.bytes());
                        return Err(BatchError::Damaged { draft: path, reason });
                    }
                    if let Some(block) = journal.first_changed(&file).map_err(failed)? {
                        let reason = format!("block {block} is not what was written");
                        return Err(BatchError::Damaged { draft: path, reason });
                    }
                    journal
                }
                None if length > 0 => {
                    let reason = "its journal is gone".to_owned();
                    return Err(BatchError::Damaged { draft: path, reason });
                }
                None => Journal::new(question),
            },
            Start::Fresh | Start::Overwrite => Journal::new(question),
        };
        let draft = Self {
            output: output.to_owned(),
            path,
            journal_path,
            file,
            journal,
            format,
            keep: true,
            is_finished: false,
        };
        draft.file.set_len(draft.journal.bytes()).map_err(|e| draft.failed(e))?;
        draft.journal.write(&draft.journal_path).map_err(|e| draft.failed(e))?;
        Ok(Some(draft))
    }

    fn failed(&self, source: io::Error) -> BatchError {
        let name = self.output.display().to_string();
        BatchError::Unwritable { name, source, resumable: self.is_resumable() }
    }
    pub(super) fn is_resumable(&self) -> bool {
        self.keep && !self.journal.blocks.is_empty()
    }
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
    /// Units answered by the blocks that are whole.
    pub(super) fn units(&self) -> u64 {
        self.journal.units()
    }
    pub(super) fn rows(&self) -> u64 {
        self.journal.rows()
    }
    pub(super) fn bytes(&self) -> u64 {
        self.journal.bytes()
    }
    pub(super) fn is_empty(&self) -> bool {
        self.journal.blocks.is_empty()
    }

    /// Appends a block.
    pub(super) fn append(
        &mut self,
        (units, rows): (u64, u64),
        encode: &mut dyn FnMut(&mut Out<'_>) -> io::Result<()>,
    ) -> Result<(), BatchError> {
        let start = self.journal.bytes();
        let written = self.written(start, encode).and_then(|(end, sha256)| {
            let mut journal = self.journal.clone();
            journal.blocks.push(Written { units, rows, bytes: end - start, sha256 });
            journal.write(&self.journal_path)?;
            self.journal = journal;
            Ok(())
        });
        written.map_err(|e| {
            // On a full disk the rest of the block would take what others need.
            let _ = self.file.set_len(start);
            self.failed(e)
        })
    }

    fn written(
        &self,
        start: u64,
        encode: &mut dyn FnMut(&mut Out<'_>) -> io::Result<()>,
    ) -> io::Result<(u64, String)> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(start))?;
        let summed = Summed { out: file, sum: Sha256::new() };
        let mut out = BufWriter::with_capacity(1 << 18, summed);
        encode(&mut out)?;
        let summed = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_data()?;
        Ok((file.stream_position()?, hex(&summed.sum.finalize())))
    }

    /// Gives the file its name.
    pub(super) fn finish(mut self) -> Result<(), BatchError> {
        let mut finish = || {
            if self.format == Format::Parquet {
                let lengths: Vec<u64> = self.journal.blocks.iter().map(|b| b.bytes).collect();
                parquet::footer(&self.file, &lengths)?;
            }
            self.file.sync_all()?;
            self.journal.is_whole = true;
            self.journal.write(&self.journal_path)?;
            fs::rename(&self.path, &self.output)?;
            sync_folder(&self.output)?;
            fs::remove_file(&self.journal_path)
        };
        let finished = finish();
        finished.map_err(|e| self.failed(e))?;
        self.is_finished = true;
        Ok(())
    }
}

/// What is written, with the digest of it.
struct Summed<'f> {
    out: &'f File,
    sum: Sha256,
}

impl Write for Summed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.out.write(bytes)?;
        self.sum.update(&bytes[..length]);
        Ok(length)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_finished && !self.is_resumable() {
            // Whether it can be removed or not, nothing of it looks whole.
            let _ = fs::remove_file(&self.path);
            let _ = fs::remove_file(&self.journal_path);
        }
    }
}

/// Makes a rename last through a loss of power, where folders can be opened.
fn sync_folder(output: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(super::sink::folder_of(output))?.sync_all()?;
    #[cfg(not(unix))]
    let _ = output;
    Ok(())
}
