//! The bare server: the same framework and the same bytes, nothing else. What the product is compared with.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use bytes::Bytes;
use tokio::net::TcpListener;

type Bodies = Arc<Vec<Bytes>>;

/// Serves the files `0`, `1`, ... of `folder` at `/0`, `/1`, ... until the process is ended.
pub(crate) async fn serve(folder: &Path, port: u16) -> Result<()> {
    let mut bodies = Vec::new();
    while let Ok(body) = std::fs::read(folder.join(bodies.len().to_string())) {
        bodies.push(Bytes::from(body));
    }
    let router = Router::new().route("/{number}", any(answer)).with_state(Arc::new(bodies));
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    crate::say(&format!("ready http://localhost:{port}"));
    Ok(axum::serve(listener, router).await?)
}

async fn answer(
    State(bodies): State<Bodies>,
    axum::extract::Path(number): axum::extract::Path<usize>,
    _request_body: Bytes,
) -> Response {
    match bodies.get(number) {
        Some(body) => ([(header::CONTENT_TYPE, "application/fhir+json")], body.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
