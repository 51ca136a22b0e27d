//! What of the value of a good is no material: labour, overheads, other costs, profit; and its net cost.

use crate::money::Usd;

/// Costs of a good besides its materials; none where the file does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// Labour of the factory.
    pub labour: Option<Usd>,
    /// Its overheads.
    pub overheads: Option<Usd>,
    /// Other costs that count as content, such as inland carriage to the port.
    pub other: Option<Usd>,
    /// Profit.
    pub profit: Option<Usd>,
    /// All costs less those of promotion, royalties, shipping and packing, and interest beyond what is
    /// allowed.
    pub net: Option<Usd>,
}

impl Costs {
    /// What is known to count as content besides materials.
    pub fn direct(&self) -> Usd {
        [self.labour, self.overheads, self.other, self.profit].into_iter().flatten().sum()
    }

    /// Whether labour, overheads and profit are all told, so that nothing more counts.
    pub fn are_complete(&self) -> bool {
        self.labour.is_some() && self.overheads.is_some() && self.profit.is_some()
    }

    /// The place for what a row of a table is called; none where it is no cost.
    pub(super) fn called(&mut self, name: &str) -> Option<&mut Option<Usd>> {
        let name = name.trim().to_uppercase();
        match name.as_str() {
            "LABOUR" | "LABOR" => Some(&mut self.labour),
            "OVERHEADS" | "OVERHEAD" => Some(&mut self.overheads),
            "OTHER" | "OTHER COSTS" => Some(&mut self.other),
            "PROFIT" => Some(&mut self.profit),
            "NET COST" | "NETCOST" => Some(&mut self.net),
            _ => None,
        }
    }
}
