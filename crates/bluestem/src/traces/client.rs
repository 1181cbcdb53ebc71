//! The way to the collector.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as Http;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use opentelemetry_http::{HttpClient, HttpError};
use tokio::runtime::Handle;
use tokio::time::timeout;

use crate::fetch;

/// Bytes of an answer that are read; a collector says little.
const MOST_BYTES: usize = 64 * 1024;

type Pool = Http<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// Sends what the exporter gives it, and says when the collector goes away and when it is back.
#[derive(Debug)]
pub(super) struct Client {
    http: Pool,
    patience: Duration,
    /// The exporter works on a thread of its own, outside of the runtime.
    runtime: Handle,
    away: AtomicBool,
}

impl Client {
    /// Trusts what the machine trusts, and gives a request up after `patience`.
    pub(super) fn new(patience: Duration) -> anyhow::Result<Self> {
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(fetch::trust()?)
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self {
            http: Http::builder(TokioExecutor::new()).build(connector),
            patience,
            runtime: Handle::try_current()?,
            away: AtomicBool::new(false),
        })
    }

    /// Notes whether the collector took a batch; says so where that is news.
    fn note(&self, taken: bool) {
        let was_away = self.away.swap(!taken, Ordering::Relaxed);
        match (was_away, taken) {
            (false, false) => {
                tracing::warn!("the collector does not take spans: they are dropped until it does");
            }
            (true, true) => tracing::info!("the collector takes spans again"),
            _ => {}
        }
    }
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let exchange = exchange(self.http.clone(), request.map(Full::from), self.patience);
        let told = self.runtime.spawn(exchange).await.map_err(HttpError::from).flatten();
        self.note(told.as_ref().is_ok_and(|response| response.status().is_success()));
        told
    }
}

/// One request and its whole answer, in time.
async fn exchange(
    http: Pool,
    request: Request<Full<Bytes>>,
    patience: Duration,
) -> Result<Response<Bytes>, HttpError> {
    timeout(patience, async {
        let (head, body) = http.request(request).await?.into_parts();
        let body = Limited::new(body, MOST_BYTES).collect().await?;
        Ok(Response::from_parts(head, body.to_bytes()))
    })
    .await?
}
