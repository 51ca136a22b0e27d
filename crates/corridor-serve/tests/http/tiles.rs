//! Tiles of the map.

use crate::client::{get, send};
use crate::server;

#[test]
fn the_world_has_all_layers() {
    let reply = get(server(), "/v1/tiles/0/0/0");
    assert_eq!(reply.status, 200);
    let text = String::from_utf8_lossy(&reply.body);
    for layer in ["land", "ice", "border", "rail", "waterway", "ferry", "corridor", "passage"] {
        assert!(text.contains(layer), "there is no layer {layer}");
    }
    let near = get(server(), "/v1/tiles/5/22/13").body;
    let text_near = String::from_utf8_lossy(&near);
    for layer in ["lane", "road", "terminal", "post", "place"] {
        assert!(text_near.contains(layer), "there is no layer {layer} near Lahore and Kandla");
    }
    assert!(reply.body.len() < 400_000, "{} bytes", reply.body.len());
}

#[test]
fn tiles_are_compressed_and_kept() {
    let path = "/v1/tiles/1/1/0";
    let gzip = send(server(), "GET", path, &[("accept-encoding", "gzip, br")], b"");
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    assert!(gzip.header("cache-control").unwrap().contains("max-age"));
    let tag = gzip.header("etag").unwrap();
    assert_eq!(send(server(), "GET", path, &[("if-none-match", tag)], b"").status, 304);
    assert_eq!(gzip.body, send(server(), "GET", path, &[("accept-encoding", "gzip")], b"").body);
}
