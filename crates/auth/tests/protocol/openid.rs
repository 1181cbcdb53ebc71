//! Sign-in at an OpenID Connect provider: what is believed, and of whom.

use aws_lc_rs::hmac;
use bluestem_auth::authorize::ApprovalError;
use bluestem_auth::member::MemberError;
use bluestem_auth::sign_in::SignInError;
use bluestem_auth::visit::Errand;
use bluestem_auth::{Failure, Parameters};
use bluestem_store::audit::{EventKind, Outcome};
use serde_json::{Value, json};

use crate::jwt::{Pair, encode};
use crate::people::{PERSON, SHARED_MBI};
use crate::provider::{self, CLIENT, ISSUER, Provider, answer, arrive, depart, errand, round};
use crate::world::World;

#[tokio::test]
async fn who_signs_in_elsewhere_is_matched_and_recorded() {
    let (world, provider) = provider::world(false).await;
    let browser = round(&world, &provider).await.unwrap();
    let view = world.view(&browser).await;
    assert_eq!((view.signed_in, view.name.as_deref()), (true, Some("Given Family")));
    let event = world.latest().await;
    assert_eq!(
        (event.kind, event.outcome, event.person),
        (EventKind::SignIn, Outcome::Success, Some(PERSON))
    );
    assert_eq!(event.client_id.as_deref(), Some("app"));
}

#[tokio::test]
async fn the_outcomes_of_matching_are_recorded() {
    let (world, provider) = provider::world(false).await;
    let cases = [
        (json!({ "mbi": "1S00E00AA09" }), SignInError::NoRecord, "no-record"),
        (json!({ "mbi": SHARED_MBI }), SignInError::Ambiguous, "ambiguous"),
        (json!({ "mbi": null }), SignInError::NoRecord, "no-record"),
        (json!({ "mbi": "not one" }), SignInError::NoRecord, "no-record"),
    ];
    for (changes, error, word) in cases {
        *provider.changes.lock().unwrap() = changes;
        assert_eq!(round(&world, &provider).await.err(), Some(error));
        let event = world.latest().await;
        assert_eq!(
            (event.outcome, event.what.as_deref(), event.person),
            (Outcome::Refused, Some(word), None)
        );
    }
}

#[tokio::test]
async fn who_has_no_number_there_is_found_by_what_the_provider_has_proven() {
    let (world, provider) = provider::world(false).await;
    let named = |birth: &str, ssn: &str| {
        json!({
            "mbi": null, "given_name": "given", "family_name": "FAMILY", "birthdate": birth,
            "ssn_last_four_digits": ssn,
        })
    };
    *provider.changes.lock().unwrap() = named("1950-01-02", "1111");
    let browser = round(&world, &provider).await.unwrap();
    assert_eq!(world.latest().await.person, Some(PERSON));
    assert!(world.view(&browser).await.signed_in);
    let cases = [
        (named("1950-01-02", "2222"), SignInError::Ambiguous),
        (named("1950-01-03", "1111"), SignInError::NoRecord),
        (named("1950-01-02", ""), SignInError::NoRecord),
    ];
    for (changes, error) in cases {
        *provider.changes.lock().unwrap() = changes.clone();
        assert_eq!(round(&world, &provider).await.err(), Some(error), "{changes}");
        let event = format!("{:?}", world.latest().await);
        assert!(!event.contains("FAMILY") && !event.contains("1950"), "{event}");
    }
}

#[tokio::test]
async fn an_identity_token_is_believed_only_if_it_is_ours_and_of_now() {
    let (world, provider) = provider::world(false).await;
    let now = provider.clock_seconds();
    let good = [
        json!({ "aud": [CLIENT] }),
        json!({ "aud": [CLIENT, "other"], "azp": CLIENT }),
        json!({ "iat": now + 59, "exp": now - 59 }),
    ];
    for changes in good {
        *provider.changes.lock().unwrap() = changes.clone();
        assert!(round(&world, &provider).await.is_ok(), "{changes}");
    }
    let bad = [
        json!({ "iss": "https://evil.example" }),
        json!({ "iss": format!("{ISSUER}/") }),
        json!({ "iss": null }),
        json!({ "aud": "other" }),
        json!({ "aud": ["other"] }),
        json!({ "aud": null }),
        json!({ "aud": [CLIENT, "other"] }),
        json!({ "aud": [CLIENT, "other"], "azp": "other" }),
        json!({ "azp": "other" }),
        json!({ "exp": now - 60 }),
        json!({ "exp": null }),
        json!({ "iat": now + 61 }),
        json!({ "iat": null }),
        json!({ "nbf": now + 61 }),
        json!({ "nonce": "of another visit" }),
        json!({ "nonce": null }),
        json!({ "sub": "" }),
        json!({ "sub": null }),
        json!({ "sub": "s".repeat(256) }),
    ];
    for changes in bad {
        *provider.changes.lock().unwrap() = changes.clone();
        assert_eq!(round(&world, &provider).await.err(), Some(SignInError::Untrusted), "{changes}");
        assert_eq!(world.latest().await.what.as_deref(), Some("untrusted"));
    }
}

