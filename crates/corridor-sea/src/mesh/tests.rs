//! Small seas against brute force.

use super::triangulate::next;
use super::*;
use corridor_network::fact::{Confidence, Evidence};

fn at(lng: f64, lat: f64) -> LngLat {
    LngLat::new(lng, lat).unwrap()
}

fn ring(corners: &[(f64, f64)]) -> Vec<LngLat> {
    corners.iter().map(|(lng, lat)| at(*lng, *lat)).collect()
}

/// A round Antarctica.
fn antarctica() -> Vec<LngLat> {
    (0..36).map(|i| at(f64::from(i) * 10.0 - 180.0, -75.0)).collect()
}

fn wall(line: &[(f64, f64)]) -> Wall {
    let evidence = Evidence {
        source: "test".into(),
        date: "2026".into(),
        confidence: Confidence::L,
        note: String::new(),
    };
    Wall {
        id: "test".into(),
        name: "test".into(),
        line: ring(line),
        between: None,
        at_least_km: 0.0,
        evidence,
    }
}

/// A world with only some lands, besides Antarctica; each a ring, or a wall of two points.
struct World {
    rings: Vec<Vec<LngLat>>,
    walls: Vec<Wall>,
    mesh: Mesh,
}

impl World {
    fn new(lands: &[&[(f64, f64)]]) -> Self {
        let is_wall = |land: &&&[(f64, f64)]| land.len() == 2;
        let mut rings: Vec<_> =
            lands.iter().filter(|land| !is_wall(land)).map(|land| ring(land)).collect();
        rings.push(antarctica());
        let walls: Vec<Wall> = lands.iter().filter(is_wall).map(|line| wall(line)).collect();
        let mesh = Mesh::build(&rings, &walls, &[]).unwrap();
        Self { rings, walls, mesh }
    }

    fn edges(&self) -> Vec<[Vec3; 2]> {
        let rings = self.rings.iter().flat_map(|ring| {
            (0..ring.len()).map(|i| [ring[i].vec3(), ring[(i + 1) % ring.len()].vec3()])
        });
        let walls = self.walls.iter().map(|wall| [wall.line[0].vec3(), wall.line[1].vec3()]);
        rings.chain(walls).collect()
    }

    /// Whether a point lies on land: counts the sides between it and the south pole.
    fn is_land(&self, p: Vec3) -> bool {
        let pole = Vec3([1e-5, 2e-5, -1.0]).unit();
        let crossed = self
            .edges()
            .iter()
            .take(self.rings.iter().map(Vec::len).sum())
            .filter(|e| cross(p, pole, e[0], e[1]))
            .count();
        crossed % 2 == 0
    }

    /// Length of the shortest path by Dijkstra over all pairs of corners in sight, radians.
    fn brute_force(&self, from: Vec3, to: Vec3) -> f64 {
        let mut nodes = vec![from, to];
        nodes.extend(self.rings.iter().flatten().map(|c| c.vec3()));
        nodes.extend(self.walls.iter().flat_map(|w| &w.line).map(|c| c.vec3()));
        let edges = self.edges();
        let sees = |a: Vec3, b: Vec3| {
            if edges.iter().any(|e| cross(a, b, e[0], e[1])) {
                return false;
            }
            let along = edges.iter().any(|e| (e[0] == a && e[1] == b) || (e[0] == b && e[1] == a));
            along || !self.is_land(a.add_scaled(b, 1.0).unit())
        };
        let mut length = vec![f64::INFINITY; nodes.len()];
        let mut done = vec![false; nodes.len()];
        length[0] = 0.0;
        loop {
            let here = (0..nodes.len())
                .filter(|i| !done[*i] && length[*i].is_finite())
                .min_by(|a, b| length[*a].total_cmp(&length[*b]));
            let Some(here) = here else { return f64::INFINITY };
            if here == 1 {
                return length[1];
            }
            done[here] = true;
            for there in 0..nodes.len() {
                if !done[there] {
                    let through = length[here] + nodes[here].angle(nodes[there]);
                    if through < length[there] && sees(nodes[here], nodes[there]) {
                        length[there] = through;
                    }
                }
            }
        }
    }

