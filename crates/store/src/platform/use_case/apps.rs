//! Apps.

use crate::platform::{App, bind, rows, sql};
use crate::sql::Session;

pub(crate) async fn add<S: Session>(session: &S, app: &App) -> Result<bool, S::Error> {
    Ok(session.execute(sql::ADD_APP, bind::app(app)).await? == 1)
}

pub(crate) async fn one<S: Session>(session: &S, client_id: &str) -> Result<Option<App>, S::Error> {
    session.first(sql::APP, vec![(":client_id", client_id.into())], rows::app).await
}

pub(crate) async fn all<S: Session>(session: &S) -> Result<Vec<App>, S::Error> {
    session.rows(sql::APPS, Vec::new(), rows::app).await
}

pub(crate) async fn set_active<S: Session>(
    session: &S,
    client_id: &str,
    active: bool,
) -> Result<bool, S::Error> {
    let parameters = vec![(":client_id", client_id.into()), (":active", active.into())];
    Ok(session.execute(sql::SET_APP_ACTIVE, parameters).await? == 1)
}

pub(crate) async fn set_redirect_uris<S: Session>(
    session: &S,
    client_id: &str,
    redirect_uris: &[String],
) -> Result<bool, S::Error> {
    let parameters =
        vec![(":client_id", client_id.into()), (":redirect_uris", bind::redirect_uris(redirect_uris))];
    Ok(session.execute(sql::SET_REDIRECT_URIS, parameters).await? == 1)
}
