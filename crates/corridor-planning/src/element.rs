//! Elements of the transport chain: what the time, cost and emissions of a leg are made of.

use crate::price::{Charge, ChargeKind, Component};

/// Charges of one kind on a leg, added up.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// What they are for.
    pub kind: ChargeKind,
    /// What the money is paid for.
    pub component: Component,
    /// Hours.
    pub hours: f64,
    /// US dollars.
    pub usd: f64,
    /// Kilograms of CO2e from tank to wheel.
    pub ttw_kg: f64,
    /// Kilograms of CO2e from well to tank.
    pub wtt_kg: f64,
    /// Ids of the parameters they are made from, in order of first use.
    pub parameters: Vec<&'static str>,
}

impl Element {
    /// Kilograms of CO2e, well to wheel.
    pub fn kg(&self) -> f64 {
        self.ttw_kg + self.wtt_kg
    }
}

/// Adds a charge to the element of its kind.
pub(crate) fn add(elements: &mut Vec<Element>, charge: &Charge) {
    let same = |e: &Element| e.kind == charge.kind && e.component == charge.component;
    let at = elements.iter().position(same).unwrap_or_else(|| {
        elements.push(Element {
            kind: charge.kind,
            component: charge.component,
            hours: 0.0,
            usd: 0.0,
            ttw_kg: 0.0,
            wtt_kg: 0.0,
            parameters: Vec::new(),
        });
        elements.len() - 1
    });
    let element = &mut elements[at];
    element.hours += charge.hours;
    element.usd += charge.usd;
    element.ttw_kg += charge.ttw_kg();
    element.wtt_kg += charge.wtt_kg;
    for id in charge.parameters {
        if !element.parameters.contains(id) {
            element.parameters.push(id);
        }
    }
}
