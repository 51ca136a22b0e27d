//! Flows over the network that ships, for few pairs.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::flows::{FlowsRequest, FlowsResponse, TextFile, sample};
use corridor::scenarios::ScenarioSource;
use corridor::{Engine, PlanRequest, Problem};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::open(corridor_data::WORLD).unwrap());

/// Boxes from China and India to Europe and Russia, and coal that has one way only.
const DEMAND: &str = "origin,destination,commodity,tonnes,source,confidence\n\
Mumbai,Moscow,machinery,400000,a,L\nShanghai,Hamburg,paper-plastics-textiles,900000,b,L\n\
Mumbai,Moscow,machinery,100000.000001,a,L\nRichards Bay,Mundra,coal,2000000,c,L\n";

fn text(name: &str, text: &str) -> TextFile {
    TextFile { name: name.to_owned(), text: text.to_owned() }
}

fn request(demand: &str) -> FlowsRequest {
    let conditions = PlanRequest::new("", "", "2026-12-01".parse().unwrap());
    FlowsRequest::new(vec![text("demand.csv", demand)], conditions)
}

fn flows(request: &FlowsRequest) -> Result<FlowsResponse, Problem> {
    ENGINE.flows(request, &|_, _| {})
}

fn flow(answer: &FlowsResponse, id: &str) -> f64 {
    answer.facilities.iter().find(|f| f.id == id).map_or(0.0, |f| f.flow_t)
}

/// To the kilogram.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-3
}

#[test]
fn sums_agree_to_the_gram_and_a_full_facility_sends_the_rest_elsewhere() {
    let mut asked = request(DEMAND);
    asked.select = vec!["suez".to_owned(), "mozambique".to_owned()];
    let free = flows(&asked).unwrap();
    assert!(same(free.demand_t, 3_400_000.000_001));
    assert!(same(free.demand_t, free.shipped_t + free.unserved_t));
    assert!(same(free.modes.values().sum(), free.shipped_t));
    assert_eq!(free.od.len(), 3, "rows of one pair and goods are one demand");
    for (n, od) in free.od.iter().enumerate() {
        let routes: f64 = free.routes.iter().filter(|r| r.od == n).map(|r| r.tonnes).sum();
        assert!(same(routes, od.shipped_t) && same(od.shipped_t + od.unserved_t, od.demand_t));
    }
    let suez = flow(&free, "suez");
    assert!(suez > 200_000.0, "{suez}");
    let used = &free.selected[0];
    assert!(same(used.flow_t, suez));
    assert!(same(used.users.iter().map(|user| user.tonnes).sum(), suez));
    assert!(same(used.flow_t + used.not_using_t, free.shipped_t));
    assert_eq!(free.known.full, 0);
    // A tenth of what would like to go through it.
    let capacity = (suez / 10.0).floor();
    let table = format!("facility,unit,capacity,source\nsuez,t_year,{capacity},test\n");
    asked.capacities = Some(text("capacities.csv", &table));
    let tight = flows(&asked).unwrap();
    let canal = tight.facilities.iter().find(|f| f.id == "suez").unwrap();
    assert!(canal.flow_t <= capacity * (1.0 + 1e-8), "{} of {capacity}", canal.flow_t);
    assert!(canal.flow_t >= capacity * (1.0 - 1e-6) && canal.wait_h > 0.0);
    assert_eq!(canal.capacity_t, Some(capacity));
    assert!(tight.excess <= 1e-8 && tight.complementarity <= 1e-7 && tight.relative_gap <= 1e-6);
    assert!(tight.converged && tight.known.full == 1);
    asked.with_capacities = false;
    assert!(same(flow(&flows(&asked).unwrap(), "suez"), suez));
}

#[test]
fn a_closed_canal_moves_what_it_carried_and_the_difference_says_where() {
    let mut asked = request(DEMAND);
    asked.scenarios = vec![ScenarioSource::Id("suez-closed".to_owned())];
    let closed = flows(&asked).unwrap();
    assert_eq!(closed.meta.scenario, "suez-closed");
    assert_eq!(flow(&closed, "suez"), 0.0);
    let change = |id: &str| closed.changes.iter().find(|change| change.id == id).unwrap();
    let suez = change("suez");
    assert!(suez.before_t > 200_000.0 && suez.after_t == 0.0);
    assert!(same(suez.change_t, -suez.before_t));
    assert!(change("good-hope").change_t > 0.0);
    let before = closed.before.as_ref().unwrap();
    assert!(same(before.shipped_t + before.unserved_t, closed.demand_t));
    assert!(closed.gain_usd.unwrap() < 0.0, "nobody gains by a closure");
    assert!(closed.losses.is_empty());
    // What is avoided is compared in the same way.
    let mut avoiding = request(DEMAND);
    avoiding.conditions.avoid = vec!["suez".to_owned()];
    let avoiding = flows(&avoiding).unwrap();
    assert_eq!(flow(&avoiding, "suez"), 0.0);
    assert!(avoiding.changes.iter().any(|change| change.id == "suez"));
}

