//! The history of agreements as an SVG picture: a row for each, a bar for each state.
//!
//! A file of its own without scripts: colours follow the reader's light or dark setting, every bar has
//! its sentence as a tooltip, and the whole is described for whoever cannot see it. States differ by
//! form as well as by colour.

use super::{AgreementView, AgreementsResponse};
use crate::page::wording::escaped;
use jiff::civil::Date;
use std::fmt::Write as _;

const LABEL_PX: f64 = 232.0;
const RIGHT_PX: f64 = 18.0;
const ROW_PX: f64 = 21.0;
const GROUP_PX: f64 = 30.0;
const HEAD_PX: f64 = 74.0;
const FOOT_PX: f64 = 58.0;
const BAR_PX: f64 = 11.0;
/// The axis begins here at the earliest; what is older enters from the left.
const FIRST_YEAR: i16 = 1990;

const STYLE: &str = "\
svg{--paper:#fff;--ink:#1b2530;--soft:#55616e;--line:#d6dde3;--force:#0b5c8f;--signed:#8fbbdb;--talk:#55616e;\
--rest:#b27700;--day:#b3261e;--guess:#8a3f8f;background:var(--paper)}\
@media (prefers-color-scheme:dark){svg{--paper:#18212a;--ink:#e6ebf0;--soft:#a6b2bf;--line:#34414d;\
--force:#5fb0ea;--signed:#2f6690;--talk:#a6b2bf;--rest:#e0ad3c;--day:#ff8a80;--guess:#d79bdb}}\
.paper{fill:var(--paper)}text{fill:var(--ink);font-size:12px}.soft{fill:var(--soft)}.year{fill:var(--soft);font-size:11px}\
.title{font-size:17px;font-weight:700}.kind{font-weight:700;font-size:13px}.grid{stroke:var(--line);stroke-width:1}\
.in-force{fill:var(--force)}.signed{fill:var(--signed)}.talk{fill:none;stroke:var(--talk);stroke-width:1.2;stroke-dasharray:3 2}\
.suspended{fill:none;stroke:var(--rest);stroke-width:2}.end{stroke:var(--ink);stroke-width:1.6}\
.later{opacity:.38}.day{stroke:var(--day);stroke-width:1.4}.day-text{fill:var(--day);font-weight:700}\
.guess text{fill:var(--guess);font-style:italic}.guess rect{stroke:var(--guess);stroke-width:1.4;stroke-dasharray:3 2}";

/// The picture, `width` pixels wide (at least 640). It shows the whole history of the agreements of
/// the answer; what comes after its day is pale.
pub fn svg_timeline(answer: &AgreementsResponse, width: u32) -> String {
    let axis = Axis::new(answer, f64::from(width.max(640)));
    let mut body = String::new();
    let mut y = HEAD_PX;
    let mut kind = None;
    for agreement in &answer.agreements {
        if kind != Some(agreement.kind) {
            kind = Some(agreement.kind);
            y += GROUP_PX - ROW_PX;
            let _ = writeln!(
                body,
                "<text class=\"kind\" x=\"14\" y=\"{:.1}\">{}</text>",
                y + 6.0,
                agreement.kind
            );
            y += ROW_PX;
        }
        push_row(&mut body, &axis, agreement, y);
        y += ROW_PX;
    }
    let bottom = y - 4.0;
    let height = bottom + FOOT_PX;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {0:.0} {height:.0}\" role=\"img\" aria-labelledby=\"t d\" \
         font-family=\"system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif\">\n\
         <title id=\"t\">Agreements on {1}</title>\n<desc id=\"d\">{2}</desc>\n<style>{STYLE}</style>\n\
         <rect class=\"paper\" width=\"{0:.0}\" height=\"{height:.0}\"/>\n\
         <text class=\"title\" x=\"14\" y=\"28\">Agreements on {1}</text>\n",
        axis.width,
        escaped(&answer.as_of),
        escaped(&described(answer)),
    );
    push_grid(&mut svg, &axis, bottom);
    svg.push_str(&body);
    push_day(&mut svg, &axis, &answer.as_of, bottom);
    push_legend(&mut svg, answer, bottom + 26.0);
    svg.push_str("</svg>\n");
    svg
}

