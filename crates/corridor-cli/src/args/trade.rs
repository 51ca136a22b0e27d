//! The options of `landed-cost`, `origin` and `local-content`.

use super::{QuestionOptions, ScenarioOptions};
use clap::{ArgGroup, Args as ClapArgs, ValueEnum};
use corridor::trade::GoodsTerms;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// What a value is of.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueIs {
    /// The goods at the seller's door, without carriage
    Goods,
    /// The price under the term, with what the seller pays in it
    Price,
}

/// How far third countries may be touched.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsignmentArg {
    /// Not at all on land
    Direct,
    /// Gone through, without changing vehicle there
    Transit,
    /// Gone through and changing vehicle there, under the control of customs
    Transhipment,
}

/// Options of `plan` that add landed cost.
#[derive(ClapArgs, Debug)]
#[command(next_help_heading = "Landed cost of the goods beside freight")]
#[command(group(
    ArgGroup::new("of-goods").multiple(true).requires("goods-or-table").args(OF_GOODS)
))]
#[command(group(ArgGroup::new("goods-or-table").multiple(true).args(["hs", "input"])))]
pub struct GoodsOptions {
    /// Code of the goods in the Harmonized System of 2022: adds landed cost
    #[arg(long, value_name = "CODE", requires_all = ["origin", "value_usd"])]
    #[arg(conflicts_with = "input")]
    pub hs: Option<String>,
    /// Country the goods originate in, for landed cost and for what may be traded: IN, India
    /// [default: that of FROM]
    #[arg(long, value_name = "CC")]
    pub origin: Option<String>,
    /// Rule of Incoterms 2020: EXW, FCA, FAS, FOB, CFR, CIF, CPT, CIP, DAP, DPU, DDP [default: FCA]
    #[arg(long, value_name = "TERM")]
    pub incoterm: Option<String>,
    #[command(flatten)]
    pub rates: RateOptions,
}

/// What says something of goods only, and nothing of a plan without them.
const OF_GOODS: [&str; 19] = [
    "incoterm",
    "with",
    "schedule",
    "duty",
    "tax_percent",
    "fees_usd",
    "insurance_percent",
    "insurance_usd",
    "freight_usd",
    "unloading_usd",
    "charge",
    "without",
    "tax_base",
    "time_percent",
    "quantity",
    "unit",
    "rate",
    "valuation",
    "consignment",
];

/// Options of `landed-cost`.
#[derive(ClapArgs, Debug)]
pub struct LandedCostArgs {
    /// Where from
    #[arg(allow_hyphen_values = true, required_unless_present_any = ["bom", "input", "schema"])]
    #[arg(requires = "to")]
    pub from: Option<String>,
    /// Where to
    #[arg(allow_hyphen_values = true, required_unless_present_any = ["bom", "input", "schema"])]
    pub to: Option<String>,
    /// Code of the goods in the Harmonized System of 2022, six digits or a national line
    #[arg(long, value_name = "CODE", required_unless_present_any = ["bom", "input", "goods", "schema"])]
    pub hs: Option<String>,
    /// Country the goods originate in: IN, India
    #[arg(long, value_name = "CC", required_unless_present_any = ["bom", "input", "goods", "schema"])]
    pub origin: Option<String>,
    /// Rule of Incoterms 2020: EXW, FCA, FAS, FOB, CFR, CIF, CPT, CIP, DAP, DPU, DDP
    #[arg(long, value_name = "TERM", default_value = "FCA")]
    pub incoterm: String,
    /// What the value is
    #[arg(long, value_enum, default_value = "goods")]
    pub value_is: ValueIs,
    /// The value as the invoice has it, in place of --value-usd: '18500.00 EUR', with --rate EUR=1.08
    #[arg(long, value_name = "AMOUNT CUR", conflicts_with_all = ["value_usd", "input", "bom"])]
    pub invoice: Option<String>,
    /// Joint production: landed cost of every stage of a bill of materials (TOML with places)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "to", "hs", "origin"])]
    pub bom: Option<PathBuf>,
    /// How many goods of the bill are made and moved at once
    #[arg(long, value_name = "N", default_value_t = 1, requires = "bom")]
    pub lot: u32,
    /// Several goods in one shipment, CSV or Parquet with the columns id,hs,value_usd (or value,currency)
    /// and, if need be, origin, mass_t, duty, tax_percent, quantity, unit
    #[arg(long, value_name = "FILE", conflicts_with_all = ["bom", "input", "hs", "invoice"])]
    pub goods: Option<PathBuf>,
    #[command(flatten)]
    pub table: GoodsTableOptions,
    #[command(flatten)]
    pub rates: RateOptions,
    #[command(flatten)]
    pub question: QuestionOptions,
    #[command(flatten)]
    pub supposed: ScenarioOptions,
    /// Write the JSON schema of the answers of landed-cost, origin and local-content to stdout
    #[arg(long)]
    pub schema: bool,
    /// Show every line of every itinerary, not only of the first
    #[arg(long)]
    pub lines: bool,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}

