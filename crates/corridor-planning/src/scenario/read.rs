//! Scenarios from TOML: a flat table per modification, whose one verb says what it is.
//!
//! Flat, so that every field keeps its place in the file and a fault can name line and column.

use super::change::{Change, Modification, Scenario};
use super::form::{AddText, ICE, RowText, ScenarioText, fields, verbs};
use crate::parameters::{Amount, Faults, Location, ParameterError, Scope, hint};
use corridor_network::Mode;
use corridor_network::fact::State;
use jiff::civil::Date;
use toml::Spanned;

type Wrong = (usize, String);

impl Scenario {
    /// Reads a file; `file` is its name in errors. Names are resolved when it is applied.
    ///
    /// # Errors
    /// When the text is not TOML of this form or a modification makes no sense; every fault with
    /// line and column.
    pub fn parse(text: &str, file: &str) -> Result<Self, Faults> {
        let form = |offset: usize, reason: String| ParameterError::Form {
            at: Location::of(file, text, offset),
            reason,
        };
        let read: ScenarioText = toml::from_str(text).map_err(|error| {
            let reason = with_suggestion(error.message());
            form(error.span().map_or(0, |span| span.start), reason)
        })?;
        let mut faults = Vec::new();
        let id = read.id.get_ref().clone();
        let is_plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        if id.is_empty() || !id.bytes().all(is_plain) {
            let reason = format!("id {id:?}: small letters, digits and hyphens make an id");
            faults.push(form(read.id.span().start, reason));
        }
        let mut modifications = Vec::new();
        for row in &read.modification {
            let start = row.span().start;
            match change(row.get_ref(), start) {
                Ok((at, change)) => modifications.push(Modification {
                    change,
                    evidence: row.get_ref().evidence.clone(),
                    at: Location::of(file, text, at),
                }),
                Err(wrong) => faults.extend(wrong.into_iter().map(|(at, why)| form(at, why))),
            }
        }
        Faults::of(faults)?;
        let file = file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
        let name = read.name.unwrap_or_else(|| id.clone());
        Ok(Self { id, name, about: read.about, file, modifications })
    }
}

/// The words of the reader of TOML, with the field that was probably meant.
fn with_suggestion(message: &str) -> String {
    let mut ticked = message.split('`').skip(1).step_by(2).map(str::to_owned);
    let (Some(given), known) = (ticked.next(), ticked.collect::<Vec<_>>()) else {
        return message.to_owned();
    };
    if !message.starts_with("unknown field") || known.is_empty() {
        return message.to_owned();
    }
    let otherwise = format!("one of {}", known.join(", "));
    format!("unknown field {given:?}; {}", hint(&given, known.iter(), &otherwise))
}

/// What a row says, and where its verb stands.
fn change(row: &RowText, start: usize) -> Result<(usize, Change), Vec<Wrong>> {
    let verbs = verbs(row);
    let (verb, at, takes) = match verbs[..] {
        [one] => one,
        [] => {
            let reason = "a modification does one of close, open, set, ice, add, suppose, depart \
                          and as_of; this one does nothing";
            return Err(vec![(start, reason.to_owned())]);
        }
        [first, second, ..] => {
            let reason =
                format!("a modification does one thing; write {} and {} as two", first.0, second.0);
            return Err(vec![(second.1, reason)]);
        }
    };
    let stray = |(name, at): (&'static str, usize)| {
        let reason = if takes.is_empty() {
            format!("{name} does not go with {verb}, which takes no other field")
        } else {
            format!("{name} does not go with {verb}; it takes {}", takes.join(", "))
        };
        (!takes.contains(&name)).then_some((at, reason))
    };
    let wrong: Vec<Wrong> = fields(row).into_iter().filter_map(stray).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let change = match verb {
        "close" => status(row, row.close.as_ref(), State::Closed),
        "open" => status(row, row.open.as_ref(), State::Open),
        "set" => set(row, at),
        "ice" => ice(row, at),
        "add" => add(row, at),
        "suppose" => Ok(Change::Suppose {
            agreement: text(row.suppose.as_ref()),
            from: row.from.as_ref().map(|day| *day.get_ref()),
        }),
        "depart" => dated(row.depart.as_ref(), Change::Depart),
        _ => dated(row.as_of.as_ref(), Change::AsOf),
    };
    change.map(|change| (at, change)).map_err(|wrong| vec![wrong])
}