/// Days to pixels.
struct Axis {
    width: f64,
    first: Date,
    last: Date,
    /// The last state reaches this far: to the day, or to what the register tells of after it.
    edge: Date,
    day: Date,
}

impl Axis {
    fn new(answer: &AgreementsResponse, width: f64) -> Self {
        let day: Date = answer.as_of.parse().unwrap_or_default();
        let begins = |a: &AgreementView| a.history.first().and_then(|s| date_of(&s.counts_from));
        let states = answer.agreements.iter().flat_map(|a| &a.history);
        let ends = states.filter_map(|s| date_of(&s.counts_from));
        let oldest = answer.agreements.iter().filter_map(begins).min().unwrap_or(day);
        let newest = ends.max().unwrap_or(day).max(day);
        let first_year = oldest.year().max(FIRST_YEAR).min(day.year());
        let whole = |year: i16| Date::new(year, 1, 1).unwrap_or(day);
        Self { width, first: whole(first_year), last: whole(newest.year() + 1), edge: newest, day }
    }

    fn x(&self, day: Date) -> f64 {
        let span = f64::from((self.last - self.first).get_days().max(1));
        let at = f64::from((day - self.first).get_days());
        LABEL_PX + (self.width - LABEL_PX - RIGHT_PX) * (at / span).clamp(0.0, 1.0)
    }
}

fn date_of(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn push_grid(svg: &mut String, axis: &Axis, bottom: f64) {
    let (from, to) = (axis.first.year(), axis.last.year());
    let years = (to - from).max(1);
    let step = [1, 2, 5, 10, 20, 50].into_iter().find(|s| years / s <= 12).unwrap_or(100);
    for year in (from..=to).filter(|year| year % step == 0) {
        let Ok(day) = Date::new(year, 1, 1) else { continue };
        let x = axis.x(day);
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{x:.1} {:.1}V{bottom:.1}\"/>\
             <text class=\"year\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{year}</text>",
            HEAD_PX - 6.0,
            HEAD_PX - 11.0
        );
    }
}

fn push_row(svg: &mut String, axis: &Axis, agreement: &AgreementView, y: f64) {
    let class = if agreement.hypothetical { " class=\"guess\"" } else { "" };
    let marked = if agreement.hypothetical { " (hypothetical)" } else { "" };
    let title =
        format!("{}{marked}: {} since {}", agreement.name, agreement.status, agreement.since);
    let _ = writeln!(
        svg,
        "<g{class}><title>{}</title><text x=\"22\" y=\"{:.1}\">{}{marked}</text>",
        escaped(&title),
        y + 4.0,
        escaped(&agreement.id)
    );
    let runs = runs(agreement);
    for (k, run) in runs.iter().enumerate() {
        if run.state == "ended" {
            push_end(svg, axis, run, y);
            continue;
        }
        let until = runs.get(k + 1).map_or(axis.edge, |next| next.from);
        // Drawn in two where the day of the question divides it, the later part pale.
        let parts =
            [(run.from, until.min(axis.day), ""), (run.from.max(axis.day), until, " later")];
        for (from, until, pale) in parts.into_iter().filter(|(a, b, _)| a < b) {
            push_bar(svg, axis, run, [from, until], y, pale);
        }
    }
    if runs.first().is_some_and(|run| run.from < axis.first) {
        let x = LABEL_PX - 4.0;
        let _ = writeln!(
            svg,
            "<path class=\"end\" fill=\"none\" d=\"M{x:.1} {:.1}l-4 4l4 4\"/>",
            y - 4.0
        );
    }
    svg.push_str("</g>\n");
}

/// A state with all that is reported on it.
struct Run<'a> {
    state: &'a str,
    from: Date,
    tip: String,
}

/// The states of an agreement; reports on the same state are taken together.
fn runs(agreement: &AgreementView) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for status in &agreement.history {
        let Some(from) = date_of(&status.counts_from) else { continue };
        let tip = format!("{} {}: {}", status.state, status.from, status.report);
        match runs.last_mut().filter(|run| run.state == status.state) {
            Some(run) => {
                let _ = write!(run.tip, " {}: {}", status.from, status.report);
            }
            None => runs.push(Run { state: &status.state, from, tip }),
        }
    }
    runs
}

