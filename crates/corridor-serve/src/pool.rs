//! Where work waits: threads are bounded, and what is small does not wait behind what is big.

use crate::problem::HttpProblem;
use axum::http::StatusCode;
use corridor_api::Work;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Longest time that a question waits for a thread.
const PATIENCE: Duration = Duration::from_secs(20);
/// Questions of a lane that may wait for each of its threads.
const WAITING_PER_THREAD: usize = 64;
/// Threads for looking things up, beside those that search: they are done in a moment.
const LOOKING_UP: usize = 2;
/// Threads that draw tiles.
const DRAWING: usize = 2;

/// Threads, and the questions that wait for them.
pub(crate) struct Pool {
    look_up: Lane,
    search: Lane,
    draw: Lane,
}

/// Threads for one sort of work.
struct Lane {
    free: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
}

/// Counts a question that waits, for as long as it does.
struct Waiting<'l>(&'l AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Lane {
    fn new(threads: usize) -> Self {
        Self {
            free: Arc::new(Semaphore::new(threads)),
            waiting: AtomicUsize::new(0),
            most_waiting: threads * WAITING_PER_THREAD,
        }
    }
}

/// As many threads as the machine runs at once.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

impl Pool {
    /// A pool that searches on so many threads.
    pub(crate) fn new(threads: usize) -> Self {
        Self {
            look_up: Lane::new(LOOKING_UP),
            search: Lane::new(threads),
            draw: Lane::new(DRAWING),
        }
    }

    fn lane(&self, work: Work) -> &Lane {
        match work {
            Work::LookUp => &self.look_up,
            Work::Search => &self.search,
            Work::Draw => &self.draw,
        }
    }

    /// Questions that wait for a thread.
    pub(crate) fn waiting(&self) -> usize {
        [&self.look_up, &self.search, &self.draw]
            .map(|lane| lane.waiting.load(Ordering::Relaxed))
            .iter()
            .sum()
    }

    /// Does some work on a thread of its sort. Work that began goes on to its end, whether or not
    /// somebody still waits for it.
    ///
    /// # Errors
    /// When too many wait already, none is free in time, or the work fails.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: Work,
        task: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HttpProblem> {
        let lane = self.lane(work);
        let before = lane.waiting.fetch_add(1, Ordering::Relaxed);
        let waiting = Waiting(&lane.waiting);
        if before >= lane.most_waiting {
            return Err(HttpProblem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "overloaded",
                format!("{before} questions wait already"),
                "try again in a moment",
            )
            .later(1));
        }
        let free = tokio::time::timeout(PATIENCE, lane.free.clone().acquire_owned()).await;
        drop(waiting);
        let Ok(Ok(thread)) = free else {
            return Err(HttpProblem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "overloaded",
                format!("no thread was free within {} s", PATIENCE.as_secs()),
                "try again in a moment",
            )
            .later(5));
        };
        let done = tokio::task::spawn_blocking(move || {
            let _thread = thread;
            task()
        });
        done.await.map_err(|_| HttpProblem::internal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use tokio::runtime::Runtime;

    #[test]
    fn too_many_are_refused_and_the_small_go_on() {
        let runtime = Runtime::new().unwrap();
        let pool = Arc::new(Pool::new(1));
        let (release, held) = mpsc::channel::<()>();
        let ask = |task: Box<dyn FnOnce() + Send>| {
            let pool = pool.clone();
            runtime.spawn(async move { pool.run(Work::Search, task).await })
        };
        let (begun, started) = mpsc::channel();
        let first = ask(Box::new(move || {
            begun.send(()).unwrap();
            held.recv().unwrap();
        }));
        started.recv().unwrap();
        let others: Vec<_> = (0..WAITING_PER_THREAD * 2).map(|_| ask(Box::new(|| {}))).collect();
        // Looking up has threads of its own.
        assert!(runtime.block_on(pool.run(Work::LookUp, || 1)).is_ok());
        while pool.waiting() < WAITING_PER_THREAD {
            thread::yield_now();
        }
        release.send(()).unwrap();
        runtime.block_on(first).unwrap().unwrap();
        let refused = others
            .into_iter()
            .filter_map(|other| runtime.block_on(other).unwrap().err())
            .map(|problem| serde_json::to_value(problem).unwrap())
            .collect::<Vec<_>>();
        assert!(!refused.is_empty());
        for problem in refused {
            assert_eq!((&problem["status"], &problem["code"]), (&429.into(), &"overloaded".into()));
            assert_eq!(problem["retry_after_s"], 1);
        }
    }
}
