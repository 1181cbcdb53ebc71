//! ExplanationOfBenefit: one walk over a claim's record, JSON straight to bytes.
//!
//! `rules` holds what is regular, as tables; `write` walks a record and holds what is not.

pub mod explain;
#[macro_use]
pub mod rules;
mod write;

use bluestem_model::claim::StoredClaim;
use bluestem_model::record::{ClaimRecord, Record, RecordError};

use super::coverage::CoverageId;
use crate::codes::Displays;
use crate::json::Json;

/// What a rendering may vary in.
#[derive(Clone, Copy, Debug)]
pub struct EobOptions<'a> {
    /// Whether providers' tax numbers are shown (BFD: only to those who ask for them).
    pub tax_numbers: bool,
    /// Texts of codes that others own.
    pub displays: &'a Displays,
    /// The coverages of the claims' people that a read finds ([`known`](super::coverage::known)). A claim under
    /// another one names the part of Medicare and refers to nothing.
    pub coverages: &'a [CoverageId],
}

/// Appends `claim` as one ExplanationOfBenefit to `out`. An error leaves `out` as it was.
pub fn write(out: &mut Vec<u8>, claim: &StoredClaim, options: &EobOptions<'_>) -> Result<(), RecordError> {
    let record = Record::parse(&claim.record)?;
    let record = ClaimRecord::new(&record);
    write::resource(&mut Json::new(out), &write::Claim::new(claim, &record, options));
    Ok(())
}