/// A table of goods in place of one.
#[derive(ClapArgs, Debug)]
#[command(next_help_heading = "Many goods at once")]
pub struct GoodsTableOptions {
    /// CSV or Parquet with the columns id,hs,value_usd (or value,currency with --rate); where rows differ in
    /// them origin, from, to, depart, teu, mass_t, incoterm, duty, tax_percent, quantity, unit too; `-` is
    /// CSV on stdin
    #[arg(long, value_name = "FILE", requires = "output")]
    #[arg(conflicts_with_all = ["bom", "hs", "lines", "json"])]
    pub input: Option<PathBuf>,
    /// File to write, .csv or .parquet, a row for each row of the input; `-` is CSV on stdout
    #[arg(long, value_name = "FILE", requires = "input")]
    pub output: Option<PathBuf>,
    /// Threads to reckon with [default: all]
    #[arg(long, value_name = "N", requires = "input")]
    pub threads: Option<NonZeroUsize>,
    /// Go on from a run of the same command that was interrupted
    #[arg(long, requires = "input", conflicts_with = "overwrite")]
    pub resume: bool,
    /// Throw away an interrupted run of this output
    #[arg(long, requires = "input")]
    pub overwrite: bool,
}

impl GoodsOptions {
    /// Whether anything is said of goods and their sale, which a table without goods has no use for.
    pub fn is_given(&self) -> bool {
        let none = RateOptions { unit: "piece".to_owned(), ..RateOptions::default() };
        self.incoterm.is_some() || self.rates != none
    }
}

/// What the user knows of duties, taxes and the sale.
#[derive(ClapArgs, Clone, Debug, Default, PartialEq)]
#[command(next_help_heading = "Duties, taxes and agreements")]
pub struct RateOptions {
    /// Agreement supposed to be in force, with the duty in per cent under it: india-eaeu-fta=0 (repeatable)
    #[arg(long, value_name = "ID[=PERCENT]")]
    pub suppose: Vec<String>,
    /// Agreement of your own to lay over the register, TOML (repeatable)
    #[arg(long, value_name = "FILE")]
    pub with: Vec<PathBuf>,
    /// Schedule of duties, CSV: importer,hs,duty,regime,... or an export of WITS (repeatable)
    #[arg(long, value_name = "FILE")]
    pub schedule: Vec<PathBuf>,
    /// The duty without preference: '10%', '0.04 EUR/kg', 'max(10%, 0.04 EUR/kg)'
    #[arg(long, value_name = "DUTY", allow_hyphen_values = true)]
    pub duty: Option<String>,
    /// The tax on imports in place of the standard rate, per cent
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true)]
    pub tax_percent: Option<String>,
    /// Fees of customs and brokers, US dollars
    #[arg(long, value_name = "USD", allow_hyphen_values = true)]
    pub fees_usd: Option<String>,
    /// Premium, per cent of the sum insured [default: an average]
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true)]
    pub insurance_percent: Option<String>,
    /// Premium, US dollars
    #[arg(
        long,
        value_name = "USD",
        conflicts_with = "insurance_percent",
        allow_hyphen_values = true
    )]
    pub insurance_usd: Option<String>,
    /// Your quote for the carriage between the two customs territories, US dollars, in place of rates
    #[arg(long, value_name = "USD", allow_hyphen_values = true)]
    pub freight_usd: Option<String>,
    /// Unloading at the place of destination, US dollars
    #[arg(long, value_name = "USD", allow_hyphen_values = true)]
    pub unloading_usd: Option<String>,
    /// A charge besides: 'AIDC=5% on value', on fob, freight, duty, duties, duty-paid, tax-base, tax,
    /// tax-paid; 'ICMS=18% within tax-base' where it is a part of its own base; untaxed at the end
    /// where no tax is levied on it (repeatable)
    #[arg(long, value_name = "NAME=RATE[ on BASE][ untaxed]")]
    pub charge: Vec<String>,
    /// A charge or fee of the importer's that does not fall on these goods, by name, or all (repeatable)
    #[arg(long, value_name = "NAME")]
    pub without: Vec<String>,
    /// What the tax is reckoned on, in place of what is known: duty-paid, transported, delivered
    #[arg(long, value_name = "BASE")]
    pub tax_base: Option<String>,
    /// What a day costs, per cent of the value [default: by the goods' chapter]
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true)]
    pub time_percent: Option<String>,
    /// How many units the value is of; for duties by quantity and the cost of one
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub quantity: Option<String>,
    /// Their unit: piece, kg, t, l, m2, m3, pair, cm3
    #[arg(long, value_name = "UNIT", default_value = "piece")]
    pub unit: String,
    /// US dollars for one of a currency, and the day of the rate: EUR=1.08, EUR=1.08@2026-06-01 (repeatable)
    #[arg(long, value_name = "CUR=USD[@DATE]")]
    pub rate: Vec<String>,
    /// What duty is reckoned on, in place of what is known of the importer: fob, cif
    #[arg(long, value_name = "BASIS")]
    pub valuation: Option<String>,
    /// How far third countries may be touched, in place of what is known of the agreement
    #[arg(long, value_enum)]
    pub consignment: Option<ConsignmentArg>,
}

