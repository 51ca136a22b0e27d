//! The ways of a pair, put together of pieces: no copies, no detour over the same link twice.

use super::super::facilities::{Direction, Names, Use};
use super::super::ways::{Course, Priced, is_bridge};
use super::piece::{Cost, IN, MODES, Maker, OUT, Piece, USED, add, merge};
use corridor_network::{Id, LinkId, Mode};
use corridor_planning::corridors::Corridors;
use std::sync::Arc;

/// A way that shares more than this part of its kilometres with a better one is a copy of it.
const NEAR_COPY: f64 = 0.85;
/// Ways of a pair at most.
const MOST_WAYS: usize = 8;

const ALL_MODES: [Mode; MODES] = [
    Mode::Sea,
    Mode::Rail,
    Mode::Road,
    Mode::InlandWater,
    Mode::Ferry,
    Mode::Transfer,
    Mode::Pipeline,
];

/// A way of a pair.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    pub course: Arc<Course>,
    /// Logarithm of its path size among the ways of the pair.
    pub log_size: f64,
    /// By world, a tonne of it; none where it is closed.
    pub priced: Vec<Option<Arc<Priced>>>,
}

/// Memory of one thread: links met by the ways of a pair, a bit for each.
pub(super) struct Marks {
    of_link: Vec<u32>,
    touched: Vec<u32>,
}

impl Marks {
    pub fn new(links: usize) -> Self {
        Self { of_link: vec![0; links], touched: Vec::new() }
    }

    /// Whether a way goes over no link twice; marks its links with a bit if so.
    fn take(&mut self, pieces: &[&Piece], bit: u32) -> bool {
        let links = || pieces.iter().flat_map(|piece| piece.links.iter());
        for (n, link) in links().enumerate() {
            let mark = &mut self.of_link[*link as usize];
            if *mark & bit != 0 {
                for link in links().take(n) {
                    self.of_link[*link as usize] &= !bit;
                }
                return false;
            }
            if *mark == 0 {
                self.touched.push(*link);
            }
            *mark |= bit;
        }
        true
    }

    fn drop(&mut self, pieces: &[&Piece], bit: u32) {
        for link in pieces.iter().flat_map(|piece| piece.links.iter()) {
            self.of_link[*link as usize] &= !bit;
        }
    }

    fn clear(&mut self) {
        for link in self.touched.drain(..) {
            self.of_link[link as usize] = 0;
        }
    }
}

/// What ways are chosen with.
pub(super) struct Chooser<'a> {
    pub maker: &'a Maker<'a>,
    pub corridors: &'a Corridors,
    pub names: &'a Names,
    pub pieces: &'a [Piece],
    /// Tonnes of the shipment, and what an hour costs it, USD: what ways are ranked by.
    pub parcel_t: f64,
    pub hour: f64,
}

struct Candidate {
    pieces: Vec<u32>,
    km: f64,
    uses: Vec<(u32, u8)>,
    crossed: Vec<(u32, Direction)>,
    costs: Vec<Option<Cost>>,
    rank: f64,
}

