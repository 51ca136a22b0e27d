//! Landed cost of many goods by one engine.

use corridor::Problem;
use corridor::trade::{GoodsRow as Asked, LandedBook, LandedRow};
use corridor_batch::{
    GoodsAnswer, GoodsAnswers, GoodsCell, GoodsRow, NoPlan, SaleRow, Stop, Worth,
};

/// Between the corridors of an itinerary, and between what is to be given.
const BETWEEN: &str = ";";

/// Answers to goods.
pub struct EngineGoods<'e>(LandedBook<'e>);

impl<'e> EngineGoods<'e> {
    /// By this book.
    pub fn new(book: LandedBook<'e>) -> Self {
        Self(book)
    }
}

impl GoodsAnswers for EngineGoods<'_> {
    fn answers(&self, rows: &[&GoodsRow], stop: &Stop) -> Option<Vec<GoodsAnswer>> {
        let asked: Vec<Result<Asked, Problem>> = rows.iter().map(|row| goods_of(row)).collect();
        let fine: Vec<Asked> = asked.iter().filter_map(|row| row.as_ref().ok().cloned()).collect();
        let mut answers = self.0.answers(&fine).into_iter();
        if stop.is_set() {
            return None;
        }
        let told = rows.iter().zip(asked).map(|(row, asked)| {
            let answer = asked.and_then(|_| answers.next().unwrap_or_else(|| Err(missing())));
            answer.map(|landed| cells(row, landed)).map_err(|problem| {
                let Problem { code, detail, action, .. } = problem;
                NoPlan { code, detail, action }
            })
        });
        Some(told.collect())
    }
}

fn missing() -> Problem {
    Problem::no_route("no-way", "the goods were not reckoned", "ask for them alone")
}

/// A row as the engine takes it: numbers as the texts they were.
///
/// # Errors
/// When its day of departure is none.
pub fn goods_of(row: &GoodsRow) -> Result<Asked, Problem> {
    let depart = row.depart.as_ref().map(|day| {
        day.parse().map_err(|_| {
            let action = "write it as YYYY-MM-DD, such as 2026-09-10";
            Problem::bad_input("date-invalid", format!("depart {day:?} is no day"), action)
        })
    });
    let (value_usd, invoice) = match &row.worth {
        Worth::Dollars(value) => (value.to_string(), None),
        Worth::Invoice(invoice) => (String::new(), Some(invoice.clone())),
    };
    let SaleRow { origin, incoterm, duty, tax_percent, quantity, unit } = row.sale.clone();
    Ok(Asked {
        hs: row.hs.clone(),
        value_usd,
        invoice,
        origin,
        from: row.from.clone(),
        to: row.to.clone(),
        depart: depart.transpose()?,
        teu: row.teu,
        mass_t: row.mass_t,
        incoterm,
        duty,
        tax_percent: tax_percent.map(|percent| percent.to_string()),
        quantity: quantity.map(|quantity| quantity.to_string()),
        unit,
    })
}

/// The cells of an answer, in the order of the columns.
fn cells(row: &GoodsRow, landed: LandedRow) -> Vec<GoodsCell> {
    let text = |text: String| GoodsCell::Text((!text.is_empty()).then_some(text));
    let number = GoodsCell::Number;
    let preferred = landed.preferred.as_ref();
    let of = |pick: &dyn Fn(&corridor::trade::PreferredRow) -> String| {
        GoodsCell::Text(preferred.map(pick))
    };
    vec![
        text(row.hs.clone()),
        text(landed.origin),
        text(landed.from),
        text(landed.to),
        text(landed.as_of),
        text(landed.itinerary),
        text(landed.corridors.join(BETWEEN)),
        number(Some(landed.days)),
        number(landed.goods_usd),
        number(landed.freight_usd),
        number(landed.insurance_usd),
        number(landed.customs_value_usd),
        GoodsCell::Text(landed.duty),
        number(landed.duty_percent),
        text(landed.duty_stated_by),
        number(landed.duty_usd),
        number(landed.tax_usd),
        number(landed.fees_usd),
        number(landed.landed_usd),
        number(Some(landed.known_usd)),
        number(landed.per_unit_usd),
        number(landed.buyer_usd),
        of(&|p| p.agreement.clone()),
        of(&|p| p.hypothetical.to_string()),
        of(&|p| p.kept.to_owned()),
        of(&|p| p.itinerary.clone()),
        number(preferred.and_then(|p| p.duty_usd)),
        number(preferred.and_then(|p| p.landed_usd)),
        number(preferred.and_then(|p| p.saving_usd)),
        text(landed.supply.join(BETWEEN)),
    ]
}
