//! The engine: one open network, asked many times.

use crate::access::Roads;
use crate::page::BaseMap;
use crate::place::Gazetteer;
use crate::problem::Problem;
use crate::sea::SeaMesh;
use corridor_network::{Layer, Network, format};
use corridor_planning::quote::Quote;
use corridor_planning::scenario::{
    Applied, Changed, ConditionEdits, Scenario, Supposed, apply_all,
};
use corridor_planning::{Charted, Parameters, Planner};
use corridor_routing::LayerGraph;
use std::sync::{Arc, OnceLock};

/// An open network with its parameters. Shared by threads; keeps what is costly to make.
pub struct Engine {
    network: Arc<Network>,
    parameters: Arc<Parameters>,
    gazetteer: Arc<Gazetteer<Arc<Network>>>,
    planner: OnceLock<Arc<Planner>>,
    sea_mesh: Arc<OnceLock<Option<SeaMesh>>>,
    roads: Arc<OnceLock<Roads>>,
    layers: Arc<[OnceLock<Arc<LayerGraph>>; Layer::EVERY.len()]>,
    supposed: Option<Arc<Supposition>>,
}

/// What scenarios say that stands neither in the facts nor in the parameters.
#[derive(Clone, Debug)]
pub struct Supposition {
    /// Of the day.
    pub conditions: ConditionEdits,
    /// Agreements supposed to hold.
    pub agreements: Vec<Supposed>,
    /// What carriers offer.
    pub quotes: Vec<Quote>,
    /// What each scenario did, in order.
    pub applied: Vec<Applied>,
}

impl Engine {
    /// Opens the network in the bytes of a file.
    ///
    /// # Errors
    /// When the bytes are no network file, of another version or damaged.
    pub fn open(bytes: &[u8]) -> Result<Self, Problem> {
        let (network, parameters) = rayon::join(|| format::read(bytes), Parameters::shipped);
        let network = network.map_err(|e| {
            Problem::bad_network(e.to_string(), "use the network that the program ships")
        })?;
        Ok(Self::new(Arc::new(network), Arc::new(parameters.clone())))
    }

    /// An engine over a network already in memory.
    pub fn new(network: Arc<Network>, parameters: Arc<Parameters>) -> Self {
        let gazetteer = Arc::new(Gazetteer::new(network.clone()));
        Self {
            network,
            parameters,
            gazetteer,
            planner: OnceLock::new(),
            sea_mesh: Arc::default(),
            roads: Arc::default(),
            layers: Arc::default(),
            supposed: None,
        }
    }

    /// This engine with other parameters.
    #[must_use]
    pub fn with_parameters(&self, parameters: Parameters) -> Self {
        self.variant(self.network.clone(), Arc::new(parameters))
    }

    /// This engine in the world that scenarios suppose, applied in order.
    ///
    /// # Errors
    /// When a scenario names what there is not, contradicts itself or cannot be built.
    pub fn with_scenarios(&self, scenarios: &[Scenario]) -> Result<Self, Problem> {
        let changed = apply_all(&self.network, &self.parameters, scenarios).map_err(|faults| {
            Problem::bad_input(
                "scenario-invalid",
                faults.to_string(),
                "mend the scenario; docs/methods/scenarios.md describes its form",
            )
        })?;
        let Changed { facts, parameters, conditions, added, supposed, quotes, applied } = changed;
        let inconsistent = |e: corridor_network::Inconsistent| {
            Problem::bad_input("scenario-invalid", e.to_string(), "mend the scenario")
        };
        let parameters = Arc::new(parameters);
        let mut engine = if added.is_empty() {
            let network = self.network.with_facts(facts).map_err(inconsistent)?;
            self.variant(Arc::new(network), parameters)
        } else {
            let network = self.network.extended(facts, &added).map_err(inconsistent)?;
            let gazetteer = self.gazetteer.clone();
            Self { gazetteer, ..Self::new(Arc::new(network), parameters) }
        };
        let agreements = supposed;
        engine.supposed = Some(Arc::new(Supposition { conditions, agreements, quotes, applied }));
        Ok(engine)
    }

    /// An engine over the same links, sharing what does not depend on the rest.
    fn variant(&self, network: Arc<Network>, parameters: Arc<Parameters>) -> Self {
        let variant = Self {
            network,
            parameters,
            gazetteer: self.gazetteer.clone(),
            planner: OnceLock::new(),
            sea_mesh: self.sea_mesh.clone(),
            roads: self.roads.clone(),
            layers: self.layers.clone(),
            supposed: self.supposed.clone(),
        };
        if let Some(origin) = self.planner.get() {
            let (network, parameters) = (variant.network.clone(), variant.parameters.clone());
            let planner = Arc::new(Planner::variant(origin, network, parameters));
            variant.planner.get_or_init(|| planner);
        }
        variant
    }

    /// What scenarios suppose of this engine's world besides its facts and figures; none for the
    /// world as it is.
    pub fn supposed(&self) -> Option<&Supposition> {
        self.supposed.as_deref()
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
        self.planner.get_or_init(|| {
            let layer = || self.layer_shared(Layer::All).clone();
            let (graph, charted) = rayon::join(layer, || Charted::new(&self.network));
            let (network, parameters) = (self.network.clone(), self.parameters.clone());
            Arc::new(Planner::new(network, graph, parameters, charted))
        })
    }
    /// Bytes of the worlds that are kept ready for the next question: those of days and avoided things
    /// asked for last, without what every question needs.
    pub fn kept_bytes(&self) -> u64 {
        self.planner.get().map_or(0, |planner| planner.kept_bytes())
    }
    /// Lets the worlds not asked for longest go until those kept take no more than so many bytes.
    pub fn keep_at_most(&self, bytes: u64) {
        if let Some(planner) = self.planner.get() {
            planner.keep_at_most(bytes);
        }
    }
    /// A layer with its hierarchy; made at first use.
    pub fn layer(&self, layer: Layer) -> &LayerGraph {
        self.layer_shared(layer)
    }
    fn layer_shared(&self, layer: Layer) -> &Arc<LayerGraph> {
        self.layers[layer as usize].get_or_init(|| Arc::new(LayerGraph::new(&self.network, layer)))
    }
    /// All roads by where they are; made at first use.
    pub(crate) fn roads(&self) -> &Roads {
        self.roads.get_or_init(|| Roads::new(&self.network))
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
        let facts = self.network.facts();
        let extracts = facts.sources.iter().filter(|source| source.id.starts_with("extract-"));
        let names: Vec<&str> =
            extracts.filter_map(|source| source.package.split(" (").next()).collect();
        let names = names.join(" and ");
        let world = match (names.is_empty(), facts.passages.is_empty()) {
            (true, _) => "world.corridor",
            (false, true) => "",
            (false, false) => "world.corridor with ",
        };
        format!("{world}{names} {}", self.network.build_id())
    }
}
