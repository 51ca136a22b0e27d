//! Equilibria, found in two ways that share nothing but the equations.

use crate::anderson::{Anderson, solve as linear};
use crate::world::{Markets, Point, World};
use crate::{Closure, Economy, Fault};

const ROUNDS: usize = 20_000;
const NEWTON_STEPS: usize = 60;

/// How an equilibrium is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// A fixed point of wages, prices and spending together, with Anderson's acceleration.
    #[default]
    FixedPoint,
    /// Newton's method in wages, with prices and spending solved for at every wage.
    Newton,
}

/// How far a solution may be from one, in logarithms of wages and prices and in shares of spending.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy(pub f64);

impl Default for Accuracy {
    fn default() -> Self {
        Self(1e-12)
    }
}

/// A solved world, relative to the economy that it was solved for.
#[derive(Clone, Debug, PartialEq)]
pub struct Equilibrium {
    /// Wage by country.
    pub wage: Vec<f64>,
    /// Logarithm of the price by country and sector, at `d * J + i`.
    pub price: Vec<f64>,
    /// Logarithm of the cost of making by country and sector, at `o * J + i`.
    pub cost: Vec<f64>,
    /// Spending by country and sector, duty paid.
    pub spending: Vec<f64>,
    /// Flows before duty, at `(o * J + i) * N + d`.
    pub trade: Vec<f64>,
    /// Duties collected by country.
    pub revenue: Vec<f64>,
    /// Wages, duties and deficit by country.
    pub income: Vec<f64>,
    /// Trade deficit by country: what is spent and not earned.
    pub deficit: Vec<f64>,
    /// Logarithm of the price index of final use by country.
    pub index: Vec<f64>,
    /// Factor on the cost of trade, at `(o * J + i) * N + d`.
    pub factor: Vec<f64>,
    /// Duty levied, at `(o * J + i) * N + d`.
    pub duty: Vec<f64>,
    /// Rounds or steps that it took.
    pub rounds: usize,
}

impl Equilibrium {
    /// The equilibrium under factors on the cost of trade and duties. `near` is a solution to begin at.
    ///
    /// # Errors
    /// Lists of wrong length, incomes below 0, and where none is found.
    pub fn of(
        economy: &Economy,
        theta: &[f64],
        (factor, duty): (&[f64], &[f64]),
        closure: Closure,
        (method, Accuracy(tolerance)): (Method, Accuracy),
        near: Option<&Self>,
    ) -> Result<Self, Fault> {
        let (n, s) = economy.size();
        let fits = theta.len() == s && factor.len() == n * s * n && duty.len() == n * s * n;
        let sound = |list: &[f64], least: f64| list.iter().all(|x| x.is_finite() && *x >= least);
        if !fits || !sound(theta, 1e-6) || !sound(factor, f64::MIN_POSITIVE) || !sound(duty, 0.0) {
            return Err(Fault::new(
                "change-range",
                "elasticities, factors or duties have the wrong number or are out of range".into(),
                "give one elasticity per sector, and factors above 0 and duties of 0 or more per flow",
            ));
        }
        let world = World::new(economy, theta, factor, duty, closure);
        let start = near.map_or_else(
            || world.start(),
            |near| Point {
                wage: near.wage.clone(),
                price: near.price.clone(),
                spending: near.spending.clone(),
            },
        );
        let (point, rounds) = match method {
            Method::FixedPoint => fixed_point(&world, start, tolerance)?,
            Method::Newton => newton(&world, start, tolerance)?,
        };
        let markets = world.markets(&point.wage, &point.price);
        let (_, revenue) = world.sales(&markets, &point.spending);
        let income = world.income(&point.wage, &revenue)?;
        let wage = point.wage;
        let index = (0..n)
            .map(|c| {
                let weights = &economy.parts.weights[c * s..(c + 1) * s];
                weights.iter().zip(&markets.price[c * s..]).map(|(a, p)| a * p).sum()
            })
            .collect();
        Ok(Self {
            trade: world.trade(&markets, &point.spending),
            cost: markets.costs(theta),
            price: markets.price,
            spending: point.spending,
            deficit: (0..n)
                .map(|c| income[c] - revenue[c] - wage[c] * economy.parts.added[c])
                .collect(),
            revenue,
            income,
            wage,
            index,
            factor: factor.to_vec(),
            duty: duty.to_vec(),
            rounds,
        })
    }
}

