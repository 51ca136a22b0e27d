//! Tools and resources, as the protocol asks for them.

use crate::brief;
use crate::kept::Kept;
use crate::resources;
use corridor::{Engine, Problem};
use corridor_api::catalogue::{self, Listed, QUESTIONS};
use corridor_api::words;
use corridor_api::worlds::Worlds;
use rmcp::ErrorData;
use rmcp::handler::server::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
    JsonObject, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult, ResourceContents,
    ServerCapabilities, ServerConfig, Tool, ToolAnnotations,
};
use rmcp::service::{RequestContext, RoleServer};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Bytes that the arguments of a call may have.
const LARGEST: usize = 1 << 20;

/// What an assistant is told before it asks.
const INSTRUCTIONS: &str = "Plans freight between any two places over sea, rail, road, inland water and \
    ferries, and says what opening, closing or changing a corridor does. Ask `places` when a name may \
    be ambiguous, `plan` for itineraries, `compare` for the same question in several worlds \
    (`scenarios` lists them), `landed-cost` for duty, taxes and carriage. Give the figures as they are, \
    with their warnings and dates: times are means, prices are published averages and not quotes, \
    nothing is legal advice. Air freight is not covered. Costs are US dollars, emissions kilograms of \
    CO2e well to wheel, days are YYYY-MM-DD.";

/// The engine, as an assistant meets it.
pub struct Assistant {
    worlds: Arc<Worlds>,
    kept: Arc<Kept>,
    /// As many questions at once as there are cores; others wait.
    turns: Arc<Semaphore>,
}

impl Assistant {
    /// Around an engine.
    pub fn new(engine: Arc<Engine>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            worlds: Arc::new(Worlds::new(engine)),
            kept: Arc::default(),
            turns: Arc::new(Semaphore::new(cores)),
        }
    }

    /// The answer to a call: short text with figures, and the name of the whole answer.
    async fn answer(
        &self,
        listed: &'static Listed,
        arguments: String,
    ) -> Result<CallToolResult, ErrorData> {
        let internal = |e: String| ErrorData::internal_error(e, None);
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|e| internal(e.to_string()))?;
        let worlds = self.worlds.clone();
        let work = move || {
            let answer = (listed.ask)(&worlds, &arguments, jiff::Zoned::now().date());
            drop(turn);
            answer
        };
        let answer = tokio::task::spawn_blocking(work).await;
        Ok(match answer.map_err(|e| internal(e.to_string()))? {
            Ok(whole) => {
                let uri = self.kept.keep(whole.clone());
                let short = brief::brief(listed.name, &whole, &uri);
                CallToolResult::success(vec![ContentBlock::text(short)])
            }
            Err(problem) => CallToolResult::error(vec![ContentBlock::text(told(&problem))]),
        })
    }
}

impl ServerHandler for Assistant {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().enable_resources().build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("corridor", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = QUESTIONS.iter().map(tool).collect::<Result<Vec<_>, _>>()?;
        Ok(ListToolsResult::with_all_items(tools))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let listed = catalogue::question(&request.name)
            .map_err(|problem| ErrorData::invalid_params(told(&problem), None))?;
        let arguments =
            serde_json::Value::Object(request.arguments.unwrap_or_default()).to_string();
        if arguments.len() > LARGEST {
            let (is, most) = (arguments.len(), LARGEST);
            let reason = format!("the arguments have {is} bytes; {most} are read");
            return Err(ErrorData::invalid_params(reason, None));
        }
        Ok(self.answer(listed, arguments).await?.into())
    }

    async fn list_resources(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        Ok(ListResourcesResult::with_all_items(resources::list()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let uri = request.uri;
        let found = match self.kept.get(&uri) {
            Some(answer) => Some((answer.to_string(), "application/json")),
            None => resources::text(&uri).map(|text| (text.to_owned(), "text/markdown")),
        };
        let Some((text, kind)) = found else {
            let reason = format!("there is no resource {uri:?}, or it is no longer kept");
            return Err(ErrorData::resource_not_found(reason, None));
        };
        let contents = ResourceContents::text(text, uri).with_mime_type(kind);
        Ok(ReadResourceResult::new(vec![contents]).into())
    }
}

/// A question as a tool.
fn tool(listed: &Listed) -> Result<Tool, ErrorData> {
    let schema: JsonObject = serde_json::from_str(&(listed.schema)())
        .map_err(|e| ErrorData::internal_error(e.to_string(), None))?;
    let annotations = ToolAnnotations::new().read_only(true).idempotent(true).open_world(false);
    Ok(Tool::new(listed.name, listed.summary, Arc::new(schema)).with_annotations(annotations))
}

/// A problem in the words of tools and their arguments.
fn told(problem: &Problem) -> String {
    let verb = |verb: &str| format!("the tool `{verb}`");
    let detail = words::spoken(&problem.detail, verb);
    let action = words::spoken(&problem.action, verb);
    let code = &problem.code;
    if action.is_empty() {
        format!("{detail} ({code})")
    } else {
        format!("{detail} ({code})\ntry: {action}")
    }
}
