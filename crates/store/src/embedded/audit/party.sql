-- On whose behalf something was asked, as the one who asked says.
ALTER TABLE event ADD COLUMN party_id TEXT;
ALTER TABLE event ADD COLUMN party_name TEXT;
ALTER TABLE event ADD COLUMN party_address TEXT;