fn none_found(tolerance: f64, rounds: usize, left: f64) -> Fault {
    Fault::new(
        "no-convergence",
        format!("no equilibrium to {tolerance:e} within {rounds} rounds; {left:e} is left"),
        "use a smaller change or smaller elasticities",
    )
}

/// All at once, accelerated.
fn fixed_point(world: &World<'_>, start: Point, tolerance: f64) -> Result<(Point, usize), Fault> {
    let damping = damping(world);
    let mut memory = Anderson::new();
    let mut point = start;
    let (mut best, mut since) = (f64::INFINITY, 0);
    let mut left = f64::INFINITY;
    for round in 0..ROUNDS {
        let (image, moved) = image(world, &point, damping)?;
        left = moved;
        if moved < tolerance {
            return Ok((image, round + 1));
        }
        // A mixture that leads away is dropped: the plain map goes on from its image.
        since += 1;
        if moved < best {
            (best, since) = (moved, 0);
        }
        if !moved.is_finite() {
            break;
        }
        if moved > 1e3 * best || since > 60 {
            memory.restart();
            (best, since) = (moved, 0);
            point = image;
            continue;
        }
        let next = memory.next(&packed(&point), packed(&image));
        point = unpacked(world, &next, &point);
    }
    Err(none_found(tolerance, ROUNDS, left))
}

/// By how much of the excess demand for its value added a wage moves in a round: the less, the more
/// trade answers to costs.
fn damping(world: &World<'_>) -> f64 {
    let (n, s) = world.economy.size();
    let parts = &world.economy.parts;
    let (mut sum, mut weight) = (0.0, 0.0);
    for (k, share) in parts.share.iter().enumerate() {
        let (o, i, d) = (k / n / s, k / n % s, k % n);
        if o != d {
            let crossing = share * parts.spending[d * s + i];
            sum += world.theta[i] * crossing;
            weight += crossing;
        }
    }
    1.0 / (1.0 + if weight > 0.0 { sum / weight } else { 1.0 })
}

/// What a point is mapped to, and by how much it moves.
fn image(world: &World<'_>, point: &Point, damping: f64) -> Result<(Point, f64), Fault> {
    let markets = world.markets(&point.wage, &point.price);
    let (sales, revenue) = world.sales(&markets, &point.spending);
    let income = world.income(&point.wage, &revenue)?;
    let spending = world.spending(&income, &sales);
    let demand = world.demand(&point.wage, &sales);
    // Spending far below a billionth of the world's has no more than rounding in it.
    let least = world.economy.world_added() * 1e-9;
    let prices = markets.price.iter().zip(&point.price).map(|(a, b)| (a - b).abs());
    let spent = spending.iter().zip(&point.spending).map(|(a, b)| (a - b).abs() / b.max(least));
    let wages = demand.iter().map(|x| (x - 1.0).abs());
    let moved = prices
        .chain(spent)
        .chain(wages)
        .fold(0.0_f64, |most, value| if value.is_nan() { f64::INFINITY } else { most.max(value) });
    let mut wage: Vec<f64> =
        point.wage.iter().zip(&demand).map(|(w, x)| w * x.powf(damping)).collect();
    world.normalise(&mut wage);
    Ok((Point { wage, price: markets.price, spending }, moved))
}

/// A point as one list of logarithms; nothing spent stays nothing.
fn packed(point: &Point) -> Vec<f64> {
    let logarithm = |x: &f64| if *x > 0.0 { x.ln() } else { 0.0 };
    let wages = point.wage.iter().map(|w| w.ln());
    wages.chain(point.price.iter().copied()).chain(point.spending.iter().map(logarithm)).collect()
}

