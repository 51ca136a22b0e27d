//! Flows as one page that works offline and runs no script: bands on the map, before and after, and the
//! tables that go with them.

use super::bands::{Band, Frame, Stroke, bands};
use super::coast::BaseMap;
use super::wording::{escaped, grouped};
use super::{digest, light_colour};
use crate::flows::{FacilityView, FlowsResponse};
use corridor_network::Mode;
use std::fmt::Write as _;

/// Rows of a table.
const MOST_ROWS: usize = 40;

/// The page of an answer, on the land of `base`.
pub fn html_flows(answer: &FlowsResponse, base: &BaseMap) -> String {
    let bands = bands(&answer.links);
    let tonnes = bands.iter().flat_map(|band| [band.flow_t, band.before_t]);
    let frame = Frame::around(&bands, tonnes.fold(0.0, f64::max));
    let style = style();
    let title = match answer.before {
        Some(_) => format!("Freight flows: {}", world(answer)),
        None => "Freight flows".to_owned(),
    };
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; style-src '{}'; \
         base-uri 'none'; form-action 'none'\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<style>{style}</style></head>\n<body>\n\
         <h1>{title}</h1>\n",
        digest(&style),
        title = escaped(&title),
    );
    paragraph(&mut page, &sums(answer));
    paragraph(
        &mut page,
        &format!(
            "Departing {}; {}. {} of {} facilities used have a known capacity, {} are full.",
            answer.meta.depart,
            answer.meta.prices,
            answer.known.with_capacity,
            answer.known.facilities,
            answer.known.full
        ),
    );
    page.push_str(&frame.ground(base));
    maps(&mut page, answer, &bands, &frame);
    page.push_str(&frame.legend());
    modes(&mut page);
    tables(&mut page, answer);
    list(&mut page, "What to know", &answer.meta.warnings);
    list(&mut page, "Sources", &answer.sources);
    let inputs =
        answer.meta.inputs.iter().map(|(name, digest)| format!("{name}: SHA-256 {digest}"));
    let rest = [answer.meta.dataset.clone(), answer.meta.engine.clone()];
    list(&mut page, "What it rests on", &rest.into_iter().chain(inputs).collect::<Vec<_>>());
    page.push_str("</body></html>\n");
    page
}

fn world(answer: &FlowsResponse) -> String {
    match (&answer.meta.scenario, &answer.meta.avoid[..]) {
        (scenario, []) => scenario.clone(),
        (scenario, avoid) => format!("{scenario} without {}", avoid.join(", ")),
    }
}

fn sums(answer: &FlowsResponse) -> String {
    let lost = answer.unserved.iter().take(3).map(|row| {
        format!("{} from {} to {} ({})", row.commodity, row.origin, row.destination, row.code)
    });
    let lost: Vec<String> = lost.collect();
    let told = if lost.is_empty() { String::new() } else { format!(": {}", lost.join("; ")) };
    let before = answer.before.as_ref().map_or_else(String::new, |before| {
        format!(
            " In the world without, {} is shipped and {} is not.",
            mass(before.shipped_t),
            mass(before.unserved_t)
        )
    });
    if answer.unserved_t < 1.0 {
        return format!("All of {} a year is shipped.{before}", mass(answer.demand_t));
    }
    format!(
        "{} of {} a year is not shipped{told}.{before}",
        mass(answer.unserved_t),
        mass(answer.demand_t)
    )
}

