//! The visit to an OpenID Connect provider: there, back, and the tokens fetched behind the browser's back.

use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bluestem_model::time::Clock;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::discovery::{Discovery, Metadata};
use super::id_token::{self, Expected, Unbelieved};
use super::settings::OidcSettings;
use crate::fetch::{Ask, Fetch, Reach, Told};
use crate::identity::{Asserted, IdentityError, RedirectProvider, Visit};
use crate::key::{Jws, NoKeys, RemoteKeys};
use crate::parameters::Parameters;
use crate::{pkce, redirect};

/// An OpenID Connect provider at which people sign in.
pub struct OidcProvider {
    settings: OidcSettings,
    fetch: Arc<dyn Fetch>,
    clock: Arc<dyn Clock>,
    discovery: Discovery,
    keys: RemoteKeys,
}

/// What is needed of a token response (OpenID Connect 3.1.3.3).
#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: Option<String>,
}

impl OidcProvider {
    /// The provider of these settings.
    pub fn new(settings: OidcSettings, fetch: Arc<dyn Fetch>, clock: Arc<dyn Clock>) -> Self {
        let keys = RemoteKeys::new(Arc::clone(&fetch));
        Self { settings, fetch, clock, discovery: Discovery::default(), keys }
    }

    async fn metadata(&self) -> Result<Arc<Metadata>, IdentityError> {
        self.discovery.metadata(self.fetch.as_ref(), &self.settings.issuer, self.clock.now()).await
    }

    /// The code of an answer that is the provider's own.
    fn code<'a>(&self, metadata: &Metadata, answer: &'a Parameters) -> Result<&'a str, IdentityError> {
        answer.check_unique().map_err(|_| untrusted("a parameter of the answer is repeated"))?;
        // Mix-up (RFC 9207 2.4).
        let issuer = answer.get("iss");
        let missing = metadata.authorization_response_iss_parameter_supported && issuer.is_none();
        if missing || issuer.is_some_and(|issuer| issuer != self.settings.issuer) {
            return Err(untrusted("the answer is of another issuer"));
        }
        match (answer.get("error"), answer.get("code")) {
            (None, Some(code)) => Ok(code),
            (Some("access_denied"), _) => Err(IdentityError::Declined),
            (Some(error), _) => {
                tracing::error!(error = harmless(error), "the identity provider refuses");
                Err(IdentityError::Unavailable)
            }
            (None, None) => Err(untrusted("the answer has no code")),
        }
    }

    async fn exchange(
        &self,
        metadata: &Metadata,
        visit: &Visit<'_>,
        code: &str,
    ) -> Result<Tokens, IdentityError> {
        let verifier = visit.verifier();
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &visit.redirect_uri),
            ("code_verifier", &verifier),
        ];
        let (client_id, secret) = (&self.settings.client_id, self.settings.client_secret.as_deref());
        let methods = &metadata.token_endpoint_auth_methods_supported;
        let knows = |method: &str| methods.iter().any(|known| known == method);
        // Basic is what a provider that says nothing knows (OpenID Connect Discovery 3).
        let basic = methods.is_empty() || knows("client_secret_basic") || !knows("client_secret_post");
        let authorization = secret.filter(|_| basic).map(|secret| basic_header(client_id, secret));
        if authorization.is_none() {
            fields.push(("client_id", client_id));
            fields.extend(secret.map(|secret| ("client_secret", secret)));
        }
        let ask = Ask::form(metadata.token_endpoint.0.clone(), Reach::Configured, &fields);
        let told = self.ask(Ask { authorization, ..ask }).await?;
        if told.status == 200 {
            return serde_json::from_slice(&told.body)
                .map_err(|_| untrusted("the token response does not read"));
        }
        let answer: Value = serde_json::from_slice(&told.body).unwrap_or_default();
        let error = answer.get("error").and_then(Value::as_str).unwrap_or_default();
        tracing::error!(told.status, error = harmless(error), "the identity provider gives no tokens");
        // A code that is not taken was made up, or is late; anything else is between the two servers.
        if error == "invalid_grant" { Err(IdentityError::Untrusted) } else { Err(IdentityError::Unavailable) }
    }

    async fn id_token(
        &self,
        metadata: &Metadata,
        visit: &Visit<'_>,
        token: &str,
    ) -> Result<Map<String, Value>, IdentityError> {
        let now = self.clock.now();
        let jws = Jws::parse(token).ok_or_else(|| untrusted(&Unbelieved::Malformed.to_string()))?;
        let uri = metadata.jwks_uri.0.as_str();
        let verified = self.keys.verify(uri, Reach::Configured, &jws, now).await;
        if !verified.map_err(|NoKeys| IdentityError::Unavailable)? {
            return Err(untrusted("no key of the provider made the signature of the identity token"));
        }
        let expected = Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            nonce: &visit.nonce(),
            now: now.seconds(),
        };
        id_token::claims(&jws, &expected).map_err(|error| untrusted(&error.to_string()))
    }

    /// The claims of the userinfo endpoint behind those of the identity token, which it cannot replace.
    async fn with_userinfo(
        &self,
        metadata: &Metadata,
        access_token: Option<&str>,
        token: Map<String, Value>,
    ) -> Result<Map<String, Value>, IdentityError> {
        let (Some(url), Some(access_token)) = (&metadata.userinfo_endpoint, access_token) else {
            tracing::error!("the identity provider has no userinfo endpoint, or gave no token for it");
            return Err(IdentityError::Unavailable);
        };
        let authorization = Some(format!("Bearer {access_token}"));
        let told = self.ask(Ask { authorization, ..Ask::get(url.0.clone(), Reach::Configured) }).await?;
        if told.status != 200 {
            tracing::error!(told.status, "the identity provider gives no userinfo");
            return Err(IdentityError::Unavailable);
        }
        let mut claims: Map<String, Value> =
            serde_json::from_slice(&told.body).map_err(|_| untrusted("the userinfo is no JSON object"))?;
        // 5.3.2: else it may be somebody else's.
        if claims.get("sub") != token.get("sub") {
            return Err(untrusted("the userinfo is of another subject"));
        }
        claims.extend(token);
        Ok(claims)
    }

    async fn ask(&self, ask: Ask) -> Result<Told, IdentityError> {
        self.fetch.fetch(ask).await.map_err(|error| {
            tracing::error!(%error, "cannot ask the identity provider");
            IdentityError::Unavailable
        })
    }
}

