//! What both SQL backends share: parameters by name and rows by place.
//!
//! Statements that read the same in both dialects are written once, with parameters as `:name` and tables as
//! `main.table`: SQLite takes that as it stands, PostgreSQL after one rewriting.

use bluestem_model::time::Timestamp;

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

impl From<&[u8; 32]> for Value {
    fn from(hash: &[u8; 32]) -> Self {
        Self::Blob(Some(hash.to_vec()))
    }
}

impl From<Option<&[u8; 32]>> for Value {
    fn from(hash: Option<&[u8; 32]>) -> Self {
        Self::Blob(hash.map(|hash| hash.to_vec()))
    }
}

impl From<Timestamp> for Value {
    fn from(moment: Timestamp) -> Self {
        Self::Integer(Some(moment.0))
    }
}

impl From<Option<Timestamp>> for Value {
    fn from(moment: Option<Timestamp>) -> Self {
        Self::Integer(moment.map(|moment| moment.0))
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Blob(Some(bytes.to_vec()))
    }
}

/// One row of an answer. Places count from 0 in the order of the statement's columns.
pub(crate) trait Cells {
    /// The number in this place; of a flag 0 or 1.
    fn integer(&self, place: usize) -> Result<Option<i64>, StoreError>;
    /// The text in this place.
    fn text(&self, place: usize) -> Result<Option<String>, StoreError>;
    /// The bytes in this place.
    fn blob(&self, place: usize) -> Result<Option<Vec<u8>>, StoreError>;
}

impl dyn Cells + '_ {
    /// The number in a place that is never empty, as the type wanted.
    pub(crate) fn number<T: TryFrom<i64>>(&self, place: usize) -> Result<T, StoreError> {
        self.optional(place)?.ok_or_else(|| damaged(place))
    }

    /// The number in this place, as the type wanted.
    pub(crate) fn optional<T: TryFrom<i64>>(&self, place: usize) -> Result<Option<T>, StoreError> {
        let number = self.integer(place)?;
        number.map(|number| T::try_from(number).map_err(|_| damaged(place))).transpose()
    }

    /// The flag in a place that is never empty.
    pub(crate) fn flag(&self, place: usize) -> Result<bool, StoreError> {
        Ok(self.number::<i64>(place)? != 0)
    }

    /// The text in a place that is never empty.
    pub(crate) fn string(&self, place: usize) -> Result<String, StoreError> {
        self.text(place)?.ok_or_else(|| damaged(place))
    }

    /// The bytes in a place that is never empty.
    pub(crate) fn bytes(&self, place: usize) -> Result<Vec<u8>, StoreError> {
        self.blob(place)?.ok_or_else(|| damaged(place))
    }

    /// The SHA-256 in this place.
    pub(crate) fn hash(&self, place: usize) -> Result<Option<[u8; 32]>, StoreError> {
        let bytes = self.blob(place)?;
        bytes.map(|bytes| <[u8; 32]>::try_from(bytes).map_err(|_| damaged(place))).transpose()
    }
}

fn damaged(place: usize) -> StoreError {
    StoreError::Damaged(format!("column {place} of a row is empty or out of range"))
}

/// A way to a backend, inside a transaction or for a read. Use cases that are the same on both are written once
/// over it; on SQLite every answer is there at once.
///
/// A text may end in `/* lock */` where the rows of `g` must stay as they are until the transaction ends: SQLite
/// has one writer at a time and needs nothing, PostgreSQL locks them. `/* skip locked */` locks the row that is
/// picked and passes over those that others are about to change.
pub(crate) trait Session {
    /// What can go wrong.
    type Error: From<StoreError>;

    /// What `read` makes of every row of the answer.
    async fn rows<T>(
        &self,
        text: &'static str,
        parameters: Parameters,
        read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, Self::Error>;

    /// What `read` makes of the first row of the answer.
    async fn first<T>(
        &self,
        text: &'static str,
        parameters: Parameters,
        read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
    ) -> Result<Option<T>, Self::Error>;

    /// Runs a statement and returns how many rows it changed.
    async fn execute(&self, text: &'static str, parameters: Parameters) -> Result<u64, Self::Error>;
}
