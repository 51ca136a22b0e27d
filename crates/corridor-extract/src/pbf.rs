//! OpenStreetMap extracts, `.osm.pbf`, read twice: the ways that freight may use, then their points.
//!
//! Memory is bounded by the ways taken, not by the file: 8 bytes for each point a way names, then 4,
//! and 20 for each point. Blocks are decoded by all threads and counted in the order of the file.

use crate::file::{Counted, name};
use crate::tags::{Tags, Verdict, is_barred, is_post, verdict};
use crate::ways::MISSING;
use crate::{Area, Kind, Lorry, Notes, Refused, Stage, Way, Ways};
use corridor_network::{LngLat, Mode};
use osmpbf::{Blob, BlobDecode, BlobReader, Element, PrimitiveBlock};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Blocks that are decoded at once: 8,000 elements each, some MB when unpacked.
const AT_ONCE: usize = 64;
/// What a file may ask of its reader that this one gives.
const UNDERSTOOD: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// A way whose points are not numbered yet.
struct Named {
    id: i64,
    kind: Kind,
    refs: Vec<i64>,
}

/// What the first reading finds.
#[derive(Default)]
struct Found {
    ways: Vec<Named>,
    posts: Vec<LngLat>,
    barred: Vec<i64>,
    notes: Notes,
}

/// Points by number, and those that are nowhere on the earth.
type Placed = (Vec<(u32, LngLat)>, Vec<i64>);

/// Reads extracts together: those of neighbours share points at their rim.
pub(crate) fn read(
    paths: &[PathBuf],
    lorry: &Lorry,
    area: Option<Area>,
    stage: &dyn Fn(Stage),
) -> Result<(Ways, Notes), Refused> {
    let of: u64 = paths.iter().filter_map(|path| path.metadata().ok()).map(|m| m.len()).sum();
    let done = Arc::new(AtomicU64::new(0));
    let mut all = Found::default();
    for path in paths {
        blocks(
            path,
            &done,
            |block| Ok(first(block, lorry)),
            |found: Found| {
                all.ways.extend(found.ways);
                all.posts.extend(found.posts);
                all.barred.extend(found.barred);
                all.notes.append(found.notes);
                stage(Stage::Ways { done: done.load(Ordering::Relaxed), of });
            },
        )?;
    }
    let Found { mut ways, posts, barred, mut notes } = all;
    drop_duplicates(&mut ways, &mut notes);

    let mut ids: Vec<i64> = ways.iter().flat_map(|way| way.refs.iter().copied()).collect();
    ids.par_sort_unstable();
    ids.dedup();
    let barred: BTreeSet<i64> = barred.into_iter().collect();
    let mut points = vec![None; ids.len()];
    done.store(0, Ordering::Relaxed);
    for path in paths {
        blocks(
            path,
            &done,
            |block| Ok(second(block, &ids, area)),
            |(found, nowhere): Placed| {
                for (number, at) in found {
                    points[number as usize] = Some(at);
                }
                for id in nowhere {
                    notes.leave("point outside the earth", || format!("node {id}"));
                }
                stage(Stage::Points { done: done.load(Ordering::Relaxed), of });
            },
        )?;
    }
    let ways = numbered(ways, &ids, &points, &barred, &mut notes);
    let points = points.into_iter().map(|at| at.unwrap_or(LngLat::wrapped(0.0, 0.0))).collect();
    Ok((Ways { points, ways, posts }, notes))
}

/// A way that stands in two files, or twice in one, is read once.
fn drop_duplicates(ways: &mut Vec<Named>, notes: &mut Notes) {
    let mut seen = BTreeSet::new();
    ways.retain(|way| {
        let is_first = seen.insert(way.id);
        if !is_first {
            notes.leave("way given twice", || format!("way {}", way.id));
        }
        is_first
    });
}

/// Ways over numbered points. Points that are not in the file, outside the area, or that lorries do
/// not get past are [`MISSING`].
fn numbered(
    ways: Vec<Named>,
    ids: &[i64],
    points: &[Option<LngLat>],
    barred: &BTreeSet<i64>,
    notes: &mut Notes,
) -> Vec<Way> {
    let mut numbered = Vec::with_capacity(ways.len());
    for Named { id, kind, refs } in ways {
        let number = |point: &i64| {
            let Ok(number) = ids.binary_search(point) else { return MISSING };
            let stops = kind.mode == Mode::Road && barred.contains(point);
            if points[number].is_none() || stops { MISSING } else { number as u32 }
        };
        let mut course: Vec<u32> = refs.iter().map(number).collect();
        course.dedup();
        let known = course.iter().filter(|point| **point != MISSING).count();
        if known < 2 {
            notes.leave("way without points in the file or the area", || format!("way {id}"));
            continue;
        }
        if known < course.len() {
            notes.take("ways that run out of the file, the area, or end at a barrier", 1);
        }
        numbered.push(Way { kind, course, metres: None });
    }
    numbered
}

