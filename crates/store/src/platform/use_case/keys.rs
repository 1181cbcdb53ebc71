//! Signing keys of the server and used assertions of apps.

use bluestem_model::time::Timestamp;

use crate::platform::{Hash, SigningKey, bind, key_sql, rows};
use crate::sql::Session;

pub(crate) async fn add<S: Session>(session: &S, key: &SigningKey) -> Result<bool, S::Error> {
    Ok(session.execute(key_sql::ADD_SIGNING_KEY, bind::signing_key(key)).await? == 1)
}

pub(crate) async fn rotate<S: Session>(session: &S, key: &SigningKey) -> Result<bool, S::Error> {
    let retired = vec![(":algorithm", key.algorithm.number().into()), (":created_at", key.created_at.into())];
    session.execute(key_sql::RETIRE_SIGNING_KEY, retired).await?;
    add(session, key).await
}

pub(crate) async fn all<S: Session>(
    session: &S,
    retired_after: Timestamp,
) -> Result<Vec<SigningKey>, S::Error> {
    let parameters = vec![(":retired_after", retired_after.into())];
    session.rows(key_sql::SIGNING_KEYS, parameters, rows::signing_key).await
}

pub(crate) async fn use_assertion<S: Session>(
    session: &S,
    hash: &Hash,
    expires_at: Timestamp,
) -> Result<bool, S::Error> {
    let parameters = vec![(":hash", hash.into()), (":expires_at", expires_at.into())];
    Ok(session.execute(key_sql::USE_ASSERTION, parameters).await? == 1)
}
