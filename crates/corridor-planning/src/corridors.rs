//! Which corridors a path went through.
//!
//! A corridor is a list of steps; a step is met by a link that belongs to one of the features it
//! names, or lies on land in the country it names. What each set of features and each country meets
//! is worked out once, so that a search can ask of every edge.

use corridor_network::fact::Corridor;
use corridor_network::{
    CountryCode, EdgeId, FeatureId, FeatureSetId, IdVec, LinkId, Mode, Network,
};
use rayon::prelude::*;

/// What a name in a corridor's steps stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepTest {
    /// A feature.
    Feature(FeatureId),
    /// A country, gone through by land.
    Country(CountryCode),
}

impl StepTest {
    fn parse(network: &Network, name: &str) -> Option<Self> {
        match name.strip_prefix("country:") {
            Some(code) => code.parse().ok().map(Self::Country),
            None => network.feature(name).map(Self::Feature),
        }
    }
}

/// The steps of one corridor, ready to be asked of edges.
#[derive(Clone, Debug)]
pub struct Steps {
    /// What each step names.
    pub tests: Vec<Vec<StepTest>>,
    by_set: IdVec<FeatureSetId, u32>,
    by_country: Vec<(CountryCode, u32)>,
    links: Vec<LinkId>,
}

/// The bit of what must not be gone through.
const EXCLUDED: u32 = 1 << 31;

impl Steps {
    fn new(network: &Network, corridor: &Corridor) -> Self {
        let parse = |names: &[String]| {
            names.iter().filter_map(|name| StepTest::parse(network, name)).collect::<Vec<_>>()
        };
        let tests = corridor.through.iter().map(|step| parse(step)).collect();
        Self::build(network, tests, parse(&corridor.not_through))
    }

    /// Steps that a user names.
    pub fn of_tests(network: &Network, tests: Vec<Vec<StepTest>>) -> Self {
        Self::build(network, tests, Vec::new())
    }

    fn build(network: &Network, tests: Vec<Vec<StepTest>>, excluded: Vec<StepTest>) -> Self {
        let mut by_feature: IdVec<FeatureId, u32> = vec![0; network.features().len()].into();
        let mut by_country: Vec<(CountryCode, u32)> = Vec::new();
        let bits = tests.iter().enumerate().map(|(k, tests)| (1u32 << k, tests.clone()));
        for (bit, tests) in bits.chain([(EXCLUDED, excluded)]) {
            for test in tests {
                match test {
                    StepTest::Feature(feature) => by_feature[feature] |= bit,
                    StepTest::Country(country) => by_country.push((country, bit)),
                }
            }
        }
        let sets = network.columns().feature_sets.iter();
        let by_set = sets.map(|set| set.iter().fold(0, |bits, f| bits | by_feature[*f])).collect();
        let mut steps = Self { tests, by_set, by_country, links: Vec::new() };
        let links = network.columns().link_a.ids();
        steps.links = links.filter(|l| steps.met(network, EdgeId::of(*l, false)) != 0).collect();
        steps
    }

    /// Number of steps.
    pub fn count(&self) -> u32 {
        self.tests.len() as u32
    }

    /// The links that meet some step.
    pub fn links(&self) -> &[LinkId] {
        &self.links
    }

    /// Whether every step names something the network has.
    pub fn is_whole(&self) -> bool {
        !self.tests.is_empty() && self.tests.iter().all(|tests| !tests.is_empty())
    }

    /// The steps an edge meets as [`Self::met`], and a bit for what must not be gone through.
    pub fn bits(&self, network: &Network, edge: EdgeId) -> u32 {
        let link = edge.link();
        let columns = network.columns();
        let mut bits = self.by_set[columns.link_features[link]];
        if !self.by_country.is_empty()
            && !matches!(
                columns.link_mode[link],
                Mode::Sea | Mode::Ferry | Mode::Transfer | Mode::Pipeline
            )
        {
            let country = network.country_of(link);
            for (wanted, bit) in &self.by_country {
                if *wanted == country {
                    bits |= bit;
                }
            }
        }
        bits
    }

    /// The steps an edge meets, bit `k` for step `k`.
    pub fn met(&self, network: &Network, edge: EdgeId) -> u32 {
        self.bits(network, edge) & !EXCLUDED
    }

    /// The same with the steps counted from the last when `reverse`.
    pub fn met_towards(&self, network: &Network, edge: EdgeId, reverse: bool) -> u32 {
        self.turned(self.met(network, edge), reverse)
    }

    /// Whether an edge is what the corridor must not go through.
    pub fn excludes(&self, network: &Network, edge: EdgeId) -> bool {
        self.bits(network, edge) & EXCLUDED != 0
    }

    /// Whether a path does all steps in order or all in reverse, and nothing excluded.
    pub fn used_by(&self, network: &Network, edges: &[EdgeId]) -> bool {
        self.is_whole()
            && (self.in_order(network, edges, false) || self.in_order(network, edges, true))
            && !edges.iter().any(|e| self.excludes(network, *e))
    }

    /// Whether a path does all steps in order.
    pub fn goes_through(&self, network: &Network, edges: &[EdgeId]) -> bool {
        self.in_order(network, edges, false)
    }

    /// [`Self::used_by`] of a path of which is known what its edges meet ([`Self::bits`]), in their order.
    pub fn used_where(&self, bits: &[u32]) -> bool {
        let towards =
            |reverse: bool| bits.iter().map(move |bits| self.turned(bits & !EXCLUDED, reverse));
        self.is_whole()
            && !bits.iter().any(|bits| bits & EXCLUDED != 0)
            && (self.all_met(towards(false)) || self.all_met(towards(true)))
    }

    fn in_order(&self, network: &Network, edges: &[EdgeId], reverse: bool) -> bool {
        self.all_met(edges.iter().map(|edge| self.met_towards(network, *edge, reverse)))
    }

    fn all_met(&self, met: impl Iterator<Item = u32>) -> bool {
        let mut done = 0;
        for met in met {
            while done < self.count() && met >> done & 1 == 1 {
                done += 1;
            }
        }
        done == self.count()
    }

    fn turned(&self, met: u32, reverse: bool) -> u32 {
        if reverse { met.reverse_bits() >> (32 - self.count()) } else { met }
    }
}

/// The steps of all corridors, in the order of the table.
#[derive(Clone, Debug)]
pub struct Corridors(Vec<Steps>);

impl Corridors {
    /// The corridors of a network.
    pub fn new(network: &Network) -> Self {
        let corridors = network.facts().corridors.par_iter();
        Self(corridors.map(|corridor| Steps::new(network, corridor)).collect())
    }

    /// The steps of each corridor.
    pub fn all(&self) -> &[Steps] {
        &self.0
    }

    /// The steps of the corridor in this row.
    pub fn steps(&self, row: usize) -> &Steps {
        &self.0[row]
    }

    /// Rows of the corridors that a path went through.
    pub fn used(&self, network: &Network, edges: &[EdgeId]) -> Vec<usize> {
        let rows = self.0.iter().enumerate();
        rows.filter(|(_, steps)| steps.used_by(network, edges)).map(|(row, _)| row).collect()
    }
}
