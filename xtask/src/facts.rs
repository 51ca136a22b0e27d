//! `cargo xtask facts`: takes over what tables say of status, reports and times, and packs the mesh of the
//! sea anew, in seconds instead of the minutes of a build of the network.

use anyhow::{Context, Result, ensure};
use corridor_network::fact::TerminalKind;
use corridor_network::{Network, format};
use corridor_sea::Mesh;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Fields that say nothing of where a row lies or which links it has.
const FREE: [&str; 4] = ["status", "evidence", "dwell_hours", "seasons"];

/// Writes the rows of the tables into the network file, where they differ in nothing that a build is needed
/// for. Reports, which belong to no link, are taken over as they are.
pub(crate) fn run(data: &Path, file: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let network: Network = format::read(&bytes)?;
    let tables = corridor_import::tables::read(data)?;
    let mut parts = network.to_parts();
    let facts = &mut parts.facts;
    let mut changed = 0;
    take(&mut facts.passages, &tables.passages, &mut changed)?;
    take(&mut facts.areas, &tables.areas, &mut changed)?;
    take(&mut facts.borders, &tables.borders, &mut changed)?;
    take(&mut facts.services, &tables.services, &mut changed)?;
    take(&mut facts.lines, &tables.lines, &mut changed)?;
    take(&mut facts.waterways, &tables.waterways, &mut changed)?;
    take(&mut facts.pipelines, &tables.pipelines, &mut changed)?;
    take(&mut facts.corridors, &tables.corridors, &mut changed)?;
    for row in &tables.terminals {
        let Some(known) = facts.terminals.iter_mut().find(|known| known.id == row.id) else {
            continue;
        };
        // Other names come from lists too; containers, in the ports of the table, from nowhere else.
        let more = row.aliases.iter().filter(|alias| !known.aliases.contains(alias));
        let more: Vec<String> = more.cloned().collect();
        let is_listed = row.kind == TerminalKind::Port && known.evidence != row.evidence;
        changed += usize::from(!more.is_empty() || is_listed);
        let ids = parts.places.ids().filter(|id| parts.places[*id].locode == row.id);
        let ids: Vec<_> = ids.collect();
        for id in ids {
            parts.places[id].names.extend(more.iter().cloned());
        }
        known.aliases.extend(more);
        if is_listed {
            known.containers = row.containers;
            known.evidence = row.evidence.clone();
        }
    }
    if facts.events != tables.events {
        facts.events = tables.events;
        changed += 1;
    }
    parts.mesh = Mesh::pack(&parts.coast, &parts.facts.walls)?;
    let mut bytes = Vec::new();
    format::write(&parts, &mut bytes)?;
    format::read(&bytes).context("the file just made cannot be read back")?;
    let draft = tempfile::NamedTempFile::new_in(file.parent().unwrap_or(Path::new(".")))?;
    fs::write(draft.path(), &bytes)?;
    draft.persist(file)?;
    eprintln!("{changed} rows changed in {}", file.display());
    Ok(())
}

/// Takes over rows of one table. The file has rows of its own, such as borders that no table lists, and may
/// lack rows that met no link.
fn take<T: Serialize + DeserializeOwned>(
    known: &mut [T],
    rows: &[T],
    changed: &mut usize,
) -> Result<()> {
    let id = |row: &Value| row["id"].as_str().unwrap_or_default().to_owned();
    let mut by_id = BTreeMap::new();
    for (at, row) in known.iter().enumerate() {
        let row = serde_json::to_value(row)?;
        by_id.insert(id(&row), (at, row));
    }
    for row in rows {
        let now = serde_json::to_value(row)?;
        let Some((at, before)) = by_id.get(&id(&now)) else { continue };
        if *before == now {
            continue;
        }
        ensure!(
            fixed(before) == fixed(&now),
            "the row {} is another or lies elsewhere: `cargo xtask network` is needed",
            now["id"]
        );
        known[*at] = serde_json::from_value(now)?;
        *changed += 1;
    }
    Ok(())
}

/// What of a row a build has used.
fn fixed(row: &Value) -> Value {
    let mut row = row.clone();
    if let Some(fields) = row.as_object_mut() {
        for field in FREE {
            fields.remove(field);
        }
    }
    row
}
