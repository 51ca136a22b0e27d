//! Towns on the map. The great ones stand in `data/labels`, with their names in several languages; the
//! gazetteer adds the smaller ones.

use super::drawn::{Point, said};
use super::labels::{self, City};
use super::mercator::{self, Spot};
use corridor::LngLat;
use corridor_network::{Network, Place};
use rstar::RTree;
use rstar::primitives::GeomWithData;

/// Inhabitants of the smallest towns shown.
const FEWEST: u32 = 30_000;
/// A smaller place so near to a larger one is a part of it, more often than not, km.
const SUBURB_KM: f64 = 12.0;
/// The same name so near is the same city, km.
const SAME_KM: f64 = 40.0;
/// The zoom that parts of cities are shown from.
const SUBURB_ZOOM: u8 = 8;
/// Length of the equator, km.
const EQUATOR_KM: f64 = 40_075.0;

type Around<T> = RTree<GeomWithData<Spot, T>>;

/// The towns that are no cities of `data/labels`.
pub(super) fn spots(network: &Network) -> Vec<Point> {
    let towns: Vec<&Place> =
        network.places().iter().filter(|place| place.population >= FEWEST).collect();
    let of_town = |place: &&Place| GeomWithData::new(mercator::spot(place.at()), place.population);
    let around = RTree::bulk_load(towns.iter().map(of_town).collect());
    let cities = labels::cities().into_iter();
    let cities = RTree::bulk_load(
        cities.map(|city| GeomWithData::new(mercator::spot(city.at), city)).collect(),
    );
    towns.iter().filter_map(|place| point(place, &around, &cities)).collect()
}

fn point(place: &Place, towns: &Around<u32>, cities: &Around<City>) -> Option<Point> {
    let at = place.at();
    let is_called =
        |name: &str| place.name == name || place.names.iter().any(|other| other == name);
    if within(cities, at, SAME_KM).any(|city| is_called(city.name)) {
        return None;
    }
    let is_suburb = within(cities, at, SUBURB_KM).next().is_some()
        || within(towns, at, SUBURB_KM).any(|population| *population > place.population);
    let from_zoom = match place.population {
        _ if is_suburb => SUBURB_ZOOM,
        300_000.. => 5,
        100_000.. => 6,
        _ => 7,
    };
    let said = said([
        ("name", place.name.as_str().into()),
        ("country", place.country.to_string().into()),
        ("population", place.population.into()),
    ]);
    Some(Point { layer: "place", said, at: mercator::spot(at), from_zoom })
}

/// What lies about a position, by the scale that the map has there.
fn within<T>(all: &Around<T>, at: LngLat, km: f64) -> impl Iterator<Item = &T> {
    let reach = km / (EQUATOR_KM * at.lat().to_radians().cos().max(0.01));
    all.locate_within_distance(mercator::spot(at), reach * reach).map(|found| &found.data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilometres_hold_at_every_latitude() {
        let one = |lng: f64, lat: f64| {
            let at = LngLat::new(lng, lat).unwrap();
            GeomWithData::new(mercator::spot(at), lng)
        };
        let all = RTree::bulk_load(vec![one(10.0, 60.0), one(10.15, 60.0), one(10.3, 60.0)]);
        let near = |km| within(&all, LngLat::new(10.0, 60.0).unwrap(), km).count();
        // A degree of longitude is 55.8 km there.
        assert_eq!([near(5.0), near(9.0), near(18.0)], [1, 2, 3]);
    }
}
