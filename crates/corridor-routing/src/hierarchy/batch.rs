//! Many metrics customized at once.
//!
//! The weights of four metrics stand side by side, so that one walk over the triangles serves
//! them all: what costs time is finding the arcs, not adding.

use super::window::{Both, closed};
use super::{Customized, Hierarchy};
use crate::Metric;

/// Metrics customized together.
pub const BATCH: usize = 4;

/// Up to four metrics, customized.
#[derive(Clone, Debug)]
pub struct Batch {
    metrics: Vec<Metric>,
    weights: Vec<Both<BATCH>>,
}

impl Hierarchy {
    /// Customizes metrics, four at a time.
    pub fn customize_batches(&self, metrics: &[Metric]) -> Vec<Batch> {
        let batch = |metrics: &[Metric]| {
            let mut batch =
                Batch { metrics: Vec::new(), weights: vec![closed(); self.arc_count()] };
            batch.renew(self, metrics.to_vec());
            batch
        };
        metrics.chunks(BATCH).map(batch).collect()
    }
}

impl Batch {
    /// Customizes up to four other metrics in the same memory; more than that are refused.
    pub fn renew(&mut self, hierarchy: &Hierarchy, metrics: Vec<Metric>) {
        assert!(metrics.len() <= BATCH, "a batch holds {BATCH} metrics");
        self.metrics = metrics;
        hierarchy.fill(&mut self.weights, &self.metrics);
        hierarchy.contract_all(&mut self.weights);
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