fn maps(page: &mut String, answer: &FlowsResponse, bands: &[Band], frame: &Frame) {
    let flow = |of: fn(&Band) -> f64| {
        let stroke = |band| Stroke {
            band,
            tonnes: of(band),
            class: class(band.mode),
            told: format!("{}, {} a year", word(band.mode), mass(of(band))),
        };
        bands.iter().map(stroke).collect::<Vec<_>>()
    };
    if answer.before.is_none() {
        page.push_str(&frame.map(flow(|band| band.flow_t), "Flows of all goods, as bands"));
        return;
    }
    page.push_str("<h2>Before</h2>\n");
    page.push_str(&frame.map(flow(|band| band.before_t), "Flows before, as bands"));
    page.push_str("<h2>After</h2>\n");
    page.push_str(&frame.map(flow(|band| band.flow_t), "Flows after, as bands"));
    page.push_str(
        "<h2>Change</h2>\n<p><span class=\"key gain\"></span>more <span class=\"key loss\"></span>less</p>\n",
    );
    let changes = bands.iter().map(|band| Stroke {
        band,
        tonnes: (band.flow_t - band.before_t).abs(),
        class: if band.flow_t > band.before_t { "gain" } else { "loss" },
        told: format!(
            "{}: {} before, {} after",
            word(band.mode),
            mass(band.before_t),
            mass(band.flow_t)
        ),
    });
    page.push_str(&frame.map(changes.collect(), "What changes, as bands"));
}

fn tables(page: &mut String, answer: &FlowsResponse) {
    let mut full: Vec<&FacilityView> =
        answer.facilities.iter().filter(|f| f.wait_h > 0.0).collect();
    full.sort_by(|a, b| b.wait_h.total_cmp(&a.wait_h));
    let rows = full.iter().map(|f| {
        let capacity = f.capacity_t.map(mass).unwrap_or_default();
        [f.id.clone(), f.name.clone(), capacity, f.capacity.clone(), format!("{:.1} h", f.wait_h)]
    });
    table(page, "Full", &["facility", "name", "capacity", "as told", "wait"], rows);
    let rows = answer.changes.iter().map(|c| {
        let sign = if c.change_t < 0.0 { "\u{2212}" } else { "+" };
        let change = format!("{sign}{}", mass(c.change_t.abs()));
        [c.id.clone(), c.name.clone(), mass(c.before_t), mass(c.after_t), change]
    });
    table(page, "Changes", &["facility", "name", "before", "after", "change"], rows);
    let rows = answer.unserved.iter().map(|u| {
        let pair = format!("{} to {}", u.origin, u.destination);
        [pair, u.commodity.clone(), mass(u.tonnes), u.reason.clone()]
    });
    table(page, "Not shipped", &["pair", "goods", "a year", "why"], rows);
    let rows = answer.counts.iter().map(|c| {
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        [
            format!("{}, {}", c.id, c.mode),
            percent(c.counted),
            percent(c.modelled),
            percent(c.without),
            format!("{:+.2}", c.constant),
            format!("{} ({})", c.source, c.confidence),
        ]
    });
    let heads =
        ["market and mode", "counted", "modelled", "without constant", "constant", "source"];
    table(page, "Shares of modes that are counted", &heads, rows);
    let whole = answer.facilities.iter().filter(|f| f.direction == "both" && f.cargo.is_none());
    let rows = whole.map(|f| {
        let share = f.capacity_t.map(|capacity| format!("{:.0} %", f.flow_t / capacity * 100.0));
        [f.id.clone(), f.kind.clone(), f.name.clone(), mass(f.flow_t), share.unwrap_or_default()]
    });
    table(page, "Facilities", &["facility", "kind", "name", "a year", "of capacity"], rows);
    for selected in &answer.selected {
        let rows = selected.users.iter().map(|user| {
            let pair = format!("{} to {}", user.origin, user.destination);
            let share = format!("{:.0} %", user.tonnes / user.shipped_t * 100.0);
            [pair, user.commodity.clone(), mass(user.tonnes), share]
        });
        let title = format!("Who uses {}: {} a year", selected.id, mass(selected.flow_t));
        table(page, &title, &["pair", "goods", "a year", "of its shipments"], rows);
    }
}

