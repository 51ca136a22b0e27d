//! The rows of a project as amounts of US dollars by year, each of one party.

mod flows;

use super::Settled;
use crate::fault::Fault;
use crate::project::{ACTION, Amount, Carbon, Relation, WORLD};
use crate::rate::Rate;
use crate::shipped::{CarbonPath, Evidence, prices_by_year};
use crate::surplus::{Gains, Way, gains};
use std::collections::BTreeMap;

/// From this part on a difference of two measures of users' gains is told.
const TOLD_DIFFERENCE: f64 = 0.1;

/// What sort of row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Works.
    Capital,
    /// Operation and maintenance.
    Operation,
    /// What users of transport gain.
    Users,
    /// Other benefits.
    Benefit,
    /// What is left at the end.
    Residual,
    /// Greenhouse gases.
    Carbon,
    /// What it costs to carry what users pay for.
    Carriage,
    /// From one party to another.
    Transfer,
}

impl Kind {
    /// The word used in files and answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Capital => "capital",
            Self::Operation => "operation",
            Self::Users => "users",
            Self::Benefit => "benefit",
            Self::Residual => "residual",
            Self::Carbon => "carbon",
            Self::Carriage => "carriage",
            Self::Transfer => "transfer",
        }
    }

    /// Whether it stands below the line in a ratio.
    pub(super) fn is_cost(self) -> bool {
        matches!(self, Self::Capital | Self::Operation)
    }
}

/// Amounts of one party for one item.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) item: String,
    /// The item of the file whose uncertainty it shares.
    pub(super) of: String,
    pub(super) kind: Kind,
    pub(super) country: String,
    pub(super) party: String,
    /// What it is worth to the economy, by year.
    pub(super) economic: BTreeMap<i32, f64>,
    /// What of it the party gets or pays in money, by year.
    pub(super) cash: BTreeMap<i32, f64>,
    /// Country in which the asset stands, for works.
    pub(super) stands_in: Option<String>,
}

type Flows = BTreeMap<i32, f64>;

fn times(flows: &Flows, factor: f64) -> Flows {
    flows.iter().map(|(year, amount)| (*year, amount * factor)).collect()
}

/// All entries of a project.
pub(super) fn all(settled: &mut Settled<'_>) -> Result<Vec<Entry>, Fault> {
    let mut entries = Vec::new();
    costs(settled, &mut entries)?;
    money(settled, &mut entries)?;
    let relations = &settled.project.relation;
    for relation in relations {
        users(settled, relation, &mut entries)?;
    }
    let rows = &settled.project.flows;
    for row in rows {
        flows::add(settled, row, &mut entries)?;
    }
    emissions(settled, &mut entries)?;
    residual(settled, &mut entries)?;
    if let Some(early) = entries
        .iter()
        .filter(|e| e.kind.is_cost())
        .flat_map(|e| e.economic.keys())
        .filter(|year| **year < settled.base)
        .min()
    {
        settled.warnings.push(format!(
            "costs from {early} lie before the base year {}: what is already spent and cannot be had back \
             does not count in a decision; leave it out if so",
            settled.base
        ));
    }
    Ok(entries)
}

impl Settled<'_> {
    /// Amounts of a row in US dollars by year.
    fn dollars(
        &self,
        what: &str,
        years: &crate::project::Years,
        amount: &Amount,
        currency: Option<&str>,
    ) -> Result<Flows, Fault> {
        let wrong = |reason: String| Fault::new(format!("{what}: {reason}"), ACTION);
        let rate = self
            .project
            .dollars(currency)
            .ok_or_else(|| wrong("its currency has no rate in [exchange]".to_owned()))?;
        let factor = rate * self.project.unit();
        let amounts = years.with(amount, self.last).map_err(wrong)?;
        Ok(amounts.into_iter().map(|(year, amount)| (year, amount * factor)).collect())
    }

    fn country(&self, party: &str) -> String {
        self.project.parties.get(party).map_or_else(|| WORLD.to_owned(), |p| p.country.clone())
    }

    fn entry(&self, item: &str, kind: Kind, party: &str, economic: Flows) -> Entry {
        Entry {
            item: item.to_owned(),
            of: item.to_owned(),
            kind,
            country: self.country(party),
            party: party.to_owned(),
            economic,
            cash: Flows::new(),
            stands_in: None,
        }
    }
}

