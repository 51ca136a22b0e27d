//! Duties as national tariffs and their exports spell them, put into the spelling that is read here.
//!
//! `4.4 cents/kg`, `$1.61/t`, `12,8 % + 176,8 EUR / 100 kg`, `15 % MIN 0.3 EUR / item MAX 20 %`, `10% or
//! 2 USD per pair, whichever is greater`. What is not surely understood is refused.

use crate::duty::{Duty, InvalidDuty};
use crate::money::decimal;
use rust_decimal::Decimal;

/// How a table writes duties.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spelling {
    /// The currency that `$` and `cents` are of; none where they are nobody's.
    pub(super) money: Option<&'static str>,
    /// Whether a comma stands before decimals, whatever follows it.
    pub(super) comma: bool,
}

/// Units by the names that tariffs give them, and by their codes in TARIC, with how many of ours they are.
const UNITS: &[(&[&str], &str)] = &[
    (&["kg", "kgs", "kilogram", "kilograms", "kgm"], "kg"),
    (&["t", "tonne", "tonnes", "metric ton", "metric tons", "tne"], "t"),
    (&["l", "liter", "liters", "litre", "litres", "ltr"], "l"),
    (&["hl", "hlt"], "100 l"),
    (&["dtn"], "100 kg"),
    (&["bbl", "bbl.", "barrel"], "158.987 l"),
    (
        &["piece", "pieces", "item", "items", "p/st", "pc", "pcs", "no", "no.", "each", "nar"],
        "piece",
    ),
    (&["doz", "doz.", "dozen"], "12 piece"),
    (&["pair", "pairs", "pr", "pr.", "prs", "prs.", "npr"], "pair"),
    (&["m2", "m²", "mtk"], "m2"),
    (&["m3", "m³", "mtq"], "m3"),
    (&["cm3", "cm³"], "cm3"),
];

impl Spelling {
    /// The duty that a text states.
    ///
    /// # Errors
    /// When it states none that is surely understood.
    pub(super) fn duty(self, text: &str) -> Result<Duty, InvalidDuty> {
        let plain = text.parse();
        if plain.is_ok() {
            return plain;
        }
        let Some(numbers) = self.numbers(text) else {
            return Err(InvalidDuty(format!(
                "{text:?} can be read with a comma of thousands or of decimals; write a point"
            )));
        };
        self.whole(&numbers).and_then(|own| own.parse().ok()).map_or(plain, Ok)
    }

    /// The text in small letters with points before decimals; none where a comma can mean two things.
    fn numbers(self, text: &str) -> Option<String> {
        let text = text.trim().to_lowercase().replace('\u{a0}', " ").replace('¢', " cents");
        let letters: Vec<char> = text.chars().collect();
        let digits = |from: usize| {
            letters
                .get(from..)
                .unwrap_or_default()
                .iter()
                .take_while(|c| c.is_ascii_digit())
                .count()
        };
        let mut out = String::new();
        for (n, c) in letters.iter().enumerate() {
            let within = n > 0 && letters[n - 1].is_ascii_digit() && digits(n + 1) > 0;
            if *c == ',' && within {
                if digits(n + 1) == 3 && !self.comma {
                    return None;
                }
                out.push('.');
            } else {
                out.push(*c);
            }
        }
        Some(out)
    }

    /// A whole duty in our spelling; none where it is not understood.
    fn whole(self, text: &str) -> Option<String> {
        let text = footless(text);
        if ["free", "nil", "exempt"].contains(&text) {
            return Some("free".to_owned());
        }
        if let Some((parts, which)) = text.split_once("whichever is") {
            let which = which.trim().trim_start_matches("the ").trim_end_matches('.');
            let word = match which {
                "greater" | "higher" => "max",
                "less" | "lesser" | "lower" => "min",
                _ => return None,
            };
            let parts = parts.trim_end_matches([',', ' ']).split(" or ");
            let parts: Vec<String> = parts.map(|part| self.sum(part)).collect::<Option<_>>()?;
            return Some(format!("{word}({})", parts.join(", ")));
        }
        for (words, word) in [("but not less than", "max"), ("but not more than", "min")] {
            if let Some((first, second)) = text.split_once(words) {
                let first = self.sum(first.trim_end_matches([',', ' ']))?;
                return Some(format!("{word}({first}, {})", self.sum(second)?));
            }
        }
        let (text, most) = text.split_once(" max ").map_or((text, None), |(t, m)| (t, Some(m)));
        let (text, least) = text.split_once(" min ").map_or((text, None), |(t, m)| (t, Some(m)));
        let mut own = self.sum(text)?;
        if let Some(least) = least {
            own = format!("max({own}, {})", self.sum(least)?);
        }
        if let Some(most) = most {
            own = format!("min({own}, {})", self.sum(most)?);
        }
        Some(own)
    }

    fn sum(self, text: &str) -> Option<String> {
        let parts: Vec<String> =
            text.split('+').map(|part| self.term(part)).collect::<Option<_>>()?;
        Some(parts.join(" + "))
    }

