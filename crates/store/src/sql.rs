//! What both SQL backends share: parameters by name and rows by place.
//!
//! Statements that read the same in both dialects are written once, with parameters as `:name` and tables as
//! `main.table`: SQLite takes that as it stands, PostgreSQL after one rewriting.

use crate::StoreError;

/// A value on its way into a statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A number; flags are 0 and 1, times microseconds, dates days since 1970.
    Integer(Option<i64>),
    /// A text.
    Text(Option<String>),
    /// Bytes.
    Blob(Option<Vec<u8>>),
}

/// The parameters of a statement, with the names as they stand in its text (`:name`).
pub(crate) type Parameters = Vec<(&'static str, Value)>;

macro_rules! integers {
    ($($number:ty),*) => {
        $(impl From<$number> for Value {
            fn from(number: $number) -> Self {
                Self::Integer(Some(i64::from(number)))
            }
        })*
    };
}
integers!(i64, u8, u16, u32, bool);

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Integer(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Blob(Some(bytes.to_vec()))
    }
}

/// One row of an answer. Places count from 0 in the order of the statement's columns.
pub(crate) trait Cells {
    /// The number in this place.
    fn integer(&self, place: usize) -> Result<Option<i64>, StoreError>;
    /// The text in this place.
    fn text(&self, place: usize) -> Result<Option<String>, StoreError>;
    /// The bytes in this place.
    fn blob(&self, place: usize) -> Result<Option<Vec<u8>>, StoreError>;

    /// The number in a place that is never empty, as the type wanted.
    fn number<T: TryFrom<i64>>(&self, place: usize) -> Result<T, StoreError> {
        let number = self.integer(place)?.ok_or_else(|| damaged(place))?;
        T::try_from(number).map_err(|_| damaged(place))
    }

    /// The flag in a place that is never empty.
    fn flag(&self, place: usize) -> Result<bool, StoreError> {
        Ok(self.number::<i64>(place)? != 0)
    }

    /// The bytes in a place that is never empty.
    fn bytes(&self, place: usize) -> Result<Vec<u8>, StoreError> {
        self.blob(place)?.ok_or_else(|| damaged(place))
    }
}

fn damaged(place: usize) -> StoreError {
    StoreError::Damaged(format!("column {place} of a row is empty or out of range"))
}
