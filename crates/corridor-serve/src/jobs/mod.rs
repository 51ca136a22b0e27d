//! Work that is too big to be waited for: tables computed one after the other in the background, kept
//! on the disk, gone on with after a restart.
//!
//! What is told of a job is on the disk before it is told. The result appears when it is whole.

mod describe;
mod http;
mod long;
mod matrix;
mod pairs;
mod plans;
mod record;
mod small;
mod store;
mod work;

pub(crate) use describe::describe;
pub(crate) use http::routes;

use crate::problem::HttpProblem;
use anyhow::Result;
use axum::http::StatusCode;
use corridor::Engine;
use corridor_batch::Stop;
use jiff::{SignedDuration, Timestamp};
use record::{Record, State};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{fs, thread};
use store::Store;
use tokio::sync::watch;
use work::End;

/// Jobs that may wait.
const MOST_WAITING: usize = 32;
/// Jobs that are remembered.
const MOST_KEPT: usize = 1_000;
/// How long a job that came to its end is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How often jobs that are no longer kept are looked for.
const SWEEP: Duration = Duration::from_hours(1);

/// The jobs of a server.
pub(crate) struct Jobs {
    folder: PathBuf,
    store: Store,
    known: Mutex<BTreeMap<String, Job>>,
    changed: Condvar,
    is_ending: AtomicBool,
}

struct Job {
    told: watch::Sender<Record>,
    stop: Stop,
    is_cancelled: bool,
}

