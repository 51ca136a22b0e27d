//! Landed cost and joint production for people: at most 100 columns.

use crate::render::landed::{claim, keeping, sum, usd};
use crate::render::{emphasis, table, wrapped};
use anyhow::Result;
use corridor::RestrictionView;
use corridor::trade::{
    AlternativeView, CostLineView, LandedCostResponse, LandedView, ProductionResponse,
    ShipmentResponse, StageView, shortened,
};
use std::io::{self, Write};

/// Shows landed cost by each way.
pub fn landed(answer: &LandedCostResponse, all_lines: bool) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let goods = &answer.goods;
    let title = format!("{} to {}, {}", answer.from.name, answer.to.name, goods.incoterm);
    writeln!(out, "{}", emphasis(&title))?;
    wrapped(&mut out, &format!("HS {}: {}", goods.hs, shortened(&goods.title, 160)))?;
    let what =
        if goods.value_is_price { "price under the term" } else { "goods at the seller's door" };
    let invoice =
        goods.invoice.as_ref().map_or(String::new(), |invoice| format!(" (invoice {invoice})"));
    let value = format!("{}{invoice}", usd(Some(goods.value_usd)));
    wrapped(
        &mut out,
        &format!(
            "originating in {}; {what} USD {value}; rates as of {}",
            goods.origin, answer.as_of
        ),
    )?;
    wrapped(&mut out, &importer(answer))?;
    writeln!(out)?;
    overview(&mut out, answer)?;
    for preference in &answer.preferences {
        writeln!(out)?;
        let keeps = keeping(preference);
        wrapped(&mut out, &format!("{} ({}): {keeps}", preference.name, preference.status))?;
        if let Some(rule) = &preference.rule {
            wrapped(&mut out, &format!("  rule of origin: {rule}"))?;
        }
        if !preference.note.is_empty() {
            wrapped(&mut out, &format!("  {}", preference.note))?;
        }
    }
    let shown = if all_lines { answer.itineraries.len() } else { 1 };
    for itinerary in answer.itineraries.iter().take(shown) {
        writeln!(out)?;
        lines(&mut out, itinerary)?;
    }
    writeln!(out)?;
    for reason in &answer.not_offered {
        wrapped(&mut out, &format!("left out: {reason}"))?;
    }
    restrictions(&mut out, &answer.restrictions)?;
    for warning in &answer.warnings {
        wrapped(&mut out, &format!("note: {warning}"))?;
    }
    if shown < answer.itineraries.len() {
        writeln!(out, "note: --lines shows the lines of every itinerary")?;
    }
    Ok(out.flush()?)
}

/// What states have declared of the goods; what covers other goods too, or carriers, as a count.
fn restrictions(out: &mut impl Write, all: &[RestrictionView]) -> Result<()> {
    let (besides, first): (Vec<_>, Vec<_>) =
        all.iter().partition(|row| matches!(row.plan.as_str(), "some-goods" | "listed"));
    for row in first {
        let from = row.from.as_ref().map_or(String::new(), |from| format!(" since {from}"));
        let until = row.until.as_ref().map_or(String::new(), |until| format!(" until {until}"));
        let by = row.declared_by.join(", ");
        wrapped(
            out,
            &format!(
                "declared: {} by {by}{from}{until}: {} ({}, {})",
                row.kind, row.act, row.source, row.date
            ),
        )?;
    }
    if !besides.is_empty() {
        let ids: Vec<&str> = besides.iter().map(|row| row.id.as_str()).collect();
        let told = format!(
            "declared of some goods of the code, or of carriers: {} (`corridor restrictions`)",
            ids.join(", ")
        );
        wrapped(out, &told)?;
    }
    Ok(())
}

fn importer(answer: &LandedCostResponse) -> String {
    let importer = &answer.importer;
    let territory = match &importer.territory_by {
        Some(by) => {
            format!(" in the customs territory of {} ({by})", importer.territory.join(", "))
        }
        None => String::new(),
    };
    let valuation = match importer.valuation.as_deref() {
        Some("fob") => "values without freight and insurance (FOB)",
        Some(_) => "values with freight and insurance to its border (CIF)",
        None => "values on a basis that is not known here",
    };
    format!("imported into {}{territory}, which {valuation}", importer.country)
}

