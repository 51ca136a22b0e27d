//! The way round avoided areas: exact, over a mesh in which their borders are walls.

use crate::audit::cross;
use crate::distance::{DistanceOptions, DistanceResponse};
use crate::engine::Engine;
use crate::geojson;
use crate::place::Resolved;
use crate::plan::EndView;
use crate::problem::Problem;
use crate::router::is_closed;
use corridor_network::fact::{Line, Wall};
use corridor_network::{FeatureId, FeatureKind, LngLat, Mode};
use corridor_sea::{Mesh, SeaLink, Search};

/// A canal joins the water where its ends lie this near to it, km.
const NEAR_KM: f64 = 10.0;

impl Engine {
    /// The shortest way by sea that keeps out of `areas`, with all else as the options have it.
    ///
    /// # Errors
    /// When a place lies too far from the water, or inside an area, or there is no way round.
    pub(crate) fn distance_round(
        &self,
        from: &Resolved,
        to: &Resolved,
        options: &DistanceOptions,
        areas: &[usize],
        avoided: &[FeatureId],
        allowed: &[FeatureId],
    ) -> Result<DistanceResponse, Problem> {
        let network = self.network();
        let facts = network.facts();
        let closed = |id: &str| {
            network
                .feature(id)
                .is_some_and(|f| avoided.contains(&f) || is_closed(network, f, options, allowed))
        };
        let wall = |id: &str, line: Vec<LngLat>| Wall {
            id: id.to_owned(),
            name: id.to_owned(),
            line,
            between: None,
            at_least_km: 0.0,
            evidence: facts.areas[areas[0]].evidence.clone(),
        };
        let mut walls = facts.walls.clone();
        for row in areas {
            let area = &facts.areas[*row];
            let mut ring = area.ring.clone();
            ring.extend(area.ring.first());
            walls.push(wall(&area.id, ring));
        }
        for passage in facts.passages.iter().filter(|p| closed(&p.id)) {
            walls.extend(passage.gates.iter().map(|gate| wall(&passage.id, gate.clone())));
        }
        let mesh = Mesh::build(network.coast(), &walls, &[]).map_err(|e| {
            Problem::bad_input(
                "area-invalid",
                format!("the areas cannot be walled off: {e}"),
                "avoid fewer areas",
            )
        })?;
        let water = |at: LngLat| mesh.nearest_water(at).filter(|s| s.km <= options.max_snap_km);
        let too_far = |place: &Resolved| {
            Problem::bad_input(
                "too-far",
                format!(
                    "{} lies more than {} km from open water",
                    place.label, options.max_snap_km
                ),
                "raise --max-snap or name a place nearer to it",
            )
        };
        let start = water(from.at).ok_or_else(|| too_far(from))?;
        let end = water(to.at).ok_or_else(|| too_far(to))?;
        let canals: Vec<(&Line, SeaLink)> = facts
            .lines
            .iter()
            .filter(|l| l.mode == Mode::Sea && !l.passage.as_deref().is_some_and(closed))
            .filter_map(|line| {
                let near = |at: &LngLat| mesh.nearest_water(*at).filter(|s| s.km <= NEAR_KM);
                let (a, b) = (near(line.course.first()?)?, near(line.course.last()?)?);
                Some((line, SeaLink { a: a.point, b: b.point, length_km: line.km() }))
            })
            .collect();
        let links: Vec<SeaLink> = canals.iter().map(|(_, link)| link.clone()).collect();
        let route = Search::new(&mesh, &links).shortest(&start.point, &end.point, &[]);
        let route = route.ok_or_else(|| {
            Problem::no_route(
                "not-joined",
                format!("no way by sea from {} to {} round what is avoided", from.label, to.label),
                "avoid fewer areas, or allow more (--allow)",
            )
        })?;
        let mut passages: Vec<String> = Vec::new();
        let canal_ids = route.links.iter().filter_map(|l| canals[*l].0.passage.clone());
        let crossed = facts.passages.iter().filter(|passage| {
            passage
                .gates
                .iter()
                .flat_map(|gate| gate.windows(2))
                .any(|piece| route.points.windows(2).any(|leg| cross(leg, piece)))
        });
        for id in crossed.map(|p| p.id.clone()).chain(canal_ids) {
            if !passages.contains(&id)
                && network
                    .feature(&id)
                    .is_some_and(|f| network.features()[f].kind == FeatureKind::Passage)
            {
                passages.push(id);
            }
        }
        let metres = |km: f64| (km * 1000.0).round() as u32;
        Ok(DistanceResponse {
            schema_version: 1,
            mode: options.mode.name().to_owned(),
            distance_m: u64::from(metres(route.length_km + start.km + end.km)),
            passages,
            from: EndView::new(from, metres(start.km)),
            to: EndView::new(to, metres(end.km)),
            dataset: self.dataset(),
            geometry: geojson::line(&route.points),
        })
    }
}
