//! Proof Key for Code Exchange (RFC 7636), S256 only.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::secret::{same, sha256};

/// Lengths of verifiers and challenges (RFC 7636 4.1, 4.2).
const LENGTHS: std::ops::RangeInclusive<usize> = 43..=128;

/// A challenge as it is stored. A public SDK sends it with base64 padding, which is taken off; None when it is
/// not one.
pub(crate) fn challenge(text: &str) -> Option<&str> {
    let bare = text.strip_suffix('=').unwrap_or(text);
    let letters = bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (LENGTHS.contains(&bare.len()) && letters).then_some(bare)
}

/// Whether this may be a verifier: 43 to 128 unreserved characters, with base64 padding or not.
pub(crate) fn well_formed(verifier: &str) -> bool {
    let bare = verifier.trim_end_matches('=');
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    LENGTHS.contains(&verifier.len()) && verifier.len() - bare.len() <= 2 && bare.bytes().all(unreserved)
}

/// Whether the verifier is the one of the challenge. The SDK that pads hashes its verifier with the padding;
/// others that pad may hash it without, so both are tried.
pub(crate) fn verify(challenge: &str, verifier: &str) -> bool {
    let bare = verifier.trim_end_matches('=');
    let candidates = [verifier, bare].map(|text| URL_SAFE_NO_PAD.encode(sha256(text.as_bytes())));
    candidates.iter().fold(false, |found, candidate| found | same(candidate.as_bytes(), challenge.as_bytes()))
}

/// The challenge of a verifier of our own.
pub(crate) fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(sha256(verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 7636 appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_verifier_of_the_standard_fits_its_challenge() {
        assert!(verify(CHALLENGE, VERIFIER));
        assert_eq!(challenge_of(VERIFIER), CHALLENGE);
        assert!(verify(CHALLENGE, &format!("{VERIFIER}=")));
        assert!(!verify(CHALLENGE, &VERIFIER.replace('d', "e")));
        assert!(!verify("", VERIFIER));
    }

    #[test]
    fn lengths_and_letters_are_those_of_the_standard() {
        assert_eq!(challenge(&format!("{CHALLENGE}=")), Some(CHALLENGE));
        assert_eq!(challenge(&CHALLENGE[1..]), None);
        assert_eq!(challenge(&CHALLENGE.replace('E', "+")), None);
        assert!(well_formed(VERIFIER) && well_formed(&format!("{VERIFIER}=")));
        assert!(well_formed(&"a".repeat(128)) && !well_formed(&"a".repeat(129)));
        assert!(!well_formed(&"a".repeat(42)) && !well_formed(&format!("{VERIFIER} ")));
    }
}
