//! Random ids as text.

use std::fmt::Write as _;

use bluestem_model::chance::Random;

/// 128 random bits as 32 hex digits.
pub(crate) fn random(random: &dyn Random) -> String {
    let mut bytes = [0_u8; 16];
    random.fill(&mut bytes);
    bytes.iter().fold(String::with_capacity(32), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
