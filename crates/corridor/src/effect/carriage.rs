//! Costs of trade from the network: what carriage and its time cost between the places of two countries,
//! in the world as it is and in one that scenarios suppose, as factors for the model.
//!
//! Goods of a section go as the box that `data/trade-tables/boxes.csv` says, by the way of least cost and
//! time together, between the places of `data/flows/zones.csv`, whose shares are the same in both worlds.

use super::grounds::{BoxView, CarriageView, PairCarriageView};
use crate::compare::FromTo;
use crate::distance::DistanceOptions;
use crate::engine::Engine;
use crate::flows::Zones;
use crate::matrix::{DoorOptions, MatrixEngine, Quantity, Spot, WeighBy};
use crate::problem::Problem;
use crate::router::Outcome;
use corridor_effect::{Table, elasticity::section};
use corridor_network::{CountryCode, Mode};
use corridor_planning::IceClass;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::LazyLock;

/// Twenty-foot units of the box.
const TEU: f64 = 2.0;
/// Farthest a place may lie from the network, km.
const MAX_SNAP_KM: f64 = 50.0;
/// Factors nearer to 1 than this are 1: sums of searches are whole thousandths of a dollar.
const SAME: f64 = 1e-9;

/// The box of a section.
struct Boxed {
    section: char,
    mass_t: f64,
    value_usd: f64,
    percent_per_day: f64,
    view: BoxView,
}

static BOXES: LazyLock<Vec<Boxed>> = LazyLock::new(|| {
    let text = include_str!("../../../../data/trade-tables/boxes.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row = |row: csv::StringRecord| {
        let field = |n: usize| row.get(n).unwrap_or_default().to_owned();
        let number = |n: usize| field(n).parse().expect("its test reads every row");
        let (mass_t, value_usd, percent_per_day) = (number(1), number(2), number(3));
        Boxed {
            section: field(0).chars().next().expect("its test reads every row"),
            mass_t,
            value_usd,
            percent_per_day,
            view: BoxView {
                section: field(0),
                mass_t,
                value_usd,
                percent_per_day,
                source: format!("{}, {}", field(4), field(5)),
                confidence: field(6),
                note: field(7),
            },
        }
    };
    reader.records().map(|record| row(record.expect("its test reads every row"))).collect()
});

/// The places of the countries of a table.
struct Places {
    spots: Vec<Spot>,
    /// By country of the table: its places with their shares; none where none is known.
    of: Vec<Vec<(usize, f64)>>,
}

impl Places {
    fn of(engine: &Engine, codes: &[Option<CountryCode>]) -> Result<Self, Problem> {
        let zones = Zones::read(engine, None)?;
        let mut places = Self { spots: Vec::new(), of: Vec::new() };
        for code in codes {
            let parts = code.and_then(|code| zones.of(engine, code).ok()).unwrap_or_default();
            let mut own = Vec::new();
            for (text, share) in parts {
                if let Ok(place) = engine.place(&text) {
                    own.push((places.spots.len(), share));
                    places.spots.push(Spot::Place(place));
                }
            }
            places.of.push(own);
        }
        Ok(places)
    }
}

/// What a box takes between all places of a world: US dollars and days; none without a way.
struct World {
    cells: Vec<Option<[f64; 2]>>,
    width: usize,
}

impl World {
    fn of(engine: &Engine, places: &Places, boxed: &Boxed, day: Date) -> Result<Self, Problem> {
        let usd_per_hour = boxed.value_usd * boxed.percent_per_day / 100.0 / 24.0;
        let options = DoorOptions {
            open: DistanceOptions {
                mode: Mode::Sea,
                avoid: Vec::new(),
                allow: Vec::new(),
                on: day,
                strict_status: false,
                max_snap_km: MAX_SNAP_KM,
            },
            ice_class: IceClass::default(),
            teu: TEU,
            mass_t: boxed.mass_t,
            weigh_by: WeighBy::CostAndTime {
                usd_thousandths_per_hour: (usd_per_hour * 1000.0).round() as u32,
            },
        };
        let quantities = [Quantity::Cost, Quantity::Duration];
        let matrix = engine.door_matrix(&options, &quantities, &places.spots, &places.spots)?;
        let width = places.spots.len();
        let block = matrix.block(0..width, &|| false).expect("nothing stops it");
        let cell = |n: usize| {
            let is_found = matches!(block.outcomes[n], Outcome::Found(_));
            is_found.then(|| [block.values[0][n], block.values[1][n] / 86_400.0])
        };
        Ok(Self { cells: (0..width * width).map(cell).collect(), width })
    }
}

/// What carriage takes in the world as it is, kept for several suppositions over one table.
#[derive(Default)]
pub(crate) struct BaseCarriage {
    places: Option<Places>,
    worlds: BTreeMap<(char, Date), World>,
}

/// Factors on the cost of trade by cell of the table, and what they come from.
pub(super) struct Carriage {
    /// At `Table::cell`.
    pub(super) factor: Vec<f64>,
    /// As shown.
    pub(super) view: CarriageView,
}

