//! From the spans of `tracing` to those of OpenTelemetry: requests, and within them calls of the stores.
//!
//! A request's ids are those that its lines of the log and its `traceparent` name. Paths are left out: they name people.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bluestem_model::chance::Random as _;
use bluestem_model::time::Clock as _;
use opentelemetry::trace::{SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_sdk::trace::{BatchSpanProcessor, SpanData, SpanEvents, SpanLinks, SpanProcessor as _};
use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use crate::system::{SystemClock, SystemRandom};

/// Hands every span that ends to the processor.
pub(super) struct Spans {
    processor: Arc<BatchSpanProcessor>,
    scope: InstrumentationScope,
}

impl Spans {
    pub(super) fn new(processor: Arc<BatchSpanProcessor>) -> Self {
        let scope = InstrumentationScope::builder("bluestem").with_version(env!("CARGO_PKG_VERSION")).build();
        Self { processor, scope }
    }

    fn begin(&self, place: &Place, kind: SpanKind) -> SpanData {
        let now = now();
        SpanData {
            span_context: SpanContext::new(
                place.trace,
                place.id,
                TraceFlags::SAMPLED,
                false,
                TraceState::NONE,
            ),
            parent_span_id: place.parent,
            parent_span_is_remote: kind == SpanKind::Server && place.parent != SpanId::INVALID,
            span_kind: kind,
            name: "".into(),
            start_time: now,
            end_time: now,
            attributes: Vec::new(),
            dropped_attributes_count: 0,
            events: SpanEvents::default(),
            links: SpanLinks::default(),
            status: Status::Unset,
            instrumentation_scope: self.scope.clone(),
        }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Spans {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let fields = Fields::of(|fields| attributes.record(fields));
        let begun = match fields.get("trace") {
            Some(trace) => {
                Place::of_request(trace, &fields).map(|place| self.begin(&place, SpanKind::Server))
            }
            None => Place::within(&span).map(|place| self.begin(&place, SpanKind::Internal)),
        };
        // What belongs to no trace that is recorded is not.
        let Some(mut data) = begun else { return };
        fields.tell(&mut data);
        span.extensions_mut().insert(data);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(data) = span.extensions_mut().get_mut::<SpanData>() {
            Fields::of(|fields| values.record(fields)).tell(data);
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let ended = span.extensions_mut().remove::<SpanData>();
        if let Some(data) = ended {
            self.processor.on_end(SpanData { end_time: now(), ..data });
        }
    }
}

/// Where a span stands.
struct Place {
    trace: TraceId,
    id: SpanId,
    parent: SpanId,
}

impl Place {
    /// A request's, when its trace is recorded.
    fn of_request(trace: &str, fields: &Fields) -> Option<Self> {
        fields.get("sampled")?;
        Some(Self {
            trace: TraceId::from_hex(trace).ok()?,
            id: SpanId::from_hex(fields.get("step")?).ok()?,
            parent: fields.get("parent").map_or(Ok(SpanId::INVALID), SpanId::from_hex).ok()?,
        })
    }

    /// That of a span within another that is recorded.
    fn within<'a, S: LookupSpan<'a>>(span: &SpanRef<'a, S>) -> Option<Self> {
        let parent = span.parent()?;
        let above = parent.extensions().get::<SpanData>()?.span_context.clone();
        let mut id = [0; 8];
        SystemRandom.fill(&mut id);
        Some(Self { trace: above.trace_id(), id: SpanId::from_bytes(id), parent: above.span_id() })
    }
}

/// What a span was given, as texts.
#[derive(Default)]
struct Fields(Vec<(&'static str, String)>);

impl Fields {
    fn of(record: impl FnOnce(&mut dyn Visit)) -> Self {
        let mut fields = Self::default();
        record(&mut fields);
        fields
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Tells it in the words of OpenTelemetry (semantic conventions 1.37, HTTP spans) and, where it has none, in ours.
    fn tell(self, data: &mut SpanData) {
        if let (Some(method), Some(route)) = (self.get("method"), self.get("route")) {
            data.name = if route == "-" { method.to_owned() } else { format!("{method} {route}") }.into();
        }
        if let (Some(plane), Some(operation)) = (self.get("plane"), self.get("operation")) {
            data.name = format!("{plane} {operation}").into();
        }
        for (name, value) in self.0 {
            match name {
                "id" => data.attributes.push(KeyValue::new("bluestem.request_id", value)),
                "method" => data.attributes.push(KeyValue::new("http.request.method", value)),
                "route" if value != "-" => data.attributes.push(KeyValue::new("http.route", value)),
                "status" => answered(data, value.parse().unwrap_or_default()),
                "outcome" => ended(data, value),
                _ => {}
            }
        }
    }
}

/// How a request was answered.
fn answered(data: &mut SpanData, status: i64) {
    data.attributes.push(KeyValue::new("http.response.status_code", status));
    if status >= 500 {
        data.attributes.push(KeyValue::new("error.type", status.to_string()));
        data.status = Status::error("");
    }
}

/// How a call of a store ended.
fn ended(data: &mut SpanData, outcome: String) {
    if outcome != "ok" {
        data.attributes.push(KeyValue::new("error.type", outcome));
        data.status = Status::error("");
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push((field.name(), value.to_owned()));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push((field.name(), format!("{value:?}")));
    }
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_micros(SystemClock.now().0.unsigned_abs())
}
