//! What is wrong with a project, all of it at once, each with its place.

use super::{ACTION, Project, Years};
use crate::cash_flow::MOST_YEARS;
use crate::fault::Fault;
use crate::shipped::Preset;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeSet;
use toml::Spanned;

/// Where the rows of a file begin.
#[derive(Deserialize, Default)]
struct Spans {
    #[serde(default)]
    cost: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    benefit: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    transfer: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    relation: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    flows: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    emission: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    uncertain: Vec<Spanned<IgnoredAny>>,
}

/// The party that greenhouse gases harm, which needs no declaration.
pub(crate) const WORLD: &str = "world";

/// What amounts are in, and how many units that is.
pub(crate) const UNITS: [(&str, f64); 4] =
    [("one", 1.0), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

/// Kinds that an uncertainty may be of.
pub(crate) const KINDS: [&str; 6] =
    ["capital", "operation", "benefit", "users", "transfer", "carbon"];

struct Check<'a> {
    project: &'a Project,
    file: &'a str,
    text: &'a str,
    faults: Vec<Fault>,
}

pub(super) fn check(project: &Project, file: &str, text: &str) -> Result<(), Fault> {
    // The text was read as a project before, so it is TOML of this outline.
    let spans: Spans = toml::from_str(text).unwrap_or_default();
    let mut check = Check { project, file, text, faults: Vec::new() };
    check.head();
    check.rows(&spans);
    check.terms(&spans);
    Fault::all(check.faults).map_or(Ok(()), Err)
}

impl Project {
    /// The last year looked at: as the file has it, or by the years of the guide for the sector.
    pub(crate) fn horizon(&self) -> Option<i32> {
        if self.last_year.is_some() {
            return self.last_year;
        }
        let preset = Preset::named(self.preset.as_deref()?).ok()?;
        let years = preset.years.get(self.sector.as_deref()?)?;
        Some(self.base_year? + years - 1)
    }

    /// US dollars for one unit in which amounts of a currency are written.
    pub(crate) fn dollars(&self, currency: Option<&str>) -> Option<f64> {
        let currency = currency.or(self.currency.as_deref())?;
        if currency == "USD" { Some(1.0) } else { self.exchange.get(currency).copied() }
    }

    /// What amounts are multiplied by to be in single units.
    pub(crate) fn unit(&self) -> f64 {
        let named = self.unit.as_deref().unwrap_or("one");
        UNITS.iter().find(|(unit, _)| *unit == named).map_or(1.0, |(_, many)| *many)
    }
}

