//! What each version makes of a record.

use bluestem_fhir::codes::Displays;
use bluestem_fhir::v2;
use bluestem_fhir::v2::eob::Defects;
use bluestem_fhir::v3;
use bluestem_fhir::v3::coverage::CoverageId;
use bluestem_model::claim::{ClaimIndex, Phase, StoredClaim};
use bluestem_model::person::PersonFile;
use bluestem_model::record::RecordError;
use bluestem_model::time::Timestamp;
use bluestem_model::version::Version;

/// How Patients are shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct PatientForm {
    pub(super) version: Version,
    /// Whether street and city are shown (v2).
    pub(super) addresses: bool,
}

/// Appends a person as a Patient.
pub(super) fn patient(out: &mut Vec<u8>, form: PatientForm, file: &PersonFile) -> Result<(), RecordError> {
    match form.version {
        Version::V2 => v2::patient::write(out, file, form.addresses),
        Version::V3 => v3::patient::write(out, file),
    }
}

/// The coverages that a person has at `now`.
pub(super) fn coverages(
    version: Version,
    file: &PersonFile,
    now: Timestamp,
) -> Result<Vec<CoverageId>, RecordError> {
    match version {
        Version::V2 => v2::coverage::list(file, now),
        Version::V3 => v3::coverage::list(file, now),
    }
}

/// The full id of the coverage that `named` names, if the person has or had it.
pub(super) fn resolve(
    version: Version,
    file: &PersonFile,
    named: &CoverageId,
    now: Timestamp,
) -> Result<Option<CoverageId>, RecordError> {
    match version {
        Version::V2 => Ok(v2::coverage::list(file, now)?.into_iter().find(|id| named.covers(id))),
        Version::V3 => v3::coverage::resolve(file, named, now),
    }
}

/// Appends a coverage of a person.
pub(super) fn coverage(
    out: &mut Vec<u8>,
    version: Version,
    file: &PersonFile,
    id: &CoverageId,
    now: Timestamp,
) -> Result<(), RecordError> {
    match version {
        Version::V2 => v2::coverage::write(out, file, id.part, now),
        Version::V3 => v3::coverage::write(out, file, id, now).map(|_| ()),
    }
}

/// How ExplanationOfBenefits are shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClaimForm<'a> {
    pub(super) version: Version,
    pub(super) tax_numbers: bool,
    pub(super) displays: &'a Displays,
    pub(super) defects: Defects,
    /// The coverages to which claims may refer (v3; in v2 everybody has every part).
    pub(super) coverages: &'a [CoverageId],
}

/// Whether a version serves the claim at all: v2 knows adjudicated claims of eight types.
pub(super) fn serves(version: Version, index: &ClaimIndex) -> bool {
    version == Version::V3 || index.phase == Phase::Adjudicated && v2::eob::has_form(index)
}

/// Appends a claim as an ExplanationOfBenefit.
pub(super) fn claim(out: &mut Vec<u8>, form: &ClaimForm<'_>, claim: &StoredClaim) -> Result<(), RecordError> {
    let ClaimForm { tax_numbers, displays, defects, coverages, .. } = *form;
    match form.version {
        Version::V2 => v2::eob::write(out, claim, &v2::eob::EobOptions { tax_numbers, displays, defects }),
        Version::V3 => v3::eob::write(out, claim, &v3::eob::EobOptions { tax_numbers, displays, coverages }),
    }
}
