//! Joint production over several countries: what moving every part and assembly adds, stage by stage.
//!
//! A bill of materials as TOML says where parts are sent from and where assemblies are put together.
//! Every move is a question for landed cost, and its cheapest way is taken. An agreement that is supposed
//! concerns the moves between its parties and no other; levies are those of the country brought into.

use super::content;
use super::preference::supposed_of;
use super::request::{GoodsTerms, LandedCostRequest};
use super::view::{CostLineView, LandedView};
use super::{LocalContentResponse, NO_ADVICE};
use crate::PlanRequest;
use crate::engine::Engine;
use crate::problem::Problem;
use corridor_network::CountryCode;
use corridor_trade::Usd;
use corridor_trade::bom::{AssemblyId, Bill};
use corridor_trade::hs::HsCode;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

/// Tonnes of cargo that a forty-foot container is planned with at most.
const TONNES_PER_FEU: f64 = 24.0;

/// A part or an assembly brought to where it is put in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InputView {
    /// What it is.
    pub name: String,
    /// Its code.
    pub hs: String,
    /// Country it originates in.
    pub origin: String,
    /// Where it is sent from; null when the bill does not say, and nothing is added.
    pub from: Option<String>,
    /// Value of the lot where it is sent from, US dollars.
    pub value_usd: f64,
    /// Value with everything that bringing it costs; null when something is not known.
    pub landed_usd: Option<f64>,
    /// What is known of that.
    pub known_usd: f64,
    /// The itinerary taken; null without a move.
    pub itinerary: Option<String>,
    /// Corridors it goes through.
    pub corridors: Vec<String>,
    /// Days on the way.
    pub days: f64,
    /// Import duty on the move with its charges, US dollars; null when it is not known.
    pub duty_usd: Option<f64>,
    /// Lines of the move.
    pub lines: Vec<CostLineView>,
    /// What to give so that the rest becomes known.
    pub supply: Vec<String>,
}

/// A stage: an assembly with what goes into it, or the delivery of the good.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StageView {
    /// The assembly, or `delivery`.
    pub stage: String,
    /// Where.
    pub at: String,
    /// What is brought there.
    pub inputs: Vec<InputView>,
    /// What the inputs cost there; null when something is not known.
    pub inputs_usd: Option<f64>,
    /// Import duty on what is brought there, US dollars; null when any of it is not known.
    pub duty_usd: Option<f64>,
    /// What the country gives back of it when what is made is exported, by the rule of the bill; null where
    /// the bill has none, or the duty is not known.
    pub drawback_usd: Option<f64>,
    /// What is added by the work of the stage: its value less that of its inputs.
    pub work_usd: f64,
    /// What moving adds up to here, with all stages before; null when something is not known.
    pub added_usd: Option<f64>,
    /// Value with everything that moving has added so far; null when something is not known.
    pub cost_usd: Option<f64>,
}

/// The answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProductionResponse {
    /// Version of this shape.
    pub schema_version: u32,
    /// The finished good.
    pub good: String,
    /// How many of it the lot has.
    pub units: u32,
    /// Stages, first what goes into others.
    pub stages: Vec<StageView>,
    /// What the lot costs at the end: its value and all that moving adds; null when something is not known.
    pub whole_usd: Option<f64>,
    /// What is known of that.
    pub known_usd: f64,
    /// The whole for one unit.
    pub per_unit_usd: Option<f64>,
    /// Local content of one of the good where a rule on it is that of the country it is made in, with the
    /// duties found here; null where there is none, or a duty is not known.
    pub local_content: Option<LocalContentResponse>,
    /// Longest time from the first part sent to the good delivered, days, without the work itself.
    pub days: f64,
    /// What holds for the whole answer.
    pub warnings: Vec<String>,
}

/// What is moved.
struct Goods<'b> {
    name: &'b str,
    hs: &'b HsCode,
    origin: String,
    value: Usd,
    mass_t: Option<f64>,
    from: &'b str,
}

/// What moving has added, and the time, up to an assembly.
#[derive(Clone, Copy, Default)]
struct Added {
    whole: Option<Usd>,
    known: Usd,
    days: f64,
}

