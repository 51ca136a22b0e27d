//! One terminal per port, out of several lists that name and place the same port differently.
//!
//! Rows join by UN/LOCODE first, then by name and distance. The hand list has the last word; of the
//! others the World Port Index gives position and depth, `searoute` the more usual spelling.

use super::PortReport;
use super::listed::{List, Listed, names_alike, names_equal, usable_draught};
use corridor_network::Countries;
use corridor_network::fact::{Confidence, Evidence, Terminal, TerminalKind};
use corridor_network::spelling::key;
use corridor_network::{CountryCode, LngLat, PlaceCode};
use std::collections::{BTreeMap, BTreeSet};

/// Two rows with one code further apart are two ports, one of them miscoded, km. The largest
/// harbours (Rotterdam, Shanghai) stretch over 40 km, but their rows stand in the middle.
const SAME_CODE_KM: f64 = 30.0;
/// Two rows with alike names within this distance are one port, km.
const ALIKE_KM: f64 = 3.0;
/// Two rows with one name within this distance are one port, km: positions of the World Port Index
/// are whole minutes (1.9 km), and lists differ by a harbour basin or two.
const SAME_NAME_KM: f64 = 15.0;
/// Joins the rows of the lists and the hand list; sorted by id.
pub(super) fn join(
    rows: Vec<Listed>,
    hand: &[Terminal],
    countries: &Countries,
    report: &mut PortReport,
) -> Vec<Terminal> {
    let rows = with_plausible_codes(rows, countries, report);
    let rows = joined_by_code(rows, report);
    let rows = joined_by_name(rows, report);
    let mut terminals = Vec::new();
    let mut taken = BTreeSet::new();
    for row in hand {
        let mut own: Vec<&Listed> = Vec::new();
        for (i, listed) in rows.iter().enumerate() {
            if !taken.contains(&i) && is_hand_row(row, listed) {
                taken.insert(i);
                own.push(listed);
            }
        }
        report.hand_confirmed += usize::from(!own.is_empty());
        terminals.push(completed(row, &own, report));
    }
    for (i, listed) in rows.into_iter().enumerate() {
        if !taken.contains(&i) {
            terminals.push(terminal(listed, countries, report));
        }
    }
    terminals.sort_by(|a, b| a.id.cmp(&b.id));
    terminals.dedup_by(|later, first| {
        let twice = later.id == first.id;
        if twice {
            report.left_out.push(format!("{}: second port with this id", later.id));
        }
        twice
    });
    terminals
}

/// Drops codes whose country is nowhere near; rows of `searoute` are nothing without their code.
fn with_plausible_codes(
    rows: Vec<Listed>,
    countries: &Countries,
    report: &mut PortReport,
) -> Vec<Listed> {
    let mut kept = Vec::with_capacity(rows.len());
    for mut row in rows {
        if let Some(code) = row.code {
            let near = countries_near(countries, row.at);
            if !near.is_empty() && !near.iter().any(|c| claims(code.country(), *c)) {
                let what = format!("{} has code {code} but lies near {near:?}", row.describe());
                if row.list == List::Searoute {
                    report.left_out.push(what);
                    continue;
                }
                report.codes_dropped.push(what);
                row.code = None;
            }
        }
        kept.push(row);
    }
    kept
}

/// Whether a code of `coded` may stand at a place that the boundaries give to `there`: the same
/// country, or an area where the lists and the boundaries follow different claims.
fn claims(coded: CountryCode, there: CountryCode) -> bool {
    coded == there
        || matches!(
            (coded.as_str(), there.as_str()),
            ("UA" | "GE", "RU")
                | ("TW", "CN")
                | ("MA", "EH")
                | ("EH", "MA")
                | ("NC", "FR")
                | ("FI", "AX")
                | ("US", "GU")
        )
}

