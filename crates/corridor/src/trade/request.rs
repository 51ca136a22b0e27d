//! The question for landed cost, and what of it is refused.

use crate::PlanRequest;
use crate::problem::{Problem, did_you_mean};
use corridor_trade::duty::{Duty, Measured, unit, units};
use corridor_trade::landed::Charge;
use corridor_trade::origin::Consignment;
use corridor_trade::{Basis, Incoterm, Tariffs, TaxBase, Usd, decimal};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What the user says of the goods, the sale and the rates, besides the way.
#[derive(Clone, Debug)]
pub struct GoodsTerms {
    /// Whether the value is the price under the term, with what the seller pays in it.
    pub value_is_price: bool,
    /// Rule of Incoterms 2020.
    pub incoterm: String,
    /// Day for which agreements and rates are read; that of departure when not given.
    pub as_of: Option<Date>,
    /// Agreements supposed to be in force: `ID`, or `ID=PERCENT` with the duty under it.
    pub suppose: Vec<String>,
    /// The user's agreements laid over the register: name and text of each file.
    pub with: Vec<(String, String)>,
    /// The user's schedules of duties: name and text of each file.
    pub schedules: Vec<(String, String)>,
    /// The duty without preference, as the user states it.
    pub duty: Option<String>,
    /// The tax on imports, per cent, in place of the standard rate.
    pub tax_percent: Option<String>,
    /// Fees of customs and brokers, US dollars.
    pub fees_usd: Option<String>,
    /// Premium in per cent of the sum insured.
    pub insurance_percent: Option<String>,
    /// Premium in US dollars.
    pub insurance_usd: Option<String>,
    /// What is quoted for the carriage between the territories, US dollars, in place of rates.
    pub freight_usd: Option<String>,
    /// What unloading at the place of destination costs, US dollars.
    pub unloading_usd: Option<String>,
    /// Charges besides: `NAME=RATE on BASE`, with `untaxed` where no tax is levied on them.
    pub charges: Vec<String>,
    /// Charges and fees of the importer's that do not fall on these goods, by name; `all` for all.
    pub without: Vec<String>,
    /// What the tax is reckoned on, in place of what is known: `duty-paid`, `transported`, `delivered`.
    pub tax_base: Option<String>,
    /// Per cent of the value that a day costs.
    pub time_percent: Option<String>,
    /// How many units the value is of.
    pub quantity: Option<String>,
    /// Their unit.
    pub unit: String,
    /// US dollars for one of a currency: `EUR=1.08`, with the day of the rate `EUR=1.08@2026-06-01`.
    pub rates: Vec<String>,
    /// The value as the invoice has it, `18500.00 EUR`, in place of one in US dollars.
    pub invoice: Option<String>,
    /// What duty is reckoned on, `fob` or `cif`, in place of what is known of the importer.
    pub valuation: Option<String>,
    /// How far third countries may be touched, in place of what is known of agreements.
    pub consignment: Option<Consignment>,
}

impl Default for GoodsTerms {
    fn default() -> Self {
        Self {
            value_is_price: false,
            incoterm: "FCA".to_owned(),
            as_of: None,
            suppose: Vec::new(),
            with: Vec::new(),
            schedules: Vec::new(),
            duty: None,
            tax_percent: None,
            fees_usd: None,
            insurance_percent: None,
            insurance_usd: None,
            freight_usd: None,
            unloading_usd: None,
            charges: Vec::new(),
            without: Vec::new(),
            tax_base: None,
            time_percent: None,
            quantity: None,
            unit: "piece".to_owned(),
            rates: Vec::new(),
            invoice: None,
            valuation: None,
            consignment: None,
        }
    }
}

/// A question for landed cost.
#[derive(Clone, Debug)]
pub struct LandedCostRequest {
    /// The way; its value is that of the goods.
    pub plan: PlanRequest,
    /// Code of the goods, six digits or more.
    pub hs: String,
    /// Country the goods originate in.
    pub origin: String,
    /// Value of the goods, US dollars; passed over where the terms have an invoice.
    pub value_usd: String,
    /// The rest.
    pub terms: GoodsTerms,
}

/// What of the terms is a figure, read.
#[derive(Clone, Debug)]
pub(super) struct Figures {
    pub(super) term: Incoterm,
    pub(super) duty: Option<Duty>,
    pub(super) tax_percent: Option<rust_decimal::Decimal>,
    pub(super) fees: Option<Usd>,
    pub(super) insurance_percent: Option<rust_decimal::Decimal>,
    pub(super) premium: Option<Usd>,
    pub(super) freight: Option<Usd>,
    pub(super) unloading: Option<Usd>,
    pub(super) charges: Vec<Charge>,
    pub(super) without: Vec<String>,
    pub(super) tax_base: Option<TaxBase>,
    pub(super) time_percent: Option<rust_decimal::Decimal>,
    pub(super) quantity: Option<rust_decimal::Decimal>,
    pub(super) measured: Measured,
    /// Days of rates of exchange, by currency, where they are given.
    pub(super) rate_days: BTreeMap<String, Date>,
    pub(super) basis: Option<Basis>,
}

