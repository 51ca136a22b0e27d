//! The paths of jobs in OpenAPI.

use super::matrix::MatrixQuestion;
use super::pairs::PairsQuestion;
use super::record::{Listed, Record};
use super::small::{MatrixAnswer, PairsAnswer};
use crate::openapi::Description;
use corridor_api::{BriefingQuestion, FlowsQuestion, PlansQuestion};
use schemars::JsonSchema;
use serde_json::json;

/// Describes the paths.
pub(crate) fn describe(description: &mut Description) {
    table::<MatrixQuestion, MatrixAnswer>(
        description,
        "matrix",
        "All origins to all destinations; more than 2,500 cells become a job",
    );
    table::<PairsQuestion, PairsAnswer>(
        description,
        "pairs",
        "Distances of many pairs in one mode; more than 1,000 become a job",
    );
    let job = description.told::<Record>();
    let body = description.asked::<PlansQuestion>();
    let responses = json!({
        "202": {
            "description": "A job; `Location` is where it is.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": job,
        },
        "400": description.refused("The question cannot be read, or names what does not exist."),
        "413": description.refused("Too large."),
        "415": description.refused("The body is no JSON."),
        "429": description.refused("Too many questions or jobs wait."),
        "500": description.refused("A fault of the program."),
        "503": description.refused("Too many questions or jobs wait."),
        "507": description.refused("The disk of the server is full."),
    });
    description.path(
        "/v1/plans",
        json!({"post": {
            "operationId": "post_plans",
            "summary": "Plans of many pairs, with the landed cost of their goods; always a job",
            "requestBody": {"required": true, "content": body},
            "responses": responses,
        }}),
    );
    description.question::<FlowsQuestion>();
    description.may_become_job::<FlowsQuestion>(&job);
    description.question::<BriefingQuestion>();
    description.may_become_job::<BriefingQuestion>(&job);
    let jobs = description.told::<Listed>();
    let none = description.refused("There is no such job.");
    let unready = description.refused("The job is not done.");
    let id = json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]);
    description.path(
        "/v1/jobs",
        json!({"get": {
            "operationId": "get_jobs",
            "summary": "The jobs, the newest first",
            "responses": {"200": {"description": "The jobs.", "content": jobs}},
        }}),
    );
    let one = |about: &str| json!({"200": {"description": about, "content": job}, "404": none});
    description.path(
        "/v1/jobs/{id}",
        json!({
            "get": {
                "operationId": "get_job",
                "summary": "Where a job stands",
                "parameters": id,
                "responses": one("The job."),
            },
            "delete": {
                "operationId": "delete_job",
                "summary": "Gives up a job under way, throws away one that came to its end",
                "parameters": id,
                "responses": one("The job as it was."),
            },
        }),
    );
    description.path(
        "/v1/jobs/{id}/events",
        json!({"get": {
            "operationId": "get_job_events",
            "summary": "Progress as server-sent events, each the job; named by its state",
            "parameters": id,
            "responses": {
                "200": {
                    "description": "Events until the state is final.",
                    "content": {"text/event-stream": {"schema": {"type": "string"}}},
                },
                "404": none,
            },
        }}),
    );
    let file = json!({"schema": {"type": "string", "format": "binary"}});
    let files = json!({"text/csv": file, "application/vnd.apache.parquet": file,
        "application/json": file});
    description.path(
        "/v1/jobs/{id}/result",
        json!({"get": {
            "operationId": "get_job_result",
            "summary": "The table, or the answer for flows or a briefing; parts of it with `Range`",
            "parameters": id,
            "responses": {
                "200": {"description": "The table.", "content": files},
                "206": {"description": "A part of it.", "content": files},
                "404": none,
                "409": unready,
                "416": {"description": "There is no such part."},
            },
        }}),
    );
}

/// A question that is answered at once or becomes a job.
fn table<Q: JsonSchema, A: JsonSchema>(description: &mut Description, name: &str, summary: &str) {
    let body = description.asked::<Q>();
    let answer = description.told::<A>();
    let job = description.told::<Record>();
    let busy = description.refused("Too many questions or jobs wait.");
    let responses = json!({
        "200": {"description": "The answer.", "content": answer},
        "202": {
            "description": "A job; `Location` is where it is.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": job,
        },
        "400": description.refused("The question cannot be read, or names what does not exist."),
        "413": description.refused("Too large; an estimate is told."),
        "415": description.refused("The body is no JSON."),
        "429": busy.clone(),
        "500": description.refused("A fault of the program."),
        "503": busy,
        "507": description.refused("The disk of the server is full."),
    });
    let prefer = json!([{
        "name": "Prefer", "in": "header", "schema": {"type": "string"},
        "description": "`respond-async` asks for a job, however small the table.",
    }]);
    description.path(
        &format!("/v1/{name}"),
        json!({"post": {
            "operationId": format!("post_{name}"),
            "summary": summary,
            "parameters": prefer,
            "requestBody": {"required": true, "content": body},
            "responses": responses,
        }}),
    );
}
