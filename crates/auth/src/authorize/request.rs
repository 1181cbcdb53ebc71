//! The authorization request (RFC 6749 4.1.1, RFC 7636, SMART App Launch 2.2).

use bluestem_store::platform::{App, Approval};
use serde::{Deserialize, Serialize};

use super::error::{AuthorizeError, AuthorizePageError, AuthorizeRefusal};
use crate::config::Version;
use crate::failure::Failure;
use crate::parameters::Parameters;
use crate::scope::{Context, ScopeSet};
use crate::{Auth, dpop, pkce, redirect, secret};

/// A request that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Id of the approval, for the path of its pages.
    pub approval: String,
    /// `lang` of the request.
    pub language: Option<String>,
}

/// A checked request, as the approval keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Request {
    pub(crate) redirect_uri: String,
    pub(crate) redirect_given: bool,
    pub(crate) state: String,
    pub(crate) scope: String,
    pub(crate) challenge: String,
    /// `nonce` (OpenID Connect 3.1.2.1).
    pub(crate) nonce: Option<String>,
    pub(crate) language: Option<String>,
    /// Thumbprint of the key that the code is bound to (`dpop_jkt`, RFC 9449 10).
    pub(crate) key: Option<String>,
}

impl Auth {
    /// Checks an authorization request (GET or POST) and starts an approval bound to `browser`, the value of
    /// the browser's cookie. The client and its redirect URI are checked first; until they are known good,
    /// nothing is sent to any URI of the request.
    pub async fn begin_authorization(
        &self,
        parameters: &Parameters,
        browser: &str,
    ) -> Result<Begun, AuthorizeRefusal> {
        let pushed = self.pushed_request(parameters).await.map_err(AuthorizeRefusal::Page)?;
        // A pushed request is the whole request: what stands beside it counts for nothing (RFC 9126 4).
        let parameters = pushed.as_ref().unwrap_or(parameters);
        let app = self.requesting_app(parameters).await.map_err(AuthorizeRefusal::Page)?;
        let redirect_uri = trusted_redirect(&app, parameters).map_err(AuthorizeRefusal::Page)?;
        let refuse = |error| {
            let state = parameters.once("state").ok().flatten();
            AuthorizeRefusal::Redirect(self.error_redirect(redirect_uri, state, error))
        };
        let request = self.check_request(&app, redirect_uri, parameters).map_err(refuse)?;
        let language = request.language.clone();
        let approval = self.start_approval(&app, &request, browser).await.map_err(refuse)?;
        Ok(Begun { approval, language })
    }

    async fn requesting_app(&self, parameters: &Parameters) -> Result<App, AuthorizePageError> {
        let client_id = parameters.once("client_id").map_err(|_| AuthorizePageError::Repeated)?;
        let client_id = client_id.ok_or(AuthorizePageError::MissingClient)?;
        let app = self.platform.app(client_id).await?.ok_or(AuthorizePageError::UnknownClient)?;
        if app.active { Ok(app) } else { Err(AuthorizePageError::InactiveApp { name: app.name }) }
    }

    pub(super) fn check_request(
        &self,
        app: &App,
        redirect_uri: &str,
        parameters: &Parameters,
    ) -> Result<Request, AuthorizeError> {
        parameters.check_unique().map_err(|_| AuthorizeError::Repeated)?;
        refuse_unsupported(parameters)?;
        if !app.authorization_code {
            return Err(AuthorizeError::GrantNotAllowed);
        }
        match parameters.get("response_type") {
            Some("code") => {}
            Some(_) => return Err(AuthorizeError::ResponseType),
            None => return Err(AuthorizeError::MissingResponseType),
        }
        let state = parameters.get("state").ok_or(AuthorizeError::MissingState)?;
        let challenge = check_challenge(parameters)?;
        self.check_audience(parameters)?;
        check_prompt(parameters)?;
        let key = parameters.get("dpop_jkt");
        if key.is_some_and(|key| !dpop::is_thumbprint(key)) {
            return Err(AuthorizeError::Thumbprint);
        }
        let scope = requested_scope(app, parameters.get("scope"))?;
        let language = parameters.get("lang").filter(|language| matches!(*language, "en" | "es"));
        Ok(Request {
            redirect_uri: redirect_uri.to_owned(),
            redirect_given: parameters.get("redirect_uri").is_some(),
            state: state.to_owned(),
            scope: scope.to_string(),
            challenge: challenge.to_owned(),
            nonce: parameters.get("nonce").map(str::to_owned),
            language: language.map(str::to_owned),
            key: key.map(str::to_owned),
        })
    }

