//! A project appraised, as a plain answer.

use super::cash_flow::about_rates;
use super::flows;
use crate::problem::Problem;
use corridor_appraisal::{Appraisal, Evidence, Fault, Options, Project, appraise};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The example project that comes with the program.
pub const EXAMPLE_PROJECT: &str = include_str!("../../../../data/appraisal/example-railway.toml");

/// What is asked of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectRequest {
    /// Name of the file, for messages.
    pub file: String,
    /// The file: a project as `docs/methods/appraisal.md` describes it.
    pub text: String,
    /// Texts of the tables and flows it names.
    pub tables: BTreeMap<String, String>,
    /// Guide in place of the project's.
    pub preset: Option<String>,
    /// How many draws.
    pub draws: u32,
    /// Their seed.
    pub seed: u64,
}

/// The worth of a project, US dollars of its price year at its base year. Rates are fractions: 0.1 is 10 %.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProjectResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// The project.
    pub name: String,
    /// What its file says of it.
    pub about: String,
    /// The year that is not discounted.
    pub base_year: i32,
    /// The year whose prices amounts are in.
    pub price_year: i32,
    /// The last year looked at.
    pub last_year: i32,
    /// The social discount rate, by years after the base year.
    pub discount: Vec<RateStep>,
    /// Net present value to the economy: the sum of the ledger.
    pub npv_usd: f64,
    /// Every internal rate of return of the economy, in order.
    pub irr: Vec<f64>,
    /// Modified internal rate of return.
    pub mirr: Option<f64>,
    /// Present value of benefits over that of costs; null where one is missing.
    pub bcr: Option<f64>,
    /// Who pays and who gains, in whole cents; transfers add up to 0.
    pub ledger: Vec<LedgerRow>,
    /// The ledger by country.
    pub by_country: Vec<CountryWorth>,
    /// The ledger by party.
    pub by_party: Vec<PartyWorth>,
    /// Year by year.
    pub years: Vec<ProjectYear>,
    /// By how much an item has to change for the worth to be 0, the most delicate first.
    pub switching: Vec<SwitchingView>,
    /// The worth when one thing is less or more, the widest first.
    pub tornado: Vec<BarView>,
    /// What draws come to; null without them.
    pub draws: Option<DrawsView>,
    /// The worth to the investor; null where the file names none.
    pub investor: Option<InvestorView>,
    /// What was assumed, with its source.
    pub assumptions: Vec<AssumptionView>,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

/// A rate from some year on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RateStep {
    /// It holds for later years than so many after the base year.
    pub after_years: i32,
    /// The rate.
    pub rate: f64,
}

/// What an item is worth to a party.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LedgerRow {
    /// Country by ISO 3166-1, or `world`.
    pub country: String,
    /// Party, as the file names it; `economy` for what is paid above its value to the economy.
    pub party: String,
    /// Item.
    pub item: String,
    /// `capital`, `operation`, `users`, `benefit`, `residual`, `carbon`, `carriage` or `transfer`.
    pub kind: String,
    /// Present value: what is gained is positive.
    pub pv_usd: f64,
}

/// What the project is worth to a country.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CountryWorth {
    /// Country by ISO 3166-1, or `world`.
    pub country: String,
    /// Gains less losses.
    pub pv_usd: f64,
    /// Of them gained.
    pub gains_usd: f64,
    /// Of them lost, negative.
    pub losses_usd: f64,
}

/// What the project is worth to a party.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartyWorth {
    /// Country by ISO 3166-1, or `world`.
    pub country: String,
    /// Party.
    pub party: String,
    /// Gains less losses.
    pub pv_usd: f64,
}

/// A year of a project.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProjectYear {
    /// The year.
    pub year: i32,
    /// What the economy gains less what it spends.
    pub economic_usd: f64,
    /// The same at the base year.
    pub discounted_usd: f64,
    /// The discounted sum up to the year's end.
    pub cumulative_usd: f64,
    /// What the investor gets less what it pays; null without an investor.
    pub investor_usd: Option<f64>,
}

