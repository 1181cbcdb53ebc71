//! What can go wrong between us and a SQLite file.

use rusqlite::{Error, ErrorCode};

use crate::StoreError;

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let Some(code) = error.sqlite_error_code() else { return Self::Backend(error.to_string()) };
        match reason(code) {
            Some(reason) => Self::Unavailable(format!("{reason} ({error})")),
            None if is_damage(code) => Self::Damaged(error.to_string()),
            None => Self::Backend(error.to_string()),
        }
    }
}

/// Why the file cannot be used at the moment, in the operator's words: what passes once the machine has again what
/// is missing. Others are faults of the file or ours.
fn reason(code: ErrorCode) -> Option<&'static str> {
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Some("another process is writing"),
        ErrorCode::DiskFull => Some("the disk is full"),
        ErrorCode::SystemIoFailure => Some("the disk returns errors"),
        ErrorCode::CannotOpen => Some("the file cannot be opened"),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Some("the file cannot be written"),
        ErrorCode::OutOfMemory => Some("the memory is used up"),
        _ => None,
    }
}

fn is_damage(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
}
