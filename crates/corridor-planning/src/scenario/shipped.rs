//! The scenarios that come with the program. A test compares the list with the directory.

use super::change::Scenario;
use std::sync::LazyLock;

macro_rules! files {
    ($($id:literal),* $(,)?) => {
        &[$((
            concat!($id, ".toml"),
            include_str!(concat!("../../../../data/scenarios/", $id, ".toml")),
        )),*]
    };
}

/// Names and texts of the files.
pub const SHIPPED: &[(&str, &str)] = files![
    "suez-closed",
    "cape-diversion",
    "rasht-astara-railway",
    "nsr-year-round",
    "chennai-vladivostok-liner",
    "middle-corridor-free-flow",
    "timetabled-trains",
    "hormuz-closed",
    "volga-don-low-water",
    "india-eaeu-fta",
    "india-russia-investment-treaty",
    "india-russia-talks-2023",
];

/// The scenarios that come with the program.
pub fn shipped() -> &'static [Scenario] {
    static ALL: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
        let read = |(file, text): &(&str, &str)| Scenario::parse(text, file);
        SHIPPED
            .iter()
            .map(read)
            .collect::<Result<_, _>>()
            .expect("the shipped files are part of the program and its tests read them")
    });
    &ALL
}
