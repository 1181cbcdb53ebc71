//! Approvals and consent.

use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;
use rusqlite::{Connection, Row, params};

use super::rows;
use crate::StoreError;
use crate::platform::{Approval, Consent, Grant, Hash, sql};

pub(super) fn begin(connection: &Connection, approval: &Approval) -> Result<(), StoreError> {
    let parameters = params![
        approval.id,
        approval.browser,
        approval.client_id,
        approval.request,
        approval.person.map(|person| person.namespace.number()),
        approval.person.map(|person| person.number),
        approval.created_at.0,
        approval.expires_at.0,
    ];
    rows::execute(connection, sql::BEGIN_APPROVAL, parameters)?;
    Ok(())
}

pub(super) fn one(connection: &Connection, id: &Hash) -> Result<Option<Approval>, StoreError> {
    rows::optional(connection, sql::APPROVAL, [id], read)
}

fn read(row: &Row<'_>) -> Result<Approval, StoreError> {
    Ok(Approval {
        id: row.get(0)?,
        browser: row.get(1)?,
        client_id: row.get(2)?,
        request: row.get(3)?,
        person: rows::person(row.get(4)?, row.get(5)?),
        created_at: Timestamp(row.get(6)?),
        expires_at: Timestamp(row.get(7)?),
    })
}

pub(super) fn sign_in(
    connection: &Connection,
    id: &Hash,
    browser: &Hash,
    next: &Hash,
    person: Option<PersonId>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let namespace = person.map(|person| person.namespace.number());
    let number = person.map(|person| person.number);
    let parameters = params![id, browser, next, namespace, number, now.0];
    Ok(rows::execute(connection, sql::SIGN_IN_APPROVAL, parameters)? == 1)
}

pub(super) fn cancel(
    connection: &Connection,
    id: &Hash,
    browser: &Hash,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(rows::execute(connection, sql::CANCEL_APPROVAL, params![id, browser, now.0])? == 1)
}

pub(super) fn consent(connection: &Connection, consent: &Consent) -> Result<Option<Grant>, StoreError> {
    let (namespace, number) = (consent.person.namespace.number(), consent.person.number);
    let approval =
        params![consent.approval, consent.browser, consent.client_id, namespace, number, consent.now.0];
    if rows::execute(connection, sql::CONSENT_APPROVAL, approval)? == 0 {
        return Ok(None);
    }
    let grant = params![
        consent.client_id,
        namespace,
        number,
        consent.scope,
        consent.withheld.bits(),
        consent.now.0,
        consent.grant_until.map(|until| until.0),
    ];
    let grant = rows::optional(connection, sql::CONSENT_GRANT, grant, |row| rows::grant(row, 0))?;
    let grant = grant.ok_or_else(|| StoreError::Damaged("a grant was not stored".to_owned()))?;
    let code = params![
        consent.code,
        consent.client_id,
        grant.id,
        consent.scope,
        consent.redirect_uri,
        consent.redirect_given,
        consent.challenge,
        consent.code_until.0,
    ];
    rows::execute(connection, sql::CONSENT_CODE, code)?;
    Ok(Some(grant))
}
