//! A briefing as one page that works offline and runs no script.

use super::view::BriefingResponse;
use super::words::{Part, Sheet, parts};
use crate::page::wording::escaped;
use std::fmt::Write as _;

const STYLE: &str = "body{margin:0 auto;max-width:1060px;padding:16px;font:15px/1.45 system-ui,sans-serif;\
    color:#1b2530;background:#fff}table{border-collapse:collapse;margin:4px 0 18px;width:100%}\
    caption{text-align:left;font-weight:600;padding:6px 0}\
    th,td{padding:3px 12px 3px 0;text-align:left;border-bottom:1px solid #d6dde3;vertical-align:top}\
    .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}li,.soft{color:#55616e}\
    h2{margin-top:34px;border-top:2px solid #1f5d87;padding-top:8px}nav a{margin-right:14px}\
    .wide{overflow-x:auto}";

/// One self-contained page.
pub fn html(answer: &BriefingResponse) -> String {
    let all = parts(answer);
    let title = escaped(&answer.name);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n<h1>{title}</h1>\n"
    );
    for (n, part) in all.iter().enumerate() {
        if n > 0 {
            let _ = writeln!(page, "<h2 id=\"part-{n}\">{}</h2>", escaped(&part.heading));
        }
        body(&mut page, part);
        if n == 0 {
            page.push_str("<nav>");
            for (n, part) in all.iter().enumerate().skip(1) {
                let _ = write!(page, "<a href=\"#part-{n}\">{}</a>", escaped(&part.heading));
            }
            page.push_str("</nav>\n");
        }
    }
    page.push_str("</html>\n");
    page
}

fn body(page: &mut String, part: &Part) {
    for line in &part.lines {
        let _ = writeln!(page, "<p>{}</p>", escaped(line));
    }
    for sheet in &part.tables {
        table(page, sheet);
    }
    if !part.notes.is_empty() {
        page.push_str("<ul>\n");
        for note in &part.notes {
            let _ = writeln!(page, "<li>{}</li>", escaped(note));
        }
        page.push_str("</ul>\n");
    }
}

fn table(page: &mut String, sheet: &Sheet) {
    let title = escaped(&sheet.title);
    let _ = write!(page, "<div class=\"wide\"><table><caption>{title}</caption>\n<tr>");
    let class = |n: usize| if n >= sheet.numbers_from { " class=\"n\"" } else { "" };
    for (n, head) in sheet.heads.iter().enumerate() {
        let _ = write!(page, "<th{}>{}</th>", class(n), escaped(head));
    }
    page.push_str("</tr>\n");
    for row in &sheet.rows {
        page.push_str("<tr>");
        for (n, cell) in row.iter().enumerate() {
            let arrow = escaped(cell).replace(" -&gt; ", " \u{2192} ");
            let _ = write!(page, "<td{}>{arrow}</td>", class(n));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table></div>\n");
}
