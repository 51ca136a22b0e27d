//! Which path leads where; the same list makes the router and its description.

use crate::app::App;
use crate::ask::ask;
use crate::openapi::Description;
use crate::{jobs, map};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, Method, Uri};
use axum::routing::get;
use corridor_api::read::Fields;
use corridor_api::{
    AgreementsQuestion, AppraiseQuestion, BriefingsQuestion, CompareQuestion, CorridorsQuestion,
    DatasetQuestion, DistanceQuestion, LandedCostQuestion, ParametersQuestion, PlacesQuestion,
    PlanQuestion, Question, RestrictionsQuestion, ScenariosQuestion, SeasonQuestion,
    TradeEffectQuestion,
};
use std::sync::Arc;

/// A router under construction, with its description.
pub(crate) struct Routes {
    pub(crate) router: Router<Arc<App>>,
    pub(crate) described: Description,
}

impl Routes {
    /// All of them.
    pub(crate) fn all() -> Self {
        Self { router: Router::new(), described: Description::default() }
            .question::<PlacesQuestion>()
            .question::<PlanQuestion>()
            .question::<CompareQuestion>()
            .question::<LandedCostQuestion>()
            .question::<TradeEffectQuestion>()
            .question::<AppraiseQuestion>()
            .question::<BriefingsQuestion>()
            .question::<DistanceQuestion>()
            .question::<CorridorsQuestion>()
            .question::<AgreementsQuestion>()
            .question::<RestrictionsQuestion>()
            .question::<ScenariosQuestion>()
            .question::<SeasonQuestion>()
            .question::<ParametersQuestion>()
            .question::<DatasetQuestion>()
            .map()
            .jobs()
    }

    /// The tiles of the map.
    fn map(mut self) -> Self {
        map::describe(&mut self.described);
        self.router = self.router.route(map::PATH, get(map::tile));
        self
    }

    /// Tables, at once or as jobs.
    fn jobs(mut self) -> Self {
        jobs::describe(&mut self.described);
        self.router = self.router.merge(jobs::routes());
        self
    }

    /// A question, asked by GET or by POST.
    fn question<Q: Question>(mut self) -> Self {
        let fields = Arc::new(Fields::of::<Q>());
        let handler = move |State(app): State<Arc<App>>,
                            method: Method,
                            uri: Uri,
                            headers: HeaderMap,
                            body: Result<Bytes, BytesRejection>| {
            ask::<Q>(app, fields.clone(), method, uri, headers, body)
        };
        self.described.question::<Q>();
        let path = format!("/v1/{}", Q::NAME);
        self.router = self.router.route(&path, get(handler.clone()).post(handler));
        self
    }
}
