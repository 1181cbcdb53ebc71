//! The key that seals what must be read back.

use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bluestem_model::chance::Random;
use bluestem_store::platform::Hash;

use crate::secret;

/// Seals with AES-256-GCM. What is sealed is bound to its place: moved to another row it does not open.
#[derive(Clone)]
pub struct MasterKey(Arc<Keys>);

struct Keys {
    seals: LessSafeKey,
    hides: hmac::Key,
}

/// Why a text is not a master key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a master key is 32 bytes in base64url without padding, on one line")]
pub struct MasterKeyError;

impl MasterKey {
    /// The text of a new key, for a file that only the server may read.
    pub fn generate(random: &dyn Random) -> String {
        secret::new_secret(random)
    }

    /// The key that a file holds.
    pub fn parse(text: &str) -> Result<Self, MasterKeyError> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).map_err(|_| MasterKeyError)?;
        let seals = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| MasterKeyError)?;
        // A key of its own for each purpose (NIST SP 800-108).
        let hides = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &bytes), b"bluestem pseudonyms");
        let hides = hmac::Key::new(hmac::HMAC_SHA256, hides.as_ref());
        Ok(Self(Arc::new(Keys { seals: LessSafeKey::new(seals), hides })))
    }

    /// A hash of these texts (HMAC-SHA256) that only who holds the key can compute: it does not tell the texts, and
    /// nobody else can look for texts with a certain one.
    pub(crate) fn pseudonym(&self, texts: &[&str]) -> Hash {
        let mut context = hmac::Context::with_key(&self.0.hides);
        for text in texts {
            context.update(&(text.len() as u64).to_be_bytes());
            context.update(text.as_bytes());
        }
        let mut hash = [0; 32];
        hash.iter_mut().zip(context.sign().as_ref()).for_each(|(to, from)| *to = *from);
        hash
    }

    /// Seals `plain` for `place` (table and row). The nonce, 96 random bits, stands first (NIST SP 800-38D 8.2.2).
    pub(crate) fn seal(&self, random: &dyn Random, place: &str, plain: &[u8]) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce);
        let mut sealed = plain.to_vec();
        let place = Aad::from(place.as_bytes());
        let unique = Nonce::assume_unique_for_key(nonce);
        self.0.seals.seal_in_place_append_tag(unique, place, &mut sealed).ok()?;
        Some([&nonce[..], &sealed].concat())
    }

    /// What was sealed for `place`; None when it was sealed for another, by another key, or changed.
    pub(crate) fn open(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        let plain = self.0.seals.open_in_place(nonce, Aad::from(place.as_bytes()), &mut rest).ok()?;
        Some(plain.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Same;

    impl Random for Same {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    fn key(byte: u8) -> MasterKey {
        MasterKey::parse(&URL_SAFE_NO_PAD.encode([byte; 32])).unwrap()
    }

    #[test]
    fn sealing_is_aes_256_gcm() {
        // NIST GCM test case 14: key and nonce all zero, plaintext of 16 zero bytes.
        struct Zero;
        impl Random for Zero {
            fn fill(&self, bytes: &mut [u8]) {
                bytes.fill(0);
            }
        }
        let sealed = key(0).seal(&Zero, "", &[0; 16]).unwrap();
        let expected = "zqdAPU1ga24HTsXTuvOdGNDRyKeZmWvwJluYtdSKuRk";
        assert_eq!(URL_SAFE_NO_PAD.encode(&sealed[NONCE_LEN..]), expected);
    }

    #[test]
    fn only_the_same_key_and_place_open_what_was_sealed() {
        let mut sealed = key(1).seal(&Same, "signing_key/a", b"private").unwrap();
        assert_eq!(key(1).open("signing_key/a", &sealed).as_deref(), Some(&b"private"[..]));
        assert_eq!(key(1).open("signing_key/b", &sealed), None, "another row");
        assert_eq!(key(2).open("signing_key/a", &sealed), None, "another key");
        assert_eq!(key(1).open("signing_key/a", &sealed[..20]), None, "cut");
        assert_eq!(key(1).open("signing_key/a", b"short"), None);
        *sealed.last_mut().unwrap() ^= 1;
        assert_eq!(key(1).open("signing_key/a", &sealed), None, "changed");
    }

    #[test]
    fn a_pseudonym_depends_on_the_key_and_on_every_text() {
        let one = key(1).pseudonym(&["a", "bc"]);
        assert_eq!(one, key(1).pseudonym(&["a", "bc"]));
        for other in
            [key(1).pseudonym(&["ab", "c"]), key(1).pseudonym(&["a"]), key(2).pseudonym(&["a", "bc"])]
        {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn a_master_key_has_32_bytes() {
        let text = MasterKey::generate(&Same);
        assert!(MasterKey::parse(&format!("{text}\n")).is_ok());
        for bad in ["", "AAAA", &format!("{text}A"), &text[1..], "not base64url!"] {
            assert!(MasterKey::parse(bad).is_err(), "{bad}");
        }
    }
}