    fn check(&self, points: &[(f64, f64)]) {
        let mut search = Search::new(&self.mesh, &[]);
        for (i, from) in points.iter().enumerate() {
            for to in &points[..i] {
                let (from, to) = (at(from.0, from.1), at(to.0, to.1));
                let ends = [from, to].map(|p| self.mesh.locate(p).expect("a test point on water"));
                let expected = self.brute_force(from.vec3(), to.vec3()) * EARTH_RADIUS_KM;
                let found =
                    search.shortest(&ends[0], &ends[1], &[]).map_or(f64::INFINITY, |r| r.taut_km);
                assert!(
                    (found - expected).abs() < 1e-3
                        || (found.is_infinite() && expected.is_infinite()),
                    "{from:?} {to:?}: {found} km, by brute force {expected} km"
                );
            }
        }
    }
}

/// Whether the arcs a-b and c-d cross properly.
fn cross(a: Vec3, b: Vec3, c: Vec3, d: Vec3) -> bool {
    let near = 1e-12;
    let (n, m) = (a.cross(b), c.cross(d));
    let (of_c, of_d, of_a, of_b) = (n.dot(c), n.dot(d), m.dot(a), m.dot(b));
    if of_c * of_d >= 0.0
        || of_a * of_b >= 0.0
        || [of_a, of_b, of_c, of_d].iter().any(|x| x.abs() < near)
    {
        return false;
    }
    let meet = n.cross(m).unit();
    let within = |p: Vec3| p.dot(a) + p.dot(b) > 0.0 && p.dot(c) + p.dot(d) > 0.0;
    within(meet) || within(meet.negated())
}

const ISLANDS: [&[(f64, f64)]; 4] = [
    &[(10.0, -5.0), (20.0, -8.0), (22.0, 6.0), (13.0, 9.0), (15.0, 1.0)],
    &[(25.0, -15.0), (33.0, -12.0), (30.0, 2.0), (27.0, -4.0)],
    &[(24.0, 5.0), (29.0, 7.0), (26.0, 20.0)],
    &[(5.0, 12.0), (12.0, 14.0), (11.0, 25.0), (3.0, 22.0), (8.0, 18.0)],
];

#[test]
fn paths_among_islands_are_shortest() {
    let world = World::new(&ISLANDS);
    world.check(&[
        (0.3, 0.2),
        (40.1, 1.3),
        (17.0, 12.1),
        (24.0, 0.4),
        (14.1, 3.1),
        (6.1, 18.2),
        (26.5, -3.5),
    ]);
}

#[test]
fn paths_over_the_antimeridian_and_the_pole_are_shortest() {
    let world = World::new(&[
        &[(170.0, 50.0), (-170.0, 52.0), (-175.0, 70.0), (175.0, 65.0)],
        &[(0.0, 80.0), (90.0, 82.0), (180.0, 85.0), (-90.0, 79.0)],
        &[(-150.0, 40.0), (-120.0, 45.0), (-130.0, 75.0)],
    ]);
    world.check(&[
        (150.2, 60.1),
        (-155.0, 58.0),
        (20.0, 70.1),
        (-20.3, 66.0),
        (-100.0, 70.0),
        (178.0, 75.3),
    ]);
}

#[test]
fn collinear_coasts_do_not_hide_corners() {
    // Sides of 1,700 km are cut into some sixty pieces; corners lie on one meridian and on the equator.
    let world = World::new(&[
        &[(0.0, 0.0), (15.0, 0.0), (15.0, 10.0), (0.0, 10.0)],
        &[(20.0, 0.0), (35.0, 0.0), (35.0, 10.0), (20.0, 10.0)],
        &[(0.0, 15.0), (5.0, 15.0), (5.0, 30.0), (0.0, 30.0)],
    ]);
    world.check(&[
        (-5.0, 0.0),
        (40.0, 0.0),
        (17.3, 5.0),
        (7.0, 5.0 + 7.0),
        (0.0, 12.5),
        (2.0, 33.0),
        (-3.0, 20.0),
    ]);
}

#[test]
fn walls_and_spits_without_width_hold() {
    let mut lands = ISLANDS.to_vec();
    lands.push(&[(16.0, 1.0), (28.0, 0.5)]);
    lands.push(&[(-5.0, 5.0), (-5.0, 30.0)]);
    lands.push(&[(35.0, -20.0), (36.0, 20.0)]);
    let world = World::new(&lands);
    world.check(&[
        (0.3, 0.2),
        (40.1, 1.3),
        (24.0, -0.4),
        (23.9, 3.1),
        (-10.1, 14.0),
        (-4.0, 14.1),
        (30.1, 5.0),
    ]);
}

