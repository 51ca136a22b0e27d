//! The way round avoided areas: exact, over the water that is left.

use crate::audit::cross;
use crate::distance::{DistanceOptions, DistanceResponse};
use crate::engine::Engine;
use crate::geojson;
use crate::place::Resolved;
use crate::plan::EndView;
use crate::problem::Problem;
use corridor_network::{FeatureKind, LngLat};
use corridor_sea::{Search, Walled};

impl Engine {
    /// The shortest way by sea over the water of `walled`.
    ///
    /// # Errors
    /// When a place lies too far from the water, or inside an area, or there is no way round.
    pub(crate) fn distance_round(
        &self,
        from: &Resolved,
        to: &Resolved,
        options: &DistanceOptions,
        walled: &Walled,
    ) -> Result<DistanceResponse, Problem> {
        let network = self.network();
        let facts = network.facts();
        let mesh = &walled.mesh;
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
        let route = Search::new(mesh, &walled.canals).shortest(&start.point, &end.point, &[]);
        let route = route.ok_or_else(|| {
            Problem::no_route(
                "not-joined",
                format!("no way by sea from {} to {} round what is avoided", from.label, to.label),
                "avoid fewer areas, or allow more (--allow)",
            )
        })?;
        let mut passages: Vec<String> = Vec::new();
        let canal_ids =
            route.links.iter().filter_map(|l| facts.lines[walled.lines[*l]].passage.clone());
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
            distance_m: u64::from(metres(if from.at == to.at {
                0.0
            } else {
                route.length_km + start.km + end.km
            })),
            passages,
            warnings: Vec::new(),
            from: EndView::new(from, metres(start.km)),
            to: EndView::new(to, metres(end.km)),
            dataset: self.dataset(),
            geometry: geojson::course(&route.points),
        })
    }
}
