//! The time-cost-distance chart drawn with characters: each itinerary is a line of its number.

use anyhow::Result;
use corridor::PlanResponse;
use corridor::report::{CoursePoint, course, ticks};
use std::io::Write;

const LABEL: usize = 9;
const PLOT: usize = 84;
const ROWS: usize = 16;

/// Draws days and US dollars against kilometres, one below the other.
pub fn draw(out: &mut impl Write, answer: &PlanResponse) -> Result<()> {
    let courses: Vec<Vec<CoursePoint>> = answer.itineraries.iter().map(course).collect();
    writeln!(out, "\nDays against kilometres (numbers: itineraries; straight up: standing)")?;
    plot(out, &courses, |point| point.days)?;
    writeln!(out, "\nUS dollars against kilometres")?;
    plot(out, &courses, |point| point.usd)
}

fn plot(
    out: &mut impl Write,
    courses: &[Vec<CoursePoint>],
    value: fn(&CoursePoint) -> f64,
) -> Result<()> {
    let most =
        |part: fn(&CoursePoint) -> f64| courses.iter().flatten().map(part).fold(1e-9, f64::max);
    let (most_km, most_value) = (most(|point| point.km), most(value));
    let column = |km: f64| (km / most_km * (PLOT - 1) as f64).round() as usize;
    let row = |value: f64| ROWS - 1 - (value / most_value * (ROWS - 1) as f64).round() as usize;
    let mut rows = vec![vec![' '; PLOT]; ROWS];
    // The first itinerary is drawn last: it is the one that is read first.
    for (n, points) in courses.iter().enumerate().rev() {
        let mark = char::from_digit(n as u32 + 1, 36).unwrap_or('*');
        for pair in points.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            let steps = column(b.km).abs_diff(column(a.km));
            let steps = steps.max(row(value(a)).abs_diff(row(value(b)))).max(1);
            for step in 0..=steps {
                let part = step as f64 / steps as f64;
                let between = |a: f64, b: f64| a + (b - a) * part;
                rows[row(between(value(a), value(b)))][column(between(a.km, b.km))] = mark;
            }
        }
    }
    let marks = ticks(most_value, 5);
    for (n, line) in rows.iter().enumerate() {
        let tick = marks.iter().find(|tick| row(**tick) == n);
        let (label, edge) = tick.map_or((String::new(), '│'), |tick| (worded(*tick), '┤'));
        let line: String = line.iter().collect();
        writeln!(out, "{label:>LABEL$} {edge}{}", line.trim_end())?;
    }
    let mut axis = vec!['─'; PLOT];
    let mut words = vec![' '; PLOT + 4];
    for tick in ticks(most_km, 6) {
        let at = column(tick);
        axis[at] = '┬';
        let word: Vec<char> = worded(tick).chars().collect();
        let from = at.saturating_sub(word.len() / 2).min(words.len() - word.len());
        words[from..from + word.len()].copy_from_slice(&word);
    }
    writeln!(out, "{:LABEL$} └{}", "", axis.iter().collect::<String>())?;
    writeln!(out, "{:LABEL$}  {}", "km", words.iter().collect::<String>().trim_end())?;
    Ok(())
}

fn worded(number: f64) -> String {
    if number.fract() == 0.0 { super::grouped(number as u64) } else { format!("{number:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(km: f64, days: f64) -> CoursePoint {
        CoursePoint { km, days, usd: 0.0 }
    }

    #[test]
    fn a_chart_keeps_to_its_columns_and_shows_every_itinerary() {
        let long = vec![point(0.0, 0.0), point(20_000.0, 45.0), point(20_000.0, 61.0)];
        let short = vec![point(0.0, 0.0), point(3_000.0, 9.0)];
        let mut out = Vec::new();
        plot(&mut out, &[long, short], |p| p.days).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        assert!(text.contains('1') && text.contains('2'));
        assert!(text.lines().next().unwrap().ends_with('1'), "the longest ends top right: {text}");
        plot(&mut Vec::new(), &[], |p| p.usd).unwrap();
    }
}
