//! What must hold of every solution, whatever the table and the change.

use crate::{Economy, Equilibrium};

/// One identity, and how far the solution is from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// What it says.
    pub name: &'static str,
    /// The greatest distance from it.
    pub error: f64,
    /// The distance that is still rounding.
    pub limit: f64,
}

impl Identity {
    /// Whether it holds.
    pub fn holds(&self) -> bool {
        self.error <= self.limit
    }
}

const LIMIT: f64 = 1e-8;

/// The identities of a solved world: markets clear, budgets add up, shares add up, and where there is one
/// sector without inputs or duties, real income follows from the home share alone (Arkolakis, Costinot
/// and Rodriguez-Clare).
pub fn identities(economy: &Economy, theta: &[f64], world: &Equilibrium) -> Vec<Identity> {
    let (n, s) = economy.size();
    let parts = &economy.parts;
    let greatest = |errors: &mut dyn Iterator<Item = f64>| {
        errors.fold(0.0_f64, |most, e| if e.is_nan() { f64::INFINITY } else { most.max(e.abs()) })
    };
    let sold =
        |o: usize, i: usize| -> f64 { (0..n).map(|d| world.trade[economy.cell(o, i, d)]).sum() };
    let paid = |c: usize| -> f64 { (0..s).map(|j| parts.own[c * s + j] * sold(c, j)).sum() };
    let earned = |c: usize| world.wage[c] * parts.added[c];
    let all = parts.added.iter().sum::<f64>();
    let mut found = vec![Identity {
        name: "value added is paid what its sectors earn",
        error: greatest(&mut (0..n).map(|c| paid(c) / earned(c) - 1.0)),
        limit: LIMIT,
    }];
    let balance = |c: usize| {
        let mut net = world.deficit[c];
        for other in (0..n).filter(|other| *other != c) {
            for i in 0..s {
                net += world.trade[economy.cell(c, i, other)];
                net -= world.trade[economy.cell(other, i, c)];
            }
        }
        net / earned(c)
    };
    found.push(Identity {
        name: "imports are exports and the deficit (Walras)",
        error: greatest(&mut (0..n).map(balance)),
        limit: LIMIT,
    });
    // Deficits of the table add up to what its flows leave: nothing, but in estimates.
    let table: f64 = parts.deficit.iter().sum();
    let deficits: f64 = world.deficit.iter().sum();
    found.push(Identity {
        name: "the world spends what it earns",
        error: deficits.abs().min((deficits - table).abs()) / all,
        limit: LIMIT,
    });
    let bought = |d: usize, i: usize| {
        let spent = world.spending[d * s + i];
        let paid: f64 = (0..n)
            .map(|o| economy.cell(o, i, d))
            .map(|k| world.trade[k] * (1.0 + world.duty[k]))
            .sum();
        if spent > all * 1e-9 { paid / spent - 1.0 } else { 0.0 }
    };
    found.push(Identity {
        name: "flows with duty are what is spent",
        error: greatest(&mut (0..n * s).map(|at| bought(at / s, at % s))),
        limit: LIMIT,
    });
    let plain = s == 1
        && parts.inputs.iter().all(|g| *g == 0.0)
        && parts.duty.iter().chain(&world.duty).all(|t| *t == 0.0);
    if plain {
        let gain = |c: usize| {
            let home = world.trade[economy.cell(c, 0, c)] / world.spending[c];
            let before = parts.share[economy.cell(c, 0, c)];
            if before <= 0.0 {
                return 0.0;
            }
            let by_share =
                (home / before).powf(-1.0 / theta[0]) / world.factor[economy.cell(c, 0, c)];
            world.wage[c] / world.index[c].exp() / by_share - 1.0
        };
        found.push(Identity {
            name: "real wage follows from the home share",
            error: greatest(&mut (0..n).map(gain)),
            limit: LIMIT,
        });
    }
    found
}
