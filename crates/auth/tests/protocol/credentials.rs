//! CMS Aligned Networks: a person's identity token in place of their consent, and each way in which it is refused.

use std::cell::Cell;

use bluestem_auth::OAuthError as _;
use bluestem_auth::app::NewApp;
use bluestem_auth::client::ClientRequest;
use bluestem_auth::credential::{CredentialError, TrustedCredential};
use bluestem_auth::dpop::Call;
use bluestem_auth::token::{TokenError, TokenResponse};
use bluestem_model::access::{People, ResourceType, Rights};
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;
use bluestem_store::audit::{AuditQuery, EventKind, Outcome};
use bluestem_store::platform::{DataAccessType, EndReason};
use serde_json::{Value, json};

use crate::assertions::{TYPE, claims};
use crate::jwt::Pair;
use crate::people::PERSON;
use crate::web::PROVIDER_KEYS;
use crate::world::{ADDRESS, BASE, CALL, CALLBACK, START, World, exchange};

const ISSUER: &str = "https://csp.example";
const AUDIENCE: &str = "signer-at-the-csp";
const SCOPE: &str =
    "openid launch/patient patient/Patient.rs patient/ExplanationOfBenefit.rs patient/AuditEvent.rs";

/// What these tests configure: the apps `signer` and `once`.
pub(crate) fn trusted() -> Vec<TrustedCredential> {
    let of = |client_id: &str| TrustedCredential {
        client_id: client_id.to_owned(),
        issuer: ISSUER.to_owned(),
        audience: AUDIENCE.to_owned(),
        jwks_uri: PROVIDER_KEYS.to_owned(),
    };
    vec![of("signer"), of("signs-once")]
}

/// A world with the app, its provider, and how often either signed.
struct Network {
    world: World,
    app: Pair,
    provider: Pair,
    signed: Cell<u32>,
}

impl Network {
    async fn new() -> Self {
        let (world, app, provider) = (World::new().await, Pair::es384(), Pair::es256());
        let new = |id: &str| NewApp {
            client_id: Some(id.to_owned()),
            jwks: Some(app.jwks()),
            scopes: format!("{} patient/AuditEvent.rs system/*.rs", bluestem_auth::app::DEFAULT_SCOPES),
            client_credentials: true,
            ..NewApp::new(id, vec![CALLBACK.to_owned()])
        };
        let once = NewApp { access_type: DataAccessType::OneTime, ..new("signs-once") };
        for app in [new("signer"), new("not-enrolled"), once] {
            world.auth.add_app(app).await.unwrap();
        }
        world.web.publish(PROVIDER_KEYS, 200, &provider.jwks());
        Self { world, app, provider, signed: Cell::default() }
    }

    fn next(&self) -> String {
        self.signed.set(self.signed.get() + 1);
        self.signed.get().to_string()
    }

    fn now(&self) -> i64 {
        use bluestem_model::time::Clock as _;
        self.world.clock.now().seconds()
    }

    /// A good identity token's claims, with these in the place of its own; null takes one away.
    fn person(&self, changes: &Value) -> Value {
        let now = self.now();
        let mut claims = json!({
            "iss": ISSUER, "sub": "s1", "aud": AUDIENCE, "jti": format!("person {}", self.next()),
            "exp": now + 3600, "iat": now - 10, "auth_time": now - 20, "identity_assurance_level": 2,
            "given_name": "Gíven", "family_name": "FAMILY", "birthdate": "1950-01-02", "ssn_itin_short": "1111",
        });
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        claims
    }

    fn id_token(&self, changes: &Value) -> String {
        self.provider.sign(&json!({}), &self.person(changes))
    }

    async fn ask_as(
        &self,
        client_id: &str,
        smart: &Value,
        call: Call<'_>,
    ) -> Result<TokenResponse, TokenError> {
        let now = self.now();
        let changes = json!({
            "iss": client_id, "sub": client_id, "exp": now + 60, "extensions": { "cms_smart": smart },
        });
        let assertion = self.app.sign(&json!({}), &claims(&self.next(), &changes));
        let parameters = [
            ("grant_type", "client_credentials"),
            ("scope", SCOPE),
            ("client_assertion_type", TYPE),
            ("client_assertion", assertion.as_str()),
        ];
        let parameters = parameters.into_iter().collect();
        let request = ClientRequest { parameters: &parameters, authorization: None, address: ADDRESS, call };
        self.world.auth.token(&request).await
    }

