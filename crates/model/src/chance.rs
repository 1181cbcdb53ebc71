//! Chance as a parameter.

/// A source of random bytes. Every secret of the product is drawn from one that is passed in.
pub trait Random: Send + Sync {
    /// Fills `bytes` with random bytes fit for secrets.
    fn fill(&self, bytes: &mut [u8]);
}
