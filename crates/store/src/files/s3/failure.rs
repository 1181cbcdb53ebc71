//! What failures of the storage mean here.

use std::error::Error as _;
use std::iter::successors;

use object_store::Error;
use object_store::client::HttpError;

use crate::StoreError;

/// The storage understood and will not: another try would end the same.
#[derive(Debug, thiserror::Error)]
#[error("the storage refuses with status {status}{}", .code.as_ref().map_or(String::new(), |code| format!(" ({code})")))]
pub(super) struct Refused {
    pub(super) status: u16,
    /// The word of the S3 protocol, such as `AccessDenied`.
    pub(super) code: Option<String>,
}

/// Whether there is no such object.
pub(super) fn is_absent(error: &Error) -> bool {
    matches!(error, Error::NotFound { .. })
}

/// A refusal, or else a storage that does not work at the moment. Texts of the storage are not repeated: nobody knows
/// what stands in them.
pub(super) fn failed(error: &Error) -> StoreError {
    let causes =
        || successors(error.source(), |cause: &&(dyn std::error::Error + 'static)| (*cause).source());
    if let Some(refused) = causes().find_map(|cause| cause.downcast_ref::<Refused>()) {
        return StoreError::Backend(refused.to_string());
    }
    match causes().find_map(|cause| cause.downcast_ref::<HttpError>()) {
        Some(http) => StoreError::Unavailable(format!("the storage does not answer: {http}")),
        None => StoreError::Unavailable("the storage answers with errors".to_owned()),
    }
}
