//! Why there is no way: which condition, taken away, would open one.

use super::PlanRequest;
use crate::engine::Engine;
use crate::place::Resolved;
use crate::problem::Problem;
use corridor_planning::{Conditions, IceClass, Itinerary, Question, World};
use jiff::civil::Date;

impl Engine {
    /// Why there is no way between two places.
    pub(super) fn no_way(
        &self,
        request: &PlanRequest,
        question: &Question<'_>,
        from: &Resolved,
        to: &Resolved,
    ) -> Problem {
        let separated = format!("no way from {} to {}", from.label, to.label);
        let asked = &question.world.conditions;
        let unavoided = Conditions {
            avoid_features: Vec::new(),
            avoid_countries: Vec::new(),
            strict_status: false,
            ..asked.clone()
        };
        if let Some(best) = self.best_in(question, unavoided.clone(), true) {
            if !request.via.is_empty() {
                return Problem::no_route(
                    "not-via",
                    format!("{separated} through {} in this order", request.via.join(", ")),
                    "name fewer things with --via, or put them in the order of travel",
                );
            }
            return self.cut(question, &separated, &best);
        }
        let refused = Conditions { no_transit: Vec::new(), ..unavoided.clone() };
        if !asked.no_transit.is_empty() && self.best_in(question, refused, true).is_some() {
            let countries: Vec<String> = asked.no_transit.iter().map(ToString::to_string).collect();
            return Problem::no_route(
                "cut",
                format!("{separated}: {} refuse these goods in transit", countries.join(", ")),
                "`corridor restrictions` tells who declared it; --with-restricted plans it all the same",
            );
        }
        let at_war = Conditions { within: self.wars(), ..unavoided.clone() };
        if let Some(best) = self.best_in(question, at_war, true) {
            return self.cut(question, &separated, &best);
        }
        if self.best_in(question, unavoided.clone(), false).is_some() {
            return self.too_large(question, &separated);
        }
        let icebreaking = Conditions { ice_class: IceClass::Arc9, ..unavoided.clone() };
        if self.best_in(question, icebreaking, false).is_some() {
            return Problem::no_route(
                "cut",
                format!(
                    "{separated}: ice on {} is beyond class {}",
                    asked.depart,
                    asked.ice_class.name()
                ),
                "name a stronger --ice-class, or a --depart in late summer; `corridor season` shows the year",
            );
        }
        let summer = Date::new(asked.depart.year(), 9, 1).unwrap_or(asked.depart);
        let navigable =
            Conditions { depart: summer, ice_class: IceClass::Arc9, ..unavoided.clone() };
        if self.best_in(question, navigable, false).is_some() {
            return Problem::no_route(
                "cut",
                format!(
                    "{separated}: a way that they need is out of its season on {}",
                    asked.depart
                ),
                format!("ask for another --depart, such as {summer}"),
            );
        }
        Problem::no_route(
            "no-way",
            format!(
                "{separated}: nothing that carries {} joins them on {}",
                question.shipment.cargo, request.depart
            ),
            "name a nearer port, terminal or pipeline station, another --cargo or a smaller mass",
        )
    }

    /// The best itinerary under other conditions; with the limits of the ship or without.
    fn best_in(
        &self,
        question: &Question<'_>,
        conditions: Conditions,
        limits: bool,
    ) -> Option<Itinerary> {
        let mut world = World::new(self.network(), conditions);
        if limits {
            world = world.carrying(self.network(), question.shipment);
        }
        let (from, to) = (question.from.clone(), question.to.clone());
        let shipment = question.shipment;
        let answer =
            self.planner().plan(&Question { shipment, world: &world, from, to, via: None });
        answer.itineraries.into_iter().next()
    }

    /// What is avoided or left out on the best way that there would be.
    fn cut(&self, question: &Question<'_>, separated: &str, best: &Itinerary) -> Problem {
        let network = self.network();
        let mut cut: Vec<String> = best
            .features
            .iter()
            .filter(|f| question.world.bar(**f).is_some())
            .map(|f| network.features()[*f].id.clone())
            .collect();
        let countries = best.legs.iter().flat_map(|l| &l.countries);
        cut.extend(countries.filter(|c| !question.world.may_enter(**c)).map(ToString::to_string));
        cut.dedup();
        if cut.is_empty() {
            let rows = best.corridors.iter();
            cut.extend(rows.map(|row| network.facts().corridors[*row].id.clone()));
        }
        Problem::no_route(
            "cut",
            format!("{separated}: what is avoided, shut or left out separates them"),
            format!("without that, the best way goes through {}", cut.join(", ")),
        )
    }

    /// The passages that the ship does not fit through.
    fn too_large(&self, question: &Question<'_>, separated: &str) -> Problem {
        let features = self.network().features();
        let misfits: Vec<&str> = features
            .enumerate()
            .filter(|(id, _)| {
                question.world.bar(*id).is_some_and(|bar| bar.code() == "does-not-fit")
            })
            .map(|(_, feature)| feature.id.as_str())
            .collect();
        let ship =
            question.shipment.fleet.ship.as_ref().map_or("the ship", |ship| ship.name.as_str());
        Problem::no_route(
            "cut",
            format!("{separated}: {ship} does not fit through {}", misfits.join(", ")),
            "ask for a smaller --ship or mass",
        )
    }
}
