//! The duty of goods: by whom it is stated, and what stands in for nothing when it is not known.
//!
//! What the user says goes first, then a schedule of the user's, then the schedule that comes with the
//! program; averages are told and never taken.

use super::claim::{Desk, Preference, hypothetical};
use super::view::{DutyLineView, DutyView, duty_form};
use corridor_trade::duty::Duty;
use corridor_trade::hs::{HsCode, group};
use corridor_trade::landed::Rate;
use corridor_trade::schedule::shipped::{Found, NationalLine, ShippedDuty, by_duty, shipped_duty};
use corridor_trade::schedule::{Line, Regime, Stated};
use corridor_trade::{Agreement, Group, Measure, Switch, Tariffs};
use rust_decimal::Decimal;

/// By whom the duty without preference is stated.
pub(super) enum StatedBy<'d> {
    /// Goods in free circulation in the customs territory of an agreement owe none inside it.
    Union(&'d Agreement),
    /// The user, for these goods.
    User(&'d Duty),
    /// A schedule of the user's: its line, and the national lines below the code.
    Schedule(Option<&'d Line>, Vec<&'d HsCode>),
    /// A schedule that comes with the program.
    Shipped(ShippedDuty),
    /// Nobody.
    Nobody,
}

impl Desk<'_> {
    /// By whom the duty without preference is stated.
    pub(super) fn stated_by(&self) -> StatedBy<'_> {
        if let Some(union) = self.union {
            return StatedBy::Union(union);
        }
        if let Some(duty) = &self.figures.duty {
            return StatedBy::User(duty);
        }
        let line = self.line(&Regime::Mfn);
        let finer = self.schedule.finer(self.register, self.day, self.importer, self.hs);
        if line.is_some() || !finer.is_empty() {
            return StatedBy::Schedule(line, finer);
        }
        let shipped = shipped_duty(self.register, self.day, self.importer, self.hs);
        shipped.map_or(StatedBy::Nobody, StatedBy::Shipped)
    }

    /// The duty without preference.
    pub(super) fn duty(&self) -> Rate<Duty> {
        let (importer, hs) = (self.importer, self.hs);
        let name = "import duty";
        let give = || format!("the duty of {importer} on {hs} (--duty '10%' or --schedule FILE)");
        match self.stated_by() {
            StatedBy::Union(union) => inside(name, union),
            StatedBy::User(duty) => known(name, duty.clone(), "yours (--duty)", String::new()),
            StatedBy::Schedule(line, finer) => self.of_schedule(name, line, &finer),
            StatedBy::Shipped(ShippedDuty { schedule, found }) => {
                let evidence = &schedule.evidence;
                let source = format!(
                    "{} (shipped schedule {}, {}, confidence {:?})",
                    evidence.source, schedule.id, schedule.day, evidence.confidence
                );
                match found {
                    Found::One(NationalLine { hs: of, duty }) => {
                        known(name, duty, &source, format!("line {of}"))
                    }
                    Found::Several { lines, highest } => {
                        let name = format!("{name}, highest of {} lines", lines.len());
                        known(&name, highest, &source, by_duty(&lines))
                    }
                    Found::NotKnown(why) => {
                        let average = self.average();
                        unknown(name, &[why.as_str(), average.as_str()].join("; "), give())
                    }
                }
            }
            StatedBy::Nobody => unknown(name, &self.average(), give()),
        }
    }

    /// The duty under a preference.
    pub(super) fn preferred(&self, preference: &Preference<'_>) -> Rate<Duty> {
        let (importer, hs, id) = (self.importer, self.hs, &preference.agreement.id);
        let name = format!("import duty under {id}{}", hypothetical(preference.hypothetical));
        if let Some(union) = self.union {
            return inside(&name, union);
        }
        if let Some(paper) = preference.circulation {
            let agreement = &preference.agreement;
            let note = format!(
                "goods in free circulation with the sender, shown by {paper}; additional duties by \
                 origin may be levied all the same"
            );
            return known(&name, free(), &format!("{} ({id})", agreement.name), note);
        }
        let line = self.line(&Regime::Agreement(id.clone()));
        let line = line.or_else(|| self.line(&Regime::Origin(self.origin)));
        let finer = self.schedule.finer(self.register, self.day, importer, hs);
        if line.is_some() || !finer.is_empty() {
            return self.of_schedule(&name, line, &finer);
        }
        let without = self.duty();
        if without.figure == Some(free()) {
            let note = "free without a preference: nothing to claim".to_owned();
            return known(&name, free(), &without.source, note);
        }
        if let Some(percent) = preference.supposed_percent {
            let note = if preference.hypothetical {
                "hypothetical: no such duty is agreed"
            } else {
                "the agreement is in force; its duty on these goods is supposed by you"
            };
            let source = format!("supposed of {id} (--suppose)");
            return known(&name, Duty::AdValorem(percent), &source, note.to_owned());
        }
        if let Some((switch, percent)) =
            preference.switch.and_then(|s| Some((s, s.percent_of_duty?)))
        {
            return self.reduced(&name, preference.agreement, (percent, switch), without);
        }
        let (note, suppose) = if preference.hypothetical {
            ("hypothetical: no duty is agreed", format!("--suppose {id}=PERCENT or "))
        } else {
            ("", String::new())
        };
        let supply = format!(
            "the duty of {importer} on {hs} under {id} ({suppose}--schedule FILE with regime {id})"
        );
        unknown(&name, note, supply)
    }

    /// The share of the duty without preference that a scheme leaves.
    fn reduced(
        &self,
        name: &str,
        scheme: &Agreement,
        (percent, switch): (u32, &Switch),
        without: Rate<Duty>,
    ) -> Rate<Duty> {
        let (hs, id, importer) = (self.hs, &scheme.id, self.importer);
        let share = match percent {
            0 => "free of the duty without preference".to_owned(),
            percent => format!("{percent} % of the duty without preference"),
        };
        if !switch.concerns(hs) {
            let note = format!("{share}, for the goods of the scheme, which are not known here");
            let supply = format!(
                "whether {hs} is among the goods of {id}, and the duty under it (--suppose {id}=PERCENT                  or --schedule FILE with regime {id})"
            );
            return unknown(name, &note, supply);
        }
        if percent == 0 {
            return known(name, free(), &format!("{} ({id})", scheme.name), share);
        }
        match without.figure {
            Some(duty) => {
                let source = format!("{} ({id}); {}", scheme.name, without.source);
                known(name, duty.share(percent), &source, share)
            }
            None => unknown(name, &share, format!("the duty of {importer} on {hs} (--duty '10%')")),
        }
    }

    /// What a schedule of the user's says.
    fn of_schedule(&self, name: &str, line: Option<&Line>, finer: &[&HsCode]) -> Rate<Duty> {
        let hs = self.hs;
        // National lines below the code decide, unless the line found is one of them.
        let decided = line.is_some_and(|line| !finer.iter().any(|f| line.hs.covers(f)));
        match line {
            _ if !finer.is_empty() && !decided => {
                let codes: Vec<_> = finer.iter().take(4).map(ToString::to_string).collect();
                let note =
                    format!("the schedule has lines of its own below {hs}: {}", codes.join(", "));
                unknown(name, &note, format!("the national code of the goods (--hs {})", finer[0]))
            }
            Some(Line { stated: Stated::Duty(duty), source, quota, at, hs: of, .. }) => {
                let mut note = format!("line {of} at {}:{}", at.file, at.line);
                if !quota.is_empty() {
                    note = format!("{note}; within the quota: {quota}");
                }
                known(name, duty.clone(), source, note)
            }
            Some(Line { stated: Stated::Between(least, most), .. }) => unknown(
                name,
                &format!("between {least} and {most} %: national lines below {hs} differ"),
                format!(
                    "the duty of {} on the national line (--duty or --schedule)",
                    self.importer
                ),
            ),
            Some(Line { stated: Stated::Average(average), .. }) => unknown(
                name,
                &format!(
                    "{} % is the average of the national lines below {hs}, which is no duty",
                    average.normalize()
                ),
                format!(
                    "the duty of {} on the national line (--duty or --schedule)",
                    self.importer
                ),
            ),
            None => unknown(name, "", format!("the duty of {} on {hs}", self.importer)),
        }
    }

    fn line(&self, regime: &Regime) -> Option<&Line> {
        self.schedule.line(self.register, self.day, self.importer, self.hs, regime)
    }

    /// What averages say of duties like this one, labelled; empty when nothing is known.
    fn average(&self) -> String {
        let tariffs = Tariffs::shipped();
        let own = group(self.hs);
        let found = [own, Some(Group::All)].into_iter().flatten().find_map(|g| {
            let measure = Measure::MfnSimple;
            tariffs.average(self.register, self.day, self.importer, g, measure).map(|a| (g, a))
        });
        found.map_or(String::new(), |(group, average)| {
            format!(
                "an average, not the duty of these goods: {} on {} was {} % in {} ({})",
                average.importer,
                super::group_name(group),
                average.percent.normalize(),
                average.year,
                average.evidence.source
            )
        })
    }

    /// What is said first of the duty without preference, and what it rests on.
    pub(super) fn duty_view(&self) -> (DutyView, Vec<String>) {
        let mut view = DutyView::default();
        let mut warnings = Vec::new();
        match self.stated_by() {
            StatedBy::Union(_) => "customs-union".clone_into(&mut view.stated_by),
            StatedBy::User(_) => "user".clone_into(&mut view.stated_by),
            StatedBy::Schedule(..) => "user-schedule".clone_into(&mut view.stated_by),
            StatedBy::Nobody => "nobody".clone_into(&mut view.stated_by),
            StatedBy::Shipped(ShippedDuty { schedule, found }) => {
                "shipped-schedule".clone_into(&mut view.stated_by);
                view.schedule = Some(schedule.id.clone());
                view.schedule_day = Some(schedule.day.to_string());
                view.confidence = Some(format!("{:?}", schedule.evidence.confidence));
                let lines = match found {
                    Found::One(line) => vec![line],
                    Found::Several { lines, highest } => {
                        warnings.push(format!(
                            "the sum rests on the highest duty, {highest}, of {} national lines \
                             under {} that differ: the national line decides (--hs with its code, \
                             or --duty); a preference saves at most what is shown",
                            lines.len(),
                            self.hs
                        ));
                        lines
                    }
                    Found::NotKnown(_) => Vec::new(),
                };
                if !lines.is_empty() {
                    if schedule.day != self.day {
                        warnings.push(format!(
                            "duty of the schedule of {}; the day asked is {}",
                            schedule.day, self.day
                        ));
                    }
                    warnings.push(format!(
                        "the schedule of {} has none of these: {}",
                        schedule.importer, schedule.evidence.note
                    ));
                }
                let shown = |line: NationalLine| DutyLineView {
                    hs: line.hs.digits().to_owned(),
                    duty: line.duty.to_string(),
                    form: duty_form(line.duty),
                };
                view.lines = lines.into_iter().map(shown).collect();
            }
        }
        (view, warnings)
    }
}

fn known(name: &str, duty: Duty, source: &str, note: String) -> Rate<Duty> {
    Rate {
        figure: Some(duty),
        name: name.to_owned(),
        source: source.to_owned(),
        note,
        supply: String::new(),
    }
}

fn free() -> Duty {
    Duty::AdValorem(Decimal::ZERO)
}

/// Nothing is owed between members of a customs union.
fn inside(name: &str, union: &Agreement) -> Rate<Duty> {
    let note = "goods in free circulation in the customs territory owe no duty inside it";
    let source = format!("{} ({})", union.name, union.id);
    known(name, free(), &source, note.to_owned())
}

fn unknown(name: &str, note: &str, supply: String) -> Rate<Duty> {
    let note = note.trim_end_matches("; ").to_owned();
    Rate { figure: None, name: name.to_owned(), source: String::new(), note, supply }
}
