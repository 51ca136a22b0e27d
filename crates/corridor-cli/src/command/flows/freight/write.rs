//! Flows as Parquet files, each written whole or not at all.

use crate::command::flows::make_folder;
use crate::output;
use anyhow::Result;
use corridor::flows::{FlowsResponse, LinkView, OdView, RouteView};
use corridor_batch::{Field, parquet};
use std::path::Path;

/// Writes `facilities`, `od`, `routes`, `links` (GeoParquet), `skims` and, against another
/// world, `changes` as Parquet; and
/// `report.json` without the long lists.
pub fn all(folder: &Path, answer: &FlowsResponse) -> Result<()> {
    make_folder(folder)?;
    one(folder, "facilities", &facilities(answer))?;
    one(folder, "od", &od(&answer.od))?;
    one(folder, "routes", &routes(&answer.routes, &answer.od))?;
    one(folder, "links", &links(answer))?;
    one(folder, "skims", &skims(&answer.routes, &answer.od))?;
    if answer.before.is_some() {
        one(folder, "changes", &changes(answer))?;
    }
    output::whole(&folder.join("report.json"), |out| {
        let mut report = serde_json::to_value(answer)?;
        if let Some(report) = report.as_object_mut() {
            for long in ["facilities", "od", "routes", "changes"] {
                report.remove(long);
            }
        }
        serde_json::to_writer_pretty(&mut *out, &report)?;
        Ok(out.write_all(b"\n")?)
    })
}

fn one(folder: &Path, name: &str, fields: &[Field]) -> Result<()> {
    let bytes = parquet(fields)?;
    output::whole(&folder.join(format!("{name}.parquet")), |out| Ok(out.write_all(&bytes)?))
}

fn facilities(answer: &FlowsResponse) -> Vec<Field> {
    let rows = &answer.facilities;
    vec![
        Field::text("id", rows.iter().map(|f| f.id.clone())),
        Field::text("facility", rows.iter().map(|f| f.facility.clone())),
        Field::text("kind", rows.iter().map(|f| f.kind.clone())),
        Field::text("name", rows.iter().map(|f| f.name.clone())),
        Field::text("direction", rows.iter().map(|f| f.direction.clone())),
        Field::text("cargo", rows.iter().map(|f| f.cargo.clone().unwrap_or_default())),
        Field::real("flow_t", rows.iter().map(|f| Some(f.flow_t))),
        Field::real("capacity_t", rows.iter().map(|f| f.capacity_t)),
        Field::real("preload_t", rows.iter().map(|f| f.preload_t)),
        Field::real("throughput_t", rows.iter().map(|f| f.throughput_t)),
        Field::real("wait_h", rows.iter().map(|f| Some(f.wait_h))),
        Field::text("source", rows.iter().map(|f| f.source.clone())),
        Field::text("confidence", rows.iter().map(|f| f.confidence.clone())),
    ]
}

fn od(rows: &[OdView]) -> Vec<Field> {
    vec![
        Field::text("origin", rows.iter().map(|r| r.origin.clone())),
        Field::text("destination", rows.iter().map(|r| r.destination.clone())),
        Field::text("commodity", rows.iter().map(|r| r.commodity.clone())),
        Field::text("hs", rows.iter().map(|r| r.hs.clone().unwrap_or_default())),
        Field::text("cargo", rows.iter().map(|r| r.cargo.clone())),
        Field::real("demand_t", rows.iter().map(|r| Some(r.demand_t))),
        Field::real("shipped_t", rows.iter().map(|r| Some(r.shipped_t))),
        Field::real("unserved_t", rows.iter().map(|r| Some(r.unserved_t))),
        Field::real("expected_usd_per_t", rows.iter().map(|r| r.expected_usd_per_t)),
        Field::real("forgone_usd_per_t", rows.iter().map(|r| Some(r.forgone_usd_per_t))),
    ]
}

