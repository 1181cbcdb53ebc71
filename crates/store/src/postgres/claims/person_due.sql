-- People whose identifier, survivor or state changed since the end of the last load, with every identifier they had
-- or have: so the end of a load looks at them and at those who share it, and at nobody else.
CREATE TABLE claims.person_due (
    number    bigint NOT NULL,
    namespace smallint NOT NULL,
    mbi       text NOT NULL,
    PRIMARY KEY (namespace, number, mbi)
);

-- A row that is there already is written again, so that the end of a load that runs at the same moment waits and
-- sees what changed.
CREATE FUNCTION claims.people_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO claims.person_due (namespace, number, mbi)
    SELECT namespace, number, coalesce(mbi, '') FROM touched ORDER BY namespace, number
    ON CONFLICT (namespace, number, mbi) DO UPDATE SET number = excluded.number;
    RETURN NULL;
END $$;
CREATE FUNCTION claims.people_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO claims.person_due (namespace, number, mbi)
    SELECT DISTINCT namespace, number, coalesce(mbi, '') FROM
    ((SELECT namespace, number, survivor, mbi, current FROM went
      EXCEPT SELECT namespace, number, survivor, mbi, current FROM came)
     UNION
     (SELECT namespace, number, survivor, mbi, current FROM came
      EXCEPT SELECT namespace, number, survivor, mbi, current FROM went)) AS changed
    ORDER BY namespace, number
    ON CONFLICT (namespace, number, mbi) DO UPDATE SET number = excluded.number;
    RETURN NULL;
END $$;
CREATE TRIGGER people_came AFTER INSERT ON claims.person
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION claims.people_due();
CREATE TRIGGER people_went AFTER DELETE ON claims.person
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION claims.people_due();
CREATE TRIGGER people_changed AFTER UPDATE ON claims.person
    REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION claims.people_changed();

-- A load may be open.
INSERT INTO claims.person_due (namespace, number, mbi) SELECT namespace, number, coalesce(mbi, '') FROM claims.person;
