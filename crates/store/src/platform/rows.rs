//! Rows to what they mean, whatever the backend.

use bluestem_model::access::ClaimScope;
use bluestem_model::id::{Namespace, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;

use super::{
    App, Approval, BrowserSession, ClientKind, Code, DataAccessType, EndReason, Failures, Grant, Hash,
    PersonalInformation, PushedRequest, RefreshToken, SigningAlgorithm, SigningKey, Token,
};
use crate::StoreError;
use crate::sql::Cells;

pub(crate) fn app(row: &dyn Cells) -> Result<App, StoreError> {
    Ok(App {
        client_id: row.string(0)?,
        name: row.string(1)?,
        kind: known(ClientKind::from_number(row.number(2)?))?,
        secret: row.hash(3)?,
        redirect_uris: row.string(4)?.lines().map(str::to_owned).collect(),
        scopes: row.string(5)?,
        authorization_code: row.flag(6)?,
        client_credentials: row.flag(7)?,
        access_type: known(DataAccessType::from_number(row.number(8)?))?,
        personal_information: known(PersonalInformation::from_number(row.number(9)?))?,
        claims: claim_scope(row.number(10)?)?,
        active: row.flag(11)?,
        description: row.text(12)?,
        website_uri: row.text(13)?,
        policy_uri: row.text(14)?,
        terms_uri: row.text(15)?,
        created_at: Timestamp(row.number(16)?),
        jwks: row.text(17)?,
        jwks_uri: row.text(18)?,
        identity_algorithm: known(SigningAlgorithm::from_number(row.number(19)?))?,
        listed: row.flag(20)?,
    })
}

pub(crate) fn failures(row: &dyn Cells) -> Result<Failures, StoreError> {
    Ok(Failures { place: row.number(0)?, count: row.number(1)?, until: Timestamp(row.number(2)?) })
}

pub(crate) fn approval(row: &dyn Cells) -> Result<Approval, StoreError> {
    Ok(Approval {
        id: known(row.hash(0)?)?,
        browser: known(row.hash(1)?)?,
        client_id: row.string(2)?,
        request: row.string(3)?,
        person: person(row, 4)?,
        created_at: Timestamp(row.number(6)?),
        expires_at: Timestamp(row.number(7)?),
        signed_in_at: moment(row, 8)?,
    })
}

pub(crate) fn browser_session(row: &dyn Cells) -> Result<BrowserSession, StoreError> {
    Ok(BrowserSession {
        id: known(row.hash(0)?)?,
        content: row.string(1)?,
        person: person(row, 2)?,
        created_at: Timestamp(row.number(4)?),
        seen_at: Timestamp(row.number(5)?),
        expires_at: Timestamp(row.number(6)?),
    })
}

pub(crate) fn pushed_request(row: &dyn Cells) -> Result<PushedRequest, StoreError> {
    Ok(PushedRequest {
        id: known(row.hash(0)?)?,
        client_id: row.string(1)?,
        content: row.string(2)?,
        expires_at: Timestamp(row.number(3)?),
    })
}

/// A grant, the first column of which is number `first`.
pub(crate) fn grant(row: &dyn Cells, first: usize) -> Result<Grant, StoreError> {
    let ended = match moment(row, first + 9)? {
        Some(at) => Some((at, known(EndReason::from_number(row.number(first + 10)?))?)),
        None => None,
    };
    Ok(Grant {
        id: row.number(first)?,
        client_id: row.string(first + 1)?,
        person: known(person(row, first + 2)?)?,
        scope: row.string(first + 4)?,
        withheld: Labels::from_bits(row.number(first + 5)?),
        created_at: Timestamp(row.number(first + 6)?),
        renewed_at: Timestamp(row.number(first + 7)?),
        expires_at: moment(row, first + 8)?,
        ended,
    })
}

pub(crate) fn code(row: &dyn Cells) -> Result<Code, StoreError> {
    Ok(Code {
        client_id: row.string(0)?,
        grant: row.number(1)?,
        scope: row.string(2)?,
        redirect_uri: row.string(3)?,
        redirect_given: row.flag(4)?,
        challenge: row.string(5)?,
        expires_at: Timestamp(row.number(6)?),
        used_at: moment(row, 7)?,
        nonce: row.text(8)?,
        signed_in_at: moment(row, 9)?,
        key: row.text(10)?,
        person: known(person(row, 11)?)?,
    })
}

/// Grant and family of a code that was used.
pub(crate) fn used_code(row: &dyn Cells) -> Result<(i64, Option<i64>), StoreError> {
    Ok((row.number(0)?, row.integer(1)?))
}

pub(crate) fn refresh_token(row: &dyn Cells) -> Result<RefreshToken, StoreError> {
    let grant = grant(row, 5)?;
    Ok(RefreshToken {
        client_id: grant.client_id.clone(),
        family: row.number(0)?,
        scope: row.string(1)?,
        rotated_at: moment(row, 2)?,
        revoked: moment(row, 3)?.is_some(),
        key: row.text(4)?,
        grant,
    })
}

/// Family, time of rotation and seed of a refresh token that was rotated.
pub(crate) fn rotated(row: &dyn Cells) -> Result<(i64, Timestamp, Option<Hash>), StoreError> {
    Ok((row.number(0)?, Timestamp(row.number(1)?), row.hash(2)?))
}

pub(crate) fn token(row: &dyn Cells) -> Result<Token, StoreError> {
    Ok(Token {
        client_id: row.string(0)?,
        scope: row.string(1)?,
        issued_at: Timestamp(row.number(2)?),
        expires_at: Timestamp(row.number(3)?),
        revoked: moment(row, 5)?.is_some(),
        app_active: row.flag(6)?,
        app_name: row.string(7)?,
        app_scopes: row.string(8)?,
        app_claims: claim_scope(row.number(9)?)?,
        key: row.text(10)?,
        // A token of a family always has a grant: a missing one is damage, never an app's own token.
        grant: row.integer(4)?.map(|_| grant(row, 11)).transpose()?,
    })
}

/// The app and the grant of an access token.
pub(crate) fn access_owner(row: &dyn Cells) -> Result<(String, Option<i64>), StoreError> {
    Ok((row.string(0)?, row.integer(1)?))
}

/// The app, the grant and the family of a refresh token.
pub(crate) fn refresh_owner(row: &dyn Cells) -> Result<(String, i64, i64), StoreError> {
    Ok((row.string(0)?, row.number(1)?, row.number(2)?))
}

/// The stored number of which claims an app may see.
pub(crate) fn claim_scope_number(claims: ClaimScope) -> u8 {
    match claims {
        ClaimScope::All => 0,
        ClaimScope::PartD => 1,
    }
}

fn claim_scope(number: u8) -> Result<ClaimScope, StoreError> {
    match number {
        0 => Ok(ClaimScope::All),
        1 => Ok(ClaimScope::PartD),
        _ => known(None),
    }
}

pub(crate) fn signing_key(row: &dyn Cells) -> Result<SigningKey, StoreError> {
    Ok(SigningKey {
        kid: row.string(0)?,
        algorithm: known(SigningAlgorithm::from_number(row.number(1)?))?,
        sealed: row.bytes(2)?,
        public: row.string(3)?,
        created_at: Timestamp(row.number(4)?),
        retired_at: moment(row, 5)?,
    })
}

/// A person, from namespace in `first` and number behind it.
fn person(row: &dyn Cells, first: usize) -> Result<Option<PersonId>, StoreError> {
    let Some(number) = row.integer(first + 1)? else { return Ok(None) };
    let namespace = known(Namespace::from_number(row.number(first)?))?;
    Ok(Some(PersonId { namespace, number }))
}

fn moment(row: &dyn Cells, place: usize) -> Result<Option<Timestamp>, StoreError> {
    Ok(row.integer(place)?.map(Timestamp))
}

/// Refuses what has no meaning: it must not be taken for a permission.
fn known<T>(value: Option<T>) -> Result<T, StoreError> {
    value.ok_or_else(|| StoreError::Damaged("a value of the platform store has no meaning".to_owned()))
}
