-- Hashes of identifiers under the configured pepper, whose name stands beside each.
CREATE TABLE claims.mbi_hash (
    mbi    text PRIMARY KEY,
    hash   text NOT NULL,
    pepper text NOT NULL
);
CREATE INDEX mbi_hash_by_hash ON claims.mbi_hash (hash);
