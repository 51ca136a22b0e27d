//! From files to the parts of a network.

use crate::borders::locate;
use crate::contract::contract;
use crate::draft::Draft;
use crate::file::{Input, digest, name};
use crate::join::{JoinedMode, Joining, join};
use crate::pieces::pieces;
use crate::{Area, Lorry, Notes, Refused, Ways, gmns, lines, pbf, terminals};
use corridor_network::fact::Source;
use corridor_network::{
    Countries, Facts, FeatureKind, Inconsistent, Layer, LngLat, Network, Parts,
};
use corridor_routing::order_of;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How files are made a network.
#[derive(Clone, Debug)]
pub struct Options {
    /// What is taken of the files; all when absent.
    pub area: Option<Area>,
    /// Whether the files make a network of their own, joined to nothing.
    pub alone: bool,
    /// The lorry that roads must let through.
    pub lorry: Lorry,
    /// How far parts of the files may reach that have nothing of the network near, km.
    pub weld_km: f64,
    /// Table of terminals of one's own.
    pub terminals: Option<PathBuf>,
    /// Licence of files that are not of OpenStreetMap.
    pub licence: Option<String>,
    /// Attribution that licence asks for.
    pub attribution: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            area: None,
            alone: false,
            lorry: Lorry::default(),
            weld_km: 10.0,
            terminals: None,
            licence: None,
            attribution: None,
        }
    }
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Ways are read: bytes done of all.
    Ways {
        /// Bytes read.
        done: u64,
        /// Bytes there are.
        of: u64,
    },
    /// Points are read: bytes done of all.
    Points {
        /// Bytes read.
        done: u64,
        /// Bytes there are.
        of: u64,
    },
    /// Something whose end is not known beforehand.
    Named(&'static str),
}

/// Sizes of what was made of the files, and what was left out.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Files read.
    pub files: Vec<String>,
    /// Nodes before those that are only passed were taken out, and after.
    pub nodes: [usize; 2],
    /// Pieces before and after.
    pub pieces: [usize; 2],
    /// By mode.
    pub modes: BTreeMap<&'static str, JoinedMode>,
    /// What was taken and left out.
    pub notes: Notes,
}

/// A network in parts, with how it was made.
#[derive(Debug)]
pub struct Built {
    /// The parts.
    pub parts: Parts,
    /// What was done.
    pub report: Report,
}

/// Reads files and joins them to a network. `stage` is told what is being done.
///
/// # Errors
/// When a file cannot be read, is damaged or holds nothing of use, or nothing joins the network.
pub fn build(
    network: &Network,
    files: &[PathBuf],
    options: &Options,
    stage: &dyn Fn(Stage),
) -> Result<Built, Refused> {
    let inputs: Vec<Input> = files.iter().map(|file| Input::of(file)).collect::<Result<_, _>>()?;
    let mut notes = Notes::default();
    let ways = read(&inputs, options, stage, &mut notes)?;
    if ways.ways.is_empty() {
        return Err(nothing(&inputs, options, &notes));
    }
    stage(Stage::Named("cutting ways where they meet"));
    let posts = ways.posts.clone();
    let graph = pieces(ways);
    let before = (graph.nodes.len(), graph.pieces.len());
    let graph = contract(graph);
    let after = (graph.nodes.len(), graph.pieces.len());

    stage(Stage::Named("finding countries and borders"));
    let countries = Countries::new().map_err(|e| impossible(&e))?;
    let mut parts = network.to_parts();
    if options.alone {
        strip(&mut parts, &graph.nodes);
    }
    let located = locate(graph, &posts, &parts.facts, &countries, &mut notes);
    stage(Stage::Named("joining the network"));
    let sources = sources(&mut parts.facts, &groups(inputs.clone()), options)?;
    let first = sources[0];
    let mut draft = Draft::of(&parts);
    let joining = Joining { alone: options.alone, far_km: options.weld_km, sources };
    let modes = join(&mut parts, &mut draft, located, &joining, &mut notes)?;
    if let Some(table) = &options.terminals {
        let ids: BTreeSet<&str> = parts.features.iter().map(|f| f.id.as_str()).collect();
        let terminals = terminals::read(table, &countries, &ids, &mut notes)?;
        terminals::add(&mut parts, &mut draft, terminals, first, &mut notes);
    }
    parts.columns = draft.into_columns();
    stage(Stage::Named("finding the order of the hierarchies"));
    parts.orders = Layer::EVERY.map(|layer| (layer, order_of(&parts.columns, layer))).into();
    warn(&mut notes);
    let files = inputs.iter().flat_map(Input::files).map(name).collect();
    let report =
        Report { files, nodes: [before.0, after.0], pieces: [before.1, after.1], modes, notes };
    Ok(Built { parts, report })
}

fn read(
    inputs: &[Input],
    options: &Options,
    stage: &dyn Fn(Stage),
    notes: &mut Notes,
) -> Result<Ways, Refused> {
    let mut ways = Ways::default();
    for (number, group) in groups(inputs.to_vec()).into_iter().enumerate() {
        let (found, counted) = match &group[0] {
            Input::Pbf(_) => {
                let paths: Vec<PathBuf> =
                    group.iter().flat_map(Input::files).map(Path::to_owned).collect();
                pbf::read(&paths, &options.lorry, options.area, stage)?
            }
            Input::Gmns { nodes, links } => {
                stage(Stage::Named("reading tables of nodes and links"));
                gmns::read(nodes, links, options.area)?
            }
            Input::GeoJson(path) => {
                stage(Stage::Named("reading lines"));
                lines::read(path, &options.lorry, options.area)?
            }
        };
        ways.append(found, number as u8);
        notes.append(counted);
    }
    Ok(ways)
}

