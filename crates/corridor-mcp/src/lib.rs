//! The engine for AI assistants: the Model Context Protocol over standard input and output.
//!
//! Every question of [`corridor_api::catalogue`] is a tool; its arguments are the question's fields. Answers
//! are short enough for a model to read, with figures, sources and warnings kept; the whole answer is
//! a resource that the short one names. Nothing here knows what a question asks, but for what of a plan
//! comes first ([`brief`]).

mod brief;
mod kept;
mod resources;
mod server;

pub use server::Assistant;

use corridor::Engine;
use rmcp::ServiceExt;
use rmcp::transport::stdio;
use std::sync::Arc;

/// Answers an assistant over standard input and output until it closes them.
///
/// # Errors
/// When the input is no such protocol, or cannot be read or written.
pub fn serve_stdio(engine: Engine) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let service = Assistant::new(Arc::new(engine)).serve(stdio()).await?;
        service.waiting().await?;
        Ok(())
    })
}