/// Countries at and around a point, nearest first; empty far out at sea.
fn countries_near(countries: &Countries, at: LngLat) -> Vec<CountryCode> {
    let mut near = Vec::new();
    let mut add = |at: LngLat| {
        let country = countries.at(at);
        if country.is_some() && !near.contains(&country) {
            near.push(country);
        }
    };
    add(at);
    for degrees in [0.02, 0.05, 0.1, 0.2, 0.35, 0.5] {
        for step in 0..8 {
            let (sin, cos) = (f64::from(step) * std::f64::consts::FRAC_PI_4).sin_cos();
            let lat = (at.lat() + degrees * sin).clamp(-90.0, 90.0);
            add(LngLat::wrapped(
                at.lng() + degrees * cos / at.lat().to_radians().cos().max(0.1),
                lat,
            ));
        }
    }
    near
}

fn joined_by_code(rows: Vec<Listed>, report: &mut PortReport) -> Vec<Listed> {
    let mut coded: BTreeMap<PlaceCode, Vec<Listed>> = BTreeMap::new();
    let mut result = Vec::with_capacity(rows.len());
    for row in rows {
        match row.code {
            Some(code) => coded.entry(code).or_default().push(row),
            None => result.push(row),
        }
    }
    for (code, mut group) in coded {
        let witness = group.iter().find(|row| row.list == List::Searoute).map(|row| row.at);
        // Several rows of the World Port Index under one code: the one that the other list is
        // closest to has the better claim.
        if let Some(witness) = witness {
            group.sort_by(|a, b| {
                let km = |row: &Listed| (row.list == List::Searoute, row.at.sphere_km(witness));
                km(a).partial_cmp(&km(b)).unwrap_or(std::cmp::Ordering::Equal)
            });
        }
        let mut rest = group.into_iter();
        let Some(mut port) = rest.next() else { continue };
        for mut row in rest {
            let km = row.at.sphere_km(port.at);
            if km <= SAME_CODE_KM {
                port.absorb(&row);
                report.joined_by_code += 1;
            } else if row.list == List::Searoute {
                report.left_out.push(format!(
                    "{}: {km:.0} km from the port that the World Port Index has under {code}",
                    row.describe()
                ));
            } else {
                report.codes_dropped.push(format!(
                    "{}: {km:.0} km from {} with the same code {code}",
                    row.describe(),
                    port.describe()
                ));
                row.code = None;
                result.push(row);
            }
        }
        result.push(port);
    }
    result
}

fn joined_by_name(mut rows: Vec<Listed>, report: &mut PortReport) -> Vec<Listed> {
    // From south to north, so that partners are neighbours; codes first where the latitude is one.
    rows.sort_by_key(|row| (row.at.e7()[1], row.code.is_none(), row.at.e7()[0], row.list));
    let mut gone = vec![false; rows.len()];
    for i in 0..rows.len() {
        for j in i + 1..rows.len() {
            if rows[j].at.lat() - rows[i].at.lat() > SAME_NAME_KM / 110.0 || gone[i] {
                break;
            }
            if gone[j] || !is_one_port(&rows[i], &rows[j]) {
                continue;
            }
            // The row of the World Port Index stays, or the one with a code.
            let stays = |row: &Listed| (row.list == List::Searoute, row.code.is_none());
            let (keep, drop) = if stays(&rows[i]) <= stays(&rows[j]) { (i, j) } else { (j, i) };
            let other = rows[drop].clone();
            rows[keep].absorb(&other);
            gone[drop] = true;
            report.joined_by_name += 1;
        }
    }
    rows.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(row, _)| row).collect()
}

fn is_one_port(a: &Listed, b: &Listed) -> bool {
    let km = a.at.sphere_km(b.at);
    let countries_agree = match (a.code, b.code) {
        (Some(a), Some(b)) => a.country() == b.country(),
        _ => true,
    };
    // Two codes for one name are two harbours unless they are in the same place.
    let same_name_km = if a.code.is_some() && b.code.is_some() { ALIKE_KM } else { SAME_NAME_KM };
    countries_agree
        && ((km <= ALIKE_KM && names_alike(a.names(), b.names()))
            || (km <= same_name_km && names_equal(a.names(), b.names())))
}