fn table<const N: usize>(
    page: &mut String,
    title: &str,
    heads: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) {
    let rows: Vec<[String; N]> = rows.collect();
    if rows.is_empty() {
        return;
    }
    let _ = write!(page, "<h2>{}</h2>\n<table><tr>", escaped(title));
    for head in heads {
        let _ = write!(page, "<th>{}</th>", escaped(head));
    }
    page.push_str("</tr>\n");
    for row in rows.iter().take(MOST_ROWS) {
        page.push_str("<tr>");
        for cell in row {
            let _ = write!(page, "<td>{}</td>", escaped(cell));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
    if rows.len() > MOST_ROWS {
        let _ = writeln!(page, "<p>and {} more</p>", rows.len() - MOST_ROWS);
    }
}

fn list(page: &mut String, title: &str, rows: &[String]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(page, "<h2>{}</h2>\n<ul>", escaped(title));
    for row in rows {
        let _ = writeln!(page, "<li>{}</li>", escaped(row));
    }
    page.push_str("</ul>\n");
}

fn paragraph(page: &mut String, text: &str) {
    let _ = writeln!(page, "<p>{}</p>", escaped(text));
}

fn modes(page: &mut String) {
    page.push_str("<p>");
    for mode in [Mode::Sea, Mode::Rail, Mode::Road, Mode::InlandWater, Mode::Ferry, Mode::Pipeline]
    {
        let _ = write!(page, "<span class=\"key {}\"></span>{} ", class(mode), word(mode));
    }
    page.push_str("; widths in proportion to tonnes, thin ones drawn as wide as can be seen</p>\n");
}

fn class(mode: Mode) -> &'static str {
    match mode {
        Mode::Sea => "sea",
        Mode::Rail => "rail",
        Mode::Road => "road",
        Mode::InlandWater => "water",
        Mode::Ferry => "ferry",
        Mode::Pipeline => "pipeline",
        Mode::Transfer => "other",
    }
}

fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::InlandWater => "inland water",
        mode => mode.name(),
    }
}

/// A mass in the unit that leaves it a few digits.
fn mass(t: f64) -> String {
    match t {
        _ if t >= 1e6 => format!("{:.2} Mt", t / 1e6),
        _ if t >= 1e4 => format!("{:.1} kt", t / 1e3),
        _ if t >= 1.0 => format!("{} t", grouped(t)),
        _ => format!("{t:.3} t"),
    }
}

fn style() -> String {
    let colour = light_colour;
    let mut css = format!(
        "body{{margin:0 auto;max-width:1000px;padding:16px;font:15px/1.45 system-ui,sans-serif;color:{};\
         background:#fff}}table{{border-collapse:collapse;margin:8px 0 20px}}th,td{{padding:3px 12px 3px 0;\
         text-align:left;vertical-align:top;border-bottom:1px solid {}}}.hidden{{position:absolute}}\
         .map{{width:100%;height:auto;border:1px solid {}}}.legend{{width:640px;max-width:100%}}\
         .legend text{{font-size:13px}}.sea-ground{{fill:{}}}.land{{fill:{};fill-rule:evenodd}}\
         .borders{{fill:none;stroke:{};stroke-width:.6}}\
         .band{{fill:none;stroke-linejoin:round;stroke-linecap:round;stroke-opacity:.75}}\
         .key{{display:inline-block;width:26px;height:8px;margin:0 6px 1px 12px}}",
        colour("ink"),
        colour("line"),
        colour("line"),
        colour("sea"),
        colour("land"),
        colour("border"),
    );
    let colours = [
        ("sea", "c0"),
        ("rail", "c2"),
        ("road", "c1"),
        ("water", "c3"),
        ("ferry", "c4"),
        ("pipeline", "c5"),
        ("other", "c6"),
        ("gain", "c0"),
        ("loss", "c3"),
    ];
    for (class, name) in colours {
        let colour = colour(name);
        let _ = write!(css, ".band.{class}{{stroke:{colour}}}.key.{class}{{background:{colour}}}");
    }
    css
}
