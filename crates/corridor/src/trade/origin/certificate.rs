//! A draft of a certificate of origin: the fields that certificates have in common, and what it rests on.

use super::{AgreementOriginView, OriginRequest, OriginResponse};
use crate::engine::Engine;
use crate::problem::Problem;
use crate::trade::NO_ADVICE;
use corridor_trade::bom::Bill;
use corridor_trade::hs::Nomenclature;
use std::fmt::Write as _;

/// Who sells and who buys, and the papers of the sale; empty where it is to be written by hand.
#[derive(Clone, Debug, Default)]
pub struct Parties {
    /// Name and address of the exporter.
    pub exporter: String,
    /// Name and address of the consignee.
    pub consignee: String,
    /// Number and day of the invoice.
    pub invoice: String,
}

/// What stands where something is to be written by hand.
const BLANK: &str = "____________________";

impl Engine {
    /// A draft of the certificate for the good of a bill under one agreement, as text of at most 100
    /// columns.
    ///
    /// # Errors
    /// When not exactly one agreement is asked for, or the good does not surely originate under it.
    pub fn certificate(
        &self,
        request: &OriginRequest,
        parties: &Parties,
    ) -> Result<String, Problem> {
        let answer = self.origin(request)?;
        let [under] = &answer.agreements[..] else {
            let found: Vec<&str> = answer.agreements.iter().map(|a| a.agreement.as_str()).collect();
            return Err(Problem::bad_input(
                "certificate-agreement",
                format!("a certificate is of one agreement, and {} are judged", found.len()),
                format!("name it (--agreement); judged are {}", found.join(", ")),
            ));
        };
        let refused = match under.originates {
            Some(true) => return Ok(draft(request, &answer, under, parties)),
            Some(false) => format!("{} does not originate under {}", answer.good, under.agreement),
            None => {
                format!("whether {} originates under {} is not known", answer.good, under.agreement)
            }
        };
        let action = "`corridor origin` without --certificate says why and what to give";
        Err(Problem::bad_input("certificate-refused", refused, action))
    }
}

fn draft(
    request: &OriginRequest,
    answer: &OriginResponse,
    under: &AgreementOriginView,
    parties: &Parties,
) -> String {
    let or_blank = |text: &str| if text.is_empty() { BLANK.to_owned() } else { text.to_owned() };
    // A table calls its good TOTAL: then the nomenclature describes it.
    let title = Nomenclature::shipped().title(&request.bill.good().hs).unwrap_or_default();
    let is_named = !answer.good.eq_ignore_ascii_case("TOTAL");
    let description = if is_named { answer.good.clone() } else { title.to_owned() };
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let indent = " ".repeat(32);
        let mut head = format!("{name:<32}");
        // What is too long for its column stands in a line of its own.
        if head.chars().count() > 32 {
            for part in folded(name.trim(), 94) {
                let _ = writeln!(text, "  {part}");
            }
            head.clone_from(&indent);
        }
        for part in folded(value, 66) {
            let _ = writeln!(text, "{}", format!("{head}{part}").trim_end());
            head.clone_from(&indent);
        }
    };
    line("", "DRAFT - not a certificate until the authority or the exporter named has signed it");
    line("CERTIFICATE OF ORIGIN", &under.name);
    if under.hypothetical {
        line("", "HYPOTHETICAL: the agreement is not in force on the day");
    }
    line("1 exporter", &or_blank(&parties.exporter));
    line("2 producer", BLANK);
    line("3 consignee", &or_blank(&parties.consignee));
    line("4 country of origin", &answer.made_in);
    line("5 country of destination", &or_blank(request.to_country.as_deref().unwrap_or_default()));
    line("6 means of transport, route", BLANK);
    line("7 marks, number of packages", BLANK);
    line("8 description of the goods", &description);
    line("9 HS code", &request.bill.good().hs.to_string());
    line("10 origin criterion", &criterion(under));
    line("11 gross or net mass", &mass(&request.bill));
    line("12 value, US dollars", &format!("{:.2}", answer.value_usd));
    line("13 number and day of invoice", &or_blank(&parties.invoice));
    line("14 declaration of the exporter", &format!("{BLANK}  place, day, signature"));
    line("15 certification", &format!("{BLANK}  authority, place, day, stamp"));
    line("", "");
    line("WHAT IT RESTS ON", &format!("the bill of materials, judged as of {}", answer.as_of));
    for assembly in &under.assemblies {
        let of = request.bill.assemblies.iter().find(|a| a.name == assembly.name);
        let value = of.map_or(String::new(), |a| format!(", worth {} USD", a.value));
        line(&assembly.name, &format!("HS {}{value}", assembly.hs));
        if let Some(rule) = &assembly.rule {
            line("  rule", &format!("{rule} ({})", assembly.rule_source));
        }
        for finding in &assembly.findings {
            let met = match finding.met {
                Some(true) => "met",
                Some(false) => "not met",
                None => "not known",
            };
            line(&format!("  {}", finding.test), &format!("{met}: {}", finding.reason));
        }
    }
    line("materials", "");
    for part in &request.bill.parts {
        let counts = under.area.contains(&part.origin.to_string());
        let counts = if counts { "counts as originating" } else { "from elsewhere" };
        let what = format!("HS {}, {}, {} USD, {counts}", part.hs, part.origin, part.value);
        line(&format!("  {}", part.name), &what);
    }
    line(
        "to be kept with it",
        "invoices, costing and origin of each material, as the agreement asks",
    );
    line("not judged", "minimal operations, and direct consignment, which the way decides");
    line("", NO_ADVICE);
    text
}

/// Which words of certificates the finding of the good comes to.
fn criterion(under: &AgreementOriginView) -> String {
    let Some(good) = under.assemblies.last() else { return BLANK.to_owned() };
    let met = |test: &str| good.findings.iter().any(|f| f.test == test && f.met == Some(true));
    if met("WO") || good.non_originating_usd == 0.0 {
        return "wholly obtained, or made of originating materials alone".to_owned();
    }
    let tests: Vec<&str> =
        good.findings.iter().filter(|f| f.met == Some(true)).map(|f| f.test.as_str()).collect();
    let content = good.findings.iter().any(|f| f.met == Some(true) && f.test.starts_with("RVC"));
    let share = if content {
        format!("; content by build-down {} %", good.build_down_percent)
    } else {
        String::new()
    };
    format!("product rule: {}{share}", tests.join(", "))
}

fn mass(bill: &Bill) -> String {
    bill.good().mass_t.map_or(BLANK.to_owned(), |t| format!("{} kg", (t * 1e6).round() / 1e3))
}

/// A text in lines of so many characters at most; one line where it is empty.
fn folded(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let full = lines.last().map_or(0, |l| l.chars().count() + 1 + word.chars().count()) > most;
        if full && lines.last().is_some_and(|l| !l.is_empty()) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
