//! What an assistant can read: how figures come about, and whose data they are.

use include_dir::{Dir, include_dir};
use rmcp::model::Resource;

static METHODS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../docs/methods");
const LICENCES: &str = include_str!("../../../DATA-LICENCES.md");
const DICTIONARY: &str = include_str!("../../../docs/dictionary.md");
const METHODS_AT: &str = "corridor://methods/";

/// All of them.
pub(crate) fn list() -> Vec<Resource> {
    let page = |uri: &str, name: &str, about: &str| {
        Resource::new(uri, name).with_description(about).with_mime_type("text/markdown")
    };
    let mut list = vec![
        page(
            "corridor://licences",
            "licences",
            "Whose data the answers rest on, and their licences",
        ),
        page("corridor://dictionary", "dictionary", "The words of the answers"),
    ];
    for file in METHODS.files() {
        let Some(name) = file.path().file_stem().and_then(|stem| stem.to_str()) else { continue };
        let about = format!("How `{name}` is computed: equations, figures, limits");
        list.push(page(&format!("{METHODS_AT}{name}"), name, &about));
    }
    list
}

/// The text of one.
pub(crate) fn text(uri: &str) -> Option<&'static str> {
    match uri {
        "corridor://licences" => Some(LICENCES),
        "corridor://dictionary" => Some(DICTIONARY),
        _ => METHODS.get_file(format!("{}.md", uri.strip_prefix(METHODS_AT)?))?.contents_utf8(),
    }
}
