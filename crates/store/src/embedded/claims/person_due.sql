-- People whose identifier, survivor or state changed since the end of the last load, with every identifier they had
-- or have: so the end of a load looks at them and at those who share it, and at nobody else.
CREATE TABLE person_due (
    namespace INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    mbi       TEXT NOT NULL,
    PRIMARY KEY (namespace, number, mbi)
) WITHOUT ROWID;

CREATE TRIGGER person_came AFTER INSERT ON person BEGIN
    INSERT INTO person_due (namespace, number, mbi)
    VALUES (new.namespace, new.number, coalesce(new.mbi, '')) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER person_went AFTER DELETE ON person BEGIN
    INSERT INTO person_due (namespace, number, mbi)
    VALUES (old.namespace, old.number, coalesce(old.mbi, '')) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER person_changed AFTER UPDATE OF survivor, mbi, current ON person
WHEN old.survivor <> new.survivor OR old.mbi IS NOT new.mbi OR old.current <> new.current BEGIN
    INSERT INTO person_due (namespace, number, mbi)
    VALUES (old.namespace, old.number, coalesce(old.mbi, '')), (new.namespace, new.number, coalesce(new.mbi, ''))
    ON CONFLICT DO NOTHING;
END;

-- A load may be open.
INSERT INTO person_due (namespace, number, mbi) SELECT namespace, number, coalesce(mbi, '') FROM person;
