//! What a unit of toll and of length costs in the unit of time.
//!
//! The files of links do not say it; some name it in their metadata, the collection in the `README.md`
//! beside them, under "Generalized Cost Weights".

use super::network::Row;
use crate::Fault;
use std::fs;
use std::path::Path;

/// Weights of toll and length in the cost of a link.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// Time that a unit of toll counts as.
    pub toll: f64,
    /// Time that a unit of length counts as.
    pub distance: f64,
    /// Where the two are said.
    pub source: String,
}

impl Weights {
    /// What is given of tolls, else 0; length counts as nothing.
    pub(crate) fn given(toll: Option<f64>) -> Result<Self, Fault> {
        sound("toll", toll)?;
        let source = if toll.is_some() { "toll: given" } else { "toll: nowhere said, taken as 0" };
        Ok(Self { toll: toll.unwrap_or(0.0), distance: 0.0, source: source.to_owned() })
    }

    /// The weights that are given, else those of the metadata, else those of the `README.md`, else 0.
    pub(super) fn find(
        folder: &Path,
        metadata: &[(String, String)],
        toll: Option<f64>,
        distance: Option<f64>,
    ) -> Result<Self, Fault> {
        for (name, value) in [("toll", toll), ("distance", distance)] {
            sound(name, value)?;
        }
        let readme = fs::read(folder.join("README.md")).unwrap_or_default();
        let readme = in_readme(&String::from_utf8_lossy(&readme));
        let mut sources = Vec::new();
        let mut choose = |name: &str, given: Option<f64>, key: &str, noted: Option<f64>| {
            let stated = metadata.iter().find(|(k, _)| k == key);
            let stated = stated.and_then(|(_, v)| v.parse::<f64>().ok());
            let (value, source) = match (given, stated, noted) {
                (Some(value), _, _) => (value, "given"),
                (_, Some(value), _) => (value, "metadata of the network"),
                (_, _, Some(value)) => (value, "README.md"),
                _ => (0.0, "nowhere said, taken as 0"),
            };
            sources.push(format!("{name}: {source}"));
            value
        };
        let toll = choose("toll", toll, "TOLL FACTOR", readme[0]);
        let distance = choose("distance", distance, "DISTANCE FACTOR", readme[1]);
        Ok(Self { toll, distance, source: sources.join("; ") })
    }

    /// What to tell when a network has tolls and nothing says what they weigh.
    pub(super) fn note(&self, rows: &[Row]) -> Option<String> {
        let has_tolls = rows.iter().any(|row| row.toll > 0.0);
        (has_tolls && self.source.contains("toll: nowhere")).then(|| {
            "the links have tolls and nothing says what they weigh: they count as 0; set --toll-factor"
                .to_owned()
        })
    }
}

/// That a factor is a number from 0 on.
fn sound(name: &str, value: Option<f64>) -> Result<(), Fault> {
    match value.filter(|v| !v.is_finite() || *v < 0.0) {
        None => Ok(()),
        Some(value) => Err(Fault::new(
            "weight-invalid",
            format!("the {name} factor {value} is not a number of 0 or more"),
            "give what a unit of it counts as in the unit of time",
        )),
    }
}

/// Weights of toll and distance under the heading "Generalized Cost Weights".
fn in_readme(text: &str) -> [Option<f64>; 2] {
    let section =
        text.lines().skip_while(|line| !line.contains("Generalized Cost Weights")).skip(1);
    let section: Vec<&str> = section.take_while(|line| !line.starts_with('#')).collect();
    ["Toll:", "Distance:"].map(|key| {
        let line = section.iter().find_map(|line| line.trim().strip_prefix(key))?;
        line.split_whitespace().next()?.parse().ok().filter(|v: &f64| v.is_finite() && *v >= 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_a_readme_end_with_their_section() {
        let text =
            "# A\n## Generalized Cost Weights\nToll: 0.02 min/cent\n\n## Units\nDistance: 7\n";
        assert_eq!(in_readme(text), [Some(0.02), None]);
        assert_eq!(in_readme("Toll: 3"), [None, None]);
    }
}
