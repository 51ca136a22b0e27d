//! What agreements stand on a day, as an answer: filtered, with parties, history and sources.
//!
//! The register itself is `corridor_trade`; here it meets the names of countries and corridors that
//! the network knows. A supposed agreement of a user's file says so wherever it is shown.

mod coverage;
mod timeline;
mod view;

pub use coverage::{CoverageRequest, CoverageResponse, TreatyView};
pub use timeline::svg_timeline;
pub use view::{AgreementView, ParticipantView, StatusView, SuspensionView, SwitchView};

use crate::country;
use crate::engine::Engine;
use crate::problem::{Problem, did_you_mean};
use corridor_network::CountryCode;
use corridor_trade::{Agreement, AsOf, Kind, Member, Register, State};
use jiff::civil::{Date, date};
use schemars::JsonSchema;
use serde::Serialize;

/// Before this day agreements that have ended since may be missing.
const COMPLETE_FROM: Date = date(2000, 1, 1);

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementsRequest {
    /// Only this agreement, by id or other name.
    pub id: Option<String>,
    /// The day.
    pub as_of: Date,
    /// Only those that every one of these countries (code or name) and unions takes part in.
    pub parties: Vec<String>,
    /// Only this kind.
    pub kind: Option<String>,
    /// Only those in this state on the day.
    pub status: Option<String>,
    /// A user's files laid over the register: name and text of each.
    pub with: Vec<(String, String)>,
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AgreementsResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// The day.
    pub as_of: String,
    /// The agreements, by kind and then by id.
    pub agreements: Vec<AgreementView>,
    /// Ids of agreements that fit the question but begin after the day.
    pub later: Vec<String>,
    /// What a reader should know of the answer as a whole.
    pub warnings: Vec<String>,
}

/// Who a question is about.
enum Who {
    Country(CountryCode),
    Union(String),
}

impl Engine {
    /// The agreements on a day.
    ///
    /// # Errors
    /// When the id, party, kind or state is none, or a user's file is wrong.
    pub fn agreements(&self, request: &AgreementsRequest) -> Result<AgreementsResponse, Problem> {
        let mut register = Register::shipped().clone();
        for (file, text) in &request.with {
            register = self.laid_over(&register, file, text)?;
        }
        let one = request.id.as_deref().map(|id| named(&register, id)).transpose()?;
        let who: Vec<Who> =
            request.parties.iter().map(|p| self.party(&register, p)).collect::<Result<_, _>>()?;
        let kind = request.kind.as_deref().map(kind).transpose()?;
        let state = request.status.as_deref().map(state).transpose()?;

        let as_of = register.as_of(request.as_of);
        let mut agreements = Vec::new();
        let mut later = Vec::new();
        for agreement in register.iter() {
            let asked = one.is_none_or(|one| one.id == agreement.id)
                && kind.is_none_or(|kind| kind == agreement.kind);
            if !asked {
                continue;
            }
            let Some(standing) = as_of.get(&agreement.id) else {
                if state.is_none() && who.iter().all(|who| who.is_named_in(&register, agreement)) {
                    later.push(agreement.id.clone());
                }
                continue;
            };
            let fits = state.is_none_or(|state| state == standing.status.state)
                && who.iter().all(|who| who.takes_part(as_of, &agreement.id));
            if fits {
                agreements.push((agreement.kind, view::view(self, &standing)));
            }
        }
        agreements.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
        let agreements: Vec<_> = agreements.into_iter().map(|(_, view)| view).collect();
        let warnings = warnings(&register, request.as_of, &agreements);
        let as_of = request.as_of.to_string();
        Ok(AgreementsResponse { schema_version: 1, as_of, agreements, later, warnings })
    }

    /// The register with a user's file, whose corridors and passages the network must know.
    pub(crate) fn laid_over(
        &self,
        register: &Register,
        file: &str,
        text: &str,
    ) -> Result<Register, Problem> {
        let wrong = |detail: String| {
            let action = "mend the file; docs/methods/agreements.md describes its form";
            Problem::bad_input("agreement-file-invalid", detail, action)
        };
        let with = register.with(file, text).map_err(|error| wrong(error.to_string()))?;
        let facts = self.network().facts();
        let unknown = with.unknown_names(
            |name| facts.corridors.iter().any(|c| c.id == name),
            |name| facts.passages.iter().any(|p| p.id == name),
        );
        match unknown.first() {
            None => Ok(with),
            Some(first) => Err(wrong(format!(
                "{file}: the agreement {:?} switches the {} {:?}, which the network has not",
                first.agreement, first.rule, first.name
            ))),
        }
    }

