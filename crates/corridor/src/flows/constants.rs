//! What speaks for or against a mode beyond money and time: constants of the choice, fitted to counted
//! shares of modes in a market.

use super::TextFile;
use super::ends::Demand;
use super::faults::Faults;
use super::load::{Load, World};
use super::table::{self, Columns, Fields};
use super::view::CountView;
use super::ways::Way;
use crate::problem::Problem;
use corridor_flows::capacity::Grams;
use corridor_network::{CountryCode, Mode};
use corridor_planning::Cargo;

/// The counts that ship.
const COUNTS: &str = include_str!("../../../../data/flows/counts.csv");
/// The constants that ship, fitted to them.
const FITTED: &str = include_str!("../../../../data/flows/constants.csv");
const COLUMNS: Columns = Columns {
    known: &[
        "id",
        "mode",
        "cargo",
        "from",
        "to",
        "share",
        "year",
        "source",
        "date",
        "confidence",
        "note",
    ],
    optional: &["cargo", "year", "source", "date", "confidence", "note"],
};
const MODES: [Mode; 6] =
    [Mode::Sea, Mode::Rail, Mode::Road, Mode::InlandWater, Mode::Ferry, Mode::Pipeline];
/// Loadings that a fit takes at most.
const MOST_LOADINGS: usize = 60;
/// Largest difference of a fitted share from the counted one, as a part of it.
const CLOSE: f64 = 1e-4;
/// The largest constant: odds of one to 160,000.
const LARGEST: f64 = 12.0;

/// Where constants come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Calibration {
    /// Those that ship.
    #[default]
    Shipped,
    /// None: money and time alone.
    None,
    /// Fitted to counts on the demand asked for; those that ship unless given.
    Fitted(Option<TextFile>),
}

/// A counted share of a mode in a market.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Count {
    pub id: String,
    pub mode: Mode,
    /// The kind of cargo counted; all where none is said.
    pub cargo: Option<Cargo>,
    pub from: Vec<CountryCode>,
    pub to: Vec<CountryCode>,
    /// Share of the mode in tonnes or TEU.
    pub share: f64,
    pub year: String,
    pub source: String,
    pub date: String,
    pub confidence: String,
}

impl Count {
    fn concerns(&self, demand: &Demand) -> bool {
        let [from, to] = demand.countries;
        self.cargo.is_none_or(|cargo| cargo == demand.goods.cargo)
            && self.from.contains(&from)
            && self.to.contains(&to)
    }
}

/// Counts with the constants of their modes in their markets, in logarithms of odds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Constants {
    counts: Vec<Count>,
    values: Vec<f64>,
    /// Whether each was fitted to the demand asked for.
    are_fitted: Vec<bool>,
}

impl Constants {
    /// Those that a question begins with.
    ///
    /// # Errors
    /// Every fault of a user's file with its line, up to a limit.
    pub(super) fn new(calibration: &Calibration) -> Result<Self, Problem> {
        let shipped = || TextFile { name: "counts.csv".to_owned(), text: COUNTS.to_owned() };
        let (counts, is_shipped) = match calibration {
            Calibration::Shipped => (read(&shipped())?, true),
            Calibration::None | Calibration::Fitted(None) => (read(&shipped())?, false),
            Calibration::Fitted(Some(file)) => (read(file)?, false),
        };
        let fitted = |count: &Count| {
            let rows = FITTED.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
            let mut of = rows.filter(|row| is_shipped && row.first() == Some(&count.id.as_str()));
            of.find_map(|row| row.get(1)?.parse().ok()).unwrap_or_default()
        };
        let values = counts.iter().map(fitted).collect();
        let are_fitted = vec![false; counts.len()];
        Ok(Self { counts, values, are_fitted })
    }

    /// The same counts, and no constants.
    fn without(&self) -> Self {
        Self { values: vec![0.0; self.counts.len()], ..self.clone() }
    }

    /// The constant of a way: what speaks for the mode that carries it farthest in its market.
    pub(super) fn of(&self, demand: &Demand, way: &Way) -> f64 {
        let counts = self.counts.iter().zip(&self.values);
        let own =
            counts.filter(|(count, _)| count.mode == way.course.mode && count.concerns(demand));
        own.map(|(_, value)| *value).sum()
    }

    /// Fits all constants to their counts, in the world without scenarios. What has no demand, or no choice of
    /// modes, stays without.
    ///
    /// # Errors
    /// As [`Load::world`].
    pub(super) fn fitted(mut self, load: &Load<'_>) -> Result<Self, Problem> {
        let odds = |share: f64| {
            let share = share.clamp(1e-9, 1.0 - 1e-9);
            (share / (1.0 - share)).ln()
        };
        // The value and the odds of the loading before, for the slope.
        let mut before: Vec<Option<(f64, f64)>> = vec![None; self.counts.len()];
        for _ in 0..MOST_LOADINGS {
            let world = Load { constants: &self, ..*load }.world(load.base)?;
            let mut is_done = true;
            for (n, count) in self.counts.iter().enumerate() {
                let Some((share, _)) = share(count, load, &world) else { continue };
                if share <= 0.0 || share >= 1.0 || !self.can_fit(n, load) {
                    continue;
                }
                self.are_fitted[n] = true;
                if (share / count.share - 1.0).abs() <= CLOSE {
                    continue;
                }
                is_done = false;
                let (value, now) = (self.values[n], odds(share));
                let slope = before[n].map_or(1.0, |(at, odds)| (now - odds) / (value - at));
                let slope = if slope.is_finite() { slope.clamp(0.1, 1.0) } else { 1.0 };
                before[n] = Some((value, now));
                let next = value + (odds(count.share) - now) / slope;
                self.values[n] = next.clamp(-LARGEST, LARGEST);
            }
            if is_done {
                break;
            }
        }
        Ok(self)
    }

