//! Which of the many names of a town are worth keeping: those that people type.

use std::collections::BTreeMap;

/// The scripts whose names are kept: those of the countries the corridors run through and of the
/// large shipping nations. Scripts of the states of India other than Devanagari, Ethiopic and the
/// rest would add 0.2 MB to the network file for names that carriers do not use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Kept,
    Other,
}

/// The names to keep, in order; counts the others by reason in `left_out`.
pub(super) fn chosen(
    names: &[String],
    left_out: &mut BTreeMap<&'static str, usize>,
) -> Vec<String> {
    let mut kept = Vec::new();
    for name in names {
        match reason_against(name) {
            Some(reason) => *left_out.entry(reason).or_default() += 1,
            None => kept.push(name.clone()),
        }
    }
    kept
}

fn reason_against(name: &str) -> Option<&'static str> {
    let Some(first) = name.chars().find(|c| c.is_alphabetic()) else {
        return Some("has no letter");
    };
    match script(first) {
        Script::Other => Some("script not kept"),
        Script::Latin if first.is_lowercase() || name.contains(['=', '\u{2bf}', '\u{2be}']) => {
            Some("romanised by rule")
        }
        Script::Latin if name.len() <= 4 && name.bytes().all(|b| b.is_ascii_uppercase()) => {
            Some("code of an airport or station")
        }
        Script::Latin if name.chars().count() > 40 => Some("a sentence"),
        Script::Latin | Script::Kept => None,
    }
}

fn script(letter: char) -> Script {
    match letter as u32 {
        0x41..=0x24f | 0x1e00..=0x1eff => Script::Latin,
        // Greek, Cyrillic, Armenian, Hebrew, Arabic; Devanagari; Thai; Georgian; kana, Han, Hangul.
        0x370..=0x6ff
        | 0x750..=0x77f
        | 0x900..=0x97f
        | 0xe00..=0xe7f
        | 0x10a0..=0x10ff
        | 0x3040..=0x30ff
        | 0x3400..=0x9fff
        | 0xac00..=0xd7af => Script::Kept,
        _ => Script::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::chosen;
    use std::collections::BTreeMap;

    #[test]
    fn typed_names_stay_and_machine_names_go() {
        let names = ["Bombay", "bmbyy", "BOM", "Бомбей", "孟买", "मुंबई", "மும்பை", "بومباي", "12"]
            .map(str::to_owned);
        let mut left_out = BTreeMap::new();
        let kept = chosen(&names, &mut left_out);
        assert_eq!(kept, ["Bombay", "Бомбей", "孟买", "मुंबई", "بومباي"]);
        assert_eq!(left_out.values().sum::<usize>(), 4);
    }
}