#[async_trait]
impl RedirectProvider for OidcProvider {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn state_parameter(&self) -> &'static str {
        "state"
    }

    async fn depart(&self, visit: &Visit<'_>) -> Result<String, IdentityError> {
        let metadata = self.metadata().await?;
        let (nonce, challenge) = (visit.nonce(), pkce::challenge_of(&visit.verifier()));
        Ok(redirect::with_parameters(
            metadata.authorization_endpoint.0.as_str(),
            &[
                ("response_type", "code"),
                ("client_id", &self.settings.client_id),
                ("redirect_uri", &visit.redirect_uri),
                ("scope", &self.settings.scope),
                ("state", visit.state),
                ("nonce", &nonce),
                ("code_challenge", &challenge),
                ("code_challenge_method", "S256"),
                // Who decides here is somebody who has just signed in, not whoever used this browser last.
                ("prompt", "login"),
                ("ui_locales", visit.language),
            ],
        ))
    }

    async fn arrive(&self, visit: &Visit<'_>, parameters: &Parameters) -> Result<Asserted, IdentityError> {
        let metadata = self.metadata().await?;
        let code = self.code(&metadata, parameters)?;
        let tokens = self.exchange(&metadata, visit, code).await?;
        let mut claims = self.id_token(&metadata, visit, &tokens.id_token).await?;
        if self.settings.userinfo {
            claims = self.with_userinfo(&metadata, tokens.access_token.as_deref(), claims).await?;
        }
        self.settings.rules.apply(&claims)
    }

    async fn sign_out(&self, back: &str) -> Option<String> {
        let metadata = self.metadata().await.ok()?;
        let place = metadata.end_session_endpoint.as_ref()?;
        let parameters =
            [("client_id", self.settings.client_id.as_str()), ("post_logout_redirect_uri", back)];
        Some(redirect::with_parameters(place.0.as_str(), &parameters))
    }
}

fn untrusted(reason: &str) -> IdentityError {
    tracing::warn!(reason, "a sign-in is not believed");
    IdentityError::Untrusted
}

/// An error code of another server, fit for a log.
fn harmless(code: &str) -> String {
    code.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').take(40).collect()
}

/// HTTP Basic with both halves form-encoded (RFC 6749 2.3.1).
fn basic_header(client_id: &str, secret: &str) -> String {
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(client_id), encode(secret))))
}
