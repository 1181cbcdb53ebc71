-- Whether an app stands in the public list of apps.

ALTER TABLE app ADD COLUMN listed SMALLINT NOT NULL DEFAULT 0;
