//! The statements of the platform plane, one text for every backend. Times are microseconds, flags 0 or 1.
//!
//! A comment in each names its use case, so that a backend's list of slow statements can be read.

use super::key_sql::PURGE_ASSERTIONS;

/// Columns of `app`, in the order in which [`super::rows::app`] reads them.
macro_rules! app_columns {
    () => {
        "client_id, name, kind, secret, redirect_uris, scopes, authorization_code, client_credentials, \
         access_type, personal_information, claims, active, description, website_uri, policy_uri, terms_uri, \
         created_at, jwks, jwks_uri, identity_algorithm, listed"
    };
}

/// Columns of `access_grant g`, in the order in which [`super::rows::grant`] reads them.
macro_rules! grant_columns {
    () => {
        "g.id, g.client_id, g.person_namespace, g.person_number, g.scope, g.withheld, g.created_at, \
         g.renewed_at, g.expires_at, g.ended_at, g.end_reason"
    };
}

pub(crate) const ADD_APP: &str = concat!(
    "/* add_app */ INSERT INTO main.app (",
    app_columns!(),
    ") VALUES (:client_id, :name, :kind, :secret, :redirect_uris, :scopes, :authorization_code, \
     :client_credentials, :access_type, :personal_information, :claims, :active, :description, :website_uri, \
     :policy_uri, :terms_uri, :created_at, :jwks, :jwks_uri, \
     :identity_algorithm, :listed) ON CONFLICT (client_id) DO NOTHING"
);

pub(crate) const APP: &str =
    concat!("/* app */ SELECT ", app_columns!(), " FROM main.app WHERE client_id = :client_id");

pub(crate) const APPS: &str =
    concat!("/* apps */ SELECT ", app_columns!(), " FROM main.app ORDER BY client_id");

pub(crate) const SET_APP_ACTIVE: &str =
    "/* set_app_active */ UPDATE main.app SET active = :active WHERE client_id = :client_id";

pub(crate) const SET_REDIRECT_URIS: &str = "/* set_redirect_uris */ \
    UPDATE main.app SET redirect_uris = :redirect_uris WHERE client_id = :client_id";

pub(crate) const PUSH_REQUEST: &str = "/* push_request */ \
    INSERT INTO main.pushed_request (id, client_id, content, expires_at) \
    VALUES (:id, :client_id, :content, :expires_at)";

pub(crate) const TAKE_PUSHED_REQUEST: &str = "/* take_pushed_request */ \
    DELETE FROM main.pushed_request WHERE id = :id RETURNING id, client_id, content, expires_at";

pub(crate) const BEGIN_APPROVAL: &str = "/* begin_approval */ \
    INSERT INTO main.approval \
        (id, browser, client_id, request, person_namespace, person_number, created_at, expires_at, \
         signed_in_at) \
    VALUES (:id, :browser, :client_id, :request, :person_namespace, :person_number, :created_at, :expires_at, \
        :signed_in_at)";

pub(crate) const APPROVAL: &str = "/* approval */ \
    SELECT id, browser, client_id, request, person_namespace, person_number, created_at, expires_at, \
        signed_in_at \
    FROM main.approval WHERE id = :id";

pub(crate) const SIGN_IN_APPROVAL: &str = "/* sign_in_approval */ \
    UPDATE main.approval \
    SET browser = :next, person_namespace = :person_namespace, person_number = :person_number, \
        signed_in_at = :now \
    WHERE id = :id AND browser = :browser AND expires_at > :now";

pub(crate) const CANCEL_APPROVAL: &str = "/* cancel_approval */ \
    DELETE FROM main.approval WHERE id = :id AND browser = :browser AND expires_at > :now";

pub(crate) const BEGIN_SESSION: &str = "/* begin_session */ \
    INSERT INTO main.browser_session \
        (id, content, person_namespace, person_number, created_at, seen_at, expires_at) \
    VALUES (:id, :content, :person_namespace, :person_number, :created_at, :seen_at, :expires_at)";

pub(crate) const SESSION: &str = "/* session */ \
    SELECT id, content, person_namespace, person_number, created_at, seen_at, expires_at \
    FROM main.browser_session WHERE id = :id";

pub(crate) const SEE_SESSION: &str =
    "/* see_session */ UPDATE main.browser_session SET seen_at = :now WHERE id = :id AND seen_at < :now";

