//! One connection.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::Watcher;
use tokio::net::TcpStream;
use tower::ServiceExt;

use super::lingering::Lingering;
use super::proxies::TrustedProxies;
use crate::state::Limits;

/// The address of the client: the other end of the connection or, behind a proxy that is trusted, whom it names.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Serves one connection until it closes. Headers beyond the limit are answered 431 by hyper itself.
pub(super) async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    proxies: Arc<TrustedProxies>,
    router: Router,
    limits: Limits,
    watcher: Watcher,
) {
    // Answers are written whole; waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |mut request: http::Request<Incoming>| {
        let client = proxies.client(peer.ip(), request.headers());
        request.extensions_mut().insert(Peer(SocketAddr::new(client, peer.port())));
        router.clone().oneshot(request)
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_header_size(limits.header_bytes)
        .serve_connection(TokioIo::new(Lingering::new(stream)), service);
    // A peer that goes away or talks nonsense is its own affair: hyper has answered what can be answered.
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
}