/// By how much an item has to change for the worth to be 0.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SwitchingView {
    /// Item.
    pub item: String,
    /// Its present value to the economy.
    pub pv_usd: f64,
    /// The part by which it has to rise or fall: -0.2 is a fall by a fifth.
    pub change: f64,
}

/// The worth when one thing is less or more.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BarView {
    /// What is moved.
    pub name: String,
    /// What it is moved to.
    pub to: [String; 2],
    /// The worth then.
    pub npv_usd: [f64; 2],
    /// Whether the file states how far; otherwise by a fifth, or a point of a rate, to compare.
    pub stated: bool,
}

/// What draws come to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DrawsView {
    /// How many.
    pub draws: u32,
    /// The seed.
    pub seed: u64,
    /// Mean.
    pub mean_usd: f64,
    /// Standard deviation.
    pub sd_usd: f64,
    /// 5th percentile.
    pub p5_usd: f64,
    /// Median.
    pub p50_usd: f64,
    /// 95th percentile.
    pub p95_usd: f64,
    /// Part of draws whose worth is below 0.
    pub below_zero: f64,
}

/// The worth to the investor.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InvestorView {
    /// The party.
    pub party: String,
    /// Net present value at `rate`.
    pub npv_usd: f64,
    /// Every internal rate of return, in order.
    pub irr: Vec<f64>,
    /// Modified internal rate of return.
    pub mirr: Option<f64>,
    /// What others would have to give at the base year for the worth to be 0.
    pub funding_gap_usd: f64,
    /// The financial rate without premiums.
    pub base_rate: f64,
    /// The financial rate with premiums.
    pub rate: f64,
    /// Premiums of the countries in which the assets stand.
    pub premiums: Vec<PremiumView>,
    /// The investment treaty, as the file names it.
    pub treaty: Option<String>,
    /// What it takes off the rate; 0 unless the file says so.
    pub treaty_cut: f64,
    /// Net present value at the rate less that cut.
    pub npv_with_treaty_usd: f64,
    /// By how much the rate would have to fall for the worth to be 0; 0 where it is not below; null where no
    /// fall does it.
    pub break_even_cut: Option<f64>,
}

/// The premium of a country.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PremiumView {
    /// Country.
    pub country: String,
    /// Share of the assets.
    pub share: f64,
    /// Points over the base rate, as a fraction.
    pub premium: f64,
    /// What the treaty takes off it.
    pub cut: f64,
}

/// Something assumed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AssumptionView {
    /// What.
    pub what: String,
    /// Its value.
    pub value: String,
    /// Who says so; `your file` for what the project says or leaves at its default.
    pub source: String,
    /// The day, month or year it speaks of.
    pub date: String,
    /// H, M or L; empty for the project's own.
    pub confidence: String,
    /// What a reader should know besides.
    pub note: String,
}

fn dollars(cents: i64) -> f64 {
    cents as f64 / 100.0
}

fn problem(fault: Fault) -> Problem {
    Problem::bad_input("project-invalid", fault.reason, fault.action)
}

/// The tables that a project names, for whoever may read files.
///
/// # Errors
/// When the text is no TOML.
pub fn project_tables(file: &str, text: &str) -> Result<Vec<String>, Problem> {
    Project::table_names(file, text).map_err(problem)
}

/// Appraises a project.
///
/// # Errors
/// When the file is wrong, each fault with its line; when there is no rate of discount or a figure is
/// beyond what can be reckoned.
pub fn project(request: &ProjectRequest) -> Result<ProjectResponse, Problem> {
    let tables = request.tables.iter().map(|(name, text)| {
        flows::table(name, text).map(|table| (name.clone(), table.into_owned()))
    });
    let tables = tables.collect::<Result<BTreeMap<_, _>, _>>()?;
    let project = Project::read(&request.file, &request.text, &tables).map_err(problem)?;
    let options =
        Options { preset: request.preset.clone(), draws: request.draws, seed: request.seed };
    let answer = appraise(&project, &options).map_err(problem)?;
    Ok(view(&project, answer))
}