fn routes(rows: &[RouteView], od: &[OdView]) -> Vec<Field> {
    vec![
        Field::text("origin", rows.iter().map(|r| od[r.od].origin.clone())),
        Field::text("destination", rows.iter().map(|r| od[r.od].destination.clone())),
        Field::text("commodity", rows.iter().map(|r| od[r.od].commodity.clone())),
        Field::text("mode", rows.iter().map(|r| r.mode.clone())),
        Field::text("modes", rows.iter().map(|r| r.modes.join(" "))),
        Field::real("tonnes", rows.iter().map(|r| Some(r.tonnes))),
        Field::real("share", rows.iter().map(|r| Some(r.share))),
        Field::real("usd_per_t", rows.iter().map(|r| Some(r.usd_per_t))),
        Field::real("generalised_usd_per_t", rows.iter().map(|r| Some(r.generalised_usd_per_t))),
        Field::real("hours", rows.iter().map(|r| Some(r.hours))),
        Field::real("wait_h", rows.iter().map(|r| Some(r.wait_h))),
        Field::real("km", rows.iter().map(|r| Some(r.km))),
        Field::real("co2e_kg_per_t", rows.iter().map(|r| Some(r.co2e_kg_per_t))),
        Field::text("facilities", rows.iter().map(|r| r.facilities.join(" "))),
    ]
}

/// What a tonne of each pair and goods takes on the loaded network: means over the ways used, by their
/// shares; nothing for what is not shipped.
fn skims(rows: &[RouteView], od: &[OdView]) -> Vec<Field> {
    let mean = |of: fn(&RouteView) -> f64| {
        let mut sums = vec![None; od.len()];
        for row in rows.iter().filter(|row| row.share > 0.0) {
            *sums[row.od].get_or_insert(0.0) += row.share * of(row);
        }
        sums.into_iter()
    };
    vec![
        Field::text("origin", od.iter().map(|r| r.origin.clone())),
        Field::text("destination", od.iter().map(|r| r.destination.clone())),
        Field::text("commodity", od.iter().map(|r| r.commodity.clone())),
        Field::text("cargo", od.iter().map(|r| r.cargo.clone())),
        Field::real("shipped_t", od.iter().map(|r| Some(r.shipped_t))),
        Field::real("hours", mean(|r| r.hours + r.wait_h)),
        Field::real("wait_h", mean(|r| r.wait_h)),
        Field::real("usd_per_t", mean(|r| r.usd_per_t)),
        Field::real("km", mean(|r| r.km)),
        Field::real("co2e_kg_per_t", mean(|r| r.co2e_kg_per_t)),
        Field::real("expected_usd_per_t", od.iter().map(|r| r.expected_usd_per_t)),
    ]
}

fn links(answer: &FlowsResponse) -> Vec<Field> {
    let rows = &answer.links;
    let is_compared = answer.before.is_some();
    vec![
        Field::text("mode", rows.iter().map(|l| l.mode.name().to_owned())),
        Field::text("country", rows.iter().map(|l| l.country.clone())),
        Field::real("km", rows.iter().map(|l| Some(l.km))),
        Field::real("flow_t", rows.iter().map(|l| Some(l.flow_t))),
        Field::real("before_t", rows.iter().map(|l| Some(l.before_t).filter(|_| is_compared))),
        Field::lines("geometry", rows.iter().map(LinkView::pieces)),
    ]
}

fn changes(answer: &FlowsResponse) -> Vec<Field> {
    let rows = &answer.changes;
    vec![
        Field::text("id", rows.iter().map(|c| c.id.clone())),
        Field::text("kind", rows.iter().map(|c| c.kind.clone())),
        Field::text("name", rows.iter().map(|c| c.name.clone())),
        Field::real("before_t", rows.iter().map(|c| Some(c.before_t))),
        Field::real("after_t", rows.iter().map(|c| Some(c.after_t))),
        Field::real("change_t", rows.iter().map(|c| Some(c.change_t))),
    ]
}
