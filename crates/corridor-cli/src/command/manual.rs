//! `corridor completions` and `corridor manual`: what a package installs beside the program.

use crate::args::{Args, Verb};
use anyhow::{Context, Result};
use clap::CommandFactory;
use std::io::{self, Write};
use std::path::Path;

/// Answers verbs that are about the command line alone; `None` for the others.
pub fn run(verb: &Verb) -> Option<Result<()>> {
    match verb {
        Verb::Completions { shell } => Some(completions(*shell)),
        Verb::Manual { folder } => Some(manual(folder)),
        _ => None,
    }
}

fn completions(shell: clap_complete::Shell) -> Result<()> {
    // Written at once: the generator panics where its output is closed.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "corridor", &mut script);
    io::stdout().write_all(&script).context("completions")
}

fn manual(folder: &Path) -> Result<()> {
    let what = || format!("the manual in {}", folder.display());
    std::fs::create_dir_all(folder).with_context(what)?;
    clap_mangen::generate_to(Args::command(), folder).with_context(what)
}
