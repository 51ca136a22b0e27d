//! How much of a route is its own.

use std::collections::HashMap;

/// Logarithms of the path sizes of the routes of one demand (Ben-Akiva and Ramming 1998): every element
/// of a route counts by its share of the length, divided by the number of routes that use it.
///
/// Each route is a list of elements, each once, with their lengths; one without length gets 0, as one
/// that shares nothing.
pub fn log_path_sizes(routes: &[Vec<(u64, f64)>]) -> Vec<f64> {
    let mut users: HashMap<u64, f64> = HashMap::new();
    for &(element, _) in routes.iter().flatten() {
        *users.entry(element).or_default() += 1.0;
    }
    let size = |route: &Vec<(u64, f64)>| {
        let length: f64 = route.iter().map(|(_, length)| length).sum();
        let own: f64 = route.iter().map(|(element, length)| length / users[element]).sum();
        if length > 0.0 && own > 0.0 { (own / length).ln() } else { 0.0 }
    };
    routes.iter().map(size).collect()
}
