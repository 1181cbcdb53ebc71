//! Pushed authorization requests.

use crate::platform::{Hash, PushedRequest, bind, rows, sql};
use crate::sql::Session;

pub(crate) async fn push<S: Session>(session: &S, request: &PushedRequest) -> Result<(), S::Error> {
    session.execute(sql::PUSH_REQUEST, bind::pushed_request(request)).await?;
    Ok(())
}

pub(crate) async fn take<S: Session>(session: &S, id: &Hash) -> Result<Option<PushedRequest>, S::Error> {
    session.first(sql::TAKE_PUSHED_REQUEST, vec![(":id", id.into())], rows::pushed_request).await
}
