//! Ice years: cover and thickness of areas, and which areas a corridor or passage goes through.

use super::apply::short;
use super::change::{Change, Modification};
use super::draft::{ChangeMade, Draft};
use super::name::{Thing, corridor, things};
use crate::parameters::hint;
use corridor_network::fact::AreaKind;
use corridor_network::{Facts, LngLat, Vec3};

/// All areas with ice.
const ALL: &str = "all";
/// How finely a course is looked at, km.
const STEP_KM: f64 = 10.0;
const ORIGIN: Vec3 = Vec3([0.0; 3]);
/// All of the water, tenths.
const FULL_COVER: f64 = 10.0;

/// Rows of the ice areas that a name stands for: an area, those the sketch of a corridor leads
/// through, those the gates of a passage or group of passages lie in, or all.
///
/// # Errors
/// When the name is not known, or there is no ice on it.
pub fn areas_named(facts: &Facts, name: &str) -> Result<Vec<usize>, String> {
    let icy = || (0..facts.areas.len()).filter(|row| facts.areas[*row].kind == AreaKind::Ice);
    if name.eq_ignore_ascii_case(ALL) {
        return Ok(icy().collect());
    }
    let named = |row: &usize| {
        let area = &facts.areas[*row];
        area.id.eq_ignore_ascii_case(name) || area.name.eq_ignore_ascii_case(name)
    };
    if let Some(row) = icy().find(named) {
        return Ok(vec![row]);
    }
    let courses: Vec<&[LngLat]> = match (things(facts, name), corridor(facts, name)) {
        (Ok(things), by_name) if things.iter().all(|t| matches!(t, Thing::Passage(_))) => {
            let gates = |thing: &Thing| match thing {
                Thing::Passage(row) => facts.passages[*row].gates.as_slice(),
                _ => &[],
            };
            let gates: Vec<&[LngLat]> = things.iter().flat_map(gates).map(Vec::as_slice).collect();
            match by_name {
                Ok(row) if gates.is_empty() => vec![&facts.corridors[row].sketch],
                _ => gates,
            }
        }
        (_, Ok(row)) => vec![&facts.corridors[row].sketch],
        _ => return Err(unknown(facts, name)),
    };
    let points: Vec<Vec3> = courses.into_iter().flat_map(along).collect();
    let touched =
        |row: &usize| points.iter().any(|point| is_inside(&facts.areas[*row].ring, *point));
    let rows: Vec<usize> = icy().filter(touched).collect();
    if rows.is_empty() {
        return Err(format!("no area with ice lies on {name:?}"));
    }
    Ok(rows)
}

fn unknown(facts: &Facts, name: &str) -> String {
    let all = ALL.to_owned();
    let icy = facts.areas.iter().filter(|a| a.kind == AreaKind::Ice).map(|a| &a.id);
    let groups = facts.passages.iter().filter_map(|p| p.group.as_ref());
    let corridors = facts.corridors.iter().map(|c| &c.id);
    let known = icy.chain(groups).chain(corridors).chain([&all]);
    let otherwise = "give an area with ice, a corridor, a group of passages such as arctic, or all";
    format!("{name:?} is no area with ice; {}", hint(name, known, otherwise))
}

/// Points along a course, great circles between its corners.
fn along(course: &[LngLat]) -> Vec<Vec3> {
    let mut points: Vec<Vec3> = course.first().map(|at| at.vec3()).into_iter().collect();
    for pair in course.windows(2) {
        let (a, b) = (pair[0].vec3(), pair[1].vec3());
        let steps = (pair[0].sphere_km(pair[1]) / STEP_KM).ceil().max(1.0);
        points.extend((1..=steps as u32).map(|k| {
            let part = f64::from(k) / steps;
            ORIGIN.add_scaled(a, 1.0 - part).add_scaled(b, part).unit()
        }));
    }
    points
}

/// Whether a point lies in a ring of great circles: seen from the point, the ring turns once round.
fn is_inside(ring: &[LngLat], point: Vec3) -> bool {
    let corners: Vec<Vec3> = ring.iter().map(|at| at.vec3()).collect();
    let middle = corners.iter().fold(ORIGIN, |sum, c| sum.add_scaled(*c, 1.0));
    // Its opposite on the globe sees the ring turn as well.
    if middle.dot(point) <= 0.0 {
        return false;
    }
    let flat = |c: Vec3| c.add_scaled(point, -c.dot(point));
    let next = corners.iter().cycle().skip(1);
    let turn = |(a, b): (&Vec3, &Vec3)| {
        let (a, b) = (flat(*a), flat(*b));
        point.dot(a.cross(b)).atan2(a.dot(b))
    };
    corners.iter().zip(next).map(turn).sum::<f64>().abs() > std::f64::consts::PI
}

/// A year of twelve months that comes so many months later.
fn shifted(year: &[f64], later: i32) -> Vec<f64> {
    let months = year.len() as i32;
    (0..months).map(|month| year[(month - later).rem_euclid(months) as usize]).collect()
}

impl Draft<'_> {
    /// Changes the ice of the areas a modification names.
    pub(super) fn ice(&mut self, by: &Modification) -> Result<(), String> {
        let Change::Ice { areas, cover_times, thickness_times, thickness_at_most_cm, later_months } =
            &by.change
        else {
            return Ok(());
        };
        for row in areas_named(&self.changed.facts, areas)? {
            let base = &self.network.facts().areas[row];
            let key = format!("ice of {}", base.id);
            if base.ice_tenths.is_empty() || base.ice_cm.is_empty() {
                return Err(format!("{} has no figures of ice to change", base.id));
            }
            self.settles(by, key.clone(), [None; 2], by.change.to_string())?;
            let tenths: Vec<f64> = shifted(&base.ice_tenths, *later_months)
                .into_iter()
                .map(|tenths| (tenths * cover_times.unwrap_or(1.0)).min(FULL_COVER))
                .collect();
            let cm: Vec<f64> = shifted(&base.ice_cm, *later_months)
                .into_iter()
                .map(|cm| cm * thickness_times.unwrap_or(1.0))
                .map(|cm| thickness_at_most_cm.map_or(cm, |most| cm.min(most)))
                .collect();
            let area = &mut self.changed.facts.areas[row];
            let before = year(&area.ice_tenths, &area.ice_cm);
            (area.ice_tenths, area.ice_cm) = (tenths, cm);
            let after = year(&area.ice_tenths, &area.ice_cm);
            self.made(ChangeMade {
                what: key,
                before,
                after,
                touches_plans: true,
                note: String::new(),
                evidence: by.evidence.clone(),
            });
        }
        Ok(())
    }
}

/// A year of ice in short: thickness by month where there is cover.
fn year(tenths: &[f64], cm: &[f64]) -> String {
    let months = tenths.iter().zip(cm).map(|(tenths, cm)| {
        if *tenths == 0.0 { "-".to_owned() } else { format!("{}/{}", short(*tenths), short(*cm)) }
    });
    format!("{} (tenths/cm by month)", months.collect::<Vec<_>>().join(" "))
}
