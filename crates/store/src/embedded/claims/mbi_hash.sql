-- Hashes of identifiers under the configured pepper, whose name stands beside each.
CREATE TABLE mbi_hash (
    mbi    TEXT PRIMARY KEY NOT NULL,
    hash   TEXT NOT NULL,
    pepper TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX mbi_hash_by_hash ON mbi_hash (hash);
