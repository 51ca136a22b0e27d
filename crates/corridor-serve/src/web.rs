//! The web map: files that were embedded when the program was built.

use crate::ask::takes;
use crate::problem::HttpProblem;
use crate::protect::ForPeople;
use axum::Extension;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, File, include_dir};

static FILES: Dir<'static> = include_dir!("$OUT_DIR/web");
/// Why there are none, if so.
const MISSING: &str = include_str!(concat!(env!("OUT_DIR"), "/web-missing.txt"));

/// Files in this folder have a digest in their names.
const HASHED: &str = "assets/";

/// Why there is no map in this program; `None` if there is.
pub(crate) fn missing() -> Option<&'static str> {
    (FILES.get_file("index.html").is_none()).then_some(MISSING)
}

/// A file of the map, for every path that nothing else answers.
pub(crate) async fn file(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    if method != Method::GET && method != Method::HEAD {
        return unknown(&uri);
    }
    if let Some(file) = FILES.get_file(path) {
        let packed = FILES.get_file(format!("{path}.br")).filter(|_| takes(&headers, "br"));
        return served(path, file.contents(), packed.map(File::contents), &headers);
    }
    match missing() {
        Some(why) if path == "index.html" => no_map(why),
        _ => unknown(&uri),
    }
}

/// A file, as it was compressed when the program was built if that is at hand.
fn served(
    path: &str,
    contents: &'static [u8],
    packed: Option<&'static [u8]>,
    headers: &HeaderMap,
) -> Response {
    // The page itself changes with the program: its length and version tell two apart.
    let tag = format!("W/\"{}-{}\"", env!("CARGO_PKG_VERSION"), digest(contents));
    let tag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("W/\"\""));
    let is_known = crate::ask::is_known(headers, &tag);
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        packed.unwrap_or(contents).into_response()
    };
    let kept =
        if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::ETAG, tag);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed.is_some() && !is_known {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

/// A number that differs between files (FNV-1a, 64 bits).
fn digest(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn unknown(uri: &Uri) -> Response {
    HttpProblem::new(
        StatusCode::NOT_FOUND,
        "path-unknown",
        format!("there is nothing at {}", uri.path()),
        "/v1/openapi.json lists what can be asked",
    )
    .into_response()
}

fn no_map(why: &str) -> Response {
    let text = format!(
        "This corridor has no map: {why}.\n\n\
         Install Node.js 20 or later and build again, from the folder of the sources:\n\n\
         \x20   cargo build --release\n\n\
         The API works all the same; /v1/openapi.json describes it:\n\n\
         \x20   curl 'http://localhost:8080/v1/plan?from=Mumbai&to=Moscow'\n"
    );
    (
        StatusCode::SERVICE_UNAVAILABLE,
        Extension(ForPeople),
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")],
        text,
    )
        .into_response()
}
