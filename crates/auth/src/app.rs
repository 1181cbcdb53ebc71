//! Registration of apps.

use bluestem_model::access::ClaimScope;
use bluestem_model::chance::random_id;
use bluestem_store::StoreError;
use bluestem_store::audit::{AuditEvent, EventKind, Outcome};
use bluestem_store::platform::{App, ClientKind, DataAccessType, PersonalInformation, SigningAlgorithm};

use crate::key::{KeySet, KeySetError};
use crate::scope::{self, ScopeSet};
use crate::{Auth, redirect, secret};

/// Scopes of an app that names none: everything that a person can share, in both contexts' usual words.
pub const DEFAULT_SCOPES: &str = "openid profile fhirUser launch/patient offline_access patient/Patient.rs \
                                  patient/Coverage.rs patient/ExplanationOfBenefit.rs";

/// An app to register.
#[derive(Clone)]
pub struct NewApp {
    /// `client_id`; None: a random one.
    pub client_id: Option<String>,
    /// What people read.
    pub name: String,
    /// Whether it can keep a secret.
    pub kind: ClientKind,
    /// Its secret; None: a random one. Only random ones withstand guessing: others are for the sandbox.
    pub secret: Option<String>,
    /// Its public keys as a JWK set, for a confidential app that signs instead of having a secret.
    pub jwks: Option<String>,
    /// Where it publishes them instead (RFC 7591 2): https, or http on this very machine for trying out.
    pub jwks_uri: Option<String>,
    /// How its identity tokens are signed.
    pub identity_algorithm: SigningAlgorithm,
    /// Where a browser may be sent back to.
    pub redirect_uris: Vec<String>,
    /// The scopes it may be given, separated by spaces.
    pub scopes: String,
    /// Whether it may use the authorization code grant.
    pub authorization_code: bool,
    /// Whether it may use the client credentials grant.
    pub client_credentials: bool,
    /// For how long consent lasts.
    pub access_type: DataAccessType,
    /// Whether it works with personal information.
    pub personal_information: PersonalInformation,
    /// Which claims it may see.
    pub claims: ClaimScope,
    /// Whether it stands in the public list of apps.
    pub listed: bool,
    /// What it is.
    pub description: Option<String>,
    /// Its home page.
    pub website_uri: Option<String>,
    /// Its privacy policy.
    pub policy_uri: Option<String>,
    /// Its terms of use.
    pub terms_uri: Option<String>,
}

impl NewApp {
    /// A confidential app for people's claims, with the usual scopes and 13 months of access.
    pub fn new(name: &str, redirect_uris: Vec<String>) -> Self {
        Self {
            client_id: None,
            name: name.to_owned(),
            kind: ClientKind::Confidential,
            secret: None,
            jwks: None,
            jwks_uri: None,
            identity_algorithm: SigningAlgorithm::Rs256,
            redirect_uris,
            scopes: DEFAULT_SCOPES.to_owned(),
            authorization_code: true,
            client_credentials: false,
            access_type: DataAccessType::ThirteenMonth,
            personal_information: PersonalInformation::Required,
            claims: ClaimScope::All,
            listed: false,
            description: None,
            website_uri: None,
            policy_uri: None,
            terms_uri: None,
        }
    }
}

/// A registered app, and its secret in clear: the only time that it is seen.
pub struct RegisteredApp {
    /// The app.
    pub app: App,
    /// Its secret; None for public apps and those that sign.
    pub secret: Option<String>,
}

