//! Requests to the storage, over the same HTTP and TLS as everything else.

use std::error::Error as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::StatusCode;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector as ConnectStorage, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody,
    HttpResponse, HttpResponseBody, HttpService,
};
use rustls::ClientConfig;
use tokio::time::{Sleep, sleep, timeout};

use super::failure::Refused;

/// Bytes of an error's text that are read.
const MOST_TEXT: usize = 64 * 1024;
/// How long a connection is kept that nobody uses; storage closes them after a while too.
const IDLE: Duration = Duration::from_secs(15);

/// Makes the client.
#[derive(Clone, Debug)]
pub(super) struct Connector {
    pub(super) tls: Arc<ClientConfig>,
    pub(super) patience: Duration,
}

impl ConnectStorage for Connector {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(self.patience));
        let https = HttpsConnectorBuilder::new()
            .with_tls_config(self.tls.as_ref().clone())
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(https);
        Ok(HttpClient::new(Service { client, patience: self.patience }))
    }
}

#[derive(Debug)]
struct Service {
    client: Client<HttpsConnector<HttpConnector>, HttpRequestBody>,
    patience: Duration,
}

#[async_trait]
impl HttpService for Service {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = timeout(self.patience, self.client.request(request)).await;
        let (mut head, body) = answer.map_err(|_| slow())?.map_err(unanswered)?.into_parts();
        let body = Patient { body, patience: self.patience, waiting: None };
        let status = head.status.as_u16();
        if !is_refusal(status) {
            return Ok(HttpResponse::from_parts(head, HttpResponseBody::new(body)));
        }
        let text = Limited::new(body, MOST_TEXT).collect().await;
        let text = text.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        let code = code(&String::from_utf8_lossy(&text));
        // An object that is absent; a bucket that is, is another matter.
        if status == 404 && code.as_deref() != Some("NoSuchBucket") {
            return Ok(HttpResponse::from_parts(head, text.into()));
        }
        // S3's 400 for what HTTP has a status of its own, which is tried again.
        if code.as_deref() == Some("RequestTimeout") {
            head.status = StatusCode::REQUEST_TIMEOUT;
            return Ok(HttpResponse::from_parts(head, text.into()));
        }
        Err(HttpError::new(HttpErrorKind::Unknown, Refused { status, code }))
    }
}

/// Whether a status says no; a redirection does, for the region is another. Others are repeated where it may help, or
/// told apart, by who asked.
fn is_refusal(status: u16) -> bool {
    (300..500).contains(&status) && !matches!(status, 304 | 408 | 409 | 412 | 429)
}

/// The word in `<Code>` of an error's text, if it is one.
fn code(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let is_word = code.len() <= 60 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_word.then(|| code.to_owned())
}

fn slow() -> HttpError {
    HttpError::new(HttpErrorKind::Timeout, io::Error::from(io::ErrorKind::TimedOut))
}

/// Without a connection nothing was asked; behind it, nobody knows.
fn unanswered(error: legacy::Error) -> HttpError {
    let kind = if error.is_connect() { HttpErrorKind::Connect } else { HttpErrorKind::Interrupted };
    HttpError::new(kind, error)
}

fn cut(error: hyper::Error) -> HttpError {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind);
    let kind = match cause {
        Some(io::ErrorKind::TimedOut) => HttpErrorKind::Timeout,
        _ => HttpErrorKind::Interrupted,
    };
    HttpError::new(kind, error)
}

/// A body whose next bytes must come in time.
struct Patient {
    body: Incoming,
    patience: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Body for Patient {
    type Data = Bytes;
    type Error = HttpError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HttpError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            self.waiting = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(cut)));
        }
        let patience = self.patience;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(waiting.as_mut().poll(context));
        Poll::Ready(Some(Err(slow())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn only_the_word_of_an_error_is_taken() {
        assert_eq!(code("<Error><Code>AccessDenied</Code><X>y</X></Error>").as_deref(), Some("AccessDenied"));
        for text in ["", "<Code>", "<Code>two words</Code>", "<html>Forbidden</html>"] {
            assert_eq!(code(text), None, "{text}");
        }
    }
}
