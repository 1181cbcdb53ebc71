//! A keep-alive HTTP/1 connection over loopback, as thin as a client can be.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use bytes::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// One request that can be sent many times.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Call {
    /// A GET with a bearer token.
    pub(crate) fn get(target: impl Into<String>, token: Option<&str>) -> Result<Self> {
        let mut headers = HeaderMap::new();
        if let Some(token) = token {
            headers.insert(header::AUTHORIZATION, format!("Bearer {token}").parse()?);
        }
        Ok(Self { method: Method::GET, target: target.into(), headers, body: Bytes::new() })
    }

    /// A POST of form fields.
    pub(crate) fn form(target: impl Into<String>, fields: &[(&str, &str)]) -> Result<Self> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse()?);
        Ok(Self { method: Method::POST, target: target.into(), headers, body: body.into() })
    }

    /// The same request with another target: for the bare server, which knows its answers by number.
    pub(crate) fn at(&self, target: String) -> Self {
        Self { target, ..self.clone() }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; fails unless the status is 200.
    pub(crate) fn json(&self) -> Result<serde_json::Value> {
        ensure!(self.status == StatusCode::OK, "status {}: {}", self.status, self.text());
        Ok(serde_json::from_slice(&self.body)?)
    }
}

const MOST_BYTES: usize = 64 << 20;

/// An open connection.
pub(crate) struct Connection {
    sender: SendRequest<Body>,
    host: String,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| format!("connecting to {address}"))?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, host: format!("localhost:{}", address.port()) })
    }

    pub(crate) async fn send(&mut self, call: &Call) -> Result<Answer> {
        let mut request = Request::new(Body::from(call.body.clone()));
        *request.method_mut() = call.method.clone();
        *request.uri_mut() = call.target.parse()?;
        *request.headers_mut() = call.headers.clone();
        request.headers_mut().insert(header::HOST, self.host.parse()?);
        self.sender.ready().await?;
        let (parts, body) = self.sender.send_request(request).await?.into_parts();
        let body = to_bytes(Body::new(body), MOST_BYTES).await?;
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    }
}
