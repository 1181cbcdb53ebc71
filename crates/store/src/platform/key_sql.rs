//! The statements about keys and assertions, one text for every backend.

/// Columns of `signing_key`, in the order in which [`super::rows::signing_key`] reads them.
macro_rules! key_columns {
    () => {
        "kid, algorithm, sealed, public_jwk, created_at, retired_at"
    };
}

pub(crate) const ADD_SIGNING_KEY: &str = concat!(
    "/* add_signing_key */ INSERT INTO main.signing_key (",
    key_columns!(),
    ") VALUES (:kid, :algorithm, :sealed, :public, :created_at, NULL) ON CONFLICT DO NOTHING"
);

pub(crate) const RETIRE_SIGNING_KEY: &str = "/* rotate_signing_key */ \
    UPDATE main.signing_key SET retired_at = :created_at WHERE algorithm = :algorithm AND retired_at IS NULL";

// A handful of rows: nothing to find by an index.
pub(crate) const SIGNING_KEYS: &str = concat!(
    "/* signing_keys */ SELECT ",
    key_columns!(),
    " FROM main.signing_key WHERE retired_at IS NULL OR retired_at > :retired_after \
     ORDER BY created_at DESC, kid"
);

pub(crate) const USE_ASSERTION: &str = "/* use_assertion */ \
    INSERT INTO main.used_assertion (hash, expires_at) VALUES (:hash, :expires_at) \
    ON CONFLICT (hash) DO NOTHING";

pub(crate) const PURGE_ASSERTIONS: &str = "/* purge */ DELETE FROM main.used_assertion WHERE hash IN ( \
    SELECT hash FROM main.used_assertion WHERE expires_at <= :before LIMIT 2000)";