/// One row for each way and claim.
fn overview(out: &mut impl Write, answer: &LandedCostResponse) -> Result<()> {
    let mut rows =
        table(&["way", "through", "days", "claim", "kept", "landed USD", "saves"], &[2, 5, 6]);
    for itinerary in &answer.itineraries {
        for (n, of) in itinerary.alternatives.iter().enumerate() {
            let days = format!("{:.1}", itinerary.duration_s as f64 / 86_400.0);
            let first = |text: String| if n == 0 { text } else { String::new() };
            rows.add_row([
                first(itinerary.id.clone()),
                first(through(itinerary)),
                first(days),
                claim(of),
                of.kept.clone().unwrap_or_default(),
                sum(of.landed_usd, of.known_usd),
                saving(of),
            ]);
        }
    }
    writeln!(out, "{rows}")?;
    let unknown = answer.itineraries.iter().any(|i| i.shown.landed_usd.is_none());
    if unknown {
        writeln!(out, "≥ what is known of it; the rest is not, see below")?;
    }
    Ok(())
}

/// What a claim saves; nothing where the way loses it.
fn saving(of: &AlternativeView) -> String {
    match of.saving_usd {
        Some(saving) if of.kept.as_deref() != Some("no") => usd(Some(saving)),
        _ => String::new(),
    }
}

/// The corridors of a way, or where it has none the countries it goes through.
fn through(itinerary: &LandedView) -> String {
    if itinerary.corridors.is_empty() {
        itinerary.countries.join(" ")
    } else {
        itinerary.corridors.join(", ")
    }
}

/// The lines of an itinerary, what is missing, and who pays.
fn lines(out: &mut impl Write, itinerary: &LandedView) -> Result<()> {
    let shown = &itinerary.shown;
    writeln!(out, "{}", emphasis(&format!("Itinerary {}, {}", itinerary.id, claim(shown))))?;
    if !shown.reason.is_empty() {
        wrapped(out, &shown.reason)?;
    }
    cost_lines(out, &shown.lines, Some(shown))?;
    for line in &shown.lines {
        let source = line.source.as_deref().map(|source| format!("from {source}"));
        let note = (!line.note.is_empty()).then(|| line.note.clone());
        let told: Vec<String> = [note, source].into_iter().flatten().collect();
        if !told.is_empty() && line.kind != "goods" {
            wrapped(out, &format!("  {}: {}", line.name, told.join("; ")))?;
        }
    }
    if !shown.supply.is_empty() {
        writeln!(out, "To know the rest, give")?;
        for supply in &shown.supply {
            wrapped(out, &format!("  {supply}"))?;
        }
    }
    let mut shares = format!(
        "the buyer pays {}, the seller {} and has it in the price",
        usd(shown.buyer_usd),
        usd(shown.seller_usd)
    );
    if let Some(each) = shown.per_unit_usd {
        shares = format!("{shares}; {} for one unit", usd(Some(each)));
    }
    wrapped(out, &shares)?;
    Ok(())
}

fn cost_lines(
    out: &mut impl Write,
    lines: &[CostLineView],
    sums: Option<&AlternativeView>,
) -> Result<()> {
    let mut rows = table(&["line", "rate", "on", "USD", "pays"], &[2, 3]);
    // The cost of time stands after the sum that it is not in.
    for line in lines.iter().filter(|line| !line.imputed) {
        rows.add_row(row(line));
    }
    if let Some(of) = sums {
        let total = sum(of.landed_usd, of.known_usd);
        rows.add_row([String::from("landed"), String::new(), String::new(), total]);
    }
    for line in lines.iter().filter(|line| line.imputed) {
        rows.add_row(row(line));
    }
    writeln!(out, "{rows}")?;
    Ok(())
}

fn row(line: &CostLineView) -> [String; 5] {
    let mark = if line.hypothetical { " (hypothetical)" } else { "" };
    let name = if line.name.contains("(hypothetical)") {
        line.name.clone()
    } else {
        format!("{}{mark}", line.name)
    };
    [
        name,
        line.rate.clone().unwrap_or_default(),
        line.base_usd.map_or(String::new(), |base| usd(Some(base))),
        usd(line.amount_usd),
        if line.imputed { String::new() } else { line.payer.clone() },
    ]
}

