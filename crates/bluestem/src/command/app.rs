//! `bluestem app`: registers, lists and disables apps.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use bluestem_auth::app::NewApp;
use bluestem_auth::fetch::Nowhere;
use bluestem_auth::{Auth, AuthConfig};
use bluestem_store::platform::{ClientKind, SigningAlgorithm};

use crate::cli::{AppCommand, AppKind, IdTokenAlgorithm, StoreArgs};
use crate::output::say;
use crate::place::Place;
use crate::system::SystemClock;
use crate::wiring::{Stores, auth};

/// Scopes of an organisation's backend.
pub(super) const SYSTEM_SCOPES: &str = "system/*.rs";

pub(crate) async fn run(command: AppCommand) -> anyhow::Result<ExitCode> {
    match command {
        AppCommand::Add { name, kind, redirect_uris, scopes, jwks, jwks_uri, id_token, terms, store } => {
            let mut app = terms.of(NewApp::new(&name, redirect_uris));
            app.jwks = jwks.as_deref().map(read).transpose()?;
            app.jwks_uri = jwks_uri;
            app.identity_algorithm = match id_token {
                IdTokenAlgorithm::Rs256 => SigningAlgorithm::Rs256,
                IdTokenAlgorithm::Es256 => SigningAlgorithm::Es256,
            };
            add(&open(&store).await?, app, kind, &scopes.join(" ")).await?;
        }
        AppCommand::List { store } => list(&open(&store).await?).await?,
        AppCommand::Disable { client_id, store } => {
            let auth = open(&store).await?;
            auth.set_app_active(&client_id, false).await.with_context(|| format!("app {client_id}"))?;
            say(&format!("disabled {client_id}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The authorization server over a command's stores.
pub(super) async fn open(store: &StoreArgs) -> anyhow::Result<Auth> {
    let stores = Stores::open(&Place::of(store)?).await?;
    // No link is made here, so any base URL serves.
    Ok(auth(&stores, Arc::new(SystemClock), AuthConfig::new("http://localhost"), None, Arc::new(Nowhere)))
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

async fn add(auth: &Auth, mut app: NewApp, kind: AppKind, scopes: &str) -> anyhow::Result<()> {
    match kind {
        AppKind::Confidential => {}
        AppKind::Public => app.kind = ClientKind::Public,
        AppKind::System => {
            app.authorization_code = false;
            app.client_credentials = true;
            SYSTEM_SCOPES.clone_into(&mut app.scopes);
        }
    }
    if !scopes.is_empty() {
        scopes.clone_into(&mut app.scopes);
    }
    let registered = auth.add_app(app).await?;
    say(&format!("client_id      {}", registered.app.client_id));
    if let Some(secret) = registered.secret {
        say(&format!("client_secret  {secret}"));
        say("The secret is not kept and not shown again.");
    }
    Ok(())
}

async fn list(auth: &Auth) -> anyhow::Result<()> {
    for app in auth.apps().await? {
        let kind = match app.kind {
            ClientKind::Public => "public",
            ClientKind::Confidential => "confidential",
        };
        let state = if app.active { "active" } else { "disabled" };
        let redirects = app.redirect_uris.join(" ");
        say(&format!("{}\t{state}\t{kind}\t{}\t{}\t{redirects}", app.client_id, app.name, app.scopes));
    }
    Ok(())
}
