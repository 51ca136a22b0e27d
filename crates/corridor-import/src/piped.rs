//! Joins pipelines to the terminals at their ends.

use crate::raw::{Layer, RawLink};
use anyhow::{Context, Result, ensure};
use corridor_network::{Facts, Mode};
use std::collections::BTreeMap;

/// The farthest a terminal may stand from the end of the course that leads to it, km. Courses are coarse, and
/// some end at the fence of a tank farm whose pier lies in the next bay; an end farther off is another place,
/// or the course is drawn the wrong way round.
const FARTHEST_KM: f64 = 60.0;

/// Adds the links of pipelines. Those that meet in a terminal meet in one node of its own, so that oil goes
/// from one into the next without being handled; to anything else it goes over the gate.
pub(crate) fn add_pipelines(layer: &mut Layer, facts: &Facts, gates: &[u32]) -> Result<()> {
    let row = |id: &str, pipeline: &str| {
        let row = facts.terminals.iter().position(|terminal| terminal.id == id);
        row.with_context(|| format!("pipeline {pipeline} names the unknown terminal {id:?}"))
    };
    let mut nodes: BTreeMap<usize, u32> = BTreeMap::new();
    for pipeline in &facts.pipelines {
        let id = &pipeline.id;
        let ends = [row(&pipeline.from, id)?, row(&pipeline.to, id)?];
        let drawn = [pipeline.course.first(), pipeline.course.last()];
        for (end, drawn) in ends.iter().zip(drawn) {
            let terminal = &facts.terminals[*end];
            let drawn = drawn.with_context(|| format!("pipeline {id} has no course"))?;
            let km = drawn.geodesic_km(terminal.at);
            ensure!(
                km <= FARTHEST_KM,
                "pipeline {id}: its course ends {km:.0} km from the terminal {}; give the course from \
                 {} to {}, or another terminal",
                terminal.id,
                pipeline.from,
                pipeline.to
            );
        }
        let [a, b] = ends.map(|end| {
            *nodes.entry(end).or_insert_with(|| {
                let terminal = &facts.terminals[end];
                let node = layer.add_node(terminal.at, terminal.country);
                layer.links.push(RawLink {
                    a: gates[end],
                    b: node,
                    mode: Mode::Transfer,
                    length_km: 0.0,
                    bends: Vec::new(),
                    features: vec![terminal.id.clone()],
                    source: "tables",
                });
                node
            })
        });
        layer.links.push(RawLink {
            a,
            b,
            mode: Mode::Pipeline,
            length_km: pipeline.length_km,
            bends: pipeline.course.clone(),
            features: vec![id.clone()],
            source: "tables",
        });
    }
    Ok(())
}
