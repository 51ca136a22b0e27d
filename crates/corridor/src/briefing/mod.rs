//! Briefings: what was said at talks, item by item; what stands of it on that day and on another; and what
//! each part, and all of them, would change.
//!
//! A file says what was said and what may be supposed of it; every figure is reckoned by the engine's other
//! questions: `compare`, `landed-cost`, `season`, `flows`, `trade-effect`, `agreements` and `appraise`.

mod file;
mod flows;
mod measure;
mod outline;
mod page;
mod view;
mod words;
mod works;

pub use file::{BriefingSource, shipped_ids};
pub use outline::{BriefingsResponse, ItemOutline, Outline, ShipmentOutline, outlines};
pub use page::html;
pub use view::{
    AgreementThenNow, AsItIs, BriefedShipment, BriefingResponse, CorridorThenNow, CountryEffectOn,
    CountryShare, DemandView, FlowsOn, Happened, InvestmentView, ItemView, ModeChange,
    PairEffectOn, PremiumEvidence, SeasonEffect, ShipmentEffect, SupposedView, TradeEffectOn,
    TransitOn, WorksOfDemand, WorksView,
};
pub use words::{Part, Sheet, parts};

use crate::agreements::AgreementsRequest;
use crate::engine::Engine;
use crate::problem::Problem;
use crate::scenarios::{ScenarioSource, scenario};
use crate::trade::NO_ADVICE;
use corridor_appraisal::TreatyEffect;
use file::{Briefing, Item};
use jiff::civil::Date;
use measure::Measured;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A question for a briefing.
#[derive(Clone, Debug)]
pub struct BriefingRequest {
    /// Which.
    pub source: BriefingSource,
    /// The day for which it is asked, after that of the talks.
    pub as_of: Date,
}

/// Told which step of how many begins, and what it is; says whether to go on.
pub type Told<'a> = dyn Fn(usize, usize, &str) -> ControlFlow<()> + Sync + 'a;

/// The steps of a briefing: shipments, flows and effects on trade, in the world of each day.
struct Steps<'t> {
    told: &'t Told<'t>,
    begun: AtomicUsize,
    all: usize,
}

impl Steps<'_> {
    /// Begins a step.
    ///
    /// # Errors
    /// Code `interrupted` when it was said to stop.
    fn begin(&self, what: &str) -> Result<(), Problem> {
        let begun = self.begun.fetch_add(1, Ordering::Relaxed);
        self.tell(begun, what)
    }

    /// Asks within a step whether to go on.
    fn goes_on(&self) -> ControlFlow<()> {
        (self.told)(self.begun.load(Ordering::Relaxed).saturating_sub(1), self.all, "")
    }

    fn tell(&self, begun: usize, what: &str) -> Result<(), Problem> {
        if (self.told)(begun, self.all, what).is_continue() {
            return Ok(());
        }
        Err(Problem::bad_input(
            "interrupted",
            "it was stopped before its end",
            "ask again; nothing is kept of it",
        ))
    }
}

/// The worlds of a briefing.
struct Worlds<'e> {
    base: &'e Engine,
    /// By scenario.
    supposed: BTreeMap<String, Engine>,
    /// The day of the talks and that asked for.
    days: Vec<Date>,
}

impl BriefingRequest {
    /// The briefing, and the day of the talks with that asked for.
    fn read(&self) -> Result<(Briefing, Vec<Date>), Problem> {
        let briefing = Briefing::read(&self.source)?;
        let now = self.as_of;
        if now < briefing.day {
            return Err(Problem::bad_input(
                "date-invalid",
                format!("--as-of {now} is before the talks of {}", briefing.day),
                "give a later day, or none for today",
            ));
        }
        let mut days = vec![briefing.day, now];
        days.dedup();
        Ok((briefing, days))
    }

    /// How many steps the answer takes, some seconds each. What is wrong with the file is found here.
    ///
    /// # Errors
    /// As those of [`Engine::briefing`] that show before anything is reckoned.
    pub fn steps(&self) -> Result<usize, Problem> {
        let (briefing, days) = self.read()?;
        for item in &briefing.items {
            item.scenario.as_deref().map(Worlds::about).transpose()?;
        }
        Ok(briefing.steps(days.len()))
    }
}

impl Engine {
    /// What stands of a briefing, and what it would change.
    ///
    /// # Errors
    /// When there is none of that id, the file is wrong or names what there is not, or the day lies
    /// before the talks; code `interrupted` when `told` says to stop.
    pub fn briefing(
        &self,
        request: &BriefingRequest,
        told: &Told<'_>,
    ) -> Result<BriefingResponse, Problem> {
        let (briefing, days) = request.read()?;
        let now = request.as_of;
        let all = briefing.steps(days.len());
        let steps = Steps { told, begun: AtomicUsize::new(0), all };
        // Worlds made of an engine that has planned share what it has worked out.
        self.planner();
        let named = briefing.items.iter().filter_map(|item| item.scenario.as_ref());
        let mut supposed = BTreeMap::new();
        for id in named.chain(&briefing.together) {
            let source = ScenarioSource::Id(id.clone());
            supposed.insert(id.clone(), self.supposing(std::slice::from_ref(&source))?);
        }
        let worlds = Worlds { base: self, supposed, days };
        let mut measured = Measured::new(&briefing, &worlds, &steps)?;
        let items = briefing
            .items
            .iter()
            .map(|item| item_view(&briefing, item, &worlds, &mut measured, &steps))
            .collect::<Result<_, _>>()?;
        let together = briefing.together.as_ref();
        let together =
            together.map(|id| measured.together(&briefing, &worlds, id, &steps)).transpose()?;
        let shipment = |s: &file::Shipment| BriefedShipment {
            id: s.id.clone(),
            name: s.name.clone(),
            hs: s.hs.clone(),
            value_usd: s.value_usd,
        };
        Ok(BriefingResponse {
            schema_version: 1,
            dataset: self.dataset(),
            then: briefing.day.to_string(),
            now: now.to_string(),
            demand: measured.demand(&briefing),
            shipments: briefing.shipments.iter().map(shipment).collect(),
            items,
            together,
            warnings: warnings(&briefing),
            id: briefing.id,
            name: briefing.name,
            about: briefing.about,
            suppose: briefing.suppose,
            unknown: briefing.unknown,
        })
    }
}

