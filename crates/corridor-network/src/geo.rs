//! Points on the earth and distances between them.
//!
//! Units: degrees outside, 1e-7 degree inside [`LngLat`], kilometres for lengths named `_km`.
//! Longitudes are kept in [-180, 180]; everything that must not care about the antimeridian or the
//! poles works on unit vectors ([`Vec3`]).

use geographiclib_rs::{Geodesic, InverseGeodesic};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Mean radius of the earth (IUGG R1), km.
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

const SCALE: f64 = 1e7;

/// A position: longitude and latitude in units of 1e-7 degree (about 1 cm).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LngLat {
    lng: i32,
    lat: i32,
}

/// Why a pair of numbers is not a position.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("invalid position {lng},{lat}: {reason}")]
pub struct InvalidPosition {
    /// The longitude as given.
    pub lng: f64,
    /// The latitude as given.
    pub lat: f64,
    /// What is wrong and what to do.
    pub reason: &'static str,
}

impl LngLat {
    /// A position from degrees; longitudes of up to one turn too many are brought into [-180, 180].
    ///
    /// # Errors
    /// When a number is not finite, the latitude leaves [-90, 90] or the longitude [-360, 360].
    pub fn new(lng: f64, lat: f64) -> Result<Self, InvalidPosition> {
        let fail = |reason| Err(InvalidPosition { lng, lat, reason });
        if !lng.is_finite() || !lat.is_finite() {
            return fail("not a finite number");
        }
        if lat.abs() > 90.0 {
            return fail(if lng.abs() <= 90.0 {
                "latitude is outside [-90, 90]; order is longitude,latitude: are they swapped?"
            } else {
                "latitude is outside [-90, 90]"
            });
        }
        if lng.abs() > 360.0 {
            return fail("longitude is outside [-360, 360]");
        }
        Ok(Self::wrapped(lng, lat))
    }

    /// A position from degrees already known to be sane, as computed ones are.
    pub fn wrapped(lng: f64, lat: f64) -> Self {
        let lng = if lng > 180.0 {
            lng - 360.0
        } else if lng < -180.0 {
            lng + 360.0
        } else {
            lng
        };
        Self { lng: (lng * SCALE).round() as i32, lat: (lat * SCALE).round() as i32 }
    }

    /// A position from units of 1e-7 degree, as the network file stores them.
    ///
    /// # Errors
    /// When it is outside [-180, 180] x [-90, 90].
    pub fn from_e7(lng: i32, lat: i32) -> Result<Self, InvalidPosition> {
        if lng.abs() > 1_800_000_000 || lat.abs() > 900_000_000 {
            let (lng, lat) = (f64::from(lng) / SCALE, f64::from(lat) / SCALE);
            return Err(InvalidPosition { lng, lat, reason: "outside [-180, 180] x [-90, 90]" });
        }
        Ok(Self { lng, lat })
    }

    /// Longitude and latitude in units of 1e-7 degree.
    pub fn e7(self) -> [i32; 2] {
        [self.lng, self.lat]
    }
    /// Longitude in degrees, [-180, 180].
    pub fn lng(self) -> f64 {
        f64::from(self.lng) / SCALE
    }
    /// Latitude in degrees, [-90, 90].
    pub fn lat(self) -> f64 {
        f64::from(self.lat) / SCALE
    }
    /// `[longitude, latitude]` in degrees, as GeoJSON writes it.
    pub fn degrees(self) -> [f64; 2] {
        [self.lng(), self.lat()]
    }
    /// Whether the point lies in a ring, which need not be closed: even-odd test in the plane of longitude
    /// and latitude, for rings that are small and cross no antimeridian.
    pub fn is_within(self, ring: &[Self]) -> bool {
        let mut inside = false;
        for (i, p) in ring.iter().enumerate() {
            let q = ring[(i + 1) % ring.len()];
            if (p.lat() > self.lat()) != (q.lat() > self.lat()) {
                let share = (self.lat() - p.lat()) / (q.lat() - p.lat());
                inside ^= self.lng() < p.lng() + share * (q.lng() - p.lng());
            }
        }
        inside
    }
    /// The unit vector of this position (spherical latitude).
    pub fn vec3(self) -> Vec3 {
        let (sin_lng, cos_lng) = self.lng().to_radians().sin_cos();
        let (sin_lat, cos_lat) = self.lat().to_radians().sin_cos();
        Vec3([cos_lat * cos_lng, cos_lat * sin_lng, sin_lat])
    }
    /// Length of the WGS84 geodesic to `other`, km; within nanometres (Karney's method).
    pub fn geodesic_km(self, other: Self) -> f64 {
        let metres: f64 =
            Geodesic::wgs84().inverse(self.lat(), self.lng(), other.lat(), other.lng());
        metres / 1000.0
    }
    /// Great-circle distance to `other` on the mean sphere, km; cheap, up to 0.56 % off the geodesic.
    pub fn sphere_km(self, other: Self) -> f64 {
        self.vec3().angle(other.vec3()) * EARTH_RADIUS_KM
    }
}

