//! `distance` and `pairs`: shortest paths in one mode, as distance tables have them.
//!
//! Suez and Panama are open; Kiel, Corinth, inland waterways and Arctic straits only when allowed.
//! Railways, roads and borders that are closed or suspended count as open and are told in warnings,
//! and a way inside one country stays in it if it can: `docs/methods/distances.md`.
//! Distances by rail and road are along the network between the points met, as between stations and
//! towns in tables; how far those lie from the points asked for is told beside (`snap_m`). Distances
//! by sea begin and end at the points asked for: the straight way to the water is part of them.
//! From a place to itself it is nothing, in every mode.

use crate::engine::Engine;
use crate::geojson;
use crate::place::Resolved;
use crate::plan::{EndView, WarningView};
use crate::problem::Problem;
use crate::router::land_status;
use corridor_network::fact::State;
use corridor_network::{FeatureKind, LinkId, Mode};
use jiff::civil::Date;
use schemars::JsonSchema;
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
    /// Keep off railways, roads and borders that are closed or suspended on the day; tables have
    /// them open.
    pub strict_status: bool,
    /// Farthest a point may lie from the network, km.
    pub max_snap_km: f64,
}

/// The answer to one question.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DistanceResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// `sea`, `rail` or `road`.
    pub mode: String,
    /// Metres along the network.
    pub distance_m: u64,
    /// Passages gone through, in order.
    pub passages: Vec<String>,
    /// Lines and borders on the way that are closed or suspended on the day, newest first.
    pub warnings: Vec<WarningView>,
    /// Where from.
    pub from: EndView,
    /// Where to.
    pub to: EndView,
    /// Network file and its build id.
    pub dataset: String,
    /// The course as a GeoJSON geometry; a point where both ends are one place.
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
        if options.mode == Mode::Sea
            && let Some(walled) = self.walled(options)?
        {
            return self.distance_round(&from, &to, options, &walled);
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
            warnings: self.closed_on_the_way(&path.links, options),
            from: EndView::new(&from, path.snaps.0),
            to: EndView::new(&to, path.snaps.1),
            dataset: self.dataset(),
            geometry: geojson::course(&path.course),
        })
    }

    /// What is stated of the closed lines and borders that a way uses.
    fn closed_on_the_way(&self, links: &[LinkId], options: &DistanceOptions) -> Vec<WarningView> {
        let network = self.network();
        let mut warnings: Vec<WarningView> = Vec::new();
        for feature in links.iter().flat_map(|link| network.features_of(*link)) {
            let Some(period) = land_status(network, *feature, options) else { continue };
            let code = match period.state {
                State::Closed => "closed",
                State::Suspended => "suspended",
                _ => continue,
            };
            let id = &network.features()[*feature].id;
            let text = match period.report.as_str() {
                "" => format!("{id}: {code}"),
                report => format!("{id}: {report}"),
            };
            let warning = WarningView {
                code: code.to_owned(),
                text,
                source: period.evidence.source.clone(),
                date: period.evidence.date.clone(),
            };
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
        warnings.sort_by(|a, b| b.date.cmp(&a.date));
        warnings
    }
}
