//! The seal at the end of a stored file: the SHA-256 of the content, its length, and what marks a seal.

use aws_lc_rs::digest::Digest;

/// Bytes of a seal.
pub(super) const BYTES: usize = 32 + 8 + 8;
/// What a seal ends with: format and version of it.
const MARK: &[u8; 8] = b"BLUEFIL1";

/// What a seal says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seal {
    /// SHA-256 of the content.
    pub(super) sha256: [u8; 32],
    /// Bytes of the content.
    pub(super) length: u64,
}

impl Seal {
    /// The seal of a content.
    pub(super) fn new(digest: &Digest, length: u64) -> Self {
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(digest.as_ref());
        Self { sha256, length }
    }

    /// As it is stored.
    pub(super) fn to_bytes(self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        let (sha256, rest) = bytes.split_at_mut(32);
        sha256.copy_from_slice(&self.sha256);
        let (length, mark) = rest.split_at_mut(8);
        length.copy_from_slice(&self.length.to_be_bytes());
        mark.copy_from_slice(MARK);
        bytes
    }

    /// Reads the end of a stored file of `stored` bytes; None when it is no seal of it.
    pub(super) fn parse(end: &[u8], stored: u64) -> Option<Self> {
        let (sha256, rest) = end.split_first_chunk::<32>()?;
        let (length, mark) = rest.split_first_chunk::<8>()?;
        let length = u64::from_be_bytes(*length);
        let fits = length.checked_add(BYTES as u64) == Some(stored);
        (mark == MARK && fits).then_some(Self { sha256: *sha256, length })
    }
}
