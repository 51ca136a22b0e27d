//! `/v1/landed-cost`.

use crate::way::Way;
use crate::worlds::{ScenarioRef, Worlds};
use crate::{Question, Work};
use corridor::Problem;
use corridor::trade::{Consignment, GoodsTerms, LandedCostRequest, LandedCostResponse};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What goods cost at the buyer's door by each way. Amounts and rates are texts, as exact as written.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "LandedCostRequest", extend("additionalProperties" = false))]
pub struct LandedCostQuestion {
    #[serde(flatten)]
    way: Way,
    /// Scenarios to suppose, later ones over earlier ones.
    #[serde(default)]
    scenario: Vec<ScenarioRef>,
    /// Code of the goods in the Harmonized System of 2022, six digits or a national line.
    hs: String,
    /// Country the goods originate in: `IN`, `India`.
    origin: String,
    #[serde(flatten)]
    sale: Sale,
}

/// The sale of goods, and what is known of duties and taxes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sale {
    /// Rule of Incoterms 2020: `EXW`, `FCA`, `FAS`, `FOB`, `CFR`, `CIF`, `CPT`, `CIP`, `DAP`, `DPU`,
    /// `DDP`.
    #[serde(default = "fca")]
    incoterm: String,
    /// What `value_usd` is: the `goods` at the seller's door, or the `price` under the term.
    #[serde(default)]
    value_is: ValueWord,
    /// Agreements supposed to be in force, with the duty in per cent under them: `india-eaeu-fta=0`.
    #[serde(default)]
    suppose: Vec<String>,
    /// The duty without preference: `10%`, `0.04 EUR/kg`, `max(10%, 0.04 EUR/kg)`.
    #[serde(default)]
    duty: Option<String>,
    /// The tax on imports in place of the standard rate, per cent.
    #[serde(default)]
    tax_percent: Option<String>,
    /// Fees of customs and brokers, US dollars.
    #[serde(default)]
    fees_usd: Option<String>,
    /// Premium, per cent of the sum insured.
    #[serde(default)]
    insurance_percent: Option<String>,
    /// Premium, US dollars; in place of `insurance_percent`.
    #[serde(default)]
    insurance_usd: Option<String>,
    /// A quote for the carriage between the two customs territories, US dollars, in place of rates.
    #[serde(default)]
    freight_usd: Option<String>,
    /// Unloading at the place of destination, US dollars.
    #[serde(default)]
    unloading_usd: Option<String>,
    /// Charges besides: `AIDC=5% on value`; bases `value`, `fob`, `freight`, `duty`, `duties`, `duty-paid`,
    /// `tax-base`, `tax`, `tax-paid`; `ICMS=18% within tax-base` where the charge is a part of its own base;
    /// `untaxed` at the end where no tax is levied on it.
    #[serde(default)]
    charge: Vec<String>,
    /// Charges and fees of the importer's that do not fall on these goods, by name; `all` for all.
    #[serde(default)]
    without: Vec<String>,
    /// What the tax is reckoned on, in place of what is known of the importer: `duty-paid`,
    /// `transported`, `delivered`.
    #[serde(default)]
    tax_base: Option<String>,
    /// What a day costs, per cent of the value.
    #[serde(default)]
    time_percent: Option<String>,
    /// How many units the value is of.
    #[serde(default)]
    quantity: Option<String>,
    /// Their unit: `piece`, `kg`, `t`, `l`, `m2`, `m3`, `pair`, `cm3`.
    #[serde(default = "piece")]
    unit: String,
    /// US dollars for one of a currency, and the day of the rate: `EUR=1.08`, `EUR=1.08@2026-06-01`.
    #[serde(default)]
    rate: Vec<String>,
    /// The value as the invoice has it, `18500.00 EUR`, in place of `value_usd`.
    #[serde(default)]
    invoice: Option<String>,
    /// What duty is reckoned on, in place of what is known of the importer: `fob`, `cif`.
    #[serde(default)]
    valuation: Option<String>,
    /// How far third countries may be touched, in place of what is known of agreements.
    #[serde(default)]
    consignment: Option<ConsignmentWord>,
}

/// What a value is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ValueIs")]
pub enum ValueWord {
    /// The goods at the seller's door, without carriage.
    #[default]
    Goods,
    /// The price under the term, with what the seller pays in it.
    Price,
}

/// How far third countries may be touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Consignment")]
pub enum ConsignmentWord {
    /// Not at all on land.
    Direct,
    /// Gone through, without changing vehicle there.
    Transit,
    /// Gone through and changing vehicle there, under the control of customs.
    Transhipment,
}

fn fca() -> String {
    "FCA".to_owned()
}
fn piece() -> String {
    "piece".to_owned()
}

impl Sale {
    /// Refuses what contradicts itself.
    ///
    /// # Errors
    /// When a premium is given twice.
    pub(crate) fn settle(&self) -> Result<(), Problem> {
        if self.insurance_percent.is_some() && self.insurance_usd.is_some() {
            return Err(Problem::bad_input(
                "field-invalid",
                "--insurance-percent and --insurance-usd are the same premium",
                "give one of them",
            ));
        }
        Ok(())
    }

    /// The terms as the engine takes them, for a day.
    pub(crate) fn terms(&self, as_of: Option<Date>) -> GoodsTerms {
        GoodsTerms {
            value_is_price: self.value_is == ValueWord::Price,
            incoterm: self.incoterm.clone(),
            as_of,
            suppose: self.suppose.clone(),
            with: Vec::new(),
            schedules: Vec::new(),
            duty: self.duty.clone(),
            tax_percent: self.tax_percent.clone(),
            fees_usd: self.fees_usd.clone(),
            insurance_percent: self.insurance_percent.clone(),
            insurance_usd: self.insurance_usd.clone(),
            freight_usd: self.freight_usd.clone(),
            unloading_usd: self.unloading_usd.clone(),
            charges: self.charge.clone(),
            without: self.without.clone(),
            tax_base: self.tax_base.clone(),
            time_percent: self.time_percent.clone(),
            quantity: self.quantity.clone(),
            unit: self.unit.clone(),
            rates: self.rate.clone(),
            invoice: self.invoice.clone(),
            valuation: self.valuation.clone(),
            consignment: self.consignment.map(|word| match word {
                ConsignmentWord::Direct => Consignment::Direct,
                ConsignmentWord::Transit => Consignment::Transit,
                ConsignmentWord::Transhipment => Consignment::Transhipment,
            }),
        }
    }
}

impl Question for LandedCostQuestion {
    type Answer = LandedCostResponse;
    const NAME: &'static str = "landed-cost";
    const SUMMARY: &'static str = "What goods cost at the buyer's door by each way";
    const WORK: Work = Work::Search;

    fn settle(&mut self, today: Date) -> Result<(), Problem> {
        if self.way.moved.value_usd.is_none() == self.sale.invoice.is_none() {
            return Err(Problem::bad_input(
                "amount-invalid",
                "one of --value-usd and --invoice has to be given",
                "give the value of the goods in US dollars, or as the invoice has it",
            ));
        }
        self.sale.settle()?;
        self.way.settle(today)
    }

    fn answer(&self, worlds: &Worlds) -> Result<LandedCostResponse, Problem> {
        let plan = self.way.request()?;
        let terms = self.sale.terms(plan.as_of);
        let value_usd = self.way.moved.value_usd.unwrap_or_default().to_string();
        let (hs, origin) = (self.hs.clone(), self.origin.clone());
        let request = LandedCostRequest { plan, hs, origin, value_usd, terms };
        worlds.supposing(&self.scenario)?.landed_cost(&request)
    }
}