    /// The country or union that a text names.
    fn party(&self, register: &Register, text: &str) -> Result<Who, Problem> {
        let text = text.trim();
        let is = |name: &str| name.eq_ignore_ascii_case(text);
        if let Some(union) = register.unions().into_iter().find(|union| is(union)) {
            return Ok(Who::Union(union.to_owned()));
        }
        let countries = &self.network().facts().countries;
        if let Some(country) = country::named(self.network(), text) {
            return Ok(Who::Country(country));
        }
        let listed = register.countries().into_iter().find(|code| is(code.as_str()));
        if let Some(code) = listed {
            return Ok(Who::Country(code));
        }
        let names = countries.iter().flat_map(|c| [c.code.as_str(), c.name.as_str()]);
        let hint = did_you_mean(text, names.chain(register.unions()));
        Err(Problem::bad_input(
            "party-unknown",
            format!("{text:?} is neither a country nor a union of the register"),
            hint.map_or(
                "give a country in two letters, such as IN, or one of EAEU, EU, GCC".to_owned(),
                |hint| format!("did you mean {hint:?}?"),
            ),
        ))
    }
}

impl Who {
    /// Whether it takes part on the day, in whatever capacity.
    fn takes_part(&self, as_of: AsOf<'_>, id: &str) -> bool {
        let Some(standing) = as_of.get(id) else { return false };
        match self {
            Self::Country(code) => standing.participants().iter().any(|p| p.country == *code),
            Self::Union(union) => {
                standing.agreement.union.as_ref() == Some(union)
                    || standing.participants().iter().any(|p| p.through == Some(union))
            }
        }
    }

    /// Whether a row of the agreement names it, or a union that it ever belongs to, on whatever day.
    fn is_named_in(&self, register: &Register, agreement: &Agreement) -> bool {
        agreement.parties.iter().any(|row| match (self, &row.party) {
            (Self::Country(code), Member::Country(other)) => code == other,
            (Self::Union(union), Member::Union(other)) => union == other,
            (Self::Country(_), Member::Union(union)) => {
                register.union(union).is_some_and(|treaty| self.is_named_in(register, treaty))
            }
            (Self::Union(_), Member::Country(_)) => false,
        })
    }
}

pub(crate) fn named<'a>(register: &'a Register, id: &str) -> Result<&'a Agreement, Problem> {
    register.named(id).ok_or_else(|| {
        let aliases = register.iter().flat_map(|a| &a.aliases).map(String::as_str);
        let hint = did_you_mean(id, register.iter().map(|a| a.id.as_str()).chain(aliases));
        Problem::bad_input(
            "agreement-unknown",
            format!("no agreement {id:?}"),
            hint.map_or("`corridor agreements` lists them".to_owned(), |hint| {
                format!("did you mean {hint:?}?")
            }),
        )
    })
}

fn kind(word: &str) -> Result<Kind, Problem> {
    Kind::from_word(word).ok_or_else(|| {
        Problem::bad_input(
            "agreement-kind-unknown",
            format!("{word:?} is no kind of agreement"),
            one_of(word, &Kind::ALL.iter().map(|k| k.word()).collect::<Vec<_>>()),
        )
    })
}

fn state(word: &str) -> Result<State, Problem> {
    State::from_word(word).ok_or_else(|| {
        Problem::bad_input(
            "agreement-status-unknown",
            format!("{word:?} is no state of an agreement"),
            one_of(word, &State::ALL.iter().map(|s| s.word()).collect::<Vec<_>>()),
        )
    })
}

/// The word nearest to a misspelt one, or all of them.
fn one_of(word: &str, words: &[&str]) -> String {
    match did_you_mean(word, words.iter().copied()) {
        Some(hint) => format!("did you mean {hint:?}?"),
        None => format!("one of {}", words.join(", ")),
    }
}

fn warnings(register: &Register, day: Date, shown: &[AgreementView]) -> Vec<String> {
    let mut warnings = Vec::new();
    let supposed: Vec<&str> =
        shown.iter().filter(|a| a.hypothetical).map(|a| a.id.as_str()).collect();
    if !supposed.is_empty() {
        warnings.push(format!("hypothetical, supposed by your file: {}", supposed.join(", ")));
    }
    if day < COMPLETE_FROM {
        warnings.push(format!(
            "the register is made for {COMPLETE_FROM} and later; agreements that ended before are missing"
        ));
    }
    if let Some((_, last)) = register.span()
        && day > last.latest()
    {
        warnings.push(format!(
            "the latest source is of {last}; what was agreed or ended between then and {day} is not known"
        ));
    }
    warnings
}
