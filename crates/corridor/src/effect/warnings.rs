//! What a reader should know of the figures.

use super::duties::Duties;
use super::grounds::{CarriageView, SupposedAgreementView};
use super::request::{ElasticityChoice, TradeEffectRequest};
use corridor_effect::{Closure, Table};

/// What a reader should know of the figures.
pub(super) fn warnings(
    request: &TradeEffectRequest,
    table: &Table,
    duties: &Duties<'_>,
    supposed: &[SupposedAgreementView],
    carriage: Option<&CarriageView>,
    closure: Closure,
) -> Vec<String> {
    let mut warnings = Vec::new();
    let name = &table.name;
    let day = request.as_of;
    warnings.push(match (&request.table, request.table_year) {
        (None, _) => format!(
            "flows are those of 2019, before the sanctions and shifts of trade since 2022; duties and \
             agreements those of {day}"
        ),
        (Some(_), Some(year)) if year == day.year() => {
            format!("{name} is yours, of {year}: figures are with its mistakes; it is not checked against others")
        }
        (Some(_), Some(year)) => format!(
            "{name} is yours, of {year}, and duties, agreements and ways are those of {day}: what changed \
             between is in the figures"
        ),
        (Some(_), None) => format!(
            "{name} is yours and its year is not said (--table-year): whether it goes with duties, agreements and \
             ways of {day} is not known"
        ),
    });
    for one in supposed {
        let id = &one.agreement;
        warnings.push(format!(
            "hypothetical: {id} is supposed with a duty of {} % on all goods, for all of them \
             originate and claim it; no duty rises",
            one.percent
        ));
        if !one.parties_missing.is_empty() {
            warnings.push(format!(
                "{id}: no row for {}: what it does to them and to trade with them is not in the figures",
                one.parties_missing.join(", ")
            ));
        }
    }
    warnings.extend(carriage.map(about_carriage).unwrap_or_default());
    if supposed.is_empty() && request.duties.is_none() {
        warnings.push(
            "no agreement is supposed, so duties are left out of both worlds (--duties FILE puts them in)"
                .to_owned(),
        );
    }
    if !duties.view(table).is_empty() {
        warnings.push(
            "duties before the change are averages of groups of goods, most of them simple means over \
             lines, which overstate what is paid on crude oil, coal and gas; your own: --duties FILE"
                .to_owned(),
        );
    }
    let unknown = duties.unknown_importers(table);
    if !unknown.is_empty() {
        warnings.push(format!(
            "duties of {} are not known and count as 0 before the change and after it (--duties FILE)",
            unknown.join(", ")
        ));
    }
    if !duties.preferred.is_empty() {
        let pairs: Vec<String> = duties
            .preferred
            .iter()
            .map(|(d, o)| format!("{} from {}", table.countries[*d], table.countries[*o]))
            .collect();
        warnings.push(format!(
            "a preference is in force and counts as no duty: {} (--duties FILE)",
            pairs.join(", ")
        ));
    }
    if request.elasticity == ElasticityChoice::Shipped {
        warnings.push(
            "elasticities of services are a judgement, those of goods estimates of other years and \
             samples; try --elasticity 4 and 8"
                .to_owned(),
        );
    }
    let unplaced = Duties::unplaced(table);
    if !unplaced.is_empty() && duties.rate.iter().any(|rate| *rate > 0.0) {
        warnings.push(format!(
            "no sections of ISIC, so they count as goods under the average duty on all goods: {}",
            unplaced.join(", ")
        ));
    }
    if request.draws.is_some() {
        warnings.push(
            "draws are of the elasticities alone: duties, table and model are as sure in all of them"
                .to_owned(),
        );
    }
    warnings.push(format!(
        "long-run figures of a model: {}; no new products, no capital, no time on the way to it; pairs \
         without trade in the table stay without",
        closure.meaning()
    ));
    warnings
}

/// What a reader should know of costs from the network.
fn about_carriage(carriage: &CarriageView) -> Vec<String> {
    let CarriageView { scenario, day, boxes, pairs, without_way, without_place, .. } = carriage;
    let sections: Vec<&str> = boxes.iter().map(|boxed| boxed.section.as_str()).collect();
    let mut said = vec![format!(
        "costs of trade of sections {} are those of a 40-foot box by the way of least cost and time, on \
         {day}, between places whose shares are a judgement; other goods keep theirs, and no facility \
         is full",
        sections.join(", ")
    )];
    if pairs.is_empty() {
        said.push(format!(
            "{scenario} changes the best way of a box between no two countries of the table on {day}: \
             no cost of trade changes"
        ));
    }
    if !without_way.is_empty() {
        const MOST: usize = 6;
        let some: Vec<&str> = without_way.iter().take(MOST).map(String::as_str).collect();
        let more = without_way.len().saturating_sub(MOST);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        said.push(format!(
            "some of their places are not joined in one of the worlds and are left out, which makes a \
             closure look smaller: {}{more}",
            some.join(", ")
        ));
    }
    if !without_place.is_empty() {
        said.push(format!(
            "no place stands for {}: costs stay as they are",
            without_place.join(", ")
        ));
    }
    said
}
