//! Authorization requests, good and bad.

use bluestem_auth::authorize::AuthorizePageError;

use crate::world::{BASE, CALLBACK, CHALLENGE, STATE, World, answer};

#[tokio::test]
async fn nothing_is_sent_to_a_uri_that_is_not_the_apps() {
    let world = World::new().await;
    let foreign = [
        "https://evil.example/",
        "https://app.example/callback",
        "https://app.example/callback/?next=https://evil.example/",
        "https://app.example/callback/%2e%2e/",
        "https://app.example@evil.example/callback/",
        "javascript:alert(1)",
        "//app.example/callback/",
    ];
    for uri in foreign {
        assert_eq!(world.page(&[("redirect_uri", uri)]).await, AuthorizePageError::ForeignRedirect, "{uri}");
        // Not even for errors that would otherwise be told to the app.
        let both = [("redirect_uri", uri), ("response_type", "token")];
        assert_eq!(world.page(&both).await, AuthorizePageError::ForeignRedirect, "{uri}");
    }
}

#[tokio::test]
async fn an_unknown_or_inactive_client_gets_a_page() {
    let world = World::new().await;
    assert_eq!(world.page(&[("client_id", "")]).await, AuthorizePageError::MissingClient);
    assert_eq!(world.page(&[("client_id", "nobody")]).await, AuthorizePageError::UnknownClient);
    let twice = [("client_id", "app"), ("client_id", "other")];
    assert_eq!(world.page(&twice).await, AuthorizePageError::Repeated);
    let twice = [("redirect_uri", CALLBACK), ("redirect_uri", "https://evil.example/")];
    assert_eq!(world.page(&twice).await, AuthorizePageError::Repeated);
    world.auth.set_app_active("app", false).await.unwrap();
    let inactive = AuthorizePageError::InactiveApp { name: "app".to_owned() };
    assert_eq!(world.page(&[]).await, inactive);
}

#[tokio::test]
async fn every_other_error_is_told_to_the_app() {
    let world = World::new().await;
    let long = "a".repeat(129);
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("response_type", "")], "invalid_request"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("response_type", "code token")], "unsupported_response_type"),
        (&[("response_mode", "fragment")], "invalid_request"),
        (&[("code_challenge", "")], "invalid_request"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("code_challenge", &long)], "invalid_request"),
        (&[("code_challenge_method", "")], "invalid_request"),
        (&[("code_challenge_method", "plain")], "invalid_request"),
        (&[("scope", "patient/Patient.sr")], "invalid_scope"),
        (&[("scope", "patient/ExplanationOfBenefit.rs?type=pharmacy")], "invalid_scope"),
        (&[("scope", "user/*.*")], "invalid_scope"),
        (&[("scope", "system/*.rs")], "invalid_scope"),
        (&[("scope", "patient/AuditEvent.rs")], "invalid_scope"),
        (&[("aud", "https://evil.example/v3/fhir")], "invalid_request"),
        (&[("resource", "https://evil.example/v3/fhir")], "invalid_target"),
        (&[("prompt", "none")], "login_required"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("prompt", "create")], "invalid_request"),
        (&[("max_age", "-1")], "invalid_request"),
        (&[("max_age", "soon")], "invalid_request"),
        (&[("dpop_jkt", "short")], "invalid_request"),
        (&[("client_secret", "secret")], "invalid_request"),
        (&[("request", "a.b.c")], "request_not_supported"),
        (&[("request_uri", "urn:x")], "request_uri_not_supported"),
        (&[("scope", "openid"), ("scope", "profile")], "invalid_request"),
        (&[("code_challenge", CHALLENGE), ("code_challenge", CHALLENGE)], "invalid_request"),
        (&[("unknown", "1"), ("unknown", "2")], "invalid_request"),
    ];
    for (changes, error) in cases {
        let told = world.refused(changes).await;
        assert_eq!(told["error"], *error, "{changes:?}");
        assert_eq!((told["state"].as_str(), told["iss"].as_str()), (STATE, BASE), "{changes:?}");
        assert!(!told["error_description"].is_empty());
    }
    let told = world.refused(&[("state", "")]).await;
    assert_eq!((told["error"].as_str(), told.get("state")), ("invalid_request", None));
    let told = world.refused(&[("state", "a"), ("state", "b")]).await;
    assert_eq!((told["error"].as_str(), told.get("state")), ("invalid_request", None));
}

#[tokio::test]
async fn an_app_without_the_grant_type_is_refused() {
    let world = World::new().await;
    // It has no redirect URI either: nothing can be sent anywhere.
    assert_eq!(world.page(&[("client_id", "system")]).await, AuthorizePageError::ForeignRedirect);
    let without = [("client_id", "system"), ("redirect_uri", "")];
    assert_eq!(world.page(&without).await, AuthorizePageError::MissingRedirect);
}

#[tokio::test]
async fn what_clients_send_in_practice_is_accepted() {
    let world = World::new().await;
    let padded = format!("{CHALLENGE}=");
    let cases: &[&[(&str, &str)]] = &[
        &[],
        &[("code_challenge", &padded)],
        &[("aud", "https://bluestem.example/v3/fhir")],
        &[("aud", "https://bluestem.example/v3/fhir/")],
        &[("aud", "https://bluestem.example/v2/fhir")],
        &[("resource", "https://bluestem.example/v3/fhir")],
        &[("redirect_uri", "")],
        &[("state", "short")],
        &[("scope", "user/*.* patient/*.read openid profile")],
        &[("lang", "es"), ("nonce", "n"), ("prompt", "login"), ("unknown", "x")],
        &[("prompt", "login consent select_account"), ("max_age", "0")],
        &[("dpop_jkt", "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")],
    ];
    for changes in cases {
        assert!(world.begin(changes).await.is_ok(), "{changes:?}");
    }
}

#[tokio::test]
async fn the_scope_is_what_the_app_may_have() {
    let world = World::new().await;
    let cases = [
        (
            "app",
            "",
            "openid profile fhirUser launch/patient offline_access patient/Patient.rs patient/Coverage.rs patient/ExplanationOfBenefit.rs",
        ),
        (
            "app",
            "launch/patient openid fhirUser offline_access patient/*.rs",
            "launch/patient openid fhirUser offline_access patient/*.rs",
        ),
        ("app", "patient/*.read user/*.*", "patient/*.read"),
        ("never", "patient/*.rs profile", "patient/Coverage.rs patient/ExplanationOfBenefit.rs"),
    ];
    for (client_id, asked, scope) in cases {
        let browser = world.begin(&[("client_id", client_id), ("scope", asked)]).await.unwrap();
        assert_eq!(world.view(&browser).await.scope, scope);
    }
}

#[tokio::test]
async fn state_goes_back_as_it_came() {
    let world = World::new().await;
    let state = "a b&c=d#e\"'<>%41";
    let browser = world.signed_in(&[("state", state)]).await;
    let uri = world.decide(&browser, bluestem_auth::authorize::Decision::Cancel).await;
    assert_eq!(answer(&uri)["state"], state);
    assert!(uri.chars().all(|character| character.is_ascii_graphic()), "{uri}");
}
