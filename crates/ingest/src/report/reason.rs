//! Why a row or a file was refused.

use bluestem_model::claim::ClaimIndexError;
use bluestem_model::column::Kind;

/// Why a row was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The cell is not what its column holds.
    #[error("is not {}", kind_name(*.0))]
    WrongType(Kind),
    /// The cell is part of the row's key and empty.
    #[error("is empty, and the row has no place without it")]
    MissingKey,
    /// The cell is not UTF-8.
    #[error("is not UTF-8")]
    NotUtf8,
    /// The line has no end and fewer cells than the header: it was cut off.
    #[error("the line is cut off")]
    CutOff,
    /// The claim has a row that was refused; without that row it would tell an untruth.
    #[error("the claim is refused because a row of it is")]
    RowRefused,
    /// Neither the delivery nor the store has a header for the claim of this row.
    #[error("no claim header has this key")]
    NoClaim,
    /// Neither the delivery nor the store has the person of this row.
    #[error("this person is neither in the delivery nor stored")]
    NoPerson,
    /// Several people have the identifier of the row: nobody can tell whose it is.
    #[error("several people have this identifier")]
    SharedIdentifier,
    /// Another claim of the delivery has the same unique number.
    #[error("another claim of this delivery has the same number")]
    ClaimTwice,
    /// The cell must have a value and is empty.
    #[error("is empty, and a value is required")]
    Required,
    /// The cell is not what its column of the research format holds.
    #[error("is not {0}")]
    NotRif(&'static str),
    /// The number has more digits than its column.
    #[error("has more digits than its column takes")]
    TooManyDigits,
    /// The text is longer than its column.
    #[error("is longer than its column takes")]
    TooLong,
    /// The row has fewer cells than the header.
    #[error("the row has fewer cells than the header")]
    Width,
    /// `DELETE`, which the reference never implemented: a claim is taken back by `FINAL_ACTION` `N`.
    #[error("DELETE is not supported; a claim is taken back by FINAL_ACTION N")]
    Delete,
    /// The operation is neither `INSERT` nor `UPDATE`.
    #[error("is neither INSERT nor UPDATE")]
    Operation,
    /// `UPDATE` of what was never inserted.
    #[error("there is nothing with this key to UPDATE")]
    NothingToUpdate,
    /// Another row of the file has the same key and says something else.
    #[error("another row of this file has the same key")]
    RowTwice,
    /// The claim's type is one of another type of file.
    #[error("is not a type of claim that this file holds")]
    WrongClaimType,
    /// The header does not say what a claim must.
    #[error("{0}")]
    Claim(ClaimIndexError),
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "an integer of 64 bits",
        Kind::Decimal => "a decimal number",
        Kind::Date => "a date (YYYY-MM-DD)",
        Kind::Timestamp => "a date and time",
        Kind::Text => "text",
    }
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// The system does not let us read it.
    #[error("cannot be read: {0}")]
    Io(std::io::ErrorKind),
    /// There is no header line.
    #[error("is empty; a header line is required")]
    NoHeader,
    /// The header misses a column without which rows have no place.
    #[error("the header has no column {0}")]
    MissingColumn(&'static str),
    /// The header has a column twice.
    #[error("the header has the column {0} twice")]
    RepeatedColumn(&'static str),
    /// A quote opens and does not close where it should.
    #[error("line {0}: a quote opens here and does not close")]
    OpenQuote(u32),
    /// The last line has no line end and fewer cells than the header.
    #[error("line {0}: the file is cut off here")]
    CutOff(u32),
    /// The header is of a file in the research format, but with another delimiter.
    #[error("the cells of the header are not divided by |")]
    Delimiter,
    /// The header is of no type of file that is known, in no dialect.
    #[error("the header is of no known type of file")]
    UnknownHeader,
    /// The header is of another type of file than the manifest says.
    #[error("the manifest says {0}, the header {1}")]
    OtherType(&'static str, &'static str),
    /// The file's size changed between finding and reading it.
    #[error("has changed while it was read: {0} bytes were expected, {1} came")]
    Changed(u64, u64),
    /// A cell is not UTF-8.
    #[error("line {0}: is not UTF-8")]
    NotUtf8(u32),
}