/// An amount of a flag.
pub(super) fn amount(text: &str, flag: &str) -> Result<Usd, Problem> {
    text.parse().map_err(|e: corridor_trade::InvalidAmount| {
        let plain: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '_')).collect();
        let meant = (plain != text && plain.parse::<Usd>().is_ok()).then_some(plain);
        Problem::bad_input(
            "amount-invalid",
            format!("{flag}: {e}"),
            meant.map_or(
                "US dollars with at most two places and no sign, such as 1250.40".to_owned(),
                |plain| format!("did you mean {plain}? No sign stands between thousands"),
            ),
        )
    })
}

/// A rate of a flag, per cent.
pub(crate) fn percent(text: &str, flag: &str) -> Result<rust_decimal::Decimal, Problem> {
    let number = decimal(text.trim_end_matches('%'));
    let most = rust_decimal::Decimal::from(3000);
    number.filter(|n| !n.is_sign_negative() && *n <= most).ok_or_else(|| {
        Problem::bad_input(
            "amount-invalid",
            format!("{flag} {text:?} is no rate in per cent"),
            "give a number of 0 or more, such as 12.5",
        )
    })
}

impl GoodsTerms {
    /// The figures, read; `mass_t` is the mass of the shipment.
    pub(super) fn figures(&self, mass_t: f64) -> Result<Figures, Problem> {
        let term: Incoterm =
            self.incoterm.parse().map_err(|e: corridor_trade::InvalidIncoterm| {
                let all = Incoterm::ALL.map(Incoterm::code).join(", ");
                Problem::bad_input("incoterm-unknown", e.to_string(), format!("one of {all}"))
            })?;
        let duty = self.duty.as_deref().map(|text| {
            text.parse().map_err(|e: corridor_trade::duty::InvalidDuty| {
                let bare = decimal(text).map(|n| format!("did you mean {n}%?"));
                Problem::bad_input("duty-invalid", format!("--duty: {e}"), bare.unwrap_or_default())
            })
        });
        let basis = match self.valuation.as_deref().map(str::to_lowercase).as_deref() {
            None => None,
            Some("fob") => Some(Basis::Fob),
            Some("cif") => Some(Basis::Cif),
            Some(other) => {
                return Err(Problem::bad_input(
                    "valuation-unknown",
                    format!("--valuation {other:?} is no basis of customs value"),
                    "fob is without, cif with carriage and insurance to the border",
                ));
            }
        };
        let tax_base = match self.tax_base.as_deref().map(str::to_lowercase).as_deref() {
            None => None,
            Some("duty-paid") => Some(TaxBase::DutyPaid),
            Some("transported" | "duty-paid-transported") => Some(TaxBase::DutyPaidTransported),
            Some("delivered" | "duty-paid-delivered") => Some(TaxBase::DutyPaidDelivered),
            Some(other) => {
                return Err(Problem::bad_input(
                    "tax-base-unknown",
                    format!("--tax-base {other:?} is no base of a tax on imports"),
                    "duty-paid is customs value and duty; transported adds carriage and insurance to \
                     the border, delivered carriage to the door",
                ));
            }
        };
        let charge = |text: &String| {
            text.parse::<Charge>().map_err(|e| {
                let action = "NAME=RATE on value, fob, freight, duty, duties, duty-paid, tax-base, tax or tax-paid; \
                              within in place of on where it is a part of its own base; untaxed at its end where \
                              no tax is levied on it";
                Problem::bad_input("charge-invalid", format!("--charge {e}"), action)
            })
        };
        let rate = |text: &Option<String>, flag| {
            text.as_deref().map(|text| percent(text, flag)).transpose()
        };
        let money = |text: &Option<String>, flag| {
            text.as_deref().map(|text| amount(text, flag)).transpose()
        };
        let quantity = self.quantity.as_deref().map(|text| {
            decimal(text).filter(|n| *n > rust_decimal::Decimal::ZERO).ok_or_else(|| {
                Problem::bad_input(
                    "amount-invalid",
                    format!("--quantity {text:?} is no quantity"),
                    "give a number above 0",
                )
            })
        });
        let quantity = quantity.transpose()?;
        let (measured, rate_days) = self.measured(quantity, mass_t)?;
        Ok(Figures {
            term,
            duty: duty.transpose()?,
            tax_percent: rate(&self.tax_percent, "--tax-percent")?,
            fees: money(&self.fees_usd, "--fees-usd")?,
            insurance_percent: rate(&self.insurance_percent, "--insurance-percent")?,
            premium: money(&self.insurance_usd, "--insurance-usd")?,
            freight: money(&self.freight_usd, "--freight-usd")?,
            unloading: money(&self.unloading_usd, "--unloading-usd")?,
            charges: self.charges.iter().map(charge).collect::<Result<_, _>>()?,
            without: self.named_charges()?,
            tax_base,
            time_percent: rate(&self.time_percent, "--time-percent")?,
            quantity,
            measured,
            rate_days,
            basis,
        })
    }

