//! Terminals of one's own: depots, sidings, quays, from a CSV table.
//!
//! `id,name,kind,lon,lat`, and where wanted `country,containers,draught_m`. Kinds: `rail_terminal`
//! (a depot by rail or road) and `port`. A terminal joins the road, the railway and the waterway
//! that pass it; a port joins the sea where the port of the network nearest to it does.

use crate::draft::{Draft, Link, Of};
use crate::file::{name, unreadable};
use crate::{Notes, Refused};
use corridor_network::fact::{Confidence, Evidence, Terminal, TerminalKind};
use corridor_network::nearest::PolylineIndex;
use corridor_network::{
    Countries, Feature, FeatureKind, Id, LngLat, Mode, Parts, Place, TerminalId,
};
use std::collections::BTreeSet;
use std::path::Path;

/// How far a terminal may stand from the way that serves it, km.
const REACH_KM: [(Mode, f64); 3] = [(Mode::Rail, 2.0), (Mode::Road, 5.0), (Mode::InlandWater, 2.0)];
/// How far a port may stand from the port whose approach it shares, km.
const PORT_KM: f64 = 25.0;
/// Roads and rails to the gate bend as others do.
const DETOUR: f64 = 1.2;
/// Feet this close to a node share it, km.
const SHARE_KM: f64 = 0.03;

/// Reads the table; rows that cannot be used are counted with their line.
pub(crate) fn read(
    path: &Path,
    countries: &Countries,
    taken: &BTreeSet<&str>,
    notes: &mut Notes,
) -> Result<Vec<Terminal>, Refused> {
    let file = std::fs::File::open(path).map_err(|e| unreadable(path, &e))?;
    let mut rows = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(file);
    let file = name(path);
    let bad = |why: String| {
        Refused::new(
            "table-invalid",
            format!("{file}: {why}"),
            "write CSV in UTF-8 with the columns id,name,kind,lon,lat",
        )
    };
    let headers = rows.headers().map_err(|e| bad(e.to_string()))?.clone();
    let column = |name: &str| headers.iter().position(|h| h.trim_start_matches('\u{feff}') == name);
    for needed in ["id", "name", "kind", "lon", "lat"] {
        if column(needed).is_none() {
            return Err(bad(format!("there is no column {needed}")));
        }
    }
    let mut seen = BTreeSet::new();
    let mut terminals = Vec::new();
    for record in rows.records() {
        let record = record.map_err(|e| bad(e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let get = |name: &str| column(name).and_then(|i| record.get(i)).unwrap_or_default();
        match row(&get, countries, &file, line) {
            Ok(terminal) if taken.contains(terminal.id.as_str()) => {
                let why = "terminal whose id the network has already";
                notes.leave(why, || format!("{file} line {line}: {}", terminal.id));
            }
            Ok(terminal) if !seen.insert(terminal.id.clone()) => {
                notes.leave("terminal given twice; the first counts", || {
                    format!("{file} line {line}: {}", terminal.id)
                });
            }
            Ok(terminal) => terminals.push(terminal),
            Err(why) => {
                notes.leave("row of the table of terminals", || {
                    format!("{file} line {line}: {why}")
                });
            }
        }
    }
    Ok(terminals)
}

fn row<'a>(
    get: &impl Fn(&str) -> &'a str,
    countries: &Countries,
    file: &str,
    line: u64,
) -> Result<Terminal, String> {
    let id = get("id");
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
        return Err(format!("id {id:?} is empty or has other signs than letters, digits, - _ ."));
    }
    if get("name").is_empty() {
        return Err("it has no name".to_owned());
    }
    let kind = match get("kind") {
        "rail_terminal" => TerminalKind::RailTerminal,
        "port" => TerminalKind::Port,
        other => return Err(format!("kind {other:?} is neither rail_terminal nor port")),
    };
    let number = |column: &str| {
        let text = get(column);
        text.parse::<f64>().map_err(|_| format!("{column} {text:?} is no number"))
    };
    let (lng, lat) = (number("lon")?, number("lat")?);
    let at = LngLat::new(lng, lat).map_err(|e| e.to_string())?;
    let country = match get("country") {
        "" => countries.at(at),
        code => code.parse().map_err(|_| format!("country {code:?} is no code such as DE"))?,
    };
    if !country.is_some() {
        return Err(format!(
            "{lng},{lat} lies in no country; state one, or are lon and lat swapped?"
        ));
    }
    let there = countries.at(at);
    if there.is_some() && there != country {
        return Err(format!(
            "{lng},{lat} lies in {there}, not in {country}; are lon and lat swapped?"
        ));
    }
    let containers = match get("containers") {
        "" | "no" | "false" | "0" => false,
        "yes" | "true" | "1" => true,
        other => return Err(format!("containers {other:?} is neither yes nor no")),
    };
    let draught_m = match get("draught_m") {
        "" => None,
        _ => Some(number("draught_m")?).filter(|m| *m > 0.0 && *m < 50.0),
    };
    Ok(Terminal {
        id: id.to_owned(),
        name: get("name").to_owned(),
        aliases: Vec::new(),
        locode: None,
        country,
        at,
        kind,
        draught_m,
        containers,
        evidence: Evidence {
            source: format!("{file}, line {line}"),
            date: String::new(),
            confidence: Confidence::M,
            note: "stated by whoever made the network".to_owned(),
        },
    })
}

