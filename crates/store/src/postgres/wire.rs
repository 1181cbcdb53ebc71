//! A connection, or a transaction on one: where statements go.

use std::sync::Arc;

use deadpool_postgres::{Object, StatementCache};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{CopyInSink, CopyOutStream, Error, GenericClient, Row};

/// The values of a statement with their types, in the order of its numbers.
pub(super) type Values<'v> = [(&'v (dyn ToSql + Sync), Type)];

/// Where statements go. With a cache, a statement is parsed once on each connection and goes by a name from then
/// on; without, as behind a pooler that gives every transaction another connection, it goes whole each time.
pub(super) struct Wire<C> {
    inner: C,
    cache: Option<Arc<StatementCache>>,
}

/// A connection for statements that each stand alone.
pub(super) type Client = Wire<Object>;

/// A transaction.
pub(super) type Transaction<'t> = Wire<tokio_postgres::Transaction<'t>>;

/// What can carry a statement.
pub(super) trait Carry: Sync {
    /// Runs a statement and returns its rows; `named`: under a name, where it may have one.
    fn query(
        &self,
        text: &str,
        named: bool,
        values: &Values<'_>,
    ) -> impl Future<Output = Result<Vec<Row>, Error>> + Send;

    /// Runs a statement and returns how many rows it changed; `named` as for [`Self::query`].
    fn execute(
        &self,
        text: &str,
        named: bool,
        values: &Values<'_>,
    ) -> impl Future<Output = Result<u64, Error>> + Send;
}

impl<C> Wire<C> {
    fn cache(&self, named: bool) -> Option<&StatementCache> {
        self.cache.as_deref().filter(|_| named)
    }
}

impl Client {
    /// A connection whose statements may have names, or not.
    pub(super) fn new(object: Object, named: bool) -> Self {
        let cache = named.then(|| object.statement_cache.clone());
        Self { inner: object, cache }
    }

    /// Begins a transaction.
    pub(super) async fn transaction(&mut self) -> Result<Transaction<'_>, Error> {
        let client: &mut tokio_postgres::Client = &mut self.inner;
        Ok(Wire { inner: client.transaction().await?, cache: self.cache.clone() })
    }

    /// Runs statements without values.
    pub(super) async fn batch_execute(&self, text: &str) -> Result<(), Error> {
        let client: &tokio_postgres::Client = &self.inner;
        client.batch_execute(text).await
    }

    /// The connection itself.
    pub(super) fn into_object(self) -> Object {
        self.inner
    }
}

impl Transaction<'_> {
    /// Runs statements without values.
    pub(super) async fn batch_execute(&self, text: &str) -> Result<(), Error> {
        self.inner.batch_execute(text).await
    }

    /// Begins a bulk write.
    pub(super) async fn copy_in(&self, text: &str) -> Result<CopyInSink<bytes::Bytes>, Error> {
        self.inner.copy_in(text).await
    }

    /// Begins a bulk read.
    pub(super) async fn copy_out(&self, text: &str) -> Result<CopyOutStream, Error> {
        self.inner.copy_out(text).await
    }

    /// Ends it well.
    pub(super) async fn commit(self) -> Result<(), Error> {
        self.inner.commit().await
    }
}

impl Carry for Client {
    async fn query(&self, text: &str, named: bool, values: &Values<'_>) -> Result<Vec<Row>, Error> {
        let client: &tokio_postgres::Client = &self.inner;
        query(client, self.cache(named), text, values).await
    }

    async fn execute(&self, text: &str, named: bool, values: &Values<'_>) -> Result<u64, Error> {
        let client: &tokio_postgres::Client = &self.inner;
        execute(client, self.cache(named), text, values).await
    }
}

impl Carry for Transaction<'_> {
    async fn query(&self, text: &str, named: bool, values: &Values<'_>) -> Result<Vec<Row>, Error> {
        query(&self.inner, self.cache(named), text, values).await
    }

    async fn execute(&self, text: &str, named: bool, values: &Values<'_>) -> Result<u64, Error> {
        execute(&self.inner, self.cache(named), text, values).await
    }
}

async fn query(
    client: &(impl GenericClient + Sync),
    cache: Option<&StatementCache>,
    text: &str,
    values: &Values<'_>,
) -> Result<Vec<Row>, Error> {
    let Some(cache) = cache else { return client.query_typed(text, values).await };
    let types: Vec<Type> = values.iter().map(|(_, kind)| kind.clone()).collect();
    let statement = cache.prepare_typed(client.client(), text, &types).await?;
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|(value, _)| *value).collect();
    client.query(&statement, &values).await
}

async fn execute(
    client: &(impl GenericClient + Sync),
    cache: Option<&StatementCache>,
    text: &str,
    values: &Values<'_>,
) -> Result<u64, Error> {
    let Some(cache) = cache else { return client.execute_typed(text, values).await };
    let types: Vec<Type> = values.iter().map(|(_, kind)| kind.clone()).collect();
    let statement = cache.prepare_typed(client.client(), text, &types).await?;
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|(value, _)| *value).collect();
    client.execute(&statement, &values).await
}
