//! What the tags of OpenStreetMap mean for freight. Meanings: the wiki of OpenStreetMap, pages
//! Key:highway, Key:access, Key:railway, Key:CEMT and those they link to.

use crate::lorry::number_and_unit;
use crate::{Kind, Lorry, Rank};
use corridor_network::Mode;

/// What is done with a way.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is taken; against the order of its points when reversed.
    Take {
        /// What it is.
        kind: Kind,
        /// Whether traffic goes from its last point to its first.
        reversed: bool,
    },
    /// It is left out, for a reason that is counted.
    Leave(&'static str),
    /// It is nothing that freight could move over.
    Other,
}

/// The tags of an element.
pub(crate) struct Tags<'a>(pub Vec<(&'a str, &'a str)>);

impl<'a> Tags<'a> {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(k, _)| *k == key).map(|(_, value)| *value)
    }

    fn is(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }
}

/// What is done with a way that has these tags.
pub(crate) fn verdict(tags: &Tags<'_>, lorry: &Lorry) -> Verdict {
    if let Some(highway) = tags.get("highway") {
        return road(highway, tags, lorry);
    }
    if let Some(railway) = tags.get("railway") {
        return rail(railway, tags);
    }
    if tags.is("route", "ferry") {
        return ferry(tags);
    }
    if tags.get("waterway").is_some() {
        return water(tags);
    }
    Verdict::Other
}

/// Whether lorries do not get past a point with these tags.
pub(crate) fn is_barred(tags: &Tags<'_>) -> bool {
    let Some(barrier) = tags.get("barrier") else { return false };
    match access(tags) {
        Some(access) => is_shut(access),
        None => matches!(
            barrier,
            "bollard" | "block" | "cycle_barrier" | "jersey_barrier" | "motorcycle_barrier" | "log"
        ),
    }
}

/// Whether a point with these tags is a post of border control.
pub(crate) fn is_post(tags: &Tags<'_>) -> bool {
    tags.is("barrier", "border_control")
}

fn road(highway: &str, tags: &Tags<'_>, lorry: &Lorry) -> Verdict {
    let class = highway.strip_suffix("_link").unwrap_or(highway);
    // Speeds where no limit is lower: those of the profile car.lua of OSRM, version 5.27.
    let (rank, usual_kmh) = match class {
        "motorway" => (Rank::Main, 90),
        "trunk" => (Rank::Main, 85),
        "primary" => (Rank::Main, 65),
        "secondary" => (Rank::Collector, 55),
        "tertiary" => (Rank::Collector, 40),
        "unclassified" | "residential" | "road" => (Rank::Local, 25),
        "living_street" => (Rank::Local, 10),
        "service" => match tags.get("service") {
            None | Some("industrial" | "yard" | "depot") => (Rank::Local, 15),
            Some(_) => return Verdict::Leave("service road without through traffic"),
        },
        "construction" | "proposed" | "planned" | "razed" | "abandoned" => {
            return Verdict::Leave("road not built or given up");
        }
        "track" | "path" | "footway" | "cycleway" | "bridleway" | "steps" | "pedestrian"
        | "busway" | "bus_guideway" | "raceway" | "corridor" | "escape" | "via_ferrata" => {
            return Verdict::Leave("road not meant for lorries");
        }
        _ => return Verdict::Other,
    };
    if tags.is("area", "yes") {
        return Verdict::Leave("area, not a way");
    }
    if access(tags).is_some_and(is_shut) {
        return Verdict::Leave("access closed to lorries");
    }
    if let Some(reason) = tags.0.iter().find_map(|(key, value)| lorry.is_kept_out(key, value)) {
        return Verdict::Leave(reason);
    }
    let round = matches!(tags.get("junction"), Some("roundabout" | "circular"));
    let (one_way, reversed) = match tags.get("oneway") {
        Some("yes" | "true" | "1") => (true, false),
        Some("-1" | "reverse") => (true, true),
        Some(_) => (false, false),
        None => (round || highway == "motorway", false),
    };
    let speed = tags.get("maxspeed:hgv").or_else(|| tags.get("maxspeed"));
    let kmh = speed.and_then(kmh).map_or(usual_kmh, |limit| limit.min(usual_kmh));
    Verdict::Take { kind: Kind { one_way, kmh, ..Kind::new(Mode::Road, rank) }, reversed }
}

