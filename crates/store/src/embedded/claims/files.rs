//! The paths of source files.

use std::collections::BTreeMap;

use bluestem_model::access::Access;
use rusqlite::Connection;

use super::super::values::first;
use crate::StoreError;
use crate::claims::sql;

pub(super) fn paths(
    connection: &Connection,
    access: &Access,
    files: &[u32],
) -> Result<BTreeMap<u32, String>, StoreError> {
    let mut paths = BTreeMap::new();
    for file in sql::known_files(access, files) {
        let path = first(connection, sql::SOURCE_FILE_PATH, &sql::of_file(file), |row| row.text(0))?;
        paths.extend(path.flatten().map(|path| (file, path)));
    }
    Ok(paths)
}
