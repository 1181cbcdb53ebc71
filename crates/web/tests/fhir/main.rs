//! The FHIR routes through the real router, over a real store, with tokens that the authorization server knows.

mod conditional;
mod denied;
mod people;
mod refused;
mod search;
mod world;
