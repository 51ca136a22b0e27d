//! The colours of the style sheet: contrast, and difference for colour-blind readers.

use super::{COLOURS, STYLE, light_colour};

/// Linear red, green and blue of `#rrggbb`.
fn linear(colour: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| {
        let v = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    })
}

fn times(matrix: &[[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum())
}

/// Contrast ratio of two colours (WCAG 2).
fn contrast(a: &str, b: &str) -> f64 {
    let [a, b] = [a, b].map(|c| times(&[[0.2126, 0.7152, 0.0722]; 3], linear(c))[0]);
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Difference of two colours (CIE 1976) as seen with the given cones.
fn difference(cones: &[[f64; 3]; 3], a: &str, b: &str) -> f64 {
    const XYZ: [[f64; 3]; 3] =
        [[0.4339, 0.3762, 0.1899], [0.2126, 0.7152, 0.0722], [0.0177, 0.1095, 0.8728]];
    let lab = |colour: &str| {
        let seen = times(cones, linear(colour)).map(|v| v.clamp(0.0, 1.0));
        let [x, y, z] = times(&XYZ, seen)
            .map(|t| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    };
    lab(a).iter().zip(lab(b)).map(|(p, q)| (p - q).powi(2)).sum::<f64>().sqrt()
}

/// The colour of the dark style.
fn dark_colour(name: &str) -> &'static str {
    let dark = STYLE.split_once("prefers-color-scheme: dark").unwrap().1;
    dark.split_once(&format!("--{name}:")).unwrap().1.split_once(';').unwrap().0.trim()
}

const SCHEMES: [fn(&str) -> &'static str; 2] = [light_colour, dark_colour];

#[test]
fn colours_keep_their_contrast_in_light_and_dark() {
    let words = [
        ("ink", ["bg", "panel", "warn", "land", "sea"].as_slice()),
        ("soft", &["bg", "panel", "warn"]),
        ("accent", &["bg", "panel", "warn"]),
    ];
    for of in SCHEMES {
        for (text, grounds) in words {
            for ground in grounds {
                let got = contrast(of(text), of(ground));
                assert!(got >= 4.5, "{text} on {ground}: {got:.2}");
            }
        }
        for colour in (0..COLOURS).map(|i| of(&format!("c{i}"))) {
            for (ground, least) in [("sea", 3.0), ("land", 3.0), ("panel", 4.5), ("on-colour", 4.5)]
            {
                let got = contrast(colour, of(ground));
                assert!(got >= least, "{colour} on {ground}: {got:.2}");
            }
        }
    }
}

#[test]
fn colours_stay_apart_for_the_colour_blind() {
    // Machado, Oliveira and Fernandes 2009, severity 1: protanopia, deuteranopia, tritanopia.
    let cones = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ];
    for of in SCHEMES {
        for i in 0..COLOURS {
            for j in 0..i {
                let (a, b) = (of(&format!("c{i}")), of(&format!("c{j}")));
                let least = cones.iter().map(|c| difference(c, a, b)).fold(f64::MAX, f64::min);
                assert!(least > 22.0, "{a} and {b}: {least:.1}");
            }
        }
    }
}
