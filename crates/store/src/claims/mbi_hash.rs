//! Hashes of identifiers, by which partners ask for people without saying who they mean.

use crate::sql::Parameters;

/// The identifier of a hash.
pub(crate) const MBI_OF_HASH: &str = "SELECT mbi FROM main.mbi_hash WHERE hash = :hash ORDER BY mbi";

/// Identifiers without a hash under `:key`, the name of pepper and iterations.
pub(crate) const UNHASHED: &str = "SELECT DISTINCT m.mbi FROM main.person_mbi AS m \
     LEFT JOIN main.mbi_hash AS h ON h.mbi = m.mbi AND h.pepper = :key \
     WHERE h.mbi IS NULL AND m.mbi > :after ORDER BY m.mbi LIMIT :limit";

/// Keeps a hash; one under another pepper goes.
pub(crate) const KEEP_HASH: &str = "INSERT INTO main.mbi_hash (mbi, hash, pepper) VALUES (:mbi, :hash, :key) \
     ON CONFLICT (mbi) DO UPDATE SET hash = excluded.hash, pepper = excluded.pepper";

/// Whether a load of a delivery was begun.
pub(crate) const KNOWS_LOAD: &str = "SELECT count(*) FROM main.load WHERE fingerprint = :fingerprint";

/// Whether a person has a number of a range.
pub(crate) const PERSON_BETWEEN: &str = "SELECT count(*) FROM (SELECT 1 FROM main.person \
     WHERE namespace = :namespace AND number BETWEEN :first AND :last LIMIT 1) AS found";

/// The parameters of [`UNHASHED`].
pub(crate) fn unhashed(key: &str, after: &str, count: u32) -> Parameters {
    vec![(":key", key.into()), (":after", after.into()), (":limit", count.into())]
}

/// The parameters of [`KEEP_HASH`].
pub(crate) fn keep(key: &str, mbi: &str, hash: &str) -> Parameters {
    vec![(":mbi", mbi.into()), (":hash", hash.into()), (":key", key.into())]
}

/// The parameters of [`PERSON_BETWEEN`] and of the statement like it about claims.
pub(crate) fn between(namespace: u8, first: i64, last: i64) -> Parameters {
    vec![(":namespace", namespace.into()), (":first", first.into()), (":last", last.into())]
}