impl Engine {
    /// Landed cost of each stage of a bill, and of the whole, for a lot of so many goods. `plan` and
    /// `terms` hold for every move.
    ///
    /// # Errors
    /// When the bill does not say where the good is put together and goes, or a move has no way.
    pub fn production_cost(
        &self,
        bill: &Bill,
        units: u32,
        plan: &PlanRequest,
        terms: &GoodsTerms,
    ) -> Result<ProductionResponse, Problem> {
        let good = bill.good();
        for (what, place) in [("at", &good.at), ("deliver_to", &bill.deliver_to)] {
            if place.is_empty() {
                return Err(Problem::bad_input(
                    "bom-invalid",
                    format!("the bill does not say {what:?}: where the good is made and goes"),
                    "give `at` of [good] and `deliver_to`, in TOML",
                ));
            }
        }
        if units == 0 {
            return Err(Problem::bad_input(
                "amount-invalid",
                "--units 0 is no lot",
                "give how many goods are made at once",
            ));
        }
        let lot = |value: Usd| {
            Usd::rounded(value.dollars() * rust_decimal::Decimal::from(units)).ok_or_else(|| {
                Problem::bad_input(
                    "amount-invalid",
                    format!("{units} units are worth more than can be counted"),
                    "give fewer (--units)",
                )
            })
        };
        self.must_concern(bill, terms, plan)?;
        let mut dutied = bill.clone();
        let mut duties_known = true;
        let mut added =
            vec![Added { whole: Some(Usd::ZERO), ..Added::default() }; bill.assemblies.len()];
        let mut stages = Vec::new();
        for id in bill.stages() {
            let assembly = &bill.assemblies[id];
            let mut inputs = Vec::new();
            let mut sum = Added { whole: Some(Usd::ZERO), ..Added::default() };
            for part in bill.parts_of(id) {
                let goods = Goods {
                    name: &part.name,
                    hs: &part.hs,
                    origin: part.origin.to_string(),
                    value: lot(part.value)?,
                    mass_t: part.mass_t.map(|t| t * f64::from(units)),
                    from: &part.from,
                };
                let terms = of_country(bill, assembly.country, terms);
                let input = self.brought(&goods, &assembly.at, plan, &terms)?;
                sum.take(&input, Added { whole: Some(Usd::ZERO), ..Added::default() });
                inputs.push(input);
            }
            for (from, before) in bill.assemblies_of(id) {
                let goods = of_assembly(before, lot(before.value)?, units);
                let terms = of_country(bill, assembly.country, terms);
                let input = self.brought(&goods, &assembly.at, plan, &terms)?;
                sum.take(&input, added[from]);
                inputs.push(input);
            }
            duties_known &= set_duties(&mut dutied, id, &inputs, units);
            let back = self.drawback(bill, id, &inputs);
            if let Some(back) = back {
                sum.less(back);
            }
            added[id] = sum;
            stages.push(StageView {
                drawback_usd: back.map(Usd::as_f64),
                ..stage_view(bill, id, inputs, sum, lot(assembly.value)?, lot(bill.inputs(id))?)
            });
        }
        let value = lot(good.value)?;
        let to = self.place(&bill.deliver_to)?.country;
        let terms = of_country(bill, Some(to), terms);
        let delivered =
            self.brought(&of_assembly(good, value, units), &bill.deliver_to, plan, &terms)?;
        let mut whole = Added { whole: Some(Usd::ZERO), ..Added::default() };
        whole.take(&delivered, added[0]);
        let total = whole.whole.map(|added| value + added);
        stages.push(StageView {
            stage: "delivery".to_owned(),
            at: bill.deliver_to.clone(),
            inputs_usd: delivered.landed_usd,
            duty_usd: delivered.duty_usd,
            drawback_usd: None,
            work_usd: 0.0,
            added_usd: whole.whole.map(Usd::as_f64),
            cost_usd: total.map(Usd::as_f64),
            inputs: vec![delivered],
        });
        let per_unit =
            |total: Usd| Usd::rounded(total.dollars() / rust_decimal::Decimal::from(units));
        Ok(ProductionResponse {
            schema_version: 1,
            good: good.name.clone(),
            units,
            stages,
            whole_usd: total.map(Usd::as_f64),
            known_usd: (value + whole.known).as_f64(),
            per_unit_usd: total.and_then(per_unit).map(Usd::as_f64),
            local_content: duties_known.then(|| content::of_country(&dutied)).flatten(),
            days: whole.days,
            warnings: vec![
                NO_ADVICE.to_owned(),
                format!(
                    "a lot of {units} is moved at once, in forty-foot containers of at most \
                     {TONNES_PER_FEU} t, one where no mass is given"
                ),
                "duties and taxes are those of the country brought into; what the bill says of a country \
                 ([[country]]) goes first"
                    .to_owned(),
                "values are the bill's: what moving adds is not passed into the value of the next stage"
                    .to_owned(),
            ],
        })
    }

