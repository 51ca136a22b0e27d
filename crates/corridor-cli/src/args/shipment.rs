//! The options that say what is moved, shared by all verbs that plan one shipment.

use clap::Args as ClapArgs;
use corridor::{Cargo, IceClass, Order, Problem};

/// What is moved.
#[derive(ClapArgs, Debug, Default)]
pub struct CargoOptions {
    /// Cargo: container, general, dry-bulk, crude, products, lng, ro-ro, project
    #[arg(long, default_value = "container", value_name = "KIND")]
    pub cargo: String,
    /// Twenty-foot equivalent units; 2 is one 40-foot container [default: 2]
    #[arg(long, allow_hyphen_values = true)]
    pub teu: Option<f64>,
    /// Mass of the cargo, tonnes [default: 12 per 40-foot container]
    #[arg(long, allow_hyphen_values = true)]
    pub mass_t: Option<f64>,
    /// Volume of the cargo, cubic metres; for oil and gas in place of the mass
    #[arg(long, value_name = "M3", allow_hyphen_values = true)]
    pub volume_m3: Option<f64>,
    /// Cars, with --cargo ro-ro
    #[arg(long, value_name = "CARS", allow_hyphen_values = true)]
    pub units: Option<f64>,
    /// Value of the cargo, US dollars [default: 50000 per 40-foot container, else by --commodity]
    #[arg(long, allow_hyphen_values = true, value_parser = dollars)]
    pub value_usd: Option<f64>,
    /// Group of goods, for value, density and value of time: coal, grain, machinery, ...
    #[arg(long, value_name = "ID")]
    pub commodity: Option<String>,
    /// What a day in transit is worth, percent of the value [default: 0.3 for containers, else 0 or
    /// that of --commodity]
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true)]
    pub time_value: Option<f64>,
    /// Class of ship, such as suezmax, panamax or lng-arc7 [default: the smallest that takes it all
    /// in one voyage; for containers liners of any size]
    #[arg(long, value_name = "CLASS")]
    pub ship: Option<String>,
    /// Ice class of the ship: none, Ice1 to Ice3, Arc4 to Arc9
    #[arg(long, default_value = "none")]
    pub ice_class: String,
}

impl CargoOptions {
    /// The order that the options make.
    ///
    /// # Errors
    /// When the kind of cargo or the ice class is not known.
    pub fn order(&self) -> Result<Order, Problem> {
        let cargo: Cargo = self.cargo.parse().map_err(|e: String| {
            Problem::bad_input("cargo-unsupported", e, "leave --cargo away for containers")
        })?;
        let ice_class: IceClass = self.ice_class.parse().map_err(|e: String| {
            Problem::bad_input(
                "ice-class-unknown",
                e,
                "leave --ice-class away for an ordinary ship",
            )
        })?;
        Ok(Order {
            cargo,
            teu: self.teu,
            mass_t: self.mass_t,
            volume_m3: self.volume_m3,
            units: self.units,
            value_usd: self.value_usd,
            commodity: self.commodity.clone(),
            time_percent_per_day: self.time_value,
            ship: self.ship.clone(),
            ice_class,
        })
    }
}

/// An amount of dollars, or what was meant by it.
fn dollars(text: &str) -> Result<f64, String> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '_')).collect();
    text.trim().parse().map_err(|_| match plain.parse::<f64>() {
        Ok(_) if plain != text => {
            format!("no sign stands between thousands; did you mean {plain}?")
        }
        _ => "it is no amount; write a number such as 50000 or 1250.40".to_owned(),
    })
}
