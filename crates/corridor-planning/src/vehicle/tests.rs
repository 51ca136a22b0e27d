//! The table of vehicles, and what fits where.

use super::*;
use corridor_network::fact::Limits;
use proptest::prelude::*;

#[test]
fn every_figure_of_a_vehicle_has_a_source() {
    let table = Vehicles::shipped();
    let known = |id: &str| {
        let evidence = table.source(id).expect("the source is listed");
        assert!(evidence.source.len() > 15, "{id}");
        let judged = evidence.source.starts_with("judgement:");
        assert!(!judged || evidence.confidence == Confidence::L, "{id}");
        assert!(!evidence.source.contains("MEM"), "{id}");
    };
    for ship in table.ships() {
        let sources = &ship.sources;
        for id in [&sources.size, &sources.speed, &sources.freight, &sources.emissions] {
            known(id);
        }
        assert!(ship.speed_kn > 5.0 && ship.gross_tonnage > 1000.0, "{}", ship.id);
        assert_eq!(ship.freight.is_none(), ship.cargo == [Cargo::Container], "{}", ship.id);
        assert!(ship.capacity.teu.is_some() || ship.capacity.t.is_some(), "{}", ship.id);
        assert!(ship.emissions.ttw > ship.emissions.wtt && ship.emissions.wtt > 0.0);
    }
    for vehicle in table.others() {
        known(&vehicle.sources.load);
        known(&vehicle.sources.energy);
        assert!(vehicle.payload_t > 0.0 && vehicle.energy_ratio > 0.0, "{}", vehicle.id);
    }
    for source in &table.source {
        let id = &source.id;
        let used = table.ship.iter().any(|s| {
            [&s.sources.size, &s.sources.speed, &s.sources.freight, &s.sources.emissions]
                .contains(&id)
        });
        let used = used
            || table.vehicle.iter().any(|v| [&v.sources.load, &v.sources.energy].contains(&id));
        assert!(used, "{id} is the source of nothing");
    }
}

#[test]
fn every_cargo_has_a_ship_and_gas_no_other_vehicle() {
    let table = Vehicles::shipped();
    for cargo in Cargo::ALL {
        assert!(table.ships().iter().any(|s| s.cargo.contains(&cargo)), "{cargo}");
    }
    assert!(table.others().iter().all(|v| !v.cargo.contains(&Cargo::Lng)));
    assert!(table.carrying(Cargo::Crude, 10.0, VehicleKind::Lorry).is_none());
    assert!(table.carrying(Cargo::Crude, 5e4, VehicleKind::Train).is_some());
}

#[test]
fn a_shipload_does_not_go_by_lorry() {
    let lorry = |t| Vehicles::shipped().carrying(Cargo::DryBulk, t, VehicleKind::Lorry);
    assert!(lorry(1_000.0).is_some() && lorry(75_000.0).is_none());
}

#[test]
fn a_very_large_tanker_is_too_deep_for_suez() {
    let ship = |id: &str| &Vehicles::shipped().ships().iter().find(|s| s.id == id).unwrap().hull;
    let suez = Limits { draught_m: Some(20.1), beam_m: Some(77.5), ..Limits::default() };
    assert_eq!(ship("vlcc").misfit(&suez).unwrap(), "laden draught 20.5 m > 20.1 m");
    assert_eq!(ship("suezmax").misfit(&suez), None);
    let panama = Limits { beam_m: Some(51.25), ..Limits::default() };
    assert!(ship("ulcv").misfit(&panama).unwrap().starts_with("beam"));
}

proptest! {
    /// A ship that is larger in every way never fits where a smaller one does not.
    #[test]
    fn a_larger_ship_does_not_fit_where_a_smaller_does_not(
        draught in 2.0..25.0f64, beam in 10.0..80.0f64, length in 80.0..420.0f64,
    ) {
        let limits =
            Limits { draught_m: Some(draught), beam_m: Some(beam), loa_m: Some(length), air_draught_m: None };
        let ships = Vehicles::shipped().ships();
        for small in ships {
            for large in ships.iter().filter(|large| small.hull.is_within(&large.hull)) {
                if small.hull.misfit(&limits).is_some() {
                    prop_assert!(large.hull.misfit(&limits).is_some(), "{} {}", small.id, large.id);
                }
            }
        }
    }
}
