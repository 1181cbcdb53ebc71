//! A reader that hashes what passes through it.

use std::io::{self, Read};

use aws_lc_rs::digest::{Context, SHA256};

use crate::begin::sha256_of;

/// Bytes read so far and their SHA-256.
pub(crate) struct Digesting<R> {
    source: R,
    context: Context,
    bytes: u64,
}

impl<R: Read> Digesting<R> {
    pub(crate) fn new(source: R) -> Self {
        Self { source, context: Context::new(&SHA256), bytes: 0 }
    }

    /// Bytes so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Bytes and hash.
    pub(crate) fn finish(self) -> (u64, [u8; 32]) {
        (self.bytes, sha256_of(self.context))
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.context.update(buffer.get(..read).unwrap_or_default());
        self.bytes += read as u64;
        Ok(read)
    }
}