fn costs(settled: &Settled<'_>, entries: &mut Vec<Entry>) -> Result<(), Fault> {
    for cost in &settled.project.cost {
        let paid =
            settled.dollars(&cost.item, &cost.years, &cost.amount, cost.currency.as_deref())?;
        let kind = if cost.kind == "operation" { Kind::Operation } else { Kind::Capital };
        let out = times(&paid, -1.0);
        let mut entry = settled.entry(&cost.item, kind, &cost.payer, out.clone());
        entry.cash = out;
        let stands_in = cost.country.clone().unwrap_or_else(|| entry.country.clone());
        entry.stands_in = Some(stands_in).filter(|_| kind == Kind::Capital);
        let country = entry.country.clone();
        entries.push(entry);
        // What is paid above its value to the economy stays in the country.
        if cost.conversion_factor != 1.0 {
            let kept = times(&paid, 1.0 - cost.conversion_factor);
            let item = format!("{}: paid above its value to the economy", cost.item);
            let mut entry = settled.entry(&item, kind, "economy", kept);
            entry.country = country;
            entry.of.clone_from(&cost.item);
            entries.push(entry);
        }
    }
    Ok(())
}

fn money(settled: &Settled<'_>, entries: &mut Vec<Entry>) -> Result<(), Fault> {
    let project = settled.project;
    for benefit in &project.benefit {
        let currency = benefit.currency.as_deref();
        let gained = settled.dollars(&benefit.item, &benefit.years, &benefit.amount, currency)?;
        let worth = times(&gained, benefit.conversion_factor);
        let mut entry = settled.entry(&benefit.item, Kind::Benefit, &benefit.gainer, worth);
        if benefit.in_money {
            entry.cash = gained;
        }
        entries.push(entry);
    }
    for transfer in &project.transfer {
        let currency = transfer.currency.as_deref();
        let gained =
            settled.dollars(&transfer.item, &transfer.years, &transfer.amount, currency)?;
        let paid = times(&gained, -1.0);
        for (party, flows) in [(&transfer.from, paid), (&transfer.to, gained.clone())] {
            let mut entry = settled.entry(&transfer.item, Kind::Transfer, party, flows.clone());
            entry.cash = flows;
            entries.push(entry);
        }
        // The payer's gain is net of this payment, so the payment is added back here once.
        if transfer.in_user_cost {
            let item = format!("{}: in the cost of users already", transfer.item);
            let mut entry = settled.entry(&item, Kind::Users, &transfer.from, gained);
            entry.of.clone_from(&transfer.item);
            entries.push(entry);
        }
    }
    Ok(())
}

fn users(
    settled: &mut Settled<'_>,
    relation: &Relation,
    entries: &mut Vec<Entry>,
) -> Result<(), Fault> {
    let wrong = |reason: String| Fault::new(format!("{}: {reason}", relation.item), ACTION);
    let ways: Vec<Way> =
        relation.ways.iter().map(|way| Way { before: way.before, after: way.after }).collect();
    let Gains { by_half, by_logsum } = gains(relation.quantity, &ways, relation.scale);
    if let (Some(half), Some(logsum)) = (by_half, by_logsum)
        && (half - logsum).abs() > TOLD_DIFFERENCE * logsum.abs()
    {
        settled.warnings.push(format!(
            "{}: the rule of half gives {half:.0} a year and the logsum {logsum:.0}: the change is too large \
             for the rule of half; {} counts",
            relation.item, relation.method
        ));
    }
    let gain = if relation.method == "rule-of-half" { by_half } else { by_logsum };
    let gain = gain.ok_or_else(|| wrong("what users gain cannot be reckoned".to_owned()))?;
    let rate = settled.project.dollars(relation.currency.as_deref());
    let rate = rate.ok_or_else(|| wrong("its currency has no rate in [exchange]".to_owned()))?;
    let by_year: Flows = relation
        .years
        .with(&Amount::Same(gain * rate), settled.last)
        .map_err(wrong)?
        .into_iter()
        .collect();
    let share = relation.exporter_share;
    for (party, part) in [(&relation.exporter, share), (&relation.importer, 1.0 - share)] {
        let entry = settled.entry(&relation.item, Kind::Users, party, times(&by_year, part));
        entries.push(entry);
    }
    let what = format!("{}: part of the gain that stays with exporters", relation.item);
    settled.assume(&what, format!("{share}"), None);
    Ok(())
}

/// The path of carbon prices of a project.
fn path(carbon: &Carbon) -> Result<CarbonPath, Fault> {
    if let Some(id) = &carbon.path {
        return CarbonPath::named(id);
    }
    Ok(CarbonPath {
        id: "user".to_owned(),
        name: "prices of the project".to_owned(),
        price_year: carbon.price_year.unwrap_or(0),
        prices: prices_by_year(carbon.prices.clone())?,
        growth_after: carbon.growth_after.as_ref().map_or(Ok(Rate::ZERO), |text| text.parse())?,
        evidence: Evidence {
            source: carbon.source.clone(),
            date: String::new(),
            confidence: String::new(),
            note: String::new(),
        },
    })
}