impl fmt::Debug for LngLat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:.5}, {:.5})", self.lng(), self.lat())
    }
}

/// Written as `[longitude, latitude]` in degrees.
impl Serialize for LngLat {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.degrees().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for LngLat {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let [lng, lat] = <[f64; 2]>::deserialize(deserializer)?;
        Self::new(lng, lat).map_err(serde::de::Error::custom)
    }
}

/// A vector in space; positions are unit vectors on the sphere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vec3(pub [f64; 3]);

impl Vec3 {
    /// Scalar product.
    pub fn dot(self, o: Self) -> f64 {
        self.0[0] * o.0[0] + self.0[1] * o.0[1] + self.0[2] * o.0[2]
    }
    /// Vector product.
    #[must_use]
    pub fn cross(self, o: Self) -> Self {
        let (a, b) = (self.0, o.0);
        Self([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])
    }
    /// Triple product: positive when `c` lies left of the great circle from `self` to `b`.
    pub fn det(self, b: Self, c: Self) -> f64 {
        self.dot(b.cross(c))
    }
    /// `self + k * o`.
    #[must_use]
    pub fn add_scaled(self, o: Self, k: f64) -> Self {
        Self([self.0[0] + k * o.0[0], self.0[1] + k * o.0[1], self.0[2] + k * o.0[2]])
    }
    /// The antipode.
    #[must_use]
    pub fn negated(self) -> Self {
        Self([-self.0[0], -self.0[1], -self.0[2]])
    }
    /// Length.
    pub fn norm(self) -> f64 {
        self.dot(self).sqrt()
    }
    /// The unit vector in this direction.
    #[must_use]
    pub fn unit(self) -> Self {
        let n = self.norm();
        Self([self.0[0] / n, self.0[1] / n, self.0[2] / n])
    }
    /// Angle to `o`, radians; exact for tiny and for nearly opposite vectors alike.
    pub fn angle(self, o: Self) -> f64 {
        self.cross(o).norm().atan2(self.dot(o))
    }
    /// The position under this vector.
    pub fn lng_lat(self) -> LngLat {
        let [x, y, z] = self.0;
        LngLat::wrapped(y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lng: f64, lat: f64) -> LngLat {
        LngLat::new(lng, lat).unwrap()
    }

    #[test]
    fn geodesics_match_published_values() {
        // GeographicLib's own example: JFK to LHR, 5551.759 km.
        let km = at(-73.8, 40.6).geodesic_km(at(-0.5, 51.6));
        assert!((km - 5551.759).abs() < 0.001, "{km}");
        assert!(at(179.9, 0.0).geodesic_km(at(-179.9, 0.0)) < 23.0);
    }

    #[test]
    fn longitudes_wrap_and_nonsense_is_refused() {
        assert_eq!(at(241.0, 10.0), at(-119.0, 10.0));
        let swapped = LngLat::new(19.0, 172.8).unwrap_err();
        assert!(swapped.to_string().contains("swapped"), "{swapped}");
        assert!(LngLat::new(f64::NAN, 0.0).is_err());
        assert!(LngLat::new(400.0, 0.0).is_err());
    }

    #[test]
    fn vectors_round_trip() {
        for (lng, lat) in [(0.0, 0.0), (180.0, 12.5), (-73.25, -89.0), (37.6, 55.75)] {
            assert_eq!(at(lng, lat).vec3().lng_lat(), at(lng, lat));
        }
    }
}
