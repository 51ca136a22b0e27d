//! Landed cost as shown. Amounts are US dollars, exact to the cent; `null` is an amount that is not known.

use crate::{EndView, MetaView, PlanResponse, RestrictionView};
use corridor_trade::duty::{Duty, Specific};
use corridor_trade::landed::{CostLine, Ledger, LineKind};
use corridor_trade::{Payer, Usd};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

/// A line of landed cost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CostLineView {
    /// `goods`, `freight`, `insurance`, `duty`, `tax`, `fee` or `time`.
    pub kind: String,
    /// What exactly.
    pub name: String,
    /// US dollars; null when not known.
    pub amount_usd: Option<f64>,
    /// The rate as it is stated; null where there is none.
    pub rate: Option<String>,
    /// The rate in per cent; null where it is none, or more than one.
    pub rate_percent: Option<f64>,
    /// A duty in numbers, whatever it is stated by; null for other lines, and where none is known.
    pub duty: Option<DutyForm>,
    /// What the rate is reckoned on, US dollars.
    pub base_usd: Option<f64>,
    /// Where it comes from; null when nothing is known.
    pub source: Option<String>,
    /// Whether it rests on a supposed agreement.
    pub hypothetical: bool,
    /// Whether nobody is paid for it, so that no sum has it in it: the cost of time.
    pub imputed: bool,
    /// `buyer` or `seller`, who has it in the price.
    pub payer: String,
    /// What a reader should know besides.
    pub note: String,
    /// What to give when the amount is not known.
    pub supply: Vec<String>,
}

impl From<&CostLine> for CostLineView {
    fn from(line: &CostLine) -> Self {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self {
            kind: line.kind.word().to_owned(),
            name: line.name.clone(),
            amount_usd: line.amount.map(Usd::as_f64),
            rate: text(&line.rate),
            rate_percent: line.rate_percent.and_then(|percent| percent.try_into().ok()),
            duty: (line.kind == LineKind::Duty)
                .then(|| line.rate.parse().ok())
                .flatten()
                .map(duty_form),
            base_usd: line.base.map(Usd::as_f64),
            source: text(&line.source),
            hypothetical: line.hypothetical,
            imputed: line.kind == LineKind::Time,
            payer: line.payer.to_string(),
            note: line.note.clone(),
            supply: line.supply.clone(),
        }
    }
}

/// Landed cost of a way under one claim: without preference, or under an agreement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AlternativeView {
    /// Id of the agreement claimed; null without preference.
    pub agreement: Option<String>,
    /// Whether the agreement is only supposed to be in force.
    pub hypothetical: bool,
    /// Whether the way keeps the preference: `yes`, `with-proof`, `no`, `unknown`; null without one.
    pub kept: Option<String>,
    /// Why, in a sentence.
    pub reason: String,
    /// All that is paid until the goods are there; null when any line of it is not known.
    pub landed_usd: Option<f64>,
    /// What is known of it.
    pub known_usd: f64,
    /// What time on the way costs, imputed and in no sum; null when it is not known.
    pub time_usd: Option<f64>,
    /// Landed cost for one unit, where a quantity is given.
    pub per_unit_usd: Option<f64>,
    /// What the buyer pays; null when any of it is not known.
    pub buyer_usd: Option<f64>,
    /// What the seller pays and has in the price.
    pub seller_usd: Option<f64>,
    /// What duty is reckoned on.
    pub customs_value_usd: Option<f64>,
    /// What it saves against no preference; null when either is not known.
    pub saving_usd: Option<f64>,
    /// The lines; left out among the alternatives of an itinerary for the one whose lines the itinerary has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<CostLineView>,
    /// What to give so that the rest becomes known.
    pub supply: Vec<String>,
}

impl AlternativeView {
    pub(super) fn new(ledger: &Ledger, quantity: Option<Decimal>) -> Self {
        let dollars = |amount: Option<Usd>| amount.map(Usd::as_f64);
        let unit = |landed: Usd| Usd::rounded(landed.dollars().checked_div(quantity?)?);
        Self {
            agreement: None,
            hypothetical: false,
            kept: None,
            reason: String::new(),
            landed_usd: dollars(ledger.landed()),
            known_usd: ledger.known().as_f64(),
            time_usd: dollars(ledger.time()),
            per_unit_usd: dollars(ledger.landed().and_then(unit)),
            buyer_usd: dollars(ledger.share(Payer::Buyer)),
            seller_usd: dollars(ledger.share(Payer::Seller)),
            customs_value_usd: dollars(ledger.customs_value),
            saving_usd: None,
            lines: ledger.lines.iter().map(CostLineView::from).collect(),
            supply: ledger.supply(),
        }
    }
}

/// Landed cost of an itinerary.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LandedView {
    /// Number of the itinerary, as `plan` gives it.
    pub id: String,
    /// Corridors it went through.
    pub corridors: Vec<String>,
    /// Seconds door to door.
    pub duration_s: u64,
    /// Metres.
    pub distance_m: u64,
    /// Countries gone through, in order.
    pub countries: Vec<String>,
    /// What the lines and sums shown here claim, and the sums; the same as one of the alternatives.
    #[serde(flatten)]
    pub shown: AlternativeView,
    /// Without and with each preference, without the lines of the one that is shown.
    pub alternatives: Vec<AlternativeView>,
}

/// What the goods are.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GoodsView {
    /// Code, digits only.
    pub hs: String,
    /// Title of the subheading, HS 2022.
    pub title: String,
    /// Country of origin.
    pub origin: String,
    /// What the user gave, US dollars; an invoice by the rate given.
    pub value_usd: f64,
    /// The value as the invoice has it, `18500.00 EUR`; null where it is in US dollars.
    pub invoice: Option<String>,
    /// Whether that is the price under the term, or the value at the seller's door.
    pub value_is_price: bool,
    /// Rule of Incoterms 2020.
    pub incoterm: String,
    /// Group of goods of the tariff averages.
    pub group: Option<String>,
}

