//! `distance` and `pairs`: shortest paths in one mode, as distance tables have them.
//!
//! Suez and Panama are open; Kiel, Corinth, inland waterways and Arctic straits only when allowed.
//! Distances by rail and road are along the network between the points met, as between stations and
//! towns in tables; how far those lie from the points asked for is told beside (`snap_m`). Distances
//! by sea begin and end at the points asked for: the straight way to the water is part of them.

use crate::engine::Engine;
use crate::geojson;
use crate::named;
use crate::place::Resolved;
use crate::plan::EndView;
use crate::problem::Problem;
use corridor_network::{FeatureKind, Mode};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

/// What a single-mode question may use.
#[derive(Clone, Debug)]
pub struct DistanceOptions {
    /// Sea, rail or road.
    pub mode: Mode,
    /// Passages, countries, ports not to be used.
    pub avoid: Vec<String>,
    /// Passages that tables leave out, by id, or a group such as `arctic` or `inland`.
    pub allow: Vec<String>,
    /// Day whose status of lines and borders counts.
    pub on: Date,
    /// Farthest a point may lie from the network, km.
    pub max_snap_km: f64,
}

/// The answer to one question.
#[derive(Clone, Debug, Serialize)]
pub struct DistanceResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// `sea`, `rail` or `road`.
    pub mode: String,
    /// Metres along the network.
    pub distance_m: u64,
    /// Passages gone through, in order.
    pub passages: Vec<String>,
    /// Where from.
    pub from: EndView,
    /// Where to.
    pub to: EndView,
    /// Network file and its build id.
    pub dataset: String,
    /// The course as a GeoJSON geometry.
    pub geometry: Value,
}

impl Engine {
    /// The shortest path between two places in one mode.
    ///
    /// # Errors
    /// When a place or name is unknown, too far from the network, or there is no way.
    pub fn distance(
        &self,
        from: &str,
        to: &str,
        options: &DistanceOptions,
    ) -> Result<DistanceResponse, Problem> {
        let (from, to) = (self.place(from)?, self.place(to)?);
        let avoided = named::resolve(self.network(), &options.avoid, "--avoid")?.features;
        let areas: Vec<usize> = avoided
            .iter()
            .map(|f| &self.network().features()[*f])
            .filter(|feature| feature.kind == FeatureKind::Area)
            .map(|feature| feature.row as usize)
            .collect();
        if options.mode == Mode::Sea && !areas.is_empty() {
            let allowed = named::resolve(self.network(), &options.allow, "--allow")?.features;
            return self.distance_round(&from, &to, options, &areas, &avoided, &allowed);
        }
        let router = self.mode_router(options)?;
        let meet = |place: &Resolved| match place.terminal {
            Some(terminal) if options.mode == Mode::Sea => router.meet_terminal(terminal),
            _ => router.meet(place.at),
        };
        let (start, finish) = (meet(&from), meet(&to));
        for (met, place) in [(&start, &from), (&finish, &to)] {
            if met.is_empty() {
                return Err(Problem::bad_input(
                    "too-far",
                    format!(
                        "{} lies more than {} km from any {} of the network",
                        place.label,
                        options.max_snap_km,
                        match options.mode {
                            Mode::Sea => "navigable water",
                            Mode::Rail => "railway",
                            _ => "road",
                        }
                    ),
                    "raise --max-snap or name a place nearer to it",
                ));
            }
        }
        let mut search = router.search();
        let Some(path) = router.path(&mut search, &start, &finish) else {
            return Err(Problem::no_route(
                "not-joined",
                format!("no way by {} from {} to {}", options.mode.name(), from.label, to.label),
                "allow more (--allow), avoid less, or let `corridor plan` combine modes",
            ));
        };
        let mut passages: Vec<String> = Vec::new();
        for link in &path.links {
            for f in self.network().features_of(*link) {
                let feature = &self.network().features()[*f];
                if feature.kind == FeatureKind::Passage && !passages.contains(&feature.id) {
                    passages.push(feature.id.clone());
                }
            }
        }
        Ok(DistanceResponse {
            schema_version: 1,
            mode: options.mode.name().to_owned(),
            distance_m: path.metres,
            passages,
            from: EndView::new(&from, path.snaps.0),
            to: EndView::new(&to, path.snaps.1),
            dataset: self.dataset(),
            geometry: geojson::line(&path.course),
        })
    }
}
