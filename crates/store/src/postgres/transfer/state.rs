//! What a database knows of the move into it: `platform.transfer`, one row.

use async_trait::async_trait;
use bluestem_model::time::Timestamp;

use super::super::failure::Failure;
use super::super::pool::{Pool, Work};
use super::super::statement::{Argument, Statement};
use super::super::wire::{Carry, Transaction};
use crate::StoreError;
use crate::transfer::{Table, TransferError};

const PLANE: &str = "platform";

/// Tables that migrations fill themselves.
const BORN_FULL: &[&str] = &["claims.match_rules"];

const UNFINISHED: &str = "SELECT source FROM main.transfer WHERE finished_at IS NULL";

/// Whether an installation is being moved here and is not here yet.
pub(in crate::postgres) async fn is_unfinished(pool: &Pool) -> Result<bool, StoreError> {
    let unfinished = Statement::new(PLANE, UNFINISHED);
    let look = async |client: &_| unfinished.first(client, &[], |_| Ok(())).await;
    Ok(pool.get("transfer").await?.run(look).await?.is_some())
}

/// Notes the move, if it may begin or go on.
pub(super) struct Begin<'a> {
    pub(super) source: [u8; 16],
    pub(super) now: Timestamp,
    pub(super) tables: &'a [Table],
}

#[async_trait]
impl Work for Begin<'_> {
    type Done = Option<TransferError>;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<Option<TransferError>, Failure> {
        let known = "SELECT source, finished_at FROM main.transfer";
        let known = Statement::new(PLANE, known)
            .first(transaction, &[], |row| Ok((row.bytes(0)?, row.integer(1)?.is_some())))
            .await?;
        match known {
            Some((source, _)) if source != self.source => return Ok(Some(TransferError::OtherSource)),
            Some((_, true)) => return Ok(Some(TransferError::Finished)),
            Some((_, false)) => return Ok(None),
            None => {}
        }
        for table in self.tables {
            let name = table.full_name();
            if !BORN_FULL.contains(&name.as_str()) && holds_any(transaction, &name).await? {
                return Ok(Some(TransferError::HoldsData { table: name }));
            }
        }
        let begin = "INSERT INTO main.transfer (only_row, source, started_at) VALUES (1, :source, :now)";
        let row = [
            (":source", Argument::One(self.source.as_slice().into())),
            (":now", Argument::One(self.now.into())),
        ];
        Statement::new(PLANE, begin).execute(transaction, &row).await?;
        Ok(None)
    }
}

async fn holds_any(transaction: &Transaction<'_>, table: &str) -> Result<bool, Failure> {
    let text = format!("SELECT 1 FROM {table} LIMIT 1");
    Ok(!transaction.query(&text, false, &[]).await?.is_empty())
}

/// Notes that the move is done.
pub(super) struct Finish(pub(super) Timestamp);

#[async_trait]
impl Work for Finish {
    type Done = ();

    async fn run(&self, transaction: &Transaction<'_>) -> Result<(), Failure> {
        let finish = "UPDATE main.transfer SET finished_at = :now WHERE finished_at IS NULL";
        let now = [(":now", Argument::One(self.0.into()))];
        Statement::new(PLANE, finish).execute(transaction, &now).await?;
        Ok(())
    }
}
