//! Tiles over HTTP.

use crate::app::App;
use crate::ask::{is_known, takes};
use crate::openapi::Description;
use crate::problem::HttpProblem;
use crate::tiles::{self, Layers, MAX_ZOOM};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use corridor::shown;
use corridor_api::Work;
use flate2::read::GzDecoder;
use serde_json::json;
use std::io::Read;
use std::sync::Arc;

/// The path of a tile.
pub(crate) const PATH: &str = "/v1/tiles/{z}/{x}/{y}";
/// Tiles change with the network and the program only; the tag says whether they did.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=3600");
const VECTOR_TILE: HeaderValue = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
const GZIP: HeaderValue = HeaderValue::from_static("gzip");

/// A tile.
pub(crate) async fn tile(
    State(app): State<Arc<App>>,
    Path((zoom, x, y)): Path<(String, String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let number = |text: &str| text.parse::<u32>().ok();
    let numbers = (zoom.parse::<u8>().ok(), number(&x), number(y.trim_end_matches(".mvt")));
    let (Some(zoom), Some(x), Some(y)) = numbers else { return none(&zoom, &x, &y) };
    let layers = match layers(uri.query()) {
        Ok(layers) => layers,
        Err(problem) => return problem.into_response(),
    };
    let tag = format!("W/\"{}-{}\"", app.engine.network().build_id(), tiles::version());
    let Ok(tag) = HeaderValue::try_from(tag) else {
        return HttpProblem::internal().into_response();
    };
    if is_known(&headers, &tag) {
        return respond(StatusCode::NOT_MODIFIED, tag, Body::empty(), false);
    }
    let key = (layers, zoom, x, y);
    let gzip = match app.tiles_kept.get_value_or_guard_async(&key).await {
        Ok(known) => known,
        Err(guard) => {
            let shared = app.clone();
            let draw = move || shared.tiles.tile(shared.engine.network(), layers, (zoom, x, y));
            match app.pool.run(Work::Draw, draw).await {
                Ok(Some(tile)) => {
                    let tile = Bytes::from(tile);
                    let _ = guard.insert(tile.clone());
                    tile
                }
                Ok(None) => return none(&zoom.to_string(), &x.to_string(), &y.to_string()),
                Err(problem) => return problem.into_response(),
            }
        }
    };
    if takes(&headers, "gzip") {
        return respond(StatusCode::OK, tag, gzip.into(), true);
    }
    let mut plain = Vec::new();
    match GzDecoder::new(&gzip[..]).read_to_end(&mut plain) {
        Ok(_) => respond(StatusCode::OK, tag, plain.into(), false),
        Err(_) => HttpProblem::internal().into_response(),
    }
}

/// The layers asked for: `?layers=land,rail`; all without.
fn layers(query: Option<&str>) -> Result<Layers, HttpProblem> {
    let Some(query) = query.filter(|query| !query.is_empty()) else { return Ok(Layers::ALL) };
    let Some(names) = query.strip_prefix("layers=") else {
        return Err(HttpProblem::bad(
            "field-unknown",
            format!("?{} means nothing of a tile", shown(query)),
            "ask for some layers with `?layers=land,rail`, or for all without",
        ));
    };
    let names = names.replace("%2C", ",").replace("%2c", ",");
    Layers::named(&names).map_err(|name| {
        HttpProblem::bad(
            "field-invalid",
            format!("layers: {} is no layer of the map", shown(&name)),
            format!("take some of {}", Layers::names()),
        )
    })
}

fn none(zoom: &str, x: &str, y: &str) -> Response {
    HttpProblem::new(
        StatusCode::NOT_FOUND,
        "tile-unknown",
        format!("there is no tile {zoom}/{x}/{y}"),
        format!("zooms run from 0 to {MAX_ZOOM}, x and y from 0 to 2^zoom - 1"),
    )
    .into_response()
}

fn respond(status: StatusCode, tag: HeaderValue, body: Body, is_gzip: bool) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, KEEP);
    headers.insert(header::CONTENT_TYPE, VECTOR_TILE);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_gzip {
        headers.insert(header::CONTENT_ENCODING, GZIP);
    }
    response
}

/// Describes the path.
pub(crate) fn describe(description: &mut Description) {
    let number = |name: &str, about: &str| {
        json!({
            "name": name, "in": "path", "required": true, "description": about,
            "schema": {"type": "integer", "minimum": 0},
        })
    };
    let unknown = description.refused("There is no such tile.");
    let layer_unknown = description.refused("A layer is unknown.");
    let busy = description.refused("Too many questions wait.");
    description.path(
        PATH,
        json!({"get": {
            "operationId": "get_tile",
            "summary": "A vector tile of the map; docs/methods/map-tiles.md names its layers",
            "parameters": [
                number("z", "Zoom, 0 to 8."),
                number("x", "Column from the west, 0 to 2^z - 1."),
                number("y", "Row from the north, 0 to 2^z - 1."),
                {
                    "name": "layers", "in": "query", "required": false,
                    "description": "Names of layers with commas; all without.",
                    "schema": {"type": "string"},
                },
            ],
            "responses": {
                "200": {
                    "description": "Mapbox Vector Tile 2.",
                    "content": {"application/vnd.mapbox-vector-tile":
                        {"schema": {"type": "string", "format": "binary"}}},
                },
                "304": {"description": "The tile of `If-None-Match` holds."},
                "400": layer_unknown,
                "404": unknown,
                "429": busy.clone(),
                "503": busy,
            },
        }}),
    );
}
