use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;
use bluestem_auth::fetch::Reach;

/// A server on this machine that answers each connection with these bytes and hands on what it was asked.
async fn stub(answer: &'static [u8]) -> (Url, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://127.0.0.1:{}/keys?x=1", listener.local_addr().unwrap().port());
    let (tell, asked) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = vec![0; 4096];
            let length = stream.read(&mut bytes).await.unwrap_or(0);
            bytes.truncate(length);
            tell.send(String::from_utf8_lossy(&bytes).into_owned()).ok();
            stream.write_all(answer).await.ok();
        }
    });
    (url.parse().unwrap(), asked)
}

async fn get(url: &str, reach: Reach, loopback: bool) -> Result<Told, FetchError> {
    WebFetch::new(loopback).unwrap().fetch(Ask::get(url.parse().unwrap(), reach)).await
}

#[tokio::test]
async fn a_request_is_sent_whole_and_its_answer_read() {
    let (url, mut asked) = stub(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").await;
    let fetch = WebFetch::new(false).unwrap();
    let mut ask = Ask::form(url, Reach::Configured, &[("a", "b c")]);
    ask.authorization = Some("Basic eA==".to_owned());
    assert_eq!(fetch.fetch(ask).await, Ok(Told { status: 200, body: b"{}".to_vec() }));
    let text = asked.recv().await.unwrap();
    assert!(text.starts_with("POST /keys?x=1 HTTP/1.1\r\n"), "{text}");
    assert!(text.to_lowercase().contains("host: 127.0.0.1:"), "{text}");
    assert!(text.contains("Basic eA==") && text.ends_with("\r\n\r\na=b+c"), "{text}");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let answer = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    let (url, _asked) = stub(answer).await;
    assert_eq!(get(url.as_str(), Reach::Configured, false).await.unwrap().status, 302);
}

#[tokio::test]
async fn long_and_broken_answers_are_refused() {
    let (url, _asked) = stub(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789").await;
    let mut ask = Ask::get(url, Reach::Configured);
    ask.most_bytes = 8;
    assert_eq!(WebFetch::new(false).unwrap().fetch(ask).await, Err(FetchError::Long));
    let (url, _asked) = stub(b"hello\r\n\r\n").await;
    assert_eq!(get(url.as_str(), Reach::Configured, false).await, Err(FetchError::Malformed));
    let (url, _asked) = stub(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123").await;
    assert_eq!(get(url.as_str(), Reach::Configured, false).await, Err(FetchError::Malformed));
}

#[tokio::test]
async fn apps_urls_never_lead_into_private_networks() {
    let (url, mut asked) = stub(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let port = url.port().unwrap();
    let hosts = ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]", "0x7f.1"];
    for host in hosts {
        for scheme in ["http", "https"] {
            let told = get(&format!("{scheme}://{host}:{port}/keys"), Reach::Public, false).await;
            assert_eq!(told, Err(FetchError::Forbidden), "{scheme} {host}");
        }
    }
    for text in
        ["https://10.0.0.1/", "https://169.254.169.254/latest", "https://[fd00::1]/", "ftp://8.8.8.8/"]
    {
        assert_eq!(get(text, Reach::Public, true).await, Err(FetchError::Forbidden), "{text}");
    }
    let user = format!("http://a:b@127.0.0.1:{port}/");
    assert_eq!(get(&user, Reach::Configured, true).await, Err(FetchError::Forbidden));
    assert_eq!(get("http://8.8.8.8/", Reach::Configured, true).await, Err(FetchError::Forbidden));
    assert!(asked.try_recv().is_err(), "nobody may have knocked");
    assert_eq!(
        get(url.as_str(), Reach::Public, true).await.unwrap().status,
        200,
        "where the operator allows it"
    );
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let (url, _asked) = stub(b"this is not TLS").await;
    let https = url.as_str().replacen("http:", "https:", 1);
    assert_eq!(get(&https, Reach::Configured, false).await, Err(FetchError::Unreachable));
}
