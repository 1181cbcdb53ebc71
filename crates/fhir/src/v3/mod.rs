//! FHIR R4 as BFD v3 serves it: CARIN Blue Button 2.2.0 and US Core 7.0.0.

pub mod card;
pub mod coverage;
pub mod eob;
pub mod idi_match;
pub mod patient;
pub(crate) mod person;

pub(crate) use person::US_MBI;
