//! Carries an embedded installation over into a PostgreSQL database, row for row.
//!
//! Both sides are read table by table in the order of their keys, and what differs is written to the target in
//! bounded batches: so a move that was cut off goes on where it was, one that is run again takes what changed, and
//! memory stays flat. Afterwards the target is read again, and holds what the source does by count and hash.

mod content;
mod merge;
mod row;
mod table;

pub use content::Content;
pub(crate) use merge::{Bunch, Bunches, Change, Rows};
pub(crate) use row::{Field, Row, number};
pub(crate) use table::{Column, Kind, Table, in_order, quoted};

use merge::Merge;

use crate::StoreError;
pub use crate::embedded::transfer::Source;
pub use crate::postgres::transfer::Target;

/// Why an installation is not carried over.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// A side failed. What was copied stays, and running it again goes on.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The source's schema is not this release's.
    #[error(
        "the {plane} store of the folder is of another release: run `bluestem migrate --data` on it first"
    )]
    OtherRelease {
        /// Which plane.
        plane: &'static str,
    },
    /// The target holds what was not moved there.
    #[error("the database is not empty: {table} holds rows. Move into a database of its own")]
    HoldsData {
        /// The first table that is not empty.
        table: String,
    },
    /// The target is where another installation is moved to.
    #[error("another installation was moved to this database, or is being moved there")]
    OtherSource,
    /// The move is done.
    #[error("this installation was moved to this database already")]
    Finished,
    /// After copying, a table of the target is not like the source's.
    #[error("{table} differs: the folder holds {source_holds}, the database {target_holds}")]
    Differs {
        /// Which table.
        table: String,
        /// What it should hold.
        source_holds: Content,
        /// What it holds.
        target_holds: Content,
    },
}

/// A table that was carried over.
pub struct Carried {
    /// Its name, with its plane.
    pub table: String,
    /// What it holds.
    pub content: Content,
    /// How many rows were written.
    pub written: u64,
}

/// A table of both sides.
pub struct Compared {
    /// Its name, with its plane.
    pub table: String,
    /// What it holds in the source.
    pub source: Content,
    /// What it holds in the target.
    pub target: Content,
}

/// Makes the target hold what the source does, and reads it again to see that it does. Tells `done` of each table
/// that is copied. The source is read as of the moment of its opening.
pub async fn carry(
    source: &Source,
    target: &Target,
    mut done: impl FnMut(&Carried),
) -> Result<Vec<Carried>, TransferError> {
    let tables = target.tables();
    target.empty_tied().await?;
    let mut carried = Vec::new();
    for table in tables {
        let one = copy(source, target, table).await?;
        done(&one);
        carried.push(one);
    }
    for (table, one) in tables.iter().zip(&carried) {
        let target_holds = contents(target.rows(table, false)).await?;
        if target_holds != one.content {
            let (table, source_holds) = (one.table.clone(), one.content);
            return Err(TransferError::Differs { table, source_holds, target_holds });
        }
    }
    target.continue_numbers().await?;
    Ok(carried)
}

/// Reads both sides wholly and changes nothing.
pub async fn compare(source: &Source, target: &Target) -> Result<Vec<Compared>, TransferError> {
    let mut compared = Vec::new();
    for table in target.tables() {
        compared.push(Compared {
            table: table.full_name(),
            source: contents(source.rows(table)).await?,
            target: contents(target.rows(table, false)).await?,
        });
    }
    Ok(compared)
}

async fn copy(source: &Source, target: &Target, table: &Table) -> Result<Carried, TransferError> {
    let mut merge = Merge::new(source.rows(table), target.rows(table, true)).await?;
    let mut written = 0;
    loop {
        let change = merge.next().await?;
        if change.is_empty() {
            return Ok(Carried { table: table.full_name(), content: merge.content, written });
        }
        written += change.new.len() as u64;
        target.apply(table, change).await?;
    }
}

async fn contents(bunches: Bunches) -> Result<Content, StoreError> {
    let mut rows = Rows::new(bunches);
    let mut content = Content::default();
    while let Some(row) = rows.next().await? {
        content.add(&row.tuple);
    }
    Ok(content)
}