    /// A share of the value, or an amount for a unit.
    fn term(self, text: &str) -> Option<String> {
        let text = text.trim();
        for sign in ["%", "percent", "per cent", "pct"] {
            if let Some(number) = text.strip_suffix(sign) {
                return decimal(number).map(|percent| format!("{percent}%"));
            }
        }
        // `0.3 eur p/st`, `176.8 eur dtn`: the unit stands after the currency without a stroke.
        let text = text.replace(" per ", "/");
        let text = text.replace("/ p/st", "/piece").replace(" p/st", "/piece");
        let bare = || text.rsplit_once(' ').filter(|(money, _)| money.contains(' '));
        let (money, measure) = text.split_once('/').or_else(bare)?;
        let (amount, currency) = self.money(money.trim())?;
        let measure = measure.trim();
        let digits = measure.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(0);
        let (count, name) = measure.split_at(digits);
        let unit = UNITS.iter().find(|(names, _)| names.contains(&name.trim()))?.1;
        // A hundred of what is a hundred already is nobody's unit.
        if !count.is_empty() && unit.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        Some(format!("{amount} {currency}/{count} {unit}"))
    }

    /// An amount with its currency: `4.4 cents`, `$1.61`, `176.8 eur`, `€ 12`.
    fn money(self, text: &str) -> Option<(Decimal, String)> {
        if let Some(number) = text.strip_suffix("cents").or_else(|| text.strip_suffix("cent")) {
            let amount = decimal(number)?.checked_div(Decimal::ONE_HUNDRED)?;
            return Some((amount.normalize(), self.money?.to_owned()));
        }
        for (sign, currency) in [("$", self.money), ("€", Some("EUR")), ("£", Some("GBP"))] {
            let number = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign));
            if let Some(number) = number {
                return Some((decimal(number)?, currency?.to_owned()));
            }
        }
        let number = text.find(|c: char| c.is_ascii_alphabetic())?;
        let (amount, currency) = text.split_at(number);
        let currency = currency.trim();
        let is_code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_lowercase());
        is_code.then_some((decimal(amount)?, currency.to_uppercase()))
    }
}

/// A text without the number of a footnote at its end: `free 1/`.
fn footless(text: &str) -> &str {
    let bare = text.trim();
    let Some((before, last)) = bare.rsplit_once(' ') else { return bare };
    let is_note = last.strip_suffix('/').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    if is_note { before.trim_end() } else { bare }
}

#[cfg(test)]
mod tests {
    use super::Spelling;

    #[test]
    fn duties_are_read_as_tariffs_spell_them() {
        let american = Spelling { money: Some("USD"), comma: false };
        let european = Spelling { money: None, comma: true };
        for (spelling, text, own) in [
            (american, "Free", "free"),
            (american, "Free 1/", "free"),
            (american, "4.4 cents/kg", "0.044 USD/kg"),
            (american, "4.4¢/kg + 6.5%", "0.044 USD/kg + 6.5%"),
            (american, "$1.61/t", "1.61 USD/t"),
            (american, "10.5¢/bbl", "0.105 USD/158.987 l"),
            (american, "3.4 cents/liter", "0.034 USD/l"),
            (european, "12,8 % + 176,8 EUR DTN", "12.8% + 176.8 EUR/100 kg"),
            (
                european,
                "4.5 % MIN 0.3 EUR p/st MAX 0.8 EUR p/st",
                "min(max(4.5%, 0.3 EUR/piece), 0.8 EUR/piece)",
            ),
            (american, "20¢ each + 5%", "0.2 USD/piece + 5%"),
            (american, "76 cents/pr. + 32%", "0.76 USD/pair + 32%"),
            (european, "12,80 % + 176,80 EUR / 100 kg", "12.8% + 176.8 EUR/100 kg"),
            (
                european,
                "4,50 % MIN 0,30 EUR / item MAX 0,80 EUR / p/st",
                "min(max(4.5%, 0.3 EUR/piece), 0.8 EUR/piece)",
            ),
            (european, "13,100 EUR / hl", "13.1 EUR/100 l"),
            (european, "15% but not less than 0,04 EUR/kg", "max(15%, 0.04 EUR/kg)"),
            (european, "14.00% + 253.00 GBP/100kg", "14% + 253 GBP/100 kg"),
            (american, "10% or 2 USD per pair, whichever is greater", "max(10%, 2 USD/pair)"),
            (american, "10% or €2/kg whichever is the lower", "min(10%, 2 EUR/kg)"),
        ] {
            let duty = spelling.duty(text).map(|duty| duty.to_string());
            assert_eq!(duty.as_deref(), Ok(own), "{text}");
        }
        for (spelling, text) in [
            (american, "1,035 USD/t"),
            (european, "4.4 cents/kg"),
            (european, "$2/kg"),
            (american, "5 cents/kg on contents and container"),
            (american, "18.9 cents/pf.liter"),
            (american, "See 9903.88"),
            (european, "12 % + EA"),
            (european, "20% (01 JUL - 31 JAN)"),
            (european, "9 EUR / 100 kg / net"),
            (european, "9 EUR / 100 hl"),
            (european, ""),
            (european, "10"),
        ] {
            assert!(spelling.duty(text).is_err(), "{text}: {:?}", spelling.duty(text));
        }
    }
}
