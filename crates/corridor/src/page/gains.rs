//! A map of who gains and who loses: a circle at the capital of each country.

use super::coast::{BaseMap, Detail, PathText, Rect, Scale, land_path};
use super::light_colour;
use super::projection::{Point, Projection};
use super::wording::escaped;
use corridor_network::LngLat;
use std::fmt::Write as _;

/// Colours that keep apart for the colour-blind and in print.
const COLOURS: [(&str, &str); 2] = [("gains", "#2a78b5"), ("loses", "#d98032")];
/// Radius of the largest circle, px, and the least that is still seen.
const RADII: [f64; 2] = [26.0, 1.5];
/// Countries named on the map: those that change most.
const NAMED: usize = 8;
const HEAD: f64 = 40.0;
const FOOT: f64 = 34.0;

/// What a country gains; below 0, what it loses.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// Where its circle stands.
    pub at: LngLat,
    /// Its name.
    pub name: String,
    /// The figure.
    pub value: f64,
    /// The figure as it is told.
    pub told: String,
}

/// The map; the area of a circle goes with the figure. Empty without countries.
pub fn svg_gains(title: &str, gains: &[Gain], base: &BaseMap, width: u32) -> String {
    let most = gains.iter().map(|gain| gain.value.abs()).fold(0.0, f64::max);
    let projection = Projection::centred(20.0);
    let outline = Projection::outline();
    let Some(view) = Rect::around(outline.iter().copied()).filter(|_| !gains.is_empty()) else {
        return String::new();
    };
    let width = f64::from(width.max(320));
    let scale = Scale { origin: view.low, factor: width / view.width(), decimals: 1 };
    let map = (view.height() * scale.factor).round();
    let height = HEAD + map + FOOT;
    let near = 0.35 / scale.factor;
    let detail = Detail { focus: view, near, far: near, crop: true, least_island: 4.0 };
    let mut edge = PathText::new(scale);
    edge.ring(&outline);
    let title = escaped(title);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n<title>{title}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"16\" y=\"26\" font-size=\"16\" font-weight=\"bold\">{title}</text>\n\
         <g transform=\"translate(0 {HEAD})\">\n<path d=\"{}\" fill=\"{}\"/>\n<path d=\"{}\" fill=\"{}\" \
         fill-rule=\"evenodd\"/>\n",
        edge.text,
        light_colour("sea"),
        land_path(base, projection, &detail, scale),
        light_colour("land"),
    );
    // The largest first, so that small circles lie upon large ones.
    let mut sorted: Vec<&Gain> = gains.iter().collect();
    sorted
        .sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()).then_with(|| a.name.cmp(&b.name)));
    let place = |gain: &Gain| -> Point { scale.apply(projection.place(gain.at)) };
    let colour = |value: f64| COLOURS[usize::from(value < 0.0)].1;
    for gain in sorted.iter().filter(|gain| gain.value != 0.0) {
        let [x, y] = place(gain);
        let radius = (RADII[0] * (gain.value.abs() / most).sqrt()).max(RADII[1]);
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{}\" fill-opacity=\".75\" \
             stroke=\"#fff\"><title>{}: {}</title></circle>",
            colour(gain.value),
            escaped(&gain.name),
            escaped(&gain.told)
        );
    }
    for gain in sorted.iter().take(NAMED).filter(|gain| gain.value != 0.0) {
        let [x, y] = place(gain);
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" paint-order=\"stroke\" stroke=\"#fff\" \
             stroke-width=\"3\">{} {}</text>",
            y + 4.0,
            escaped(&gain.name),
            escaped(&gain.told)
        );
    }
    svg.push_str("</g>\n");
    for (n, (word, colour)) in COLOURS.into_iter().enumerate() {
        let (x, y) = (24.0 + 90.0 * n as f64, HEAD + map + 20.0);
        let _ = writeln!(
            svg,
            "<circle cx=\"{x}\" cy=\"{}\" r=\"6\" fill=\"{colour}\"/><text x=\"{}\" y=\"{y}\">{word}</text>",
            y - 4.0,
            x + 12.0
        );
    }
    svg.push_str("</svg>\n");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gains_most_has_the_largest_circle_and_who_loses_another_colour() {
        let base = BaseMap { land: Vec::new(), borders: Vec::new() };
        let gain = |lng: f64, name: &str, value: f64| Gain {
            at: LngLat::new(lng, 30.0).unwrap(),
            name: name.to_owned(),
            value,
            told: format!("{value:+} %"),
        };
        let all = [
            gain(77.0, "India", 0.4),
            gain(37.0, "Russia & others", -0.1),
            gain(51.0, "Iran", 0.0),
        ];
        let svg = svg_gains("Who gains", &all, &base, 900);
        assert!(svg.contains("r=\"26.0\"") && svg.contains("r=\"13.0\""), "{svg}");
        assert!(svg.contains(COLOURS[1].1) && svg.contains("Russia &amp; others: -0.1 %"));
        assert!(!svg.contains("Iran:") && !svg.contains("NaN"));
        assert_eq!(svg_gains("Nobody", &[], &base, 900), "");
    }
}
