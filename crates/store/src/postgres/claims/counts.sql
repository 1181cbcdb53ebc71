-- How many served claims of each sort a person has, so that a total need not walk a long history. It does not hold
-- for people in `claim_count_due`: their claims changed since they were counted.
CREATE TABLE claims.claim_count (
    subject      bigint NOT NULL,
    labels       bigint NOT NULL,
    claims       bigint NOT NULL,
    namespace    smallint NOT NULL,
    kind         smallint NOT NULL,
    source       smallint NOT NULL,
    outcome      smallint NOT NULL,
    final_action smallint NOT NULL,
    PRIMARY KEY (namespace, subject, kind, source, outcome, final_action, labels)
);

CREATE TABLE claims.claim_count_due (
    subject   bigint NOT NULL,
    namespace smallint NOT NULL,
    PRIMARY KEY (namespace, subject)
);

-- Whoever writes claims, the counts cannot be forgotten. A row that is there already is written again, so that a
-- count that runs at the same moment waits and sees what changed.
CREATE FUNCTION claims.claims_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO claims.claim_count_due (namespace, subject)
    SELECT DISTINCT namespace, subject FROM came ORDER BY namespace, subject
    ON CONFLICT (namespace, subject) DO UPDATE SET subject = excluded.subject;
    RETURN NULL;
END $$;
CREATE FUNCTION claims.claims_went() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO claims.claim_count_due (namespace, subject)
    SELECT DISTINCT namespace, subject FROM went ORDER BY namespace, subject
    ON CONFLICT (namespace, subject) DO UPDATE SET subject = excluded.subject;
    RETURN NULL;
END $$;
CREATE TRIGGER claims_came AFTER INSERT ON claims.claim
    REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION claims.claims_came();
CREATE TRIGGER claims_went AFTER DELETE ON claims.claim
    REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION claims.claims_went();
CREATE TRIGGER claims_changed_from AFTER UPDATE ON claims.claim
    REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION claims.claims_went();
CREATE TRIGGER claims_changed_to AFTER UPDATE ON claims.claim
    REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION claims.claims_came();

INSERT INTO claims.claim_count (namespace, subject, kind, source, outcome, final_action, labels, claims)
SELECT namespace, subject, kind, source, outcome, final_action, labels, count(*)
FROM claims.claim WHERE served = 1
GROUP BY namespace, subject, kind, source, outcome, final_action, labels;
