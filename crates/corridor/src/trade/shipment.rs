//! Several goods in one shipment: the carriage is shared out by mass or by value, each of them owes its own
//! duty and tax, and what is paid once for the declaration stands beside them.

use super::NO_ADVICE;
use super::asked::{Read, given};
use super::book::GoodsRow;
use super::claim::Desk;
use super::landed::territory;
use super::request::LandedCostRequest;
use super::view::{AlternativeView, CostLineView};
use super::way;
use crate::engine::Engine;
use crate::problem::Problem;
use crate::{EndView, ItineraryView, MetaView, PlanResponse};
use corridor_trade::hs::Nomenclature;
use corridor_trade::landed::{Carriage, Dues, Given, Ledger, declaration, reckon};
use corridor_trade::{Usd, shared_out};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One of the goods of a shipment by one way, without preference.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ShipmentGoodsView {
    /// What it is called in the table.
    pub id: String,
    /// Code, digits only.
    pub hs: String,
    /// Title of the subheading, HS 2022.
    pub title: String,
    /// Country of origin.
    pub origin: String,
    /// What the user gave, US dollars.
    pub value_usd: f64,
    /// Its share of the carriage, per cent.
    pub share_percent: f64,
    /// Its lines and sums, without what is paid for the declaration as a whole.
    #[serde(flatten)]
    pub cost: AlternativeView,
}

/// The shipment by one way.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ShipmentWayView {
    /// Number of the itinerary.
    pub id: String,
    /// Corridors it goes through.
    pub corridors: Vec<String>,
    /// Countries gone through, in order.
    pub countries: Vec<String>,
    /// Seconds door to door.
    pub duration_s: u64,
    /// All that is paid for all goods; null when any line is not known.
    pub landed_usd: Option<f64>,
    /// What is known of it.
    pub known_usd: f64,
    /// The goods, in the order of the table.
    pub goods: Vec<ShipmentGoodsView>,
    /// What is paid once: fees of the declaration, unloading.
    pub charges: Vec<CostLineView>,
    /// What to give so that the rest becomes known.
    pub supply: Vec<String>,
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ShipmentResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// What the itineraries rest on.
    pub meta: MetaView,
    /// Day for which agreements and rates are read.
    pub as_of: String,
    /// Where from.
    pub from: EndView,
    /// Where to.
    pub to: EndView,
    /// Rule of Incoterms 2020.
    pub incoterm: String,
    /// By what the carriage is shared out: `mass` where every one of the goods has one, otherwise `value`.
    pub shared_by: String,
    /// The shipment by each way: what is wholly known first, then by what is known.
    pub itineraries: Vec<ShipmentWayView>,
    /// What holds for the whole answer.
    pub warnings: Vec<String>,
}

/// One of the goods, read.
struct Item {
    id: String,
    request: LandedCostRequest,
    read: Read,
}