fn is_hand_row(row: &Terminal, listed: &Listed) -> bool {
    let names = || std::iter::once(row.name.as_str()).chain(row.aliases.iter().map(String::as_str));
    let coded = listed.code.is_some_and(|code| {
        row.locode == Some(code) || row.aliases.iter().any(|alias| alias == code.as_str())
    });
    let km = row.at.sphere_km(listed.at);
    coded
        || (listed.code.is_none() || row.locode.is_none())
            && ((km <= ALIKE_KM && names_alike(names(), listed.names()))
                || (km <= SAME_NAME_KM && names_equal(names(), listed.names())))
}

/// A hand row with what the lists know besides.
fn completed(row: &Terminal, own: &[&Listed], report: &mut PortReport) -> Terminal {
    let mut port = row.clone();
    for listed in own {
        port.aliases.extend(listed.names().map(str::to_owned));
        if let Some(code) = listed.code.filter(|code| Some(*code) != port.locode) {
            port.aliases.push(code.to_string());
        }
        port.containers |= listed.containers;
        if port.draught_m.is_none() {
            port.draught_m = usable_draught(&port.id, listed.depths, port.containers, report);
        }
    }
    tidy_aliases(&mut port);
    port
}

fn terminal(listed: Listed, countries: &Countries, report: &mut PortReport) -> Terminal {
    let near = countries_near(countries, listed.at);
    let coded = listed.code.map(PlaceCode::country);
    let country = coded
        .filter(|code| near.contains(code))
        .or(near.first().copied())
        .or(coded)
        .unwrap_or(CountryCode::NONE);
    let (id, evidence) = match (listed.list, listed.code) {
        (List::WorldPortIndex { number }, code) => (
            code.map_or_else(|| format!("wpi-{number}"), |code| code.to_string()),
            Evidence {
                source: format!("World Port Index (NGA Pub. 150), port {number}"),
                date: "2024".to_owned(),
                confidence: Confidence::M,
                note: String::new(),
            },
        ),
        (List::Searoute, code) => (
            code.map_or_else(String::new, |code| code.to_string()),
            Evidence {
                source: "searoute 1.6.0, ports.geojson".to_owned(),
                date: "2024".to_owned(),
                confidence: Confidence::L,
                note: String::new(),
            },
        ),
    };
    let draught_m = usable_draught(&id, listed.depths, listed.containers, report);
    let mut port = Terminal {
        id,
        name: listed.name,
        aliases: listed.aliases,
        locode: listed.code,
        country,
        at: listed.at,
        kind: TerminalKind::Port,
        draught_m,
        containers: listed.containers,
        evidence,
    };
    tidy_aliases(&mut port);
    port
}

/// Aliases in order of first mention, each spelling once, without the name and the id.
fn tidy_aliases(port: &mut Terminal) {
    let mut seen: BTreeSet<String> = [key(&port.name), key(&port.id), String::new()].into();
    port.aliases.retain(|alias| seen.insert(key(alias)));
}

#[cfg(test)]
mod tests {
    use super::super::listed::Depths;
    use super::*;

    fn row(list: List, name: &str, code: Option<&str>, lng: f64, lat: f64) -> Listed {
        Listed {
            list,
            name: name.to_owned(),
            aliases: Vec::new(),
            code: code.map(|c| c.parse().unwrap()),
            at: LngLat::new(lng, lat).unwrap(),
            depths: Depths::default(),
            containers: false,
        }
    }

    const WPI: List = List::WorldPortIndex { number: 1 };

    fn joined(rows: Vec<Listed>, hand: &[Terminal]) -> (Vec<Terminal>, PortReport) {
        let mut report = PortReport::default();
        let terminals = join(rows, hand, &Countries::new().unwrap(), &mut report);
        (terminals, report)
    }

