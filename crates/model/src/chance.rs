//! Chance as a parameter.

use crate::hex::hex;

/// A source of random bytes. Every secret of the product is drawn from one that is passed in.
pub trait Random: Send + Sync {
    /// Fills `bytes` with random bytes fit for secrets.
    fn fill(&self, bytes: &mut [u8]);
}

/// A new name for something: 128 random bits as 32 hexadecimal digits. It never begins with a hyphen, so it can be
/// typed as an argument of a command.
pub fn random_id(random: &dyn Random) -> String {
    let mut bytes = [0_u8; 16];
    random.fill(&mut bytes);
    hex(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Always;

    impl Random for Always {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0xfb);
        }
    }

    #[test]
    fn an_id_is_hexadecimal_whatever_chance_gives() {
        // In base64url these bytes would begin with hyphens.
        assert_eq!(random_id(&Always), "fb".repeat(16));
    }
}
