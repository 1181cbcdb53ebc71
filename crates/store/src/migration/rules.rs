//! Expand and contract: what a step may do to a schema that the release before it still runs on.

use super::Migration;
use crate::{embedded, postgres};

/// Why a statement of an expanding step would break the release before; nothing when it would not. `made` are the
/// tables that the step itself makes.
fn offence(statement: &str, made: &[&str]) -> Option<&'static str> {
    let words: Vec<&str> = statement.split_whitespace().collect();
    let has = |phrase: &[&str]| words.windows(phrase.len()).any(|window| window == phrase);
    let added: Vec<&str> = statement.split("ADD COLUMN").skip(1).collect();
    let must_be_given = |column: &&str| column.contains("NOT NULL") && !column.contains("DEFAULT");
    let of_another = |table: &&str| !made.contains(table);
    if has(&["DROP"]) {
        return Some("takes something away");
    }
    if has(&["RENAME"]) {
        return Some("renames");
    }
    if has(&["ALTER", "COLUMN"]) {
        return Some("changes a column");
    }
    if has(&["DELETE", "FROM"]) || has(&["TRUNCATE"]) {
        return Some("deletes rows");
    }
    if added.iter().any(must_be_given) {
        return Some("adds a column that the release before does not fill");
    }
    if ["CONSTRAINT", "CHECK", "UNIQUE", "FOREIGN"].iter().any(|what| has(&["ADD", what])) {
        return Some("adds a constraint that the release before does not know");
    }
    let on = words.iter().skip_while(|word| **word != "ON").nth(1);
    if has(&["UNIQUE", "INDEX"])
        && on.and_then(|table| table.split('(').next()).is_some_and(|table| of_another(&table))
    {
        return Some("makes unique what the release before may write twice");
    }
    None
}

/// What is wrong with an expanding step.
fn offences(step: &Migration) -> Vec<String> {
    let lines = step.sql.lines().map(|line| line.split("--").next().unwrap_or_default());
    let text = lines.collect::<Vec<_>>().join("\n").to_uppercase();
    let tables = text.split("CREATE TABLE ").skip(1);
    let made: Vec<&str> = tables.filter_map(|rest| rest.split([' ', '(', '\n']).next()).collect();
    let found = text.split(';').filter_map(|statement| offence(statement, &made));
    found.map(|why| format!("step `{}` {why}: that is a contract step", step.name)).collect()
}

#[test]
fn steps_after_the_baseline_expand_or_say_that_they_contract() {
    for schema in embedded::SCHEMAS.iter().chain(&postgres::SCHEMAS) {
        for (version, step) in (1_i64..).zip(schema.migrations) {
            match step.contract() {
                Some(from) => assert!(from > 0 && from <= version, "{} {version}", schema.plane),
                None if version > schema.baseline => {
                    assert_eq!(offences(step), Vec::<String>::new(), "{} {version}", schema.plane);
                }
                None => {}
            }
        }
    }
}

#[test]
fn what_would_break_the_release_before_is_seen() {
    let step = |sql| Migration { name: "step", sql };
    for sql in [
        "CREATE TABLE a (x INTEGER);\nDROP TABLE b",
        "ALTER TABLE b RENAME COLUMN x TO y",
        "ALTER TABLE b\n    ALTER COLUMN x TYPE bigint",
        "ALTER TABLE b ALTER COLUMN x SET NOT NULL",
        "ALTER TABLE b ADD COLUMN y INTEGER DEFAULT 0, ADD COLUMN x INTEGER NOT NULL",
        "ALTER TABLE b ADD CONSTRAINT c CHECK (x > 0)",
        "CREATE UNIQUE INDEX i ON b (x)",
        "DELETE FROM b",
    ] {
        assert_eq!(offences(&step(sql)).len(), 1, "{sql}");
        let contract: &'static str = format!("-- contract: runs from 3.\n{sql}").leak();
        assert_eq!(step(contract).contract(), Some(3));
    }
    for sql in [
        "CREATE TABLE a (x INTEGER NOT NULL CHECK (x > 0)); CREATE UNIQUE INDEX i ON a (x)",
        "ALTER TABLE b ADD COLUMN x INTEGER NOT NULL DEFAULT 0 -- DROP nothing",
        "CREATE INDEX i ON b (x)",
    ] {
        assert_eq!(offences(&step(sql)), Vec::<String>::new(), "{sql}");
        assert_eq!(step(sql).contract(), None);
    }
}