/// Inputs that are read together: all extracts of OpenStreetMap, every other one by itself.
fn groups(inputs: Vec<Input>) -> Vec<Vec<Input>> {
    let (extracts, others): (Vec<Input>, Vec<Input>) =
        inputs.into_iter().partition(|input| matches!(input, Input::Pbf(_)));
    let mut groups = if extracts.is_empty() { Vec::new() } else { vec![extracts] };
    groups.extend(others.into_iter().map(|input| vec![input]));
    groups
}

/// Why there is nothing to join.
fn nothing(inputs: &[Input], options: &Options, notes: &Notes) -> Refused {
    let files: Vec<String> = inputs.iter().flat_map(Input::files).map(name).collect();
    let mut most: Vec<_> = notes.left_out.iter().map(|(why, left)| (left.count, why)).collect();
    most.sort_unstable_by(|x, y| y.cmp(x));
    let told = most.first().map_or("no roads, railways or waterways".to_owned(), |(count, why)| {
        format!("{count} left out: {why}")
    });
    let next = if options.area.is_some() {
        "check --area: west,south,east,north; or leave it out"
    } else {
        "give an extract that has roads, railways or waterways with their points"
    };
    Refused::new(
        "extract-empty",
        format!("{}: nothing that freight could use ({told})", files.join(", ")),
        next,
    )
}

fn impossible(why: &dyn std::fmt::Display) -> Refused {
    Refused::new("extract-unreadable", why.to_string(), "report this as a defect")
}

/// Leaves of a network what a network of its own needs: countries, their gauges, unions and borders,
/// and the places round it.
fn strip(parts: &mut Parts, nodes: &[LngLat]) {
    let facts = std::mem::take(&mut parts.facts);
    parts.facts = Facts {
        sources: facts.sources,
        borders: facts.borders,
        gauges: facts.gauges,
        unions: facts.unions,
        countries: facts.countries,
        ..Facts::default()
    };
    let borders = parts.features.iter().filter(|f| f.kind == FeatureKind::Border).cloned();
    parts.features = borders.collect();
    let range = |degree: fn(LngLat) -> f64| {
        let all = nodes.iter().map(|at| degree(*at));
        all.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], x| [low.min(x), high.max(x)])
    };
    let ([west, east], [south, north]) = (range(LngLat::lng), range(LngLat::lat));
    let is_near = |at: LngLat| {
        (west - 0.1..=east + 0.1).contains(&at.lng())
            && (south - 0.1..=north + 0.1).contains(&at.lat())
    };
    let places = parts.places.iter().filter(|place| is_near(place.at())).cloned();
    parts.places =
        places.map(|place| corridor_network::Place { terminal: None, ..place }).collect();
    parts.columns = corridor_network::Columns { first_bend: vec![0], ..Default::default() };
    parts.columns.feature_sets.push(Vec::new());
}

/// Adds the sources of the inputs; returns the rows that their links name.
fn sources(
    facts: &mut Facts,
    groups: &[Vec<Input>],
    options: &Options,
) -> Result<Vec<u8>, Refused> {
    let mut rows = Vec::new();
    for group in groups {
        let paths: Vec<&Path> = group.iter().flat_map(Input::files).collect();
        let digest = digest(&paths)?;
        let id = format!("extract-{digest}");
        let names: Vec<String> = paths.iter().map(|path| name(path)).collect();
        let names = names.join(" and ");
        let (what, licence, attribution) = match &group[0] {
            Input::Pbf(_) => (
                "extract of OpenStreetMap",
                "ODbL-1.0".to_owned(),
                "© OpenStreetMap contributors".to_owned(),
            ),
            Input::Gmns { .. } => ("nodes and links (GMNS)", stated(options), credit(options)),
            Input::GeoJson(_) => ("lines (GeoJSON)", stated(options), credit(options)),
        };
        let known = facts.sources.iter().position(|source| source.id == id);
        let row = known.unwrap_or(facts.sources.len());
        if known.is_none() {
            facts.sources.push(Source {
                id,
                title: format!("{names}: {what}"),
                package: format!("{names} (SHA-256 {digest}...)"),
                licence,
                attribution,
            });
        }
        rows.push(u8::try_from(row).map_err(|_| {
            Refused::new(
                "extract-unknown",
                format!("the network has {row} sources and can have no more"),
                "begin with the network that the program ships",
            )
        })?);
    }
    Ok(rows)
}

fn stated(options: &Options) -> String {
    options.licence.clone().unwrap_or_else(|| "not stated".to_owned())
}

fn credit(options: &Options) -> String {
    options.attribution.clone().unwrap_or_else(|| "not stated".to_owned())
}

/// What whoever uses the network should know.
fn warn(notes: &mut Notes) {
    let ferries = notes.left("ferry: how often it sails is not in the file");
    if ferries > 0 {
        notes.warnings.push(format!(
            "{ferries} ferry ways are left out: state the lines that matter, with sailings a week, in \
             a scenario (docs/methods/scenarios.md)"
        ));
    }
    let posts = notes.left("way over a border where no post is known");
    if posts > 0 {
        notes.warnings.push(format!(
            "{posts} ways over a border are left out because no post is known there"
        ));
    }
}

impl Built {
    /// The network of the parts, without a digest, for questions before it is written.
    ///
    /// # Errors
    /// When the parts contradict each other.
    pub fn network(self) -> Result<Network, Inconsistent> {
        Network::new(self.parts, String::new())
    }
}
