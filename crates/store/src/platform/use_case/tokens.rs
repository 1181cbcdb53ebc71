//! Codes and tokens.

use bluestem_model::time::Timestamp;

use super::grants;
use crate::StoreError;
use crate::platform::{
    Code, Entrusted, Exchange, Exchanged, Grant, Hash, NewToken, RefreshToken, Revoked, Rotated, Rotation,
    Token, bind, rows, sql,
};
use crate::sql::{Parameters, Session};

pub(crate) async fn code<S: Session>(session: &S, hash: &Hash) -> Result<Option<Code>, S::Error> {
    session.first(sql::CODE, of(hash), rows::code).await
}

pub(crate) async fn refresh_token<S: Session>(
    session: &S,
    hash: &Hash,
) -> Result<Option<RefreshToken>, S::Error> {
    session.first(sql::REFRESH, of(hash), rows::refresh_token).await
}

pub(crate) async fn token<S: Session>(session: &S, hash: &Hash) -> Result<Option<Token>, S::Error> {
    session.first(sql::TOKEN, of(hash), rows::token).await
}

pub(crate) async fn exchange<S: Session>(session: &S, exchange: &Exchange) -> Result<Exchanged, S::Error> {
    let now = exchange.now;
    let code = vec![(":code", (&exchange.code).into()), (":now", now.into())];
    let grant = session.first(sql::USE_CODE, code, |row| row.number::<i64>(0)).await?;
    let Some(grant) = grant else { return replay(session, exchange).await };
    // Locked, so that of two exchanges under one grant the second replaces the tokens of the first.
    let grant = vec![(":grant", grant.into())];
    let grant = session.first(sql::EXCHANGED_GRANT, grant, |row| rows::grant(row, 0)).await?;
    let Some(grant) = grant.filter(|grant| grant.is_live(now)) else { return Ok(Exchanged::Void) };
    grants::revoke_families(session, grant.id, now).await?;
    let new = bind::family(exchange, grant.id);
    let family = session.first(sql::NEW_FAMILY, new, |row| row.number::<i64>(0)).await?;
    let family = family.ok_or_else(|| StoreError::Damaged("a token family was not stored".to_owned()))?;
    insert_access(session, &exchange.access, Some(family)).await?;
    insert_refresh(session, &exchange.refresh, family).await?;
    let given = vec![(":code", (&exchange.code).into()), (":family", family.into())];
    session.execute(sql::CODE_FAMILY, given).await?;
    Ok(Exchanged::Done(grant))
}

pub(crate) async fn entrust<S: Session>(session: &S, entrusted: &Entrusted) -> Result<Grant, S::Error> {
    let grant = bind::entrusted_grant(entrusted);
    let grant = session.first(sql::ENTRUST_GRANT, grant, |row| rows::grant(row, 0)).await?;
    let grant = grant.ok_or_else(|| StoreError::Damaged("a grant was not stored".to_owned()))?;
    grants::revoke_families(session, grant.id, entrusted.now).await?;
    let new = bind::entrusted_family(entrusted, grant.id);
    let family = session.first(sql::NEW_FAMILY, new, |row| row.number::<i64>(0)).await?;
    let family = family.ok_or_else(|| StoreError::Damaged("a token family was not stored".to_owned()))?;
    insert_access(session, &entrusted.access, Some(family)).await?;
    if let Some(refresh) = &entrusted.refresh {
        insert_refresh(session, refresh, family).await?;
    }
    Ok(grant)
}

/// The code was not there to be used: if it was used before, what it gave is revoked (RFC 6749 4.1.2).
async fn replay<S: Session>(session: &S, exchange: &Exchange) -> Result<Exchanged, S::Error> {
    let code = vec![(":code", (&exchange.code).into())];
    let used = session.first(sql::USED_CODE, code, rows::used_code).await?;
    let Some((grant, family)) = used else { return Ok(Exchanged::Void) };
    if let Some(family) = family {
        revoke_family(session, family, exchange.now).await?;
    }
    Ok(Exchanged::Replayed { grant })
}

