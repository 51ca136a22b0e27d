//! The water that is left when passages are closed and areas avoided: exact distances for the cases
//! that lanes were not made for.
//!
//! The gates of closed passages and the rings of avoided areas become walls of the mesh; the canals
//! that stay open become links between its shores. Building one takes seconds.

use crate::mesh::{Mesh, MeshError, SeaLink};
use corridor_network::fact::{Line, Wall};
use corridor_network::{LngLat, Mode, Network};

/// A canal joins the water where its ends lie this near to it, km.
const NEAR_KM: f64 = 10.0;

/// A mesh with what is closed walled off, and the canals that are open.
pub struct Walled {
    /// The open water.
    pub mesh: Mesh,
    /// The canals, in the order of [`Walled::lines`].
    pub canals: Vec<SeaLink>,
    /// The row of each canal among the lines of the network.
    pub lines: Vec<usize>,
}

impl Walled {
    /// The water of `network` without the passages that are `closed` (by id) and the `areas` (by
    /// row).
    ///
    /// # Errors
    /// When the coast and the walls make no mesh.
    pub fn new(
        network: &Network,
        closed: impl Fn(&str) -> bool,
        areas: &[usize],
    ) -> Result<Self, MeshError> {
        let facts = network.facts();
        let rings = areas.iter().map(|row| {
            let area = &facts.areas[*row];
            let mut ring = area.ring.clone();
            ring.extend(area.ring.first());
            (&area.id, ring, &area.evidence)
        });
        let gates = facts
            .passages
            .iter()
            .filter(|passage| closed(&passage.id))
            .flat_map(|p| p.gates.iter().map(move |gate| (&p.id, gate.clone(), &p.evidence)));
        let mut walls = facts.walls.clone();
        walls.extend(rings.chain(gates).map(|(id, line, evidence)| Wall {
            id: id.clone(),
            name: id.clone(),
            line,
            between: None,
            at_least_km: 0.0,
            evidence: evidence.clone(),
        }));
        let mesh = Mesh::build(network.coast(), &walls, &[])?;
        let is_open =
            |line: &Line| line.mode == Mode::Sea && !line.passage.as_deref().is_some_and(&closed);
        let near = |at: &LngLat| mesh.nearest_water(*at).filter(|snap| snap.km <= NEAR_KM);
        let open = facts.lines.iter().enumerate().filter(|(_, line)| is_open(line));
        let (lines, canals) = open
            .filter_map(|(row, line)| {
                let (a, b) = (near(line.course.first()?)?, near(line.course.last()?)?);
                Some((row, SeaLink { a: a.point, b: b.point, length_km: line.km() }))
            })
            .unzip();
        Ok(Self { mesh, canals, lines })
    }
}
