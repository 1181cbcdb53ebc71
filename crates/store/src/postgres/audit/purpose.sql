-- Why it happened: a code of v3 ActReason.
ALTER TABLE audit.event ADD COLUMN purpose TEXT;
