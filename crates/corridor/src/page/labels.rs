//! Where the names of the stops stand, so that they do not cover one another (pixels throughout).
//!
//! Greedy in order of importance, eight places around each stop, else left out: page_map.js does the
//! same again after every zoom with the true widths of the words.

use super::coast::Rect;
use super::projection::Point;

/// Average width of a letter, in parts of the font size: measured over Latin names in common sans fonts,
/// rounded up.
const LETTER: f64 = 0.56;
/// Distance from the stop to its name.
const GAP: f64 = 8.0;

/// A name with the place found for it.
#[derive(Debug, PartialEq)]
pub(super) struct Placed {
    /// Offset from the stop to the baseline's start, middle or end.
    pub(super) shift: Point,
    /// SVG `text-anchor`.
    pub(super) anchor: &'static str,
}

/// Places each (stop, name) in order; `None` where there is no room inside `frame`. `taken` are circles
/// (centre, radius) to keep clear of.
pub(super) fn placed(
    names: &[(Point, &str)],
    taken: &[(Point, f64)],
    font_px: f64,
    frame: &Rect,
) -> Vec<Option<Placed>> {
    let mut boxes: Vec<Rect> =
        taken.iter().map(|(at, r)| Rect { low: *at, high: *at }.grown(*r)).collect();
    names
        .iter()
        .map(|(at, name)| {
            let width = name.chars().count() as f64 * font_px * LETTER;
            candidates(font_px).into_iter().find_map(|(shift, anchor)| {
                let start = at[0] + shift[0]
                    - match anchor {
                        "end" => width,
                        "middle" => width / 2.0,
                        _ => 0.0,
                    };
                let base = at[1] + shift[1];
                let covered = Rect {
                    low: [start, base - 0.8 * font_px],
                    high: [start + width, base + 0.25 * font_px],
                };
                let inside = frame.contains(covered.low) && frame.contains(covered.high);
                (inside && !name.is_empty() && !boxes.iter().any(|b| b.meets(&covered))).then(
                    || {
                        boxes.push(covered);
                        Placed { shift, anchor }
                    },
                )
            })
        })
        .collect()
}

/// Right, left, above, below, then the corners.
fn candidates(font: f64) -> [(Point, &'static str); 8] {
    let middle = 0.35 * font;
    [
        ([GAP, middle], "start"),
        ([-GAP, middle], "end"),
        ([0.0, -GAP], "middle"),
        ([0.0, GAP + 0.8 * font], "middle"),
        ([GAP, -0.3 * font], "start"),
        ([GAP, font], "start"),
        ([-GAP, -0.3 * font], "end"),
        ([-GAP, font], "end"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_cover_one_another_and_the_first_wins() {
        let frame = Rect { low: [0.0, 0.0], high: [200.0, 60.0] };
        let crowd: Vec<(Point, &str)> = vec![([90.0, 30.0], "Mumbai"); 12];
        let got = placed(&crowd, &[([90.0, 30.0], 4.0)], 12.0, &frame);
        assert_eq!(got[0], Some(Placed { shift: [8.0, 0.35 * 12.0], anchor: "start" }));
        assert!(got[1].is_some() && got[1] != got[0]);
        assert!(got[11].is_none());
        let corner = placed(&[([198.0, 30.0], "Moscow")], &[], 12.0, &frame);
        assert_eq!(corner[0].as_ref().map(|p| p.anchor), Some("end"));
    }
}