impl Jobs {
    /// The jobs in a folder. Those that were under way wait for their turn again.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let store = Store::open(folder)?;
        let mut known = BTreeMap::new();
        for mut record in store.all()? {
            if !record.state.is_final() {
                record.state = State::Queued;
            }
            known.insert(record.id.clone(), Job::new(record));
        }
        Ok(Self {
            folder: folder.to_owned(),
            store,
            known: Mutex::new(known),
            changed: Condvar::new(),
            is_ending: AtomicBool::new(false),
        })
    }

    /// Starts the thread that computes them, on so many threads.
    ///
    /// # Errors
    /// When threads cannot be started.
    pub(crate) fn start(self: &Arc<Self>, engine: Arc<Engine>, threads: usize) -> Result<()> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|n| format!("job-{n}"))
            .build()?;
        let jobs = self.clone();
        thread::Builder::new().name("jobs".to_owned()).spawn(move || {
            while let Some((record, stop)) = jobs.next() {
                jobs.run(&engine, &pool, record, &stop);
            }
        })?;
        Ok(())
    }

    /// Stops what is under way, so that it can be gone on with.
    pub(crate) fn end(&self) {
        self.is_ending.store(true, Ordering::Relaxed);
        self.known().values().for_each(|job| job.stop.stop());
        self.changed.notify_all();
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<String, Job>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up a job whose inputs `write` puts into its folder.
    ///
    /// # Errors
    /// When too many wait, or it cannot be written.
    fn add(
        &self,
        mut record: Record,
        write: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<Record, HttpProblem> {
        {
            let known = self.known();
            let waiting = known.values().filter(|job| job.state() == State::Queued).count();
            if waiting >= MOST_WAITING || known.len() >= MOST_KEPT {
                return Err(HttpProblem::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    "jobs-full",
                    format!("{waiting} jobs wait and {} are kept", known.len()),
                    "wait for some to be done, or delete some",
                )
                .later(60));
            }
        }
        record.id = uuid::Uuid::new_v4().simple().to_string();
        let folder = self.folder.join(record.folder());
        let kept = fs::create_dir_all(&folder)
            .map_err(anyhow::Error::from)
            .and_then(|()| write(&folder))
            .and_then(|()| self.store.keep(&record));
        if let Err(error) = kept {
            tracing::error!("cannot keep a job: {error:#}");
            let _ = fs::remove_dir_all(&folder);
            return Err(HttpProblem::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "output-unwritable",
                "the job cannot be kept",
                "make room where the server keeps its jobs",
            ));
        }
        self.known().insert(record.id.clone(), Job::new(record.clone()));
        self.changed.notify_all();
        Ok(record)
    }

    /// All jobs, the newest first.
    fn list(&self) -> Vec<Record> {
        let mut all: Vec<Record> = self.known().values().map(Job::record).collect();
        all.sort_by(|a, b| (&b.created, &b.id).cmp(&(&a.created, &a.id)));
        all
    }

    fn get(&self, id: &str) -> Option<Record> {
        self.known().get(id).map(Job::record)
    }

    /// Hears of every change of a job.
    fn watch(&self, id: &str) -> Option<watch::Receiver<Record>> {
        self.known().get(id).map(|job| job.told.subscribe())
    }

    /// Gives up a job that is not at its end; throws away one that is.
    fn delete(&self, id: &str) -> Option<Record> {
        let state = {
            let mut known = self.known();
            let job = known.get_mut(id)?;
            job.is_cancelled = true;
            job.stop.stop();
            job.state()
        };
        match state {
            State::Queued => self.tell(id, |record| {
                record.state = State::Cancelled;
                ended(record);
            }),
            // The thread that computes it says when it has stopped.
            State::Running => {}
            State::Done | State::Failed | State::Cancelled => {
                let record = self.get(id);
                self.forget(id);
                return record;
            }
        }
        self.get(id)
    }

    fn forget(&self, id: &str) {
        let Some(job) = self.known().remove(id) else { return };
        if let Err(error) = self.store.forget(id) {
            tracing::error!("cannot forget job {id}: {error:#}");
        }
        let _ = fs::remove_dir_all(self.folder.join(job.record().folder()));
    }

    /// Changes what is known of a job: on the disk first.
    fn tell(&self, id: &str, change: impl FnOnce(&mut Record)) {
        let Some(mut record) = self.get(id) else { return };
        let before = record.state;
        change(&mut record);
        if record.state != before
            && let Err(error) = self.store.keep(&record)
        {
            tracing::error!("cannot keep job {id}: {error:#}");
            return;
        }
        if let Some(job) = self.known().get(id) {
            job.told.send_replace(record);
        }
    }

    /// The next job to be computed, as soon as there is one; `None` when the server ends.
    fn next(&self) -> Option<(Record, Stop)> {
        let mut known = self.known();
        loop {
            if self.is_ending.load(Ordering::Relaxed) {
                return None;
            }
            let queued = known.values().filter(|job| job.state() == State::Queued);
            if let Some(job) = queued.min_by_key(|job| (job.record().created, job.record().id)) {
                return Some((job.record(), job.stop.clone()));
            }
            let (guard, waited) =
                self.changed.wait_timeout(known, SWEEP).unwrap_or_else(PoisonError::into_inner);
            known = guard;
            if waited.timed_out() {
                drop(known);
                self.sweep();
                known = self.known();
            }
        }
    }

    /// Throws away what is no longer kept.
    fn sweep(&self) {
        let now = Timestamp::now().to_string();
        for record in self.list() {
            if record.expires.is_some_and(|expires| expires < now) {
                self.forget(&record.id);
            }
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "the record is the job's own from here on")]
    fn run(&self, engine: &Engine, pool: &rayon::ThreadPool, record: Record, stop: &Stop) {
        let id = record.id.clone();
        self.tell(&id, |record| {
            record.state = State::Running;
            record.started = Some(now());
        });
        let folder = self.folder.join(record.folder());
        let told = |rows, of: Option<u64>| {
            self.tell(&id, |record| {
                record.rows = rows;
                record.of_rows = of.unwrap_or(record.of_rows).max(rows);
            });
        };
        let compute = || pool.install(|| work::compute(engine, &record, &folder, &told, stop));
        // A fault in one job does not end the thread that computes all.
        let end = catch_unwind(AssertUnwindSafe(compute))
            .unwrap_or_else(|_| End::Failed(HttpProblem::internal()));
        let is_cancelled = self.known().get(&id).is_none_or(|job| job.is_cancelled);
        self.tell(&id, |record| match end {
            End::Done { bad_rows, notes } => {
                record.state = State::Done;
                record.bad_rows = bad_rows;
                record.notes = notes;
                record.result = Some(format!("/v1/jobs/{}/result", record.id));
                ended(record);
            }
            End::Failed(problem) => {
                record.state = State::Failed;
                record.problem = Some(problem);
                ended(record);
            }
            End::Stopped if is_cancelled => {
                record.state = State::Cancelled;
                ended(record);
            }
            // The server ends; the job is gone on with when it starts again.
            End::Stopped => {}
        });
    }
}

fn now() -> String {
    // Seconds are enough, and are read more easily.
    jiff::fmt::temporal::DateTimePrinter::new()
        .precision(Some(0))
        .timestamp_to_string(&Timestamp::now())
}

fn ended(record: &mut Record) {
    record.finished = Some(now());
    record.expires = Timestamp::now().checked_add(KEPT).ok().map(|at| at.to_string());
}

impl Job {
    fn new(record: Record) -> Self {
        let (told, _) = watch::channel(record);
        Self { told, stop: Stop::default(), is_cancelled: false }
    }
    fn record(&self) -> Record {
        self.told.borrow().clone()
    }
    fn state(&self) -> State {
        self.told.borrow().state
    }
}
