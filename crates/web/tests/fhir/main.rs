//! The FHIR routes through the real router, over a real store, with tokens that the authorization server knows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test may panic: that is how it fails

mod audit_event;
mod card;
mod conditional;
mod denied;
mod explain;
mod idi_match;
mod loading;
mod people;
mod refused;
mod search;
mod v2;
mod whole;
mod world;