impl RateOptions {
    /// The terms of the options, without files and the day.
    pub fn terms(&self) -> GoodsTerms {
        use corridor::trade::Consignment;
        GoodsTerms {
            suppose: self.suppose.clone(),
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
            valuation: self.valuation.clone(),
            consignment: self.consignment.map(|c| match c {
                ConsignmentArg::Direct => Consignment::Direct,
                ConsignmentArg::Transit => Consignment::Transit,
                ConsignmentArg::Transhipment => Consignment::Transhipment,
            }),
            ..GoodsTerms::default()
        }
    }
}

/// Options of `origin`.
#[derive(ClapArgs, Debug)]
pub struct OriginArgs {
    /// Bill of materials: CSV (part,hs,origin,value_usd with a row TOTAL) or TOML
    pub bom: PathBuf,
    /// Only under this agreement, by id (repeatable)
    #[arg(long, value_name = "ID")]
    pub agreement: Vec<String>,
    /// Country that imports: RU, Russia [default: any that grants a preference]
    #[arg(long, value_name = "CC")]
    pub to_country: Option<String>,
    /// Rules for products, CSV: agreement,hs,rule (repeatable)
    #[arg(long, value_name = "FILE")]
    pub rules: Vec<PathBuf>,
    /// A rule in place of the agreements' own: 'CTH except 7207 or RVC40'
    #[arg(long, value_name = "RULE", conflicts_with = "rules")]
    pub rule: Option<String>,
    /// What need not change its code, per cent, in place of what is known of agreements: 10, '7 weight',
    /// '10 weight of 50-63', 0 (repeatable: the first for the goods counts)
    #[arg(long, value_name = "PERCENT")]
    pub de_minimis: Vec<String>,
    /// Country whose materials count besides the exporter's, or parties, or none, in place of what is
    /// known of agreements (repeatable)
    #[arg(long, value_name = "CC")]
    pub cumulate: Vec<String>,
    /// A process of a rule that was carried out: chemical-reaction (repeatable)
    #[arg(long, value_name = "NAME")]
    pub process: Vec<String>,
    /// Write a draft of the certificate of origin under the agreement as text; - is stdout
    #[arg(long, value_name = "FILE", requires = "agreement")]
    pub certificate: Option<PathBuf>,
    /// Name and address of the exporter, for the certificate
    #[arg(long, value_name = "TEXT", requires = "certificate")]
    pub exporter: Option<String>,
    /// Name and address of the consignee, for the certificate
    #[arg(long, value_name = "TEXT", requires = "certificate")]
    pub consignee: Option<String>,
    /// Number and day of the invoice, for the certificate
    #[arg(long, value_name = "TEXT", requires = "certificate")]
    pub invoice: Option<String>,
    /// Day whose agreements count, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Agreement of your own to lay over the register, TOML (repeatable)
    #[arg(long, value_name = "FILE")]
    pub with: Vec<PathBuf>,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}

/// Options of `local-content`.
#[derive(ClapArgs, Debug)]
pub struct LocalContentArgs {
    /// Bill of materials: CSV (part,hs,origin,value_usd with a row TOTAL) or TOML
    pub bom: PathBuf,
    /// The rule
    #[arg(long, value_name = "RULE", default_value = "make-in-india")]
    pub rule: String,
    /// Write the answer as JSON to stdout
    #[arg(long)]
    pub json: bool,
}