/// Calls `work` for each block of a file, many at once, and `take` in the order of the file.
fn blocks<T: Send>(
    path: &Path,
    read: &Arc<AtomicU64>,
    work: impl Fn(&PrimitiveBlock) -> Result<T, osmpbf::Error> + Sync,
    mut take: impl FnMut(T),
) -> Result<(), Refused> {
    let damaged = |at: usize, why: &dyn std::fmt::Display| {
        Refused::new(
            "extract-damaged",
            format!("{}, block {at}: {why}", name(path)),
            "fetch the extract again and compare its digest with that of whoever offers it",
        )
    };
    let file = BufReader::with_capacity(1 << 20, Counted::open(path, read)?);
    let mut reader = BlobReader::new(file);
    let mut begun = 0;
    loop {
        let mut blobs: Vec<Blob> = Vec::with_capacity(AT_ONCE);
        for blob in reader.by_ref().take(AT_ONCE) {
            blobs.push(blob.map_err(|e| damaged(begun + blobs.len(), &e))?);
        }
        if blobs.is_empty() {
            break;
        }
        let decoded: Vec<Result<Option<T>, Refused>> = blobs
            .par_iter()
            .enumerate()
            .map(|(i, blob)| match blob.decode().map_err(|e| damaged(begun + i, &e))? {
                BlobDecode::OsmHeader(header) => {
                    understood(path, header.required_features()).map(|()| None)
                }
                BlobDecode::OsmData(block) => {
                    work(&block).map(Some).map_err(|e| damaged(begun + i, &e))
                }
                BlobDecode::Unknown(_) => Ok(None),
            })
            .collect();
        begun += blobs.len();
        for one in decoded {
            if let Some(found) = one? {
                take(found);
            }
        }
    }
    if begun == 0 {
        return Err(damaged(0, &"the file is empty"));
    }
    Ok(())
}

/// Refuses a file that needs what this reader has not.
fn understood(path: &Path, features: &[String]) -> Result<(), Refused> {
    match features.iter().find(|feature| !UNDERSTOOD.contains(&feature.as_str())) {
        None => Ok(()),
        Some(feature) => Err(Refused::new(
            "extract-unknown",
            format!("{} needs the feature {feature:?} of its reader", name(path)),
            "make an extract of the present state: osmium cat or osmium time-filter",
        )),
    }
}

/// Ways of freight, posts and barriers of a block.
fn first(block: &PrimitiveBlock, lorry: &Lorry) -> Found {
    let mut found = Found::default();
    for group in block.groups() {
        for way in group.ways() {
            let id = way.id();
            let tags = Tags(way.tags().collect());
            match verdict(&tags, lorry) {
                Verdict::Take { kind, reversed } => {
                    let mut refs: Vec<i64> = way.refs().collect();
                    if reversed {
                        refs.reverse();
                    }
                    found.notes.take(taken(kind.mode), 1);
                    found.ways.push(Named { id, kind, refs });
                }
                Verdict::Leave(reason) => found.notes.leave(reason, || format!("way {id}")),
                Verdict::Other => {}
            }
        }
    }
    block.for_each_element(|element| {
        let (id, tags, at) = match &element {
            Element::DenseNode(n) => {
                if n.raw_tags().len() == 0 {
                    return;
                }
                (n.id(), Tags(n.tags().collect()), place(n.nano_lon(), n.nano_lat()))
            }
            Element::Node(n) => {
                (n.id(), Tags(n.tags().collect()), place(n.nano_lon(), n.nano_lat()))
            }
            _ => return,
        };
        if is_barred(&tags) {
            found.barred.push(id);
        }
        if is_post(&tags) {
            found.posts.extend(at);
        }
    });
    found
}

fn taken(mode: Mode) -> &'static str {
    match mode {
        Mode::Rail => "rail ways",
        Mode::InlandWater => "inland waterway ways",
        _ => "road ways",
    }
}

/// Where the points named by ways are; those that are nowhere on the earth apart.
fn second(block: &PrimitiveBlock, ids: &[i64], area: Option<Area>) -> Placed {
    let mut found = Placed::default();
    block.for_each_element(|element| {
        let (id, lng, lat) = match &element {
            Element::DenseNode(n) => (n.id(), n.nano_lon(), n.nano_lat()),
            Element::Node(n) => (n.id(), n.nano_lon(), n.nano_lat()),
            _ => return,
        };
        let Ok(number) = ids.binary_search(&id) else { return };
        match place(lng, lat) {
            Some(at) if area.is_none_or(|area| area.holds(at)) => {
                found.0.push((number as u32, at));
            }
            Some(_) => {}
            None => found.1.push(id),
        }
    });
    found
}

/// The point at nanodegrees, if it is one of the earth.
fn place(lng: i64, lat: i64) -> Option<LngLat> {
    let [lng, lat] = [lng, lat].map(|nano| i32::try_from(nano / 100));
    LngLat::from_e7(lng.ok()?, lat.ok()?).ok()
}
