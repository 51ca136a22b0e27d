//! Names of oceans, seas, countries and cities in the languages of the map, from `data/labels`.

use super::drawn::{Point, Said, said};
use super::mercator;
use corridor::LngLat;

/// One name a line, with where it stands and the zoom it is shown from.
const LABELS: &str = include_str!("../../../../data/labels/labels.tsv");

/// A row of the table.
struct Row {
    kind: &'static str,
    from_zoom: u8,
    at: LngLat,
    told: Said,
}

/// Where a city of the table is and what it is called in English.
pub(super) struct City {
    pub(super) at: LngLat,
    pub(super) name: &'static str,
}

/// The rows that can be read; a test holds that all can.
fn rows() -> impl Iterator<Item = Row> {
    LABELS.lines().skip(1).filter_map(row)
}

fn row(line: &'static str) -> Option<Row> {
    let cells: Vec<&str> = line.split('\t').collect();
    let &[kind, zoom, lng, lat, population, country, name, hi, ru] = cells.as_slice() else {
        return None;
    };
    let population: u64 = population.parse::<f64>().ok()? as u64;
    let population = if population > 0 { population.into() } else { serde_json::Value::Null };
    Some(Row {
        kind,
        from_zoom: zoom.parse().ok()?,
        at: LngLat::new(lng.parse().ok()?, lat.parse().ok()?).ok()?,
        told: said([
            ("kind", kind.into()),
            ("name", name.into()),
            ("name_hi", hi.into()),
            ("name_ru", ru.into()),
            ("country", country.into()),
            ("population", population),
        ]),
    })
}

/// All names, as points.
pub(super) fn spots() -> Vec<Point> {
    rows()
        .map(|row| Point {
            layer: "label",
            said: row.told,
            at: mercator::spot(row.at),
            from_zoom: row.from_zoom,
        })
        .collect()
}

/// The cities among them.
pub(super) fn cities() -> Vec<City> {
    let city = |line: &'static str| {
        let row = row(line).filter(|row| row.kind == "city")?;
        Some(City { at: row.at, name: line.split('\t').nth(6)? })
    };
    LABELS.lines().skip(1).filter_map(city).collect()
}

/// A number that changes when the table does.
pub(super) fn digest() -> u64 {
    LABELS.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read_and_names_something() {
        assert_eq!(rows().count(), LABELS.lines().count() - 1);
        for row in rows() {
            assert!(["ocean", "sea", "country", "city"].contains(&row.kind), "{}", row.kind);
            assert!(row.told.get("name").is_some_and(|name| name != ""));
            assert!(row.kind == "city" || row.told.contains_key("name_hi"), "{:?}", row.told);
            assert!(row.kind == "city" || row.told.contains_key("name_ru"), "{:?}", row.told);
        }
    }
}
