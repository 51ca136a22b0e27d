//! Flows over the network that ships, for few pairs.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use corridor::flows::{FlowsRequest, FlowsResponse, TextFile, WaySearch, sample};
use corridor::scenarios::ScenarioSource;
use corridor::{Engine, PlanRequest, Problem};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

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
    ENGINE.flows(request, &|_, _| ControlFlow::Continue(()))
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
fn what_others_take_of_a_capacity_is_not_there_for_the_demand() {
    let coal = "origin,destination,commodity,tonnes\nRichards Bay,Port Louis,coal,200000\n";
    let mut asked = request(coal);
    let table = "facility,direction,cargo,unit,capacity\nMUPLU,in,dry-bulk,t_year,150000\n\
        MUPLU,,,t_year,900000\n";
    asked.capacities = Some(text("capacities.csv", table));
    let taken = |rows: &str| {
        let table = format!("facility,direction,cargo,unit,amount\n{rows}");
        FlowsRequest { preload: Some(text("preload.csv", &table)), ..asked.clone() }
    };
    let answer = flows(&taken("MUPLU,in,dry-bulk,t_year,40000\nsuez,,,t_year,5\n")).unwrap();
    assert!((answer.shipped_t - 110_000.0).abs() < 1.0, "{}", answer.shipped_t);
    let of = |id: &str| answer.facilities.iter().find(|f| f.id == id).unwrap();
    assert_eq!(of("MUPLU in dry-bulk").preload_t, Some(40_000.0));
    assert_eq!(of("MUPLU in dry-bulk").capacity_t, Some(110_000.0));
    assert_eq!(of("MUPLU").capacity_t, Some(860_000.0), "a part counts for the whole");
    assert_eq!(answer.meta.inputs["preload.csv"].len(), 64);
    for (rows, part) in [
        ("MUPLU,in,dry-bulk,t_year,150000\n", "nothing of its capacity"),
        ("MUPLUX,,,t_year,5\n", "line 2: there is no facility"),
        ("MUPLU,,,t_year,NaN\n", "line 2: amount \"NaN\""),
        ("MUPLU,,,t_year,-1\n", "line 2: amount \"-1\""),
        ("MUPLU,,,boxes,1\n", "unit \"boxes\""),
        ("MUPLU,,,t_year,1\nMUPLU,,,t_year,1\n", "line 3: it is the same as line 2"),
    ] {
        let fault = flows(&taken(rows)).unwrap_err();
        assert!(fault.code == "preload-invalid" && fault.detail.contains(part), "{fault}");
    }
}

