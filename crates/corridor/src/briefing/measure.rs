//! What suppositions change: shipments in all worlds at once, seasons, trade and income.

use super::file::{Briefing, Item, Shipment};
use super::view::{
    AsItIs, CountryEffectOn, DemandView, PairEffectOn, SeasonEffect, ShipmentEffect, SupposedView,
    TradeEffectOn,
};
use super::{Steps, Worlds, flows, works};
use crate::compare::{ChangeStatus, ChangeView, CompareResponse, Goods, agreement_of, supposes};
use crate::effect::BaseCarriage;
use crate::engine::Engine;
use crate::flows::FlowsResponse;
use crate::plan::{PlanRequest, PlanResponse};
use crate::problem::{Problem, Trouble};
use crate::season::Passability;
use crate::trade::GoodsTerms;
use corridor_planning::{Cargo, IceClass, Order};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A shipment in the world of a day, with all that is supposed of it.
type Compared = Result<CompareResponse, Problem>;

/// What shipments take in all worlds, and the carriage of the world as it is.
pub(super) struct Measured {
    /// By day and shipment.
    compared: BTreeMap<(Date, String), Compared>,
    /// Shipments of which nothing is supposed.
    planned: BTreeMap<(Date, String), Result<PlanResponse, Problem>>,
    /// By day and scenario.
    flows: BTreeMap<Date, BTreeMap<String, FlowsResponse>>,
    kept: BaseCarriage,
}

impl Measured {
    /// Asks what shipments take.
    ///
    /// # Errors
    /// When a shipment makes no sense; that there is no way is an answer.
    pub(super) fn new(
        briefing: &Briefing,
        worlds: &Worlds<'_>,
        steps: &Steps<'_>,
    ) -> Result<Self, Problem> {
        let mut measured = Self {
            compared: BTreeMap::new(),
            planned: BTreeMap::new(),
            flows: BTreeMap::new(),
            kept: BaseCarriage::default(),
        };
        for day in &worlds.days {
            for shipment in &briefing.shipments {
                steps.begin(&format!("{} in the world of {day}", shipment.name))?;
                let plan = shipment.plan(*day)?;
                let key = (*day, shipment.id.clone());
                let of_it = |item: &&Item| item.shipments.contains(&shipment.id);
                let named = briefing.items.iter().filter(of_it).filter_map(|i| i.scenario.as_ref());
                let engines: Vec<&Engine> = std::iter::once(worlds.base)
                    .chain(named.chain(&briefing.together).map(|id| &worlds.supposed[id]))
                    .collect();
                if engines.len() == 1 {
                    measured.planned.insert(key, answered(worlds.base.plan(&plan))?);
                    continue;
                }
                let goods = shipment.goods(briefing, &engines, *day);
                let compared = worlds.base.compare_in(&engines, &plan, goods.as_ref());
                measured.compared.insert(key, answered(compared)?);
                worlds.let_go();
            }
            if let Some(demand) = &briefing.demand {
                measured.flows.insert(*day, flows::flows(worlds, demand, *day, steps)?);
                worlds.let_go();
            }
        }
        Ok(measured)
    }

    /// The demand whose flows are told.
    pub(super) fn demand(&self, briefing: &Briefing) -> Option<DemandView> {
        let demand = briefing.demand.as_ref()?;
        let answer = self.flows.values().flat_map(BTreeMap::values).next()?;
        let of_demand = |source: &&String| source.starts_with("demand: ");
        Some(DemandView {
            table: demand.table.clone(),
            between: demand
                .between
                .clone()
                .map(|side| side.iter().map(ToString::to_string).collect()),
            tonnes: answer.demand_t,
            sources: answer.sources.iter().filter(of_demand).cloned().collect(),
            warnings: answer.meta.warnings.clone(),
        })
    }

    /// What the scenario of an item changes.
    pub(super) fn item(
        &mut self,
        briefing: &Briefing,
        worlds: &Worlds<'_>,
        item: &Item,
        scenario: &str,
        steps: &Steps<'_>,
    ) -> Result<SupposedView, Problem> {
        let mut view = self.supposed(worlds, scenario, &item.shipments)?;
        for day in &worlds.days {
            if let Some(id) = &item.season {
                view.seasons.extend(seasons(worlds, scenario, id, *day)?);
            }
            if item.trade {
                view.trade.push(self.trade(briefing, worlds, scenario, *day, steps)?);
            }
            if let Some(asked) = &item.works {
                let shipment =
                    briefing.shipment(&asked.shipment).expect("checked when it was read");
                let compared = self.compared.get(&(*day, asked.shipment.clone()));
                let compared = compared.and_then(|compared| compared.as_ref().ok());
                let flows = self.flows.get(day).and_then(|flows| flows.get(scenario));
                let measured = works::Freight { compared, flows };
                view.works.push(works::worth(worlds, (asked, shipment), scenario, measured, *day)?);
            }
        }
        Ok(view)
    }

