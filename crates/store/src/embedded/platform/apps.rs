//! Apps.

use rusqlite::{Connection, params};

use super::rows;
use crate::StoreError;
use crate::platform::{App, sql};

pub(super) fn add(connection: &Connection, app: &App) -> Result<bool, StoreError> {
    let parameters = params![
        app.client_id,
        app.name,
        app.kind.number(),
        app.secret,
        app.redirect_uris.join("\n"),
        app.scopes,
        app.authorization_code,
        app.client_credentials,
        app.access_type.number(),
        app.personal_information.number(),
        rows::claim_scope_number(app.claims),
        app.active,
        app.description,
        app.website_uri,
        app.policy_uri,
        app.terms_uri,
        app.created_at.0,
    ];
    Ok(rows::execute(connection, sql::ADD_APP, parameters)? == 1)
}

pub(super) fn one(connection: &Connection, client_id: &str) -> Result<Option<App>, StoreError> {
    rows::optional(connection, sql::APP, [client_id], rows::app)
}

pub(super) fn all(connection: &Connection) -> Result<Vec<App>, StoreError> {
    rows::all(connection, sql::APPS, [], rows::app)
}

pub(super) fn set_active(connection: &Connection, client_id: &str, active: bool) -> Result<bool, StoreError> {
    Ok(rows::execute(connection, sql::SET_APP_ACTIVE, params![client_id, active])? == 1)
}
