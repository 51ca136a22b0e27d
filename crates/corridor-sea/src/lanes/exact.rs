//! Exact distances from one point to many: what lanes are measured against.
//!
//! The whole visibility graph of the mesh, with the points attached as ports are when lanes are
//! made, and Dijkstra's algorithm over it. Making the graph takes a minute or two; from then on a
//! source takes a tenth of a second for all points, where [`Search`](crate::Search) takes that for
//! one pair and minutes for some. Lengths are geodesics between the places where ships round a turn,
//! 9 km off the coast where there is room.

use super::Waters;
use super::berth::Harbours;
use super::graph::{Adjacency, PassageBits};
use super::paths::{OneToAll, UNREACHED};
use super::sight::{Needs, Sea};
use corridor_network::LngLat;
use corridor_network::fact::Passage;

/// The visibility graph between some points.
pub struct Exact {
    sea: Sea,
    arcs: Adjacency,
}

/// Working memory, reused from source to source; one per thread.
pub struct ExactSearch(OneToAll);

impl Exact {
    /// The graph of `waters` between `points`. `bits` tells which bits stand for a passage, so that
    /// [`Exact::close`] can close it; of passages without bits no gate is looked at.
    pub fn new(
        waters: Waters<'_>,
        points: &[LngLat],
        bits: impl Fn(&Passage) -> PassageBits,
    ) -> Self {
        let harbours = Harbours::new(waters.mesh, waters.lines, points);
        let needs = Needs::by(waters.passages, waters.lines, bits);
        let sea = Sea::new(waters.mesh, &harbours, &needs);
        let arcs = sea.taut();
        Self { sea, arcs }
    }

    /// Closes the passages with any of these bits and opens all others.
    pub fn close(&mut self, closed: PassageBits) {
        self.arcs.close(&self.sea.graph, closed);
    }

    /// Working memory for [`Exact::distances`].
    pub fn search(&self) -> ExactSearch {
        ExactSearch(OneToAll::new(self.sea.graph.nodes))
    }

    /// Kilometres from a point, by position, to each point; `None` where there is no way.
    pub fn distances(&self, search: &mut ExactSearch, from: usize) -> Vec<Option<f64>> {
        let ports = self.sea.graph.ports();
        search.0.run(&self.arcs, ports.start + from as u32);
        let costs = &search.0.cost[ports.start as usize..ports.end as usize];
        costs.iter().map(|dm| (*dm != UNREACHED).then(|| f64::from(*dm) / 1e4)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::{Mesh, Search};
    use corridor_network::fact::{Confidence, Evidence, Limits, PassageKind};

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    /// An ocean round one island.
    fn mesh() -> Mesh {
        let antarctica: Vec<LngLat> =
            (0..24).map(|i| at(f64::from(i) * 15.0 - 179.0, -75.0)).collect();
        let island = vec![at(-10.0, -10.0), at(10.0, -10.0), at(10.0, 14.0), at(-10.0, 14.0)];
        Mesh::build(&[antarctica, island], &[], &[]).unwrap()
    }

    /// The water south of the island.
    fn south() -> Passage {
        let evidence = Evidence {
            source: "made up".into(),
            date: "2026".into(),
            confidence: Confidence::L,
            note: String::new(),
        };
        Passage {
            id: "south".into(),
            name: "south".into(),
            aliases: Vec::new(),
            kind: PassageKind::Strait,
            group: None,
            gates: vec![vec![at(0.0, 0.0), at(0.0, -74.9)]],
            open_by_default: true,
            limits: Limits::default(),
            transit_hours: 0.0,
            wait_hours: 0.0,
            status: Vec::new(),
            evidence,
        }
    }

    #[test]
    fn agrees_with_the_search_and_closes_passages() {
        let (mesh, passages) = (mesh(), [south()]);
        let points = [at(-20.0, -2.0), at(20.0, -2.0), at(0.0, -30.0)];
        let waters = Waters { mesh: &mesh, passages: &passages, areas: &[], lines: &[] };
        let mut exact = Exact::new(waters, &points, |_| 1);
        let mut memory = exact.search();
        let open = exact.distances(&mut memory, 0);
        let mut search = Search::new(&mesh, &[]);
        let water = points.map(|p| mesh.locate(p).unwrap());
        for (goal, km) in open.iter().enumerate().skip(1) {
            let route = search.shortest(&water[0], &water[goal], &[]).unwrap();
            assert!((km.unwrap() - route.length_km).abs() < 0.01, "{km:?}, {}", route.length_km);
        }
        exact.close(1);
        let north = exact.distances(&mut memory, 0)[1].unwrap();
        assert!(north > open[1].unwrap() + 100.0, "{north}");
        exact.close(0);
        assert_eq!(exact.distances(&mut memory, 0), open);
    }
}
