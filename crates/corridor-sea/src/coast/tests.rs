//! A world of a few polygons, with the faults of real ones.

use super::*;
use corridor_network::LngLat;

/// Antarctica closed along the edge of web maps, a continent in two halves that meet at the antimeridian,
/// two overlapping lands, an island, an islet and a lake with an island.
const WORLD: &str = r#"{"type":"GeometryCollection","geometries":[{"type":"MultiPolygon","coordinates":[
  [[[-180,-75],[-90,-74],[0,-75],[90,-74],[180,-75],[180,-85.051],[-180,-85.051],[-180,-75]]],
  [[[160,10],[180,10],[180,30],[160,30],[160,10]]],
  [[[-180,10],[-170,10],[-170,30],[-180,30],[-180,10]]],
  [[[0,0],[20,0],[20,20],[0,20],[0,0]],[[5,5],[15,5],[15,15],[5,15],[5,5]]],
  [[[9,9],[11,9],[11,11],[9,11],[9,9]]],
  [[[40,40],[40.01,40],[40.01,40.01],[40,40]]]
]},{"type":"Polygon","coordinates":[[[60,0],[62,0],[62,2],[61,2.003],[60,2],[60,0]]]}]}"#;

fn coast() -> Coast {
    Coast::from_land_polygons(WORLD.as_bytes(), Detail::default()).unwrap()
}

#[test]
fn seams_islets_and_needless_corners_go() {
    let coast = coast();
    // Antarctica, one continent over the seam, the land with a lake, the lake's shore, its island, the island.
    assert_eq!(coast.rings.len(), 6);
    // Where the parallels cross the antimeridian a corner stays, but no side runs along it.
    for ring in &coast.rings {
        let on_seam = |i: usize| ring[i % ring.len()].lng().abs() > 179.9;
        assert!((0..ring.len()).all(|i| !(on_seam(i) && on_seam(i + 1))), "{ring:?}");
    }
    let report = &coast.report;
    assert_eq!((report.polygons, report.rings_read, report.islands_left_out), (7, 8, 1));
    assert_eq!(report.waters.len(), 2);
    assert!(report.waters[1] > 1e6 && report.waters[1] < 1.3e6, "{:?}", report.waters);
    assert!(report.corners < report.corners_traced);
}

#[test]
fn the_coast_makes_a_mesh_with_land_where_land_is() {
    let mesh = crate::Mesh::build(&coast().rings, &[], &[]).unwrap();
    let is_water = |lng, lat| mesh.locate(LngLat::new(lng, lat).unwrap()).is_some();
    for (lng, lat) in
        [(30.0, 10.0), (7.0, 7.0), (-100.0, -60.0), (180.0, 0.0), (0.0, 90.0), (40.0, 40.0)]
    {
        assert!(is_water(lng, lat), "{lng} {lat}");
    }
    for (lng, lat) in
        [(2.0, 2.0), (10.0, 10.0), (180.0, 20.0), (-175.0, 20.0), (0.0, -80.0), (61.0, 1.0)]
    {
        assert!(!is_water(lng, lat), "{lng} {lat}");
    }
}

#[test]
fn the_same_bytes_give_the_same_rings() {
    assert_eq!(coast(), coast());
}

#[test]
fn other_files_are_refused() {
    let error =
        Coast::from_land_polygons(b"{\"type\":\"Topology\"}", Detail::default()).unwrap_err();
    assert!(error.to_string().contains("GeometryCollection"), "{error}");
    let off = br#"{"geometries":[{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,95],[0,0]]]}]}"#;
    assert!(matches!(
        Coast::from_land_polygons(off, Detail::default()),
        Err(CoastError::Position { polygon: 0, .. })
    ));
}
