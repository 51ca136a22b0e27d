//! `cargo xtask instructions`: how many machine instructions fixed pieces of work take, beside the
//! counts in `docs/instructions.toml`.
//!
//! Wall time on shared machines says little from one run to the next; the number of instructions is
//! the same in every run of one program, so that a change of some per cent is the work of a change in
//! the code. It says nothing of memory and branches: how quick things are, `cargo xtask bench` says.
//! Counts are those of x86-64 with AVX2: that is the widest that valgrind knows, whatever the
//! processor.

mod counting;
mod workload;

use anyhow::{Context, Result};
use corridor_network::format;
use counting::Counter;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use workload::Subject;
pub use workload::{Workload, work};

/// Share by which a count may differ from the accepted one, either way: a count that falls by more is
/// to be accepted, since what comes after is measured against it, and it may have fallen because the
/// work is not done any more.
const TOLERANCE: f64 = 0.05;

/// What `main` returns when nothing could be counted on this machine.
const NOT_COUNTED: u8 = 3;

/// What to count.
pub struct Options {
    /// Network file.
    pub network: PathBuf,
    /// File of accepted counts.
    pub counts: PathBuf,
    /// Whether to write the counts instead of comparing them.
    pub accept: bool,
}

/// The file of accepted counts.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    /// Build of the network that was worked on.
    network: String,
    /// Compiler that made the program.
    compiler: String,
    workload: Vec<Count>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Count {
    name: String,
    instructions: u64,
}

/// Counts and compares, or accepts. 0 when all counts are within the tolerance, 1 when one is not, 3
/// when this machine cannot count.
pub fn run(options: &Options) -> Result<ExitCode> {
    let counter = match Counter::find() {
        Ok(counter) => counter,
        Err(reason) => {
            eprintln!("instructions: not counted: {reason:#}");
            return Ok(ExitCode::from(NOT_COUNTED));
        }
    };
    let counted = count(&counter, &options.network)?;
    if options.accept {
        write(&options.counts, &counted)?;
        for count in &counted.workload {
            println!("{:18} {:>12} accepted", count.name, count.instructions);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let text = std::fs::read_to_string(&options.counts).with_context(|| {
        format!(
            "cannot read {}; `cargo xtask instructions --accept` writes it",
            options.counts.display()
        )
    })?;
    let accepted: Accepted = toml::from_str(&text)
        .with_context(|| format!("{} is no file of counts", options.counts.display()))?;
    if compare(&accepted, &counted) {
        return Ok(ExitCode::SUCCESS);
    }
    for (what, before, now) in [
        ("network", &accepted.network, &counted.network),
        ("compiler", &accepted.compiler, &counted.compiler),
    ] {
        if before != now {
            eprintln!("instructions: the {what} is another: accepted with {before}, now {now}");
        }
    }
    eprintln!(
        "instructions: counts differ by more than {:.0} %. If that is meant to be, accept them with \
         `cargo xtask instructions --accept` and commit {}.",
        TOLERANCE * 100.0,
        options.counts.display()
    );
    Ok(ExitCode::FAILURE)
}

/// The instructions of every workload, without what it takes to get ready.
fn count(counter: &Counter, network: &Path) -> Result<Accepted> {
    let bytes =
        std::fs::read(network).with_context(|| format!("cannot read {}", network.display()))?;
    let network = format::read(&bytes)?;
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let mut workload = Vec::new();
    for (layer, closed) in workload::LAYERS {
        let subject = layer.name();
        Subject::of(&network, layer, closed)?.write(&folder.path().join(subject))?;
        let ready = counter.count(folder.path(), subject, Workload::Nothing)?;
        for piece in Workload::COUNTED {
            let whole = counter.count(folder.path(), subject, piece)?;
            let name = format!("{subject}, {}", piece.name());
            workload.push(Count { name, instructions: whole.saturating_sub(ready) });
        }
    }
    Ok(Accepted { network: network.build_id().to_owned(), compiler: compiler(), workload })
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output();
    output.map_or_else(
        |_| "unknown".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

/// Prints both sides; whether no count is off.
fn compare(accepted: &Accepted, counted: &Accepted) -> bool {
    let mut all_within = true;
    for now in &counted.workload {
        let before = accepted.workload.iter().find(|count| count.name == now.name);
        let (shown, is_within) = before.map_or_else(
            || ("never accepted".to_owned(), false),
            |before| {
                let change = now.instructions as f64 / before.instructions.max(1) as f64 - 1.0;
                let shown = format!("{:>12} {:+.2} %", before.instructions, change * 100.0);
                let off = now.instructions.abs_diff(before.instructions) as f64;
                (shown, off <= before.instructions as f64 * TOLERANCE)
            },
        );
        let mark = if is_within { "" } else { "  <- differs" };
        println!("{:18} {:>12}, accepted {shown}{mark}", now.name, now.instructions);
        all_within &= is_within;
    }
    for before in &accepted.workload {
        if !counted.workload.iter().any(|now| now.name == before.name) {
            println!("{:18} is accepted, but no workload any more  <- differs", before.name);
            all_within = false;
        }
    }
    all_within
}

fn write(path: &Path, counts: &Accepted) -> Result<()> {
    let text = format!(
        "# Machine instructions of fixed workloads on layers of the shipped network (x86-64 with AVX2,\n\
         # release build, one thread). Written by `cargo xtask instructions --accept`.\n\n{}",
        toml::to_string(counts)?
    );
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(instructions: &[(&str, u64)]) -> Accepted {
        let workload = instructions
            .iter()
            .map(|(name, instructions)| Count {
                name: (*name).to_owned(),
                instructions: *instructions,
            })
            .collect();
        Accepted { network: "1".to_owned(), compiler: "2".to_owned(), workload }
    }

    #[test]
    fn five_per_cent_pass_and_more_does_not() {
        let accepted = counts(&[("a", 1000)]);
        for (now, passes) in [(1000, true), (1050, true), (950, true), (1051, false), (949, false)]
        {
            assert_eq!(compare(&accepted, &counts(&[("a", now)])), passes, "{now}");
        }
    }

    #[test]
    fn new_and_lost_workloads_are_told() {
        assert!(!compare(&counts(&[]), &counts(&[("a", 1)])));
        assert!(!compare(&counts(&[("a", 1)]), &counts(&[])));
    }

    #[test]
    fn what_is_accepted_can_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("counts.toml");
        write(&path, &counts(&[("a", 7), ("b", 8)])).expect("it can be written");
        let text = std::fs::read_to_string(path).expect("it is there");
        let read: Accepted = toml::from_str(&text).expect("it is well formed");
        assert!(compare(&read, &counts(&[("a", 7), ("b", 8)])));
    }
}
