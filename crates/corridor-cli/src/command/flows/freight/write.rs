//! Flows as Parquet files, each written whole or not at all.

use crate::command::flows::make_folder;
use crate::output;
use anyhow::{Result, anyhow};
use corridor::flows::{FlowsResponse, LinkView, OdView, RouteView};
use corridor_batch::{Field, omx, parquet};
use std::collections::BTreeMap;
use std::path::Path;

/// Writes `facilities`, `od`, `routes`, `links` (GeoParquet), `skims` and, against another world, `changes` as
/// Parquet; `skims.omx`; and `report.json` without the long lists.
pub fn all(folder: &Path, answer: &FlowsResponse) -> Result<()> {
    make_folder(folder)?;
    one(folder, "facilities", &facilities(answer))?;
    one(folder, "od", &od(&answer.od))?;
    one(folder, "routes", &routes(&answer.routes, &answer.od))?;
    one(folder, "links", &links(answer))?;
    one(folder, "skims", &skims(&answer.routes, &answer.od))?;
    skim_matrices(folder, answer)?;
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
    let means = means(rows, od.len());
    let mean = |at: usize| means.iter().map(move |means| Some((*means)?[at]));
    let quantities = QUANTITIES.iter().enumerate().map(|(at, name)| Field::real(name, mean(at)));
    let mut fields = vec![
        Field::text("origin", od.iter().map(|r| r.origin.clone())),
        Field::text("destination", od.iter().map(|r| r.destination.clone())),
        Field::text("commodity", od.iter().map(|r| r.commodity.clone())),
        Field::text("cargo", od.iter().map(|r| r.cargo.clone())),
        Field::real("shipped_t", od.iter().map(|r| Some(r.shipped_t))),
    ];
    fields.extend(quantities);
    fields.push(Field::real("expected_usd_per_t", od.iter().map(|r| r.expected_usd_per_t)));
    fields
}

/// Writes the skims as OMX matrices, one for each commodity and quantity. A file of more than a gigabyte is left
/// out, and a note says so.
fn skim_matrices(folder: &Path, answer: &FlowsResponse) -> Result<()> {
    let mut number: BTreeMap<&str, u32> = BTreeMap::new();
    for row in &answer.od {
        number.insert(&row.origin, 0);
        number.insert(&row.destination, 0);
    }
    for (at, place) in (0..).zip(number.values_mut()) {
        *place = at;
    }
    let places: Vec<String> = number.keys().map(|place| (*place).to_owned()).collect();
    let sums = means(&answer.routes, answer.od.len());
    let rows = answer.od.iter().zip(&sums).filter_map(|(row, means)| Some((row, (*means)?)));
    let cells = rows.flat_map(|(row, means)| {
        let at = [&row.origin, &row.destination].map(|place| number[place.as_str()]);
        let name = format!("{}_{}", row.commodity, row.cargo);
        let named =
            |(quantity, value): (&str, f64)| (at[0], at[1], format!("{name}_{quantity}"), value);
        QUANTITIES.into_iter().zip(means).map(named).collect::<Vec<_>>()
    });
    if let Some(bytes) = omx(&places, cells)
        .map_err(|e| anyhow!("skims.omx: {e}; skims.parquet holds the same figures"))?
    {
        return output::whole(&folder.join("skims.omx"), |out| Ok(out.write_all(&bytes)?));
    }
    eprintln!("note: skims.omx would be larger than 1 GB and is left out; skims.parquet has all");
    Ok(())
}

/// What skims tell of a tonne.
const QUANTITIES: [&str; 5] = ["hours", "wait_h", "usd_per_t", "km", "co2e_kg_per_t"];

/// Means over the ways used, by their shares: by pair and goods, the [`QUANTITIES`].
fn means(rows: &[RouteView], pairs: usize) -> Vec<Option<[f64; 5]>> {
    let mut sums = vec![None; pairs];
    for row in rows.iter().filter(|row| row.share > 0.0) {
        let of = [row.hours + row.wait_h, row.wait_h, row.usd_per_t, row.km, row.co2e_kg_per_t];
        let sum: &mut [f64; 5] = sums[row.od].get_or_insert([0.0; 5]);
        for (sum, value) in sum.iter_mut().zip(of) {
            *sum += row.share * value;
        }
    }
    sums
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
