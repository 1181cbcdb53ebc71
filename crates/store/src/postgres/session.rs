//! Use cases that are written once for every backend, over PostgreSQL.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use super::failure::Failure;
use super::statement::{Statement, named};
use super::wire::Carry;
use crate::StoreError;
use crate::sql::{Cells, Parameters, Session};

/// A connection or a transaction as a [`Session`] of one plane.
pub(super) struct Postgres<'c, C> {
    /// Name of the plane's schema.
    pub(super) schema: &'static str,
    /// The connection or transaction.
    pub(super) client: &'c C,
}

impl<C: Carry> Session for Postgres<'_, C> {
    type Error = Failure;

    async fn rows<T>(
        &self,
        text: &'static str,
        parameters: Parameters,
        read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, Failure> {
        rewritten(self.schema, text).rows(self.client, &named(parameters), read).await
    }

    async fn first<T>(
        &self,
        text: &'static str,
        parameters: Parameters,
        read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
    ) -> Result<Option<T>, Failure> {
        rewritten(self.schema, text).first(self.client, &named(parameters), read).await
    }

    async fn execute(&self, text: &'static str, parameters: Parameters) -> Result<u64, Failure> {
        rewritten(self.schema, text).execute(self.client, &named(parameters)).await
    }
}

type Statements = RwLock<HashMap<(&'static str, &'static str), Arc<Statement>>>;

/// The statement in PostgreSQL's form, rewritten once.
fn rewritten(schema: &'static str, text: &'static str) -> Arc<Statement> {
    static STATEMENTS: LazyLock<Statements> = LazyLock::new(RwLock::default);
    let known = STATEMENTS.read().unwrap_or_else(PoisonError::into_inner).get(&(schema, text)).cloned();
    known.unwrap_or_else(|| {
        let statement = Arc::new(Statement::new(schema, text));
        let mut statements = STATEMENTS.write().unwrap_or_else(PoisonError::into_inner);
        statements.insert((schema, text), statement.clone());
        statement
    })
}
