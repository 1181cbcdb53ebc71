//! Storage that fails: a proxy before the test server that does to requests what a plan says.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::stream;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpListener;

/// What is done to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is not passed on, and answered with this status and word.
    Status(u16, &'static str),
    /// It is not passed on, and nothing is answered.
    Stall,
    /// It is not passed on, and the connection ends.
    Drop,
    /// It is passed on, and the connection ends instead of the answer.
    LoseAnswer,
    /// It is passed on, and the answer's body ends in the middle.
    Cut,
    /// It is passed on, and a byte of the answer's body is another.
    WrongAnswer,
    /// It is passed on with another byte in its body.
    WrongRequest,
}

/// Which requests meet with a fault: so many pass first, then so many meet it.
#[derive(Clone, Copy, Debug, Default)]
struct Plan {
    pass: usize,
    meet: usize,
    fault: Option<Fault>,
}

/// The proxy.
pub(crate) struct Proxy {
    pub(crate) endpoint: String,
    plan: Arc<Mutex<Plan>>,
}

type Answer = Response<http_body_util::combinators::BoxBody<Bytes, std::io::Error>>;

impl Proxy {
    /// Starts one before the server at `target`.
    pub(crate) async fn before(target: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let plan = Arc::new(Mutex::new(Plan::default()));
        let relay = Arc::new(Relay {
            target: target.trim_start_matches("http://").to_owned(),
            client: Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http(),
            plan: Arc::clone(&plan),
        });
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let relay = Arc::clone(&relay);
                let service = service_fn(move |request| {
                    let relay = Arc::clone(&relay);
                    async move { relay.answer(request).await }
                });
                tokio::spawn(
                    hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service),
                );
            }
        });
        Self { endpoint, plan }
    }

    /// Lets `pass` requests through and does this to the next `meet`.
    pub(crate) fn plan(&self, pass: usize, meet: usize, fault: Fault) {
        *self.plan.lock().unwrap() = Plan { pass, meet, fault: Some(fault) };
    }

    /// Lets everything through. Whether what was planned was met.
    pub(crate) fn heal(&self) -> bool {
        let plan = std::mem::take(&mut *self.plan.lock().unwrap());
        plan.fault.is_none() || plan.meet == 0
    }
}

struct Relay {
    target: String,
    client: Client<HttpConnector, Full<Bytes>>,
    plan: Arc<Mutex<Plan>>,
}

impl Relay {
    fn next(&self) -> Option<Fault> {
        let mut plan = self.plan.lock().unwrap();
        if plan.pass > 0 {
            plan.pass -= 1;
            return None;
        }
        plan.meet = plan.meet.checked_sub(1)?;
        plan.fault
    }

    async fn answer(&self, request: Request<Incoming>) -> Result<Answer, std::io::Error> {
        let fault = self.next();
        let (mut head, body) = request.into_parts();
        let mut body = body.collect().await.map_err(std::io::Error::other)?.to_bytes();
        match fault {
            Some(Fault::Status(status, word)) => return Ok(refusal(status, word)),
            Some(Fault::Stall) => std::future::pending().await,
            Some(Fault::Drop) => return Err(std::io::Error::other("dropped")),
            Some(Fault::WrongRequest) => body = flipped(&body),
            _ => {}
        }
        // The host of the request stays: it is signed.
        head.uri = format!("http://{}{}", self.target, head.uri).parse().unwrap();
        let answer = self.client.request(Request::from_parts(head, Full::from(body))).await;
        let (mut head, body) = answer.map_err(std::io::Error::other)?.into_parts();
        let body = body.collect().await.map_err(std::io::Error::other)?.to_bytes();
        head.headers.remove("transfer-encoding");
        head.headers.insert("content-length", body.len().into());
        let whole = |bytes| Full::from(bytes).map_err(|never: Infallible| match never {}).boxed();
        Ok(Response::from_parts(
            head,
            match fault {
                Some(Fault::LoseAnswer) => return Err(std::io::Error::other("lost")),
                Some(Fault::WrongAnswer) => whole(flipped(&body)),
                Some(Fault::Cut) => {
                    let half = body.slice(..body.len() / 2);
                    let frames = [Ok(Frame::data(half)), Err(std::io::Error::other("cut"))];
                    StreamBody::new(stream::iter(frames)).boxed()
                }
                _ => whole(body),
            },
        ))
    }
}

fn refusal(status: u16, word: &str) -> Answer {
    let text = format!("<Error><Code>{word}</Code></Error>");
    let text = Full::from(text).map_err(|never: Infallible| match never {});
    let mut answer = Response::new(text.boxed());
    *answer.status_mut() = status.try_into().unwrap();
    answer
}

fn flipped(bytes: &Bytes) -> Bytes {
    let mut bytes = bytes.to_vec();
    let middle = bytes.len() / 2;
    if let Some(byte) = bytes.get_mut(middle) {
        *byte ^= 1;
    }
    bytes.into()
}
