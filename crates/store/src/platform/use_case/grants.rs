//! Grants.

use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;

use crate::platform::{EndReason, Grant, bind, rows, sql};
use crate::sql::Session;

pub(crate) async fn open<S: Session>(
    session: &S,
    client_id: &str,
    person: PersonId,
) -> Result<Option<Grant>, S::Error> {
    let mut parameters = bind::person(Some(person));
    parameters.push((":client_id", client_id.into()));
    session.first(sql::GRANT, parameters, |row| rows::grant(row, 0)).await
}

pub(crate) async fn of_person<S: Session>(session: &S, person: PersonId) -> Result<Vec<Grant>, S::Error> {
    session.rows(sql::GRANTS_OF, bind::person(Some(person)), |row| rows::grant(row, 0)).await
}

pub(crate) async fn end<S: Session>(
    session: &S,
    grant: i64,
    reason: EndReason,
    now: Timestamp,
) -> Result<bool, S::Error> {
    let parameters =
        vec![(":grant", grant.into()), (":now", now.into()), (":reason", reason.number().into())];
    let ended = session.execute(sql::END_GRANT, parameters).await? == 1;
    revoke_families(session, grant, now).await?;
    Ok(ended)
}

/// Voids every token of a grant.
pub(super) async fn revoke_families<S: Session>(
    session: &S,
    grant: i64,
    now: Timestamp,
) -> Result<(), S::Error> {
    session.execute(sql::REVOKE_FAMILIES, vec![(":grant", grant.into()), (":now", now.into())]).await?;
    Ok(())
}
