//! What stands at the end of a set.

/// What a footer ends with: format and version of it.
const MAGIC: &[u8; 8] = b"BLUEREF1";
/// Bytes of the footer: length of the texts, entries, digest, bytes of the edition's name, magic. The name stands
/// before it.
const BYTES: usize = 8 + 8 + 32 + 4 + 8;

/// What stands at the end of a set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Footer {
    /// Bytes of the texts, behind which the index begins.
    pub(super) texts: u64,
    /// Entries of the index.
    pub(super) codes: u64,
    /// The beginning of the digest.
    pub(super) fingerprint: u64,
    /// Bytes of the edition's name.
    name: u32,
}

impl Footer {
    /// As it is stored.
    pub(super) fn bytes(texts: u64, codes: u64, digest: &[u8], name: u32) -> Vec<u8> {
        let parts: [&[u8]; 5] =
            [&texts.to_be_bytes(), &codes.to_be_bytes(), digest, &name.to_be_bytes(), MAGIC];
        parts.concat()
    }

    /// Reads the footer at the end of `end`, which is the end of a set of `size` bytes; None when it is none of that
    /// set.
    pub(super) fn parse(end: &[u8], size: u64) -> Option<Self> {
        let (_, footer) = end.split_last_chunk::<BYTES>()?;
        let number = |from: usize| footer.get(from..from + 8)?.try_into().ok().map(u64::from_be_bytes);
        let (texts, codes, fingerprint) = (number(0)?, number(8)?, number(16)?);
        let name = footer.get(48..52)?.try_into().ok().map(u32::from_be_bytes)?;
        let index = codes.checked_mul(super::ENTRY as u64)?;
        let expected = texts.checked_add(index)?.checked_add(u64::from(name))?.checked_add(BYTES as u64)?;
        (footer.ends_with(MAGIC) && expected == size).then_some(Self { texts, codes, fingerprint, name })
    }

    /// The edition's name, if `end` reaches back to it.
    pub(super) fn edition(&self, end: &[u8]) -> Option<String> {
        let till = end.len().checked_sub(BYTES)?;
        let name = end.get(till.checked_sub(self.name as usize)?..till)?;
        String::from_utf8(name.to_vec()).ok()
    }
}
