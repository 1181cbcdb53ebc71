//! Pushed authorization requests (RFC 9126).

use bluestem_auth::OAuthError as _;
use bluestem_auth::authorize::{AuthorizePageError, AuthorizeRefusal, PushError, Pushed};
use bluestem_auth::client::{ClientError, ClientRequest};

use crate::world::{ADDRESS, BASE, Browser, CALL, SECRET, STATE, World, answer, basic, request};

async fn push(world: &World, changes: &[(&str, &str)], header: Option<&str>) -> Result<Pushed, PushError> {
    let parameters = request(changes);
    let request =
        ClientRequest { parameters: &parameters, authorization: header, address: ADDRESS, call: CALL };
    world.auth.push_authorization(&request).await
}

async fn pushed(world: &World, changes: &[(&str, &str)]) -> String {
    push(world, changes, Some(&basic("app", SECRET))).await.unwrap().request_uri
}

/// Sends a browser with nothing but the reference and `more`.
async fn begin(world: &World, uri: &str, more: &[(&str, &str)]) -> Result<Browser, AuthorizeRefusal> {
    let cookie = world.auth.new_browser();
    let asked = [&[("client_id", "app"), ("request_uri", uri)], more].concat();
    let begun = world.auth.begin_authorization(&asked.into_iter().collect(), &cookie).await?;
    Ok(Browser { approval: begun.approval, cookie })
}

async fn page(world: &World, uri: &str) -> AuthorizePageError {
    match begin(world, uri, &[]).await {
        Err(AuthorizeRefusal::Page(error)) => error,
        Err(AuthorizeRefusal::Redirect(uri)) => panic!("redirected to {uri}"),
        Ok(_) => panic!("accepted"),
    }
}

#[tokio::test]
async fn a_pushed_request_leads_to_a_code() {
    let world = World::new().await;
    let told = push(&world, &[], Some(&basic("app", SECRET))).await.unwrap();
    assert!(told.request_uri.starts_with("urn:ietf:params:oauth:request_uri:"), "{}", told.request_uri);
    assert_eq!(told.expires_in, 60);
    // What stands beside the reference counts for nothing.
    let beside =
        [("scope", "patient/AuditEvent.rs"), ("state", "other"), ("redirect_uri", "https://evil.example/")];
    let mut browser = begin(&world, &told.request_uri, &beside).await.unwrap();
    world.sign_in(&mut browser, "BBUser00000", "PW00000!").await.unwrap();
    let code = world.share(&browser).await;
    assert!(world.exchange("app", &code).await.is_ok());
}

#[tokio::test]
async fn a_reference_works_once_soon_and_for_its_app() {
    let world = World::new().await;
    let uri = pushed(&world, &[]).await;
    assert!(begin(&world, &uri, &[]).await.is_ok());
    assert_eq!(page(&world, &uri).await, AuthorizePageError::PushedRequest, "used");
    let uri = pushed(&world, &[]).await;
    world.clock.advance(60);
    assert_eq!(page(&world, &uri).await, AuthorizePageError::PushedRequest, "expired");
    let unknown = "urn:ietf:params:oauth:request_uri:unknown";
    assert_eq!(page(&world, unknown).await, AuthorizePageError::PushedRequest);
    let foreign = push(&world, &[("client_id", "other")], Some(&basic("other", SECRET))).await.unwrap();
    assert_eq!(page(&world, &foreign.request_uri).await, AuthorizePageError::PushedRequest, "another app's");
    let uri = pushed(&world, &[]).await;
    world.auth.set_app_active("app", false).await.unwrap();
    assert!(matches!(page(&world, &uri).await, AuthorizePageError::InactiveApp { .. }));
}

#[tokio::test]
async fn the_app_proves_itself_and_a_bad_request_is_refused_at_once() {
    let world = World::new().await;
    let wrong = push(&world, &[], Some(&basic("app", "wrong"))).await;
    assert_eq!(wrong, Err(PushError::Client(ClientError::Wrong)));
    assert_eq!(push(&world, &[], None).await, Err(PushError::Client(ClientError::Wrong)), "no secret");
    assert!(push(&world, &[("client_id", "public")], None).await.is_ok(), "a public app has none");
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("redirect_uri", "https://evil.example/")], "invalid_request"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("code_challenge_method", "plain")], "invalid_request"),
        (&[("scope", "patient/AuditEvent.rs")], "invalid_scope"),
        (&[("prompt", "none")], "login_required"),
        (&[("request_uri", "urn:ietf:params:oauth:request_uri:x")], "invalid_request"),
        (&[("state", "a"), ("state", "b")], "invalid_request"),
        (&[("resource", "https://evil.example/v3/fhir")], "invalid_target"),
    ];
    for (changes, word) in cases {
        let reply = push(&world, changes, Some(&basic("app", SECRET))).await.unwrap_err().reply();
        assert_eq!((reply.status, reply.error), (400, *word), "{changes:?}");
    }
}

#[tokio::test]
async fn an_error_after_the_push_goes_back_to_the_app() {
    let world = World::new().await;
    let uri = pushed(&world, &[]).await;
    let mut browser = begin(&world, &uri, &[]).await.unwrap();
    world.sign_in(&mut browser, "BBUser00000", "PW00000!").await.unwrap();
    let told = answer(&world.decide(&browser, bluestem_auth::authorize::Decision::Cancel).await);
    assert_eq!(
        (told["error"].as_str(), told["state"].as_str(), told["iss"].as_str()),
        ("access_denied", STATE, BASE)
    );
}
