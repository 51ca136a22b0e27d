//! What users gain by a year when ways become cheaper: by the rule of half and by the logsum.

/// One way between two places, with what it costs a unit before and after; none where it is not there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// Generalised cost of a unit before.
    pub before: Option<f64>,
    /// Generalised cost of a unit after.
    pub after: Option<f64>,
}

/// The rule of half of one good: half the sum of quantities times the fall of cost.
pub fn rule_of_half(quantity: [f64; 2], cost: [f64; 2]) -> f64 {
    0.5 * (quantity[0] + quantity[1]) * (cost[0] - cost[1])
}

/// The composite cost of ways chosen by logit: `-ln(sum exp(-scale c)) / scale`; none without a way.
pub fn logsum_cost(costs: impl Iterator<Item = f64> + Clone, scale: f64) -> Option<f64> {
    let least = costs.clone().fold(f64::INFINITY, f64::min);
    let sum: f64 = costs.map(|cost| (-scale * (cost - least)).exp()).sum();
    (least.is_finite() && sum > 0.0).then(|| least - sum.ln() / scale)
}

/// Shares of ways chosen by logit.
fn shares(costs: &[Option<f64>], scale: f64) -> Vec<f64> {
    let least = costs.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let weight = |cost: &Option<f64>| cost.map_or(0.0, |cost| (-scale * (cost - least)).exp());
    let sum: f64 = costs.iter().map(weight).sum();
    costs.iter().map(|cost| weight(cost) / sum).collect()
}

/// What users of several ways gain: by the rule of half over ways and by the logsum over the relation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gains {
    /// Half the sum of quantities times the fall of cost, way by way; none when a way is new or gone,
    /// which has no cost before or after.
    pub by_half: Option<f64>,
    /// Half the sum of quantities times the fall of the composite cost.
    pub by_logsum: Option<f64>,
}

/// Gains of a relation with a quantity before and after that chooses between ways. One way needs no
/// scale of choice.
pub fn gains(quantity: [f64; 2], ways: &[Way], scale: Option<f64>) -> Gains {
    if let [Way { before: Some(before), after: Some(after) }] = ways {
        let by_half = Some(rule_of_half(quantity, [*before, *after]));
        return Gains { by_half, by_logsum: by_half };
    }
    let Some(scale) = scale else { return Gains { by_half: None, by_logsum: None } };
    let before: Vec<Option<f64>> = ways.iter().map(|way| way.before).collect();
    let after: Vec<Option<f64>> = ways.iter().map(|way| way.after).collect();
    let composite = |costs: &[Option<f64>]| logsum_cost(costs.iter().flatten().copied(), scale);
    let by_logsum =
        composite(&before).zip(composite(&after)).map(|(b, a)| rule_of_half(quantity, [b, a]));
    let share = [shares(&before, scale), shares(&after, scale)];
    let by_half = ways
        .iter()
        .enumerate()
        .map(|(n, way)| {
            let used = [quantity[0] * share[0][n], quantity[1] * share[1][n]];
            Some(rule_of_half(used, [way.before?, way.after?]))
        })
        .sum();
    Gains { by_half, by_logsum }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(value: f64) -> f64 {
        (value * 10.0).round() / 10.0
    }

    /// Table 4.17 of the European Commission's Guide to cost-benefit analysis (2008), a railway of 215 km:
    /// million EUR a year, from traffic (table 4.14) and the fall of generalised cost. "Reproduction is
    /// authorised, provided the source is acknowledged."
    #[test]
    fn users_of_the_railway_of_the_european_guide_gain_what_it_prints() {
        // Option 1 and option 2: traffic after, fall of cost, and what existing and shifted traffic,
        // then all of it, gains in print.
        let passengers = [(10.8, 3.58, [22.6, 8.1, 30.6]), (17.28, 6.27, [39.5, 34.4, 73.9])];
        for (after, fall, printed) in passengers {
            let existing = rule_of_half([6.3, 6.3], [fall, 0.0]);
            let all = rule_of_half([6.3, after], [fall, 0.0]);
            assert_eq!([existing, all - existing, all].map(rounded), printed);
        }
        let freight = [(1.584, [1.6, 3.3, 4.9]), (3.168, [1.6, 7.4, 9.0])];
        for (after, printed) in freight {
            let existing = rule_of_half([0.308, 0.308], [5.16, 0.0]);
            let all = rule_of_half([0.308, after], [5.16, 0.0]);
            assert_eq!([existing, all - existing, all].map(rounded), printed);
        }
        // With road users as printed.
        let passengers = |after, fall| rule_of_half([6.3, after], [fall, 0.0]);
        let freight = |after| rule_of_half([0.308, after], [5.16, 0.0]);
        assert_eq!(rounded(passengers(10.8, 3.58) + 8.0), 38.6);
        assert_eq!(rounded(passengers(17.28, 6.27) + 28.5), 102.4);
        assert_eq!(rounded(freight(1.584) + 2.7), 7.6);
        assert_eq!(rounded(freight(3.168) + 10.4), 19.4);
    }

    #[test]
    fn the_logsum_is_the_area_under_demand_for_small_and_large_changes() {
        let scale = 0.05;
        let way = |before, after| Way { before: Some(before), after: Some(after) };
        let small = gains([100.0, 100.0], &[way(200.0, 199.0), way(210.0, 210.0)], Some(scale));
        let (half, logsum) = (small.by_half.unwrap(), small.by_logsum.unwrap());
        assert!((half / logsum - 1.0).abs() < 1e-3, "{small:?}");
        // The integral of the share over the fall of cost, by a thousand steps.
        let share = |cost: f64| 1.0 / (1.0 + (-scale * (210.0 - cost)).exp());
        let area: f64 = (0..1000).map(|n| 0.08 * share(200.0 - 0.08 * (f64::from(n) + 0.5))).sum();
        let large = gains([100.0, 100.0], &[way(200.0, 120.0), way(210.0, 210.0)], Some(scale));
        assert!((large.by_logsum.unwrap() - 100.0 * area).abs() < 1e-2, "{large:?} {area}");
        assert!(large.by_half.unwrap() < 0.95 * large.by_logsum.unwrap());
    }

    #[test]
    fn a_new_way_has_no_half_and_no_choice_no_logsum() {
        let old = Way { before: Some(200.0), after: Some(200.0) };
        let new = Way { before: None, after: Some(190.0) };
        let found = gains([10.0, 10.0], &[old, new], Some(0.05));
        assert_eq!(found.by_half, None);
        assert!(found.by_logsum.unwrap() > 0.0);
        assert_eq!(gains([1.0, 1.0], &[old, new], None).by_logsum, None);
        assert_eq!(gains([1.0, 1.0], &[new], Some(0.1)).by_logsum, None);
    }
}
