//! The server on a socket: bounds on headers, and a stop that cuts nothing.

use std::net::SocketAddr;
use std::time::Duration;

use bluestem_web::server::{self, Stopped, TrustedProxies};
use bluestem_web::state::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::fixture;

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Stopped>,
    _fixture: fixture::Fixture,
}

async fn start(limits: Limits) -> Running {
    let fixture = fixture::build("http://localhost:8000", true, limits).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let app = fixture.app.clone();
    let ended = tokio::spawn(async move {
        server::serve(vec![listener], app, TrustedProxies::default(), async {
            let _ = stopped.await;
        })
        .await
    });
    Running { address, stop, ended, _fixture: fixture }
}

async fn exchange(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    // The server may close before it has read all that was sent.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

const HEALTH: &[u8] = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn it_answers_and_stops() {
    let running = start(Limits::default()).await;
    let answer = exchange(running.address, HEALTH).await;
    assert!(
        answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("{\"message\":\"all's well\"}"),
        "{answer}"
    );
    running.stop.send(()).unwrap();
    assert_eq!(running.ended.await.unwrap(), Stopped::Drained);
    assert!(TcpStream::connect(running.address).await.is_err());
}

#[tokio::test]
async fn headers_have_a_bound() {
    let running = start(Limits::default()).await;
    for bytes in [40_000, 1_000_000] {
        let large = format!("GET /health HTTP/1.1\r\nHost: x\r\nX-Large: {}\r\n\r\n", "x".repeat(bytes));
        let answer = exchange(running.address, large.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 431 "), "{bytes}: {answer}");
    }
}

#[tokio::test]
async fn slow_headers_end() {
    let running = start(Limits { header_time: Duration::from_millis(100), ..Limits::default() }).await;
    let slow = exchange(running.address, b"GET /health HTTP/1.1\r\nHost:");
    let answer = tokio::time::timeout(Duration::from_secs(10), slow).await.expect("the server hangs up");
    assert!(!answer.contains("200 OK"));
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_the_stop() {
    let running = start(Limits::default()).await;
    let mut idle = TcpStream::connect(running.address).await.unwrap();
    idle.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut first = [0; 12];
    idle.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    running.stop.send(()).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(5), running.ended).await;
    assert_eq!(ended.expect("it stops").unwrap(), Stopped::Drained);
}
