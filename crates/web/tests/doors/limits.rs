//! Bounds on guessing, as the wire shows them: 429 with `Retry-After`, per account, client and address.

use http::StatusCode;

use crate::browser::{Browser, Seen};
use crate::fixture::{self, APP, Fixture, SECRET};

fn waits(seen: &Seen) {
    assert_eq!(seen.status, StatusCode::TOO_MANY_REQUESTS, "{}", seen.text);
    let seconds: i64 = seen.header("retry-after").parse().unwrap();
    assert!((1..=901).contains(&seconds), "{seconds}");
}

async fn member_sign_in(fixture: &Fixture, username: &str, password: &str) -> Seen {
    let mut browser = Browser::new(fixture);
    let page = browser.get("/connections/sign-in?lang=es").await;
    let fields = [("csrf", page.csrf()), ("username", username), ("password", password)];
    browser.post("/connections/sign-in?lang=es", &fields).await
}

async fn token(fixture: &Fixture, client_id: &str, secret: &str) -> Seen {
    let fields = [("grant_type", "refresh_token"), ("client_id", client_id), ("client_secret", secret)];
    Browser::new(fixture).post("/v3/o/token/", &fields).await
}

#[tokio::test]
async fn an_account_waits_after_ten_failures_and_others_do_not() {
    let fixture = fixture::sandbox().await;
    for _ in 0..10 {
        let wrong = member_sign_in(&fixture, "BBUser00000", "wrong").await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    }
    let seen = member_sign_in(&fixture, "BBUser00000", "PW00000!").await;
    waits(&seen);
    assert!(seen.text.contains("Demasiados intentos"), "{}", seen.text);
    assert!(member_sign_in(&fixture, "BBUser00001", "PW00001!").await.status.is_redirection());
    fixture.clock.advance(900);
    assert!(member_sign_in(&fixture, "BBUser00000", "PW00000!").await.status.is_redirection());
}

#[tokio::test]
async fn a_client_waits_after_fifty_failures_and_an_address_after_a_hundred() {
    let fixture = fixture::sandbox().await;
    for _ in 0..50 {
        assert_eq!(token(&fixture, APP, "wrong").await.status, StatusCode::UNAUTHORIZED);
    }
    let seen = token(&fixture, APP, SECRET).await;
    waits(&seen);
    assert_eq!(seen.json()["error"], "slow_down");
    for number in 0..50 {
        let unknown = token(&fixture, &format!("nobody-{number}"), "wrong").await;
        assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
    }
    waits(&token(&fixture, "nobody", "wrong").await);
    waits(&member_sign_in(&fixture, "BBUser00001", "PW00001!").await);
    fixture.clock.advance(900);
    assert_eq!(token(&fixture, APP, SECRET).await.status, StatusCode::BAD_REQUEST, "it is heard again");
}