    /// What all parts change together.
    pub(super) fn together(
        &mut self,
        briefing: &Briefing,
        worlds: &Worlds<'_>,
        scenario: &str,
        steps: &Steps<'_>,
    ) -> Result<SupposedView, Problem> {
        let all: Vec<String> = briefing.shipments.iter().map(|s| s.id.clone()).collect();
        let mut view = self.supposed(worlds, scenario, &all)?;
        for day in &worlds.days {
            view.trade.push(self.trade(briefing, worlds, scenario, *day, steps)?);
        }
        Ok(view)
    }

    fn supposed(
        &self,
        worlds: &Worlds<'_>,
        scenario: &str,
        shipments: &[String],
    ) -> Result<SupposedView, Problem> {
        let applied = worlds.supposed[scenario].scenarios_applied();
        let changes = applied.into_iter().flat_map(|applied| applied.effect.changes);
        let mut effects = Vec::new();
        for id in shipments {
            for day in &worlds.days {
                let Some(compared) = self.compared.get(&(*day, id.clone())) else { continue };
                effects.push(effect(id, *day, scenario, compared));
            }
        }
        let flows =
            self.flows.iter().filter_map(|(day, flows)| flows::view(*day, flows.get(scenario)?));
        Ok(SupposedView {
            flows: flows.collect(),
            scenario: scenario.to_owned(),
            about: Worlds::about(scenario)?,
            changes: changes.collect(),
            shipments: effects,
            seasons: Vec::new(),
            trade: Vec::new(),
            works: Vec::new(),
        })
    }

    /// The shipments of an item of which nothing is supposed.
    pub(super) fn as_it_is(
        &self,
        briefing: &Briefing,
        worlds: &Worlds<'_>,
        item: &Item,
    ) -> Vec<AsItIs> {
        let mut views = Vec::new();
        for shipment in briefing.shipments.iter().filter(|s| item.shipments.contains(&s.id)) {
            for day in &worlds.days {
                let key = (*day, shipment.id.clone());
                let best = match (self.planned.get(&key), self.compared.get(&key)) {
                    (Some(plan), _) => plan.as_ref().map(|plan| plan.itineraries.first()),
                    (None, Some(compared)) => {
                        compared.as_ref().map(|answer| answer.runs[0].itineraries.first())
                    }
                    (None, None) => continue,
                };
                let problem = best.as_ref().err().map(|problem| problem.detail.clone());
                let best = best.ok().flatten();
                views.push(AsItIs {
                    shipment: shipment.id.clone(),
                    day: day.to_string(),
                    problem,
                    corridors: best.map(|way| way.corridors.clone()).unwrap_or_default(),
                    duration_p50_s: best.map(|way| way.reliability.duration_p50_s),
                    cost_usd: best.map(|way| way.cost_usd),
                    co2e_kg: best.map(|way| way.co2e_kg),
                });
            }
        }
        views
    }

    /// What a scenario does to trade and income on a day.
    fn trade(
        &mut self,
        briefing: &Briefing,
        worlds: &Worlds<'_>,
        scenario: &str,
        day: Date,
        steps: &Steps<'_>,
    ) -> Result<TradeEffectOn, Problem> {
        steps.begin(&format!("trade under {scenario} in the world of {day}"))?;
        let asked = &worlds.supposed[scenario];
        let request = asked.trade_request(&briefing.suppose, day);
        let answer = worlds.base.trade_effect_in(&request, Some(asked), &mut self.kept)?;
        let is_ours = |id: &String| briefing.countries.contains(id);
        let countries = answer.countries.iter().filter(|country| is_ours(&country.id));
        let both = |from: &String, to: &String| is_ours(from) && is_ours(to) && from != to;
        let pairs = answer.pairs.iter().filter(|pair| both(&pair.origin, &pair.destination));
        let carriage = answer.carriage.into_iter().flat_map(|carriage| carriage.pairs);
        Ok(TradeEffectOn {
            day: day.to_string(),
            table: answer.table.clone(),
            countries: countries
                .map(|country| CountryEffectOn {
                    id: country.id.clone(),
                    real_income_percent: country.real_income_percent,
                    exports_percent: country.exports_percent,
                    imports_percent: country.imports_percent,
                })
                .collect(),
            pairs: pairs
                .map(|pair| PairEffectOn {
                    origin: pair.origin.clone(),
                    destination: pair.destination.clone(),
                    before_usd: pair.before_usd,
                    after_usd: pair.after_usd,
                    change_percent: pair.change_percent,
                })
                .collect(),
            carriage: carriage.filter(|pair| both(&pair.origin, &pair.destination)).collect(),
            warnings: answer.warnings,
        })
    }
}

