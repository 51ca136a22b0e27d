//! A network with some more links between its nodes, for worlds that somebody supposes.

use crate::fact::Source;
use crate::network::{Columns, Facts, Feature, FeatureKind, Inconsistent, Network};
use crate::{FeatureId, Id, Layer, Metres, Mode, NodeId};

/// The source that supposed links name.
const SUPPOSED: &str = "supposed";

/// A link to be added, with the feature that it makes.
#[derive(Clone, Debug, PartialEq)]
pub struct NewLink {
    /// Id of the feature.
    pub id: String,
    /// The table it stands in.
    pub kind: FeatureKind,
    /// Its row there.
    pub row: u32,
    /// Mode of the link.
    pub mode: Mode,
    /// The nodes it joins; its course is the straight line between them.
    pub between: [NodeId; 2],
    /// Its length.
    pub length: Metres,
    /// Other features it belongs to.
    pub by: Vec<FeatureId>,
}

impl Network {
    /// This network with other tables and more links. Nodes, and the ids of what there was, stay as
    /// they are.
    ///
    /// # Errors
    /// When a node, a row or a feature does not exist.
    pub fn extended(&self, facts: Facts, links: &[NewLink]) -> Result<Self, Inconsistent> {
        let mut parts = self.to_parts();
        parts.facts = facts;
        let source = u8::try_from(parts.facts.sources.len())
            .map_err(|_| Inconsistent("there are too many sources to add one".to_owned()))?;
        parts.facts.sources.push(Source {
            id: SUPPOSED.to_owned(),
            title: "Supposed by a scenario".to_owned(),
            package: String::new(),
            licence: String::new(),
            attribution: String::new(),
        });
        let columns = &mut parts.columns;
        for link in links {
            let feature = FeatureId::from_index(parts.features.len());
            parts.features.push(Feature { id: link.id.clone(), kind: link.kind, row: link.row });
            let mut set = link.by.clone();
            set.push(feature);
            set.sort_unstable();
            columns.link_features.push(Id::from_index(columns.feature_sets.len()));
            columns.feature_sets.push(set);
            columns.link_a.push(link.between[0]);
            columns.link_b.push(link.between[1]);
            columns.link_mode.push(link.mode);
            columns.link_length.push(link.length);
            columns.link_source.push(source);
            columns.first_bend.push(columns.bends.len() as u32);
        }
        // A layer that has got a node more needs another order.
        parts.orders.retain(|layer, order| nodes(&parts.columns, *layer) == order.len());
        Self::new(parts, self.build_id().to_owned())
    }
}

fn nodes(columns: &Columns, layer: Layer) -> usize {
    columns.nodes_of(layer).into_iter().filter(|used| *used).count()
}