/// Why an app is not registered or changed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Not 1 to 100 letters, digits, `-`, `_` and `.`.
    #[error("the client id must be 1 to 100 letters, digits, -, _ or .")]
    ClientId,
    /// Somebody else has it.
    #[error("the client id is taken")]
    Taken,
    /// Not 1 to 100 printable characters.
    #[error("the name must be 1 to 100 printable characters")]
    Name,
    /// It can be used for nothing.
    #[error("the app needs at least one grant type")]
    NoGrantType,
    /// Client credentials without a secret.
    #[error("only confidential apps may use client_credentials")]
    PublicClientCredentials,
    /// Keys that cannot be used.
    #[error(transparent)]
    Keys(#[from] KeySetError),
    /// A URL that nobody may be asked at for keys.
    #[error(
        "the URL of the keys must be absolute, without fragment or user, and https, or http to this machine"
    )]
    KeysUri,
    /// Keys beside a secret, of a public app, or both given and published.
    #[error("only a confidential app without a secret may have keys, either given or published at a URL")]
    SuperfluousKeys,
    /// Authorization code without a redirect URI.
    #[error("the app needs at least one redirect URI")]
    NoRedirect,
    /// A redirect URI that may not be registered.
    #[error(
        "redirect URI {0} must be absolute, without fragment or user, and https, http to localhost, or of an app's own scheme"
    )]
    Redirect(String),
    /// A scope that this server does not have, or none at all.
    #[error("the scopes must be ones that this server has, and fit the grant types")]
    Scopes,
    /// A link that is not http or https.
    #[error("link {0} must be an absolute http or https URI")]
    Link(String),
    /// There is no such app.
    #[error("no app has this client id")]
    Unknown,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Auth {
    /// Registers an app.
    pub async fn add_app(&self, new: NewApp) -> Result<RegisteredApp, AppError> {
        check(&new)?;
        let secret = match new.kind {
            ClientKind::Public => None,
            ClientKind::Confidential if signs(&new) => None,
            ClientKind::Confidential => Some(new.secret.unwrap_or_else(|| self.secret())),
        };
        let scopes = ScopeSet::parse(&new.scopes).map_err(|_| AppError::Scopes)?;
        let never = new.personal_information == PersonalInformation::Never;
        let scopes = if never { scopes.without_personal() } else { scopes };
        let app = App {
            client_id: new.client_id.unwrap_or_else(|| random_id(self.random.as_ref())),
            name: new.name,
            kind: new.kind,
            secret: secret.as_deref().map(secret::hash),
            jwks: new.jwks,
            jwks_uri: new.jwks_uri,
            identity_algorithm: new.identity_algorithm,
            redirect_uris: new.redirect_uris,
            scopes: scopes.to_string(),
            authorization_code: new.authorization_code,
            client_credentials: new.client_credentials,
            access_type: new.access_type,
            personal_information: new.personal_information,
            claims: new.claims,
            active: true,
            listed: new.listed,
            description: new.description,
            website_uri: new.website_uri,
            policy_uri: new.policy_uri,
            terms_uri: new.terms_uri,
            created_at: self.now(),
        };
        if !self.platform.add_app(&app).await? {
            return Err(AppError::Taken);
        }
        self.record_app(&app.client_id, "registered").await?;
        Ok(RegisteredApp { app, secret })
    }

    /// Every app, by client id.
    pub async fn apps(&self) -> Result<Vec<App>, StoreError> {
        self.platform.apps().await
    }

    /// Switches an app on or off. Switched off, its tokens open nothing; they do again when it is switched on.
    pub async fn set_app_active(&self, client_id: &str, active: bool) -> Result<(), AppError> {
        if !self.platform.set_app_active(client_id, active).await? {
            return Err(AppError::Unknown);
        }
        Ok(self.record_app(client_id, if active { "enabled" } else { "disabled" }).await?)
    }

    /// Sets where browsers may be sent back to.
    pub async fn set_redirect_uris(&self, client_id: &str, redirect_uris: &[String]) -> Result<(), AppError> {
        check_redirects(redirect_uris)?;
        if !self.platform.set_redirect_uris(client_id, redirect_uris).await? {
            return Err(AppError::Unknown);
        }
        Ok(self.record_app(client_id, "redirect-uris").await?)
    }

    async fn record_app(&self, client_id: &str, what: &str) -> Result<(), StoreError> {
        let event = AuditEvent {
            client_id: Some(client_id.to_owned()),
            what: Some(what.to_owned()),
            ..AuditEvent::new(self.now(), EventKind::App, Outcome::Success)
        };
        self.recorder.append(event).await
    }
}

fn check(new: &NewApp) -> Result<(), AppError> {
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let client_id = new.client_id.as_deref().unwrap_or("random");
    if !(1..=100).contains(&client_id.len()) || !client_id.bytes().all(letters) {
        return Err(AppError::ClientId);
    }
    let name = new.name.trim();
    if !(1..=100).contains(&name.chars().count()) || name != new.name || name.chars().any(char::is_control) {
        return Err(AppError::Name);
    }
    if !new.authorization_code && !new.client_credentials {
        return Err(AppError::NoGrantType);
    }
    if new.client_credentials && new.kind == ClientKind::Public {
        return Err(AppError::PublicClientCredentials);
    }
    check_keys(new)?;
    if new.authorization_code && new.redirect_uris.is_empty() {
        return Err(AppError::NoRedirect);
    }
    check_redirects(&new.redirect_uris)?;
    let scopes = scope::parse(&new.scopes).map_err(|_| AppError::Scopes)?;
    if scopes.others || scopes.set.is_empty() {
        return Err(AppError::Scopes);
    }
    let links = [&new.website_uri, &new.policy_uri, &new.terms_uri];
    match links.into_iter().flatten().find(|link| !is_link(link)) {
        Some(bad) => Err(AppError::Link(bad.clone())),
        None => Ok(()),
    }
}

/// Whether it has keys of its own instead of a secret.
fn signs(new: &NewApp) -> bool {
    new.jwks.is_some() || new.jwks_uri.is_some()
}

fn check_keys(new: &NewApp) -> Result<(), AppError> {
    if let Some(keys) = &new.jwks {
        KeySet::parse(keys)?;
    }
    if new.jwks_uri.as_deref().is_some_and(|uri| !redirect::may_serve_keys(uri)) {
        return Err(AppError::KeysUri);
    }
    let superfluous = new.kind == ClientKind::Public || new.secret.is_some();
    if (signs(new) && superfluous) || (new.jwks.is_some() && new.jwks_uri.is_some()) {
        return Err(AppError::SuperfluousKeys);
    }
    Ok(())
}

fn check_redirects(uris: &[String]) -> Result<(), AppError> {
    match uris.iter().find(|uri| !redirect::may_register(uri)) {
        Some(bad) => Err(AppError::Redirect(bad.clone())),
        None => Ok(()),
    }
}

/// Whether a page may link to it: http or https, nothing that runs in the browser.
fn is_link(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}
