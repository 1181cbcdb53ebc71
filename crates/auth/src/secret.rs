//! Secrets: made of 256 random bits, kept as SHA-256.
//!
//! A plain, fast hash is right for them: nobody can try out 2^256 values, so there is nothing that a slow hash
//! would slow down, and token checks stand in the path of every read. Passwords, which people choose, are
//! another matter and never come here.

use aws_lc_rs::{digest, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bluestem_model::chance::Random;
use bluestem_store::platform::Hash;
use subtle::ConstantTimeEq as _;

/// 256 random bits.
pub(crate) fn random_bits(random: &dyn Random) -> Hash {
    let mut bits = [0; 32];
    random.fill(&mut bits);
    bits
}

/// A new secret: 43 characters of base64url.
pub(crate) fn new_secret(random: &dyn Random) -> String {
    URL_SAFE_NO_PAD.encode(random_bits(random))
}

/// What is stored of a secret.
pub(crate) fn hash(secret: &str) -> Hash {
    sha256(secret.as_bytes())
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> Hash {
    let mut hash = [0; 32];
    hash.iter_mut().zip(digest::digest(&digest::SHA256, bytes).as_ref()).for_each(|(to, from)| *to = *from);
    hash
}

/// A secret that follows from another one, a seed and a purpose: HMAC-SHA256 as base64url.
pub(crate) fn derive(secret: &str, seed: &[u8], purpose: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let message = [purpose.as_bytes(), &[0], seed].concat();
    URL_SAFE_NO_PAD.encode(hmac::sign(&key, &message))
}

/// Whether both are the same, in a time that does not tell where they differ.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_is_that_of_fips_180() {
        let expected = "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"; // SHA-256("abc")
        assert_eq!(URL_SAFE_NO_PAD.encode(hash("abc")), expected);
    }

    #[test]
    fn derived_secrets_differ_by_purpose_and_seed() {
        let all =
            [derive("s", b"1", "a"), derive("s", b"1", "b"), derive("s", b"2", "a"), derive("t", b"1", "a")];
        for (place, one) in all.iter().enumerate() {
            assert_eq!(one.len(), 43);
            assert!(!all[..place].contains(one));
        }
    }
}
