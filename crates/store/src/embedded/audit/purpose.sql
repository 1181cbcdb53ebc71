-- Why it happened: a code of v3 ActReason.
ALTER TABLE event ADD COLUMN purpose TEXT;
