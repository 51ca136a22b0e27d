//! The TNTP format of assignment problems: a folder with `NAME_net.tntp` and `NAME_trips.tntp`.

mod network;
mod trips;
mod weights;

pub use weights::Weights;

use crate::Fault;
use crate::road::{Network, Trips};
use std::fs;
use std::path::{Path, PathBuf};

/// A problem as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Name of the network, from the name of its file.
    pub name: String,
    /// The network; node `n` of the files is node `n - 1` here.
    pub network: Network,
    /// Capacity of every link, in the unit of the trips.
    pub capacities: Vec<f64>,
    /// The trips.
    pub trips: Vec<Trips>,
    /// What a unit of toll and of length costs, and where that is said.
    pub weights: Weights,
    /// What the files say that does not agree with their rows.
    pub notes: Vec<String>,
}

/// Reads the one problem in a folder. Weights given here go before those of the files.
///
/// # Errors
/// A folder with no network or several, and wrong rows, with file and line.
pub fn read(folder: &Path, toll: Option<f64>, distance: Option<f64>) -> Result<Problem, Fault> {
    let network_path = the_one(folder, "_net.tntp")?;
    let trips_path = the_one(folder, "_trips.tntp")?;
    let file = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let network_file = file(&network_path);
    let raw = network::read(&network_file, &text_of(&network_path)?)?;
    let weights = Weights::find(folder, &raw.metadata, toll, distance)?;
    let (trips, mut notes) = trips::read(&file(&trips_path), &text_of(&trips_path)?, raw.zones)?;
    notes.extend(weights.note(&raw.rows));
    let capacities = raw.rows.iter().map(|row| row.capacity).collect();
    let network = raw.weighed(&network_file, &weights)?;
    let name = network_file.trim_end_matches("_net.tntp").to_owned();
    Ok(Problem { name, network, capacities, trips, weights, notes })
}

/// The only file of a folder whose name ends so.
fn the_one(folder: &Path, ending: &str) -> Result<PathBuf, Fault> {
    let unreadable = |e: std::io::Error| {
        Fault::new(
            "input-unreadable",
            format!("cannot read the folder {}: {e}", folder.display()),
            "give a folder that holds NAME_net.tntp and NAME_trips.tntp",
        )
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.file_name().to_string_lossy().ends_with(ending) {
            found.push(entry.path());
        }
    }
    found.sort();
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Fault::new(
            "tntp-missing",
            format!("no file in {} ends in {ending}", folder.display()),
            "give the folder of one network, with NAME_net.tntp and NAME_trips.tntp",
        )),
        several => Err(Fault::new(
            "tntp-several",
            format!(
                "{} files in {} end in {ending}: {}",
                several.len(),
                folder.display(),
                several
                    .iter()
                    .map(|path| path.file_name().unwrap_or_default().to_string_lossy())
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            "give a folder with one network",
        )),
    }
}

fn text_of(path: &Path) -> Result<String, Fault> {
    // Some files of the collection are not UTF-8 in their comments; figures and names are ASCII.
    let bytes = fs::read(path).map_err(|e| {
        Fault::new(
            "input-unreadable",
            format!("cannot read {}: {e}", path.display()),
            "check the file and the right to read it",
        )
    })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A wrong line.
fn wrong(file: &str, line: usize, reason: impl std::fmt::Display, action: &str) -> Fault {
    Fault::new("tntp-row", format!("{file}, line {line}: {reason}"), action)
}

/// Metadata of a file, `<KEY> value` up to `<END OF METADATA>`, and the lines after them with numbers.
struct Sections<'a> {
    metadata: Vec<(usize, &'a str, &'a str)>,
    rows: Vec<(usize, &'a str)>,
}

impl<'a> Sections<'a> {
    fn split(file: &str, text: &'a str) -> Result<Self, Fault> {
        let (mut metadata, mut rows) = (Vec::new(), Vec::new());
        let mut is_over = false;
        for (at, line) in text.lines().enumerate() {
            let (number, line) = (at + 1, line.trim());
            if line.is_empty() || line.starts_with('~') {
                continue;
            }
            if is_over {
                rows.push((number, line));
                continue;
            }
            let pair = line.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let Some((key, value)) = pair else {
                let reason = format!("{line:?} is no metadata such as <NUMBER OF ZONES> 24");
                return Err(wrong(file, number, reason, "end the metadata with <END OF METADATA>"));
            };
            if key.trim() == "END OF METADATA" {
                is_over = true;
            } else {
                metadata.push((number, key.trim(), value.trim()));
            }
        }
        if !is_over {
            let lines = text.lines().count();
            let reason = "the file ends before <END OF METADATA>";
            return Err(wrong(file, lines, reason, "check that the file is a whole TNTP file"));
        }
        Ok(Self { metadata, rows })
    }

    /// A whole number of the metadata.
    fn count(&self, file: &str, key: &str) -> Result<usize, Fault> {
        let Some((line, _, value)) = self.metadata.iter().find(|(_, k, _)| *k == key) else {
            return Err(wrong(file, 1, format!("<{key}> is missing"), "add it to the metadata"));
        };
        value.parse().map_err(|_| {
            let reason = format!("<{key}> {value:?} is no whole number");
            wrong(file, *line, reason, "correct the figure")
        })
    }
}