#[tokio::test]
async fn a_signature_must_be_the_providers() {
    let (world, provider) = provider::world(false).await;
    round(&world, &provider).await.unwrap();
    let mut browser = world.begin(&[]).await.unwrap();
    let departure = depart(&world, &provider, &browser).await;
    let claims = provider.claims();
    let unsigned = |header: Value| format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
    let none = format!("{}.", unsigned(json!({ "alg": "none" })));
    let symmetric = {
        let text = unsigned(json!({ "alg": "HS256", "kid": "one" }));
        // The classic: a public key taken for a shared secret.
        let key = hmac::Key::new(hmac::HMAC_SHA256, provider.keys.lock().unwrap().jwks().as_bytes());
        format!("{text}.{}", encode(hmac::sign(&key, text.as_bytes())))
    };
    let evil = Pair::es256().sign(&json!({ "kid": "one" }), &claims);
    let carried = Pair::es256().sign(&json!({ "jwk": {}, "jku": "https://evil.example/keys" }), &claims);
    let nothing = String::new();
    let mut state = departure.state;
    for token in [none, symmetric, evil, carried, nothing] {
        *provider.token.lock().unwrap() = Some(token.clone());
        let refused = arrive(&world, errand(&browser), &answer(&state)).await;
        assert_eq!(refused.err(), Some(SignInError::Untrusted), "{token}");
        state = depart(&world, &provider, &browser).await.state;
    }
    *provider.token.lock().unwrap() = None;
    browser.cookie = arrive(&world, errand(&browser), &answer(&state)).await.unwrap();
    assert!(world.view(&browser).await.signed_in);
}

#[tokio::test]
async fn the_provider_may_rotate_its_keys() {
    let (world, provider) = provider::world(false).await;
    round(&world, &provider).await.unwrap();
    *provider.keys.lock().unwrap() = Pair::es384();
    *provider.kid.lock().unwrap() = "two";
    world.clock.advance(30);
    round(&world, &provider).await.unwrap();
}

#[tokio::test]
async fn an_answer_must_be_the_providers_own() {
    let (world, provider) = provider::world(false).await;
    let cases: [(&[(&str, &str)], SignInError); 8] = [
        (&[("error", "access_denied"), ("iss", ISSUER)], SignInError::Declined),
        (&[("error", "login_required"), ("iss", ISSUER)], SignInError::Failed(Failure::Away)),
        (&[("error", "access_denied"), ("code", "the-code"), ("iss", ISSUER)], SignInError::Declined),
        // Mix-up (RFC 9207): the provider says that it names itself.
        (&[("code", "the-code")], SignInError::Untrusted),
        (&[("code", "the-code"), ("iss", "https://evil.example")], SignInError::Untrusted),
        (&[("error", "access_denied"), ("iss", "https://evil.example")], SignInError::Untrusted),
        (&[("iss", ISSUER)], SignInError::Untrusted),
        (&[("code", "the-code"), ("code", "other"), ("iss", ISSUER)], SignInError::Untrusted),
    ];
    for (sent, error) in cases {
        let browser = world.begin(&[]).await.unwrap();
        let departure = depart(&world, &provider, &browser).await;
        let state = ("state", departure.state.as_str());
        let parameters: Parameters = sent.iter().copied().chain([state]).collect();
        assert_eq!(arrive(&world, errand(&browser), &parameters).await.err(), Some(error), "{sent:?}");
    }
}

#[tokio::test]
async fn what_the_provider_answers_is_checked() {
    let cases = [
        ("/token", 400, json!({ "error": "invalid_grant" }), SignInError::Untrusted),
        ("/token", 401, json!({ "error": "invalid_client" }), SignInError::Failed(Failure::Away)),
        ("/token", 500, json!(null), SignInError::Failed(Failure::Away)),
        ("/token", 200, json!({ "access_token": "access" }), SignInError::Untrusted),
        ("/keys", 500, json!(null), SignInError::Failed(Failure::Away)),
        ("/keys", 200, json!({ "keys": [] }), SignInError::Failed(Failure::Away)),
        // OpenID Connect 5.3.2: somebody else's claims are not this one's.
        ("/userinfo", 200, json!({ "sub": "other", "mbi": "1S00E00AA01" }), SignInError::Untrusted),
        ("/userinfo", 200, json!({ "mbi": "1S00E00AA01" }), SignInError::Untrusted),
        ("/userinfo", 403, json!(null), SignInError::Failed(Failure::Away)),
    ];
    for (path, status, body, error) in cases {
        let (world, provider) = provider::world(true).await;
        provider.answers.lock().unwrap().insert(path, (status, body.clone()));
        assert_eq!(round(&world, &provider).await.err(), Some(error), "{path} {status} {body}");
    }
    let (world, provider) = provider::world(true).await;
    *provider.changes.lock().unwrap() = json!({ "mbi": null });
    assert!(round(&world, &provider).await.is_ok(), "userinfo has what the token has not");
}

