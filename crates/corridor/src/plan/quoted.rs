//! Quotes of the user's own in plans: what they price, and what of them was not used.

use super::answer::WarningView;
use super::request::PlanRequest;
use crate::engine::Engine;
use corridor_network::Id;
use corridor_planning::quote::{self, Quote};
use corridor_planning::{Itinerary, Shipment};
use jiff::civil::Date;

impl Engine {
    pub(crate) fn quotes(&self) -> &[Quote] {
        self.supposed().map_or(&[], |supposed| &supposed.quotes)
    }

    /// Prices voyages by the quotes that hold.
    pub(super) fn quote(
        &self,
        itineraries: &mut [Itinerary],
        request: &PlanRequest,
        shipment: &Shipment,
    ) {
        let quotes = self.quotes();
        if quotes.is_empty() {
            return;
        }
        for itinerary in itineraries {
            quote::apply(self.network(), quotes, request.depart, shipment, itinerary);
        }
    }

    /// What an itinerary is priced by besides the market's figures.
    pub(super) fn quotes_used<'a>(
        &'a self,
        itinerary: &'a Itinerary,
        day: Date,
    ) -> impl Iterator<Item = WarningView> + 'a {
        itinerary.legs.iter().filter_map(move |leg| {
            let used = leg.quote?;
            let quote = &self.quotes()[used.row];
            let [from, to] =
                quote.between.map(|end| &self.network().facts().terminals[end.index()].name);
            let by = match quote.carrier.as_str() {
                "" => String::new(),
                carrier => format!(" of {carrier}"),
            };
            Some(WarningView {
                code: "quoted".to_owned(),
                text: format!(
                    "{from} - {to} is priced by the quote{by} in {}, line {}: {:.0} USD, by the sea \
                     market {:.0}",
                    quote.table, quote.line, used.usd, used.model_usd
                ),
                source: quote.table.clone(),
                date: day.to_string(),
            })
        })
    }

    /// That there are quotes and none of them prices anything.
    pub(super) fn unused_quotes(&self, itineraries: &[Itinerary]) -> Vec<String> {
        let mut legs = itineraries.iter().flat_map(|itinerary| &itinerary.legs);
        let count = self.quotes().len();
        if count == 0 || legs.any(|leg| leg.quote.is_some()) {
            return Vec::new();
        }
        vec![format!(
            "none of the {count} quotes is for a voyage of these ways, of this box, on this day"
        )]
    }
}
