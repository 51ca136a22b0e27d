//! The eleven rules of Incoterms 2020: who pays the carriage how far, insures, and clears.
//!
//! What a rule names a place for is found on the way itself (`landed`). The rules say more than who
//! pays; nothing else of them is here, and their texts belong to the International Chamber of Commerce.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Payer {
    /// Who buys.
    Buyer,
    /// Who sells; it is in the price.
    Seller,
}

impl fmt::Display for Payer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Buyer => "buyer",
            Self::Seller => "seller",
        })
    }
}

/// A point of the way up to which the seller pays the carriage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The seller's door.
    Door,
    /// Where the first carrier of the main carriage takes over.
    Carrier,
    /// Beside the ship at the port of shipment.
    Alongside,
    /// On board at the port of shipment.
    OnBoard,
    /// The port of destination, before unloading.
    PortOfDestination,
    /// The place of destination, before unloading there.
    Destination,
    /// The place of destination, unloaded.
    Unloaded,
}

/// A rule of Incoterms 2020.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of the rules")]
pub enum Incoterm {
    Exw,
    Fca,
    Fas,
    Fob,
    Cfr,
    Cif,
    Cpt,
    Cip,
    Dap,
    Dpu,
    Ddp,
}

impl Incoterm {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Exw,
        Self::Fca,
        Self::Fas,
        Self::Fob,
        Self::Cfr,
        Self::Cif,
        Self::Cpt,
        Self::Cip,
        Self::Dap,
        Self::Dpu,
        Self::Ddp,
    ];

    /// The three letters.
    pub fn code(self) -> &'static str {
        match self {
            Self::Exw => "EXW",
            Self::Fca => "FCA",
            Self::Fas => "FAS",
            Self::Fob => "FOB",
            Self::Cfr => "CFR",
            Self::Cif => "CIF",
            Self::Cpt => "CPT",
            Self::Cip => "CIP",
            Self::Dap => "DAP",
            Self::Dpu => "DPU",
            Self::Ddp => "DDP",
        }
    }

    /// How far the seller pays the carriage.
    pub fn carriage_to(self) -> Point {
        match self {
            Self::Exw => Point::Door,
            Self::Fca => Point::Carrier,
            Self::Fas => Point::Alongside,
            Self::Fob => Point::OnBoard,
            Self::Cfr | Self::Cif => Point::PortOfDestination,
            Self::Dap | Self::Ddp => Point::Destination,
            // What unloading at the end costs is mostly in the carriage that the seller contracts for.
            Self::Cpt | Self::Cip | Self::Dpu => Point::Unloaded,
        }
    }

    /// Who unloads at the place of destination, which no carriage has in it.
    pub fn unloads(self) -> Payer {
        if self == Self::Dpu { Payer::Seller } else { Payer::Buyer }
    }

    /// Whether it is for carriage by sea and inland waterway alone.
    pub fn is_for_ships(self) -> bool {
        matches!(self, Self::Fas | Self::Fob | Self::Cfr | Self::Cif)
    }

    /// Who insures: by duty under CIF and CIP, otherwise whoever bears the risk on the way.
    pub fn insures(self) -> Payer {
        match self {
            Self::Cif | Self::Cip | Self::Dap | Self::Dpu | Self::Ddp => Payer::Seller,
            _ => Payer::Buyer,
        }
    }

    /// Who clears the import: pays duty, taxes and the fees of customs.
    pub fn clears_import(self) -> Payer {
        if self == Self::Ddp { Payer::Seller } else { Payer::Buyer }
    }

    /// Who waits for goods on the way at his own risk.
    pub fn waits(self) -> Payer {
        match self {
            Self::Dap | Self::Dpu | Self::Ddp => Payer::Seller,
            _ => Payer::Buyer,
        }
    }
}

impl fmt::Display for Incoterm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// A text that is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no rule of Incoterms 2020")]
pub struct InvalidIncoterm(pub String);

impl FromStr for Incoterm {
    type Err = InvalidIncoterm;
    fn from_str(text: &str) -> Result<Self, InvalidIncoterm> {
        let found = Self::ALL.into_iter().find(|t| t.code().eq_ignore_ascii_case(text.trim()));
        found.ok_or_else(|| InvalidIncoterm(text.to_owned()))
    }
}
