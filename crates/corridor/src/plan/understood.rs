//! What can be said of a question before any places are known.

use super::PlanRequest;
use crate::engine::Engine;
use crate::named;
use crate::problem::Problem;

impl Engine {
    /// Whether all of a question is understood that does not depend on its places or amounts, so
    /// that many pairs asked alike need not all be refused for one reason.
    ///
    /// # Errors
    /// When what is avoided, gone by or allowed is not known, the cargo, commodity or ship is not
    /// known, or the draws make no sense.
    pub fn must_understand(&self, request: &PlanRequest) -> Result<(), Problem> {
        request.certainty.checked()?;
        let named =
            [(&request.avoid, "--avoid"), (&request.via, "--via"), (&request.allow, "--allow")];
        named::few_enough(&request.via, "--via", super::MOST_VIA)?;
        for (names, flag) in named {
            named::resolve(self.network(), names, flag)?;
        }
        match self.shipment(&request.order) {
            // Amounts may be those of the pairs.
            Err(problem) if problem.code != "shipment-invalid" => Err(problem),
            Ok(_) | Err(_) => Ok(()),
        }
    }
}
