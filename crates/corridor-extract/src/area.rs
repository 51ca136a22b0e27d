//! The box that is taken from a file.

use crate::Refused;
use corridor_network::LngLat;

/// A box of degrees: west, south, east, north; west exceeds east across the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area([f64; 4]);

impl Area {
    /// Reads `west,south,east,north`.
    ///
    /// # Errors
    /// When the text is no box on the earth.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let bad = |why: &str| {
            Refused::new(
                "area-invalid",
                format!("--area {text:?}: {why}"),
                "give west,south,east,north in degrees, such as 24.9,60.1,25.1,60.3",
            )
        };
        let numbers: Vec<f64> = text.split(',').map_while(|n| n.trim().parse().ok()).collect();
        let [west, south, east, north] = numbers[..] else { return Err(bad("needs four numbers")) };
        if text.split(',').count() != 4 {
            return Err(bad("needs four numbers"));
        }
        let on_earth = [west, east].iter().all(|lng| lng.abs() <= 180.0)
            && [south, north].iter().all(|lat| lat.abs() <= 90.0);
        if !on_earth || south >= north || west == east {
            return Err(bad("is no box on the earth"));
        }
        Ok(Self([west, south, east, north]))
    }

    /// Whether a point is inside.
    pub fn holds(self, at: LngLat) -> bool {
        let [west, south, east, north] = self.0;
        let (lng, lat) = (at.lng(), at.lat());
        let across =
            if west < east { west <= lng && lng <= east } else { lng >= west || lng <= east };
        across && south <= lat && lat <= north
    }
}
