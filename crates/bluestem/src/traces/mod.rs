//! Traces: what a request took and what it asked of the stores, sent to a collector (OpenTelemetry, OTLP over HTTP).

mod client;
mod spans;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use opentelemetry::KeyValue;
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{BatchConfigBuilder, BatchSpanProcessor, SpanProcessor as _};
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{FilterExt as _, LevelFilter, filter_fn};
use tracing_subscriber::registry::LookupSpan;
use url::Url;

use crate::config;
use client::Client;
use spans::Spans;

/// How long the collector may take to take a batch.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the end of the process waits for the last batch.
const FAREWELL: Duration = Duration::from_secs(5);

/// What gathers spans and sends them in batches; more than it holds are dropped, never waited for.
pub(crate) struct Traces {
    processor: Arc<BatchSpanProcessor>,
    one_in: Option<NonZeroU32>,
}

impl Traces {
    /// As configured; None where no collector is. To be called on the runtime that is to send.
    pub(crate) fn configured(config: &config::Traces) -> anyhow::Result<Option<Self>> {
        let Some(receiver) = receiver(config)? else { return Ok(None) };
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Client::new(PATIENCE)?)
            .with_endpoint(receiver)
            .with_timeout(PATIENCE)
            .build()
            .context("`traces.endpoint`: traces cannot be sent")?;
        let mut processor = BatchSpanProcessor::new(exporter, BatchConfigBuilder::default().build());
        processor.set_resource(&resource());
        let one_in = NonZeroU32::new(config.one_in.unwrap_or(1));
        Ok(Some(Self { processor: Arc::new(processor), one_in }))
    }

    /// One in so many requests begins a trace; None: only those are traced whose caller wants it.
    pub(crate) fn one_in(&self) -> Option<NonZeroU32> {
        self.one_in
    }

    /// What notes our spans, at whatever level the log is.
    pub(crate) fn layer<S: Subscriber + for<'a> LookupSpan<'a>>(&self) -> impl Layer<S> + use<S> {
        let ours = filter_fn(|metadata| metadata.is_span() && metadata.target().starts_with("bluestem"));
        Spans::new(Arc::clone(&self.processor)).with_filter(ours.and(LevelFilter::DEBUG))
    }

    /// Sends what is left.
    pub(crate) async fn end(self) {
        let sent = tokio::task::spawn_blocking(move || self.processor.shutdown_with_timeout(FAREWELL)).await;
        if !matches!(sent, Ok(Ok(()))) {
            tracing::warn!("the last spans were not sent");
        }
    }
}

/// Where spans go; None where no collector is configured.
pub(crate) fn receiver(config: &config::Traces) -> anyhow::Result<Option<String>> {
    let unused = config.endpoint.is_none() && config.one_in.is_some();
    ensure!(!unused, "`traces.one_in` is of no use without `traces.endpoint`");
    config.endpoint.as_deref().map(below).transpose()
}

/// Where spans go below the base URL of a collector (OTLP 1.0, "OTLP/HTTP request").
fn below(endpoint: &str) -> anyhow::Result<String> {
    let base = Url::parse(endpoint).context("`traces.endpoint` is not a URL")?;
    let reads = matches!(base.scheme(), "http" | "https") && base.query().is_none();
    ensure!(reads, "`traces.endpoint` must be a base URL of http or https, such as http://127.0.0.1:4318");
    Ok(format!("{}/v1/traces", base.as_str().trim_end_matches('/')))
}

/// Who sends; `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_SERVICE_NAME` say more.
fn resource() -> Resource {
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let named = std::env::var_os("OTEL_SERVICE_NAME").is_some();
    let resource = Resource::builder().with_attribute(version);
    if named { resource.build() } else { resource.with_service_name("bluestem").build() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_go_below_the_base_url() {
        assert_eq!(below("http://127.0.0.1:4318").unwrap(), "http://127.0.0.1:4318/v1/traces");
        assert_eq!(below("https://in.example/otlp/").unwrap(), "https://in.example/otlp/v1/traces");
        for wrong in ["127.0.0.1:4318", "collector", "ftp://in.example", "http://in.example/?a=b"] {
            assert!(below(wrong).is_err(), "{wrong}");
        }
    }
}