/// What lorries are told: the most particular key that is there.
fn access<'a>(tags: &Tags<'a>) -> Option<&'a str> {
    ["hgv", "goods", "motor_vehicle", "vehicle", "access"].iter().find_map(|key| tags.get(key))
}

fn is_shut(access: &str) -> bool {
    matches!(
        access,
        "no" | "private"
            | "agricultural"
            | "forestry"
            | "emergency"
            | "military"
            | "bus"
            | "psv"
            | "residents"
    )
}

/// A speed limit, km/h in steps of five; none where the value is no number.
fn kmh(value: &str) -> Option<u8> {
    let (number, unit) = number_and_unit(value)?;
    let kmh = match unit {
        "" | "km/h" | "kmh" | "kph" => number,
        "mph" => number * 1.609_344,
        _ => return None,
    };
    // No lorry drives faster than 90 km/h where its speed is limited by a device (Directive 92/6/EEC).
    ((5.0..=300.0).contains(&kmh)).then(|| (kmh.min(90.0) / 5.0).round() as u8 * 5)
}

fn rail(railway: &str, tags: &Tags<'_>) -> Verdict {
    match railway {
        "rail" | "narrow_gauge" => {}
        "disused" | "abandoned" | "razed" | "construction" | "proposed" | "dismantled" => {
            return Verdict::Leave("railway disused, taken up or not built");
        }
        "tram" | "subway" | "light_rail" | "monorail" | "funicular" | "miniature" | "preserved" => {
            return Verdict::Leave("railway without freight");
        }
        _ => return Verdict::Other,
    }
    if matches!(tags.get("usage"), Some("tourism" | "military" | "test" | "scientific" | "leisure"))
        || tags.is("railway:traffic_mode", "passenger")
    {
        return Verdict::Leave("railway without freight");
    }
    let fast = tags.get("maxspeed").and_then(number_and_unit).is_some_and(|(kmh, _)| kmh >= 250.0);
    if tags.is("highspeed", "yes") && fast && !tags.is("railway:traffic_mode", "mixed") {
        return Verdict::Leave("railway for fast passenger trains");
    }
    let rank = match (tags.get("service"), tags.get("usage")) {
        (Some(_), _) | (None, Some("industrial")) => Rank::Local,
        (None, Some("main" | "branch")) => Rank::Main,
        (None, _) => Rank::Collector,
    };
    let mut gauges_mm = [0; 2];
    let stated = tags.get("gauge").unwrap_or_default().split(';');
    for (slot, gauge) in gauges_mm.iter_mut().zip(stated.filter_map(|g| g.trim().parse().ok())) {
        *slot = gauge;
    }
    Verdict::Take { kind: Kind { gauges_mm, ..Kind::new(Mode::Rail, rank) }, reversed: false }
}

/// Waterways of the classes that the barges of the parameters need: IV and above, 1,000 t and more
/// (classification of European inland waterways, ECMT resolution 92/2).
fn water(tags: &Tags<'_>) -> Verdict {
    let Some(class) = tags.get("CEMT") else { return Verdict::Other };
    match class.trim_end_matches(['a', 'b', 'c']) {
        "IV" | "V" | "VI" | "VII" => {
            Verdict::Take { kind: Kind::new(Mode::InlandWater, Rank::Main), reversed: false }
        }
        _ => Verdict::Leave("waterway below class IV"),
    }
}

/// Ferries are ways by timetable: how often they sail is asked of whoever knows.
fn ferry(tags: &Tags<'_>) -> Verdict {
    if access(tags).is_some_and(is_shut) || !tags.0.iter().any(|(key, _)| carries_lorries(key)) {
        return Verdict::Other;
    }
    Verdict::Leave("ferry: how often it sails is not in the file")
}

