//! The server: listens, bounds what a connection may take, and stops without cutting an answer.

mod connection;
mod lingering;
pub mod page;
mod proxies;

pub use connection::Peer;
pub use proxies::{ProxyError, TrustedProxies};

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::state::{App, Limits};

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Every open request was answered.
    Drained,
    /// Some request was still open when the time to drain was over.
    Cut,
}

/// Serves `app` on `listeners` until `shutdown` completes; then it is not ready any more, accepts for a moment those
/// who do not know yet, and drains. Clients behind `proxies` are told apart by
/// what these say.
pub async fn serve(
    listeners: Vec<TcpListener>,
    app: App,
    proxies: TrustedProxies,
    shutdown: impl Future<Output = ()>,
) -> Stopped {
    let limits = *app.limits();
    let router = Arc::new(crate::router(app.clone()));
    let (proxies, graceful) = (Arc::new(proxies), Arc::new(GracefulShutdown::new()));
    let (stop, stopping) = watch::channel(false);
    let mut doors = JoinSet::new();
    for listener in listeners {
        let door = Acceptor {
            router: Arc::clone(&router),
            limits,
            proxies: Arc::clone(&proxies),
            graceful: Arc::clone(&graceful),
        };
        doors.spawn(door.run(listener, stopping.clone()));
    }
    shutdown.await;
    app.health().drain();
    tokio::time::sleep(limits.unready_time).await;
    // Fails only when no acceptor is left, and then there is nothing to stop.
    let _ = stop.send(true);
    while doors.join_next().await.is_some() {}
    // The acceptors are gone, so nobody else holds it.
    let Some(graceful) = Arc::into_inner(graceful) else { return Stopped::Cut };
    let drained = tokio::time::timeout(limits.drain_time, graceful.shutdown()).await;
    if drained.is_ok() { Stopped::Drained } else { Stopped::Cut }
}

/// The network address of the client. Empty where there is no connection, as in tests.
pub(crate) fn address(request: &Request) -> String {
    request.extensions().get::<Peer>().map(|peer| peer.0.ip().to_string()).unwrap_or_default()
}

struct Acceptor {
    router: Arc<Router>,
    limits: Limits,
    proxies: Arc<TrustedProxies>,
    graceful: Arc<GracefulShutdown>,
}

impl Acceptor {
    async fn run(self, listener: TcpListener, mut stopping: watch::Receiver<bool>) {
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stopping.changed() => return,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let (router, watcher) = (Router::clone(&self.router), self.graceful.watcher());
                    let proxies = Arc::clone(&self.proxies);
                    tokio::spawn(connection::serve(stream, peer, proxies, router, self.limits, watcher));
                }
                Err(error) => {
                    // Out of file descriptors, mostly: taking a breath lets connections end.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}
