//! Calls the API's own routes, as an app would over the network.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::extract::FromRequestParts;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;
use http::{Request, StatusCode};
use tower::ServiceExt;

use crate::state::App;

/// Answers beyond this are not shown.
const LARGEST: usize = 16 * 1024 * 1024;

/// The endpoints that the test client calls.
#[derive(Clone, Default)]
pub(super) struct Api(Router);

impl FromRequestParts<App> for Api {
    type Rejection = Infallible;

    /// Without the extension, which `routes` always adds, there is an API that knows no path.
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// What an endpoint answered.
pub(super) struct Answer {
    /// Its status.
    pub(super) status: StatusCode,
    /// Its body.
    pub(super) text: String,
}

impl Api {
    pub(super) fn new(router: Router) -> Self {
        Self(router)
    }

    /// `GET`, with the token if there is one.
    pub(super) async fn get(&self, path: &str, token: Option<&str>) -> Answer {
        let mut request = Request::get(path);
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        self.call(request.body(Body::empty())).await
    }

    /// `POST` of a form.
    pub(super) async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.call(request.body(Body::from(body))).await
    }

    async fn call(&self, request: http::Result<Request<Body>>) -> Answer {
        let Ok(request) = request else {
            return Answer { status: StatusCode::BAD_REQUEST, text: String::new() };
        };
        let response = match self.0.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let status = response.status();
        match axum::body::to_bytes(response.into_body(), LARGEST).await {
            Ok(bytes) => Answer { status, text: String::from_utf8_lossy(&bytes).into_owned() },
            Err(_) => Answer { status: StatusCode::BAD_GATEWAY, text: String::new() },
        }
    }
}