pub(crate) const END_SESSION: &str = "/* end_session */ DELETE FROM main.browser_session WHERE id = :id \
    RETURNING id, content, person_namespace, person_number, created_at, seen_at, expires_at";

pub(crate) const CONSENT_APPROVAL: &str = "/* consent */ \
    DELETE FROM main.approval \
    WHERE id = :approval AND browser = :browser AND client_id = :client_id \
      AND person_namespace = :person_namespace AND person_number = :person_number AND expires_at > :now";

pub(crate) const CONSENT_GRANT: &str = "/* consent */ \
    INSERT INTO main.access_grant \
        (client_id, person_namespace, person_number, scope, withheld, created_at, renewed_at, expires_at) \
    VALUES (:client_id, :person_namespace, :person_number, :scope, :withheld, :now, :now, :grant_until) \
    ON CONFLICT (client_id, person_namespace, person_number) WHERE ended_at IS NULL \
    DO UPDATE SET scope = excluded.scope, withheld = excluded.withheld, \
        renewed_at = excluded.renewed_at, expires_at = excluded.expires_at \
    RETURNING id, client_id, person_namespace, person_number, scope, withheld, created_at, renewed_at, \
        expires_at, ended_at, end_reason";

pub(crate) const ENTRUST_GRANT: &str = "/* entrust */ \
    INSERT INTO main.access_grant \
        (client_id, person_namespace, person_number, scope, withheld, created_at, renewed_at, expires_at) \
    VALUES (:client_id, :person_namespace, :person_number, :scope, :withheld, :now, :now, :grant_until) \
    ON CONFLICT (client_id, person_namespace, person_number) WHERE ended_at IS NULL \
    DO UPDATE SET renewed_at = excluded.renewed_at, \
        scope = CASE WHEN access_grant.expires_at <= :now THEN excluded.scope ELSE access_grant.scope END, \
        withheld = CASE WHEN access_grant.expires_at <= :now THEN excluded.withheld \
            ELSE access_grant.withheld END, \
        expires_at = CASE WHEN access_grant.expires_at < :grant_until THEN excluded.expires_at \
            ELSE access_grant.expires_at END \
    RETURNING id, client_id, person_namespace, person_number, scope, withheld, created_at, renewed_at, \
        expires_at, ended_at, end_reason";

pub(crate) const CONSENT_CODE: &str = "/* consent */ \
    INSERT INTO main.code \
        (hash, client_id, grant_id, scope, redirect_uri, redirect_given, challenge, expires_at, nonce, \
         signed_in_at, key_thumbprint) \
    VALUES (:code, :client_id, :grant, :scope, :redirect_uri, :redirect_given, :challenge, :code_until, :nonce, \
        :signed_in_at, :key)";

pub(crate) const CODE: &str = "/* code */ \
    SELECT c.client_id, c.grant_id, c.scope, c.redirect_uri, c.redirect_given, c.challenge, c.expires_at, \
        c.used_at, c.nonce, c.signed_in_at, c.key_thumbprint, g.person_namespace, g.person_number \
    FROM main.code c JOIN main.access_grant g ON g.id = c.grant_id WHERE c.hash = :hash";

pub(crate) const USE_CODE: &str = "/* exchange_code */ \
    UPDATE main.code SET used_at = :now WHERE hash = :code AND used_at IS NULL AND expires_at > :now \
    RETURNING grant_id";

pub(crate) const USED_CODE: &str = "/* exchange_code */ \
    SELECT grant_id, family_id FROM main.code WHERE hash = :code AND used_at IS NOT NULL";

pub(crate) const CODE_FAMILY: &str =
    "/* exchange_code */ UPDATE main.code SET family_id = :family WHERE hash = :code";

pub(crate) const EXCHANGED_GRANT: &str = concat!(
    "/* exchange_code */ SELECT ",
    grant_columns!(),
    " FROM main.access_grant g WHERE g.id = :grant /* lock */"
);

pub(crate) const GRANT: &str = concat!(
    "/* grant */ SELECT ",
    grant_columns!(),
    " FROM main.access_grant g WHERE g.client_id = :client_id \
        AND g.person_namespace = :person_namespace AND g.person_number = :person_number AND g.ended_at IS NULL"
);

pub(crate) const GRANTS_OF: &str = concat!(
    "/* grants_of */ SELECT ",
    grant_columns!(),
    " FROM main.access_grant g \
     WHERE g.person_namespace = :person_namespace AND g.person_number = :person_number AND g.ended_at IS NULL \
     ORDER BY g.renewed_at DESC, g.id DESC"
);

