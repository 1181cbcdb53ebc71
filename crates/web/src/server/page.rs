//! The listener for those who watch the process: its metrics, and that it lives. Not for the public.

use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use http::header::CONTENT_TYPE;
use tokio::net::TcpListener;

/// Writes the metrics as they are now, in Prometheus' text format.
pub type Page = Arc<dyn Fn() -> String + Send + Sync>;

/// Media type of that format.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Serves `/metrics` and `/health/live` until it is dropped.
pub async fn serve(listener: TcpListener, page: Page) {
    let metrics = move || async move { ([(CONTENT_TYPE, TEXT)], page()).into_response() };
    let routes =
        Router::new().route("/metrics", get(metrics)).route("/health/live", get(crate::health::live));
    if let Err(error) = axum::serve(listener, routes).await {
        tracing::error!(%error, "metrics cannot be shown any more");
    }
}
