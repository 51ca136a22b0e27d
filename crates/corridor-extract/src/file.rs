//! Files as they are given: opened, told from each other, identified by their bytes.

use crate::Refused;
use corridor_network::format::hex;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A file or folder, by what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// An OpenStreetMap extract.
    Pbf(PathBuf),
    /// Tables of nodes and links.
    Gmns {
        /// `node.csv`.
        nodes: PathBuf,
        /// `link.csv`.
        links: PathBuf,
    },
    /// Lines.
    GeoJson(PathBuf),
}

impl Input {
    /// What a path holds, by its name.
    pub fn of(path: &Path) -> Result<Self, Refused> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let ends = |suffix: &str| name.ends_with(suffix);
        let pair = |folder: &Path| Self::Gmns {
            nodes: folder.join("node.csv"),
            links: folder.join("link.csv"),
        };
        if path.is_dir() {
            let input = pair(path);
            if let Self::Gmns { nodes, links } = &input
                && nodes.is_file()
                && links.is_file()
            {
                return Ok(input);
            }
            return Err(Refused::new(
                "extract-unknown",
                format!("the folder {} has no node.csv and link.csv", path.display()),
                "give a folder of GMNS tables, an .osm.pbf file or a .geojson file",
            ));
        }
        if !path.exists() {
            return Err(Refused::new(
                "extract-unreadable",
                format!("there is no file {}", path.display()),
                "check the path",
            ));
        }
        if ends(".pbf") {
            return Ok(Self::Pbf(path.to_owned()));
        }
        if ends(".geojson") || ends(".json") {
            return Ok(Self::GeoJson(path.to_owned()));
        }
        if name == "link.csv" || name == "node.csv" {
            return Ok(pair(path.parent().unwrap_or(Path::new("."))));
        }
        let next = if ends(".osm") || ends(".osm.bz2") {
            "convert it: osmium cat IN.osm -o OUT.osm.pbf"
        } else {
            "give an .osm.pbf file, a folder with node.csv and link.csv (GMNS), or a .geojson file"
        };
        Err(Refused::new(
            "extract-unknown",
            format!("{} is of no kind that is read", path.display()),
            next,
        ))
    }

    /// The files it is read from.
    pub fn files(&self) -> Vec<&Path> {
        match self {
            Self::Pbf(path) | Self::GeoJson(path) => vec![path],
            Self::Gmns { nodes, links } => vec![nodes, links],
        }
    }
}

/// A file to be read, whose progress is counted.
pub(crate) struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Counted {
    /// Opens a file; what is read of it is added to `read`.
    pub fn open(path: &Path, read: &Arc<AtomicU64>) -> Result<Self, Refused> {
        let file = File::open(path).map_err(|e| unreadable(path, &e))?;
        Ok(Self { file, read: read.clone() })
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// A file that cannot be read.
pub(crate) fn unreadable(path: &Path, why: &io::Error) -> Refused {
    Refused::new(
        "extract-unreadable",
        format!("cannot read {}: {why}", path.display()),
        "check the path and its permissions",
    )
}

/// The name of a file without its folders, for people.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// SHA-256 of files one after the other, the first 16 hexadecimal digits.
pub(crate) fn digest(paths: &[&Path]) -> Result<String, Refused> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    for path in paths {
        let mut file = File::open(path).map_err(|e| unreadable(path, &e))?;
        loop {
            let count = file.read(&mut buffer).map_err(|e| unreadable(path, &e))?;
            if count == 0 {
                break;
            }
            digest.update(&buffer[..count]);
        }
    }
    Ok(hex(&digest.finalize()[..8]))
}
