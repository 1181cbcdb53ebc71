//! Approvals and consent.

use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;

use crate::StoreError;
use crate::platform::{Approval, Consent, Grant, Hash, bind, rows, sql};
use crate::sql::Session;

pub(crate) async fn begin<S: Session>(session: &S, approval: &Approval) -> Result<(), S::Error> {
    session.execute(sql::BEGIN_APPROVAL, bind::approval(approval)).await?;
    Ok(())
}

pub(crate) async fn one<S: Session>(session: &S, id: &Hash) -> Result<Option<Approval>, S::Error> {
    session.first(sql::APPROVAL, vec![(":id", id.into())], rows::approval).await
}

pub(crate) async fn sign_in<S: Session>(
    session: &S,
    id: &Hash,
    browser: &Hash,
    next: &Hash,
    person: Option<PersonId>,
    now: Timestamp,
) -> Result<bool, S::Error> {
    let mut parameters = bind::person(person);
    parameters.extend([
        (":id", id.into()),
        (":browser", browser.into()),
        (":next", next.into()),
        (":now", now.into()),
    ]);
    Ok(session.execute(sql::SIGN_IN_APPROVAL, parameters).await? == 1)
}

pub(crate) async fn cancel<S: Session>(
    session: &S,
    id: &Hash,
    browser: &Hash,
    now: Timestamp,
) -> Result<bool, S::Error> {
    let parameters = vec![(":id", id.into()), (":browser", browser.into()), (":now", now.into())];
    Ok(session.execute(sql::CANCEL_APPROVAL, parameters).await? == 1)
}

pub(crate) async fn consent<S: Session>(session: &S, consent: &Consent) -> Result<Option<Grant>, S::Error> {
    if session.execute(sql::CONSENT_APPROVAL, bind::consent_approval(consent)).await? == 0 {
        return Ok(None);
    }
    let grant =
        session.first(sql::CONSENT_GRANT, bind::consent_grant(consent), |row| rows::grant(row, 0)).await?;
    let grant = grant.ok_or_else(|| StoreError::Damaged("a grant was not stored".to_owned()))?;
    session.execute(sql::CONSENT_CODE, bind::consent_code(consent, grant.id)).await?;
    Ok(Some(grant))
}
