//! The test client: a real OAuth client of this very server, in the browser. It goes through the same routes as
//! any app, only without a network between; what it may see is what its token allows. Sandbox only.

mod authorize;
mod callback;
mod in_process;
mod json_text;
mod pages;
mod resources;
pub(crate) mod session;
mod summary;
mod token_page;

use axum::Router;

use crate::route::Route;

/// The test client's routes; `api` is the router of the endpoints it calls.
pub(crate) fn routes(api: &Router) -> Vec<Route> {
    let routes = [authorize::routes(), callback::routes(), token_page::routes(), resources::routes()];
    let api = in_process::Api::new(api.clone());
    routes.into_iter().flatten().map(|route| route.with(api.clone())).collect()
}
