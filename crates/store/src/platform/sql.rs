//! The statements of the platform plane, one text for every backend. Times are microseconds, booleans 0 or 1.
//!
//! A comment in each names its use case, so that a backend's list of slow statements can be read.

/// Columns of `app`, in the order in which rows are read.
macro_rules! app_columns {
    () => {
        "client_id, name, kind, secret, redirect_uris, scopes, authorization_code, client_credentials, \
         access_type, personal_information, claims, active, description, website_uri, policy_uri, terms_uri, \
         created_at"
    };
}

/// Columns of `access_grant g`, in the order in which rows are read.
macro_rules! grant_columns {
    () => {
        "g.id, g.client_id, g.person_namespace, g.person_number, g.scope, g.withheld, g.created_at, \
         g.renewed_at, g.expires_at, g.ended_at, g.end_reason"
    };
}

pub(crate) const ADD_APP: &str = concat!(
    "/* add_app */ INSERT INTO app (",
    app_columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) \
     ON CONFLICT (client_id) DO NOTHING"
);

pub(crate) const APP: &str = concat!("/* app */ SELECT ", app_columns!(), " FROM app WHERE client_id = ?1");

pub(crate) const APPS: &str = concat!("/* apps */ SELECT ", app_columns!(), " FROM app ORDER BY client_id");

pub(crate) const SET_APP_ACTIVE: &str =
    "/* set_app_active */ UPDATE app SET active = ?2 WHERE client_id = ?1";

pub(crate) const BEGIN_APPROVAL: &str = "/* begin_approval */ \
    INSERT INTO approval \
        (id, browser, client_id, request, person_namespace, person_number, created_at, expires_at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

pub(crate) const APPROVAL: &str = "/* approval */ \
    SELECT id, browser, client_id, request, person_namespace, person_number, created_at, expires_at \
    FROM approval WHERE id = ?1";

pub(crate) const SIGN_IN_APPROVAL: &str = "/* sign_in_approval */ \
    UPDATE approval SET browser = ?3, person_namespace = ?4, person_number = ?5 \
    WHERE id = ?1 AND browser = ?2 AND expires_at > ?6";

pub(crate) const CANCEL_APPROVAL: &str = "/* cancel_approval */ \
    DELETE FROM approval WHERE id = ?1 AND browser = ?2 AND expires_at > ?3";

pub(crate) const CONSENT_APPROVAL: &str = "/* consent */ \
    DELETE FROM approval \
    WHERE id = ?1 AND browser = ?2 AND client_id = ?3 AND person_namespace = ?4 AND person_number = ?5 \
      AND expires_at > ?6";

pub(crate) const CONSENT_GRANT: &str = concat!(
    "/* consent */ INSERT INTO access_grant AS g \
        (client_id, person_namespace, person_number, scope, withheld, created_at, renewed_at, expires_at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7) \
    ON CONFLICT (client_id, person_namespace, person_number) WHERE ended_at IS NULL \
    DO UPDATE SET scope = excluded.scope, withheld = excluded.withheld, \
        renewed_at = excluded.renewed_at, expires_at = excluded.expires_at \
    RETURNING ",
    // Not `g.`: SQLite knows no alias here.
    "id, client_id, person_namespace, person_number, scope, withheld, created_at, renewed_at, expires_at, \
     ended_at, end_reason"
);

pub(crate) const CONSENT_CODE: &str = "/* consent */ \
    INSERT INTO code \
        (hash, client_id, grant_id, scope, redirect_uri, redirect_given, challenge, expires_at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

pub(crate) const CODE: &str = "/* code */ \
    SELECT client_id, grant_id, scope, redirect_uri, redirect_given, challenge, expires_at, used_at \
    FROM code WHERE hash = ?1";

pub(crate) const USE_CODE: &str = "/* exchange_code */ \
    UPDATE code SET used_at = ?2 WHERE hash = ?1 AND used_at IS NULL AND expires_at > ?2 RETURNING grant_id";

pub(crate) const USED_CODE: &str = "/* exchange_code */ \
    SELECT grant_id, family_id FROM code WHERE hash = ?1 AND used_at IS NOT NULL";

pub(crate) const CODE_FAMILY: &str = "/* exchange_code */ UPDATE code SET family_id = ?2 WHERE hash = ?1";

pub(crate) const GRANT_BY_ID: &str =
    concat!("/* grant_by_id */ SELECT ", grant_columns!(), " FROM access_grant g WHERE g.id = ?1");

pub(crate) const GRANT: &str = concat!(
    "/* grant */ SELECT ",
    grant_columns!(),
    " FROM access_grant g \
     WHERE g.client_id = ?1 AND g.person_namespace = ?2 AND g.person_number = ?3 AND g.ended_at IS NULL"
);

pub(crate) const GRANTS_OF: &str = concat!(
    "/* grants_of */ SELECT ",
    grant_columns!(),
    " FROM access_grant g \
     WHERE g.person_namespace = ?1 AND g.person_number = ?2 AND g.ended_at IS NULL \
     ORDER BY g.renewed_at DESC, g.id DESC"
);

