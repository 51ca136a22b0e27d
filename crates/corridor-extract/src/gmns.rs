//! GMNS node and link tables (General Modeling Network Specification 0.96), as planners' tools and
//! `corridor data export` write them: <https://github.com/zephyr-data-specs/GMNS>.
//!
//! `link.csv` needs `link_id`, `from_node_id`, `to_node_id`, `directed`; `node.csv` needs `node_id`,
//! `x_coord`, `y_coord` in degrees of WGS84. Read besides: `geometry` (WKT line), `length` and
//! `facility_type`, `free_speed`, `allowed_uses`; `config.csv` beside them for units.

use crate::file::{name, unreadable};
use crate::{Area, Kind, Notes, Rank, Refused, Way, Ways};
use corridor_network::{LngLat, Mode};
use csv::StringRecord;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A table with the places of its columns.
struct Table {
    file: String,
    columns: BTreeMap<String, usize>,
    rows: csv::Reader<std::fs::File>,
}

impl Table {
    fn open(path: &Path, needed: &[&str]) -> Result<Self, Refused> {
        let file = std::fs::File::open(path).map_err(|e| unreadable(path, &e))?;
        let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(file);
        let bad = |why: String, next: &str| Refused::new("table-invalid", why, next);
        let headers = rows.headers().map_err(|e| {
            bad(format!("{}: {e}", name(path)), "write the table as CSV in UTF-8 with a header")
        })?;
        let column = |(i, name): (usize, &str)| {
            (name.trim_start_matches('\u{feff}').trim().to_lowercase(), i)
        };
        let columns: BTreeMap<String, usize> = headers.iter().enumerate().map(column).collect();
        if let Some(missing) = needed.iter().find(|name| !columns.contains_key(**name)) {
            return Err(bad(
                format!("{} has no column {missing}", name(path)),
                "GMNS 0.96 requires it; rename or add the column",
            ));
        }
        Ok(Self { file: name(path), columns, rows })
    }

    /// The rows with their line numbers; rows that are no CSV are counted and passed over.
    fn each(&mut self, notes: &mut Notes, mut row: impl FnMut(&Row<'_>, &mut Notes)) {
        let mut record = StringRecord::new();
        loop {
            let line = self.rows.position().line();
            match self.rows.read_record(&mut record) {
                Ok(false) => return,
                Ok(true) => {
                    let line = record.position().map_or(line, csv::Position::line);
                    row(
                        &Row { columns: &self.columns, record: &record, file: &self.file, line },
                        notes,
                    );
                }
                Err(e) => {
                    let file = &self.file;
                    notes.leave("row that is no CSV in UTF-8", || {
                        format!("{file} line {line}: {e}")
                    });
                    if matches!(e.kind(), csv::ErrorKind::Io(_)) {
                        return;
                    }
                }
            }
        }
    }
}

/// A row of a table.
struct Row<'a> {
    columns: &'a BTreeMap<String, usize>,
    record: &'a StringRecord,
    file: &'a str,
    line: u64,
}

impl<'a> Row<'a> {
    /// A value; nothing where it is empty.
    fn get(&self, column: &str) -> Option<&'a str> {
        let value = self.record.get(*self.columns.get(column)?)?.trim();
        (!value.is_empty()).then_some(value)
    }
    fn number(&self, column: &str) -> Option<f64> {
        self.get(column)?.parse().ok().filter(|n: &f64| n.is_finite())
    }
    fn place(&self) -> String {
        format!("{} line {}", self.file, self.line)
    }
}

/// What the numbers of the tables are in.
struct Units {
    /// Metres in one of `length`; none where it is not said.
    length_m: Option<f64>,
    /// km/h in one of `free_speed`.
    speed_kmh: f64,
}

/// What stands beside the two tables.
struct Beside {
    units: Units,
    geometry: BTreeMap<String, String>,
}

