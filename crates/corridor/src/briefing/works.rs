//! What works are worth to those who use their corridor, and whether investments are protected.

use super::Worlds;
use super::file::{Investment, Shipment, Works};
use super::view::{CountryShare, InvestmentView, WorksOfDemand, WorksView};
use crate::agreements::CoverageRequest;
use crate::appraisal::{ProjectRequest, ProjectResponse, flows_table, project};
use crate::compare::CompareResponse;
use crate::flows::FlowsResponse;
use crate::problem::Problem;
use corridor_network::fact::Evidence;
use corridor_trade::{Agreement, Kind, Register};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a tonne by the corridor saves, US dollars: in carriage, and in time at the value of its time.
struct Saving {
    carriage: f64,
    time: f64,
}

/// What is known of the freight that would use works.
#[derive(Clone, Copy)]
pub(super) struct Freight<'a> {
    /// A shipment with and without them.
    pub(super) compared: Option<&'a CompareResponse>,
    /// The flows of the demand with and without them.
    pub(super) flows: Option<&'a FlowsResponse>,
}

/// The worth of works in the world of a day: with what a shipment saves by their corridor, and to the flows
/// of the demand.
///
/// # Errors
/// When the preset is none or a figure is beyond what can be reckoned.
pub(super) fn worth(
    worlds: &Worlds<'_>,
    (works, shipment): (&Works, &Shipment),
    scenario: &str,
    freight: Freight<'_>,
    day: Date,
) -> Result<WorksView, Problem> {
    let order = shipment.plan(day)?.order;
    let moved = worlds.base.shipment(&order)?;
    let usd_per_s = moved.usd_per_hour(worlds.base.planner().rates()) / 3600.0;
    let changes = freight.compared.iter().flat_map(|answer| &answer.changes);
    let mut changes = changes.filter(|c| c.scenario == scenario && c.corridor == works.corridor);
    let saving = changes.next().and_then(|change| {
        let (usd, time) = (change.figures.cost_usd, change.figures.duration_p50_s);
        Some(Saving {
            carriage: (usd.from? - usd.to?) / moved.mass_t,
            time: (time.from? - time.to?) * usd_per_s / moved.mass_t,
        })
    });
    let mut view = WorksView {
        name: works.name.clone(),
        day: day.to_string(),
        cost_usd: works.cost_usd,
        saving_usd_per_t: saving.as_ref().map(|s| s.carriage),
        time_usd_per_t: saving.as_ref().map(|s| s.time),
        tonnes_a_year: works.tonnes_a_year,
        npv_usd: None,
        break_even_tonnes_a_year: None,
        by_country: Vec::new(),
        of_demand: of_demand(works, &freight, day)?,
        preset: works.preset.clone(),
        evidence: Evidence {
            source: works.source.clone(),
            date: works.date.clone(),
            confidence: works.confidence,
            note: String::new(),
        },
        note: format!(
            "if all tonnes hoped for saved what {} saves by {}: half of the gain to exporters, half to \
             importers; without the upkeep of the works, emissions and what the country in between earns",
            shipment.name, works.corridor
        ),
    };
    let Some(saving) = saving else {
        view.note =
            format!("{} is open to {} in one of the worlds only", works.corridor, shipment.name);
        return Ok(view);
    };
    let text = project_text(worlds, (works, shipment), &saving, day)?;
    let answer = appraised(works, text, BTreeMap::new())?;
    view.npv_usd = Some(answer.npv_usd);
    let users: f64 =
        answer.ledger.iter().filter(|row| row.kind == "users").map(|row| row.pv_usd).sum();
    let rest = answer.npv_usd - users;
    // The gain is in proportion to the tonnes.
    view.break_even_tonnes_a_year = (users > 0.0).then(|| -rest / users * works.tonnes_a_year);
    view.by_country = by_country(answer);
    Ok(view)
}

fn by_country(answer: ProjectResponse) -> Vec<CountryShare> {
    let share = answer.by_country.into_iter();
    share.map(|c| CountryShare { country: c.country, pv_usd: c.pv_usd }).collect()
}

fn appraised(
    works: &Works,
    text: String,
    tables: BTreeMap<String, String>,
) -> Result<ProjectResponse, Problem> {
    project(&ProjectRequest {
        file: works.name.clone(),
        text,
        tables,
        preset: None,
        draws: 0,
        seed: 1,
    })
}

/// Name of the table of flows in a project.
const FLOWS: &str = "flows";

/// The worth of works to the flows of the demand.
fn of_demand(
    works: &Works,
    freight: &Freight<'_>,
    day: Date,
) -> Result<Option<WorksOfDemand>, Problem> {
    let Some(answer) = freight.flows else { return Ok(None) };
    let (Some(table), Some(gain_usd)) = (flows_table(answer), answer.gain_logsum_usd) else {
        return Ok(None);
    };
    let text = format!(
        "{}[[flows]]\nfile = {FLOWS:?}\nyears = {{ from = {} }}\nprice_factor = 1.0\n",
        head(works, day),
        i32::from(day.year()) + works.years
    );
    let answer = appraised(works, text, BTreeMap::from([(FLOWS.to_owned(), table)]))?;
    Ok(Some(WorksOfDemand { gain_usd, npv_usd: answer.npv_usd, by_country: by_country(answer) }))
}