fn view(project: &Project, answer: Appraisal) -> ProjectResponse {
    let mut countries: BTreeMap<&str, [i64; 2]> = BTreeMap::new();
    let mut parties: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for row in &answer.ledger {
        let sums = countries.entry(&row.country).or_default();
        sums[usize::from(row.cents < 0)] += row.cents;
        *parties.entry((&row.country, &row.party)).or_default() += row.cents;
    }
    let by_country = countries.into_iter().map(|(country, [gains, losses])| CountryWorth {
        country: country.to_owned(),
        pv_usd: dollars(gains + losses),
        gains_usd: dollars(gains),
        losses_usd: dollars(losses),
    });
    let by_party = parties.into_iter().map(|((country, party), cents)| PartyWorth {
        country: country.to_owned(),
        party: party.to_owned(),
        pv_usd: dollars(cents),
    });
    let (by_country, by_party) = (by_country.collect(), by_party.collect());
    let mut warnings = answer.warnings;
    warnings.extend(about_rates(&answer.irr));
    if let Some(investor) = &answer.investor {
        warnings.extend(about_rates(&investor.irr).map(|text| format!("to the investor {text}")));
    }
    let years = answer.years.iter().map(|year| ProjectYear {
        year: year.year,
        economic_usd: year.economic,
        discounted_usd: year.discounted,
        cumulative_usd: year.cumulative,
        investor_usd: year.investor,
    });
    let steps = answer.discount.steps().iter();
    ProjectResponse {
        schema_version: 1,
        name: project.name.clone(),
        about: project.about.clone(),
        base_year: answer.base_year,
        price_year: answer.price_year,
        last_year: answer.last_year,
        discount: steps
            .map(|(after, rate)| RateStep { after_years: *after, rate: rate.fraction() })
            .collect(),
        npv_usd: dollars(answer.npv_cents),
        irr: answer.irr,
        mirr: answer.mirr,
        bcr: answer.bcr,
        by_country,
        by_party,
        ledger: answer
            .ledger
            .into_iter()
            .map(|row| LedgerRow {
                country: row.country,
                party: row.party,
                item: row.item,
                kind: row.kind.word().to_owned(),
                pv_usd: dollars(row.cents),
            })
            .collect(),
        years: years.collect(),
        switching: answer
            .switching
            .into_iter()
            .map(|s| SwitchingView { item: s.item, pv_usd: s.present, change: s.change })
            .collect(),
        tornado: answer
            .tornado
            .into_iter()
            .map(|bar| BarView { name: bar.name, to: bar.to, npv_usd: bar.npv, stated: bar.stated })
            .collect(),
        draws: answer.drawn.map(|drawn| DrawsView {
            draws: drawn.draws,
            seed: drawn.seed,
            mean_usd: drawn.mean,
            sd_usd: drawn.sd,
            p5_usd: drawn.percentiles[0],
            p50_usd: drawn.percentiles[1],
            p95_usd: drawn.percentiles[2],
            below_zero: drawn.below_zero,
        }),
        investor: answer.investor.map(|investor| InvestorView {
            party: investor.party,
            npv_usd: dollars(investor.npv_cents),
            irr: investor.irr,
            mirr: investor.mirr,
            funding_gap_usd: dollars(investor.funding_gap_cents),
            base_rate: investor.base_rate,
            rate: investor.rate,
            premiums: investor
                .premiums
                .into_iter()
                .map(|p| PremiumView {
                    country: p.country,
                    share: p.share,
                    premium: p.points,
                    cut: p.cut,
                })
                .collect(),
            treaty: investor.treaty,
            treaty_cut: investor.treaty_cut,
            npv_with_treaty_usd: dollars(investor.npv_with_treaty_cents),
            break_even_cut: investor.break_even_cut,
        }),
        assumptions: answer
            .assumptions
            .into_iter()
            .map(|a| assumption(a.what, a.value, a.evidence))
            .collect(),
        warnings,
    }
}

fn assumption(what: String, value: String, evidence: Option<Evidence>) -> AssumptionView {
    let own = Evidence {
        source: "your file".to_owned(),
        date: String::new(),
        confidence: String::new(),
        note: String::new(),
    };
    let Evidence { source, date, confidence, note } = evidence.unwrap_or(own);
    AssumptionView { what, value, source, date, confidence, note }
}
