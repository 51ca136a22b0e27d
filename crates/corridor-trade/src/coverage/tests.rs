//! Investments of known cases, and every way in which a day may not be known.

use super::*;
use jiff::civil::date;

fn code(text: &str) -> CountryCode {
    text.parse().unwrap()
}

fn first<'a>(register: &'a Register, pair: [&str; 2], invested: Date, asked: Date) -> Coverage<'a> {
    let [a, b] = pair.map(code);
    let mirrored = register.coverage([b, a], invested, asked);
    let found = register.coverage([a, b], invested, asked);
    assert_eq!(found, mirrored, "it does not matter who is named first");
    found.into_iter().next().unwrap()
}

#[test]
fn an_old_investment_is_protected_by_a_treaty_that_has_ended() {
    let register = Register::shipped();
    let asked = date(2026, 11, 29);
    let old = first(register, ["IN", "RU"], date(2005, 6, 1), asked);
    assert_eq!(old.agreement.id, "russia-india-bit-1994");
    assert_eq!((old.covered, old.basis), (Covered::Yes, Basis::Survival));
    assert_eq!(old.until, Some(date(2032, 4, 8)));
    let late = first(register, ["IN", "RU"], date(2005, 6, 1), date(2032, 4, 9));
    assert_eq!((late.covered, late.basis), (Covered::No, Basis::SurvivalOver));
    let last = first(register, ["IN", "RU"], date(2005, 6, 1), date(2032, 4, 8));
    assert_eq!(last.covered, Covered::Yes);
    let before = first(register, ["IN", "RU"], date(2005, 6, 1), date(2010, 1, 1));
    assert_eq!((before.covered, before.basis), (Covered::Yes, Basis::InForce));
    assert_eq!(before.until, Some(date(2032, 4, 8)));
}

#[test]
fn what_is_invested_after_the_end_is_not_protected() {
    let register = Register::shipped();
    let asked = date(2026, 11, 29);
    for invested in [date(2017, 4, 8), date(2020, 1, 1)] {
        let all = register.coverage(["IN", "RU"].map(code), invested, asked);
        assert!(all.iter().all(|c| c.covered == Covered::No), "{all:?}");
        let ended = all.iter().find(|c| c.agreement.id == "russia-india-bit-1994").unwrap();
        assert_eq!(ended.basis, Basis::MadeAfterEnd);
        let talks = all.iter().find(|c| c.agreement.id == "russia-india-bit-new").unwrap();
        assert_eq!(talks.basis, Basis::NotInForce);
    }
    let eve = first(register, ["IN", "RU"], date(2017, 4, 7), asked);
    assert_eq!(eve.covered, Covered::Yes);
}

#[test]
fn what_no_source_says_is_not_known() {
    let register = Register::shipped();
    let asked = date(2026, 11, 29);
    // Made before it was in force, and nothing says whether that is covered.
    let earlier = first(register, ["IN", "RU"], date(1995, 6, 1), asked);
    assert_eq!((earlier.covered, earlier.basis), (Covered::NotKnown, Basis::MadeBefore));
    assert_eq!(earlier.until, None);
    // Ended, and nothing says for how long it protects after that.
    let ended = first(register, ["IN", "QA"], date(2005, 1, 1), asked);
    assert_eq!((ended.covered, ended.basis), (Covered::NotKnown, Basis::SurvivalNotKnown));
    // Signed, and no source on its entry into force.
    let signed = first(register, ["IN", "BR"], date(2023, 1, 1), asked);
    assert_eq!((signed.covered, signed.basis), (Covered::NotKnown, Basis::NotInForce));
    // Ended in a year: whether before or after the investment.
    let year = first(register, ["IN", "TR"], date(2018, 6, 1), asked);
    assert_eq!((year.covered, year.basis), (Covered::NotKnown, Basis::MadeAfterEnd));
    // No treaty in the register at all.
    assert!(register.coverage(["IN", "AZ"].map(code), date(2010, 1, 1), asked).is_empty());
}

#[test]
fn earlier_investments_count_from_the_day_that_the_treaty_names() {
    let register = Register::shipped();
    let asked = date(2026, 11, 29);
    let pair = ["RU", "AZ"];
    let since = first(register, pair, date(1992, 1, 1), asked);
    assert_eq!((since.covered, since.until), (Covered::Yes, None));
    let all = register.coverage(pair.map(code), date(1991, 12, 31), asked);
    let before = all.iter().find(|c| c.agreement.id == "russia-azerbaijan-bit").unwrap();
    assert_eq!((before.covered, before.basis), (Covered::No, Basis::MadeBefore));
}

#[test]
fn members_of_a_union_are_protected_in_one_another() {
    let register = Register::shipped();
    let asked = date(2026, 11, 29);
    let found = register.coverage(["KG", "BY"].map(code), date(2019, 1, 1), asked);
    let union = found.iter().find(|c| c.agreement.id == "eaeu-treaty").unwrap();
    assert_eq!((union.covered, union.basis), (Covered::Yes, Basis::InForce));
    assert!(union.in_force.unwrap().counts_from() >= date(2015, 8, 6), "since the later joined");
}

#[test]
fn a_party_that_left_is_followed_by_the_years_of_survival() {
    let register = Register::shipped();
    let of_charter = |invested, asked| {
        let found = register.coverage(["RU", "GE"].map(code), invested, asked);
        found.into_iter().find(|c| c.agreement.id == "energy-charter-treaty").unwrap()
    };
    let kept = of_charter(date(2005, 1, 1), date(2026, 11, 29));
    assert_eq!((kept.covered, kept.until), (Covered::Yes, Some(date(2029, 10, 19))));
    assert_eq!(of_charter(date(2010, 1, 1), date(2026, 11, 29)).basis, Basis::MadeAfterEnd);
}

#[test]
fn terms_of_a_users_treaty_are_checked() {
    let treaty = |terms: &str| {
        let text = format!(
            "id = \"mine\"\nname = \"Mine\"\nkind = \"investment\"\nabout = \"Supposed.\"\nhypothetical = true\n\
             parties = [{{ party = \"IN\" }}, {{ party = \"AZ\" }}]\n[[status]]\nstate = \"in-force\"\n\
             from = \"2020-01-01\"\nreport = \"Supposed.\"\n[[switches]]\nrule = \"investment\"\n\
             effect = \"Protected.\"\n[protection]\n{terms}\n"
        );
        Register::shipped().with("mine.toml", &text)
    };
    let register = treaty("survival_years = 12\nearlier = true").unwrap();
    let covered = first(&register, ["IN", "AZ"], date(2001, 1, 1), date(2026, 1, 1));
    assert_eq!((covered.covered, covered.until), (Covered::Yes, None));
    for (terms, reason) in [
        ("survival_years = 99", "50 years"),
        ("survival = 10", "unknown field"),
        ("earlier = false\nearlier_from = \"1991\"", "earlier_from"),
        ("force_not_found = true", "contradicts"),
        ("survival_years = 1\nsurvival_sources = [\"x\"]", "no source \"x\""),
    ] {
        let error = treaty(terms).unwrap_err().to_string();
        assert!(error.contains(reason), "{terms}: {error}");
    }
}
