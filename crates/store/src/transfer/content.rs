//! What a table holds, in two numbers.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};

/// How many rows, and a hash of them all in which their order makes no difference: the SHA-256 of each row as
/// binary COPY writes it, taken as four numbers of 64 bits, each summed over the rows modulo 2^64.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// How many rows.
    pub rows: u64,
    sum: [u64; 4],
}

impl Content {
    /// Adds a row.
    pub(crate) fn add(&mut self, tuple: &[u8]) {
        self.rows += 1;
        let hash = digest(&SHA256, tuple);
        for (sum, part) in self.sum.iter_mut().zip(hash.as_ref().chunks_exact(8)) {
            let part = part.try_into().map_or(0, u64::from_be_bytes);
            *sum = sum.wrapping_add(part);
        }
    }
}

impl fmt::Display for Content {
    /// `ROWS rows HASH`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows ", self.rows)?;
        self.sum.iter().try_for_each(|part| write!(f, "{part:016x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&[u8]]) -> Content {
        let mut content = Content::default();
        for row in rows {
            content.add(row);
        }
        content
    }

    #[test]
    fn order_makes_no_difference_and_every_byte_does() {
        assert_eq!(of(&[b"a", b"b", b"c"]), of(&[b"c", b"a", b"b"]));
        assert_ne!(of(&[b"a", b"b"]), of(&[b"a", b"c"]));
        assert_ne!(of(&[b"a", b"a"]), of(&[b"a"]));
        assert_ne!(of(&[b"a", b"a"]), of(&[b"b", b"b"]), "what comes twice does not cancel itself out");
        let empty = "0 rows 0000000000000000000000000000000000000000000000000000000000000000";
        assert_eq!(of(&[]).to_string(), empty);
    }
}
