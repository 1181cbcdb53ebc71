//! Browser sessions.

use bluestem_model::time::Timestamp;

use crate::platform::{BrowserSession, Hash, bind, rows, sql};
use crate::sql::Session;

pub(crate) async fn begin<S: Session>(session: &S, begun: &BrowserSession) -> Result<(), S::Error> {
    session.execute(sql::BEGIN_SESSION, bind::browser_session(begun)).await?;
    Ok(())
}

pub(crate) async fn one<S: Session>(session: &S, id: &Hash) -> Result<Option<BrowserSession>, S::Error> {
    session.first(sql::SESSION, vec![(":id", id.into())], rows::browser_session).await
}

pub(crate) async fn see<S: Session>(session: &S, id: &Hash, now: Timestamp) -> Result<(), S::Error> {
    session.execute(sql::SEE_SESSION, vec![(":id", id.into()), (":now", now.into())]).await?;
    Ok(())
}

pub(crate) async fn end<S: Session>(session: &S, id: &Hash) -> Result<Option<BrowserSession>, S::Error> {
    session.first(sql::END_SESSION, vec![(":id", id.into())], rows::browser_session).await
}