impl Chooser<'_> {
    /// The ways of a pair out of those found, each given by its pieces; the first `best` of them are best by
    /// something and stay if they are no copies.
    pub fn choose(&self, found: &[Vec<u32>], marks: &mut Marks) -> Vec<Chosen> {
        let mut kept: Vec<Candidate> = Vec::new();
        for pieces in found {
            if kept.len() == MOST_WAYS {
                break;
            }
            if kept.iter().any(|known| known.pieces == *pieces) {
                continue;
            }
            let Some(candidate) = self.candidate(pieces) else { continue };
            let same = kept
                .iter_mut()
                .find(|known| known.uses == candidate.uses && known.crossed == candidate.crossed);
            let parts = self.parts(&candidate.pieces);
            if let Some(known) = same {
                // The same facilities: the cheaper one stands for both.
                if candidate.rank < known.rank && marks.take(&parts, 1 << 31) {
                    marks.drop(&parts, 1 << 31);
                    *known = candidate;
                }
                continue;
            }
            let bit = 1 << kept.len();
            if !marks.take(&parts, bit) {
                continue;
            }
            if self.is_copy(&candidate, &kept, marks) {
                marks.drop(&parts, bit);
                continue;
            }
            kept.push(candidate);
        }
        marks.clear();
        // Marked anew, since a way may have stood in for another.
        for (n, way) in kept.iter().enumerate() {
            marks.take(&self.parts(&way.pieces), 1 << n);
        }
        let sizes: Vec<f64> = kept.iter().map(|way| self.log_size(way, marks)).collect();
        marks.clear();
        let chosen = |(way, log_size)| self.chosen(way, log_size);
        kept.into_iter().zip(sizes).map(chosen).collect()
    }

    fn parts(&self, pieces: &[u32]) -> Vec<&Piece> {
        pieces.iter().map(|at| &self.pieces[*at as usize]).collect()
    }

    fn km_of(&self, link: u32) -> f64 {
        self.maker.network.columns().link_length[LinkId::from_index(link as usize)].km()
    }

    fn candidate(&self, pieces: &[u32]) -> Option<Candidate> {
        let parts = self.parts(pieces);
        let worlds = parts.first()?.costs.len();
        let costs: Vec<Option<Cost>> = (0..worlds)
            .map(|world| {
                let mut sum = Cost::default();
                for part in &parts {
                    let cost = part.costs[world].as_ref()?;
                    sum.usd += cost.usd;
                    sum.hours += cost.hours;
                    sum.kg += cost.kg;
                    for (payee, usd) in &cost.paid {
                        add(&mut sum.paid, *payee, *usd);
                    }
                }
                Some(sum)
            })
            .collect();
        let rank = costs.iter().flatten().map(|cost| cost.usd + cost.hours * self.hour);
        let rank = rank.min_by(f64::total_cmp)?;
        let mut uses: Vec<(u32, u8)> =
            parts.iter().flat_map(|part| part.uses.iter().copied()).collect();
        merge(&mut uses);
        uses.retain(|(_, flags)| flags & USED != 0);
        let mut crossed: Vec<(u32, Direction)> =
            parts.iter().flat_map(|part| part.crossed.iter().copied()).collect();
        let mut before = None;
        for part in parts.iter().filter(|part| !part.edges.is_empty()) {
            if let (Some(last), Some(first)) = (before, part.edges.first()) {
                crossed.extend(self.maker.crossed(last, *first));
            }
            before = part.edges.last().copied();
        }
        crossed.sort_unstable();
        crossed.dedup();
        let km = parts.iter().flat_map(|part| part.km).sum();
        Some(Candidate { pieces: pieces.to_vec(), km, uses, crossed, costs, rank })
    }

    /// Whether a way, whose links are marked, is all but one of those kept.
    fn is_copy(&self, way: &Candidate, kept: &[Candidate], marks: &Marks) -> bool {
        let mut shared = [0.0; MOST_WAYS];
        for link in self.parts(&way.pieces).iter().flat_map(|part| part.links.iter()) {
            let mut others = marks.of_link[*link as usize] & ((1 << kept.len()) - 1);
            if others == 0 {
                continue;
            }
            let km = self.km_of(*link);
            while others != 0 {
                shared[others.trailing_zeros() as usize] += km;
                others &= others - 1;
            }
        }
        kept.iter().zip(shared).any(|(known, km)| km > NEAR_COPY * way.km.max(known.km))
    }

    fn log_size(&self, way: &Candidate, marks: &Marks) -> f64 {
        let (mut length, mut own) = (0.0, 0.0);
        for link in self.parts(&way.pieces).iter().flat_map(|part| part.links.iter()) {
            let km = self.km_of(*link);
            length += km;
            own += km / f64::from(marks.of_link[*link as usize].count_ones().max(1));
        }
        if length > 0.0 && own > 0.0 { (own / length).ln() } else { 0.0 }
    }

    fn chosen(&self, way: Candidate, log_size: f64) -> Chosen {
        let parts = self.parts(&way.pieces);
        let mut km = [0.0; MODES];
        let mut modes: Vec<Mode> = Vec::new();
        for part in &parts {
            for (sum, more) in km.iter_mut().zip(part.km) {
                *sum += more;
            }
            for mode in &part.modes {
                if modes.last() != Some(mode) {
                    modes.push(*mode);
                }
            }
        }
        let longest = (0..MODES).filter(|at| km[*at] > 0.0);
        let longest = longest.max_by(|a, b| km[*a].total_cmp(&km[*b]).then(b.cmp(a)));
        let course = Course {
            km: way.km,
            mode: longest.map_or(Mode::Road, |at| ALL_MODES[at]),
            modes,
            uses: self.named(&way, &parts),
            links: parts.iter().map(|part| part.links.clone()).filter(|l| !l.is_empty()).collect(),
            is_bridge: way.uses.iter().filter(|(_, flags)| flags & OUT != 0).count() > 1
                && is_bridge(
                    self.maker.network,
                    parts.iter().flat_map(|part| part.edges.iter().copied()),
                ),
        };
        let tonne = |cost: Cost| {
            let parcel = self.parcel_t;
            Arc::new(Priced {
                usd: cost.usd / parcel,
                hours: cost.hours,
                kg: cost.kg / parcel,
                paid: cost.paid.into_iter().map(|(payee, usd)| (payee, usd / parcel)).collect(),
            })
        };
        let priced = way.costs.into_iter().map(|cost| cost.map(tonne)).collect();
        Chosen { course: Arc::new(course), log_size, priced }
    }

    fn named(&self, way: &Candidate, parts: &[&Piece]) -> Vec<Use> {
        let mut named: Vec<Use> = Vec::with_capacity(way.uses.len() + way.crossed.len());
        for (number, flags) in &way.uses {
            let of = [(IN, Direction::In), (OUT, Direction::Out)];
            let directions = of.iter().filter(|(flag, _)| flags & flag != 0).map(|of| of.1);
            named.push(Use { facility: self.names.of(*number), directions: directions.collect() });
        }
        for (number, direction) in &way.crossed {
            let facility = self.names.of(*number);
            match named.iter_mut().find(|known| known.facility == facility) {
                Some(known) => known.directions.push(*direction),
                None => named.push(Use { facility, directions: vec![*direction] }),
            }
        }
        let mut rows: Vec<u32> =
            parts.iter().flat_map(|part| part.met.iter().map(|met| met.0)).collect();
        rows.sort_unstable();
        rows.dedup();
        for row in rows {
            let of_row = |part: &&Piece| {
                let met = part.met.clone().into_iter();
                met.filter(move |met| met.0 == row).map(|met| met.1).collect::<Vec<_>>()
            };
            let bits: Vec<u32> = parts.iter().flat_map(of_row).collect();
            if self.corridors.steps(row as usize).used_where(&bits)
                && let Some(facility) = self.names.corridor(row as usize)
            {
                named.push(Use { facility, directions: Vec::new() });
            }
        }
        named.sort_unstable_by(|a, b| a.facility.cmp(&b.facility));
        named
    }
}