fn warnings(briefing: &Briefing) -> Vec<String> {
    let mut said = vec![
        NO_ADVICE.to_owned(),
        "times are means and rates published averages, not promises and not quotes; shipments are examples"
            .to_owned(),
        "whatever is supposed is hypothetical: nobody says that it will come, or when".to_owned(),
        "what users of works gain and what trade and real income gain are two measures of one thing, \
         never a sum"
            .to_owned(),
    ];
    if !briefing.suppose.is_empty() {
        let duties = briefing.suppose.join(" %, ");
        said.push(format!("duties supposed where an agreement is: {duties} % on all goods"));
    }
    said
}

fn item_view(
    briefing: &Briefing,
    item: &Item,
    worlds: &Worlds<'_>,
    measured: &mut Measured,
    steps: &Steps<'_>,
) -> Result<ItemView, Problem> {
    let sources = briefing.sources.iter().filter(|source| item.sources.contains(&source.id));
    let agreements = item.agreements.iter().map(|id| agreement(worlds, id));
    let corridors = item.corridors.iter().map(|id| corridor(worlds, id));
    let supposed = item.scenario.as_ref();
    let supposed =
        supposed.map(|id| measured.item(briefing, worlds, item, id, steps)).transpose()?;
    let as_it_is = match supposed {
        Some(_) => Vec::new(),
        None => measured.as_it_is(briefing, worlds, item),
    };
    let mut investments = Vec::new();
    let mut premiums = Vec::new();
    if let Some(asked) = &item.investment {
        investments = works::investments(worlds, asked, item.scenario.as_deref())?;
        let damaged = |fault: corridor_appraisal::Fault| {
            Problem::bad_input("project-invalid", fault.reason, fault.action)
        };
        premiums = TreatyEffect::all().map_err(damaged)?.into_iter().map(premium).collect();
    }
    Ok(ItemView {
        id: item.id.clone(),
        name: item.name.clone(),
        said: item.said.clone(),
        sources: sources.map(file::Source::evidence).collect(),
        agreements: agreements.collect::<Result<_, _>>()?,
        corridors: corridors.collect::<Result<_, _>>()?,
        supposed,
        as_it_is,
        investments,
        premiums,
        unknown: item.unknown.clone(),
    })
}

fn premium(effect: TreatyEffect) -> PremiumEvidence {
    PremiumEvidence {
        percent: effect.cut.fraction() * 100.0,
        id: effect.id,
        source: effect.evidence.source,
        confidence: effect.evidence.confidence,
        note: effect.evidence.note,
    }
}

/// An agreement on both days, with what happened between.
fn agreement(worlds: &Worlds<'_>, id: &str) -> Result<AgreementThenNow, Problem> {
    let on = |day: Date| {
        let asked = AgreementsRequest {
            id: Some(id.to_owned()),
            as_of: day,
            parties: Vec::new(),
            kind: None,
            status: None,
            with: Vec::new(),
        };
        worlds.base.agreements(&asked).map(|answer| answer.agreements.into_iter().next())
    };
    let (then, now) = (worlds.then(), worlds.now());
    let [before, after] = [on(then)?, on(now)?];
    let Some(view) = after else {
        return Err(Problem::bad_input(
            "agreement-unknown",
            format!("the agreement {id:?} is not there yet on {now}"),
            "ask for a later day",
        ));
    };
    let between =
        |counts_from: &str| counts_from.parse().is_ok_and(|day: Date| then < day && day <= now);
    let happened = view.history.iter().filter(|status| between(&status.counts_from));
    Ok(AgreementThenNow {
        since: happened
            .map(|status| Happened {
                date: status.from.clone(),
                state: status.state.clone(),
                report: status.report.clone(),
            })
            .collect(),
        id: view.id,
        name: view.name,
        then: before.map(|view| view.status),
        now: Some(view.status),
        unknown: view.unknown,
        sources: view.sources,
    })
}

/// A corridor on both days.
fn corridor(worlds: &Worlds<'_>, id: &str) -> Result<CorridorThenNow, Problem> {
    let on = |day: Date| -> Result<_, Problem> {
        let found = worlds.base.corridors(Some(id), day)?.corridors;
        Ok(found.into_iter().next().expect("a corridor of that id, or an error"))
    };
    let [before, after] = [on(worlds.then())?, on(worlds.now())?];
    let gone = before.reports.into_iter().filter(|report| !after.reports.contains(report));
    Ok(CorridorThenNow {
        reports_then: gone.collect(),
        id: after.id,
        name: after.name,
        then: before.status,
        now: after.status,
        reports: after.reports,
    })
}

impl Worlds<'_> {
    fn then(&self) -> Date {
        self.days[0]
    }

    fn now(&self) -> Date {
        self.days[self.days.len() - 1]
    }

    /// Lets go what the supposed worlds keep ready: the next step asks of another shipment or day.
    fn let_go(&self) {
        for engine in self.supposed.values() {
            engine.keep_at_most(0);
        }
    }

    /// What a scenario supposes, in words.
    fn about(id: &str) -> Result<String, Problem> {
        Ok(scenario(&ScenarioSource::Id(id.to_owned()))?.about)
    }
}
