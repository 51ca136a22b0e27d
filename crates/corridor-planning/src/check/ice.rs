//! Ice once more: the risk index outcome of POLARIS (IMO MSC.1/Circ.1519), from the circular's own
//! rows, and what follows for admission and speed.

use crate::shipment::IceClass;
use crate::world::Conditions;
use corridor_network::fact::{Area, AreaKind, Season};

/// What an icebreaker ahead adds to the index outcome for planning.
const ESCORT: f64 = 10.0;

/// How a ship meets the ice of an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Met {
    pub tenths: f64,
    pub cm: f64,
    /// Index outcome of the ship alone.
    pub outcome: f64,
}

impl Met {
    /// The ice of an area in the month of departure; none where the tables have none.
    pub fn of(area: &Area, asked: &Conditions) -> Option<Self> {
        let month = usize::try_from(asked.depart.month() - 1).ok()?;
        if area.kind != AreaKind::Ice {
            return None;
        }
        let (tenths, cm) = (*area.ice_tenths.get(month)?, *area.ice_cm.get(month)?);
        let value = f64::from(risk_value(asked.ice_class, cm));
        Some(Self { tenths, cm, outcome: tenths * value + (10.0 - tenths) * 3.0 })
    }

    /// Whether it goes only behind an icebreaker.
    pub fn is_escorted(self) -> bool {
        self.outcome < 0.0
    }

    /// Speed over water and ice, knots. `alone` is the thickness of ice (cm) and the speed in it of a
    /// ship that breaks its own way.
    pub fn speed_kn(self, open_kn: f64, escorted_kn: f64, alone: Option<(f64, f64)>) -> f64 {
        if self.is_escorted() {
            return open_kn.min(escorted_kn);
        }
        let Some((cm, kn)) = alone.filter(|(cm, kn)| *cm > 0.0 && *kn < open_kn) else {
            return open_kn;
        };
        let part = (self.cm / cm).min(1.0);
        let in_ice = open_kn * (1.0 - part) + kn * part;
        let covered = (self.tenths / 10.0).clamp(0.0, 1.0);
        1.0 / (covered / in_ice + (1.0 - covered) / open_kn)
    }
}

/// Table 1.3 of the circular: risk index values of new ice (under 10 cm), grey (15), grey-white (30),
/// thin first-year (50 and 70), medium first-year (100 and 120) and thick first-year ice.
fn risk_value(class: IceClass, cm: f64) -> i8 {
    let row: [i8; 8] = match class {
        // No row of the circular: not ice strengthened.
        IceClass::None | IceClass::Ice1 => [1, 0, -1, -2, -3, -4, -5, -6],
        // IC
        IceClass::Ice2 => [2, 1, 0, -1, -2, -3, -4, -5],
        // IB
        IceClass::Ice3 => [2, 2, 1, 0, -1, -2, -3, -4],
        // IA
        IceClass::Arc4 => [2, 2, 2, 1, 0, -1, -2, -3],
        // IA Super
        IceClass::Arc5 => [2, 2, 2, 2, 1, 0, -1, -2],
        // PC6
        IceClass::Arc6 => [2, 2, 2, 2, 1, 1, 0, -1],
        // PC4
        IceClass::Arc7 => [3, 3, 3, 2, 2, 2, 2, 1],
        // PC3, PC2
        IceClass::Arc8 | IceClass::Arc9 => [3, 3, 3, 2, 2, 2, 2, 2],
    };
    match cm {
        ..10.0 => row[0],
        10.0..15.0 => row[1],
        15.0..30.0 => row[2],
        30.0..50.0 => row[3],
        50.0..70.0 => row[4],
        70.0..100.0 => row[5],
        100.0..120.0 => row[6],
        _ => row[7],
    }
}

/// Why an area of ice is not for the ship.
pub(super) fn why_barred(area: &Area, asked: &Conditions) -> Option<String> {
    let met = Met::of(area, asked)?;
    let class = asked.ice_class.name();
    if met.outcome + ESCORT < 0.0 {
        return Some(format!(
            "where {} tenths of {} cm in month {} give class {class} an index of {}, expected {} at \
             least",
            met.tenths,
            met.cm,
            asked.depart.month(),
            met.outcome,
            -ESCORT
        ));
    }
    // Rules of navigation on the Northern Sea Route: without an Arctic notation only from July to
    // 15 November.
    let admitted = Season { from: [7, 1], until: [11, 15] };
    let is_arctic = area.ring.iter().all(|corner| corner.lat() > 66.5);
    let shut = is_arctic
        && met.tenths > 0.0
        && asked.ice_class < IceClass::Arc4
        && !admitted.contains(asked.depart);
    shut.then(|| format!("which admits no class {class} on {}", asked.depart))
}
