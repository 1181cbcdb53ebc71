//! Records to FHIR R4: rule tables per version, the JSON writer, bundles, outcomes and the search grammar.

pub mod codes;
pub mod json;
pub mod v3;
