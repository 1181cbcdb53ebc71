//! An OpenID Connect provider as this server sees it, whose every answer a test may spoil.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bluestem_auth::Parameters;
use bluestem_auth::fetch::{Ask, Fetch, FetchError, Reach, Told};
use bluestem_auth::identity::{IdentityProvider, OidcProvider, OidcSettings, PersonRules};
use bluestem_auth::sign_in::SignInError;
use bluestem_auth::visit::{Arrival, Departure, Errand};
use bluestem_model::time::{Clock, ManualClock, Timestamp};
use serde_json::{Value, json};

use crate::jwt::{Pair, encode};
use crate::people::MBI;
use crate::world::{ADDRESS, BASE, Browser, START, World};

pub(crate) const ISSUER: &str = "https://login.example";
pub(crate) const CLIENT: &str = "bluestem";
const CLIENT_SECRET: &str = "a secret: + & %";

/// What the provider answers.
pub(crate) struct Provider {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) keys: Mutex<Pair>,
    /// The `kid` under which the keys are published and used.
    pub(crate) kid: Mutex<&'static str>,
    /// What the next identity token says in place of the usual; null takes a claim away.
    pub(crate) changes: Mutex<Value>,
    /// The next identity token itself.
    pub(crate) token: Mutex<Option<String>>,
    /// Answers in place of the usual, by path.
    pub(crate) answers: Mutex<HashMap<&'static str, (u16, Value)>>,
    /// `code_challenge` and `nonce` of the latest visit.
    asked: Mutex<(String, String)>,
}

impl Provider {
    pub(crate) fn metadata() -> Value {
        json!({
            "issuer": ISSUER,
            "authorization_endpoint": format!("{ISSUER}/authorize?tenant=1"),
            "token_endpoint": format!("{ISSUER}/token"),
            "jwks_uri": format!("{ISSUER}/keys"),
            "userinfo_endpoint": format!("{ISSUER}/userinfo"),
            "authorization_response_iss_parameter_supported": true,
        })
    }

    /// The claims of the next identity token.
    pub(crate) fn claims(&self) -> Value {
        let now = self.clock.now().seconds();
        let mut claims = json!({
            "iss": ISSUER, "sub": "subject", "aud": CLIENT, "exp": now + 300, "iat": now,
            "nonce": self.asked.lock().unwrap().1, "mbi": MBI,
        });
        for (name, value) in self.changes.lock().unwrap().as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        claims
    }

    /// The present moment in seconds.
    pub(crate) fn clock_seconds(&self) -> i64 {
        self.clock.now().seconds()
    }

    fn answer(&self, ask: &Ask) -> (u16, Value) {
        let path = ask.url.path();
        if let Some(answer) = self.answers.lock().unwrap().get(path) {
            return answer.clone();
        }
        let kid = *self.kid.lock().unwrap();
        match path {
            "/.well-known/openid-configuration" => (200, Self::metadata()),
            "/keys" => {
                let keys = self.keys.lock().unwrap().jwks().replace("\"one\"", &format!("\"{kid}\""));
                (200, serde_json::from_str(&keys).unwrap())
            }
            "/token" => {
                self.check_token_request(ask);
                let signed = self.keys.lock().unwrap().sign(&json!({ "kid": kid }), &self.claims());
                let token = self.token.lock().unwrap().clone().unwrap_or(signed);
                (200, json!({ "id_token": token, "access_token": "access", "token_type": "Bearer" }))
            }
            "/userinfo" => {
                assert_eq!(ask.authorization.as_deref(), Some("Bearer access"));
                (200, json!({ "sub": "subject", "mbi": MBI, "iss": "https://evil.example" }))
            }
            other => panic!("asked for {other}"),
        }
    }

