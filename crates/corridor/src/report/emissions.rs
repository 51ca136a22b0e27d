//! A report of emissions after ISO 14083: every element of the transport chain with its activity,
//! its emissions well to tank and tank to wheel, and what its intensity rests on.
//!
//! It says how it was reckoned and claims no conformity: factors are defaults of public tables, not
//! carriers' own.

use crate::plan::{ItineraryView, LegView, PlanResponse};
use schemars::JsonSchema;
use serde::Serialize;

/// The emissions of all itineraries of an answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EmissionReport {
    /// Version of this shape.
    pub schema_version: u32,
    /// What it follows.
    pub method: String,
    /// Network file and its build id.
    pub dataset: String,
    /// Version of the program.
    pub engine: String,
    /// Day of departure.
    pub depart: String,
    /// Mass of the cargo without its box, tonnes.
    pub mass_t: f64,
    /// The itineraries.
    pub chains: Vec<EmissionChain>,
}

/// The emissions of one itinerary; kilograms of CO2e for the whole shipment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EmissionChain {
    /// Number of the itinerary within the answer.
    pub itinerary: String,
    /// Corridors it went through.
    pub corridors: Vec<String>,
    /// Kilometres.
    pub distance_km: f64,
    /// Transport activity, tonne-kilometres.
    pub tonne_km: f64,
    /// Tank to wheel: what is burnt on the way.
    pub ttw_kg: f64,
    /// Well to tank: making the fuel or current.
    pub wtt_kg: f64,
    /// Well to wheel: the sum.
    pub wtw_kg: f64,
    /// Grams well to wheel for a tonne-kilometre of the chain.
    pub intensity_g_per_tkm: f64,
    /// Elements in order.
    pub elements: Vec<EmissionElement>,
}

/// An element of a transport chain: a leg with one vehicle, or a hub.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EmissionElement {
    /// Number of the itinerary within the answer.
    pub itinerary: String,
    /// Number of the leg within the itinerary, from 1; waits and borders are no elements.
    pub element: usize,
    /// `leg` or `hub`.
    pub kind: String,
    /// Mode of a leg; empty for hubs.
    pub mode: String,
    /// Class of vehicle, or what the factor describes.
    pub vehicle: String,
    /// Where it starts.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// Kilometres.
    pub distance_km: f64,
    /// `actual` as travelled, `sfd` shortest feasible, `gcd` great circle; empty for hubs.
    pub distance_basis: String,
    /// Transport activity, tonne-kilometres.
    pub tonne_km: f64,
    /// Tank to wheel, kg of CO2e.
    pub ttw_kg: f64,
    /// Well to tank, kg.
    pub wtt_kg: f64,
    /// Well to wheel, kg.
    pub wtw_kg: f64,
    /// Grams well to wheel for a tonne-kilometre; absent for hubs.
    pub intensity_g_per_tkm: Option<f64>,
    /// How good the factor is: `default`, from a public table.
    pub data: String,
    /// Parameters it rests on, with their sources.
    pub source: String,
}

/// The emissions of the itineraries of an answer.
pub fn emissions(answer: &PlanResponse) -> EmissionReport {
    let mass_t = answer.meta.shipment.mass_t;
    EmissionReport {
        schema_version: 1,
        method: "after ISO 14083:2023; greenhouse gases as CO2e, well to wheel; distance as \
                 travelled; default intensities"
            .to_owned(),
        dataset: answer.meta.dataset.clone(),
        engine: answer.meta.engine.clone(),
        depart: answer.meta.depart.clone(),
        mass_t,
        chains: answer.itineraries.iter().map(|itinerary| chain(itinerary, mass_t)).collect(),
    }
}

/// The emissions of one itinerary with `mass_t` tonnes of cargo.
pub(super) fn chain(itinerary: &ItineraryView, mass_t: f64) -> EmissionChain {
    let legs = itinerary.legs.iter().enumerate();
    let elements: Vec<EmissionElement> =
        legs.filter_map(|(n, leg)| element(&itinerary.id, n + 1, leg, mass_t)).collect();
    let sum = |part: fn(&EmissionElement) -> f64| elements.iter().map(part).sum::<f64>();
    let (tonne_km, wtw_kg) = (sum(|e| e.tonne_km), sum(|e| e.wtw_kg));
    EmissionChain {
        itinerary: itinerary.id.clone(),
        corridors: itinerary.corridors.clone(),
        distance_km: round(sum(|e| e.distance_km)),
        tonne_km: round(tonne_km),
        ttw_kg: round(sum(|e| e.ttw_kg)),
        wtt_kg: round(sum(|e| e.wtt_kg)),
        wtw_kg: round(wtw_kg),
        intensity_g_per_tkm: per_tonne_km(wtw_kg, tonne_km).unwrap_or(0.0),
        elements,
    }
}

/// The element that a leg is; none for what neither moves nor handles the cargo nor emits.
fn element(itinerary: &str, number: usize, leg: &LegView, mass_t: f64) -> Option<EmissionElement> {
    let stands = matches!(leg.kind.as_str(), "transfer" | "wait" | "border");
    if stands && leg.kind != "transfer" && leg.co2e_kg == 0.0 {
        return None;
    }
    let distance_km = leg.distance_m as f64 / 1000.0;
    let tonne_km = distance_km * mass_t;
    let sources = leg.sources.iter().filter(|source| source.starts_with("emissions."));
    let name = |text: &str, at: [f64; 2]| {
        if text.is_empty() { format!("{:.3},{:.3}", at[0], at[1]) } else { text.to_owned() }
    };
    let hub = name(&leg.name, leg.from.at);
    Some(EmissionElement {
        itinerary: itinerary.to_owned(),
        element: number,
        kind: if stands { "hub" } else { "leg" }.to_owned(),
        mode: if stands { String::new() } else { leg.kind.clone() },
        vehicle: leg.vehicle.clone().unwrap_or_else(|| unnamed(&leg.kind).to_owned()),
        from: if stands { hub.clone() } else { name(&leg.from.name, leg.from.at) },
        to: if stands { hub } else { name(&leg.to.name, leg.to.at) },
        distance_km: round(distance_km),
        distance_basis: if stands { String::new() } else { leg.distance_basis.clone() },
        tonne_km: round(tonne_km),
        ttw_kg: leg.co2e_ttw_kg,
        wtt_kg: leg.co2e_wtt_kg,
        wtw_kg: leg.co2e_kg,
        intensity_g_per_tkm: if stands { None } else { per_tonne_km(leg.co2e_kg, tonne_km) },
        data: "default".to_owned(),
        source: sources.cloned().collect::<Vec<_>>().join("; "),
    })
}

fn per_tonne_km(kg: f64, tonne_km: f64) -> Option<f64> {
    (tonne_km > 0.0).then(|| round(kg * 1000.0 / tonne_km))
}

/// What the factor describes where no class of vehicle is chosen.
fn unnamed(kind: &str) -> &'static str {
    match kind {
        "sea" | "ferry" => "container ship, fleet average",
        "transfer" => "handling",
        _ => "",
    }
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
