//! The end of a load: what one part cannot know about another.

use std::sync::LazyLock;

use async_trait::async_trait;

use super::super::failure::Failure;
use super::super::pool::Work;
use super::super::statement::{Argument, Statement, named};
use super::super::wire::Transaction;
use super::{divided, statement};
use crate::claims::{Load, sql};

/// Ends a load.
pub(super) struct Finish<'a>(pub(super) &'a Load);

// Taken away before they are looked at: a part that changes them waits for this transaction and notes them anew.
static PEOPLE: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "CREATE TEMPORARY TABLE people (namespace smallint NOT NULL, number bigint NOT NULL, mbi text NOT NULL) \
         ON COMMIT DROP",
    )
});
static TAKE_PEOPLE: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "WITH due AS (DELETE FROM main.person_due RETURNING namespace, number, mbi) \
         INSERT INTO pg_temp.people SELECT namespace, number, mbi FROM due",
    )
});
// A part may have put claims under a key that had another survivor by the time it was done.
static ADD_ASTRAY: LazyLock<Statement> = LazyLock::new(|| {
    divided(
        "INSERT INTO pg_temp.people SELECT DISTINCT p.namespace, p.number, '' FROM main.claim_count_due AS d \
         JOIN main.claim AS c ON c.namespace = d.namespace AND c.subject = d.subject \
         JOIN main.person AS p ON p.namespace = c.namespace AND p.number = c.person \
         WHERE p.merged = 1 AND p.survivor <> c.subject",
    )
});
static ESTIMATE_PEOPLE: LazyLock<Statement> = LazyLock::new(|| statement("ANALYZE pg_temp.people"));
static HIDE_SHARED_IDENTIFIERS: LazyLock<Statement> =
    LazyLock::new(|| statement(&sql::hide_shared_identifiers("pg_temp.people")));
static END_LOAD: LazyLock<Statement> = LazyLock::new(|| statement(sql::END_LOAD));

// Claims under another key than the one that stands for their person today. A claim's key is locked first, as
// parts do, and asked again once it is: a part may have moved it meanwhile.
static MOVED: LazyLock<Statement> = LazyLock::new(|| {
    divided(
        "CREATE TEMPORARY TABLE moved ON COMMIT DROP AS SELECT c.namespace, c.number, c.subject AS before, \
         p.survivor AS after FROM (SELECT DISTINCT namespace, number FROM pg_temp.people) AS d \
         JOIN main.person AS p ON p.namespace = d.namespace AND p.number = d.number \
         JOIN main.claim AS c ON c.namespace = p.namespace AND c.person = p.number JOIN main.claim_key AS k ON k.namespace = c.namespace \
         AND k.number = c.number AND k.subject = c.subject WHERE p.merged = 1 AND c.subject <> p.survivor \
         ORDER BY k.namespace, k.number FOR UPDATE OF k",
    )
});
static MOVE_KEYS: LazyLock<Statement> = LazyLock::new(|| {
    divided(
        "UPDATE main.claim_key AS k SET subject = m.after FROM pg_temp.moved AS m \
         WHERE k.namespace = m.namespace AND k.number = m.number",
    )
});
static MOVE_BODIES: LazyLock<Statement> = LazyLock::new(|| {
    divided(
        "UPDATE main.claim_body AS b SET subject = m.after FROM pg_temp.moved AS m \
         WHERE b.namespace = m.namespace AND b.subject = m.before AND b.number = m.number",
    )
});
// It changes whom the claim names, so it counts as a change of the claim.
static MOVE_CLAIMS: LazyLock<Statement> = LazyLock::new(|| {
    divided(
        "UPDATE main.claim AS c SET subject = m.after, updated = :stamp FROM pg_temp.moved AS m \
         WHERE c.namespace = m.namespace AND c.subject = m.before AND c.number = m.number",
    )
});

static COUNTING: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "CREATE TEMPORARY TABLE counting (namespace smallint NOT NULL, subject bigint NOT NULL) ON COMMIT DROP",
    )
});
// Taken away before their claims are counted: a part that changes them waits for this transaction and notes them
// anew.
static TAKE_DUE: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "WITH due AS (DELETE FROM main.claim_count_due RETURNING namespace, subject) \
         INSERT INTO pg_temp.counting SELECT namespace, subject FROM due",
    )
});
// Without it the planner takes a few people for many, and reads all claims.
static ESTIMATE: LazyLock<Statement> = LazyLock::new(|| statement("ANALYZE pg_temp.counting"));
static FORGET_COUNTS: LazyLock<Statement> =
    LazyLock::new(|| divided(&sql::forget_counts("pg_temp.counting")));
static COUNT_AGAIN: LazyLock<Statement> = LazyLock::new(|| divided(&sql::count_again("pg_temp.counting")));

#[async_trait]
impl Work for Finish<'_> {
    type Done = ();

    const BULK: bool = true;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<(), Failure> {
        let Load { id, stamp, .. } = self.0;
        for statement in [&PEOPLE, &TAKE_PEOPLE, &ADD_ASTRAY, &ESTIMATE_PEOPLE] {
            statement.execute(transaction, &[]).await?;
        }
        if MOVED.execute(transaction, &[]).await? > 0 {
            MOVE_KEYS.execute(transaction, &[]).await?;
            MOVE_BODIES.execute(transaction, &[]).await?;
            MOVE_CLAIMS.execute(transaction, &[(":stamp", Argument::One(stamp.0.into()))]).await?;
        }
        HIDE_SHARED_IDENTIFIERS.execute(transaction, &[]).await?;
        COUNTING.execute(transaction, &[]).await?;
        TAKE_DUE.execute(transaction, &[]).await?;
        ESTIMATE.execute(transaction, &[]).await?;
        FORGET_COUNTS.execute(transaction, &[]).await?;
        COUNT_AGAIN.execute(transaction, &[]).await?;
        END_LOAD.execute(transaction, &named(sql::of_load(*id))).await?;
        Ok(())
    }
}