impl Check<'_> {
    fn add(&mut self, offset: Option<usize>, reason: impl Into<String>) {
        let at = offset.map_or_else(String::new, |offset| {
            let before = self.text.get(..offset).unwrap_or(self.text);
            format!("{}:", before.matches('\n').count() + 1)
        });
        self.faults.push(Fault::new(format!("{}:{at} {}", self.file, reason.into()), ACTION));
    }

    fn add_if(&mut self, wrong: bool, at: Option<usize>, reason: impl FnOnce() -> String) {
        if wrong {
            self.add(at, reason());
        }
    }

    fn head(&mut self) {
        let p = self.project;
        self.add_if(p.name.trim().is_empty(), None, || "name is missing".to_owned());
        for (field, year, meaning) in [
            ("base_year", p.base_year, "the year that is not discounted"),
            ("price_year", p.price_year, "the year whose prices the amounts are in"),
        ] {
            self.add_if(year.is_none(), None, || {
                format!("{field} is missing: {meaning}; write it, such as {field} = 2027")
            });
            self.add_if(year.is_some_and(|y| !(1900..=2300).contains(&y)), None, || {
                format!("{field} {} is outside 1900 to 2300", year.unwrap_or_default())
            });
        }
        match (&p.currency, p.horizon()) {
            (None, _) => self.add(None, "currency is missing: write it, such as currency = \"USD\""),
            (Some(_), None) => self.add(
                None,
                "last_year is missing: the last year looked at; write it, or a preset with years for the sector",
            ),
            _ => {}
        }
        if let (Some(last), Some(base)) = (p.horizon(), p.base_year) {
            self.add_if(last < base || last - base > MOST_YEARS, None, || {
                format!("the last year {last} does not lie within {MOST_YEARS} years after {base}")
            });
        }
        let unit = p.unit.as_deref().unwrap_or("one");
        self.add_if(!UNITS.iter().any(|(known, _)| *known == unit), None, || {
            format!("unit {unit:?} is none of one, thousand, million, billion")
        });
        for (currency, rate) in &p.exchange {
            self.add_if(!rate.is_finite() || *rate <= 0.0, None, || {
                format!("exchange: {rate} is no number of US dollars for one {currency}")
            });
        }
        self.money(None, "the project", None);
        for (id, party) in &p.parties {
            let capitals =
                party.country.len() == 2 && party.country.bytes().all(|b| b.is_ascii_uppercase());
            self.add_if(!capitals, None, || {
                format!(
                    "parties.{id}: {:?} is not a country code of two capital letters",
                    party.country
                )
            });
            self.add_if(id == WORLD, None, || {
                "parties.world: the world is a party already; choose another id".to_owned()
            });
        }
        if let Some(investor) = &p.investor {
            self.party(None, investor, "investor");
        }
    }

    /// That a currency has a rate.
    fn money(&mut self, at: Option<usize>, what: &str, currency: Option<&str>) {
        let p = self.project;
        let Some(named) = currency.or(p.currency.as_deref()) else { return };
        let known = p.dollars(Some(named)).is_some();
        self.add_if(!known, at, || {
            format!(
                "{what} is in {named}, and nothing says what that is worth: add [exchange] {named} = \
                 (US dollars for one, of the price year)"
            )
        });
    }

    fn party(&mut self, at: Option<usize>, id: &str, what: &str) {
        let p = self.project;
        if id == WORLD || p.parties.contains_key(id) {
            return;
        }
        let known: Vec<&str> = p.parties.keys().map(String::as_str).collect();
        self.add(at, format!("{what}: {id:?} is no party; declared are {}", known.join(", ")));
    }

    /// That amounts go with their years, and lie within the project.
    fn years(&mut self, at: Option<usize>, what: &str, years: &Years, amount: &super::Amount) {
        let Some(last) = self.project.horizon() else { return };
        match years.with(amount, last) {
            Err(reason) => self.add(at, format!("{what}: {reason}")),
            Ok(amounts) => {
                if let Some((year, _)) = amounts.iter().find(|(year, _)| *year > last) {
                    self.add(
                        at,
                        format!(
                            "{what} falls in {year}, after the last year {last}: what comes later is not \
                             looked at; set last_year = {year} or leave it out"
                        ),
                    );
                }
                let base = self.project.base_year.unwrap_or(last);
                if let Some((year, _)) = amounts.iter().find(|(y, _)| base - y > MOST_YEARS) {
                    self.add(at, format!("{what} falls in {year}, too long before {base}"));
                }
                if let Some((year, amount)) =
                    amounts.iter().find(|(_, a)| a.is_nan() || a.abs() > 1e15)
                {
                    self.add(at, format!("{what}: {amount} in {year} is beyond 10^15"));
                }
            }
        }
    }

    fn rows(&mut self, spans: &Spans) {
        let p = self.project;
        let start = |spans: &[Spanned<IgnoredAny>], n: usize| spans.get(n).map(|s| s.span().start);
        for (n, cost) in p.cost.iter().enumerate() {
            let (at, what) = (start(&spans.cost, n), format!("cost {:?}", cost.item));
            self.party(at, &cost.payer, &what);
            self.years(at, &what, &cost.years, &cost.amount);
            self.money(at, &what, cost.currency.as_deref());
            self.add_if(!["capital", "operation"].contains(&cost.kind.as_str()), at, || {
                format!("{what}: the kind {:?} is neither capital nor operation", cost.kind)
            });
            let negative = match &cost.amount {
                super::Amount::Same(amount) => *amount < 0.0,
                super::Amount::Each(amounts) => amounts.iter().any(|a| *a < 0.0),
            };
            self.add_if(negative, at, || {
                format!("{what} is negative; a cost saved is a [[benefit]] of whoever saves it")
            });
            self.factor(at, &what, cost.conversion_factor);
            self.add_if(
                cost.life_years.is_some_and(|years| !(1..=200).contains(&years)),
                at,
                || format!("{what}: life_years is no number of years from 1 to 200"),
            );
        }
        for (n, benefit) in p.benefit.iter().enumerate() {
            let (at, what) = (start(&spans.benefit, n), format!("benefit {:?}", benefit.item));
            self.party(at, &benefit.gainer, &what);
            self.years(at, &what, &benefit.years, &benefit.amount);
            self.money(at, &what, benefit.currency.as_deref());
            self.factor(at, &what, benefit.conversion_factor);
        }
        for (n, transfer) in p.transfer.iter().enumerate() {
            let (at, what) = (start(&spans.transfer, n), format!("transfer {:?}", transfer.item));
            self.party(at, &transfer.from, &what);
            self.party(at, &transfer.to, &what);
            self.add_if(transfer.from == transfer.to, at, || format!("{what} goes to its payer"));
            self.years(at, &what, &transfer.years, &transfer.amount);
            self.money(at, &what, transfer.currency.as_deref());
        }
        for (n, relation) in p.relation.iter().enumerate() {
            let (at, what) = (start(&spans.relation, n), format!("relation {:?}", relation.item));
            self.party(at, &relation.exporter, &what);
            self.party(at, &relation.importer, &what);
            self.money(at, &what, relation.currency.as_deref());
            self.years(at, &what, &relation.years, &super::Amount::Same(relation.quantity[1]));
            self.relation(at, &what, relation);
        }
        for (n, row) in p.flows.iter().enumerate() {
            let (at, what) = (start(&spans.flows, n), format!("flows {:?}", row.item));
            self.years(at, &what, &row.years, &super::Amount::Same(0.0));
            self.share(at, &what, "exporter_share", row.exporter_share);
            self.share(at, &what, "margin", row.margin);
            self.method(at, &what, &row.method);
            if let Some(factor) = row.price_factor {
                self.factor(at, &what, factor);
            }
        }
        for (n, emission) in p.emission.iter().enumerate() {
            let (at, what) = (start(&spans.emission, n), format!("emission {:?}", emission.item));
            self.years(at, &what, &emission.years, &emission.tonnes);
            self.add_if(p.carbon.is_none(), at, || {
                format!("{what} has no price: add [carbon] with a path or prices")
            });
        }
    }

    fn factor(&mut self, at: Option<usize>, what: &str, factor: f64) {
        self.add_if(!(0.0..=10.0).contains(&factor), at, || {
            format!("{what}: the conversion factor {factor} does not lie between 0 and 10")
        });
    }

    fn share(&mut self, at: Option<usize>, what: &str, field: &str, share: f64) {
        self.add_if(!(0.0..=1.0).contains(&share), at, || {
            format!("{what}: {field} {share} does not lie between 0 and 1")
        });
    }

    fn method(&mut self, at: Option<usize>, what: &str, method: &str) {
        self.add_if(!["logsum", "rule-of-half"].contains(&method), at, || {
            format!("{what}: the method {method:?} is neither logsum nor rule-of-half")
        });
    }

    fn relation(&mut self, at: Option<usize>, what: &str, relation: &super::Relation) {
        let sound = |n: f64| n.is_finite() && (0.0..=1e12).contains(&n);
        self.add_if(!relation.quantity.iter().all(|q| sound(*q)), at, || {
            format!("{what}: a quantity is no number from 0 to 10^12")
        });
        let costs = relation.ways.iter().flat_map(|way| [way.before, way.after]).flatten();
        self.add_if(relation.ways.is_empty() || !costs.clone().all(sound), at, || {
            format!("{what}: there is no way, or one whose cost is no number from 0 to 10^12")
        });
        let none = |side: fn(&super::WayRow) -> Option<f64>| {
            relation.ways.iter().all(|way| side(way).is_none())
        };
        self.add_if(none(|way| way.before) || none(|way| way.after), at, || {
            format!(
                "{what}: there is no way before, or none after, so there is nothing to compare with; \
                 state the gain as a [[benefit]]"
            )
        });
        self.add_if(relation.ways.len() > 1 && relation.scale.is_none(), at, || {
            format!("{what}: several ways need the scale of the choice between them")
        });
        self.add_if(
            relation.scale.is_some_and(|s| !(f64::MIN_POSITIVE..=1e6).contains(&s)),
            at,
            || format!("{what}: the scale is no number above 0"),
        );
        self.share(at, what, "exporter_share", relation.exporter_share);
        self.method(at, what, &relation.method);
        let half = relation.method == "rule-of-half";
        let new = relation.ways.iter().any(|way| way.before.is_none() || way.after.is_none());
        self.add_if(half && new, at, || {
            format!(
                "{what}: a way that is new or gone has no cost before or after, which the rule of half \
                 needs; use method = \"logsum\""
            )
        });
    }

    fn terms(&mut self, spans: &Spans) {
        let p = self.project;
        if let Some(residual) = &p.residual {
            match residual.method.as_str() {
                "none" | "straight-line" => {}
                "net-flows" => {
                    let years = residual.years.is_some_and(|years| (1..=200).contains(&years));
                    self.add_if(!years, None, || {
                        "residual: net-flows need the years they look at".to_owned()
                    });
                    match &residual.owner {
                        Some(owner) => self.party(None, owner, "residual"),
                        None => self.add(None, "residual: net-flows need an owner"),
                    }
                }
                other => self.add(
                    None,
                    format!("residual: {other:?} is none of none, straight-line, net-flows"),
                ),
            }
        }
        let lives = p.cost.iter().any(|cost| cost.life_years.is_some());
        let straight = p.residual.as_ref().is_some_and(|r| r.method == "straight-line");
        self.add_if(straight && !lives, None, || {
            "residual: straight-line needs life_years at a cost".to_owned()
        });
        if let Some(carbon) = &p.carbon {
            self.add_if(carbon.path.is_some() != carbon.prices.is_empty(), None, || {
                "carbon: give either a path or prices".to_owned()
            });
            self.add_if(!carbon.prices.is_empty() && carbon.source.trim().is_empty(), None, || {
                "carbon: prices of your own need a source".to_owned()
            });
        }
        self.risk();
        let items = self.items();
        for (n, row) in p.uncertain.iter().enumerate() {
            let at = spans.uncertain.get(n).map(|s| s.span().start);
            match (&row.item, &row.kind) {
                (Some(item), None) => self.add_if(!items.contains(item), at, || {
                    format!("uncertain: there is no item {item:?}")
                }),
                (None, Some(kind)) => self.add_if(!KINDS.contains(&kind.as_str()), at, || {
                    format!("uncertain: {kind:?} is none of {}", KINDS.join(", "))
                }),
                _ => self.add(at, "uncertain: give one of item and kind"),
            }
            if let Err(reason) = crate::draw::Distribution::of(row) {
                self.add(at, format!("uncertain: {reason}"));
            }
        }
    }

    fn risk(&mut self) {
        let p = self.project;
        let Some(risk) = &p.risk else { return };
        self.add_if(p.investor.is_none(), None, || {
            "risk: name the investor whose money it is about (investor = \"...\")".to_owned()
        });
        for (country, points) in &risk.premium {
            if let Err(fault) = points.parse::<crate::rate::Rate>() {
                self.add(None, format!("risk.premium.{country}: {}", fault.reason));
            }
        }
        let sum: f64 = risk.assets.values().sum();
        let wrong = risk.assets.values().any(|share| !(0.0..=1.0).contains(share));
        self.add_if(!risk.assets.is_empty() && (wrong || (sum - 1.0).abs() > 1e-6), None, || {
            format!("risk.assets: the shares add up to {sum}, not 1")
        });
        for country in &risk.treaty_countries {
            self.add_if(!risk.premium.contains_key(country), None, || {
                format!("risk.treaty_countries: {country:?} has no premium")
            });
        }
    }

    /// Names of all items.
    fn items(&self) -> BTreeSet<String> {
        let p = self.project;
        let mut items: BTreeSet<String> = p.cost.iter().map(|c| c.item.clone()).collect();
        items.extend(p.benefit.iter().map(|b| b.item.clone()));
        items.extend(p.transfer.iter().map(|t| t.item.clone()));
        items.extend(p.relation.iter().map(|r| r.item.clone()));
        items.extend(p.flows.iter().map(|row| row.item.clone()));
        items.extend(p.emission.iter().map(|e| e.item.clone()));
        items
    }
}
