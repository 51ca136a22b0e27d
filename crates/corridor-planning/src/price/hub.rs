//! Charges of transfers inside terminals: handling, dwell, and the wait for what goes on.

use super::{Charge, ChargeKind, Component, Pricing, basis};
use corridor_network::{EdgeId, Mode};

impl Pricing<'_> {
    pub(super) fn transfer(&self, edge: EdgeId, km: f64, sink: &mut impl FnMut(Charge)) {
        let (tail, head) = (self.network.tail(edge), self.network.head(edge));
        let node_mode = &self.particulars.node_mode;
        let loading = node_mode[tail] == Mode::Transfer;
        let (gate, mode) = if loading { (tail, node_mode[head]) } else { (head, node_mode[tail]) };
        let here = self.tables.at(self.network.columns().node_country[gate]);
        let hub = |hours, usd, parameters| Charge {
            kg: self.tables.hub_kg,
            ..Charge::priced(ChargeKind::Transfer, Component::Handling, hours, usd, parameters)
        };
        let wait = |hours, usd, parameters| {
            Charge::priced(ChargeKind::Wait, Component::Freight, hours, usd, parameters)
        };
        let hubs = &self.tables.hubs;
        match mode {
            Mode::Sea => {
                if !loading {
                    self.at_the_quay(edge, false, sink);
                }
                sink(hub(here.port_h, here.port_usd, hubs.port));
                if loading {
                    sink(wait(self.tables.sea_wait_h, self.tables.sea_base_usd, hubs.wait_sea));
                    self.at_the_quay(edge, true, sink);
                }
            }
            Mode::InlandWater => {
                let lift = hub(here.port_h / 2.0, here.lift_usd, hubs.river_port);
                let basin = here.water.run(km, self.tables.water_basis);
                if loading {
                    sink(lift);
                    sink(wait(here.water_wait_h, 0.0, hubs.wait_water));
                    sink(basin);
                } else {
                    sink(basin);
                    sink(lift);
                }
            }
            Mode::Pipeline => {
                sink(hub(self.rates.pipeline_station_h, 0.0, basis::PIPELINE_STATION));
                if loading {
                    sink(wait(self.rates.pipeline_wait_h, 0.0, basis::WAIT_PIPELINE));
                }
            }
            Mode::Rail => {
                let spur = here.rail.run(km, self.tables.rail_basis);
                let lift = hub(here.rail_dwell_h, here.lift_usd, hubs.rail_terminal);
                if loading {
                    sink(lift);
                    sink(wait(here.rail_wait_h, here.rail_base_usd, hubs.wait_rail));
                    sink(spur);
                } else {
                    sink(spur);
                    sink(lift);
                }
            }
            _ => {
                let drive = here.road.run(km, basis::ROAD);
                let loading_h = self.rates.road_loading_h;
                if loading {
                    sink(hub(loading_h, here.road_base_usd, basis::LORRY));
                    sink(drive);
                } else {
                    sink(drive);
                    sink(hub(loading_h, 0.0, basis::LORRY_END));
                }
            }
        }
    }
}
