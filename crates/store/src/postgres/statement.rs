//! Statements with named parameters, and their answers.

use std::collections::HashMap;

use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

use super::failure::Failure;
use super::wire::Carry;
use crate::StoreError;
use crate::sql::{Cells, Parameters, Value};

/// A statement in PostgreSQL's form.
pub(super) struct Statement {
    text: String,
    named: bool,
    names: Vec<String>,
}

impl Statement {
    /// Rewrites a shared text: `:name` becomes `$n`, `main.table` a table of `schema`, `/* lock */`
    /// and `/* skip locked */` locks.
    pub(super) fn new(schema: &str, shared: &str) -> Self {
        let mut text = String::with_capacity(shared.len() + 32);
        let mut names: Vec<String> = Vec::new();
        let mut rest = shared;
        while let Some(place) = rest.find([':', '\'']) {
            let (before, mark) = rest.split_at(place);
            text.push_str(before);
            let (taken, replacement) = match mark.as_bytes() {
                [b'\'', tail @ ..] => {
                    let end = tail.iter().position(|byte| *byte == b'\'').map_or(mark.len(), |end| end + 2);
                    (end, mark.get(..end).unwrap_or(mark).to_owned())
                }
                [b':', b':', ..] => (2, "::".to_owned()),
                _ => {
                    let name = name_at(mark);
                    let known = names.iter().position(|known| known == name);
                    let number = known.unwrap_or_else(|| {
                        names.push(name.to_owned());
                        names.len() - 1
                    });
                    (name.len(), format!("${}", number + 1))
                }
            };
            text.push_str(&replacement);
            rest = mark.get(taken..).unwrap_or_default();
        }
        text.push_str(rest);
        let text = text
            .replace("main.", &format!("{schema}."))
            .replace("/* lock */", "FOR NO KEY UPDATE OF g")
            .replace("/* skip locked */", "FOR UPDATE SKIP LOCKED");
        Self { text, named: true, names }
    }

    /// The same, planned anew with its values each time: of a divided table only the part needed is then opened.
    pub(super) fn planned_anew(schema: &str, shared: &str) -> Self {
        Self { named: false, ..Self::new(schema, shared) }
    }

    /// The text, for its plan.
    #[cfg(test)]
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The values of `given` in the order of the text's numbers.
    fn bind<'v>(&self, given: &'v [Named]) -> Result<Vec<(&'v (dyn ToSql + Sync), Type)>, StoreError> {
        let by_name: HashMap<&str, &Argument> = given.iter().map(|(name, value)| (*name, value)).collect();
        let missing = |name: &String| StoreError::Backend(format!("the statement lacks {name}"));
        let value = |name| by_name.get(String::as_str(name)).ok_or_else(|| missing(name));
        self.names.iter().map(|name| value(name).map(|argument| argument.typed())).collect()
    }

    /// What `read` makes of every row of the answer.
    pub(super) async fn rows<T>(
        &self,
        client: &impl Carry,
        given: &[Named],
        read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, Failure> {
        let rows = client.query(&self.text, self.named, &self.bind(given)?).await?;
        Ok(rows.iter().map(|row| read(row)).collect::<Result<_, _>>()?)
    }

    /// What `read` makes of the first row of the answer.
    pub(super) async fn first<T>(
        &self,
        client: &impl Carry,
        given: &[Named],
        read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
    ) -> Result<Option<T>, Failure> {
        let rows = client.query(&self.text, self.named, &self.bind(given)?).await?;
        Ok(rows.first().map(|row| read(row)).transpose()?)
    }

    /// Runs a statement and returns how many rows it changed.
    pub(super) async fn execute(&self, client: &impl Carry, given: &[Named]) -> Result<u64, Failure> {
        Ok(client.execute(&self.text, self.named, &self.bind(given)?).await?)
    }
}

/// The `:name` at the start of `text`.
fn name_at(text: &str) -> &str {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let end =
        text.char_indices().skip(1).find(|(_, letter)| !is_name(*letter)).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// A parameter: its name as it stands in the text, and its value.
pub(super) type Named = (&'static str, Argument);

/// A value on its way into a statement; lists where one statement is about many rows.
pub(super) enum Argument {
    /// One value.
    One(Value),
    /// Numbers.
    Integers(Vec<i64>),
    /// Texts.
    Texts(Vec<String>),
    /// Bytes.
    Blobs(Vec<Vec<u8>>),
}

impl Argument {
    fn typed(&self) -> (&(dyn ToSql + Sync), Type) {
        match self {
            Self::One(Value::Integer(number)) => (number, Type::INT8),
            Self::One(Value::Text(text)) => (text, Type::TEXT),
            Self::One(Value::Blob(bytes)) => (bytes, Type::BYTEA),
            Self::Integers(numbers) => (numbers, Type::INT8_ARRAY),
            Self::Texts(texts) => (texts, Type::TEXT_ARRAY),
            Self::Blobs(blobs) => (blobs, Type::BYTEA_ARRAY),
        }
    }
}

/// Shared parameters in PostgreSQL's form.
pub(super) fn named(parameters: Parameters) -> Vec<Named> {
    parameters.into_iter().map(|(name, value)| (name, Argument::One(value))).collect()
}

impl Cells for Row {
    fn integer(&self, place: usize) -> Result<Option<i64>, StoreError> {
        let column = self.columns().get(place).map(tokio_postgres::Column::type_);
        Ok(match column {
            Some(&Type::INT2) => self.try_get::<_, Option<i16>>(place)?.map(i64::from),
            Some(&Type::INT4) => self.try_get::<_, Option<i32>>(place)?.map(i64::from),
            _ => self.try_get(place)?,
        })
    }

    fn text(&self, place: usize) -> Result<Option<String>, StoreError> {
        Ok(self.try_get(place)?)
    }

    fn blob(&self, place: usize) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.try_get(place)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_numbers_and_tables_get_their_schema() {
        let shared = "SELECT x::bigint FROM main.a WHERE a = :a AND b_1 = :b_1 AND c <> ':a' AND d = :a";
        let statement = Statement::new("claims", shared);
        let expected = "SELECT x::bigint FROM claims.a WHERE a = $1 AND b_1 = $2 AND c <> ':a' AND d = $1";
        assert_eq!(statement.text(), expected);
        assert_eq!(statement.names, [":a", ":b_1"]);
    }
}