#[test]
fn closed_water_is_out_of_reach() {
    // An island with a large lake.
    let world = World::new(&[
        &[(0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0)],
        &[(5.0, 5.0), (35.0, 5.0), (35.0, 35.0), (5.0, 35.0)],
    ]);
    assert_eq!(world.mesh.report().bodies.len(), 2);
    world.check(&[(20.0, 20.0), (10.0, 10.0), (-10.0, 10.0)]);
}

#[test]
fn the_mesh_is_sound() {
    for lands in [&ISLANDS[..], &[&[(170.0, 50.0), (-170.0, 52.0), (-175.0, 70.0), (175.0, 65.0)]]]
    {
        let mesh = World::new(lands).mesh;
        for h in 0..mesh.origin.len() as u32 {
            let g = mesh.twin[h as usize];
            if g != NONE {
                assert_eq!(mesh.twin[g as usize], h);
                assert_eq!(mesh.origin[h as usize], mesh.origin[next(g) as usize]);
            }
        }
        for triangle in 0..mesh.triangle_count() as u32 {
            let [a, b, c] = mesh.corners(Triangle(triangle)).map(|v| mesh.position(v));
            assert!(a.det(b, c) > 0.0, "triangle {triangle} is turned over");
        }
        for v in 0..mesh.vertex_count() as u32 {
            assert!(mesh.spokes(v).iter().all(|spoke| mesh.origin[*spoke as usize] == v));
        }
    }
}

#[test]
fn sight_is_mutual_and_agrees_with_walking() {
    let mesh = World::new(&ISLANDS).mesh;
    let turns: Vec<Vertex> = mesh.turn_vertices().collect();
    // A few: each looks round the whole ocean, many times.
    for v in turns.iter().step_by(15) {
        for w in mesh.visible_turns(*v) {
            assert!(mesh.visible_turns(w).contains(v), "{v:?} {w:?}");
            assert!(mesh.visible(&mesh.point_at(*v), &mesh.point_at(w)));
        }
        let seen = mesh.visible_from(&mesh.point_at(*v));
        for w in &turns {
            let is_seen = seen.iter().any(|sight| sight.vertex == *w);
            assert_eq!(
                v != w && mesh.visible(&mesh.point_at(*v), &mesh.point_at(*w)),
                is_seen,
                "{v:?} {w:?}"
            );
        }
        let near = mesh.visible_within(&mesh.point_at(*v), 1000.0);
        let expected: Vec<_> = seen
            .into_iter()
            .filter(|s| {
                mesh.position(*v).angle(mesh.position(s.vertex)) * EARTH_RADIUS_KM <= 1000.0
            })
            .collect();
        assert_eq!(near, expected);
    }
}

#[test]
fn one_look_finds_what_single_looks_find() {
    let mut lands = ISLANDS.to_vec();
    lands.push(&[(-5.0, 5.0), (-5.0, 30.0)]);
    let mesh = World::new(&lands).mesh;
    // At sea, on coasts (where points on land come to) and at corners.
    let grid =
        (-3..15).flat_map(|x| (-7..11).map(move |y| at(f64::from(x) * 3.0, f64::from(y) * 3.0)));
    let mut points: Vec<WaterPoint> = grid.map(|p| mesh.nearest_water(p).unwrap().point).collect();
    points.extend(mesh.turn_vertices().step_by(20).map(|v| mesh.point_at(v)));
    points.push(mesh.nearest_water(at(-170.0, 3.0)).unwrap().point);
    let targets = mesh.targets(&points);
    for from in &points {
        let alone = (0..points.len() as u32).filter(|to| mesh.visible(from, &points[*to as usize]));
        assert_eq!(mesh.visible_targets(from, &targets), alone.collect::<Vec<_>>(), "{from:?}");
    }
}

