//! Steps that the tests share.

use bluestem_model::access::ClaimScope;
use bluestem_model::id::PersonId;
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;
use bluestem_store::platform::{
    App, Approval, ClientKind, Consent, DataAccessType, Exchange, Exchanged, Grant, Hash, NewToken,
    PersonalInformation, Platform, PushedRequest, Rotation, SigningAlgorithm, SigningKey,
};

/// 2026-01-01T00:00:00Z.
pub(crate) const START: Timestamp = Timestamp(1_767_225_600_000_000);
/// The person who consents.
pub(crate) const PERSON: PersonId = PersonId::idr(-1);
/// The app that asks.
pub(crate) const APP: &str = "app";
/// Seconds for which codes hold in these tests.
pub(crate) const CODE_SECONDS: i64 = 60;

/// A hash that stands for the secret with this number.
pub(crate) fn hash(kind: u8, number: u32) -> Hash {
    let mut hash = [kind; 32];
    hash[..4].copy_from_slice(&number.to_be_bytes());
    hash
}

/// An app.
pub(crate) fn app(client_id: &str) -> App {
    App {
        client_id: client_id.to_owned(),
        name: "An app".to_owned(),
        kind: ClientKind::Confidential,
        secret: Some(hash(b's', 1)),
        jwks: Some("{\"keys\":[]}".to_owned()),
        jwks_uri: Some("https://app.example/keys".to_owned()),
        identity_algorithm: SigningAlgorithm::Es256,
        redirect_uris: vec!["https://app.example/a".to_owned(), "https://app.example/b".to_owned()],
        scopes: "openid patient/*.rs".to_owned(),
        authorization_code: true,
        client_credentials: false,
        access_type: DataAccessType::ResearchStudy,
        personal_information: PersonalInformation::Optional,
        claims: ClaimScope::PartD,
        active: true,
        listed: true,
        description: Some("What it does".to_owned()),
        website_uri: Some("https://app.example/".to_owned()),
        policy_uri: None,
        terms_uri: Some("https://app.example/terms".to_owned()),
        created_at: START,
    }
}

/// An approval with this number, open for ten minutes.
pub(crate) fn approval(number: u32, now: Timestamp) -> Approval {
    Approval {
        id: hash(b'a', number),
        browser: hash(b'b', number),
        client_id: APP.to_owned(),
        request: "{}".to_owned(),
        person: None,
        signed_in_at: None,
        created_at: now,
        expires_at: now.plus_seconds(600),
    }
}

/// The consent that ends the approval with this number, by the browser that signed in.
pub(crate) fn consent(number: u32, now: Timestamp) -> Consent {
    Consent {
        approval: hash(b'a', number),
        browser: hash(b'n', number),
        person: PERSON,
        client_id: APP.to_owned(),
        scope: "patient/Coverage.rs".to_owned(),
        withheld: Labels::PART2,
        grant_until: Some(now.plus_seconds(1_000_000)),
        code: hash(b'c', number),
        code_until: now.plus_seconds(CODE_SECONDS),
        redirect_uri: "https://app.example/a".to_owned(),
        redirect_given: true,
        challenge: "challenge".to_owned(),
        nonce: Some("nonce".to_owned()),
        signed_in_at: Some(now.plus_seconds(-5)),
        key: Some("key of the code".to_owned()),
        now,
    }
}

/// Begins an approval and signs the person in.
pub(crate) async fn signed_in(room: &dyn Platform, number: u32, now: Timestamp) {
    room.add_app(&app(APP)).await.unwrap();
    room.begin_approval(&approval(number, now)).await.unwrap();
    let (id, old, new) = (hash(b'a', number), hash(b'b', number), hash(b'n', number));
    assert!(room.sign_in_approval(&id, &old, &new, Some(PERSON), now).await.unwrap());
}

/// Takes a request to its code.
pub(crate) async fn code(room: &dyn Platform, number: u32, now: Timestamp) -> Grant {
    signed_in(room, number, now).await;
    room.consent(&consent(number, now)).await.unwrap().unwrap()
}

/// An access token.
pub(crate) fn new_token(hash: Hash, now: Timestamp) -> NewToken {
    NewToken {
        hash,
        client_id: APP.to_owned(),
        scope: "patient/Coverage.rs".to_owned(),
        issued_at: now,
        expires_at: now.plus_seconds(3600),
        key: Some("key of the token".to_owned()),
    }
}

/// The exchange of the code with this number for tokens with that number.
pub(crate) fn exchange(code: u32, tokens: u32, now: Timestamp) -> Exchange {
    let access = new_token(hash(b't', tokens), now);
    let refresh_key = Some("key of the family".to_owned());
    Exchange { code: hash(b'c', code), access, refresh: hash(b'r', tokens), refresh_key, now }
}

/// The first tokens of a grant.
pub(crate) struct Tokens {
    pub(crate) grant: i64,
    pub(crate) access: Hash,
    pub(crate) refresh: Hash,
}

/// Takes a request to its tokens.
pub(crate) async fn tokens(room: &dyn Platform, number: u32, now: Timestamp) -> Tokens {
    let grant = code(room, number, now).await;
    let exchange = exchange(number, number, now);
    assert_eq!(room.exchange_code(&exchange).await.unwrap(), Exchanged::Done(grant.clone()));
    Tokens { grant: grant.id, access: exchange.access.hash, refresh: exchange.refresh }
}

/// The rotation of a refresh token into tokens with this number, with a grace of 60 s.
pub(crate) fn rotation(presented: Hash, number: u32, now: Timestamp) -> Rotation {
    Rotation {
        presented,
        refresh: hash(b'r', number),
        seed: hash(b'd', number),
        access: new_token(hash(b't', number), now),
        grace_from: now.plus_seconds(-60),
        now,
    }
}

/// A pushed request with this number, open for a minute.
pub(crate) fn pushed(number: u32, now: Timestamp) -> PushedRequest {
    PushedRequest {
        id: hash(b'p', number),
        client_id: APP.to_owned(),
        content: "{}".to_owned(),
        expires_at: now.plus_seconds(60),
    }
}

/// A signing key with this number, made at `now`.
pub(crate) fn signing_key(number: u32, algorithm: SigningAlgorithm, now: Timestamp) -> SigningKey {
    SigningKey {
        kid: format!("key-{number}"),
        algorithm,
        sealed: vec![1, 2, 3],
        public: "{}".to_owned(),
        created_at: now,
        retired_at: None,
    }
}
