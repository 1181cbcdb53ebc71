-- How many served claims of each sort a person has, so that a total need not walk a long history. It does not hold
-- for people in `claim_count_due`: their claims changed since they were counted.
CREATE TABLE claim_count (
    namespace    INTEGER NOT NULL,
    subject      INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    source       INTEGER NOT NULL,
    outcome      INTEGER NOT NULL,
    final_action INTEGER NOT NULL,
    labels       INTEGER NOT NULL,
    claims       INTEGER NOT NULL,
    PRIMARY KEY (namespace, subject, kind, source, outcome, final_action, labels)
) WITHOUT ROWID;

CREATE TABLE claim_count_due (
    namespace INTEGER NOT NULL,
    subject   INTEGER NOT NULL,
    PRIMARY KEY (namespace, subject)
) WITHOUT ROWID;

-- Whoever writes claims, the counts cannot be forgotten.
CREATE TRIGGER claim_came AFTER INSERT ON claim BEGIN
    INSERT OR IGNORE INTO claim_count_due (namespace, subject) VALUES (new.namespace, new.subject);
END;
CREATE TRIGGER claim_went AFTER DELETE ON claim BEGIN
    INSERT OR IGNORE INTO claim_count_due (namespace, subject) VALUES (old.namespace, old.subject);
END;
CREATE TRIGGER claim_changed AFTER UPDATE ON claim BEGIN
    INSERT OR IGNORE INTO claim_count_due (namespace, subject)
    VALUES (old.namespace, old.subject), (new.namespace, new.subject);
END;

INSERT INTO claim_count (namespace, subject, kind, source, outcome, final_action, labels, claims)
SELECT namespace, subject, kind, source, outcome, final_action, labels, count(*)
FROM claim WHERE served = 1
GROUP BY namespace, subject, kind, source, outcome, final_action, labels;
