//! The whole of the doors.

use axum::Router;
use bluestem_auth::Version;
use http::StatusCode;

use crate::route::{Door, Route};
use crate::state::App;
use crate::{
    assets, connections, directory, discovery, fhir, health, identity, layers, oauth, pages, route,
    testclient,
};

/// Versions of the API that are served.
const VERSIONS: [Version; 2] = [Version::V2, Version::V3];
/// The version that documents of the issuer itself name.
const ISSUER_VERSION: Version = Version::V3;

/// Every route of `app`.
pub fn routes(app: &App) -> Vec<Route> {
    let mut routes = api_routes();
    routes.extend(pages::routes(app.sandbox().is_some()));
    routes.extend(connections::routes());
    routes.extend(identity::routes());
    routes.extend(assets::routes());
    if app.sandbox().is_some() {
        routes.extend(VERSIONS.into_iter().flat_map(oauth::sandbox_routes));
        let api = route::router(&routes, Door::Api).with_state(app.clone());
        routes.extend(testclient::routes(&api));
    }
    routes
}

/// What apps call.
fn api_routes() -> Vec<Route> {
    let mut routes = health::routes();
    routes.extend(discovery::issuer_routes(ISSUER_VERSION));
    routes.extend(directory::routes());
    for version in VERSIONS {
        routes.extend(oauth::routes(version));
        routes.extend(discovery::openid_routes(version));
        routes.push(discovery::smart_route(version));
        routes.extend(fhir::routes(version));
    }
    routes
}

/// The router of `app`, with everything that wraps it.
pub fn router(app: App) -> Router {
    let routes = routes(&app);
    let doors = route::router(&routes, Door::Api)
        .layer(layers::cors())
        .merge(route::router(&routes, Door::Page))
        // Inside the layers, so that an unknown path is answered like any other refusal.
        .fallback(|| async { StatusCode::NOT_FOUND });
    layers::wrap(doors, &app).with_state(app)
}
