//! Medicare.gov's sign-in, as Blue Button 2.0 uses it (SLSx): a request token from the browser is exchanged for
//! the person's data, and the session at Medicare.gov is ended before anything is shared.

use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::person::mbi;
use super::{Asserted, IdentityError, RedirectProvider, Visit};
use crate::fetch::{Ask, Fetch, Reach, Told};
use crate::parameters::Parameters;
use crate::redirect;

/// The registration of this server at Medicare.gov. Holds a secret: it has no `Debug`.
#[derive(Clone)]
pub struct SlsxSettings {
    /// What people call the place where they sign in.
    pub name: String,
    /// Where the browser goes.
    pub login_url: Url,
    /// Says whether the service is up.
    pub health_url: Url,
    /// Exchanges a request token.
    pub token_url: Url,
    /// Tells of a user; their id is appended.
    pub userinfo_url: Url,
    /// Ends the session.
    pub sign_out_url: Url,
    /// `client_id` of this server there.
    pub client_id: String,
    /// `client_secret`.
    pub client_secret: String,
}

/// Medicare.gov.
pub struct SlsxProvider {
    settings: SlsxSettings,
    fetch: Arc<dyn Fetch>,
}

#[derive(Deserialize)]
struct Tokens {
    auth_token: String,
    user_id: String,
}

#[derive(Deserialize)]
struct UserInfo {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    user: User,
}

#[derive(Deserialize)]
struct User {
    id: String,
    mbi: Option<String>,
}

impl SlsxProvider {
    /// Medicare.gov with these settings.
    pub fn new(settings: SlsxSettings, fetch: Arc<dyn Fetch>) -> Self {
        Self { settings, fetch }
    }

    async fn exchange(&self, request_token: &str) -> Result<Tokens, IdentityError> {
        let (client_id, secret) = (&self.settings.client_id, &self.settings.client_secret);
        let body = json!({ "request_token": request_token, "client_id": client_id, "client_secret": secret });
        let told = self
            .ask(Ask {
                authorization: Some(format!("Basic {}", STANDARD.encode(format!("{client_id}:{secret}")))),
                body: Some(("application/json", body.to_string().into_bytes())),
                ..Ask::get(self.settings.token_url.clone(), Reach::Configured)
            })
            .await?;
        match told.status {
            200 => {
                serde_json::from_slice(&told.body).map_err(|_| unexpected("its token response does not read"))
            }
            // What the browser brought is no request token of theirs.
            400 | 401 | 403 => Err(IdentityError::Untrusted),
            _ => Err(unexpected("it does not exchange a request token")),
        }
    }

    /// Where it tells of a user. The id is one segment, whatever is in it.
    fn userinfo_url(&self, user_id: &str) -> Result<Url, IdentityError> {
        let mut url = self.settings.userinfo_url.clone();
        url.path_segments_mut()
            .map_err(|()| unexpected("its userinfo address takes no user"))?
            .pop_if_empty()
            .push(user_id);
        Ok(url)
    }

    async fn userinfo(&self, tokens: &Tokens) -> Result<Told, IdentityError> {
        self.bearer(self.userinfo_url(&tokens.user_id)?, tokens).await
    }

    /// Ends the session there and sees that it has ended: on a shared machine the next person must not find it.
    async fn end_session(&self, tokens: &Tokens) -> Result<(), IdentityError> {
        if self.bearer(self.settings.sign_out_url.clone(), tokens).await?.status != 302 {
            return Err(unexpected("it does not sign out"));
        }
        if self.userinfo(tokens).await?.status != 403 {
            return Err(unexpected("its session is open after signing out"));
        }
        Ok(())
    }

    async fn bearer(&self, url: Url, tokens: &Tokens) -> Result<Told, IdentityError> {
        let authorization = Some(format!("Bearer {}", tokens.auth_token));
        self.ask(Ask { authorization, ..Ask::get(url, Reach::Configured) }).await
    }

    async fn ask(&self, ask: Ask) -> Result<Told, IdentityError> {
        self.fetch.fetch(ask).await.map_err(|error| unexpected(&error.to_string()))
    }
}

#[async_trait]
impl RedirectProvider for SlsxProvider {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn state_parameter(&self) -> &'static str {
        "relay"
    }

    async fn depart(&self, visit: &Visit<'_>) -> Result<String, IdentityError> {
        let health = Ask::get(self.settings.health_url.clone(), Reach::Configured);
        if self.ask(health).await?.status != 200 {
            return Err(unexpected("it says that it is not up"));
        }
        let language = if visit.language == "es" { "es-mx" } else { "en-us" };
        let parameters = [("relay", visit.state), ("redirect_uri", &visit.redirect_uri), ("lang", language)];
        Ok(redirect::with_parameters(self.settings.login_url.as_str(), &parameters))
    }

    async fn arrive(&self, _: &Visit<'_>, parameters: &Parameters) -> Result<Asserted, IdentityError> {
        parameters.check_unique().map_err(|_| IdentityError::Untrusted)?;
        let request_token = parameters.get("req_token").ok_or(IdentityError::Declined)?;
        let tokens = self.exchange(request_token).await?;
        let told = self.userinfo(&tokens).await;
        // Before anything is made of it, and also when nothing can be made of it.
        self.end_session(&tokens).await?;
        let told = told?;
        if told.status != 200 {
            return Err(unexpected("it does not tell of the user"));
        }
        let info: UserInfo =
            serde_json::from_slice(&told.body).map_err(|_| unexpected("its userinfo does not read"))?;
        let user = info.data.user;
        if user.id != tokens.user_id {
            return Err(unexpected("its userinfo is of another user"));
        }
        user.mbi.as_deref().and_then(mbi).map(Asserted::Mbi).ok_or(IdentityError::Unidentified)
    }

    /// There is nothing left to end.
    async fn sign_out(&self, _: &str) -> Option<String> {
        None
    }
}

fn unexpected(reason: &str) -> IdentityError {
    tracing::error!(reason, "Medicare.gov's sign-in does not work");
    IdentityError::Unavailable
}