fn text(field: Option<&Spanned<String>>) -> String {
    field.map(|field| field.get_ref().trim().to_owned()).unwrap_or_default()
}

fn dated(day: Option<&Spanned<Date>>, change: impl Fn(Date) -> Change) -> Result<Change, Wrong> {
    let day = day.expect("the verb is there, or another one had been found");
    in_range(day)?;
    Ok(change(*day.get_ref()))
}

/// What the tables know begins in 1990 and ends in 2100.
fn in_range(day: &Spanned<Date>) -> Result<(), Wrong> {
    let year = day.get_ref().year();
    if (1990..=2100).contains(&year) {
        return Ok(());
    }
    Err((day.span().start, format!("{} is outside 1990 to 2100; check the year", day.get_ref())))
}

fn status(row: &RowText, thing: Option<&Spanned<String>>, plain: State) -> Result<Change, Wrong> {
    let state = row.state.as_ref().map_or(plain, |state| *state.get_ref());
    if let Some(given) =
        row.state.as_ref().filter(|given| given.get_ref().is_usable() != plain.is_usable())
    {
        let (verb, other) =
            if plain == State::Open { ("open", "close") } else { ("close", "open") };
        let name = format!("{:?}", given.get_ref()).to_lowercase();
        return Err((
            given.span().start,
            format!("{verb} with state {name}: use {other} for that"),
        ));
    }
    if let Some(given) = row.state.as_ref().filter(|given| *given.get_ref() == State::Bilateral) {
        return Err((
            given.span().start,
            "bilateral is no state to suppose: use open or close".to_owned(),
        ));
    }
    for day in [&row.from, &row.until].into_iter().flatten() {
        in_range(day)?;
    }
    let [from, until] = [&row.from, &row.until].map(|day| day.as_ref().map(|day| *day.get_ref()));
    if let (Some(first), Some(last), Some(at)) = (from, until, &row.until)
        && last < first
    {
        return Err((at.span().start, format!("until {last} lies before from {first}")));
    }
    Ok(Change::Status { thing: text(thing), state, from, until, report: text(row.report.as_ref()) })
}

fn set(row: &RowText, at: usize) -> Result<Change, Wrong> {
    let amounts = [
        row.value.as_ref().map(|v| (v, Amount::Value(*v.get_ref()))),
        row.times.as_ref().map(|v| (v, Amount::Times(*v.get_ref()))),
        row.plus.as_ref().map(|v| (v, Amount::Plus(*v.get_ref()))),
    ];
    let mut given = amounts.into_iter().flatten();
    let Some((place, amount)) = given.next() else {
        return Err((at, "set needs one of value, times and plus".to_owned()));
    };
    if let Some((second, _)) = given.next() {
        return Err((second.span().start, "value, times and plus exclude each other".to_owned()));
    }
    if !place.get_ref().is_finite() {
        return Err((place.span().start, format!("{} is not a finite number", place.get_ref())));
    }
    if let (Amount::Times(factor), true) = (amount, *place.get_ref() < 0.0) {
        return Err((place.span().start, format!("times {factor} is negative")));
    }
    let id = text(row.set.as_ref());
    let scopes = [&row.of, &row.country, &row.passage, &row.market];
    if let Some(second) = scopes.into_iter().flatten().nth(1) {
        let reason = "of, country, passage and market exclude each other; keep one".to_owned();
        return Err((second.span().start, reason));
    }
    if row.of.is_some() {
        if let Some(unit) = &row.unit {
            let reason = "a figure of a thing has its unit in its name; leave unit out".to_owned();
            return Err((unit.span().start, reason));
        }
        return Ok(Change::Figure { id, of: text(row.of.as_ref()), amount });
    }
    let scope = match (&row.country, &row.passage, &row.market) {
        (Some(code), ..) => {
            let parsed = code.get_ref().parse();
            Scope::Country(parsed.map_err(|error: corridor_network::InvalidCode| {
                (code.span().start, error.to_string())
            })?)
        }
        (None, Some(passage), _) => Scope::Passage(passage.get_ref().clone()),
        (None, None, Some(market)) => Scope::Market(market.get_ref().clone()),
        (None, None, None) => Scope::World,
    };
    let unit = row.unit.as_ref().map(|unit| unit.get_ref().clone());
    Ok(Change::Parameter { id, scope, amount, unit })
}