    #[test]
    fn lists_join_by_code_and_keep_the_usual_spelling() {
        let mut wpi = row(WPI, "Mina Jabal Ali", Some("AEJEA"), 55.05, 25.0167);
        wpi.depths = Depths { channel_m: Some(17.0), pier_m: Some(14.0), ship_draught_m: None };
        let other = row(List::Searoute, "Jebel Ali", Some("AEJEA"), 55.0518, 25.0195);
        let (ports, report) = joined(vec![wpi, other], &[]);
        assert_eq!(ports.len(), 1);
        assert_eq!((ports[0].id.as_str(), ports[0].name.as_str()), ("AEJEA", "Jebel Ali"));
        assert_eq!(ports[0].aliases, ["Mina Jabal Ali"]);
        assert_eq!((ports[0].draught_m, ports[0].country.as_str()), (Some(15.2), "AE"));
        assert_eq!(report.joined_by_code, 1);
    }

    #[test]
    fn a_code_in_the_wrong_country_is_not_believed() {
        let miscoded = row(WPI, "Benoa", Some("INMAA"), 115.2, -8.75);
        let astray = row(List::Searoute, "Saint Petersburg", Some("RULED"), -82.6, 27.8);
        let (ports, report) = joined(vec![miscoded, astray], &[]);
        assert_eq!(ports.len(), 1);
        assert_eq!((ports[0].id.as_str(), ports[0].country.as_str()), ("wpi-1", "ID"));
        assert_eq!((report.codes_dropped.len(), report.left_out.len()), (1, 1));
    }

    #[test]
    fn one_port_under_two_spellings_is_one_terminal() {
        let a = row(WPI, "Sakaisenboku", None, 135.4167, 34.5833);
        let b = row(List::Searoute, "Sakai-Senboku", Some("JPSBK"), 135.4, 34.58);
        let far = row(List::WorldPortIndex { number: 2 }, "Kobe", Some("JPUKB"), 135.2, 34.6833);
        let (ports, report) = joined(vec![a, b, far], &[]);
        let ids: Vec<&str> = ports.iter().map(|p| p.id.as_str()).collect();
        assert_eq!(ids, ["JPSBK", "JPUKB"]);
        assert_eq!(report.joined_by_name, 1);
    }

    #[test]
    fn the_hand_list_has_the_last_word_but_takes_the_depth() {
        let mut listed = row(WPI, "Shanghai", Some("CNSGH"), 121.5, 31.2167);
        listed.depths.ship_draught_m = Some(11.0);
        let hand = Terminal {
            id: "CNSHA".into(),
            name: "Shanghai".into(),
            aliases: vec!["CNSGH".into()],
            locode: Some("CNSHA".parse().unwrap()),
            country: "CN".parse().unwrap(),
            at: LngLat::new(121.6, 31.35).unwrap(),
            kind: TerminalKind::Port,
            draught_m: None,
            containers: true,
            evidence: Evidence {
                source: "test".into(),
                date: "2024".into(),
                confidence: Confidence::M,
                note: String::new(),
            },
        };
        let (ports, _) = joined(vec![listed], &[hand]);
        assert_eq!(ports.len(), 1);
        assert_eq!((ports[0].draught_m, ports[0].containers), (Some(11.0), true));
        assert_eq!(ports[0].aliases, ["CNSGH"]);
    }

    #[test]
    fn old_depths_of_container_ports_are_not_used_but_stated_draughts_are() {
        let mut listed = row(WPI, "Rotterdam", Some("NLRTM"), 4.48, 51.9);
        listed.depths = Depths { channel_m: Some(11.0), pier_m: Some(6.4), ship_draught_m: None };
        listed.containers = true;
        let (ports, report) = joined(vec![listed.clone()], &[]);
        assert_eq!(ports[0].draught_m, None);
        assert_eq!(report.depths_not_used.len(), 1);
        listed.depths.ship_draught_m = Some(22.5);
        assert_eq!(joined(vec![listed], &[]).0[0].draught_m, Some(22.5));
    }
}
