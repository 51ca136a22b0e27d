//! Landed cost: what goods cost at the buyer's door, line by line, and who pays which.
//!
//! Pure arithmetic on what is known: the way comes as legs with costs, the rates of the importer as
//! they were looked up. What is not known is a line without an amount that says what to give, and a
//! total with such a line is not known either. Cents are exact.

mod border;
mod charge;
mod ledger;

pub use border::declaration;
pub use charge::{Charge, ChargeBase, InvalidCharge, Scale, Step};
pub use ledger::{Dues, Given, Ledger, Rate, TaxOn, reckon};

use crate::incoterm::{Incoterm, Payer, Point};
use crate::money::Usd;
use rust_decimal::Decimal;
use serde::Serialize;

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum LineKind {
    Goods,
    Freight,
    Insurance,
    Duty,
    Tax,
    Fee,
    Time,
}

impl LineKind {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Goods => "goods",
            Self::Freight => "freight",
            Self::Insurance => "insurance",
            Self::Duty => "duty",
            Self::Tax => "tax",
            Self::Fee => "fee",
            Self::Time => "time",
        }
    }
}

/// A line of landed cost.
#[derive(Clone, Debug, PartialEq)]
pub struct CostLine {
    /// What it is for.
    pub kind: LineKind,
    /// What exactly.
    pub name: String,
    /// The amount; none when it is not known.
    pub amount: Option<Usd>,
    /// The rate, as it is stated; empty for none.
    pub rate: String,
    /// What the rate is reckoned on, where that is an amount.
    pub base: Option<Usd>,
    /// Who pays.
    pub payer: Payer,
    /// The rate in per cent, where it is one.
    pub rate_percent: Option<Decimal>,
    /// Where it comes from.
    pub source: String,
    /// Whether it rests on a supposed agreement.
    pub hypothetical: bool,
    /// What a reader should know besides.
    pub note: String,
    /// What to give when the amount is not known.
    pub supply: Vec<String>,
}

/// A leg of the way as landed cost sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct CarriageLeg {
    /// What it costs.
    pub cost: Usd,
    /// Whether a ship carries the goods.
    pub by_ship: bool,
    /// Whether it is handling or waiting in a place.
    pub in_place: bool,
    /// Name of the place it begins at.
    pub from: String,
    /// Name of the place it ends at.
    pub to: String,
}

/// The way: its legs, and between which of them the goods leave one customs territory and enter the
/// other. Places between legs count from 0, the seller's door, to the number of legs.
#[derive(Clone, Debug, PartialEq)]
pub struct Carriage {
    /// Legs in order.
    pub legs: Vec<CarriageLeg>,
    /// Before which leg they leave the exporter's territory.
    pub leaves: usize,
    /// Before which leg they have entered the importer's territory.
    pub enters: usize,
    /// Days door to door.
    pub days: f64,
    /// Places between which the user's quote stands in place of the legs' costs.
    pub quoted: Option<(usize, usize)>,
}

impl Carriage {
    /// Cost of the legs between two places of the way.
    pub fn cost(&self, from: usize, to: usize) -> Usd {
        self.legs.get(from..to).unwrap_or_default().iter().map(|leg| leg.cost).sum()
    }

    /// The way with what was quoted for the carriage between the two territories in place of the costs
    /// of its legs there; for all of it where the goods leave no territory.
    #[must_use]
    pub fn with_quote(mut self, quote: Usd) -> Self {
        let (from, mut to) = if self.leaves > self.enters {
            (0, self.legs.len())
        } else {
            (self.leaves, self.enters)
        };
        if from == to {
            // The two territories meet: what was quoted gets a leg of its own at their border.
            let at = |n: usize, legs: &[CarriageLeg]| {
                legs.get(n).map_or(String::new(), |leg| leg.from.clone())
            };
            let border = at(to, &self.legs);
            let leg = CarriageLeg {
                cost: Usd::ZERO,
                by_ship: false,
                in_place: false,
                from: border.clone(),
                to: border,
            };
            self.legs.insert(to, leg);
            self.enters += 1;
            to += 1;
        }
        let between = &mut self.legs[from..to];
        let main = between.iter().position(|leg| leg.by_ship).unwrap_or(0);
        for (n, leg) in between.iter_mut().enumerate() {
            leg.cost = if n == main { quote } else { Usd::ZERO };
        }
        self.quoted = Some((from, to));
        self
    }

    /// Whether a ship brings the goods into the importer's territory.
    pub fn arrives_by_ship(&self) -> bool {
        self.enters.checked_sub(1).and_then(|n| self.legs.get(n)).is_some_and(|leg| leg.by_ship)
    }

    /// The place of the way that a point of Incoterms is; none when no ship carries the goods there.
    pub fn place(&self, point: Point) -> Option<usize> {
        let ships = || self.legs.iter().position(|leg| leg.by_ship);
        match point {
            Point::Door => Some(0),
            // The seller hands over to the first carrier at a terminal, or at the door where there is none.
            Point::Carrier => Some(self.legs.iter().position(|leg| leg.in_place).unwrap_or(0)),
            Point::Alongside => {
                let on_board = ships()?;
                let handling = self.legs[..on_board].iter().rev().take_while(|leg| leg.in_place);
                Some(on_board - handling.count())
            }
            Point::OnBoard => ships(),
            Point::PortOfDestination => {
                self.legs.iter().rposition(|leg| leg.by_ship).map(|last| last + 1)
            }
            Point::Destination => {
                let handling = self.legs.iter().rev().take_while(|leg| leg.in_place).count();
                Some(self.legs.len() - handling)
            }
            Point::Unloaded => Some(self.legs.len()),
        }
    }

    /// How far the seller pays the carriage under a term; none when the term does not fit the way.
    pub fn sellers(&self, term: Incoterm) -> Option<usize> {
        if term.is_for_ships() && !self.legs.iter().any(|leg| leg.by_ship) {
            return None;
        }
        self.place(term.carriage_to())
    }
}