pub(crate) const END_GRANT: &str = "/* end_grant */ \
    UPDATE main.access_grant SET ended_at = :now, end_reason = :reason \
    WHERE id = :grant AND ended_at IS NULL";

pub(crate) const NEW_FAMILY: &str = "/* exchange_code */ \
    INSERT INTO main.token_family (grant_id, scope, created_at, key_thumbprint) \
    VALUES (:grant, :scope, :now, :key) RETURNING id";

pub(crate) const REVOKE_FAMILY: &str = "/* revoke_family */ \
    UPDATE main.token_family SET revoked_at = :now WHERE id = :family AND revoked_at IS NULL";

pub(crate) const REVOKE_FAMILIES: &str = "/* revoke_families */ \
    UPDATE main.token_family SET revoked_at = :now WHERE grant_id = :grant AND revoked_at IS NULL";

pub(crate) const NEW_ACCESS: &str = "/* new_access */ \
    INSERT INTO main.access_token (hash, client_id, family_id, scope, issued_at, expires_at, key_thumbprint) \
    VALUES (:hash, :client_id, :family, :scope, :issued_at, :expires_at, :key)";

pub(crate) const NEW_REFRESH: &str =
    "/* new_refresh */ INSERT INTO main.refresh_token (hash, family_id) VALUES (:hash, :family)";

pub(crate) const REFRESH: &str = concat!(
    "/* refresh_token */ SELECT r.family_id, f.scope, r.rotated_at, f.revoked_at, f.key_thumbprint, ",
    grant_columns!(),
    " FROM main.refresh_token r JOIN main.token_family f ON f.id = r.family_id \
     JOIN main.access_grant g ON g.id = f.grant_id WHERE r.hash = :hash"
);

pub(crate) const ROTATE: &str = "/* rotate_refresh */ \
    UPDATE main.refresh_token SET rotated_at = :now, seed = :seed \
    WHERE hash = :presented AND rotated_at IS NULL AND EXISTS ( \
        SELECT 1 FROM main.token_family f JOIN main.access_grant g ON g.id = f.grant_id \
        WHERE f.id = refresh_token.family_id AND f.revoked_at IS NULL \
          AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > :now)) \
    RETURNING family_id";

pub(crate) const ROTATED: &str = "/* rotate_refresh */ \
    SELECT r.family_id, r.rotated_at, r.seed FROM main.refresh_token r \
    JOIN main.token_family f ON f.id = r.family_id JOIN main.access_grant g ON g.id = f.grant_id \
    WHERE r.hash = :presented AND r.rotated_at IS NOT NULL AND f.revoked_at IS NULL \
      AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > :now)";

pub(crate) const DROP_ACCESS: &str =
    "/* rotate_refresh */ DELETE FROM main.access_token WHERE family_id = :family";

pub(crate) const FORGET_SEEDS: &str = "/* rotate_refresh */ \
    UPDATE main.refresh_token SET seed = NULL \
    WHERE family_id = :family AND rotated_at < :grace_from AND seed IS NOT NULL";

pub(crate) const TOKEN: &str = concat!(
    "/* token */ SELECT t.client_id, t.scope, t.issued_at, t.expires_at, t.family_id, f.revoked_at, \
        a.active, a.name, a.scopes, a.claims, t.key_thumbprint, ",
    grant_columns!(),
    " FROM main.access_token t JOIN main.app a ON a.client_id = t.client_id \
     LEFT JOIN main.token_family f ON f.id = t.family_id \
     LEFT JOIN main.access_grant g ON g.id = f.grant_id WHERE t.hash = :hash"
);

pub(crate) const ACCESS_OWNER: &str = "/* revoke_token */ \
    SELECT t.client_id, f.grant_id \
    FROM main.access_token t LEFT JOIN main.token_family f ON f.id = t.family_id WHERE t.hash = :hash";

pub(crate) const REVOKE_ACCESS: &str = "/* revoke_token */ DELETE FROM main.access_token WHERE hash = :hash";

pub(crate) const REFRESH_OWNER: &str = "/* revoke_token */ \
    SELECT g.client_id, f.grant_id, f.id \
    FROM main.refresh_token r JOIN main.token_family f ON f.id = r.family_id \
    JOIN main.access_grant g ON g.id = f.grant_id WHERE r.hash = :hash";

