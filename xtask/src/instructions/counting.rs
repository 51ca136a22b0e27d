//! Counting the instructions of a process, with valgrind.
//!
//! Of valgrind's tools cachegrind without its caches is the quickest that gives an exact count.

use super::workload::Workload;
use anyhow::{Context, Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs workloads of this program under valgrind.
pub(super) struct Counter {
    program: PathBuf,
}

impl Counter {
    /// Looks for valgrind; as root, installs it if it is missing. An error says why this machine
    /// cannot count, and what would help.
    pub(super) fn find() -> Result<Self> {
        ensure!(
            has_avx2(),
            "counts are those of x86-64 with AVX2, which this machine does not have"
        );
        if !succeeds("valgrind", &["--version"]) {
            install()?;
        }
        Ok(Self { program: std::env::current_exe().context("this program has no path")? })
    }

    /// The instructions of the process that does `workload` on the file `subject` in `folder`, from its
    /// first to its last.
    pub(super) fn count(&self, folder: &Path, subject: &str, workload: Workload) -> Result<u64> {
        let report = "counts";
        // No environment, and no path that differs from run to run: both are read instruction by
        // instruction.
        let output = Command::new("valgrind")
            .args(["--tool=cachegrind", "--cache-sim=no", "--quiet"])
            .arg(format!("--cachegrind-out-file={report}"))
            .arg(&self.program)
            .args(["workload", workload.name(), subject])
            .current_dir(folder)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .output()
            .context("cannot run valgrind")?;
        if !output.status.success() {
            bail!(
                "the workload {} on {subject} ended with {}: {}",
                workload.name(),
                output.status,
                String::from_utf8_lossy(&output.stderr)
            );
        }
        let text =
            std::fs::read_to_string(folder.join(report)).context("valgrind left no report")?;
        instructions(&text)
    }
}

/// The total in a report of cachegrind that has no other events.
fn instructions(report: &str) -> Result<u64> {
    let line = |name: &str| report.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    ensure!(line("events:") == Some("Ir"), "the report counts {:?}, not Ir", line("events:"));
    let total = line("summary:").context("the report has no summary")?;
    total.parse().with_context(|| format!("the report's summary is {total:?}, no number"))
}

#[cfg(target_arch = "x86_64")]
fn has_avx2() -> bool {
    std::is_x86_feature_detected!("avx2")
}
#[cfg(not(target_arch = "x86_64"))]
fn has_avx2() -> bool {
    false
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let quiet =
        Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}

fn install() -> Result<()> {
    let advice = "install valgrind (Debian: `apt-get install valgrind`) and run it again";
    let user = Command::new("id").arg("-u").output();
    let is_root = user.is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    ensure!(is_root, "valgrind is missing, and only root can install it: {advice}");
    eprintln!("instructions: installing valgrind");
    let install = ["install", "--yes", "--no-install-recommends", "valgrind"];
    // The lists of a fresh machine are empty or old.
    let is_installed = succeeds("apt-get", &install)
        || succeeds("apt-get", &["update"]) && succeeds("apt-get", &install);
    ensure!(is_installed, "valgrind is missing, and apt-get could not install it: {advice}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_is_read_and_nothing_else() {
        let report = "desc: x\ncmd: y\nevents: Ir\nfl=a\nfn=b\n7 12\nsummary: 1234\n";
        assert_eq!(instructions(report).expect("it is there"), 1234);
        assert!(instructions(&report.replace("events: Ir", "events: Ir Dr")).is_err());
        assert!(instructions(&report.replace("1234", "")).is_err());
        assert!(instructions("events: Ir\n").is_err());
    }
}
