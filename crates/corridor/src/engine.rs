//! The engine: one open network, asked many times.

use crate::page::BaseMap;
use crate::place::Gazetteer;
use crate::problem::Problem;
use crate::sea::SeaMesh;
use corridor_network::{Layer, Network, format};
use corridor_planning::{Parameters, Planner};
use corridor_routing::LayerGraph;
use std::sync::{Arc, OnceLock};

/// An open network with its parameters. Shared by threads; keeps what is costly to make.
pub struct Engine {
    network: Arc<Network>,
    parameters: Arc<Parameters>,
    gazetteer: Gazetteer<Arc<Network>>,
    planner: OnceLock<Planner>,
    sea_mesh: OnceLock<Option<SeaMesh>>,
    layers: [OnceLock<LayerGraph>; Layer::EVERY.len()],
}

impl Engine {
    /// Opens the network in the bytes of a file.
    ///
    /// # Errors
    /// When the bytes are no network file, of another version or damaged.
    pub fn open(bytes: &[u8]) -> Result<Self, Problem> {
        let network = format::read(bytes).map_err(|e| {
            Problem::bad_network(e.to_string(), "use the network that the program ships")
        })?;
        Ok(Self::new(Arc::new(network), Arc::new(Parameters::shipped().clone())))
    }

    /// An engine over a network already in memory.
    pub fn new(network: Arc<Network>, parameters: Arc<Parameters>) -> Self {
        let gazetteer = Gazetteer::new(network.clone());
        Self {
            network,
            parameters,
            gazetteer,
            planner: OnceLock::new(),
            sea_mesh: OnceLock::new(),
            layers: Default::default(),
        }
    }

    /// This engine with other parameters.
    #[must_use]
    pub fn with_parameters(mut self, parameters: Parameters) -> Self {
        self.parameters = Arc::new(parameters);
        self.planner = OnceLock::new();
        self
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }
    /// The parameters in force.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }
    /// The gazetteer.
    pub fn gazetteer(&self) -> &Gazetteer<Arc<Network>> {
        &self.gazetteer
    }
    /// The planner.
    pub fn planner(&self) -> &Planner {
        self.planner.get_or_init(|| Planner::new(self.network.clone(), self.parameters.clone()))
    }
    /// A layer with its hierarchy; made at first use.
    pub fn layer(&self, layer: Layer) -> &LayerGraph {
        self.layers[layer as usize].get_or_init(|| LayerGraph::new(&self.network, layer))
    }
    /// The mesh of the sea; made at first use.
    pub(crate) fn sea_mesh(&self) -> Option<&SeaMesh> {
        self.sea_mesh.get_or_init(|| SeaMesh::new(&self.network)).as_ref()
    }
    /// The land to draw maps on.
    pub fn base_map(&self) -> BaseMap {
        BaseMap { land: self.network.coast().to_vec(), borders: Vec::new() }
    }
    /// What answers say of the data they rest on.
    pub fn dataset(&self) -> String {
        format!("world.corridor {}", self.network.build_id())
    }
}
