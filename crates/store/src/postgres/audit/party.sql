-- On whose behalf something was asked, as the one who asked says.
ALTER TABLE audit.event ADD COLUMN party_id text;
ALTER TABLE audit.event ADD COLUMN party_name text;
ALTER TABLE audit.event ADD COLUMN party_address text;
