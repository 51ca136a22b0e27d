//! Pictures of made-up histories.

use super::svg_timeline;
use crate::agreements::{AgreementView, AgreementsResponse};
use corridor_trade::Kind;

fn agreement(id: &str, history: &[(&str, &str)]) -> AgreementView {
    let status = |(state, day): &(&str, &str)| crate::agreements::StatusView {
        state: (*state).to_owned(),
        from: (*day).to_owned(),
        precision: "day".to_owned(),
        counts_from: (*day).to_owned(),
        report: "a <b> & c".to_owned(),
        sources: Vec::new(),
        confirmed: false,
    };
    AgreementView {
        id: id.to_owned(),
        name: "Name".to_owned(),
        kind: Kind::Corridor,
        about: String::new(),
        parties: Vec::new(),
        status: history[0].0.to_owned(),
        since: history[0].1.to_owned(),
        since_precision: "day".to_owned(),
        report: String::new(),
        hypothetical: id == "mine",
        origin: "register".to_owned(),
        replaces: None,
        switches: Vec::new(),
        participants: Vec::new(),
        history: history.iter().map(status).collect(),
        suspensions: Vec::new(),
        unknown: Vec::new(),
        sources: Vec::new(),
    }
}

fn answer(agreements: Vec<AgreementView>) -> AgreementsResponse {
    AgreementsResponse {
        schema_version: 1,
        as_of: "2020-06-01".to_owned(),
        agreements,
        later: Vec::new(),
        warnings: Vec::new(),
    }
}

#[test]
fn a_picture_has_a_bar_for_each_state_and_words_for_the_blind() {
    let svg = svg_timeline(
        &answer(vec![
            agreement("old", &[("signed", "1951-11-01"), ("in-force", "1960-01-01")]),
            agreement(
                "gone",
                &[("in-force", "2000-01-01"), ("in-force", "2005-01-01"), ("ended", "2010-01-01")],
            ),
            agreement("mine", &[("negotiating", "2019-01-01"), ("in-force", "2024-01-01")]),
        ]),
        900,
    );
    assert!(svg.contains("<title id=\"t\">Agreements on 2020-06-01</title>"));
    assert!(svg.contains("old: signed since 1951-11-01."));
    assert!(svg.contains("l-4 4l4 4"), "what is older than the axis enters from the left");
    assert!(svg.contains("class=\"end\" d="), "an end is crossed");
    assert!(svg.contains("class=\"in-force later\""), "what comes after the day is pale");
    assert!(svg.contains("mine (hypothetical)") && svg.contains("class=\"guess\""));
    assert_eq!(svg.matches("l8 8m0 -8l-8 8").count(), 2, "one end and its place in the legend");
    assert!(svg.contains("a &lt;b&gt; &amp; c") && !svg.contains("<b>"));
    assert!(!svg.contains("NaN") && !svg.contains("-inf"));
}

#[test]
fn nothing_to_show_is_still_a_picture() {
    let svg = svg_timeline(&answer(Vec::new()), 10);
    assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"));
    assert!(svg.contains("0 agreements."));
}
