//! `corridor plan`.

use super::{print_json, snap};
use crate::args::{PlanArgs, day};
use crate::{output, render};
use anyhow::Result;
use corridor::{Engine, IceClass, PlanRequest, Problem, page};

/// Width of the picture, px.
const PICTURE_WIDTH: u32 = 1000;

/// Plans and shows the answer.
pub fn run(engine: &Engine, args: &PlanArgs) -> Result<()> {
    if args.cargo != "container" {
        return Err(Problem::bad_input(
            "cargo-unsupported",
            format!("--cargo {:?} cannot be planned yet", args.cargo),
            "only `container` has vehicles and rates so far",
        )
        .into());
    }
    let ice_class: IceClass = args.ice_class.parse().map_err(|e: String| {
        Problem::bad_input("ice-class-unknown", e, "leave --ice-class away for an ordinary ship")
    })?;
    let parameters = engine.parameters();
    let feu = args.teu / 2.0;
    let request = PlanRequest {
        from: args.from.clone(),
        to: args.to.clone(),
        teu: args.teu,
        mass_t: args.mass_t.unwrap_or(feu * parameters.get("shipment.default_mass_t_per_feu")),
        value_usd: args.value_usd.unwrap_or(feu * parameters.get("shipment.default_value_usd")),
        depart: day(args.depart.as_deref(), "--depart")?,
        ice_class,
        avoid: args.avoid.clone(),
        allow: args.allow.clone(),
        strict_status: args.strict_status,
        max_snap_km: snap(args.max_snap)?,
    };
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
    if args.json {
        return print_json(&answer);
    }
    render::plan(&answer, &request, args.legs)
}