pub(crate) const END_GRANT: &str = "/* end_grant */ \
    UPDATE access_grant SET ended_at = ?2, end_reason = ?3 WHERE id = ?1 AND ended_at IS NULL";

pub(crate) const NEW_FAMILY: &str = "/* exchange_code */ \
    INSERT INTO token_family (grant_id, scope, created_at) VALUES (?1, ?2, ?3) RETURNING id";

pub(crate) const REVOKE_FAMILY: &str = "/* revoke_family */ \
    UPDATE token_family SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL";

pub(crate) const REVOKE_FAMILIES: &str = "/* revoke_families */ \
    UPDATE token_family SET revoked_at = ?2 WHERE grant_id = ?1 AND revoked_at IS NULL";

pub(crate) const NEW_ACCESS: &str = "/* new_access */ \
    INSERT INTO access_token (hash, client_id, family_id, scope, issued_at, expires_at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

pub(crate) const NEW_REFRESH: &str =
    "/* new_refresh */ INSERT INTO refresh_token (hash, family_id) VALUES (?1, ?2)";

pub(crate) const REFRESH: &str = concat!(
    "/* refresh_token */ SELECT r.family_id, f.scope, r.rotated_at, f.revoked_at IS NOT NULL, ",
    grant_columns!(),
    " FROM refresh_token r JOIN token_family f ON f.id = r.family_id \
     JOIN access_grant g ON g.id = f.grant_id WHERE r.hash = ?1"
);

pub(crate) const ROTATE: &str = "/* rotate_refresh */ \
    UPDATE refresh_token SET rotated_at = ?2, seed = ?3 \
    WHERE hash = ?1 AND rotated_at IS NULL AND family_id IN ( \
        SELECT f.id FROM token_family f JOIN access_grant g ON g.id = f.grant_id \
        WHERE f.id = refresh_token.family_id AND f.revoked_at IS NULL \
          AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > ?2)) \
    RETURNING family_id";

pub(crate) const ROTATED: &str = "/* rotate_refresh */ \
    SELECT r.family_id, r.rotated_at, r.seed FROM refresh_token r \
    JOIN token_family f ON f.id = r.family_id JOIN access_grant g ON g.id = f.grant_id \
    WHERE r.hash = ?1 AND r.rotated_at IS NOT NULL AND f.revoked_at IS NULL \
      AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > ?2)";

pub(crate) const DROP_ACCESS: &str = "/* rotate_refresh */ DELETE FROM access_token WHERE family_id = ?1";

pub(crate) const FORGET_SEEDS: &str = "/* rotate_refresh */ \
    UPDATE refresh_token SET seed = NULL WHERE family_id = ?1 AND rotated_at < ?2 AND seed IS NOT NULL";

pub(crate) const TOKEN: &str = concat!(
    "/* token */ SELECT t.client_id, t.scope, t.issued_at, t.expires_at, t.family_id, \
        f.revoked_at IS NOT NULL, a.active, a.name, a.scopes, a.claims, ",
    grant_columns!(),
    " FROM access_token t JOIN app a ON a.client_id = t.client_id \
     LEFT JOIN token_family f ON f.id = t.family_id LEFT JOIN access_grant g ON g.id = f.grant_id \
     WHERE t.hash = ?1"
);

pub(crate) const ACCESS_OWNER: &str = "/* revoke_token */ \
    SELECT t.client_id, f.grant_id FROM access_token t LEFT JOIN token_family f ON f.id = t.family_id \
    WHERE t.hash = ?1";

pub(crate) const REVOKE_ACCESS: &str = "/* revoke_token */ DELETE FROM access_token WHERE hash = ?1";

pub(crate) const REFRESH_OWNER: &str = "/* revoke_token */ \
    SELECT g.client_id, f.grant_id, f.id FROM refresh_token r JOIN token_family f ON f.id = r.family_id \
    JOIN access_grant g ON g.id = f.grant_id WHERE r.hash = ?1";

/// `?1` is now, `?2` the moment before which replays are no longer recognised. Each forgets some rows at most,
/// so that no transaction is long.
pub(crate) const PURGE: [&str; 4] = [
    "/* purge */ DELETE FROM approval WHERE id IN ( \
        SELECT id FROM approval WHERE expires_at <= ?1 AND ?2 <= ?1 LIMIT 2000)",
    "/* purge */ DELETE FROM access_token WHERE hash IN ( \
        SELECT hash FROM access_token WHERE expires_at <= ?1 AND ?2 <= ?1 LIMIT 2000)",
    "/* purge */ DELETE FROM code WHERE hash IN ( \
        SELECT hash FROM code WHERE expires_at < ?2 AND ?2 <= ?1 LIMIT 2000)",
    "/* purge */ DELETE FROM refresh_token WHERE hash IN ( \
        SELECT r.hash FROM refresh_token r JOIN token_family f ON f.id = r.family_id \
        WHERE (r.rotated_at < ?2 OR f.revoked_at < ?2) AND ?2 <= ?1 LIMIT 2000)",
];
