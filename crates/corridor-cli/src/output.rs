//! Files written whole or not at all, and what is shown of texts that come from elsewhere.

use anyhow::{Context, Result};
use corridor::Problem;
use corridor_batch::{behind_links, is_stdout, is_stream};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, LazyLock};

/// Writes a file through `write`; it appears under its name only when all went well. `-` is stdout; a pipe
/// or device is written to, a link stays one and the file behind it is written.
///
/// # Errors
/// When writing fails: the old file, if any, is still there and no half-written one is left.
pub fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    if is_stdout(path) {
        let mut out = io::BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        return Ok(out.flush()?);
    }
    let failed = |e: io::Error| {
        if e.kind() == io::ErrorKind::BrokenPipe {
            return e.into();
        }
        anyhow::Error::new(Problem::bad_input(
            "output-unwritable",
            format!("cannot write {}: {e}", path.display()),
            "give a file in a folder that is there, with room and the right to write",
        ))
    };
    // Made before anything is opened: what fails here leaves nothing behind.
    let mut content = Vec::new();
    write(&mut content).with_context(|| format!("for {}", path.display()))?;
    if is_stream(path) {
        let mut out = OpenOptions::new().write(true).open(path).map_err(failed)?;
        return out.write_all(&content).and_then(|()| out.flush()).map_err(failed);
    }
    let path = behind_links(path);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if path.is_dir() {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    }
    let _held = HeldSignals::new();
    let mut draft = draft_in(folder).map_err(failed)?;
    draft.write_all(&content).map_err(failed)?;
    draft.as_file().sync_all().map_err(failed)?;
    draft.persist(&path).map_err(|e| failed(e.error))?;
    Ok(())
}

/// A draft with the permissions that ordinary files get.
fn draft_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Ctrl-C while a draft is on the disk: it counts when the draft has its name or is gone.
struct HeldSignals;

/// How many drafts are on the disk.
static DRAFTS: AtomicUsize = AtomicUsize::new(0);
/// The signal that came meanwhile; 0 is none.
static CAME: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);
/// Whether signals do what they do by default.
static BY_DEFAULT: LazyLock<Option<Arc<AtomicBool>>> = LazyLock::new(|| {
    let by_default = Arc::new(AtomicBool::new(true));
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_default(signal, by_default.clone()).ok()?;
        let number = usize::try_from(signal).ok()?;
        flag::register_usize(signal, CAME.clone(), number).ok()?;
    }
    Some(by_default)
});

impl HeldSignals {
    fn new() -> Self {
        if let Some(by_default) = &*BY_DEFAULT {
            DRAFTS.fetch_add(1, SeqCst);
            by_default.store(false, SeqCst);
        }
        Self
    }
}

impl Drop for HeldSignals {
    fn drop(&mut self) {
        let Some(by_default) = &*BY_DEFAULT else { return };
        if DRAFTS.fetch_sub(1, SeqCst) == 1 {
            by_default.store(true, SeqCst);
            if let Ok(signal @ 1..) = i32::try_from(CAME.swap(0, SeqCst)) {
                let _ = low_level::emulate_default_handler(signal);
            }
        }
    }
}

/// A text with its control characters spelled out: what stands in arguments and files must not give
/// orders to a terminal. Line breaks stay.
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        let turns_text = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c != '\n' && c != '\t' && (c.is_control() || turns_text) {
            let _ = write!(shown, "{}", c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Refuses a second answer to stdout beside JSON: neither could be read.
///
/// # Errors
/// When one of the outputs is stdout and JSON goes there too.
pub fn one_to_stdout(json: bool, others: &[(&str, Option<&Path>)]) -> Result<(), Problem> {
    let mut there: Vec<&str> = json.then_some("--json").into_iter().collect();
    there.extend(others.iter().filter(|(_, path)| path.is_some_and(is_stdout)).map(|(f, _)| *f));
    match there[..] {
        [first, second, ..] => Err(Problem::bad_input(
            "output-twice",
            format!("{first} and {second} both go to stdout"),
            "name a file for one of them",
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_spelled_out() {
        assert_eq!(printable("a\u{1b}[31mb\u{7}\n\u{202e}c"), "a\\u{1b}[31mb\\u{7}\n\\u{202e}c");
        assert_eq!(printable("Москва, 孟买\t1"), "Москва, 孟买\t1");
    }

    #[test]
    fn only_one_answer_goes_to_stdout() {
        let there = Some(Path::new("-"));
        assert!(one_to_stdout(true, &[("--svg", None), ("--html", Some(Path::new("a")))]).is_ok());
        assert!(one_to_stdout(true, &[("--svg", there)]).is_err());
        assert!(one_to_stdout(false, &[("--svg", there)]).is_ok());
        assert!(one_to_stdout(false, &[("--svg", there), ("--html", there)]).is_err());
    }
}