pub(crate) const FAILURES: &str = "/* failures */ \
    SELECT place, failures, until FROM main.failure_count WHERE place = :place AND until > :now";

pub(crate) const COUNT_FAILURE: &str = "/* count_failure */ \
    INSERT INTO main.failure_count (place, failures, until) VALUES (:place, 1, :until) \
    ON CONFLICT (place) DO UPDATE SET \
        failures = CASE WHEN failure_count.until <= :now THEN 1 ELSE failure_count.failures + 1 END, \
        until = CASE WHEN failure_count.until <= :now THEN excluded.until ELSE failure_count.until END \
    RETURNING place, failures, until";

pub(crate) const TAKE_BACK_FAILURE: &str = "/* take_back_failure */ \
    UPDATE main.failure_count SET failures = failures - 1 WHERE place = :place AND failures > 0";

pub(crate) const FORGET_FAILURES: &str =
    "/* take_back_failure */ DELETE FROM main.failure_count WHERE place = :place";

const PURGE_FAILURES: &str = "/* purge */ DELETE FROM main.failure_count WHERE place IN ( \
    SELECT place FROM main.failure_count WHERE until <= :before LIMIT 2000)";

const PURGE_APPROVALS: &str = "/* purge */ DELETE FROM main.approval WHERE id IN ( \
    SELECT id FROM main.approval WHERE expires_at <= :before LIMIT 2000)";

const PURGE_SESSIONS: &str = "/* purge */ DELETE FROM main.browser_session WHERE id IN ( \
    SELECT id FROM main.browser_session WHERE expires_at <= :before LIMIT 2000)";

const PURGE_ACCESS: &str = "/* purge */ DELETE FROM main.access_token WHERE hash IN ( \
    SELECT hash FROM main.access_token WHERE expires_at <= :before LIMIT 2000)";

const PURGE_CODES: &str = "/* purge */ DELETE FROM main.code WHERE hash IN ( \
    SELECT hash FROM main.code WHERE expires_at < :before LIMIT 2000)";

const PURGE_ROTATED: &str = "/* purge */ DELETE FROM main.refresh_token WHERE hash IN ( \
    SELECT hash FROM main.refresh_token WHERE rotated_at < :before LIMIT 2000)";

const PURGE_REVOKED: &str = "/* purge */ DELETE FROM main.refresh_token WHERE hash IN ( \
    SELECT r.hash FROM main.token_family f JOIN main.refresh_token r ON r.family_id = f.id \
    WHERE f.revoked_at < :before LIMIT 2000)";

/// Consent that ran out is never refreshed again; its families become like revoked ones.
const VOID_EXPIRED: &str = "/* purge */ UPDATE main.token_family SET revoked_at = :before WHERE id IN ( \
    SELECT f.id FROM main.access_grant g JOIN main.token_family f ON f.grant_id = g.id \
    WHERE g.expires_at < :before AND f.revoked_at IS NULL LIMIT 2000)";

const PURGE_FAMILIES: &str = "/* purge */ DELETE FROM main.token_family WHERE id IN ( \
    SELECT f.id FROM main.token_family f WHERE f.revoked_at < :before \
      AND NOT EXISTS (SELECT 1 FROM main.refresh_token r WHERE r.family_id = f.id) \
      AND NOT EXISTS (SELECT 1 FROM main.access_token t WHERE t.family_id = f.id) \
      AND NOT EXISTS (SELECT 1 FROM main.code c WHERE c.family_id = f.id) LIMIT 2000)";

const PURGE_PUSHED: &str = "/* purge */ DELETE FROM main.pushed_request WHERE id IN ( \
    SELECT id FROM main.pushed_request WHERE expires_at <= :before LIMIT 2000)";

/// Forget what is void at `:before`; each some rows at most, so that no transaction is long.
pub(crate) const PURGE_VOID: [&str; 6] =
    [PURGE_FAILURES, PURGE_PUSHED, PURGE_APPROVALS, PURGE_SESSIONS, PURGE_ACCESS, PURGE_ASSERTIONS];

/// The same for what has been void since before `:before`: until then, presenting it again is recognised. What
/// refers to a family goes before it.
pub(crate) const PURGE_REPLAYS: [&str; 5] =
    [PURGE_CODES, PURGE_ROTATED, PURGE_REVOKED, PURGE_FAMILIES, VOID_EXPIRED];
