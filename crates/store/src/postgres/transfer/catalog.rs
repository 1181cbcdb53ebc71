//! What tables there are, by the database's own catalog: a table that a later release adds is carried over too.

use std::collections::BTreeMap;

use super::super::failure::Failure;
use super::super::pool::Pool;
use super::super::statement::{Argument, Statement};
use super::super::wire::Client;
use crate::StoreError;
use crate::sql::Cells;
use crate::transfer::{Column, Kind, Table, in_order};

/// The columns of a schema's tables: table, column, type, place in the primary key from 0, whether PostgreSQL
/// numbers it. Two tables say what happened to the database itself, and stay.
const COLUMNS: &str = "SELECT c.relname, a.attname, t.typname, \
     array_position(i.indkey::smallint[], a.attnum)::bigint, (a.attidentity <> '')::integer \
     FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
     JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
     JOIN pg_type AS t ON t.oid = a.atttypid \
     LEFT JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary \
     WHERE n.nspname = :plane AND c.relkind IN ('r', 'p') AND NOT c.relispartition \
     AND c.relname NOT IN ('schema_migration', 'transfer') ORDER BY c.relname, a.attnum";

const REFERENCES: &str = "SELECT c.relname, f.relname FROM pg_constraint AS k \
     JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_class AS f ON f.oid = k.confrelid \
     JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE k.contype = 'f' AND n.nspname = :plane \
     AND NOT c.relispartition ORDER BY c.relname, f.relname";

/// A row of [`COLUMNS`].
struct Found {
    table: String,
    column: String,
    kind: String,
    key: Option<usize>,
    numbered: bool,
}

/// The tables of a plane, in the order in which they can be filled.
pub(super) async fn tables(pool: &Pool, plane: &'static str) -> Result<Vec<Table>, StoreError> {
    let connection = pool.get("transfer").await?;
    let (columns, references) = connection.run(|client| look(client, plane)).await?;
    let mut tables: BTreeMap<String, (Table, Vec<(usize, usize)>)> = BTreeMap::new();
    for Found { table: name, column, kind, key, numbered } in columns {
        let unknown = || StoreError::Backend(format!("{plane}.{name}.{column} is of an unknown type"));
        let kind = Kind::named(&kind).ok_or_else(unknown)?;
        let (table, keys) = tables.entry(name.clone()).or_insert_with(|| (empty(plane, name), Vec::new()));
        keys.extend(key.map(|key| (key, table.columns.len())));
        if numbered {
            table.numbered = Some(column.clone());
        }
        table.columns.push(Column { name: column, kind });
    }
    for (table, other) in references {
        if let Some((table, _)) = tables.get_mut(&table) {
            table.references.push(other);
        }
    }
    let tables = tables.into_values().map(|(mut table, mut keys)| {
        keys.sort_unstable();
        table.key = keys.into_iter().map(|(_, place)| place).collect();
        let keyless = || StoreError::Backend(format!("{} has no primary key", table.full_name()));
        if table.key.is_empty() { Err(keyless()) } else { Ok(table) }
    });
    Ok(in_order(tables.collect::<Result<_, _>>()?))
}

fn empty(plane: &'static str, name: String) -> Table {
    let (columns, key, references) = (Vec::new(), Vec::new(), Vec::new());
    Table { plane, name, columns, key, references, numbered: None }
}

async fn look(client: &Client, plane: &'static str) -> Result<(Vec<Found>, Vec<(String, String)>), Failure> {
    let plane_is = [(":plane", Argument::One(plane.into()))];
    let read = |row: &dyn Cells| {
        Ok(Found {
            table: row.string(0)?,
            column: row.string(1)?,
            kind: row.string(2)?,
            key: row.optional(3)?,
            numbered: row.flag(4)?,
        })
    };
    let columns = Statement::new(plane, COLUMNS).rows(client, &plane_is, read).await?;
    let read = |row: &dyn Cells| Ok((row.string(0)?, row.string(1)?));
    Ok((columns, Statement::new(plane, REFERENCES).rows(client, &plane_is, read).await?))
}