fn carries_lorries(key: &str) -> bool {
    matches!(key, "hgv" | "goods" | "motor_vehicle" | "motorcar" | "vehicle")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tags: &[(&'static str, &'static str)]) -> Verdict {
        verdict(&Tags(tags.to_vec()), &Lorry::default())
    }

    fn kind(tags: &[(&'static str, &'static str)]) -> Kind {
        match of(tags) {
            Verdict::Take { kind, .. } => kind,
            other => panic!("{tags:?} is {other:?}"),
        }
    }

    #[test]
    fn roads_that_lorries_may_not_use_are_left_out() {
        let left = |tags: &[_]| matches!(of(tags), Verdict::Leave(_));
        assert!(left(&[("highway", "residential"), ("hgv", "no")]));
        assert!(left(&[("highway", "primary"), ("maxweight", "7.5")]));
        assert!(left(&[("highway", "tertiary"), ("maxheight", "3.5")]));
        assert!(left(&[("highway", "service"), ("access", "private")]));
        assert!(left(&[("highway", "footway")]) && left(&[("highway", "construction")]));
        // The more particular key counts.
        assert!(!left(&[("highway", "service"), ("access", "private"), ("hgv", "yes")]));
        assert!(!left(&[("highway", "residential"), ("hgv", "destination")]));
    }

    #[test]
    fn one_way_and_speed_are_read() {
        assert!(kind(&[("highway", "motorway")]).one_way);
        assert!(!kind(&[("highway", "motorway"), ("oneway", "no")]).one_way);
        assert!(kind(&[("highway", "primary"), ("junction", "roundabout")]).one_way);
        let back = of(&[("highway", "primary"), ("oneway", "-1")]);
        assert!(matches!(back, Verdict::Take { reversed: true, .. }));
        assert_eq!(kind(&[("highway", "primary"), ("maxspeed", "30 mph")]).kmh, 50);
        assert_eq!(kind(&[("highway", "residential"), ("maxspeed", "50")]).kmh, 25);
        assert_eq!(kind(&[("highway", "motorway"), ("maxspeed", "130")]).kmh, 90);
        let lorries = [("highway", "trunk"), ("maxspeed", "100"), ("maxspeed:hgv", "60")];
        assert_eq!(kind(&lorries).kmh, 60);
        assert_eq!(kind(&[("highway", "trunk"), ("maxspeed", "RU:urban")]).kmh, 85);
    }

    #[test]
    fn railways_have_rank_and_gauge() {
        let main = kind(&[("railway", "rail"), ("usage", "main"), ("gauge", "1520;1435")]);
        assert_eq!((main.rank, main.gauges_mm), (Rank::Main, [1520, 1435]));
        let siding = kind(&[("railway", "rail"), ("usage", "main"), ("service", "siding")]);
        assert_eq!((siding.rank, siding.gauges_mm), (Rank::Local, [0, 0]));
        assert!(matches!(of(&[("railway", "disused")]), Verdict::Leave(_)));
        assert!(matches!(of(&[("railway", "tram")]), Verdict::Leave(_)));
        assert_eq!(of(&[("railway", "platform")]), Verdict::Other);
    }

    #[test]
    fn waterways_need_a_class_and_ferries_a_timetable() {
        assert_eq!(kind(&[("waterway", "canal"), ("CEMT", "Va")]).mode, Mode::InlandWater);
        assert!(matches!(of(&[("waterway", "canal"), ("CEMT", "II")]), Verdict::Leave(_)));
        assert_eq!(of(&[("waterway", "stream")]), Verdict::Other);
        assert!(matches!(of(&[("route", "ferry"), ("hgv", "yes")]), Verdict::Leave(_)));
        assert_eq!(of(&[("route", "ferry"), ("foot", "yes")]), Verdict::Other);
    }

    #[test]
    fn bollards_stop_lorries_and_open_gates_do_not() {
        let barred = |tags: &[(&'static str, &'static str)]| is_barred(&Tags(tags.to_vec()));
        assert!(barred(&[("barrier", "bollard")]));
        assert!(barred(&[("barrier", "gate"), ("access", "private")]));
        assert!(!barred(&[("barrier", "gate")]) && !barred(&[("barrier", "toll_booth")]));
    }
}
