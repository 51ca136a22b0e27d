//! Answers of `flows` as the table that a project reads.

use crate::flows::{FlowsResponse, GainView, PaidView};
use crate::problem::Problem;
use serde::Deserialize;
use std::borrow::Cow;
use std::fmt::Write as _;

/// What of an answer counts.
#[derive(Deserialize)]
struct Answer {
    gains: Vec<GainView>,
    payments: Vec<PaidView>,
    co2e_t: f64,
    before: Option<Before>,
}

#[derive(Deserialize)]
struct Before {
    co2e_t: f64,
}

/// The text of a file that a project names: what `corridor flows --json` wrote becomes a table, anything else
/// is one already.
///
/// # Errors
/// When an answer is damaged, or compares no two worlds.
pub(super) fn table<'t>(name: &str, text: &'t str) -> Result<Cow<'t, str>, Problem> {
    if !text.trim_start().starts_with('{') {
        return Ok(Cow::Borrowed(text));
    }
    let wrong = |reason: String| {
        Problem::bad_input(
            "project-invalid",
            format!("{name}: {reason}"),
            "write it with `corridor flows --demand FILE --scenario ID --json`",
        )
    };
    let answer: Answer =
        serde_json::from_str(text).map_err(|e| wrong(format!("no answer of flows: {e}")))?;
    let Some(before) = &answer.before else {
        return Err(wrong(
            "the flows are of one world, so nobody gains; two worlds asked for apart choose among other ways \
             and cannot be compared"
                .to_owned(),
        ));
    };
    Ok(Cow::Owned(rows(&answer.gains, &answer.payments, [before.co2e_t, answer.co2e_t])))
}

/// The table of an answer that compares two worlds; none of one that does not.
pub(crate) fn flows_table(answer: &FlowsResponse) -> Option<String> {
    let before = answer.before.as_ref()?;
    Some(rows(&answer.gains, &answer.payments, [before.co2e_t, answer.co2e_t]))
}

fn rows(gains: &[GainView], payments: &[PaidView], [was, is]: [f64; 2]) -> String {
    let mut table = "kind,origin,destination,payee,before,after,half_usd,logsum_usd\n".to_owned();
    for gain in gains {
        let GainView { origin, destination, before_t, after_t, half_usd, logsum_usd, .. } = gain;
        let _ = writeln!(
            table,
            "users,{origin},{destination},,{before_t},{after_t},{half_usd},{logsum_usd}"
        );
    }
    for paid in payments {
        let PaidView { origin, destination, payee, usd, before_usd, .. } = paid;
        let before = before_usd.unwrap_or_default();
        let _ = writeln!(table, "paid,{origin},{destination},{payee},{before},{usd},,");
    }
    let _ = writeln!(table, "co2e,,,,{was},{is},,");
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_one_world_is_no_comparison() {
        let one = r#"{"gains":[],"payments":[],"co2e_t":1.0}"#;
        let refused = table("flows.json", one).unwrap_err();
        assert!(refused.detail.contains("of one world"), "{refused}");
        let damaged = table("flows.json", "{\"gains\":1}").unwrap_err();
        assert!(damaged.detail.contains("flows.json"), "{damaged}");
        let own = "kind,origin\n";
        assert_eq!(table("own.csv", own).unwrap(), own);
    }

    #[test]
    fn an_answer_becomes_rows_that_a_project_reads() {
        let text = r#"{"gains":[{"origin":"IN","destination":"RU","commodity":"tea","before_t":10.0,
            "after_t":12.0,"half_usd":30.0,"logsum_usd":31.5}],"payments":[{"origin":"IN","destination":"RU",
            "payee":"IR","transit":true,"usd":70.0,"before_usd":50.0}],"co2e_t":5.0,"before":{"co2e_t":7.0}}"#;
        let rows = table("flows.json", text).unwrap();
        let read = corridor_appraisal::FlowsTable::read("flows.json", &rows).unwrap();
        assert_eq!((read.gained[0].by_half, read.gained[0].by_logsum), (30.0, 31.5));
        assert_eq!((read.paid[0].payee.as_str(), read.paid[0].usd), ("IR", [50.0, 70.0]));
        assert_eq!(read.co2e_t, [7.0, 5.0]);
    }
}
