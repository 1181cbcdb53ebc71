//! `health`: whether this process lives, and whether it can do its work.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bluestem_store::StoreError;
use http::StatusCode;
use serde_json::json;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::route::{Door, Route};
use crate::state::App;

/// How long a plane is given to answer.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long what they answered is believed: anybody may ask, and must not load the database by it.
const KEPT: Duration = Duration::from_secs(1);

pub(crate) fn routes() -> Vec<Route> {
    let places = [
        Route::get(Door::Api, "/health", health),
        Route::get(Door::Api, "/health/live", live),
        Route::get(Door::Api, "/health/ready", ready),
    ];
    places.into_iter().flat_map(Route::either_slash).collect()
}

/// What is known of this process's health.
#[derive(Default)]
pub(crate) struct Health {
    draining: AtomicBool,
    /// The planes that did not answer, and when they were asked.
    known: Mutex<Option<(Instant, Vec<&'static str>)>>,
}

impl Health {
    /// From now on the process is not ready: it takes no more work than it has.
    pub(crate) fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
    }

    /// Whether it is about to stop.
    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }

    /// The planes that do not answer. Whoever asks meanwhile waits for the one who is asking.
    async fn silent(&self, app: &App) -> Vec<&'static str> {
        let mut known = self.known.lock().await;
        if let Some((_, silent)) = known.as_ref().filter(|(asked, _)| asked.elapsed() < KEPT) {
            return silent.clone();
        }
        let silent = ask(app).await;
        *known = Some((Instant::now(), silent.clone()));
        silent
    }
}

async fn ask(app: &App) -> Vec<&'static str> {
    let claims = answers("claims", app.claims().probe());
    let platform = answers("platform", app.auth().probe_platform());
    let audit = answers("audit", app.auth().probe_audit());
    let (claims, platform, audit) = tokio::join!(claims, platform, audit);
    [claims, platform, audit].into_iter().flatten().collect()
}

/// The plane's name when it does not answer. What is wrong is in the log, not in the answer.
async fn answers(
    plane: &'static str,
    probe: impl Future<Output = Result<(), StoreError>>,
) -> Option<&'static str> {
    match tokio::time::timeout(PATIENCE, probe).await {
        Ok(Ok(())) => return None,
        Ok(Err(error)) => tracing::error!(plane, %error, "a plane does not answer"),
        Err(_) => tracing::error!(plane, "a plane does not answer in time"),
    }
    Some(plane)
}

/// The process runs and has a thread to say so.
pub(crate) async fn live() -> Response {
    Json(json!({ "status": "live" })).into_response()
}

/// Whether to send requests here: 503 while a plane is silent, and from the signal to stop on.
async fn ready(State(app): State<App>) -> Response {
    if app.health().is_draining() {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "draining" }))).into_response();
    }
    let silent = app.health().silent(&app).await;
    if silent.is_empty() {
        return Json(json!({ "status": "ready" })).into_response();
    }
    let body = json!({ "status": "not ready", "silent": silent });
    (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
}

/// The same in the words of Blue Button 2.0.
async fn health(State(app): State<App>) -> Response {
    if !app.health().is_draining() && app.health().silent(&app).await.is_empty() {
        return Json(json!({ "message": "all's well" })).into_response();
    }
    let body = json!({ "detail": "Service temporarily unavailable, try again later." });
    (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
}
