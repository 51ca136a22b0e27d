//! Ways that were found in one world as they are in another.
//!
//! What a plan offers is a choice: a way left out of one answer and offered in the other has not
//! changed. Worlds are compared by the same ways in each.

use crate::itinerary::Itinerary;
use crate::planner::{Planner, Question};
use corridor_network::EdgeId;

impl Planner {
    /// The itinerary of each way in the question's world; none where something on it is not open
    /// there, or it does not lead from where to where is asked.
    pub fn priced(&self, question: &Question<'_>, ways: &[Vec<EdgeId>]) -> Vec<Option<Itinerary>> {
        let network = &self.network;
        let pricing = self.pricing(question.world, question.shipment);
        let links = network.link_count();
        let one = |edges: &Vec<EdgeId>| {
            use corridor_network::Id;
            let exists = edges.iter().all(|edge| edge.link().index() < links);
            if !exists || !edges.iter().all(|edge| pricing.is_open(*edge)) {
                return None;
            }
            let (first, last) = (network.tail(*edges.first()?), network.head(*edges.last()?));
            let start = question.from.iter().find(|access| access.node == first)?;
            let end = question.to.iter().find(|access| access.node == last)?;
            let edges = edges.clone();
            let mut itinerary =
                Itinerary::new(network, &self.corridors, &pricing, start, edges, end);
            itinerary.corridors.retain(|row| self.not_there(question.world, *row).is_none());
            Some(itinerary)
        };
        ways.iter().map(one).collect()
    }
}
