//! Built-in texts of codes: (code, text) pairs in the order of their codes. Facts of the CMS data dictionaries.

pub(super) mod audit_trail;
pub(super) mod claim;
pub(super) mod codebook;
pub(super) mod contractor;
pub(super) mod institutional;
pub(super) mod pharmacy;
pub(super) mod place;
pub(super) mod professional;
pub(super) mod specialty;