    /// Names of charges that do not fall on the goods, each of them one that some importer levies.
    fn named_charges(&self) -> Result<Vec<String>, Problem> {
        let known = Tariffs::shipped().charges();
        for name in &self.without {
            let is = |known: &&str| known.eq_ignore_ascii_case(name.trim());
            if known.iter().any(is) || name == "all" {
                continue;
            }
            let hint = did_you_mean(name, known.iter().copied());
            return Err(Problem::bad_input(
                "charge-unknown",
                format!("--without {name:?} names no charge or fee"),
                hint.map_or(format!("one of all, {}", known.join(", ")), |hint| {
                    format!("did you mean {hint:?}?")
                }),
            ));
        }
        Ok(self.without.iter().map(|name| name.trim().to_owned()).collect())
    }

    /// Quantities and rates of exchange, with the days of rates.
    fn measured(
        &self,
        quantity: Option<rust_decimal::Decimal>,
        mass_t: f64,
    ) -> Result<(Measured, BTreeMap<String, Date>), Problem> {
        let mut measured = Measured::default();
        let mut days = BTreeMap::new();
        // Customs weigh net; the shipment's mass stands in for it until the user says more.
        if let Ok(mass) = rust_decimal::Decimal::try_from(mass_t) {
            measured.set(mass, "t");
        }
        if unit(&self.unit).is_none() {
            return Err(Problem::bad_input(
                "amount-invalid",
                format!("--unit {:?} is no unit", self.unit),
                format!("one of {}", units()),
            ));
        }
        if let Some(quantity) = quantity {
            measured.set(quantity, &self.unit);
        }
        for text in &self.rates {
            let wrong = || {
                Problem::bad_input(
                    "amount-invalid",
                    format!("--rate {text:?} is no rate of exchange"),
                    "write the dollars for one of it: --rate EUR=1.08, with its day EUR=1.08@2026-06-01",
                )
            };
            let (rate, day) =
                text.split_once('@').map_or((text.as_str(), None), |(r, d)| (r, Some(d)));
            let (currency, rate) = rate.split_once('=').ok_or_else(wrong)?;
            let currency = currency_of(currency).ok_or_else(wrong)?;
            let rate = decimal(rate).filter(|r| *r > rust_decimal::Decimal::ZERO);
            if let Some(day) = day {
                days.insert(currency.clone(), day.trim().parse().map_err(|_| wrong())?);
            }
            measured.rates.insert(currency, rate.ok_or_else(wrong)?);
        }
        Ok((measured, days))
    }
}

/// Three letters of a currency, in capitals.
fn currency_of(text: &str) -> Option<String> {
    let currency = text.trim().to_uppercase();
    let is_code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
    is_code.then_some(currency)
}

/// The value of goods as an invoice has it, in US dollars by the rates given.
pub(super) fn invoiced(text: &str, measured: &Measured) -> Result<Usd, Problem> {
    let wrong = || {
        Problem::bad_input(
            "amount-invalid",
            format!("--invoice {text:?} is no amount of a currency"),
            "write the amount and three letters: --invoice '18500.00 EUR' --rate EUR=1.08",
        )
    };
    let text = text.trim();
    let cut = text.len().checked_sub(3).ok_or_else(wrong)?;
    let (number, currency) = text.split_at_checked(cut).ok_or_else(wrong)?;
    let currency = currency_of(currency).ok_or_else(wrong)?;
    let number = decimal(number).filter(|n| !n.is_sign_negative()).ok_or_else(wrong)?;
    let rate = measured.dollars(&currency).map_err(|missing| {
        Problem::bad_input(
            "amount-invalid",
            format!("--invoice {text:?}: no rate of {currency} is given"),
            format!("give {}", missing.join(", ")),
        )
    })?;
    number.checked_mul(rate).and_then(Usd::rounded).ok_or_else(wrong)
}