fn unpacked(world: &World<'_>, list: &[f64], like: &Point) -> Point {
    let (n, length) = (like.wage.len(), like.price.len());
    let mut wage: Vec<f64> = list[..n].iter().map(|x| x.exp()).collect();
    world.normalise(&mut wage);
    let spending = list[n + length..].iter().zip(&like.spending);
    Point {
        wage,
        price: list[n..n + length].to_vec(),
        spending: spending.map(|(x, old)| if *old > 0.0 { x.exp() } else { 0.0 }).collect(),
    }
}

/// Prices and spending that go with wages: two contractions, each to the last digits.
fn settled(world: &World<'_>, point: &mut Point) -> Result<Markets, Fault> {
    let far = |a: &[f64], b: &[f64], scale: f64| {
        a.iter().zip(b).map(|(a, b)| (a - b).abs() / b.abs().max(scale)).fold(0.0, f64::max)
    };
    let mut markets = world.markets(&point.wage, &point.price);
    for round in 0.. {
        let moved = far(&markets.price, &point.price, 1.0);
        point.price.clone_from(&markets.price);
        if moved < 1e-15 || (moved < 1e-13 && round > 2_000) {
            break;
        }
        if round > ROUNDS || !moved.is_finite() {
            return Err(none_found(1e-15, round, moved));
        }
        markets = world.markets(&point.wage, &point.price);
    }
    let least = world.economy.world_added() * 1e-9;
    for round in 0.. {
        let (sales, revenue) = world.sales(&markets, &point.spending);
        let income = world.income(&point.wage, &revenue)?;
        let spending = world.spending(&income, &sales);
        let moved = far(&spending, &point.spending, least);
        point.spending = spending;
        if moved < 1e-15 || (moved < 1e-13 && round > 2_000) {
            break;
        }
        if round > ROUNDS || !moved.is_finite() {
            return Err(none_found(1e-15, round, moved));
        }
    }
    Ok(markets)
}

/// Logarithm of demand over supply of every country's value added at wages, all else settled.
fn excess(world: &World<'_>, point: &mut Point) -> Result<Vec<f64>, Fault> {
    let markets = settled(world, point)?;
    let (sales, _) = world.sales(&markets, &point.spending);
    Ok(world.demand(&point.wage, &sales).iter().map(|x| x.ln()).collect())
}

/// Newton's method in the logarithms of all wages but the last, which follows from the numeraire.
fn newton(world: &World<'_>, start: Point, tolerance: f64) -> Result<(Point, usize), Fault> {
    const STEP: f64 = 1e-5;
    let n = start.wage.len();
    let mut point = start;
    world.normalise(&mut point.wage);
    let mut now = excess(world, &mut point)?;
    let size = |list: &[f64]| list.iter().map(|x| x.abs()).fold(0.0, f64::max);
    for step in 0..NEWTON_STEPS {
        if size(&now) < tolerance {
            return Ok((point, step + 1));
        }
        let free = n - 1;
        let mut rows = vec![vec![0.0; free + 1]; free];
        for column in 0..free {
            let shifted = |by: f64| {
                let mut moved = point.clone();
                moved.wage[column] *= by.exp();
                world.normalise(&mut moved.wage);
                excess(world, &mut moved)
            };
            let (up, down) = (shifted(STEP)?, shifted(-STEP)?);
            for (row, cells) in rows.iter_mut().enumerate() {
                cells[column] = (up[row] - down[row]) / (2.0 * STEP);
            }
        }
        for (row, cells) in rows.iter_mut().enumerate() {
            cells[free] = -now[row];
        }
        let Some(direction) = linear(rows) else { break };
        let mut length = (0.5 / size(&direction)).min(1.0);
        loop {
            let mut moved = point.clone();
            for (wage, by) in moved.wage.iter_mut().zip(&direction) {
                *wage *= (length * by).exp();
            }
            world.normalise(&mut moved.wage);
            match excess(world, &mut moved) {
                Ok(next) if size(&next) < size(&now) || length < 1e-3 => {
                    (point, now) = (moved, next);
                    break;
                }
                Err(fault) if length < 1e-3 => return Err(fault),
                _ => length /= 2.0,
            }
        }
    }
    Err(none_found(tolerance, NEWTON_STEPS, size(&now)))
}
