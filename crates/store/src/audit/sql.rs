//! The statements of the audit plane, one text for every backend.

/// Columns of an event, in the order in which rows are written and read.
macro_rules! event_columns {
    () => {
        "at, kind, outcome, client_id, person_namespace, person_number, grant_id, address, what, resource_id, \
         count, withheld, scope"
    };
}

pub(crate) const APPEND: &str = concat!(
    "/* append */ INSERT INTO event (",
    event_columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
);

pub(crate) const OF_PERSON: &str = concat!(
    "/* query */ SELECT id, ",
    event_columns!(),
    " FROM event WHERE person_namespace = ?1 AND person_number = ?2 AND id < ?4 \
      AND (client_id = ?3 OR ?3 IS NULL) ORDER BY id DESC LIMIT ?5"
);

pub(crate) const OF_APP: &str = concat!(
    "/* query */ SELECT id, ",
    event_columns!(),
    " FROM event WHERE client_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"
);

pub(crate) const LATEST: &str = concat!(
    "/* query */ SELECT id, ",
    event_columns!(),
    " FROM event WHERE id < ?1 ORDER BY id DESC LIMIT ?2"
);
