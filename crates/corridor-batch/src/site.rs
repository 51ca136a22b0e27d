//! Positions as they stand in tables, degrees.

/// A position that was checked: finite, latitude in [-90, 90], longitude in [-360, 360].
///
/// Longitudes of up to one turn too many are let through: tables that count from 0 to 360 are common,
/// and mean something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    lon: f64,
    lat: f64,
}

impl Position {
    /// Checks a position.
    ///
    /// # Errors
    /// One sentence on what is wrong with it.
    pub fn new(lon: f64, lat: f64) -> Result<Self, String> {
        let reason = if !lon.is_finite() || !lat.is_finite() {
            "not a finite number"
        } else if lat.abs() > 90.0 && lon.abs() <= 90.0 {
            "latitude is outside [-90, 90]; longitude comes first: are they swapped?"
        } else if lat.abs() > 90.0 {
            "latitude is outside [-90, 90]"
        } else if lon.abs() > 360.0 {
            "longitude is outside [-360, 360]"
        } else {
            return Ok(Self { lon, lat });
        };
        Err(format!("invalid position {lon},{lat}: {reason}"))
    }
    /// Longitude, degrees.
    pub fn lon(self) -> f64 {
        self.lon
    }
    /// Latitude, degrees.
    pub fn lat(self) -> f64 {
        self.lat
    }
}

/// A point of a matrix as its table has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Site<'t> {
    /// By its position.
    At(Position),
    /// By a name or code.
    Named(&'t str),
}

/// A row that cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The file.
    pub table: String,
    /// Line of a CSV file or row of a Parquet file, from 1.
    pub row: u64,
    /// `line` or `row`.
    pub unit: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for BadRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} {}: {}", self.table, self.unit, self.row, self.reason)
    }
}