/// Reads the tables.
pub(crate) fn read(
    nodes: &Path,
    links: &Path,
    area: Option<Area>,
) -> Result<(Ways, Notes), Refused> {
    let mut notes = Notes::default();
    let mut node_table = Table::open(nodes, &["node_id", "x_coord", "y_coord"])?;
    let mut link_table =
        Table::open(links, &["link_id", "from_node_id", "to_node_id", "directed"])?;
    let units = units(&links.with_file_name("config.csv"), &mut notes)?;
    let geometry = geometries(&links.with_file_name("geometry.csv"), &mut notes);

    let mut ways = Ways::default();
    let mut number: BTreeMap<String, Option<u32>> = BTreeMap::new();
    let mut swapped = 0;
    node_table.each(&mut notes, |row, notes| {
        let Some(id) = row.get("node_id") else {
            return notes.leave("node without node_id", || row.place());
        };
        if number.contains_key(id) {
            return notes.leave("node_id given twice; the first counts", || row.place());
        }
        let point = if let (Some(x), Some(y)) = (row.number("x_coord"), row.number("y_coord")) {
            let at = LngLat::new(x, y).ok().filter(|_| x.abs() <= 180.0);
            if at.is_none() {
                swapped += usize::from(LngLat::new(y, x).is_ok() && y.abs() <= 180.0);
                let why =
                    "node outside the earth (x_coord is longitude, y_coord latitude, degrees)";
                notes.leave(why, || format!("{}: {x},{y}", row.place()));
            }
            at
        } else {
            notes.leave("node whose x_coord or y_coord is no number", || row.place());
            None
        };
        let inside = point.filter(|at| area.is_none_or(|area| area.holds(*at)));
        number.insert(id.to_owned(), inside.map(|at| ways.add_point(at)));
    });
    if ways.points.is_empty() {
        let next = if swapped > 0 {
            "x_coord and y_coord are swapped: x is the longitude"
        } else {
            "give x_coord and y_coord as longitude and latitude in degrees (WGS84), inside --area"
        };
        let rows = number.len();
        let reason = format!("{}: none of its {rows} nodes can be used", name(nodes));
        return Err(Refused::new("extract-empty", reason, next));
    }

    let mut seen: BTreeSet<String> = BTreeSet::new();
    let tables = Beside { units, geometry };
    link_table
        .each(&mut notes, |row, notes| link(row, &tables, &number, &mut seen, &mut ways, notes));
    if tables.units.length_m.is_none() && ways.ways.iter().any(|way| way.metres.is_none()) {
        notes.warnings.push(format!(
            "{}: lengths are taken from the geometry where `length` is absent or its unit is not stated",
            name(links)
        ));
    }
    Ok((ways, notes))
}

fn link(
    row: &Row<'_>,
    tables: &Beside,
    number: &BTreeMap<String, Option<u32>>,
    seen: &mut BTreeSet<String>,
    ways: &mut Ways,
    notes: &mut Notes,
) {
    let Some(id) = row.get("link_id") else {
        return notes.leave("link without link_id", || row.place());
    };
    if !seen.insert(id.to_owned()) {
        return notes.leave("link_id given twice; the first counts", || row.place());
    }
    let ends = ["from_node_id", "to_node_id"].map(|column| row.get(column));
    let mut found = [0; 2];
    for (found, end) in found.iter_mut().zip(ends) {
        match end.and_then(|end| number.get(end)) {
            None => {
                let end = end.unwrap_or("nothing");
                return notes.leave("link to a node that is not there", || {
                    format!("{}: link {id} to {end}", row.place())
                });
            }
            Some(None) => return notes.leave("link to a node left out", || row.place()),
            Some(Some(node)) => *found = *node,
        }
    }
    let [a, b] = found;
    if a == b {
        return notes.leave("link from a node to itself", || row.place());
    }
    let one_way = match row.get("directed").map(str::to_lowercase).as_deref() {
        Some("1" | "true" | "t" | "yes") => true,
        Some("0" | "false" | "f" | "no") => false,
        _ => return notes.leave("link whose directed is neither true nor false", || row.place()),
    };
    let Some(mut kind) = kind(row) else {
        return notes.leave("link of no mode of freight", || {
            format!("{}: {}", row.place(), row.get("facility_type").unwrap_or_default())
        });
    };
    kind.one_way = one_way && kind.mode == Mode::Road;
    let speed = row.number("free_speed").map(|speed| speed * tables.units.speed_kmh);
    if let Some(kmh) = speed.filter(|kmh| (5.0..=250.0).contains(kmh) && kind.mode == Mode::Road) {
        kind.kmh = (kmh.min(90.0) / 5.0).round() as u8 * 5;
    }
    let ends = [ways.points[a as usize], ways.points[b as usize]];
    let own = row.get("geometry");
    let shared = || tables.geometry.get(row.get("geometry_id")?).map(String::as_str);
    let bends = match own.or_else(shared) {
        Some(text) => match bends(text, ends) {
            Ok(bends) => bends,
            Err(why) => {
                notes.leave("geometry that is no line between its nodes; drawn straight", || {
                    format!("{}: {why}", row.place())
                });
                Vec::new()
            }
        },
        None => Vec::new(),
    };
    let metres = length(row, &tables.units, ends, &bends, notes);
    let mut course = vec![a];
    for bend in bends {
        course.push(ways.add_point(bend));
    }
    course.push(b);
    notes.take(&format!("{} links", kind.mode.name().replace('_', " ")), 1);
    ways.ways.push(Way { kind, course, metres });
}

