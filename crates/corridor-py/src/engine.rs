//! The engine of a process, and what can be asked of it.

use crate::error::raise;
use crate::table::Table;
use crate::tables;
use crate::threads::work;
use corridor::page::{self, BaseMap};
use corridor::parameters::ParameterFile;
use corridor::scenarios::ScenarioSource;
use corridor::{Engine as Core, Problem};
use corridor_api::catalogue;
use corridor_api::worlds::Worlds;
use corridor_batch::Stop;
use corridor_network::fact::TerminalKind;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The engine over the network that ships, opened at its first use.
static SHIPPED: OnceLock<Arc<Core>> = OnceLock::new();

/// An open network, asked many times, by threads too.
#[pyclass(frozen, module = "corridor._corridor")]
pub struct Engine {
    worlds: Worlds,
}

#[pymethods]
impl Engine {
    /// Opens the network that ships, or that of a file, with figures (`(name, TOML)` of files) and
    /// scenarios (ids, or `(name, TOML)`) laid over it.
    #[new]
    #[pyo3(signature = (network=None, parameters=Vec::new(), scenarios=Vec::new()))]
    fn new(
        py: Python<'_>,
        network: Option<PathBuf>,
        parameters: Vec<(String, String)>,
        scenarios: Vec<Scenario>,
    ) -> PyResult<Self> {
        let open = move || -> Result<Arc<Core>, Problem> {
            let files = parameters.into_iter().map(|(name, text)| ParameterFile { name, text });
            let files: Vec<_> = files.collect();
            let base = match network {
                None if files.is_empty() => shipped()?,
                None => Arc::new(Core::open(corridor_data::WORLD)?.with_parameter_files(&files)?.0),
                Some(path) => Arc::new(Core::open(&read(&path)?)?.with_parameter_files(&files)?.0),
            };
            if scenarios.is_empty() {
                return Ok(base);
            }
            let sources: Vec<ScenarioSource> =
                scenarios.into_iter().map(Scenario::source).collect();
            Ok(Arc::new(base.supposing(&sources)?))
        };
        let base = work(py, None, &Stop::default(), &|_| Ok(()), open)?.map_err(|e| raise(&e))?;
        Ok(Self { worlds: Worlds::new(base) })
    }

    /// The answer to a question, by its name; both are JSON.
    fn ask(&self, py: Python<'_>, name: &str, json: &str) -> PyResult<String> {
        let today = jiff::Zoned::now().date();
        let question = catalogue::question(name).map_err(|e| raise(&e))?;
        let answer = || (question.ask)(&self.worlds, json, today);
        work(py, None, &Stop::default(), &|_| Ok(()), answer)?.map_err(|e| raise(&e))
    }

    /// Distances of the pairs of a table; `options` are JSON. Gives the table and what is wrong with
    /// rows that are marked `bad-row` in it.
    #[pyo3(signature = (table, options, threads=None, progress=None))]
    fn pairs(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        options: &str,
        threads: Option<usize>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<(Table, Vec<String>)> {
        tables::pairs(py, &self.worlds, table, options, &tables::Run { threads, progress })
    }

    /// Itineraries of the pairs of a table; `question` is a question for a plan, as JSON.
    #[pyo3(signature = (table, question, threads=None, progress=None))]
    fn plans(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        question: &str,
        threads: Option<usize>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<(Table, Vec<String>)> {
        tables::plans(py, &self.worlds, table, question, &tables::Run { threads, progress })
    }

    /// All origins to all destinations; `options` are JSON.
    #[pyo3(signature = (origins, destinations, options, wide, memory, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "Python's side names them")]
    fn matrix(
        &self,
        py: Python<'_>,
        origins: &Bound<'_, PyAny>,
        destinations: &Bound<'_, PyAny>,
        options: &str,
        wide: bool,
        memory: u64,
        threads: Option<usize>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Table> {
        let run = tables::Run { threads, progress };
        let shape = tables::Shape { wide, memory };
        tables::matrix(py, &self.worlds, [origins, destinations], options, shape, &run)
    }

    /// The page with map, cards and charts of a plan that was asked with its courses; both are texts,
    /// the plan JSON.
    fn page(&self, py: Python<'_>, plan: &str) -> PyResult<String> {
        self.drawn(py, plan, page::html)
    }

    /// The map of a plan as an SVG picture so many pixels wide.
    fn picture(&self, py: Python<'_>, plan: &str, width: u32) -> PyResult<String> {
        self.drawn(py, plan, |plan, courses, base| page::svg_plan(plan, courses, base, width))
    }

    /// The ports of the network that have a UN/LOCODE: code, name, country (ISO 3166-1 alpha-2), longitude,
    /// latitude, whether they handle containers.
    fn ports(&self) -> Vec<(String, String, String, f64, f64, bool)> {
        let terminals = self.worlds.base().network().facts().terminals.iter();
        let ports = terminals.filter(|terminal| terminal.kind == TerminalKind::Port);
        ports
            .filter_map(|port| {
                let code = port.locode?.to_string();
                let (name, country) = (port.name.clone(), port.country.to_string());
                Some((code, name, country, port.at.lng(), port.at.lat(), port.containers))
            })
            .collect()
    }

    /// Network file and its build id.
    #[getter]
    fn dataset(&self) -> String {
        self.worlds.base().dataset()
    }
}

impl Engine {
    fn drawn(
        &self,
        py: Python<'_>,
        plan: &str,
        draw: impl FnOnce(&Value, &Value, &BaseMap) -> String + Send,
    ) -> PyResult<String> {
        py.detach(|| {
            let mut plan: Value = serde_json::from_str(plan)
                .map_err(|e| PyValueError::new_err(format!("the plan is no JSON: {e}")))?;
            let courses = plan.as_object_mut().and_then(|plan| plan.remove("geometry"));
            let courses = courses.unwrap_or_default();
            Ok(draw(&plan, &courses, &self.worlds.base().base_map()))
        })
    }
}

/// A scenario as Python gives it: an id, or the name and the text of a file.
#[derive(FromPyObject)]
enum Scenario {
    /// By id.
    Id(String),
    /// Of one's own.
    File(String, String),
}

impl Scenario {
    fn source(self) -> ScenarioSource {
        match self {
            Self::Id(id) => ScenarioSource::Id(id),
            Self::File(name, text) => ScenarioSource::File { name, text },
        }
    }
}

fn shipped() -> Result<Arc<Core>, Problem> {
    if let Some(known) = SHIPPED.get() {
        return Ok(known.clone());
    }
    let opened = Arc::new(Core::open(corridor_data::WORLD)?);
    Ok(SHIPPED.get_or_init(|| opened).clone())
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(path).map_err(|e| {
        Problem::bad_network(
            format!("{} cannot be read: {e}", path.display()),
            "name the network file of `corridor data`, or leave it out for the one that ships",
        )
    })
}
