//! How the answer is made of what was loaded.

use super::capacities::Limit;
use super::counters::{Counter, Counters};
use super::demand::{Read, Row};
use super::difference::Compared;
use super::ends::Demand;
use super::figures::{self, FigureView};
use super::load::World;
use super::view::{
    CountView, FacilityView, FlowsMeta, FlowsResponse, KnownView, LinkView, OdView, RouteView,
    SelectView, SumsView, UnservedView, UserView,
};
use super::ways::{Planned, Way};
use super::{Calibration, FlowsRequest, TextFile, facilities};
use crate::engine::Engine;
use crate::problem::{Problem, did_you_mean};
use corridor_flows::capacity::Grams;
use corridor_network::{EdgeId, Id, LinkId, Mode};
use corridor_planning::parameters::PRICE_LEVEL;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Sources of demand named in an answer; beyond, they are counted.
const MOST_SOURCES: usize = 200;

/// That names to select are known.
///
/// # Errors
/// When one is no facility.
pub(super) fn check_selected(engine: &Engine, names: &[String]) -> Result<(), Problem> {
    for name in names {
        let id = name.split_whitespace().next().unwrap_or_default();
        let mut known = facilities::known(engine.network());
        if !known.any(|known| known.eq_ignore_ascii_case(id)) {
            let hint = did_you_mean(id, facilities::known(engine.network()));
            return Err(Problem::bad_input(
                "name-unknown",
                format!("--select {name:?} is no facility"),
                hint.map_or("give an id of the answer's facilities".to_owned(), |hint| {
                    format!("did you mean {hint:?}?")
                }),
            ));
        }
    }
    Ok(())
}

/// What an answer is made of.
pub(super) struct Answer<'a> {
    pub engine: &'a Engine,
    pub request: &'a FlowsRequest,
    pub split: f64,
    pub read: &'a Read,
    pub demands: &'a [Demand],
    pub planned: &'a [Planned],
    pub counters: &'a Counters,
    pub limits: &'a [Limit],
    /// The world asked for, and the one it is compared with if there is one.
    pub loaded: Vec<&'a World>,
    /// Counted shares of modes beside modelled ones.
    pub counts: &'a [CountView],
}