#[tokio::test]
async fn metadata_must_be_the_issuers_and_lead_to_a_safe_place() {
    let changes = [
        ("issuer", json!("https://evil.example")),
        ("authorization_endpoint", json!("http://login.example/authorize")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
        ("token_endpoint", json!(null)),
    ];
    for (name, value) in changes {
        let (world, provider) = provider::world(false).await;
        let mut metadata = Provider::metadata();
        metadata[name] = value;
        let spoiled = (200, metadata);
        provider.answers.lock().unwrap().insert("/.well-known/openid-configuration", spoiled);
        let browser = world.begin(&[]).await.unwrap();
        let refused = world.auth.depart(&errand(&browser), "en").await;
        assert_eq!(refused.err(), Some(SignInError::Failed(Failure::Away)), "{name}");
    }
}

#[tokio::test]
async fn a_visit_is_of_one_browser_and_works_once_for_ten_minutes() {
    let (world, provider) = provider::world(false).await;
    let (mut own, other) = (world.begin(&[]).await.unwrap(), world.begin(&[]).await.unwrap());
    let departure = depart(&world, &provider, &own).await;
    let back = answer(&departure.state);
    // Login CSRF: the answer of one browser in another; also of one kind of errand for another.
    for foreign in [errand(&other), Errand::Member { browser: &own.cookie }, Errand::Member { browser: "" }] {
        assert_eq!(arrive(&world, foreign, &back).await.err(), Some(SignInError::Lost));
    }
    let planted = own.cookie.clone();
    own.cookie = arrive(&world, errand(&own), &back).await.unwrap();
    assert_ne!(planted, own.cookie, "session fixation");
    assert_eq!(world.auth.approval(&own.approval, &planted).await, Err(ApprovalError::Gone));
    assert_eq!(arrive(&world, errand(&own), &back).await.err(), Some(SignInError::Lost), "it works once");
    assert_eq!(arrive(&world, errand(&own), &answer("made-up")).await.err(), Some(SignInError::Lost));

    let departure = depart(&world, &provider, &own).await;
    world.clock.advance(600);
    let late = arrive(&world, errand(&own), &answer(&departure.state)).await;
    assert_eq!(late.err(), Some(SignInError::Lost));
}

#[tokio::test]
async fn members_sign_in_to_the_servers_own_pages() {
    let (world, provider) = provider::world(false).await;
    let before = world.auth.new_browser();
    let errand = Errand::Member { browser: &before };
    let departure = world.auth.depart(&errand, "es").await.unwrap();
    assert!(departure.target.contains("ui_locales=es"));
    provider.visited(&departure.target);
    let as_session = world.auth.member(&departure.state).await;
    assert_eq!(as_session, Err(MemberError::NotSignedIn), "a visit is no session");
    let session = arrive(&world, errand, &answer(&departure.state)).await.unwrap();
    assert!(world.auth.member(&session).await.is_ok());
    assert_eq!(world.auth.member(&before).await, Err(MemberError::NotSignedIn), "session fixation");
    let nobody = world.auth.depart(&Errand::Member { browser: "" }, "en").await;
    assert_eq!(nobody.err(), Some(SignInError::Lost));
}

#[tokio::test]
async fn made_up_answers_are_limited_per_address() {
    let (world, provider) = provider::world(false).await;
    provider.answers.lock().unwrap().insert("/token", (400, json!({ "error": "invalid_grant" })));
    for _ in 0..100 {
        assert_eq!(round(&world, &provider).await.err(), Some(SignInError::Untrusted));
    }
    let refused = round(&world, &provider).await.err();
    assert!(matches!(refused, Some(SignInError::TooMany { retry_after: 1..=901 })), "{refused:?}");
}

#[tokio::test]
async fn passwords_mean_nothing_here_and_visits_nothing_there() {
    let (world, _) = provider::world(false).await;
    let mut browser = world.begin(&[]).await.unwrap();
    let by_password = world.sign_in(&mut browser, "BBUser00000", "PW00000!").await;
    assert_eq!(by_password, Err(SignInError::NotConfigured));
    let world = World::new().await;
    let browser = world.begin(&[]).await.unwrap();
    let departure = world.auth.depart(&errand(&browser), "en").await;
    assert_eq!(departure.err(), Some(SignInError::NotConfigured));
}
