//! What is known of an unfinished file: its question and the blocks that are whole.

use crate::error::BatchError;
use crate::table::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Version of the journal's shape.
const VERSION: u32 = 2;

/// The journal beside an unfinished file, `OUTPUT.partial.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    version: u32,
    /// What is asked, as names and values.
    pub(super) question: Vec<(String, String)>,
    /// The blocks in their order.
    pub(super) blocks: Vec<Written>,
    /// Whether all is written and only the name is missing.
    pub(super) is_whole: bool,
}

/// A block that is whole on the disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Written {
    /// Rows of the input, or origins, that it answers.
    pub(super) units: u64,
    /// Rows of the table.
    pub(super) rows: u64,
    /// Bytes of the file.
    pub(super) bytes: u64,
    /// Their digest.
    pub(super) sha256: String,
}

impl Journal {
    pub(super) fn new(question: Vec<(String, String)>) -> Self {
        Self { version: VERSION, question, blocks: Vec::new(), is_whole: false }
    }
    pub(super) fn units(&self) -> u64 {
        self.blocks.iter().map(|b| b.units).sum()
    }
    pub(super) fn rows(&self) -> u64 {
        self.blocks.iter().map(|b| b.rows).sum()
    }
    pub(super) fn bytes(&self) -> u64 {
        self.blocks.iter().map(|b| b.bytes).sum()
    }

    /// Reads the journal at `path` of the unfinished file `draft`; `None` where there is none.
    pub(super) fn read(path: &Path, draft: &Path) -> Result<Option<Self>, BatchError> {
        let damaged = |reason: String| BatchError::Damaged { draft: draft.to_owned(), reason };
        let bytes = match fs::read(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(damaged(format!("{}: {e}", path.display()))),
            Ok(bytes) => bytes,
        };
        let journal: Self = serde_json::from_slice(&bytes)
            .map_err(|e| damaged(format!("{} is no journal: {e}", path.display())))?;
        if journal.version != VERSION {
            return Err(damaged("it was begun by another version of the program".to_owned()));
        }
        let add = |sum: Option<u64>, more: u64| sum.and_then(|sum| sum.checked_add(more));
        let counts = [|b: &Written| b.units, |b: &Written| b.rows, |b: &Written| b.bytes];
        if counts.iter().any(|of| journal.blocks.iter().map(of).fold(Some(0), add).is_none()) {
            return Err(damaged(format!("{} counts beyond all numbers", path.display())));
        }
        Ok(Some(journal))
    }

    /// Refuses another question, naming what differs.
    pub(super) fn must_ask(
        &self,
        question: &[(String, String)],
        draft: &Path,
    ) -> Result<(), BatchError> {
        // An option that is given several times has all its values, in their order.
        let find = |set: &[(String, String)], name: &str| {
            let values = set.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str());
            values.collect::<Vec<_>>().join(",")
        };
        let mut names: Vec<&String> =
            question.iter().chain(&self.question).map(|(name, _)| name).collect();
        names.dedup();
        let mut differs: Vec<(String, String, String)> = Vec::new();
        for name in names {
            let (then, now) = (find(&self.question, name), find(question, name));
            if then != now && !differs.iter().any(|(known, ..)| known == name) {
                differs.push((name.clone(), then, now));
            }
        }
        if differs.is_empty() {
            return Ok(());
        }
        Err(BatchError::OtherQuestion { draft: draft.to_owned(), differs })
    }

    /// The number, from 1, of the first block in the file that is not what was written.
    pub(super) fn first_changed(&self, mut file: &File) -> io::Result<Option<usize>> {
        file.seek(SeekFrom::Start(0))?;
        for (number, block) in (1..).zip(&self.blocks) {
            let mut sum = Sha256::new();
            let read = io::copy(&mut file.take(block.bytes), &mut sum)?;
            if read < block.bytes || hex(&sum.finalize()) != block.sha256 {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// Writes the journal so that at any moment the old or the new one is there, whole.
    pub(super) fn write(&self, path: &Path) -> io::Result<()> {
        let mut name = path.as_os_str().to_owned();
        name.push(".new");
        let fresh = PathBuf::from(name);
        let written = File::create(&fresh).and_then(|mut file| {
            file.write_all(&serde_json::to_vec(self)?)?;
            file.sync_data()
        });
        written.and_then(|()| fs::rename(&fresh, path)).inspect_err(|_| {
            // Nothing is lost with it: the old journal stands.
            let _ = fs::remove_file(&fresh);
        })
    }
}