fn ice(row: &RowText, at: usize) -> Result<Change, Wrong> {
    let mut any = false;
    for field in [&row.cover_times, &row.thickness_times, &row.thickness_at_most_cm] {
        let Some(field) = field else { continue };
        any = true;
        if !(0.0..=1000.0).contains(field.get_ref()) {
            let reason = format!("{} is outside 0 to 1000", field.get_ref());
            return Err((field.span().start, reason));
        }
    }
    let later_months = row.later_months.as_ref().map_or(0, |months| *months.get_ref());
    if let Some(months) = row.later_months.as_ref().filter(|_| later_months.abs() > 6) {
        return Err((
            months.span().start,
            format!("later_months {later_months} is outside -6 to 6"),
        ));
    }
    if !any && later_months == 0 {
        return Err((at, format!("ice needs one of {}", ICE.join(", "))));
    }
    let value = |field: &Option<Spanned<f64>>| field.as_ref().map(|field| *field.get_ref());
    Ok(Change::Ice {
        areas: text(row.ice.as_ref()),
        cover_times: value(&row.cover_times),
        thickness_times: value(&row.thickness_times),
        thickness_at_most_cm: value(&row.thickness_at_most_cm),
        later_months,
    })
}

fn add(row: &RowText, at: usize) -> Result<Change, Wrong> {
    fn needed<'r, T>(field: Option<&'r Spanned<T>>, name: &str, at: usize) -> Result<&'r T, Wrong> {
        field.map(Spanned::get_ref).ok_or_else(|| (at, format!("{name} is missing")))
    }
    let within = |field: &Option<Spanned<f64>>, name: &str, least: f64, most: f64| match field {
        Some(field) if !(least..=most).contains(field.get_ref()) => Err((
            field.span().start,
            format!("{name} {} is outside {least} to {most}", field.get_ref()),
        )),
        _ => Ok(()),
    };
    within(&row.km, "km", 0.1, 40_000.0)?;
    within(&row.hours, "hours", 0.1, 8760.0)?;
    within(&row.sailings_per_week, "sailings_per_week", 0.01, 200.0)?;
    let id = needed(row.id.as_ref(), "id", at)?.clone();
    let name = row.name.as_ref().map_or_else(|| id.clone(), |name| name.get_ref().clone());
    let between = needed(row.between.as_ref(), "between", at)?.clone();
    let km = row.km.as_ref().map(|km| *km.get_ref());
    let list = |field: &Option<Spanned<Vec<String>>>| {
        field.as_ref().map(|list| list.get_ref().clone()).unwrap_or_default()
    };
    let corridors = list(&row.corridors);
    if row.add.as_ref().map(|add| *add.get_ref()) == Some(AddText::Service) {
        return Ok(Change::AddService {
            kind: *needed(row.kind.as_ref(), "kind", at)?,
            hours: *needed(row.hours.as_ref(), "hours", at)?,
            sailings_per_week: *needed(row.sailings_per_week.as_ref(), "sailings_per_week", at)?,
            by: list(&row.by),
            id,
            name,
            between,
            km,
            price: None,
            valid: [None, None],
            corridors,
        });
    }
    let mode = *needed(row.mode.as_ref(), "mode", at)?;
    if let (false, Some(field)) = (matches!(mode, Mode::Rail | Mode::Road), &row.mode) {
        let reason =
            format!("mode {}: a link is of rail or road; a ship line is a service", mode.name());
        return Err((field.span().start, reason));
    }
    Ok(Change::AddLink { id, name, between, mode, km, corridors })
}