/// Shows several goods in one shipment: all ways, and the goods by the first of them.
pub fn shipment(answer: &ShipmentResponse) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let title = format!("{} to {}, {}", answer.from.name, answer.to.name, answer.incoterm);
    writeln!(out, "{}", emphasis(&title))?;
    let mut rows = table(&["way", "through", "days", "landed USD"], &[2, 3]);
    for way in &answer.itineraries {
        let through = if way.corridors.is_empty() {
            way.countries.join(" ")
        } else {
            way.corridors.join(", ")
        };
        let days = format!("{:.1}", way.duration_s as f64 / 86_400.0);
        rows.add_row([way.id.clone(), through, days, sum(way.landed_usd, way.known_usd)]);
    }
    writeln!(out, "{rows}")?;
    if let Some(way) = answer.itineraries.first() {
        writeln!(out, "{}", emphasis(&format!("Itinerary {}", way.id)))?;
        let heads = ["goods", "HS", "share %", "value", "customs value", "landed USD"];
        let mut rows = table(&heads, &[2, 3, 4, 5]);
        for goods in &way.goods {
            rows.add_row([
                goods.id.clone(),
                goods.hs.clone(),
                format!("{:.2}", goods.share_percent),
                usd(Some(goods.value_usd)),
                usd(goods.cost.customs_value_usd),
                sum(goods.cost.landed_usd, goods.cost.known_usd),
            ]);
        }
        writeln!(out, "{rows}")?;
        for goods in &way.goods {
            writeln!(out, "{}", emphasis(&format!("{} ({})", goods.id, goods.origin)))?;
            cost_lines(&mut out, &goods.cost.lines, Some(&goods.cost))?;
        }
        if !way.charges.is_empty() {
            writeln!(out, "{}", emphasis("for the shipment as a whole"))?;
            cost_lines(&mut out, &way.charges, None)?;
        }
        if !way.supply.is_empty() {
            writeln!(out, "To know the rest, give")?;
            for supply in &way.supply {
                wrapped(&mut out, &format!("  {supply}"))?;
            }
        }
    }
    for warning in &answer.warnings {
        wrapped(&mut out, &format!("note: {warning}"))?;
    }
    Ok(out.flush()?)
}

/// Shows joint production stage by stage.
pub fn production(answer: &ProductionResponse) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let lot =
        if answer.units == 1 { "one".to_owned() } else { format!("a lot of {}", answer.units) };
    writeln!(out, "{}", emphasis(&format!("{}, {lot}", answer.good)))?;
    let mut supply = Vec::new();
    for stage in &answer.stages {
        writeln!(out)?;
        stage_lines(&mut out, stage)?;
        supply.extend(stage.inputs.iter().flat_map(|input| input.supply.clone()));
    }
    writeln!(out)?;
    let whole = sum(answer.whole_usd, answer.known_usd);
    wrapped(&mut out, &format!("the whole: USD {whole}, {:.1} days on the way", answer.days))?;
    if let Some(each) = answer.per_unit_usd {
        writeln!(out, "for one: USD {}", usd(Some(each)))?;
    }
    if let Some(content) = &answer.local_content {
        wrapped(
            &mut out,
            &format!(
                "local content of one by {}: {} % ({}), with the duties found here",
                content.rule, content.local_content_percent, content.class
            ),
        )?;
    }
    supply.sort_unstable();
    supply.dedup();
    if !supply.is_empty() {
        writeln!(out, "To know the rest, give")?;
        for supply in &supply {
            wrapped(&mut out, &format!("  {supply}"))?;
        }
    }
    for warning in &answer.warnings {
        wrapped(&mut out, &format!("note: {warning}"))?;
    }
    Ok(out.flush()?)
}

fn stage_lines(out: &mut impl Write, stage: &StageView) -> Result<()> {
    let at = if stage.at.is_empty() { String::new() } else { format!(" at {}", stage.at) };
    writeln!(out, "{}", emphasis(&format!("{}{at}", stage.stage)))?;
    let mut rows = table(&["input", "from", "by", "days", "value", "landed USD"], &[3, 4, 5]);
    for input in &stage.inputs {
        rows.add_row([
            format!("{} ({})", input.name, input.origin),
            input.from.clone().unwrap_or_default(),
            input.corridors.join(", "),
            if input.from.is_some() { format!("{:.1}", input.days) } else { String::new() },
            usd(Some(input.value_usd)),
            sum(input.landed_usd, input.known_usd),
        ]);
    }
    writeln!(out, "{rows}")?;
    wrapped(
        out,
        &format!(
            "work {}; moving has added {} so far; cost {}",
            usd(Some(stage.work_usd)),
            usd(stage.added_usd),
            usd(stage.cost_usd)
        ),
    )?;
    let back = match stage.drawback_usd {
        Some(back) if back > 0.0 => format!(", {} of it had back on export", usd(Some(back))),
        _ => String::new(),
    };
    wrapped(out, &format!("duty on what is brought: {}{back}", usd(stage.duty_usd)))?;
    Ok(())
}
