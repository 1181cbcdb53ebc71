-- The move of an embedded installation into this database, while it happens and afterwards.
CREATE TABLE platform.transfer (
    only_row    smallint PRIMARY KEY CHECK (only_row = 1),
    source      bytea NOT NULL, -- what the installation calls itself
    started_at  bigint NOT NULL,
    finished_at bigint
);