#[test]
fn what_has_no_way_or_no_room_is_told_with_the_reason() {
    let asked = request(
        "origin,destination,commodity,tonnes\nUst-Luga,Rotterdam,2709,1000\n\
         Richards Bay,Port Louis,coal,200000\n",
    );
    let barred = flows(&asked).unwrap();
    assert!(same(barred.unserved_t, 1000.0));
    assert_eq!(barred.unserved[0].code, "trade-barred");
    // A cut: the only port of an island carries less than is asked for.
    let mut cut = asked.clone();
    let table = "facility,direction,cargo,unit,capacity\nMUPLU,in,dry-bulk,t_year,50000\n";
    cut.capacities = Some(text("capacities.csv", table));
    let cut = flows(&cut).unwrap();
    assert!((cut.unserved_t - 151_000.0).abs() < 1.0, "{}", cut.unserved_t);
    let full = cut.unserved.iter().find(|u| u.commodity == "coal").unwrap();
    assert!(full.code == "full" && full.reason.contains("MUPLU in dry-bulk"), "{}", full.reason);
    assert!(cut.facilities.iter().any(|f| f.id == "MUPLU in dry-bulk" && f.wait_h > 0.0));
}

#[test]
fn a_country_is_split_over_its_places_and_all_of_it_is_there() {
    let mut asked = request("t,i,j,k,v,q\n2024,699,643,300490,580000,NA\n2024,699,643,84,5,7\n");
    let fault = flows(&asked).unwrap_err();
    assert!(fault.detail.contains("line 3"), "{}", fault.detail);
    asked = request("t,i,j,k,v,q\n2024,699,643,300490,580000,NA\n2024,699,643,847990,50000,7001\n");
    asked.zones = Some(text("zones.csv", "country,place,share\nRU,Moscow,3\nRU,Novosibirsk,1\n"));
    let answer = flows(&asked).unwrap();
    // 580 million dollars of medicine at 60,000 a tonne, and the tonnes of the machines.
    assert!(same(answer.demand_t, 580e6 / 60_000.0 + 7001.0), "{}", answer.demand_t);
    assert!(answer.od.iter().all(|od| od.countries == ["IN", "RU"]));
    let moscow = answer.od.iter().filter(|od| od.destination.starts_with("Moscow"));
    let share = moscow.map(|od| od.demand_t).sum::<f64>() / answer.demand_t;
    assert!((share - 0.75).abs() < 1e-6, "{share}");
    assert!(answer.meta.warnings.iter().any(|w| w.contains("told in value")));
}

#[test]
fn wrong_tables_and_names_are_refused() {
    let refused = |request: &FlowsRequest, code: &str, part: &str| {
        let fault = flows(request).unwrap_err();
        assert_eq!(fault.code, code, "{fault}");
        assert!(fault.detail.contains(part) && !fault.action.is_empty(), "{fault}");
    };
    let rows = |rows: &str| request(&format!("origin,destination,commodity,tonnes\n{rows}"));
    refused(&rows("Mumbaix,Moscow,coal,5\n"), "demand-invalid", "demand.csv line 2: no place");
    refused(&rows("Mumbai,Bombay,coal,5\n"), "demand-invalid", "begins and ends in Mumbai");
    refused(&rows("\"0,-40\",Moscow,coal,5\n"), "demand-invalid", "line 2");
    let mut asked = request(DEMAND);
    asked.capacities = Some(text("c.csv", "facility,unit,capacity\nsuezz,t_year,5\n"));
    refused(&asked, "capacities-invalid", "c.csv line 2: there is no facility \"suezz\"");
    asked = request(DEMAND);
    asked.zones = Some(text("z.csv", "country,place,share\nIN,Mumbai,-1\n"));
    refused(&asked, "zones-invalid", "z.csv line 2");
    asked = request(DEMAND);
    asked.select = vec!["nothing".to_owned()];
    refused(&asked, "name-unknown", "\"nothing\"");
    asked = request(DEMAND);
    asked.split_at_ten_percent = Some(0.5);
    refused(&asked, "flows-invalid", "0.5");
    asked = request(DEMAND);
    asked.scenarios = vec![ScenarioSource::Id("nothing".to_owned())];
    refused(&asked, "scenario-unknown", "nothing");
}

#[test]
fn the_sample_names_places_goods_and_capacities_that_are_there() {
    // Planning all of it takes too long here: the first rows are, so its places are looked up and its
    // capacities read.
    let sample = sample();
    let mut lines = sample.text.lines();
    let header = lines.next().unwrap();
    assert!(lines.clone().count() >= 50);
    for line in sample.text.lines().skip(1) {
        let record: Vec<&str> = line.split(',').collect();
        assert!(record.len() >= 8, "{line}");
    }
    let mut reversed: Vec<&str> = lines.collect();
    reversed.reverse();
    // A row that is wrong comes last, after all others were read.
    let table = format!("{header}\n{}\nnowhere,Moscow,coal,1,,2024,test,L,\n", reversed.join("\n"));
    let fault = flows(&request(&table)).unwrap_err();
    assert!(fault.detail.lines().count() == 1 && fault.detail.contains("nowhere"), "{fault}");
}
