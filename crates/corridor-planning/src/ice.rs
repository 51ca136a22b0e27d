//! Ice as risk: the POLARIS index of IMO MSC.1/Circ.1519 (6 June 2016).
//!
//! The index outcome is the sum over ice types of cover (tenths) times the risk value of the ship's
//! class, open water counting 3 a tenth. The circular calls itself decision support, not a go or
//! no-go tool; here it decides what a *plan* may rest on, and the itinerary says so.

use crate::shipment::IceClass;

/// How a ship may go through ice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// Index of 0 or more: normal operation.
    Free,
    /// 0 or more only behind an icebreaker (planning allowance of 10).
    Escorted,
    /// Below 0 even so.
    Barred,
}

/// Upper bounds of ice thickness, cm, of the columns of [`RISK_VALUES`]: new, grey, grey-white, thin
/// first-year (two stages), medium first-year (two), thick first-year.
const THICKNESS_CM: [f64; 7] = [10.0, 15.0, 30.0, 50.0, 70.0, 100.0, 120.0];

/// Risk values by class (rows) and level-ice thickness (columns), MSC.1/Circ.1519 table 1.3.
///
/// The circular has no rows for the Russian register. The conservative ones of the published
/// equivalences are taken: Ice1 as no class at all, Ice2 IC, Ice3 IB, Arc4 IA, Arc5 IA Super,
/// Arc6 PC6, Arc7 PC4, Arc8 PC3, Arc9 PC2.
const RISK_VALUES: [[f64; 8]; 10] = [
    [1.0, 0.0, -1.0, -2.0, -3.0, -4.0, -5.0, -6.0],
    [1.0, 0.0, -1.0, -2.0, -3.0, -4.0, -5.0, -6.0],
    [2.0, 1.0, 0.0, -1.0, -2.0, -3.0, -4.0, -5.0],
    [2.0, 2.0, 1.0, 0.0, -1.0, -2.0, -3.0, -4.0],
    [2.0, 2.0, 2.0, 1.0, 0.0, -1.0, -2.0, -3.0],
    [2.0, 2.0, 2.0, 2.0, 1.0, 0.0, -1.0, -2.0],
    [2.0, 2.0, 2.0, 2.0, 1.0, 1.0, 0.0, -1.0],
    [3.0, 3.0, 3.0, 2.0, 2.0, 2.0, 2.0, 1.0],
    [3.0, 3.0, 3.0, 2.0, 2.0, 2.0, 2.0, 2.0],
    [3.0, 3.0, 3.0, 2.0, 2.0, 2.0, 2.0, 2.0],
];

const OPEN_WATER: f64 = 3.0;
const ESCORT: f64 = 10.0;

/// The risk index outcome of `tenths` of level ice `cm` thick, the rest open water; -80 to 30.
pub fn risk_index(class: IceClass, tenths: f64, cm: f64) -> f64 {
    let column = THICKNESS_CM.iter().take_while(|bound| cm >= **bound).count();
    let row = IceClass::ALL.iter().position(|c| *c == class).expect("ALL lists every class");
    tenths * RISK_VALUES[row][column] + (10.0 - tenths) * OPEN_WATER
}

/// How a ship of this class may go through such ice.
pub fn going(class: IceClass, tenths: f64, cm: f64) -> Going {
    let index = risk_index(class, tenths, cm);
    if index >= 0.0 {
        Going::Free
    } else if index + ESCORT >= 0.0 {
        Going::Escorted
    } else {
        Going::Barred
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_outcomes_follow_the_table() {
        assert_eq!(risk_index(IceClass::None, 0.0, 0.0), 30.0);
        assert_eq!(risk_index(IceClass::None, 10.0, 60.0), -30.0);
        assert_eq!(risk_index(IceClass::Arc7, 10.0, 150.0), 10.0);
        assert_eq!(going(IceClass::Arc4, 10.0, 150.0), Going::Barred);
        assert_eq!(going(IceClass::Arc4, 10.0, 80.0), Going::Escorted);
        assert_eq!(going(IceClass::None, 2.0, 40.0), Going::Free);
    }

    #[test]
    fn a_stronger_class_is_never_worse() {
        for pair in IceClass::ALL.windows(2) {
            for cm in [5.0, 12.0, 20.0, 40.0, 60.0, 80.0, 110.0, 200.0] {
                assert!(risk_index(pair[1], 7.0, cm) >= risk_index(pair[0], 7.0, cm));
            }
        }
    }
}