#[test]
fn refused_rows_are_skipped_on_demand_and_what_is_left_adds_up() {
    let mut asked = request(
        "origin,destination,commodity,tonnes\nMumbai,Moscow,machinery,400000.000000001\n\
         Mumbaix,Moscow,coal,5\nMumbai,Moscow,coal,NaN\nMumbai,Moscow,machinery,0\n\
         Nhava Sheva,Hamburg,food,70000\n\"0,-40\",Moscow,coal,7\n",
    );
    let fault = flows(&asked).unwrap_err();
    assert!(fault.detail.contains("line 3") && fault.detail.contains("line 4"), "{fault}");
    assert!(fault.action.contains("--skip-bad-rows"), "{fault}");
    asked.skip_bad_rows = true;
    let answer = flows(&asked).unwrap();
    let left: usize = answer.rows.left_out.iter().map(|left| left.rows).sum();
    assert_eq!((answer.rows.read, answer.rows.used, left), (6, 3, 3));
    assert_eq!(answer.rows.refused.len(), 2, "{:?}", answer.rows.refused);
    let refused = answer.rows.left_out.iter().find(|left| left.why == "refused").unwrap();
    assert_eq!((refused.rows, refused.tonnes), (2, 5.0));
    // A place far from everything is a demand that has no way.
    assert!(same(answer.demand_t, 470_007.0), "{}", answer.demand_t);
    assert!(same(answer.shipped_t + answer.unserved_t, answer.demand_t));
    assert!(answer.unserved.iter().any(|u| same(u.tonnes, 7.0)), "{:?}", answer.unserved);
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
fn the_size_is_told_before_and_a_run_can_be_stopped() {
    let mut asked = request(DEMAND);
    asked.scenarios = vec![ScenarioSource::Id("suez-closed".to_owned())];
    let size = ENGINE.flows_size(&asked).unwrap();
    assert_eq!((size.rows, size.demands, size.worlds), (4, 3, 2));
    let told = AtomicUsize::new(0);
    let stopped = ENGINE.flows(&asked, &|done, all| {
        told.fetch_max(done, Ordering::Relaxed);
        assert_eq!(all, 3);
        ControlFlow::Break(())
    });
    assert_eq!(stopped.unwrap_err().code, "interrupted");
    assert_eq!(told.into_inner(), 1, "nothing begins after it was stopped");
    asked.select = vec!["nothing".to_owned()];
    assert_eq!(ENGINE.flows_size(&asked).unwrap_err().code, "name-unknown");
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
fn places_that_cannot_be_joined_are_told_before_ways_are_looked_for() {
    let rows = "Mumbai,Moscow,machinery,5\n\"0,-40\",Moscow,machinery,5\nMumbai,\"0,-40\",coal,5\n";
    for search in [WaySearch::All, WaySearch::Together] {
        let mut asked = request(&format!("origin,destination,commodity,tonnes\n{rows}"));
        asked.search = Some(search);
        let fault = ENGINE.flows(&asked, &|_, _| panic!("ways are looked for")).unwrap_err();
        assert_eq!(fault.code, "demand-invalid");
        let told = ["line 2", "line 3", "line 4"].map(|line| fault.detail.contains(line));
        assert_eq!(told, [false, true, true], "{fault}");
    }
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

#[test]
fn a_way_more_is_no_loss_and_what_is_paid_and_emitted_adds_up() {
    let demand = "origin,destination,commodity,tonnes\nMumbai,Moscow,machinery,400000\n\
                  Mundra,Moscow,chemicals,300000\n";
    let mut asked = request(demand);
    asked.search = Some(WaySearch::Best);
    asked.scenarios = vec![ScenarioSource::Id("rasht-astara-railway".to_owned())];
    let answer = flows(&asked).unwrap();
    assert!(flow(&answer, "rasht-astara-railway") > 1_000.0, "{:?}", answer.changes);
    for gain in &answer.gains {
        assert!(gain.logsum_usd >= 0.0 && gain.half_usd >= 0.0, "{gain:?}");
        // Nobody stays at home: both measures are the same but for rounding to grams.
        assert!((gain.logsum_usd - gain.half_usd).abs() < 1e-3 * gain.half_usd + 1.0, "{gain:?}");
    }
    let sum: f64 = answer.gains.iter().map(|gain| gain.logsum_usd).sum();
    assert!((answer.gain_logsum_usd.unwrap() - sum).abs() < 1e-6);
    // All that ways cost is paid to somebody, and all they emit is emitted.
    let by_way = |of: fn(&corridor::flows::RouteView) -> f64| -> f64 {
        answer.routes.iter().map(|route| route.tonnes * of(route)).sum()
    };
    let paid: f64 = answer.payments.iter().map(|paid| paid.usd).sum();
    let cost = by_way(|route| route.usd_per_t);
    assert!((paid - cost).abs() < 1e-9 * cost, "{paid} {cost}");
    let emitted = by_way(|route| route.co2e_kg_per_t) / 1e3;
    assert!((answer.co2e_t - emitted).abs() < 1e-9 * emitted);
    // Iran and Azerbaijan lie in between and earn from the railway.
    for country in ["IR", "AZ"] {
        let of = answer.payments.iter().filter(|paid| paid.payee == country && paid.transit);
        let [before, after] =
            of.fold([0.0, 0.0], |[was, is], paid| [was + paid.before_usd.unwrap(), is + paid.usd]);
        assert!(after > before, "{country}: {before} {after}");
    }
    assert!(answer.payments.iter().all(|paid| paid.payee != "IN" || !paid.transit));
}

/// All pairs of some cities.
fn all_pairs(goods: &[&str]) -> String {
    let cities = [
        "Mumbai", "Shanghai", "Hamburg", "Moscow", "Almaty", "Istanbul", "Tehran", "Delhi",
        "Santos",
    ];
    let mut table = "origin,destination,commodity,tonnes\n".to_owned();
    for goods in goods {
        for from in cities {
            for to in cities.into_iter().filter(|to| *to != from) {
                writeln!(table, "{from},{to},{goods},50000").unwrap();
            }
        }
    }
    table
}

#[test]
fn ways_found_together_are_the_best_ones_of_plans() {
    let mut asked = request(&all_pairs(&["machinery"]));
    asked.with_capacities = false;
    asked.search = Some(WaySearch::Best);
    let alone = flows(&asked).unwrap();
    asked.search = Some(WaySearch::Together);
    let together = flows(&asked).unwrap();
    assert!(together.meta.warnings.iter().any(|note| note.contains("together")));
    assert_eq!(alone.od.len(), together.od.len());
    let best = |answer: &FlowsResponse, od: usize| {
        let routes = answer.routes.iter().filter(|route| route.od == od);
        routes.min_by(|a, b| a.generalised_usd_per_t.total_cmp(&b.generalised_usd_per_t)).cloned()
    };
    let (mut same_uses, mut pairs) = (0, 0);
    for (n, od) in alone.od.iter().enumerate() {
        let name = format!("{} to {}", od.origin, od.destination);
        let (a, b) = (best(&alone, n), best(&together, n));
        assert_eq!(a.is_some(), b.is_some(), "{name}");
        let (Some(a), Some(b)) = (a, b) else { continue };
        pairs += 1;
        // The weights that ways are found by are whole numbers.
        let close = |x: f64, y: f64| (x - y).abs() <= 2e-3 * x.max(y) + 1e-6;
        // A plan may leave out the best by cost and time where it is all but the fastest or the cheapest.
        let [of_plan, found] = [&a, &b].map(|route| route.generalised_usd_per_t);
        assert!(found <= of_plan || close(of_plan, found), "{name}: {a:?} {b:?}");
        if a.facilities == b.facilities {
            same_uses += 1;
            assert!(
                close(a.usd_per_t, b.usd_per_t) && close(a.hours, b.hours),
                "{name}: {a:?} {b:?}"
            );
            assert!(close(a.km, b.km) && close(a.co2e_kg_per_t, b.co2e_kg_per_t), "{name}");
            assert_eq!(a.mode, b.mode, "{name}");
        }
    }
    assert!(pairs > 40 && same_uses * 3 >= pairs * 2, "{same_uses} of {pairs}");
    let reasons = |answer: &FlowsResponse| {
        let mut codes: Vec<_> = answer.unserved.iter().map(|row| row.code.clone()).collect();
        codes.sort_unstable();
        codes
    };
    assert_eq!(reasons(&alone), reasons(&together));
    assert!((alone.shipped_t - together.shipped_t).abs() < 1e-3 * alone.shipped_t);
}

#[test]
fn ways_found_together_add_up_in_two_worlds_and_in_any_order_of_rows() {
    let mut asked = request(&all_pairs(&["machinery", "clothing", "coal"]));
    asked.search = Some(WaySearch::Together);
    asked.scenarios = vec![ScenarioSource::Id("suez-closed".to_owned())];
    asked.select = vec!["good-hope".to_owned()];
    let answer = flows(&asked).unwrap();
    assert_eq!(flow(&answer, "suez"), 0.0);
    let suez = answer.changes.iter().find(|change| change.id == "suez").unwrap();
    assert!(suez.before_t > 100_000.0, "{suez:?}");
    assert!(same(answer.demand_t, answer.shipped_t + answer.unserved_t));
    assert!(answer.gain_logsum_usd.unwrap() < 0.0, "nobody gains by a closure");
    for gain in &answer.gains {
        assert!(gain.logsum_usd <= 1e-6 * gain.before_t.max(1.0), "{gain:?}");
    }
    let paid: f64 = answer.payments.iter().map(|paid| paid.usd).sum();
    let cost: f64 = answer.routes.iter().map(|route| route.tonnes * route.usd_per_t).sum();
    assert!((paid - cost).abs() < 1e-9 * cost, "{paid} {cost}");
    let used = &answer.selected[0];
    assert!(same(used.flow_t, used.users.iter().map(|user| user.tonnes).sum()));
    let mut rows: Vec<&str> = asked.demand[0].text.lines().collect();
    rows[1..].reverse();
    let reversed = format!("{}\n", rows.join("\n"));
    let mut again = FlowsRequest { demand: vec![text("demand.csv", &reversed)], ..asked };
    again.select = vec!["good-hope".to_owned()];
    let again = flows(&again).unwrap();
    assert_eq!(answer.facilities, again.facilities);
    assert_eq!(answer.selected, again.selected);
}