    /// `aud` (SMART) and `resource` (RFC 8707) must name this server, where present.
    fn check_audience(&self, parameters: &Parameters) -> Result<(), AuthorizeError> {
        let bases = [Version::V2, Version::V3].map(|version| self.config.fhir_base(version));
        let ours = |audience: &str| bases.iter().any(|base| audience.trim_end_matches('/') == base);
        if !parameters.all("aud").all(ours) {
            return Err(AuthorizeError::ForeignAudience);
        }
        if parameters.all("resource").all(ours) { Ok(()) } else { Err(AuthorizeError::ForeignResource) }
    }

    async fn start_approval(
        &self,
        app: &App,
        request: &Request,
        browser: &str,
    ) -> Result<String, AuthorizeError> {
        let id = self.secret();
        let now = self.now();
        let approval = Approval {
            id: secret::hash(&id),
            browser: secret::hash(browser),
            client_id: app.client_id.clone(),
            request: serde_json::to_string(request).map_err(|_| AuthorizeError::Failed(Failure::Broken))?,
            person: None,
            signed_in_at: None,
            created_at: now,
            expires_at: now.plus_seconds(self.config.approval_seconds),
        };
        self.platform.begin_approval(&approval).await?;
        Ok(id)
    }

    /// Where an error sends the browser (RFC 6749 4.1.2.1, RFC 9207).
    pub(crate) fn error_redirect(
        &self,
        redirect_uri: &str,
        state: Option<&str>,
        error: AuthorizeError,
    ) -> String {
        let description = error.to_string();
        let mut answer = vec![("error", error.code()), ("error_description", description.as_str())];
        answer.extend(state.map(|state| ("state", state)));
        answer.push(("iss", self.config.base_url.as_str()));
        redirect::with_parameters(redirect_uri, &answer)
    }
}

pub(super) fn trusted_redirect<'a>(
    app: &'a App,
    parameters: &'a Parameters,
) -> Result<&'a str, AuthorizePageError> {
    let asked = parameters.once("redirect_uri").map_err(|_| AuthorizePageError::Repeated)?;
    match (asked, app.redirect_uris.as_slice()) {
        (Some(asked), registered) => {
            let known = registered.iter().any(|uri| redirect::matches(uri, asked));
            known.then_some(asked).ok_or(AuthorizePageError::ForeignRedirect)
        }
        (None, [only]) => Ok(only),
        (None, _) => Err(AuthorizePageError::MissingRedirect),
    }
}

fn refuse_unsupported(parameters: &Parameters) -> Result<(), AuthorizeError> {
    let refused = [
        ("client_secret", AuthorizeError::SecretInRequest),
        ("request", AuthorizeError::RequestObject),
        ("request_uri", AuthorizeError::RequestUri),
    ];
    for (name, error) in refused {
        if parameters.get(name).is_some() {
            return Err(error);
        }
    }
    if parameters.get("response_mode").is_some_and(|mode| mode != "query") {
        return Err(AuthorizeError::ResponseMode);
    }
    Ok(())
}

/// `prompt` and `max_age` (OpenID Connect 3.1.2.1). Every request asks the person to sign in and to decide, so all
/// but `none` is met whatever it says.
fn check_prompt(parameters: &Parameters) -> Result<(), AuthorizeError> {
    let prompts: Vec<&str> = parameters.get("prompt").unwrap_or_default().split_whitespace().collect();
    if prompts == ["none"] {
        return Err(AuthorizeError::PromptNone);
    }
    if !prompts.iter().all(|prompt| matches!(*prompt, "login" | "consent" | "select_account")) {
        return Err(AuthorizeError::Prompt);
    }
    match parameters.get("max_age") {
        Some(age) if age.parse::<u32>().is_err() => Err(AuthorizeError::MaxAge),
        _ => Ok(()),
    }
}

fn check_challenge(parameters: &Parameters) -> Result<&str, AuthorizeError> {
    let challenge = parameters.get("code_challenge").ok_or(AuthorizeError::MissingChallenge)?;
    // Without a method RFC 7636 4.3 means `plain`, which is not accepted either.
    if parameters.get("code_challenge_method") != Some("S256") {
        return Err(AuthorizeError::ChallengeMethod);
    }
    pkce::challenge(challenge).ok_or(AuthorizeError::Challenge)
}

/// What the app asks for and may have; all that it may have when it does not say.
fn requested_scope(app: &App, asked: Option<&str>) -> Result<ScopeSet, AuthorizeError> {
    let allowed = ScopeSet::stored(&app.scopes)?.of(Context::Patient);
    let scope = match asked {
        Some(asked) => ScopeSet::parse(asked).map_err(AuthorizeError::Scope)?.narrowed_to(&allowed),
        None => allowed,
    };
    if scope.is_empty() { Err(AuthorizeError::NoScope) } else { Ok(scope) }
}
