//! The apps that every sandbox has. Their secrets are public.

use bluestem_auth::Auth;
use bluestem_auth::app::{AppError, NewApp};
use bluestem_store::platform::ClientKind;
use bluestem_web::base_url::BaseUrl;
use bluestem_web::state::SampleApp;

use crate::command::app::SYSTEM_SCOPES;

/// A confidential app for people's claims.
pub(super) const APP: &str = "sandbox-app";
/// The same without a secret.
pub(super) const PUBLIC: &str = "sandbox-public";
/// An organisation's backend that may read everybody.
pub(super) const SYSTEM: &str = "sandbox-system";
/// The secret of those that have one.
pub(super) const SECRET: &str = "sandbox-secret";

/// Registers what is not registered yet; what is gets this start's redirect URIs.
pub(super) async fn register(auth: &Auth, base_url: &BaseUrl, port: u16) -> Result<(), AppError> {
    let redirects = redirect_uris(base_url, port);
    let app = |client_id: &str, name: &str| NewApp {
        client_id: Some(client_id.to_owned()),
        secret: Some(SECRET.to_owned()),
        ..NewApp::new(name, redirects.clone())
    };
    let public = NewApp { kind: ClientKind::Public, secret: None, ..app(PUBLIC, "Sandbox public app") };
    let system = NewApp {
        redirect_uris: Vec::new(),
        scopes: SYSTEM_SCOPES.to_owned(),
        authorization_code: false,
        client_credentials: true,
        ..app(SYSTEM, "Sandbox system")
    };
    for new in [app(APP, "TestApp"), public, system] {
        let (client_id, redirects) = (new.client_id.clone(), new.redirect_uris.clone());
        match (auth.add_app(new).await, client_id) {
            (Ok(_), _) => {}
            (Err(AppError::Taken), Some(taken)) => auth.set_redirect_uris(&taken, &redirects).await?,
            (Err(error), _) => return Err(error),
        }
    }
    Ok(())
}

/// One of them as the sandbox's pages show it.
pub(super) fn sample(client_id: &str) -> SampleApp {
    let client_secret = (client_id != PUBLIC).then(|| SECRET.to_owned());
    SampleApp { client_id: client_id.to_owned(), client_secret, system: client_id == SYSTEM }
}

/// Where the sandbox's apps may be called back: at sample apps' usual place and at the test client.
fn redirect_uris(base_url: &BaseUrl, port: u16) -> Vec<String> {
    let mut uris = vec![
        "http://localhost:3001/api/bluebutton/callback/".to_owned(),
        "http://localhost:8000/testclient/callback".to_owned(),
        format!("http://localhost:{port}/testclient/callback"),
        base_url.join("/testclient/callback"),
    ];
    uris.sort_unstable();
    uris.dedup();
    uris
}
