//! Builds the web map, if it is not built yet, and puts it where it is embedded from.
//!
//! Without npm, or when it fails, the server is built all the same: it then has no map and says why.
//! Development builds take the map as it lies there, so that tests need no npm; `CORRIDOR_WEB` says
//! otherwise: `build`, `take` or `no`.

use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// What the map is made from, within `web`.
const SOURCES: [&str; 6] =
    ["src", "public", "index.html", "package.json", "package-lock.json", "vite.config.ts"];

fn main() {
    let home = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let web = home.join("../../web");
    let wish = Wish::of_environment();
    println!("cargo::rerun-if-env-changed=CORRIDOR_WEB");
    println!("cargo::rerun-if-changed={}", web.join("dist/index.html").display());
    if wish == Wish::Build {
        for source in SOURCES {
            println!("cargo::rerun-if-changed={}", web.join(source).display());
        }
    }
    let embedded = out.join("web");
    let _ = fs::remove_dir_all(&embedded);
    fs::create_dir_all(&embedded).expect("OUT_DIR can be written");
    let why = match built(&web, wish) {
        Ok(dist) => copy(&dist, &embedded).err().map(|e| format!("cannot copy web/dist: {e}")),
        Err(why) => Some(why),
    };
    if let (Some(why), Wish::Build) = (&why, wish) {
        println!("cargo::warning=the web map is left out: {why}");
    }
    fs::write(out.join("web-missing.txt"), why.unwrap_or_default())
        .expect("OUT_DIR can be written");
}

/// What is to become of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    /// Built, where what lies there is older than its sources.
    Build,
    /// Taken as it lies there.
    Take,
    /// Left out.
    No,
}

impl Wish {
    fn of_environment() -> Self {
        match env::var("CORRIDOR_WEB").as_deref() {
            Ok("build") => Self::Build,
            Ok("take") => Self::Take,
            Ok("no") => Self::No,
            _ if env::var("PROFILE").is_ok_and(|profile| profile == "release") => Self::Build,
            _ => Self::Take,
        }
    }
}

/// The folder of the built map, or why there is none.
fn built(web: &Path, wish: Wish) -> Result<PathBuf, String> {
    let dist = web.join("dist");
    if wish == Wish::No {
        return Err("CORRIDOR_WEB=no was set when this was built".to_owned());
    }
    if wish == Wish::Take {
        let is_there = dist.join("index.html").is_file();
        return is_there.then_some(dist).ok_or("this is a development build".to_owned());
    }
    if !web.join("package.json").is_file() {
        return Err("the folder web is not among the sources".to_owned());
    }
    // Several builds may run at once; one makes the map and the others find it made.
    let lock = web.join("build.lock");
    let lock = File::create(&lock).map_err(|e| format!("cannot write {}: {e}", lock.display()))?;
    lock.lock().map_err(|e| format!("cannot lock web: {e}"))?;
    let made = newest(&dist.join("index.html"));
    let changed = SOURCES.iter().filter_map(|source| newest(&web.join(source))).max();
    if made.is_some() && made >= changed {
        return Ok(dist);
    }
    // npm writes this file when it has installed all.
    let installed = newest(&web.join("node_modules/.package-lock.json"));
    if installed.is_none() || installed < newest(&web.join("package-lock.json")) {
        npm(web, &["ci", "--no-audit", "--no-fund"])?;
    }
    npm(web, &["run", "build"])?;
    Ok(dist)
}

/// The time of the last change of a file, or of any in a folder.
fn newest(path: &Path) -> Option<SystemTime> {
    if !path.is_dir() {
        return fs::metadata(path).and_then(|about| about.modified()).ok();
    }
    let entries = fs::read_dir(path).ok()?;
    entries.filter_map(|entry| newest(&entry.ok()?.path())).max()
}

fn npm(web: &Path, args: &[&str]) -> Result<(), String> {
    let told = format!("`npm {}`", args.join(" "));
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let done = Command::new(program).args(args).current_dir(web).output();
    let done = match done {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            return Err("npm is not installed (it comes with Node.js)".to_owned());
        }
        other => other.map_err(|e| format!("{told} did not start: {e}"))?,
    };
    if done.status.success() {
        return Ok(());
    }
    let told_by_npm =
        [done.stderr, done.stdout].map(|out| String::from_utf8_lossy(&out).into_owned());
    let line = told_by_npm.iter().flat_map(|text| text.lines()).find(|line| line.contains("rror"));
    Err(format!("{told} failed: {}", line.unwrap_or("see what it says in web").trim()))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
