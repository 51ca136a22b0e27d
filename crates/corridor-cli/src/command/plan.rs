//! `corridor plan`.

use super::{print_json, reports, snap};
use crate::args::{PlanArgs, QuestionOptions, day};
use crate::output;
use crate::render::{self, View};
use anyhow::Result;
use corridor::{Certainty, Engine, PlanRequest, Problem, page};

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
    let request = request(from, to, &args.question)?;
    let answer = engine.plan(&request)?;
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
        return print_json(&answer);
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
    render::plan(&answer, &request, &views)
}
