//! What is reckoned for all goods that go one course, and each of them by the best of its ways.

use super::{Entry, LandedRow, PreferredRow};
use crate::engine::Engine;
use crate::problem::Problem;
use crate::trade::asked::given;
use crate::trade::claim::{Desk, Preference};
use crate::trade::landed::territory;
use crate::trade::preference::{Bound, condition, preferences};
use crate::trade::way;
use crate::{ItineraryView, PlanResponse};
use corridor_network::CountryCode;
use corridor_trade::landed::{Carriage, CostLine, Dues, Ledger, LineKind, reckon};
use corridor_trade::origin::{Passed, consigned};
use corridor_trade::{Agreement, Payer, Usd};

/// A way of the course.
struct Candidate<'c> {
    itinerary: &'c ItineraryView,
    carriage: Carriage,
    /// Whether it surely keeps each claim, in a word; none where it does not.
    kept: Vec<Option<&'static str>>,
}

/// What all goods of a course have in common.
pub(super) struct Counter<'c> {
    planned: &'c PlanResponse,
    ways: Vec<Candidate<'c>>,
    claims: Vec<Preference<'c>>,
    to: CountryCode,
    domestic: bool,
    union: Option<&'c Agreement>,
}

impl<'c> Counter<'c> {
    pub(super) fn new(
        engine: &'c Engine,
        entry: &'c Entry,
        planned: &'c PlanResponse,
    ) -> Result<Self, Problem> {
        let (read, request) = (&entry.read, &entry.request);
        let (register, day) = (read.register(), read.day);
        let from = engine.country(&planned.from.country, "FROM")?;
        let to = engine.country(&planned.to.country, "TO")?;
        let (exporters, _) = territory(register, from, day)?;
        let (importers, union) = territory(register, to, day)?;
        let inside = importers.contains(&from);
        let bound = Bound { importer: to, sender: from, origin: read.origin };
        let mut claims = preferences(register, day, bound, &request.terms.suppose)?;
        engine.add_supposed(register, day, (to, read.origin), &mut claims);
        if inside {
            claims.clear();
        }
        let conditions: Vec<_> =
            claims.iter().map(|claim| condition(request, claim, (register, day))).collect();
        let candidate = |itinerary: &'c ItineraryView| {
            let passed = way::passed(itinerary);
            let mut carriage = way::carriage(itinerary, (from, &exporters), (to, &importers))?;
            if let Some(quote) = read.figures.freight {
                carriage = carriage.with_quote(quote);
            }
            let kept = conditions.iter().map(|(condition, parties)| {
                match consigned(*condition, parties, &passed) {
                    Passed::Straight => Some("yes"),
                    Passed::WithProof(_) => Some("with-proof"),
                    Passed::Lost(_) | Passed::Unknown(_) => None,
                }
            });
            Some(Candidate { itinerary, carriage, kept: kept.collect() })
        };
        let ways = planned.itineraries.iter().filter_map(candidate).collect();
        let union = union.filter(|_| inside);
        Ok(Self { planned, ways, claims, to, domestic: from == to, union })
    }

    /// Goods by the best way without preference, and the best preference that a way keeps.
    pub(super) fn row(&self, entry: &Entry) -> Result<LandedRow, Problem> {
        let (read, request) = (&entry.read, &entry.request);
        let desk = Desk {
            register: read.register(),
            day: read.day,
            importer: self.to,
            origin: read.origin,
            hs: &read.hs,
            schedule: &read.sources.schedule,
            figures: &read.figures,
            union: self.union,
        };
        let given = given(request, read, self.planned, self.domestic);
        let best = |dues: &Dues, wanted: &dyn Fn(&Candidate<'_>) -> bool| {
            let reckoned = self.ways.iter().filter(|way| wanted(way)).filter_map(|way| {
                let ledger = reckon(&given, &way.carriage, dues)?;
                Some((ledger.landed().is_none(), ledger.known(), way, ledger))
            });
            reckoned.min_by_key(|found| (found.0, found.1)).map(|found| (found.2, found.3))
        };
        let dues = desk.dues(None);
        let Some((way, ledger)) = best(&dues, &|_| true) else {
            return Err(Problem::no_route(
                "incoterm-mode",
                format!("{} does not fit any way, or its price covers none", read.figures.term),
                "FAS, FOB, CFR and CIF are for ships; use FCA, CPT or CIP",
            ));
        };
        let without = ledger.landed();
        // Goods of other codes went the same course.
        let claims = self.claims.iter().enumerate();
        let claims = claims.filter(|(_, claim)| claim.may_concern(&read.hs));
        let preferred = claims.filter_map(|(n, claim)| {
            let (way, ledger) = best(&desk.dues(Some(claim)), &|way| way.kept[n].is_some())?;
            let saving = without.zip(ledger.landed()).map(|(without, with)| without - with);
            let row = PreferredRow {
                agreement: claim.agreement.id.clone(),
                hypothetical: claim.hypothetical,
                kept: way.kept[n].unwrap_or_default(),
                itinerary: way.itinerary.id.clone(),
                duty_usd: dollars(sum(&ledger, LineKind::Duty)),
                landed_usd: dollars(ledger.landed()),
                saving_usd: dollars(saving),
            };
            Some(((ledger.landed().is_none(), ledger.known()), row))
        });
        let preferred = preferred.min_by_key(|found| found.0).map(|found| found.1);
        let duty = ledger.lines.iter().find(|line| line.kind == LineKind::Duty);
        let (stated, _) = desk.duty_view();
        let unit =
            |landed: Usd| Usd::rounded(landed.dollars().checked_div(read.figures.quantity?)?);
        let text = |line: &CostLine| (!line.rate.is_empty()).then(|| line.rate.clone());
        Ok(LandedRow {
            origin: read.origin.to_string(),
            from: self.planned.from.name.clone(),
            to: self.planned.to.name.clone(),
            as_of: read.day.to_string(),
            itinerary: way.itinerary.id.clone(),
            corridors: way.itinerary.corridors.clone(),
            days: (way.itinerary.duration_s as f64 / 8_640.0).round() / 10.0,
            goods_usd: dollars(sum(&ledger, LineKind::Goods)),
            freight_usd: dollars(sum(&ledger, LineKind::Freight)),
            insurance_usd: dollars(sum(&ledger, LineKind::Insurance)),
            customs_value_usd: dollars(ledger.customs_value),
            duty: duty.and_then(text),
            duty_percent: duty.and_then(|line| line.rate_percent?.try_into().ok()),
            duty_stated_by: stated.stated_by,
            duty_usd: dollars(sum(&ledger, LineKind::Duty)),
            tax_usd: dollars(sum(&ledger, LineKind::Tax)),
            fees_usd: dollars(sum(&ledger, LineKind::Fee)),
            landed_usd: dollars(without),
            known_usd: ledger.known().as_f64(),
            per_unit_usd: dollars(without.and_then(unit)),
            buyer_usd: dollars(ledger.share(Payer::Buyer)),
            preferred,
            supply: ledger.supply(),
        })
    }
}

/// The lines of a kind together; none when any of them is not known.
fn sum(ledger: &Ledger, kind: LineKind) -> Option<Usd> {
    ledger.lines.iter().filter(|line| line.kind == kind).map(|line| line.amount).sum()
}

fn dollars(amount: Option<Usd>) -> Option<f64> {
    amount.map(Usd::as_f64)
}
