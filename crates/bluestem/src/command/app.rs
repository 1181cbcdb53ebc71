//! `bluestem app`: registers, lists and disables apps.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use bluestem_auth::Auth;
use bluestem_auth::app::NewApp;
use bluestem_store::platform::ClientKind;

use crate::cli::{AppCommand, AppKind, StoreArgs};
use crate::output::say;
use crate::system::SystemClock;
use crate::wiring::{Stores, auth, data_folder};

/// Scopes of an organisation's backend.
pub(super) const SYSTEM_SCOPES: &str = "system/*.rs";

pub(crate) async fn run(command: AppCommand) -> anyhow::Result<ExitCode> {
    match command {
        AppCommand::Add { name, kind, redirect_uris, store } => {
            add(&open(&store)?, &name, kind, redirect_uris).await?;
        }
        AppCommand::List { store } => list(&open(&store)?).await?,
        AppCommand::Disable { client_id, store } => {
            let auth = open(&store)?;
            auth.set_app_active(&client_id, false).await.with_context(|| format!("app {client_id}"))?;
            say(&format!("disabled {client_id}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn open(store: &StoreArgs) -> anyhow::Result<Auth> {
    let stores = Stores::open(&data_folder(store)?)?;
    // No link is made here, so any base URL serves.
    Ok(auth(&stores, Arc::new(SystemClock), "http://localhost", None))
}

async fn add(auth: &Auth, name: &str, kind: AppKind, redirect_uris: Vec<String>) -> anyhow::Result<()> {
    let mut app = NewApp::new(name, redirect_uris);
    match kind {
        AppKind::Confidential => {}
        AppKind::Public => app.kind = ClientKind::Public,
        AppKind::System => {
            app.authorization_code = false;
            app.client_credentials = true;
            SYSTEM_SCOPES.clone_into(&mut app.scopes);
        }
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