/// What is known of the importer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ImporterView {
    /// Country of destination.
    pub country: String,
    /// Countries of its customs territory.
    pub territory: Vec<String>,
    /// Agreement that makes it; null for a country by itself.
    pub territory_by: Option<String>,
    /// `fob`, `cif`, or null when not known.
    pub valuation: Option<String>,
    /// Where that is from.
    pub valuation_source: String,
}

/// By whom the duty without preference is stated, and the lines it rests on.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct DutyView {
    /// `user` (--duty), `user-schedule` (--schedule), `shipped-schedule`, `customs-union`, or `nobody`.
    pub stated_by: String,
    /// Id of the shipped schedule; null where none is used.
    pub schedule: Option<String>,
    /// The day whose duties that schedule has.
    pub schedule_day: Option<String>,
    /// How sure it is: `H`, `M` or `L`.
    pub confidence: Option<String>,
    /// Its lines for the goods; several where they differ, none where the duty is not known.
    pub lines: Vec<DutyLineView>,
}

/// A line of a shipped schedule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DutyLineView {
    /// Code, digits only.
    pub hs: String,
    /// The duty as it is stated.
    pub duty: String,
    /// The same in numbers.
    pub form: DutyForm,
}

/// A duty in numbers.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DutyForm {
    /// Per cent of the customs value; 0 for what is free.
    Percent(f64),
    /// An amount for so many of a unit.
    Specific {
        /// The amount.
        amount: f64,
        /// Currency by ISO 4217.
        currency: String,
        /// For how many units.
        per: f64,
        /// The unit.
        unit: String,
    },
    /// An amount for the whole shipment.
    Fixed {
        /// The amount.
        amount: f64,
        /// Currency by ISO 4217.
        currency: String,
    },
    /// All of them together.
    Sum(Vec<Self>),
    /// The greatest of them.
    Greater(Vec<Self>),
    /// The least of them.
    Lesser(Vec<Self>),
}

/// A duty in numbers.
pub(super) fn duty_form(duty: Duty) -> DutyForm {
    let number = |number: Decimal| f64::try_from(number).unwrap_or_default();
    let each = |parts: Vec<Duty>| parts.into_iter().map(duty_form).collect();
    match duty {
        Duty::AdValorem(percent) => DutyForm::Percent(number(percent)),
        Duty::Specific(Specific { amount, currency, per, unit }) => {
            DutyForm::Specific { amount: number(amount), currency, per: number(per), unit }
        }
        Duty::Fixed(amount, currency) => DutyForm::Fixed { amount: number(amount), currency },
        Duty::Sum(parts) => DutyForm::Sum(each(parts)),
        Duty::Greater(parts) => DutyForm::Greater(each(parts)),
        Duty::Lesser(parts) => DutyForm::Lesser(each(parts)),
    }
}

/// A preference that the goods may claim.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PreferenceView {
    /// Id of the agreement.
    pub agreement: String,
    /// Its name.
    pub name: String,
    /// Its state on the day.
    pub status: String,
    /// Whether it is only supposed to be in force.
    pub hypothetical: bool,
    /// The general rule of origin, if it is known.
    pub rule: Option<String>,
    /// How far third countries may be touched: `direct`, `transit`, `transhipment`; null when not known.
    pub consignment: Option<String>,
    /// Where rule and condition are from.
    pub sources: Vec<String>,
    /// What a reader should know besides.
    pub note: String,
    /// The itinerary of least landed cost that keeps it, by what is known; null when none does.
    pub cheapest_keeping: Option<String>,
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LandedCostResponse {
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
    /// What the goods are.
    pub goods: GoodsView,
    /// What is known of the importer.
    pub importer: ImporterView,
    /// By whom the duty without preference is stated.
    pub duty: DutyView,
    /// Preferences that the goods may claim.
    pub preferences: Vec<PreferenceView>,
    /// Landed cost by each way: what is wholly known first, then by what is known.
    pub itineraries: Vec<LandedView>,
    /// What states have declared of these goods between the two countries, what bars the trade first; no
    /// legal advice.
    pub restrictions: Vec<RestrictionView>,
    /// Ways left out, and why.
    pub not_offered: Vec<String>,
    /// What holds for the whole answer.
    pub warnings: Vec<String>,
}

/// A plan with the landed cost by its itineraries.
#[derive(Clone, Debug, Serialize)]
pub struct LandedPlan {
    /// The plan.
    #[serde(flatten)]
    pub plan: PlanResponse,
    /// What the goods cost at the end of each itinerary.
    pub landed_cost: LandedCostResponse,
}

/// Any answer of trade, for their common schema.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "the shapes alone are of use")]
enum Answer {
    /// Of `landed-cost`, and `landed_cost` of a plan with goods.
    LandedCost(Box<LandedCostResponse>),
    /// Of `landed-cost --goods`.
    Shipment(Box<super::ShipmentResponse>),
    /// Of `landed-cost --bom`.
    Production(Box<super::ProductionResponse>),
    /// Of `origin`.
    Origin(Box<super::OriginResponse>),
    /// Of `local-content`.
    LocalContent(Box<super::LocalContentResponse>),
}

/// The JSON schema of all answers of trade, as shipped in `docs/trade.schema.json`.
pub fn answers_schema() -> serde_json::Value {
    schemars::schema_for!(Answer).to_value()
}