    /// Whether some demand of the market can choose between the mode and others.
    fn can_fit(&self, n: usize, load: &Load<'_>) -> bool {
        let count = &self.counts[n];
        let pairs = load.demands.iter().zip(load.planned);
        let mut own = pairs.filter(|(demand, _)| count.concerns(demand));
        own.any(|(_, planned)| {
            let ways = &planned.worlds[load.base].ways;
            ways.iter().any(|way| way.course.mode == count.mode)
                && ways.iter().any(|way| way.course.mode != count.mode)
        })
    }

    /// The counts beside what is modelled in a world, and beside what would be without constants.
    ///
    /// # Errors
    /// As [`Load::world`].
    pub(super) fn view(&self, load: &Load<'_>, world: &World) -> Result<Vec<CountView>, Problem> {
        let are_none = self.values.iter().all(|value| *value == 0.0);
        let without = self.without();
        let plain = (!are_none).then(|| Load { constants: &without, ..*load }.world(world.number));
        let plain = plain.transpose()?;
        let plain = plain.as_ref().unwrap_or(world);
        let view = |(n, count): (usize, &Count)| {
            let (modelled, tonnes) = share(count, load, world)?;
            let codes = |codes: &[CountryCode]| codes.iter().map(ToString::to_string).collect();
            Some(CountView {
                id: count.id.clone(),
                mode: count.mode.name().to_owned(),
                cargo: count.cargo.map(|cargo| cargo.to_string()),
                from: codes(&count.from),
                to: codes(&count.to),
                counted: count.share,
                modelled,
                without: share(count, load, plain).map_or(0.0, |(share, _)| share),
                shipped_t: tonnes,
                constant: self.values[n],
                is_fitted: self.are_fitted[n],
                year: count.year.clone(),
                source: count.source.clone(),
                date: count.date.clone(),
                confidence: count.confidence.clone(),
            })
        };
        Ok(self.counts.iter().enumerate().filter_map(view).collect())
    }
}

/// The share of the mode of a count in what is shipped in its market, and tonnes shipped there; `None`
/// without any.
fn share(count: &Count, load: &Load<'_>, world: &World) -> Option<(f64, f64)> {
    let (mut own, mut all) = (Grams(0), Grams(0));
    let demands = load.demands.iter().zip(load.planned).zip(&world.loaded.shipped);
    for ((_, planned), shipped) in demands.filter(|((demand, _), _)| count.concerns(demand)) {
        let ways = &planned.worlds[world.number].ways;
        for (way, grams) in ways.iter().zip(&shipped.by_route) {
            all += *grams;
            if way.course.mode == count.mode {
                own += *grams;
            }
        }
    }
    (all.0 > 0).then(|| (own.tonnes() / all.tonnes(), all.tonnes()))
}

fn read(file: &TextFile) -> Result<Vec<Count>, Problem> {
    let (counts, mut faults): (Vec<Count>, Faults) = table::rows(file, COLUMNS, count);
    for (n, count) in counts.iter().enumerate() {
        if counts[..n].iter().any(|before| before.id == count.id) {
            faults.add(format!("{}: two rows are called {:?}", file.name, count.id));
        }
    }
    faults.checked(
        "counts-invalid",
        "the columns are id,mode,cargo,from,to,share,year,source,date,confidence,note; \
         docs/methods/flows.md tells more",
    )?;
    Ok(counts)
}

fn count(field: &Fields<'_>) -> Result<Count, String> {
    let id = match field.get("id") {
        "" => return Err("no id".to_owned()),
        id => id.to_owned(),
    };
    let text = field.get("mode");
    let mode = MODES.into_iter().find(|mode| mode.name() == text);
    let mode = mode
        .ok_or_else(|| format!("mode {text:?} is none of {}", MODES.map(Mode::name).join(", ")))?;
    let cargo = match field.get("cargo") {
        "" | "all" => None,
        text => Some(text.parse()?),
    };
    let countries = |column: &str| {
        let codes = field.get(column).split_whitespace();
        let codes = codes.map(|code| {
            code.parse::<CountryCode>()
                .map_err(|_| format!("{column} {code:?} is no country of two letters"))
        });
        match codes.collect::<Result<Vec<_>, _>>()? {
            codes if codes.is_empty() => Err(format!("no {column}")),
            codes => Ok(codes),
        }
    };
    let share = field.positive("share")?.ok_or("no share")?;
    if share >= 1.0 {
        return Err(format!("share {share} is not between 0 and 1"));
    }
    Ok(Count {
        id,
        mode,
        cargo,
        from: countries("from")?,
        to: countries("to")?,
        share,
        year: field.get("year").to_owned(),
        source: field.get("source").to_owned(),
        date: field.get("date").to_owned(),
        confidence: field.get("confidence").to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_constant_that_ships_is_of_a_count_that_ships() {
        let constants = Constants::new(&Calibration::Shipped).unwrap();
        for line in FITTED.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let at = constants.counts.iter().position(|count| count.id == fields[0]).unwrap();
            assert_eq!(constants.values[at], fields[1].parse::<f64>().unwrap());
            assert!(fields.len() == 4 && constants.values[at].abs() < LARGEST, "{line}");
        }
        for count in &constants.counts {
            assert!(!count.source.is_empty() && "HML".contains(&count.confidence), "{}", count.id);
        }
        let none = Constants::new(&Calibration::None).unwrap();
        assert!(none.values.iter().all(|value| *value == 0.0));
    }
}