/// The length that a row states, m, where it can be one of the course.
fn length(
    row: &Row<'_>,
    units: &Units,
    [from, to]: [LngLat; 2],
    bends: &[LngLat],
    notes: &mut Notes,
) -> Option<f64> {
    let metres = row.number("length").filter(|length| *length > 0.0)? * units.length_m?;
    let straight = from.geodesic_km(to) * 1000.0;
    if metres < straight * 0.95 - 20.0 {
        notes.leave("length below the straight line; the geometry counts", || {
            format!("{}: {metres:.0} m instead of {straight:.0} m at least", row.place())
        });
        return None;
    }
    let mut drawn = 0.0;
    let mut last = from;
    for at in bends.iter().chain([&to]) {
        drawn += last.geodesic_km(*at) * 1000.0;
        last = *at;
    }
    if metres > drawn * 3.0 + 1000.0 {
        notes.leave("length beyond three times the course; the geometry counts", || {
            format!("{}: {metres:.0} m for {drawn:.0} m", row.place())
        });
        return None;
    }
    Some(metres)
}

/// The kind of a link, by `facility_type` and `allowed_uses`. Links without either are roads.
fn kind(row: &Row<'_>) -> Option<Kind> {
    let uses = row.get("allowed_uses").unwrap_or_default().to_lowercase();
    let facility = row.get("facility_type").unwrap_or_default().to_lowercase();
    let road = |rank| Some(Kind::new(Mode::Road, rank));
    let words = || uses.split([',', ';', ' ']).filter(|word| !word.is_empty());
    let no_lorries = |word: &str| {
        matches!(
            word,
            "walk" | "bike" | "ped" | "pedestrian" | "bus" | "transit" | "bicycle" | "none"
        )
    };
    if uses.contains("rail") && !words().any(|w| matches!(w, "auto" | "truck" | "all")) {
        return Some(Kind::new(Mode::Rail, Rank::Main));
    }
    if !uses.is_empty() && words().all(no_lorries) {
        return None;
    }
    match facility.as_str() {
        "rail" | "railway" | "freight_rail" => Some(Kind::new(Mode::Rail, Rank::Main)),
        "inland_water" | "waterway" => Some(Kind::new(Mode::InlandWater, Rank::Main)),
        "sea" | "ferry" | "transfer" | "walkway" | "footway" | "bikeway" | "cycleway" | "path"
        | "steps" | "busway" | "tram" | "subway" | "sidewalk" | "crosswalk" | "pedestrian" => None,
        "" | "road" | "freeway" | "motorway" | "expressway" | "trunk" | "primary" | "highway"
        | "major arterial" | "principal arterial" | "interstate" | "ramp" => road(Rank::Main),
        "residential" | "local" | "service" | "unclassified" | "local road" | "living_street" => {
            road(Rank::Local)
        }
        _ => road(Rank::Collector),
    }
}

