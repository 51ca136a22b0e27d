//! The trade facilitation indicators of all itineraries as a table.

use super::{grouped, table, wrapped};
use anyhow::Result;
use corridor::PlanResponse;
use std::io::Write;

/// Shows TFI1 to TFI4 of every itinerary.
pub fn show(out: &mut impl Write, answer: &PlanResponse) -> Result<()> {
    writeln!(out, "\nIndicators of the ways by land (CAREC: TFI1 to TFI4)")?;
    let headers = [
        "#",
        "borders",
        "TFI1: h at each",
        "TFI2: USD at each",
        "TFI3: USD for 500 km",
        "TFI4: km/h",
        "with delay",
    ];
    let mut rows = table(&headers, &[0, 1, 2, 3, 4, 5, 6]);
    for itinerary in &answer.itineraries {
        let of = &itinerary.indicators;
        let tenths = |value: Option<f64>| value.map_or_else(String::new, |v| format!("{v:.1}"));
        let whole =
            |value: Option<f64>| value.map_or_else(String::new, |v| grouped(v.round() as u64));
        rows.add_row([
            itinerary.id.clone(),
            of.borders.to_string(),
            tenths(of.tfi1_border_hours),
            whole(of.tfi2_border_usd),
            whole(of.tfi3_usd_per_500_km),
            tenths(of.tfi4_speed_kmh),
            tenths(of.tfi4_speed_with_delay_kmh),
        ]);
    }
    writeln!(out, "{rows}")?;
    wrapped(
        out,
        "for a 40-foot container or lorry, which stands for 20 t; water legs left out; \
         docs/methods/reports.md has the definitions",
    )?;
    Ok(())
}
