//! Lists of codes as annexes write them: `7207`, `7210-7212`, chapter `84`.

use crate::hs::HsCode;
use std::fmt;

/// Codes and ranges of them; each stands for all codes that begin with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes(Vec<(String, String)>);

impl Codes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a code is one of them, of which an empty list has none; none when it has too few digits to tell.
    pub fn hold(&self, code: &HsCode) -> Option<bool> {
        let mut unsure = false;
        for (first, last) in &self.0 {
            let cut = code.cut(first.len());
            if cut.len() == first.len() {
                if (first.as_str()..=last.as_str()).contains(&cut) {
                    return Some(true);
                }
            } else if (&first[..cut.len()]..=&last[..cut.len()]).contains(&cut) {
                unsure = true;
            }
        }
        (!unsure).then_some(false)
    }

    /// Of lists of one range: how much it covers, the narrowest first.
    pub(super) fn breadth(&self) -> (usize, u64) {
        let number = |digits: &str| digits.parse::<u64>().unwrap_or_default();
        let of = |(first, last): &(String, String)| {
            (6 - first.len().min(6), number(last) - number(first))
        };
        self.0.first().map_or((0, 0), of)
    }

    /// Adds a word such as `7207`, `72.07`, `8471.30` or `7210-7212`.
    pub(super) fn add(&mut self, word: &str) -> Result<(), String> {
        let (first, last) = word.split_once('-').unwrap_or((word, word));
        let (first, last) = (digits(first)?, digits(last)?);
        if first.len() != last.len() || first > last {
            return Err(format!("{word:?} is no range of codes; write 7210-7212"));
        }
        self.0.push((first, last));
        Ok(())
    }

    /// Makes the last code the beginning of a range, as in `7210 through 7212`.
    pub(super) fn through(&mut self, word: &str) -> Result<(), String> {
        let last = digits(word)?;
        match self.0.last_mut() {
            Some((first, end)) if first.len() == last.len() && *first <= last => {
                *end = last;
                Ok(())
            }
            _ => Err(format!("{word:?} ends no range of codes; write 7210-7212")),
        }
    }
}

/// The digits of a code of a chapter, heading or subheading.
fn digits(word: &str) -> Result<String, String> {
    let digits: String = word.chars().filter(|c| *c != '.').collect();
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    if plain && matches!(digits.len(), 2 | 4 | 6) {
        return Ok(digits);
    }
    Err(format!("{word:?} is no chapter, heading or subheading"))
}

impl fmt::Display for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointed = |digits: &str| match digits.split_at_checked(4) {
            Some((heading, rest)) if !rest.is_empty() => format!("{heading}.{rest}"),
            _ => digits.to_owned(),
        };
        let one = |(first, last): &(String, String)| {
            let end = if first == last { String::new() } else { format!("-{}", pointed(last)) };
            format!("{}{end}", pointed(first))
        };
        f.write_str(&self.0.iter().map(one).collect::<Vec<_>>().join(", "))
    }
}
