//! Texts of the engine in the words of those who ask by fields.

/// Flags of the command line whose field has another name.
const RENAMED: [(&str, &str); 2] = [("--max-snap", "max_snap_km"), ("--parameters", "parameters")];

/// A text of the engine, which speaks of flags and verbs of the command line, in words of fields and of
/// what `verb` makes of the name of a verb.
pub fn spoken(text: &str, verb: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['-', '`']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((flag, after)) = flag(rest) {
            out.push_str(&field_name(flag));
            rest = after;
        } else if let Some(command) = rest.strip_prefix("`corridor ") {
            let end = command.find('`').unwrap_or(command.len());
            out.push_str(&verb(command[..end].split(' ').next().unwrap_or_default()));
            rest = command.get(end + 1..).unwrap_or_default();
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// The flag at the beginning of a text, and what follows it.
fn flag(text: &str) -> Option<(&str, &str)> {
    let name = text.strip_prefix("--")?;
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let length = name.find(|c: char| !is_part(c)).unwrap_or(name.len());
    (length > 0).then(|| text.split_at(length + 2))
}

fn field_name(flag: &str) -> String {
    RENAMED.iter().find(|(from, _)| *from == flag).map_or_else(
        || flag.trim_start_matches('-').replace('-', "_"),
        |(_, field)| (*field).to_owned(),
    )
}

/// The field that a sentence of the engine begins with.
pub fn field_of(detail: &str) -> Option<String> {
    flag(detail).map(|(flag, _)| field_name(flag))
}
