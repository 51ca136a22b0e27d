//! What all requests share.

use crate::jobs::Jobs;
use crate::pool::Pool;
use crate::tiles::{Layers, MAX_ZOOM, Tiles};
use crate::watch::Counters;
use axum::body::Bytes;
use corridor::{DistanceOptions, Engine, Mode};
use corridor_api::worlds::Worlds;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes of answers kept.
const ANSWERS_KEPT: u64 = 128 << 20;
/// Bytes of tiles kept.
const TILES_KEPT: u64 = 64 << 20;
/// The zoom that the map opens at.
const FIRST_VIEW: u8 = 1;
/// Bytes that an ordinary answer has; sizes the table of those kept.
const ORDINARY_ANSWER: u64 = 16 << 10;

/// The engine, the threads it works on, and the answers it gave.
pub(crate) struct App {
    pub(crate) engine: Arc<Engine>,
    pub(crate) worlds: Worlds,
    pub(crate) pool: Pool,
    pub(crate) jobs: Arc<Jobs>,
    pub(crate) answers: Answers,
    pub(crate) tiles: Tiles,
    pub(crate) tiles_kept: TilesKept,
    pub(crate) counters: Counters,
    is_warm: AtomicBool,
    is_ending: AtomicBool,
    /// All that answers rest on besides the question: network, program, figures.
    pub(crate) rests_on: String,
}

/// Answers by the digest of what they follow from.
pub(crate) type Answers = Cache<[u8; 32], Bytes, Size>;
/// Tiles by their layers, zoom, column and row.
pub(crate) type TilesKept = Cache<(Layers, u8, u32, u32), Bytes, Size>;

/// Weighs by bytes.
#[derive(Clone)]
pub(crate) struct Size;

impl<K> Weighter<K, Bytes> for Size {
    fn weight(&self, _: &K, answer: &Bytes) -> u64 {
        answer.len() as u64 + 96
    }
}

impl App {
    /// Around an engine, with so many threads to search on and so many bytes for worlds kept ready.
    pub(crate) fn new(engine: Arc<Engine>, threads: usize, jobs: Arc<Jobs>, memory: u64) -> Self {
        let figures = engine.parameter_files().into_iter().map(|file| file.sha256);
        let figures = figures.collect::<Vec<_>>().join(",");
        let program = env!("CARGO_PKG_VERSION");
        Self {
            pool: Pool::new(threads),
            jobs,
            answers: cache(ANSWERS_KEPT),
            tiles: Tiles::new(),
            tiles_kept: cache(TILES_KEPT),
            counters: Counters::default(),
            is_warm: AtomicBool::new(false),
            is_ending: AtomicBool::new(false),
            rests_on: format!("{}; {program}; {figures}", engine.dataset()),
            worlds: Worlds::with_memory(engine.clone(), memory),
            engine,
        }
    }
    /// Makes what the first questions and views would otherwise wait for: first what is likely asked
    /// first.
    pub(crate) fn warm_up(&self) {
        let network = self.engine.network();
        self.tiles.level(network, FIRST_VIEW);
        self.engine.planner();
        self.is_warm.store(true, Ordering::Relaxed);
        for zoom in 0..=MAX_ZOOM {
            if self.is_ending() {
                return;
            }
            self.tiles.level(network, zoom);
        }
        for mode in [Mode::Sea, Mode::Rail, Mode::Road] {
            if self.is_ending() {
                return;
            }
            let options = DistanceOptions {
                mode,
                avoid: Vec::new(),
                allow: Vec::new(),
                on: jiff::Zoned::now().date(),
                strict_status: false,
                max_snap_km: 50.0,
            };
            match self.engine.mode_router(&options) {
                Ok(router) => router.warm_up(),
                Err(problem) => tracing::warn!("no distances by {}: {problem}", mode.name()),
            }
        }
    }

    /// Whether the first question is answered as quickly as any.
    pub(crate) fn is_warm(&self) -> bool {
        self.is_warm.load(Ordering::Relaxed)
    }

    /// Whether the server is about to end.
    pub(crate) fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::Relaxed)
    }

    /// Says that the server is about to end.
    pub(crate) fn end(&self) {
        self.is_ending.store(true, Ordering::Relaxed);
        self.jobs.end();
    }
}

fn cache<K: Eq + std::hash::Hash>(bytes: u64) -> Cache<K, Bytes, Size> {
    Cache::with_weighter((bytes / ORDINARY_ANSWER) as usize, bytes, Size)
}
