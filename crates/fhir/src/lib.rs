//! Records to FHIR R4: rule tables per version, the JSON writer, bundles, outcomes and the search grammar.

pub mod audit_event;
pub mod bundle;
pub mod capability;
pub mod codes;
#[macro_use]
mod datatype;
pub mod dictionary;
mod eob;
pub mod id;
pub mod json;
pub mod outcome;
pub mod search;
mod trace;
pub mod v2;
pub mod v3;
