//! Bills of materials: the parts of a good, what they are worth, and where they are put together.
//!
//! A good is an assembly of parts and of other assemblies, each made in a country and, if the file
//! says so, at a place. A checked bill adds up, has no circles, and knows where every part is from.

mod costs;
mod csv_form;
mod levies;
#[cfg(test)]
mod tests;
mod toml_form;

pub use costs::Costs;
pub use levies::Levies;

use crate::error::Faults;
use crate::hs::HsCode;
use crate::money::Usd;
use corridor_network::CountryCode;

/// What a part or an assembly goes into: an index of assemblies.
pub type AssemblyId = usize;

/// Something bought.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// Its code.
    pub hs: HsCode,
    /// The country it originates in.
    pub origin: CountryCode,
    /// Its value where it is put in, without duties that can be had back.
    pub value: Usd,
    /// Duties paid on it, which count as imported content.
    pub duty: Usd,
    /// Where it is sent from; empty when the file does not say.
    pub from: String,
    /// Its mass, t; none when the file does not say.
    pub mass_t: Option<f64>,
    /// What it goes into.
    pub into: AssemblyId,
}

/// Something put together.
#[derive(Clone, Debug, PartialEq)]
pub struct Assembly {
    /// What it is called.
    pub name: String,
    /// Its code.
    pub hs: HsCode,
    /// The country it is put together in; none when the file does not say.
    pub country: Option<CountryCode>,
    /// The place where; empty when the file does not say.
    pub at: String,
    /// Its value when it is ready, at the factory's door.
    pub value: Usd,
    /// Its mass, t; none when the file does not say.
    pub mass_t: Option<f64>,
    /// Duties paid on it where it is put in, which count as imported content.
    pub duty: Usd,
    /// What of its value is no material.
    pub costs: Costs,
    /// What it goes into; none for the finished good, which is the first.
    pub into: Option<AssemblyId>,
}

/// A bill of materials. The first assembly is the finished good.
#[derive(Clone, Debug, PartialEq)]
pub struct Bill {
    /// Assemblies.
    pub assemblies: Vec<Assembly>,
    /// Parts, in the order of the file.
    pub parts: Vec<Part>,
    /// Where the finished good is to go; empty when the file does not say.
    pub deliver_to: String,
    /// What the file says of duties, taxes and fees by country.
    pub levies: Vec<Levies>,
}

impl Bill {
    /// Reads a file of either form: TOML by its ending `.toml`, otherwise a table.
    ///
    /// # Errors
    /// When it is no bill of materials: every fault with row and reason.
    pub fn read(file: &str, text: &str) -> Result<Self, Faults> {
        let ending = std::path::Path::new(file).extension();
        if ending.is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
            toml_form::read(file, text)
        } else {
            csv_form::read(file, text)
        }
    }

    /// The finished good.
    pub fn good(&self) -> &Assembly {
        &self.assemblies[0]
    }

    /// What the file says of the levies of a country.
    pub fn levies_of(&self, country: CountryCode) -> Option<&Levies> {
        self.levies.iter().find(|levies| levies.country == country)
    }

    /// Parts that go straight into an assembly.
    pub fn parts_of(&self, id: AssemblyId) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.into == id)
    }

    /// Assemblies that go straight into an assembly, with their ids.
    pub fn assemblies_of(&self, id: AssemblyId) -> impl Iterator<Item = (AssemblyId, &Assembly)> {
        self.assemblies.iter().enumerate().filter(move |(_, a)| a.into == Some(id))
    }

    /// What the parts and assemblies that go straight into an assembly are worth.
    pub fn inputs(&self, id: AssemblyId) -> Usd {
        let parts: Usd = self.parts_of(id).map(|part| part.value).sum();
        parts + self.assemblies_of(id).map(|(_, a)| a.value).sum()
    }

    /// Ids of assemblies, what goes into something before what it goes into.
    pub fn stages(&self) -> Vec<AssemblyId> {
        let mut stages = vec![0];
        let mut next = 0;
        while let Some(id) = stages.get(next).copied() {
            stages.extend(self.assemblies_of(id).map(|(id, _)| id));
            next += 1;
        }
        stages.reverse();
        stages
    }

    /// What is wrong with it as a whole, with the place of each assembly in the file given by `at`.
    fn check(&self, mut wrong: impl FnMut(AssemblyId, String)) {
        for (id, assembly) in self.assemblies.iter().enumerate() {
            let inputs = self.inputs(id) + assembly.costs.direct();
            if inputs > assembly.value {
                wrong(
                    id,
                    format!(
                        "it does not add up: what goes into {:?} is worth {inputs} USD, more than its own {} USD",
                        assembly.name, assembly.value
                    ),
                );
            }
            if let Some(net) = assembly.costs.net.filter(|net| *net > assembly.value) {
                let (name, value) = (&assembly.name, assembly.value);
                wrong(
                    id,
                    format!("the net cost of {name:?}, {net} USD, is more than its {value} USD"),
                );
            }
            let mut into = assembly.into;
            for _ in 0..self.assemblies.len() {
                into = into.and_then(|id| self.assemblies.get(id)?.into);
            }
            if into.is_some() {
                wrong(id, format!("{:?} goes into itself over other assemblies", assembly.name));
            }
        }
    }
}
