//! Local content as the order on public procurement of India reckons it, and the class it gives.
//!
//! "Total value of the item procured (excluding net domestic indirect taxes) minus the value of imported
//! content in the item (including all customs duties) as a proportion of the total value": Public
//! Procurement (Preference to Make in India) Order 2017 as revised on 16 September 2020 and 19 July 2024.

use crate::bom::Bill;
use crate::money::Usd;
use corridor_network::CountryCode;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A rule on local content.
#[derive(Clone, Debug, PartialEq)]
pub struct ContentRule {
    /// Its name.
    pub id: &'static str,
    /// The country whose content counts.
    pub country: &'static str,
    /// Least content of class 1, per cent.
    pub class_1_percent: Decimal,
    /// Least content of class 2, per cent.
    pub class_2_percent: Decimal,
    /// Where it stands.
    pub source: &'static str,
    /// What a reader should know besides.
    pub notes: &'static [&'static str],
}

/// The rule of India's order.
pub const MAKE_IN_INDIA: ContentRule = ContentRule {
    id: "make-in-india",
    country: "IN",
    class_1_percent: Decimal::from_parts(50, 0, 0, false, 0),
    class_2_percent: Decimal::from_parts(20, 0, 0, false, 0),
    source: "Public Procurement (Preference to Make in India) Order 2017, P-45021/2/2017, as revised on \
        16 September 2020 (scribd.com 711042453) and 19 July 2024 (morulaa.com)",
    notes: &[
        "a ministry may ask for more for its own goods",
        "royalties and fees paid abroad, and imported goods bought from resellers in India, repacked or \
         refurbished, are imported content: put them into the bill with their origin",
        "values are without domestic indirect taxes; customs duties on imported parts belong to them (duty_usd)",
    ],
};

/// The class of a supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContentClass {
    /// Content of class 1.
    #[serde(rename = "class-1")]
    Class1,
    /// Content of class 2.
    #[serde(rename = "class-2")]
    Class2,
    /// Less than either.
    NonLocal,
}

/// An imported input.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The part or assembly.
    pub name: String,
    /// Where it is from.
    pub origin: CountryCode,
    /// What it counts, duties included.
    pub value: Usd,
}

/// Local content of a good.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalContent {
    /// Value of the good.
    pub total: Usd,
    /// What of it is imported.
    pub imported: Vec<Imported>,
    /// What is local: the rest.
    pub local: Usd,
    /// Per cent of the value, exact.
    pub percent: Decimal,
    /// The class.
    pub class: ContentClass,
    /// The next better class, and imported value that would have to become local for it.
    pub better: Option<(ContentClass, Usd)>,
    /// The next worse class, and local value that may become imported before it is one.
    pub worse: Option<(ContentClass, Usd)>,
}

impl ContentRule {
    /// Local content of the finished good of a bill.
    pub fn judge(&self, bill: &Bill) -> LocalContent {
        let total = bill.good().value;
        let imported = self.imported(bill);
        // Duties can make imports cost more than the good is sold for: then nothing is local.
        let sum: Usd = imported.iter().map(|i| i.value).sum();
        let local = (total - sum).max(Usd::ZERO);
        let percent = local.share_of(total).unwrap_or_default();
        let least = |percent: Decimal| {
            // The least amount in whole cents that is no less than the share.
            let cents = total.dollars() * percent / Decimal::ONE_HUNDRED;
            Usd::rounded((cents * Decimal::ONE_HUNDRED).ceil() / Decimal::ONE_HUNDRED)
                .unwrap_or(total)
        };
        let (one, two) = (least(self.class_1_percent), least(self.class_2_percent));
        let cent = Usd::cents(1);
        let (class, better, worse) = if local >= one {
            let worse = (ContentClass::Class2, local - one + cent);
            (ContentClass::Class1, None, Some(worse))
        } else if local >= two {
            let better = (ContentClass::Class1, one - local);
            let worse = (ContentClass::NonLocal, local - two + cent);
            (ContentClass::Class2, Some(better), Some(worse))
        } else {
            let better = (ContentClass::Class2, two - local);
            (ContentClass::NonLocal, Some(better), None)
        };
        LocalContent { total, imported, local, percent, class, better, worse }
    }

    /// What comes from abroad: parts, and assemblies made abroad as a whole; the greatest first.
    fn imported(&self, bill: &Bill) -> Vec<Imported> {
        let is_local = |country: CountryCode| country.as_str() == self.country;
        let good = bill.good();
        let mut imported = Vec::new();
        if let Some(origin) = good.country.filter(|country| !is_local(*country)) {
            imported.push(Imported { name: good.name.clone(), origin, value: good.value });
            return imported;
        }
        let mut open = vec![0];
        while let Some(id) = open.pop() {
            for part in bill.parts_of(id).filter(|part| !is_local(part.origin)) {
                let value = part.value + part.duty;
                imported.push(Imported { name: part.name.clone(), origin: part.origin, value });
            }
            for (id, assembly) in bill.assemblies_of(id) {
                match assembly.country.filter(|country| !is_local(*country)) {
                    Some(origin) => imported.push(Imported {
                        name: assembly.name.clone(),
                        origin,
                        value: assembly.value + assembly.duty,
                    }),
                    None => open.push(id),
                }
            }
        }
        imported.sort_by(|a, b| b.value.cmp(&a.value).then_with(|| a.name.cmp(&b.name)));
        imported
    }
}