    /// RFC 6749 2.3.1 and 4.1.3, RFC 7636 4.5.
    fn check_token_request(&self, ask: &Ask) {
        use base64::Engine as _;
        let pair = format!("{CLIENT}:a+secret%3A+%2B+%26+%25");
        let basic = base64::engine::general_purpose::STANDARD.encode(pair);
        assert_eq!(ask.authorization, Some(format!("Basic {basic}")));
        let (kind, body) = ask.body.as_ref().unwrap();
        assert_eq!(*kind, "application/x-www-form-urlencoded");
        let fields: HashMap<String, String> = url::form_urlencoded::parse(body).into_owned().collect();
        assert_eq!((&*fields["grant_type"], &*fields["code"]), ("authorization_code", "the-code"));
        assert_eq!(fields["redirect_uri"], format!("{BASE}/sign-in/callback"));
        assert!(!fields.contains_key("client_secret"), "it proves itself once");
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, fields["code_verifier"].as_bytes());
        assert_eq!(encode(hash.as_ref()), self.asked.lock().unwrap().0);
    }

    /// Where a browser was sent.
    pub(crate) fn visited(&self, target: &str) {
        let url = url::Url::parse(target).unwrap();
        assert!(target.starts_with(&format!("{ISSUER}/authorize?tenant=1&")), "{target}");
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!((&*asked["response_type"], &*asked["prompt"]), ("code", "login"));
        assert_eq!((&*asked["scope"], &*asked["code_challenge_method"]), ("openid", "S256"));
        *self.asked.lock().unwrap() = (asked["code_challenge"].clone(), asked["nonce"].clone());
    }
}

/// The provider on the network.
struct Network(Arc<Provider>);

#[async_trait]
impl Fetch for Network {
    async fn fetch(&self, ask: Ask) -> Result<Told, FetchError> {
        assert_eq!(ask.reach, Reach::Configured, "the operator named it");
        let (status, body) = self.0.answer(&ask);
        Ok(Told { status, body: body.to_string().into_bytes() })
    }
}

/// A server at which people sign in by this provider.
pub(crate) async fn world(userinfo: bool) -> (World, Arc<Provider>) {
    let clock = Arc::new(ManualClock::at(Timestamp::parse(START).unwrap()));
    let provider = Arc::new(Provider {
        clock: clock.clone(),
        keys: Mutex::new(Pair::es256()),
        kid: Mutex::new("one"),
        changes: Mutex::new(json!({})),
        token: Mutex::default(),
        answers: Mutex::default(),
        asked: Mutex::default(),
    });
    let settings = OidcSettings {
        name: "Example Health".to_owned(),
        issuer: ISSUER.to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret: Some(CLIENT_SECRET.to_owned()),
        scope: "openid".to_owned(),
        userinfo,
        rules: PersonRules {
            mbi_claim: Some("mbi".to_owned()),
            demographics: true,
            ..PersonRules::default()
        },
    };
    let network = Arc::new(Network(provider.clone()));
    let identity = IdentityProvider::Redirect(Arc::new(OidcProvider::new(settings, network, clock.clone())));
    (World::over(clock, identity).await, provider)
}

/// Sends a browser away for its approval.
pub(crate) async fn depart(world: &World, provider: &Provider, browser: &Browser) -> Departure {
    let departure = world.auth.depart(&errand(browser), "en").await.unwrap();
    provider.visited(&departure.target);
    departure
}

pub(crate) fn errand(browser: &Browser) -> Errand<'_> {
    Errand::Approval { id: &browser.approval, browser: &browser.cookie }
}

/// What the provider sends a browser back with.
pub(crate) fn answer(state: &str) -> Parameters {
    [("code", "the-code"), ("state", state), ("iss", ISSUER)].into_iter().collect()
}

/// Comes back for an errand.
pub(crate) async fn arrive(
    world: &World,
    errand: Errand<'_>,
    parameters: &Parameters,
) -> Result<String, SignInError> {
    world.auth.arrive(&Arrival { errand, parameters, language: "en", address: ADDRESS }).await
}

/// Leaves and comes back, for a new approval.
pub(crate) async fn round(world: &World, provider: &Provider) -> Result<Browser, SignInError> {
    let mut browser = world.begin(&[]).await.unwrap();
    let departure = depart(world, provider, &browser).await;
    browser.cookie = arrive(world, errand(&browser), &answer(&departure.state)).await?;
    Ok(browser)
}