impl Carriage {
    /// The factors that the world of `asked` has over that of `base`, on a day.
    ///
    /// # Errors
    /// When the table has no sections of ISIC, or the network cannot be asked.
    pub(super) fn between(
        (base, asked): (&Engine, &Engine),
        table: &Table,
        codes: &[Option<CountryCode>],
        day: Date,
        kept: &mut BaseCarriage,
    ) -> Result<Self, Problem> {
        let sectors = |boxed: &Boxed| -> Vec<usize> {
            let is_of = |i: &usize| section(&table.sectors[*i]) == Some(boxed.section);
            (0..table.sectors.len()).filter(is_of).collect()
        };
        let boxes: Vec<(&Boxed, Vec<usize>)> = BOXES
            .iter()
            .map(|boxed| (boxed, sectors(boxed)))
            .filter(|(_, sectors)| !sectors.is_empty())
            .collect();
        if boxes.is_empty() {
            return Err(Problem::bad_input(
                "sector-unknown",
                format!(
                    "no sector of {} is a section of ISIC that goes in boxes (A, C), so a scenario \
                     changes no cost of trade in it",
                    table.name
                ),
                "name sectors by sections (A, C10T12), leave --one-sector out, or give factors: --change",
            ));
        }
        let BaseCarriage { places, worlds } = kept;
        let places = match places {
            Some(places) => &*places,
            none => &*none.insert(Places::of(base, codes)?),
        };
        let name = |c: usize| table.countries[c].clone();
        let n = table.countries.len();
        let mut factor = vec![1.0; n * n * table.sectors.len()];
        let (mut pairs, mut without_way) = (Vec::new(), Vec::new());
        for (boxed, sectors) in &boxes {
            let before = match worlds.entry((boxed.section, day)) {
                Entry::Occupied(known) => &*known.into_mut(),
                Entry::Vacant(new) => &*new.insert(World::of(base, places, boxed, day)?),
            };
            let after = World::of(asked, places, boxed, day)?;
            for o in 0..n {
                for d in (0..n).filter(|d| *d != o) {
                    if places.of[o].is_empty() || places.of[d].is_empty() {
                        continue;
                    }
                    let met = Met::of(places, [o, d], before, &after);
                    if met.is_part() {
                        let pair = format!("{} to {}", name(o), name(d));
                        if !without_way.contains(&pair) {
                            without_way.push(pair);
                        }
                    }
                    let Some(met) = met.sums else { continue };
                    let times = met.factor(boxed);
                    if (times - 1.0).abs() <= SAME {
                        continue;
                    }
                    for i in sectors {
                        factor[table.cell(o, *i, d)] = times;
                    }
                    pairs.push(PairCarriageView {
                        origin: name(o),
                        destination: name(d),
                        section: boxed.section.to_string(),
                        cost_usd: met.figure(0),
                        days: met.figure(1),
                        factor: times,
                    });
                }
            }
        }
        let without_place = (0..n).filter(|c| places.of[*c].is_empty()).map(name).collect();
        let view = CarriageView {
            scenario: asked.scenario_name(),
            applied: asked.scenarios_applied(),
            day: day.to_string(),
            boxes: boxes.iter().map(|(boxed, _)| boxed.view.clone()).collect(),
            pairs,
            without_way,
            without_place,
        };
        Ok(Self { factor, view })
    }
}

/// Means over the pairs of places of two countries that have a way in both worlds.
struct Met {
    sums: Option<Sums>,
    /// Pairs of places with a way in one world or none.
    left_out: usize,
}

/// Dollars and days of a box, before and after.
#[derive(Clone, Copy)]
struct Sums {
    before: [f64; 2],
    after: [f64; 2],
}

impl Met {
    fn of(places: &Places, [o, d]: [usize; 2], before: &World, after: &World) -> Self {
        let mut sums = Sums { before: [0.0; 2], after: [0.0; 2] };
        let (mut weight, mut left_out) = (0.0, 0);
        for (a, share_a) in &places.of[o] {
            for (b, share_b) in &places.of[d] {
                let at = a * before.width + b;
                let (Some(was), Some(is)) = (before.cells[at], after.cells[at]) else {
                    left_out += 1;
                    continue;
                };
                let share = share_a * share_b;
                weight += share;
                for k in 0..2 {
                    sums.before[k] += share * was[k];
                    sums.after[k] += share * is[k];
                }
            }
        }
        let mean = |sum: [f64; 2]| sum.map(|value| value / weight);
        let sums =
            (weight > 0.0).then(|| Sums { before: mean(sums.before), after: mean(sums.after) });
        Self { sums, left_out }
    }

    fn is_part(&self) -> bool {
        self.left_out > 0
    }
}

impl Sums {
    /// The cost of goods with carriage and its time after, over that before.
    fn factor(self, boxed: &Boxed) -> f64 {
        let landed = |[usd, days]: [f64; 2]| {
            1.0 + usd / boxed.value_usd + boxed.percent_per_day / 100.0 * days
        };
        landed(self.after) / landed(self.before)
    }

    fn figure(self, k: usize) -> FromTo {
        FromTo { from: Some(self.before[k]), to: Some(self.after[k]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_boxes_is_read() {
        let sections: String = BOXES.iter().map(|boxed| boxed.section).collect();
        assert_eq!(sections, "AC");
        assert!(BOXES.iter().all(|boxed| !boxed.view.source.is_empty()));
    }

    #[test]
    fn a_factor_is_what_goods_cost_with_their_carriage() {
        let boxed = &BOXES[1];
        assert_eq!((boxed.value_usd, boxed.percent_per_day), (50_000.0, 0.3));
        let sums = Sums { before: [5_000.0, 40.0], after: [4_000.0, 30.0] };
        // 1 + 0.08 + 0.09 over 1 + 0.1 + 0.12
        assert!((sums.factor(boxed) - 1.17 / 1.22).abs() < 1e-12);
    }
}