fn push_end(svg: &mut String, axis: &Axis, run: &Run<'_>, y: f64) {
    if run.from >= axis.first {
        let _ = writeln!(
            svg,
            "<path class=\"end{}\" d=\"M{:.1} {:.1}l8 8m0 -8l-8 8\"><title>{}</title></path>",
            if run.from > axis.day { " later" } else { "" },
            axis.x(run.from) - 4.0,
            y - 4.0,
            escaped(&run.tip)
        );
    }
}

fn push_bar(
    svg: &mut String,
    axis: &Axis,
    run: &Run<'_>,
    [from, until]: [Date; 2],
    y: f64,
    pale: &str,
) {
    let (x, end) = (axis.x(from), axis.x(until));
    let top = y - BAR_PX / 2.0;
    let (class, inset) = match run.state {
        "in-force" => ("in-force", 0.0),
        "signed" => ("signed", 0.0),
        "suspended" => ("suspended", 1.0),
        _ => ("talk", 1.5),
    };
    let wide = (end - x - inset * 2.0).max(1.5);
    if end > LABEL_PX {
        let _ = writeln!(
            svg,
            "<rect class=\"{class}{pale}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" \
             height=\"{:.1}\"><title>{}</title></rect>",
            x + inset,
            top + inset,
            BAR_PX - inset * 2.0,
            escaped(&run.tip)
        );
    }
}

fn push_day(svg: &mut String, axis: &Axis, day: &str, bottom: f64) {
    let x = axis.x(axis.day);
    let anchor = if x > axis.width - 60.0 { "end" } else { "middle" };
    let _ = writeln!(
        svg,
        "<path class=\"day\" d=\"M{x:.1} {:.1}V{bottom:.1}\"/>\
         <text class=\"day-text\" x=\"{:.1}\" y=\"46\" text-anchor=\"{anchor}\">{}</text>",
        HEAD_PX - 24.0,
        if anchor == "end" { axis.width - 8.0 } else { x },
        escaped(day)
    );
}

fn push_legend(svg: &mut String, answer: &AgreementsResponse, y: f64) {
    let mut x = 14.0;
    let states = [
        ("talk", "proposed or negotiating"),
        ("signed", "signed"),
        ("in-force", "in force"),
        ("suspended", "suspended"),
        ("ended", "ended"),
    ];
    for (class, word) in states {
        if class == "ended" {
            let _ = writeln!(
                svg,
                "<path class=\"end\" d=\"M{:.1} {:.1}l8 8m0 -8l-8 8\"/>",
                x + 9.0,
                y - 8.0
            );
        } else {
            let _ = writeln!(
                svg,
                "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"24\" height=\"8\"/>",
                x + 1.0,
                y - 8.0
            );
        }
        let _ =
            writeln!(svg, "<text class=\"soft\" x=\"{:.1}\" y=\"{y:.1}\">{word}</text>", x + 31.0);
        x += 31.0 + word.len() as f64 * 6.4 + 20.0;
    }
    let note = if answer.agreements.iter().any(|a| a.hypothetical) {
        "Pale: after the day. In italics and dashes: hypothetical, supposed by a user's file."
    } else {
        "Pale: after the day. An arrow at the left: older than the axis. Dates known to the month or year count from their last day."
    };
    let _ = writeln!(svg, "<text class=\"soft\" x=\"14\" y=\"{:.1}\">{note}</text>", y + 20.0);
}

/// What the picture shows, in a sentence for each agreement.
fn described(answer: &AgreementsResponse) -> String {
    let mut text = format!("{} agreements.", answer.agreements.len());
    for agreement in &answer.agreements {
        let supposed = if agreement.hypothetical { " (hypothetical)" } else { "" };
        let _ = write!(
            text,
            " {}{supposed}: {} since {}.",
            agreement.id, agreement.status, agreement.since
        );
    }
    text
}

#[cfg(test)]
mod tests;
