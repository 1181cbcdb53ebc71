//! The trace (W3C Trace Context) within which other servers are asked.

tokio::task_local! {
    static TRACE: String;
}

/// Runs `work`; whom it asks is told this `traceparent`.
pub async fn traced<T>(traceparent: String, work: impl Future<Output = T>) -> T {
    TRACE.scope(traceparent, work).await
}

/// The `traceparent` to tell; None outside of a request.
pub fn traceparent() -> Option<String> {
    TRACE.try_with(Clone::clone).ok()
}
