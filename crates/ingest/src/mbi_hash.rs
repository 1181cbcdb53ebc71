//! Hashes of identifiers, by which partners of the back end ask for people: PBKDF2 with HMAC-SHA-256 and 256 bits, a
//! shared pepper as the salt.

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2::{PBKDF2_HMAC_SHA256, derive};
use bluestem_store::claims::ClaimsLoader;

use crate::LoadError;

/// Identifiers hashed at a time.
const BATCH: u32 = 200;

/// Fewer iterations than these are not allowed (BFD).
const FEWEST: u32 = 1000;

/// Hashes identifiers with one pepper.
pub struct MbiHasher {
    pepper: Vec<u8>,
    iterations: NonZeroU32,
}

impl MbiHasher {
    /// A hasher with this pepper and number of iterations. None without a pepper or with fewer than 1,000.
    pub fn new(pepper: &[u8], iterations: u32) -> Option<Self> {
        let iterations = NonZeroU32::new(iterations).filter(|number| number.get() >= FEWEST)?;
        (!pepper.is_empty()).then(|| Self { pepper: pepper.to_vec(), iterations })
    }

    /// The hash of an identifier in hexadecimal digits.
    pub fn hash(&self, mbi: &str) -> String {
        let mut hash = [0_u8; 32];
        derive(PBKDF2_HMAC_SHA256, self.iterations, &self.pepper, mbi.as_bytes(), &mut hash);
        hash.iter().fold(String::with_capacity(64), |mut text, byte| {
            for nibble in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(nibble), 16));
            }
            text
        })
    }

    /// The name of pepper and iterations, which tells neither: the hash of what is no identifier.
    fn name(&self) -> String {
        self.hash("")
    }
}

/// Hashes the identifiers of everybody who is stored and has no hash under this pepper; how many there were.
pub async fn hash_identifiers(loader: &dyn ClaimsLoader, hasher: &MbiHasher) -> Result<u64, LoadError> {
    let name = hasher.name();
    let (mut after, mut count) = (String::new(), 0);
    loop {
        let mbis = loader.unhashed(&name, &after, BATCH).await?;
        let Some(last) = mbis.last() else { return Ok(count) };
        last.clone_into(&mut after);
        count += mbis.len() as u64;
        let mut pairs = Vec::with_capacity(mbis.len());
        for mbi in mbis {
            let hash = hasher.hash(&mbi);
            pairs.push((mbi, hash));
        }
        loader.write_hashes(&name, pairs).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors that the reference documents.
    #[test]
    fn hashes_are_those_of_the_back_end() {
        let hasher = MbiHasher::new(b"nottherealpepper", 1000).unwrap();
        for (mbi, hash) in [
            ("123456789A", "d95a418b0942c7910fb1d0e84f900fe12e5a7fd74f312fa10730cc0fda230e9a"),
            ("987654321E", "6357f16ebd305103cf9f2864c56435ad0de5e50f73631159772f4a4fcdfe39a5"),
        ] {
            assert_eq!(hasher.hash(mbi), hash);
        }
        assert!(MbiHasher::new(b"nottherealpepper", 999).is_none() && MbiHasher::new(b"", 1000).is_none());
    }
}
