//! Many metrics customized at once.
//!
//! The weights of eight metrics, there and back, stand side by side in one line of the cache, so that
//! one walk over the triangles serves them all: what costs time is finding the arcs, not adding.

use super::window::{ByArc, closed};
use super::{Customized, Hierarchy};
use crate::Metric;
use aligned_vec::avec;

/// Metrics customized together.
pub const BATCH: usize = 8;

/// Up to eight metrics, customized.
#[derive(Clone, Debug)]
pub struct Batch {
    metrics: Vec<Metric>,
    weights: ByArc<BATCH>,
}

impl Hierarchy {
    /// Customizes metrics, eight at a time.
    pub fn customize_batches(&self, metrics: &[Metric]) -> Vec<Batch> {
        let batch = |metrics: &[Metric]| {
            let mut batch =
                Batch { metrics: Vec::new(), weights: avec![closed(); self.arc_count()] };
            batch.renew(self, metrics.to_vec());
            batch
        };
        metrics.chunks(BATCH).map(batch).collect()
    }
}

impl Batch {
    /// Customizes up to eight other metrics in the same memory; more than that are refused.
    pub fn renew(&mut self, hierarchy: &Hierarchy, metrics: Vec<Metric>) {
        assert!(metrics.len() <= BATCH, "a batch holds {BATCH} metrics");
        self.metrics = metrics;
        hierarchy.contract_all(&mut self.weights, &self.metrics);
    }
    /// Number of metrics.
    pub fn len(&self) -> usize {
        self.metrics.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.metrics.is_empty()
    }
    /// One of the metrics, to be asked on its own.
    pub fn metric(&self, lane: usize) -> Customized {
        let weights = self.weights.iter().map(|w| [[w[0][lane]], [w[1][lane]]]).collect();
        Customized::new(self.metrics[lane].clone(), weights)
    }
}
