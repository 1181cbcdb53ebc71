//! ExplanationOfBenefit as v2 has it: one walk over the same record that v3 is written from.
//!
//! `rules` holds what is regular, as tables; `write` walks a record and holds what is not; `defect` names what BFD v2
//! gets wrong and we, by default, do not.

mod defect;
pub mod rules;
mod write;

pub use defect::{Defect, Defects, UnknownDefect};

use bluestem_model::claim::{ClaimIndex, StoredClaim};
use bluestem_model::record::{ClaimRecord, Record, RecordError};

use crate::codes::Displays;
use crate::json::Json;

/// What a rendering may vary in.
#[derive(Clone, Copy, Debug)]
pub struct EobOptions<'a> {
    /// Whether providers' tax numbers are shown (BFD: only to those who ask for them).
    pub tax_numbers: bool,
    /// Texts of codes that others own.
    pub displays: &'a Displays,
    /// Which defects of BFD v2 are kept.
    pub defects: Defects,
}

/// Whether v2 has a form for the claim: it knows eight types and no prior authorizations.
pub fn has_form(index: &ClaimIndex) -> bool {
    rules::rules_for(index.kind).is_some()
}

/// Appends `claim` as one ExplanationOfBenefit to `out`. An error leaves `out` as it was. Of a claim without a form
/// ([`has_form`]) nothing is written.
pub fn write(out: &mut Vec<u8>, claim: &StoredClaim, options: &EobOptions<'_>) -> Result<(), RecordError> {
    let Some(rules) = rules::rules_for(claim.index.kind) else { return Ok(()) };
    let record = Record::parse(&claim.record)?;
    let record = ClaimRecord::new(&record);
    write::resource(&mut Json::new(out), &write::Claim::new(claim, &record, rules, options));
    Ok(())
}