    /// A part or assembly brought to a place by the cheapest way.
    fn brought(
        &self,
        goods: &Goods<'_>,
        to: &str,
        plan: &PlanRequest,
        terms: &GoodsTerms,
    ) -> Result<InputView, Problem> {
        let mut input = InputView {
            name: goods.name.to_owned(),
            hs: goods.hs.digits().to_owned(),
            origin: goods.origin.clone(),
            from: None,
            value_usd: goods.value.as_f64(),
            landed_usd: Some(goods.value.as_f64()),
            known_usd: goods.value.as_f64(),
            itinerary: None,
            corridors: Vec::new(),
            days: 0.0,
            lines: Vec::new(),
            supply: Vec::new(),
            duty_usd: Some(0.0),
        };
        if goods.from.is_empty() || to.is_empty() || goods.from == to {
            return Ok(input);
        }
        let mut plan =
            PlanRequest { from: goods.from.to_owned(), to: to.to_owned(), ..plan.clone() };
        if let Some(mass_t) = goods.mass_t {
            plan.order.mass_t = Some(mass_t);
            plan.order.teu = Some((mass_t / TONNES_PER_FEU).ceil() * 2.0);
        }
        let depart = plan.depart;
        let request = LandedCostRequest {
            plan,
            hs: goods.hs.digits().to_owned(),
            origin: goods.origin.clone(),
            value_usd: goods.value.dollars().to_string(),
            terms: self.concerning(goods, to, (terms, depart))?,
        };
        let answer = self.landed_cost(&request).map_err(|mut problem| {
            problem.detail =
                format!("{} from {} to {to}: {}", goods.name, goods.from, problem.detail);
            problem
        })?;
        let Some(LandedView { id, corridors, duration_s, shown, .. }) =
            answer.itineraries.into_iter().next()
        else {
            return Ok(input);
        };
        input.from = Some(goods.from.to_owned());
        input.landed_usd = shown.landed_usd;
        input.known_usd = shown.known_usd;
        input.itinerary = Some(id);
        input.corridors = corridors;
        input.days = (duration_s as f64 / 8_640.0).round() / 10.0;
        let duties = shown.lines.iter().filter(|line| line.kind == "duty");
        input.duty_usd = duties.map(|line| line.amount_usd).sum::<Option<f64>>().map(to_cents);
        input.lines = shown.lines;
        input.supply = shown.supply;
        Ok(input)
    }
}

/// A sum of dollars without what binary fractions added to its cents.
fn to_cents(usd: f64) -> f64 {
    (usd * 100.0).round() / 100.0
}

impl Engine {
    /// The terms with what of the suppositions concerns a move, which is those agreements that its importer
    /// and its country of origin are parties of.
    fn concerning(
        &self,
        goods: &Goods<'_>,
        to: &str,
        (terms, depart): (&GoodsTerms, Date),
    ) -> Result<GoodsTerms, Problem> {
        let mut terms = terms.clone();
        if terms.suppose.is_empty() {
            return Ok(terms);
        }
        let register = self.register_with(&terms.with)?;
        let (to, origin) = (self.place(to)?.country, self.country(&goods.origin, "origin")?);
        let suppose = std::mem::take(&mut terms.suppose);
        for text in suppose {
            let agreement = supposed_of(&register, &text)?;
            let day = terms.as_of.unwrap_or(depart);
            if register.would_prefer(agreement, day, to, origin) {
                terms.suppose.push(text);
            }
        }
        Ok(terms)
    }

    /// Refuses what is supposed and concerns no move of the bill.
    fn must_concern(
        &self,
        bill: &Bill,
        terms: &GoodsTerms,
        plan: &PlanRequest,
    ) -> Result<(), Problem> {
        let register = self.register_with(&terms.with)?;
        let day = terms.as_of.unwrap_or(plan.depart);
        let end = self.place(&bill.deliver_to)?.country;
        let mut moves = vec![(bill.good().country, Some(end))];
        let parts = bill.parts.iter().filter(|part| !part.from.is_empty());
        moves.extend(parts.map(|p| (Some(p.origin), bill.assemblies[p.into].country)));
        let into =
            |a: &corridor_trade::bom::Assembly| a.into.and_then(|id| bill.assemblies[id].country);
        moves.extend(bill.assemblies.iter().map(|a| (a.country, into(a))));
        for text in &terms.suppose {
            let agreement = supposed_of(&register, text)?;
            let concerns = |(origin, to): &(Option<CountryCode>, Option<CountryCode>)| {
                to.zip(*origin)
                    .is_some_and(|(to, from)| register.would_prefer(agreement, day, to, from))
            };
            if !moves.iter().any(concerns) {
                return Err(Problem::bad_input(
                    "agreement-not-between",
                    format!("{} lowers no duty on any move of the bill", agreement.id),
                    format!("`corridor agreements {}` shows its parties", agreement.id),
                ));
            }
        }
        Ok(())
    }

