//! Files written whole or not at all.

use anyhow::{Context, Result};
use std::io::{self, Write};
use std::path::Path;

/// A draft with the permissions that ordinary files get.
fn draft_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Writes a file through `write`; it appears under its name only when all went well. `-` is stdout.
///
/// # Errors
/// When writing fails: the old file, if any, is still there and no half-written one is left.
pub fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    if path.as_os_str() == "-" {
        let mut out = io::BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        return Ok(out.flush()?);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let failed = || format!("cannot write {}", path.display());
    let draft = draft_in(folder).with_context(failed)?;
    let mut out = io::BufWriter::new(draft);
    write(&mut out).with_context(failed)?;
    out.flush().with_context(failed)?;
    let draft = out.into_inner().map_err(io::IntoInnerError::into_error).with_context(failed)?;
    draft.as_file().sync_all().with_context(failed)?;
    draft.persist(path).map_err(|e| e.error).with_context(failed)?;
    Ok(())
}
