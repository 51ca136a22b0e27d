//! Checks of single fields, shared by the tables. A complaint is a sentence without its place.

use corridor_network::LngLat;
use corridor_network::fact::{Evidence, Limits, Season, State, StatusPeriod};

/// Days of each month, February with its leap day.
const DAYS: [i8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// A text that must not be empty.
pub(super) fn named(text: &str) -> Option<String> {
    text.trim().is_empty().then(|| "a name or text is empty".to_owned())
}

/// A number that must be positive, or at least not negative when `or_zero`.
pub(super) fn positive(name: &str, value: f64, or_zero: bool) -> Option<String> {
    let right = value.is_finite() && (value > 0.0 || or_zero && value == 0.0);
    (!right).then(|| format!("{name} is {value}; it must be a positive number"))
}

/// A polyline or ring of at least so many points, none of them twice in a row.
pub(super) fn course(points: &[LngLat], least: usize, what: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    if points.len() < least {
        let count = points.len();
        complaints.push(format!("the {what} has {count} points; it needs {least}"));
    }
    let twice = points.iter().zip(points.iter().skip(1)).find(|(a, b)| a == b);
    complaints.extend(twice.map(|(point, _)| format!("the {what} names {point:?} twice in a row")));
    complaints
}

/// The largest ship: every limit that is given is positive.
pub(super) fn limits(limits: Limits) -> Vec<String> {
    let all = [
        ("draught_m", limits.draught_m),
        ("beam_m", limits.beam_m),
        ("loa_m", limits.loa_m),
        ("air_draught_m", limits.air_draught_m),
    ];
    all.iter().filter_map(|(name, value)| positive(name, (*value)?, false)).collect()
}

/// A season: both ends are days of the year.
pub(super) fn season(season: Option<Season>) -> Vec<String> {
    let ends = season.iter().flat_map(|season| [season.from, season.until]);
    ends.filter_map(|[month, day]| {
        let index = usize::try_from(month).ok().and_then(|month| month.checked_sub(1));
        let days = index.and_then(|index| DAYS.get(index)).copied().unwrap_or(0);
        let wrong = !(1..=days).contains(&day);
        wrong.then(|| format!("the season names [{month}, {day}], which is no [month, day]"))
    })
    .collect()
}

/// Status periods of a thing that is no border.
pub(super) fn status(periods: &[StatusPeriod]) -> Vec<String> {
    let mut complaints = border_status(periods);
    if periods.iter().any(|period| period.state == State::Bilateral) {
        complaints.push("bilateral is a state of borders".into());
    }
    complaints
}

/// Status periods: each in order and with a report, and none hidden by an earlier one.
pub(super) fn border_status(periods: &[StatusPeriod]) -> Vec<String> {
    let mut complaints = Vec::new();
    for period in periods {
        if let (Some(from), Some(until)) = (period.from, period.until)
            && until < from
        {
            complaints.push(format!("a status ends on {until}, before it begins on {from}"));
        }
        if period.state != State::Open && period.report.trim().is_empty() {
            complaints.push("a status other than open needs a report to show as a warning".into());
        }
        complaints.extend(evidence(&period.evidence));
    }
    // The last one stated counts, so an earlier one after a later one would silently hide it.
    let mut pairs = periods.iter().zip(periods.iter().skip(1));
    if let Some((first, second)) = pairs.find(|(first, second)| second.from < first.from) {
        let from = |period: &StatusPeriod| {
            period.from.map_or("the beginning".to_owned(), |day| day.to_string())
        };
        let (first, second) = (from(first), from(second));
        complaints.push(format!("status periods are out of order: from {second} after {first}"));
    }
    complaints
}

/// Evidence: a source that can be found again and a date.
pub(super) fn evidence(evidence: &Evidence) -> Vec<String> {
    let mut complaints = Vec::new();
    let source = evidence.source.trim();
    // Drafts mark facts from memory and facts not found; neither may be shipped.
    let unsourced = |word: &str| word == "MEM" || word == "NF";
    if source.is_empty() || source.split([';', ',', ' ']).any(unsourced) {
        complaints.push(format!("the source {source:?} is none; name one that can be found again"));
    }
    let date = &evidence.date;
    let form = b"dddd-dd-dd";
    let fits = |(c, f): (u8, &u8)| if *f == b'd' { c.is_ascii_digit() } else { c == *f };
    if !(matches!(date.len(), 4 | 7 | 10) && date.bytes().zip(form).all(fits)) {
        complaints
            .push(format!("the date {date:?} of a source is not YYYY, YYYY-MM or YYYY-MM-DD"));
    }
    complaints
}
