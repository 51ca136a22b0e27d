//! The description of the API, OpenAPI 3.1, made from the types of questions and answers.

use crate::problem::HttpProblem;
use corridor_api::{Question, Work};
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

/// A description under construction.
pub(crate) struct Description {
    /// Shapes as they are read: what has a default need not be there.
    asked: SchemaGenerator,
    /// Shapes as they are written: what is always written is always there.
    told: SchemaGenerator,
    paths: Map<String, Value>,
}

impl Default for Description {
    fn default() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        });
        let asked = settings.clone().into_generator();
        let told = settings.for_serialize().into_generator();
        Self { asked, told, paths: Map::new() }
    }
}

impl Description {
    /// Adds a question that is asked by GET and by POST.
    pub(crate) fn question<Q: Question>(&mut self) {
        let answer = self.told.subschema_for::<Q::Answer>();
        let body = self.asked.subschema_for::<Q>();
        let shape = self.asked.root_schema_for::<Q>();
        let responses = self.responses(&answer, Q::WORK);
        let mut get = json!({
            "operationId": format!("get_{}", Q::NAME.replace('-', "_")),
            "summary": Q::SUMMARY,
            "parameters": parameters(&shape),
            "responses": responses,
        });
        get["responses"]["304"] = json!({"description": "The answer of `If-None-Match` holds."});
        let mut post = json!({
            "operationId": format!("post_{}", Q::NAME.replace('-', "_")),
            "summary": Q::SUMMARY,
            "requestBody": {"required": true, "content": {"application/json": {"schema": body}}},
            "responses": responses,
        });
        post["responses"]["413"] = self.refused("The body is too large.");
        post["responses"]["415"] = self.refused("The body is no JSON.");
        self.paths.insert(format!("/v1/{}", Q::NAME), json!({"get": get, "post": post}));
    }

    /// Says of a question that it may be answered by a job, described by `job`.
    pub(crate) fn may_become_job<Q: Question>(&mut self, job: &Value) {
        let full = self.refused("The disk of the server is full.");
        let Some(operations) = self.paths.get_mut(&format!("/v1/{}", Q::NAME)) else { return };
        for method in ["get", "post"] {
            let operation = &mut operations[method];
            operation["responses"]["202"] = json!({
                "description": "A job; `Location` is where it is.",
                "headers": {"Location": {"schema": {"type": "string"}}},
                "content": job,
            });
            operation["responses"]["507"] = full.clone();
            let prefer = json!({
                "name": "Prefer", "in": "header", "schema": {"type": "string"},
                "description": "`respond-async` asks for a job, however small the question.",
            });
            match &mut operation["parameters"] {
                Value::Array(parameters) => parameters.push(prefer),
                none => *none = json!([prefer]),
            }
        }
    }

    /// Adds a path as it is written.
    pub(crate) fn path(&mut self, path: &str, operations: Value) {
        self.paths.insert(path.to_owned(), operations);
    }

    /// The content of a body that is read.
    pub(crate) fn asked<T: JsonSchema>(&mut self) -> Value {
        content(&self.asked.subschema_for::<T>())
    }

    /// The content of a body that is written.
    pub(crate) fn told<T: JsonSchema>(&mut self) -> Value {
        content(&self.told.subschema_for::<T>())
    }

    /// A response with a problem.
    pub(crate) fn refused(&mut self, description: &str) -> Value {
        let schema = self.told.subschema_for::<HttpProblem>();
        json!({
            "description": description,
            "content": {"application/problem+json": {"schema": schema}},
        })
    }

    fn responses(&mut self, answer: &Schema, work: Work) -> Value {
        let mut responses = json!({
            "200": {
                "description": "The answer.",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": answer}},
            },
            "400": self.refused("The question cannot be read, or names what does not exist."),
            "429": self.refused("Too many questions wait."),
            "500": self.refused("A fault of the program."),
            "503": self.refused("No thread was free in time."),
        });
        if work == Work::Search {
            responses["422"] = self.refused("There is no way.");
        }
        responses
    }

    /// The whole document.
    pub(crate) fn finish(mut self) -> Value {
        let mut schemas = self.asked.take_definitions(true);
        schemas.extend(self.told.take_definitions(true));
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "corridor",
                "version": env!("CARGO_PKG_VERSION"),
                "description": "Plans freight over the world's trade corridors. Positions are \
                    longitude, latitude in degrees; units stand in the names of fields. A question \
                    is asked by GET with its fields in the URL (lists with commas) or by POST with \
                    the same fields as JSON. Unknown fields are refused. The same question to the \
                    same network has the same answer, and its ETag says so.",
                "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
            },
            "servers": [{"url": "/"}],
            "paths": self.paths,
            "components": {"schemas": schemas},
        })
    }
}

fn content(schema: &Schema) -> Value {
    json!({"application/json": {"schema": schema}})
}

/// The fields of a question as parameters of a URL.
fn parameters(shape: &Schema) -> Vec<Value> {
    let object = shape.as_object();
    let properties = object.and_then(|o| o.get("properties")).and_then(Value::as_object);
    let required = object.and_then(|o| o.get("required")).and_then(Value::as_array);
    let is_required = |name: &str| required.is_some_and(|r| r.iter().any(|one| one == name));
    let parameter = |(name, schema): (&String, &Value)| {
        let mut schema = schema.clone();
        let description = schema.as_object_mut().and_then(|s| s.remove("description"));
        let is_list = schema.get("type").and_then(Value::as_str) == Some("array");
        let is_place =
            schema.get("$ref").and_then(Value::as_str).is_some_and(|r| r.ends_with("/Place"));
        if is_place {
            schema = json!({"type": "string", "examples": ["INNSA", "Mumbai, IN", "72.95,18.95"]});
        }
        not_null(&mut schema);
        let mut parameter = json!({
            "name": name,
            "in": "query",
            "required": is_required(name),
            "schema": schema,
        });
        if let Some(description) = description {
            parameter["description"] = description;
        }
        if is_list {
            parameter["style"] = json!("form");
            parameter["explode"] = json!(false);
        }
        parameter
    };
    properties.into_iter().flatten().map(parameter).collect()
}

/// A URL has no `null`: what is optional is left out.
fn not_null(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(Value::Array(words)) = object.get_mut("type") {
        words.retain(|word| word != "null");
        if let [only] = &words[..] {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    if object.get("default") == Some(&Value::Null) {
        object.remove("default");
    }
}