/// The works as the head of a project: years, rate, cost.
fn head(works: &Works, day: Date) -> String {
    let base = i32::from(day.year());
    let (opens, last) = (base + works.years, base + works.last_after_years);
    let years: Vec<String> = (base..opens).map(|year| year.to_string()).collect();
    let amount = format!("{:.2}", works.cost_usd / f64::from(works.years));
    let amounts = vec![amount; years.len()];
    format!(
        "name = {name:?}\nbase_year = {base}\nprice_year = {base}\nlast_year = {last}\n\
         operation_from = {opens}\ncurrency = \"USD\"\npreset = {preset:?}\n\
         [parties.builder]\nname = \"Builder\"\ncountry = {builder:?}\n\
         [[cost]]\nitem = \"works\"\npayer = \"builder\"\nyears = [{years}]\namount = [{amounts}]\n",
        name = works.name,
        preset = works.preset,
        builder = works.country,
        years = years.join(", "),
        amounts = amounts.join(", "),
    )
}

/// The project of works, as a file of `corridor appraise`.
fn project_text(
    worlds: &Worlds<'_>,
    (works, shipment): (&Works, &Shipment),
    saving: &Saving,
    day: Date,
) -> Result<String, Problem> {
    let country = |text: &str| worlds.base.place(text).map(|place| place.country);
    let (from, to) = (country(&shipment.from)?, country(&shipment.to)?);
    let opens = i32::from(day.year()) + works.years;
    let saved = saving.carriage + saving.time;
    // A cost is never negative in a project; what is saved may be.
    let (before, after) = (saved.max(0.0), (-saved).max(0.0));
    Ok(format!(
        "{head}[parties.exporters]\nname = \"Exporters\"\ncountry = \"{from}\"\n\
         [parties.importers]\nname = \"Importers\"\ncountry = \"{to}\"\n\
         [[relation]]\nitem = \"freight\"\nexporter = \"exporters\"\nimporter = \"importers\"\n\
         years = {{ from = {opens} }}\nquantity = [{tonnes:.1}, {tonnes:.1}]\n\
         ways = [{{ name = \"corridor\", before = {before:.6}, after = {after:.6} }}]\n",
        head = head(works, day),
        tonnes = works.tonnes_a_year,
    ))
}

/// Whether investments are protected on the days of a briefing, as things are and under a treaty that a
/// scenario supposes.
pub(super) fn investments(
    worlds: &Worlds<'_>,
    asked: &Investment,
    scenario: Option<&str>,
) -> Result<Vec<InvestmentView>, Problem> {
    let supposed = scenario.and_then(|id| worlds.supposed[id].supposed());
    let supposed = supposed.into_iter().flat_map(|s| &s.agreements);
    let treaty = supposed
        .filter_map(|s| Register::shipped().get(&s.agreement))
        .find(|agreement| agreement.kind == Kind::Investment);
    let mut views = Vec::new();
    for invested in &asked.invested {
        for day in worlds.days.iter().filter(|day| *day >= invested) {
            let overlays = [None, treaty.map(|treaty| in_force(treaty, *day))];
            for (n, overlay) in overlays.into_iter().enumerate() {
                if n == 1 && overlay.is_none() {
                    continue;
                }
                let answer = worlds.base.coverage(&CoverageRequest {
                    parties: asked.parties.to_vec(),
                    invested: *invested,
                    as_of: *day,
                    with: overlay.into_iter().map(|text| ("supposed".to_owned(), text)).collect(),
                })?;
                views.push(InvestmentView {
                    invested: invested.to_string(),
                    day: day.to_string(),
                    supposed: n == 1,
                    covered: answer.covered,
                    summary: answer.summary,
                });
            }
        }
    }
    Ok(views)
}

/// A treaty as a user's file would suppose it, in force from a day.
fn in_force(treaty: &Agreement, day: Date) -> String {
    let parties = treaty.parties.iter().map(|row| format!("{{ party = \"{}\" }}", row.party));
    let parties: Vec<String> = parties.collect();
    format!(
        "id = {:?}\nname = {:?}\nkind = \"investment\"\n\
         about = \"As a scenario supposes it.\"\nhypothetical = true\nparties = [{}]\n\
         [[status]]\nstate = \"in-force\"\nfrom = \"{day}\"\nreport = \"Supposed.\"\n\
         [[switches]]\nrule = \"investment\"\neffect = \"Investors of either side are protected.\"\n",
        treaty.id,
        treaty.name,
        parties.join(", ")
    )
}
