//! The way to other servers: HTTP/1.1 over TLS, one request a connection, no redirects.

mod place;
#[cfg(test)]
mod tests;

pub(crate) use place::is_this_machine;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;
use bluestem_auth::fetch::{Ask, Fetch, FetchError, Told, traceparent};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::{Position, Url};

/// From the look-up of the name to the last byte.
const WHOLE_TIME: Duration = Duration::from_secs(8);
/// Bytes that are held of the answer's headers.
const HEADER_BYTES: usize = 32 * 1024;

/// TLS to other servers, with the certificate authorities that the machine trusts (`SSL_CERT_FILE` names others).
pub(crate) fn trust() -> anyhow::Result<ClientConfig> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        tracing::warn!(
            "the machine trusts no certificate authority: no other server can be asked over https"
        );
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .context("TLS cannot be set up")?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

/// Asks other servers over the network.
pub(crate) struct WebFetch {
    tls: TlsConnector,
    /// Whether apps' URLs may lead to this very machine, by http too: for trying out.
    loopback: bool,
}

impl WebFetch {
    /// Trusts what the machine trusts.
    pub(crate) fn new(loopback: bool) -> anyhow::Result<Self> {
        Ok(Self { tls: TlsConnector::from(Arc::new(trust()?)), loopback })
    }

    async fn ask(&self, ask: Ask) -> Result<Told, FetchError> {
        let addresses = place::addresses(&ask.url, ask.reach, self.loopback).await?;
        // Connected to what was checked: a second look-up of the name could give another address.
        let stream = TcpStream::connect(addresses.as_slice()).await.map_err(|error| unreachable(&error))?;
        if ask.url.scheme() == "http" {
            return converse(stream, ask).await;
        }
        let host = ask.url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|_| FetchError::Forbidden)?;
        converse(self.tls.connect(name, stream).await.map_err(|error| unreachable(&error))?, ask).await
    }
}

#[async_trait]
impl Fetch for WebFetch {
    async fn fetch(&self, ask: Ask) -> Result<Told, FetchError> {
        tokio::time::timeout(WHOLE_TIME, self.ask(ask)).await.unwrap_or(Err(FetchError::Slow))
    }
}

/// One request and its answer.
async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    ask: Ask,
) -> Result<Told, FetchError> {
    let most_bytes = ask.most_bytes;
    let request = request(ask)?;
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEADER_BYTES)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_| FetchError::Malformed)?;
    let exchange = async {
        let response = sender.send_request(request).await.map_err(|_| FetchError::Malformed)?;
        read(response, most_bytes).await
    };
    tokio::pin!(exchange);
    tokio::select! {
        told = &mut exchange => told,
        // The connection may end before its last bytes are taken up.
        _ = connection => exchange.await,
    }
}

fn request(ask: Ask) -> Result<Request<Full<Bytes>>, FetchError> {
    let method = if ask.body.is_some() { "POST" } else { "GET" };
    let mut request = Request::builder()
        .method(method)
        .uri(&ask.url[Position::BeforePath..Position::AfterQuery])
        .header(HOST, authority(&ask.url))
        .header(USER_AGENT, concat!("bluestem/", env!("CARGO_PKG_VERSION")))
        .header(ACCEPT, "application/json");
    if let Some(value) = ask.authorization {
        request = request.header(AUTHORIZATION, value);
    }
    if let Some(value) = traceparent() {
        request = request.header("traceparent", value);
    }
    let (kind, bytes) = ask.body.map_or((None, Vec::new()), |(kind, bytes)| (Some(kind), bytes));
    if let Some(kind) = kind {
        request = request.header(CONTENT_TYPE, kind);
    }
    request.body(Full::from(bytes)).map_err(|_| FetchError::Forbidden)
}

/// Host and port as the URL has them.
fn authority(url: &Url) -> &str {
    &url[Position::BeforeHost..Position::AfterPort]
}

async fn read(response: Response<hyper::body::Incoming>, most_bytes: usize) -> Result<Told, FetchError> {
    let status = response.status().as_u16();
    let body = Limited::new(response.into_body(), most_bytes).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() { FetchError::Long } else { FetchError::Malformed }
    })?;
    Ok(Told { status, body: body.to_bytes().to_vec() })
}

/// What went wrong is for the operator's log; who asked learns nothing of it.
fn unreachable(error: &std::io::Error) -> FetchError {
    tracing::warn!(%error, "another server cannot be reached");
    FetchError::Unreachable
}