impl Engine {
    /// Landed cost of several goods in one shipment, by each way; `base` says what rows do not say, its own
    /// code and value do not count.
    ///
    /// # Errors
    /// When goods make no sense, may not be traded, or there is no way.
    pub fn landed_shipment(
        &self,
        base: &LandedCostRequest,
        rows: &[(String, GoodsRow)],
    ) -> Result<ShipmentResponse, Problem> {
        let sources = Arc::new(self.sources(&base.terms)?);
        let items = rows.iter().map(|(id, row)| {
            let request = asked(base, row).map_err(|problem| named(id, problem))?;
            let read = self.read_with(&request, sources.clone());
            let read = read.map_err(|problem| named(id, problem))?;
            Ok(Item { id: id.clone(), request, read })
        });
        let items = items.collect::<Result<Vec<Item>, Problem>>()?;
        let Some(first) = items.first() else {
            let action = "give a table with a row for each of the goods";
            return Err(Problem::bad_input("field-missing", "the shipment has no goods", action));
        };
        let planned = self.planned_together(base, &items)?;
        let masses: Option<Vec<Decimal>> =
            rows.iter().map(|(_, row)| Decimal::try_from(row.mass_t?).ok()).collect();
        let values: Vec<Decimal> = items.iter().map(|item| item.read.value.dollars()).collect();
        let shared_by = if masses.is_some() { "mass" } else { "value" };
        let weights = masses.unwrap_or_else(|| values.clone());
        let from = self.country(&planned.from.country, "FROM")?;
        let to = self.country(&planned.to.country, "TO")?;
        let (register, day) = (first.read.register(), first.read.day);
        let (exporters, _) = territory(register, from, day)?;
        let (importers, union) = territory(register, to, day)?;
        let desks: Vec<Desk<'_>> = items
            .iter()
            .map(|item| Desk {
                register,
                day,
                importer: to,
                origin: item.read.origin,
                hs: &item.read.hs,
                schedule: &item.read.sources.schedule,
                figures: &item.read.figures,
                union: union.filter(|_| importers.contains(&from)),
            })
            .collect();
        let mut itineraries = Vec::new();
        for itinerary in &planned.itineraries {
            let carriage = way::carriage(itinerary, (from, &exporters), (to, &importers));
            let Some(mut carriage) = carriage else { continue };
            if let Some(quote) = first.read.figures.freight {
                carriage = carriage.with_quote(quote);
            }
            let shares = Shares { weights: &weights, values: &values };
            let found = by_way(itinerary, &items, &desks, &carriage, &shares, &planned, from == to);
            itineraries.extend(found);
        }
        if itineraries.is_empty() {
            return Err(Problem::no_route(
                "incoterm-mode",
                format!("{} does not fit any way, or a price covers none", first.read.figures.term),
                "FAS, FOB, CFR and CIF are for ships; use FCA, CPT or CIP",
            ));
        }
        let key = |way: &ShipmentWayView| (way.landed_usd.is_none(), way.known_usd);
        itineraries.sort_by(|a, b| {
            let (a, b) = (key(a), key(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        Ok(ShipmentResponse {
            schema_version: 1,
            as_of: day.to_string(),
            incoterm: first.read.figures.term.code().to_owned(),
            shared_by: shared_by.to_owned(),
            itineraries,
            warnings: vec![
                NO_ADVICE.to_owned(),
                format!("the carriage is shared out among the goods by {shared_by}"),
                "without preferences: `corridor landed-cost --input` has them for each of the goods"
                    .to_owned(),
            ],
            meta: planned.meta,
            from: planned.from,
            to: planned.to,
        })
    }

    /// Ways that all the goods may go.
    fn planned_together(
        &self,
        base: &LandedCostRequest,
        items: &[Item],
    ) -> Result<PlanResponse, Problem> {
        let mut plan = base.plan.clone();
        let ends = [self.place(&plan.from)?.country, self.place(&plan.to)?.country];
        let shipment = self.shipment(&plan.order)?;
        let mut closed = BTreeSet::new();
        for item in items {
            let mut alone = plan.clone();
            alone.hs = Some(item.request.hs.clone());
            alone.origin = Some(item.request.origin.clone());
            let declared = self.declared(&alone, &shipment, ends);
            closed.extend(declared.map_err(|problem| named(&item.id, problem))?.no_transit());
        }
        let sum = |of: &dyn Fn(&Item) -> Option<f64>| items.iter().map(of).sum::<Option<f64>>();
        plan.order.mass_t = sum(&|item| item.request.plan.order.mass_t).or(plan.order.mass_t);
        plan.order.value_usd = sum(&|item| Some(item.read.value.as_f64()));
        plan.avoid.extend(closed.iter().map(ToString::to_string));
        plan.with_restricted = true;
        self.plan(&plan)
    }
}

fn named(id: &str, mut problem: Problem) -> Problem {
    problem.detail = format!("{id}: {}", problem.detail);
    problem
}

/// The question for one of the goods.
fn asked(base: &LandedCostRequest, row: &GoodsRow) -> Result<LandedCostRequest, Problem> {
    let own = [row.from.is_some(), row.to.is_some(), row.depart.is_some(), row.teu.is_some()];
    if own.contains(&true) || row.incoterm.is_some() {
        return Err(Problem::bad_input(
            "field-invalid",
            "from, to, depart, teu and incoterm are those of the whole shipment",
            "leave these columns out; `--input` has goods that go apart",
        ));
    }
    let mut request = base.clone();
    request.hs.clone_from(&row.hs);
    request.value_usd.clone_from(&row.value_usd);
    if let Some(origin) = &row.origin {
        request.origin.clone_from(origin);
    }
    request.plan.order.mass_t = row.mass_t;
    let terms = &mut request.terms;
    terms.invoice.clone_from(&row.invoice);
    terms.duty = row.duty.clone().or(terms.duty.take());
    terms.tax_percent = row.tax_percent.clone().or(terms.tax_percent.take());
    terms.quantity.clone_from(&row.quantity);
    if let Some(unit) = &row.unit {
        terms.unit.clone_from(unit);
    }
    Ok(request)
}

/// By what carriage, and by what premiums are shared out.
struct Shares<'s> {
    weights: &'s [Decimal],
    values: &'s [Decimal],
}

fn by_way(
    itinerary: &ItineraryView,
    items: &[Item],
    desks: &[Desk<'_>],
    carriage: &Carriage,
    shares: &Shares<'_>,
    planned: &PlanResponse,
    domestic: bool,
) -> Option<ShipmentWayView> {
    let legs: Vec<Vec<Usd>> =
        carriage.legs.iter().map(|leg| shared_out(leg.cost, shares.weights)).collect();
    let premiums = desks[0].figures.premium.map(|premium| shared_out(premium, shares.values));
    let whole: Decimal = shares.weights.iter().sum();
    let (mut goods, mut ledgers) = (Vec::new(), Vec::new());
    for (n, (item, desk)) in items.iter().zip(desks).enumerate() {
        let mut own = carriage.clone();
        for (leg, parts) in own.legs.iter_mut().zip(&legs) {
            leg.cost = parts[n];
        }
        let given = Given {
            premium: premiums.as_ref().map(|parts| parts[n]),
            unloading: None,
            ..given(&item.request, &item.read, planned, domestic)
        };
        let mut dues: Dues = desk.dues(None);
        dues.scales.clear();
        dues.fees.figure = Some(Usd::ZERO);
        let mut ledger = reckon(&given, &own, &dues)?;
        ledger.lines.retain(|line| line.name != dues.fees.name);
        let share = (shares.weights[n] * Decimal::ONE_HUNDRED).checked_div(whole)?.round_dp(2);
        goods.push(ShipmentGoodsView {
            id: item.id.clone(),
            hs: item.read.hs.digits().to_owned(),
            title: Nomenclature::shipped().title(&item.read.hs).unwrap_or_default().to_owned(),
            origin: item.read.origin.to_string(),
            value_usd: item.read.value.as_f64(),
            share_percent: share.try_into().unwrap_or_default(),
            cost: AlternativeView::new(&ledger, item.read.figures.quantity),
        });
        ledgers.push(ledger);
    }
    let customs_value = ledgers.iter().map(|ledger| ledger.customs_value).sum::<Option<Usd>>();
    let all = given(&items[0].request, &items[0].read, planned, domestic);
    let charges = declaration(&all, carriage, &desks[0].dues(None), customs_value);
    let amounts = charges.iter().map(|line| line.amount);
    let landed = ledgers.iter().map(Ledger::landed).chain(amounts);
    let landed = landed.sum::<Option<Usd>>();
    let known: Usd = ledgers.iter().map(Ledger::known).sum();
    let known = known + charges.iter().filter_map(|line| line.amount).sum();
    let mut supply: Vec<String> = ledgers.iter().flat_map(Ledger::supply).collect();
    supply.extend(charges.iter().flat_map(|line| line.supply.clone()));
    supply.sort_unstable();
    supply.dedup();
    Some(ShipmentWayView {
        id: itinerary.id.clone(),
        corridors: itinerary.corridors.clone(),
        countries: itinerary.countries.clone(),
        duration_s: itinerary.duration_s,
        landed_usd: landed.map(Usd::as_f64),
        known_usd: known.as_f64(),
        goods,
        charges: charges.iter().map(CostLineView::from).collect(),
        supply,
    })
}
