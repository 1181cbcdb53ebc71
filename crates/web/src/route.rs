//! The list of routes. The router is built from it, and the route table test walks it, so that no route can be
//! added without saying who may pass.

use axum::handler::Handler;
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router};
use http::Method;

use crate::state::App;

/// Who may call a route from a page of another origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Any origin: an app in a browser brings its token itself.
    Api,
    /// Our own pages only: they live by cookies.
    Page,
}

/// One method on one path.
#[derive(Clone)]
pub struct Route {
    /// The method; `HEAD` goes with `GET`.
    pub method: Method,
    /// The path as the router matches it, with `{names}`.
    pub path: String,
    /// Who may call it from a browser.
    pub door: Door,
    handler: MethodRouter<App>,
}

impl Route {
    /// A `GET` route.
    pub fn get<H, T>(door: Door, path: impl Into<String>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self { method: Method::GET, path: path.into(), door, handler: get(handler) }
    }

    /// A `POST` route.
    pub fn post<H, T>(door: Door, path: impl Into<String>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self { method: Method::POST, path: path.into(), door, handler: post(handler) }
    }

    /// The route whose handler finds `value` in the request's extensions.
    #[must_use]
    pub fn with<V: Clone + Send + Sync + 'static>(self, value: V) -> Self {
        Self { handler: self.handler.layer(Extension(value)), ..self }
    }

    /// The route and the same route with a trailing slash. Public systems and their clients use both, and a
    /// redirect would lose a body.
    #[must_use]
    pub fn either_slash(self) -> [Self; 2] {
        let slashed = Self { path: format!("{}/", self.path), ..self.clone() };
        [self, slashed]
    }
}

/// The router of those of `routes` that have this door.
pub fn router(routes: &[Route], door: Door) -> Router<App> {
    routes
        .iter()
        .filter(|route| route.door == door)
        .fold(Router::new(), |router, route| router.route(&route.path, route.handler.clone()))
}
