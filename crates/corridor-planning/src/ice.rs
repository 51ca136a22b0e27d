//! Ice as risk: the POLARIS index of IMO MSC.1/Circ.1519 (6 June 2016).
//!
//! The index outcome is the sum over ice types of cover (tenths) times the risk value of the ship's
//! class, open water counting 3 a tenth. The circular calls itself decision support, not a go or
//! no-go tool; here it decides what a *plan* may rest on, and the itinerary says so.

use crate::ice_class::IceClass;

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
    tenths * RISK_VALUES[class as usize][column] + (10.0 - tenths) * OPEN_WATER
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

/// Speed limits in ice of elevated risk, knots (MSC.1/Circ.1519 table 1.2), for the polar classes
/// that the classes of [`RISK_VALUES`] stand for: PC2 8, PC3 to PC5 5, below PC5 3. None for classes
/// below PC7, for which such ice is a matter of special consideration.
const ELEVATED_KN: [Option<f64>; 10] =
    [None, None, None, None, None, None, Some(3.0), Some(5.0), Some(5.0), Some(8.0)];

/// The ice of an area in a month, and how a ship goes through it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ice {
    /// Cover, tenths.
    pub tenths: f64,
    /// Level ice, cm.
    pub cm: f64,
    /// The risk index outcome of the ship alone.
    pub index: f64,
    /// How it may go.
    pub going: Going,
}

impl Ice {
    /// The ice for a ship of this class.
    pub fn new(class: IceClass, tenths: f64, cm: f64) -> Self {
        let (index, going) = (risk_index(class, tenths, cm), going(class, tenths, cm));
        Self { tenths, cm, index, going }
    }

    /// How fast a ship of this class may go without an icebreaker where the risk is elevated, knots;
    /// `None` where it is not, or where such ice is to be kept out of.
    pub fn alone_kn(&self, class: IceClass) -> Option<f64> {
        let elevated = (-ESCORT..0.0).contains(&self.index);
        ELEVATED_KN[class as usize].filter(|_| elevated)
    }

    /// Mean speed over water and ice, knots. `curve` is a thickness of level ice (cm) and the speed
    /// in it of a ship that breaks its own way.
    pub fn speed_kn(&self, open_kn: f64, escorted_kn: f64, curve: Option<(f64, f64)>) -> f64 {
        match (self.going, curve) {
            (Going::Free, Some((cm, kn))) if cm > 0.0 && kn < open_kn => {
                // In a straight line from open water down to the known point, and no further.
                let in_ice = open_kn - (open_kn - kn) * (self.cm / cm).min(1.0);
                let cover = (self.tenths / 10.0).clamp(0.0, 1.0);
                1.0 / (cover / in_ice + (1.0 - cover) / open_kn)
            }
            (Going::Free, _) => open_kn,
            (Going::Escorted | Going::Barred, _) => open_kn.min(escorted_kn),
        }
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

    #[test]
    fn elevated_risk_limits_the_speed_of_polar_classes_alone() {
        let thick = |class| Ice::new(class, 10.0, 150.0);
        assert_eq!(thick(IceClass::Arc6).alone_kn(IceClass::Arc6), Some(3.0));
        assert_eq!(thick(IceClass::Arc4).alone_kn(IceClass::Arc4), None);
        assert_eq!(thick(IceClass::Arc7).alone_kn(IceClass::Arc7), None, "risk is not elevated");
    }

    #[test]
    fn more_ice_is_never_faster() {
        let curve = Some((150.0, 5.5));
        let kn = |tenths, cm| Ice::new(IceClass::Arc7, tenths, cm).speed_kn(14.9, 10.0, curve);
        assert_eq!((kn(0.0, 0.0), kn(10.0, 150.0)), (14.9, 5.5));
        for cm in [10.0, 50.0, 120.0, 150.0, 200.0] {
            assert!(kn(5.0, cm) >= kn(9.0, cm) && kn(9.0, cm) >= kn(9.0, cm + 20.0));
        }
        let escorted = Ice::new(IceClass::Arc4, 10.0, 80.0);
        assert_eq!(escorted.speed_kn(16.0, 10.0, None), 10.0);
        assert_eq!(escorted.speed_kn(8.0, 10.0, None), 8.0);
    }
}
