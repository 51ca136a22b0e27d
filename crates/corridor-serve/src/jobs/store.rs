//! Jobs on the disk: what was told of a job holds after a restart.

use super::record::Record;
use anyhow::{Context, Result};
use redb::{Database, DatabaseError, ReadableDatabase, ReadableTable, TableDefinition};
use std::fs;
use std::path::Path;

/// Records as JSON by id.
const JOBS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("jobs");

/// The database of jobs.
pub(super) struct Store(Database);

impl Store {
    /// Opens the database in a folder, which is made if need be.
    ///
    /// # Errors
    /// When it cannot be made or read, or another server has it.
    pub(super) fn open(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder of jobs {}", folder.display()))?;
        let path = folder.join("jobs.redb");
        let database = Database::create(&path).map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen => anyhow::anyhow!(
                "another server keeps its jobs in {}\n  try: another folder with --jobs",
                folder.display()
            ),
            other => anyhow::Error::new(other)
                .context(format!("cannot open the database of jobs {}", path.display())),
        })?;
        let begun = database.begin_write().context("cannot write the database of jobs")?;
        begun.open_table(JOBS).context("cannot write the database of jobs")?;
        begun.commit().context("cannot write the database of jobs")?;
        Ok(Self(database))
    }

    /// Keeps a record; it is on the disk when this returns.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn keep(&self, record: &Record) -> Result<()> {
        let json = serde_json::to_vec(record)?;
        let write = self.0.begin_write()?;
        write.open_table(JOBS)?.insert(record.id.as_str(), json.as_slice())?;
        Ok(write.commit()?)
    }

    /// Forgets a record.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn forget(&self, id: &str) -> Result<()> {
        let write = self.0.begin_write()?;
        write.open_table(JOBS)?.remove(id)?;
        Ok(write.commit()?)
    }

    /// All records.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(super) fn all(&self) -> Result<Vec<Record>> {
        let read = self.0.begin_read()?;
        let table = read.open_table(JOBS)?;
        let mut records = Vec::new();
        for row in table.iter()? {
            records.push(serde_json::from_slice(row?.1.value())?);
        }
        Ok(records)
    }
}