/// Adds terminals with their gates, transfers, features and places.
pub(crate) fn add(
    parts: &mut Parts,
    draft: &mut Draft,
    terminals: Vec<Terminal>,
    source: u8,
    notes: &mut Notes,
) {
    let mut access: Vec<Vec<(Mode, u32, f64)>> = vec![Vec::new(); terminals.len()];
    for (mode, reach_km) in REACH_KM {
        let ways = draft.links.iter().enumerate().filter_map(|(i, link)| {
            let serves = link.mode == mode && !link.gone && link.of != Of::Weld;
            let plain = draft.features(link).iter().all(|f| {
                matches!(
                    parts.features[*f].kind,
                    FeatureKind::Waypoint | FeatureKind::Area | FeatureKind::WayClass
                )
            });
            (serves && plain).then(|| (i as u32, draft.course(link)))
        });
        let index = PolylineIndex::new(ways);
        let mut who = Vec::new();
        let mut feet = Vec::new();
        for (row, terminal) in terminals.iter().enumerate() {
            if mode == Mode::InlandWater && terminal.kind != TerminalKind::Port {
                continue;
            }
            let class = |line: u32| draft.country(&draft.links[line as usize]);
            let near = index.nearest_by_class(terminal.at, reach_km, reach_km, class);
            let own = near
                .iter()
                .find(|foot| mode == Mode::InlandWater || class(foot.line) == terminal.country);
            if let Some(foot) = own {
                who.push(row);
                feet.push(*foot);
            }
        }
        let ends = draft.split_at(&feet, SHARE_KM);
        for ((row, foot), end) in who.into_iter().zip(feet).zip(ends) {
            access[row].push((mode, end, foot.km * DETOUR));
        }
    }
    let approaches = approaches(parts, draft);
    for (row, terminal) in terminals.iter().enumerate() {
        if terminal.kind == TerminalKind::Port {
            let near = approaches
                .iter()
                .map(|(at, node)| (at.sphere_km(terminal.at), *node))
                .filter(|(km, _)| *km <= PORT_KM)
                .min_by(|x, y| x.0.total_cmp(&y.0));
            if let Some((km, node)) = near {
                access[row].push((Mode::Sea, node, km));
            }
        }
    }
    for (terminal, access) in terminals.into_iter().zip(access) {
        if access.is_empty() {
            notes.leave("terminal with no road, railway or water within reach", || {
                format!("{} ({})", terminal.name, terminal.id)
            });
            continue;
        }
        notes.take("terminals", 1);
        let gate = draft.add_node(terminal.at, terminal.country);
        draft.terminal_node.push(gate);
        let row = parts.facts.terminals.len();
        let feature = parts.features.push(Feature {
            id: terminal.id.clone(),
            kind: FeatureKind::Terminal,
            row: row as u32,
        });
        let features = draft.set(vec![feature]);
        for (_, node, km) in access {
            draft.links.push(Link {
                a: gate,
                b: node,
                mode: Mode::Transfer,
                metres: (km * 1000.0).max(1.0),
                bends: Vec::new(),
                features,
                source,
                one_way: false,
                of: Of::Network,
                gone: false,
            });
        }
        parts.places.push(Place {
            name: terminal.name.clone(),
            names: vec![terminal.id.clone()],
            locode: String::new(),
            country: terminal.country,
            e7: terminal.at.e7(),
            population: 0,
            terminal: Some(TerminalId::from_index(row)),
        });
        parts.facts.terminals.push(terminal);
    }
}

/// Ports of the network with the nodes where they join the sea.
fn approaches(parts: &Parts, draft: &Draft) -> Vec<(LngLat, u32)> {
    let at_sea: BTreeSet<u32> = draft
        .links
        .iter()
        .filter(|link| link.mode == Mode::Sea)
        .flat_map(|link| [link.a, link.b])
        .collect();
    let gates: std::collections::BTreeMap<u32, LngLat> = draft
        .terminal_node
        .iter()
        .zip(&parts.facts.terminals)
        .map(|(node, terminal)| (*node, terminal.at))
        .collect();
    let transfers = draft.links.iter().filter(|link| link.mode == Mode::Transfer);
    transfers
        .filter(|link| at_sea.contains(&link.b))
        .filter_map(|link| Some((*gates.get(&link.a)?, link.b)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use corridor_network::CountryCode;

    fn read_one(line: &str) -> (Vec<Terminal>, Notes) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("terminals.csv");
        let header = "id,name,kind,lon,lat,country,containers";
        std::fs::write(&path, format!("{header}\n{line}\n")).unwrap();
        let mut notes = Notes::default();
        let countries = Countries::new().unwrap();
        let taken = BTreeSet::from(["INNSA"]);
        let terminals = read(&path, &countries, &taken, &mut notes).unwrap();
        (terminals, notes)
    }

    #[test]
    fn rows_are_taken_or_refused_with_line_and_reason() {
        let (terminals, _) = read_one("depot-1,My depot,rail_terminal,24.94,60.20,,yes");
        assert_eq!(terminals[0].country, "FI".parse::<CountryCode>().unwrap());
        assert!(terminals[0].containers);
        for (line, why) in [
            ("depot-1,My depot,rail_terminal,60.20,24.94,FI,", "swapped"),
            ("depot-1,My depot,rail_terminal,24.94,160.20,,", "swapped"),
            ("depot-1,My depot,hub,24.94,60.20,,", "neither rail_terminal nor port"),
            ("depot-1,,port,24.94,60.20,,", "no name"),
            ("depot-1,My depot,port,east,60.20,,", "no number"),
            ("INNSA,My depot,port,24.94,60.20,,", "INNSA"),
        ] {
            let (terminals, notes) = read_one(line);
            assert!(terminals.is_empty(), "{line}");
            let told = format!("{:?}", notes.left_out);
            assert!(told.contains(why) && told.contains("line 2"), "{line}: {told}");
        }
    }
}
