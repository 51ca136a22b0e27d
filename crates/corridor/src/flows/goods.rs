//! What goods are carried as: from a group of goods or a code to a kind of cargo.

use super::figures;
use corridor_planning::cargo::Commodity;
use corridor_planning::{Cargo, Order};
use std::sync::LazyLock;

/// Goods as they are planned.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Goods {
    /// Kind of cargo.
    pub cargo: Cargo,
    /// Group of goods, by id.
    pub commodity: String,
    /// The code of the Harmonized System, cut to a heading; for what may be traded.
    pub hs: Option<String>,
}

/// A row of `data/flows/goods.csv`.
struct Range {
    from: String,
    to: String,
    commodity: String,
    cargo: Cargo,
    value_usd_per_t: Option<f64>,
}

static RANGES: LazyLock<Vec<Range>> = LazyLock::new(|| {
    let text = include_str!("../../../../data/flows/goods.csv");
    let rows = text.lines().skip(1).map(|line| {
        let mut fields = line.split(',').map(str::to_owned);
        let mut next = || fields.next().unwrap_or_default();
        let (from, to, commodity) = (next(), next(), next());
        let cargo = next().parse().expect("its test reads every row");
        Range { from, to, commodity, cargo, value_usd_per_t: next().parse().ok() }
    });
    rows.collect()
});

/// The range with the longest ends that the digits begin with.
fn range(digits: &str) -> Option<&'static Range> {
    let covers = |range: &&Range| {
        let cut = digits.get(..range.from.len());
        cut.is_some_and(|cut| *range.from <= *cut && *cut <= *range.to)
    };
    RANGES.iter().filter(covers).max_by_key(|range| range.from.len())
}

/// Whether goods of a code of four digits or more, or of a chapter such as that of gold, are nothing that is
/// carried as freight here.
pub(super) fn is_no_freight(digits: &str) -> bool {
    let chapter = digits.get(..2).unwrap_or_default();
    let is_chapter = ("01"..="96").contains(&chapter) && chapter != "77";
    matches!(chapter, "71" | "97" | "98" | "99")
        || (is_chapter && digits.len() >= 4 && range(digits).is_none())
}

impl Goods {
    /// What a text of a demand table means: the id of a group of goods, or a code.
    ///
    /// # Errors
    /// The reason why it means nothing that is carried.
    pub(super) fn read(text: &str, cargo: Option<Cargo>) -> Result<Self, String> {
        let text = text.trim();
        let code = text.strip_prefix("HS").or(text.strip_prefix("hs")).unwrap_or(text).trim();
        if code.starts_with(|c: char| c.is_ascii_digit()) {
            return Self::of_code(code, cargo);
        }
        let known = Commodity::all().iter().find(|c| c.id.eq_ignore_ascii_case(text));
        let Some(known) = known else {
            let ids = Commodity::all().iter().map(|c| c.id.as_str());
            let hint = crate::problem::did_you_mean(text, ids);
            let hint = hint.map_or_else(String::new, |hint| format!("; did you mean {hint:?}?"));
            return Err(format!("{text:?} is neither a group of goods nor an HS code{hint}"));
        };
        let first = known.cargo.first().copied().unwrap_or_default();
        let goods = Self { cargo: cargo.unwrap_or(first), commodity: known.id.clone(), hs: None };
        goods.checked()
    }

    fn of_code(code: &str, cargo: Option<Cargo>) -> Result<Self, String> {
        let hs: corridor_trade::hs::HsCode =
            code.parse().map_err(|e: corridor_trade::hs::InvalidHs| e.to_string())?;
        let digits = hs.digits();
        let Some(range) = range(digits) else {
            return Err(match digits {
                _ if digits.starts_with("71") => format!(
                    "HS {digits}: pearls, precious metals and coins are not carried as freight here"
                ),
                _ => format!("HS {digits} has no group of goods that is carried"),
            });
        };
        let goods = Self {
            cargo: cargo.unwrap_or(range.cargo),
            commodity: range.commodity.clone(),
            hs: Some(hs.cut(4).to_owned()),
        };
        goods.checked()
    }

    fn checked(self) -> Result<Self, String> {
        let commodity = self.group();
        if commodity.cargo.contains(&self.cargo) {
            return Ok(self);
        }
        let kinds: Vec<_> = commodity.cargo.iter().map(|c| c.name()).collect();
        Err(format!(
            "{} does not come as {} cargo but as {}",
            self.commodity,
            self.cargo,
            kinds.join(" or ")
        ))
    }

    /// Its group.
    pub(super) fn group(&self) -> &'static Commodity {
        let group = Commodity::all().iter().find(|c| c.id == self.commodity);
        group.expect("only ids of the table are taken; the test of goods.csv reads every row")
    }

    /// Value of a tonne, USD.
    pub(super) fn usd_per_t(&self) -> Option<f64> {
        let by_code = self.hs.as_deref().and_then(range).and_then(|r| r.value_usd_per_t);
        let by_group = || {
            let mut of_group = RANGES.iter().filter(|r| r.commodity == self.commodity);
            of_group.find_map(|r| r.value_usd_per_t)
        };
        by_code.or(self.group().value_usd_per_t).or_else(by_group)
    }

    /// The shipments that a yearly amount is planned as, the usual one first.
    pub(super) fn orders(&self) -> Vec<Order> {
        let usual = figures::value(&format!("parcel.{}", self.cargo));
        let small = figures::value("small_parcel");
        let mut masses = vec![usual];
        if self.cargo != Cargo::Container && small < usual {
            masses.push(small);
        }
        // One value for all goods of a group: what differs in it would be planned apart.
        let value = self.group().value_usd_per_t.or_else(|| self.usd_per_t());
        let order = |mass: f64| Order {
            cargo: self.cargo,
            teu: (self.cargo == Cargo::Container).then_some(2.0),
            mass_t: Some(mass),
            value_usd: value.map(|usd| usd * mass),
            commodity: Some(self.commodity.clone()),
            ..Order::default()
        };
        masses.into_iter().map(order).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_a_cargo_of_a_known_group_with_a_value() {
        for row in RANGES.iter() {
            let goods = Goods::read(&row.from, None).unwrap();
            assert_eq!(goods.commodity, row.commodity, "{}", row.from);
            assert!(goods.usd_per_t().is_some_and(|usd| usd > 0.0), "{}", row.from);
            assert!(row.from.len() == row.to.len() && row.from <= row.to);
        }
    }

    #[test]
    fn the_longest_beginning_counts_and_gold_is_refused() {
        let read = |text| Goods::read(text, None).map(|goods| goods.commodity);
        assert_eq!(read("2709").as_deref(), Ok("crude-oil"));
        assert_eq!(read("HS 8703.23").as_deref(), Ok("vehicles"));
        assert_eq!(read("870899").as_deref(), Ok("parts"));
        assert_eq!(read("Coal").as_deref(), Ok("coal"));
        assert!(read("7108").unwrap_err().contains("precious"));
        assert!(read("coaal").unwrap_err().contains("coal"));
        assert!(read("27").unwrap_err().contains("no group"));
        assert!(Goods::read("coal", Some(Cargo::Container)).unwrap_err().contains("dry-bulk"));
    }
}