pub(crate) async fn rotate<S: Session>(session: &S, rotation: &Rotation) -> Result<Rotated, S::Error> {
    let presented = bind::rotation(rotation);
    let family = session.first(sql::ROTATE, presented, |row| row.number::<i64>(0)).await?;
    let Some(family) = family else { return rotated_before(session, rotation).await };
    session.execute(sql::DROP_ACCESS, vec![(":family", family.into())]).await?;
    let old = vec![(":family", family.into()), (":grace_from", rotation.grace_from.into())];
    session.execute(sql::FORGET_SEEDS, old).await?;
    insert_access(session, &rotation.access, Some(family)).await?;
    insert_refresh(session, &rotation.refresh, family).await?;
    Ok(Rotated::Done)
}

async fn rotated_before<S: Session>(session: &S, rotation: &Rotation) -> Result<Rotated, S::Error> {
    let presented = vec![(":presented", (&rotation.presented).into()), (":now", rotation.now.into())];
    match session.first(sql::ROTATED, presented, rows::rotated).await? {
        None => Ok(Rotated::Void),
        Some((_, at, Some(seed))) if at >= rotation.grace_from => Ok(Rotated::Again { seed }),
        Some((family, ..)) => {
            revoke_family(session, family, rotation.now).await?;
            Ok(Rotated::Reused)
        }
    }
}

pub(crate) async fn revoke<S: Session>(
    session: &S,
    hash: &Hash,
    client_id: &str,
    now: Timestamp,
) -> Result<Revoked, S::Error> {
    if let Some((owner, grant)) = session.first(sql::ACCESS_OWNER, of(hash), rows::access_owner).await? {
        if owner != client_id {
            return Ok(Revoked::Foreign { grant });
        }
        session.execute(sql::REVOKE_ACCESS, of(hash)).await?;
        return Ok(Revoked::Access { grant });
    }
    match session.first(sql::REFRESH_OWNER, of(hash), rows::refresh_owner).await? {
        None => Ok(Revoked::Unknown),
        Some((owner, grant, _)) if owner != client_id => Ok(Revoked::Foreign { grant: Some(grant) }),
        Some((_, grant, family)) => {
            revoke_family(session, family, now).await?;
            Ok(Revoked::Family { grant })
        }
    }
}

/// Stores an access token; without a family it is the app's own.
pub(crate) async fn insert_access<S: Session>(
    session: &S,
    token: &NewToken,
    family: Option<i64>,
) -> Result<(), S::Error> {
    session.execute(sql::NEW_ACCESS, bind::access(token, family)).await?;
    Ok(())
}

async fn insert_refresh<S: Session>(session: &S, hash: &Hash, family: i64) -> Result<(), S::Error> {
    let parameters = vec![(":hash", hash.into()), (":family", family.into())];
    session.execute(sql::NEW_REFRESH, parameters).await?;
    Ok(())
}

async fn revoke_family<S: Session>(session: &S, family: i64, now: Timestamp) -> Result<(), S::Error> {
    session.execute(sql::REVOKE_FAMILY, vec![(":family", family.into()), (":now", now.into())]).await?;
    Ok(())
}

/// Forgets some of what is void at `now`, and of what could be replayed until `replays_before`.
pub(crate) async fn purge<S: Session>(
    session: &S,
    now: Timestamp,
    replays_before: Timestamp,
) -> Result<u64, S::Error> {
    let void = sql::PURGE_VOID.map(|statement| (statement, now));
    let replays = sql::PURGE_REPLAYS.map(|statement| (statement, replays_before));
    let mut forgotten = 0;
    for (statement, before) in void.into_iter().chain(replays) {
        forgotten += session.execute(statement, vec![(":before", before.into())]).await?;
    }
    Ok(forgotten)
}

fn of(hash: &Hash) -> Parameters {
    vec![(":hash", hash.into())]
}