    /// What a country gives back of the duties on the inputs of an assembly that leaves it, by the rule of
    /// the bill; none where the bill has none or a duty is not known.
    fn drawback(&self, bill: &Bill, id: AssemblyId, inputs: &[InputView]) -> Option<Usd> {
        let country = bill.assemblies[id].country?;
        let percent = bill.levies_of(country)?.drawback_percent?;
        let to = match bill.assemblies[id].into {
            Some(into) => bill.assemblies[into].country?,
            None => self.place(&bill.deliver_to).ok()?.country,
        };
        let duties = inputs.iter().map(|input| Usd::from_f64(input.duty_usd?));
        let duties = duties.sum::<Option<Usd>>()?;
        if to == country { Some(Usd::ZERO) } else { duties.percent(percent) }
    }
}

/// The terms with the levies that the bill gives of a country.
fn of_country(bill: &Bill, country: Option<CountryCode>, terms: &GoodsTerms) -> GoodsTerms {
    let mut terms = terms.clone();
    if let Some(levies) = country.and_then(|country| bill.levies_of(country)) {
        let set = |field: &mut Option<String>, given: &Option<String>| {
            if given.is_some() {
                field.clone_from(given);
            }
        };
        set(&mut terms.duty, &levies.duty);
        set(&mut terms.tax_percent, &levies.tax_percent);
        set(&mut terms.fees_usd, &levies.fees_usd);
    }
    terms
}

/// Writes the duties on what was brought to an assembly into a bill, for one of the good; false where any of
/// them is not known.
fn set_duties(bill: &mut Bill, id: AssemblyId, inputs: &[InputView], units: u32) -> bool {
    let each = |input: &InputView| {
        let lot = Usd::from_f64(input.duty_usd?)?;
        Usd::rounded(lot.dollars() / rust_decimal::Decimal::from(units))
    };
    let Some(duties) = inputs.iter().map(each).collect::<Option<Vec<Usd>>>() else { return false };
    let mut duties = duties.into_iter();
    for part in bill.parts.iter_mut().filter(|part| part.into == id) {
        part.duty = part.duty + duties.next().unwrap_or_default();
    }
    for assembly in bill.assemblies.iter_mut().filter(|assembly| assembly.into == Some(id)) {
        assembly.duty = duties.next().unwrap_or_default();
    }
    true
}

impl Added {
    /// Takes off what was had back.
    fn less(&mut self, back: Usd) {
        self.whole = self.whole.map(|whole| whole - back);
        self.known = self.known - back;
    }

    /// Adds what bringing an input added, on top of what had been added to it before.
    fn take(&mut self, input: &InputView, before: Self) {
        let cents = |usd: f64| Usd::from_f64(usd).unwrap_or_default();
        let more = |usd: f64| cents(usd) - cents(input.value_usd);
        let moved = input.landed_usd.map(more);
        let parts = [self.whole, moved, before.whole];
        self.whole = parts.into_iter().sum::<Option<Usd>>();
        self.known = self.known + more(input.known_usd) + before.known;
        self.days = self.days.max(before.days + input.days);
    }
}

fn of_assembly(assembly: &corridor_trade::bom::Assembly, value: Usd, units: u32) -> Goods<'_> {
    Goods {
        name: &assembly.name,
        hs: &assembly.hs,
        origin: assembly.country.map_or(String::new(), |country| country.to_string()),
        value,
        mass_t: assembly.mass_t.map(|t| t * f64::from(units)),
        from: &assembly.at,
    }
}

fn stage_view(
    bill: &Bill,
    id: AssemblyId,
    inputs: Vec<InputView>,
    added: Added,
    value: Usd,
    inputs_value: Usd,
) -> StageView {
    let assembly = &bill.assemblies[id];
    let landed = inputs.iter().map(|input| input.landed_usd).sum::<Option<f64>>();
    StageView {
        stage: assembly.name.clone(),
        at: assembly.at.clone(),
        inputs_usd: landed.map(to_cents),
        duty_usd: inputs.iter().map(|input| input.duty_usd).sum::<Option<f64>>().map(to_cents),
        drawback_usd: None,
        work_usd: (value - inputs_value).as_f64(),
        added_usd: added.whole.map(Usd::as_f64),
        cost_usd: added.whole.map(|added| (value + added).as_f64()),
        inputs,
    }
}