/// That there is no way is an answer; anything else is a fault of the file.
fn answered<T>(result: Result<T, Problem>) -> Result<Result<T, Problem>, Problem> {
    match result {
        Err(problem) if problem.trouble != Trouble::NoRoute => Err(problem),
        answer => Ok(answer),
    }
}

/// What a scenario does to a shipment, out of its comparison.
fn effect(id: &str, day: Date, scenario: &str, compared: &Compared) -> ShipmentEffect {
    let mut effect = ShipmentEffect {
        shipment: id.to_owned(),
        day: day.to_string(),
        depart: String::new(),
        problem: None,
        sums: Vec::new(),
        corridors: Vec::new(),
    };
    match compared {
        Err(problem) => effect.problem = Some(problem.detail.clone()),
        Ok(answer) => {
            effect.depart.clone_from(&answer.depart);
            let run = answer.runs.iter().find(|run| run.scenario == scenario);
            effect.problem = run.and_then(|r| r.problem.as_ref()).map(|p| p.detail.clone());
            let sums = answer.sums.iter().filter(|sum| sum.scenario == scenario);
            effect.sums = sums.cloned().collect();
            let is_changed =
                |c: &&ChangeView| c.scenario == scenario && c.status != ChangeStatus::Same;
            let changes = answer.changes.iter().filter(is_changed).cloned();
            effect.corridors = changes.map(|c| ChangeView { legs: Vec::new(), ..c }).collect();
        }
    }
    effect
}

/// The season by ice class, as it is and as supposed; classes that a year changes nothing for are left out.
fn seasons(
    worlds: &Worlds<'_>,
    scenario: &str,
    id: &str,
    day: Date,
) -> Result<Vec<SeasonEffect>, Problem> {
    let before = worlds.base.season(id, day.year())?;
    let after = worlds.supposed[scenario].season(id, day.year())?;
    let both = before.rows.iter().zip(&after.rows);
    let count = |state| move |row| SeasonEffect::count(row, state);
    let effect = both.map(|(was, is)| SeasonEffect {
        day: day.to_string(),
        ice_class: was.subject.clone(),
        open: [was, is].map(count(Passability::Open)),
        escorted: [was, is].map(count(Passability::Escorted)),
    });
    let changes = |e: &SeasonEffect| e.open[0] != e.open[1] || e.escorted[0] != e.escorted[1];
    Ok(effect.filter(changes).collect())
}

impl Shipment {
    /// The question for its ways in the world of a day.
    ///
    /// # Errors
    /// When a word is not known.
    pub(super) fn plan(&self, day: Date) -> Result<PlanRequest, Problem> {
        let wrong = |word: String| {
            Problem::bad_input(
                "briefing-invalid",
                format!("shipment {:?}: {word}", self.id),
                "mend the file; docs/methods/briefing.md describes its form",
            )
        };
        let cargo: Option<Cargo> =
            self.cargo.as_deref().map(str::parse).transpose().map_err(wrong)?;
        let ice_class: Option<IceClass> =
            self.ice_class.as_deref().map(str::parse).transpose().map_err(wrong)?;
        let order = Order {
            cargo: cargo.unwrap_or_default(),
            teu: self.teu,
            mass_t: self.mass_t,
            value_usd: Some(self.value_usd),
            ship: self.ship.clone(),
            ice_class: ice_class.unwrap_or_default(),
            ..Order::default()
        };
        let depart = self.departs(day).expect("checked when the file was read");
        Ok(PlanRequest {
            order,
            as_of: Some(day),
            hs: self.hs.clone(),
            origin: self.origin.clone(),
            ..PlanRequest::new(&self.from, &self.to, depart)
        })
    }

    /// Its goods, for landed cost in some worlds.
    fn goods(&self, briefing: &Briefing, engines: &[&Engine], day: Date) -> Option<Goods> {
        let supposed = |text: &&String| engines.iter().any(|e| supposes(e, agreement_of(text)));
        let terms = GoodsTerms::default();
        Some(Goods {
            hs: self.hs.clone()?,
            origin: self.origin.clone()?,
            value_usd: format!("{:.2}", self.value_usd),
            terms: GoodsTerms {
                incoterm: self.incoterm.clone().unwrap_or(terms.incoterm),
                as_of: Some(day),
                duty: self.duty.clone(),
                suppose: briefing.suppose.iter().filter(supposed).cloned().collect(),
                ..GoodsTerms::default()
            },
        })
    }
}