    async fn ask(&self, id_token: &str) -> Result<TokenResponse, TokenError> {
        self.ask_as(
            "signer",
            &json!({ "version": "1", "purpose_of_use": "PATRQT", "id_token": id_token }),
            CALL,
        )
        .await
    }

    async fn refused(&self, id_token: &str) -> CredentialError {
        error(self.ask(id_token).await)
    }
}

fn error(result: Result<TokenResponse, TokenError>) -> CredentialError {
    match result.map(|_| ()) {
        Err(TokenError::Credential(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_credential_opens_the_matched_persons_data_alone_and_without_part_2() {
    let network = Network::new().await;
    let response = network.ask(&network.id_token(&json!({}))).await.unwrap();
    let scope = "launch/patient patient/Patient.rs patient/ExplanationOfBenefit.rs patient/AuditEvent.rs";
    assert_eq!(response.scope, scope);
    assert_eq!((response.patient.as_deref(), response.expires_in), (Some("-1"), 3600));
    assert_eq!((response.id_token, response.token_type), (None, "Bearer"));
    assert_eq!(response.access_grant_expiration.as_deref(), Some("2026-05-01T12:00:00Z"), "90 days");
    let access = network.world.access(&response.access_token).await.unwrap();
    assert_eq!((access.people(), access.withheld()), (&People::One(PERSON), Labels::PART2));
    let both = Rights { read: true, search: true };
    assert_eq!(access.rights(ResourceType::ExplanationOfBenefit), both);
    assert_eq!(access.rights(ResourceType::Coverage), Rights::default());
    let events =
        network.world.audit.query(&AuditQuery { person: Some(PERSON), ..Default::default() }).await.unwrap();
    let events: Vec<_> = events.into_iter().map(|stored| stored.event).collect();
    let kinds: Vec<_> = events.iter().map(|event| (event.kind, event.outcome)).collect();
    assert_eq!(kinds, [(EventKind::TokenIssue, Outcome::Success), (EventKind::Match, Outcome::Success)]);
    assert!(events.iter().all(|event| event.client_id.as_deref() == Some("signer")));
    assert_eq!(events[1].what.as_deref(), Some("04"));
    assert!(events[0].grant.is_some());
}

#[tokio::test]
async fn refresh_goes_on_until_the_ninety_days_are_over_and_a_new_credential_leads_on() {
    let network = Network::new().await;
    let first = network.ask(&network.id_token(&json!({}))).await.unwrap();
    let refresh = async |token: &str| {
        let now = network.now();
        let assertion = network.app.sign(&json!({}), &claims(&network.next(), &json!({ "exp": now + 60 })));
        let request = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
            ("client_assertion_type", TYPE),
            ("client_assertion", assertion.as_str()),
        ];
        network.world.token_with(&request, None).await
    };
    let second = refresh(first.refresh_token.as_deref().unwrap()).await.unwrap();
    network.world.clock.advance(60 * 24 * 3600);
    let third = refresh(second.refresh_token.as_deref().unwrap()).await.unwrap();
    assert_eq!(
        third.access_grant_expiration.as_deref(),
        Some("2026-05-01T12:00:00Z"),
        "a refresh adds nothing"
    );
    let anew = network.ask(&network.id_token(&json!({}))).await.unwrap();
    assert_eq!(anew.access_grant_expiration.as_deref(), Some("2026-06-30T12:00:00Z"));
    assert!(network.world.access(&third.access_token).await.is_err(), "the new tokens replace the old");
    network.world.clock.advance(90 * 24 * 3600);
    let late = refresh(anew.refresh_token.as_deref().unwrap()).await.map(|_| ());
    assert_eq!(late.unwrap_err(), TokenError::GrantExpired);
}

#[tokio::test]
async fn what_the_person_chose_here_holds() {
    let network = Network::new().await;
    let code = network
        .world
        .code(&[("client_id", "signer"), ("scope", "patient/Coverage.rs patient/Patient.rs")])
        .await;
    let assertion = network.app.sign(&json!({}), &claims("code", &json!({})));
    let proof = [("client_assertion_type", TYPE), ("client_assertion", assertion.as_str())];
    let shared = network.world.token_with(&[&exchange(&code)[..], &proof].concat(), None).await.unwrap();
    let response = network.ask(&network.id_token(&json!({}))).await.unwrap();
    // Substance-use claims were shared on the page, claims were not.
    assert_eq!(response.scope, "patient/Patient.rs");
    assert_eq!(response.access_grant_expiration, shared.access_grant_expiration, "thirteen months");
    let access = network.world.access(&response.access_token).await.unwrap();
    assert_eq!(access.withheld(), Labels::NONE);
    // Once they stop sharing, the next credential begins anew, without Part 2.
    let grant = network.world.platform.grant("signer", PERSON).await.unwrap().unwrap();
    assert!(network.world.auth.end_grant(&grant, EndReason::Person).await.unwrap());
    assert!(network.world.access(&response.access_token).await.is_err());
    let anew = network.ask(&network.id_token(&json!({}))).await.unwrap();
    assert_eq!(network.world.access(&anew.access_token).await.unwrap().withheld(), Labels::PART2);
}

#[tokio::test]
async fn an_app_of_one_time_access_gets_no_refresh_token() {
    let network = Network::new().await;
    let smart =
        json!({ "version": "1", "purpose_of_use": "PATRQT", "id_token": network.id_token(&json!({})) });
    assert_eq!(network.ask_as("signs-once", &smart, CALL).await.unwrap().refresh_token, None);
}

#[tokio::test]
async fn apps_that_are_not_enrolled_and_other_versions_are_refused() {
    let network = Network::new().await;
    let smart =
        json!({ "version": "1", "purpose_of_use": "PATRQT", "id_token": network.id_token(&json!({})) });
    let other = error(network.ask_as("not-enrolled", &smart, CALL).await);
    assert_eq!(
        (other, other.reply().status, other.reply().error),
        (CredentialError::NotEnrolled, 403, "unauthorized_client")
    );
    let v2 = format!("{BASE}/v2/o/token/");
    let call = Call { url: &v2, ..CALL };
    assert_eq!(error(network.ask_as("signer", &smart, call).await), CredentialError::NotEnrolled);
    assert!(network.ask_as("signer", &smart, CALL).await.is_ok(), "the token was not used up");
    // Unless configured, nobody is enrolled.
    assert!(bluestem_auth::AuthConfig::new(BASE).trusted_credentials.is_empty());
}

#[tokio::test]
async fn what_is_no_extension_is_refused() {
    let network = Network::new().await;
    let token = network.id_token(&json!({}));
    for smart in [
        json!(null),
        json!("x"),
        json!({}),
        json!({ "version": "2", "purpose_of_use": "PATRQT", "id_token": token }),
        json!({ "version": 1, "purpose_of_use": "PATRQT", "id_token": token }),
        json!({ "version": "1", "purpose_of_use": "TREAT", "id_token": token }),
        json!({ "version": "1", "purpose_of_use": "PATRQT" }),
    ] {
        let refused = error(network.ask_as("signer", &smart, CALL).await);
        assert_eq!((refused, refused.reply().status), (CredentialError::Extension, 400), "{smart}");
    }
}

#[tokio::test]
async fn each_claim_is_checked() {
    use CredentialError::{Assurance, Audience, Issuer, Malformed, NoPatient, Person, Stale, Time};
    let network = Network::new().await;
    let now = Timestamp::parse(START).unwrap().seconds();
    for (changes, expected) in [
        (json!({ "iss": "https://evil.example" }), Issuer),
        (json!({ "iss": "https://csp.example/" }), Issuer),
        (json!({ "aud": "another-app" }), Audience),
        (json!({ "aud": BASE }), Audience),
        (json!({ "aud": [AUDIENCE, "another-app"] }), Audience),
        (json!({ "aud": [AUDIENCE, "another-app"], "azp": "another-app" }), Audience),
        (json!({ "azp": "another-app" }), Audience),
        (json!({ "exp": now }), Time),
        (json!({ "iat": now + 61 }), Time),
        (json!({ "auth_time": now + 61 }), Time),
        (json!({ "nbf": now + 61 }), Time),
        (json!({ "iat": now - 301 }), Stale),
        (json!({ "auth_time": now - 301 }), Stale),
        (json!({ "identity_assurance_level": 1 }), Assurance),
        (json!({ "identity_assurance_level": "1.9" }), Assurance),
        (json!({ "identity_assurance_level": "high" }), Assurance),
        (json!({ "given_name": null }), Person),
        (json!({ "family_name": " " }), Person),
        (json!({ "birthdate": "02.01.1950" }), Person),
        (json!({ "birthdate": null }), Person),
        (json!({ "jti": "" }), Malformed),
        (json!({ "ssn_itin_short": "9999" }), NoPatient),
        // Two people of this name and number.
        (json!({ "ssn_itin_short": "2222" }), NoPatient),
        (json!({ "birthdate": "1950-01-03" }), NoPatient),
    ] {
        let refused = network.refused(&network.id_token(&changes)).await;
        assert_eq!(refused, expected, "{changes}");
        assert!(!refused.to_string().contains("evil"));
    }
    for name in ["iss", "sub", "aud", "exp", "iat", "auth_time", "jti", "identity_assurance_level"] {
        let mut changes = json!({});
        changes[name] = Value::Null;
        assert_eq!(network.refused(&network.id_token(&changes)).await, Malformed, "{name}");
    }
    assert_eq!(NoPatient.reply().status, 401);
    // What it is good for is told by nothing but the person that was found.
    for changes in [
        json!({ "aud": [AUDIENCE, "another-app"], "azp": AUDIENCE }),
        json!({ "identity_assurance_level": "2" }),
        json!({ "iat": now - 300, "auth_time": now - 300 }),
        json!({ "given_name": null, "name_first": "given" }),
        json!({ "ssn_itin_short": null, "ssn_last_four_digits": "1111" }),
        json!({ "ssn_itin_short": null, "address": { "street_address": "1 Elm St.", "postal_code": "02351" } }),
        json!({
            "ssn_itin_short": null,
            "address": { "street_address": "9 Oak St.", "postal_code": "02351" },
            "address_historical": [{ "street": "1 Elm\nStreet", "code_postal": "02351-0001" }],
        }),
    ] {
        let response = network.ask(&network.id_token(&changes)).await;
        assert_eq!(response.unwrap().patient.as_deref(), Some("-1"), "{changes}");
    }
}

#[tokio::test]
async fn signatures_are_the_providers_and_tokens_are_new() {
    use CredentialError::{Keys, Malformed, Replayed, Signature};
    let network = Network::new().await;
    let token = network.id_token(&json!({}));
    assert!(network.ask(&token).await.is_ok());
    assert_eq!(network.refused(&token).await, Replayed);
    network.world.clock.advance(299);
    assert_eq!(network.refused(&token).await, CredentialError::Stale);
    let person = network.person(&json!({}));
    assert_eq!(network.refused(&network.app.sign(&json!({}), &person)).await, Signature, "by the app itself");
    let elsewhere = network.provider.sign(&json!({ "jku": "https://evil.example/keys" }), &person);
    assert_eq!(network.refused(&elsewhere).await, Signature);
    for header in [json!({ "alg": "none" }), json!({ "alg": "HS256" }), json!({ "typ": "at+jwt" })] {
        assert_eq!(network.refused(&network.provider.sign(&header, &person)).await, Malformed, "{header}");
    }
    assert_eq!(network.refused("x.y.z").await, Malformed);
    assert!(network.ask(&network.provider.sign(&json!({}), &person)).await.is_ok(), "no refusal used it up");

    let lost = Network::new().await;
    lost.world.web.publish(PROVIDER_KEYS, 500, "");
    let refused = lost.refused(&lost.id_token(&json!({}))).await;
    assert_eq!((refused, refused.reply().status), (Keys, 503));
}

#[tokio::test]
async fn without_a_credential_the_app_gets_its_own_token_and_none_for_people() {
    let network = Network::new().await;
    let ask = async |jti, scope| {
        let assertion = network.app.sign(&json!({}), &claims(jti, &json!({})));
        let request = [
            ("grant_type", "client_credentials"),
            ("scope", scope),
            ("client_assertion_type", TYPE),
            ("client_assertion", assertion.as_str()),
        ];
        network.world.token_with(&request, None).await
    };
    assert_eq!(ask("1", "system/Patient.rs").await.unwrap().patient, None);
    let people = ask("2", "patient/Patient.rs").await.map(|_| ());
    assert_eq!(people.unwrap_err(), TokenError::ExcessiveScope);
}
