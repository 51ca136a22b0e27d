//! Landed cost of the goods of a row, beside its itineraries.

use crate::plans::GoodsOfAll;
use corridor::trade::{AlternativeView, GoodsTerms, LandedCostRequest, LandedCostResponse};
use corridor::{PlanRequest, Problem};
use corridor_batch::{GoodsCell, PlanRow, SaleRow};

/// Between entries of a list in a cell.
const BETWEEN: &str = ";";

/// The question of a row that says what its goods are.
///
/// # Errors
/// When it, and what holds for all rows, lack the origin or the value.
pub(crate) fn asked(
    all: &GoodsOfAll,
    plan: PlanRequest,
    hs: &str,
    row: &PlanRow,
) -> Result<LandedCostRequest, Problem> {
    let goods = &row.goods;
    let Some(origin) = goods.sale.origin.as_ref().or(all.origin.as_ref()) else {
        let action = "give the country in the row, or for all rows (--origin)";
        return Err(Problem::bad_input("field-missing", "no value for origin", action));
    };
    let value_usd = plan.order.value_usd.filter(|_| goods.invoice.is_none());
    if value_usd.is_none() && goods.invoice.is_none() {
        let action =
            "give value_usd, or value and currency, in the row, or --value-usd for all rows";
        return Err(Problem::bad_input("field-missing", "no value of the goods", action));
    }
    Ok(LandedCostRequest {
        hs: hs.to_owned(),
        origin: origin.clone(),
        value_usd: value_usd.map_or(String::new(), |value| value.to_string()),
        terms: terms(&all.terms, &goods.sale, goods.invoice.as_ref()),
        plan,
    })
}

/// The terms of all rows with what a row says otherwise; numbers as the texts they were.
pub(crate) fn terms(all: &GoodsTerms, sale: &SaleRow, invoice: Option<&String>) -> GoodsTerms {
    let number = |number: Option<f64>| number.map(|number| number.to_string());
    let all = all.clone();
    GoodsTerms {
        incoterm: sale.incoterm.clone().unwrap_or(all.incoterm),
        duty: sale.duty.clone().or(all.duty),
        tax_percent: number(sale.tax_percent).or(all.tax_percent),
        quantity: number(sale.quantity).or(all.quantity),
        unit: sale.unit.clone().unwrap_or(all.unit),
        invoice: invoice.cloned(),
        ..all
    }
}

/// The cells of the landed cost of one itinerary, in the order of the columns.
pub(crate) fn cells(answer: &LandedCostResponse, itinerary: &str) -> Vec<GoodsCell> {
    let text = |text: String| GoodsCell::Text((!text.is_empty()).then_some(text));
    let number = GoodsCell::Number;
    let landed = answer.itineraries.iter().find(|landed| landed.id == itinerary);
    let prefix = format!("itinerary {itinerary}: ");
    let left_out = answer.not_offered.iter().find_map(|reason| reason.strip_prefix(&prefix));
    let claims = landed.map_or(&[][..], |landed| &landed.alternatives);
    let without = claims.iter().find(|claim| claim.agreement.is_none());
    // The lines of what is shown stand with the itinerary.
    let lines = landed.zip(without).map(|(landed, without)| {
        if without.lines.is_empty() { &landed.shown.lines } else { &without.lines }
    });
    let kept =
        |claim: &&AlternativeView| matches!(claim.kept.as_deref(), Some("yes" | "with-proof"));
    let preferred = claims.iter().filter(kept).min_by(|a, b| {
        let unknown = |of: &AlternativeView| of.landed_usd.is_none();
        unknown(a).cmp(&unknown(b)).then(a.known_usd.total_cmp(&b.known_usd))
    });
    let duty_of = |lines: &[corridor::trade::CostLineView], kind: &str| {
        let of_kind = lines.iter().filter(|line| line.kind == kind);
        let cents = of_kind.map(|line| Some((line.amount_usd? * 100.0).round()));
        cents.sum::<Option<f64>>().map(|cents| cents / 100.0)
    };
    let sum = |kind: &str| lines.and_then(|lines| duty_of(lines, kind));
    let duty = lines.and_then(|lines| lines.iter().find(|line| line.kind == "duty"));
    let preferred_duty = landed.zip(preferred).and_then(|(landed, claim)| {
        let lines = if claim.lines.is_empty() { &landed.shown.lines } else { &claim.lines };
        duty_of(lines, "duty")
    });
    vec![
        text(answer.goods.hs.clone()),
        text(answer.goods.origin.clone()),
        text(answer.as_of.clone()),
        number(sum("goods")),
        number(without.and_then(|w| w.customs_value_usd)),
        GoodsCell::Text(duty.and_then(|line| line.rate.clone())),
        number(duty.and_then(|line| line.rate_percent)),
        text(answer.duty.stated_by.clone()),
        number(sum("duty")),
        number(sum("tax")),
        number(sum("fee")),
        number(without.and_then(|w| w.landed_usd)),
        number(without.map(|w| w.known_usd)),
        number(without.and_then(|w| w.per_unit_usd)),
        number(without.and_then(|w| w.buyer_usd)),
        GoodsCell::Text(preferred.and_then(|p| p.agreement.clone())),
        GoodsCell::Text(preferred.map(|p| p.hypothetical.to_string())),
        GoodsCell::Text(preferred.and_then(|p| p.kept.clone())),
        number(preferred_duty),
        number(preferred.and_then(|p| p.landed_usd)),
        number(preferred.and_then(|p| p.saving_usd)),
        text(without.map_or(String::new(), |w| w.supply.join(BETWEEN))),
        GoodsCell::Text(left_out.map(str::to_owned)),
    ]
}