/// The bends of a line in WKT that leads from one point to another, or back (`dir_flag` -1).
fn bends(text: &str, [from, to]: [LngLat; 2]) -> Result<Vec<LngLat>, String> {
    let upper = text.trim().to_uppercase();
    let inside = |word: &str, open: &str, close: &str| {
        let rest = upper.strip_prefix(word)?.trim();
        Some(rest.strip_prefix(open)?.strip_suffix(close)?.to_owned())
    };
    let one = inside("LINESTRING", "(", ")").or_else(|| inside("MULTILINESTRING", "((", "))"));
    let one = one.filter(|inside| !inside.contains(['(', ')'])).ok_or("it is no single line")?;
    let mut points = Vec::new();
    for pair in one.split(',') {
        let mut numbers = pair.split_whitespace().map(str::parse::<f64>);
        let (Some(Ok(lng)), Some(Ok(lat))) = (numbers.next(), numbers.next()) else {
            return Err(format!("{pair:?} is no point"));
        };
        points.push(LngLat::new(lng, lat).map_err(|e| e.to_string())?);
    }
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Err("it has no points".to_owned());
    };
    // Half a kilometre: nodes stand in the middle of wide junctions.
    let near = |a: LngLat, b: LngLat| a.sphere_km(b) <= 0.5;
    if points.len() < 2 {
        return Err("it has one point".to_owned());
    }
    if !(near(*first, from) && near(*last, to)) {
        if !(near(*first, to) && near(*last, from)) {
            return Err("its ends are not its nodes".to_owned());
        }
        points.reverse();
    }
    points.pop();
    points.remove(0);
    Ok(points)
}

/// Lines of `geometry.csv`, which links name by `geometry_id`.
fn geometries(path: &Path, notes: &mut Notes) -> BTreeMap<String, String> {
    let mut lines = BTreeMap::new();
    let Ok(mut table) = Table::open(path, &["geometry_id", "geometry"]) else { return lines };
    table.each(notes, |row, _| {
        if let (Some(id), Some(line)) = (row.get("geometry_id"), row.get("geometry")) {
            lines.insert(id.to_owned(), line.to_owned());
        }
    });
    lines
}

/// The units that `config.csv` states.
fn units(config: &Path, notes: &mut Notes) -> Result<Units, Refused> {
    let mut units = Units { length_m: None, speed_kmh: 1.0 };
    let Ok(mut table) = Table::open(config, &[]) else { return Ok(units) };
    let file = table.file.clone();
    let mut foreign = None;
    table.each(notes, |row, notes| {
        match row.get("long_length").map(str::to_lowercase).as_deref() {
            None => {}
            Some("m" | "meter" | "metre" | "meters" | "metres") => units.length_m = Some(1.0),
            Some("km" | "kilometer" | "kilometre" | "kilometers" | "kilometres") => {
                units.length_m = Some(1000.0);
            }
            Some("mi" | "mile" | "miles") => units.length_m = Some(1609.344),
            Some("ft" | "foot" | "feet") => units.length_m = Some(0.3048),
            Some(other) => {
                notes.leave("unit of length that is not known", || format!("{file}: {other}"));
            }
        }
        if let Some("mph" | "mi/h" | "miles per hour") =
            row.get("speed").map(str::to_lowercase).as_deref()
        {
            units.speed_kmh = 1.609_344;
        }
        let crs = row.get("crs").map(|crs| crs.to_uppercase().replace("EPSG:", ""));
        foreign = crs.filter(|crs| crs != "4326" && !crs.contains("WGS 84") && crs != "WGS84");
    });
    match foreign {
        None => Ok(units),
        Some(crs) => Err(Refused::new(
            "table-invalid",
            format!("{file}: positions are in the coordinate system {crs}"),
            "convert x_coord, y_coord and geometry to longitude and latitude (EPSG:4326)",
        )),
    }
}