impl Answer<'_> {
    pub(super) fn view(&self, notes: Vec<String>) -> FlowsResponse {
        let world = self.loaded[0];
        let accuracy = world.loaded.accuracy;
        let demand: Grams = self.demands.iter().map(|d| d.amount).sum();
        let (shipped, unserved) = sums(world);
        let facilities = self.facilities(world);
        let before = self.loaded.get(1).copied();
        let compared = before.map(|before| Compared { answer: self, before, after: world });
        let gains = compared.as_ref().map(Compared::gains);
        FlowsResponse {
            schema_version: 1,
            meta: self.meta(notes),
            rows: self.read.view(),
            demand_t: demand.tonnes(),
            shipped_t: shipped.tonnes(),
            unserved_t: unserved.tonnes(),
            relative_gap: accuracy.relative_gap,
            excess: accuracy.excess,
            complementarity: accuracy.complementarity,
            converged: accuracy.has_converged,
            known: self.known(world),
            facilities,
            modes: self.modes(world),
            co2e_t: self.co2e_t(world),
            payments: self.payments(world, before),
            counts: self.counts.to_vec(),
            unserved: self.unserved(world),
            od: self.od(world),
            routes: self.routes(world),
            selected: self.request.select.iter().map(|id| self.selected(world, id)).collect(),
            before: before.map(|before| {
                let (shipped, unserved) = sums(before);
                let accuracy = before.loaded.accuracy;
                SumsView {
                    shipped_t: shipped.tonnes(),
                    unserved_t: unserved.tonnes(),
                    relative_gap: accuracy.relative_gap,
                    excess: accuracy.excess,
                    complementarity: accuracy.complementarity,
                    modes: self.modes(before),
                    co2e_t: self.co2e_t(before),
                }
            }),
            changes: compared.as_ref().map(Compared::changes).unwrap_or_default(),
            losses: compared.as_ref().map(Compared::losses).unwrap_or_default(),
            gain_usd: gains.as_ref().map(|all| all.iter().map(|gain| gain.half_usd).sum()),
            gain_logsum_usd: gains.as_ref().map(|all| all.iter().map(|gain| gain.logsum_usd).sum()),
            gains: gains.unwrap_or_default(),
            parameters: self.parameters(),
            sources: self.sources(world),
            links: self.links(),
        }
    }

    fn meta(&self, notes: Vec<String>) -> FlowsMeta {
        let conditions = &self.request.conditions;
        let day = self.engine.on_supposed_day(conditions);
        let mut warnings = notes;
        let others = if self.request.preload.is_some() {
            "subtracted as far as the preload says"
        } else {
            "not subtracted (--preload takes it)"
        };
        warnings.push(format!(
            "a capacity is that of the whole facility, and what others than this demand take of it is \
             {others}; facilities without a known capacity carry whatever comes"
        ));
        warnings.push(self.told_of_constants());
        let is_small = |(demand, planned): &(&Demand, &Planned)| {
            let orders = demand.goods.orders();
            orders.first().is_some_and(|usual| usual.mass_t.is_some_and(|t| t > planned.parcel_t))
        };
        let small = self.demands.iter().zip(self.planned).filter(is_small).count();
        if small > 0 {
            warnings.push(format!(
                "{small} of {} demands have no way for a whole shipload and were planned as shipments of \
                 {} t",
                self.demands.len(),
                figures::value("small_parcel")
            ));
        }
        if self.loaded.len() > 1 {
            warnings.push(
                "both worlds choose among the ways that either of them offers, so the one without may \
                 differ from what it is when it is asked for alone"
                    .to_owned(),
            );
        }
        if !self.request.with_capacities {
            warnings.push("capacities are left out: all go as if they were alone".to_owned());
        }
        let FlowsRequest { demand, zones, capacities, preload, .. } = self.request;
        let counts = match &self.request.calibration {
            Calibration::Fitted(file) => file.as_ref(),
            _ => None,
        };
        let inputs = demand.iter().chain(zones).chain(capacities).chain(preload).chain(counts);
        FlowsMeta {
            dataset: self.engine.dataset(),
            scenario: self.engine.scenario_name(),
            scenarios: self.engine.scenarios_applied(),
            avoid: conditions.avoid.clone(),
            engine: format!("corridor {}", env!("CARGO_PKG_VERSION")),
            prices: PRICE_LEVEL.to_owned(),
            depart: day.depart.to_string(),
            as_of: day.as_of().to_string(),
            with_capacities: self.request.with_capacities,
            inputs: inputs.map(|file| (file.name.clone(), digest(file))).collect(),
            loadings: self.loaded[0].loaded.accuracy.loadings,
            warnings,
        }
    }

    /// What speaks for or against modes beyond money and time, in one sentence.
    fn told_of_constants(&self) -> String {
        let told = self
            .counts
            .iter()
            .filter(|count| count.constant != 0.0)
            .map(|count| format!("{} {:+.2} in {}", count.mode, count.constant, count.id));
        let told: Vec<String> = told.collect();
        if told.is_empty() {
            return "the flows are modelled, not observed, and not fitted to counts".to_owned();
        }
        let how = match self.request.calibration {
            Calibration::Fitted(_) => "fitted to counts on this demand",
            _ => "fitted to counts on the sample demand",
        };
        format!(
            "the flows are modelled, not observed; constants by mode (logarithms of odds), {how}: {}",
            told.join(", ")
        )
    }

    fn facilities(&self, world: &World) -> Vec<FacilityView> {
        let mut used: Vec<usize> = (0..self.counters.all.len())
            .filter(|&at| world.loaded.flows[at].0 > 0 || world.loaded.waits[at] > 0.0)
            .collect();
        used.sort_by_key(|&at| (std::cmp::Reverse(world.loaded.flows[at]), at));
        let view = |at: usize| {
            let counter = &self.counters.all[at];
            let limit = counter.limit.map(|row| &self.limits[row]);
            let text = |part: fn(&Limit) -> &String| limit.map(part).cloned().unwrap_or_default();
            let (kind, name) = self.about(&counter.facility);
            FacilityView {
                id: counter.id(),
                facility: counter.facility.clone(),
                kind: kind.to_owned(),
                name,
                direction: counter.direction.map_or("both".to_owned(), |d| d.to_string()),
                cargo: counter.cargo.map(|cargo| cargo.to_string()),
                flow_t: world.loaded.flows[at].tonnes(),
                capacity_t: limit.and_then(|limit| limit.tonnes),
                preload_t: limit.and_then(|limit| limit.preload),
                wait_h: world.loaded.waits[at],
                throughput_t: limit.and_then(|limit| limit.throughput),
                capacity: text(|limit| &limit.told),
                source: text(|limit| &limit.source),
                confidence: text(|limit| &limit.confidence),
            }
        };
        used.into_iter().map(view).collect()
    }

    /// Kind and name of a facility; one of the base alone is known by its id.
    pub(super) fn about(&self, facility: &str) -> (&'static str, String) {
        let about = facilities::about(self.engine.network(), facility);
        about.unwrap_or_else(|| ("facility", facility.to_owned()))
    }

    fn known(&self, world: &World) -> KnownView {
        let used = |at: usize| world.loaded.flows[at].0 > 0;
        let counters = || self.counters.all.iter().enumerate().filter(|(at, _)| used(*at));
        let facilities: BTreeSet<&str> = counters().map(|(_, c)| c.facility.as_str()).collect();
        let tonnes = |row: usize| self.limits[row].tonnes;
        // A limit of a direction that nothing takes is known all the same.
        let all = self.counters.all.iter();
        let with: BTreeSet<&str> = all
            .filter(|c| c.limit.and_then(tonnes).is_some())
            .map(|c| c.facility.as_str())
            .filter(|facility| facilities.contains(facility))
            .collect();
        let full = counters().filter(|(at, _)| world.loaded.waits[*at] > 0.0);
        let full: BTreeSet<&str> = full.map(|(_, c)| c.facility.as_str()).collect();
        KnownView { facilities: facilities.len(), with_capacity: with.len(), full: full.len() }
    }

    fn modes(&self, world: &World) -> BTreeMap<String, f64> {
        let modes =
            [Mode::Sea, Mode::Rail, Mode::Road, Mode::InlandWater, Mode::Ferry, Mode::Pipeline];
        let mut sums: BTreeMap<Mode, Grams> = modes.map(|mode| (mode, Grams(0))).into();
        for (planned, shipped) in self.planned.iter().zip(&world.loaded.shipped) {
            let ways = &planned.worlds[world.number].ways;
            for (way, grams) in ways.iter().zip(&shipped.by_route) {
                *sums.entry(way.course.mode).or_default() += *grams;
            }
        }
        sums.into_iter().map(|(mode, sum)| (mode.name().to_owned(), sum.tonnes())).collect()
    }

    /// CO2e of all that is shipped, tonnes a year.
    fn co2e_t(&self, world: &World) -> f64 {
        self.by_way(world, |way, tonnes| tonnes * way.priced.kg / 1e3)
    }

    /// A figure of every way with its tonnes, summed.
    fn by_way(&self, world: &World, figure: impl Fn(&Way, f64) -> f64) -> f64 {
        let demands = self.planned.iter().zip(&world.loaded.shipped);
        let ways = demands.flat_map(|(planned, shipped)| {
            planned.worlds[world.number].ways.iter().zip(&shipped.by_route)
        });
        ways.map(|(way, grams)| figure(way, grams.tonnes())).sum()
    }

    fn unserved(&self, world: &World) -> Vec<UnservedView> {
        let mut unserved: Vec<(Grams, UnservedView)> = Vec::new();
        for (n, demand) in self.demands.iter().enumerate() {
            let grams = world.loaded.shipped[n].unserved;
            if grams < Grams(1_000_000) {
                continue;
            }
            let (code, reason) = self.reason(world, n);
            let [origin, destination] = demand.labels.clone();
            let commodity = demand.goods.commodity.clone();
            let tonnes = grams.tonnes();
            let view = UnservedView { origin, destination, commodity, tonnes, code, reason };
            unserved.push((grams, view));
        }
        unserved.sort_by_key(|(grams, _)| std::cmp::Reverse(*grams));
        unserved.into_iter().map(|(_, view)| view).collect()
    }

    /// Why a demand is not all shipped, as code and sentence.
    pub(super) fn reason(&self, world: &World, n: usize) -> (String, String) {
        if let Some(problem) = &self.planned[n].worlds[world.number].none {
            return (problem.code.clone(), problem.detail.clone());
        }
        let asked = &world.question.demands[n];
        let used = asked.routes.iter().flat_map(|route| &route.facilities);
        let full: BTreeSet<u32> =
            used.copied().filter(|&at| world.loaded.waits[at as usize] > 0.0).collect();
        if full.is_empty() {
            let reason = format!(
                "its ways cost USD {:.0} a tonne, and it is worth USD {:.0} at most",
                world.loaded.shipped[n].expected, asked.forgone
            );
            return ("too-dear".to_owned(), reason);
        }
        let names: Vec<String> = full
            .iter()
            .map(|&at| {
                let wait = world.loaded.waits[at as usize];
                format!("{} ({wait:.0} h of wait)", self.counters.all[at as usize].id())
            })
            .collect();
        ("full".to_owned(), format!("full: {}", names.join(", ")))
    }

    fn od(&self, world: &World) -> Vec<OdView> {
        let view = |(n, demand): (usize, &Demand)| {
            let shipped = &world.loaded.shipped[n];
            let asked = &world.question.demands[n];
            let [origin, destination] = demand.labels.clone();
            OdView {
                origin,
                destination,
                countries: demand.countries.map(|country| country.to_string()),
                commodity: demand.goods.commodity.clone(),
                hs: demand.goods.hs.clone().filter(|_| !demand.has_other_codes),
                cargo: demand.goods.cargo.to_string(),
                parcel_t: self.planned[n].parcel_t,
                demand_t: demand.amount.tonnes(),
                shipped_t: shipped.by_route.iter().copied().sum::<Grams>().tonnes(),
                unserved_t: shipped.unserved.tonnes(),
                expected_usd_per_t: Some(shipped.expected).filter(|usd| usd.is_finite()),
                forgone_usd_per_t: asked.forgone,
                routes: asked.routes.len(),
            }
        };
        self.demands.iter().enumerate().map(view).collect()
    }

    fn routes(&self, world: &World) -> Vec<RouteView> {
        let mut routes = Vec::new();
        for (n, planned) in self.planned.iter().enumerate() {
            let shipped = &world.loaded.shipped[n];
            let all: Grams = shipped.by_route.iter().copied().sum();
            let asked = &world.question.demands[n].routes;
            let ways = &planned.worlds[world.number].ways;
            for ((way, route), grams) in ways.iter().zip(asked).zip(&shipped.by_route) {
                let waits = route.facilities.iter().map(|&at| world.loaded.waits[at as usize]);
                routes.push(RouteView {
                    od: n,
                    mode: way.course.mode.name().to_owned(),
                    modes: way.course.modes.iter().map(|mode| mode.name().to_owned()).collect(),
                    tonnes: grams.tonnes(),
                    share: if all.0 > 0 { grams.tonnes() / all.tonnes() } else { 0.0 },
                    usd_per_t: way.priced.usd,
                    generalised_usd_per_t: way.cost,
                    hours: way.priced.hours,
                    wait_h: waits.sum(),
                    km: way.course.km,
                    co2e_kg_per_t: way.priced.kg,
                    facilities: way.course.uses.iter().map(|one| one.facility.clone()).collect(),
                });
            }
        }
        routes
    }

    fn selected(&self, world: &World, id: &str) -> SelectView {
        let is = |counter: &Counter| counter.id().eq_ignore_ascii_case(id.trim());
        let at = self.counters.all.iter().position(is);
        let (all, _) = sums(world);
        let mut users: Vec<(Grams, UserView)> = Vec::new();
        let mut flow = Grams(0);
        for (n, demand) in self.demands.iter().enumerate() {
            let shipped = &world.loaded.shipped[n];
            let routes = world.question.demands[n].routes.iter().zip(&shipped.by_route);
            let over = |facilities: &[u32]| at.is_some_and(|at| facilities.contains(&(at as u32)));
            let through: Grams =
                routes.filter(|(route, _)| over(&route.facilities)).map(|(_, grams)| *grams).sum();
            if through.0 == 0 {
                continue;
            }
            flow += through;
            let [origin, destination] = demand.labels.clone();
            let view = UserView {
                origin,
                destination,
                commodity: demand.goods.commodity.clone(),
                tonnes: through.tonnes(),
                shipped_t: shipped.by_route.iter().copied().sum::<Grams>().tonnes(),
            };
            users.push((through, view));
        }
        users.sort_by_key(|(grams, _)| std::cmp::Reverse(*grams));
        SelectView {
            id: at.map_or_else(|| id.trim().to_owned(), |at| self.counters.all[at].id()),
            flow_t: flow.tonnes(),
            not_using_t: Grams(all.0 - flow.0).tonnes(),
            users: users.into_iter().map(|(_, view)| view).collect(),
        }
    }

    fn parameters(&self) -> Vec<FigureView> {
        let cargoes: BTreeSet<String> =
            self.demands.iter().map(|demand| demand.goods.cargo.to_string()).collect();
        let counts = |id: &str| id.split_once('.').is_none_or(|(_, cargo)| cargoes.contains(cargo));
        let given = |id: &str| (id == "split_at_ten_percent").then_some(self.split);
        let used = figures::all().iter().filter(|figure| counts(&figure.id));
        used.map(|figure| figure.view(given(&figure.id))).collect()
    }

    fn sources(&self, world: &World) -> Vec<String> {
        let kept: BTreeSet<&String> = self.demands.iter().flat_map(|demand| &demand.rows).collect();
        let counts = |row: &&Row| self.request.between.is_none() || kept.contains(&row.at);
        let of_demand = self.read.rows.iter().filter(counts).map(|row| &row.source);
        let of_demand = of_demand.filter(|source| !source.is_empty());
        let mut demand: Vec<String> = of_demand.map(|source| format!("demand: {source}")).collect();
        demand.sort_unstable();
        demand.dedup();
        if demand.len() > MOST_SOURCES {
            let more = demand.len() - MOST_SOURCES;
            demand.truncate(MOST_SOURCES);
            demand.push(format!("demand: and {more} more"));
        }
        let counts = self.counters.all.iter().enumerate();
        let counts = counts.filter(|(at, _)| world.loaded.flows[*at].0 > 0);
        let limits = counts.filter_map(|(_, counter)| Some(&self.limits[counter.limit?]));
        let limits = limits.filter(|limit| limit.tonnes.is_some());
        demand.extend(limits.map(|limit| {
            let Limit { facility, source, date, confidence, .. } = limit;
            format!("capacity of {facility}: {source}, {date}, {confidence}")
        }));
        demand
    }

    /// All links that something goes over, in the world asked for or in the one it is compared with.
    fn links(&self) -> Vec<LinkView> {
        let mut flows: BTreeMap<u32, [Grams; 2]> = BTreeMap::new();
        for (place, world) in self.loaded.iter().enumerate() {
            for (planned, shipped) in self.planned.iter().zip(&world.loaded.shipped) {
                let ways = &planned.worlds[world.number].ways;
                for (way, grams) in ways.iter().zip(&shipped.by_route).filter(|(_, g)| g.0 > 0) {
                    for link in way.course.links.iter().flat_map(|part| part.iter()) {
                        flows.entry(*link).or_default()[place] += *grams;
                    }
                }
            }
        }
        let network = self.engine.network();
        let columns = network.columns();
        let view = |(link, [now, before]): (u32, [Grams; 2])| {
            let link = LinkId::from_index(link as usize);
            LinkView {
                mode: columns.link_mode[link],
                course: network.course(EdgeId::of(link, false)),
                country: network.country_of(link).to_string(),
                km: columns.link_length[link].km(),
                flow_t: now.tonnes(),
                before_t: before.tonnes(),
            }
        };
        flows.into_iter().map(view).collect()
    }
}

/// What is shipped and what not.
pub(super) fn sums(world: &World) -> (Grams, Grams) {
    let shipped = &world.loaded.shipped;
    let all = shipped.iter().flat_map(|one| &one.by_route).copied().sum();
    (all, shipped.iter().map(|one| one.unserved).sum())
}

fn digest(file: &TextFile) -> String {
    Sha256::digest(file.text.as_bytes()).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
