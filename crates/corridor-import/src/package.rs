//! The source packages: fetched with the ordinary clients, checked against their digest, opened.

use anyhow::{Context, Result, bail, ensure};
use corridor_network::fact::Source;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A row of `data/sources.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Stable id that links and tables name as their source.
    pub id: String,
    /// Title as its makers write it.
    pub title: String,
    /// Which client fetches it: `pypi`, `npm`, or none for what cargo brings or we write ourselves.
    pub registry: String,
    /// Name in that registry.
    pub package: String,
    /// Pinned version.
    pub version: String,
    /// SHA-256 of the archive; present for what is fetched.
    #[serde(default)]
    pub sha256: Option<String>,
    /// Short names of the members read.
    #[serde(default)]
    pub members: BTreeMap<String, String>,
    /// Licence of the data.
    pub licence: String,
    /// Attribution its licence asks for.
    pub attribution: String,
}

impl Package {
    /// The row as the network file keeps it.
    pub fn source(&self) -> Source {
        Source {
            id: self.id.clone(),
            title: self.title.clone(),
            package: format!("{} {}", self.package, self.version),
            licence: self.licence.clone(),
            attribution: self.attribution.clone(),
        }
    }
}

/// Reads `data/sources.toml`.
///
/// # Errors
/// When the file is missing or a row is malformed.
pub fn read_list(path: &Path) -> Result<Vec<Package>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct List {
        source: Vec<Package>,
    }
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let list: List = toml::from_str(&text).with_context(|| format!("in {}", path.display()))?;
    Ok(list.source)
}

/// Opened packages: the bytes of members by package id and member name.
pub struct Packages {
    members: BTreeMap<(String, String), Vec<u8>>,
}

impl Packages {
    /// Fetches what `cache` does not hold yet, checks every digest and reads the members of the
    /// packages named in `wanted`.
    ///
    /// # Errors
    /// When a client fails, a digest differs or a member is missing.
    pub fn open(list: &[Package], wanted: &[&str], cache: &Path) -> Result<Self> {
        fs::create_dir_all(cache)?;
        let mut members = BTreeMap::new();
        for id in wanted {
            let Some(package) = list.iter().find(|p| p.id == *id) else {
                bail!("no source {id:?} in data/sources.toml");
            };
            let archive = archive(package, cache)?;
            for (name, path) in &package.members {
                let bytes =
                    member(&archive, path).with_context(|| format!("{path} in package {id}"))?;
                members.insert((package.id.clone(), name.clone()), bytes);
            }
        }
        Ok(Self { members })
    }

    /// The bytes of a member.
    ///
    /// # Errors
    /// When the package was not opened or has no such member.
    pub fn bytes(&self, id: &str, member: &str) -> Result<&[u8]> {
        let key = (id.to_owned(), member.to_owned());
        self.members
            .get(&key)
            .map(Vec::as_slice)
            .with_context(|| format!("no member {member} of source {id}"))
    }
}

/// The archive of a package in the cache, fetched if need be, with its digest checked.
fn archive(package: &Package, cache: &Path) -> Result<PathBuf> {
    let expected = package
        .sha256
        .as_deref()
        .with_context(|| format!("source {} has no sha256", package.id))?;
    // Two sources may be members of one package: the archive is kept once.
    let name = package.package.replace(['@', '/'], "_");
    let kept = cache.join(format!("{name}-{}.archive", package.version));
    if !kept.exists() {
        let fetched = tempdir_in(cache, &package.id)?;
        let mut command = match package.registry.as_str() {
            "pypi" => {
                let mut pip = Command::new("python3");
                pip.args(["-m", "pip", "download", "--quiet", "--no-deps", "--dest"]).arg(&fetched);
                pip.arg(format!("{}=={}", package.package, package.version));
                pip
            }
            "npm" => {
                let mut npm = Command::new("npm");
                npm.args(["pack", "--silent", "--pack-destination"]).arg(&fetched);
                npm.arg(format!("{}@{}", package.package, package.version));
                npm
            }
            other => bail!("source {} cannot be fetched from {other:?}", package.id),
        };
        let output = command
            .output()
            .with_context(|| format!("cannot start the client for {}", package.id))?;
        ensure!(
            output.status.success(),
            "fetching {} failed: {}",
            package.id,
            String::from_utf8_lossy(&output.stderr)
        );
        let file = fs::read_dir(&fetched)?
            .next()
            .with_context(|| format!("no archive of {}", package.id))??;
        fs::rename(file.path(), &kept)?;
        fs::remove_dir_all(&fetched)?;
    }
    let found = corridor_network::format::hex(&Sha256::digest(fs::read(&kept)?));
    ensure!(
        found == expected,
        "archive of {} has SHA-256 {found} instead of {expected}; delete {} and look what changed",
        package.id,
        kept.display()
    );
    Ok(kept)
}

fn tempdir_in(cache: &Path, id: &str) -> Result<PathBuf> {
    let dir = cache.join(format!("fetching-{id}"));
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    fs::create_dir_all(&dir)?;
    Ok(dir)
}

/// The bytes of one member of a zip (wheel) or gzipped tar archive.
fn member(archive: &Path, path: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = fs::File::open(archive)?;
    if let Ok(mut zip) = zip::ZipArchive::new(&file) {
        zip.by_name(path)?.read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(fs::File::open(archive)?));
    for entry in tar.entries()? {
        let mut entry = entry?;
        if entry.path()?.as_os_str() == path {
            entry.read_to_end(&mut bytes)?;
            return Ok(bytes);
        }
    }
    bail!("not in the archive")
}
