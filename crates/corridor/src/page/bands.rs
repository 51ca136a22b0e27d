//! Flows as bands on the map: a band is as wide as tonnes go over it.

use super::coast::{BaseMap, Detail, PathText, Rect, Scale, border_path, land_path};
use super::projection::{Point, Projection, calmest_meridian};
use super::simplify::simplified;
use super::wording::escaped;
use crate::flows::LinkView;
use corridor_network::{LngLat, Mode};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Width of a map, px.
const WIDTH: f64 = 1000.0;
/// Width of the widest band, px.
const WIDEST: f64 = 18.0;
/// Width of a band that would be narrower, px.
const NARROWEST: f64 = 0.8;
/// Width to height of a map.
const RATIOS: [f64; 2] = [1.3, 2.2];

/// Links with the same flow that follow each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Band {
    course: Vec<LngLat>,
    pub(super) mode: Mode,
    /// Tonnes a year in both directions.
    pub(super) flow_t: f64,
    /// The same in the world without; 0 where there is none.
    pub(super) before_t: f64,
}

/// A band as it is drawn: tonnes that make its width, class of the style, what is told of it.
pub(super) struct Stroke<'b> {
    pub(super) band: &'b Band,
    pub(super) tonnes: f64,
    pub(super) class: &'static str,
    pub(super) told: String,
}

/// The bands of links; transfers inside terminals are none.
pub(super) fn bands(links: &[LinkView]) -> Vec<Band> {
    let links: Vec<&LinkView> =
        links.iter().filter(|l| l.mode != Mode::Transfer && l.course.len() > 1).collect();
    let ends = |link: &LinkView| ends_of(&link.course);
    let mut at: BTreeMap<[i64; 2], Vec<usize>> = BTreeMap::new();
    for (n, link) in links.iter().enumerate() {
        for end in ends(link) {
            at.entry(end).or_default().push(n);
        }
    }
    let is_same = |a: &LinkView, b: &LinkView| {
        a.mode == b.mode
            && a.flow_t.to_bits() == b.flow_t.to_bits()
            && a.before_t.to_bits() == b.before_t.to_bits()
    };
    let mut is_drawn = vec![false; links.len()];
    let mut bands = Vec::new();
    for first in 0..links.len() {
        if is_drawn[first] {
            continue;
        }
        is_drawn[first] = true;
        let mut course = links[first].course.clone();
        // On from its end, then, turned round, on from its beginning.
        for _ in 0..2 {
            let mut here = first;
            let mut end = ends_of(&course)[1];
            while let [a, b] = at.get(&end).map_or(&[][..], Vec::as_slice) {
                let next = if *a == here { *b } else { *a };
                if is_drawn[next] || !is_same(links[here], links[next]) {
                    break;
                }
                is_drawn[next] = true;
                let mut more = links[next].course.clone();
                if ends(links[next])[0] != end {
                    more.reverse();
                }
                course.extend(more.into_iter().skip(1));
                (here, end) = (next, ends_of(&course)[1]);
            }
            course.reverse();
        }
        let LinkView { mode, flow_t, before_t, .. } = *links[first];
        bands.push(Band { course, mode, flow_t, before_t });
    }
    bands
}

fn ends_of(course: &[LngLat]) -> [[i64; 2]; 2] {
    [course[0], course[course.len() - 1]].map(|at| {
        let [lng, lat] = at.degrees();
        [(lng * 1e5).round() as i64, (lat * 1e5).round() as i64]
    })
}

/// What all maps of a page share: the projection, the view and the scale of widths.
pub(super) struct Frame {
    projection: Projection,
    scale: Scale,
    height: f64,
    view: Rect,
    /// Tonnes of the widest band.
    most_t: f64,
}

impl Frame {
    /// The frame that shows all bands. `most_t` are the tonnes of the widest one.
    pub(super) fn around(bands: &[Band], most_t: f64) -> Self {
        let central = calmest_meridian(bands.iter().map(|band| band.course.as_slice()));
        let projection = Projection::centred(central);
        let points = bands.iter().flat_map(|band| &band.course).map(|at| projection.place(*at));
        let world = Rect::around(Projection::outline().into_iter());
        let around =
            Rect::around(points).or(world).unwrap_or(Rect { low: [0.0; 2], high: [1.0; 2] });
        let around = around.grown(0.04 * around.width().max(around.height()).max(1000.0));
        let ratio = (around.width() / around.height()).clamp(RATIOS[0], RATIOS[1]);
        let size = [
            around.width().max(around.height() * ratio),
            around.height().max(around.width() / ratio),
        ];
        let low = [0, 1].map(|k| f64::midpoint(around.low[k], around.high[k]) - size[k] / 2.0);
        let view = Rect { low, high: [low[0] + size[0], low[1] + size[1]] };
        let scale = Scale { origin: low, factor: WIDTH / size[0], decimals: 1 };
        Self { projection, scale, height: (WIDTH / ratio).round(), view, most_t }
    }

