//! `corridor plan`.

use super::{landed_cost, print_json, reports, snap};
use crate::args::{PlanArgs, QuestionOptions, day};
use crate::output;
use crate::render::{self, View};
use anyhow::Result;
use corridor::trade::{GoodsTerms, LandedCostRequest, LandedPlan};
use corridor::{Certainty, Engine, PlanRequest, Problem, page};
use std::path::PathBuf;

/// Width of the picture, px.
const PICTURE_WIDTH: u32 = 1000;

/// What the options ask for between two places.
///
/// # Errors
/// When an option makes no sense.
pub fn request(from: &str, to: &str, asked: &QuestionOptions) -> Result<PlanRequest, Problem> {
    Ok(PlanRequest {
        from: from.to_owned(),
        to: to.to_owned(),
        order: asked.moved.order()?,
        depart: day(asked.depart.as_deref(), "--depart")?,
        as_of: asked.as_of.as_deref().map(|d| day(Some(d), "--as-of")).transpose()?,
        avoid: asked.avoid.clone(),
        via: asked.via.clone(),
        allow: asked.allow.clone(),
        hs: None,
        origin: None,
        with_restricted: asked.with_restricted,
        strict_status: asked.strict_status,
        max_snap_km: snap(asked.max_snap)?,
        certainty: Certainty {
            seed: asked.seed,
            draws: asked.draws,
            deadline_days: asked.deadline_days,
        },
    })
}

/// Plans and shows the answer.
pub fn run(engine: &Engine, from: &str, to: &str, args: &PlanArgs) -> Result<()> {
    let beside = |path: &Option<Option<PathBuf>>| path.clone().flatten();
    let (chart, gantt) = (beside(&args.chart), beside(&args.gantt));
    output::one_to_stdout(
        args.json,
        &[
            ("--geojson", args.geojson.as_deref()),
            ("--html", args.html.as_deref()),
            ("--svg", args.svg.as_deref()),
            ("--chart", chart.as_deref()),
            ("--gantt", gantt.as_deref()),
            ("--emissions", args.emissions.as_deref()),
        ],
    )?;
    let request = PlanRequest {
        hs: args.goods.hs.clone(),
        origin: args.goods.origin.clone(),
        ..request(from, to, &args.question)?
    };
    let (answer, landed) = match goods(&request, args)? {
        None => (engine.plan(&request)?, None),
        Some(of) => {
            let LandedPlan { plan, landed_cost } = engine.landed_plan(&of)?;
            (plan, Some(landed_cost))
        }
    };
    if let Some(path) = &args.geojson {
        output::whole(path, |out| Ok(serde_json::to_writer(out, &answer.geojson)?))?;
    }
    if args.html.is_some() || args.svg.is_some() {
        let plan = serde_json::to_value(&answer)?;
        let base = engine.base_map();
        if let Some(path) = &args.html {
            let html = page::html(&plan, &answer.geojson, &base);
            output::whole(path, |out| Ok(out.write_all(html.as_bytes())?))?;
        }
        if let Some(path) = &args.svg {
            let picture = page::svg_plan(&plan, &answer.geojson, &base, PICTURE_WIDTH);
            output::whole(path, |out| Ok(out.write_all(picture.as_bytes())?))?;
        }
    }
    reports::write(&answer, args)?;
    if args.json {
        return match landed {
            None => print_json(&answer),
            Some(landed_cost) => print_json(&LandedPlan { plan: answer, landed_cost }),
        };
    }
    let drawn = |asked: &Option<Option<_>>| matches!(asked, Some(None));
    let views: Vec<View> = [
        (args.legs, View::Legs),
        (drawn(&args.chart), View::Chart),
        (drawn(&args.gantt), View::Gantt),
        (args.indicators, View::Indicators),
    ]
    .into_iter()
    .filter_map(|(asked, view)| asked.then_some(view))
    .collect();
    render::plan(&answer, landed.as_ref(), &request, &views)
}

/// The question for landed cost beside a plan, if goods are given.
fn goods(request: &PlanRequest, args: &PlanArgs) -> Result<Option<LandedCostRequest>> {
    let goods = &args.goods;
    let (Some(hs), Some(origin)) = (&goods.hs, &goods.origin) else {
        landed_cost::no_suppose(&goods.rates, "--hs")?;
        return Ok(None);
    };
    let terms = landed_cost::terms(&goods.rates, args.question.as_of.as_deref())?;
    let incoterm = goods.incoterm.clone().unwrap_or(terms.incoterm);
    Ok(Some(LandedCostRequest {
        plan: request.clone(),
        hs: hs.clone(),
        origin: origin.clone(),
        value_usd: args.question.moved.value_usd.map_or(String::new(), |value| value.to_string()),
        terms: GoodsTerms { incoterm, ..terms },
    }))
}
