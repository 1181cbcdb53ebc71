//! Codes and tokens.

use bluestem_model::time::Timestamp;
use rusqlite::{Connection, Row, params};

use super::{grants, rows};
use crate::StoreError;
use crate::platform::{
    Code, Exchange, Exchanged, Hash, NewToken, RefreshToken, Revoked, Rotated, Rotation, Token, sql,
};

pub(super) fn code(connection: &Connection, hash: &Hash) -> Result<Option<Code>, StoreError> {
    rows::optional(connection, sql::CODE, [hash], |row| {
        Ok(Code {
            client_id: row.get(0)?,
            grant: row.get(1)?,
            scope: row.get(2)?,
            redirect_uri: row.get(3)?,
            redirect_given: row.get(4)?,
            challenge: row.get(5)?,
            expires_at: Timestamp(row.get(6)?),
            used_at: row.get::<_, Option<i64>>(7)?.map(Timestamp),
        })
    })
}

pub(super) fn exchange(connection: &Connection, exchange: &Exchange) -> Result<Exchanged, StoreError> {
    let now = exchange.now;
    let used = params![exchange.code, now.0];
    let grant: Option<i64> = rows::optional(connection, sql::USE_CODE, used, |row| Ok(row.get(0)?))?;
    let Some(grant) = grant else { return replay(connection, exchange) };
    let Some(grant) = grants::by_id(connection, grant)?.filter(|grant| grant.is_live(now)) else {
        return Ok(Exchanged::Void);
    };
    rows::execute(connection, sql::REVOKE_FAMILIES, params![grant.id, now.0])?;
    let family = params![grant.id, exchange.access.scope, now.0];
    let family: Option<i64> = rows::optional(connection, sql::NEW_FAMILY, family, |row| Ok(row.get(0)?))?;
    let family = family.ok_or_else(|| StoreError::Damaged("a token family was not stored".to_owned()))?;
    insert_access(connection, &exchange.access, Some(family))?;
    rows::execute(connection, sql::NEW_REFRESH, params![exchange.refresh, family])?;
    rows::execute(connection, sql::CODE_FAMILY, params![exchange.code, family])?;
    Ok(Exchanged::Done(grant))
}

/// The code was not there to be used: if it was used before, what it gave is revoked (RFC 6749 4.1.2).
fn replay(connection: &Connection, exchange: &Exchange) -> Result<Exchanged, StoreError> {
    let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?));
    let used = rows::optional(connection, sql::USED_CODE, [exchange.code], read)?;
    let Some((grant, family)) = used else { return Ok(Exchanged::Void) };
    if let Some(family) = family {
        rows::execute(connection, sql::REVOKE_FAMILY, params![family, exchange.now.0])?;
    }
    Ok(Exchanged::Replayed { grant })
}

pub(super) fn insert_access(
    connection: &Connection,
    token: &NewToken,
    family: Option<i64>,
) -> Result<(), StoreError> {
    let parameters =
        params![token.hash, token.client_id, family, token.scope, token.issued_at.0, token.expires_at.0];
    rows::execute(connection, sql::NEW_ACCESS, parameters)?;
    Ok(())
}

pub(super) fn refresh_token(
    connection: &Connection,
    hash: &Hash,
) -> Result<Option<RefreshToken>, StoreError> {
    rows::optional(connection, sql::REFRESH, [hash], |row| {
        let grant = rows::grant(row, 4)?;
        Ok(RefreshToken {
            client_id: grant.client_id.clone(),
            family: row.get(0)?,
            scope: row.get(1)?,
            rotated_at: row.get::<_, Option<i64>>(2)?.map(Timestamp),
            revoked: row.get(3)?,
            grant,
        })
    })
}

pub(super) fn rotate(connection: &Connection, rotation: &Rotation) -> Result<Rotated, StoreError> {
    let now = rotation.now.0;
    let parameters = params![rotation.presented, now, rotation.seed];
    let family: Option<i64> = rows::optional(connection, sql::ROTATE, parameters, |row| Ok(row.get(0)?))?;
    let Some(family) = family else { return rotated_before(connection, rotation) };
    rows::execute(connection, sql::DROP_ACCESS, [family])?;
    rows::execute(connection, sql::FORGET_SEEDS, params![family, rotation.grace_from.0])?;
    insert_access(connection, &rotation.access, Some(family))?;
    rows::execute(connection, sql::NEW_REFRESH, params![rotation.refresh, family])?;
    Ok(Rotated::Done)
}

fn rotated_before(connection: &Connection, rotation: &Rotation) -> Result<Rotated, StoreError> {
    let read =
        |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, Timestamp(row.get(1)?), row.get::<_, Option<Hash>>(2)?));
    let before = rows::optional(connection, sql::ROTATED, params![rotation.presented, rotation.now.0], read)?;
    match before {
        None => Ok(Rotated::Void),
        Some((_, at, Some(seed))) if at >= rotation.grace_from => Ok(Rotated::Again { seed }),
        Some((family, ..)) => {
            rows::execute(connection, sql::REVOKE_FAMILY, params![family, rotation.now.0])?;
            Ok(Rotated::Reused)
        }
    }
}

pub(super) fn token(connection: &Connection, hash: &Hash) -> Result<Option<Token>, StoreError> {
    rows::optional(connection, sql::TOKEN, [hash], |row| {
        let family: Option<i64> = row.get(4)?;
        Ok(Token {
            client_id: row.get(0)?,
            scope: row.get(1)?,
            issued_at: Timestamp(row.get(2)?),
            expires_at: Timestamp(row.get(3)?),
            revoked: row.get(5)?,
            app_active: row.get(6)?,
            app_name: row.get(7)?,
            app_scopes: row.get(8)?,
            app_claims: rows::claim_scope(row.get(9)?)?,
            grant: family.map(|_| rows::grant(row, 10)).transpose()?,
        })
    })
}

pub(super) fn revoke(
    connection: &Connection,
    hash: &Hash,
    client_id: &str,
    now: Timestamp,
) -> Result<Revoked, StoreError> {
    let access = rows::optional(connection, sql::ACCESS_OWNER, [hash], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?))
    })?;
    if let Some((owner, grant)) = access {
        if owner != client_id {
            return Ok(Revoked::Foreign);
        }
        rows::execute(connection, sql::REVOKE_ACCESS, [hash])?;
        return Ok(Revoked::Access { grant });
    }
    let refresh = rows::optional(connection, sql::REFRESH_OWNER, [hash], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
    })?;
    match refresh {
        None => Ok(Revoked::Unknown),
        Some((owner, ..)) if owner != client_id => Ok(Revoked::Foreign),
        Some((_, grant, family)) => {
            rows::execute(connection, sql::REVOKE_FAMILY, params![family, now.0])?;
            Ok(Revoked::Family { grant })
        }
    }
}

pub(super) fn purge(
    connection: &Connection,
    now: Timestamp,
    replays_before: Timestamp,
) -> Result<u64, StoreError> {
    let mut forgotten = 0;
    for statement in sql::PURGE {
        forgotten += rows::execute(connection, statement, params![now.0, replays_before.0])?;
    }
    Ok(u64::try_from(forgotten).unwrap_or(u64::MAX))
}
