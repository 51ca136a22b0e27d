//! What verbs that read and write tables share: the output, the question it answers, progress on
//! stderr, Ctrl-C, and errors in the words of the command line.

use crate::args::{TableFormat, TableOptions};
use crate::output::printable;
use anyhow::{Context, Result};
use corridor::{DistanceOptions, Engine, Problem};
use corridor_batch::{
    BadRow, BatchError, Done, Estimate, Format, Output, Progress, Start, Stop, digest, digest_of,
    is_stream,
};
use indicatif::{ProgressBar, ProgressStyle};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Bad rows shown, and pairs without an answer; the others are counted.
const SHOWN: u64 = 20;
/// Exit code of an interrupted run.
const INTERRUPTED: i32 = 130;

/// Where a run writes, as typed.
pub struct Target<'a> {
    pub path: &'a Path,
    pub format: Format,
    pub resume: bool,
    pub overwrite: bool,
}

/// The output of a run over `inputs` in the mode, and all that its answer depends on.
pub fn output(
    engine: &Engine,
    table: &TableOptions,
    verb: &str,
    inputs: &[(&str, &Path)],
    mode: &str,
    options: &DistanceOptions,
) -> Result<Output> {
    let given = table.format.map(|format| match format {
        TableFormat::Csv => Format::Csv,
        TableFormat::Parquet => Format::Parquet,
    });
    let format = Format::for_output(&table.output, given).map_err(problem)?;
    let (resume, overwrite) = (table.resume, table.overwrite);
    let target = Target { path: &table.output, format, resume, overwrite };
    let mut output = target.output(engine, verb, inputs)?;
    // Taken apart so that an option added later cannot be forgotten here.
    let DistanceOptions { mode: _, avoid, allow, on, strict_status, max_snap_km } = options;
    for (name, value) in [
        ("--mode", mode.to_owned()),
        ("--avoid", avoid.join(",")),
        ("--allow", allow.join(",")),
        ("--on", on.to_string()),
        ("--strict-status", strict_status.to_string()),
        ("--max-snap", max_snap_km.to_string()),
    ] {
        output.question.push((name.to_owned(), value));
    }
    output.question.push(whole_request(options));
    Ok(output)
}

impl Target<'_> {
    /// The output of a run over `inputs`, without the options that its answer depends on.
    ///
    /// # Errors
    /// When an input cannot be read, or what goes through a pipe is to be resumed.
    pub fn output(&self, engine: &Engine, verb: &str, inputs: &[(&str, &Path)]) -> Result<Output> {
        // Stdin and pipes give what they have once: not even their digest could be taken.
        let is_pipe = |path: &Path| {
            path.as_os_str() == "-" || std::fs::metadata(path).is_ok_and(|about| !about.is_file())
        };
        let resumable = !inputs.iter().any(|(_, path)| is_pipe(path));
        if self.resume && (!resumable || is_stream(self.path)) {
            let what = if resumable { "output to a stream" } else { "a run over a pipe" };
            return Err(Problem::bad_input(
                "resume-impossible",
                format!("{what} cannot be resumed: what went before is gone"),
                "name files, or leave out --resume",
            )
            .into());
        }
        let mut question = vec![
            ("program".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
            ("verb".to_owned(), verb.to_owned()),
            ("dataset".to_owned(), engine.dataset()),
        ];
        for (flag, path) in inputs {
            let bytes =
                if is_pipe(path) { "a pipe".to_owned() } else { digest(path).map_err(problem)? };
            question.push(((*flag).to_owned(), bytes));
        }
        let start = if self.resume {
            Start::Resume
        } else if self.overwrite {
            Start::Overwrite
        } else {
            Start::Fresh
        };
        let inputs = inputs.iter().map(|(_, path)| path.to_path_buf()).collect();
        let (path, format) = (self.path.to_owned(), self.format);
        Ok(Output { path, format, start, question, inputs, resumable })
    }
}

/// All that a request is made of, as a part of the question that a run answers: options are named one by
/// one for whoever reads what differs, and this holds those too that nobody thought of naming.
pub fn whole_request(request: &impl std::fmt::Debug) -> (String, String) {
    ("request".to_owned(), digest_of(&format!("{request:?}")))
}

/// Says on stderr what is closed or suspended on the day and counts as open all the same.
pub fn tell_counted_open<'i>(ids: impl Iterator<Item = &'i str>) {
    let ids: Vec<&str> = ids.collect();
    if let [first, ..] = ids[..] {
        eprintln!(
            "{} lines and borders that are closed or suspended on the day count as open, as tables \
             have them ({first}, ...); --strict-status leaves them out",
            ids.len()
        );
    }
}

/// Computes on so many threads from here on.
pub fn use_threads(threads: Option<NonZeroUsize>) -> Result<()> {
    if let Some(threads) = threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .build_global()
            .with_context(|| format!("cannot start {threads} threads"))?;
    }
    Ok(())
}

/// A flag that the first Ctrl-C sets, so that the run ends orderly; a second one ends it at once,
/// which loses no more than the block being computed.
pub fn stop_on_interrupt() -> Result<Stop> {
    let set = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_shutdown(signal, INTERRUPTED, set.clone())
            .and_then(|_| flag::register(signal, set.clone()))
            .context("cannot listen for Ctrl-C")?;
    }
    Ok(Stop::shared(set))
}

/// Progress on stderr: a bar on a terminal, estimates of what is big, bad rows.
pub struct Shown {
    bar: ProgressBar,
    /// What its rows are, a plural.
    what: String,
    bad: AtomicU64,
    unanswered: AtomicU64,
}

