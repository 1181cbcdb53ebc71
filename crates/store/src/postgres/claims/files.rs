//! The paths of source files.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bluestem_model::access::Access;

use super::super::failure::Failure;
use super::super::statement::{Statement, named};
use super::super::wire::Client;
use super::statement;
use crate::claims::sql;

static SOURCE_FILE_PATH: LazyLock<Statement> = LazyLock::new(|| statement(sql::SOURCE_FILE_PATH));

pub(super) async fn paths(
    client: &Client,
    access: &Access,
    files: &[u32],
) -> Result<BTreeMap<u32, String>, Failure> {
    let mut paths = BTreeMap::new();
    for file in sql::known_files(access, files) {
        let path = SOURCE_FILE_PATH.first(client, &named(sql::of_file(file)), |row| row.text(0)).await?;
        paths.extend(path.flatten().map(|path| (file, path)));
    }
    Ok(paths)
}
