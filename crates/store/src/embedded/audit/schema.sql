-- What happened. Rows are only ever added.

CREATE TABLE event (
    id               INTEGER PRIMARY KEY,
    at               BIGINT NOT NULL, -- microseconds since 1970
    kind             TEXT NOT NULL,
    outcome          TEXT NOT NULL,
    client_id        TEXT,
    person_namespace SMALLINT,
    person_number    BIGINT,
    grant_id         BIGINT,
    address          TEXT,
    what             TEXT,
    resource_id      TEXT,
    count            BIGINT,
    withheld         BIGINT NOT NULL,
    scope            TEXT
);
CREATE INDEX event_person ON event (person_namespace, person_number, id) WHERE person_number IS NOT NULL;
CREATE INDEX event_app ON event (client_id, id) WHERE client_id IS NOT NULL;

CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN
    SELECT RAISE(ABORT, 'events are not changed');
END;
CREATE TRIGGER event_remains BEFORE DELETE ON event BEGIN
    SELECT RAISE(ABORT, 'events are not deleted');
END;