#[test]
fn places_on_land_snap_to_the_nearest_shore() {
    let world = World::new(&ISLANDS);
    assert!(world.mesh.locate(at(18.0, 0.0)).is_none());
    let snap = world.mesh.nearest_water(at(26.2, 15.0)).unwrap();
    assert!(snap.km > 0.0 && snap.km < 120.0, "{}", snap.km);
    assert!((snap.point.at().geodesic_km(at(26.2, 15.0)) - snap.km).abs() < 1e-6);
    let sea = world.mesh.nearest_water(at(-120.5, 10.5)).unwrap();
    assert_eq!((sea.km, sea.point.at()), (0.0, at(-120.5, 10.5)));
}

#[test]
fn links_are_used_when_open_and_extra_vertices_are_seen() {
    let rings = vec![ring(&[(0.0, -60.0), (10.0, -60.0), (10.0, 60.0), (0.0, 60.0)]), antarctica()];
    let mesh = Mesh::build(&rings, &[], &[at(-20.0, 0.0), at(5.0, 5.0), at(-30.0, 10.0)]).unwrap();
    assert_eq!(mesh.report().extra_on_land, 1);
    let extra: Vec<_> = mesh.extra_vertices().iter().flatten().copied().collect();
    assert_eq!(extra.len(), 2);
    let seen = mesh.visible_from(&mesh.point_at(extra[0]));
    assert!(seen.contains(&Sight { vertex: extra[1], taut: false }));

    let [a, b] = [at(-1.0, 0.5), at(11.0, 0.5)].map(|p| mesh.nearest_water(p).unwrap().point);
    let mut search = Search::new(&mesh, &[SeaLink { a, b, length_km: 1400.0 }]);
    let [from, to] = [at(-10.0, 3.0), at(20.0, -2.0)].map(|p| mesh.locate(p).unwrap());
    let open = search.shortest(&from, &to, &[]).unwrap();
    assert_eq!(open.links, [0]);
    assert!((open.taut_km - 1400.0) / EARTH_RADIUS_KM < 21f64.to_radians());
    let closed = search.shortest(&from, &to, &[0]).unwrap();
    assert!(closed.links.is_empty() && closed.length_km > 10_000.0);
    assert_eq!(search.shortest(&from, &to, &[]), Some(open));
}

#[test]
fn the_same_rings_give_the_same_mesh() {
    let (one, two) = (World::new(&ISLANDS).mesh, World::new(&ISLANDS).mesh);
    assert_eq!(one.origin, two.origin);
    assert_eq!(one.twin, two.twin);
    let roundings = |mesh: &Mesh| -> Vec<_> {
        (0..mesh.vertex_count() as u32).map(|v| mesh.rounding(Vertex(v))).collect()
    };
    assert_eq!(roundings(&one), roundings(&two));
}

#[test]
fn a_packed_mesh_comes_back_as_it_was() {
    let mut lands = ISLANDS.to_vec();
    lands.push(&[(16.0, 1.0), (28.0, 0.5)]);
    let World { rings, walls, mesh } = World::new(&lands);
    let packed = Mesh::pack(&rings, &walls).unwrap();
    let again = Mesh::load(&rings, &packed).unwrap();
    assert_eq!(again.positions, mesh.positions);
    assert_eq!((&again.origin, &again.twin), (&mesh.origin, &mesh.twin));
    assert_eq!((&again.spokes, &again.body), (&mesh.spokes, &mesh.body));
    assert!(Mesh::load(&rings[1..], &packed).is_none(), "of another coast");
    assert!(Mesh::load(&rings, &[]).is_none());
    for byte in (0..packed.len()).step_by(7) {
        let mut damaged = packed.clone();
        damaged[byte] ^= 0x55;
        // Either refused, or triangles that can be walked over: never a panic.
        if let Some(mesh) = Mesh::load(&rings, &damaged) {
            let _ = mesh.nearest_water(at(0.0, 0.0));
        }
    }
}

#[test]
fn a_leaking_wall_is_reported() {
    let mut leaky = wall(&[(16.0, 1.0), (18.0, 20.0)]);
    leaky.between = Some([at(24.0, 3.0), at(6.0, 3.0)]);
    leaky.at_least_km = 9_999.0;
    let leaks = World::new(&ISLANDS).mesh.wall_leaks(&[leaky]);
    assert!(matches!(leaks[..], [WallLeak::Leaks { .. }]), "{leaks:?}");
}
