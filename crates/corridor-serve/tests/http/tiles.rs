//! Tiles of the map.

use crate::client::{get, send};
use crate::server;

#[test]
fn the_world_has_all_layers() {
    let reply = get(server(), "/v1/tiles/0/0/0");
    assert_eq!(reply.status, 200);
    let text = String::from_utf8_lossy(&reply.body);
    let far = [
        "land", "ice", "border", "rail", "waterway", "canal", "ferry", "corridor", "passage",
        "label",
    ];
    for layer in far {
        assert!(text.contains(layer), "there is no layer {layer}");
    }
    let near = get(server(), "/v1/tiles/5/22/13").body;
    let text_near = String::from_utf8_lossy(&near);
    for layer in ["road", "pipeline", "terminal", "post", "place", "label"] {
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

#[test]
fn canals_and_cities_are_named_in_three_languages() {
    let text = |path: &str| String::from_utf8_lossy(&get(server(), path).body).into_owned();
    // Zoom 5: Suez, Kiel, Corinth, Panama, Volga-Don.
    for (tile, name) in [
        ("18/13", "Suez Canal"),
        ("16/10", "Kiel Canal"),
        ("18/12", "Corinth Canal"),
        ("8/15", "Panama Canal"),
        ("19/11", "Volga-Don Canal"),
    ] {
        let told = text(&format!("/v1/tiles/5/{tile}?layers=passage,canal"));
        assert!(told.contains(name), "{name} is not in 5/{tile}");
    }
    let india = text("/v1/tiles/2/2/1?layers=label");
    for name in ["Mumbai", "मुम्बई", "Мумбаи", "India", "भारत", "Индия"]
    {
        assert!(india.contains(name), "{name} is not on the map");
    }
}

#[test]
fn layers_are_left_out_unless_asked_for_and_unknown_ones_are_refused() {
    let some = get(server(), "/v1/tiles/5/22/13?layers=land,label");
    assert_eq!(some.status, 200);
    let all = get(server(), "/v1/tiles/5/22/13");
    assert!(some.body.len() < all.body.len() / 2, "{} of {}", some.body.len(), all.body.len());
    for query in ["layers=lane", "layers=", "layer=land"] {
        let reply = get(server(), &format!("/v1/tiles/5/22/13?{query}"));
        assert_eq!(reply.status, 400, "{query}");
    }
}
