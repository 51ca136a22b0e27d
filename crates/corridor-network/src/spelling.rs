//! How names are compared: the same place spelt with other case, accents, apostrophes, hyphens,
//! spaces or letter forms gives the same key.
//!
//! A key is for comparing, not for showing. It keeps the script: `Mumbai` and `Мумбаи` stay
//! different names. It does not transliterate and knows no languages.

use unicode_normalization::char::decompose_compatible;

/// The key of a name: lower case, without accents, punctuation and spaces, `St.` as `saint`.
/// Empty when nothing of the name is a letter, mark or digit.
///
/// ```
/// use corridor_network::spelling::key;
/// assert_eq!(key("Xi’an"), key("XIAN"));
/// assert_eq!(key("St. Petersburg"), key("Saint-Petersburg"));
/// assert_eq!(key("Нова́я"), "новая".replace('й', "и"));
/// ```
pub fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    push_key(name, &mut key);
    key
}

/// Appends the key of `name` to `to`; lets an index hold all keys in one string.
pub fn push_key(name: &str, to: &mut String) {
    let mut word = to.len();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            to.push(c.to_ascii_lowercase());
        } else if c.is_ascii() {
            // An apostrophe stands inside a word (`Xi'an`), everything else ends one.
            if c != '\'' && c != '`' {
                end_word(to, &mut word);
            }
        } else if is_its_own_key(c) {
            to.push(c);
        } else if is_apostrophe(c) {
        } else if is_word_break(c) {
            end_word(to, &mut word);
        } else if is_taken_apart(c) {
            decompose_compatible(c, |part| push_plain(part, to));
        } else {
            push_plain(c, to);
        }
    }
    end_word(to, &mut word);
}

/// Letters that nothing below changes; three quarters of the letters beyond ASCII in a gazetteer,
/// sorted out first because the tables of Unicode are slow to ask.
fn is_its_own_key(c: char) -> bool {
    matches!(c, 'а'..='и' | 'к'..='я' | '\u{627}'..='\u{628}' | '\u{62a}'..='\u{63a}' | '\u{641}'..='\u{642}'
        | '\u{644}'..='\u{648}' | '\u{6cc}' | '\u{6a9}' | '\u{6af}' | '\u{67e}' | '\u{904}'..='\u{928}'
        | '\u{92a}'..='\u{930}' | '\u{935}'..='\u{939}' | '\u{93e}'..='\u{94d}' | '\u{10d0}'..='\u{10f0}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Spells out the abbreviations that gazetteers and people use interchangeably.
fn end_word(to: &mut String, word: &mut usize) {
    let full = match &to[*word..] {
        "st" | "sankt" | "sint" => Some("saint"),
        "ste" => Some("sainte"),
        "mt" => Some("mount"),
        "ft" => Some("fort"),
        _ => None,
    };
    if let Some(full) = full {
        to.truncate(*word);
        to.push_str(full);
    }
    *word = to.len();
}

/// Modifier letters and quotation marks that stand for an apostrophe, a soft sign or an ayin.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\u{2b0}'..='\u{2ff}' | '\u{b4}' | '\u{2018}'..='\u{201f}' | '\u{2032}' | '\u{a78b}' | '\u{a78c}')
}

fn is_word_break(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{a0}'..='\u{a9}' | '\u{ab}'..='\u{b1}' | '\u{b6}'..='\u{b8}' | '\u{bb}' | '\u{bf}'
            | '\u{2000}'..='\u{2017}' | '\u{2020}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{30a0}' | '\u{30fb}'
            | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{5be}' | '\u{ff0c}' | '\u{ff0d}' | '\u{ff0e}' | '\u{ff1d}')
}

/// Scripts whose letters carry accents or come in presentation forms. Hangul is left whole: taking
/// its syllables apart triples the length of the keys and merges nothing.
fn is_taken_apart(c: char) -> bool {
    matches!(c, '\u{aa}'..='\u{6ff}' | '\u{900}'..='\u{dff}' | '\u{1e00}'..='\u{1fff}' | '\u{f900}'..='\u{faff}'
        | '\u{fb00}'..='\u{fefc}' | '\u{ff00}'..='\u{ffef}')
}

fn push_plain(c: char, to: &mut String) {
    match c {
        // Accents of Latin, Greek and Cyrillic; vowel points of Hebrew and Arabic; the dot of
        // letters borrowed into Devanagari and its sisters; joiners and tatweel.
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}'
        | '\u{5bf}'..='\u{5c7}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{640}'
        | '\u{93c}'
        | '\u{9bc}'
        | '\u{a3c}'
        | '\u{abc}'
        | '\u{200b}'..='\u{200f}'
        | '\u{feff}' => {}
        'ß' => to.push_str("ss"),
        'æ' | 'Æ' => to.push_str("ae"),
        'œ' | 'Œ' => to.push_str("oe"),
        'þ' | 'Þ' => to.push_str("th"),
        'ø' | 'Ø' => to.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => to.push('d'),
        'ł' | 'Ł' => to.push('l'),
        'ı' => to.push('i'),
        'ə' | 'Ə' => to.push('a'),
        'ħ' | 'Ħ' => to.push('h'),
        'ŋ' | 'Ŋ' => to.push('n'),
        'ς' => to.push('σ'),
        // Arabic and Persian keyboards write the same sound with different letters.
        'ي' | 'ى' => to.push('ی'),
        'ك' => to.push('ک'),
        'ة' | 'ھ' | 'ہ' => to.push('ه'),
        'ٱ' => to.push('ا'),
        _ if c.is_ascii() => {
            if c.is_ascii_alphanumeric() {
                to.push(c.to_ascii_lowercase());
            }
        }
        _ if c.is_lowercase() || !c.is_alphabetic() => to.push(c),
        _ => to.extend(c.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (a, b) in [
            ("Nuku‘alofa", "nukualofa"),
            ("Astrakhan’", "ASTRAKHAN"),
            ("São  Paulo", "sao-paulo"),
            ("St. John's", "Saint Johns"),
            ("Lənkəran", "Lankaran"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("Орёл", "ОРЕЛ"),
            ("تهران", "تَهران"),
            ("أبو ظبي", "ابوظبی"),
            ("फ़रीदाबाद", "फरीदाबाद"),
            ("ＴＯＫＹＯ", "tokyo"),
            ("Αθήνα", "ΑΘΗΝΑ"),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_ne!(key("मुंबई"), key("मबई"), "vowel signs are letters");
        assert_ne!(key("Mumbai"), key("Мумбаи"));
    }

    #[test]
    fn odd_texts_have_keys_too() {
        assert_eq!(key(""), "");
        assert_eq!(key(" .,-'\u{0}\u{1b}\u{200f}"), "");
        assert_eq!(key("🚢🚆").chars().count(), 2);
        assert_eq!(key(&"é".repeat(10_000)).len(), 10_000);
        assert_eq!(key("st"), "saint");
        assert_eq!(key("Stavanger"), "stavanger");
    }
}
