//! Threads of this process, and waiting that Ctrl-C can end.

use corridor_batch::Stop;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::mem;
use std::panic::resume_unwind;
use std::process;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How often the calling thread looks for signals and tells progress.
const LOOK: Duration = Duration::from_millis(50);

/// A pool with what it was made for.
struct Held {
    process: u32,
    threads: Option<usize>,
    pool: Arc<ThreadPool>,
}

/// The pool of this process. Threads do not survive a fork, so a child makes its own.
static POOL: Mutex<Option<Held>> = Mutex::new(None);

/// The pool of this process with that many threads; as many as there are cores unless said.
fn pool(threads: Option<usize>) -> PyResult<Arc<ThreadPool>> {
    let mut held = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = held.take() {
        if known.process != process::id() {
            // Ending threads that are not there would wait for ever.
            mem::forget(known);
        } else if threads.is_none_or(|n| known.threads == Some(n)) {
            return Ok(held.insert(known).pool.clone());
        }
    }
    let builder = ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0));
    let pool = builder.build().map_err(|e| PyRuntimeError::new_err(e.to_string()))?;
    let made = Held { process: process::id(), threads, pool: Arc::new(pool) };
    Ok(held.insert(made).pool.clone())
}

/// Works on the pool of this process without the lock of the interpreter. Ctrl-C, and an exception
/// that `look` raises, set `stop` and are raised when the work has ended.
pub(crate) fn work<T: Send>(
    py: Python<'_>,
    threads: Option<usize>,
    stop: &Stop,
    look: &(dyn Fn(Python<'_>) -> PyResult<()> + Sync),
    work: impl FnOnce() -> T + Send,
) -> PyResult<T> {
    let pool = pool(threads)?;
    py.detach(|| {
        thread::scope(|scope| {
            let waiting = thread::current();
            let worker = scope.spawn(move || {
                let done = pool.install(work);
                waiting.unpark();
                done
            });
            let mut raised = None;
            while !worker.is_finished() {
                thread::park_timeout(LOOK);
                if raised.is_none() {
                    let looked = Python::attach(|py| py.check_signals().and_then(|()| look(py)));
                    if let Err(e) = looked {
                        stop.stop();
                        raised = Some(e);
                    }
                }
            }
            match (worker.join(), raised) {
                (Err(panic), _) => resume_unwind(panic),
                (Ok(_), Some(e)) => Err(e),
                (Ok(done), None) => Ok(done),
            }
        })
    })
}