    /// Land, sea and borders, to be shown by maps that follow in the same document.
    pub(super) fn ground(&self, base: &BaseMap) -> String {
        let near = 0.4 / self.scale.factor;
        let focus = self.view.grown(2.0 / self.scale.factor);
        let detail = Detail { focus, near, far: 60.0 * near, crop: true, least_island: 4.0 };
        let mut outline = PathText::new(self.scale);
        outline.ring(&Projection::outline());
        let land = land_path(base, self.projection, &detail, self.scale);
        let borders = border_path(base, self.projection, &detail, self.scale);
        let mut svg = format!(
            "<svg class=\"hidden\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs><g id=\"ground\">\
             <path class=\"sea-ground\" d=\"{}\"/>",
            outline.text
        );
        for (class, path) in [("land", &land), ("borders", &borders)] {
            if !path.is_empty() {
                let _ = write!(svg, "<path class=\"{class}\" d=\"{path}\"/>");
            }
        }
        svg.push_str("</g></defs></svg>\n");
        svg
    }

    /// A map of bands over the ground, the widest below. `label` says what it shows.
    pub(super) fn map(&self, mut strokes: Vec<Stroke<'_>>, label: &str) -> String {
        strokes.retain(|stroke| stroke.tonnes > 0.0);
        strokes.sort_by(|a, b| b.tonnes.total_cmp(&a.tonnes));
        let mut svg = format!(
            "<svg class=\"map\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"{}\">\
             <use href=\"#ground\"/>\n",
            self.height,
            escaped(label)
        );
        for stroke in strokes {
            let mut path = PathText::new(self.scale);
            for piece in self.projection.line(&stroke.band.course) {
                let points: Vec<Point> = piece.into_iter().map(|(p, _)| p).collect();
                path.line(&simplified(&points, &|_| 0.4 / self.scale.factor));
            }
            if path.text.is_empty() {
                continue;
            }
            let _ = writeln!(
                svg,
                "<path class=\"band {}\" stroke-width=\"{:.1}\" d=\"{}\"><title>{}</title></path>",
                stroke.class,
                self.width(stroke.tonnes),
                path.text,
                escaped(&stroke.told)
            );
        }
        svg.push_str("</svg>\n");
        svg
    }

    /// Bands of round numbers of tonnes, for comparison.
    pub(super) fn legend(&self) -> String {
        let mut svg = String::from(
            "<svg class=\"legend\" viewBox=\"0 0 640 30\" role=\"img\" \
             aria-label=\"widths of bands\">",
        );
        let most = 10_f64.powf(self.most_t.max(1.0).log10().floor());
        for (n, tonnes) in [most, most / 4.0, most / 20.0].into_iter().enumerate() {
            let x = 10 + n * 210;
            let _ = write!(
                svg,
                "<path class=\"band other\" stroke-width=\"{:.1}\" d=\"M{x} 15h50\"/>\
                 <text x=\"{}\" y=\"19\">{} Mt a year</text>",
                self.width(tonnes),
                x + 60,
                tonnes / 1e6
            );
        }
        svg.push_str("</svg>\n");
        svg
    }

    fn width(&self, tonnes: f64) -> f64 {
        (WIDEST * tonnes / self.most_t.max(1.0)).max(NARROWEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(points: &[[f64; 2]], flow_t: f64, before_t: f64) -> LinkView {
        let course: Vec<LngLat> =
            points.iter().map(|[lng, lat]| LngLat::new(*lng, *lat).unwrap()).collect();
        let country = String::new();
        LinkView { mode: Mode::Rail, course, country, km: 1.0, flow_t, before_t }
    }

    #[test]
    fn links_of_one_flow_that_follow_each_other_are_one_band() {
        let links = [
            link(&[[2.0, 0.0], [1.0, 0.0]], 5.0, 5.0),
            link(&[[0.0, 0.0], [0.5, 0.1], [1.0, 0.0]], 5.0, 5.0),
            link(&[[2.0, 0.0], [3.0, 0.0]], 5.0, 4.0),
            link(&[[2.0, 0.0], [2.0, 1.0]], 1.0, 1.0),
        ];
        let bands = bands(&links);
        assert_eq!(bands.len(), 3);
        assert_eq!(bands[0].course.len(), 4, "{:?}", bands[0].course);
        assert!(bands.iter().all(|band| band.course.len() > 1));
    }

    #[test]
    fn a_ring_of_one_flow_is_one_band() {
        let links = [
            link(&[[0.0, 0.0], [1.0, 0.0]], 5.0, 0.0),
            link(&[[1.0, 0.0], [0.0, 1.0]], 5.0, 0.0),
            link(&[[0.0, 1.0], [0.0, 0.0]], 5.0, 0.0),
        ];
        assert_eq!(bands(&links).len(), 1);
    }

    #[test]
    fn widths_are_in_proportion_and_the_small_are_seen() {
        let links = [link(&[[0.0, 0.0], [10.0, 5.0]], 100.0, 0.0)];
        let bands = bands(&links);
        let frame = Frame::around(&bands, 100.0);
        assert!((frame.width(50.0) - WIDEST / 2.0).abs() < 1e-9);
        assert!((frame.width(1e-6) - NARROWEST).abs() < 1e-9);
        let told = "a < b".to_owned();
        let strokes = vec![Stroke { band: &bands[0], tonnes: 100.0, class: "rail", told }];
        let map = frame.map(strokes, "x");
        assert!(map.contains("stroke-width=\"18.0\"") && map.contains("a &lt; b"), "{map}");
    }
}
