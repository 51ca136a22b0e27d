//! Orders that can be moved, and orders that cannot.

use super::*;

fn order(cargo: Cargo) -> Order {
    Order { cargo, ..Order::default() }
}

fn made(order: &Order) -> Result<Shipment, ShipmentError> {
    Shipment::new(order, Parameters::shipped(), Vehicles::shipped())
}

fn ship_of(cargo: Cargo, mass_t: f64) -> (String, u32) {
    let shipment = made(&Order { mass_t: Some(mass_t), ..order(cargo) }).unwrap();
    (shipment.fleet.ship.unwrap().id, shipment.fleet.voyages)
}

#[test]
fn the_smallest_ship_is_taken_that_carries_all() {
    assert_eq!(ship_of(Cargo::Crude, 6_000.0), ("river-sea-tanker".to_owned(), 1));
    assert_eq!(ship_of(Cargo::Crude, 80_000.0), ("aframax".to_owned(), 1));
    assert_eq!(ship_of(Cargo::Crude, 140_000.0), ("suezmax".to_owned(), 1));
    assert_eq!(ship_of(Cargo::Crude, 1_000_000.0), ("vlcc".to_owned(), 4));
    assert_eq!(ship_of(Cargo::DryBulk, 75_000.0), ("panamax".to_owned(), 1));
    assert_eq!(ship_of(Cargo::Lng, 70_000.0).0, "lng");
    let arctic = Order { ice_class: IceClass::Arc7, mass_t: Some(70_000.0), ..order(Cargo::Lng) };
    let arctic = made(&arctic).unwrap();
    assert_eq!(arctic.fleet.ship.as_ref().unwrap().id, "lng-arc7");
    assert_eq!(arctic.ice_class(IceClass::None), IceClass::Arc7);
    assert!(made(&order(Cargo::Container)).unwrap().fleet.ship.is_none());
}

#[test]
fn units_keep_weights_in_range() {
    let crude = made(&Order { mass_t: Some(300_000.0), ..order(Cargo::Crude) }).unwrap();
    assert_eq!(crude.units(), 12_000.0);
    assert_eq!(Shipment::containers(4.0, 24.0, 1e5).units(), 2.0);
    let cars = made(&Order { units: Some(1000.0), ..order(Cargo::RoRo) }).unwrap();
    assert!(cars.mass_t > 1000.0 && cars.fleet.ship.unwrap().id == "car-carrier");
}

#[test]
fn a_twenty_foot_box_costs_more_than_half_a_forty_foot_one() {
    let paid = |teu: f64, ratio| Shipment::containers(teu, 1.0, 1.0).boxes(ratio);
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    for (teu, expected) in
        [(0.5, 0.4), (1.0, 0.8), (1.5, 0.9), (2.0, 1.0), (3.0, 1.8), (62.0, 31.0)]
    {
        near(paid(teu, 0.8), expected);
        near(paid(teu, 0.5), teu / 2.0);
    }
    // A lift is one however long the box.
    near(paid(1.0, 1.0), 1.0);
    let coal = made(&Order { mass_t: Some(75_000.0), ..order(Cargo::DryBulk) }).unwrap();
    near(coal.boxes(0.8), coal.units());
}

#[test]
fn time_is_worth_nothing_to_bulk_unless_said() {
    let rates = Rates::new(Parameters::shipped());
    let coal = Order { mass_t: Some(1e5), value_usd: Some(1e7), ..order(Cargo::DryBulk) };
    assert_eq!(made(&coal).unwrap().usd_per_hour(&rates), 0.0);
    let named = Order { commodity: Some("coal".to_owned()), value_usd: None, ..coal.clone() };
    let named = made(&named).unwrap();
    assert_eq!(named.value_usd, 1.2e7);
    assert!(named.usd_per_hour(&rates) > 0.0);
    let boxes = Shipment::containers(2.0, 12.0, 50_000.0);
    assert_eq!(boxes.usd_per_hour(&rates), 50_000.0 * rates.time_value_per_h);
}

#[test]
fn what_cannot_be_moved_is_refused_with_the_reason() {
    let refused = |order: &Order| made(order).unwrap_err();
    let crude = order(Cargo::Crude);
    assert!(refused(&crude).reason.contains("how much crude"));
    assert!(refused(&Order { teu: Some(2.0), ..crude.clone() }).action.contains("--mass-t"));
    assert!(refused(&Order { mass_t: Some(-1.0), ..crude.clone() }).reason.contains("--mass-t -1"));
    assert!(refused(&Order { mass_t: Some(1e9), ..crude.clone() }).action.contains("unit"));
    let odd = Order { mass_t: Some(1e5), volume_m3: Some(1e6), ..crude.clone() };
    assert!(refused(&odd).reason.contains("contradict"));
    let ship = Order { mass_t: Some(1e5), ship: Some("capesize".to_owned()), ..crude.clone() };
    assert!(refused(&ship).action.contains("suezmax"));
    let ship = Order { ship: Some("titanic".to_owned()), ..ship };
    assert_eq!(refused(&ship).refusal, Refusal::NoShip);
    let goods = Order { commodity: Some("gold".to_owned()), ..crude.clone() };
    assert_eq!(refused(&goods).refusal, Refusal::NoCommodity);
    let goods = Order { commodity: Some("coal".to_owned()), ..crude };
    assert!(refused(&goods).action.contains("dry-bulk"));
    let heavy = Order { mass_t: Some(90.0), ..order(Cargo::Container) };
    assert!(refused(&heavy).reason.contains("90 t do not fit into 2 TEU"));
    let ore = Order { volume_m3: Some(100.0), ..order(Cargo::DryBulk) };
    assert!(refused(&ore).action.contains("--commodity"));
}

#[test]
fn gas_goes_by_sea_alone() {
    let gas = made(&Order { volume_m3: Some(160_000.0), ..order(Cargo::Lng) }).unwrap();
    assert!((gas.mass_t - 72_000.0).abs() < 1.0);
    assert!(gas.notes().iter().any(|n| n.ends_with("are not offered by rail, road, inland water")));
    assert_eq!(gas.fleet.ferries, [false; 3]);
}
