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

async fn body(address: SocketAddr, path: &str) -> String {
    exchange(address, format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes()).await
}

#[tokio::test]
async fn a_server_that_is_to_stop_says_so_before_it_turns_anybody_away() {
    let running = start(Limits { unready_time: Duration::from_mins(10), ..Limits::default() }).await;
    let ready = body(running.address, "/health/ready").await;
    assert!(ready.starts_with("HTTP/1.1 200 ") && ready.ends_with("{\"status\":\"ready\"}"), "{ready}");
    running.stop.send(()).unwrap();
    let unready =
        async { while !body(running.address, "/health/ready").await.starts_with("HTTP/1.1 503 ") {} };
    tokio::time::timeout(Duration::from_secs(20), unready).await.expect("it is not ready any more");
    let ready = body(running.address, "/health/ready").await;
    assert!(ready.ends_with("{\"status\":\"draining\"}") && ready.contains("retry-after: "), "{ready}");
    assert!(body(running.address, "/health/live").await.starts_with("HTTP/1.1 200 "));
    let mut kept = TcpStream::connect(running.address).await.unwrap();
    kept.write_all(b"GET /v3/fhir/metadata HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    kept.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("connection: close"), "{answer}");
    running.ended.abort();
}
