-- Whether an app stands in the public list of apps.

ALTER TABLE platform.app ADD COLUMN listed smallint NOT NULL DEFAULT 0;