fn emissions(settled: &mut Settled<'_>, entries: &mut Vec<Entry>) -> Result<(), Fault> {
    let project = settled.project;
    let Some(carbon) = &project.carbon else {
        for row in project.flows.iter().filter(|row| row.table.co2e_t[0] != row.table.co2e_t[1]) {
            settled.warnings.push(format!(
                "{}: {:+.0} t of CO2e a year have no price and do not count: add [carbon]",
                row.item,
                row.table.co2e_t[1] - row.table.co2e_t[0]
            ));
        }
        return Ok(());
    };
    let path = path(carbon)?;
    let factor = carbon.price_factor.unwrap_or(1.0);
    let price_year = project.price_year.unwrap_or(settled.base);
    if path.price_year > 0 && path.price_year != price_year && carbon.price_factor.is_none() {
        settled.warnings.push(format!(
            "prices of carbon are those of {}, amounts those of {price_year}: give price_factor; nothing was \
             adjusted",
            path.price_year
        ));
    }
    let of_flows = project.flows.iter().map(|row| {
        let [before, after] = row.table.co2e_t;
        (format!("{}: emissions", row.item), &row.years, Amount::Same(after - before))
    });
    let own = project.emission.iter();
    let own = own.map(|row| (row.item.clone(), &row.years, row.tonnes.clone()));
    for (item, years, tonnes) in own.chain(of_flows) {
        let wrong = |reason: String| Fault::new(format!("{item}: {reason}"), ACTION);
        let mut flows = Flows::new();
        for (year, tonnes) in years.with(&tonnes, settled.last).map_err(wrong)? {
            let price = path.price(year).ok_or_else(|| {
                wrong(format!(
                    "there is no price of carbon for {year}; the path {} begins later",
                    path.id
                ))
            })?;
            flows.insert(year, -tonnes * price * factor);
        }
        entries.push(settled.entry(&item, Kind::Carbon, WORLD, flows));
    }
    settled.assume("price of carbon", path.id.clone(), Some(path.evidence));
    Ok(())
}

fn residual(settled: &mut Settled<'_>, entries: &mut Vec<Entry>) -> Result<(), Fault> {
    let project = settled.project;
    let Some(residual) = &project.residual else {
        settled.assume("residual value", "none".to_owned(), None);
        return Ok(());
    };
    settled.assume("residual value", residual.method.clone(), None);
    let last = settled.last;
    match residual.method.as_str() {
        "straight-line" => {
            let mut left = Vec::new();
            for cost in &project.cost {
                let Some(life) = cost.life_years else { continue };
                let paid = settled.dollars(
                    &cost.item,
                    &cost.years,
                    &cost.amount,
                    cost.currency.as_deref(),
                )?;
                let worth: f64 = paid
                    .iter()
                    .map(|(year, amount)| {
                        let in_service = project.operation_from.unwrap_or(year + 1).max(*year);
                        let used = f64::from((last + 1 - in_service).max(0)) / f64::from(life);
                        amount * (1.0 - used).max(0.0)
                    })
                    .sum();
                let flows = Flows::from([(last, worth)]);
                let item = format!("{}: residual value", cost.item);
                let economic = times(&flows, cost.conversion_factor);
                let mut entry = settled.entry(&item, Kind::Residual, &cost.payer, economic);
                entry.cash = flows;
                entry.of.clone_from(&cost.item);
                left.push(entry);
            }
            entries.extend(left);
        }
        "net-flows" => {
            let (years, owner) = (residual.years.unwrap_or(0), residual.owner.clone());
            let owner = owner.unwrap_or_else(|| WORLD.to_owned());
            let now = settled.discount.factor(last - settled.base);
            let annuity = |factor: &dyn Fn(i32) -> f64, now: f64| -> f64 {
                (1..=years).map(|k| factor(last + k - settled.base) / now).sum()
            };
            let in_last = |flows: &Flows| flows.get(&last).copied().unwrap_or(0.0);
            let net: f64 = entries.iter().map(|e| in_last(&e.economic)).sum();
            let economic = net * annuity(&|years| settled.discount.factor(years), now);
            let paid: f64 =
                entries.iter().filter(|e| e.party == owner).map(|e| in_last(&e.cash)).sum();
            let rate = settled.financial.unwrap_or_else(|| settled.discount.first());
            let cash = paid * annuity(&|n| rate.factor(n), rate.factor(last - settled.base));
            let item = "residual value of later years";
            let mut entry =
                settled.entry(item, Kind::Residual, &owner, Flows::from([(last, economic)]));
            entry.cash = Flows::from([(last, cash)]);
            entries.push(entry);
        }
        _ => {}
    }
    Ok(())
}
