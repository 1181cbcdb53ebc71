//! FHIR R4 as BFD v2 and Blue Button v2 serve it: the names of the Chronic Conditions Warehouse, CARIN Blue Button of
//! the 1.1 era.

pub mod coverage;
pub mod eob;
mod extension;
pub mod patient;
mod person;