impl Shown {
    /// Shows rows of `what`, which is a plural.
    pub fn new(what: &str) -> Result<Self> {
        let template = format!("{{spinner}} {{human_pos}} {what}, {{per_sec}}, {{elapsed}}");
        let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template(&template)?);
        bar.enable_steady_tick(Duration::from_millis(200));
        Ok(Self { bar, what: what.to_owned(), bad: 0.into(), unanswered: 0.into() })
    }

    /// Tells something beside the bar.
    pub fn tell(&self, text: &str) {
        self.bar.suspend(|| eprintln!("{}", printable(text)));
    }

    /// Ends the bar and says what came of the bad rows; the exit code.
    pub fn end(&self, done: &Done, bad_rows_are: &str) -> ExitCode {
        self.bar.finish_and_clear();
        if done.resumed > 0 {
            eprintln!("{} of {} {} were there already", done.resumed, done.rows, self.what);
        }
        let unanswered = self.unanswered.load(Ordering::Relaxed);
        if unanswered > 0 {
            let now = done.rows - done.resumed;
            eprintln!("{unanswered} of {now} {} have no answer; their status says why", self.what);
        }
        let bad = self.bad.load(Ordering::Relaxed);
        if bad > SHOWN {
            eprintln!("and {} more bad rows", bad - SHOWN);
        }
        if bad > 0 {
            eprintln!("{bad} bad rows {bad_rows_are}");
            return ExitCode::from(2);
        }
        ExitCode::SUCCESS
    }

    /// Ends the bar on an error; an interruption is an exit code of its own.
    pub fn fail(&self, error: BatchError) -> Result<ExitCode> {
        self.bar.finish_and_clear();
        let BatchError::Interrupted { resumable, .. } = error else { return Err(problem(error)) };
        eprintln!("{error}");
        eprintln!("  {}", if resumable { "--resume goes on from here" } else { "nothing is kept" });
        Ok(ExitCode::from(INTERRUPTED as u8))
    }
}

impl Progress for Shown {
    fn written(&self, rows: u64, of: Option<u64>) {
        if let Some(of) = of
            && self.bar.length() != Some(of)
        {
            if self.bar.length().is_none()
                && let Ok(style) = ProgressStyle::with_template(
                    "{spinner} {bar:30} {human_pos} of {human_len}, {per_sec}, {eta} to go",
                )
            {
                self.bar.set_style(style);
            }
            self.bar.set_length(of.max(rows));
        }
        self.bar.set_position(rows);
        if self.bar.position() == 0 || of.is_none() {
            self.bar.reset_eta();
        }
    }
    fn estimated(&self, estimate: &Estimate) {
        if estimate.is_big() {
            self.tell(&estimate.to_string());
        }
    }
    fn bad_row(&self, bad: &BadRow) {
        if self.bad.fetch_add(1, Ordering::Relaxed) < SHOWN {
            self.tell(&bad.to_string());
        }
    }
    fn no_answer(&self, id: &str, reason: &str) {
        if self.unanswered.fetch_add(1, Ordering::Relaxed) < SHOWN {
            let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
            let one = self.what.strip_suffix('s').unwrap_or(&self.what);
            // The word has no singular.
            let one = if self.what == "goods" { "goods" } else { one };
            self.tell(&format!("{one} {id}: {reason}"));
        }
    }
}

/// The problem in the words of the command line, with a code and what to do.
pub fn problem(error: BatchError) -> anyhow::Error {
    if error.is_closed_pipe() {
        return error.into();
    }
    let told = error.to_string();
    let problem = match &error {
        BatchError::Unreadable { .. } => Problem::bad_input(
            "input-unreadable",
            told,
            "give a whole file of CSV (UTF-8) or Parquet",
        ),
        BatchError::Columns { .. } => Problem::bad_input(
            "columns-missing",
            told,
            "name and type the columns as expected; others may be there too",
        ),
        BatchError::Format { .. } => Problem::bad_input(
            "format-unknown",
            told,
            "name a file that ends in .csv or .parquet, or give --format",
        ),
        BatchError::Shape(_) => {
            Problem::bad_input("matrix-invalid", told, "use --layout long, or change the ids")
        }
        BatchError::Unwritable { resumable: false, .. } => {
            Problem::bad_input("output-unwritable", told, "give a file in a folder with room")
        }
        BatchError::Unwritable { resumable: true, .. } => Problem::bad_input(
            "output-unwritable",
            told,
            "make room, then --resume goes on where the run ended",
        ),
        BatchError::OverInput { .. } => {
            Problem::bad_input("output-is-input", told, "name another file for --output")
        }
        BatchError::Busy(_) => {
            Problem::bad_input("output-busy", told, "wait for it, or name another output")
        }
        BatchError::Unfinished { .. } => Problem::bad_input(
            "run-unfinished",
            told,
            "--resume goes on from it, --overwrite throws it away",
        ),
        BatchError::OtherQuestion { .. } => Problem::bad_input(
            "run-differs",
            told,
            "repeat the command as it was, or throw the unfinished run away with --overwrite",
        ),
        BatchError::Damaged { .. } => {
            Problem::bad_input("run-damaged", told, "begin anew with --overwrite")
        }
        BatchError::DiskTooSmall { .. } => Problem::bad_input(
            "disk-too-small",
            told,
            "write Parquet instead of CSV, fewer origins or destinations, or to another disk",
        ),
        BatchError::MemoryTooSmall { .. } => Problem::bad_input(
            "memory-too-small",
            told,
            "raise --memory or give fewer destinations",
        ),
        // What is done about it stands in `Shown::fail`.
        BatchError::Interrupted { .. } => return error.into(),
    };
    problem.into()
}
