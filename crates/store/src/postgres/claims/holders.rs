//! Who has or had an identifier.

use std::sync::LazyLock;

use super::super::failure::Failure;
use super::super::statement::{Argument, Statement};
use super::super::wire::Client;
use super::statement;
use crate::claims::{Holder, rows, sql};

static HOLDERS: LazyLock<Statement> = LazyLock::new(|| {
    statement(&format!("{} WHERE m.mbi = ANY (:mbis) ORDER BY m.mbi, p.namespace, p.number", sql::HOLDERS))
});

pub(super) async fn holders(client: &Client, mbis: &[String]) -> Result<Vec<Holder>, Failure> {
    HOLDERS.rows(client, &[(":mbis", Argument::Texts(mbis.to_vec()))], rows::holder).await
}
