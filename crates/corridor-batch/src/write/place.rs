//! Where outputs lie: what is a stream, what a link leads to, which paths name one file.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// Names that a system gives to the stdout of a process, whatever that is: not to be replaced by a file.
const STDOUT: [&str; 4] = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
/// Folders whose entries are what a process has open.
const OPEN_FILES: [&str; 3] = ["/dev/fd", "/proc/self/fd", "/dev"];

/// Whether a path stands for stdout.
pub fn is_stdout(path: &Path) -> bool {
    STDOUT.iter().any(|name| path.as_os_str() == *name)
}

/// Whether what is written goes straight out: stdout, another open file of the process, or something
/// that is there and no file, such as a pipe or a device.
pub fn is_stream(path: &Path) -> bool {
    let is_open_file =
        path.parent().is_some_and(|folder| OPEN_FILES.iter().any(|open| folder == Path::new(open)));
    is_stdout(path)
        || is_open_file
        || fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}

/// The path of the file itself: a link stays a link, and what it leads to is written. The file need not
/// be there yet.
pub fn behind_links(path: &Path) -> PathBuf {
    /// Links followed, as systems do; a circle ends with them.
    const MOST: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST {
        let Ok(target) = fs::read_link(&path) else { break };
        path = match path.parent() {
            Some(folder) if target.is_relative() => folder.join(target),
            _ => target,
        };
    }
    path
}

/// Whether two paths name one file: through links of any kind and whatever the spelling.
pub fn is_same_file(a: &Path, b: &Path) -> bool {
    let same_node = identity(a).zip(identity(b)).is_some_and(|(a, b)| a == b);
    same_node || resolved(a) == resolved(b)
}

/// What a file is, whatever it is called.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let about = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some((about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

/// A path without links and detours, of a file that need not be there.
fn resolved(path: &Path) -> PathBuf {
    let path = behind_links(path);
    if let Ok(there) = path.canonicalize() {
        return there;
    }
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let folder = folder.canonicalize().unwrap_or(folder);
    match path.components().next_back() {
        Some(Component::Normal(name)) => folder.join(name),
        _ => path,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn one_file_has_many_names() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a"), "").unwrap();
        fs::create_dir(at("deep")).unwrap();
        symlink(at("a"), at("link")).unwrap();
        symlink("../link", at("deep/link")).unwrap();
        symlink("later", at("dangling")).unwrap();
        fs::hard_link(at("a"), at("hard")).unwrap();
        fs::write(at("b"), "").unwrap();
        for other in ["a", "link", "deep/link", "deep/../a", "./a", "hard"] {
            assert!(is_same_file(&at("a"), &at(other)), "{other}");
        }
        assert!(is_same_file(&at("later"), &at("dangling")));
        assert!(!is_same_file(&at("a"), &at("b")));
        assert!(!is_same_file(&at("a"), &at("later")));
        symlink("round", at("round")).unwrap();
        assert!(!is_same_file(&at("round"), &at("a")));
    }

    #[test]
    fn streams_are_what_is_no_file() {
        for path in ["-", "/dev/stdout", "/dev/null", "/dev/fd/7", "/proc/self/fd/1"] {
            assert!(is_stream(Path::new(path)), "{path}");
        }
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_stream(&folder.path().join("table.csv")));
    }
}
