-- What happened. Rows are only ever added.

CREATE TABLE audit.event (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at               bigint NOT NULL, -- microseconds since 1970
    person_number    bigint,
    grant_id         bigint,
    count            bigint,
    withheld         bigint NOT NULL,
    person_namespace smallint,
    kind             text NOT NULL,
    outcome          text NOT NULL,
    client_id        text,
    address          text,
    what             text,
    resource_id      text,
    scope            text
);
CREATE INDEX event_person ON audit.event (person_namespace, person_number, id) WHERE person_number IS NOT NULL;
CREATE INDEX event_app ON audit.event (client_id, id) WHERE client_id IS NOT NULL;

CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are neither changed nor deleted';
END
$$;
CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.event
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
